/* Which rows stand in which order: filter, sort, groups.  The order is kept calm: roster_fill()
 * re-orders only when asked, and the selection follows the id.  Pure. */
#ifndef CONSOLE_MODEL_ROSTER_H
#define CONSOLE_MODEL_ROSTER_H

#include "console/model/figures.h"

#define QUEUE_SORT_LIST(X) X(WORST, worst) X(NAME, name) X(WAITING, waiting) X(LONGEST, longest) \
    X(LEVEL, level) X(GROUP, group)
#define AGENT_SORT_LIST(X) X(STATE, state) X(TIME, time) X(NAME, name) X(TEAM, team) X(QUEUE, queue)
#define QUEUE_SORT_ENUM(name, word) QUEUE_SORT_##name,
#define AGENT_SORT_ENUM(name, word) AGENT_SORT_##name,
enum queue_sort { QUEUE_SORT_LIST(QUEUE_SORT_ENUM) QUEUE_SORTS };
enum agent_sort { AGENT_SORT_LIST(AGENT_SORT_ENUM) AGENT_SORTS };
extern const struct acd_names queue_sort_names, agent_sort_names;

/* A row of the queue list: one queue, or the total of a group (queue NULL). */
struct queue_row {
    const struct board_queue *queue;
    const char *group;             /* "" where none was told; borrowed from the board */
    struct figures figures;
    int n_queues;                  /* of a total */
    int tier;                      /* of a queue its own, of a total the worst of its rows */
};
struct agent_row {
    const struct board_agent *agent;
    int64_t state_ms;              /* now; -1 unknown */
    bool overdue;                  /* longer in its state than the limits allow */
};

struct roster;
struct roster *roster_new(void);
void roster_free(struct roster *roster);

/* A filter is words, all of which must hold, case aside: "tier3", "tier>=2", "unknown" speak of the
 * tier of a queue (agents pass); "site:berlin", "group:inbound", "media:chat", "team:red",
 * "state:acw", "reason:lunch" of one thing; any other word must be found in name, id, group, team,
 * site, medium, state or reason.  "!word" must not hold. */
struct roster_view {
    const char *filter;      /* "" or NULL: all; see below */
    enum queue_sort queue_sort;
    enum agent_sort agent_sort;
    bool grouped;            /* queues under the totals of their groups */
    bool totals_only;
    enum span span;
    const char *agents_of_site, *agents_of_queue; /* "" or NULL: all agents */
    bool hide_offline;
    bool without_agents;     /* the agents are not looked at: no rows of them */
    const char *playback;    /* NULL: live; else which moment of which recording this is */
    const struct limits *limits; /* for overdue; NULL: nobody is */
};
/* Rebuilds the rows and their figures.  `reorder` false keeps the order of rows that were there
 * before and puts new ones at the end.  Worst first: tier 3 2 1, unknown, calm, then the longest
 * wait.  A group stands where its first queue does; its total is that of the rows that are shown.
 * Rows and what they point to hold until the board changes or the next fill. */
void roster_fill(struct roster *roster, const struct board *board, const struct roster_view *view,
                 int64_t now_ms, int64_t wall_ms, bool reorder);
const struct queue_row *roster_queues(const struct roster *roster, int *n);
const struct agent_row *roster_agents(const struct roster *roster, int *n);
/* The group that an agent stands in under that order: team, or the first queue served; "" where it was
 * not told, NULL where the order makes no groups.  Borrowed from the board. */
const char *roster_agent_group(const struct agent_row *row, enum agent_sort sort);

#endif
