/* How far chance takes the level of a quarter of an hour from its mean. */
#include "acdfeed/chance.h"
#include "acdfeed/memory.h"
#include "console/model/outlook_chain.h"

#include <math.h>
#include <stdlib.h>

static const double outside = 0.1; /* of the probability, on either side */

/* What all who come are counted by: each in time adds 1 - mean, each who is not takes mean away, so that
 * the sum is nothing on average and its variance, over the square of how many come, that of the level.
 * `sums` holds for each state what was counted on the ways that end there; one who comes to a state moves
 * it up by one, and so bad times and many callers come together as they do on a floor. */
static double variance_of(struct outlook_chain *chain, double mean, double calls)
{
    double *sums = acd_calloc((size_t)chain->n, sizeof(double)), variance = 0;
    const double come = calls / OUTLOOK_STEPS;

    for (int i = 0; i < OUTLOOK_STEPS; i++) {
        outlook_chain_step(chain, chain->p);
        outlook_chain_step(chain, sums);
        for (int x = chain->n - 1; x >= 0; x--) {
            double counted = chain->level[x] - mean, p = chain->p[x];

            variance += come * (2 * sums[x] * counted + p * (chain->level[x] * (1 - 2 * mean) + mean * mean));
            if (x + 1 < chain->n)
                sums[x + 1] += come * p * counted;
        }
    }
    free(sums);
    return fmax(variance, 0) / (calls * calls);
}

/* Of whole agents: a spread is too rough to be split as the mean is. */
static bool variance_of_side(double *variance, const struct outlook_side *side, double calls)
{
    struct outlook_side whole = *side;
    struct outlook_chain chain;

    whole.agents = fmax(round(side->agents), 1);
    if (!outlook_chain_begin(&chain, &whole))
        return false;
    *variance = variance_of(&chain, outlook_of(&whole).level, calls);
    outlook_chain_end(&chain);
    return true;
}

static double level_at(const struct outlook_side *side, double factor)
{
    struct outlook_side other = *side;

    other.per_ms *= factor;
    return outlook_of(&other).level;
}

/* A level is so many of those who come: half of one more on either side. */
bool outlook_range(struct outlook_range *out, const struct outlook_side *side)
{
    double mean = outlook_of(side).level, calls = fmax(side->per_ms * OUTLOOK_MS, 1), variance, by_rate;

    if (side->agents > OUTLOOK_AGENTS || !variance_of_side(&variance, side, calls))
        return false;
    by_rate = (level_at(side, 1 - side->per_ms_error) - level_at(side, 1 + side->per_ms_error)) / 2;
    variance += by_rate * by_rate;
    out->low = fmax(fmin(acd_chance_share(mean, variance, outside), mean) - 0.5 / calls, 0);
    out->high = fmin(fmax(acd_chance_share(mean, variance, 1 - outside), mean) + 0.5 / calls, 1);
    return true;
}
