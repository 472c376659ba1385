/* Birth and death of a queue, a step at a time. */
#include "console/model/outlook_chain.h"

#include "acdfeed/memory.h"

#include <math.h>
#include <stdlib.h>

/* An outlook stands on a screen that is drawn several times a second: a few milliseconds at most. */
enum { STATES_MOST = 1200, CHANCE_STEP_MS = 100, CHANCE_STEPS_MOST = 1000 };

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

static double theta_of(const struct outlook_side *side)
{
    return side->patience_ms > 0 ? 1 / side->patience_ms : 0;
}

/* (1 + dt (up_x + leave_x)) p'_x - dt up p'_{x-1} - dt leave_{x+1} p'_{x+1} = p_x: the equations of a
 * birth and death process, one implicit step of dt, by elimination from the lowest state on. */
static void factor(struct outlook_chain *chain, const struct outlook_side *side, double theta)
{
    double dt = (double)OUTLOOK_MS / OUTLOOK_STEPS;

    chain->birth = side->per_ms * dt;
    for (int x = 0; x < chain->n; x++) {
        chain->down[x] = dt * leaving(side, theta, x);
        chain->pivot[x] = 1 + (x + 1 < chain->n ? chain->birth : 0) + chain->down[x];
        if (x > 0)
            chain->pivot[x] -= chain->birth * chain->down[x] / chain->pivot[x - 1];
    }
}

/* From those who must go first to the state that one comes to. */
static void meet(struct outlook_chain *chain, const struct outlook_side *side, double rate, double theta)
{
    double *level = acd_calloc((size_t)chain->n * 2, sizeof(double)), *wait = level + chain->n;

    answer_chances(level, chain->n - 1, rate, theta, side->answer_ms);
    for (int k = 1; k < chain->n; k++)
        wait[k] = wait[k - 1] + 1 / (rate + k * theta);
    for (int x = 0; x < chain->n; x++) {
        int k = ahead(side, x);

        chain->level[x] = level[k < chain->n ? k : chain->n - 1];
        chain->wait[x] = wait[k < chain->n ? k : chain->n - 1];
    }
    free(level);
}

bool outlook_chain_begin(struct outlook_chain *chain, const struct outlook_side *side)
{
    double rate = side->agents / side->aht_ms, theta = theta_of(side);
    double busy = fmin(side->active, side->agents);
    int x = (int)lround(side->waiting > 0 ? side->waiting + side->agents : busy);

    chain->n = states_needed(side, rate, theta);
    if (side->agents > OUTLOOK_AGENTS || chain->n >= STATES_MOST)
        return false;
    chain->p = acd_calloc((size_t)chain->n * 5, sizeof(double));
    chain->level = chain->p + chain->n;
    chain->wait = chain->level + chain->n;
    chain->down = chain->wait + chain->n;
    chain->pivot = chain->down + chain->n;
    chain->p[x < chain->n ? x : chain->n - 1] = 1;
    meet(chain, side, rate, theta);
    factor(chain, side, theta);
    return true;
}

void outlook_chain_step(const struct outlook_chain *chain, double *p)
{
    for (int x = 1; x < chain->n; x++)
        p[x] += chain->birth / chain->pivot[x - 1] * p[x - 1];
    p[chain->n - 1] /= chain->pivot[chain->n - 1];
    for (int x = chain->n - 2; x >= 0; x--)
        p[x] = (p[x] + chain->down[x + 1] * p[x + 1]) / chain->pivot[x];
}

void outlook_chain_end(struct outlook_chain *chain)
{
    free(chain->p);
}
