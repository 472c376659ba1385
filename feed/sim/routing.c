/* Which agent gets which contact.  A contact goes to the free agent who serves its queue first, and
 * among these to the one free longest; an agent takes what cannot wait before what can, then by the
 * order of its own queues, then the oldest. */
#include "feed/sim/inside.h"

#include <string.h>

bool sim_postponable(enum acd_media media)
{
    return media == ACD_MEDIA_EMAIL || media == ACD_MEDIA_SOCIAL;
}

bool sim_handed_out(const struct floor *floor, int q)
{
    return !(sim_postponable(floor->queues[q].make->media) &&
             sim_measure_on(floor, ACD_OP_DEFER_WORK, q));
}

/* Lower is taken first. */
static int urgency(const struct floor *floor, int q)
{
    const struct sim_measure *rule = sim_measure_on(floor, ACD_OP_REROUTE, q);
    if (rule && strcmp(rule->to_text, "first") == 0)
        return -1;
    enum acd_media media = floor->queues[q].make->media;
    if (sim_postponable(media))
        return 2;
    return media == ACD_MEDIA_CALLBACK ? 1 : 0;
}

bool sim_route_call(struct floor *floor, int c)
{
    int q = floor->calls[c].queue, best = NONE, best_prio = 0;
    const struct sim_queue *queue = &floor->queues[q];
    if (queue->staff[ACD_STATE_AVAILABLE] == 0 || !sim_handed_out(floor, q))
        return false;
    for (int i = 0; i < queue->n_members; i++) {
        int a = queue->members[i];
        struct sim_agent *agent = &floor->agents[a];
        if (agent->state != ACD_STATE_AVAILABLE)
            continue;
        int prio = sim_agent_skill(agent, q)->prio;
        if (best == NONE || prio < best_prio ||
            (prio == best_prio && agent->since_t < floor->agents[best].since_t)) {
            best = a;
            best_prio = prio;
        }
    }
    if (best == NONE)
        return false;
    sim_ring(floor, best, c);
    return true;
}

bool sim_route_agent(struct floor *floor, int a)
{
    struct sim_agent *agent = &floor->agents[a];
    int best = NONE, best_urgency = 0, best_prio = 0;
    for (int i = 0; i < agent->n_skills; i++) {
        const struct sim_skill *skill = &agent->skills[i];
        if (skill->put_off_by || floor->queues[skill->queue].waiting == 0 ||
            !sim_handed_out(floor, skill->queue))
            continue;
        int c = sim_line_first(floor, skill->queue), u = urgency(floor, skill->queue);
        bool better = best == NONE || u < best_urgency;
        if (!better && u == best_urgency)
            better =
                skill->prio < best_prio ||
                (skill->prio == best_prio && floor->calls[c].came_t < floor->calls[best].came_t);
        if (better) {
            best = c;
            best_urgency = u;
            best_prio = skill->prio;
        }
    }
    if (best == NONE)
        return false;
    sim_ring(floor, a, best);
    return true;
}

void sim_route_queue(struct floor *floor, int q)
{
    while (floor->queues[q].waiting > 0 && sim_route_call(floor, sim_line_first(floor, q)))
        ;
}
