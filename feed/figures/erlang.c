/* Erlang B and C, and what they say of a service.  Knows no live queue: only numbers. */
#include "acdfeed/erlang.h"

#include "feed/figures/erlang.h"
#include "feed/figures/figure.h"

static double c_from_b(double load, int64_t agents)
{
    double n = (double)agents, b = erlang_b(load, agents);

    return fmin(1, n * b / (n - load * (1 - b)));
}

struct acd_figure acd_erlang_c(double load, int64_t agents)
{
    if (!erlang_fits(load) || !erlang_agents_fit(agents))
        return figure_unknown();
    if (load >= (double)agents)
        return figure_undefined();
    return figure_value(c_from_b(load, agents), 0);
}

/* Beyond t, of all calls.  A handling time of 0 makes no one wait. */
static double c_longer(const struct erlang_flow *flow, int64_t agents, double wait_share, double t_ms)
{
    if (flow->aht_ms == 0)
        return 0;
    return wait_share * exp(-((double)agents - flow->load) * t_ms / flow->aht_ms);
}

static struct acd_service fill(struct acd_figure figure)
{
    return (struct acd_service){figure, figure, figure, figure, figure,
                                figure, figure, figure, figure, figure};
}

static struct acd_service by_c(const struct erlang_flow *flow, int64_t agents, double answer_ms)
{
    double spare = (double)agents - flow->load, wait_share = c_from_b(flow->load, agents);
    double delay_ms = flow->aht_ms / spare, asa_ms = wait_share * delay_ms;

    return (struct acd_service){
        .load = figure_value(flow->load, 0),
        .wait_share = figure_value(wait_share, 0),
        .asa_ms = figure_value(asa_ms, 0),
        .delay_ms = figure_value(delay_ms, 0),
        .q1 = figure_value(flow->rate * asa_ms, 0),
        .q2 = figure_value(flow->rate * delay_ms, 0),
        .level = figure_value(1 - c_longer(flow, agents, wait_share, answer_ms), 0),
        .abandon = figure_value(0, 0),
        .occupancy = figure_value(flow->load / (double)agents, 0),
        .trunk_load = figure_value(flow->rate * (flow->talk_ms + asa_ms), 0),
    };
}

static double at_least_0(double x)
{
    return x > 0 ? x : 0;
}

static struct acd_service by_a(const struct erlang_flow *flow, int64_t agents, double answer_ms)
{
    struct acd_service service;
    struct erlang_a a;
    double met, wait_ms;

    if (!erlang_a(&a, flow, agents, answer_ms))
        return fill(figure_unknown());
    met = at_least_0(1 - a.abandon);
    wait_ms = a.q1 / flow->rate; /* Little: of all calls */
    service = (struct acd_service){
        .load = figure_value(flow->load, 0),
        .wait_share = figure_value(a.wait_share, 0),
        .asa_ms = met > 0 ? figure_value(a.asa_ms, 0) : figure_undefined(),
        .delay_ms = a.wait_share > 0 ? figure_value(wait_ms / a.wait_share, 0) : figure_undefined(),
        .q1 = figure_value(a.q1, 0),
        .q2 = a.wait_share > 0 ? figure_value(a.q1 / a.wait_share, 0) : figure_undefined(),
        .level = figure_value(at_least_0(met - a.late), 0),
        .abandon = figure_value(a.abandon, 0),
        .occupancy = figure_value(flow->load * met / (double)agents, 0),
        .trunk_load = figure_value(a.q1 + flow->rate * met * flow->talk_ms, 0),
    };
    return service;
}

static bool has_patience(const struct erlang_flow *flow)
{
    return flow->patience_ms > 0 && flow->load > 0;
}

struct acd_service acd_erlang_service(const struct acd_demand *demand, int64_t agents,
                                      double answer_ms)
{
    struct acd_service service;
    struct erlang_flow flow;

    if (!erlang_flow(&flow, demand) || !erlang_agents_fit(agents) || !erlang_fits(answer_ms))
        return fill(figure_unknown());
    if (agents > 0 && has_patience(&flow))
        return by_a(&flow, agents, answer_ms);
    if (flow.load < (double)agents)
        return by_c(&flow, agents, answer_ms);
    service = fill(figure_undefined());
    service.load = figure_value(flow.load, 0);
    return service;
}

struct acd_figure acd_erlang_wait_longer(const struct acd_demand *demand, int64_t agents,
                                         double t_ms)
{
    struct erlang_flow flow;
    struct erlang_a a;

    if (!erlang_flow(&flow, demand) || !erlang_agents_fit(agents) || !erlang_fits(t_ms))
        return figure_unknown();
    if (agents > 0 && has_patience(&flow))
        return erlang_a(&a, &flow, agents, t_ms) ? figure_value(a.longer, 0) : figure_unknown();
    if (flow.load >= (double)agents)
        return figure_undefined();
    return figure_value(c_longer(&flow, agents, c_from_b(flow.load, agents), t_ms), 0);
}

/* No steady state reaches no level. */
static bool reaches(const struct acd_demand *demand, int64_t agents, double answer_ms, double level)
{
    struct acd_figure reached = acd_erlang_service(demand, agents, answer_ms).level;

    return reached.is == ACD_FIGURE_VALUE && reached.value >= level;
}

struct acd_figure acd_erlang_agents(const struct acd_demand *demand, double answer_ms, double level)
{
    int64_t short_of = 0, enough = 1;
    struct erlang_flow flow;

    if (!erlang_flow(&flow, demand) || !erlang_fits(answer_ms) || !(level >= 0 && level < 1))
        return figure_unknown();
    while (!reaches(demand, enough, answer_ms, level)) {
        if (enough == ACD_ERLANG_MOST_AGENTS)
            return figure_undefined();
        short_of = enough;
        enough = enough * 2 < ACD_ERLANG_MOST_AGENTS ? enough * 2 : ACD_ERLANG_MOST_AGENTS;
    }
    while (enough - short_of > 1) { /* more agents never lower the level */
        int64_t middle = short_of + (enough - short_of) / 2;

        if (reaches(demand, middle, answer_ms, level))
            enough = middle;
        else
            short_of = middle;
    }
    return figure_value((double)enough, 0);
}
