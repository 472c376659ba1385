/* Seeded random draws: the same seed gives the same floor.  Pure; one generator, one thread. */
#ifndef FEED_SIM_RANDOM_H
#define FEED_SIM_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

struct sim_random {
    uint64_t state;
};

void sim_random_seed(struct sim_random *random, uint64_t seed);
uint64_t sim_random_bits(struct sim_random *random);
double sim_random_unit(struct sim_random *random);           /* 0 <= x < 1 */
bool sim_random_chance(struct sim_random *random, double p); /* true with probability p */
/* low <= x <= high */
int64_t sim_random_between(struct sim_random *random, int64_t low, int64_t high);
double sim_random_exponential(struct sim_random *random, double mean);
/* By its own mean and coefficient of variation, not those of the logarithm. */
double sim_random_lognormal(struct sim_random *random, double mean, double variation);

#endif
