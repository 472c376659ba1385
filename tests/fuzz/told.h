/* What must hold of anything that a feed tells: counts and times in their range, ids and texts that
 * are such. */
#ifndef TESTS_FUZZ_TOLD_H
#define TESTS_FUZZ_TOLD_H

#include "acdfeed/limits.h"
#include "tests/fuzz/input.h"

static inline void check_counts(const struct acd_shape *shape, const void *entity)
{
    for (int i = 0; i < shape->n_fields; i++) {
        const struct acd_field *field = &shape->fields[i];
        const char *at = (const char *)entity + field->offset;
        uint64_t known;
        memcpy(&known, entity, sizeof(known));
        if (!(known & ACD_BIT(i)))
            continue;
        if (field->type == ACD_TYPE_COUNT || field->type == ACD_TYPE_MS)
            HOLDS(*(const int64_t *)at >= 0 && *(const int64_t *)at <= ACD_MAX_NUMBER);
        if (field->type == ACD_TYPE_ID)
            HOLDS(acd_id_valid(*(const char *const *)at, strlen(*(const char *const *)at)));
        if (field->type == ACD_TYPE_TEXT)
            HOLDS(acd_utf8_valid(*(const char *const *)at, strlen(*(const char *const *)at)));
        if (field->type == ACD_TYPE_MAP)
            check_counts(field->shape, at);
    }
}

#endif
