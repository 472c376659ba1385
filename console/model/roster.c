/* Fills the lists that are shown: which queues and agents pass, their figures, the totals of groups.
 * How rows are ordered is roster_order.c, what passes is filter.c. */
#include "console/model/roster_parts.h"

#include "acdfeed/memory.h"
#include "console/model/filter.h"

#include <stdlib.h>
#include <string.h>

struct roster {
    struct queue_row *queues; /* as shown */
    struct queue_place *flat; /* the queues alone, in their order */
    const struct board_queue **members; /* of the group at hand */
    struct agent_row *agents;
    int n_queues, n_agents, alloc_queues, alloc_agents;
    struct places queue_places, agent_places;
};

struct roster *roster_new(void)
{
    return acd_calloc(1, sizeof(struct roster));
}

void roster_free(struct roster *roster)
{
    if (!roster)
        return;
    free(roster->queues);
    free(roster->flat);
    free(roster->members);
    free(roster->agents);
    free(roster->queue_places.list);
    free(roster->agent_places.list);
    free(roster);
}

/* Room for all rows, and for as many totals as there may be groups. */
static void make_room(struct roster *roster, int queues, int agents)
{
    if (queues > roster->alloc_queues) {
        size_t n = (size_t)(roster->alloc_queues = queues + queues / 2);

        roster->queues = acd_realloc(roster->queues, 2 * n * sizeof(*roster->queues));
        roster->flat = acd_realloc(roster->flat, n * sizeof(*roster->flat));
        roster->members = acd_realloc(roster->members, n * sizeof(*roster->members));
    }
    if (agents > roster->alloc_agents) {
        roster->alloc_agents = agents + agents / 2;
        roster->agents =
            acd_realloc(roster->agents, (size_t)roster->alloc_agents * sizeof(*roster->agents));
    }
}

/* --- queues -------------------------------------------------------------------------------------- */

static const char *group_of(const struct board_queue *queue)
{
    return queue->told->group ? queue->told->group : "";
}

static struct acd_figure key_of(const struct board_queue *queue, const struct roster_view *view,
                                int64_t now_ms, int64_t wall_ms)
{
    struct figures figures;
    enum kpi kpi;

    if (!roster_sort_key(view->queue_sort, &kpi))
        return (struct acd_figure){.is = ACD_FIGURE_UNKNOWN};
    figures_of_queue(&figures, queue, view->span, now_ms, wall_ms);
    return figures.kpi[kpi];
}

static int gather_queues(struct roster *roster, const struct board *board,
                         const struct roster_view *view, int64_t now_ms, int64_t wall_ms, bool reorder)
{
    const struct board_queue *queue;
    int n = 0;

    for (int i = 0; (queue = board_queue_at(board, i)); i++) {
        if (!filter_passes_queue(view->filter, queue))
            continue;
        roster->flat[n] = (struct queue_place){.queue = queue};
        if (reorder)
            roster->flat[n].key = key_of(queue, view, now_ms, wall_ms);
        n++;
    }
    return n;
}

static void emit_queue(struct roster *roster, const struct board_queue *queue,
                       const struct roster_view *view, int64_t now_ms, int64_t wall_ms)
{
    struct queue_row *row = &roster->queues[roster->n_queues++];

    row->queue = queue;
    row->group = group_of(queue);
    row->n_queues = 0;
    row->tier = queue->verdict.tier;
    figures_of_queue(&row->figures, queue, view->span, now_ms, wall_ms);
}

static int worse(int a, int b)
{
    return roster_tier_rank(a) <= roster_tier_rank(b) ? a : b;
}

/* The total of the group of flat[first], with its rows behind it unless totals alone are wanted. */
static void emit_group(struct roster *roster, int first, int n, const struct roster_view *view,
                       int64_t now_ms, int64_t wall_ms)
{
    struct queue_row *total = &roster->queues[roster->n_queues++];

    *total = (struct queue_row){.group = group_of(roster->flat[first].queue), .tier = TIER_CALM};
    for (int i = first; i < n; i++) {
        const struct board_queue *queue = roster->flat[i].queue;

        if (strcmp(group_of(queue), total->group) != 0)
            continue;
        total->tier = worse(total->tier, queue->verdict.tier);
        roster->members[total->n_queues++] = queue;
        if (!view->totals_only)
            emit_queue(roster, queue, view, now_ms, wall_ms);
    }
    figures_of_queues(&total->figures, roster->members, total->n_queues, view->span, now_ms, wall_ms);
}

static bool group_stood_before(const struct roster *roster, int i)
{
    for (int j = 0; j < i; j++)
        if (strcmp(group_of(roster->flat[j].queue), group_of(roster->flat[i].queue)) == 0)
            return true;
    return false;
}

static void fill_queues(struct roster *roster, const struct board *board,
                        const struct roster_view *view, int64_t now_ms, int64_t wall_ms, bool reorder)
{
    int n = gather_queues(roster, board, view, now_ms, wall_ms, reorder);

    roster_order_queues(&roster->queue_places, roster->flat, n, view->queue_sort, reorder);
    roster->n_queues = 0;
    for (int i = 0; i < n; i++) {
        if (!view->grouped && !view->totals_only)
            emit_queue(roster, roster->flat[i].queue, view, now_ms, wall_ms);
        else if (!group_stood_before(roster, i))
            emit_group(roster, i, n, view, now_ms, wall_ms);
    }
}

/* --- agents -------------------------------------------------------------------------------------- */

static bool serves(const struct acd_agent *told, const char *queue)
{
    if (told->queue && strcmp(told->queue, queue) == 0)
        return true;
    for (uint32_t i = 0; i < told->n_queues; i++)
        if (told->queues[i].id && strcmp(told->queues[i].id, queue) == 0)
            return true;
    return false;
}

static bool is_wanted(const struct board_agent *agent, const struct roster_view *view)
{
    const struct acd_agent *told = agent->told;

    if (view->agents_of_site && *view->agents_of_site &&
        strcmp(agent->site->id, view->agents_of_site) != 0)
        return false;
    if (view->agents_of_queue && *view->agents_of_queue && !serves(told, view->agents_of_queue))
        return false;
    if (view->hide_offline && board_agent_live(agent) && ACD_KNOWN(told, ACD_AGENT_STATE) &&
        told->state == ACD_STATE_OFFLINE)
        return false;
    return filter_passes_agent(view->filter, agent);
}

static struct agent_row row_of(const struct board_agent *agent, const struct limits *limits,
                               int64_t now_ms)
{
    struct agent_row row = {.agent = agent, .state_ms = -1};
    int64_t elapsed_ms = now_ms > agent->told_ms ? now_ms - agent->told_ms : 0;

    if (!board_agent_live(agent) || !ACD_KNOWN(agent->told, ACD_AGENT_STATE_MS))
        return row;
    if (__builtin_add_overflow(agent->told->state_ms, elapsed_ms, &row.state_ms))
        row.state_ms = INT64_MAX;
    row.overdue = limits && limits_agent_overdue(limits, agent->told, elapsed_ms);
    return row;
}

static void fill_agents(struct roster *roster, const struct board *board,
                        const struct roster_view *view, int64_t now_ms, bool reorder)
{
    const struct board_agent *agent;

    roster->n_agents = 0;
    if (view->without_agents)
        return;
    for (int i = 0; (agent = board_agent_at(board, i)); i++)
        if (is_wanted(agent, view))
            roster->agents[roster->n_agents++] = row_of(agent, view->limits, now_ms);
    roster_order_agents(&roster->agent_places, roster->agents, roster->n_agents, view->agent_sort,
                        reorder);
}

void roster_fill(struct roster *roster, const struct board *board, const struct roster_view *view,
                 int64_t now_ms, int64_t wall_ms, bool reorder)
{
    make_room(roster, board_queues(board), board_agents(board));
    fill_queues(roster, board, view, now_ms, wall_ms, reorder);
    fill_agents(roster, board, view, now_ms, reorder);
}

const struct queue_row *roster_queues(const struct roster *roster, int *n)
{
    *n = roster->n_queues;
    return roster->queues;
}

const struct agent_row *roster_agents(const struct roster *roster, int *n)
{
    *n = roster->n_agents;
    return roster->agents;
}
