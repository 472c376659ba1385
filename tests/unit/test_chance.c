/* Quantiles of a share against values that can be had in closed form. */
#include "acdfeed/chance.h"
#include "tests/support/cases.h"

#include <math.h>

static void near(double found, double expected)
{
    if (!(fabs(found - expected) < 1e-6))
        fail_msg("%.9f, expected %.9f", found, expected);
}

static void even_chances_are_a_straight_line(void **state)
{
    (void)state; /* Beta(1, 1): mean 1/2, variance 1/12 */
    for (double p = 0.05; p < 1; p += 0.1)
        near(acd_chance_share(0.5, 1.0 / 12, p), p);
}

/* Beta(a, 1) is at most x with probability x^a. */
static void powers_are_roots(void **state)
{
    (void)state;
    static const double powers[] = {0.2, 0.5, 2, 3, 9, 40};
    for (unsigned i = 0; i < sizeof powers / sizeof powers[0]; i++) {
        double a = powers[i], mean = a / (a + 1), variance = a / ((a + 1) * (a + 1) * (a + 2));
        for (double p = 0.1; p < 1; p += 0.2) {
            near(acd_chance_share(mean, variance, p), pow(p, 1 / a));
            near(acd_chance_share(1 - mean, variance, p), 1 - pow(1 - p, 1 / a));
        }
    }
}

/* Of little variance it is the normal distribution: 1.2816 deviations hold 90 %. */
static void little_variance_is_normal(void **state)
{
    (void)state;
    double share = acd_chance_share(0.5, 1e-6, 0.9);
    assert_true(fabs(share - 0.5 - 1.2816e-3) < 1e-6);
}

static void ends_are_kept(void **state)
{
    (void)state;
    near(acd_chance_share(0, 0.1, 0.9), 0);
    near(acd_chance_share(1, 0.1, 0.1), 1);
    near(acd_chance_share(0.3, 0, 0.1), 0.3);
    near(acd_chance_share(0.3, 0.5, 0.6), 0); /* all or nothing: 0 with 70 % */
    near(acd_chance_share(0.3, 0.5, 0.8), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(even_chances_are_a_straight_line),
        cmocka_unit_test(powers_are_roots),
        cmocka_unit_test(little_variance_is_normal),
        cmocka_unit_test(ends_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
