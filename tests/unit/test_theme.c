/* Themes: what a line may say, what is wrong with others, and that the files that come along are
 * whole and readable by the eye. */
#include "console/settings/theme.h"
#include "acdfeed/macros.h"
#include "console/cells/role.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <math.h>

static const char *const shipped[] = {"amber", "colour-blind", "dark", "harbour", "high-contrast", "light",
                                      "monochrome"};

/* A whole theme in which `role` has the line `look`, or NULL: no line. */
static const char *text_with(const char *role, const char *look, char *out, size_t bytes)
{
    size_t used = (size_t)snprintf(out, bytes, "# A test\r\n#second\n\n");

    for (int i = 0; i < ROLES; i++) {
        bool this_one = strcmp(role_about[i].key, role) == 0;

        if (!this_one || look != NULL)
            used += (size_t)snprintf(out + used, bytes - used, "%s = %s\n", role_about[i].key,
                                     this_one ? look : "default");
    }
    return out;
}

static void test_looks_are_read(void **state)
{
    static const struct {
        const char *line;
        struct look looks[THEME_DEPTHS];
    } cases[] = {
        {"white on #c1121f, bold | white on red, bold | reverse bold",
         {{7, 124, THEME_BOLD}, {7, 1, THEME_BOLD}, {-1, -1, THEME_BOLD | THEME_REVERSE}}},
        {"208", {{208, -1, 0}, {3, -1, 0}, {-1, -1, 0}}},
        {"231 on 160, bold", {{231, 160, THEME_BOLD}, {15, 1, THEME_BOLD}, {-1, -1, THEME_BOLD | THEME_REVERSE}}},
        {"231 on 160 | | underline", {{231, 160, 0}, {15, 1, 0}, {-1, -1, THEME_UNDERLINE}}},
        {"on 17", {{-1, 17, 0}, {-1, 0, 0}, {-1, -1, THEME_REVERSE}}},
        {"bold dim,italic ,blink", {{-1, -1, THEME_BOLD | THEME_DIM | THEME_ITALIC | THEME_BLINK},
                                    {-1, -1, THEME_BOLD | THEME_DIM | THEME_ITALIC | THEME_BLINK},
                                    {-1, -1, THEME_BOLD | THEME_DIM | THEME_ITALIC | THEME_BLINK}}},
        {"Bright-Red|9|default", {{9, -1, 0}, {9, -1, 0}, {-1, -1, 0}}},
        {"default on default", {{-1, -1, 0}, {-1, -1, 0}, {-1, -1, 0}}},
        {"#000000 on #ffffff", {{16, 231, 0}, {0, 15, 0}, {-1, -1, THEME_REVERSE}}},
        {"255|#ff0000|bold", {{255, -1, 0}, {9, -1, 0}, {-1, -1, THEME_BOLD}}},
    };
    struct acd_fault why;
    struct theme theme;
    char text[4096];

    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        if (!theme_read(&theme, "/x/night.theme", text_with("tier3", cases[i].line, text, sizeof text), &why))
            fail_msg("%s", why.text);
        for (int depth = 0; depth < THEME_DEPTHS; depth++) {
            struct look look = theme.looks[depth][ROLE_TIER3], wanted = cases[i].looks[depth];

            if (look.ink != wanted.ink || look.paper != wanted.paper || look.attributes != wanted.attributes)
                fail_msg("'%s' depth %d: %d on %d, %d", cases[i].line, depth, look.ink, look.paper,
                         look.attributes);
        }
        assert_string_equal(theme.name, "night");
        assert_string_equal(theme.about, "A test");
    }
}

static void test_faults_name_the_line(void **state)
{
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"tier3 = white\ntier4 = red", "f:2: no role is called 'tier4'; the nearest is 'tier"},
        {"# x\n\nnormal = pink", "f:3: 'pink' is unknown here; expected a colour (default, black"},
        {"normal = 256", "f:1: '256' is unknown here"},
        {"normal = -1", "f:1: '-1' is unknown here"},
        {"normal = #12345", "f:1: '#12345' is unknown here"},
        {"normal = #12345g", "f:1: '#12345g' is unknown here"},
        {"normal = 7 | 16", "f:1: '16' is unknown here; expected a colour of 16"},
        {"normal = 7 | 7 | red", "f:1: 'red' is unknown here; expected no colour"},
        {"normal = red green", "f:1: 'green' is a second ink"},
        {"normal = red on blue on black", "f:1: 'black' is a second paper"},
        {"normal = red on", "f:1: 'on' is followed by nothing"},
        {"normal = 1 | 1 | bold | bold", "f:1: more than 3 parts"},
        {"normal =", "f:1: normal has no look"},
        {"normal = | red", "f:1: normal has no look"},
        {"normal red", "f:1: 'normal red' has no '='"},
        {"two words = red", "f:1: 'two words ' is not one word"},
        {"= red", "f:1: '' is not one word"},
        {"normal = red\nstrong = red\nnormal = blue", "f:3: normal stands in line 1 already"},
        {"normal = red", "f: these roles have no line: strong faint unknown"},
        {"", "f: these roles have no line: normal strong"},
    };
    struct acd_fault why;
    struct theme theme, before;

    (void)state;
    theme_default(&theme);
    before = theme;
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        assert_false(theme_read(&theme, "f", cases[i].text, &why));
        assert_memory_equal(&theme, &before, sizeof theme); /* the one in use stays whole */
        if (strncmp(why.text, cases[i].words, strlen(cases[i].words)) != 0)
            fail_msg("'%s' instead of '%s'", why.text, cases[i].words);
    }
}

static void test_each_missing_role_is_named(void **state)
{
    struct acd_fault why;
    struct theme theme;
    char text[4096], words[128];

    (void)state;
    for (int i = 0; i < ROLES; i++) {
        assert_false(theme_read(&theme, "f", text_with(role_about[i].key, NULL, text, sizeof text), &why));
        snprintf(words, sizeof words, "f: these roles have no line: %s", role_about[i].key);
        assert_string_equal(why.text, words);
    }
}

static void test_lines_of_any_length(void **state)
{
    struct acd_fault why;
    struct theme theme;
    char text[4096];

    (void)state;
    for (size_t length = 250; length < 260; length++) {
        memset(text, 'x', sizeof text);
        text[length] = '\0';
        assert_false(theme_read(&theme, "f", text, &why));
        assert_non_null(strstr(why.text, length < 256 ? "has no '='" : "longer than 255 bytes"));
    }
    memset(text, '#', 200);
    memcpy(text + 199, "=red\n", 6);
    assert_false(theme_read(&theme, "f", text, &why));
    for (size_t i = 1; i + 1 < 240; i += 2)
        memcpy(text + i, "é", 3);
    text[0] = '#';
    size_t comment = strlen(text);
    text[comment] = '\n';
    text_with("selected", "15 on 4", text + comment + 1, sizeof text - comment - 1);
    assert_true(theme_read(&theme, "f", text, &why));
    assert_int_equal(strlen(theme.about) % 2, 0);
    assert_in_range(strlen(theme.about), 120, sizeof theme.about - 1);
}

static void test_ground_lies_under(void **state)
{
    struct acd_fault why;
    struct theme theme;
    char text[4096];

    (void)state;
    text_with("selected", "15 on 4 | | reverse", text, sizeof text);
    assert_true(theme_read(&theme, "f", text, &why));
    theme.looks[THEME_256][ROLE_TIER2] = (struct look){208, -1, THEME_BOLD};
    theme.looks[THEME_256][ROLE_TIER3] = (struct look){231, 160, THEME_BOLD};
    theme.looks[THEME_MONO][ROLE_TIER3] = (struct look){-1, -1, THEME_BOLD | THEME_REVERSE};

    struct look look = theme_look(&theme, THEME_256, ROLE_TIER2, ROLE_SELECTED);

    assert_true(look.ink == 208 && look.paper == 4 && look.attributes == THEME_BOLD);
    look = theme_look(&theme, THEME_256, ROLE_TIER3, ROLE_SELECTED);
    assert_true(look.ink == 231 && look.paper == 160);
    look = theme_look(&theme, THEME_MONO, ROLE_TIER3, ROLE_SELECTED);
    assert_int_equal(look.attributes, THEME_BOLD);
    look = theme_look(&theme, THEME_MONO, ROLE_NORMAL, ROLE_SELECTED);
    assert_int_equal(look.attributes, THEME_REVERSE);
    look = theme_look(&theme, THEME_MONO, ROLE_SELECTED, ROLE_SELECTED);
    assert_int_equal(look.attributes, THEME_REVERSE);
    theme.looks[THEME_256][ROLE_NORMAL] = (struct look){235, 231, 0};
    look = theme_look(&theme, THEME_256, ROLE_FAINT, ROLE_NORMAL);
    assert_true(look.ink == 235 && look.paper == 231);
}

/* WCAG 2.1: relative luminance and contrast. */
static double luminance(short colour)
{
    static const double weight[] = {0.2126, 0.7152, 0.0722};
    double sum = 0;

    for (int i = 0; i < 3; i++) {
        double c = (theme_rgb(colour) >> (16 - 8 * i) & 0xff) / 255.0;

        sum += weight[i] * (c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
}

static double contrast(short a, short b)
{
    double x = luminance(a), y = luminance(b);

    return x > y ? (x + 0.05) / (y + 0.05) : (y + 0.05) / (x + 0.05);
}

static void load(struct theme *theme, const char *name)
{
    struct acd_fault why;

    if (!theme_load(theme, name, &why))
        fail_msg("%s", why.text);
}

static int low_contrast(const struct theme *theme, enum theme_depth depth, int role, int ground, double least)
{
    struct look look = theme_look(theme, depth, role, ground);
    short paper = look.paper;

    if (look.ink == -1 || (paper == -1 && depth != THEME_256))
        return 0;
    if (paper == -1)
        paper = 234; /* #1c1c1c: as light as the terminal's own dark ground should be */
    if (contrast(look.ink, paper) >= least)
        return 0;
    printf("%s, depth %d: %s on %s has a contrast of %.2f\n", theme->name, (int)depth, role_about[role].key,
           role_about[ground].key, contrast(look.ink, paper));
    return 1;
}

static void test_text_can_be_read(void **state)
{
    static const enum role grounds[] = {ROLE_NORMAL, ROLE_SELECTED, ROLE_BAR, ROLE_DIALOG};
    int low = 0;

    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(shipped); i++) {
        struct theme theme;
        double least = strcmp(shipped[i], "high-contrast") == 0 ? 7 : 4.5;

        load(&theme, shipped[i]);
        for (size_t j = 0; j < ACD_COUNT_OF(grounds); j++)
            for (int role = 0; role < ROLES; role++)
                if (role != ROLE_FRAME) {
                    low += low_contrast(&theme, THEME_256, role, grounds[j], least);
                    low += low_contrast(&theme, THEME_16, role, grounds[j], 3);
                }
    }
    assert_int_equal(low, 0);
}

static bool same_look(struct look a, struct look b)
{
    return a.ink == b.ink && a.paper == b.paper && a.attributes == b.attributes;
}

/* What must never look alike, at any depth, on any row. */
static void test_meanings_differ(void **state)
{
    static const enum role apart[] = {ROLE_CALM, ROLE_TIER1, ROLE_TIER2, ROLE_TIER3, ROLE_STALE};
    static const enum role grounds[] = {ROLE_NORMAL, ROLE_SELECTED};

    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(shipped); i++) {
        struct theme theme;

        load(&theme, shipped[i]);
        for (int depth = 0; depth < THEME_DEPTHS; depth++)
            for (size_t g = 0; g < ACD_COUNT_OF(grounds); g++)
                for (size_t a = 0; a < ACD_COUNT_OF(apart); a++)
                    for (size_t b = 0; b < a; b++)
                        if (same_look(theme_look(&theme, (enum theme_depth)depth, apart[a], grounds[g]),
                                      theme_look(&theme, (enum theme_depth)depth, apart[b], grounds[g])))
                            fail_msg("%s, depth %d: %s looks like %s", theme.name, depth,
                                     role_about[apart[a]].key, role_about[apart[b]].key);
        for (int depth = 0; depth < THEME_DEPTHS; depth++) {
            assert_true(theme.looks[depth][ROLE_STALE].attributes & (THEME_UNDERLINE | THEME_REVERSE));
            assert_true(theme.looks[depth][ROLE_TIER3].attributes & THEME_BOLD);
            assert_false(same_look(theme_look(&theme, (enum theme_depth)depth, ROLE_NORMAL, ROLE_SELECTED),
                                   theme_look(&theme, (enum theme_depth)depth, ROLE_NORMAL, ROLE_NORMAL)));
        }
    }
}

static void test_monochrome_has_no_colour(void **state)
{
    struct theme theme;

    (void)state;
    load(&theme, "monochrome");
    for (int depth = 0; depth < THEME_DEPTHS; depth++)
        for (int role = 0; role < ROLES; role++)
            assert_true(theme.looks[depth][role].ink == -1 && theme.looks[depth][role].paper == -1);
}

static void test_files_that_come_along(void **state)
{
    char names[32][THEME_NAME_BYTES];
    int n = theme_list(names, 32);
    struct theme built_in, dark;

    (void)state;
    assert_int_equal(n, ACD_COUNT_OF(shipped));
    for (int i = 0; i < n; i++) {
        struct theme theme;

        assert_string_equal(names[i], shipped[i]);
        load(&theme, names[i]);
        assert_string_equal(theme.name, names[i]);
        assert_true(strlen(theme.about) > 20);
    }
    theme_default(&built_in);
    load(&dark, "dark");
    assert_memory_equal(&built_in, &dark, sizeof dark);
}

static void write_file(const char *path, const char *text)
{
    FILE *out = fopen(path, "w");

    assert_non_null(out);
    fputs(text, out);
    fclose(out);
}

static void test_where_themes_are_found(void **state)
{
    char folder[] = "/tmp/acdwall-theme-XXXXXX", path[256], text[4096], names[32][THEME_NAME_BYTES];
    struct acd_fault why;
    struct theme theme;

    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "mkdir -p %s/acdwall/themes", folder);
    assert_int_equal(system(path), 0);
    setenv("XDG_CONFIG_HOME", folder, 1);
    snprintf(path, sizeof path, "%s/acdwall/themes/dark.theme", folder);
    write_file(path, text_with("tier3", "17", text, sizeof text));
    load(&theme, "dark");
    assert_int_equal(theme.looks[THEME_256][ROLE_TIER3].ink, 17);
    load(&theme, path);
    assert_int_equal(theme.looks[THEME_256][ROLE_TIER3].ink, 17);
    assert_int_equal(theme_list(names, 32), ACD_COUNT_OF(shipped));
    assert_int_equal(theme_list(names, 2), 2);
    write_file(path, "tier3 = no\n");
    assert_false(theme_load(&theme, "dark", &why));
    assert_non_null(strstr(why.text, "dark.theme:1: 'no' is unknown here"));
    unlink(path);
    assert_false(theme_load(&theme, "nothing such", &why));
    assert_non_null(strstr(why.text, "no theme is called 'nothing such'"));
    assert_false(theme_load(&theme, "/nowhere/x.theme", &why));
    assert_string_equal(why.text, "/nowhere/x.theme: No such file or directory");
    assert_false(theme_load(&theme, folder, &why));
    snprintf(path, sizeof path, "rm -r %s", folder);
    assert_int_equal(system(path), 0);
    unsetenv("XDG_CONFIG_HOME");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_looks_are_read),
        cmocka_unit_test(test_faults_name_the_line),
        cmocka_unit_test(test_each_missing_role_is_named),
        cmocka_unit_test(test_lines_of_any_length),
        cmocka_unit_test(test_ground_lies_under),
        cmocka_unit_test(test_text_can_be_read),
        cmocka_unit_test(test_meanings_differ),
        cmocka_unit_test(test_monochrome_has_no_colour),
        cmocka_unit_test(test_files_that_come_along),
        cmocka_unit_test(test_where_themes_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
