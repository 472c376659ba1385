/* KPIs of people: how many are there, how busy, how true to their schedule.  Knows nothing of
 * queues' tallies, and nothing of names. */
#include "acdfeed/kpi.h"

#include "feed/figures/figure.h"

#define AVAILABLE ACD_BIT(ACD_STATE_AVAILABLE)
#define BUSY                                                                                       \
    (ACD_BIT(ACD_STATE_TALKING) | ACD_BIT(ACD_STATE_HOLD) | ACD_BIT(ACD_STATE_ACW) |               \
     ACD_BIT(ACD_STATE_OUTBOUND))
#define ON_DUTY (AVAILABLE | ACD_BIT(ACD_STATE_RINGING) | BUSY)
#define STAFFED (ON_DUTY | ACD_BIT(ACD_STATE_PAUSED))

static double sum_of(const struct acd_agent_counts *agents, uint64_t states)
{
    double sum = 0;

    for (int state = 0; state < ACD_STATES; state++)
        if (states & ACD_BIT(state))
            sum += (double)agents->count[state];
    return sum;
}

static struct acd_figure count_of(const struct acd_agent_counts *agents, uint64_t states)
{
    double count;

    if ((agents->known & states) != states)
        return figure_unknown();
    count = sum_of(agents, states);
    return figure_value(count, count >= 0x1p62 ? INT64_MAX : (int64_t)count);
}

struct acd_figure acd_kpi_staffed(const struct acd_agent_counts *agents)
{
    return count_of(agents, STAFFED);
}

struct acd_figure acd_kpi_on_duty(const struct acd_agent_counts *agents)
{
    return count_of(agents, ON_DUTY);
}

struct acd_figure acd_kpi_free(const struct acd_agent_counts *agents)
{
    return count_of(agents, AVAILABLE);
}

static struct acd_figure part_of(double part, double all)
{
    if (!(all > 0))
        return figure_undefined();
    return figure_value(part > all ? 1 : part / all, all >= 0x1p62 ? INT64_MAX : (int64_t)all);
}

struct acd_figure acd_kpi_occupancy_now(const struct acd_agent_counts *agents)
{
    uint64_t states = BUSY | AVAILABLE;

    if ((agents->known & states) != states)
        return figure_unknown();
    return part_of(sum_of(agents, BUSY), sum_of(agents, states));
}

struct acd_figure acd_kpi_occupancy(const struct acd_agent_day *day)
{
    uint64_t needs = ACD_BIT(ACD_AGENT_DAY_TALK) | ACD_BIT(ACD_AGENT_DAY_HOLD) |
                     ACD_BIT(ACD_AGENT_DAY_ACW) | ACD_BIT(ACD_AGENT_DAY_IDLE);
    double busy;

    if ((day->known & needs) != needs)
        return figure_unknown();
    busy = (double)day->talk_ms + (double)day->hold_ms + (double)day->acw_ms;
    return part_of(busy, busy + (double)day->idle_ms);
}

struct acd_figure acd_kpi_adherence(const struct acd_sched *sched)
{
    if (!ACD_KNOWN(sched, ACD_SCHED_SCHEDULED) || !ACD_KNOWN(sched, ACD_SCHED_ADHERENT))
        return figure_unknown();
    return part_of((double)sched->adherent_ms, (double)sched->scheduled_ms);
}

struct acd_figure acd_kpi_calls_per_hour(const struct acd_agent_day *day)
{
    if (!ACD_KNOWN(day, ACD_AGENT_DAY_HANDLED) || !ACD_KNOWN(day, ACD_AGENT_DAY_LOGIN))
        return figure_unknown();
    if (day->login_ms <= 0)
        return figure_undefined();
    return figure_value((double)day->handled * 3600000.0 / (double)day->login_ms, day->login_ms);
}
