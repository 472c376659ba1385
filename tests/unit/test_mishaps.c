/* News of feeds and clocks: told once, in words, none at the first look. */
#include "console/model/mishaps.h"
#include "tests/support/cases.h"

#include <string.h>

static void take(struct board *board, struct acd_site_state state)
{
    state.id = "berlin";
    state.link = ACD_LINK_LIVE;
    board_take_site(board, &state);
}

static void expect(struct mishaps *mishaps, const struct board *board, const char *words)
{
    struct mishap mishap = {.kind = MISHAP_CLOCK};
    assert_int_equal(mishaps_next(mishaps, board, &mishap), *words != '\0');
    assert_string_equal(mishap.words, words);
}

static void what_befell_a_feed_is_told_once(void **state)
{
    (void)state;
    struct board *board = board_new();
    struct mishaps *mishaps = mishaps_new();
    take(board, (struct acd_site_state){.restarts = 3, .takeovers = 1, .clock_jumps = 1});
    expect(mishaps, board, "");
    take(board, (struct acd_site_state){.restarts = 4, .takeovers = 1, .clock_jumps = 1});
    expect(mishaps, board, "berlin: the feed began anew");
    expect(mishaps, board, "");
    take(board, (struct acd_site_state){.restarts = 4, .takeovers = 2, .clock_jumps = 1});
    expect(mishaps, board, "berlin: another feed of the site took over");
    take(board, (struct acd_site_state){
                    .restarts = 4, .takeovers = 2, .clock_jumps = 2, .clock_jump_ms = 7200000});
    expect(mishaps, board, "berlin: the feed's clock was set ahead by 2:00:00");
    take(board, (struct acd_site_state){
                    .restarts = 4, .takeovers = 2, .clock_jumps = 3, .clock_jump_ms = -61000});
    expect(mishaps, board, "berlin: the feed's clock was set back by 1:01");
    take(board, (struct acd_site_state){.restarts = 0}); /* another board */
    expect(mishaps, board, "");
    mishaps_free(mishaps);
    board_free(board);
}

static void our_own_clock_is_held_against_the_one_that_never_jumps(void **state)
{
    (void)state;
    struct board *board = board_new();
    struct mishaps *mishaps = mishaps_new();
    mishaps_clock(mishaps, 1000, 5000000);
    mishaps_clock(mishaps, 90000, 5089000 + MISHAP_CLOCK_MS - 1);
    expect(mishaps, board, "");
    mishaps_clock(mishaps, 91000, 5090000 + 3600000 + MISHAP_CLOCK_MS - 1);
    expect(mishaps, board, "this computer's clock was set ahead by 1:00:00");
    mishaps_clock(mishaps, 92000, 5091000 + MISHAP_CLOCK_MS - 1);
    expect(mishaps, board, "this computer's clock was set back by 1:00:00");
    expect(mishaps, board, "");
    mishaps_free(mishaps);
    board_free(board);
}

static void clocks_that_differ_are_said_to(void **state)
{
    (void)state;
    static const struct {
        int64_t skew_ms;
        const char *words;
    } cases[] = {{0, ""},
                 {MISHAP_APART_MS - 1, ""},
                 {-MISHAP_APART_MS + 1, ""},
                 {60000, "1:00 ahead"},
                 {-7200000, "2:00:00 behind"}};
    struct board *board = board_new();
    char words[48];
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        take(board, (struct acd_site_state){.skew_ms = cases[i].skew_ms});
        mishaps_apart(board_site(board, "berlin"), words, sizeof words);
        assert_string_equal(words, cases[i].words);
    }
    take(board, (struct acd_site_state){.skew_ms = 7200000, .heard_ms = -1});
    mishaps_apart(board_site(board, "berlin"), words, sizeof words);
    assert_string_equal(words, "");
    board_free(board);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_befell_a_feed_is_told_once),
        cmocka_unit_test(our_own_clock_is_held_against_the_one_that_never_jumps),
        cmocka_unit_test(clocks_that_differ_are_said_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
