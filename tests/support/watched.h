/* A subscriber whose tellings are kept, for tests: what a board would believe. */
#ifndef TESTS_WATCHED_H
#define TESTS_WATCHED_H

#include "acdfeed/publisher.h"
#include "acdfeed/subscriber.h"

enum { WATCHED_SITES = 8, WATCHED_REPLIES = 64, WATCHED_EVENTS = 256 };

struct watched_entity {
    char site[ACD_MAX_ID_BYTES + 1];
    enum acd_kind kind;
    uint32_t epoch;
    int64_t at_ms;
    void *entity;
};

struct watched_site {
    char id[ACD_MAX_ID_BYTES + 1];
    struct acd_site_state state;
    char why[256];
    struct acd_site *heartbeat;
    bool was[ACD_LINKS]; /* it has been in this state */
};

struct watched_reply {
    char id[ACD_MAX_ID_BYTES + 1];
    int status;
    char why[ACD_MAX_TEXT_BYTES + 1];
};

struct watched {
    struct acd_subscriber *subscriber;
    struct acd_publisher *publishers[4]; /* served along, those that are not NULL */
    struct watched_entity *entities;
    size_t n_entities;
    struct watched_site sites[WATCHED_SITES];
    int n_sites;
    struct watched_reply replies[WATCHED_REPLIES];
    int n_replies;
    struct acd_event *events[WATCHED_EVENTS];
    int n_events;
    uint64_t feed_refused;
    char feed_why[256];
    bool feed_heard;
};

/* kinds 0: all. */
struct watched *watched_new(uint32_t kinds);
void watched_free(struct watched *watched);
void watched_add(struct watched *watched, const char *stats, const char *control);

typedef bool watched_condition(struct watched *watched, const void *context);
/* Serves until the condition holds; fails the test, saying `what`, when it does not in 20 s. */
void watched_until(struct watched *watched, watched_condition *condition, const void *context,
                   const char *what);
/* Serves once, briefly. */
void watched_serve(struct watched *watched);

/* NULL when never heard of. */
struct watched_site *watched_site(struct watched *watched, const char *id);
/* The entity if it may be shown as live, else NULL. */
const void *watched_live(struct watched *watched, const char *site, enum acd_kind kind,
                         const char *id);
int watched_live_count(struct watched *watched, const char *site, enum acd_kind kind);
const struct watched_reply *watched_reply(struct watched *watched, const char *id);

/* The usual waits. */
void watched_until_link(struct watched *watched, const char *site, enum acd_link link);
void watched_until_reply(struct watched *watched, const char *id);
/* Until that many heartbeats more were heard. */
void watched_until_beat(struct watched *watched, const char *site);

/* A folder of the test's own; endpoints in it.  Removed at exit. */
const char *test_folder(void);
void test_endpoint(char *out, size_t bytes, const char *name);

/* Queue and agent of one figure each. */
struct acd_queue plain_queue(const char *id, int64_t waiting);
struct acd_agent plain_agent(const char *id, enum acd_agent_state state);
struct acd_site plain_site(const char *id);

#endif
