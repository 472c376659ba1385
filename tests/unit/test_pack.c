/* What is packed is read back the same: whole entities of every shape, messages, pages, requests. */
#include "tests/support/cases.h"

#include "tests/support/entities.h"

#include <msgpack.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 4 << 20 };

struct room {
    struct acd_scratch made, read;
    struct acd_buffer buffer;
};

static int set_up(void **state)
{
    struct room *room = calloc(1, sizeof(*room));
    room->made = (struct acd_scratch){.at = malloc(ROOM), .bytes = ROOM};
    room->read = (struct acd_scratch){.at = malloc(ACD_SCRATCH_BYTES), .bytes = ACD_SCRATCH_BYTES};
    acd_buffer_init(&room->buffer);
    *state = room;
    return 0;
}

static int tear_down(void **state)
{
    struct room *room = *state;
    free(room->made.at);
    free(room->read.at);
    acd_buffer_release(&room->buffer);
    free(room);
    return 0;
}

static void check_round_trip(struct room *room, const struct acd_shape *shape, const void *entity)
{
    struct acd_refusal refusal;
    acd_buffer_clear(&room->buffer);
    acd_pack(&room->buffer, shape, entity);
    room->read.used = 0;
    void *read = acd_unpack(shape, room->buffer.data, room->buffer.size, &room->read, &refusal);
    if (!read) {
        char words[200];
        acd_refusal_say(&refusal, words, sizeof(words));
        fail_msg("%s", words);
    }
    assert_true(acd_shape_equal(shape, entity, read));
}

static void test_every_shape_full(void **state)
{
    struct room *room = *state;
    struct draw draw = draw_begin(10);
    for (int s = 0; entity_shapes[s]; s++) {
        room->made.used = 0;
        check_round_trip(room, entity_shapes[s],
                         entity_draw(entity_shapes[s], &room->made, &draw, ENTITY_FULL));
    }
}

static void test_drawn_entities(void **state)
{
    struct room *room = *state;
    struct draw draw = draw_begin(11);
    for (int round = 0; round < 300; round++) {
        for (int s = 0; entity_shapes[s]; s++) {
            room->made.used = 0;
            check_round_trip(room, entity_shapes[s],
                             entity_draw(entity_shapes[s], &room->made, &draw, ENTITY_SOME));
        }
    }
}

/* msgpack-c's own reader takes what we pack, to the last byte. */
static void test_the_library_reads_it(void **state)
{
    struct room *room = *state;
    struct draw draw = draw_begin(12);
    for (int round = 0; round < 200; round++) {
        for (int s = 0; entity_shapes[s]; s++) {
            room->made.used = 0;
            acd_buffer_clear(&room->buffer);
            acd_pack(&room->buffer, entity_shapes[s],
                     entity_draw(entity_shapes[s], &room->made, &draw, ENTITY_SOME));
            msgpack_unpacked result;
            msgpack_unpacked_init(&result);
            size_t at = 0;
            assert_int_equal(msgpack_unpack_next(&result, room->buffer.data, room->buffer.size, &at),
                             MSGPACK_UNPACK_SUCCESS);
            assert_int_equal(at, room->buffer.size);
            assert_int_equal(result.data.type, MSGPACK_OBJECT_MAP);
            msgpack_unpacked_destroy(&result);
        }
    }
}

static void test_message(void **state)
{
    struct room *room = *state;
    struct draw draw = draw_begin(13);
    for (int kind = 0; kind < ACD_KINDS; kind++) {
        const struct acd_shape *shape = acd_kind_shape((enum acd_kind)kind);
        char topic[64];
        int topic_bytes = snprintf(topic, sizeof(topic), "%s/berlin/x", acd_kind_names.names[kind]);
        room->made.used = 0;
        acd_buffer_clear(&room->buffer);
        acd_pack_head(&room->buffer, "berlin", UINT64_MAX, 7, -5, 20);
        void *told[20];
        for (int i = 0; i < 20; i++) {
            told[i] = entity_draw(shape, &room->made, &draw, ENTITY_SOME);
            acd_pack(&room->buffer, shape, told[i]);
        }
        struct acd_message message;
        struct acd_refusal refusal;
        void *read;
        assert_true(acd_message_open(&message, topic, (size_t)topic_bytes, room->buffer.data,
                                     room->buffer.size, &refusal));
        assert_int_equal(message.kind, kind);
        assert_true(message.inst == UINT64_MAX && message.n == 7 && message.t == -5);
        assert_int_equal(message.n_items, 20);
        assert_int_equal(message.site_bytes, 6);
        assert_memory_equal(message.site, "berlin", 6);
        for (int i = 0; i < 20; i++) {
            assert_int_equal(acd_message_next(&message, &room->read, &read, &refusal), ACD_NEXT_ITEM);
            assert_true(acd_shape_equal(shape, told[i], read));
        }
        assert_int_equal(acd_message_next(&message, &room->read, &read, &refusal), ACD_NEXT_END);
        assert_int_equal(acd_message_next(&message, &room->read, &read, &refusal), ACD_NEXT_END);
    }
}

static void test_page_of_a_snapshot(void **state)
{
    struct room *room = *state;
    struct acd_agent agents[3] = {{.id = "a1"}, {.id = "a2"}, {.id = "a3"}};
    struct acd_buffer items;
    acd_buffer_init(&items);
    acd_pack_array(&items, 3);
    for (int i = 0; i < 3; i++) {
        ACD_KNOW(&agents[i], ACD_AGENT_ID);
        acd_pack(&items, &acd_agent_shape, &agents[i]);
    }
    struct acd_reply reply = {.known = ACD_BIT(ACD_REPLY_ID) | ACD_BIT(ACD_REPLY_ITEMS), .id = "r"};
    reply.items = (struct acd_packed){.at = (unsigned char *)items.data, .bytes = (uint32_t)items.size};
    acd_pack(&room->buffer, &acd_reply_shape, &reply);
    acd_buffer_release(&items);

    struct acd_refusal refusal;
    struct acd_reply *read = acd_unpack(&acd_reply_shape, room->buffer.data, room->buffer.size,
                                        &room->read, &refusal);
    assert_non_null(read);
    struct acd_message walk;
    assert_true(acd_reply_items(read, ACD_KIND_AGENT, &walk));
    assert_int_equal(walk.n_items, 3);
    void *entity;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(acd_message_next(&walk, &room->made, &entity, &refusal), ACD_NEXT_ITEM);
        assert_string_equal(((struct acd_agent *)entity)->id, agents[i].id);
    }
    assert_int_equal(acd_message_next(&walk, &room->made, &entity, &refusal), ACD_NEXT_END);
    read->known = 0;
    assert_false(acd_reply_items(read, ACD_KIND_AGENT, &walk));
}

static void test_what_is_unknown_is_not_sent(void **state)
{
    struct room *room = *state;
    struct acd_queue queue = {.known = ACD_BIT(ACD_QUEUE_ID), .id = "q", .waiting = 7};
    acd_pack(&room->buffer, &acd_queue_shape, &queue);
    assert_int_equal(room->buffer.size, 6);
    assert_memory_equal(room->buffer.data, "\x81\xa2id\xa1q", 6);
}

int main(void)
{
#define WITH_ROOM(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_ROOM(test_every_shape_full),
        WITH_ROOM(test_drawn_entities),
        WITH_ROOM(test_the_library_reads_it),
        WITH_ROOM(test_message),
        WITH_ROOM(test_page_of_a_snapshot),
        WITH_ROOM(test_what_is_unknown_is_not_sent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
