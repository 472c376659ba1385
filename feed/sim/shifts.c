/* Who works when: the roster's shifts and breaks, and how people keep them.  The roster itself
 * never moves; what people make of it is drawn. */
#include "feed/sim/inside.h"

#include <string.h>

static const struct errand {
    const char *reason;
    int64_t least_ms, most_ms;
} errands[] = {
    {"meeting", 600000, 1500000},  {"coaching", 300000, 900000}, {"admin", 120000, 480000},
    {"training", 600000, 1200000}, {"admin", 60000, 240000},
};
#define ERRAND_EVERY_MS 5400000.0

static const char *const break_reasons[SIM_BREAKS] = {"break", "lunch", "break"};

static bool round_the_clock(const struct sim_agent_make *make)
{
    return make->from_ms == make->to_ms;
}

/* Rostered work between the local day's beginning and `local_ms` of it. */
static int64_t work_until(const struct sim_agent_make *make, int64_t local_ms)
{
    if (round_the_clock(make))
        return local_ms;
    int64_t end = local_ms < make->to_ms ? local_ms : make->to_ms;
    if (end <= make->from_ms)
        return 0;
    int64_t work = end - make->from_ms;
    for (int i = 0; i < SIM_BREAKS; i++) {
        int64_t from = make->break_ms[i], to = from + make->break_for_ms[i];
        if (make->break_for_ms[i] > 0 && end > from)
            work -= (end < to ? end : to) - from;
    }
    return work;
}

int64_t sim_sched_work(const struct floor *floor, const struct sim_agent_make *make, int64_t t)
{
    int64_t local = t - floor->day_t;
    if (make->reserve || local < 0)
        return 0;
    return work_until(make, local);
}

enum acd_schedule sim_sched(const struct floor *floor, const struct sim_agent_make *make, int64_t t,
                            int64_t *left_ms)
{
    int64_t local = t - floor->day_t, next = SIM_DAY_MS;
    enum acd_schedule state = ACD_SCHEDULE_OFF;
    if (make->reserve) {
        next = SIM_DAY_MS;
    } else if (round_the_clock(make)) {
        state = ACD_SCHEDULE_WORK;
    } else if (local < make->from_ms) {
        next = make->from_ms;
    } else if (local < make->to_ms) {
        state = ACD_SCHEDULE_WORK;
        next = make->to_ms;
        for (int i = 0; i < SIM_BREAKS; i++) {
            int64_t from = make->break_ms[i], to = from + make->break_for_ms[i];
            if (from == to)
                continue;
            if (local >= from && local < to) {
                state = ACD_SCHEDULE_BREAK;
                next = to;
            } else if (local < from && from < next) {
                next = from;
            }
        }
    }
    *left_ms = next - local;
    return state;
}

static void plan_agent(struct floor *floor, int a)
{
    const struct sim_agent_make *make = floor->agents[a].make;
    int64_t local = floor->t - floor->day_t;
    if (make->reserve || floor->agents[a].absent)
        return;
    if (round_the_clock(make)) {
        sim_due(floor, 0, WHAT_LOGIN, a, floor->day, 0);
        return;
    }
    if (local >= make->to_ms)
        return;
    int64_t late = make->steady ? 0 : sim_random_between(&floor->random, -120000, 240000);
    int64_t overtime = make->steady ? 0 : sim_random_between(&floor->random, -30000, 300000);
    sim_due(floor, make->from_ms + late - local, WHAT_LOGIN, a, floor->day, 0);
    sim_due(floor, make->to_ms + overtime - local, WHAT_LOGOUT, a, floor->day, 0);
    for (int i = 0; i < SIM_BREAKS; i++) {
        int64_t after = make->break_ms[i] - local;
        if (!make->steady)
            after += sim_random_between(&floor->random, -180000, 300000);
        if (make->break_for_ms[i] > 0 && after >= 0)
            sim_due(floor, after, WHAT_BREAK, a, floor->day, i);
    }
}

void sim_day_begins(struct floor *floor)
{
    const struct sim_scenario *scenario = floor->make.scenario;
    double presence = scenario ? scenario->presence : 1;
    int64_t local = sim_local(floor);
    for (int a = 0; a < floor->n_agents; a++) {
        struct sim_agent *agent = &floor->agents[a];
        sim_agent_account(floor, a);
        memset(agent->spent_ms, 0, sizeof(agent->spent_ms));
        agent->handled = agent->rona = agent->adherent_ms = 0;
        sim_agent_changed(floor, a);
    }
    floor->day_t = floor->t - (local % SIM_DAY_MS + SIM_DAY_MS) % SIM_DAY_MS;
    floor->day++;
    for (int a = 0; a < floor->n_agents; a++) {
        floor->agents[a].absent = presence < 1 && !sim_random_chance(&floor->random, presence);
        plan_agent(floor, a);
    }
    sim_plans_make(floor);
    sim_due(floor, floor->day_t + SIM_DAY_MS - floor->t, WHAT_DAY, NONE, 0, 0);
}

void sim_login(struct floor *floor, int a)
{
    struct sim_agent *agent = &floor->agents[a];
    if (agent->state != ACD_STATE_OFFLINE || agent->absent)
        return;
    agent->due_state = NONE;
    sim_agent_free(floor, a);
    if (!agent->make->steady)
        sim_due(floor, (int64_t)sim_random_exponential(&floor->random, ERRAND_EVERY_MS),
                WHAT_ERRAND, a, floor->day, 0);
}

void sim_logout(struct floor *floor, int a)
{
    sim_agent_wish(floor, a, ACD_STATE_OFFLINE, "", 0);
}

void sim_break(struct floor *floor, int a, int which)
{
    const struct sim_agent_make *make = floor->agents[a].make;
    double lasts = (double)make->break_for_ms[which];
    if (!make->steady)
        lasts = sim_random_lognormal(&floor->random, lasts,
                                     sim_random_chance(&floor->random, 0.1) ? 0.6 : 0.1);
    sim_agent_wish(floor, a, ACD_STATE_PAUSED, break_reasons[which], (int64_t)lasts);
}

void sim_errand(struct floor *floor, int a)
{
    struct sim_agent *agent = &floor->agents[a];
    if (agent->state == ACD_STATE_OFFLINE)
        return;
    sim_due(floor, (int64_t)sim_random_exponential(&floor->random, ERRAND_EVERY_MS), WHAT_ERRAND, a,
            floor->day, 0);
    for (int i = 0; i < agent->n_skills; i++)
        if (sim_measure_on(floor, ACD_OP_ALL_HANDS, agent->skills[i].queue))
            return;
    if (agent->state == ACD_STATE_AVAILABLE && sim_random_chance(&floor->random, 0.35)) {
        sim_agent_become(floor, a, ACD_STATE_OUTBOUND, "");
        sim_due(floor, sim_random_between(&floor->random, 45000, 240000), WHAT_OUTBOUND_END, a,
                agent->epoch, 0);
        return;
    }
    const struct errand *errand =
        &errands[sim_random_between(&floor->random, 0, ACD_COUNT_OF(errands) - 1)];
    sim_agent_wish(floor, a, ACD_STATE_PAUSED, errand->reason,
                   sim_random_between(&floor->random, errand->least_ms, errand->most_ms));
}
