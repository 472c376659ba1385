/* The orders of rows: one comparison each, and the memory that keeps an order calm. */
#include "console/model/roster_parts.h"

#include "acdfeed/memory.h"
#include "console/model/fold.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define SORT_WORD(name, word) #word,
const struct acd_names queue_sort_names = {
    .what = "order of queues",
    .names = (const char *const[]){QUEUE_SORT_LIST(SORT_WORD)},
    .n = QUEUE_SORTS,
};
const struct acd_names agent_sort_names = {
    .what = "order of agents",
    .names = (const char *const[]){AGENT_SORT_LIST(SORT_WORD)},
    .n = AGENT_SORTS,
};

int roster_tier_rank(int tier)
{
    static const int ranks[] = {[TIER_BEYOND] = 0, [TIER_LONG] = 1, [TIER_QUEUE] = 2, [TIER_CALM] = 4};

    return tier >= TIER_CALM && tier <= TIER_BEYOND ? ranks[tier] : 3;
}

static int rising(double a, double b)
{
    return (a > b) - (a < b);
}

/* Rows without a value come last, whichever way the values go. */
static int by_key(const struct queue_place *a, const struct queue_place *b, int way)
{
    const struct acd_figure *x = &a->key, *y = &b->key;
    bool x_has = x->is == ACD_FIGURE_VALUE, y_has = y->is == ACD_FIGURE_VALUE;

    if (!x_has || !y_has)
        return y_has - x_has;
    return way * rising(x->value, y->value);
}

static int by_serial(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

/* --- queues -------------------------------------------------------------------------------------- */

static int name_then_serial(const struct queue_place *a, const struct queue_place *b)
{
    int order = fold_compare(board_queue_name(a->queue), board_queue_name(b->queue));

    return order ? order : by_serial(a->queue->serial, b->queue->serial);
}

static int queue_worst(const void *left, const void *right)
{
    const struct queue_place *a = left, *b = right;
    int order =
        roster_tier_rank(a->queue->verdict.tier) - roster_tier_rank(b->queue->verdict.tier);

    if (!order)
        order = by_key(a, b, -1);
    return order ? order : name_then_serial(a, b);
}

static int queue_name(const void *left, const void *right)
{
    return name_then_serial(left, right);
}

/* The most waiting, the longest wait. */
static int queue_highest(const void *left, const void *right)
{
    int order = by_key(left, right, -1);

    return order ? order : name_then_serial(left, right);
}

static int queue_level(const void *left, const void *right)
{
    int order = by_key(left, right, 1);

    return order ? order : name_then_serial(left, right);
}

static const char *group_of(const struct queue_place *row)
{
    return row->queue->told->group ? row->queue->told->group : "";
}

static int queue_group(const void *left, const void *right)
{
    int order = fold_compare(group_of(left), group_of(right));

    return order ? order : queue_worst(left, right);
}

static const struct {
    int (*compare)(const void *, const void *);
    int key; /* enum kpi, or -1 */
} queue_orders[QUEUE_SORTS] = {
    [QUEUE_SORT_WORST] = {queue_worst, KPI_LONGEST},
    [QUEUE_SORT_NAME] = {queue_name, -1},
    [QUEUE_SORT_WAITING] = {queue_highest, KPI_WAITING},
    [QUEUE_SORT_LONGEST] = {queue_highest, KPI_LONGEST},
    [QUEUE_SORT_LEVEL] = {queue_level, KPI_SERVICE_LEVEL},
    [QUEUE_SORT_GROUP] = {queue_group, KPI_LONGEST},
};

bool roster_sort_key(enum queue_sort sort, enum kpi *kpi)
{
    if (queue_orders[sort].key < 0)
        return false;
    *kpi = (enum kpi)queue_orders[sort].key;
    return true;
}

/* --- agents -------------------------------------------------------------------------------------- */

/* Who could be called back to the phones first, then who is busy, then who is free. */
static int state_rank(const struct agent_row *row)
{
    static const int ranks[ACD_STATES] = {
        [ACD_STATE_ACW] = 0,     [ACD_STATE_PAUSED] = 1,    [ACD_STATE_RINGING] = 2,
        [ACD_STATE_HOLD] = 3,    [ACD_STATE_TALKING] = 4,   [ACD_STATE_OUTBOUND] = 5,
        [ACD_STATE_AVAILABLE] = 7, [ACD_STATE_OFFLINE] = 8,
    };
    const struct acd_agent *told = row->agent->told;
    bool known = board_agent_live(row->agent) && ACD_KNOWN(told, ACD_AGENT_STATE) &&
                 told->state >= 0 && told->state < ACD_STATES;

    return known ? ranks[told->state] : 6;
}

static int agent_name_then_serial(const struct agent_row *a, const struct agent_row *b)
{
    int order = fold_compare(board_agent_name(a->agent), board_agent_name(b->agent));

    return order ? order : by_serial(a->agent->serial, b->agent->serial);
}

static int agent_name(const void *left, const void *right)
{
    return agent_name_then_serial(left, right);
}

static int agent_time(const void *left, const void *right)
{
    const struct agent_row *a = left, *b = right;

    if (a->state_ms != b->state_ms)
        return a->state_ms > b->state_ms ? -1 : 1;
    return agent_name_then_serial(a, b);
}

static int agent_state(const void *left, const void *right)
{
    const struct agent_row *a = left, *b = right;
    int order = state_rank(a) - state_rank(b);

    if (!order)
        order = b->overdue - a->overdue;
    return order ? order : agent_time(a, b);
}

static int agent_team(const void *left, const void *right)
{
    const struct agent_row *a = left, *b = right;
    const char *x = a->agent->told->team, *y = b->agent->told->team;
    int order = fold_compare(x ? x : "", y ? y : "");

    return order ? order : agent_state(a, b);
}

const char *roster_agent_group(const struct agent_row *row, enum agent_sort sort)
{
    const struct acd_agent *told = row->agent->told;

    if (sort == AGENT_SORT_TEAM)
        return ACD_KNOWN(told, ACD_AGENT_TEAM) ? told->team : "";
    if (sort != AGENT_SORT_QUEUE)
        return NULL;
    if (ACD_KNOWN(told, ACD_AGENT_QUEUES) && told->n_queues > 0)
        return told->queues[0].id;
    return ACD_KNOWN(told, ACD_AGENT_QUEUE) ? told->queue : "";
}

static int agent_queue(const void *left, const void *right)
{
    const struct agent_row *a = left, *b = right;
    int order = fold_compare(roster_agent_group(a, AGENT_SORT_QUEUE), roster_agent_group(b, AGENT_SORT_QUEUE));

    return order ? order : agent_state(a, b);
}

static int (*const agent_orders[AGENT_SORTS])(const void *, const void *) = {
    [AGENT_SORT_STATE] = agent_state,
    [AGENT_SORT_TIME] = agent_time,
    [AGENT_SORT_NAME] = agent_name,
    [AGENT_SORT_TEAM] = agent_team,
    [AGENT_SORT_QUEUE] = agent_queue,
};

/* --- calm ---------------------------------------------------------------------------------------- */

static int place_by_serial(const void *left, const void *right)
{
    return by_serial(((const struct place *)left)->serial, ((const struct place *)right)->serial);
}

static int place_by_at(const void *left, const void *right)
{
    const struct place *a = left, *b = right;

    return a->at != b->at ? (a->at < b->at ? -1 : 1) : by_serial(a->serial, b->serial);
}

static int place_of(const struct places *places, uint64_t serial)
{
    struct place key = {.serial = serial};
    const struct place *found = NULL;

    if (places->n)
        found = bsearch(&key, places->list, (size_t)places->n, sizeof(key), place_by_serial);
    return found ? found->at : INT_MAX;
}

static void remember(struct places *places, int n, uint64_t (*serial_at)(const void *rows, int i),
                     const void *rows)
{
    if (n > places->alloc) {
        places->alloc = n + n / 2;
        places->list = acd_realloc(places->list, (size_t)places->alloc * sizeof(*places->list));
    }
    places->n = n;
    for (int i = 0; i < n; i++)
        places->list[i] = (struct place){.serial = serial_at(rows, i), .at = i};
    if (n)
        qsort(places->list, (size_t)n, sizeof(*places->list), place_by_serial);
}

/* Brings n >= 1 rows of `bytes` each back to where they stood. */
static void restore(const struct places *places, void *rows, int n, size_t bytes,
                    uint64_t (*serial_at)(const void *rows, int i))
{
    struct place *now = acd_alloc((size_t)n * 2 * sizeof(*now)), *from = now + n;
    char *copy = acd_alloc((size_t)n * bytes);

    for (int i = 0; i < n; i++) {
        uint64_t serial = serial_at(rows, i);

        now[i] = (struct place){.serial = serial, .at = place_of(places, serial)};
        from[i] = (struct place){.serial = serial, .at = i};
    }
    qsort(now, (size_t)n, sizeof(*now), place_by_at);
    qsort(from, (size_t)n, sizeof(*from), place_by_serial);
    for (int i = 0; i < n; i++) {
        const struct place *at = bsearch(&now[i], from, (size_t)n, sizeof(*from), place_by_serial);

        memcpy(copy + (size_t)i * bytes, (const char *)rows + (size_t)at->at * bytes, bytes);
    }
    memcpy(rows, copy, (size_t)n * bytes);
    free(copy);
    free(now);
}

static uint64_t queue_serial_at(const void *rows, int i)
{
    return ((const struct queue_place *)rows)[i].queue->serial;
}

static uint64_t agent_serial_at(const void *rows, int i)
{
    return ((const struct agent_row *)rows)[i].agent->serial;
}

void roster_order_queues(struct places *places, struct queue_place *rows, int n,
                         enum queue_sort sort, bool reorder)
{
    if (n && !reorder)
        restore(places, rows, n, sizeof(*rows), queue_serial_at);
    else if (n)
        qsort(rows, (size_t)n, sizeof(*rows), queue_orders[sort].compare);
    remember(places, n, queue_serial_at, rows);
}

void roster_order_agents(struct places *places, struct agent_row *rows, int n, enum agent_sort sort,
                         bool reorder)
{
    if (n && !reorder)
        restore(places, rows, n, sizeof(*rows), agent_serial_at);
    else if (n)
        qsort(rows, (size_t)n, sizeof(*rows), agent_orders[sort]);
    remember(places, n, agent_serial_at, rows);
}
