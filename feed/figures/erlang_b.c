/* A load, and those who find all servers busy and go away. */
#include "feed/figures/erlang.h"
#include "feed/figures/figure.h"

bool erlang_flow(struct erlang_flow *flow, const struct acd_demand *demand)
{
    if (!erlang_fits(demand->calls) || !erlang_fits(demand->interval_ms) ||
        demand->interval_ms == 0 || !erlang_fits(demand->talk_ms) ||
        !erlang_fits(demand->acw_ms) || !erlang_fits(demand->patience_ms))
        return false;
    flow->rate = demand->calls / demand->interval_ms;
    flow->talk_ms = demand->talk_ms;
    flow->aht_ms = demand->talk_ms + demand->acw_ms;
    flow->patience_ms = demand->patience_ms;
    flow->load = flow->rate * flow->aht_ms;
    return isfinite(flow->load);
}

struct acd_figure acd_erlang_load(const struct acd_demand *demand)
{
    struct erlang_flow flow;

    return erlang_flow(&flow, demand) ? figure_value(flow.load, 0) : figure_unknown();
}

double erlang_b(double load, int64_t servers)
{
    double b = 1;

    for (int64_t n = 1; n <= servers; n++)
        b = load * b / ((double)n + load * b);
    return b;
}

struct acd_figure acd_erlang_b(double load, int64_t servers)
{
    if (!erlang_fits(load) || !erlang_agents_fit(servers))
        return figure_unknown();
    return figure_value(erlang_b(load, servers), 0);
}

struct acd_figure acd_erlang_b_servers(double load, double blocking)
{
    double b = 1;

    if (!erlang_fits(load) || !(blocking > 0 && blocking < 1))
        return figure_unknown();
    for (int64_t n = 1; n <= ACD_ERLANG_MOST_AGENTS; n++) {
        b = load * b / ((double)n + load * b);
        if (b <= blocking)
            return figure_value(load == 0 ? 0 : (double)n, 0);
    }
    return figure_undefined();
}
