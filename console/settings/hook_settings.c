/* [hook], by one table.  Runs nothing. */
#include "console/settings/hook_settings.h"

#include "acdfeed/json.h"
#include "acdfeed/memory.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum hook_type { HOOK_COMMAND, HOOK_NUMBER, HOOK_TIME };

static const struct option {
    const char *key;
    enum hook_type type;
    const char *preset;
    int64_t least, most;
    size_t offset;
    const char *help;
} options[] = {
#define AT(member) offsetof(struct hook_settings, member)
    {"on_alarm", HOOK_COMMAND, "", 0, 0, AT(on_alarm),
     "told of every alarm that is raised or gets worse: /path/to/program {site} {queue} {tier} {why}"},
    {"tell", HOOK_COMMAND, "", 0, 0, AT(tell),
     "told of every measure of ours that was carried out: /path/to/program {queue} {words} {by} {tell}"},
    {"from_tier", HOOK_NUMBER, "2", 1, 3, AT(from_tier), "alarms below this tier are not told"},
    {"at_once", HOOK_NUMBER, "4", 1, 32, AT(at_once), "so many programs run at once at most"},
    {"per_minute", HOOK_NUMBER, "20", 1, 60, AT(per_minute), "so many begin in a minute at most"},
    {"time", HOOK_TIME, "10s", 100, 600000, AT(time_ms), "one that takes longer is ended"},
#undef AT
};

static void *member(struct hook_settings *settings, const struct option *option)
{
    return (char *)settings + option->offset;
}

static bool set_number(int64_t *out, const struct option *option, const char *value,
                       struct acd_fault *why)
{
    char *end;
    int64_t number = strtoll(value, &end, 10);

    if (end == value || *end || number < option->least || number > option->most)
        return acd_fault_say(why, "%s = %s: expected a number from %" PRId64 " to %" PRId64, option->key,
                             value, option->least, option->most);
    *out = number;
    return true;
}

static bool set(struct hook_settings *settings, const struct option *option, const char *value,
                struct acd_fault *why)
{
    int64_t ms;

    if (option->type == HOOK_NUMBER)
        return set_number(member(settings, option), option, value, why);
    if (option->type == HOOK_TIME) {
        if (!acd_duration_read(value, &ms) || ms < option->least || ms > option->most)
            return acd_fault_say(why, "%s = %s: expected a duration from 100ms to 10m", option->key, value);
        *(int64_t *)member(settings, option) = ms;
        return true;
    }
    if (*value && *value != '/')
        return acd_fault_say(why, "%s = %s: expected the whole path of a program, and its arguments",
                             option->key, value);
    free(*(char **)member(settings, option));
    *(char **)member(settings, option) = acd_strdup(value);
    return true;
}

void hook_settings_init(struct hook_settings *settings)
{
    *settings = (struct hook_settings){.on_alarm = NULL};
    for (size_t i = 0; i < ACD_COUNT_OF(options); i++)
        (void)set(settings, &options[i], options[i].preset, NULL);
}

void hook_settings_release(struct hook_settings *settings)
{
    free(settings->on_alarm);
    free(settings->tell);
}

bool hook_settings_set(struct hook_settings *settings, const char *key, const char *value,
                       struct acd_fault *why)
{
    for (size_t i = 0; i < ACD_COUNT_OF(options); i++)
        if (strcmp(options[i].key, key) == 0)
            return set(settings, &options[i], value, why);
    return acd_fault_say(why, "\"%s\" is no option of [hook]: expected on_alarm, tell, from_tier,"
                              " at_once, per_minute or time", key);
}

void hook_settings_print(FILE *out)
{
    fputs("\n# Programs of your own, started without a shell.  {site} {queue} {agent} {rule} {tier}\n"
          "# {state} {why} {op} {words} {by} {tell} are put in; the whole stands as JSON on standard input.\n"
          "[hook]\n", out);
    for (size_t i = 0; i < ACD_COUNT_OF(options); i++)
        fprintf(out, "# %s\n%s = %s\n", options[i].help, options[i].key, options[i].preset);
}
