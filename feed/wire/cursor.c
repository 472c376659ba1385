/* The msgpack encodings, read one value at a time (msgpack's spec.md).  Must never know what a value
 * is for. */
#include "feed/wire/cursor.h"

#include <assert.h>
#include <string.h>

/* The values that begin with 0xc0..0xdf: bytes of a length that follows, bytes after that, and
 * whether the length counts bytes, elements of an array or pairs of a map. */
enum { FIXED, BYTES, ARRAY, MAP, NEVER };
static const struct {
    unsigned char is, length, payload;
} encodings[32] = {
    {FIXED, 0, 0}, {NEVER, 0, 0}, {FIXED, 0, 0}, {FIXED, 0, 0},                  /* nil, -, bool */
    {BYTES, 1, 0}, {BYTES, 2, 0}, {BYTES, 4, 0},                                 /* bin */
    {BYTES, 1, 1}, {BYTES, 2, 1}, {BYTES, 4, 1},                                 /* ext, its type */
    {FIXED, 0, 4}, {FIXED, 0, 8},                                                /* float */
    {FIXED, 0, 1}, {FIXED, 0, 2}, {FIXED, 0, 4}, {FIXED, 0, 8},                  /* uint */
    {FIXED, 0, 1}, {FIXED, 0, 2}, {FIXED, 0, 4}, {FIXED, 0, 8},                  /* int */
    {FIXED, 0, 2}, {FIXED, 0, 3}, {FIXED, 0, 5}, {FIXED, 0, 9}, {FIXED, 0, 17}, /* fixext */
    {BYTES, 1, 0}, {BYTES, 2, 0}, {BYTES, 4, 0},                                 /* str */
    {ARRAY, 2, 0}, {ARRAY, 4, 0}, {MAP, 2, 0},   {MAP, 4, 0},
};

/* Steps over a value, or the head of a container, that begins with 0xc0..0xdf.  *within: how many
 * values stand inside a container. */
static enum acd_refusal_why skip_wide(struct cursor *cursor, bool *container, uint64_t *within)
{
    unsigned first = *cursor->at - 0xc0u;
    size_t length = encodings[first].length, payload = encodings[first].payload;
    if (encodings[first].is == NEVER || cursor_left(cursor) < 1 + length + payload)
        return ACD_REFUSAL_BROKEN;
    uint64_t counted = load_big(cursor->at + 1, length);
    cursor->at += 1 + length + payload;
    *container = encodings[first].is >= ARRAY;
    *within = encodings[first].is == MAP ? 2 * counted : counted;
    if (*within > cursor_left(cursor))
        return ACD_REFUSAL_BROKEN;
    if (!*container)
        cursor->at += counted;
    return ACD_REFUSAL_NONE;
}

/* The same for any first byte. */
static inline enum acd_refusal_why skip_head(struct cursor *cursor, bool *container, uint64_t *within)
{
    unsigned first = *cursor->at;
    *container = false;
    if (first < 0x80 || first >= 0xe0) {
        cursor->at++;
        return ACD_REFUSAL_NONE;
    }
    if (first >= 0xc0)
        return skip_wide(cursor, container, within);
    if (first >= 0xa0) {
        size_t bytes = 1 + (first & 0x1f);
        if (cursor_left(cursor) < bytes)
            return ACD_REFUSAL_BROKEN;
        cursor->at += bytes;
        return ACD_REFUSAL_NONE;
    }
    cursor->at++;
    *container = true;
    *within = first < 0x90 ? 2 * (first & 0x0f) : first & 0x0f;
    return *within > cursor_left(cursor) ? ACD_REFUSAL_BROKEN : ACD_REFUSAL_NONE;
}

enum acd_refusal_why cursor_skip(struct cursor *cursor, int depth)
{
    uint64_t outer[ACD_MAX_DEPTH]; /* values still to come in each container around this one */
    uint64_t left = 1, within = 0;
    int level = 0;
    assert(depth >= 0 && depth <= ACD_MAX_DEPTH);
    for (;;) {
        while (left == 0) {
            if (level == 0)
                return ACD_REFUSAL_NONE;
            left = outer[--level];
        }
        if (cursor->at == cursor->end)
            return ACD_REFUSAL_BROKEN;
        left--;
        bool container;
        enum acd_refusal_why why = skip_head(cursor, &container, &within);
        if (why)
            return why;
        if (!container)
            continue;
        if (level == depth)
            return ACD_REFUSAL_TOO_DEEP;
        outer[level++] = left;
        left = within;
    }
}

size_t acd_value_bytes(const void *bytes, size_t n, int depth)
{
    struct cursor cursor = {.at = bytes, .end = (const unsigned char *)bytes + n};
    if (depth < 0 || cursor_skip(&cursor, depth > ACD_MAX_DEPTH ? ACD_MAX_DEPTH : depth))
        return 0;
    return n - cursor_left(&cursor);
}

enum acd_refusal_why cursor_integer(struct cursor *cursor, uint64_t *bits, bool *negative)
{
    if (cursor->at == cursor->end)
        return ACD_REFUSAL_BROKEN;
    unsigned first = *cursor->at;
    *negative = first >= 0xe0;
    if (first < 0x80 || first >= 0xe0) {
        *bits = (uint64_t)(int64_t)(signed char)first;
        cursor->at++;
        return ACD_REFUSAL_NONE;
    }
    if (first < 0xcc || first > 0xd3)
        return ACD_REFUSAL_WRONG_TYPE;
    size_t bytes = (size_t)1 << (first & 3);
    if (cursor_left(cursor) <= bytes)
        return ACD_REFUSAL_BROKEN;
    *bits = load_big(cursor->at + 1, bytes);
    if (first >= 0xd0) {
        unsigned unused = 64 - 8 * (unsigned)bytes;
        *bits = (uint64_t)((int64_t)(*bits << unused) >> unused);
        *negative = (int64_t)*bits < 0;
    }
    cursor->at += 1 + bytes;
    return ACD_REFUSAL_NONE;
}

static double float_of(uint64_t bits, bool wide)
{
    uint32_t short_bits = (uint32_t)bits;
    float narrow;
    double value;
    memcpy(&narrow, &short_bits, sizeof(narrow));
    memcpy(&value, &bits, sizeof(value));
    return wide ? value : (double)narrow;
}

enum acd_refusal_why cursor_fraction(struct cursor *cursor, double *value)
{
    if (cursor->at == cursor->end)
        return ACD_REFUSAL_BROKEN;
    if (*cursor->at == 0xca || *cursor->at == 0xcb) {
        bool wide = *cursor->at == 0xcb;
        size_t bytes = wide ? 8 : 4;
        if (cursor_left(cursor) <= bytes)
            return ACD_REFUSAL_BROKEN;
        *value = float_of(load_big(cursor->at + 1, bytes), wide);
        cursor->at += 1 + bytes;
    } else {
        int64_t whole;
        enum acd_refusal_why why = cursor_int(cursor, &whole);
        if (why)
            return why;
        *value = (double)whole;
    }
    /* Written so that a NaN fails too. */
    return *value >= 0 && *value <= 1 ? ACD_REFUSAL_NONE : ACD_REFUSAL_OUT_OF_RANGE;
}

enum acd_refusal_why cursor_bool(struct cursor *cursor, bool *value)
{
    if (cursor->at == cursor->end)
        return ACD_REFUSAL_BROKEN;
    if (*cursor->at != 0xc2 && *cursor->at != 0xc3)
        return ACD_REFUSAL_WRONG_TYPE;
    *value = *cursor->at++ == 0xc3;
    return ACD_REFUSAL_NONE;
}

enum acd_refusal_why cursor_long_text(struct cursor *cursor, const char **text, size_t *bytes)
{
    if (cursor->at == cursor->end)
        return ACD_REFUSAL_BROKEN;
    unsigned first = *cursor->at;
    if (first < 0xd9 || first > 0xdb)
        return ACD_REFUSAL_WRONG_TYPE;
    size_t length = (size_t)1 << (first - 0xd9);
    if (cursor_left(cursor) <= length)
        return ACD_REFUSAL_BROKEN;
    *bytes = (size_t)load_big(cursor->at + 1, length);
    cursor->at += 1 + length;
    if (cursor_left(cursor) < *bytes)
        return ACD_REFUSAL_BROKEN;
    *text = (const char *)cursor->at;
    cursor->at += *bytes;
    return ACD_REFUSAL_NONE;
}

/* `fix` is the first byte of the encoding with its length in four bits, `wide` that with 16. */
static enum acd_refusal_why container_head(struct cursor *cursor, unsigned fix, unsigned wide,
                                           unsigned values_each, uint32_t *n)
{
    if (cursor->at == cursor->end)
        return ACD_REFUSAL_BROKEN;
    unsigned first = *cursor->at;
    if ((first & 0xf0) == fix) {
        *n = first & 0x0f;
        cursor->at++;
    } else if (first == wide || first == wide + 1) {
        size_t length = first == wide ? 2 : 4;
        if (cursor_left(cursor) <= length)
            return ACD_REFUSAL_BROKEN;
        *n = (uint32_t)load_big(cursor->at + 1, length);
        cursor->at += 1 + length;
    } else {
        return ACD_REFUSAL_WRONG_TYPE;
    }
    return cursor_left(cursor) / values_each < *n ? ACD_REFUSAL_BROKEN : ACD_REFUSAL_NONE;
}

enum acd_refusal_why cursor_array(struct cursor *cursor, uint32_t *n)
{
    return container_head(cursor, 0x90, 0xdc, 1, n);
}

enum acd_refusal_why cursor_map(struct cursor *cursor, uint32_t *n)
{
    return container_head(cursor, 0x80, 0xde, 2, n);
}
