/* The field tables, and what walks them: copies, ages, comparison; ids and UTF-8. */
#include "tests/support/cases.h"

#include "tests/support/entities.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 4 << 20 };

struct room {
    struct acd_scratch scratch, other;
};

static int set_up(void **state)
{
    struct room *room = calloc(1, sizeof(*room));
    room->scratch = (struct acd_scratch){.at = malloc(ROOM), .bytes = ROOM};
    room->other = (struct acd_scratch){.at = malloc(ROOM), .bytes = ROOM};
    *state = room;
    return 0;
}

static int tear_down(void **state)
{
    struct room *room = *state;
    free(room->scratch.at);
    free(room->other.at);
    free(room);
    return 0;
}

static bool holds(const struct acd_field *field)
{
    switch (field->type) {
    case ACD_TYPE_ID:
    case ACD_TYPE_TEXT:
    case ACD_TYPE_MAPS:
    case ACD_TYPE_IDS:
    case ACD_TYPE_COUNTS:
    case ACD_TYPE_MARKS:
    case ACD_TYPE_PACKED:
        return true;
    case ACD_TYPE_MAP:
        return field->shape->held != 0;
    default:
        return false;
    }
}

static bool ages(const struct acd_field *field)
{
    if (field->type == ACD_TYPE_MAP || field->type == ACD_TYPE_MAPS)
        return field->shape->ageing != 0;
    return field->ageing != ACD_STANDS;
}

static void test_tables_are_whole(void **state)
{
    (void)state;
    for (int s = 0; entity_shapes[s]; s++) {
        const struct acd_shape *shape = entity_shapes[s];
        uint64_t held = 0, ageing = 0;
        for (int i = 0; i < shape->n_fields; i++) {
            const struct acd_field *field = &shape->fields[i];
            assert_non_null(field->key);
            assert_int_equal(field->key_bytes, strlen(field->key));
            assert_string_equal(field->padded, field->key);
            assert_ptr_equal(acd_shape_field(shape, field->key, field->key_bytes), field);
            assert_true(field->offset >= sizeof(uint64_t) && field->offset < shape->bytes);
            assert_true(i == 0 || field->offset != shape->fields[i - 1].offset);
            assert_int_equal(field->type == ACD_TYPE_NAME, field->names != NULL);
            assert_int_equal(field->type == ACD_TYPE_MAP || field->type == ACD_TYPE_MAPS,
                             field->shape != NULL);
            held |= holds(field) ? ACD_BIT(i) : 0;
            ageing |= ages(field) ? ACD_BIT(i) : 0;
        }
        assert_int_equal(shape->held, held);
        assert_int_equal(shape->ageing, ageing);
        assert_null(acd_shape_field(shape, "nonesuch", 8));
        assert_null(acd_shape_field(shape, "", 0));
    }
    for (int kind = 0; kind < ACD_KINDS; kind++)
        assert_string_equal(acd_kind_shape((enum acd_kind)kind)->name, acd_kind_names.names[kind]);
}

/* Every key of the tables is told of in the contract's own text. */
static void test_the_contract_names_every_key(void **state)
{
    (void)state;
    enum { MOST = 1 << 20 };
    char path[4096];
    const char *source = getenv("ACD_SOURCE");
    snprintf(path, sizeof(path), "%s/feed/PROTOCOL.md", source ? source : ".");
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char *text = calloc(1, MOST);
    assert_true(fread(text, 1, MOST - 1, file) > 1000);
    fclose(file);
    for (int s = 0; entity_shapes[s]; s++) {
        if (entity_shapes[s] == &acd_mark_shape) /* on the wire a map, without keys of its own */
            continue;
        for (int i = 0; i < entity_shapes[s]->n_fields; i++) {
            if (!strstr(text, entity_shapes[s]->fields[i].key))
                fail_msg("%s: %s", entity_shapes[s]->name, entity_shapes[s]->fields[i].key);
        }
    }
    free(text);
}

/* A copy is equal, and stays so when what it was made from is overwritten. */
static void test_copy_owns_everything(void **state)
{
    struct room *room = *state;
    struct draw draw = draw_begin(1);
    for (int round = 0; round < 40; round++) {
        for (int s = 0; entity_shapes[s]; s++) {
            const struct acd_shape *shape = entity_shapes[s];
            uint64_t seed = draw.state;
            room->scratch.used = room->other.used = 0;
            void *entity = entity_draw(shape, &room->scratch, &draw, round % 2 ? ENTITY_SOME : ENTITY_FULL);
            void *copy = acd_shape_copy(shape, entity, &room->other);
            void *kept = acd_shape_keep(shape, entity, NULL);
            assert_true(acd_shape_equal(shape, entity, copy));
            memset(room->scratch.at, 0xa5, room->scratch.used);
            room->scratch.used = 0;
            draw.state = seed;
            entity = entity_draw(shape, &room->scratch, &draw, round % 2 ? ENTITY_SOME : ENTITY_FULL);
            assert_true(acd_shape_equal(shape, entity, copy));
            assert_true(acd_shape_equal(shape, entity, kept));
            free(kept);
        }
    }
}

static void test_copy_into_too_little_room(void **state)
{
    struct room *room = *state;
    struct draw draw = draw_begin(2);
    void *entity = entity_draw(&acd_queue_shape, &room->scratch, &draw, ENTITY_FULL);
    assert_non_null(acd_shape_copy(&acd_queue_shape, entity, &room->other));
    size_t needed = room->other.used;
    for (size_t bytes = 0; bytes < needed; bytes++) {
        struct acd_scratch little = {.at = room->other.at, .bytes = bytes};
        assert_null(acd_shape_copy(&acd_queue_shape, entity, &little));
        assert_true(little.used <= bytes);
    }
}

/* One block serves for entities that grow and shrink. */
static void test_keep_reuses_its_block(void **state)
{
    struct room *room = *state;
    struct draw draw = draw_begin(3);
    void *kept = NULL;
    int same = 0;
    for (int i = 0; i < 2000; i++) {
        room->scratch.used = 0;
        void *entity = entity_draw(&acd_queue_shape, &room->scratch, &draw, ENTITY_SOME);
        uintptr_t before = (uintptr_t)kept;
        kept = acd_shape_keep(&acd_queue_shape, entity, kept);
        same += (uintptr_t)kept == before;
        assert_true(acd_shape_equal(&acd_queue_shape, entity, kept));
    }
    assert_true(same > 1900);
    free(kept);
}

static void test_copy_forgets_what_is_unknown(void **state)
{
    struct room *room = *state;
    char name[] = "borrowed";
    struct acd_queue queue = {.known = ACD_BIT(ACD_QUEUE_ID), .id = "q", .name = name};
    queue.plan.n_offered = 3;
    struct acd_queue *copy = acd_shape_copy(&acd_queue_shape, &queue, &room->scratch);
    assert_null(copy->name);
    assert_int_equal(copy->plan.n_offered, 0);
}

static void test_ages(void **state)
{
    (void)state;
    struct acd_call calls[] = {{.known = ACD_BIT(ACD_CALL_WAIT), .wait_ms = 1000},
                               {.known = ACD_BIT(ACD_CALL_ID), .id = "c"}};
    struct acd_measure measures[] = {
        {.known = ACD_BIT(ACD_MEASURE_SINCE) | ACD_BIT(ACD_MEASURE_LEFT), .since_ms = 5, .left_ms = 400}};
    struct acd_queue queue = {.oldest_ms = INT64_MAX - 1, .calls = calls, .n_calls = 2,
                              .measures = measures, .n_measures = 1};
    queue.known = ACD_BIT(ACD_QUEUE_OLDEST) | ACD_BIT(ACD_QUEUE_CALLS) | ACD_BIT(ACD_QUEUE_MEASURES) |
                  ACD_BIT(ACD_QUEUE_WINDOW);
    queue.window.known = ACD_BIT(ACD_TALLY_WAIT);
    acd_shape_age(&acd_queue_shape, &queue, 500);
    assert_int_equal(queue.oldest_ms, INT64_MAX);
    assert_int_equal(calls[0].wait_ms, 1500);
    assert_int_equal(calls[1].wait_ms, 0);
    assert_int_equal(measures[0].since_ms, 505);
    assert_int_equal(measures[0].left_ms, 0);
    assert_int_equal(queue.window.wait_ms, 0);

    struct acd_agent agent = {.known = ACD_BIT(ACD_AGENT_STATE_MS) | ACD_BIT(ACD_AGENT_SCHED)};
    agent.sched = (struct acd_sched){.known = ACD_BIT(ACD_SCHED_LEFT) | ACD_BIT(ACD_SCHED_SCHEDULED),
                                     .left_ms = 800, .scheduled_ms = 7};
    acd_shape_age(&acd_agent_shape, &agent, 500);
    assert_int_equal(agent.state_ms, 500);
    assert_int_equal(agent.sched.left_ms, 300);
    assert_int_equal(agent.sched.scheduled_ms, 7);
    agent.known = 0;
    acd_shape_age(&acd_agent_shape, &agent, 500);
    assert_int_equal(agent.state_ms, 500);
}

static void test_what_goes_on_tells_nothing_new(void **state)
{
    (void)state;
    struct acd_call before = {.known = ACD_BIT(ACD_CALL_WAIT), .wait_ms = 1000}, after = before;
    struct acd_queue a = {.oldest_ms = 4000, .waiting = 3, .calls = &before, .n_calls = 1}, b;
    a.known = ACD_BIT(ACD_QUEUE_OLDEST) | ACD_BIT(ACD_QUEUE_WAITING) | ACD_BIT(ACD_QUEUE_CALLS) |
              ACD_BIT(ACD_QUEUE_WINDOW);
    a.window.known = ACD_BIT(ACD_TALLY_WAIT);
    b = a;
    b.calls = &after;
    assert_true(acd_shape_goes_on(&acd_queue_shape, &a, &b, 0, 0));
    assert_false(acd_shape_goes_on(&acd_queue_shape, &a, &b, 1000, 200));
    b.oldest_ms = 5100;
    assert_false(acd_shape_goes_on(&acd_queue_shape, &a, &b, 1000, 200)); /* the call has not aged */
    after.wait_ms = 1900;
    assert_true(acd_shape_goes_on(&acd_queue_shape, &a, &b, 1000, 200));
    assert_false(acd_shape_goes_on(&acd_queue_shape, &a, &b, 1000, 99));
    b.waiting = 4;
    assert_false(acd_shape_goes_on(&acd_queue_shape, &a, &b, 1000, 200));
    b.waiting = 3;
    b.window.wait_ms = 1;
    assert_false(acd_shape_goes_on(&acd_queue_shape, &a, &b, 1000, 200)); /* a sum is no age */

    struct acd_measure left = {.known = ACD_BIT(ACD_MEASURE_LEFT), .left_ms = 700}, none = left;
    none.left_ms = 0;
    assert_true(acd_shape_goes_on(&acd_measure_shape, &left, &none, INT64_MAX, 0));
    left.left_ms = 1000;
    assert_false(acd_shape_goes_on(&acd_measure_shape, &left, &none, 700, 200));
    none.known = 0;
    assert_false(acd_shape_goes_on(&acd_measure_shape, &left, &none, INT64_MAX, 0));
}

/* Any one field told otherwise makes a difference. */
static void test_equal_sees_each_field(void **state)
{
    struct room *room = *state;
    struct draw draw = draw_begin(4);
    for (int s = 0; entity_shapes[s]; s++) {
        const struct acd_shape *shape = entity_shapes[s];
        room->scratch.used = room->other.used = 0;
        void *entity = entity_draw(shape, &room->scratch, &draw, ENTITY_FULL);
        unsigned char *copy = acd_shape_copy(shape, entity, &room->other);
        for (int i = 0; i < shape->n_fields; i++) {
            *(uint64_t *)copy ^= ACD_BIT(i);
            assert_false(acd_shape_equal(shape, entity, copy));
            *(uint64_t *)copy ^= ACD_BIT(i);
            const struct acd_field *field = &shape->fields[i];
            if (field->count_offset) {
                --*(uint32_t *)(copy + field->count_offset);
                assert_false(acd_shape_equal(shape, entity, copy));
                ++*(uint32_t *)(copy + field->count_offset);
            } else if (!holds(field)) {
                copy[field->offset] ^= 1;
                /* Within a map the first byte is of its bits. */
                assert_false(acd_shape_equal(shape, entity, copy));
                copy[field->offset] ^= 1;
            }
        }
        assert_true(acd_shape_equal(shape, entity, copy));
    }
}

static void test_scratch(void **state)
{
    (void)state;
    _Alignas(8) unsigned char bytes[64];
    struct acd_scratch scratch = {.at = bytes, .bytes = sizeof(bytes)};
    char longer[sizeof(bytes)];
    memset(longer, 'x', sizeof(longer));
    assert_string_equal(acd_scratch_text(&scratch, "abc", 3), "abc");
    assert_int_equal((uintptr_t)acd_scratch_take(&scratch, 8) % 8, 0);
    assert_string_equal(acd_scratch_text(&scratch, "a\0b", 3), "a\xef\xbf\xbd" "b");
    size_t used = scratch.used;
    assert_null(acd_scratch_take(&scratch, 64));
    assert_null(acd_scratch_take(&scratch, SIZE_MAX));
    assert_null(acd_scratch_text(&scratch, longer, sizeof(longer)));
    assert_int_equal(scratch.used, used);
    assert_string_equal(acd_scratch_text(&scratch, "", 0), "");
    while (acd_scratch_text(&scratch, "", 0))
        ;
    assert_int_equal(scratch.used, sizeof(bytes));
}

static void test_ids(void **state)
{
    (void)state;
    char id[ACD_MAX_ID_BYTES + 1];
    memset(id, 'x', sizeof(id));
    assert_true(acd_id_valid(id, ACD_MAX_ID_BYTES));
    assert_false(acd_id_valid(id, ACD_MAX_ID_BYTES + 1));
    assert_false(acd_id_valid(id, 0));
    for (int c = 0; c < 256; c++) {
        char one = (char)c;
        bool allowed = c && c < 128 &&
                       strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:@+-", c);
        assert_int_equal(acd_id_valid(&one, 1), allowed);
    }
}

static void test_utf8(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool valid;
    } cases[] = {
        {"", true}, {"plain ascii, longer than eight bytes", true}, {"Zo\xc3\xab", true},
        {"\xe5\xae\xa2\xe6\x9c\x8d", true}, {"\xf0\x9f\x98\x80", true}, {"\xf4\x8f\xbf\xbf", true},
        {"\xef\xbf\xbf", true}, {"\x80", false}, {"\xc3", false}, {"\xc3(", false},
        {"\xc0\x80", false}, {"\xc1\xbf", false}, {"\xe0\x9f\xbf", false}, {"\xed\xa0\x80", false},
        {"\xed\xbf\xbf", false}, {"\xee\x80\x80", true}, {"\xf0\x8f\xbf\xbf", false},
        {"\xf4\x90\x80\x80", false}, {"\xf5\x80\x80\x80", false}, {"\xff", false},
        {"12345678\xff", false}, {"1234567\xc3\xab" "9", true}, {"\xe5\xae", false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(acd_utf8_valid(cases[i].text, strlen(cases[i].text)), cases[i].valid);
    assert_true(acd_utf8_valid("a\0b", 3));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables_are_whole),
        cmocka_unit_test(test_the_contract_names_every_key),
        cmocka_unit_test_setup_teardown(test_copy_owns_everything, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_copy_into_too_little_room, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_keep_reuses_its_block, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_copy_forgets_what_is_unknown, set_up, tear_down),
        cmocka_unit_test(test_ages),
        cmocka_unit_test(test_what_goes_on_tells_nothing_new),
        cmocka_unit_test_setup_teardown(test_equal_sees_each_field, set_up, tear_down),
        cmocka_unit_test(test_scratch),
        cmocka_unit_test(test_ids),
        cmocka_unit_test(test_utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
