/* Languages: every word of the tables is translated, what has a fixed width fits it, and figures carry
 * the marks of the language.  Untranslated and fuzzy strings of the sources are found by
 * tests/checks/words. */
#include "acdfeed/macros.h"
#include "acdfeed/names.h"
#include "acdfeed/subscriber.h"
#include "console/ask/forms.h"
#include "console/ask/worded.h"
#include "console/cells/text.h"
#include "console/panes/draw.h"
#include "console/words.h"
#include "tests/support/desk.h"
#include "tests/support/floor_fixture.h"
#include "tests/support/language.h"
#include "tests/support/screen.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const languages[] = {"zh_CN", "el"};

static void speak(const char *code)
{
    if (!language_speak(code)) {
        printf("skipped: this machine has no C.UTF-8 or no msgfmt\n");
        skip();
    }
}

/* gettext gives back the very pointer where it finds nothing. */
static void assert_translated(const char *code, const char *words)
{
    if (words != NULL && words[0] != '\0' && words_of(words) == words)
        fail_msg("'%s' has no %s", words, code);
}

static void check_names(const char *code, const struct acd_names *names)
{
    for (int i = 0; i < names->n; i++)
        assert_translated(code, names->names[i]);
}

static void check_form(const char *code, const struct form *form)
{
    assert_translated(code, form->title);
    assert_translated(code, form->verb);
    assert_translated(code, form->deed);
    assert_translated(code, form->sentence);
    for (int i = 0; i < DIALOG_FIELDS && form->fields[i].label != NULL; i++) {
        assert_translated(code, form->fields[i].label);
        assert_translated(code, form->fields[i].hint);
        assert_translated(code, form->fields[i].before);
        assert_translated(code, form->fields[i].after);
    }
}

static void test_every_word_of_the_tables_is_translated(void **state)
{
    static const struct acd_names *const sets[] = {
        &acd_agent_state_names, &acd_media_names,  &acd_formula_names, &acd_schedule_names, &acd_status_names,
        &acd_op_names,          &acd_link_names,   &view_names,        &span_names,         &queue_sort_names,
        &agent_sort_names};

    (void)state;
    for (size_t l = 0; l < ACD_COUNT_OF(languages); l++) {
        const char *code = languages[l];

        speak(code);
        for (size_t i = 0; i < ACD_COUNT_OF(sets); i++)
            check_names(code, sets[i]);
        for (int i = 0; i < ACTIONS; i++) {
            assert_translated(code, action_kinds[i].command);
            assert_translated(code, action_kinds[i].help);
        }
        for (int i = 0; i < ACTION_GROUPS; i++)
            assert_translated(code, action_group_titles[i]);
        for (int i = 0; worded_at(i) != NULL; i++)
            assert_translated(code, worded_at(i)->help);
        for (int tier = TIER_UNKNOWN; tier <= TIER_BEYOND; tier++)
            assert_translated(code, tier_word(tier));
        for (int op = 0; op < ACD_OPS; op++)
            if (form_of((enum acd_op)op) != NULL)
                check_form(code, form_of((enum acd_op)op));
    }
    language_english();
}

/* Tiles give a state five columns; the details set their figures in column nine. */
static void test_fixed_fields_keep_their_widths(void **state)
{
    static const char *const labels[] = {"state    ", "serves   ", "today    ", "plan     ", "waiting  ",
                                         "oldest   ", "level    ", "counted  ", "on duty  ", "in force ",
                                         "asked    ", "helps    ", "ahead    ", "effect   ", "usually  "};

    (void)state;
    for (size_t l = 0; l < ACD_COUNT_OF(languages); l++) {
        speak(languages[l]);
        for (size_t i = 0; i < ACD_COUNT_OF(labels); i++)
            if (text_cols(words_of(labels[i])) != text_cols(labels[i]))
                fail_msg("%s: '%s' is not as wide as '%s'", languages[l], words_of(labels[i]), labels[i]);
        for (int i = 0; i < ACD_STATES; i++)
            if (text_cols(draw_state_word(i)) > 5)
                fail_msg("%s: '%s' has no room in a tile", languages[l], draw_state_word(i));
    }
    language_english();
}

static struct grid *frame_of(const char *keys, int cols, int rows)
{
    struct desk *desk = desk_take();
    struct grid *grid = grid_new(cols, rows, false);
    struct scene scene = {.board = desk->board, .roster = desk->roster, .ui = &desk->ui, .theme_name = "dark",
                          .now_ms = FIXTURE_NOW_MS, .wall_ms = FIXTURE_WALL_MS};

    desk_press(desk, keys);
    desk_settle(desk);
    frame_draw(&scene, grid);
    desk_leave(desk);
    return grid;
}

/* Headings, titles and hints of keys that were cut; in the help any words. */
static int cuts(const struct grid *grid, bool help, char *where, size_t bytes)
{
    int n = 0;

    for (int row = 0; row < grid->rows; row++)
        for (int col = 0; col < grid->cols; col++) {
            const struct cell *cell = grid_at(grid, row, col);
            bool fixed = help || cell->role == ROLE_HEADER || cell->role == ROLE_KEY_TEXT || cell->role == ROLE_TITLE;

            if (fixed && strcmp(cell->text, glyph_text(false, GLYPH_ELLIPSIS)) == 0) {
                n++;
                screen_row(grid, row, where, bytes);
            }
        }
    return n;
}

static void test_no_heading_is_overlong(void **state)
{
    static const char *const views[] = {"Escape", "Enter", "A", "T", "J", "B", "L", "?", "o"};
    static const struct {
        int cols, rows;
    } sizes[] = {{80, 24}, {120, 32}, {200, 60}};
    char row[2048];

    (void)state;
    for (size_t v = 0; v < ACD_COUNT_OF(views); v++)
        for (size_t s = 0; s < ACD_COUNT_OF(sizes); s++) {
            bool help = strcmp(views[v], "?") == 0;
            struct grid *english = frame_of(views[v], sizes[s].cols, sizes[s].rows);
            int most = cuts(english, help, row, sizeof row);

            for (size_t l = 0; l < ACD_COUNT_OF(languages); l++) {
                speak(languages[l]);
                struct grid *grid = frame_of(views[v], sizes[s].cols, sizes[s].rows);

                if (cuts(grid, help, row, sizeof row) > most)
                    fail_msg("%s, view %s, %d columns: a heading is cut:\n%s", languages[l], views[v],
                             sizes[s].cols, row);
                grid_free(grid);
            }
            language_english();
            grid_free(english);
        }
}

static void test_figures_have_the_marks_of_the_language(void **state)
{
    static const struct {
        const char *code, *percent, *age, *count, *coarse;
    } cases[] = {
        {"zh_CN", "11.2%", "0.4 秒", "12,345", "3 小时 10"},
        {"el", "11,2%", "0,4 δ", "12.345", "3 ω 10"},
    };
    struct acd_figure share = {.is = ACD_FIGURE_VALUE, .value = 0.112, .sample = 100};
    char out[TEXT_FIGURE_BYTES];

    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        speak(cases[i].code);
        assert_string_equal(text_percent(out, share, 1, false), cases[i].percent);
        assert_string_equal(text_age(out, 430), cases[i].age);
        assert_string_equal(text_count(out, 12345), cases[i].count);
        assert_string_equal(text_duration_coarse(out, 190 * 60000), cases[i].coarse);
        assert_string_equal(text_duration(out, 252000), "4:12");
    }
    language_english();
    assert_string_equal(text_percent(out, share, 1, false), "11.2 %");
}

static void test_plurals(void **state)
{
    (void)state;
    speak("el");
    assert_string_equal(ngettext("%d agent", "%d agents", 1), "%d εκπρόσωπος");
    assert_string_equal(ngettext("%d agent", "%d agents", 2), "%d εκπρόσωποι");
    speak("zh_CN");
    assert_string_equal(ngettext("%d agent", "%d agents", 1), ngettext("%d agent", "%d agents", 2));
    language_english();
    assert_string_equal(ngettext("%d agent", "%d agents", 1), "%d agent");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_word_of_the_tables_is_translated),
        cmocka_unit_test(test_fixed_fields_keep_their_widths),
        cmocka_unit_test(test_no_heading_is_overlong),
        cmocka_unit_test(test_figures_have_the_marks_of_the_language),
        cmocka_unit_test(test_plurals),
    };

    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
