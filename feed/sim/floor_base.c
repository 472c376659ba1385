/* What every part of the simulated floor rests on: its rows by name, what is due, what has changed. */
#include "feed/sim/inside.h"

#include "acdfeed/memory.h"

#include <string.h>

void *sim_grow(void *list, int n, int *room, size_t bytes)
{
    if (n < *room)
        return list;
    *room = *room ? 2 * *room : 8;
    return acd_realloc(list, (size_t)*room * bytes);
}

int64_t sim_local(const struct floor *floor)
{
    return floor->t + floor->make.offset_ms;
}

void sim_due(struct floor *floor, int64_t after_ms, int what, int subject, uint32_t epoch, int arg)
{
    sim_agenda_enter(&floor->agenda, (struct sim_due){.t = floor->t + (after_ms > 0 ? after_ms : 0),
                                                      .what = what,
                                                      .subject = subject,
                                                      .epoch = epoch,
                                                      .arg = arg});
}

void sim_queue_changed(struct floor *floor, int queue)
{
    if (floor->queues[queue].changed)
        return;
    floor->queues[queue].changed = true;
    floor->changed_queues[floor->n_changed_queues++] = queue;
}

void sim_agent_changed(struct floor *floor, int agent)
{
    if (floor->agents[agent].changed)
        return;
    floor->agents[agent].changed = true;
    floor->changed_agents[floor->n_changed_agents++] = agent;
}

int sim_find_queue(const struct floor *floor, const char *id)
{
    for (int q = 0; q < floor->n_queues; q++)
        if (strcmp(floor->queues[q].make->id, id) == 0)
            return q;
    return NONE;
}

int sim_find_agent(const struct floor *floor, const char *id)
{
    for (int a = 0; a < floor->n_agents; a++)
        if (strcmp(floor->agents[a].make->id, id) == 0)
            return a;
    return NONE;
}

bool sim_queue_matches(const struct floor *floor, int queue, const char *word)
{
    const struct sim_queue_make *make = floor->queues[queue].make;
    return word[0] == '\0' || strcmp(make->id, word) == 0 ||
           (make->group && strcmp(make->group, word) == 0);
}
