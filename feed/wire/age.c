/* Lets time pass for the figures that grow or shrink while nothing new is told.  Must never know a
 * clock: the time that passed is given. */
#include "feed/wire/members.h"

#include <assert.h>

static void age_figure(int64_t *ms, enum acd_ageing ageing, int64_t elapsed_ms)
{
    if (ageing == ACD_GROWS)
        *ms = *ms > INT64_MAX - elapsed_ms ? INT64_MAX : *ms + elapsed_ms;
    else
        *ms = *ms > elapsed_ms ? *ms - elapsed_ms : 0;
}

void acd_shape_age(const struct acd_shape *shape, void *entity, int64_t elapsed_ms)
{
    assert(elapsed_ms >= 0);
    uint64_t ageing = shape->ageing & *member_known(entity);
    while (ageing) {
        const struct acd_field *field = &shape->fields[bit_take(&ageing)];
        if (field->type == ACD_TYPE_MAP) {
            acd_shape_age(field->shape, member_at(entity, field), elapsed_ms);
        } else if (field->type == ACD_TYPE_MAPS) {
            char *elements = (char *)(uintptr_t)*member_list(entity, field);
            for (uint32_t i = 0; i < *member_count(entity, field); i++)
                acd_shape_age(field->shape, elements + i * field->shape->bytes, elapsed_ms);
        } else {
            age_figure(member_int(entity, field), field->ageing, elapsed_ms);
        }
    }
}
