/* Starts relays and the feeds before them.  It waits for words on stderr, for nothing else. */
#include "tests/support/relayed.h"

#include "feed/commands/command.h"
#include "tests/support/cases.h"
#include "tests/support/watched.h"

#include <stdio.h>
#include <stdlib.h>

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
