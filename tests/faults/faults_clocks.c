/* Wall clocks that are set while feed and console run: durations and what is stale keep to the
 * clocks that never jump, and a person is told. */
#include "tests/faults/fault.h"
#include "tests/faults/glance.h"
#include "tests/faults/told.h"
#include "tests/support/cases.h"
#include "tests/support/wall_clock.h"

#include "acdfeed/clock.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HOUR_MS = 3600000, LONGEST_AT_START_S = 95, SCENE_S = 60 };

enum whose { FEEDS_CLOCK, CONSOLES_CLOCK };
struct scene {
    struct fault fault;
    struct told told;
    struct wall_clock *clock;
    struct person *console;
    struct glance glance;
};

static void begin(struct scene *scene, const char *name, enum whose whose, int64_t offset_ms)
{
    scene->fault = fault_of(name, FAULT_NOTICE_MS + FAULT_LOOK_MS);
    told_folder(&scene->told);
    scene->clock = wall_clock_open(scene->told.folder);
    wall_clock_set(scene->clock, offset_ms);
    if (whose == FEEDS_CLOCK)
        wall_clock_begin(scene->clock);
    told_start(&scene->told, 77);
    wall_clock_end();
    if (whose == CONSOLES_CLOCK)
        wall_clock_begin(scene->clock);
    scene->console = told_console(scene->told.stats, scene->told.control, 77);
    wall_clock_end();
    assert_true(person_shows(scene->console, "● live"));
    glance_begin(&scene->glance, scene->console);
    glance_never(&scene->glance, "STALE");
    glance_never(&scene->glance, "Sales: unknown");
}

static void end(struct scene *scene, const char *lost)
{
    fault_row(&scene->fault, lost);
    glance_end(&scene->glance);
    person_close(scene->console);
    wall_clock_close(scene->clock);
    told_close(&scene->told);
}

/* The longest wait of Sales goes on by the second, whatever the clocks say. */
static void the_wait_is_what_it_is(struct person *console)
{
    int minutes = -1, seconds = -1, row = person_find(console, "oldest   ");
    assert_true(row >= 0);
    const char *at = strstr(person_row(console, row), "oldest   ");
    assert_int_equal(sscanf(at, "oldest %d:%d", &minutes, &seconds), 2);
    assert_in_range(60 * minutes + seconds, LONGEST_AT_START_S, LONGEST_AT_START_S + SCENE_S);
}

static void set(struct scene *scene, int64_t offset_ms, const char *words, const char *apart)
{
    wall_clock_set(scene->clock, offset_ms);
    fault_done(&scene->fault);
    assert_true(person_shows(scene->console, words));
    if (*apart)
        assert_true(person_shows(scene->console, apart));
    fault_noticed(&scene->fault);
    the_wait_is_what_it_is(scene->console);
}

static void set_right(struct scene *scene, int64_t offset_ms, const char *apart)
{
    wall_clock_set(scene->clock, offset_ms);
    fault_mended(&scene->fault);
    assert_true(person_hides(scene->console, apart));
    fault_recovered(&scene->fault);
    the_wait_is_what_it_is(scene->console);
    assert_true(person_find(scene->console, "77") >= 0);
}

static void a_feeds_clock_that_is_set_ahead_is_told(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "feed's clock 3 hours ahead", FEEDS_CLOCK, 0);
    set(&scene, 3 * HOUR_MS, "Berlin: the feed's clock was set ahead by 3:00:00",
        "its clock 3:00:00 ahead");
    set_right(&scene, 0, "its clock");
    end(&scene, "nothing");
}

static void a_feeds_clock_that_is_set_back_is_told(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "feed's clock 3 hours back", FEEDS_CLOCK, 0);
    set(&scene, -3 * HOUR_MS, "Berlin: the feed's clock was set back by 3:00:00",
        "its clock 3:00:00 behind");
    set_right(&scene, 0, "its clock");
    end(&scene, "nothing");
}

static void our_clock_that_is_set_ahead_is_told(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "console's clock 3 hours ahead", CONSOLES_CLOCK, 0);
    set(&scene, 3 * HOUR_MS, "this computer's clock was set ahead by 3:00:00",
        "its clock 3:00:00 behind");
    set_right(&scene, 0, "its clock");
    end(&scene, "nothing");
}

static void our_clock_that_is_set_back_is_told(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "console's clock 3 hours back", CONSOLES_CLOCK, 0);
    set(&scene, -3 * HOUR_MS, "this computer's clock was set back by 3:00:00",
        "its clock 3:00:00 ahead");
    set_right(&scene, 0, "its clock");
    end(&scene, "nothing");
}

static void clocks_that_differ_from_the_start_are_said_to(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "clocks 3 hours apart from the start", FEEDS_CLOCK, 3 * HOUR_MS);
    fault_done(&scene.fault);
    assert_true(person_shows(scene.console, "its clock 3:00:00 ahead"));
    fault_noticed(&scene.fault);
    set_right(&scene, 0, "its clock");
    end(&scene, "nothing");
}

/* As a virtual machine that is put aside and taken up again: what comes looks late, and is not. */
static void a_feed_whose_machine_and_clock_stood_still_comes_back(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "feed's machine paused, its clock too", FEEDS_CLOCK, 0);
    glance_begin(&scene.glance, scene.console); /* it may be stale now */
    int64_t stopped_ms = acd_monotonic_ms();
    kill(scene.told.feed.pid, SIGSTOP);
    fault_done(&scene.fault);
    assert_true(person_shows(scene.console, "Sales: unknown"));
    fault_noticed(&scene.fault);
    assert_true(person_shows(scene.console, "STALE 0:04"));
    glance_begin(&scene.glance, scene.console);
    glance_turns(&scene.glance, "STALE", "● live");
    wall_clock_set(scene.clock, stopped_ms - acd_monotonic_ms());
    kill(scene.told.feed.pid, SIGCONT);
    fault_mended(&scene.fault);
    assert_true(person_shows(scene.console, "77"));
    assert_true(person_shows(scene.console, "● live"));
    fault_recovered(&scene.fault);
    end(&scene, "the seconds until it is connected to anew");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_feeds_clock_that_is_set_ahead_is_told),
        cmocka_unit_test(a_feeds_clock_that_is_set_back_is_told),
        cmocka_unit_test(our_clock_that_is_set_ahead_is_told),
        cmocka_unit_test(our_clock_that_is_set_back_is_told),
        cmocka_unit_test(clocks_that_differ_from_the_start_are_said_to),
        cmocka_unit_test(a_feed_whose_machine_and_clock_stood_still_comes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
