/* Entities into msgpack bytes, by the tables, through msgpack-c's packer.  Must never know where the
 * bytes go. */
#include "acdfeed/memory.h"
#include "acdfeed/wire.h"
#include "feed/wire/members.h"

#include <assert.h>
#include <msgpack.h>
#include <stdlib.h>
#include <string.h>

void acd_buffer_init(struct acd_buffer *buffer)
{
    *buffer = (struct acd_buffer){0};
}

void acd_buffer_clear(struct acd_buffer *buffer)
{
    buffer->size = 0;
}

void acd_buffer_release(struct acd_buffer *buffer)
{
    free(buffer->data);
    acd_buffer_init(buffer);
}

static int append(void *to, const char *bytes, size_t n)
{
    struct acd_buffer *buffer = to;
    if (n > buffer->alloc - buffer->size) {
        size_t alloc = buffer->alloc ? buffer->alloc : 512;
        while (alloc - buffer->size < n)
            alloc *= 2;
        buffer->data = acd_realloc(buffer->data, alloc);
        buffer->alloc = alloc;
    }
    if (n)
        memcpy(buffer->data + buffer->size, bytes, n);
    buffer->size += n;
    return 0;
}

static void pack_text(msgpack_packer *packer, const char *text)
{
    assert(text);
    msgpack_pack_str_with_body(packer, text, strlen(text));
}

static void pack_map(msgpack_packer *packer, const struct acd_shape *shape, const void *entity);

static void pack_list(msgpack_packer *packer, const struct acd_field *field, const void *entity)
{
    const void *list = *member_list(entity, field);
    uint32_t n = *member_count(entity, field);
    if (field->type == ACD_TYPE_MARKS)
        msgpack_pack_map(packer, n);
    else
        msgpack_pack_array(packer, n);
    for (uint32_t i = 0; i < n; i++) {
        if (field->type == ACD_TYPE_MAPS) {
            pack_map(packer, field->shape, (const char *)list + i * field->shape->bytes);
        } else if (field->type == ACD_TYPE_IDS) {
            pack_text(packer, ((const char *const *)list)[i]);
        } else if (field->type == ACD_TYPE_COUNTS) {
            msgpack_pack_int64(packer, ((const int64_t *)list)[i]);
        } else {
            const struct acd_mark *mark = (const struct acd_mark *)list + i;
            pack_text(packer, mark->topic);
            msgpack_pack_uint64(packer, mark->n);
        }
    }
}

static void pack_value(msgpack_packer *packer, const struct acd_field *field, const void *entity)
{
    switch (field->type) {
    case ACD_TYPE_ID:
    case ACD_TYPE_TEXT:
        pack_text(packer, *member_text(entity, field));
        break;
    case ACD_TYPE_COUNT:
    case ACD_TYPE_MS:
    case ACD_TYPE_INT:
    case ACD_TYPE_TIME:
        msgpack_pack_int64(packer, *member_int(entity, field));
        break;
    case ACD_TYPE_UINT:
        msgpack_pack_uint64(packer, *member_uint(entity, field));
        break;
    case ACD_TYPE_FRACTION:
        msgpack_pack_double(packer, *member_fraction(entity, field));
        break;
    case ACD_TYPE_BOOL:
        (*member_bool(entity, field) ? msgpack_pack_true : msgpack_pack_false)(packer);
        break;
    case ACD_TYPE_NAME:
        pack_text(packer, acd_names_word(field->names, *member_name(entity, field)));
        break;
    case ACD_TYPE_MAP:
        pack_map(packer, field->shape, member_at(entity, field));
        break;
    case ACD_TYPE_PACKED:
        append(packer->data, (const char *)member_packed(entity, field)->at,
               member_packed(entity, field)->bytes);
        break;
    case ACD_TYPE_MAPS:
    case ACD_TYPE_IDS:
    case ACD_TYPE_COUNTS:
    case ACD_TYPE_MARKS:
        pack_list(packer, field, entity);
        break;
    }
}

static void pack_map(msgpack_packer *packer, const struct acd_shape *shape, const void *entity)
{
    uint64_t known = *member_known(entity) & shape_bits(shape);
    msgpack_pack_map(packer, (size_t)__builtin_popcountll(known));
    while (known) {
        const struct acd_field *field = &shape->fields[bit_take(&known)];
        msgpack_pack_str_with_body(packer, field->key, field->key_bytes);
        pack_value(packer, field, entity);
    }
}

void acd_pack(struct acd_buffer *buffer, const struct acd_shape *shape, const void *entity)
{
    msgpack_packer packer;
    msgpack_packer_init(&packer, buffer, append);
    pack_map(&packer, shape, entity);
}

void acd_pack_array(struct acd_buffer *buffer, uint32_t n)
{
    msgpack_packer packer;
    msgpack_packer_init(&packer, buffer, append);
    msgpack_pack_array(&packer, n);
}

void acd_pack_head(struct acd_buffer *buffer, const char *site, uint64_t inst, uint64_t n, int64_t t,
                   uint32_t n_items)
{
    msgpack_packer packer;
    msgpack_packer_init(&packer, buffer, append);
    msgpack_pack_map(&packer, 6);
    pack_text(&packer, "v");
    msgpack_pack_int(&packer, ACD_VERSION);
    pack_text(&packer, "site");
    pack_text(&packer, site);
    pack_text(&packer, "inst");
    msgpack_pack_uint64(&packer, inst);
    pack_text(&packer, "n");
    msgpack_pack_uint64(&packer, n);
    pack_text(&packer, "t");
    msgpack_pack_int64(&packer, t);
    pack_text(&packer, "items");
    msgpack_pack_array(&packer, n_items);
}
