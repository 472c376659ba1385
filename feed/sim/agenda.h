/* What will happen and when: a binary heap by time; among equal times the first entered comes
 * first, so that a seed gives one course of events.  Pure, one thread. */
#ifndef FEED_SIM_AGENDA_H
#define FEED_SIM_AGENDA_H

#include <stdbool.h>
#include <stdint.h>

struct sim_due {
    int64_t t;
    uint64_t order;
    int what;       /* the floor's own kinds */
    int subject;    /* index of an agent, call or queue */
    uint32_t epoch; /* of the subject when this was entered; another one now: it is void */
    int arg;
};

struct sim_agenda {
    struct sim_due *due;
    uint32_t n, room;
    uint64_t orders;
};

void sim_agenda_release(struct sim_agenda *agenda);
void sim_agenda_enter(struct sim_agenda *agenda, struct sim_due due); /* sets due.order itself */
/* The earliest, if it is due at `t`; taken out. */
bool sim_agenda_take(struct sim_agenda *agenda, int64_t t, struct sim_due *out);

#endif
