/* How long agents may stay in a state, by state and reason. */
#include "console/model/limits_parts.h"

#include "acdfeed/memory.h"
#include "console/words.h"

#include <string.h>
#include <strings.h>

static void keep_reason(struct limits *limits, int state, const char *reason, int64_t ms)
{
    for (int i = 0; i < limits->n_reasons; i++)
        if (limits->reasons[i].state == state && !strcasecmp(limits->reasons[i].reason, reason)) {
            limits->reasons[i].ms = ms;
            return;
        }
    limits->reasons =
        acd_realloc(limits->reasons, (size_t)(limits->n_reasons + 1) * sizeof(*limits->reasons));
    limits->reasons[limits->n_reasons++] =
        (struct reason_limit){.state = state, .reason = acd_strdup(reason), .ms = ms};
}

bool limits_set_agent(struct limits *limits, int state, const char *key, const char *reason,
                      const char *values, struct acd_fault *why)
{
    int64_t ms = -1;

    if (!limits_is_off(values) && !limits_read_time(values, &ms))
        return acd_fault_say(why, _("%s: \"%s\": expected a duration with its unit as in 2m, or off"),
                             key, values);
    if (*reason)
        keep_reason(limits, state, reason, ms);
    else
        limits->agent_ms[state] = ms;
    return true;
}

int64_t limits_agent_ms(const struct limits *limits, const struct acd_agent *agent)
{
    if (!ACD_KNOWN(agent, ACD_AGENT_STATE) || agent->state < 0 || agent->state >= ACD_STATES)
        return -1;
    if (ACD_KNOWN(agent, ACD_AGENT_REASON))
        for (int i = 0; i < limits->n_reasons; i++)
            if (limits->reasons[i].state == agent->state &&
                strcasecmp(limits->reasons[i].reason, agent->reason) == 0)
                return limits->reasons[i].ms;
    return limits->agent_ms[agent->state];
}

bool limits_agent_overdue(const struct limits *limits, const struct acd_agent *agent,
                          int64_t elapsed_ms)
{
    int64_t most_ms = limits_agent_ms(limits, agent);

    if (most_ms < 0 || !ACD_KNOWN(agent, ACD_AGENT_STATE_MS))
        return false;
    return agent->state_ms > most_ms || elapsed_ms > most_ms - agent->state_ms;
}
