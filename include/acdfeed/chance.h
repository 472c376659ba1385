/* What chance makes of a share.  Pure, thread-safe. */
#ifndef ACDFEED_CHANCE_H
#define ACDFEED_CHANCE_H

/* The share 0..1 that a random share with this mean (0..1) and variance (>= 0) stays below with
 * probability p (0 < p < 1), taken as Beta-distributed: the usual choice for a share of which no more
 * is known.  A variance of nothing answers the mean; one that no share of this mean can have
 * (mean (1 - mean) and more) answers 0 or 1.
 *
 * Source: the incomplete Beta function by its continued fraction, NIST Digital Library of Mathematical
 * Functions 8.17.22, inverted by halving. */
double acd_chance_share(double mean, double variance, double p);

#endif
