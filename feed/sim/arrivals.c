/* How contacts come: a Poisson process whose rate follows the time of day, thinned from its
 * highest, with bursts of its own and those of the scenario; and the forecast that a planner made
 * of it. Thinning: Lewis and Shedler 1979. */
#include "feed/sim/inside.h"

#include "acdfeed/memory.h"

#include <assert.h>
#include <stdlib.h>

#define HOUR_MS 3600000.0
#define PLAN_MS INT64_C(1800000)
#define LONGEST_MS 1e12 /* between two contacts of a queue that nobody calls */
enum { PLAN_INTERVALS = 48, MOST_TIMES = 100 };

static double curve_at(const struct floor *floor, const struct sim_queue_make *make, int64_t t)
{
    if (!make->curve)
        return 1;
    int64_t local = ((t + floor->make.offset_ms) % SIM_DAY_MS + SIM_DAY_MS) % SIM_DAY_MS;
    double hours = (double)local / HOUR_MS;
    int hour = (int)hours;
    double part = hours - hour;
    return make->curve[hour] * (1 - part) + make->curve[hour + 1] * part;
}

double sim_rate_per_hour(const struct floor *floor, int q, int64_t t)
{
    return floor->queues[q].make->peak_per_hour * curve_at(floor, floor->queues[q].make, t);
}

/* What several surges at once come to: no more, and no less, than one may. */
static double surge_of(const struct sim_queue *queue)
{
    double surge = queue->surge < MOST_TIMES ? queue->surge : MOST_TIMES;
    return surge * MOST_TIMES > 1 ? surge : 1.0 / MOST_TIMES;
}

static void next_arrival(struct floor *floor, int q)
{
    const struct sim_queue *queue = &floor->queues[q];
    const struct sim_scenario *scenario = floor->make.scenario;
    double rate =
        queue->make->peak_per_hour * queue->burst * surge_of(queue) * (scenario ? scenario->load : 1);
    if (rate <= 0)
        return;
    double after = sim_random_exponential(&floor->random, HOUR_MS / rate);
    sim_due(floor, (int64_t)(after < LONGEST_MS ? after : LONGEST_MS), WHAT_ARRIVAL, q, queue->arrival_epoch, 0);
}

void sim_arrivals_change(struct floor *floor, int q)
{
    floor->queues[q].arrival_epoch++;
    next_arrival(floor, q);
}

static void next_burst(struct floor *floor, int q)
{
    const struct sim_scenario *scenario = floor->make.scenario;
    double rate = floor->queues[q].make->burst_per_hour * (scenario ? scenario->bursts : 1);
    if (rate > 0)
        sim_due(floor, (int64_t)sim_random_exponential(&floor->random, HOUR_MS / rate), WHAT_BURST,
                q, 0, 0);
}

void sim_arrivals_begin(struct floor *floor, int q)
{
    next_arrival(floor, q);
    next_burst(floor, q);
}

void sim_burst(struct floor *floor, int q, bool begins)
{
    struct sim_queue *queue = &floor->queues[q];
    queue->burst = begins ? 1.3 + 0.9 * sim_random_unit(&floor->random) : 1;
    sim_arrivals_change(floor, q);
    if (begins)
        sim_due(floor, sim_random_between(&floor->random, 240000, 720000), WHAT_BURST_END, q, 0, 0);
    else
        next_burst(floor, q);
}

/* What stands at the door of the queue: closed, throttled, no line free, or sent on to a partner. */
static bool turned_away(struct floor *floor, int q)
{
    const struct sim_measure *throttle = sim_measure_on(floor, ACD_OP_THROTTLE, q);
    if (!floor->queues[q].open || !sim_call_room(floor) ||
        (throttle && sim_random_chance(&floor->random, throttle->share))) {
        sim_count(floor, q, ACD_TALLY_BLOCKED, 1);
        return true;
    }
    const struct sim_measure *partner = sim_measure_on(floor, ACD_OP_OUTSOURCE, q);
    if (partner && sim_random_chance(&floor->random, partner->share)) {
        sim_count(floor, q, ACD_TALLY_OFFERED, 1);
        sim_count(floor, q, ACD_TALLY_OVERFLOW_OUT, 1);
        return true;
    }
    return false;
}

void sim_arrival(struct floor *floor, int q)
{
    next_arrival(floor, q);
    if (!sim_random_chance(&floor->random, curve_at(floor, floor->queues[q].make, floor->t)))
        return;
    if (!turned_away(floor, q))
        sim_call_enter(floor, sim_call_new(floor, q, NULL));
}

void sim_call_back_due(struct floor *floor, int slot)
{
    struct sim_promise promise = floor->promises[slot];
    assert(promise.taken);
    floor->promises[slot].taken = false;
    if (!sim_call_room(floor)) /* nobody can be rung back either */
        return;
    sim_call_enter(floor, sim_call_new(floor, promise.queue, promise.from));
}

static void plan_of(struct floor *floor, int q)
{
    struct sim_queue *queue = &floor->queues[q];
    const struct sim_queue_make *make = queue->make;
    size_t bytes = PLAN_INTERVALS * sizeof(int64_t);
    if (!queue->plan_offered) {
        queue->plan_offered = acd_alloc(bytes);
        queue->plan_agents = acd_alloc(bytes);
    }
    queue->plan_start_t = floor->day_t;
    queue->plan_aht =
        make->talk_ms + make->acw_ms + (int64_t)(make->hold_chance * (double)make->hold_ms);
    for (int i = 0; i < PLAN_INTERVALS; i++) {
        int64_t middle = floor->day_t + i * PLAN_MS + PLAN_MS / 2;
        queue->plan_offered[i] = (int64_t)(sim_rate_per_hour(floor, q, middle) / 2 + 0.5);
        queue->plan_agents[i] = 0;
    }
    sim_queue_changed(floor, q);
}

void sim_plans_make(struct floor *floor)
{
    for (int q = 0; q < floor->n_queues; q++)
        plan_of(floor, q);
    for (int a = 0; a < floor->n_agents; a++) {
        const struct sim_agent_make *make = floor->agents[a].make;
        int64_t left;
        for (int i = 0; make->n_queues > 0 && i < PLAN_INTERVALS; i++)
            if (sim_sched(floor, make, floor->day_t + i * PLAN_MS + PLAN_MS / 2, &left) ==
                ACD_SCHEDULE_WORK)
                floor->queues[make->queues[0]].plan_agents[i]++;
    }
}
