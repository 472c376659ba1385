/* The arithmetic of an outlook.  Knows no queue of a board, only loads. */
#include "console/model/outlook.h"

#include "acdfeed/memory.h"
#include "acdfeed/staffing.h"

#include <math.h>
#include <stdlib.h>

/* An outlook stands on a screen that is drawn several times a second: a few milliseconds at most. */
enum { STATES_MOST = 1200, STEPS = 300, CHANCE_STEP_MS = 100, CHANCE_STEPS_MOST = 1000 };

/* h[k]: the chance that one who has k to wait for, itself included, is answered within T.
 *   dh_k/dt = (n mu + (k-1) theta) h_{k-1} - (n mu + k theta) h_k,   h_0 = 1, h_k(0) = 0,
 * stepped backwards in time (implicit Euler), which is stable whatever the step. */
static void answer_chances(double *h, int n, double rate, double theta, double answer_ms)
{
    int steps = (int)fmin(ceil(answer_ms / CHANCE_STEP_MS), CHANCE_STEPS_MOST);
    double dt = steps > 0 ? answer_ms / steps : 0;

    h[0] = 1;
    for (int k = 1; k <= n; k++)
        h[k] = 0;
    for (int step = 0; step < steps; step++)
        for (int k = 1; k <= n; k++)
            h[k] = (h[k] + dt * (rate + (k - 1) * theta) * h[k - 1]) / (1 + dt * (rate + k * theta));
}

struct chain {
    double *p, *h, *wait;
    double *down, *pivot; /* of the tridiagonal system of one step, factored once */
    int n;                /* states 0 .. n - 1 */
};

/* Those who must go before one who comes to x others is served; 0: at once. */
static int ahead(const struct outlook_side *side, int x)
{
    double k = floor(x - side->agents) + 1;

    return k > 0 ? (int)k : 0;
}

static double leaving(const struct outlook_side *side, double theta, int x)
{
    double busy = fmin(x, side->agents), waiting = fmax(x - side->agents, 0);

    return busy / side->aht_ms + waiting * theta;
}

/* Where those who give up hold a queue down, its spread is that of a Poisson count; else it grows. */
static int states_needed(const struct outlook_side *side, double rate, double theta)
{
    double growth = fmax(side->per_ms - rate, 0) * OUTLOOK_MS;
    double held = theta > 0 ? fmin(fmax(side->per_ms - rate, 0) / theta, growth) : growth;
    double top = side->agents + fmax(side->waiting, 0) + held;
    double walk = 5 * sqrt((side->per_ms + rate) * OUTLOOK_MS);
    double spread = theta > 0 ? fmin(6 * sqrt(top + side->per_ms / (theta + 1 / side->aht_ms)), walk) : walk;

    return (int)fmin(top + spread + 12, STATES_MOST);
}

static void begin(struct chain *chain, const struct outlook_side *side, double theta)
{
    double rate = side->agents / side->aht_ms, busy = fmin(side->active, side->agents);
    int x = (int)lround(side->waiting > 0 ? side->waiting + side->agents : busy);

    chain->n = states_needed(side, rate, theta);
    chain->p = acd_calloc((size_t)chain->n * 5, sizeof(double));
    chain->h = chain->p + chain->n;
    chain->wait = chain->h + chain->n;
    chain->down = chain->wait + chain->n;
    chain->pivot = chain->down + chain->n;
    chain->p[x < chain->n ? x : chain->n - 1] = 1;
    answer_chances(chain->h, chain->n - 1, rate, theta, side->answer_ms);
    for (int k = 1; k < chain->n; k++)
        chain->wait[k] = chain->wait[k - 1] + 1 / (rate + k * theta);
}

/* (1 + dt (up_x + leave_x)) p'_x - dt up p'_{x-1} - dt leave_{x+1} p'_{x+1} = p_x: the equations of a
 * birth and death process, one implicit step of dt, by elimination from the lowest state on. */
static void factor(struct chain *chain, const struct outlook_side *side, double theta, double dt)
{
    for (int x = 0; x < chain->n; x++) {
        double up = x + 1 < chain->n ? side->per_ms : 0;

        chain->down[x] = dt * leaving(side, theta, x);
        chain->pivot[x] = 1 + dt * up + chain->down[x];
        if (x > 0)
            chain->pivot[x] -= dt * side->per_ms * chain->down[x] / chain->pivot[x - 1];
    }
}

static void step(struct chain *chain, double birth)
{
    double *p = chain->p;

    for (int x = 1; x < chain->n; x++)
        p[x] += birth / chain->pivot[x - 1] * p[x - 1];
    p[chain->n - 1] /= chain->pivot[chain->n - 1];
    for (int x = chain->n - 2; x >= 0; x--)
        p[x] = (p[x] + chain->down[x + 1] * p[x + 1]) / chain->pivot[x];
}

static struct outlook by_states(const struct outlook_side *side)
{
    double theta = side->patience_ms > 0 ? 1 / side->patience_ms : 0;
    struct outlook out = {0};
    struct chain chain;
    double dt = (double)OUTLOOK_MS / STEPS;

    begin(&chain, side, theta);
    factor(&chain, side, theta, dt);
    for (int i = 0; i < STEPS; i++) {
        step(&chain, side->per_ms * dt);
        for (int x = 0; x < chain.n; x++) {
            int k = ahead(side, x);

            out.level += chain.p[x] * chain.h[k < chain.n ? k : chain.n - 1] / STEPS;
            out.wait_ms += chain.p[x] * chain.wait[k < chain.n ? k : chain.n - 1] / STEPS;
        }
    }
    for (int x = 0; x < chain.n; x++)
        out.waiting += chain.p[x] * fmax(x - side->agents, 0);
    free(chain.p);
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
    if (side->agents < 0.05)
        return (struct outlook){.wait_ms = OUTLOOK_MS,
                                .waiting = side->waiting + side->per_ms * OUTLOOK_MS};
    if (side->agents > OUTLOOK_AGENTS ||
        states_needed(side, side->agents / side->aht_ms,
                      side->patience_ms > 0 ? 1 / side->patience_ms : 0) >= STATES_MOST)
        return by_fluid(side);
    return side->agents - floor(side->agents) > 0.01 ? by_parts(side) : by_states(side);
}
