/* The response plan: how it is written, what the built-in one holds, for whom a measure is meant, and
 * what is proposed with which reason. */
#include "acdfeed/macros.h"
#include "acdfeed/shape.h"
#include "console/model/advice.h"
#include "console/settings/settings.h"
#include "tests/support/floor_fixture.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_what_is_no_measure_is_refused_in_words(void **state)
{
    (void)state;
    static const struct {
        const char *line, *has;
    } cases[] = {
        {"op = fly", "an operation"},          {"op = snapshot", "an operation"},
        {"tier = 4", "1 to 3"},                {"rule = guess", "a rule or KPI"},
        {"media = fax", "voice chat"},         {"calls = 0", "free or all"},
        {"count = all", "or free"},            {"share = 0%", "10%"},
        {"for = 15", "15m"},                   {"to = a b", "the routing plan"},
        {"colour = red", "no key of a measure"},
    };

    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        char text[128];
        struct settings *settings;

        snprintf(text, sizeof(text), "[plan mine]\n%s\n", cases[i].line);
        settings = settings_read("f", text);
        if (!settings_error(settings, 0) || !strstr(settings_error(settings, 0), cases[i].has))
            fail_msg("%s: %s", cases[i].line, settings_error(settings, 0));
        settings_free(settings);
    }
}

/* Every measure of the textbook that an operation stands for. */
static void test_the_built_in_plan_is_whole(void **state)
{
    (void)state;
    static const enum acd_op ops[] = {ACD_OP_ALL_HANDS, ACD_OP_DEFER_WORK, ACD_OP_MOVE_AGENTS,
                                      ACD_OP_ANNOUNCE, ACD_OP_CALLBACK, ACD_OP_REROUTE, ACD_OP_MANAGERS,
                                      ACD_OP_OVERFLOW, ACD_OP_OUTSOURCE, ACD_OP_THROTTLE};
    struct settings *settings = settings_read("f", "");
    const struct plan *plan = settings_plan(settings);

    assert_null(settings_error(settings, 0));
    for (size_t i = 0; i < ACD_COUNT_OF(ops); i++) {
        bool found = false;

        for (int m = 0; plan_at(plan, m); m++)
            found = found || plan_at(plan, m)->op == (int)ops[i];
        if (!found)
            fail_msg("no measure with %s", acd_names_word(&acd_op_names, (int)ops[i]));
    }
    settings_free(settings);
}

static const struct advice *advised(const struct advice *list, int n, const char *words)
{
    for (int i = 0; i < n; i++)
        if (strncmp(list[i].words, words, strlen(words)) == 0)
            return &list[i];
    return NULL;
}

static void test_what_is_proposed(void **state)
{
    (void)state;
    static const struct {
        const char *settings, *queue, *words, *fact; /* words NULL: nothing at all; fact NULL: not there */
        bool refused;
    } cases[] = {
        {"", "sales", "overflow", "Back office: 6 free", false},
        {"", "sales", "all hands", "4 paused", false},
        {"", "sales", "partner", "20 % of new contacts", false},
        {"", "billing", "overflow", NULL, false}, /* tier 1 */
        {"", "billing", "all hands", NULL, false}, /* nobody is paused */
        {"", "billing", "put off work", "", false},
        {"", "orders", NULL, NULL, false},
        {"", "care", "overflow", "Back office: 6 free", false}, /* its first choice is in tier 2 but shut */
        {"[plan overflow]\nop = off\n", "sales", "overflow", NULL, false},
        {"[plan overflow]\nto = care\n", "sales", "overflow", "does not accept overflow", true},
        {"[plan overflow]\nto = orders\n", "sales", "overflow", "Orders: 4 free", false},
        {"[plan overflow]\nrule = capacity\n", "support", "overflow", NULL, false},
        {"[plan overflow]\ngroup = technical\n", "sales", "overflow", NULL, false},
        {"[plan overflow]\nqueue = sales\n", "sales", "overflow", "Back office: 6 free", false},
        {"[plan overflow]\nmedia = email\n", "sales", "overflow", NULL, false},
        {"[plan mine]\nop = throttle\nshare = 25%\n", "support", "mine", "25 % of new contacts", false},
    };

    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct settings *settings = settings_read("f", cases[i].settings);
        struct board *board = fixture_floor(FIXTURE_NOW_MS);
        struct advice list[ADVICE_MOST];
        const struct board_queue *queue = board_queue(board, "berlin", cases[i].queue);
        int n = advice_for(board, queue, settings_plan(settings), FIXTURE_NOW_MS, FIXTURE_WALL_MS, list);
        const struct advice *advice = cases[i].words ? advised(list, n, cases[i].words) : NULL;

        assert_null(settings_error(settings, 0));
        if (!cases[i].words)
            assert_int_equal(n, 0);
        else if (!cases[i].fact ? advice != NULL
                                : !advice || !strstr(advice->fact, cases[i].fact) ||
                                      advice->refused != cases[i].refused)
            fail_msg("case %zu: \"%s\"", i, advice ? advice->fact : "nothing");
        board_free(board);
        settings_free(settings);
    }
}

static void test_what_would_come_of_it(void **state)
{
    (void)state;
    struct settings *settings = settings_read("f", "");
    struct board *board = fixture_floor(FIXTURE_NOW_MS);
    const struct board_queue *support = board_queue(board, "berlin", "support");
    struct advice list[ADVICE_MOST];
    int n = advice_for(board, support, settings_plan(settings), FIXTURE_NOW_MS, FIXTURE_WALL_MS, list);
    int reckoned = 0;

    for (int i = 0; i < n; i++) {
        struct outlook_effect effect;
        const char *why = NULL;

        if (!advice_reckon(board, support, &list[i], FIXTURE_NOW_MS, FIXTURE_WALL_MS, NULL, &effect, &why)) {
            assert_non_null(why);
            continue;
        }
        reckoned++;
        assert_true(effect.after.level >= effect.before.level);
        assert_true(effect.after.wait_ms <= effect.before.wait_ms);
        if (effect.has_other)
            assert_true(effect.other_after.level <= effect.other_before.level);
    }
    assert_true(reckoned >= 2);
    board_free(board);
    settings_free(settings);
}

/* Those who are taken over by free agents do not wait behind busy ones. */
static void test_free_agents_take_at_once(void **state)
{
    (void)state;
    struct board *board = fixture_floor(FIXTURE_NOW_MS);
    const struct board_queue *sales = board_queue(board, "berlin", "sales");
    const struct board_queue *back = board_queue(board, "berlin", "back");
    struct outlook_measure measure = {.op = ACD_OP_OVERFLOW, .other = back, .for_ms = 15 * 60000};
    struct outlook_side side;
    struct outlook_effect effect;
    struct outlook taken;
    const char *why = NULL;

    assert_true(outlook_side(&side, board, back, FIXTURE_NOW_MS, FIXTURE_WALL_MS, &why));
    assert_true(side.free >= 2 && side.waiting == 0);
    measure.calls = side.free;
    assert_true(outlook_effect(&effect, NULL, board, sales, &measure, FIXTURE_NOW_MS, FIXTURE_WALL_MS, &why));
    side.active += side.free;
    taken = outlook_of(&side);
    assert_true(fabs(effect.other_after.level - taken.level) < 1e-9);
    assert_true(fabs(effect.other_after.wait_ms - taken.wait_ms) < 1e-6);
    side.waiting = 2;
    taken = outlook_of(&side);
    measure.calls += 2;
    assert_true(outlook_effect(&effect, NULL, board, sales, &measure, FIXTURE_NOW_MS, FIXTURE_WALL_MS, &why));
    assert_true(fabs(effect.other_after.wait_ms - taken.wait_ms) < 1e-6);
    board_free(board);
}

static void test_not_enough_data_says_so(void **state)
{
    (void)state;
    struct board *board = fixture_floor(FIXTURE_NOW_MS);
    struct outlook_side side;
    const char *why = NULL;

    assert_false(outlook_side(&side, board, board_queue(board, "paris", "mail"), FIXTURE_NOW_MS,
                              FIXTURE_WALL_MS, &why));
    assert_string_equal(why, "too few contacts lately");
    assert_false(outlook_side(&side, board, board_queue(board, "lisbon", "porto"), FIXTURE_NOW_MS,
                              FIXTURE_WALL_MS, &why));
    assert_string_equal(why, "not live");
    board_free(board);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_no_measure_is_refused_in_words),
        cmocka_unit_test(test_the_built_in_plan_is_whole),
        cmocka_unit_test(test_what_is_proposed),
        cmocka_unit_test(test_what_would_come_of_it),
        cmocka_unit_test(test_free_agents_take_at_once),
        cmocka_unit_test(test_not_enough_data_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
