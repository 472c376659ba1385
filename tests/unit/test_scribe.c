/* What the journal is told of feeds and clocks: each once, with whose it is. */
#include "console/trail/scribe.h"
#include "tests/support/cases.h"

#include "acdfeed/macros.h"

#include <stdio.h>
#include <string.h>

enum { MOST = 8, HOUR_MS = 3600000, WALL_MS = 1000000000 };
struct told {
    struct {
        int what;
        char site[ACD_MAX_ID_BYTES + 1], why[200];
    } notes[MOST];
    int n;
};

static void keep(void *context, const struct note *note, bool action)
{
    struct told *told = context;
    assert_false(action);
    if (note->what != NOTE_RESTART && note->what != NOTE_TAKEOVER && note->what != NOTE_CLOCK)
        return;
    assert_true(told->n < MOST);
    told->notes[told->n].what = note->what;
    snprintf(told->notes[told->n].site, sizeof told->notes[0].site, "%s",
             NOTE_TEXT(note, SITE, site));
    snprintf(told->notes[told->n].why, sizeof told->notes[0].why, "%s", NOTE_TEXT(note, WHY, why));
    told->n++;
}

static void what_befell_feeds_and_clocks_is_kept(void **state)
{
    (void)state;
    static const struct {
        struct acd_site_state site;
        int64_t set_ms; /* of our own clock, so far */
        int what;       /* -1: nothing new */
        const char *whose, *why;
    } steps[] = {
        {{.restarts = 2}, 0, -1, "", ""},
        {{.restarts = 3}, 0, NOTE_RESTART, "berlin", ""},
        {{.restarts = 3}, 0, -1, "", ""},
        {{.restarts = 3, .takeovers = 1},
         0,
         NOTE_TAKEOVER,
         "berlin",
         "berlin: another feed of the site took over"},
        {{.restarts = 3, .takeovers = 1, .clock_jumps = 1, .clock_jump_ms = HOUR_MS},
         0,
         NOTE_CLOCK,
         "berlin",
         "berlin: the feed's clock was set ahead by 1:00:00"},
        {{.restarts = 3, .takeovers = 1, .clock_jumps = 1, .clock_jump_ms = HOUR_MS},
         -2 * HOUR_MS,
         NOTE_CLOCK,
         "",
         "this computer's clock was set back by 2:00:00"},
    };
    struct told told = {.n = 0};
    struct board *board = board_new();
    struct scribe *scribe = scribe_new(keep, &told);
    for (size_t i = 0; i < ACD_COUNT_OF(steps); i++) {
        struct acd_site_state site = steps[i].site;
        int64_t now_ms = 1000 * (int64_t)i;
        site.id = "berlin";
        site.link = ACD_LINK_LIVE;
        board_take_site(board, &site);
        told = (struct told){.n = 0};
        scribe_look(scribe, board, NULL, now_ms, WALL_MS + now_ms + steps[i].set_ms);
        assert_int_equal(told.n, steps[i].what >= 0);
        if (told.n == 0)
            continue;
        assert_int_equal(told.notes[0].what, steps[i].what);
        assert_string_equal(told.notes[0].site, steps[i].whose);
        assert_string_equal(told.notes[0].why, steps[i].why);
    }
    scribe_free(scribe);
    board_free(board);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_befell_feeds_and_clocks_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
