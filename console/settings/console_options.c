/* The options of [console]: one table gives type, range, default and help, for reading and for the
 * sample file.  Knows no file. */
#include "console/settings/settings_parts.h"

#include "acdfeed/memory.h"
#include "console/words.h"

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum option_type { OPTION_TEXT, OPTION_BOOL, OPTION_NAME };

static const struct option {
    const char *key;
    enum option_type type;
    const char *preset;
    const struct acd_names *names; /* of OPTION_NAME */
    size_t offset;
    const char *help;
} options[] = {
#define AT(member) offsetof(struct settings_values, member)
    {"theme", OPTION_TEXT, "dark", NULL, AT(theme), "how it looks: the name of a theme, or a path"},
    {"by", OPTION_TEXT, "", NULL, AT(by), "who acts at this console; empty: the login name"},
    {"journal", OPTION_TEXT, "", NULL, AT(journal), "where the journal is kept; empty: ~/.local/state/acdwall/journal.jsonl; none: nowhere"},
    {"span", OPTION_NAME, "window", &span_names, AT(span), "what service level, ASA and the like are taken over"},
    {"sort", OPTION_NAME, "worst", &queue_sort_names, AT(sort), "the order of queues"},
    {"agent_sort", OPTION_NAME, "state", &agent_sort_names, AT(agent_sort), "the order of agents"},
    {"group", OPTION_BOOL, "no", NULL, AT(group), "queues stand under the totals of their groups"},
    {"totals", OPTION_BOOL, "no", NULL, AT(totals), "only the totals of groups are shown"},
    {"hide_offline", OPTION_BOOL, "no", NULL, AT(hide_offline), "agents who are not logged in are left out"},
    {"bell", OPTION_BOOL, "no", NULL, AT(bell), "the bell rings for new alarms"},
    {"visual_bell", OPTION_BOOL, "no", NULL, AT(visual_bell), "the screen flashes instead of a bell"},
    {"read_only", OPTION_BOOL, "no", NULL, AT(read_only), "no action is offered"},
#undef AT
};

static const struct acd_names yes_no = {
    .what = "yes or no",
    .names = (const char *const[]){"no", "yes", "off", "on", "false", "true", "0", "1"},
    .n = 8,
};

static void *member(struct settings_values *values, const struct option *option)
{
    return (char *)values + option->offset;
}

static void set_text(char **text, const char *value)
{
    free(*text);
    *text = acd_strdup(value);
}

static const char *list_of(const struct acd_names *names, char *out, size_t bytes)
{
    size_t used = 0;

    out[0] = '\0';
    for (int i = 0; i < names->n && used < bytes; i++)
        used += (size_t)snprintf(out + used, bytes - used, "%s%s", i ? ", " : "", names->names[i]);
    return out;
}

static bool set(struct settings_values *values, const struct option *option, const char *value,
                struct acd_fault *why)
{
    const struct acd_names *names = option->type == OPTION_BOOL ? &yes_no : option->names;
    char words[160];
    int found;

    if (option->type == OPTION_TEXT) {
        set_text(member(values, option), value);
        return true;
    }
    found = acd_names_find(names, value, strlen(value));
    if (found < 0)
        return acd_fault_say(why, "%s = %s: expected %s", option->key, value,
                             option->type == OPTION_BOOL ? _("yes or no")
                                                         : list_of(names, words, sizeof(words)));
    if (option->type == OPTION_BOOL)
        *(bool *)member(values, option) = found % 2 != 0;
    else
        *(int *)member(values, option) = found;
    return true;
}

void options_init(struct settings_values *values)
{
    *values = (struct settings_values){.theme = NULL};
    for (size_t i = 0; i < ACD_COUNT_OF(options); i++) {
        bool fits = set(values, &options[i], options[i].preset, NULL);

        assert(fits);
        (void)fits;
    }
    set_text(&values->theme, ""); /* not set is told from set to the default */
}

void options_release(struct settings_values *values)
{
    free(values->theme);
    free(values->by);
    free(values->journal);
}

bool options_set(struct settings_values *values, const char *key, const char *value,
                 struct acd_fault *why)
{
    char keys[200] = "";
    size_t used = 0;

    for (size_t i = 0; i < ACD_COUNT_OF(options); i++) {
        if (strcmp(options[i].key, key) == 0)
            return set(values, &options[i], value, why);
        used += (size_t)snprintf(keys + used, sizeof(keys) - used, "%s%s", i ? " " : "",
                                 options[i].key);
    }
    return acd_fault_say(why, _("\"%s\" is no option of [console]: expected one of %s"), key, keys);
}

void options_print(FILE *out)
{
    fputs("[console]\n", out);
    for (size_t i = 0; i < ACD_COUNT_OF(options); i++) {
        const struct option *option = &options[i];
        char words[160];

        fprintf(out, "# %s", option->help);
        if (option->type != OPTION_TEXT)
            fprintf(out, ": %s", option->type == OPTION_BOOL
                                     ? "yes or no"
                                     : list_of(option->names, words, sizeof(words)));
        fprintf(out, "\n%s = %s\n", option->key, option->preset);
    }
}
