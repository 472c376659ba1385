/* The binary heap of coming events.  Knows nothing of what they mean. */
#include "feed/sim/agenda.h"

#include "acdfeed/memory.h"

#include <stdlib.h>

static bool before(const struct sim_due *a, const struct sim_due *b)
{
    return a->t != b->t ? a->t < b->t : a->order < b->order;
}

void sim_agenda_release(struct sim_agenda *agenda)
{
    free(agenda->due);
    *agenda = (struct sim_agenda){0};
}

void sim_agenda_enter(struct sim_agenda *agenda, struct sim_due due)
{
    if (agenda->n == agenda->room) {
        agenda->room = agenda->room ? 2 * agenda->room : 256;
        agenda->due = acd_realloc(agenda->due, agenda->room * sizeof(*agenda->due));
    }
    due.order = agenda->orders++;
    uint32_t at = agenda->n++;
    while (at > 0 && before(&due, &agenda->due[(at - 1) / 2])) {
        agenda->due[at] = agenda->due[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    agenda->due[at] = due;
}

bool sim_agenda_take(struct sim_agenda *agenda, int64_t t, struct sim_due *out)
{
    if (agenda->n == 0 || agenda->due[0].t > t)
        return false;
    *out = agenda->due[0];
    struct sim_due last = agenda->due[--agenda->n];
    uint32_t at = 0;
    for (;;) {
        uint32_t child = 2 * at + 1;
        if (child >= agenda->n)
            break;
        if (child + 1 < agenda->n && before(&agenda->due[child + 1], &agenda->due[child]))
            child++;
        if (before(&last, &agenda->due[child]))
            break;
        agenda->due[at] = agenda->due[child];
        at = child;
    }
    if (agenda->n > 0)
        agenda->due[at] = last;
    return true;
}
