/* Losses and how they are healed, against a feed made by hand: by pages, by rounds, by counts. */
#include "tests/support/patience.h"
#include "tests/support/rawfeed.h"

#include "acdfeed/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <zmq.h>

#include <cmocka.h>

enum { QUEUES = 1u << ACD_KIND_QUEUE };

struct bench {
    struct rawfeed feed;
    struct watched *watched;
};

static int set_up(void **state)
{
    static struct bench bench;
    static int serial;
    char name[32];
    snprintf(name, sizeof name, "raw%d", serial++);
    rawfeed_open(&bench.feed, name);
    bench.watched = watched_new(QUEUES);
    *state = &bench;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *bench = *state;
    watched_free(bench->watched);
    rawfeed_close(&bench->feed);
    return 0;
}

static int64_t waiting(struct bench *bench, const char *id)
{
    const struct acd_queue *queue = watched_live(bench->watched, "berlin", ACD_KIND_QUEUE, id);
    return queue ? queue->waiting : -1;
}

/* Two queues told in message 1, both live. */
static void begin(struct bench *bench, bool control)
{
    struct acd_queue queues[] = {plain_queue("a", 1), plain_queue("b", 1)};
    watched_add(bench->watched, bench->feed.stats, control ? bench->feed.control : NULL);
    rawfeed_until_heard(&bench->feed, bench->watched);
    rawfeed_queues(&bench->feed, 1, queues, 2);
    rawfeed_beat(&bench->feed, 1, 2);
    watched_until_link(bench->watched, "berlin", ACD_LINK_LIVE);
    while (control && rawfeed_request(&bench->feed))
        ; /* what was asked before */
    assert_int_equal(waiting(bench, "a"), 1);
}

static void gap_is_healed_by_pages(void **state)
{
    struct bench *bench = *state;
    struct acd_queue a3 = plain_queue("a", 3), a2 = plain_queue("a", 2), b2 = plain_queue("b", 2),
                     c2 = plain_queue("c", 2);
    begin(bench, true);
    rawfeed_queues(&bench->feed, 3, &a3, 1); /* message 2 is lost */
    watched_until_link(bench->watched, "berlin", ACD_LINK_INCOMPLETE);
    assert_int_equal(waiting(bench, "a"), 3);
    assert_int_equal(waiting(bench, "b"), -1); /* in doubt */
    assert_int_equal(watched_site(bench->watched, "berlin")->state.lost, 1);

    rawfeed_until_request(&bench->feed, bench->watched);
    assert_string_equal(bench->feed.request->op, "snapshot");
    assert_string_equal(bench->feed.request->args.kind, "queue");
    assert_false(ACD_KNOWN(&bench->feed.request->args, ACD_ARGS_AFTER));
    struct acd_queue first[] = {a2, b2}; /* a page of the time before message 3 */
    rawfeed_page(&bench->feed, first, 2, "b", 2);
    rawfeed_until_request(&bench->feed, bench->watched);
    assert_string_equal(bench->feed.request->args.after, "b");
    assert_int_equal(waiting(bench, "a"), 3); /* the message was later */
    assert_int_equal(waiting(bench, "b"), 2);
    assert_int_equal(watched_site(bench->watched, "berlin")->state.link, ACD_LINK_INCOMPLETE);
    rawfeed_page(&bench->feed, &c2, 1, NULL, 3);
    rawfeed_beat(&bench->feed, 3, 3);
    watched_until_link(bench->watched, "berlin", ACD_LINK_LIVE);
    assert_int_equal(waiting(bench, "a"), 3);
    assert_int_equal(waiting(bench, "c"), 2);
}

static void pages_end_with_forgetting(void **state)
{
    struct bench *bench = *state;
    struct acd_queue a = plain_queue("a", 5);
    begin(bench, true);
    rawfeed_beat(&bench->feed, 2, 1); /* b went in message 2, which nobody saw */
    rawfeed_until_request(&bench->feed, bench->watched);
    assert_int_equal(waiting(bench, "a"), -1);
    rawfeed_page(&bench->feed, &a, 1, NULL, 2);
    watched_until_link(bench->watched, "berlin", ACD_LINK_LIVE);
    assert_int_equal(waiting(bench, "a"), 5);
    assert_int_equal(bench->watched->n_entities, 1);
}

static void marks_show_a_loss_in_a_quiet_moment(void **state)
{
    struct bench *bench = *state;
    begin(bench, true);
    rawfeed_beat(&bench->feed, 4, 2);
    watched_until_link(bench->watched, "berlin", ACD_LINK_INCOMPLETE);
    assert_int_equal(watched_site(bench->watched, "berlin")->state.lost, 3);
    assert_int_equal(waiting(bench, "a"), -1);
    assert_non_null(strstr(watched_site(bench->watched, "berlin")->why, "queues: 0 of 2 told"));
}

static void page_of_another_instance_is_dropped(void **state)
{
    struct bench *bench = *state;
    struct acd_queue a = plain_queue("a", 99);
    begin(bench, true);
    rawfeed_beat(&bench->feed, 2, 2);
    rawfeed_until_request(&bench->feed, bench->watched);
    /* An answer to something never asked. */
    struct acd_request *asked = bench->feed.request;
    bench->feed.request->id = "never-asked";
    rawfeed_page(&bench->feed, &a, 1, NULL, 2);
    assert_ptr_equal(asked, bench->feed.request);
    for (int i = 0; i < 20; i++)
        watched_serve(bench->watched);
    assert_int_equal(waiting(bench, "a"), -1);
    assert_int_equal(bench->watched->n_replies, 0); /* a page is no one's answer */
}

static void unanswered_page_is_asked_again(void **state)
{
    struct bench *bench = *state;
    struct acd_queue queues[] = {plain_queue("a", 7), plain_queue("b", 7)};
    char id[ACD_MAX_ID_BYTES + 1];
    begin(bench, true);
    rawfeed_beat(&bench->feed, 2, 2);
    rawfeed_until_request(&bench->feed, bench->watched);
    snprintf(id, sizeof id, "%s", bench->feed.request->id);
    rawfeed_until_request(&bench->feed, bench->watched);
    assert_string_not_equal(id, bench->feed.request->id);
    rawfeed_page(&bench->feed, queues, 2, NULL, 2);
    rawfeed_beat(&bench->feed, 2, 2);
    watched_until_link(bench->watched, "berlin", ACD_LINK_LIVE);
}

struct keyframes {
    struct bench *bench;
    uint64_t n;
};

static bool whole_by_rounds(struct watched *watched, const void *context)
{
    struct keyframes *keyframes = *(struct keyframes *const *)context;
    struct acd_queue a = plain_queue("a", 8);
    rawfeed_queues(&keyframes->bench->feed, ++keyframes->n, &a, 1);
    rawfeed_beat(&keyframes->bench->feed, keyframes->n, -1);
    for (int i = 0; i < 10; i++)
        watched_serve(watched);
    return watched_site(watched, "berlin")->state.link == ACD_LINK_LIVE;
}

static void without_control_a_round_heals(void **state)
{
    struct bench *bench = *state;
    begin(bench, false);
    rawfeed_beat(&bench->feed, 2, -1);
    watched_until_link(bench->watched, "berlin", ACD_LINK_INCOMPLETE);
    struct keyframes keyframes = {bench, 2}, *context = &keyframes;
    watched_until(bench->watched, whole_by_rounds, &context, "a round of keyframes");
    assert_int_equal(waiting(bench, "a"), 8);
    assert_int_equal(bench->watched->n_entities, 1); /* b was never sent again */
}

static void counts_tell_what_is_missing(void **state)
{
    struct bench *bench = *state;
    begin(bench, false);
    rawfeed_beat(&bench->feed, 1, 5);
    watched_until_link(bench->watched, "berlin", ACD_LINK_INCOMPLETE);
    assert_string_equal(watched_site(bench->watched, "berlin")->why, "queues: 2 of 5 told");
    assert_int_equal(waiting(bench, "a"), 1); /* nothing of what we hold is in doubt */
    rawfeed_beat(&bench->feed, 1, 2);
    watched_until_link(bench->watched, "berlin", ACD_LINK_LIVE);
    assert_string_equal(watched_site(bench->watched, "berlin")->why, "");
}

/* Our publisher's pages, seen by a bare DEALER. */
static void *ask_page(void *dealer, const char *after, struct acd_scratch *scratch,
                      struct acd_publisher *publisher)
{
    static char bytes[1 << 20];
    struct acd_buffer body;
    struct acd_request request = {
        .known = ACD_BIT(ACD_REQUEST_V) | ACD_BIT(ACD_REQUEST_ID) | ACD_BIT(ACD_REQUEST_OP) |
                 ACD_BIT(ACD_REQUEST_SITE) | ACD_BIT(ACD_REQUEST_ARGS),
        .v = 1,
        .id = "same-id-each-time",
        .op = "snapshot",
        .site = "berlin",
        .args = {.known = ACD_BIT(ACD_ARGS_KIND), .kind = "queue", .after = after},
    };
    if (after)
        ACD_KNOW(&request.args, ACD_ARGS_AFTER);
    acd_buffer_init(&body);
    acd_pack(&body, &acd_request_shape, &request);
    zmq_send(dealer, body.data, body.size, 0);
    acd_buffer_release(&body);
    int got = -1;
    for (int64_t until = acd_monotonic_ms() + patience_ms(20000); got < 0 && acd_monotonic_ms() < until;) {
        acd_publisher_serve(publisher, 5, -1);
        got = zmq_recv(dealer, bytes, sizeof bytes, ZMQ_DONTWAIT);
    }
    assert_true(got > 0);
    struct acd_refusal refusal;
    scratch->used = 0;
    void *reply = acd_unpack(&acd_reply_shape, bytes, (size_t)got, scratch, &refusal);
    assert_non_null(reply);
    return reply;
}

static struct acd_publisher *publisher_of_many(const char *control)
{
    char stats[200];
    struct acd_fault why;
    test_endpoint(stats, sizeof stats, "many-stats");
    struct acd_publisher *publisher = acd_publisher_open(
        &(struct acd_publisher_options){.stats_endpoint = stats, .control_endpoint = control},
        &why);
    assert_non_null(publisher);
    struct acd_site site = plain_site("berlin");
    assert_true(acd_publisher_site(publisher, &site, &why));
    for (int i = 0; i < 250; i++) {
        char id[16];
        snprintf(id, sizeof id, "q%d", (i * 37) % 250);
        struct acd_queue queue = plain_queue(id, i);
        assert_true(acd_publisher_queue(publisher, "berlin", &queue, &why));
    }
    assert_true(acd_publisher_gone(publisher, "berlin", ACD_KIND_QUEUE, "q7", &why));
    return publisher;
}

static void publisher_serves_pages_in_order(void **state)
{
    (void)state;
    static unsigned char room[ACD_SCRATCH_BYTES], item_room[ACD_SCRATCH_BYTES];
    struct acd_scratch scratch = {.at = room, .bytes = sizeof room};
    struct acd_scratch item = {.at = item_room, .bytes = sizeof item_room};
    char control[200], last[ACD_MAX_ID_BYTES + 1] = "";
    test_endpoint(control, sizeof control, "many-control");
    struct acd_publisher *publisher = publisher_of_many(control);
    void *context = zmq_ctx_new(), *dealer = zmq_socket(context, ZMQ_DEALER);
    assert_int_equal(zmq_connect(dealer, control), 0);
    int total = 0, pages = 0;
    bool more = true;
    while (more) {
        const struct acd_reply *reply =
            ask_page(dealer, last[0] ? last : NULL, &scratch, publisher);
        struct acd_message walk;
        struct acd_refusal refusal;
        void *entity;
        assert_int_equal(reply->status, ACD_STATUS_DONE);
        assert_true(ACD_KNOWN(reply, ACD_REPLY_INST));
        assert_true(ACD_KNOWN(reply, ACD_REPLY_MARKS));
        assert_true(acd_reply_items(reply, ACD_KIND_QUEUE, &walk));
        assert_true(walk.n_items <= ACD_MAX_PAGE_ITEMS);
        while (acd_message_next(&walk, &item, &entity, &refusal) == ACD_NEXT_ITEM) {
            const struct acd_queue *queue = entity;
            assert_true(strcmp(queue->id, last) > 0);
            assert_string_not_equal(queue->id, "q7");
            snprintf(last, sizeof last, "%s", queue->id);
            total++;
        }
        more = ACD_KNOWN(reply, ACD_REPLY_NEXT);
        if (more)
            assert_string_equal(reply->next, last);
        pages++;
    }
    assert_int_equal(total, 249);
    assert_int_equal(pages, 3);
    zmq_close(dealer);
    zmq_ctx_term(context);
    acd_publisher_close(publisher);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(gap_is_healed_by_pages),
        CASE(pages_end_with_forgetting),
        CASE(marks_show_a_loss_in_a_quiet_moment),
        CASE(page_of_another_instance_is_dropped),
        CASE(unanswered_page_is_asked_again),
        CASE(without_control_a_round_heals),
        CASE(counts_tell_what_is_missing),
        cmocka_unit_test(publisher_serves_pages_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
