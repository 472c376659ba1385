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
    if (readable < sizeof(word)) {
        memcpy(&word, key, bytes);
        return word;
    }
    memcpy(&word, key, sizeof(word)); /* what lies behind a short key is shifted out */
    if (bytes >= sizeof(word))
        return word;
    if (bytes == 0)
        return 0;
    unsigned behind = 64 - 8 * (unsigned)bytes;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return word << behind >> behind;
#else
    return word >> behind << behind;
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

/* The field of a key among the lines from `field` to before `end`; NULL: none. */
static inline const struct acd_field *field_among(const struct acd_field *field,
                                                  const struct acd_field *end, uint64_t word,
                                                  const char *key, size_t bytes)
{
    for (; field < end; field++) {
        uint64_t wanted;
        memcpy(&wanted, field->padded, sizeof(wanted));
        if (wanted == word && field->key_bytes == bytes &&
            (bytes <= sizeof(word) || key_ends_same(field, key, bytes)))
            return field;
    }
    return NULL;
}

/* The field of a key, looked for from *next onwards and then from the start of the table, since
 * publishers send keys in its order; *next becomes the line behind it.  NULL: none. */
static inline const struct acd_field *unpack_field(const struct acd_shape *shape,
                                                   const struct acd_field **next, const char *key,
                                                   size_t bytes, size_t readable)
{
    uint64_t word = key_word(key, bytes, readable);
    const struct acd_field *field =
        field_among(*next, shape->fields + shape->n_fields, word, key, bytes);
    if (!field)
        field = field_among(shape->fields, *next, word, key, bytes);
    if (field)
        *next = field + 1;
    return field;
}

#endif
