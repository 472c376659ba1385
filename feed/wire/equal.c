/* Whether two entities tell the same, and where a key stands in a table.  Must never know what a
 * field means. */
#include "feed/wire/members.h"

#include <string.h>

/* What time alone does to ages. */
struct passing {
    int64_t elapsed_ms, within_ms;
};

static bool shape_same(const struct acd_shape *shape, const void *a, const void *b,
                       const struct passing *passing);

static bool element_equal(const struct acd_field *field, const void *a, const void *b, uint32_t i,
                          const struct passing *passing)
{
    switch (field->type) {
    case ACD_TYPE_MAPS:
        return shape_same(field->shape, (const char *)a + i * field->shape->bytes,
                          (const char *)b + i * field->shape->bytes, passing);
    case ACD_TYPE_MARKS:
        return acd_shape_equal(&acd_mark_shape, (const struct acd_mark *)a + i,
                               (const struct acd_mark *)b + i);
    case ACD_TYPE_IDS:
        return strcmp(((const char *const *)a)[i], ((const char *const *)b)[i]) == 0;
    default:
        return ((const int64_t *)a)[i] == ((const int64_t *)b)[i];
    }
}

static bool list_equal(const struct acd_field *field, const void *a, const void *b,
                       const struct passing *passing)
{
    uint32_t n = *member_count(a, field);
    if (n != *member_count(b, field))
        return false;
    for (uint32_t i = 0; i < n; i++) {
        if (!element_equal(field, *member_list(a, field), *member_list(b, field), i, passing))
            return false;
    }
    return true;
}

static bool packed_equal(const struct acd_packed *a, const struct acd_packed *b)
{
    return a->bytes == b->bytes && memcmp(a->at, b->at, a->bytes) == 0;
}

/* Whether b is what becomes of a. */
static bool age_same(const struct acd_field *field, int64_t a, int64_t b, const struct passing *passing)
{
    if (!passing || field->ageing == ACD_STANDS)
        return a == b;
    int64_t aged = a - passing->elapsed_ms;
    if (field->ageing == ACD_GROWS && __builtin_add_overflow(a, passing->elapsed_ms, &aged))
        aged = INT64_MAX;
    aged = aged < 0 ? 0 : aged;
    return b - aged <= passing->within_ms && aged - b <= passing->within_ms;
}

static bool field_equal(const struct acd_field *field, const void *a, const void *b,
                        const struct passing *passing)
{
    switch (field->type) {
    case ACD_TYPE_ID:
    case ACD_TYPE_TEXT:
        return strcmp(*member_text(a, field), *member_text(b, field)) == 0;
    case ACD_TYPE_MS:
        return age_same(field, *member_int(a, field), *member_int(b, field), passing);
    case ACD_TYPE_COUNT:
    case ACD_TYPE_INT:
    case ACD_TYPE_TIME:
        return *member_int(a, field) == *member_int(b, field);
    case ACD_TYPE_UINT:
        return *member_uint(a, field) == *member_uint(b, field);
    case ACD_TYPE_FRACTION:
        return *member_fraction(a, field) == *member_fraction(b, field);
    case ACD_TYPE_BOOL:
        return *member_bool(a, field) == *member_bool(b, field);
    case ACD_TYPE_NAME:
        return *member_name(a, field) == *member_name(b, field);
    case ACD_TYPE_MAP:
        return shape_same(field->shape, member_at(a, field), member_at(b, field), passing);
    case ACD_TYPE_PACKED:
        return packed_equal(member_packed(a, field), member_packed(b, field));
    case ACD_TYPE_MAPS:
    case ACD_TYPE_IDS:
    case ACD_TYPE_COUNTS:
    case ACD_TYPE_MARKS:
        return list_equal(field, a, b, passing);
    }
    return false;
}

static bool shape_same(const struct acd_shape *shape, const void *a, const void *b,
                       const struct passing *passing)
{
    uint64_t known = *member_known(a) & shape_bits(shape);
    if (known != (*member_known(b) & shape_bits(shape)))
        return false;
    while (known) {
        if (!field_equal(&shape->fields[bit_take(&known)], a, b, passing))
            return false;
    }
    return true;
}

bool acd_shape_equal(const struct acd_shape *shape, const void *a, const void *b)
{
    return shape_same(shape, a, b, NULL);
}

bool acd_shape_goes_on(const struct acd_shape *shape, const void *a, const void *b, int64_t elapsed_ms,
                       int64_t within_ms)
{
    struct passing passing = {.elapsed_ms = elapsed_ms, .within_ms = within_ms};
    return shape_same(shape, a, b, &passing);
}

const struct acd_field *acd_shape_field(const struct acd_shape *shape, const char *key, size_t bytes)
{
    for (int i = 0; i < shape->n_fields; i++) {
        const struct acd_field *field = &shape->fields[i];
        if (field->key_bytes == bytes && memcmp(field->key, key, bytes) == 0)
            return field;
    }
    return NULL;
}
