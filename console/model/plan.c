/* The measures of a plan from the words of a settings file.  Knows no floor but whether a measure is
 * meant for a queue. */
#include "console/model/plan.h"

#include "acdfeed/memory.h"
#include "console/model/limits_parts.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct plan {
    struct plan_measure *list;
    int n;
};

struct plan *plan_new(void)
{
    return acd_calloc(1, sizeof(struct plan));
}

void plan_free(struct plan *plan)
{
    if (!plan)
        return;
    free(plan->list);
    free(plan);
}

const struct plan_measure *plan_at(const struct plan *plan, int i)
{
    return plan && i >= 0 && i < plan->n ? &plan->list[i] : NULL;
}

static struct plan_measure *measure_named(struct plan *plan, const char *name)
{
    for (int i = 0; i < plan->n; i++)
        if (strcmp(plan->list[i].name, name) == 0)
            return &plan->list[i];
    plan->list = acd_realloc(plan->list, (size_t)(plan->n + 1) * sizeof(*plan->list));
    plan->list[plan->n] = (struct plan_measure){.op = -1, .tier = TIER_LONG, .calls = PLAN_FREE,
                                                .count = PLAN_FREE, .share = 0.1, .for_ms = 15 * 60000};
    snprintf(plan->list[plan->n].name, PLAN_NAME_BYTES, "%s", name);
    return &plan->list[plan->n++];
}

/* --- one key each -------------------------------------------------------------------------------- */

typedef bool setter(struct plan_measure *measure, const char *value);

static bool set_op(struct plan_measure *measure, const char *value)
{
    measure->op = acd_names_find(&acd_op_names, value, strlen(value));
    measure->off = limits_is_off(value);
    return measure->off || measure->op > ACD_OP_SNAPSHOT;
}

static bool set_tier(struct plan_measure *measure, const char *value)
{
    if (strlen(value) != 1 || *value < '1' || *value > '3')
        return false;
    measure->tier = *value - '0';
    return true;
}

static bool keep(char *out, size_t bytes, const char *value)
{
    return (size_t)snprintf(out, bytes, "%s", value) < bytes;
}

static bool set_rule(struct plan_measure *measure, const char *value)
{
    return (acd_names_find(&limit_rule_names, value, strlen(value)) >= 0 ||
            acd_names_find(&kpi_names, value, strlen(value)) >= 0) &&
           keep(measure->rule, sizeof(measure->rule), value);
}

static bool set_queue(struct plan_measure *measure, const char *value)
{
    return keep(measure->queue, sizeof(measure->queue), value);
}

static bool set_group(struct plan_measure *measure, const char *value)
{
    return keep(measure->group, sizeof(measure->group), value);
}

static bool set_media(struct plan_measure *measure, const char *value)
{
    memset(measure->media, 0, sizeof(measure->media));
    while (*value) {
        size_t bytes = strcspn(value, " ,");
        int media = acd_names_find(&acd_media_names, value, bytes);

        if (media < 0)
            return false;
        measure->media[media] = true;
        value += bytes;
        value += strspn(value, " ,");
    }
    return true;
}

static bool set_to(struct plan_measure *measure, const char *value)
{
    return acd_id_valid(value, strlen(value)) && keep(measure->to, sizeof(measure->to), value);
}

static bool set_number(int64_t *out, const char *value, bool may_be_all)
{
    double count;

    if (strcasecmp(value, "free") == 0)
        *out = PLAN_FREE;
    else if (may_be_all && strcasecmp(value, "all") == 0)
        *out = PLAN_ALL;
    else if (limits_read_count(value, &count) && count >= 1)
        *out = (int64_t)count;
    else
        return false;
    return true;
}

static bool set_calls(struct plan_measure *measure, const char *value)
{
    return set_number(&measure->calls, value, true);
}

static bool set_count(struct plan_measure *measure, const char *value)
{
    return set_number(&measure->count, value, false);
}

static bool set_share(struct plan_measure *measure, const char *value)
{
    return limits_read_share(value, &measure->share) && measure->share > 0;
}

static bool set_for(struct plan_measure *measure, const char *value)
{
    if (limits_is_off(value)) {
        measure->for_ms = -1;
        return true;
    }
    return limits_read_time(value, &measure->for_ms) && measure->for_ms > 0;
}

static bool set_message(struct plan_measure *measure, const char *value)
{
    return keep(measure->message, sizeof(measure->message), value);
}

static bool set_by_rule(struct plan_measure *measure, const char *value)
{
    return keep(measure->by_rule, sizeof(measure->by_rule), value);
}

static bool set_tell(struct plan_measure *measure, const char *value)
{
    return keep(measure->tell, sizeof(measure->tell), value);
}

static const struct {
    const char *key;
    setter *set;
    const char *expected;
} keys[] = {
    {"op", set_op, "an operation, as overflow or move_agents, or off"},
    {"tier", set_tier, "the tier from which on it fits, 1 to 3"},
    {"rule", set_rule, "a rule or KPI, as capacity or longest"},
    {"queue", set_queue, "the id of a queue"},
    {"group", set_group, "the name of a group"},
    {"media", set_media, "media, as voice chat"},
    {"to", set_to, "choices, for the routing plan, or an id"},
    {"calls", set_calls, "a number, free or all"},
    {"count", set_count, "a number of agents, or free"},
    {"share", set_share, "a share, as 10%"},
    {"for", set_for, "a duration, as 15m, or off"},
    {"message", set_message, "a message of at most 99 bytes"},
    {"by_rule", set_by_rule, "a routing rule of the ACD"},
    {"tell", set_tell, "who is told, in at most 99 bytes"},
};

bool plan_set(struct plan *plan, const char *name, const char *key, const char *value,
              struct acd_fault *why)
{
    char known[200] = "";
    size_t used = 0;

    if (!*name || strlen(name) >= PLAN_NAME_BYTES)
        return acd_fault_say(why, "[plan]: expected a name of at most %d bytes, as [plan overflow]",
                             PLAN_NAME_BYTES - 1);
    for (size_t i = 0; i < ACD_COUNT_OF(keys); i++) {
        if (strcmp(keys[i].key, key) == 0)
            return keys[i].set(measure_named(plan, name), value) ||
                   acd_fault_say(why, "%s = %s: expected %s", key, value, keys[i].expected);
        used += (size_t)snprintf(known + used, sizeof(known) - used, "%s%s", i ? " " : "", keys[i].key);
    }
    return acd_fault_say(why, "\"%s\" is no key of a measure: expected one of %s", key, known);
}

/* --- meant for whom ------------------------------------------------------------------------------ */

static bool is_for_media(const struct plan_measure *measure, int media)
{
    bool any = false;

    for (int i = 0; i < ACD_MEDIAS; i++)
        any = any || measure->media[i];
    return !any || measure->media[media];
}

static bool breaks(const struct board_queue *queue, const char *rule)
{
    for (int i = 0; i < queue->verdict.n_rules; i++)
        if (strcmp(queue->verdict.rules[i], rule) == 0)
            return true;
    return false;
}

static bool is_meant(const struct plan_measure *measure, const struct board_queue *queue)
{
    const struct acd_queue *told = queue->told;
    int media = ACD_KNOWN(told, ACD_QUEUE_MEDIA) ? told->media : ACD_MEDIA_VOICE;

    if (measure->off || measure->op < 0 || !is_for_media(measure, media))
        return false;
    if (measure->queue[0] && strcmp(measure->queue, told->id) != 0)
        return false;
    return !measure->group[0] ||
           (ACD_KNOWN(told, ACD_QUEUE_GROUP) && strcmp(measure->group, told->group) == 0);
}

bool plan_fits(const struct plan_measure *measure, const struct board_queue *queue)
{
    return is_meant(measure, queue) && queue->verdict.tier >= measure->tier &&
           (!measure->rule[0] || breaks(queue, measure->rule));
}

const struct plan_measure *plan_for(const struct plan *plan, const struct board_queue *queue, int op)
{
    const struct plan_measure *measure, *first = NULL;

    for (int i = 0; (measure = plan_at(plan, i)); i++) {
        if (measure->op != op || !is_meant(measure, queue))
            continue;
        if (plan_fits(measure, queue))
            return measure;
        first = first ? first : measure;
    }
    return first;
}
