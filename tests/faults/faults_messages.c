/* What befalls single messages on their way from a feed to a console. */
#include "tests/faults/fault.h"
#include "tests/faults/glance.h"
#include "tests/faults/told.h"
#include "tests/support/cases.h"
#include "tests/support/go_between.h"

struct scene {
    struct fault fault;
    struct told told;
    char shown[TOOL_NAME_BYTES]; /* the go-between's endpoint */
    struct go_between *way;
    struct person *console;
    struct glance glance;
};

/* A console that shows 77 by way of a go-between. */
static void begin(struct scene *scene, const char *name)
{
    scene->fault = fault_of(name, FAULT_NOTICE_MS + FAULT_LOOK_MS);
    told_open(&scene->told, 77);
    tool_endpoint(scene->shown, scene->told.folder, "shown");
    scene->way = go_between_open(scene->shown, scene->told.stats);
    scene->console = told_console(scene->shown, scene->told.control, 77);
    assert_true(person_shows(scene->console, "● live"));
    glance_begin(&scene->glance, scene->console);
}

static void end(struct scene *scene, const char *lost)
{
    fault_row(&scene->fault, lost);
    glance_end(&scene->glance);
    person_close(scene->console);
    go_between_close(scene->way);
    told_close(&scene->told);
}

static void do_it(struct scene *scene, enum deed deed, int number)
{
    go_between_order(scene->way, deed, "queue/");
    told_tell(&scene->told, number);
    go_between_await(scene->way);
    fault_done(&scene->fault);
}

static void notice(struct scene *scene, const char *words)
{
    assert_true(person_shows(scene->console, words));
    fault_noticed(&scene->fault);
}

/* Nothing of ours mends it: recovery counts from the deed. */
static void recover(struct scene *scene, const char *figure)
{
    assert_true(person_shows(scene->console, figure));
    assert_true(person_shows(scene->console, "● live"));
    fault_recovered(&scene->fault);
}

static void a_message_lost_among_others_is_counted_and_made_good(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "message lost while others come");
    glance_turns(&scene.glance, "77", "88");
    do_it(&scene, DEED_LOSE, 66);
    told_tell(&scene.told, 88);
    notice(&scene, "1 lost");
    glance_never(&scene.glance, "66");
    glance_never(&scene.glance, "77");
    recover(&scene, "88");
    end(&scene, "nothing: the state is whole again");
}

static void a_message_lost_before_a_quiet_time_is_noticed_by_the_heartbeat(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "message lost, then nothing comes");
    glance_turns(&scene.glance, "77", "1 lost");
    glance_turns(&scene.glance, "77", "66");
    do_it(&scene, DEED_LOSE, 66);
    notice(&scene, "1 lost");
    recover(&scene, "66");
    end(&scene, "nothing: the state is whole again");
}

static void a_message_that_comes_late_is_passed_over(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "two messages in the wrong order");
    glance_turns(&scene.glance, "77", "88");
    glance_never(&scene.glance, "66");
    go_between_order(scene.way, DEED_SWAP, "queue/");
    told_tell(&scene.told, 66);
    go_between_await_held(scene.way);
    told_tell(&scene.told, 88);
    go_between_await(scene.way);
    fault_done(&scene.fault);
    notice(&scene, "1 out of turn");
    recover(&scene, "88");
    end(&scene, "nothing: the later one holds");
}

static void a_message_that_comes_twice_counts_once(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "message doubled");
    glance_turns(&scene.glance, "77", "66");
    do_it(&scene, DEED_TWICE, 66);
    notice(&scene, "1 out of turn");
    recover(&scene, "66");
    end(&scene, "nothing");
}

static void a_message_of_a_former_life_is_never_shown(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "message of a former life of the feed");
    go_between_order(scene.way, DEED_KEEP, "queue/");
    told_tell(&scene.told, 77);
    go_between_await(scene.way);
    told_kill(&scene.told);
    glance_turns(&scene.glance, "77", "66");
    told_start(&scene.told, 66);
    assert_true(person_shows(scene.console, "66"));
    go_between_replay(scene.way);
    fault_done(&scene.fault);
    notice(&scene, "two feeds claim this site");
    assert_true(person_find(scene.console, "66") >= 0);
    recover(&scene, "66");
    end(&scene, "nothing");
}

static void a_message_whose_head_is_garbled_is_counted_and_made_good(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "message garbled as a whole");
    glance_turns(&scene.glance, "77", "66");
    do_it(&scene, DEED_GARBLE, 66);
    notice(&scene, "1 refused");
    assert_true(person_shows(scene.console, "1 lost"));
    recover(&scene, "66");
    end(&scene, "nothing: the state is whole again");
}

static void a_message_whose_end_is_garbled_leaves_nothing_of_it_as_true(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "message garbled at its end");
    glance_turns(&scene.glance, "77", "66");
    do_it(&scene, DEED_GARBLE_END, 66);
    notice(&scene, "refused");
    glance_never(&scene.glance, "77");
    recover(&scene, "66");
    end(&scene, "nothing: the state is whole again");
}

static void a_frame_above_the_limits_costs_a_connection_that_is_made_anew(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "frame above the limits");
    glance_turns(&scene.glance, "77", "66");
    do_it(&scene, DEED_BLOAT, 66);
    notice(&scene, " lost ");
    glance_never(&scene.glance, "77");
    recover(&scene, "66");
    end(&scene, "nothing: the state is whole again");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_lost_among_others_is_counted_and_made_good),
        cmocka_unit_test(a_message_lost_before_a_quiet_time_is_noticed_by_the_heartbeat),
        cmocka_unit_test(a_message_that_comes_late_is_passed_over),
        cmocka_unit_test(a_message_that_comes_twice_counts_once),
        cmocka_unit_test(a_message_of_a_former_life_is_never_shown),
        cmocka_unit_test(a_message_whose_head_is_garbled_is_counted_and_made_good),
        cmocka_unit_test(a_message_whose_end_is_garbled_leaves_nothing_of_it_as_true),
        cmocka_unit_test(a_frame_above_the_limits_costs_a_connection_that_is_made_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
