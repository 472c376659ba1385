/* KPIs against the worked case and against every absence of a count. */
#include "acdfeed/kpi.h"
#include "acdfeed/macros.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>

static const struct acd_tally worked = {
    .known = ACD_BIT(ACD_TALLY_OFFERED) | ACD_BIT(ACD_TALLY_ANSWERED) |
             ACD_BIT(ACD_TALLY_ANSWERED_IN) | ACD_BIT(ACD_TALLY_ABANDONED) |
             ACD_BIT(ACD_TALLY_ABANDONED_IN) | ACD_BIT(ACD_TALLY_ABANDONED_SHORT),
    .offered = 100,
    .answered = 80,
    .answered_in = 60,
    .abandoned = 20,
    .abandoned_in = 8,
    .abandoned_short = 5,
};

static void is_value(struct acd_figure figure, double value, int64_t sample)
{
    assert_int_equal(figure.is, ACD_FIGURE_VALUE);
    assert_true(fabs(figure.value - value) < 1e-9);
    assert_int_equal(figure.sample, sample);
}

static void is_none(struct acd_figure figure, enum acd_figure_is what)
{
    assert_int_equal(figure.is, what);
    assert_true(figure.value == 0);
    assert_int_equal(figure.sample, 0);
}

static const struct level_case {
    int formula;
    double level;
    int64_t sample;
    double live; /* with ten more waiting past the target */
    uint64_t needs;
} level_cases[] = {
    {ACD_FORMULA_HANDLED, 60 / 80.0, 80, 60 / 90.0, ACD_BIT(ACD_TALLY_ANSWERED)},
    {ACD_FORMULA_IGNORE, 60 / 92.0, 92, 60 / 102.0,
     ACD_BIT(ACD_TALLY_OFFERED) | ACD_BIT(ACD_TALLY_ABANDONED_IN)},
    {ACD_FORMULA_NEGATIVE, 60 / 100.0, 100, 60 / 110.0, ACD_BIT(ACD_TALLY_OFFERED)},
    {ACD_FORMULA_POSITIVE, 68 / 100.0, 100, 68 / 110.0,
     ACD_BIT(ACD_TALLY_OFFERED) | ACD_BIT(ACD_TALLY_ABANDONED_IN)},
    {ACD_FORMULA_SHORT, 60 / 95.0, 95, 60 / 105.0,
     ACD_BIT(ACD_TALLY_OFFERED) | ACD_BIT(ACD_TALLY_ABANDONED_SHORT)},
};

static void test_service_level_of_the_worked_case(void **state)
{
    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(level_cases); i++) {
        const struct level_case *c = &level_cases[i];

        is_value(acd_kpi_service_level(&worked, c->formula), c->level, c->sample);
        is_value(acd_kpi_service_level_live(&worked, c->formula, 10), c->live, c->sample + 10);
    }
    assert_int_equal(ACD_COUNT_OF(level_cases), ACD_FORMULAS);
}

static void test_service_level_is_unknown_without_any_of_its_counts(void **state)
{
    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(level_cases); i++) {
        const struct level_case *c = &level_cases[i];
        uint64_t needs = c->needs | ACD_BIT(ACD_TALLY_ANSWERED_IN);

        for (int field = 0; field < ACD_TALLY_FIELDS; field++) {
            struct acd_tally tally = worked;
            bool needed = (needs & ACD_BIT(field)) != 0;

            tally.known &= ~ACD_BIT(field);
            assert_int_equal(acd_kpi_service_level(&tally, c->formula).is,
                             needed ? ACD_FIGURE_UNKNOWN : ACD_FIGURE_VALUE);
        }
    }
    is_none(acd_kpi_service_level(&worked, ACD_FORMULAS), ACD_FIGURE_UNKNOWN);
    is_none(acd_kpi_service_level(&worked, -1), ACD_FIGURE_UNKNOWN);
    is_none(acd_kpi_service_level_live(&worked, ACD_FORMULA_NEGATIVE, -1), ACD_FIGURE_UNKNOWN);
}

static void test_service_level_of_nothing_is_undefined(void **state)
{
    (void)state;
    struct acd_tally tally = {.known = worked.known};

    for (int formula = 0; formula < ACD_FORMULAS; formula++) {
        is_none(acd_kpi_service_level(&tally, formula), ACD_FIGURE_UNDEFINED);
        is_value(acd_kpi_service_level_live(&tally, formula, 3), 0, 3);
    }
    tally.abandoned_in = 4; /* their arrival has left the window already */
    is_none(acd_kpi_service_level(&tally, ACD_FORMULA_IGNORE), ACD_FIGURE_UNDEFINED);
    is_value(acd_kpi_service_level_live(&tally, ACD_FORMULA_IGNORE, 3), 0, 3);
}

static void test_a_share_never_exceeds_all(void **state)
{
    (void)state;
    struct acd_tally tally = {.known = worked.known, .offered = 2, .answered_in = 3};

    is_value(acd_kpi_service_level(&tally, ACD_FORMULA_NEGATIVE), 1, 2);
    tally.offered = INT64_MAX;
    tally.answered_in = INT64_MAX;
    assert_true(acd_kpi_service_level_live(&tally, ACD_FORMULA_NEGATIVE, INT64_MAX).value == 0.5);
}

static void test_ratios_of_a_tally(void **state)
{
    (void)state;
    struct acd_tally t = worked;

    is_value(acd_kpi_abandon_rate(&t), 15 / 95.0, 95);
    t.known &= ~ACD_BIT(ACD_TALLY_ABANDONED_SHORT);
    is_value(acd_kpi_abandon_rate(&t), 0.2, 100);
    t.known = UINT64_MAX;
    t.wait_ms = 1600000;
    t.abandon_ms = 500000;
    t.talk_ms = 80 * 180000;
    t.hold_ms = 80 * 10000;
    t.acw_ms = 80 * 30000;
    t.transferred = 8;
    t.blocked = 25;
    is_value(acd_kpi_asa_ms(&t), 20000, 80);
    is_value(acd_kpi_abandon_avg_ms(&t), 25000, 20);
    is_value(acd_kpi_aht_ms(&t), 220000, 80);
    is_value(acd_kpi_share_transferred(&t), 0.1, 80);
    is_value(acd_kpi_share_blocked(&t), 0.2, 125);
}

typedef struct acd_figure of_tally(const struct acd_tally *);

static void test_ratios_need_their_counts(void **state)
{
    (void)state;
    static const struct {
        of_tally *kpi;
        uint64_t needs;
    } cases[] = {
        {acd_kpi_abandon_rate, ACD_BIT(ACD_TALLY_ABANDONED) | ACD_BIT(ACD_TALLY_OFFERED)},
        {acd_kpi_asa_ms, ACD_BIT(ACD_TALLY_WAIT) | ACD_BIT(ACD_TALLY_ANSWERED)},
        {acd_kpi_abandon_avg_ms, ACD_BIT(ACD_TALLY_ABANDON) | ACD_BIT(ACD_TALLY_ABANDONED)},
        {acd_kpi_aht_ms, ACD_BIT(ACD_TALLY_TALK) | ACD_BIT(ACD_TALLY_HOLD) |
                             ACD_BIT(ACD_TALLY_ACW) | ACD_BIT(ACD_TALLY_ANSWERED)},
        {acd_kpi_share_transferred, ACD_BIT(ACD_TALLY_TRANSFERRED) | ACD_BIT(ACD_TALLY_ANSWERED)},
        {acd_kpi_share_blocked, ACD_BIT(ACD_TALLY_BLOCKED) | ACD_BIT(ACD_TALLY_OFFERED)},
    };
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct acd_tally zero = {.known = cases[i].needs};

        is_none(cases[i].kpi(&zero), ACD_FIGURE_UNDEFINED);
        for (int field = 0; field < ACD_TALLY_FIELDS; field++)
            if (cases[i].needs & ACD_BIT(field)) {
                struct acd_tally lacking = {.known = UINT64_MAX & ~ACD_BIT(field),
                                            .offered = 9, .answered = 9, .abandoned = 9};
                is_none(cases[i].kpi(&lacking), ACD_FIGURE_UNKNOWN);
            }
    }
}

static void test_people(void **state)
{
    (void)state;
    struct acd_agent_counts a = {.known = UINT64_MAX,
                                 .count = {[ACD_STATE_OFFLINE] = 40, [ACD_STATE_AVAILABLE] = 4,
                                           [ACD_STATE_RINGING] = 1, [ACD_STATE_TALKING] = 8,
                                           [ACD_STATE_HOLD] = 1, [ACD_STATE_ACW] = 2,
                                           [ACD_STATE_OUTBOUND] = 1, [ACD_STATE_PAUSED] = 3}};

    is_value(acd_kpi_staffed(&a), 20, 20);
    is_value(acd_kpi_on_duty(&a), 17, 17);
    is_value(acd_kpi_free(&a), 4, 4);
    is_value(acd_kpi_occupancy_now(&a), 0.75, 16);
    a.known &= ~ACD_BIT(ACD_STATE_OFFLINE);
    is_value(acd_kpi_staffed(&a), 20, 20);
    a.known &= ~ACD_BIT(ACD_STATE_PAUSED);
    is_none(acd_kpi_staffed(&a), ACD_FIGURE_UNKNOWN);
    is_value(acd_kpi_on_duty(&a), 17, 17);
    a.known &= ~ACD_BIT(ACD_STATE_RINGING);
    is_none(acd_kpi_on_duty(&a), ACD_FIGURE_UNKNOWN);
    is_value(acd_kpi_occupancy_now(&a), 0.75, 16);
    a.known &= ~ACD_BIT(ACD_STATE_ACW);
    is_none(acd_kpi_occupancy_now(&a), ACD_FIGURE_UNKNOWN);
    is_value(acd_kpi_free(&a), 4, 4);
    a = (struct acd_agent_counts){.known = UINT64_MAX};
    is_value(acd_kpi_staffed(&a), 0, 0);
    is_none(acd_kpi_occupancy_now(&a), ACD_FIGURE_UNDEFINED);
}

static void test_an_agents_day(void **state)
{
    (void)state;
    struct acd_agent_day d = {.known = UINT64_MAX, .handled = 30, .talk_ms = 3000, .hold_ms = 500,
                              .acw_ms = 500, .idle_ms = 1000, .login_ms = 2 * 3600000};
    struct acd_sched s = {.known = UINT64_MAX, .scheduled_ms = 1000, .adherent_ms = 920};

    is_value(acd_kpi_occupancy(&d), 0.8, 5000);
    is_value(acd_kpi_calls_per_hour(&d), 15, 7200000);
    is_value(acd_kpi_adherence(&s), 0.92, 1000);
    d.login_ms = 0;
    is_none(acd_kpi_calls_per_hour(&d), ACD_FIGURE_UNDEFINED);
    d.known &= ~(ACD_BIT(ACD_AGENT_DAY_IDLE) | ACD_BIT(ACD_AGENT_DAY_HANDLED));
    is_none(acd_kpi_occupancy(&d), ACD_FIGURE_UNKNOWN);
    is_none(acd_kpi_calls_per_hour(&d), ACD_FIGURE_UNKNOWN);
    s.scheduled_ms = 0;
    is_none(acd_kpi_adherence(&s), ACD_FIGURE_UNDEFINED);
    s.known = ACD_BIT(ACD_SCHED_SCHEDULED);
    is_none(acd_kpi_adherence(&s), ACD_FIGURE_UNKNOWN);
}

static void test_waiting_past_target(void **state)
{
    (void)state;
    const struct acd_call calls[] = {
        {.known = ACD_BIT(ACD_CALL_WAIT), .wait_ms = 30000},
        {.known = ACD_BIT(ACD_CALL_WAIT), .wait_ms = 20000},
        {.known = ACD_BIT(ACD_CALL_WAIT), .wait_ms = 5000},
    };
    struct acd_queue q = {.known = ACD_BIT(ACD_QUEUE_WAITING), .waiting = 3, .calls = calls,
                          .n_calls = 3, .oldest_ms = 30000};

    is_none(acd_kpi_waiting_past_target(&q, 20000, 0), ACD_FIGURE_UNKNOWN);
    ACD_KNOW(&q, ACD_QUEUE_OLDEST);
    is_none(acd_kpi_waiting_past_target(&q, 20000, 0), ACD_FIGURE_UNKNOWN);
    is_value(acd_kpi_waiting_past_target(&q, 30000, 0), 0, 0);
    is_none(acd_kpi_waiting_past_target(&q, 30000, 1), ACD_FIGURE_UNKNOWN);
    ACD_KNOW(&q, ACD_QUEUE_CALLS);
    is_value(acd_kpi_waiting_past_target(&q, 20000, 0), 1, 1);
    is_value(acd_kpi_waiting_past_target(&q, 20000, 1), 2, 2);
    is_value(acd_kpi_waiting_past_target(&q, 20000, 15001), 3, 3);
    is_none(acd_kpi_waiting_past_target(&q, -1, 0), ACD_FIGURE_UNKNOWN);
    is_none(acd_kpi_waiting_past_target(&q, 20000, -1), ACD_FIGURE_UNKNOWN);
    q.waiting = 250; /* more than are listed */
    is_value(acd_kpi_waiting_past_target(&q, 20000, 1), 2, 2);
    is_none(acd_kpi_waiting_past_target(&q, 2000, 0), ACD_FIGURE_UNKNOWN);
    q.known = ACD_BIT(ACD_QUEUE_WAITING);
    q.waiting = 0;
    is_value(acd_kpi_waiting_past_target(&q, 20000, 0), 0, 0);
    q.known = 0;
    is_none(acd_kpi_waiting_past_target(&q, 20000, 0), ACD_FIGURE_UNKNOWN);
}

/* A tally whose every field but span_ms is `n`. */
static struct acd_tally filled(int64_t n)
{
    struct acd_tally tally;
    int64_t *fields = &tally.span_ms;

    for (int i = 0; i < ACD_TALLY_FIELDS; i++)
        fields[i] = n;
    tally.known = (UINT64_C(1) << ACD_TALLY_FIELDS) - 1;
    tally.span_ms = 300000;
    return tally;
}

static void test_a_total_equals_its_rows(void **state)
{
    (void)state;
    struct acd_tally sum = filled(3), row = filled(5), want = filled(8);

    want.wait_max_ms = 5;
    acd_tally_add(&sum, &row);
    assert_memory_equal(&sum, &want, sizeof(sum));
    row.wait_max_ms = 1;
    row.known &= ~ACD_BIT(ACD_TALLY_TALK);
    row.talk_ms = 0;
    acd_tally_add(&sum, &row);
    assert_int_equal(sum.known, row.known);
    assert_int_equal(sum.talk_ms, 0);
    assert_int_equal(sum.offered, 13);
    assert_int_equal(sum.wait_max_ms, 5);
    row = filled(1);
    row.span_ms = 60000;
    acd_tally_add(&sum, &row);
    assert_false(ACD_KNOWN(&sum, ACD_TALLY_SPAN));
    assert_int_equal(sum.span_ms, 0);
    assert_false(ACD_KNOWN(&sum, ACD_TALLY_TALK));
    assert_int_equal(sum.talk_ms, 0);
}

static void test_a_total_does_not_wrap(void **state)
{
    (void)state;
    struct acd_tally sum = filled(INT64_MAX - 1), row = filled(INT64_MAX);

    acd_tally_add(&sum, &row);
    assert_int_equal(sum.offered, INT64_MAX);
    assert_int_equal(sum.acw_ms, INT64_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_service_level_of_the_worked_case),
        cmocka_unit_test(test_service_level_is_unknown_without_any_of_its_counts),
        cmocka_unit_test(test_service_level_of_nothing_is_undefined),
        cmocka_unit_test(test_a_share_never_exceeds_all),
        cmocka_unit_test(test_ratios_of_a_tally),
        cmocka_unit_test(test_ratios_need_their_counts),
        cmocka_unit_test(test_people),
        cmocka_unit_test(test_an_agents_day),
        cmocka_unit_test(test_waiting_past_target),
        cmocka_unit_test(test_a_total_equals_its_rows),
        cmocka_unit_test(test_a_total_does_not_wrap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
