/* What a roster is made of, for roster.c, which fills it, and roster_order.c, which orders it. */
#ifndef CONSOLE_MODEL_ROSTER_PARTS_H
#define CONSOLE_MODEL_ROSTER_PARTS_H

#include "console/model/roster.h"

/* Where each row stood at the last fill, by serial. */
struct place {
    uint64_t serial;
    int at;
};
struct places {
    struct place *list;
    int n, alloc;
};

/* A queue as it is put in order, before its figures are worked out. */
struct queue_place {
    const struct board_queue *queue;
    struct acd_figure key; /* that the order goes by; read only when it is sought */
};

/* The figure that an order of queues goes by; false: none. */
bool roster_sort_key(enum queue_sort sort, enum kpi *kpi);

/* Sorts by the order that was asked for, or, not `reorder`, as the rows stood before, new ones last;
 * and remembers how they stand now. */
void roster_order_queues(struct places *places, struct queue_place *rows, int n,
                         enum queue_sort sort, bool reorder);
void roster_order_agents(struct places *places, struct agent_row *rows, int n, enum agent_sort sort,
                         bool reorder);
/* 3, 2, 1, unknown, calm: 0 comes first. */
int roster_tier_rank(int tier);

#endif
