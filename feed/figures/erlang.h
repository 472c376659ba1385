/* What the Erlang files share among themselves: checked demands, the recursion, Erlang A.  Pure. */
#ifndef FEED_FIGURES_ERLANG_H
#define FEED_FIGURES_ERLANG_H

#include "acdfeed/erlang.h"

#include <math.h>

static inline bool erlang_fits(double x)
{
    return isfinite(x) && x >= 0;
}

static inline bool erlang_agents_fit(int64_t agents)
{
    return agents >= 0 && agents <= ACD_ERLANG_MOST_AGENTS;
}

/* A demand within its ranges, with what follows from it. */
struct erlang_flow {
    double rate; /* calls a ms */
    double aht_ms, talk_ms, patience_ms;
    double load;
};
bool erlang_flow(struct erlang_flow *flow, const struct acd_demand *demand);

/* B(load, servers), both in range. */
double erlang_b(double load, int64_t servers);

/* Erlang A for agents >= 1, load > 0, patience > 0.  False when its queue is beyond reason. */
struct erlang_a {
    double wait_share, abandon, q1; /* as in struct acd_service */
    double asa_ms;
    double late; /* share of all calls answered, but after answer_ms */
    double longer; /* share of all calls that wait longer than answer_ms */
};
bool erlang_a(struct erlang_a *a, const struct erlang_flow *flow, int64_t agents, double answer_ms);

#endif
