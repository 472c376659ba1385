/* Zones against their published changes, against synthetic data, and against broken bytes. */
#include "acdfeed/macros.h"
#include "acdfeed/zone.h"
#include "feed/wire/zone_rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define HOUR INT64_C(3600000)
#define DAY (24 * HOUR)

/* UTC */
static int64_t at(int year, int month, int day, int hour, int minute)
{
    struct tm tm = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day, .tm_hour = hour,
                    .tm_min = minute};

    return (int64_t)timegm(&tm) * 1000;
}

/* --- synthetic files ----------------------------------------------------------------------- */

struct file {
    unsigned char bytes[4096];
    size_t n;
};

static void put(struct file *f, uint64_t value, int bytes)
{
    for (int i = bytes - 1; i >= 0; i--)
        f->bytes[f->n++] = (unsigned char)(value >> (8 * i));
}

static void put_header(struct file *f, uint32_t n_times, uint32_t n_types)
{
    memcpy(f->bytes + f->n, "TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 20);
    f->n += 20;
    put(f, 0, 4);
    put(f, 0, 4);
    put(f, 0, 4);
    put(f, n_times, 4);
    put(f, n_types, 4);
    put(f, 4, 4);
}

static void put_type(struct file *f, int32_t offset_s)
{
    put(f, (uint32_t)offset_s, 4);
    put(f, 0, 2);
}

/* Two offsets, changes between them at the given seconds. */
static struct file synthetic(int32_t first_s, int32_t second_s, const int64_t *times, uint32_t n,
                             const char *rule)
{
    struct file f = {.n = 0};

    put_header(&f, 0, 1);
    put_type(&f, 0);
    put(&f, 0, 4);
    put_header(&f, n, 2);
    for (uint32_t i = 0; i < n; i++)
        put(&f, (uint64_t)times[i], 8);
    for (uint32_t i = 0; i < n; i++)
        put(&f, (i + 1) % 2, 1);
    put_type(&f, first_s);
    put_type(&f, second_s);
    put(&f, 0, 4);
    memcpy(f.bytes + f.n, rule, strlen(rule));
    f.n += strlen(rule);
    return f;
}

static struct acd_zone *parse(const struct file *f)
{
    struct acd_fault why = {.text = ""};
    struct acd_zone *zone = acd_zone_parse(f->bytes, f->n, &why);

    if (!zone)
        print_error("%s\n", why.text);
    assert_non_null(zone);
    return zone;
}

static void is_stretch(const struct acd_zone *zone, int64_t t, int64_t from, int64_t until, int64_t off)
{
    struct acd_zone_stretch s = acd_zone_at(zone, t);

    assert_int_equal(s.from, from);
    assert_int_equal(s.until, until);
    assert_int_equal(s.offset_ms, off);
}

static void test_changes_of_a_table(void **state)
{
    (void)state;
    struct file f = synthetic(3600, 7200, (int64_t[]){1000, 2000}, 2, "\n\n");
    struct acd_zone *zone = parse(&f);

    is_stretch(zone, INT64_MIN, INT64_MIN, 1000000, HOUR);
    is_stretch(zone, 999999, INT64_MIN, 1000000, HOUR);
    is_stretch(zone, 1000000, 1000000, 2000000, 2 * HOUR);
    is_stretch(zone, 2000000, 2000000, INT64_MAX, HOUR);
    is_stretch(zone, INT64_MAX, 2000000, INT64_MAX, HOUR);
    acd_zone_close(zone);
}

static void test_the_rule_follows_the_table(void **state)
{
    (void)state;
    int64_t last = at(2020, 12, 1, 0, 0) / 1000;
    struct file f = synthetic(3600, 0, &last, 1, "\nCET-1CEST,M3.5.0,M10.5.0/3\n");
    struct acd_zone *zone = parse(&f);

    is_stretch(zone, at(2020, 7, 1, 0, 0), INT64_MIN, last * 1000, HOUR);
    is_stretch(zone, last * 1000, last * 1000, at(2021, 3, 28, 1, 0), HOUR);
    is_stretch(zone, at(2026, 7, 1, 0, 0), at(2026, 3, 29, 1, 0), at(2026, 10, 25, 1, 0), 2 * HOUR);
    is_stretch(zone, at(2026, 12, 31, 23, 59), at(2026, 10, 25, 1, 0), at(2027, 3, 28, 1, 0), HOUR);
    acd_zone_close(zone);
}

static void test_without_a_zone_it_is_utc(void **state)
{
    (void)state;
    struct acd_zone *utc = acd_zone_open("", NULL);

    is_stretch(NULL, 5, INT64_MIN, INT64_MAX, 0);
    is_stretch(utc, 5, INT64_MIN, INT64_MAX, 0);
    assert_int_equal(acd_zone_day(NULL, DAY + 5, 0).start, DAY);
    assert_int_equal(acd_zone_day(NULL, -5, 0).start, -DAY);
    assert_int_equal(acd_zone_day(NULL, DAY + 5, 6 * HOUR).start, 6 * HOUR);
    assert_int_equal(acd_zone_day(NULL, DAY + 5, 6 * HOUR).end, DAY + 6 * HOUR);
    acd_zone_close(utc);
}

static void test_broken_files_are_refused(void **state)
{
    (void)state;
    struct file good = synthetic(3600, 7200, (int64_t[]){1000, 2000}, 2, "\nUTC0\n");
    struct acd_fault why;
    struct file f;

    for (size_t n = 0; n < good.n; n++) {
        unsigned char *cut = malloc(n ? n : 1);

        memcpy(cut, good.bytes, n);
        assert_null(acd_zone_parse(cut, n, &why));
        assert_true(why.text[0] != '\0');
        free(cut);
    }
    f = synthetic(3600, 7200, (int64_t[]){2000, 1000}, 2, "\n\n");
    assert_null(acd_zone_parse(f.bytes, f.n, &why));
    f = synthetic(100 * 3600, 7200, (int64_t[]){1000}, 1, "\n\n");
    assert_null(acd_zone_parse(f.bytes, f.n, &why));
    f = synthetic(0, 0, NULL, 0, "\nrubbish\n");
    assert_null(acd_zone_parse(f.bytes, f.n, &why));
    f = good;
    memset(f.bytes + 20, 0xff, 24); /* counts of four billion */
    assert_null(acd_zone_parse(f.bytes, f.n, &why));
}

static void test_random_bytes_do_no_harm(void **state)
{
    (void)state;
    struct file good = synthetic(3600, 7200, (int64_t[]){1000, 2000}, 2,
                                 "\nCET-1CEST,M3.5.0,M10.5.0/3\n");
    srand(7);
    for (int i = 0; i < 20000; i++) {
        struct file f = good;
        struct acd_zone *zone;

        for (int flips = rand() % 4; flips >= 0; flips--)
            f.bytes[(size_t)rand() % f.n] = (unsigned char)rand();
        zone = acd_zone_parse(f.bytes, f.n, NULL);
        if (zone) {
            struct acd_zone_day day = acd_zone_day(zone, 1500000, 3 * HOUR);

            assert_true(day.start <= 1500000 && 1500000 < day.end);
        }
        acd_zone_close(zone);
    }
}

static const struct rule_case {
    const char *text;
    bool good;
} rule_cases[] = {
    {"UTC0", true}, {"<+0545>-5:45", true}, {"NST3:30NDT,M3.2.0,M11.1.0", true},
    {"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", true}, {"EST5EDT,0/0,J365/25", true},
    {"<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", true}, {"A0", false}, {"", false}, {"UTC", false},
    {"CET-1CEST", false}, {"CET-1CEST,M3.5.0", false}, {"CET-1CEST,M0.5.0,M1.1.1", false},
    {"CET-1CEST,M13.5.0,M1.1.1", false}, {"CET-1CEST,M3.6.0,M1.1.1", false},
    {"CET-1CEST,J0,J5", false}, {"CET-1CEST,M3.5.0,M10.5.0/3x", false}, {"CET-99", false},
    {"<+05-5", false}, {"UTC0:", false}, {"UTC0:00:", false}, {"CET-1CEST,M3.5.0/168,M10.5.0", false},
    {"CET-1CEST,366,5", false},
};

static void test_rules(void **state)
{
    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(rule_cases); i++) {
        struct zone_rule rule;
        const struct rule_case *c = &rule_cases[i];

        if (zone_rule_parse(&rule, c->text, strlen(c->text)) != c->good)
            fail_msg("%s", c->text);
    }
}

static void test_days_of_a_rule(void **state)
{
    (void)state;
    static const struct {
        const char *rule;
        int64_t from_s; /* of summer, 2024 */
    } cases[] = {
        {"STD0DST,J60/0,J300/0", 1709251200}, /* J60 is March 1 in leap years too */
        {"STD0DST,59/0,300/0", 1709164800},   /* day 59 is February 29 in a leap year */
        {"STD0DST,M2.5.4/0,M10.1.0", 1709164800},
        {"STD0DST,M3.1.5/-24,M10.1.0", 1709164800},
    };
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct zone_rule rule;
        struct zone_rule_stretch s;

        assert_true(zone_rule_parse(&rule, cases[i].rule, strlen(cases[i].rule)));
        s = zone_rule_at(&rule, at(2024, 7, 1, 0, 0) / 1000);
        assert_int_equal(s.from_s, cases[i].from_s);
        assert_int_equal(s.offset_s, 3600);
    }
}

/* South of the equator the year turns in summer: no year, first or last day, may be taken for another. */
static void test_a_summer_over_the_turn_of_the_year(void **state)
{
    (void)state;
    static const char south[] = "AEST-10AEDT,M10.1.0,M4.1.0/3", december[] = "WIN3SUM,M12.5.0/0,M2.1.0/0";
    struct zone_rule rule;

    assert_true(zone_rule_parse(&rule, south, sizeof south - 1));
    for (int year = 1970; year < 2500; year++) {
        struct zone_rule_stretch last = zone_rule_at(&rule, at(year, 12, 31, 12, 0) / 1000);
        struct zone_rule_stretch first = zone_rule_at(&rule, at(year + 1, 1, 1, 12, 0) / 1000);
        if (last.offset_s != 11 * 3600 || first.offset_s != 11 * 3600 || last.from_s != first.from_s ||
            last.until_s != first.until_s)
            fail_msg("at the end of %d", year);
    }
    assert_true(zone_rule_parse(&rule, december, sizeof december - 1));
    struct zone_rule_stretch summer = zone_rule_at(&rule, at(2025, 1, 10, 0, 0) / 1000);
    assert_int_equal(summer.from_s, at(2024, 12, 29, 3, 0) / 1000); /* its last Sunday */
    assert_int_equal(summer.until_s, at(2025, 2, 2, 2, 0) / 1000);
    assert_int_equal(summer.offset_s, -2 * 3600);
}

/* --- the zones of this machine --------------------------------------------------------------- */

static struct acd_zone *open_or_skip(const char *name)
{
    struct acd_fault why;
    struct acd_zone *zone = acd_zone_open(name, &why);

    if (!zone && access("/usr/share/zoneinfo", X_OK) != 0) {
        print_message("skipped: %s\n", why.text);
        skip();
    }
    if (!zone)
        print_error("%s\n", why.text);
    assert_non_null(zone);
    return zone;
}

static void test_offsets_of_real_zones(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int month, day, hour, minute;
        int64_t offset_min;
    } cases[] = {
        {"Europe/Berlin", 3, 29, 0, 59, 60},      {"Europe/Berlin", 3, 29, 1, 0, 120},
        {"Europe/Berlin", 10, 25, 0, 59, 120},    {"Europe/Berlin", 10, 25, 1, 0, 60},
        {"Asia/Kathmandu", 7, 1, 0, 0, 345},      {"America/St_Johns", 1, 1, 0, 0, -210},
        {"America/St_Johns", 3, 8, 5, 30, -150},  {"America/St_Johns", 3, 8, 5, 29, -210},
        {"Australia/Lord_Howe", 1, 1, 0, 0, 660}, {"Australia/Lord_Howe", 7, 1, 0, 0, 630},
        {"Australia/Lord_Howe", 4, 4, 14, 59, 660}, {"Australia/Lord_Howe", 4, 4, 15, 0, 630},
        {"Etc/GMT+5", 1, 1, 0, 0, -300},
    };
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct acd_zone *zone = open_or_skip(cases[i].name);
        int64_t t = at(2026, cases[i].month, cases[i].day, cases[i].hour, cases[i].minute);

        assert_int_equal(acd_zone_at(zone, t).offset_ms, cases[i].offset_min * 60000);
        acd_zone_close(zone);
    }
}

static void test_days_of_23_and_25_hours(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int month, day, hour;
        int64_t turn_min, length_min;
    } cases[] = {
        {"Europe/Berlin", 3, 29, 12, 0, 23 * 60},
        {"Europe/Berlin", 10, 25, 12, 0, 25 * 60},
        {"Europe/Berlin", 3, 28, 12, 4 * 60, 23 * 60},
        {"Europe/Berlin", 3, 28, 12, 2 * 60 + 30, 23 * 60 + 30}, /* 02:30 is skipped */
        {"Europe/Berlin", 3, 29, 12, 2 * 60 + 30, 23 * 60 + 30},
        {"Europe/Berlin", 10, 24, 12, 2 * 60 + 30, 24 * 60}, /* 02:30 comes twice: the first */
        {"Europe/Berlin", 10, 25, 12, 2 * 60 + 30, 25 * 60},
        {"Australia/Lord_Howe", 4, 4, 22, 0, 24 * 60 + 30},
        {"Asia/Kathmandu", 3, 29, 12, 0, 24 * 60},
    };
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct acd_zone *zone = open_or_skip(cases[i].name);
        int64_t t = at(2026, cases[i].month, cases[i].day, cases[i].hour, 0);
        struct acd_zone_day day = acd_zone_day(zone, t, cases[i].turn_min * 60000);

        if (day.end - day.start != cases[i].length_min * 60000)
            fail_msg("case %zu: %lld min", i, (long long)(day.end - day.start) / 60000);
        acd_zone_close(zone);
    }
}

static void test_days_neither_overlap_nor_leave_gaps(void **state)
{
    (void)state;
    static const char *const names[] = {"Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe",
                                        "Asia/Kathmandu", "Pacific/Apia", "Africa/Casablanca"};

    srand(11);
    for (size_t i = 0; i < ACD_COUNT_OF(names); i++) {
        struct acd_zone *zone = open_or_skip(names[i]);

        for (int k = 0; k < 4000; k++) {
            int64_t t = at(1990 + rand() % 80, 1, 1, 0, 0) + (int64_t)(rand() % 8784) * HOUR +
                        rand() % HOUR;
            int64_t turn = rand() % DAY;
            struct acd_zone_day day = acd_zone_day(zone, t, turn);

            assert_true(day.start <= t && t < day.end);
            assert_int_equal(acd_zone_day(zone, day.start, turn).end, day.end);
            assert_int_equal(acd_zone_day(zone, day.end, turn).start, day.end);
            assert_int_equal(acd_zone_day(zone, day.start - 1, turn).end, day.start);
        }
        acd_zone_close(zone);
    }
}

static void test_unknown_zones(void **state)
{
    (void)state;
    static const char *const names[] = {"Europe/Atlantis", "../../etc/passwd", "/etc/localtime",
                                        "Europe", "a b"};
    for (size_t i = 0; i < ACD_COUNT_OF(names); i++) {
        struct acd_fault why = {.text = ""};
        bool fell_back = false;
        struct acd_zone *zone;

        assert_null(acd_zone_open(names[i], &why));
        assert_non_null(strstr(why.text, names[i]));
        zone = acd_zone_open_else_utc(names[i], &fell_back, &why);
        assert_true(fell_back);
        is_stretch(zone, 0, INT64_MIN, INT64_MAX, 0);
        acd_zone_close(zone);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_changes_of_a_table),
        cmocka_unit_test(test_the_rule_follows_the_table),
        cmocka_unit_test(test_without_a_zone_it_is_utc),
        cmocka_unit_test(test_broken_files_are_refused),
        cmocka_unit_test(test_random_bytes_do_no_harm),
        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_days_of_a_rule),
        cmocka_unit_test(test_a_summer_over_the_turn_of_the_year),
        cmocka_unit_test(test_offsets_of_real_zones),
        cmocka_unit_test(test_days_of_23_and_25_hours),
        cmocka_unit_test(test_days_neither_overlap_nor_leave_gaps),
        cmocka_unit_test(test_unknown_zones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
