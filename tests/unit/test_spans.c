/* Spans against a plain list of all events, counted anew at every reading. */
#include "acdfeed/macros.h"
#include "feed/tallies/spans.h"
#include "acdfeed/zone.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <unistd.h>

#define MINUTE INT64_C(60000)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define T0 INT64_C(1774656000000) /* 2026-03-28 00:00 UTC */

static const struct spans_options half_hours = {.window_ms = 5 * MINUTE, .interval_ms = 30 * MINUTE};

static const uint64_t all = (UINT64_C(1) << ACD_TALLY_FIELDS) - 1;

static void test_a_window_forgets(void **state)
{
    (void)state;
    struct spans *s = spans_new(&half_hours, T0);
    struct acd_tally w, i, d;

    spans_supply(s, all);
    spans_add(s, T0 + 1000, ACD_TALLY_OFFERED, 2);
    spans_peak(s, T0 + 1000, 9000);
    spans_peak(s, T0 + 200000, 4000);
    spans_read(s, T0 + 1000 + 5 * MINUTE - 5000, &w, &i, &d);
    assert_int_equal(w.offered, 2);
    assert_int_equal(w.wait_max_ms, 9000);
    spans_read(s, T0 + 1000 + 5 * MINUTE, &w, &i, &d);
    assert_int_equal(w.offered, 0);
    assert_int_equal(w.wait_max_ms, 4000);
    assert_int_equal(i.offered, 2);
    assert_int_equal(d.offered, 2);
    assert_int_equal(d.wait_max_ms, 9000);
    spans_read(s, T0 + 30 * MINUTE, &w, &i, &d);
    assert_int_equal(i.offered, 0);
    assert_int_equal(w.wait_max_ms, 0);
    assert_int_equal(d.offered, 2);
    spans_read(s, T0 + DAY, &w, &i, &d);
    assert_int_equal(d.offered, 0);
    spans_free(s);
}

static void test_what_is_not_supplied_is_unknown(void **state)
{
    (void)state;
    struct spans *s = spans_new(&half_hours, T0);
    struct acd_tally w, i, d;

    spans_supply(s, ACD_BIT(ACD_TALLY_OFFERED));
    spans_add(s, T0, ACD_TALLY_TALK, 5000);
    spans_peak(s, T0, 5000);
    spans_read(s, T0 + 1, &w, &i, &d);
    assert_int_equal(w.known, ACD_BIT(ACD_TALLY_SPAN) | ACD_BIT(ACD_TALLY_OFFERED));
    assert_int_equal(w.talk_ms, 0);
    assert_int_equal(d.wait_max_ms, 0);
    spans_free(s);
}

static void test_a_span_says_how_long_was_counted(void **state)
{
    (void)state;
    struct spans *s = spans_new(&half_hours, T0 + 10 * HOUR + 12 * MINUTE);
    struct acd_tally w, i, d;

    spans_read(s, T0 + 10 * HOUR + 14 * MINUTE, &w, &i, &d);
    assert_int_equal(w.span_ms, 2 * MINUTE);
    assert_int_equal(i.span_ms, 2 * MINUTE);
    assert_int_equal(d.span_ms, 2 * MINUTE);
    spans_read(s, T0 + 11 * HOUR + 14 * MINUTE, &w, &i, &d);
    assert_int_equal(w.span_ms, 5 * MINUTE);
    assert_int_equal(i.span_ms, 14 * MINUTE);
    assert_int_equal(d.span_ms, 62 * MINUTE);
    spans_read(s, T0 + DAY + HOUR, &w, &i, &d);
    assert_int_equal(d.span_ms, HOUR);
    spans_free(s);
}

static void test_late_events_count_where_they_belong(void **state)
{
    (void)state;
    struct spans *s = spans_new(&half_hours, T0);
    struct acd_tally w, i, d;

    spans_supply(s, all);
    spans_add(s, T0 + HOUR + MINUTE, ACD_TALLY_OFFERED, 1);
    spans_add(s, T0 + HOUR - MINUTE, ACD_TALLY_OFFERED, 10);       /* the interval before */
    spans_add(s, T0 + HOUR - 20 * MINUTE, ACD_TALLY_OFFERED, 100); /* older than the window */
    spans_add(s, T0 - MINUTE, ACD_TALLY_OFFERED, 1000);            /* yesterday */
    spans_read(s, T0, &w, &i, &d);
    assert_int_equal(w.offered, 11);
    assert_int_equal(i.offered, 1);
    assert_int_equal(d.offered, 111);
    spans_free(s);
}

/* A plain model: every event kept, every sum counted anew. */
struct event {
    int64_t t, amount;
};

static int64_t sum_from(const struct event *events, int n, int64_t from)
{
    int64_t sum = 0;

    for (int i = 0; i < n; i++)
        if (events[i].t >= from)
            sum += events[i].amount;
    return sum;
}

static int64_t peak_from(const struct event *events, int n, int64_t from)
{
    int64_t peak = 0;

    for (int i = 0; i < n; i++)
        if (events[i].t >= from && events[i].amount > peak)
            peak = events[i].amount;
    return peak;
}

static void check_stream(int seed, const struct spans_options *options)
{
    enum { N = 1500 };
    static struct event events[N];
    int64_t bucket_ms = (options->window_ms + 59) / 60, t = T0 + 7 * HOUR;
    struct spans *s = spans_new(options, t);

    srand((unsigned)seed);
    spans_supply(s, all);
    for (int n = 0; n < N; n++) {
        struct acd_tally w, i, d;
        int64_t from;

        t += rand() % 20 == 0 ? rand() % (2 * HOUR) : rand() % (20 * 1000);
        events[n] = (struct event){t, rand() % 1000};
        spans_add(s, t, ACD_TALLY_WAIT, events[n].amount);
        spans_peak(s, t, events[n].amount);
        spans_read(s, t, &w, &i, &d);
        from = (t / bucket_ms - 59) * bucket_ms;
        assert_true(from > t - options->window_ms - bucket_ms && from <= t - options->window_ms + bucket_ms);
        assert_int_equal(w.wait_ms, sum_from(events, n + 1, from));
        assert_int_equal(w.wait_max_ms, peak_from(events, n + 1, from));
        from = t / options->interval_ms * options->interval_ms;
        assert_int_equal(i.wait_ms, sum_from(events, n + 1, from));
        assert_int_equal(i.wait_max_ms, peak_from(events, n + 1, from));
        from = acd_zone_day(options->zone, t, options->day_start_ms).start;
        assert_int_equal(d.wait_ms, sum_from(events, n + 1, from));
        assert_int_equal(d.wait_max_ms, peak_from(events, n + 1, from));
    }
    spans_free(s);
}

static void test_against_a_plain_model(void **state)
{
    (void)state;
    static const struct spans_options options[] = {
        {.window_ms = 5 * MINUTE, .interval_ms = 30 * MINUTE},
        {.window_ms = MINUTE, .interval_ms = 15 * MINUTE, .day_start_ms = 5 * HOUR},
        {.window_ms = 77777, .interval_ms = MINUTE, .day_start_ms = DAY - 1},
        {.window_ms = DAY, .interval_ms = HOUR},
    };
    for (size_t i = 0; i < ACD_COUNT_OF(options); i++)
        for (int seed = 1; seed <= 3; seed++)
            check_stream(seed, &options[i]);
}

static void test_times_before_1970(void **state)
{
    (void)state;
    struct spans *s = spans_new(&half_hours, -DAY - 1);
    struct acd_tally w, i, d;

    spans_supply(s, all);
    spans_add(s, -DAY - 1, ACD_TALLY_OFFERED, 1);
    spans_add(s, -DAY, ACD_TALLY_OFFERED, 1);
    spans_read(s, -DAY, &w, &i, &d);
    assert_int_equal(w.offered, 2);
    assert_int_equal(d.offered, 1);
    spans_free(s);
}

static struct acd_zone *open_or_skip(const char *name)
{
    struct acd_zone *zone = acd_zone_open(name, NULL);

    if (!zone && access("/usr/share/zoneinfo", X_OK) != 0) {
        print_message("skipped: no zone data on this machine\n");
        skip();
    }
    assert_non_null(zone);
    return zone;
}

/* One event a minute through the whole day: the day's count is its length. */
static void count_minutes(const char *tz, int64_t t, int64_t minutes)
{
    struct acd_zone *zone = open_or_skip(tz);
    struct spans_options options = half_hours;
    struct acd_zone_day day = acd_zone_day(zone, t, 0);
    struct acd_tally w, i, d;
    struct spans *s;

    options.zone = zone;
    s = spans_new(&options, day.start - HOUR);
    spans_supply(s, all);
    for (t = day.start - HOUR; t < day.end; t += MINUTE)
        spans_add(s, t, ACD_TALLY_OFFERED, 1);
    spans_read(s, day.end - 1, &w, &i, &d);
    assert_int_equal(d.offered, minutes);
    assert_int_equal(d.span_ms, minutes * MINUTE - 1);
    assert_int_equal(i.offered, 30);
    spans_read(s, day.end, &w, &i, &d);
    assert_int_equal(d.offered, 0);
    assert_int_equal(i.offered, 0);
    spans_free(s);
    acd_zone_close(zone);
}

static void test_days_when_clocks_change(void **state)
{
    (void)state;
    count_minutes("Europe/Berlin", T0 + DAY + 12 * HOUR, 23 * 60);
    count_minutes("Europe/Berlin", T0 + 211 * DAY + 12 * HOUR, 25 * 60);
    count_minutes("Australia/Lord_Howe", T0 + 7 * DAY + 20 * HOUR, 24 * 60 + 30);
    count_minutes("Asia/Kathmandu", T0 + DAY, 24 * 60);
    count_minutes("America/St_Johns", T0 - 20 * DAY + 12 * HOUR, 23 * 60);
}

static void test_intervals_follow_the_local_clock(void **state)
{
    (void)state;
    struct acd_zone *zone = open_or_skip("Asia/Kathmandu"); /* 5:45 before UTC */
    struct spans_options options = half_hours;
    struct acd_tally w, i, d;
    struct spans *s;

    options.zone = zone;
    s = spans_new(&options, T0);
    spans_supply(s, all);
    spans_add(s, T0 + 14 * MINUTE, ACD_TALLY_OFFERED, 1);
    spans_add(s, T0 + 15 * MINUTE, ACD_TALLY_OFFERED, 10); /* 06:00 there */
    spans_read(s, T0 + 44 * MINUTE, &w, &i, &d);
    assert_int_equal(i.offered, 10);
    spans_read(s, T0 + 45 * MINUTE, &w, &i, &d);
    assert_int_equal(i.offered, 0);
    spans_free(s);
    acd_zone_close(zone);
}

/* Clocks that go back by half an hour end an interval of an hour; the next begins there. */
static void test_a_change_of_clocks_ends_an_interval(void **state)
{
    (void)state;
    struct acd_zone *zone = open_or_skip("Australia/Lord_Howe");
    struct spans_options options = {.window_ms = 5 * MINUTE, .interval_ms = HOUR, .zone = zone};
    int64_t change = T0 + 7 * DAY + 15 * HOUR; /* 02:00 becomes 01:30 */
    struct acd_tally w, i, d;
    struct spans *s = spans_new(&options, change - 2 * HOUR);

    spans_supply(s, all);
    spans_add(s, change - 1, ACD_TALLY_OFFERED, 1);
    spans_read(s, change - 1, &w, &i, &d);
    assert_int_equal(i.offered, 1);
    assert_int_equal(i.span_ms, HOUR - 1);
    spans_read(s, change, &w, &i, &d);
    assert_int_equal(i.offered, 0);
    assert_int_equal(i.span_ms, 0);
    spans_read(s, change + HOUR / 2 - 1, &w, &i, &d);
    assert_int_equal(i.span_ms, HOUR / 2 - 1);
    spans_read(s, change + HOUR / 2, &w, &i, &d);
    assert_int_equal(i.span_ms, 0);
    spans_free(s);
    acd_zone_close(zone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_window_forgets),
        cmocka_unit_test(test_what_is_not_supplied_is_unknown),
        cmocka_unit_test(test_a_span_says_how_long_was_counted),
        cmocka_unit_test(test_late_events_count_where_they_belong),
        cmocka_unit_test(test_against_a_plain_model),
        cmocka_unit_test(test_times_before_1970),
        cmocka_unit_test(test_days_when_clocks_change),
        cmocka_unit_test(test_intervals_follow_the_local_clock),
        cmocka_unit_test(test_a_change_of_clocks_ends_an_interval),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
