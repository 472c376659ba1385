/* Whole screens of the console, text and roles, on a floor made by hand: the alignment and the meaning
 * of every cell.  `make bless` records them anew; reviewing is reading the difference. */
#include "console/panes/pane.h"
#include "console/ask/ui_keys.h"
#include "console/settings/settings.h"
#include "tests/support/floor_fixture.h"
#include "tests/support/screen.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct stage {
    struct board *board;
    struct roster *roster;
    struct keymap *keymap;
    struct requests *requests;
    struct settings *settings;
    struct ui ui;
    struct grid *grid;
    struct scene scene;
};

static void draw(struct stage *stage)
{
    struct ui_world world = {stage->board, stage->roster, FIXTURE_NOW_MS, FIXTURE_WALL_MS};
    roster_fill(stage->roster, stage->board, &stage->ui.look, FIXTURE_NOW_MS, FIXTURE_WALL_MS, true);
    ui_settle(&stage->ui, &world);
    frame_draw(&stage->scene, stage->grid);
}

static struct stage *stage_open(int cols, int rows, bool ascii)
{
    struct stage *stage = calloc(1, sizeof *stage);
    stage->board = fixture_floor(FIXTURE_NOW_MS);
    stage->roster = roster_new();
    stage->keymap = keymap_new();
    stage->requests = requests_new();
    stage->grid = grid_new(cols, rows, ascii);
    ui_init(&stage->ui, stage->keymap);
    stage->ui.requests = stage->requests;
    stage->settings = settings_read("built in", "");
    stage->ui.plan = settings_plan(stage->settings);
    strcpy(stage->ui.by, "anna");
    stage->scene = (struct scene){
        .board = stage->board,
        .roster = stage->roster,
        .ui = &stage->ui,
        .theme_name = "dark",
        .now_ms = FIXTURE_NOW_MS,
        .wall_ms = FIXTURE_WALL_MS,
    };
    draw(stage);
    return stage;
}

static void stage_close(struct stage *stage)
{
    ui_release(&stage->ui);
    grid_free(stage->grid);
    requests_free(stage->requests);
    settings_free(stage->settings);
    keymap_free(stage->keymap);
    roster_free(stage->roster);
    board_free(stage->board);
    free(stage);
}

/* '\n' is Enter, '>' Right, '\t' Tab; anything else itself. */
static void press(struct stage *stage, const char *keys)
{
    struct ui_world world = {stage->board, stage->roster, FIXTURE_NOW_MS, FIXTURE_WALL_MS};
    for (; *keys; keys++) {
        struct key key = {.character = (unsigned char)*keys};
        if (*keys == '\n')
            key = (struct key){.code = KEY_CODE_ENTER};
        if (*keys == '\t')
            key = (struct key){.code = KEY_CODE_TAB};
        if (*keys == '>')
            key = (struct key){.code = KEY_CODE_RIGHT};
        ui_key(&stage->ui, &world, key);
        draw(stage);
    }
}

static const struct {
    const char *name;
    int cols, rows;
    bool ascii;
    const char *keys;
} cases[] = {
    {"console-80x24", 80, 24, false, ""},
    {"console-120x32", 120, 32, false, ""},
    {"console-200x60", 200, 60, false, ""},
    {"console-40x12", 40, 12, false, ""},
    {"console-ascii-80x24", 80, 24, true, ""},
    {"console-too-small-5x2", 5, 2, false, ""},
    {"console-groups-120x32", 120, 32, false, "z"},
    {"console-filter-120x32", 120, 32, false, "/tier>=2"},
    {"console-command-80x24", 80, 24, false, ":over"},
    {"queue-80x24", 80, 24, false, "\n"},
    {"queue-120x32", 120, 32, false, "\n"},
    {"overflow-80x24", 80, 24, false, "o"},
    {"overflow-120x32", 120, 32, false, "o"},
    {"overflow-40x12", 40, 12, false, "o"},
    {"agents-80x24", 80, 24, false, "A"},
    {"agents-120x32", 120, 32, false, "A"},
    {"roster-80x24", 80, 24, false, "T"},
    {"roster-120x32", 120, 32, false, "T"},
    {"roster-200x60", 200, 60, false, "T"},
    {"alarms-80x24", 80, 24, false, "L"},
    {"alarms-120x32", 120, 32, false, "Lx"},
    {"shelve-80x24", 80, 24, false, "s"},
    {"journal-120x32", 120, 32, false, "J"},
    {"abandoned-80x24", 80, 24, false, "B"},
    {"help-120x32", 120, 32, false, "?"},
};

static void screens_are_as_recorded(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct stage *stage = stage_open(cases[i].cols, cases[i].rows, cases[i].ascii);
        press(stage, cases[i].keys);
        screen_expect(cases[i].name, stage->grid);
        stage_close(stage);
    }
}

static void a_long_name_hides_no_silence(void **state)
{
    (void)state;
    static const int widths[] = {80, 120, 200};
    for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
        struct stage *stage = stage_open(widths[i], 24, false);
        const struct acd_site beat = {
            .known = ACD_BIT(ACD_SITE_ID) | ACD_BIT(ACD_SITE_NAME),
            .id = "far",
            .name = "客户服务客户服务客户服务客户服务客户服务客户服务客户服务客户服务客户服务客户服务客户服务",
        };
        const struct acd_site_state state_of_it = {.id = "far",
                                                   .link = ACD_LINK_STALE,
                                                   .heard_ms = FIXTURE_NOW_MS - 9000,
                                                   .stale_since_ms = FIXTURE_NOW_MS - 6500,
                                                   .epoch = {1, 1, 1, 1},
                                                   .why = "nothing heard",
                                                   .heartbeat = &beat};
        board_take_site(stage->board, &state_of_it);
        draw(stage);
        assert_int_equal(screen_find(stage->grid, "STALE 0:09"), 0);
        stage_close(stage);
    }
}

static void the_selection_goes_with_the_worst_until_a_row_is_chosen(void **state)
{
    (void)state;
    struct stage *stage = stage_open(120, 32, false);
    assert_string_equal(stage->ui.queue.id, "sales");
    press(stage, "j");
    assert_string_not_equal(stage->ui.queue.id, "sales");
    char chosen[ACD_MAX_ID_BYTES + 1];
    strcpy(chosen, stage->ui.queue.id);
    draw(stage);
    assert_string_equal(stage->ui.queue.id, chosen);
    press(stage, "w");
    assert_string_equal(stage->ui.queue.id, "sales");
    stage_close(stage);
}

/* Whatever the size and the view: no cell outside, widths that add up to the row. */
static void every_view_fits_every_size(void **state)
{
    (void)state;
    static const char *const keys[] = {"", "\n", "A", "T", "J", "B", "L", "?", "o", "m", "s", "z", "/x", ":q"};
    for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
        struct stage *stage = stage_open(120, 32, false);
        press(stage, keys[k]);
        for (int cols = 1; cols <= 220; cols += cols < 50 ? 7 : 31) {
            for (int rows = 1; rows <= 70; rows += rows < 12 ? 3 : 17) {
                grid_resize(stage->grid, cols, rows);
                draw(stage);
                for (int row = 0; row < rows; row++) {
                    int width = 0;
                    for (int col = 0; col < cols; col++)
                        width += grid_at(stage->grid, row, col)->width;
                    assert_int_equal(width, cols);
                }
            }
        }
        stage_close(stage);
    }
}

static void nothing_of_a_site_that_is_not_live_looks_live(void **state)
{
    (void)state;
    static const char *const keys[] = {"", "\n", "A", "T"};
    struct acd_site_state silent = {.link = ACD_LINK_STALE, .heard_ms = FIXTURE_NOW_MS - 60000,
                                    .stale_since_ms = FIXTURE_NOW_MS - 57500, .why = "silent"};
    for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
        struct stage *stage = stage_open(120, 40, false);
        press(stage, keys[k]);
        for (int i = 0; i < board_sites(stage->board); i++) {
            silent.id = board_site_at(stage->board, i)->id;
            board_take_site(stage->board, &silent);
        }
        draw(stage);
        char *written = screen_written(stage->grid);
        char *roles = strstr(written, "roles\n");
        assert_non_null(roles);
        /* No role of a live figure may stand anywhere below the state line: tiers, states, measures.  A
         * trend is history and may stay. */
        char *line = strchr(roles + 6, '\n');
        char *grounds = strstr(roles, "ground of");
        for (char *c = line; *c && (!grounds || c < grounds); c++)
            assert_null(strchr("123caiTwPlm", *c == '\n' ? ' ' : *c) && *c != ' ' ? c : NULL);
        assert_true(screen_find(stage->grid, "STALE") == 0);
        free(written);
        stage_close(stage);
    }
}

static void a_site_tells_of_its_clock_and_of_commands(void **state)
{
    static const struct {
        int cols;
        const char *state_line;
    } sizes[] = {
        {200, " Berlin ● live 0.4 s, takes no commands, its clock 3:00:00 ahead   Paris ● live 0.6 s   Lisboa ◌ STALE 0:37                                                    6 alarms, 4 new   3 lost  09:41:30  anna"},
        {120, " Berlin ● no commands clock   Paris ●   Lisboa ◌ STALE 0:37                    6 alarms, 4 new   3 lost  09:41:30  anna"},
        {80, " Lisboa ◌ STALE 0:37   Berlin ● no commands clock  +1 6 alarms   09:41:30  anna"},
        {40, " Lisboa ◌ STALE 0:37 +2        6 alarms"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct stage *stage = stage_open(sizes[i].cols, 24, false);
        struct acd_feed_state feed = {
            .feed = 2,
            .stats_endpoint = "ipc:///run/berlin.stats",
            .control_endpoint = "ipc:///run/berlin.control",
            .heard = true,
            .control_why = "no one answers there",
        };
        struct acd_site_state site = board_site(stage->board, "berlin")->state;
        char row[1024];
        site.heartbeat = NULL;
        site.why = "";
        site.feed = 2;
        site.skew_ms = 3 * 3600000;
        board_take_feed(stage->board, &feed);
        board_take_site(stage->board, &site);
        draw(stage);
        assert_string_equal(screen_row(stage->grid, 0, row, sizeof row), sizes[i].state_line);
        stage_close(stage);
    }
}

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_site_tells_of_its_clock_and_of_commands),
        cmocka_unit_test(screens_are_as_recorded),
        cmocka_unit_test(a_long_name_hides_no_silence),
        cmocka_unit_test(the_selection_goes_with_the_worst_until_a_row_is_chosen),
        cmocka_unit_test(every_view_fits_every_size),
        cmocka_unit_test(nothing_of_a_site_that_is_not_live_looks_live),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
