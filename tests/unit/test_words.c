/* Languages: every word of the tables is translated, what has a fixed width fits it, and figures carry
 * the marks of the language.  Untranslated and fuzzy strings of the sources are found by
 * tests/checks/words. */
#include "acdfeed/macros.h"
#include "acdfeed/names.h"
#include "acdfeed/subscriber.h"
#include "console/ask/forms.h"
#include "console/ask/worded.h"
#include "console/cells/text.h"
#include "console/model/plan.h"
#include "console/panes/draw.h"
#include "console/settings/settings.h"
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

/* What follows a number is found as a pair, by its singular. */
static void check_counted(const char *code, const struct form_field *field)
{
    assert_non_null(field->after_one);
    if (ngettext(field->after_one, field->after, 1) == field->after_one ||
        ngettext(field->after_one, field->after, 2) == field->after)
        fail_msg("'%s' has no %s", field->after, code);
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
        if (form->fields[i].after != NULL)
            check_counted(code, &form->fields[i]);
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

/* Those who wrote no plan of their own read the one that is built in. */
static void test_the_plan_that_is_built_in_is_translated(void **state)
{
    struct settings *settings = settings_read("none", "");

    (void)state;
    for (size_t l = 0; l < ACD_COUNT_OF(languages); l++) {
        speak(languages[l]);
        assert_non_null(plan_at(settings_plan(settings), 0));
        for (int i = 0; plan_at(settings_plan(settings), i) != NULL; i++)
            assert_translated(languages[l], plan_at(settings_plan(settings), i)->name);
    }
    language_english();
    settings_free(settings);
}

/* A dialogue gives its labels thirteen columns. */
static void test_labels_of_dialogues_fit(void **state)
{
    enum { LABEL_COLS = 13 };

    (void)state;
    for (size_t l = 0; l < ACD_COUNT_OF(languages); l++) {
        speak(languages[l]);
        for (int op = 0; op < FORMS; op++)
            for (int i = 0; form_of((enum acd_op)op) != NULL && i < DIALOG_FIELDS; i++) {
                const char *label = form_of((enum acd_op)op)->fields[i].label;

                if (label != NULL && text_cols(words_of(label)) > LABEL_COLS)
                    fail_msg("%s: '%s' is cut where '%s' is not", languages[l], words_of(label), label);
            }
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

/* What stands in the row of the pane behind its head; "" where the row is not shown. */
static const char *figures_of(const struct grid *grid, const char *head, char *row, size_t bytes)
{
    for (int i = 0; i < grid->rows; i++) {
        screen_row(grid, i, row, bytes);
        char *found = strstr(row, head), *end = found ? strrchr(found, ' ') : NULL;
        while (end > found && *end == ' ')
            *end-- = '\0';
        if (found)
            return found;
    }
    return "";
}

static void test_a_figure_without_room_is_left_out_whole(void **state)
{
    static const char *const heads[] = {"today    ", "plan     "};
    char wide_row[2048], row[2048];

    (void)state;
    for (size_t l = 0; l <= ACD_COUNT_OF(languages); l++) {
        if (l > 0)
            speak(languages[l - 1]);
        struct grid *wide = frame_of("A", 200, 60);
        for (size_t h = 0; h < ACD_COUNT_OF(heads); h++) {
            const char *all = figures_of(wide, words_of(heads[h]), wide_row, sizeof wide_row);
            assert_true(strlen(all) > strlen(words_of(heads[h])));
            for (int cols = 60; cols < 120; cols++) {
                struct grid *narrow = frame_of("A", cols, 40);
                const char *some = figures_of(narrow, words_of(heads[h]), row, sizeof row);

                if (strncmp(all, some, strlen(some)) != 0 || (all[strlen(some)] != '\0' && all[strlen(some)] != ' '))
                    fail_msg("%d columns: '%s' of '%s'", cols, some, all);
                grid_free(narrow);
            }
        }
        grid_free(wide);
        language_english();
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
    static const struct {
        const char *one, *many, *greek_one, *greek_many;
    } cases[] = {
        {"%d agent", "%d agents", "%d εκπρόσωπος", "%d εκπρόσωποι"},
        {"   %+d agent ", "   %+d agents ", "   %+d εκπρόσωπος ", "   %+d εκπρόσωποι "},
        {" agent", " agents", " εκπρόσωπος", " εκπρόσωποι"},
        {" call", " calls", " κλήση", " κλήσεις"},
        {"%d alarm", "%d alarms", "%d συναγερμός", "%d συναγερμοί"},
        {"%d agent marked", "%d agents marked", "%d σημειωμένος εκπρόσωπος", "%d σημειωμένοι εκπρόσωποι"},
        {"seen: %d alarm of %s", "seen: %d alarms of %s", "επιβεβαιώθηκε %d συναγερμός: %s",
         "επιβεβαιώθηκαν %d συναγερμοί: %s"},
        {"off the shelf: %d alarm of %s", "off the shelf: %d alarms of %s", "άρση αναστολής για %d συναγερμό: %s",
         "άρση αναστολής για %d συναγερμούς: %s"},
        {"%d request is not sent yet; wait a moment", "%d requests are not sent yet; wait a moment",
         "%d αίτημα δεν έχει σταλεί ακόμη· περιμένετε λίγο", "%d αιτήματα δεν έχουν σταλεί ακόμη· περιμένετε λίγο"},
        {"%llu line could not be written.\n", "%llu lines could not be written.\n", "%llu γραμμή δεν γράφτηκε.\n",
         "%llu γραμμές δεν γράφτηκαν.\n"},
    };

    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        const char *one = cases[i].one, *many = cases[i].many;

        speak("el");
        assert_string_equal(ngettext(one, many, 1), cases[i].greek_one);
        assert_string_equal(ngettext(one, many, 2), cases[i].greek_many);
        assert_string_equal(ngettext(one, many, 0), cases[i].greek_many);
        speak("zh_CN");
        assert_ptr_not_equal(ngettext(one, many, 2), many);
        assert_string_equal(ngettext(one, many, 1), ngettext(one, many, 2));
        language_english();
        assert_string_equal(ngettext(one, many, 1), one);
        assert_string_equal(ngettext(one, many, 0), many);
    }
}

static void test_a_capital_begins_in_any_alphabet(void **state)
{
    static const char *const cases[][2] = {{"unpause", "Unpause"}, {"επιστροφή", "Επιστροφή"}, {"έγινε", "Έγινε"},
                                           {"示闲", "示闲"},       {"Όλοι", "Όλοι"},           {"", ""},
                                           {"7 x", "7 x"},         {"\xce", "\xce"}};
    char words[40], row[2048] = "";

    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        words_print(words, sizeof words, "%s", cases[i][0]);
        words_capital(words);
        assert_string_equal(words, cases[i][1]);
    }
    speak("el");
    struct grid *grid = frame_of("A p", 100, 30);
    for (int i = 0; i < grid->rows && strstr(row, "[ Ακύρωση ]") == NULL; i++)
        screen_row(grid, i, row, sizeof row);
    if (strstr(row, "[ Ακύρωση ]    Παύση") == NULL && strstr(row, "[ Ακύρωση ]    Επιστροφή") == NULL)
        fail_msg("%s", row);
    grid_free(grid);
    language_english();
}

/* The same English word in two meanings. */
static void test_words_of_two_meanings_are_two(void **state)
{
    static const char *const wants[][6] = {{"开", "关", "离线", "提示", "未解除", "本班前"},
                                           {"ενεργό", "ανενεργό", "εκτός", "ένδειξη", "ενεργός", "πριν από τη βάρδια"}};

    (void)state;
    for (size_t l = 0; l < ACD_COUNT_OF(languages); l++) {
        speak(languages[l]);
        assert_string_equal(C_("switch", "on"), wants[l][0]);
        assert_string_equal(C_("switch", "off"), wants[l][1]);
        assert_string_equal(_("off"), wants[l][2]);
        assert_string_equal(C_("alarm", "notice"), wants[l][3]);
        assert_string_equal(C_("alarm", "active"), wants[l][4]);
        assert_string_equal(C_("shift", "before"), wants[l][5]);
    }
    language_english();
    assert_string_equal(C_("switch", "off"), "off");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_word_of_the_tables_is_translated),
        cmocka_unit_test(test_the_plan_that_is_built_in_is_translated),
        cmocka_unit_test(test_labels_of_dialogues_fit),
        cmocka_unit_test(test_fixed_fields_keep_their_widths),
        cmocka_unit_test(test_no_heading_is_overlong),
        cmocka_unit_test(test_a_figure_without_room_is_left_out_whole),
        cmocka_unit_test(test_figures_have_the_marks_of_the_language),
        cmocka_unit_test(test_plurals),
        cmocka_unit_test(test_a_capital_begins_in_any_alphabet),
        cmocka_unit_test(test_words_of_two_meanings_are_two),
    };

    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
