/* Fills a dialogue from key=value, with errors that name what was expected.  Asks for nothing. */
#include "console/ask/pairs.h"

#include "acdfeed/json.h"
#include "acdfeed/memory.h"
#include "acdfeed/shape.h"
#include "console/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool take(char *out, size_t bytes, const char *from, size_t n, struct acd_fault *why)
{
    if (n >= bytes)
        return acd_fault_say(why, _("'%.20s...' is longer than %zu bytes"), from, bytes - 1);
    memcpy(out, from, n);
    out[n] = '\0';
    return true;
}

/* The value at `at`, in quotes or up to a blank; moves `at` behind it. */
static bool take_value(const char **at, struct pair *pair, struct acd_fault *why)
{
    const char *begin = *at, *end;
    if (*begin == '"') {
        end = strchr(++begin, '"');
        if (end == NULL)
            return acd_fault_say(why, _("%s: the closing \" is missing"), pair->key);
        *at = end + 1;
    } else {
        end = begin + strcspn(begin, " ");
        *at = end;
    }
    return take(pair->value, sizeof pair->value, begin, (size_t)(end - begin), why);
}

static bool read_without_key(const char *text, struct pairs *pairs, struct acd_fault *why)
{
    size_t n = strlen(text);
    while (n > 0 && text[n - 1] == ' ')
        n--;
    pairs->n = n > 0;
    return take(pairs->at[0].value, sizeof pairs->at[0].value, text, n, why);
}

bool pairs_read(const char *text, struct pairs *pairs, struct acd_fault *why)
{
    *pairs = (struct pairs){0};
    text += strspn(text, " ");
    if (strchr(text, '=') == NULL)
        return read_without_key(text, pairs, why);
    while (*text) {
        size_t n = strcspn(text, "= ");
        struct pair *pair = &pairs->at[pairs->n];
        if (text[n] != '=' || n == 0)
            return acd_fault_say(why, _("'%.*s': expected key=value"), (int)n, text);
        if (pairs->n == PAIRS_MOST)
            return acd_fault_say(why, _("more than %d arguments"), PAIRS_MOST);
        if (!take(pair->key, sizeof pair->key, text, n, why))
            return false;
        text += n + 1;
        if (!take_value(&text, pair, why))
            return false;
        pairs->n++;
        text += strspn(text, " ");
    }
    return true;
}

const char *pairs_value(const struct pairs *pairs, const char *key)
{
    for (int i = 0; i < pairs->n; i++)
        if (strcmp(pairs->at[i].key, key) == 0)
            return pairs->at[i].value;
    return NULL;
}

/* enum acd_args_field of a key with or without its unit; -1: none. */
static int arg_of(const char *key)
{
    char with_unit[32];
    const struct acd_field *field = acd_shape_field(&acd_args_shape, key, strlen(key));
    if (field == NULL) {
        words_print(with_unit, sizeof with_unit, "%s_ms", key);
        field = acd_shape_field(&acd_args_shape, with_unit, strlen(with_unit));
    }
    return field != NULL ? (int)(field - acd_args_shape.fields) : -1;
}

const char *pairs_key(enum acd_op op, int i, char *out, size_t bytes)
{
    static const char *const targets[] = {
        [FORM_OF_SITE] = "site",
        [FORM_OF_QUEUE] = "queue",
        [FORM_OF_CALL] = "call",
        [FORM_OF_AGENT] = "agent",
    };
    const struct acd_op_rule *rule = acd_op_rule(op);
    const struct form *form = form_of(op);
    if (rule == NULL || form == NULL)
        return NULL;
    if (i-- == 0)
        return targets[form->target];
    for (int arg = 0; arg < ACD_ARGS_FIELDS; arg++) {
        if (!(rule->takes & ACD_BIT(arg)) || i-- != 0)
            continue;
        const struct acd_field *field = &acd_args_shape.fields[arg];
        size_t n = field->key_bytes;
        if (n > 3 && strncmp(field->key + n - 3, "_ms", 3) == 0)
            n -= 3;
        words_print(out, bytes, "%.*s", (int)n, field->key);
        return out;
    }
    return NULL;
}

static bool say_expected(const struct asking *asking, const char *key, struct acd_fault *why)
{
    char list[160] = "", word[24];
    size_t used = 0;
    for (int i = 0; used < sizeof list; i++) {
        const char *takes = pairs_key(asking->dialog->op, i, word, sizeof word);
        if (takes == NULL)
            break;
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", i ? ", " : "", takes);
    }
    return acd_fault_say(why, _("%s takes no '%s'; it takes %s"),
                         acd_names_word(&acd_op_names, (int)asking->dialog->op), key, list);
}

static bool set_duration(struct dialog_field *field, const char *value, struct acd_fault *why)
{
    int64_t ms;
    if (!acd_duration_read(value, &ms) || ms <= 0)
        return acd_fault_say(why, _("%s: '%s' is no time; expected 15m, 90s, 1:30 or 2h"),
                             field->label, value);
    if (ms % 60000 == 0)
        words_print(field->text, sizeof field->text, "%lld min", (long long)ms / 60000);
    else
        words_print(field->text, sizeof field->text, "%lldms", (long long)ms);
    return true;
}

/* A fraction as the contract has it, or percent with its sign. */
static bool set_share(struct dialog_field *field, const char *value, struct acd_fault *why)
{
    char *end;
    double share = strtod(value, &end);
    bool percent = *end == '%';
    if (end == value || (*end != '\0' && (!percent || end[1] != '\0')) ||
        !(share > 0 && share <= (percent ? 100 : 1)))
        return acd_fault_say(why, _("%s: '%s' is no share; expected 0.2 or 20%%"), field->label,
                             value);
    words_print(field->text, sizeof field->text, "%.6g %%", percent ? share : share * 100);
    return true;
}

static bool set_choice(const struct asking *asking, struct dialog_field *field, const char *value,
                       struct acd_fault *why)
{
    static const char *const yes[] = {"on", "yes", "1"}, *const no[] = {"off", "no", "0"};
    for (size_t i = 0; field->kind == FIELD_SWITCH && i < ACD_COUNT_OF(yes); i++) {
        if (strcmp(value, yes[i]) == 0)
            value = "true";
        else if (strcmp(value, no[i]) == 0)
            value = "false";
    }
    if (dialog_field_set(field, value))
        return true;
    const struct board_queue *queue =
        asking->site != NULL ? board_queue(asking->world->board, asking->site->id, value) : NULL;
    if (queue != NULL && field->kind == FIELD_CHOICE)
        return acd_fault_say(why, _("%s: %s cannot be chosen for this"), field->label,
                             board_queue_name(queue));
    char list[120];
    words_print(list, sizeof list, "%s", _("nothing to choose from"));
    for (int i = 0, used = 0; i < field->n_choices && used < (int)sizeof list; i++)
        used += snprintf(list + used, sizeof list - (size_t)used, "%s%s", i ? ", " : "",
                         field->choices[i].id);
    return acd_fault_say(why, _("%s: no '%s'; expected one of: %s"), field->label, value, list);
}

static bool set_agents(const struct asking *asking, const char *value, struct acd_fault *why)
{
    struct dialog *dialog = asking->dialog;
    if (dialog->agents == NULL)
        dialog->agents = acd_calloc(1, sizeof *dialog->agents);
    dialog->agents->n = 0;
    while (*value) {
        size_t n = strcspn(value, ",");
        struct selection *at = &dialog->agents->at[dialog->agents->n];
        if (dialog->agents->n == SELECTION_MOST)
            return acd_fault_say(why, _("more than %d agents"), SELECTION_MOST);
        words_print(at->site, sizeof at->site, "%s", dialog->site);
        words_print(at->id, sizeof at->id, "%.*s", (int)n, value);
        if (board_agent(asking->world->board, at->site, at->id) == NULL)
            return acd_fault_say(why, _("no agent '%.*s' is known at %s"), (int)n, value,
                                 dialog->site);
        dialog->agents->n++;
        value += n + (value[n] == ',');
    }
    return true;
}

static bool set_field(const struct asking *asking, struct dialog_field *field, const char *value,
                      struct acd_fault *why)
{
    switch (field->kind) {
    case FIELD_CHOICE:
    case FIELD_SWITCH:
        return set_choice(asking, field, value, why);
    case FIELD_DURATION:
        return set_duration(field, value, why);
    case FIELD_SHARE:
        return set_share(field, value, why);
    default:
        dialog_field_set(field, value);
        return true;
    }
}

static bool is_target(const char *key)
{
    return strcmp(key, "site") == 0 || strcmp(key, "queue") == 0 || strcmp(key, "agent") == 0 ||
           strcmp(key, "call") == 0;
}

/* The first field that is no mere switch: ":overflow back", ":notice Card payments are down". */
static bool set_first(const struct asking *asking, const char *value, struct acd_fault *why)
{
    for (int i = 0; i < asking->dialog->n_fields; i++) {
        struct dialog_field *field = &asking->dialog->fields[i];
        if (!field->hidden && field->arg != DIALOG_SITE)
            return set_field(asking, field, value, why);
    }
    return acd_fault_say(why, _("'%.40s': expected key=value"), value);
}

static bool set_pair(const struct asking *asking, const struct pair *pair, struct acd_fault *why)
{
    struct dialog *dialog = asking->dialog;
    struct dialog_field *serves = dialog_field_of(dialog, DIALOG_SERVES);
    int arg = arg_of(pair->key);
    if (arg == ACD_ARGS_AGENTS && dialog->op == ACD_OP_MOVE_AGENTS)
        return set_agents(asking, pair->value, why);
    if (serves != NULL && (arg == ACD_ARGS_ADD || arg == ACD_ARGS_REMOVE))
        return dialog_field_set(serves, arg == ACD_ARGS_ADD ? "add" : "remove");
    struct dialog_field *field = arg >= 0 ? dialog_field_of(dialog, arg) : NULL;
    if (field == NULL)
        return say_expected(asking, pair->key, why);
    return set_field(asking, field, pair->value, why);
}

bool pairs_fill(const struct asking *asking, const struct pairs *pairs, struct acd_fault *why)
{
    struct dialog_field *queue = dialog_field_of(asking->dialog, DIALOG_QUEUE);
    struct dialog_field *serves = dialog_field_of(asking->dialog, DIALOG_SERVES);
    const char *served = pairs_value(pairs, "queue");
    if (queue != NULL && served != NULL && !set_choice(asking, queue, served, why))
        return false;
    if (serves != NULL && pairs_value(pairs, "prio") != NULL)
        dialog_field_set(serves, "prio");
    for (int i = 0; i < pairs->n; i++) {
        const struct pair *pair = &pairs->at[i];
        if (is_target(pair->key))
            continue;
        if (pair->key[0] == '\0' ? !set_first(asking, pair->value, why)
                                 : !set_pair(asking, pair, why))
            return false;
    }
    return true;
}
