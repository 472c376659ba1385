/* Steps over msgpack bytes, each checked against the bytes left.  A function that returns other than
 * ACD_REFUSAL_NONE leaves the cursor anywhere within its bytes.  Pure; no allocation. */
#ifndef FEED_WIRE_CURSOR_H
#define FEED_WIRE_CURSOR_H

#include "acdfeed/wire.h"

struct cursor {
    const unsigned char *at, *end;
};

static inline size_t cursor_left(const struct cursor *cursor)
{
    return (size_t)(cursor->end - cursor->at);
}

/* Steps over one value, `depth` containers deep at most. */
enum acd_refusal_why cursor_skip(struct cursor *cursor, int depth);

/* An integer in any encoding: its bits, and whether it is below zero. */
enum acd_refusal_why cursor_integer(struct cursor *cursor, uint64_t *bits, bool *negative);
/* A fraction 0..1, from a float or the integers 0 and 1. */
enum acd_refusal_why cursor_fraction(struct cursor *cursor, double *value);
enum acd_refusal_why cursor_bool(struct cursor *cursor, bool *value);
enum acd_refusal_why cursor_long_text(struct cursor *cursor, const char **text, size_t *bytes);
/* The header of an array or a map, `n` elements or pairs; never more than the bytes left can hold. */
enum acd_refusal_why cursor_array(struct cursor *cursor, uint32_t *n);
enum acd_refusal_why cursor_map(struct cursor *cursor, uint32_t *n);

static inline enum acd_refusal_why cursor_text(struct cursor *cursor, const char **text, size_t *bytes)
{
    const unsigned char *at = cursor->at;
    if (at == cursor->end || (*at & 0xe0) != 0xa0)
        return cursor_long_text(cursor, text, bytes);
    *bytes = *at & 0x1f;
    *text = (const char *)at + 1;
    if (cursor_left(cursor) <= *bytes)
        return ACD_REFUSAL_BROKEN;
    cursor->at = at + 1 + *bytes;
    return ACD_REFUSAL_NONE;
}

/* `bytes` of 1, 2, 4 or 8, the highest first. */
static inline uint64_t load_big(const unsigned char *at, size_t bytes)
{
    uint64_t value = 0;
    for (size_t i = 0; i < bytes; i++)
        value = value << 8 | at[i];
    return value;
}

/* An integer that fits int64_t. */
static inline enum acd_refusal_why cursor_int(struct cursor *cursor, int64_t *value)
{
    const unsigned char *at = cursor->at;
    size_t left = cursor_left(cursor);
    if (left > 0 && *at < 0x80) {
        *value = *at;
        cursor->at = at + 1;
        return ACD_REFUSAL_NONE;
    }
    /* The lengths that figures have as a rule. */
    if (left > 4 && *at >= 0xcc && *at <= 0xce) {
        size_t bytes = (size_t)1 << (*at & 3);
        *value = bytes == 1 ? at[1] : bytes == 2 ? (int64_t)load_big(at + 1, 2) : (int64_t)load_big(at + 1, 4);
        cursor->at = at + 1 + bytes;
        return ACD_REFUSAL_NONE;
    }
    uint64_t bits;
    bool negative;
    if (left > 8 && *at == 0xcf) { /* times */
        bits = load_big(at + 1, 8);
        negative = false;
        cursor->at = at + 9;
    } else {
        enum acd_refusal_why why = cursor_integer(cursor, &bits, &negative);
        if (why)
            return why;
    }
    *value = (int64_t)bits;
    return !negative && bits > INT64_MAX ? ACD_REFUSAL_OUT_OF_RANGE : ACD_REFUSAL_NONE;
}

/* An integer that fits uint64_t. */
static inline enum acd_refusal_why cursor_uint(struct cursor *cursor, uint64_t *value)
{
    bool negative;
    const unsigned char *at = cursor->at;
    if (cursor_left(cursor) > 8 && *at == 0xcf) { /* what counts up from a random number */
        *value = load_big(at + 1, 8);
        cursor->at = at + 9;
        return ACD_REFUSAL_NONE;
    }
    enum acd_refusal_why why = cursor_integer(cursor, value, &negative);
    return why ? why : negative ? ACD_REFUSAL_OUT_OF_RANGE : ACD_REFUSAL_NONE;
}

#endif
