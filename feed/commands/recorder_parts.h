/* What the recorder knows of the sites it hears, for its own files. */
#ifndef FEED_COMMANDS_RECORDER_PARTS_H
#define FEED_COMMANDS_RECORDER_PARTS_H

#include "acdfeed/memory.h"
#include "feed/commands/recorder.h"

#define uthash_malloc(bytes) acd_alloc(bytes)
#define uthash_fatal(words) acd_no_memory()
#include <uthash.h>

struct recorded {
    UT_hash_handle hh;
    void *entity; /* as of told_ms */
    int64_t told_ms;
    uint32_t epoch;
    char id[]; /* the key */
};

/* A topic of the site's present instance and the last message of it. */
struct recorded_topic {
    UT_hash_handle hh;
    enum acd_kind kind;
    uint64_t n;
    size_t bytes;
    char topic[]; /* the key, no NUL */
};

struct recorded_site {
    UT_hash_handle hh;
    struct acd_site_state state; /* id, why and heartbeat are not its own */
    struct acd_site *heartbeat;  /* or NULL */
    struct recorded *entities[ACD_KINDS];
    struct recorded_topic *topics;
    char id[ACD_MAX_ID_BYTES + 1];
};

struct recorder {
    struct acd_tape_writer *writer;
    struct acd_subscriber *subscriber;
    char *feeds;
    int64_t key_ms, keyed_ms;
    struct recorded_site *sites;
    struct acd_buffer item, items, body;
    uint32_t n_items;
    struct acd_scratch copy;
};

/* Writes all that is known as of `at_ms`. */
void recorder_key_set(struct recorder *recorder, int64_t at_ms, int64_t wall_ms);

#endif
