/* Staff on the roster, work that may wait, and backlogs as a fluid.  Only numbers. */
#include "acdfeed/staffing.h"

#include "feed/figures/erlang.h"
#include "feed/figures/figure.h"

static bool is_share(double x)
{
    return x > 0 && x <= 1;
}

struct acd_figure acd_staff_base(double calls_per_hour, double aht_ms, double occupancy,
                                 double present)
{
    if (!erlang_fits(calls_per_hour) || !erlang_fits(aht_ms) || !is_share(occupancy) ||
        !is_share(present))
        return figure_unknown();
    return figure_value(calls_per_hour * aht_ms / (3600000.0 * occupancy * present), 0);
}

struct acd_figure acd_staff_factor(const struct acd_roster *r)
{
    double working = r->voice + r->mail;

    if (!erlang_fits(r->voice) || !erlang_fits(r->mail) || !erlang_fits(r->absent) ||
        !erlang_fits(r->pausing) || !erlang_fits(r->training))
        return figure_unknown();
    if (working == 0)
        return figure_undefined();
    return figure_value((working + r->absent + r->pausing + r->training) / working, 0);
}

struct acd_figure acd_staff_deferred(double volume, double cycle_ms, double aht_ms)
{
    if (!erlang_fits(volume) || !erlang_fits(cycle_ms) || cycle_ms == 0 || !erlang_fits(aht_ms))
        return figure_unknown();
    return figure_value(volume * aht_ms / cycle_ms, 0);
}

struct acd_figure acd_backlog_load(const struct acd_demand *demand, double waiting, double horizon_ms)
{
    struct erlang_flow flow;

    if (!erlang_flow(&flow, demand) || !erlang_fits(waiting) || !erlang_fits(horizon_ms) ||
        horizon_ms == 0)
        return figure_unknown();
    return figure_value(flow.load + waiting * flow.aht_ms / horizon_ms, 0);
}

/* Calls a ms by which the queue grows, before anyone gives up. */
static bool growth_of(double *growth, struct erlang_flow *flow, const struct acd_demand *demand,
                      int64_t agents, double waiting)
{
    if (!erlang_flow(flow, demand) || !erlang_agents_fit(agents) || !erlang_fits(waiting) ||
        flow->aht_ms == 0)
        return false;
    *growth = flow->rate - (double)agents / flow->aht_ms;
    return true;
}

struct acd_figure acd_backlog_after(const struct acd_demand *demand, int64_t agents, double waiting,
                                    double after_ms)
{
    struct erlang_flow flow;
    double growth, left;

    if (!growth_of(&growth, &flow, demand, agents, waiting) || !erlang_fits(after_ms))
        return figure_unknown();
    if (flow.patience_ms > 0) {
        double gone = -expm1(-after_ms / flow.patience_ms); /* 0 .. 1 */

        left = waiting * (1 - gone) + growth * flow.patience_ms * gone;
    } else {
        left = waiting + growth * after_ms;
    }
    return figure_value(left > 0 ? left : 0, 0);
}

struct acd_figure acd_backlog_clear_ms(const struct acd_demand *demand, int64_t agents,
                                       double waiting)
{
    struct erlang_flow flow;
    double growth;

    if (!growth_of(&growth, &flow, demand, agents, waiting))
        return figure_unknown();
    if (waiting == 0 && growth <= 0)
        return figure_value(0, 0);
    if (growth >= 0)
        return figure_undefined();
    if (flow.patience_ms == 0)
        return figure_value(waiting / -growth, 0);
    return figure_value(flow.patience_ms * log1p(waiting / (-growth * flow.patience_ms)), 0);
}
