/* Every theme before eyes that lack one kind of cone: tiers must stay apart, text readable, and without
 * colour the attributes alone must say it. */
#include "acdfeed/macros.h"
#include "console/cells/role.h"
#include "console/model/limits.h"
#include "console/panes/draw.h"
#include "console/settings/theme.h"
#include "tests/support/vision.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { THEMES_MOST = 32 };
/* CIEDE2000.  A theme that says it is made for such eyes must be clear by colour alone; the others may
 * lean on the attribute, and always on symbol and word. */
#define CLEAR_BY_COLOUR 12.0
#define APART_BY_COLOUR 8.0

static const char *const claim_it[] = {"colour-blind", "high-contrast"};
static const enum role apart[] = {ROLE_CALM, ROLE_TIER1, ROLE_TIER2, ROLE_TIER3, ROLE_STALE};
/* What the terminal's own colours may be: a dark one's and a light one's. */
static const struct ground {
    const char *name;
    unsigned ink, paper;
} grounds[] = {{"black", 0xd0d0d0, 0x000000}, {"dark grey", 0xd0d0d0, 0x1c1c1c}, {"white", 0x202020, 0xffffff}};

static bool claims(const char *name)
{
    for (size_t i = 0; i < ACD_COUNT_OF(claim_it); i++)
        if (strcmp(name, claim_it[i]) == 0)
            return true;
    return false;
}

static unsigned shade(short colour, unsigned own)
{
    return colour == -1 ? own : theme_rgb(colour);
}

/* How far apart two looks are: by their paper or by their ink, whichever tells more. */
static double look_distance(struct look a, struct look b, const struct ground *ground, enum vision vision)
{
    double ink = vision_distance(vision_lab(shade(a.ink, ground->ink), vision),
                                 vision_lab(shade(b.ink, ground->ink), vision));
    double paper = vision_distance(vision_lab(shade(a.paper, ground->paper), vision),
                                   vision_lab(shade(b.paper, ground->paper), vision));

    return ink > paper ? ink : paper;
}

static int check_pair(const struct theme *theme, enum role a, enum role b, enum vision vision)
{
    struct look x = theme_look(theme, THEME_256, a, ROLE_NORMAL), y = theme_look(theme, THEME_256, b, ROLE_NORMAL);
    double far = look_distance(x, y, &grounds[1], vision);
    bool claimed = claims(theme->name);

    if (far >= (claimed ? CLEAR_BY_COLOUR : APART_BY_COLOUR) || (!claimed && x.attributes != y.attributes))
        return 0;
    printf("%s, %s: %s and %s are %.1f apart\n", theme->name, vision_names[vision], role_about[a].key,
           role_about[b].key, far);
    return 1;
}

static void test_tiers_stay_apart_before_every_eye(void **state)
{
    char names[THEMES_MOST][THEME_NAME_BYTES];
    int n = theme_list(names, THEMES_MOST), wrong = 0;

    (void)state;
    assert_true(n >= 7);
    for (int i = 0; i < n; i++) {
        struct acd_fault why;
        struct theme theme;

        assert_true(theme_load(&theme, names[i], &why));
        if (strcmp(names[i], "monochrome") == 0)
            continue;
        for (int vision = 0; vision < VISIONS; vision++)
            for (size_t a = 0; a < ACD_COUNT_OF(apart); a++)
                for (size_t b = 0; b < a; b++)
                    wrong += check_pair(&theme, apart[a], apart[b], (enum vision)vision);
    }
    assert_int_equal(wrong, 0);
}

/* Where no colour is left, the sets of attributes differ. */
static void test_without_colour_the_attributes_say_it(void **state)
{
    char names[THEMES_MOST][THEME_NAME_BYTES];
    int n = theme_list(names, THEMES_MOST);

    (void)state;
    for (int i = 0; i < n; i++) {
        struct acd_fault why;
        struct theme theme;

        assert_true(theme_load(&theme, names[i], &why));
        for (size_t a = 0; a < ACD_COUNT_OF(apart); a++)
            for (size_t b = 0; b < a; b++)
                if (theme.looks[THEME_MONO][apart[a]].attributes == theme.looks[THEME_MONO][apart[b]].attributes)
                    fail_msg("%s without colour: %s is as %s", names[i], role_about[apart[a]].key,
                             role_about[apart[b]].key);
    }
}

static double luminance(unsigned rgb)
{
    static const double weight[] = {0.2126, 0.7152, 0.0722};
    double sum = 0;

    for (int i = 0; i < 3; i++) {
        double c = (rgb >> (16 - 8 * i) & 0xff) / 255.0;

        sum += weight[i] * (c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
}

/* WCAG 2.1. */
static double contrast(unsigned a, unsigned b)
{
    double x = luminance(a), y = luminance(b);

    return x > y ? (x + 0.05) / (y + 0.05) : (y + 0.05) / (x + 0.05);
}

/* A theme that sets its own paper reads alike on every terminal; one that takes the terminal's own is
 * for dark ones, unless it leaves the ink to the terminal too. */
static int check_contrast(const struct theme *theme, const struct ground *ground)
{
    bool own_paper = theme->looks[THEME_256][ROLE_NORMAL].paper != -1;
    int wrong = 0;

    if (!own_paper && luminance(ground->paper) > 0.5)
        return 0;
    for (int role = 0; role < ROLES; role++) {
        struct look look = theme_look(theme, THEME_256, role, ROLE_NORMAL);
        double is = contrast(shade(look.ink, ground->ink), shade(look.paper, ground->paper));

        if (role == ROLE_FRAME || is >= 4.5)
            continue;
        printf("%s on %s: %s has a contrast of %.2f\n", theme->name, ground->name, role_about[role].key, is);
        wrong++;
    }
    return wrong;
}

static void test_text_is_readable_on_dark_and_light(void **state)
{
    char names[THEMES_MOST][THEME_NAME_BYTES];
    int n = theme_list(names, THEMES_MOST), wrong = 0, on_light = 0;

    (void)state;
    for (int i = 0; i < n; i++) {
        struct acd_fault why;
        struct theme theme;

        assert_true(theme_load(&theme, names[i], &why));
        on_light += theme.looks[THEME_256][ROLE_NORMAL].paper != -1;
        for (size_t g = 0; g < ACD_COUNT_OF(grounds); g++)
            wrong += check_contrast(&theme, &grounds[g]);
    }
    assert_int_equal(wrong, 0);
    assert_true(on_light > 0);
}

static void test_each_tier_has_a_sign_and_a_word_of_its_own(void **state)
{
    char a[16], b[16];

    (void)state;
    for (int ascii = 0; ascii < 2; ascii++)
        for (int x = TIER_UNKNOWN; x <= TIER_BEYOND; x++)
            for (int y = TIER_UNKNOWN; y < x; y++) {
                assert_string_not_equal(draw_tier_sign(a, sizeof a, x, ascii), draw_tier_sign(b, sizeof b, y, ascii));
                assert_string_not_equal(tier_word(x), tier_word(y));
            }
}

/* Three pairs of Sharma's table, and grey, which every eye sees alike. */
static void test_the_formulas_are_those_of_the_papers(void **state)
{
    static const struct {
        struct lab x, y;
        double distance;
    } pairs[] = {
        {{50.0000, 2.6772, -79.7751}, {50.0000, 0.0000, -82.7485}, 2.0425},
        {{50.0000, 2.5000, 0.0000}, {73.0000, 25.0000, -18.0000}, 27.1492},
        {{22.7233, 20.0904, -46.6940}, {23.0331, 14.9730, -42.5619}, 2.0373},
    };

    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(pairs); i++)
        assert_true(fabs(vision_distance(pairs[i].x, pairs[i].y) - pairs[i].distance) < 0.0001);
    for (int vision = 1; vision < VISIONS; vision++)
        assert_true(vision_distance(vision_lab(0x808080, (enum vision)vision), vision_lab(0x808080, VISION_FULL)) < 0.5);
    /* Red and green of one brightness: clear to a full eye, hardly to one without green cones. */
    assert_true(vision_distance(vision_lab(0xb02020, VISION_DEUTERANOPIA), vision_lab(0x506a00, VISION_DEUTERANOPIA)) <
                vision_distance(vision_lab(0xb02020, VISION_FULL), vision_lab(0x506a00, VISION_FULL)) / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_formulas_are_those_of_the_papers),
        cmocka_unit_test(test_tiers_stay_apart_before_every_eye),
        cmocka_unit_test(test_without_colour_the_attributes_say_it),
        cmocka_unit_test(test_text_is_readable_on_dark_and_light),
        cmocka_unit_test(test_each_tier_has_a_sign_and_a_word_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
