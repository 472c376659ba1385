/* Limits from the words of a settings file.  Knows neither files nor lines, and judges no queue:
 * that is judge.c. */
#include "console/model/limits_parts.h"
#include "console/words.h"

#include "acdfeed/json.h"
#include "acdfeed/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define RULE_KEY(name, key, about) key,
const struct acd_names limit_rule_names = {
    .what = "rule",
    .names = (const char *const[]){LIMIT_RULE_LIST(RULE_KEY)},
    .n = LIMIT_RULES,
};

const char *tier_word(int tier)
{
    static const char *const words[] = {N_("unknown"), N_("calm"), N_("queueing"), N_("longer than expected"),
                                        N_("beyond capacity")};

    return tier >= TIER_CALM && tier <= TIER_BEYOND ? words[tier + 1] : words[0];
}

struct limits *limits_new(void)
{
    struct limits *limits = acd_calloc(1, sizeof(*limits));

    limits->sample = 20;
    limits->horizon_ms = 30 * 60000;
    limits->max_occupancy = 0.9;
    for (int i = 0; i < ACD_STATES; i++)
        limits->agent_ms[i] = -1;
    limits->agent_ms[ACD_STATE_RINGING] = 30000;
    limits->agent_ms[ACD_STATE_HOLD] = 3 * 60000;
    limits->agent_ms[ACD_STATE_ACW] = 2 * 60000;
    limits->agent_ms[ACD_STATE_PAUSED] = 15 * 60000;
    limits->login_ms = 16 * 3600000;
    limits->on_ms = 2000;
    limits->off_ms = 5000;
    limits->alarms = (struct alarm_manners){
        .answer_from = TIER_LONG, .again_ms = 15 * 60000, .keep_ms = 30 * 60000, .flood = 10};
    return limits;
}

void limits_free(struct limits *limits)
{
    if (!limits)
        return;
    for (int i = 0; i < limits->n; i++)
        free((void *)limits->list[i].name);
    for (int i = 0; i < limits->n_reasons; i++)
        free(limits->reasons[i].reason);
    free(limits->list);
    free(limits->reasons);
    free(limits);
}

/* --- reading ----------------------------------------------------------------------------------- */

enum { VALUES = 4, VALUE_BYTES = 32 };

/* Cuts into words of at most VALUE_BYTES; returns how many, VALUES + 1 for too many or too long. */
static int cut_words(const char *text, char words[VALUES][VALUE_BYTES])
{
    int n = 0;

    for (;;) {
        size_t bytes;

        text += strspn(text, " \t,");
        bytes = strcspn(text, " \t,");
        if (bytes == 0)
            return n;
        if (n == VALUES || bytes >= VALUE_BYTES)
            return VALUES + 1;
        memcpy(words[n], text, bytes);
        words[n++][bytes] = '\0';
        text += bytes;
    }
}

static bool read_scope(const char *scope, struct limit *limit, struct acd_fault *why)
{
    static const struct {
        const char *word;
        enum limit_scope scope;
    } scopes[] = {{"queue ", SCOPE_QUEUE}, {"group ", SCOPE_GROUP}, {"media ", SCOPE_MEDIA}};

    limit->name = "";
    if (*scope == '\0')
        return true;
    for (size_t i = 0; i < ACD_COUNT_OF(scopes); i++) {
        size_t bytes = strlen(scopes[i].word);

        if (strncmp(scope, scopes[i].word, bytes) != 0)
            continue;
        limit->scope = scopes[i].scope;
        limit->name = scope + bytes + strspn(scope + bytes, " ");
        if (limit->scope == SCOPE_MEDIA &&
            acd_names_find(&acd_media_names, limit->name, strlen(limit->name)) < 0)
            break;
        if (limit->scope == SCOPE_QUEUE && strchr(limit->name, '/'))
            limit->scope = SCOPE_QUEUE_OF_SITE;
        if (*limit->name)
            return true;
    }
    return acd_fault_say(why,
                         _("limits for \"%s\": expected queue ID, group NAME or media WORD"
                         " (voice chat email callback sms social)"),
                         scope);
}

static bool is_milder(const struct limit *limit, double later, double earlier)
{
    return limit->side == KPI_WORSE_ABOVE ? later < earlier : later > earlier;
}

/* A higher tier must not be reached before a lower one. */
static bool check_order(const struct limit *limit, const char *key, struct acd_fault *why)
{
    int last = -1;

    for (int i = 0; i < 3; i++) {
        if (!limit->set[i])
            continue;
        if (last >= 0 && is_milder(limit, limit->at[i], limit->at[last]))
            return acd_fault_say(why, _("%s: the limit of tier %d is milder than that of tier %d"), key,
                                 i + 1, last + 1);
        last = i;
    }
    return true;
}

static bool read_tiers(struct limit *limit, const char *key, const char *values,
                       struct acd_fault *why)
{
    static const char *const expected[] = {
        [KPI_UNIT_COUNT] = "whole numbers as in 1 5 15",
        [KPI_UNIT_MS] = "durations with their unit as in 30s 60s 2m",
        [KPI_UNIT_SHARE] = "shares as in 80% 70% 60%",
    };
    const struct kpi_kind *kind = &kpi_kinds[limit->key];
    char words[VALUES][VALUE_BYTES];
    int n = cut_words(values, words), first = 0;

    limit->side = kind->worse;
    if (n == 1 && limits_is_off(words[0])) {
        limit->off = true;
        return true;
    }
    if (n > 0 && n <= VALUES && (!strcmp(words[0], "above") || !strcmp(words[0], "below"))) {
        limit->side = words[0][0] == 'a' ? KPI_WORSE_ABOVE : KPI_WORSE_BELOW;
        first = 1;
    }
    if (n - first != 3)
        return acd_fault_say(why, _("%s: \"%s\": expected three values for tiers 1 2 3, %s, - for none"),
                             key, values, expected[kind->unit]);
    for (int i = 0; i < 3; i++) {
        limit->set[i] = strcmp(words[first + i], "-") != 0;
        if (limit->set[i] && !limits_read_value((int)kind->unit, words[first + i], &limit->at[i]))
            return acd_fault_say(why, _("%s: \"%s\": expected %s, - for none"), key, words[first + i],
                                 expected[kind->unit]);
    }
    return check_order(limit, key, why);
}

static bool read_switch(struct limit *limit, const char *key, const char *values,
                        struct acd_fault *why)
{
    limit->off = limits_is_off(values);
    if (limit->off || strcasecmp(values, "on") == 0)
        return true;
    return acd_fault_say(why, _("%s: \"%s\": expected on or off"), key, values);
}

static void keep(struct limits *limits, const struct limit *limit)
{
    for (int i = 0; i < limits->n; i++) {
        struct limit *old = &limits->list[i];

        if (old->scope == limit->scope && old->key == limit->key &&
            !memcmp(&old->manner.hours, &limit->manner.hours, sizeof(old->manner.hours)) &&
            strcmp(old->name, limit->name) == 0) {
            const char *name = old->name;

            *old = *limit;
            old->name = name;
            return;
        }
    }
    limits->list = acd_realloc(limits->list, (size_t)(limits->n + 1) * sizeof(*limits->list));
    limits->list[limits->n] = *limit;
    limits->list[limits->n++].name = acd_strdup(limit->name);
}

bool limits_set(struct limits *limits, const char *scope, const char *key, const char *values,
                struct acd_fault *why)
{
    struct limit limit = {.scope = SCOPE_ALL};
    char head[256];
    size_t state_bytes = strcspn(key, ".");
    int state = acd_names_find(&acd_agent_state_names, key, state_bytes);
    int rule = acd_names_find(&limit_rule_names, key, strlen(key));

    if (!read_scope(scope, &limit, why))
        return false;
    limit.key = acd_names_find(&kpi_names, key, strlen(key));
    if (limit.key >= 0 || rule >= 0) {
        int unit = limit.key < 0 ? -1 : (int)kpi_kinds[limit.key].unit;

        if (limit.key < 0)
            limit.key = KPIS + rule;
        snprintf(head, sizeof(head), "%s", values);
        if (!limits_read_manner(head, key, unit, &limit.manner, why) ||
            (rule >= 0 ? !read_switch(&limit, key, head, why) : !read_tiers(&limit, key, head, why)))
            return false;
        keep(limits, &limit);
        return true;
    }
    if (limit.scope == SCOPE_ALL && limits_has_common(key))
        return limits_set_common(limits, key, values, why);
    if (state >= 0 && limit.scope == SCOPE_ALL)
        return limits_set_agent(limits, state, key, key[state_bytes] ? key + state_bytes + 1 : "", values,
                         why);
    if (state >= 0)
        return acd_fault_say(why, _("%s: a limit on agents holds for all; move it to [limits]"), key);
    return acd_fault_say(why, _("\"%s\" is no limit: expected a KPI (waiting, longest, service_level"
                         " ...), a rule (queueing, expected, capacity, age, fixed), sample, horizon,"
                         " max_occupancy, delay, off_delay, again, flood, alarm_from, suspect, login,"
                         " or an agent's state (acw, paused.lunch ...)"), key);
}
