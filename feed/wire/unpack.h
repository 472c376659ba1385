/* One map of a shape out of a cursor. */
#ifndef FEED_WIRE_UNPACK_H
#define FEED_WIRE_UNPACK_H

#include "feed/wire/cursor.h"

#include <string.h>

/* The map at the cursor, as a struct of `shape` in scratch, with at most `depth` levels of nesting,
 * itself included.  NULL: refused, and the cursor stays. */
void *unpack_entity(const struct acd_shape *shape, struct cursor *cursor, struct acd_scratch *scratch,
                    int depth, struct acd_refusal *refusal);

/* The first eight bytes of a key, zeros behind a shorter one.  `readable`: bytes that may be read at
 * `key`, at least `bytes`. */
static inline uint64_t key_word(const char *key, size_t bytes, size_t readable)
{
    uint64_t word = 0;
    if (bytes >= sizeof(word) || readable < sizeof(word)) {
        memcpy(&word, key, bytes < sizeof(word) ? bytes : sizeof(word));
        return word;
    }
    memcpy(&word, key, sizeof(word)); /* what lies behind the key is masked off */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return word & ((UINT64_C(1) << 8 * bytes) - 1);
#else
    return word & ~(~UINT64_C(0) >> 8 * bytes);
#endif
}

/* Whether the last eight bytes of keys of the same length, 8..16, are the same. */
static inline bool key_ends_same(const struct acd_field *field, const char *key, size_t bytes)
{
    uint64_t ours, theirs;
    memcpy(&ours, field->padded + bytes - sizeof(ours), sizeof(ours));
    memcpy(&theirs, key + bytes - sizeof(theirs), sizeof(theirs));
    return ours == theirs;
}

/* The field of a key, looked for from line *next of the table onwards and around, since publishers
 * send keys in the order of the table; *next becomes the line behind it.  NULL: none. */
static inline const struct acd_field *unpack_field(const struct acd_shape *shape, int *next,
                                                   const char *key, size_t bytes, size_t readable)
{
    uint64_t word = key_word(key, bytes, readable), wanted;
    int line = *next;
    for (int tried = 0; tried < shape->n_fields; tried++) {
        const struct acd_field *field = &shape->fields[line];
        memcpy(&wanted, field->padded, sizeof(wanted));
        if (++line == shape->n_fields)
            line = 0;
        if (wanted == word && field->key_bytes == bytes &&
            (bytes <= sizeof(word) || key_ends_same(field, key, bytes))) {
            *next = line;
            return field;
        }
    }
    return NULL;
}

#endif
