/* What befalls the cables between a console and a feed: one for figures, one for commands. */
#include "tests/faults/fault.h"
#include "tests/faults/glance.h"
#include "tests/faults/told.h"
#include "tests/support/cable.h"
#include "tests/support/cases.h"

#include "acdfeed/clock.h"

#include <stdlib.h>
#include <string.h>

static const int64_t notice_ms = FAULT_NOTICE_MS + FAULT_LOOK_MS;

struct scene {
    struct fault fault;
    struct told told;
    struct cable *stats, *control;
    struct person *console;
    struct glance glance;
};

/* A console that shows 77 by way of two cables. */
static void begin(struct scene *scene, const char *name, int64_t within_ms)
{
    scene->fault = fault_of(name, within_ms);
    told_open(&scene->told, 77);
    scene->stats = cable_open(scene->told.stats);
    scene->control = cable_open(scene->told.control);
    scene->console = told_console(cable_endpoint(scene->stats), cable_endpoint(scene->control), 77);
    assert_true(person_shows(scene->console, "● live"));
    glance_begin(&scene->glance, scene->console);
}

static void end(struct scene *scene, const char *lost)
{
    fault_row(&scene->fault, lost);
    glance_end(&scene->glance);
    person_close(scene->console);
    cable_close(scene->stats);
    cable_close(scene->control);
    told_close(&scene->told);
}

static void notice(struct scene *scene, const char *words)
{
    assert_true(person_shows(scene->console, words));
    fault_noticed(&scene->fault);
}

static void recover(struct scene *scene, const char *words)
{
    assert_true(person_shows(scene->console, words));
    assert_true(person_shows(scene->console, "● live"));
    fault_recovered(&scene->fault);
}

static void hold(struct cable *cable, bool held)
{
    cable_hold(cable, CABLE_TO_CONSOLE, held);
    cable_hold(cable, CABLE_TO_FEED, held);
}

static void a_line_that_stands_still_shows_nothing_of_its_backlog(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "figures: line stands still, not cut", notice_ms);
    glance_turns(&scene.glance, "77", "STALE");
    glance_never(&scene.glance, "66");
    hold(scene.stats, true);
    fault_done(&scene.fault);
    told_tell(&scene.told, 66);
    notice(&scene, "STALE");
    glance_never(&scene.glance, "77");
    told_tell(&scene.told, 88);
    hold(scene.stats, false);
    fault_mended(&scene.fault);
    recover(&scene, "88");
    end(&scene, "nothing");
}

static void a_line_that_is_cut_is_stale_until_it_is_whole(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "figures: line cut and refused", notice_ms);
    glance_turns(&scene.glance, "77", "STALE");
    cable_cut(scene.stats, true);
    fault_done(&scene.fault);
    notice(&scene, "STALE");
    glance_never(&scene.glance, "77");
    told_tell(&scene.told, 66);
    cable_cut(scene.stats, false);
    fault_mended(&scene.fault);
    recover(&scene, "66");
    end(&scene, "nothing");
}

static void a_way_back_that_stands_still_harms_no_figures(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "figures: only the way to the feed stands still", notice_ms);
    glance_never(&scene.glance, "STALE");
    cable_hold(scene.stats, CABLE_TO_FEED, true);
    fault_done(&scene.fault);
    told_tell(&scene.told, 66);
    recover(&scene, "66");
    told_tell(&scene.told, 88);
    recover(&scene, "88");
    end(&scene, "nothing");
}

/* --- figures that come, but late ----------------------------------------------------------------
 */

enum { FIRST = 61, LAST = 99, TELL_MS = 400 };
struct course {
    struct told *told;
    int64_t told_ms[LAST + 1];
    int number; /* told last */
    int64_t oldest_ms;
    bool stale;
};

static void tell_next(struct course *course)
{
    int64_t now_ms = acd_monotonic_ms();
    if (course->number >= LAST ||
        (course->number >= FIRST && now_ms - course->told_ms[course->number] < TELL_MS))
        return;
    course->told_ms[++course->number] = now_ms;
    told_tell(course->told, course->number);
}

/* The number that the row of Sales shows as live, or 0. */
static int number_of_sales(struct person *console)
{
    int row = person_find(console, " Sales  ");
    const char *name = row >= 0 ? strstr(person_row(console, row), " Sales  ") : NULL;
    return name ? atoi(name + strlen(" Sales  ")) : 0;
}

/* How old a figure is that stands there as live, beside how often it is told. */
static void look(void *context, struct person *console)
{
    struct course *course = context;
    int number = number_of_sales(console);
    course->stale |= person_find(console, "STALE") >= 0;
    if (number < FIRST || number >= course->number)
        return;
    int64_t age_ms = acd_monotonic_ms() - course->told_ms[number + 1];
    course->oldest_ms = age_ms > course->oldest_ms ? age_ms : course->oldest_ms;
}

static void a_line_that_lags_never_shows_what_is_older_than_a_silence(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "figures: line slower than what it carries", 20000);
    struct course course = {.told = &scene.told, .number = FIRST - 1};
    person_watched(scene.console, look, &course); /* in place of the glance */
    cable_slow(scene.stats, 1500);
    fault_done(&scene.fault);
    while (!course.stale && course.number < LAST) {
        tell_next(&course);
        person_read(scene.console, 20);
    }
    assert_true(course.stale);
    fault_noticed(&scene.fault);
    cable_slow(scene.stats, 0);
    fault_mended(&scene.fault);
    assert_true(person_shows(scene.console, "● live"));
    fault_recovered(&scene.fault);
    if (course.oldest_ms > notice_ms + 1000)
        fail_msg("a figure %lld ms old stood there as live", (long long)course.oldest_ms);
    print_message("the oldest figure that stood there as live: %lld ms\n",
                  (long long)course.oldest_ms);
    glance_begin(&scene.glance, scene.console);
    person_read(scene.console, 0);
    end(&scene, "nothing; what is late is not shown as live");
}

/* --- commands -----------------------------------------------------------------------------------
 */

static void overflow(struct scene *scene)
{
    person_send(scene->console, "o");
    assert_true(person_shows(scene->console, "Overflow from Sales"));
    person_send(scene->console, "\033OC\r"); /* Right, Enter */
    fault_done(&scene->fault);
    assert_true(person_hides(scene->console, "Overflow from Sales"));
}

static void a_request_that_finds_no_way_is_said_to_be_open(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "commands: line stands still, not cut", 8000);
    hold(scene.control, true);
    overflow(&scene);
    notice(&scene, "no answer: overflow 6 calls to Back office for 15 min: it may or may not");
    assert_true(person_find(scene.console, "77") >= 0);
    hold(scene.control, false);
    fault_mended(&scene.fault);
    recover(&scene, "accepted: overflow 6");
    end(&scene, "nothing: what became of it is told late");
}

static void an_answer_that_finds_no_way_is_taken_from_what_all_are_told(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "commands: only the answers stand still", 8000);
    cable_hold(scene.control, CABLE_TO_CONSOLE, true);
    overflow(&scene);
    notice(&scene, "accepted: overflow 6");
    assert_non_null(TOOL_AWAIT(&scene.told.feed, "\"op\":\"overflow\""));
    cable_hold(scene.control, CABLE_TO_CONSOLE, false);
    fault_mended(&scene.fault);
    recover(&scene, "77");
    end(&scene, "nothing: what the feed tells all is an answer");
}

static void a_cut_line_of_commands_is_said_while_figures_live_on(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "commands: line cut and refused", notice_ms);
    glance_never(&scene.glance, "STALE");
    cable_cut(scene.control, true);
    fault_done(&scene.fault);
    notice(&scene, "takes no commands");
    assert_true(person_find(scene.console, "77") >= 0);
    cable_cut(scene.control, false);
    fault_mended(&scene.fault);
    assert_true(person_hides(scene.console, "takes no commands"));
    recover(&scene, "77");
    end(&scene, "nothing");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_that_stands_still_shows_nothing_of_its_backlog),
        cmocka_unit_test(a_line_that_is_cut_is_stale_until_it_is_whole),
        cmocka_unit_test(a_way_back_that_stands_still_harms_no_figures),
        cmocka_unit_test(a_line_that_lags_never_shows_what_is_older_than_a_silence),
        cmocka_unit_test(a_request_that_finds_no_way_is_said_to_be_open),
        cmocka_unit_test(an_answer_that_finds_no_way_is_taken_from_what_all_are_told),
        cmocka_unit_test(a_cut_line_of_commands_is_said_while_figures_live_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
