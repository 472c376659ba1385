/* Any two frames: what is taken of them can be aged, copied, packed and read again as it was, and
 * the walk ends where msgpack-c's own does.  The first byte says how long the topic is. */
#include "acdfeed/wire.h"

#include <assert.h>
#include <msgpack.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes);

static unsigned char room[2][2 * ACD_SCRATCH_BYTES] __attribute__((aligned(8)));

static void check_again(const struct acd_shape *shape, void *entity)
{
    struct acd_scratch scratch = {.at = room[1], .bytes = sizeof(room[1])};
    struct acd_refusal refusal;
    struct acd_buffer buffer;
    acd_shape_age(shape, entity, 1000);
    acd_buffer_init(&buffer);
    acd_pack(&buffer, shape, entity);
    void *again = acd_unpack(shape, buffer.data, buffer.size, &scratch, &refusal);
    assert(again && acd_shape_equal(shape, entity, again));
    void *kept = acd_shape_keep(shape, entity, NULL);
    assert(acd_shape_equal(shape, kept, again));
    free(kept);
    acd_buffer_release(&buffer);
}

static void check_walk(const uint8_t *body, size_t bytes)
{
    size_t walked = acd_value_bytes(body, bytes, ACD_MAX_DEPTH), at = 0;
    if (!walked)
        return;
    msgpack_unpacked result;
    msgpack_unpacked_init(&result);
    assert(msgpack_unpack_next(&result, (const char *)body, bytes, &at) == MSGPACK_UNPACK_SUCCESS);
    assert(at == walked);
    msgpack_unpacked_destroy(&result);
}

static void check_control(const struct acd_shape *shape, const uint8_t *body, size_t bytes)
{
    struct acd_scratch scratch = {.at = room[0], .bytes = ACD_SCRATCH_BYTES};
    struct acd_refusal refusal;
    struct acd_message walk;
    void *control = acd_unpack(shape, body, bytes, &scratch, &refusal), *entity;
    if (!control)
        return;
    check_again(shape, control);
    if (shape != &acd_reply_shape || !acd_reply_items(control, ACD_KIND_QUEUE, &walk))
        return;
    while (acd_message_next(&walk, &scratch, &entity, &refusal) != ACD_NEXT_END)
        ;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    if (bytes < 1 || bytes - 1 < data[0])
        return 0;
    const uint8_t *topic = data + 1, *body = topic + data[0];
    size_t body_bytes = bytes - 1 - data[0];
    struct acd_scratch scratch = {.at = room[0], .bytes = ACD_SCRATCH_BYTES};
    struct acd_message message;
    struct acd_refusal refusal;
    void *entity;
    check_walk(body, body_bytes);
    check_control(&acd_request_shape, body, body_bytes);
    check_control(&acd_reply_shape, body, body_bytes);
    if (!acd_message_open(&message, topic, data[0], body, body_bytes, &refusal))
        return 0;
    for (enum acd_next next;
         (next = acd_message_next(&message, &scratch, &entity, &refusal)) != ACD_NEXT_END;) {
        if (next == ACD_NEXT_ITEM)
            check_again(acd_kind_shape(message.kind), entity);
    }
    return 0;
}
