/* The plan's advice, followed by keys, against doing nothing, on a few of the seeds that the benchmark
 * `plan` measures in full. */
#include "tests/support/bad_hour.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

enum { SEEDS = 4 };

static void test_the_plan_helps(void **state)
{
    (void)state;
    double level = 0, all = 0, waiting = 0, error = 0, bias = 0;
    int predictions = 0, done = 0;

    for (int seed = 1; seed <= SEEDS; seed++) {
        struct bad_hour alone = bad_hour_run((uint64_t)seed, false), helped = bad_hour_run((uint64_t)seed, true);

        level += (helped.level - alone.level) / SEEDS;
        all += (helped.level_all - alone.level_all) / SEEDS;
        waiting += (helped.waiting - alone.waiting) / SEEDS;
        done += helped.done;
    }
    for (int seed = 1; seed <= 3 * SEEDS; seed++) {
        struct bad_hour even = even_hour_run((uint64_t)seed);

        error += even.error_abs;
        bias += even.error;
        predictions += even.predictions;
    }
    printf("%d measures: level %+.1f points, of all callers %+.1f, waiting %+.1f; outlooks %.1f points off\n",
           done, 100 * level, 100 * all, waiting, 100 * error / predictions);
    assert_true(done > 0);
    assert_true(level > 0.05);
    assert_true(all > 0);
    assert_true(waiting < 0);
    assert_true(predictions > 0 && error / predictions < 0.27 && fabs(bias / predictions) < 0.1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_the_plan_helps)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
