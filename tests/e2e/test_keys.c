/* Feeds with keys, over real sockets: who comes in, what each role hears and may, what each side
 * says when it does not work. */
#include "tests/support/keyring.h"

#include "acdfeed/clock.h"
#include "acdfeed/memory.h"
#include "tests/support/patience.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct bench {
    struct acd_publisher *publisher;
    char log[8192];
    int carried_out;
    char by[128];
    int64_t per_minute;
    const char *stats, *control; /* where to bind */
};

static struct acd_outcome carry_out(void *context, const struct acd_request *request)
{
    struct bench *bench = context;
    bench->carried_out++;
    snprintf(bench->by, sizeof bench->by, "%s", request->by);
    return (struct acd_outcome){.status = ACD_STATUS_DONE};
}

static void keep_log(void *context, const char *line)
{
    struct bench *bench = context;
    size_t used = strlen(bench->log);
    snprintf(bench->log + used, sizeof bench->log - used, "%s\n", line);
}

static struct acd_publisher *open_feed(struct bench *bench, bool with_keys, struct acd_fault *why)
{
    return acd_publisher_open(
        &(struct acd_publisher_options){
            .stats_endpoint = bench->stats,
            .control_endpoint = bench->control,
            .period_ms = 100,
            .keyframe_ms = 1000,
            .command = carry_out,
            .context = bench,
            .key_file = with_keys ? keyring_secret("feed") : NULL,
            .authorized_file = with_keys ? keyring_authorize("hall wall vera viewer "
                                                             "anna supervisor relay publisher")
                                         : NULL,
            .commands_per_minute = bench->per_minute,
            .log = keep_log,
        },
        why);
}

static void start_feed(struct bench *bench, bool with_keys)
{
    static const char *const ops[] = {"notice"};
    struct acd_fault why = {""};
    bench->publisher = open_feed(bench, with_keys, &why);
    if (!bench->publisher)
        fail_msg("%s", why.text);
    struct acd_site site = plain_site("berlin");
    site.ops = ops;
    site.n_ops = 1;
    ACD_KNOW(&site, ACD_SITE_OPS);
    struct acd_queue queue = plain_queue("sales", 7);
    struct acd_agent agent = plain_agent("anna", ACD_STATE_AVAILABLE);
    assert_true(acd_publisher_site(bench->publisher, &site, NULL));
    assert_true(acd_publisher_queue(bench->publisher, NULL, &queue, NULL));
    assert_true(acd_publisher_agent(bench->publisher, NULL, &agent, NULL));
}

static int set_up(void **state)
{
    struct bench *bench = acd_calloc(1, sizeof *bench);
    bench->stats = bench->control = "tcp://127.0.0.1:*";
    *state = bench;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *bench = *state;
    acd_publisher_close(bench->publisher);
    free(bench);
    return 0;
}

static struct watched *watch_as(struct bench *bench, const char *name, const char *server)
{
    struct watched *watched = watched_new(0);
    watched->publishers[0] = bench->publisher;
    keyring_add(watched, acd_publisher_stats_endpoint(bench->publisher),
                acd_publisher_control_endpoint(bench->publisher), name, server);
    return watched;
}

static bool has_said(struct watched *watched, const void *words)
{
    return strstr(watched->feed_why, words) != NULL;
}

static bool has_logged(struct watched *watched, const void *context)
{
    (void)watched;
    const void *const *both = context;
    return strstr(((const struct bench *)both[0])->log, both[1]) != NULL;
}

static void until_logged(struct bench *bench, struct watched *watched, const char *words)
{
    const void *both[] = {bench, words};
    watched_until(watched, has_logged, both, words);
}

static const struct watched_reply *ask(struct watched *watched, const char *op)
{
    static char id[ACD_REQUEST_ID_BYTES];
    acd_request_id_draw(id);
    struct acd_request request = {
        .known = ACD_BIT(ACD_REQUEST_ID) | ACD_BIT(ACD_REQUEST_OP) | ACD_BIT(ACD_REQUEST_SITE) |
                 ACD_BIT(ACD_REQUEST_ARGS) | ACD_BIT(ACD_REQUEST_BY),
        .id = id,
        .op = op,
        .site = "berlin",
        .by = "the managing director",
        .args = {.known = ACD_BIT(ACD_ARGS_TEXT), .text = "hello"},
    };
    struct acd_fault why = {""};
    for (int64_t until = acd_monotonic_ms() + patience_ms(20000);
         !acd_subscriber_send(watched->subscriber, &request, &why) && acd_monotonic_ms() < until;)
        watched_serve(watched);
    watched_until_reply(watched, id);
    return watched_reply(watched, id);
}

static bool hears_queue(struct watched *watched, const void *context)
{
    (void)context;
    return watched_live_count(watched, "berlin", ACD_KIND_QUEUE) == 1;
}

static bool hears_agent(struct watched *watched, const void *context)
{
    (void)context;
    return watched_live_count(watched, "berlin", ACD_KIND_AGENT) == 1;
}

/* --- roles -------------------------------------------------------------------------------------
 */

static void each_role_hears_and_may_its_part(void **state)
{
    static const struct {
        const char *name;
        bool agents;
        enum acd_status notice;
        const char *why;
    } roles[] = {
        {"hall", false, ACD_STATUS_DENIED, "hall has the role wall; only a supervisor commands"},
        {"vera", true, ACD_STATUS_DENIED, "vera has the role viewer"},
        {"relay", true, ACD_STATUS_DENIED, "relay has the role publisher"},
        {"anna", true, ACD_STATUS_DONE, ""},
    };
    struct bench *bench = *state;
    start_feed(bench, true);
    for (size_t i = 0; i < ACD_COUNT_OF(roles); i++) {
        struct watched *watched = watch_as(bench, roles[i].name, "feed");
        watched_until(watched, hears_queue, NULL, roles[i].name);
        if (roles[i].agents)
            watched_until(watched, hears_agent, NULL, roles[i].name);
        const struct watched_reply *reply = ask(watched, "notice");
        assert_int_equal(reply->status, roles[i].notice);
        assert_true(strstr(reply->why, roles[i].why));
        for (int beat = 0; beat < 3; beat++)
            watched_until_beat(watched, "berlin");
        assert_int_equal(watched_live_count(watched, "berlin", ACD_KIND_AGENT), roles[i].agents);
        watched_until_link(watched, "berlin", ACD_LINK_LIVE); /* with what is for it */
        assert_int_equal(watched_site(watched, "berlin")->state.lost, 0);
        watched_free(watched);
    }
    assert_int_equal(bench->carried_out, 1);
    assert_string_equal(bench->by, "anna");
}

static bool has_event_by(struct watched *watched, const void *name)
{
    for (int i = 0; i < watched->n_events; i++) {
        if (ACD_KNOWN(watched->events[i], ACD_EVENT_BY) &&
            strcmp(watched->events[i]->by, name) == 0)
            return true;
    }
    return false;
}

static void actions_bear_the_name_of_the_key(void **state)
{
    struct bench *bench = *state;
    start_feed(bench, true);
    struct watched *watched = watch_as(bench, "vera", "feed");
    watched_until_link(watched, "berlin", ACD_LINK_LIVE);
    ask(watched, "notice");
    watched_until(watched, has_event_by, "vera", "the refusal told to all by the key's name");
    assert_false(has_event_by(watched, "the managing director"));
    watched_free(watched);
}

static void too_many_are_refused(void **state)
{
    struct bench *bench = *state;
    bench->per_minute = 2;
    start_feed(bench, true);
    struct watched *watched = watch_as(bench, "anna", "feed");
    watched_until_link(watched, "berlin", ACD_LINK_LIVE);
    assert_int_equal(ask(watched, "notice")->status, ACD_STATUS_DONE);
    assert_int_equal(ask(watched, "notice")->status, ACD_STATUS_DONE);
    const struct watched_reply *reply = ask(watched, "notice");
    assert_int_equal(reply->status, ACD_STATUS_REFUSED);
    assert_string_equal(reply->why, "too many requests of anna within a minute; wait a little");
    assert_int_equal(bench->carried_out, 2);
    watched_free(watched);
}

/* --- who is turned away, and what is said -------------------------------------------------------
 */

static void strangers_are_turned_away_and_told_why(void **state)
{
    static const struct {
        const char *name, *server;
        bool feed_has_keys;
        const char *console_says, *feed_logs;
    } cases[] = {
        {"mallory", "feed", true, "the feed does not know our key", "turned away: the key "},
        {"anna", "other", true, "its key is not the one given as --server-key",
         "turned away: someone who expects another feed's key here"},
        {NULL, NULL, true, "the feed takes nobody without a key", "turned away: someone without a"},
        {"anna", "feed", false, "the feed takes no keys", NULL},
    };
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct bench *bench = *state;
        bench->log[0] = '\0';
        start_feed(bench, cases[i].feed_has_keys);
        struct watched *watched = watch_as(bench, cases[i].name, cases[i].server);
        watched_until(watched, has_said, cases[i].console_says, cases[i].console_says);
        if (cases[i].feed_logs)
            until_logged(bench, watched, cases[i].feed_logs);
        assert_false(watched->feed_heard);
        assert_null(strstr(bench->log, "secret"));
        watched_free(watched);
        acd_publisher_close(bench->publisher);
        bench->publisher = NULL;
    }
}

/* --- the list changes ---------------------------------------------------------------------------
 */

static void new_key_comes_in_without_a_restart(void **state)
{
    struct bench *bench = *state;
    start_feed(bench, true);
    struct watched *watched = watch_as(bench, "newcomer", "feed");
    watched_until(watched, has_said, "does not know our key", "turned away");
    keyring_authorize("hall wall newcomer viewer");
    watched_until_link(watched, "berlin", ACD_LINK_LIVE);
    assert_string_equal(watched_site(watched, "berlin")->why, "");
    watched_free(watched);
}

static void removed_key_loses_everything(void **state)
{
    struct bench *bench = *state;
    start_feed(bench, true);
    struct watched *watched = watch_as(bench, "anna", "feed");
    watched_until_link(watched, "berlin", ACD_LINK_LIVE);
    keyring_authorize("hall wall vera viewer");
    until_logged(bench, watched, "read anew, 2 keys");
    const struct watched_reply *reply = ask(watched, "notice");
    assert_int_equal(reply->status, ACD_STATUS_DENIED);
    assert_string_equal(reply->why, "this key is no longer authorized");
    watched_until_link(watched, "berlin", ACD_LINK_STALE);
    watched_until(watched, has_said, "does not know our key", "stats end too");
    assert_int_equal(bench->carried_out, 0);
    watched_free(watched);
    watched = watch_as(bench, "vera", "feed"); /* the others go on, at the same endpoint */
    watched_until_link(watched, "berlin", ACD_LINK_LIVE);
    watched_free(watched);
}

static void lesser_role_counts_at_once(void **state)
{
    struct bench *bench = *state;
    start_feed(bench, true);
    struct watched *watched = watch_as(bench, "anna", "feed");
    watched_until_link(watched, "berlin", ACD_LINK_LIVE);
    keyring_authorize("anna viewer vera viewer");
    until_logged(bench, watched, "read anew");
    assert_int_equal(ask(watched, "notice")->status, ACD_STATUS_DENIED);
    watched_until_link(watched, "berlin", ACD_LINK_LIVE);
    watched_free(watched);
}

static void broken_list_changes_nothing(void **state)
{
    struct bench *bench = *state;
    start_feed(bench, true);
    struct watched *watched = watch_as(bench, "anna", "feed");
    watched_until_link(watched, "berlin", ACD_LINK_LIVE);
    keyring_write_list("anna supervisor\n");
    until_logged(bench, watched,
                 "authorized:1: expected NAME ROLE KEY, or # and a comment; the "
                 "list before it stays in force");
    assert_int_equal(ask(watched, "notice")->status, ACD_STATUS_DONE);
    watched_free(watched);
}

/* --- opening ------------------------------------------------------------------------------------
 */

static void feed_with_keys_may_bind_anywhere(void **state)
{
    struct bench *bench = *state;
    bench->stats = "tcp://0.0.0.0:*";
    start_feed(bench, true);
}

static void ipc_is_guarded_too(void **state)
{
    struct bench *bench = *state;
    char stats[200], control[200];
    test_endpoint(stats, sizeof stats, "keyed-stats");
    test_endpoint(control, sizeof control, "keyed-control");
    bench->stats = stats;
    bench->control = control;
    start_feed(bench, true);
    struct watched *watched = watch_as(bench, "hall", "feed");
    watched_until(watched, hears_queue, NULL, "over ipc");
    keyring_authorize("vera viewer"); /* its file goes and comes again */
    watched_until(watched, has_said, "does not know our key", "removed");
    watched_free(watched);
    watched = watch_as(bench, "vera", "feed");
    watched_until_link(watched, "berlin", ACD_LINK_LIVE);
    watched_free(watched);
}

static void unsafe_files_are_refused(void **state)
{
    struct bench *bench = *state;
    struct acd_fault why = {""};
    keyring_authorize("anna viewer");
    chmod(keyring_secret("feed"), 0640);
    assert_null(open_feed(bench, true, &why));
    assert_non_null(strstr(why.text, "others can read this secret key (mode 0640): chmod 600"));
    chmod(keyring_secret("feed"), 0600);
    struct acd_publisher_options options = {
        .stats_endpoint = bench->stats,
        .key_file = keyring_secret("feed"),
    };
    assert_null(acd_publisher_open(&options, &why));
    assert_non_null(strstr(why.text, "a feed with keys needs both"));
    const char *list = keyring_authorize("anna viewer");
    chmod(list, 0666);
    options.authorized_file = list;
    assert_null(acd_publisher_open(&options, &why));
    assert_non_null(strstr(why.text, "others can write it (mode 0666): chmod go-w it"));
    keyring_write_list("anna nobody KEY\n");
    assert_null(acd_publisher_open(&options, &why));
    assert_non_null(strstr(why.text, "authorized:1: nobody is no role"));
    options.key_file = keyring_public("feed");
    assert_null(acd_publisher_open(&options, &why));
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(each_role_hears_and_may_its_part),
        CASE(actions_bear_the_name_of_the_key),
        CASE(too_many_are_refused),
        CASE(strangers_are_turned_away_and_told_why),
        CASE(new_key_comes_in_without_a_restart),
        CASE(removed_key_loses_everything),
        CASE(lesser_role_counts_at_once),
        CASE(broken_list_changes_nothing),
        CASE(feed_with_keys_may_bind_anywhere),
        CASE(ipc_is_guarded_too),
        CASE(unsafe_files_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
