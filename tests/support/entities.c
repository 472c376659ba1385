/* Makes up entities of any shape by walking its table.  Must never know what a field means. */
#include "tests/support/entities.h"

#include "feed/wire/members.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct acd_shape *const entity_shapes[] = {
    &acd_tally_shape,       &acd_target_shape,    &acd_call_shape,    &acd_measure_shape,
    &acd_plan_shape,        &acd_agent_counts_shape, &acd_queue_shape, &acd_agent_queue_shape,
    &acd_agent_day_shape,   &acd_sched_shape,     &acd_agent_shape,   &acd_mark_shape,
    &acd_site_shape,        &acd_event_shape,     &acd_args_shape,    &acd_request_shape,
    &acd_reply_shape,       NULL,
};

struct draw draw_begin(uint64_t seed)
{
    const char *more = getenv("ACD_SEED");
    return (struct draw){.state = seed + (more ? strtoull(more, NULL, 10) : 0)};
}

/* splitmix64 (Steele, Lea, Flood 2014). */
uint64_t draw_next(struct draw *draw)
{
    uint64_t z = draw->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

uint32_t draw_below(struct draw *draw, uint32_t below)
{
    return (uint32_t)(draw_next(draw) % below);
}

static void *take(struct acd_scratch *scratch, size_t bytes)
{
    void *room = acd_scratch_take(scratch, bytes);
    assert(room);
    return memset(room, 0, bytes);
}

static const char *draw_id(struct acd_scratch *scratch, struct draw *draw)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._:@+-";
    char id[ACD_MAX_ID_BYTES];
    size_t bytes = 1 + draw_below(draw, draw_below(draw, 8) ? 12 : ACD_MAX_ID_BYTES);
    for (size_t i = 0; i < bytes; i++)
        id[i] = letters[draw_below(draw, sizeof(letters) - 1)];
    const char *text = acd_scratch_text(scratch, id, bytes);
    assert(text);
    return text;
}

static const char *draw_text(struct acd_scratch *scratch, struct draw *draw, size_t most)
{
    static const char *const pieces[] = {"a",  "Zoë", "客服", "Ωδή", "\"",  "\\", "\x1b[2J", "\n",
                                         " ",  "7",   "\xf0\x9f\x98\x80", "\x7f", "\xc2\x9b", "/"};
    char text[ACD_MAX_TEXT_BYTES];
    size_t bytes = 0, wanted = draw_below(draw, draw_below(draw, 8) ? 20 : (uint32_t)most + 1);
    for (;;) {
        const char *piece = pieces[draw_below(draw, ACD_COUNT_OF(pieces))];
        if (bytes + strlen(piece) > wanted)
            break;
        memcpy(text + bytes, piece, strlen(piece));
        bytes += strlen(piece);
    }
    const char *copy = acd_scratch_text(scratch, text, bytes);
    assert(copy);
    return copy;
}

/* Numbers of every length. */
static uint64_t draw_wide(struct draw *draw)
{
    return draw_next(draw) >> draw_below(draw, 64);
}

static int64_t draw_number(struct draw *draw)
{
    return (int64_t)(draw_wide(draw) % (uint64_t)(ACD_MAX_NUMBER + 1));
}

/* Its topic is of its own, since a map has each key once. */
static struct acd_mark draw_mark(uint32_t i, struct acd_scratch *scratch, struct draw *draw)
{
    char topic[ACD_MAX_TOPIC_BYTES];
    int n = snprintf(topic, sizeof(topic), "queue/%u/%s", i, draw_text(scratch, draw, 200));
    struct acd_mark mark = {.known = ACD_BIT(ACD_MARK_TOPIC) | ACD_BIT(ACD_MARK_N)};
    mark.topic = acd_scratch_text(scratch, topic, (size_t)n);
    mark.n = draw_wide(draw);
    assert(mark.topic);
    return mark;
}

static void draw_list(const struct acd_field *field, void *entity, struct acd_scratch *scratch,
                      struct draw *draw, enum entity_fill fill)
{
    uint32_t most = field->most < 12 ? field->most : 12;
    uint32_t n = fill == ENTITY_FULL ? 3 : draw_below(draw, most + 1);
    unsigned char *elements = take(scratch, n * element_bytes(field));
    *member_list(entity, field) = elements;
    *member_count(entity, field) = n;
    for (uint32_t i = 0; i < n; i++) {
        if (field->type == ACD_TYPE_IDS) {
            ((const char **)elements)[i] = draw_id(scratch, draw);
        } else if (field->type == ACD_TYPE_COUNTS) {
            ((int64_t *)elements)[i] = draw_number(draw);
        } else if (field->type == ACD_TYPE_MARKS) {
            ((struct acd_mark *)elements)[i] = draw_mark(i, scratch, draw);
        } else {
            const void *made = entity_draw(field->shape, scratch, draw, fill);
            memcpy(elements + i * field->shape->bytes, made, field->shape->bytes);
        }
    }
}

/* A page of queues. */
static void draw_packed(struct acd_packed *packed, struct acd_scratch *scratch, struct draw *draw)
{
    struct acd_buffer buffer;
    acd_buffer_init(&buffer);
    acd_pack_array(&buffer, 2);
    for (int i = 0; i < 2; i++)
        acd_pack(&buffer, &acd_queue_shape, entity_draw(&acd_queue_shape, scratch, draw, ENTITY_SOME));
    packed->at = memcpy(take(scratch, buffer.size), buffer.data, buffer.size);
    packed->bytes = (uint32_t)buffer.size;
    acd_buffer_release(&buffer);
}

static void draw_field(const struct acd_field *field, void *entity, struct acd_scratch *scratch,
                       struct draw *draw, enum entity_fill fill)
{
    const void *made;
    switch (field->type) {
    case ACD_TYPE_ID:
        *member_text(entity, field) = draw_id(scratch, draw);
        break;
    case ACD_TYPE_TEXT:
        *member_text(entity, field) = draw_text(scratch, draw, field->most);
        break;
    case ACD_TYPE_COUNT:
    case ACD_TYPE_MS:
        *member_int(entity, field) = draw_number(draw);
        break;
    case ACD_TYPE_INT:
    case ACD_TYPE_TIME:
        *member_int(entity, field) = (int64_t)(draw_wide(draw) * (draw_below(draw, 2) ? 1 : -1));
        break;
    case ACD_TYPE_UINT:
        *member_uint(entity, field) = draw_wide(draw);
        break;
    case ACD_TYPE_FRACTION:
        *member_fraction(entity, field) =
            draw_below(draw, 4) ? draw_below(draw, 101) / 100.0 : draw_next(draw) / 0x1p64;
        break;
    case ACD_TYPE_BOOL:
        *member_bool(entity, field) = draw_below(draw, 2);
        break;
    case ACD_TYPE_NAME:
        *member_name(entity, field) = (int)draw_below(draw, (uint32_t)field->names->n);
        break;
    case ACD_TYPE_MAP:
        made = entity_draw(field->shape, scratch, draw, fill);
        memcpy(member_at(entity, field), made, field->shape->bytes);
        break;
    case ACD_TYPE_MAPS:
    case ACD_TYPE_IDS:
    case ACD_TYPE_COUNTS:
    case ACD_TYPE_MARKS:
        draw_list(field, entity, scratch, draw, fill);
        break;
    case ACD_TYPE_PACKED:
        draw_packed(member_packed(entity, field), scratch, draw);
        break;
    }
}

void *entity_draw(const struct acd_shape *shape, struct acd_scratch *scratch, struct draw *draw,
                  enum entity_fill fill)
{
    unsigned char *entity = take(scratch, shape->bytes);
    for (int i = 0; i < shape->n_fields; i++) {
        if (fill == ENTITY_SOME && i != shape->key_field && draw_below(draw, 2))
            continue;
        draw_field(&shape->fields[i], entity, scratch, draw, fill);
        *member_known(entity) |= ACD_BIT(i);
    }
    return entity;
}
