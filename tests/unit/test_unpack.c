/* What the wire refuses and what it bears: tables of bytes, every truncation, every corruption, the
 * walk against msgpack-c's own. */
#include "tests/support/cases.h"

#include "tests/support/entities.h"

#include <msgpack.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 4 << 20 };

struct room {
    struct acd_scratch made, read;
};

static int set_up(void **state)
{
    struct room *room = calloc(1, sizeof(*room));
    room->made = (struct acd_scratch){.at = malloc(ROOM), .bytes = ROOM};
    room->read = (struct acd_scratch){.at = malloc(ACD_SCRATCH_BYTES), .bytes = ACD_SCRATCH_BYTES};
    *state = room;
    return 0;
}

static int tear_down(void **state)
{
    struct room *room = *state;
    free(room->made.at);
    free(room->read.at);
    free(room);
    return 0;
}

/* Bytes in a block of their own size, so that a read past them is seen under ASan. */
static void *exact(const void *bytes, size_t n)
{
    void *copy = malloc(n ? n : 1);
    if (n)
        memcpy(copy, bytes, n);
    return copy;
}

#define BYTES(literal) literal, sizeof(literal) - 1
#define TEN "0123456789"
#define SIXTY TEN TEN TEN TEN TEN TEN

struct item_case {
    const struct acd_shape *shape;
    const char *bytes;
    size_t n;
    enum acd_refusal_why why;
    const char *in, *key; /* shape and key of the refusal */
};

#define Q &acd_queue_shape
static const struct item_case item_cases[] = {
    {Q, BYTES("\x81\xa2id\xa1q"), ACD_REFUSAL_NONE, NULL, NULL},
    {Q, BYTES(""), ACD_REFUSAL_BROKEN, "queue", NULL},
    {Q, BYTES("\x81\xa2id\xa1q\xc0"), ACD_REFUSAL_BROKEN, "queue", NULL},
    {Q, BYTES("\xc1"), ACD_REFUSAL_NOT_A_MAP, "queue", NULL},
    {Q, BYTES("\x90"), ACD_REFUSAL_NOT_A_MAP, "queue", NULL},
    {Q, BYTES("\x80"), ACD_REFUSAL_MISSING_ID, "queue", NULL},
    {Q, BYTES("\x81\x01\x02"), ACD_REFUSAL_BAD_KEY, "queue", NULL},
    {Q, BYTES("\x81\xc4\x02id\xa1q"), ACD_REFUSAL_BAD_KEY, "queue", NULL},
    {Q, BYTES("\x82\xa2id\xa1q\xa2id\xa1q"), ACD_REFUSAL_DUPLICATE_KEY, "queue", "id"},
    {Q, BYTES("\x83\xa2id\xa1q\xa5media\xa3" "fax\xa5media\xa5voice"), ACD_REFUSAL_DUPLICATE_KEY, "queue", "media"},
    /* ids */
    {Q, BYTES("\x81\xa2id\xa0"), ACD_REFUSAL_BAD_ID, "queue", "id"},
    {Q, BYTES("\x81\xa2id\xa3" "a b"), ACD_REFUSAL_BAD_ID, "queue", "id"},
    {Q, BYTES("\x81\xa2id\xa2\xc3\xab"), ACD_REFUSAL_BAD_ID, "queue", "id"},
    {Q, BYTES("\x81\xa2id\xd9\x40" SIXTY "0123"), ACD_REFUSAL_NONE, NULL, NULL},
    {Q, BYTES("\x81\xa2id\xd9\x41" SIXTY "01234"), ACD_REFUSAL_BAD_ID, "queue", "id"},
    {Q, BYTES("\x81\xa2id\x07"), ACD_REFUSAL_WRONG_TYPE, "queue", "id"},
    {Q, BYTES("\x81\xa2id\xc4\x01q"), ACD_REFUSAL_WRONG_TYPE, "queue", "id"},
    {Q, BYTES("\x81\xa2id\xc0"), ACD_REFUSAL_WRONG_TYPE, "queue", "id"},
    {Q, BYTES("\x81\xa2id\xda\x00\x01q"), ACD_REFUSAL_NONE, NULL, NULL},
    {Q, BYTES("\x81\xa2id\xdb\x00\x00\x00\x01q"), ACD_REFUSAL_NONE, NULL, NULL},
    {Q, BYTES("\x81\xda\x00\x02id\xa1q"), ACD_REFUSAL_NONE, NULL, NULL},
    {Q, BYTES("\xde\x00\x01\xa2id\xa1q"), ACD_REFUSAL_NONE, NULL, NULL},
    {Q, BYTES("\xdf\x00\x00\x00\x01\xa2id\xa1q"), ACD_REFUSAL_NONE, NULL, NULL},
    /* claims */
    {Q, BYTES("\xdf\xff\xff\xff\xff\xa2id\xa1q"), ACD_REFUSAL_BROKEN, "queue", NULL},
    {Q, BYTES("\x82\xa2id\xa1q"), ACD_REFUSAL_BROKEN, "queue", NULL},
    {Q, BYTES("\x82\xa2id\xa1q\xa7" "choices\xdd\xff\xff\xff\xff"), ACD_REFUSAL_BROKEN, "queue", "choices"},
    {Q, BYTES("\x82\xa2id\xa1q\xa4name\xdb\xff\xff\xff\xff"), ACD_REFUSAL_BROKEN, "queue", "name"},
    {Q, BYTES("\x82\xa2id\xa1q\xa3xyz\xdd\xff\xff\xff\xff"), ACD_REFUSAL_BROKEN, "queue", NULL},
    {Q, BYTES("\x82\xa2id\xa1q\xa3xyz\xc6\xff\xff\xff\xff"), ACD_REFUSAL_BROKEN, "queue", NULL},
    {Q, BYTES("\x82\xa2id\xa1q\xa3xyz\xc1"), ACD_REFUSAL_BROKEN, "queue", NULL},
    /* counts */
    {Q, BYTES("\x82\xa2id\xa1q\xa7waiting\xff"), ACD_REFUSAL_OUT_OF_RANGE, "queue", "waiting"},
    {Q, BYTES("\x82\xa2id\xa1q\xa7waiting\xd0\x80"), ACD_REFUSAL_OUT_OF_RANGE, "queue", "waiting"},
    {Q, BYTES("\x82\xa2id\xa1q\xa7waiting\xd3\xff\xff\xff\xff\xff\xff\xff\xff"), ACD_REFUSAL_OUT_OF_RANGE, "queue", "waiting"},
    {Q, BYTES("\x82\xa2id\xa1q\xa7waiting\xcf\x80\0\0\0\0\0\0\0"), ACD_REFUSAL_OUT_OF_RANGE, "queue", "waiting"},
    {Q, BYTES("\x82\xa2id\xa1q\xa7waiting\xcf\x7f\xff\xff\xff\xff\xff\xff\xff"), ACD_REFUSAL_OUT_OF_RANGE, "queue", "waiting"},
    {Q, BYTES("\x82\xa2id\xa1q\xa7waiting\xcf\x00\x03\x8d\x7e\xa4\xc6\x80\x01"), ACD_REFUSAL_OUT_OF_RANGE, "queue", "waiting"},
    {Q, BYTES("\x82\xa2id\xa1q\xa7waiting\xcf\x00\x03\x8d\x7e\xa4\xc6\x80\x00"), ACD_REFUSAL_NONE, NULL, NULL},
    {Q, BYTES("\x82\xa2id\xa1q\xa7waiting\xcb\x40\x1c\0\0\0\0\0\0"), ACD_REFUSAL_WRONG_TYPE, "queue", "waiting"},
    {Q, BYTES("\x82\xa2id\xa1q\xa7waiting\xa1" "7"), ACD_REFUSAL_WRONG_TYPE, "queue", "waiting"},
    {Q, BYTES("\x82\xa2id\xa1q\xa7waiting\xc3"), ACD_REFUSAL_WRONG_TYPE, "queue", "waiting"},
    {Q, BYTES("\x82\xa2id\xa1q\xa7waiting\xc0"), ACD_REFUSAL_WRONG_TYPE, "queue", "waiting"},
    {Q, BYTES("\x82\xa2id\xa1q\xa4open\x01"), ACD_REFUSAL_WRONG_TYPE, "queue", "open"},
    {Q, BYTES("\x82\xa2id\xa1q\xa5media\x01"), ACD_REFUSAL_WRONG_TYPE, "queue", "media"},
    {Q, BYTES("\x82\xa2id\xa1q\xa5media\xa3" "fax"), ACD_REFUSAL_NONE, NULL, NULL},
    /* inside */
    {Q, BYTES("\x82\xa2id\xa1q\xa6window\x81\xa7offered\xff"), ACD_REFUSAL_OUT_OF_RANGE, "tally", "offered"},
    {Q, BYTES("\x82\xa2id\xa1q\xa6window\x90"), ACD_REFUSAL_NOT_A_MAP, "tally", NULL},
    {Q, BYTES("\x82\xa2id\xa1q\xa6" "agents\x81\xa7talking\xff"), ACD_REFUSAL_OUT_OF_RANGE, "agents", "talking"},
    {Q, BYTES("\x82\xa2id\xa1q\xa6" "agents\x81\xa6" "flying\xff"), ACD_REFUSAL_NONE, NULL, NULL},
    {Q, BYTES("\x82\xa2id\xa1q\xa5" "calls\x91\x81\xa2id\xa3" "a b"), ACD_REFUSAL_BAD_ID, "call", "id"},
    {Q, BYTES("\x82\xa2id\xa1q\xa5" "calls\x91\x07"), ACD_REFUSAL_NOT_A_MAP, "call", NULL},
    {Q, BYTES("\x82\xa2id\xa1q\xa5" "calls\x80"), ACD_REFUSAL_WRONG_TYPE, "queue", "calls"},
    {Q, BYTES("\x82\xa2id\xa1q\xa7" "choices\x92\xa1" "a\xa0"), ACD_REFUSAL_BAD_ID, "queue", "choices"},
    {Q, BYTES("\x82\xa2id\xa1q\xa4plan\x81\xa6" "aht_ms\xcd\x01\x00"), ACD_REFUSAL_NONE, NULL, NULL},
    {Q, BYTES("\x82\xa2id\xa1q\xa4plan\x81\xa6" "aht_ms\xa1x"), ACD_REFUSAL_WRONG_TYPE, "plan", "aht_ms"},
    {Q, BYTES("\x82\xa2id\xa1q\xa4plan\x81\xa7offered\x92\x01\xff"), ACD_REFUSAL_OUT_OF_RANGE, "plan", "offered"},
    /* fractions */
    {Q, BYTES("\x82\xa2id\xa1q\xa6target\x81\xa5level\x01"), ACD_REFUSAL_NONE, NULL, NULL},
    {Q, BYTES("\x82\xa2id\xa1q\xa6target\x81\xa5level\x02"), ACD_REFUSAL_OUT_OF_RANGE, "target", "level"},
    {Q, BYTES("\x82\xa2id\xa1q\xa6target\x81\xa5level\xca\x3f\x00\x00\x00"), ACD_REFUSAL_NONE, NULL, NULL},
    {Q, BYTES("\x82\xa2id\xa1q\xa6target\x81\xa5level\xca\x7f\xc0\x00\x00"), ACD_REFUSAL_OUT_OF_RANGE, "target", "level"},
    {Q, BYTES("\x82\xa2id\xa1q\xa6target\x81\xa5level\xcb\x7f\xf8\0\0\0\0\0\0"), ACD_REFUSAL_OUT_OF_RANGE, "target", "level"},
    {Q, BYTES("\x82\xa2id\xa1q\xa6target\x81\xa5level\xcb\x7f\xf0\0\0\0\0\0\0"), ACD_REFUSAL_OUT_OF_RANGE, "target", "level"},
    {Q, BYTES("\x82\xa2id\xa1q\xa6target\x81\xa5level\xcb\xbf\xe0\0\0\0\0\0\0"), ACD_REFUSAL_OUT_OF_RANGE, "target", "level"},
    {Q, BYTES("\x82\xa2id\xa1q\xa6target\x81\xa5level\xa3" "0.8"), ACD_REFUSAL_WRONG_TYPE, "target", "level"},
    /* texts */
    {Q, BYTES("\x82\xa2id\xa1q\xa4name\xa2\xc3("), ACD_REFUSAL_BAD_UTF8, "queue", "name"},
    {Q, BYTES("\x82\xa2id\xa1q\xa4name\xa3\xed\xa0\x80"), ACD_REFUSAL_BAD_UTF8, "queue", "name"},
    {Q, BYTES("\x82\xa2id\xa1q\xa4name\xda\x01\x00" SIXTY SIXTY SIXTY SIXTY TEN "012345"), ACD_REFUSAL_NONE, NULL, NULL},
    {Q, BYTES("\x82\xa2id\xa1q\xa4name\xda\x01\x01" SIXTY SIXTY SIXTY SIXTY TEN "0123456"), ACD_REFUSAL_TOO_LONG, "queue", "name"},
    {&acd_request_shape, BYTES("\x81\xa2id\xd9\x40" SIXTY "    "), ACD_REFUSAL_NONE, NULL, NULL},
    {&acd_request_shape, BYTES("\x81\xa2id\xd9\x41" SIXTY "     "), ACD_REFUSAL_TOO_LONG, "request", "id"},
    {&acd_request_shape, BYTES("\x80"), ACD_REFUSAL_MISSING_ID, "request", NULL},
    /* marks */
    {&acd_site_shape, BYTES("\x82\xa2id\xa1s\xa5marks\x81\xa8queue/s/\xff"), ACD_REFUSAL_OUT_OF_RANGE, "site", "marks"},
    {&acd_site_shape, BYTES("\x82\xa2id\xa1s\xa5marks\x81\x01\x01"), ACD_REFUSAL_BAD_KEY, "site", "marks"},
    {&acd_site_shape, BYTES("\x82\xa2id\xa1s\xa5marks\x81\xa2\xc3(\x01"), ACD_REFUSAL_BAD_UTF8, "site", "marks"},
    {&acd_site_shape, BYTES("\x82\xa2id\xa1s\xa5marks\x90"), ACD_REFUSAL_WRONG_TYPE, "site", "marks"},
    {&acd_reply_shape, BYTES("\x82\xa2id\xa1r\xa5items\x92\x80"), ACD_REFUSAL_BROKEN, "reply", "items"},
    {&acd_reply_shape, BYTES("\x82\xa2id\xa1r\xa5items\x80"), ACD_REFUSAL_WRONG_TYPE, "reply", "items"},
    /* depth: a key that nobody knows may hold 7 levels inside the map */
    {Q, BYTES("\x82\xa2id\xa1q\xa1x\x91\x91\x91\x91\x91\x91\x91\xc0"), ACD_REFUSAL_NONE, NULL, NULL},
    {Q, BYTES("\x82\xa2id\xa1q\xa1x\x91\x91\x91\x91\x91\x91\x91\x91\xc0"), ACD_REFUSAL_TOO_DEEP, "queue", NULL},
    {Q, BYTES("\x82\xa2id\xa1q\xa1x\x91\x91\x91\x91\x91\x91\x91\x90"), ACD_REFUSAL_TOO_DEEP, "queue", NULL},
};

static void test_items(void **state)
{
    struct room *room = *state;
    for (size_t i = 0; i < ACD_COUNT_OF(item_cases); i++) {
        const struct item_case *item = &item_cases[i];
        struct acd_refusal refusal;
        void *bytes = exact(item->bytes, item->n);
        room->read.used = 0;
        void *entity = acd_unpack(item->shape, bytes, item->n, &room->read, &refusal);
        if ((entity == NULL) != (item->why != ACD_REFUSAL_NONE) || refusal.why != item->why)
            fail_msg("case %zu: %s, expected %s", i, acd_refusal_words(refusal.why),
                     acd_refusal_words(item->why));
        if (item->in)
            assert_string_equal(refusal.shape, item->in);
        if (item->key)
            assert_string_equal(refusal.key, item->key);
        else
            assert_null(refusal.key);
        free(bytes);
    }
}

static void test_what_is_read(void **state)
{
    struct room *room = *state;
    struct acd_refusal refusal;
    static const char bytes[] = "\x87\xa7waiting\xcc\x07\xa2id\xa1q\xa5media\xa3" "fax\xa4name\xa3" "a\0b"
                                "\xa6target\x81\xa5level\xca\x3f\x00\x00\x00\xa3new\x92\x01\x81\xa1x\xc0"
                                "\xa4plan\x81\xa6" "aht_ms\xd1\x00\x09";
    struct acd_queue *queue = acd_unpack(Q, bytes, sizeof(bytes) - 1, &room->read, &refusal);
    assert_non_null(queue);
    assert_int_equal(queue->waiting, 7);
    assert_string_equal(queue->name, "a\xef\xbf\xbd" "b");
    assert_false(ACD_KNOWN(queue, ACD_QUEUE_MEDIA));
    assert_int_equal(queue->media, 0);
    assert_true(queue->target.level == 0.5);
    assert_int_equal(queue->plan.n_aht_ms, 1);
    assert_int_equal(queue->plan.aht_ms[0], 9);
    assert_false(ACD_KNOWN(queue, ACD_QUEUE_OLDEST));
    assert_int_equal(queue->oldest_ms, 0);
}

/* Texts, lists and bodies one past what the contract allows. */
static void test_limits(void **state)
{
    struct room *room = *state;
    static const struct {
        const struct acd_shape *shape;
        const char *key;
        unsigned most;
        const char *element;
    } cases[] = {
        {Q, "calls", ACD_MAX_CALLS, "\x80"},
        {Q, "measures", ACD_MAX_MEASURES, "\x80"},
        {Q, "choices", ACD_MAX_CHOICES, "\xa1" "a"},
        {&acd_agent_shape, "queues", ACD_MAX_AGENT_QUEUES, "\x81\xa2id\xa1" "a"},
        {&acd_site_shape, "ops", ACD_MAX_OPS, "\xa1" "a"},
        {&acd_reply_shape, "items", ACD_MAX_PAGE_ITEMS, "\x80"},
    };
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        for (unsigned more = 0; more < 2; more++) {
            unsigned n = cases[i].most + more;
            msgpack_sbuffer packed;
            msgpack_packer packer;
            msgpack_sbuffer_init(&packed);
            msgpack_packer_init(&packer, &packed, msgpack_sbuffer_write);
            msgpack_pack_map(&packer, 2);
            msgpack_pack_str_with_body(&packer, "id", 2);
            msgpack_pack_str_with_body(&packer, "x", 1);
            msgpack_pack_str_with_body(&packer, cases[i].key, strlen(cases[i].key));
            msgpack_pack_array(&packer, n);
            for (unsigned e = 0; e < n; e++)
                msgpack_sbuffer_write(&packed, cases[i].element, strlen(cases[i].element));
            struct acd_refusal refusal;
            room->read.used = 0;
            void *entity = acd_unpack(cases[i].shape, packed.data, packed.size, &room->read, &refusal);
            assert_int_equal(refusal.why, more ? ACD_REFUSAL_TOO_LONG : ACD_REFUSAL_NONE);
            assert_int_equal(entity == NULL, more);
            msgpack_sbuffer_destroy(&packed);
        }
    }
    struct acd_refusal refusal;
    void *large = calloc(1, ACD_MAX_BODY_BYTES + 1);
    assert_null(acd_unpack(Q, large, ACD_MAX_BODY_BYTES + 1, &room->read, &refusal));
    assert_int_equal(refusal.why, ACD_REFUSAL_TOO_LARGE);
    struct acd_message message;
    assert_false(acd_message_open(&message, "queue/s/", 8, large, ACD_MAX_BODY_BYTES + 1, &refusal));
    assert_int_equal(refusal.why, ACD_REFUSAL_TOO_LARGE);
    free(large);
    /* Each NUL becomes three bytes, so 86 of them are past 256. */
    char nuls[100] = "\x82\xa2id\xa1q\xa4name\xd9\x56";
    assert_null(acd_unpack(Q, nuls, 13 + 86, &room->read, &refusal));
    assert_int_equal(refusal.why, ACD_REFUSAL_TOO_LONG);
    nuls[12] = 85;
    assert_non_null(acd_unpack(Q, nuls, 13 + 85, &room->read, &refusal));
}

#define HEAD5 "\xa1v\x01\xa4site\xa1s\xa4inst\x01\xa1n\x02\xa1t\x03"
struct message_case {
    const char *topic;
    const char *body;
    size_t n;
    enum acd_refusal_why why;
};
static const struct message_case message_cases[] = {
    {"queue/s/", BYTES("\x86" HEAD5 "\xa5items\x90"), ACD_REFUSAL_NONE},
    {"queue/s/sales/x y", BYTES("\x86" HEAD5 "\xa5items\x90"), ACD_REFUSAL_NONE},
    {"queue/s/", BYTES("\x87\xa1x\x90" HEAD5 "\xa5items\x90"), ACD_REFUSAL_NONE},
    {"queue/s/", BYTES("\x86\xa5items\x91\x80" HEAD5), ACD_REFUSAL_NONE},
    {"", BYTES("\x86" HEAD5 "\xa5items\x90"), ACD_REFUSAL_BAD_TOPIC},
    {"queue", BYTES("\x86" HEAD5 "\xa5items\x90"), ACD_REFUSAL_BAD_TOPIC},
    {"queue/s", BYTES("\x86" HEAD5 "\xa5items\x90"), ACD_REFUSAL_BAD_TOPIC},
    {"queue//", BYTES("\x86" HEAD5 "\xa5items\x90"), ACD_REFUSAL_BAD_TOPIC},
    {"/s/", BYTES("\x86" HEAD5 "\xa5items\x90"), ACD_REFUSAL_BAD_TOPIC},
    {"queue/a b/", BYTES("\x86" HEAD5 "\xa5items\x90"), ACD_REFUSAL_BAD_TOPIC},
    {"queue/s/\xff", BYTES("\x86" HEAD5 "\xa5items\x90"), ACD_REFUSAL_BAD_TOPIC},
    {"trunk/s/", BYTES("\x86" HEAD5 "\xa5items\x90"), ACD_REFUSAL_UNKNOWN_KIND},
    {"queue/t/", BYTES("\x86" HEAD5 "\xa5items\x90"), ACD_REFUSAL_OTHER_SITE},
    {"queue/s/", BYTES("\x90"), ACD_REFUSAL_NOT_A_MAP},
    {"queue/s/", BYTES(""), ACD_REFUSAL_BROKEN},
    {"queue/s/", BYTES("\x85" HEAD5), ACD_REFUSAL_MISSING_KEY},
    {"queue/s/", BYTES("\x80"), ACD_REFUSAL_MISSING_KEY},
    {"queue/s/", BYTES("\x86\xa1v\x02\xa4site\xa1s\xa4inst\x01\xa1n\x02\xa1t\x03\xa5items\x90"), ACD_REFUSAL_BAD_VERSION},
    {"queue/s/", BYTES("\x86\xa1v\xa1" "1\xa4site\xa1s\xa4inst\x01\xa1n\x02\xa1t\x03\xa5items\x90"), ACD_REFUSAL_WRONG_TYPE},
    {"queue/s/", BYTES("\x86\xa1v\x01\xa4site\xa1s\xa4inst\xff\xa1n\x02\xa1t\x03\xa5items\x90"), ACD_REFUSAL_OUT_OF_RANGE},
    {"queue/s/", BYTES("\x87" HEAD5 "\xa1n\x03\xa5items\x90"), ACD_REFUSAL_DUPLICATE_KEY},
    {"queue/s/", BYTES("\x87" HEAD5 "\xa5items\x90\xa5items\x90"), ACD_REFUSAL_DUPLICATE_KEY},
    {"queue/s/", BYTES("\x86" HEAD5 "\xa5items\x80"), ACD_REFUSAL_WRONG_TYPE},
    {"queue/s/", BYTES("\x86" HEAD5 "\xa5items\xdd\xff\xff\xff\xff"), ACD_REFUSAL_BROKEN},
    {"queue/s/", BYTES("\x86" HEAD5 "\x05\x90"), ACD_REFUSAL_BAD_KEY},
    {"queue/s/", BYTES("\x87" HEAD5 "\xa1x\x91\x91\x91\x91\x91\x91\x91\x91\x90\xa5items\x90"), ACD_REFUSAL_TOO_DEEP},
    {"queue/s/", BYTES("\x86\xa5items\x91\x80" HEAD5 "\xc0"), ACD_REFUSAL_BROKEN},
};

static void test_heads(void **state)
{
    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(message_cases); i++) {
        const struct message_case *one = &message_cases[i];
        struct acd_message message;
        struct acd_refusal refusal;
        void *body = exact(one->body, one->n);
        bool open = acd_message_open(&message, one->topic, strlen(one->topic), body, one->n, &refusal);
        if (refusal.why != one->why || open != (one->why == ACD_REFUSAL_NONE))
            fail_msg("case %zu: %s, expected %s", i, acd_refusal_words(refusal.why),
                     acd_refusal_words(one->why));
        free(body);
    }
    char topic[ACD_MAX_TOPIC_BYTES + 1] = "queue/s/";
    struct acd_message message;
    struct acd_refusal refusal;
    assert_true(acd_message_open(&message, topic, ACD_MAX_TOPIC_BYTES, message_cases[0].body,
                                 message_cases[0].n, &refusal));
    assert_false(acd_message_open(&message, topic, sizeof(topic), message_cases[0].body,
                                  message_cases[0].n, &refusal));
}

/* Walks a message to its end and tells, a letter an item, what became of each. */
static void walk(struct room *room, const void *body, size_t n, char *story, size_t bytes)
{
    struct acd_message message;
    struct acd_refusal refusal;
    size_t used = 0;
    void *entity;
    if (!acd_message_open(&message, "queue/s/", 8, body, n, &refusal)) {
        snprintf(story, bytes, "!");
        return;
    }
    for (;;) {
        enum acd_next next = acd_message_next(&message, &room->read, &entity, &refusal);
        if (next == ACD_NEXT_END)
            break;
        assert_int_equal(next == ACD_NEXT_ITEM, entity != NULL);
        assert_int_equal(next == ACD_NEXT_ITEM, refusal.why == ACD_REFUSAL_NONE);
        assert_true(used + 1 < bytes);
        story[used++] = next == ACD_NEXT_ITEM ? 'i' : 'r';
    }
    story[used] = '\0';
}

static void test_a_bad_item_spares_the_others(void **state)
{
    struct room *room = *state;
    static const struct {
        const char *items;
        size_t n;
        const char *story;
    } cases[] = {
        {BYTES("\x93\x81\xa2id\xa1" "a\x81\xa2id\xa3" "x y\x81\xa2id\xa1" "b"), "iri"},
        {BYTES("\x93\x81\xa2id\xa1" "a\x07\x81\xa2id\xa1" "b"), "iri"},
        {BYTES("\x93\x81\xa2id\xa1" "a\x80\x81\xa2id\xa1" "b"), "iri"},
        {BYTES("\x93\x81\xa2id\xa1" "a\x82\xa2id\xa1q\xa7waiting\xa3xyz\x81\xa2id\xa1" "b"), "iri"},
        {BYTES("\x93\x81\xa2id\xa1" "a\x82\xa7waiting\xff\xa2id\xa1q\x81\xa2id\xa1" "b"), "iri"},
        {BYTES("\x92\x81\xa2id\xa1" "a\xc1"), "ir"},
        {BYTES("\x93\x81\xa2id\xa1" "a\xc1\x81\xa2id\xa1" "b"), "ir"},
        {BYTES("\x91\x81\xa2id\xa1" "a\xc0"), "ir"},
        {BYTES("\x90"), ""},
    };
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        char body[200] = "\x86" HEAD5 "\xa5items", story[20];
        size_t head = sizeof("\x86" HEAD5 "\xa5items") - 1;
        memcpy(body + head, cases[i].items, cases[i].n);
        walk(room, body, head + cases[i].n, story, sizeof(story));
        assert_string_equal(story, cases[i].story);
    }
}

/* A message of every kind, full entities; deep claims at 8 levels of the contract hold. */
static size_t make_message(struct room *room, struct draw *draw, enum acd_kind kind,
                           struct acd_buffer *buffer)
{
    const struct acd_shape *shape = acd_kind_shape(kind);
    room->made.used = 0;
    acd_buffer_clear(buffer);
    acd_pack_head(buffer, "s", 5, 6, 7, 2);
    acd_pack(buffer, shape, entity_draw(shape, &room->made, draw, ENTITY_FULL));
    acd_pack(buffer, shape, entity_draw(shape, &room->made, draw, ENTITY_SOME));
    return buffer->size;
}

static bool takes_all(struct room *room, enum acd_kind kind, const void *body, size_t n)
{
    struct acd_message message;
    struct acd_refusal refusal;
    char topic[32];
    void *entity;
    bool whole = true;
    int topic_bytes = snprintf(topic, sizeof(topic), "%s/s/", acd_kind_names.names[kind]);
    if (!acd_message_open(&message, topic, (size_t)topic_bytes, body, n, &refusal))
        return false;
    for (enum acd_next next; (next = acd_message_next(&message, &room->read, &entity, &refusal)) !=
                             ACD_NEXT_END;) {
        if (next == ACD_NEXT_REFUSED)
            whole = false;
        else
            acd_shape_age(acd_kind_shape(kind), entity, 1000);
    }
    return whole;
}

static void test_every_truncation_is_refused(void **state)
{
    struct room *room = *state;
    struct draw draw = draw_begin(20);
    struct acd_buffer buffer;
    acd_buffer_init(&buffer);
    for (int kind = 0; kind < ACD_KINDS; kind++) {
        size_t n = make_message(room, &draw, (enum acd_kind)kind, &buffer);
        assert_true(takes_all(room, (enum acd_kind)kind, buffer.data, n));
        for (size_t cut = 0; cut < n; cut++) {
            void *body = exact(buffer.data, cut);
            assert_false(takes_all(room, (enum acd_kind)kind, body, cut));
            free(body);
        }
    }
    for (int s = 0; entity_shapes[s]; s++) {
        room->made.used = 0;
        acd_buffer_clear(&buffer);
        acd_pack(&buffer, entity_shapes[s],
                 entity_draw(entity_shapes[s], &room->made, &draw, ENTITY_FULL));
        for (size_t cut = 0; cut < buffer.size; cut++) {
            struct acd_refusal refusal;
            void *body = exact(buffer.data, cut);
            room->read.used = 0;
            assert_null(acd_unpack(entity_shapes[s], body, cut, &room->read, &refusal));
            assert_int_not_equal(refusal.why, ACD_REFUSAL_NONE);
            free(body);
        }
    }
    acd_buffer_release(&buffer);
}

/* What is read of corrupt bytes is whole: it can be copied, and packed and read again as it is. */
static void check_whole(struct room *room, const struct acd_shape *shape, const void *entity,
                        struct acd_buffer *again)
{
    struct acd_refusal refusal;
    struct acd_scratch scratch = {.at = room->made.at + ROOM / 2, .bytes = ROOM / 2};
    acd_buffer_clear(again);
    acd_pack(again, shape, entity);
    void *read = acd_unpack(shape, again->data, again->size, &scratch, &refusal);
    assert_non_null(read);
    assert_true(acd_shape_equal(shape, entity, read));
}

static void test_every_corruption_runs_clean(void **state)
{
    struct room *room = *state;
    struct draw draw = draw_begin(21);
    struct acd_buffer buffer, again;
    acd_buffer_init(&buffer);
    acd_buffer_init(&again);
    for (int s = 0; entity_shapes[s]; s++) {
        room->made.used = 0;
        acd_buffer_clear(&buffer);
        acd_pack(&buffer, entity_shapes[s],
                 entity_draw(entity_shapes[s], &room->made, &draw, ENTITY_FULL));
        unsigned char *body = exact(buffer.data, buffer.size);
        for (size_t i = 0; i < buffer.size; i++) {
            static const unsigned char others[] = {0x00, 0x7f, 0x81, 0x91, 0xa0, 0xc0, 0xc1,
                                                   0xdb, 0xdd, 0xdf, 0xff};
            unsigned char kept = body[i];
            for (size_t o = 0; o < sizeof(others) + 8; o++) {
                struct acd_refusal refusal;
                body[i] = o < 8 ? (unsigned char)(kept ^ 1u << o) : others[o - 8];
                room->read.used = 0;
                void *entity = acd_unpack(entity_shapes[s], body, buffer.size, &room->read, &refusal);
                assert_int_equal(entity == NULL, refusal.why != ACD_REFUSAL_NONE);
                if (entity)
                    check_whole(room, entity_shapes[s], entity, &again);
            }
            body[i] = kept;
        }
        free(body);
    }
    acd_buffer_release(&buffer);
    acd_buffer_release(&again);
}

static void test_little_scratch_is_too_large(void **state)
{
    struct room *room = *state;
    struct draw draw = draw_begin(22);
    struct acd_buffer buffer;
    struct acd_refusal refusal;
    acd_buffer_init(&buffer);
    acd_pack(&buffer, Q, entity_draw(Q, &room->made, &draw, ENTITY_FULL));
    assert_non_null(acd_unpack(Q, buffer.data, buffer.size, &room->read, &refusal));
    size_t needed = room->read.used;
    for (size_t bytes = 0; bytes < needed; bytes++) {
        void *at = malloc(bytes ? bytes : 1);
        struct acd_scratch little = {.at = at, .bytes = bytes};
        assert_null(acd_unpack(Q, buffer.data, buffer.size, &little, &refusal));
        assert_int_equal(refusal.why, ACD_REFUSAL_TOO_LARGE);
        free(at);
    }
    acd_buffer_release(&buffer);
}

/* A random value of every msgpack encoding; returns how deep it nests. */
static int draw_value(msgpack_packer *packer, struct draw *draw, int depth)
{
    static const char bytes[70000];
    size_t n = draw_below(draw, 4) ? draw_below(draw, 40) : draw_below(draw, sizeof(bytes));
    uint32_t elements = draw_below(draw, draw_below(draw, 6) ? 5 : 20);
    int deepest = 0;
    switch (draw_below(draw, depth > 0 ? 11 : 9)) {
    case 0: msgpack_pack_nil(packer); return 0;
    case 1: msgpack_pack_true(packer); return 0;
    case 2: msgpack_pack_uint64(packer, draw_next(draw) >> draw_below(draw, 64)); return 0;
    case 3: msgpack_pack_int64(packer, -(int64_t)(draw_next(draw) >> (1 + draw_below(draw, 63)))); return 0;
    case 4: msgpack_pack_float(packer, 0.5f); return 0;
    case 5: msgpack_pack_double(packer, 0.1); return 0;
    case 6: msgpack_pack_str_with_body(packer, bytes, n); return 0;
    case 7: msgpack_pack_bin_with_body(packer, bytes, n); return 0;
    case 8:
        msgpack_pack_ext(packer, n, 3);
        msgpack_pack_ext_body(packer, bytes, n);
        return 0;
    case 9: msgpack_pack_array(packer, elements); break;
    default:
        msgpack_pack_map(packer, elements);
        elements *= 2;
    }
    for (uint32_t i = 0; i < elements; i++) {
        int inner = draw_value(packer, draw, depth - 1);
        deepest = inner > deepest ? inner : deepest;
    }
    return deepest + 1;
}

static void test_walk_as_the_library_does(void **state)
{
    (void)state;
    struct draw draw = draw_begin(23);
    for (int round = 0; round < 3000; round++) {
        msgpack_sbuffer packed;
        msgpack_packer packer;
        msgpack_sbuffer_init(&packed);
        msgpack_packer_init(&packer, &packed, msgpack_sbuffer_write);
        int depth = draw_value(&packer, &draw, 5);
        size_t one = packed.size;
        msgpack_pack_nil(&packer); /* what follows is not its own */
        assert_int_equal(acd_value_bytes(packed.data, packed.size, ACD_MAX_DEPTH), one);
        assert_int_equal(acd_value_bytes(packed.data, packed.size, depth), one);
        assert_int_equal(acd_value_bytes(packed.data, packed.size, depth - 1), 0);
        /* Corrupt bytes: both find the same end or none. */
        for (int i = 0; i < 8; i++) {
            size_t at = 0;
            packed.data[draw_below(&draw, (uint32_t)one)] = (char)draw_next(&draw);
            size_t bytes = acd_value_bytes(packed.data, packed.size, ACD_MAX_DEPTH);
            if (bytes) {
                msgpack_unpacked result;
                msgpack_unpacked_init(&result);
                assert_int_equal(msgpack_unpack_next(&result, packed.data, packed.size, &at),
                                 MSGPACK_UNPACK_SUCCESS);
                assert_int_equal(at, bytes);
                msgpack_unpacked_destroy(&result);
            }
        }
        msgpack_sbuffer_destroy(&packed);
    }
}

static void test_words_of_refusals(void **state)
{
    (void)state;
    char words[100];
    struct acd_refusal refusal = {.why = ACD_REFUSAL_OUT_OF_RANGE, .shape = "queue", .key = "waiting"};
    acd_refusal_say(&refusal, words, sizeof(words));
    assert_string_equal(words, "queue: waiting: a number outside its range");
    refusal.key = NULL;
    acd_refusal_say(&refusal, words, 10);
    assert_string_equal(words, "queue: a ");
    for (int why = 0; why < ACD_REFUSALS; why++)
        assert_non_null(acd_refusal_words((enum acd_refusal_why)why));
}

int main(void)
{
#define WITH_ROOM(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_ROOM(test_items),
        WITH_ROOM(test_what_is_read),
        WITH_ROOM(test_limits),
        WITH_ROOM(test_heads),
        WITH_ROOM(test_a_bad_item_spares_the_others),
        WITH_ROOM(test_every_truncation_is_refused),
        WITH_ROOM(test_every_corruption_runs_clean),
        WITH_ROOM(test_little_scratch_is_too_large),
        WITH_ROOM(test_walk_as_the_library_does),
        WITH_ROOM(test_words_of_refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
