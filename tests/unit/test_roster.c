/* Lists on the hand-made floor: orders, calm, filters, groups whose totals are those of their rows;
 * and random boards on which nothing is lost or told twice. */
#include "acdfeed/macros.h"
#include "console/model/roster.h"
#include "tests/support/floor_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <locale.h>

static const char *queues_in(struct roster *roster, const struct board *board,
                             const struct roster_view *view, bool reorder)
{
    static char text[2048];
    int n;
    const struct queue_row *rows;

    roster_fill(roster, board, view, FIXTURE_NOW_MS, FIXTURE_WALL_MS, reorder);
    rows = roster_queues(roster, &n);
    text[0] = '\0';
    for (int i = 0; i < n; i++) {
        size_t used = strlen(text);

        if (rows[i].queue)
            snprintf(text + used, sizeof(text) - used, "%s ", rows[i].queue->told->id);
        else
            snprintf(text + used, sizeof(text) - used, "[%s %d %d] ", rows[i].group, rows[i].n_queues,
                     rows[i].tier);
    }
    return text;
}

static const char *agents_in(struct roster *roster, const struct board *board,
                             const struct roster_view *view)
{
    static char text[2048];
    int n;
    const struct agent_row *rows;

    roster_fill(roster, board, view, FIXTURE_NOW_MS, FIXTURE_WALL_MS, true);
    rows = roster_agents(roster, &n);
    text[0] = '\0';
    for (int i = 0; i < n; i++) {
        size_t used = strlen(text);

        snprintf(text + used, sizeof(text) - used, "%s%s ", rows[i].agent->told->id,
                 rows[i].overdue ? "!" : "");
    }
    return text;
}

static void test_orders_of_queues(void **state)
{
    (void)state;
    static const char *const want[QUEUE_SORTS] = {
        [QUEUE_SORT_WORST] = "sales care support billing mail porto back orders ",
        [QUEUE_SORT_NAME] = "back billing mail orders porto sales support care ",
        [QUEUE_SORT_WAITING] = "sales mail care support billing back orders porto ",
        [QUEUE_SORT_LONGEST] = "sales care support billing back mail orders porto ",
        [QUEUE_SORT_LEVEL] = "sales care support billing back orders mail porto ",
        [QUEUE_SORT_GROUP] = "back sales care billing porto orders support mail ",
    };
    struct board *board = fixture_floor(FIXTURE_NOW_MS);
    struct roster *roster = roster_new();

    for (int sort = 0; sort < QUEUE_SORTS; sort++) {
        const struct roster_view view = {.queue_sort = (enum queue_sort)sort};

        assert_string_equal(queues_in(roster, board, &view, true), want[sort]);
    }
    roster_free(roster);
    board_free(board);
}

static void test_rows_stay_until_they_are_asked_to_move(void **state)
{
    (void)state;
    struct board *board = fixture_floor(FIXTURE_NOW_MS);
    struct roster *roster = roster_new();
    const struct roster_view by_name = {.queue_sort = QUEUE_SORT_NAME};
    const struct roster_view worst = {.queue_sort = QUEUE_SORT_WORST};
    const struct roster_view few = {.queue_sort = QUEUE_SORT_WORST, .filter = "!inbound"};
    const struct acd_queue queue = {.known = ACD_BIT(ACD_QUEUE_ID), .id = "new"};

    queues_in(roster, board, &by_name, true);
    assert_string_equal(queues_in(roster, board, &worst, false),
                        "back billing mail orders porto sales support care ");
    fixture_tell(board, "berlin", ACD_KIND_QUEUE, 1, 0, &queue);
    board_take_forget(board, "berlin", ACD_KIND_QUEUE, "mail");
    board_take_forget(board, "berlin", ACD_KIND_QUEUE, "billing");
    assert_string_equal(queues_in(roster, board, &worst, false),
                        "back mail orders porto sales support care new ");
    assert_string_equal(queues_in(roster, board, &few, false), "back mail support new ");
    assert_string_equal(queues_in(roster, board, &worst, false),
                        "back mail support new sales care orders porto ");
    assert_string_equal(queues_in(roster, board, &worst, true),
                        "sales care support mail new porto back orders ");
    roster_free(roster);
    board_free(board);
}

static void test_filters(void **state)
{
    (void)state;
    static const struct {
        const char *filter, *queues;
        int agents; /* -1: not asked */
    } cases[] = {
        {"", "sales care support billing mail porto back orders ", 28},
        {"   ", "sales care support billing mail porto back orders ", 28},
        {"SALES", "sales ", 8},
        {"tier3", "sales care ", 28},
        {"tier>=2", "sales care support ", 28},
        {"tier>2", "sales care ", 28},
        {"tier<=1", "billing back orders ", 28},
        {"tier<1", "back orders ", 28},
        {"tier=1", "billing ", 28},
        {"tier0", "back orders ", 28},
        {"unknown", "mail porto ", 28},
        {"tier?", "mail porto ", 28},
        {"!tier0 !tier?", "sales care support billing ", 28},
        {"berlin", "sales care support billing back orders ", 20},
        {"site:lisboa", "porto ", 2},
        {"group:inbound tier>=2", "sales care ", 28},
        {"media:email", "mail ", 28},
        {"email", "mail ", 0},
        {"客户", "care ", 0},
        {"ΥΠΟΣΤ", "support ", 0},
        {"υποστήριξη", "support ", 0},
        {"!berlin", "mail porto ", 8},
        {"!group:inbound", "support mail back ", 28},
        {"team:GREEN", "sales care support billing mail porto back orders ", 7},
        {"!team:green", "sales care support billing mail porto back orders ", 21},
        {"state:acw", "sales care support billing mail porto back orders ", 3},
        {"state:unknown", "sales care support billing mail porto back orders ", 2},
        {"reason:lunch", "sales care support billing mail porto back orders ", 1},
        {"reason:break berlin", "sales care support billing back orders ", 2},
        {"queue:orders", "orders ", 3},
        {"tier9", "", 0}, /* no tier, so a word like any other */
        {"nosuch", "", 0},
        {"!", "sales care support billing mail porto back orders ", 28},
        {"π", "support ", -1},
        {"\xff", "", 0},
    };
    struct board *board = fixture_floor(FIXTURE_NOW_MS);
    struct roster *roster = roster_new();

    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        const struct roster_view view = {.filter = cases[i].filter};
        const char *got = queues_in(roster, board, &view, true);
        int n;

        if (strcmp(got, cases[i].queues) != 0)
            fail_msg("\"%s\": %s", cases[i].filter, got);
        roster_agents(roster, &n);
        if (cases[i].agents >= 0 && n != cases[i].agents)
            fail_msg("\"%s\": %d agents", cases[i].filter, n);
    }
    roster_free(roster);
    board_free(board);
}

static void test_groups(void **state)
{
    (void)state;
    static const struct {
        struct roster_view view;
        const char *want;
    } cases[] = {
        {{.grouped = true},
         "[inbound 5 3] sales care billing porto orders [technical 1 2] support [written 1 -1] mail "
         "[back office 1 0] back "},
        {{.totals_only = true, .queue_sort = QUEUE_SORT_NAME},
         "[back office 1 0] [inbound 5 3] [written 1 -1] [technical 1 2] "},
        {{.grouped = true, .filter = "inbound !tier3"}, "[inbound 3 1] billing porto orders "},
        {{.grouped = true, .filter = "nosuch"}, ""},
    };
    struct board *board = fixture_floor(FIXTURE_NOW_MS);
    struct roster *roster = roster_new();

    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++)
        assert_string_equal(queues_in(roster, board, &cases[i].view, true), cases[i].want);
    roster_free(roster);
    board_free(board);
}

static void test_orders_of_agents(void **state)
{
    (void)state;
    static const struct {
        struct roster_view view;
        const char *want;
    } cases[] = {
        {{.agents_of_site = "berlin", .agents_of_queue = "sales"},
         "anna.k! finn.l chloe.m! hana.n gabi.r eva.s ben.o igor.v "},
        {{.agents_of_queue = "sales", .agent_sort = AGENT_SORT_TIME},
         "chloe.m! ben.o hana.n gabi.r anna.k! igor.v eva.s finn.l "},
        {{.agents_of_queue = "sales", .agent_sort = AGENT_SORT_NAME},
         "anna.k! ben.o chloe.m! eva.s finn.l gabi.r hana.n igor.v "},
        {{.agents_of_site = "paris", .agent_sort = AGENT_SORT_TEAM},
         "xenia.p vera.l! sami.h theo.b ugo.r walid.s "},
        {{.agents_of_site = "paris", .hide_offline = true}, "xenia.p vera.l! sami.h theo.b ugo.r "},
        {{.agents_of_site = "lisbon"}, "yara.c ze.m "},
        {{.agents_of_site = "lisbon", .agents_of_queue = "sales"}, ""},
    };
    struct board *board = fixture_floor(FIXTURE_NOW_MS);
    struct limits *limits = limits_new();
    struct roster *roster = roster_new();

    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct roster_view view = cases[i].view;

        view.limits = limits;
        assert_string_equal(agents_in(roster, board, &view), cases[i].want);
    }
    roster_free(roster);
    limits_free(limits);
    board_free(board);
}

static void test_times_of_agents(void **state)
{
    (void)state;
    struct board *board = fixture_floor(FIXTURE_NOW_MS);
    struct roster *roster = roster_new();
    const struct roster_view view = {.agents_of_site = "berlin", .filter = "anna"};
    const struct roster_view away = {.agents_of_site = "lisbon"};
    int n;

    roster_fill(roster, board, &view, FIXTURE_NOW_MS + 5000, FIXTURE_WALL_MS, true);
    assert_int_equal(roster_agents(roster, &n)[0].state_ms, 276000);
    assert_false(roster_agents(roster, &n)[0].overdue); /* nobody said how long is too long */
    roster_fill(roster, board, &away, FIXTURE_NOW_MS, FIXTURE_WALL_MS, true);
    assert_int_equal(roster_agents(roster, &n)[0].state_ms, -1);
    roster_free(roster);
    board_free(board);
}

/* --- random boards ------------------------------------------------------------------------------- */

static struct board *random_board(void)
{
    struct board *board = board_new();
    struct limits *limits = limits_new();

    for (int i = 0; i < 40; i++) {
        char id[16], group[16], site[16];
        struct acd_queue queue = {.id = id, .group = group, .waiting = rand() % 5,
                                  .oldest_ms = rand() % 200000,
                                  .known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_WAITING) |
                                           ACD_BIT(ACD_QUEUE_OLDEST)};

        snprintf(id, sizeof(id), "q%d", rand() % 60);
        snprintf(group, sizeof(group), "g%d", rand() % 5);
        snprintf(site, sizeof(site), "s%d", rand() % 3);
        if (rand() % 4)
            ACD_KNOW(&queue, ACD_QUEUE_GROUP);
        else
            queue.group = NULL;
        fixture_site(board, site, rand() % 5 ? ACD_LINK_LIVE : ACD_LINK_STALE, 1, 0);
        fixture_tell(board, site, ACD_KIND_QUEUE, 1, 0, &queue);
    }
    board_judge(board, limits, 1000, 0, 0);
    limits_free(limits);
    return board;
}

/* Totals stand before their rows, are the sums of them, and every queue stands once. */
static void check_groups(const struct roster *roster, const struct board *board)
{
    int n, seen = 0;
    const struct queue_row *rows = roster_queues(roster, &n);

    for (int i = 0; i < n;) {
        const struct queue_row *total = &rows[i++];
        double waiting = 0;
        bool known = true;

        assert_null(total->queue);
        for (int k = 0; k < total->n_queues; k++, i++) {
            const struct acd_figure *figure = &rows[i].figures.kpi[KPI_WAITING];

            assert_non_null(rows[i].queue);
            assert_string_equal(rows[i].group, total->group);
            known = known && figure->is == ACD_FIGURE_VALUE;
            waiting += figure->value;
            seen++;
        }
        assert_int_equal(total->figures.kpi[KPI_WAITING].is == ACD_FIGURE_VALUE, known);
        if (known)
            assert_true(total->figures.kpi[KPI_WAITING].value == waiting);
        for (int k = i; k < n; k++)
            assert_false(!rows[k].queue && strcmp(rows[k].group, total->group) == 0);
    }
    assert_int_equal(seen, board_queues(board));
}

static void test_random_boards(void **state)
{
    (void)state;
    srand(getenv("ACD_SEED") ? (unsigned)atoi(getenv("ACD_SEED")) : 5);
    for (int round = 0; round < 100; round++) {
        struct board *board = random_board();
        struct roster *roster = roster_new();
        struct roster_view view = {.grouped = true,
                                   .queue_sort = (enum queue_sort)(rand() % QUEUE_SORTS)};
        char before[2048];

        roster_fill(roster, board, &view, 2000, 0, true);
        check_groups(roster, board);
        view.grouped = false;
        snprintf(before, sizeof(before), "%s", queues_in(roster, board, &view, false));
        view.queue_sort = (enum queue_sort)(rand() % QUEUE_SORTS);
        assert_string_equal(queues_in(roster, board, &view, false), before);
        view.grouped = true;
        roster_fill(roster, board, &view, 2000, 0, false);
        check_groups(roster, board);
        roster_free(roster);
        board_free(board);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_orders_of_queues),
        cmocka_unit_test(test_rows_stay_until_they_are_asked_to_move),
        cmocka_unit_test(test_filters),
        cmocka_unit_test(test_groups),
        cmocka_unit_test(test_orders_of_agents),
        cmocka_unit_test(test_times_of_agents),
        cmocka_unit_test(test_random_boards),
    };

    setlocale(LC_ALL, "");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
