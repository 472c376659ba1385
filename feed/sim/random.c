/* Draws for the simulated floor: splitmix64 (Steele, Lea, Flood 2014) and what is made of it. Knows
 * no clock and no entropy: the seed is all. */
#include "feed/sim/random.h"

#include <math.h>

#define TAU 6.283185307179586

void sim_random_seed(struct sim_random *random, uint64_t seed)
{
    random->state = seed;
}

uint64_t sim_random_bits(struct sim_random *random)
{
    uint64_t z = random->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

double sim_random_unit(struct sim_random *random)
{
    return (double)(sim_random_bits(random) >> 11) * 0x1p-53;
}

bool sim_random_chance(struct sim_random *random, double p)
{
    return sim_random_unit(random) < p;
}

int64_t sim_random_between(struct sim_random *random, int64_t low, int64_t high)
{
    if (high <= low)
        return low;
    return low + (int64_t)(sim_random_unit(random) * (double)(high - low + 1));
}

double sim_random_exponential(struct sim_random *random, double mean)
{
    return -mean * log1p(-sim_random_unit(random));
}

double sim_random_lognormal(struct sim_random *random, double mean, double variation)
{
    if (mean <= 0)
        return 0;
    double spread = log1p(variation * variation);
    double u = 1 - sim_random_unit(random), v = sim_random_unit(random);
    double normal = sqrt(-2 * log(u)) * cos(TAU * v);
    return exp(log(mean) - spread / 2 + sqrt(spread) * normal);
}
