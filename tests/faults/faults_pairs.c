/* Two feeds that tell of one site: by mistake, and as primary and stand-by. */
#include "tests/faults/fault.h"
#include "tests/faults/glance.h"
#include "tests/faults/told.h"
#include "tests/support/cases.h"

#include <signal.h>
#include <stdlib.h>

struct scene {
    struct fault fault;
    struct told first, second;
    struct person *console;
    struct glance glance;
};

/* A console that shows 77 of the first feed while the second one says 66; two queues in all. */
static void begin(struct scene *scene, const char *name, bool paired)
{
    scene->fault = fault_of(name, FAULT_NOTICE_MS + FAULT_LOOK_MS);
    told_open(&scene->first, 77);
    told_folder(&scene->second);
    const char *const options[] = {"--by",
                                   "anna",
                                   "--feed",
                                   scene->first.stats,
                                   "--control",
                                   scene->first.control,
                                   "--feed",
                                   scene->second.stats,
                                   "--control",
                                   scene->second.control,
                                   paired ? "--standby" : NULL,
                                   NULL};
    scene->console = told_wall(options, 120, 32);
    assert_true(person_shows(scene->console, "77"));
    assert_true(person_shows(scene->console, "2 of 2"));
    glance_begin(&scene->glance, scene->console);
    glance_never(&scene->glance, "of 3");
    glance_never(&scene->glance, "of 4");
}

static void end(struct scene *scene, const char *lost)
{
    fault_row(&scene->fault, lost);
    glance_end(&scene->glance);
    person_close(scene->console);
    told_close(&scene->first);
    told_close(&scene->second);
}

static void two_feeds_that_claim_a_site_are_said_to(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "second feed claims the site, not paired", false);
    glance_never(&scene.glance, "66");
    told_start(&scene.second, 66);
    fault_done(&scene.fault);
    assert_true(person_shows(scene.console, "two feeds claim this site"));
    fault_noticed(&scene.fault);
    assert_true(person_find(scene.console, "77") >= 0);
    kill(scene.second.feed.pid, SIGSTOP);
    fault_mended(&scene.fault);
    assert_true(person_shows(scene.console, "● live"));
    fault_recovered(&scene.fault);
    assert_true(person_find(scene.console, "77") >= 0);
    end(&scene, "nothing: the first one heard is believed");
}

/* The stand-by is heard, and nothing of it is shown. */
static void let_it_stand_by(struct scene *scene)
{
    told_start(&scene->second, 66);
    glance_turns(&scene->glance, "77", "66");
    assert_true(person_hides(scene->console, "no word"));
    assert_true(person_find(scene->console, "77") >= 0);
}

static void notice_takeover(struct scene *scene, const char *figure)
{
    assert_true(person_shows(scene->console, figure));
    assert_true(person_shows(scene->console, "Berlin: another feed of the site took over"));
    fault_noticed(&scene->fault);
}

static void a_frozen_primary_gives_way_and_comes_back(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "primary frozen, then its stand-by", true);
    let_it_stand_by(&scene);
    kill(scene.first.feed.pid, SIGSTOP);
    fault_done(&scene.fault);
    notice_takeover(&scene, "66");
    glance_never(&scene.glance, "77");

    kill(scene.first.feed.pid, SIGCONT);
    told_tell(&scene.first, 88);
    assert_true(person_shows(scene.console, "● live"));
    assert_true(person_find(scene.console, "66") >= 0); /* the owner stays while it lives */
    glance_turns(&scene.glance, "66", "88");
    kill(scene.second.feed.pid, SIGSTOP);
    fault_mended(&scene.fault);
    assert_true(person_shows(scene.console, "88"));
    assert_true(person_shows(scene.console, "● live"));
    fault_recovered(&scene.fault);
    end(&scene, "nothing; no queue counted twice");
}

static void await_feed(const struct told *told)
{
    char *out, *err;
    assert_int_equal(TOOL_RUN(NULL, &out, &err, "tap", "--stats", told->stats, "--count", "3"), 0);
    free(out);
    free(err);
}

static void a_killed_primary_gives_way_and_stands_by(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "primary killed, then its stand-by", true);
    let_it_stand_by(&scene);
    told_kill(&scene.first);
    fault_done(&scene.fault);
    notice_takeover(&scene, "66");
    glance_never(&scene.glance, "77");

    glance_turns(&scene.glance, "66", "99");
    told_start(&scene.first, 99);
    await_feed(&scene.first);
    assert_true(person_find(scene.console, "66") >= 0);
    told_kill(&scene.second);
    fault_mended(&scene.fault);
    assert_true(person_shows(scene.console, "99"));
    assert_true(person_shows(scene.console, "● live"));
    fault_recovered(&scene.fault);
    told_start(&scene.second, 66);
    end(&scene, "nothing; no queue counted twice");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_feeds_that_claim_a_site_are_said_to),
        cmocka_unit_test(a_frozen_primary_gives_way_and_comes_back),
        cmocka_unit_test(a_killed_primary_gives_way_and_stands_by),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
