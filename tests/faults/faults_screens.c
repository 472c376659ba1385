/* A walk over every screen while the feed is frozen: nothing of what it told stands there as live.
 */
#include "tests/faults/fault.h"
#include "tests/faults/glance.h"
#include "tests/faults/told.h"
#include "tests/support/cases.h"

#include "acdfeed/macros.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const int64_t notice_ms = FAULT_NOTICE_MS + FAULT_LOOK_MS;

static const struct {
    int cols, rows;
} sizes[] = {{120, 32}, {80, 24}, {200, 60}, {40, 12}};

/* What was told may stand in a line that says so. */
static void shows_nothing_as_live(struct person *person, const char *what)
{
    for (int row = 0; row < person_rows(person); row++) {
        const char *text = person_row(person, row);
        if (!glance_in(text, "77") || strstr(text, "was: ") || strstr(text, "not live"))
            continue;
        person_print(person);
        fail_msg("%s: row %d shows a figure of a frozen feed", what, row);
    }
}

static const struct step {
    const char *name, *keys, *shows;
    bool figures; /* there are figures while it is live */
} steps[] = {
    {"queues", "Q", "Queues, worst first", true},
    {"a queue", "\r", "aiting contacts", true},
    {"agents", "A", "by state", true},
    {"roster", "T", "   agent  ", true},
    {"abandoned", "B", "Abandoned lately", false},
    {"journal", "J", "Journal, newest first", false},
    {"alarms", "L", "Alarms: ", true},
    {"help", "?", " Help ", false},
    {"back", "\033", "Alarms: ", true},
    {"the start", "Q", "Queues, worst first", true},
};

static void walk(struct person *person, bool live)
{
    for (size_t i = 0; i < ACD_COUNT_OF(steps); i++) {
        const struct step *step = &steps[i];
        person_send(person, step->keys);
        if (!person_shows(person, step->shows))
            fail_msg("%s does not open", step->name);
        if (live && step->figures && person_find(person, "77") < 0) {
            person_print(person);
            fail_msg("%s shows no figure of a live feed: this walk could not fail", step->name);
        }
        if (live)
            continue;
        assert_true(person_find(person, "Berlin ◌ STALE") == 0);
        shows_nothing_as_live(person, step->name);
    }
}

static void no_view_of_a_console_shows_a_frozen_feed_as_live(void **state)
{
    (void)state;
    struct fault fault = fault_of("feed frozen, each view looked at", notice_ms);
    struct told told;
    told_open(&told, 77);
    struct person *console = told_console(told.stats, told.control, 77);
    walk(console, true);
    kill(told.feed.pid, SIGSTOP);
    fault_done(&fault);
    assert_true(person_shows(console, "Sales: unknown"));
    fault_noticed(&fault);
    for (size_t i = 0; i < ACD_COUNT_OF(sizes); i++) {
        person_resize(console, sizes[i].cols, sizes[i].rows);
        walk(console, false);
    }
    kill(told.feed.pid, SIGCONT);
    fault_mended(&fault);
    assert_true(person_shows(console, "77"));
    fault_recovered(&fault);
    fault_row(&fault, "nothing");
    person_close(console);
    told_close(&told);
}

/* Each in a console of its own, so that one frozen feed lies under all of them. */
static const char *const dialogues[] = {"overflow", "close", "callback", "end", "move"};
enum { DIALOGUES = ACD_COUNT_OF(dialogues) };

static struct person *console_in_dialogue(const struct told *told, const char *command)
{
    char line[64];
    const char *const options[] = {"--by",      "boris",       "--feed", told->stats,
                                   "--control", told->control, NULL};
    struct person *console = told_wall(options, 120, 32);
    assert_true(person_shows(console, "77"));
    snprintf(line, sizeof line, ":%s\r", command);
    person_send(console, line);
    if (!person_shows(console, "[ Cancel ]"))
        fail_msg("%s opens no dialogue", command);
    return console;
}

static void a_dialogue_over_a_frozen_feed_does_nothing(void **state)
{
    (void)state;
    struct fault fault = fault_of("feed frozen under open dialogues", notice_ms);
    struct told told;
    struct person *consoles[DIALOGUES];
    told_open(&told, 77);
    for (int i = 0; i < DIALOGUES; i++)
        consoles[i] = console_in_dialogue(&told, dialogues[i]);
    assert_true(person_shows(consoles[0], "anna has call-back in force here"));
    kill(told.feed.pid, SIGSTOP);
    fault_done(&fault);
    assert_true(person_shows(consoles[0], "STALE"));
    fault_noticed(&fault);
    for (int i = 0; i < DIALOGUES; i++) {
        assert_true(person_shows(consoles[i], "STALE"));
        shows_nothing_as_live(consoles[i], dialogues[i]);
        assert_true(person_find(consoles[i], "has call-back in force here") < 0);
        person_send(consoles[i], "\033OC\r"); /* Right, Enter */
        assert_true(person_shows(consoles[i], "not live"));
        assert_true(person_shows(consoles[i], "[ ")); /* it stays open */
        person_send(consoles[i], "\033J");
        assert_true(person_shows(consoles[i], "Nothing has happened since"));
    }
    kill(told.feed.pid, SIGCONT);
    fault_mended(&fault);
    person_send(consoles[0], "Q");
    assert_true(person_shows(consoles[0], "77"));
    fault_recovered(&fault);
    fault_row(&fault, "nothing; no request was sent");
    for (int i = 0; i < DIALOGUES; i++)
        person_close(consoles[i]);
    told_close(&told);
}

/* --- figures too large to be read as text -------------------------------------------------------
 */

enum { PAGES = 4, WALL_COLS = 120, DRAW_MS = 1000 /* a wall draws within */ };

/* Times pass while we look from one screen to the other. */
static void level_times(char *text)
{
    for (char *at = text; *at; at++)
        if (*at >= '0' && *at <= '9')
            *at = '#';
}

static bool same_row(struct person *one, struct person *other, int row)
{
    char text[4096];
    snprintf(text, sizeof text, "%s", person_row(one, row));
    level_times(text);
    char against[4096];
    snprintf(against, sizeof against, "%s", person_row(other, row));
    level_times(against);
    /* The foot has no large figures, and moves by itself. */
    return strcmp(text, against) == 0 ||
           (strstr(text, "STALE Berlin") && strstr(against, "STALE Berlin"));
}

/* The first row that tells the two apart by more than small digits; -1 none.  A frame of either may
 * be half drawn. */
static int different_row(struct person *one, struct person *other)
{
    enum { TURNS = 50, FINISH_MS = 40 }; /* also until both are moved by a cell */
    int row = 0;
    for (int turn = 0; turn < TURNS; turn++) {
        for (row = 0; row < person_rows(one) && same_row(one, other, row); row++)
            ;
        if (row == person_rows(one))
            return -1;
        person_read(one, FINISH_MS);
        person_read(other, FINISH_MS);
    }
    return row;
}

static struct person *wall_of(const struct told *told, const char *pages)
{
    const char *const options[] = {"wall", "--feed",  told->stats, "--pages",
                                   pages,  "--every", "1h",        NULL};
    return told_wall(options, 120, 32);
}

/* Holds two walls of different figures to show the same, and turns to the next page. */
static void compare_page(struct person *const wall[2], int page)
{
    char words[16];
    snprintf(words, sizeof words, "page %d/%d", page, PAGES);
    for (int i = 0; i < 2; i++) {
        assert_true(person_shows(wall[i], words));
        assert_true(person_shows(wall[i], "STALE Berlin"));
    }
    shows_nothing_as_live(wall[0], words); /* where they stand as text */
    int row = different_row(wall[0], wall[1]);
    if (row >= 0) {
        person_print(wall[0]);
        person_print(wall[1]);
        fail_msg("page %d: row %d tells a frozen figure", page, row);
    }
    for (int i = 0; i < 2; i++)
        person_send(wall[i], " ");
}

static void no_page_of_a_wall_tells_what_a_frozen_feed_had_told(void **state)
{
    (void)state;
    struct fault fault = fault_of("feed frozen, each page of a wall looked at", notice_ms);
    struct told told[2];
    struct person *wall[2];
    char pages[TOOL_NAME_BYTES + 16];
    told_open(&told[0], 77);
    told_open(&told[1], 66);
    snprintf(pages, sizeof pages, "%s/pages.ini", told[0].folder);
    FILE *file = fopen(pages, "w");
    assert_non_null(file);
    fputs("[page worst]\nqueues = worst\n[page all]\nqueues = all\n"
          "[page sites]\nkind = sites\n[page team]\nkind = agents\n",
          file);
    fclose(file);
    for (int i = 0; i < 2; i++) {
        wall[i] = wall_of(&told[i], pages);
        assert_true(person_shows(wall[i], "live 0."));
        assert_true(person_shows(wall[i], "page 1/4"));
    }
    assert_true(different_row(wall[0], wall[1]) >= 0); /* the figures are there, and large */
    kill(told[0].feed.pid, SIGSTOP);
    kill(told[1].feed.pid, SIGSTOP);
    fault_done(&fault);
    assert_true(person_shows(wall[0], "last heard"));
    fault_noticed(&fault);
    assert_true(person_shows(wall[1], "last heard"));
    for (size_t i = 0; i < ACD_COUNT_OF(sizes); i++) {
        if (sizes[i].cols >
            WALL_COLS) /* its frames come in pieces, seconds apart, to who reads slowly */
            continue;
        for (int one = 0; one < 2; one++) {
            person_resize(wall[one], sizes[i].cols, sizes[i].rows);
            person_read(wall[one], DRAW_MS);
        }
        for (int page = 1; page <= PAGES; page++)
            compare_page(wall, page);
    }
    kill(told[0].feed.pid, SIGCONT);
    fault_mended(&fault);
    assert_true(person_hides(wall[0], "last heard"));
    fault_recovered(&fault);
    fault_row(&fault, "nothing");
    for (int i = 0; i < 2; i++) {
        person_close(wall[i]);
        told_close(&told[i]);
    }
}

/* --- lines ---------------------------------------------------------------------------------------
 */

static void the_console_in_lines_tells_nothing_of_a_frozen_feed(void **state)
{
    (void)state;
    struct fault fault = fault_of("feed frozen before a console in lines", notice_ms);
    struct told told;
    struct tool plain;
    const char *line;
    told_open(&told, 77);
    tool_start_as(
        &plain, "acdwall",
        (const char *const[]){"--plain", "--feed", told.stats, "--control", told.control, NULL});
    TOOL_AWAIT(&plain, "Berlin: live");
    tool_say(&plain, "list\n");
    TOOL_AWAIT(&plain, "Sales", "77");
    kill(told.feed.pid, SIGSTOP);
    fault_done(&fault);
    TOOL_AWAIT(&plain, "Berlin: STALE");
    fault_noticed(&fault);
    tool_say(&plain, "list\n\nquit\n");
    while ((line = tool_line(&plain)))
        if (glance_in(line, "77") && !strstr(line, "was: "))
            fail_msg("a line of a frozen feed: %s", line);
    assert_int_equal(tool_end(&plain), 0);
    free(plain.complaint);
    fault_row(&fault, "nothing");
    told_close(&told);
}

static void a_board_asked_once_tells_nothing_of_a_frozen_feed(void **state)
{
    (void)state;
    static const char *const forms[] = {"text", "json", "csv"};
    struct fault fault = fault_of("feed frozen, board asked once", notice_ms);
    struct told told;
    told_open(&told, 77);
    struct person *console = told_console(told.stats, told.control, 77); /* it has spoken */
    kill(told.feed.pid, SIGSTOP);
    fault_done(&fault);
    for (size_t i = 0; i < ACD_COUNT_OF(forms); i++) {
        struct tool once;
        const char *line;
        tool_start_as(
            &once, "acdwall",
            (const char *const[]){"--once", forms[i], "--wait", "300", "--feed", told.stats, NULL});
        while ((line = tool_line(&once)))
            assert_false(glance_in(line, "77"));
        assert_int_equal(tool_end(&once), 3);
        free(once.complaint);
    }
    fault_noticed(&fault);
    fault_row(&fault, "nothing");
    person_close(console);
    told_close(&told);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_view_of_a_console_shows_a_frozen_feed_as_live),
        cmocka_unit_test(a_dialogue_over_a_frozen_feed_does_nothing),
        cmocka_unit_test(no_page_of_a_wall_tells_what_a_frozen_feed_had_told),
        cmocka_unit_test(the_console_in_lines_tells_nothing_of_a_frozen_feed),
        cmocka_unit_test(a_board_asked_once_tells_nothing_of_a_frozen_feed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
