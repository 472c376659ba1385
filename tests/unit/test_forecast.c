/* Re-forecasts against their worked cases: day, week and year. */
#include "acdfeed/forecast.h"
#include "acdfeed/macros.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

/* Whole calls as people read them: rounded, since 13,260.87 reads 13,261. */
static long shown(struct acd_figure figure)
{
    assert_int_equal(figure.is, ACD_FIGURE_VALUE);
    return lround(figure.value);
}

static void test_a_day_from_its_morning(void **state)
{
    (void)state;
    struct acd_figure day = acd_forecast_whole(402, 0.18);

    assert_int_equal(shown(day), 2233);
    assert_int_equal(day.sample, 402);
    assert_int_equal(shown(acd_forecast_part(day, 0.066)), 147);
}

static void test_a_week_from_its_monday(void **state)
{
    (void)state;
    struct acd_figure week = acd_forecast_whole(3050, 0.23);

    assert_true(fabs(week.value - 13260.87) < 0.01);
    assert_int_equal(shown(week), 13261);
    assert_int_equal(shown(acd_forecast_part(week, 0.17)), 2254);
}

static void test_an_interval_from_a_year(void **state)
{
    (void)state;
    struct acd_figure year = {.is = ACD_FIGURE_VALUE, .value = 806400};
    struct acd_figure month = acd_forecast_part(year, 0.071);
    struct acd_figure monday = acd_forecast_day(month, 31, 1.469);

    assert_int_equal(shown(month), 57254);
    assert_int_equal(shown(acd_forecast_day(month, 31, 1)), 1847);
    assert_int_equal(shown(monday), 2713);
    assert_int_equal(shown(acd_forecast_part(monday, 0.055)), 149);
}

static void test_a_day_against_its_plan(void **state)
{
    (void)state;
    static const int64_t planned[] = {10, 40, 50, 60, 40};

    assert_int_equal(shown(acd_forecast_plan(planned, 5, 3, 150)), 300);
    assert_int_equal(shown(acd_forecast_plan(planned, 5, 5, 200)), 200);
    assert_int_equal(acd_forecast_plan(planned, 5, 0, 0).is, ACD_FIGURE_UNDEFINED);
    assert_int_equal(acd_forecast_plan(planned, 5, 6, 0).is, ACD_FIGURE_UNKNOWN);
    assert_int_equal(acd_forecast_plan((const int64_t[]){-1, 5}, 2, 1, 3).is, ACD_FIGURE_UNKNOWN);
    assert_int_equal(acd_forecast_plan((const int64_t[]){0, 0}, 2, 1, 3).is, ACD_FIGURE_UNDEFINED);
}

static void test_wrong_numbers_make_no_forecast(void **state)
{
    (void)state;
    static const double wrong[] = {-0.1, NAN, INFINITY};
    const struct acd_figure whole = {.is = ACD_FIGURE_VALUE, .value = 100};

    for (size_t i = 0; i < ACD_COUNT_OF(wrong); i++) {
        assert_int_equal(acd_forecast_whole(wrong[i], 0.5).is, ACD_FIGURE_UNKNOWN);
        assert_int_equal(acd_forecast_whole(5, wrong[i]).is, ACD_FIGURE_UNKNOWN);
        assert_int_equal(acd_forecast_part(whole, wrong[i]).is, ACD_FIGURE_UNKNOWN);
        assert_int_equal(acd_forecast_day(whole, 30, wrong[i]).is, ACD_FIGURE_UNKNOWN);
        assert_int_equal(acd_forecast_plan((const int64_t[]){1, 5}, 2, 1, wrong[i]).is,
                         ACD_FIGURE_UNKNOWN);
    }
    assert_int_equal(acd_forecast_whole(5, 1.1).is, ACD_FIGURE_UNKNOWN);
    assert_int_equal(acd_forecast_part(whole, 1.1).is, ACD_FIGURE_UNKNOWN);
    assert_int_equal(acd_forecast_day(whole, 27, 1).is, ACD_FIGURE_UNKNOWN);
    assert_int_equal(acd_forecast_day(whole, 32, 1).is, ACD_FIGURE_UNKNOWN);
    assert_int_equal(acd_forecast_whole(5, 0).is, ACD_FIGURE_UNDEFINED);
    assert_int_equal(acd_forecast_whole(1e300, 1e-300).is, ACD_FIGURE_UNDEFINED);
    assert_int_equal(acd_forecast_part(acd_forecast_whole(5, 0), 0.5).is, ACD_FIGURE_UNDEFINED);
    assert_int_equal(acd_forecast_part((struct acd_figure){.is = ACD_FIGURE_UNKNOWN}, 0.5).is,
                     ACD_FIGURE_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_day_from_its_morning),
        cmocka_unit_test(test_a_week_from_its_monday),
        cmocka_unit_test(test_an_interval_from_a_year),
        cmocka_unit_test(test_a_day_against_its_plan),
        cmocka_unit_test(test_wrong_numbers_make_no_forecast),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
