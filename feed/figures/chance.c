/* Quantiles of a share. */
#include "acdfeed/chance.h"

#include <math.h>

enum { TERMS_MOST = 300, HALVINGS = 40 };

static double never_nothing(double x)
{
    return fabs(x) < 1e-300 ? 1e-300 : x;
}

/* The continued fraction of DLMF 8.17.22 by the method of Lentz: two coefficients a turn. */
static double fraction(double a, double b, double x)
{
    double c = 1, d = 1 / never_nothing(1 - (a + b) * x / (a + 1)), value = d;

    for (int m = 1; m <= TERMS_MOST; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), turn;

        d = 1 / never_nothing(1 + even * d);
        c = never_nothing(1 + even / c);
        value *= c * d;
        d = 1 / never_nothing(1 + odd * d);
        c = never_nothing(1 + odd / c);
        turn = c * d;
        value *= turn;
        if (fabs(turn - 1) < 1e-12)
            break;
    }
    return value;
}

/* The chance that a Beta(a, b) is at most x.  The fraction is quick below the mean; above it the other
 * end is reckoned. */
static double below(double a, double b, double x)
{
    double front;

    if (x <= 0 || x >= 1)
        return x <= 0 ? 0 : 1;
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x));
    return x < (a + 1) / (a + b + 2) ? front * fraction(a, b, x) / a : 1 - front * fraction(b, a, 1 - x) / b;
}

double acd_chance_share(double mean, double variance, double p)
{
    double both = variance > 0 ? mean * (1 - mean) / variance - 1 : 0, low = 0, high = 1;

    if (mean <= 0 || mean >= 1 || variance <= 0)
        return fmin(fmax(mean, 0), 1);
    if (both <= 0)
        return p < 1 - mean ? 0 : 1;
    for (int i = 0; i < HALVINGS; i++) {
        double middle = (low + high) / 2;
        *(below(mean * both, (1 - mean) * both, middle) < p ? &low : &high) = middle;
    }
    return (low + high) / 2;
}
