/* The members of an entity, reached by the lines of a field table.  `base` is the struct. */
#ifndef FEED_WIRE_MEMBERS_H
#define FEED_WIRE_MEMBERS_H

#include "acdfeed/shape.h"

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

static inline void *member_at(const void *base, const struct acd_field *field)
{
    return (unsigned char *)(uintptr_t)base + field->offset;
}
static inline uint64_t *member_known(const void *base)
{
    return (uint64_t *)(uintptr_t)base; /* every struct begins with it */
}
static inline int64_t *member_int(const void *base, const struct acd_field *field)
{
    return member_at(base, field);
}
static inline uint64_t *member_uint(const void *base, const struct acd_field *field)
{
    return member_at(base, field);
}
static inline double *member_fraction(const void *base, const struct acd_field *field)
{
    return member_at(base, field);
}
static inline bool *member_bool(const void *base, const struct acd_field *field)
{
    return member_at(base, field);
}
static inline int *member_name(const void *base, const struct acd_field *field)
{
    return member_at(base, field);
}
static inline const char **member_text(const void *base, const struct acd_field *field)
{
    return member_at(base, field);
}
/* Where the pointer to the elements of a list stands; all object pointers look alike here. */
static inline const void **member_list(const void *base, const struct acd_field *field)
{
    return member_at(base, field);
}
static inline uint32_t *member_count(const void *base, const struct acd_field *field)
{
    return (uint32_t *)((unsigned char *)(uintptr_t)base + field->count_offset);
}
static inline struct acd_packed *member_packed(const void *base, const struct acd_field *field)
{
    return member_at(base, field);
}

/* Takes the lowest bit off a mask and returns its number; the mask must not be 0. */
static inline int bit_take(uint64_t *mask)
{
    int bit = __builtin_ctzll(*mask);
    *mask &= *mask - 1;
    return bit;
}

/* The bits of a shape's fields. */
static inline uint64_t shape_bits(const struct acd_shape *shape)
{
    return ~UINT64_C(0) >> (64 - shape->n_fields);
}

/* Bytes of one element of a list type. */
static inline size_t element_bytes(const struct acd_field *field)
{
    switch (field->type) {
    case ACD_TYPE_MAPS:
        return field->shape->bytes;
    case ACD_TYPE_MARKS:
        return sizeof(struct acd_mark);
    case ACD_TYPE_IDS:
        return sizeof(const char *);
    default:
        return sizeof(int64_t);
    }
}

#endif
