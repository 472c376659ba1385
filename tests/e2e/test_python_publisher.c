/* The protocol proved from outside: a feed in Python read by our subscriber, our publisher read by
 * a console in Python, the example of a third party's feed in C. */
#include "tests/support/patience.h"
#include "tests/support/watched.h"

#include "acdfeed/clock.h"

#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

extern char **environ;

static const char python[] = "/usr/bin/python3";

static pid_t start(const char *program, char *const *arguments)
{
    pid_t child;
    if (posix_spawn(&child, program, NULL, NULL, arguments, environ) != 0)
        fail_msg("%s cannot be started", program);
    return child;
}

static void end(pid_t child)
{
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}

static void need_python(void)
{
    char code[] = "import zmq, msgpack", name[] = "python3", flag[] = "-c";
    char *arguments[] = {name, flag, code, NULL};
    int status;
    waitpid(start(python, arguments), &status, 0);
    if (status != 0) {
        print_message("skipped: /usr/bin/python3 has no zmq and msgpack\n");
        skip();
    }
}

static pid_t start_python(const char *script, char *stats, char *control, char *more)
{
    static char path[400], name[] = "python3";
    const char *source = getenv("ACD_SOURCE");
    snprintf(path, sizeof path, "%s/tests/e2e/%s", source ? source : ".", script);
    char *arguments[] = {name, path, stats, control, more, NULL};
    return start(python, arguments);
}

static bool support_waits(struct watched *watched, const void *context)
{
    const struct acd_queue *queue = watched_live(watched, "berlin", ACD_KIND_QUEUE, "support");
    return queue && queue->waiting > *(const int64_t *)context;
}

static void check_sales(const struct acd_queue *sales)
{
    assert_non_null(sales);
    assert_string_equal(sales->name, "Verkauf");
    assert_string_equal(sales->group, "inbound");
    assert_int_equal(sales->media, ACD_MEDIA_VOICE);
    assert_int_equal(sales->waiting, 7);
    assert_int_equal(sales->oldest_ms, 95000);
    assert_false(ACD_KNOWN(sales, ACD_QUEUE_ACTIVE));
    assert_true(sales->target.level == 0.8);
    assert_int_equal(sales->target.formula, ACD_FORMULA_HANDLED);
    assert_int_equal(sales->n_calls, 1);
    assert_string_equal(sales->calls[0].from, "030 12xx");
    assert_int_equal(sales->agents.count[ACD_STATE_TALKING], 3);
    assert_false(sales->agents.known & ACD_BIT(ACD_STATE_PAUSED));
    assert_int_equal(sales->day.offered, 40);
    assert_false(ACD_KNOWN(&sales->day, ACD_TALLY_ANSWERED));
}

static void python_feed_is_read(void **state)
{
    (void)state;
    need_python();
    char stats[200], control[200];
    test_endpoint(stats, sizeof stats, "py-stats");
    test_endpoint(control, sizeof control, "py-control");
    pid_t child = start_python("publisher.py", stats, control, NULL);
    struct watched *watched = watched_new(0);
    watched_add(watched, stats, control);
    watched_until_link(watched, "berlin", ACD_LINK_LIVE);
    check_sales(watched_live(watched, "berlin", ACD_KIND_QUEUE, "sales"));
    const struct acd_agent *ann = watched_live(watched, "berlin", ACD_KIND_AGENT, "ann");
    assert_int_equal(ann->state, ACD_STATE_TALKING);
    assert_string_equal(ann->queue, "sales");
    assert_int_equal(ann->queues[0].prio, 1);
    const struct acd_queue *support = watched_live(watched, "berlin", ACD_KIND_QUEUE, "support");
    int64_t waiting = support->waiting;
    watched_until(watched, support_waits, &waiting, "the next figure");
    const struct watched_site *site = watched_site(watched, "berlin");
    assert_string_equal(site->heartbeat->software, "publisher.py");
    assert_string_equal(site->heartbeat->text, "hello from Python");
    assert_int_equal(site->state.refused, 0);
    struct acd_request notice = {
        .known = ACD_BIT(ACD_REQUEST_ID) | ACD_BIT(ACD_REQUEST_OP) | ACD_BIT(ACD_REQUEST_SITE) |
                 ACD_BIT(ACD_REQUEST_ARGS),
        .id = "n1",
        .op = "notice",
        .site = "berlin",
        .args = {.known = ACD_BIT(ACD_ARGS_TEXT), .text = "fire drill"},
    };
    assert_true(acd_subscriber_send(watched->subscriber, &notice, NULL));
    watched_until_reply(watched, "n1");
    assert_int_equal(watched_reply(watched, "n1")->status, ACD_STATUS_DONE);
    end(child);
    watched_until_link(watched, "berlin", ACD_LINK_STALE);
    watched_free(watched);
}

static bool lost_and_whole(struct watched *watched, const void *context)
{
    const struct watched_site *site = watched_site(watched, "berlin");
    (void)context;
    return site && site->state.lost >= 3 && site->state.link == ACD_LINK_LIVE;
}

static void lossy_python_feed_is_healed(void **state)
{
    (void)state;
    need_python();
    char stats[200], control[200], lossy[] = "lossy";
    test_endpoint(stats, sizeof stats, "lossy-stats");
    test_endpoint(control, sizeof control, "lossy-control");
    pid_t child = start_python("publisher.py", stats, control, lossy);
    struct watched *watched = watched_new(0);
    watched_add(watched, stats, control);
    watched_until(watched, lost_and_whole, NULL, "three losses, healed");
    check_sales(watched_live(watched, "berlin", ACD_KIND_QUEUE, "sales"));
    end(child);
    watched_free(watched);
}

static struct acd_outcome refuse(void *context, const struct acd_request *request)
{
    ++*(int *)context;
    assert_string_equal(request->op, "overflow");
    assert_int_equal(request->args.for_ms, 600000);
    return (struct acd_outcome){ACD_STATUS_REFUSED, "support is closed"};
}

static struct acd_publisher *publisher_for_console(char *stats, char *control, int *carried_out)
{
    static const char *const ops[] = {"overflow"};
    static const struct acd_measure measure = {
        .known = ACD_BIT(ACD_MEASURE_ID) | ACD_BIT(ACD_MEASURE_OP) | ACD_BIT(ACD_MEASURE_TO),
        .id = "m1",
        .op = "overflow",
        .to = "support",
    };
    struct acd_fault why = {""};
    struct acd_publisher *publisher =
        acd_publisher_open(&(struct acd_publisher_options){.stats_endpoint = stats,
                                                           .control_endpoint = control,
                                                           .period_ms = 200,
                                                           .command = refuse,
                                                           .context = carried_out},
                           &why);
    if (!publisher)
        fail_msg("%s", why.text);
    struct acd_site site = plain_site("berlin");
    site.ops = ops;
    site.n_ops = 1;
    ACD_KNOW(&site, ACD_SITE_OPS);
    assert_true(acd_publisher_site(publisher, &site, &why));
    struct acd_queue sales = plain_queue("sales", 7);
    sales.oldest_ms = 95000;
    sales.measures = &measure;
    sales.n_measures = 1;
    sales.known |= ACD_BIT(ACD_QUEUE_OLDEST) | ACD_BIT(ACD_QUEUE_MEASURES);
    assert_true(acd_publisher_queue(publisher, NULL, &sales, &why));
    return publisher;
}

static void python_console_is_served(void **state)
{
    (void)state;
    need_python();
    char stats[200], control[200];
    int carried_out = 0, status = -1;
    test_endpoint(stats, sizeof stats, "c-stats");
    test_endpoint(control, sizeof control, "c-control");
    struct acd_publisher *publisher = publisher_for_console(stats, control, &carried_out);
    pid_t child = start_python("console.py", stats, control, NULL);
    int64_t until = acd_monotonic_ms() + patience_ms(40000);
    while (waitpid(child, &status, WNOHANG) == 0) {
        acd_publisher_serve(publisher, 20, -1);
        if (acd_monotonic_ms() > until)
            end(child);
    }
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_int_equal(carried_out, 1);
    acd_publisher_close(publisher);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(python_feed_is_read),
        cmocka_unit_test(lossy_python_feed_is_healed),
        cmocka_unit_test(python_console_is_served),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
