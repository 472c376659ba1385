/* A trend against a table of told values, and against a plain list of half minutes. */
#include "acdfeed/macros.h"
#include "console/model/trend.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { HALF = TREND_POINT_MS };

static void reads(const struct trend *trend, int64_t now_ms, int n, const double *want)
{
    double got[TREND_POINTS];

    trend_read(trend, now_ms, n, got);
    for (int i = 0; i < n; i++)
        assert_int_equal((int)got[i], (int)want[i]);
}

static void test_an_empty_trend_knows_nothing(void **state)
{
    (void)state;
    struct trend trend = {.newest = 0};
    double want[TREND_POINTS];

    for (int i = 0; i < TREND_POINTS; i++)
        want[i] = -1;
    reads(&trend, 0, TREND_POINTS, want);
    reads(&trend, INT64_MAX / 2, TREND_POINTS, want);
}

static void test_a_point_is_the_highest_of_its_half_minute(void **state)
{
    (void)state;
    struct trend trend = {.newest = 0};

    trend_tell(&trend, 0, 3);
    trend_tell(&trend, 10000, 7);
    trend_tell(&trend, 29999, 2);
    reads(&trend, 29999, 2, (double[]){-1, 7});
    trend_tell(&trend, 30000, 0);
    reads(&trend, 30000, 3, (double[]){-1, 7, 0});
}

static void test_what_was_not_known_is_a_gap(void **state)
{
    (void)state;
    struct trend trend = {.newest = 0};

    trend_tell(&trend, 5 * HALF, 4);
    trend_tell(&trend, 6 * HALF, -1);
    trend_tell(&trend, 9 * HALF, 1);
    reads(&trend, 10 * HALF, 7, (double[]){-1, 4, -1, -1, -1, 1, -1});
    trend_tell(&trend, 9 * HALF + 1, -1); /* known a moment ago: the half minute keeps it */
    reads(&trend, 9 * HALF, 1, (double[]){1});
}

static void test_a_long_silence_leaves_nothing_old(void **state)
{
    (void)state;
    struct trend trend = {.newest = 0};

    for (int i = 0; i < TREND_POINTS; i++)
        trend_tell(&trend, (int64_t)i * HALF, 9);
    trend_tell(&trend, INT64_C(1000) * HALF, 5);
    reads(&trend, INT64_C(1000) * HALF, 3, (double[]){-1, -1, 5});
    trend_tell(&trend, 0, 8); /* time does not go back */
    reads(&trend, INT64_C(1000) * HALF, 2, (double[]){-1, 5});
    trend_tell(&trend, INT64_C(1001) * HALF, 100000);
    reads(&trend, INT64_C(1001) * HALF, 1, (double[]){INT16_MAX});
}

static void test_against_a_plain_list(void **state)
{
    (void)state;
    enum { LENGTH = 400 };
    static int list[LENGTH];
    struct trend trend = {.newest = 0};
    unsigned seed = getenv("ACD_SEED") ? (unsigned)atoi(getenv("ACD_SEED")) : 1;
    int64_t now = 0;

    memset(list, -1, sizeof(list));
    srand(seed);
    while (now / HALF < LENGTH) {
        int value = rand() % 6 - 1;
        int *at = &list[now / HALF];
        double got[TREND_POINTS];

        *at = value > *at ? value : *at;
        trend_tell(&trend, now, value);
        trend_read(&trend, now, TREND_POINTS, got);
        for (int i = 0; i < TREND_POINTS; i++) {
            int64_t number = now / HALF - TREND_POINTS + 1 + i;

            assert_int_equal((int)got[i], number < 0 ? -1 : list[number]);
        }
        now += rand() % (rand() % 40 == 0 ? 80 * HALF : HALF);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_empty_trend_knows_nothing),
        cmocka_unit_test(test_a_point_is_the_highest_of_its_half_minute),
        cmocka_unit_test(test_what_was_not_known_is_a_gap),
        cmocka_unit_test(test_a_long_silence_leaves_nothing_old),
        cmocka_unit_test(test_against_a_plain_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
