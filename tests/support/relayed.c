/* Starts relays and the feeds before them.  It waits for words on stderr, for nothing else. */
#include "tests/support/relayed.h"

#include "acdfeed/wire.h"
#include "feed/commands/command.h"
#include "tests/support/cases.h"
#include "tests/support/watched.h"

#include <stdio.h>
#include <stdlib.h>
#include <zmq.h>

enum { MORE_ARGUMENTS = 32 };

void relay_start(struct relay *relay, const char *name, const char *const *more)
{
    char part[64];
    const char *arguments[MORE_ARGUMENTS] = {"relay", "--stats", relay->stats, "--control",
                                             relay->control};
    int n = 5;
    snprintf(part, sizeof part, "%s-s", name);
    test_endpoint(relay->stats, sizeof relay->stats, part);
    snprintf(part, sizeof part, "%s-c", name);
    test_endpoint(relay->control, sizeof relay->control, part);
    for (int i = 0; more[i]; i++)
        arguments[n++] = more[i];
    tool_start(&relay->tool, arguments);
    tool_await_complaint(&relay->tool, ", from ");
}
void relay_stop(struct relay *relay)
{
    assert_int_equal(tool_stop(&relay->tool), COMMAND_DONE);
    free(relay->tool.complaint);
}

enum acd_status relay_page_status(const struct relay *relay)
{
    static unsigned char room[1 << 16], answer[1 << 16];
    const struct acd_request request = {
        .known = ACD_BIT(ACD_REQUEST_V) | ACD_BIT(ACD_REQUEST_ID) | ACD_BIT(ACD_REQUEST_OP) |
                 ACD_BIT(ACD_REQUEST_SITE) | ACD_BIT(ACD_REQUEST_ARGS),
        .v = 1,
        .id = "page",
        .op = "snapshot",
        .site = "berlin",
        .args = {.known = ACD_BIT(ACD_ARGS_KIND), .kind = "queue"},
    };
    struct acd_scratch scratch = {.at = room, .bytes = sizeof room};
    struct acd_refusal refusal;
    struct acd_buffer body;
    int patience_ms = TOOL_DEADLINE_MS, none = 0;
    void *context = zmq_ctx_new(), *dealer = zmq_socket(context, ZMQ_DEALER);
    zmq_setsockopt(dealer, ZMQ_RCVTIMEO, &patience_ms, sizeof patience_ms);
    zmq_setsockopt(dealer, ZMQ_LINGER, &none, sizeof none);
    assert_int_equal(zmq_connect(dealer, relay->control), 0);
    acd_buffer_init(&body);
    acd_pack(&body, &acd_request_shape, &request);
    assert_true(zmq_send(dealer, body.data, body.size, 0) >= 0);
    acd_buffer_release(&body);
    int bytes = zmq_recv(dealer, answer, sizeof answer, 0);
    assert_in_range(bytes, 1, sizeof answer);
    const struct acd_reply *reply =
        acd_unpack(&acd_reply_shape, answer, (size_t)bytes, &scratch, &refusal);
    assert_non_null(reply);
    zmq_close(dealer);
    zmq_ctx_term(context);
    return (enum acd_status)reply->status;
}

struct acd_publisher *relayed_feed(const char *name, const char *site,
                                   const struct acd_publisher_options *like)
{
    char stats[RELAYED_ENDPOINT_BYTES], control[RELAYED_ENDPOINT_BYTES], part[64];
    struct acd_fault why = {""};
    struct acd_publisher_options options = like ? *like : (struct acd_publisher_options){0};
    snprintf(part, sizeof part, "%s-s", name);
    test_endpoint(stats, sizeof stats, part);
    snprintf(part, sizeof part, "%s-c", name);
    test_endpoint(control, sizeof control, part);
    options.stats_endpoint = stats;
    options.control_endpoint = control;
    options.gather_ms = 20;
    options.period_ms = 200;
    options.keyframe_ms = 600000; /* nothing is told twice by itself */
    struct acd_publisher *feed = acd_publisher_open(&options, &why);
    if (!feed)
        fail_msg("%s", why.text);
    struct acd_site told = plain_site(site);
    assert_true(acd_publisher_site(feed, &told, &why));
    return feed;
}

void relayed_queue(struct acd_publisher *feed, const char *id, int64_t waiting)
{
    struct acd_fault why;
    struct acd_queue queue = plain_queue(id, waiting);
    assert_true(acd_publisher_queue(feed, NULL, &queue, &why));
}
