/* Bytes of the wire contract in, entities out, and back (PROTOCOL.md section 2 and 3).
 *
 * Reading: bounded, total, no allocation; every length is checked against the bytes left.  A bad
 * item is refused whole and the walk goes on with the next; only broken structure ends a message.
 * Entities read point into the scratch that was given, until it is used again.
 * Pure; one decoder or buffer per thread. */
#ifndef ACDFEED_WIRE_H
#define ACDFEED_WIRE_H

#include "acdfeed/limits.h"
#include "acdfeed/shape.h"

/* Why a message or an item was not taken. */
#define ACD_REFUSAL_LIST(X)                                                                        \
    X(NONE, "")                                                                                    \
    X(BROKEN, "bytes that are no complete msgpack value")                                          \
    X(TOO_LARGE, "larger than the limits of the contract")                                         \
    X(TOO_DEEP, "nested deeper than 8")                                                            \
    X(NOT_A_MAP, "not a map")                                                                      \
    X(BAD_KEY, "a key that is no string")                                                          \
    X(DUPLICATE_KEY, "the same key twice")                                                         \
    X(WRONG_TYPE, "a value of the wrong type")                                                     \
    X(OUT_OF_RANGE, "a number outside its range")                                                  \
    X(BAD_ID, "an id with other characters than A-Z a-z 0-9 . _ : @ + -, or not 1 to 64 of them")   \
    X(BAD_UTF8, "text that is not UTF-8")                                                          \
    X(TOO_LONG, "a text or list longer than the contract allows")                                  \
    X(MISSING_ID, "no id")                                                                         \
    X(MISSING_KEY, "a required key is missing")                                                    \
    X(BAD_TOPIC, "a topic that is not KIND/SITE/")                                                 \
    X(UNKNOWN_KIND, "a kind that this version does not know")                                      \
    X(BAD_VERSION, "a version other than 1")                                                       \
    X(OTHER_SITE, "a site other than its topic names")

#define ACD_REFUSAL_ENUM(name, words) ACD_REFUSAL_##name,
enum acd_refusal_why { ACD_REFUSAL_LIST(ACD_REFUSAL_ENUM) ACD_REFUSALS };

struct acd_refusal {
    enum acd_refusal_why why;
    const char *shape; /* static: "queue", "tally" */
    const char *key;   /* static: the key of the table it happened at, or NULL */
};
/* The words of ACD_REFUSAL_LIST; static. */
const char *acd_refusal_words(enum acd_refusal_why why);
/* One line for a person: "queue: waiting: a number outside its range". */
void acd_refusal_say(const struct acd_refusal *refusal, char *out, size_t bytes);

/* A message as it is walked.  `site` and `topic` are borrowed from the bytes given to open: not
 * NUL-terminated, their lengths stand beside them. */
struct acd_message {
    enum acd_kind kind;
    const char *topic, *site;
    size_t topic_bytes, site_bytes;
    uint64_t inst, n;
    int64_t t;
    uint32_t n_items; /* promised */
    const unsigned char *at, *end, *items_end;
    uint32_t left;
    char refused_id[ACD_MAX_ID_BYTES + 1]; /* of the item refused last; "" when it has none */
};

/* Reads topic and head.  False: the message is refused (an unknown kind too: UNKNOWN_KIND is to be
 * ignored, not counted as an error). */
bool acd_message_open(struct acd_message *message, const void *topic, size_t topic_bytes,
                      const void *body, size_t body_bytes, struct acd_refusal *refusal)
    ACD_MUST_CHECK;

enum acd_next { ACD_NEXT_ITEM, ACD_NEXT_REFUSED, ACD_NEXT_END };
/* The next item, decoded to a struct of acd_kind_shape(kind) in `scratch` (which is emptied first).
 * After REFUSED go on calling; after END the message is over (broken bytes: REFUSED, then END). */
enum acd_next acd_message_next(struct acd_message *message, struct acd_scratch *scratch,
                               void **entity, struct acd_refusal *refusal);

/* One map of any shape (a request, a reply, a single entity), which must fill the bytes exactly.
 * NULL when refused.  Does not empty the scratch. */
void *acd_unpack(const struct acd_shape *shape, const void *bytes, size_t n,
                 struct acd_scratch *scratch, struct acd_refusal *refusal) ACD_MUST_CHECK;

/* Prepares `walk` so that acd_message_next() yields the items of a snapshot page. */
bool acd_reply_items(const struct acd_reply *reply, enum acd_kind kind, struct acd_message *walk)
    ACD_MUST_CHECK;

/* Steps over one value without looking inside: the bare walk that the benchmark measures against.
 * Returns the bytes of the value, 0 when broken or deeper than `depth`. */
size_t acd_value_bytes(const void *bytes, size_t n, int depth);

/* A growing buffer of packed bytes; reuse it to spare allocations. */
struct acd_buffer {
    char *data;
    size_t size, alloc;
};
void acd_buffer_init(struct acd_buffer *buffer);
void acd_buffer_clear(struct acd_buffer *buffer);
void acd_buffer_release(struct acd_buffer *buffer);

/* Appends one map with the known fields of the entity. */
void acd_pack(struct acd_buffer *buffer, const struct acd_shape *shape, const void *entity);
/* Appends the header of an array, for acd_packed. */
void acd_pack_array(struct acd_buffer *buffer, uint32_t n);
/* Appends the head of a message body, up to and with the header of an `items` array of n_items;
 * the items follow by acd_pack(). */
void acd_pack_head(struct acd_buffer *buffer, const char *site, uint64_t inst, uint64_t n, int64_t t,
                   uint32_t n_items);

#endif
