/* Figures of queues and of totals: the fixture's floor to the digit, ageing, every absence, and
 * random boards whose totals must equal their rows. */
#include "acdfeed/macros.h"
#include "console/model/figures.h"
#include "tests/support/floor_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>

enum { NO = -1, NA = -2 }; /* unknown, undefined */

static void is(struct acd_figure figure, double want)
{
    if (want == NO)
        assert_int_equal(figure.is, ACD_FIGURE_UNKNOWN);
    else if (want == NA)
        assert_int_equal(figure.is, ACD_FIGURE_UNDEFINED);
    else {
        assert_int_equal(figure.is, ACD_FIGURE_VALUE);
        assert_true(fabs(figure.value - want) < 1e-9);
    }
}

static void test_the_floor_to_the_digit(void **state)
{
    (void)state;
    static const struct {
        const char *site, *id;
        double kpi[KPIS]; /* in the order of KPI_LIST */
        double past, planned;
    } rows[] = {
        {"berlin", "sales",
         {23, 252000, 60 / 147.0, 60 / 169.0, 91000, 16 / 143.0, 75000, 290000, 1, 147, 110, 20, 22,
          18, 0, 15}, 22, 24},
        {"berlin", "orders",
         {0, NA, 49 / 51.0, 49 / 51.0, 4000, 0, NA, 178000, 5 / 9.0, 51, 51, 0, 9, 9, 4, 5}, 0, 9},
        {"paris", "mail",
         {12, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO}, NO, NO},
        {"lisbon", "porto",
         {NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO}, NO, NO},
    };
    struct board *board = fixture_floor(FIXTURE_NOW_MS);

    for (size_t i = 0; i < ACD_COUNT_OF(rows); i++) {
        struct figures figures;

        figures_of_queue(&figures, board_queue(board, rows[i].site, rows[i].id), SPAN_WINDOW,
                         FIXTURE_NOW_MS, FIXTURE_WALL_MS);
        for (int k = 0; k < KPIS; k++)
            is(figures.kpi[k], rows[i].kpi[k]);
        is(figures.past_target, rows[i].past);
        is(figures.planned, rows[i].planned);
    }
    board_free(board);
}

static struct board *one_queue(const struct acd_queue *queue)
{
    struct board *board = board_new();

    fixture_site(board, "b", ACD_LINK_LIVE, 1, 0);
    fixture_tell(board, "b", ACD_KIND_QUEUE, 1, 10000, queue);
    return board;
}

static void test_waits_tick_on_and_nobody_waiting_has_none(void **state)
{
    (void)state;
    static const struct acd_call calls[] = {{.known = ACD_BIT(ACD_CALL_WAIT), .wait_ms = 7000}};
    enum { W = ACD_BIT(ACD_QUEUE_WAITING), O = ACD_BIT(ACD_QUEUE_OLDEST), C = ACD_BIT(ACD_QUEUE_CALLS) };
    static const struct {
        uint64_t known;
        int64_t waiting, oldest_ms, now_ms;
        double longest;
    } cases[] = {
        {W | O, 2, 5000, 10000, 5000}, {W | O, 2, 5000, 13000, 8000},
        {W | O, 2, 5000, 9000, 5000}, /* time never runs back */
        {W | O, 0, 5000, 13000, NA},   {W, 0, 0, 13000, NA},
        {W, 3, 0, 13000, NO},          {0, 0, 0, 13000, NO},
        {W | C, 1, 0, 12000, 9000},    {O, 0, 5000, 11000, 6000},
        {W | O, 1, INT64_MAX, 20000, (double)INT64_MAX},
    };

    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct acd_queue queue = {.known = ACD_BIT(ACD_QUEUE_ID) | cases[i].known, .id = "q",
                                  .waiting = cases[i].waiting, .oldest_ms = cases[i].oldest_ms,
                                  .calls = calls, .n_calls = 1};
        struct board *board = one_queue(&queue);
        struct figures figures;

        figures_of_queue(&figures, board_queue_at(board, 0), SPAN_WINDOW, cases[i].now_ms, 0);
        is(figures.kpi[KPI_LONGEST], cases[i].longest);
        is(figures.kpi[KPI_SERVICE_LEVEL], NO);
        is(figures.kpi[KPI_STAFFED], NO);
        board_free(board);
    }
}

static void test_the_span_chooses_the_tally(void **state)
{
    (void)state;
    struct board *board = fixture_floor(FIXTURE_NOW_MS);
    static const double offered[SPANS] = {147, 147, 6 * 147};
    struct figures figures;

    for (int span = 0; span < SPANS; span++) {
        figures_of_queue(&figures, board_queue(board, "berlin", "sales"), (enum span)span,
                         FIXTURE_NOW_MS, FIXTURE_WALL_MS);
        is(figures.kpi[KPI_OFFERED], offered[span]);
    }
    assert_int_equal(figures.tally.span_ms, 9 * 3600000);
    board_free(board);
}

static void test_the_plan_stands_by_the_sites_clock(void **state)
{
    (void)state;
    static const int64_t agents[] = {5, 6};
    static const struct {
        int64_t wall_ms, skew_ms;
        int at;
    } cases[] = {{999, 0, -1}, {1000, 0, 0}, {1899, 0, 0}, {1900, 0, 1}, {1899, 1, 1}, {1900, -1, 0}};
    const struct acd_queue queue = {
        .known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_PLAN), .id = "q",
        .plan = {.known = UINT64_MAX & ~(ACD_BIT(ACD_PLAN_OFFERED) | ACD_BIT(ACD_PLAN_AHT)),
                 .start_t = 1000, .interval_ms = 900, .agents = agents, .n_agents = 2}};
    struct board *board = one_queue(&queue);

    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        const struct acd_site_state site = {.id = "b", .link = ACD_LINK_LIVE, .epoch = {1, 1, 1, 1},
                                            .skew_ms = cases[i].skew_ms};
        struct figures figures;

        board_take_site(board, &site);
        assert_int_equal(figures_plan_at(board_queue_at(board, 0), cases[i].wall_ms), cases[i].at);
        figures_of_queue(&figures, board_queue_at(board, 0), SPAN_WINDOW, 0, cases[i].wall_ms);
        is(figures.planned, cases[i].at < 0 ? NO : (double)agents[cases[i].at]);
    }
    assert_int_equal(figures_plan_at(board_queue_at(board, 0), INT64_MAX / 4), -1);
    board_free(board);
}

/* --- totals -------------------------------------------------------------------------------------- */

static void total_of(struct figures *total, const struct board *board, const char *const *ids, int n)
{
    const struct board_queue *queues[8];

    for (int i = 0; i < n; i++)
        queues[i] = board_queue(board, "berlin", ids[i]);
    figures_of_queues(total, queues, n, SPAN_WINDOW, FIXTURE_NOW_MS, FIXTURE_WALL_MS);
}

static void test_a_total(void **state)
{
    (void)state;
    struct board *board = fixture_floor(FIXTURE_NOW_MS);
    struct figures total;

    total_of(&total, board, (const char *[]){"sales", "billing", "orders"}, 3);
    assert_true(total.live);
    is(total.kpi[KPI_WAITING], 24);
    is(total.kpi[KPI_LONGEST], 252000);
    is(total.kpi[KPI_SERVICE_LEVEL], 139 / 231.0);
    is(total.kpi[KPI_SERVICE_LEVEL_LIVE], 139 / 253.0);
    is(total.kpi[KPI_ON_DUTY], 33);
    is(total.planned, 39);
    total_of(&total, board, (const char *[]){"orders", "back"}, 2); /* 20 s and 60 s */
    is(total.kpi[KPI_SERVICE_LEVEL], NO);
    is(total.kpi[KPI_SERVICE_LEVEL_LIVE], NO);
    is(total.answer_ms, NO);
    is(total.kpi[KPI_LONGEST], NA);
    is(total.kpi[KPI_OFFERED], 85);
    total_of(&total, board, (const char *[]){"orders", "back", "sales"}, 3);
    is(total.kpi[KPI_SERVICE_LEVEL], NO);
    board_free(board);
}

static void test_a_total_with_a_row_that_is_not_live_is_unknown(void **state)
{
    (void)state;
    struct board *board = fixture_floor(FIXTURE_NOW_MS);
    const struct board_queue *queues[] = {board_queue(board, "berlin", "sales"),
                                          board_queue(board, "lisbon", "porto")};
    struct figures total;

    for (int turn = 0; turn < 2; turn++) {
        const struct board_queue *order[] = {queues[turn], queues[1 - turn]};

        figures_of_queues(&total, order, 2, SPAN_WINDOW, FIXTURE_NOW_MS, FIXTURE_WALL_MS);
        assert_false(total.live);
        for (int k = 0; k < KPIS; k++)
            is(total.kpi[k], NO);
        is(total.planned, NO);
        is(total.past_target, NO);
    }
    board_free(board);
}

static int64_t some(int most)
{
    return rand() % most;
}

static void fill_random(struct acd_queue *queue, const char *id)
{
    int64_t *counts = &queue->window.span_ms;

    *queue = (struct acd_queue){.id = id, .waiting = some(4), .oldest_ms = some(100000),
                                .active = some(9)};
    queue->known = ACD_BIT(ACD_QUEUE_ID);
    for (int field = 0; field < ACD_QUEUE_MEASURES; field++)
        if (rand() % 12 && field != ACD_QUEUE_NAME && field != ACD_QUEUE_GROUP &&
            field != ACD_QUEUE_CALLS && field != ACD_QUEUE_PLAN && field != ACD_QUEUE_CHOICES)
            ACD_KNOW(queue, field);
    for (int field = 0; field < ACD_TALLY_FIELDS; field++) {
        counts[field] = some(200);
        if (rand() % 30)
            ACD_KNOW(&queue->window, field);
    }
    for (int i = 0; i < ACD_STATES; i++) {
        queue->agents.count[i] = some(6);
        if (rand() % 30)
            ACD_KNOW(&queue->agents, i);
    }
    queue->target = (struct acd_target){.known = ACD_BIT(ACD_TARGET_ANSWER), .answer_ms = 20000};
}

/* The sum over the rows, NO when one is not known. */
static double plain_sum(const struct figures *rows, int n, int k)
{
    double sum = 0;

    for (int i = 0; i < n; i++) {
        if (rows[i].kpi[k].is != ACD_FIGURE_VALUE)
            return NO;
        sum += rows[i].kpi[k].value;
    }
    return sum;
}

static void test_totals_equal_their_rows_on_random_boards(void **state)
{
    (void)state;
    static const int sums[] = {KPI_WAITING, KPI_ACTIVE, KPI_OFFERED, KPI_ANSWERED, KPI_ABANDONED,
                               KPI_STAFFED, KPI_ON_DUTY, KPI_FREE};
    srand(getenv("ACD_SEED") ? (unsigned)atoi(getenv("ACD_SEED")) : 3);
    for (int round = 0; round < 500; round++) {
        struct board *board = board_new();
        const struct board_queue *queues[6];
        struct figures rows[6], total;
        int n = 1 + rand() % 6;

        fixture_site(board, "b", ACD_LINK_LIVE, 1, 0);
        for (int i = 0; i < n; i++) {
            struct acd_queue queue;
            char id[16];

            snprintf(id, sizeof(id), "q%d", i);
            fill_random(&queue, id);
            fixture_tell(board, "b", ACD_KIND_QUEUE, rand() % 20 ? 1 : 0, 0, &queue);
            queues[i] = board_queue_at(board, i);
            figures_of_queue(&rows[i], queues[i], SPAN_WINDOW, 5000, 0);
        }
        figures_of_queues(&total, queues, n, SPAN_WINDOW, 5000, 0);
        for (size_t s = 0; s < ACD_COUNT_OF(sums); s++)
            is(total.kpi[sums[s]], plain_sum(rows, n, sums[s]));
        for (int i = 0; i < n; i++)
            if (total.kpi[KPI_SERVICE_LEVEL].is == ACD_FIGURE_VALUE) {
                assert_int_not_equal(rows[i].kpi[KPI_SERVICE_LEVEL].is, ACD_FIGURE_UNKNOWN);
                assert_true(rows[i].live);
            }
        board_free(board);
    }
}

static void test_the_table_of_kpis(void **state)
{
    (void)state;
    for (int k = 0; k < KPIS; k++)
        assert_int_equal(acd_names_find(&kpi_names, kpi_kinds[k].key, strlen(kpi_kinds[k].key)), k);
    assert_string_equal(acd_names_word(&span_names, SPAN_DAY), "day");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_floor_to_the_digit),
        cmocka_unit_test(test_waits_tick_on_and_nobody_waiting_has_none),
        cmocka_unit_test(test_the_span_chooses_the_tally),
        cmocka_unit_test(test_the_plan_stands_by_the_sites_clock),
        cmocka_unit_test(test_a_total),
        cmocka_unit_test(test_a_total_with_a_row_that_is_not_live_is_unknown),
        cmocka_unit_test(test_totals_equal_their_rows_on_random_boards),
        cmocka_unit_test(test_the_table_of_kpis),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
