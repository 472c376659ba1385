/* From a queue of the board to a load, and what a measure makes of the loads of both sides. */
#include "console/model/outlook_memo.h"
#include "console/words.h"

#include <math.h>
#include <string.h>

static bool is_value(struct acd_figure figure)
{
    return figure.is == ACD_FIGURE_VALUE;
}

static const struct acd_tally *counted(const struct acd_tally *tally, bool known)
{
    return known && ACD_KNOWN(tally, ACD_TALLY_OFFERED) && ACD_KNOWN(tally, ACD_TALLY_SPAN) &&
                   tally->span_ms > 0 && tally->offered >= OUTLOOK_SAMPLE
               ? tally : NULL;
}

struct rate {
    double per_ms; /* -1: unknown */
    double count;  /* of contacts that it was counted from */
};

static struct rate rate_in(const struct acd_tally *tally)
{
    return (struct rate){(double)tally->offered / (double)tally->span_ms, (double)tally->offered};
}

/* A window is short and its count left to chance: while it does not
 * differ from the longer interval by more than two standard deviations (Poisson), that one counts. */
static struct rate counted_rate(const struct board_queue *queue)
{
    const struct acd_queue *told = queue->told;
    const struct acd_tally *window = counted(&told->window, ACD_KNOWN(told, ACD_QUEUE_WINDOW));
    const struct acd_tally *interval = counted(&told->interval, ACD_KNOWN(told, ACD_QUEUE_INTERVAL));
    struct rate rate;
    double expected;

    if (!window && !interval)
        return (struct rate){.per_ms = -1};
    if (!interval || (window && window->span_ms >= interval->span_ms))
        return rate_in(window);
    rate = rate_in(interval);
    if (!ACD_KNOWN(told, ACD_QUEUE_WINDOW) || !ACD_KNOWN(&told->window, ACD_TALLY_OFFERED) ||
        !ACD_KNOWN(&told->window, ACD_TALLY_SPAN) || told->window.span_ms <= 0)
        return rate;
    expected = rate.per_ms * (double)told->window.span_ms;
    if (fabs((double)told->window.offered - expected) <= 2 * sqrt(expected))
        return rate;
    return rate_in(&told->window);
}

/* Where too few came to count, as many as the plan says of now. */
static struct rate rate_of(const struct board_queue *queue, int64_t wall_ms)
{
    const struct acd_plan *plan = &queue->told->plan;
    struct rate rate = counted_rate(queue);
    int now = figures_plan_at(queue, wall_ms);

    if (rate.per_ms >= 0 || now < 0 || !ACD_KNOWN(plan, ACD_PLAN_OFFERED) || (uint32_t)now >= plan->n_offered)
        return rate;
    rate.count = (double)plan->offered[now];
    rate.per_ms = rate.count / (double)plan->interval_ms;
    return rate;
}

static double planned_aht(const struct board_queue *queue, int64_t wall_ms)
{
    const struct acd_plan *plan = &queue->told->plan;
    int now = figures_plan_at(queue, wall_ms);

    if (now < 0 || !ACD_KNOWN(plan, ACD_PLAN_AHT) || plan->n_aht_ms == 0)
        return -1;
    return (double)plan->aht_ms[(uint32_t)now < plan->n_aht_ms ? (uint32_t)now : plan->n_aht_ms - 1];
}

/* Handling time in ms: of the span with the most contacts that is near enough; -1 unknown. */
static double aht_of(const struct board_queue *queue, int64_t wall_ms)
{
    const struct acd_queue *told = queue->told;
    struct acd_figure day = {.is = ACD_FIGURE_UNKNOWN}, window = day;

    if (ACD_KNOWN(told, ACD_QUEUE_WINDOW))
        window = acd_kpi_aht_ms(&told->window);
    if (ACD_KNOWN(told, ACD_QUEUE_DAY))
        day = acd_kpi_aht_ms(&told->day);
    if (is_value(window) && window.sample >= 2 * OUTLOOK_SAMPLE && window.value > 0)
        return window.value;
    if (is_value(day) && day.sample >= OUTLOOK_SAMPLE && day.value > 0)
        return day.value;
    if (is_value(window) && window.sample >= OUTLOOK_SAMPLE && window.value > 0)
        return window.value;
    return planned_aht(queue, wall_ms);
}

/* The mean patience by all the waiting for each who gave up (the estimate of most likelihood for
 * exponential times); 0: too few did. */
static double patience_of(const struct board_queue *queue)
{
    const struct acd_queue *told = queue->told;
    const struct acd_tally *day = &told->day;

    if (!ACD_KNOWN(told, ACD_QUEUE_DAY) || !ACD_KNOWN(day, ACD_TALLY_WAIT) ||
        !ACD_KNOWN(day, ACD_TALLY_ABANDON) || !ACD_KNOWN(day, ACD_TALLY_ABANDONED) || day->abandoned < 5)
        return 0;
    return ((double)day->wait_ms + (double)day->abandon_ms) / (double)day->abandoned;
}

static double load_of(const struct board_queue *queue, int64_t wall_ms)
{
    double rate = rate_of(queue, wall_ms).per_ms, aht_ms = aht_of(queue, wall_ms), waiting;

    if (!board_queue_live(queue) || rate < 0 || aht_ms < 0)
        return 0;
    waiting = ACD_KNOWN(queue->told, ACD_QUEUE_WAITING) ? (double)queue->told->waiting : 0;
    return rate * aht_ms + waiting * aht_ms / OUTLOOK_MS;
}

static bool is_on_duty(const struct board_agent *agent)
{
    const struct acd_agent *told = agent->told;

    return board_agent_live(agent) && ACD_KNOWN(told, ACD_AGENT_STATE) &&
           told->state != ACD_STATE_OFFLINE && told->state != ACD_STATE_PAUSED;
}

/* The share of an agent that a queue gets, by the loads of those that it serves; 0: none. */
static double share_of(const struct board *board, const struct board_agent *agent,
                       const struct board_queue *queue, double load, int64_t wall_ms)
{
    double sum = 0;
    bool serves = false;

    for (uint32_t i = 0; i < agent->told->n_queues && !serves; i++)
        serves = strcmp(agent->told->queues[i].id, queue->told->id) == 0;
    for (uint32_t i = 0; serves && i < agent->told->n_queues; i++) {
        const struct board_queue *other = board_queue(board, agent->site->id, agent->told->queues[i].id);

        sum += !other ? 0 : other == queue ? load : load_of(other, wall_ms);
    }
    return !serves ? 0 : sum > 0 ? load / sum : 1;
}

/* By the agents where the feed tells of them, else as many as it counts. */
static double agents_of(const struct board *board, const struct board_queue *queue, double on_duty,
                        int64_t wall_ms)
{
    double sum = 0, load = load_of(queue, wall_ms);
    int found = 0;

    for (int i = 0; i < board_agents(board); i++) {
        const struct board_agent *agent = board_agent_at(board, i);
        double share;

        if (agent->site != queue->site || !is_on_duty(agent) || !ACD_KNOWN(agent->told, ACD_AGENT_QUEUES))
            continue;
        share = share_of(board, agent, queue, load, wall_ms);
        found += share > 0;
        sum += share;
    }
    return found >= on_duty * 0.8 ? sum : on_duty;
}

bool outlook_side(struct outlook_side *out, const struct board *board, const struct board_queue *queue,
                  int64_t now_ms, int64_t wall_ms, const char **why)
{
    struct rate rate = rate_of(queue, wall_ms);
    struct figures figures;

    figures_of_queue(&figures, queue, SPAN_WINDOW, now_ms, wall_ms);
    *out = (struct outlook_side){.per_ms = rate.per_ms,
                                 .per_ms_error = rate.count > 0 ? 1 / sqrt(rate.count) : 0,
                                 .aht_ms = aht_of(queue, wall_ms),
                                 .patience_ms = patience_of(queue)};
    *why = !figures.live                               ? N_("not live")
           : out->per_ms < 0                           ? N_("too few contacts lately")
           : out->aht_ms < 0                           ? N_("handling time not known")
           : !is_value(figures.kpi[KPI_WAITING])       ? N_("waiting not told")
           : !is_value(figures.kpi[KPI_ON_DUTY])       ? N_("on duty not told")
           : !is_value(figures.answer_ms)              ? N_("no target told")
                                                       : NULL;
    if (*why)
        return false;
    out->waiting = figures.kpi[KPI_WAITING].value;
    out->answer_ms = figures.answer_ms.value;
    out->agents = agents_of(board, queue, figures.kpi[KPI_ON_DUTY].value, wall_ms);
    out->free = is_value(figures.kpi[KPI_FREE]) ? figures.kpi[KPI_FREE].value : 0;
    out->active = is_value(figures.kpi[KPI_ACTIVE]) ? figures.kpi[KPI_ACTIVE].value : out->agents;
    return true;
}

/* --- measures ------------------------------------------------------------------------------------ */

/* How much of the time ahead a measure is in force. */
static double part_in_force(const struct outlook_measure *measure)
{
    return measure->for_ms < 0 ? 1 : fmin((double)measure->for_ms / OUTLOOK_MS, 1);
}

/* Who is free takes one at once: only what is left waits. */
static void arrive(struct outlook_side *side, double calls)
{
    double taken = side->waiting > 0 ? 0 : fmin(calls, side->free);

    side->active += taken;
    side->free -= taken;
    side->waiting += calls - taken;
}

static void overflow(struct outlook_side *own, struct outlook_side *other,
                     const struct outlook_measure *measure)
{
    double calls = measure->calls < 0 ? own->waiting : fmin(measure->calls, own->waiting);
    double to_come = measure->calls < 0 ? own->per_ms * part_in_force(measure) : 0;

    own->waiting -= calls;
    own->per_ms -= to_come;
    arrive(other, calls);
    other->per_ms += to_come;
}

/* Those who serve both work where there is more to do. */
static void move(struct outlook_side *own, struct outlook_side *other,
                 const struct outlook_measure *measure)
{
    double mine = own->per_ms * own->aht_ms + own->waiting * own->aht_ms / OUTLOOK_MS;
    double theirs = other->per_ms * other->aht_ms + other->waiting * other->aht_ms / OUTLOOK_MS;
    double n = measure->count * part_in_force(measure);

    if (!measure->instead && mine + theirs > 0)
        n *= mine / (mine + theirs);
    own->agents += n;
    other->agents = fmax(other->agents - n, 0);
}

static void leave_out(struct outlook_side *own, const struct outlook_measure *measure)
{
    own->per_ms *= 1 - measure->share * part_in_force(measure);
}

static const char *apply(struct outlook_side *own, struct outlook_side *other, bool has_other,
                         const struct outlook_measure *measure)
{
    switch (measure->op) {
    case ACD_OP_OVERFLOW:
        if (has_other)
            overflow(own, other, measure);
        return has_other ? NULL : N_("nowhere to go");
    case ACD_OP_MOVE_AGENTS:
        if (has_other)
            move(own, other, measure);
        return has_other ? NULL : N_("nobody to move");
    case ACD_OP_ALL_HANDS:
        own->agents += measure->count * part_in_force(measure);
        return NULL;
    case ACD_OP_OUTSOURCE:
    case ACD_OP_THROTTLE:
        leave_out(own, measure);
        return NULL;
    default:
        return N_("not to be reckoned: it depends on people");
    }
}

bool outlook_effect(struct outlook_effect *out, struct outlook_memo *memo, const struct board *board,
                    const struct board_queue *queue, const struct outlook_measure *measure,
                    int64_t now_ms, int64_t wall_ms, const char **why)
{
    struct outlook_side own, other = {0};
    bool reckoned = measure->op == ACD_OP_OVERFLOW || measure->op == ACD_OP_MOVE_AGENTS ||
                    measure->op == ACD_OP_ALL_HANDS || measure->op == ACD_OP_OUTSOURCE ||
                    measure->op == ACD_OP_THROTTLE;

    *out = (struct outlook_effect){.has_other = measure->other != NULL};
    if (!reckoned) {
        *why = N_("not to be reckoned: it depends on people");
        return false;
    }
    if (!outlook_side(&own, board, queue, now_ms, wall_ms, why))
        return false;
    /* Of a target too quiet to be reckoned this side can be said all the same. */
    if (measure->other && !outlook_side(&other, board, measure->other, now_ms, wall_ms, &out->other_why)) {
        if (measure->op != ACD_OP_OVERFLOW) {
            *why = out->other_why;
            return false;
        }
        out->has_other = false;
    }
    out->before = outlook_memo_of(memo, &own);
    if (out->has_other)
        out->other_before = outlook_memo_of(memo, &other);
    *why = apply(&own, &other, measure->other != NULL, measure);
    if (*why)
        return false;
    out->after = outlook_memo_of(memo, &own);
    if (out->has_other)
        out->other_after = outlook_memo_of(memo, &other);
    return true;
}
