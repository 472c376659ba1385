/* The turning of pages, with time passed in. */
#include "console/wall/rotation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { EVERY_MS = 10000, PAGES = 4 };

/* What happens at a second: '!' page n breaches, '.' it recovers, '+' a person turns on; then which
 * page must stand and whether it is held. */
static const struct step {
    int at_s;
    char what;
    int page;
    int stands;
    bool held;
} calm[] = {{0, 0, 0, 0, false}, {9, 0, 0, 0, false}, {10, 0, 0, 1, false}, {20, 0, 0, 2, false}, {30, 0, 0, 3, false}, {40, 0, 0, 0, false}},
  alarm_holds[] = {{0, 0, 0, 0, false}, {3, '!', 2, 2, true}, {13, 0, 0, 2, true}, {500, 0, 0, 2, true},
                   {510, '.', 2, 2, false}, {519, 0, 0, 2, false}, {520, 0, 0, 3, false}},
  several_take_turns[] = {{0, '!', 1, 1, true}, {4, '!', 3, 1, true}, {10, 0, 0, 3, true}, {20, 0, 0, 1, true},
                          {25, '.', 1, 3, true}, {36, 0, 0, 3, true}},
  a_hand_goes_first[] = {{0, '!', 1, 1, true}, {5, '+', 0, 2, false}, {14, 0, 0, 2, false}, {15, 0, 0, 1, true}},
  the_clock_jumps[] = {{1000, 0, 0, 0, false}, {5, 0, 0, 0, false}, {14, 0, 0, 0, false}, {15, 0, 0, 1, false}};

static void play(const char *name, const struct step *steps, size_t n)
{
    struct rotation rotation = {.at = 0};
    struct rotation_page pages[PAGES];
    for (int i = 0; i < PAGES; i++)
        pages[i] = (struct rotation_page){false, EVERY_MS};
    for (size_t i = 0; i < n; i++) {
        int64_t now_ms = steps[i].at_s * 1000;
        if (steps[i].what == '!' || steps[i].what == '.')
            pages[steps[i].page].breaching = steps[i].what == '!';
        if (steps[i].what == '+')
            rotation_turn(&rotation, PAGES, 1, now_ms);
        rotation_pass(&rotation, pages, PAGES, now_ms);
        if (rotation.at != steps[i].stands || rotation.held != steps[i].held)
            fail_msg("%s: at %d s page %d stands%s", name, steps[i].at_s, rotation.at, rotation.held ? ", held" : "");
    }
}
#define PLAY(steps) play(#steps, steps, sizeof steps / sizeof steps[0])

static void pages_turn_as_they_should(void **state)
{
    (void)state;
    PLAY(calm);
    PLAY(alarm_holds);
    PLAY(several_take_turns);
    PLAY(a_hand_goes_first);
    PLAY(the_clock_jumps);
}

static void pages_may_become_fewer(void **state)
{
    (void)state;
    struct rotation rotation = {.at = 3, .begun = true};
    struct rotation_page one = {false, EVERY_MS};
    assert_true(rotation_pass(&rotation, &one, 1, 5000));
    assert_int_equal(rotation.at, 0);
    assert_false(rotation_pass(&rotation, &one, 1, 500000));
    rotation_turn(&rotation, 3, -1, 0);
    assert_int_equal(rotation.at, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_turn_as_they_should),
        cmocka_unit_test(pages_may_become_fewer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
