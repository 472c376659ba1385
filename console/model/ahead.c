/* Looking ahead by trend and arithmetic.  Says nothing where it is not known. */
#include "console/model/ahead.h"

#include "acdfeed/erlang.h"
#include "acdfeed/forecast.h"
#include "console/model/limits_parts.h"

#include <math.h>

enum { SLOPE_POINTS = 10, SLOPE_LEAST = 6, USUAL_LEAST = 20, USUAL_SKIPS = 4 };

static bool is_value(struct acd_figure figure)
{
    return figure.is == ACD_FIGURE_VALUE;
}

/* Waiting more in a ms; false: too few points. */
static bool slope_of(const struct trend *trend, int64_t now_ms, double *slope)
{
    double points[SLOPE_POINTS], x = 0, y = 0, xx = 0, xy = 0, divisor;
    int n = 0;

    trend_read(trend, now_ms, SLOPE_POINTS, points);
    for (int i = 0; i < SLOPE_POINTS; i++) {
        double at = (double)i * TREND_POINT_MS;

        if (points[i] < 0)
            continue;
        x += at;
        y += points[i];
        xx += at * at;
        xy += at * points[i];
        n++;
    }
    divisor = n * xx - x * x;
    if (n < SLOPE_LEAST || divisor <= 0)
        return false;
    *slope = (n * xy - x * y) / divisor;
    return true;
}

struct coming {
    int tier;
    double in_ms;
};

static void consider(struct coming *coming, int tier, double in_ms)
{
    if (in_ms > 0 && in_ms < coming->in_ms) {
        coming->tier = tier;
        coming->in_ms = in_ms;
    }
}

static void consider_limit(struct coming *coming, const struct limit *limit, int now_tier, double value,
                           double slope)
{
    for (int i = now_tier; limit && !limit->off && i < 3; i++)
        if (limit->set[i] && limit->side == KPI_WORSE_ABOVE && slope > 0)
            consider(coming, i + 1, (limit->at[i] - value) / slope);
}

/* From how many waiting on load and backlog are beyond those on duty. */
static void consider_capacity(struct coming *coming, const struct limits *limits,
                              const struct figures *figures, double slope)
{
    const struct acd_tally *tally = &figures->tally;
    struct acd_figure duty = figures->kpi[KPI_ON_DUTY], aht = figures->kpi[KPI_AHT];
    double load, room;

    if (!is_value(duty) || !is_value(aht) || aht.value <= 0 || slope <= 0 ||
        !ACD_KNOWN(tally, ACD_TALLY_OFFERED) || !ACD_KNOWN(tally, ACD_TALLY_SPAN) || tally->span_ms <= 0)
        return;
    load = (double)tally->offered / (double)tally->span_ms * aht.value;
    room = duty.value * limits->max_occupancy - load;
    consider(coming, TIER_BEYOND,
             (room * (double)limits->horizon_ms / aht.value - figures->kpi[KPI_WAITING].value) / slope);
}

bool ahead_tier(const struct limits *limits, const struct board_queue *queue, int64_t now_ms,
                int64_t wall_ms, int *tier, int64_t *in_ms)
{
    struct coming coming = {0, AHEAD_MOST_MS};
    int now_tier = queue->verdict.tier;
    struct figures figures;
    double slope;

    figures_of_queue(&figures, queue, SPAN_WINDOW, now_ms, wall_ms);
    if (now_tier < 0 || now_tier >= TIER_BEYOND || !is_value(figures.kpi[KPI_WAITING]) ||
        !slope_of(&queue->trend, now_ms, &slope))
        return false;
    consider_limit(&coming, limits_nearest(limits, queue, KPI_WAITING, wall_ms), now_tier,
                   figures.kpi[KPI_WAITING].value, slope);
    if (is_value(figures.kpi[KPI_LONGEST]) && slope >= 0) /* the oldest grows older as time passes */
        consider_limit(&coming, limits_nearest(limits, queue, KPI_LONGEST, wall_ms), now_tier,
                       figures.kpi[KPI_LONGEST].value, 1);
    if (ACD_KNOWN(queue->told, ACD_QUEUE_MEDIA) && queue->told->media == ACD_MEDIA_VOICE)
        consider_capacity(&coming, limits, &figures, slope);
    *tier = coming.tier;
    *in_ms = (int64_t)coming.in_ms;
    return coming.tier > now_tier;
}

/* --- the day ------------------------------------------------------------------------------------- */

static struct acd_figure sum_of(const int64_t *counts, uint32_t n)
{
    struct acd_figure sum = {.is = ACD_FIGURE_VALUE};

    for (uint32_t i = 0; i < n; i++)
        sum.value += (double)counts[i];
    return sum;
}

static struct acd_figure agents_for(const struct board_queue *queue, double calls)
{
    const struct acd_plan *plan = &queue->told->plan;
    const struct acd_target *target = &queue->told->target;
    struct acd_figure aht = acd_kpi_aht_ms(&queue->told->day);
    struct acd_demand demand = {.calls = calls, .interval_ms = (double)plan->interval_ms};

    if (!ACD_KNOWN(queue->told, ACD_QUEUE_DAY) || !is_value(aht) ||
        !ACD_KNOWN(queue->told, ACD_QUEUE_TARGET) || !ACD_KNOWN(target, ACD_TARGET_ANSWER) ||
        !ACD_KNOWN(target, ACD_TARGET_LEVEL))
        return (struct acd_figure){.is = ACD_FIGURE_UNKNOWN};
    demand.talk_ms = aht.value;
    return acd_erlang_agents(&demand, (double)target->answer_ms, target->level);
}

void ahead_day(struct ahead_day *out, const struct board_queue *queue, int64_t wall_ms)
{
    const struct acd_queue *told = queue->told;
    const struct acd_plan *plan = &told->plan;
    int now = figures_plan_at(queue, wall_ms);
    int64_t so_far;

    *out = (struct ahead_day){.expected = {.is = ACD_FIGURE_UNKNOWN}};
    if (now < 1 || !ACD_KNOWN(plan, ACD_PLAN_OFFERED) || (uint32_t)now >= plan->n_offered ||
        !board_queue_live(queue) || !ACD_KNOWN(told, ACD_QUEUE_DAY) ||
        !ACD_KNOWN(&told->day, ACD_TALLY_OFFERED) || !ACD_KNOWN(told, ACD_QUEUE_INTERVAL) ||
        !ACD_KNOWN(&told->interval, ACD_TALLY_OFFERED))
        return;
    so_far = told->day.offered - told->interval.offered; /* whole intervals alone */
    out->planned = sum_of(plan->offered, plan->n_offered);
    out->expected = acd_forecast_plan(plan->offered, plan->n_offered, (uint32_t)now, (double)so_far);
    if (!is_value(out->expected) || out->planned.value <= 0 || (uint32_t)now + 1 >= plan->n_offered)
        return;
    out->next = acd_forecast_part(out->expected, (double)plan->offered[now + 1] / out->planned.value);
    if (is_value(out->next))
        out->next_agents = agents_for(queue, out->next.value);
}

/* --- common variation ---------------------------------------------------------------------------- */

bool ahead_usual(const struct trend *trend, int64_t now_ms, double *low, double *high)
{
    double points[TREND_POINTS], sum = 0, ranges = 0, last = -1;
    int n = 0, n_ranges = 0;

    trend_read(trend, now_ms, TREND_POINTS, points);
    for (int i = 0; i < TREND_POINTS - USUAL_SKIPS; i++) {
        if (points[i] < 0)
            continue;
        sum += points[i];
        n++;
        if (last >= 0) {
            ranges += fabs(points[i] - last);
            n_ranges++;
        }
        last = points[i];
    }
    if (n < USUAL_LEAST)
        return false;
    *low = fmax(sum / n - 2.66 * ranges / n_ranges, 0);
    *high = sum / n + 2.66 * ranges / n_ranges;
    return true;
}
