/* The real `acdfeed relay` as a child of a test, and feeds in the test's own process to stand
 * before it, served along by a watched subscriber. */
#ifndef TESTS_SUPPORT_RELAYED_H
#define TESTS_SUPPORT_RELAYED_H

#include "acdfeed/publisher.h"
#include "tests/support/tool.h"

enum { RELAYED_ENDPOINT_BYTES = 200 };

struct relay {
    struct tool tool;
    char stats[RELAYED_ENDPOINT_BYTES], control[RELAYED_ENDPOINT_BYTES];
};

/* At endpoints of that name, with more arguments up to NULL.  Returns when it serves. */
void relay_start(struct relay *relay, const char *name, const char *const *more);
#define START_RELAY(relay, name, ...)                                                              \
    relay_start((relay), (name), (const char *const[]){__VA_ARGS__, NULL})
/* It must end well. */
void relay_stop(struct relay *relay);

/* What it answers to who asks for the first page of berlin's queues. */
enum acd_status relay_page_status(const struct relay *relay);

/* A feed of one site, with a control socket, that beats five times a second and tells nothing twice
 * by itself.  `like` NULL, or options to begin with. */
struct acd_publisher *relayed_feed(const char *name, const char *site,
                                   const struct acd_publisher_options *like);
void relayed_queue(struct acd_publisher *feed, const char *id, int64_t waiting);

#endif
