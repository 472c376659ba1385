/* Hostile words of a feed through every view: whatever a queue, an agent, a site or a caller is called,
 * every row is as wide as the screen, no byte moves a cursor, hides or turns the direction, and what is
 * cut is cut at a character.  Seeds are fixed; ACD_SEED draws others. */
#include "acdfeed/macros.h"
#include "acdfeed/shape.h"
#include "console/cells/character.h"
#include "console/cells/text.h"
#include "tests/support/desk.h"
#include "tests/support/floor_fixture.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROUNDS = 12, NAME_BYTES = 160 };

static uint32_t seed = 20260303;

static uint32_t next_random(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % below;
}

/* Whole characters and broken ones, wide ones, marks, controls, emoji sequences, turned text. */
static const char *const pieces[] = {
    "a", " ", "Sales", "\u00e9", "e\u0301\u0302\u0303", "\u5ba2\u670d", "\u0645\u0631\u062d\u0628\u0627", "\u05e9\u05dc\u05d5\u05dd",
    "\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\x1b[2J", "\x1b]0;x\x07", "\x9b", "\r", "\t", "\x7f", "\xc3",
    "\xf0\x9f", "\xed\xa0\x80", "\xff", "\U0001F468\u200D\U0001F469\u200D\U0001F467", "\U0001F1E9\U0001F1EA",
    "\u2764\uFE0F", "1\uFE0F\u20E3", "\U000E0041", "\u115f", "\u3164", "%s%n", "\u0e01\u0e33", "\u1100\u1161\u11a8", "\uffff",
};

static const char *hostile(char *out)
{
    int n = (int)next_random(24);

    out[0] = '\0';
    for (int i = 0; i < n; i++) {
        const char *piece = pieces[next_random(ACD_COUNT_OF(pieces))];

        if (strlen(out) + strlen(piece) < NAME_BYTES - 1)
            strcat(out, piece);
    }
    return out;
}

static void tell_hostile(struct board *board)
{
    char a[NAME_BYTES], b[NAME_BYTES], c[NAME_BYTES], d[NAME_BYTES];
    struct acd_call call = {.known = ACD_BIT(ACD_CALL_ID) | ACD_BIT(ACD_CALL_FROM) | ACD_BIT(ACD_CALL_WAIT),
                            .id = "c1", .from = hostile(d), .wait_ms = 240000};
    struct acd_queue queue = {.known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_NAME) | ACD_BIT(ACD_QUEUE_GROUP) |
                                       ACD_BIT(ACD_QUEUE_WAITING) | ACD_BIT(ACD_QUEUE_CALLS),
                              .id = "sales", .name = hostile(a), .group = hostile(b), .waiting = 23,
                              .calls = &call, .n_calls = 1};
    struct acd_agent agent = {.known = ACD_BIT(ACD_AGENT_ID) | ACD_BIT(ACD_AGENT_NAME) | ACD_BIT(ACD_AGENT_TEAM) |
                                       ACD_BIT(ACD_AGENT_STATE) | ACD_BIT(ACD_AGENT_REASON) |
                                       ACD_BIT(ACD_AGENT_STATE_MS),
                              .id = "anna", .name = hostile(c), .team = b, .state = ACD_STATE_PAUSED, .reason = d,
                              .state_ms = 5000000};
    struct acd_event event = {.known = ACD_BIT(ACD_EVENT_TYPE) | ACD_BIT(ACD_EVENT_TEXT) | ACD_BIT(ACD_EVENT_QUEUE),
                              .type = "notice", .text = a, .queue = "sales"};

    fixture_tell(board, "berlin", ACD_KIND_QUEUE, 1, FIXTURE_NOW_MS, &queue);
    fixture_tell(board, "berlin", ACD_KIND_AGENT, 1, FIXTURE_NOW_MS, &agent);
    fixture_tell(board, "berlin", ACD_KIND_EVENT, 1, FIXTURE_NOW_MS, &event);
}

/* A cell is what the gate makes of itself: nothing in it needs to be made safe again. */
static void check_cell(const struct cell *cell)
{
    char safe[32];

    if (cell->width == 0) {
        assert_string_equal(cell->text, "");
        return;
    }
    text_safe(safe, sizeof safe, cell->text);
    assert_string_equal(cell->text, safe);
    assert_int_equal(text_cols(cell->text), cell->width);
}

static void check_frame(struct desk *desk, int cols, int rows, bool ascii)
{
    struct grid *grid = grid_new(cols, rows, ascii);
    struct scene scene = {.board = desk->board, .roster = desk->roster, .ui = &desk->ui, .theme_name = "dark",
                          .now_ms = FIXTURE_NOW_MS, .wall_ms = FIXTURE_WALL_MS};

    frame_draw(&scene, grid);
    for (int row = 0; row < rows; row++) {
        int width = 0;

        for (int col = 0; col < cols; col++) {
            const struct cell *cell = grid_at(grid, row, col);

            width += cell->width;
            check_cell(cell);
            if (ascii)
                assert_true(cell->text[0] >= ' ' && cell->text[0] < 0x7f && cell->text[1] == '\0');
        }
        assert_int_equal(width, cols);
    }
    grid_free(grid);
}

static void test_no_name_breaks_a_view(void **state)
{
    static const char *const views[] = {"Escape", "Enter", "A", "T", "J", "B", "L", "z", "o", "s", "N", "?"};
    static const struct {
        int cols, rows;
    } sizes[] = {{40, 12}, {80, 24}, {133, 40}, {200, 60}};

    (void)state;
    for (int round = 0; round < ROUNDS; round++)
        for (size_t v = 0; v < ACD_COUNT_OF(views); v++) {
            struct desk *desk = desk_take();

            tell_hostile(desk->board);
            desk_settle(desk);
            desk_press(desk, views[v]);
            desk_settle(desk);
            for (size_t s = 0; s < ACD_COUNT_OF(sizes); s++)
                check_frame(desk, sizes[s].cols, sizes[s].rows, round % 4 == 3);
            desk_leave(desk);
        }
}

/* Cut by columns with an ellipsis, never by bytes. */
static void test_a_field_is_cut_at_a_character(void **state)
{
    char name[NAME_BYTES];

    (void)state;
    for (int round = 0; round < 2000; round++) {
        int cols = 1 + (int)next_random(30), width = 0;
        struct grid *grid = grid_new(40, 1, false);

        hostile(name);
        area_text(area_whole(grid), 0, 0, ROLE_FAINT, "........................................");
        area_field(area_whole(grid), 0, 3, cols, ROLE_NORMAL, name);
        for (int col = 0; col < 40; col++) {
            check_cell(grid_at(grid, 0, col));
            width += grid_at(grid, 0, col)->width;
        }
        assert_int_equal(width, 40);
        assert_string_equal(grid_at(grid, 0, 2)->text, ".");
        assert_string_equal(grid_at(grid, 0, 3 + cols)->text, ".");
        if (text_cols(name) > cols) {
            bool seen = false;

            for (int col = 3; col < 3 + cols; col++)
                seen |= strcmp(grid_at(grid, 0, col)->text, glyph_text(false, GLYPH_ELLIPSIS)) == 0;
            assert_true(seen);
        }
        grid_free(grid);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_name_breaks_a_view),
        cmocka_unit_test(test_a_field_is_cut_at_a_character),
    };
    const char *other = getenv("ACD_SEED");

    seed = other != NULL ? (uint32_t)strtoul(other, NULL, 10) : seed;
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
