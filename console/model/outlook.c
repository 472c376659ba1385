/* The arithmetic of an outlook.  Knows no queue of a board, only loads. */
#include "console/model/outlook_chain.h"

#include "acdfeed/staffing.h"

#include <math.h>

static struct outlook by_chain(struct outlook_chain *chain, const struct outlook_side *side)
{
    struct outlook out = {0};

    for (int i = 0; i < OUTLOOK_STEPS; i++) {
        outlook_chain_step(chain, chain->p);
        for (int x = 0; x < chain->n; x++) {
            out.level += chain->p[x] * chain->level[x] / OUTLOOK_STEPS;
            out.wait_ms += chain->p[x] * chain->wait[x] / OUTLOOK_STEPS;
        }
    }
    for (int x = 0; x < chain->n; x++)
        out.waiting += chain->p[x] * fmax(x - side->agents, 0);
    outlook_chain_end(chain);
    return out;
}

static double value(struct acd_figure figure, double otherwise)
{
    return figure.is == ACD_FIGURE_VALUE ? figure.value : otherwise;
}

/* Many agents: chance matters little, so that a backlog is worked off like a fluid and the level
 * before and after that is Erlang's. */
static struct outlook by_fluid(const struct outlook_side *side)
{
    struct acd_demand demand = {.calls = side->per_ms * 60000, .interval_ms = 60000,
                                .talk_ms = side->aht_ms, .patience_ms = side->patience_ms};
    int64_t agents = (int64_t)fmin(side->agents, ACD_ERLANG_MOST_AGENTS);
    struct acd_service service = acd_erlang_service(&demand, agents, side->answer_ms);
    double clear_ms = fmin(value(acd_backlog_clear_ms(&demand, agents, side->waiting), OUTLOOK_MS),
                           OUTLOOK_MS);
    double busy = clear_ms / OUTLOOK_MS, rate = side->agents / side->aht_ms;
    struct outlook out;

    out.waiting = value(acd_backlog_after(&demand, agents, side->waiting, OUTLOOK_MS), side->waiting);
    out.level = (1 - busy) * value(service.level, 0);
    out.wait_ms = (1 - busy) * value(service.asa_ms, 0) +
                  busy * (side->waiting + out.waiting) / 2 / rate;
    return out;
}

/* Between two whole numbers of agents, in proportion. */
static struct outlook by_parts(const struct outlook_side *side)
{
    struct outlook_side fewer = *side, more = *side;
    double part = side->agents - floor(side->agents);
    struct outlook low, high;

    fewer.agents = floor(side->agents);
    more.agents = ceil(side->agents);
    low = outlook_of(&fewer);
    high = outlook_of(&more);
    return (struct outlook){.level = low.level + part * (high.level - low.level),
                            .wait_ms = low.wait_ms + part * (high.wait_ms - low.wait_ms),
                            .waiting = low.waiting + part * (high.waiting - low.waiting)};
}

struct outlook outlook_of(const struct outlook_side *side)
{
    struct outlook_chain chain;

    if (side->agents < 0.05)
        return (struct outlook){.wait_ms = OUTLOOK_MS,
                                .waiting = side->waiting + side->per_ms * OUTLOOK_MS};
    if (side->agents <= OUTLOOK_AGENTS && side->agents - floor(side->agents) > 0.01)
        return by_parts(side);
    return outlook_chain_begin(&chain, side) ? by_chain(&chain, side) : by_fluid(side);
}
