/* The bytes of a tape: heads and codings.  Pure. */
#ifndef FEED_TAPE_FORMAT_H
#define FEED_TAPE_FORMAT_H

#include "acdfeed/limits.h"
#include "acdfeed/tape.h"

enum {
    TAPE_VERSION = 1,
    TAPE_FILE_BYTES = 16, /* the head of the file */
    TAPE_HEAD_BYTES = 48, /* of a frame */
    TAPE_NO_ENTITY = 255,
    TAPE_MOST_STORED = ACD_MAX_TOPIC_BYTES + ACD_MAX_BODY_BYTES,
};

/* Those named AFTER go on from the bodies before; the others begin their topic anew. */
enum tape_coding { TAPE_PLAIN, TAPE_DEFLATE, TAPE_DEFLATE_AFTER, TAPE_PLAIN_AFTER, TAPE_CODINGS };

struct tape_head {
    enum acd_tape_kind kind;
    enum tape_coding coding;
    int feed;
    int entity; /* enum acd_kind, or TAPE_NO_ENTITY */
    uint32_t topic_bytes, stored_bytes, body_bytes;
    int64_t at_ms, wall_ms;
    uint32_t body_crc, contents_crc;
};

/* The latest bodies of each topic since the last key set began, end to end: what the next body of
 * that topic is deflated by.  Messages of one topic are much alike.  Zeroed is empty. */
enum { TAPE_TOPICS = 64, TAPE_HISTORY_BYTES = 32 << 10 };
struct tape_topic {
    unsigned char topic[ACD_MAX_TOPIC_BYTES];
    size_t topic_bytes, bytes;
    unsigned char bodies[TAPE_HISTORY_BYTES];
};
struct tape_history {
    struct tape_topic *topics[TAPE_TOPICS];
    int n;
};
/* NULL: nothing is remembered of it. */
struct tape_topic *tape_history_of(struct tape_history *history, const void *topic, size_t bytes);
void tape_history_keep(struct tape_history *history, const void *topic, size_t topic_bytes,
                       const void *body, size_t body_bytes);
void tape_history_drop(struct tape_history *history, const void *topic, size_t bytes);
void tape_history_clear(struct tape_history *history);

void tape_file_put(unsigned char out[TAPE_FILE_BYTES]);
/* Whether it begins as a tape does: the words say what else it is. */
bool tape_file_check(const unsigned char *bytes, size_t n, const char *path, struct acd_fault *why)
    ACD_MUST_CHECK;

void tape_head_put(unsigned char out[TAPE_HEAD_BYTES], const struct tape_head *head);
/* False: no head, or not as it was written. */
bool tape_head_get(const unsigned char bytes[TAPE_HEAD_BYTES], struct tape_head *head)
    ACD_MUST_CHECK;
/* The first place in bytes where a head may begin; n when there is none. */
size_t tape_head_find(const unsigned char *bytes, size_t n);

uint32_t tape_crc(const void *bytes, size_t n);
/* The kind that a topic names, TAPE_NO_ENTITY when none. */
int tape_entity_of(const char *topic, size_t bytes);

/* Deflates into `out` (room for n bytes) by what went before, or by the format's own words where
 * that is NULL.  0: it does not get smaller. */
size_t tape_deflate(const struct tape_topic *before, const void *bytes, size_t n,
                    unsigned char *out);
/* Inflates to exactly n bytes.  False: it is not that. */
bool tape_inflate(const struct tape_topic *before, const unsigned char *stored, size_t stored_bytes,
                  unsigned char *out, size_t n) ACD_MUST_CHECK;

#endif
