/* Deep copies of entities, by the tables.  Must never know what a field means. */
#include "acdfeed/memory.h"
#include "feed/wire/members.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static bool copy_hanging(const struct acd_shape *shape, void *entity, struct acd_scratch *scratch);

static bool copy_text(const char **text, struct acd_scratch *scratch)
{
    assert(*text);
    size_t bytes = strlen(*text) + 1;
    if (scratch->bytes - scratch->used < bytes)
        return false;
    *text = memcpy(scratch->at + scratch->used, *text, bytes);
    scratch->used += bytes;
    return true;
}

static bool copy_elements(const struct acd_field *field, void *elements, uint32_t n,
                          struct acd_scratch *scratch)
{
    for (uint32_t i = 0; i < n; i++) {
        bool fits = true;
        if (field->type == ACD_TYPE_MAPS)
            fits = copy_hanging(field->shape, (char *)elements + i * field->shape->bytes, scratch);
        else if (field->type == ACD_TYPE_MARKS)
            fits = copy_text(&((struct acd_mark *)elements)[i].topic, scratch);
        else if (field->type == ACD_TYPE_IDS)
            fits = copy_text(&((const char **)elements)[i], scratch);
        if (!fits)
            return false;
    }
    return true;
}

static bool copy_list(const struct acd_field *field, void *entity, struct acd_scratch *scratch)
{
    const void **list = member_list(entity, field);
    uint32_t n = *member_count(entity, field);
    size_t bytes = n * element_bytes(field);
    void *elements = acd_scratch_take(scratch, bytes);
    if (!elements)
        return false;
    if (n)
        memcpy(elements, *list, bytes);
    *list = elements;
    return copy_elements(field, elements, n, scratch);
}

static bool copy_packed(struct acd_packed *packed, struct acd_scratch *scratch)
{
    void *bytes = acd_scratch_take(scratch, packed->bytes);
    if (!bytes)
        return false;
    memcpy(bytes, packed->at, packed->bytes);
    packed->at = bytes;
    return true;
}

static bool copy_field(const struct acd_field *field, void *entity, struct acd_scratch *scratch)
{
    switch (field->type) {
    case ACD_TYPE_ID:
    case ACD_TYPE_TEXT:
        return copy_text(member_text(entity, field), scratch);
    case ACD_TYPE_MAP:
        return copy_hanging(field->shape, member_at(entity, field), scratch);
    case ACD_TYPE_PACKED:
        return copy_packed(member_packed(entity, field), scratch);
    default:
        return copy_list(field, entity, scratch);
    }
}

/* An unknown field may have been left pointing at what the caller owns. */
static void forget_field(const struct acd_field *field, void *entity)
{
    if (field->type == ACD_TYPE_MAP) {
        memset(member_at(entity, field), 0, field->shape->bytes);
    } else if (field->type == ACD_TYPE_PACKED) {
        *member_packed(entity, field) = (struct acd_packed){0};
    } else {
        *member_list(entity, field) = NULL;
        if (field->count_offset)
            *member_count(entity, field) = 0;
    }
}

/* `entity` is already a shallow copy; makes what hangs from it its own. */
static bool copy_hanging(const struct acd_shape *shape, void *entity, struct acd_scratch *scratch)
{
    uint64_t held = shape->held, known = *member_known(entity);
    while (held) {
        int bit = bit_take(&held);
        if (!(known & ACD_BIT(bit)))
            forget_field(&shape->fields[bit], entity);
        else if (!copy_field(&shape->fields[bit], entity, scratch))
            return false;
    }
    return true;
}

void *acd_shape_copy(const struct acd_shape *shape, const void *entity, struct acd_scratch *scratch)
{
    void *copy = acd_scratch_take(scratch, shape->bytes);
    if (!copy)
        return NULL;
    memcpy(copy, entity, shape->bytes);
    return copy_hanging(shape, copy, scratch) ? copy : NULL;
}

static size_t hanging_bytes(const struct acd_shape *shape, const void *entity);

static size_t element_hanging_bytes(const struct acd_field *field, const void *list, uint32_t i)
{
    if (field->type == ACD_TYPE_MAPS)
        return hanging_bytes(field->shape, (const char *)list + i * field->shape->bytes);
    if (field->type == ACD_TYPE_MARKS)
        return strlen(((const struct acd_mark *)list)[i].topic) + 1;
    if (field->type == ACD_TYPE_IDS)
        return strlen(((const char *const *)list)[i]) + 1;
    return 0;
}

/* Bytes of what hangs from an entity, alignment included. */
static size_t hanging_bytes(const struct acd_shape *shape, const void *entity)
{
    uint64_t held = shape->held & *member_known(entity);
    size_t bytes = 0;
    while (held) {
        const struct acd_field *field = &shape->fields[bit_take(&held)];
        uint32_t n = field->count_offset ? *member_count(entity, field) : 0;
        bytes += n * element_bytes(field) + sizeof(uint64_t);
        if (field->type == ACD_TYPE_ID || field->type == ACD_TYPE_TEXT)
            bytes += strlen(*member_text(entity, field)) + 1;
        else if (field->type == ACD_TYPE_MAP)
            bytes += hanging_bytes(field->shape, member_at(entity, field));
        else if (field->type == ACD_TYPE_PACKED)
            bytes += member_packed(entity, field)->bytes;
        for (uint32_t i = 0; i < n; i++)
            bytes += element_hanging_bytes(field, *member_list(entity, field), i);
    }
    return bytes;
}

/* A kept block: the struct, the size of the room behind it, the room. */
struct room {
    size_t bytes;
};

static bool keep_in(const struct acd_shape *shape, const void *entity, void *block)
{
    struct room *room = (struct room *)((unsigned char *)block + shape->bytes);
    struct acd_scratch scratch = {.at = (unsigned char *)(room + 1), .bytes = room->bytes};
    memcpy(block, entity, shape->bytes);
    return copy_hanging(shape, block, &scratch);
}

void *acd_shape_keep(const struct acd_shape *shape, const void *entity, void *old)
{
    assert(entity != old && shape->bytes % sizeof(struct room) == 0);
    if (old && keep_in(shape, entity, old))
        return old;
    free(old);
    size_t needed = hanging_bytes(shape, entity);
    /* Some more, since texts and lists vary from one telling to the next. */
    struct room room = {.bytes = needed + needed / 4 + 32};
    void *block = acd_alloc(shape->bytes + sizeof(room) + room.bytes);
    memcpy((unsigned char *)block + shape->bytes, &room, sizeof(room));
    bool kept = keep_in(shape, entity, block);
    assert(kept);
    (void)kept;
    return block;
}
