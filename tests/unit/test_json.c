/* JSON lines and key=value: read, written, merged, and the words when they are wrong. */
#include "tests/support/cases.h"

#include "tests/support/entities.h"

#include "acdfeed/json.h"

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
    room->read = (struct acd_scratch){.at = malloc(ROOM), .bytes = ROOM};
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

static void test_drawn_entities(void **state)
{
    struct room *room = *state;
    struct draw draw = draw_begin(30);
    for (int round = 0; round < 60; round++) {
        for (int s = 0; entity_shapes[s]; s++) {
            const struct acd_shape *shape = entity_shapes[s];
            struct acd_fault why = {.text = ""};
            const char *unknown;
            room->made.used = room->read.used = 0;
            uint64_t *entity =
                entity_draw(shape, &room->made, &draw, round ? ENTITY_SOME : ENTITY_FULL);
            if (shape == &acd_reply_shape) /* a page has no form in JSON */
                *entity &= ~ACD_BIT(ACD_REPLY_ITEMS);
            char *line = acd_json_line(shape, entity, NULL, NULL);
            for (const char *at = line; *at; at++)
                assert_true((unsigned char)*at >= 0x20 && *at != 0x7f);
            assert_null(strstr(line, "\xc2\x9b"));
            struct acd_json *json = acd_json_new();
            if (!acd_json_merge_line(json, line, strlen(line), &why))
                fail_msg("%s in %s", why.text, line);
            void *read = acd_json_entity(json, shape, &room->read, &unknown, &why);
            if (!read)
                fail_msg("%s in %s", why.text, line);
            assert_null(unknown);
            assert_true(acd_shape_equal(shape, entity, read));
            acd_json_free(json);
            free(line);
        }
    }
}

static void test_line(void **state)
{
    (void)state;
    struct acd_queue queue = {.id = "sales", .waiting = 7, .oldest_ms = 95000, .media = ACD_MEDIA_CHAT};
    queue.known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_WAITING) | ACD_BIT(ACD_QUEUE_OLDEST) |
                  ACD_BIT(ACD_QUEUE_MEDIA) | ACD_BIT(ACD_QUEUE_TARGET);
    queue.target = (struct acd_target){.known = ACD_BIT(ACD_TARGET_LEVEL), .level = 0.8};
    char *line = acd_json_line(&acd_queue_shape, &queue, "queue", "berlin");
    assert_string_equal(line, "{\"kind\":\"queue\",\"site\":\"berlin\",\"id\":\"sales\",\"media\":\"chat\","
                              "\"waiting\":7,\"oldest_ms\":95000,\"target\":{\"level\":0.8}}");
    free(line);
    struct acd_site site = {.known = ACD_BIT(ACD_SITE_ID) | ACD_BIT(ACD_SITE_NAME), .id = "s",
                            .name = "a\x1b\"\n\x7f\xc2\x9b" "31m\xe2\x80\xae" "é"};
    line = acd_json_line(&acd_site_shape, &site, NULL, NULL);
    assert_string_equal(line, "{\"id\":\"s\",\"name\":\"a\\u001B\\\"\\n\\u007F\\u009B31m\\u202Eé\"}");
    free(line);
    site.name = "latin\xe9";
    line = acd_json_line(&acd_site_shape, &site, NULL, NULL);
    assert_string_equal(line, "{\"id\":\"s\"}");
    free(line);
}

/* Lines merged one after another; what the whole is then, or the words of what is wrong. */
struct merge_case {
    const char *lines[4];
    const char *whole; /* as acd_json_line() writes it; NULL: the entity is refused */
    const char *words; /* a part of the fault */
};
static const struct merge_case merge_cases[] = {
    {{"{\"id\":\"q\"}"}, "{\"id\":\"q\"}", NULL},
    {{"{\"id\":\"q\",\"waiting\":1}", "{\"waiting\":2}"}, "{\"id\":\"q\",\"waiting\":2}", NULL},
    {{"{\"id\":\"q\",\"waiting\":1}", "{\"waiting\":null}"}, "{\"id\":\"q\"}", NULL},
    {{"{\"id\":\"q\",\"day\":{\"offered\":1,\"answered\":1}}", "{\"day\":{\"offered\":2,\"answered\":null}}"},
     "{\"id\":\"q\",\"day\":{\"offered\":2}}", NULL},
    {{"{\"id\":\"q\",\"day\":7}", "{\"day\":{\"offered\":2}}"}, "{\"id\":\"q\",\"day\":{\"offered\":2}}", NULL},
    {{"{\"id\":\"q\",\"choices\":[\"a\",\"b\"]}", "{\"choices\":[\"c\"]}"}, "{\"id\":\"q\",\"choices\":[\"c\"]}", NULL},
    {{"{\"id\":\"q\",\"day\":{\"offered\":null}}"}, "{\"id\":\"q\",\"day\":{}}", NULL},
    {{" { \"id\" : \"q\" } "}, "{\"id\":\"q\"}", NULL},
    {{"{\"id\":\"q\",\"plan\":{\"aht_ms\":300}}"}, "{\"id\":\"q\",\"plan\":{\"aht_ms\":[300]}}", NULL},
    {{"{\"id\":\"q\",\"target\":{\"level\":1}}"}, "{\"id\":\"q\",\"target\":{\"level\":1.0}}", NULL},
    {{"{\"id\":\"q\",\"media\":\"fax\"}"}, "{\"id\":\"q\"}", NULL},
    {{"{\"id\":\"q\",\"name\":\"a\\u0000b\"}"}, "{\"id\":\"q\",\"name\":\"a\xef\xbf\xbd" "b\"}", NULL},
    {{"{\"id\":\"q\",\"new\":[1]}"}, "{\"id\":\"q\"}", NULL},
    {{"{}"}, NULL, "no \"id\""},
    {{"{\"id\":\"a b\"}"}, NULL, "id: expected 1 to 64 characters of A-Z a-z 0-9 . _ : @ + -, found \"a b\""},
    {{"{\"id\":7}"}, NULL, "found 7"},
    {{"{\"id\":\"q\",\"waiting\":-3}"}, NULL, "waiting: expected a whole number, 0 or more, found -3"},
    {{"{\"id\":\"q\",\"waiting\":1.5}"}, NULL, "found 1.5"},
    {{"{\"id\":\"q\",\"waiting\":\"7\"}"}, NULL, "waiting"},
    {{"{\"id\":\"q\",\"oldest_ms\":true}"}, NULL, "whole milliseconds"},
    {{"{\"id\":\"q\",\"calls\":[{\"id\":\"a\"},{\"wait_ms\":-1}]}"}, NULL, "calls[1].wait_ms: expected"},
    {{"{\"id\":\"q\",\"calls\":[7]}"}, NULL, "calls[0]: expected an object"},
    {{"{\"id\":\"q\",\"calls\":{}}"}, NULL, "an array of objects"},
    {{"{\"id\":\"q\",\"day\":{\"talk_ms\":-1}}"}, NULL, "day.talk_ms: expected"},
    {{"{\"id\":\"q\",\"day\":[]}"}, NULL, "day: expected an object"},
    {{"{\"id\":\"q\",\"target\":{\"level\":1.01}}"}, NULL, "a fraction from 0 to 1"},
    {{"{\"id\":\"q\",\"open\":1}"}, NULL, "true or false"},
    {{"{\"id\":\"q\",\"media\":2}"}, NULL, "media"},
    {{"{\"id\":\"q\",\"choices\":[\"a\",\"\"]}"}, NULL, "choices[1]"},
};

static void test_merges(void **state)
{
    struct room *room = *state;
    for (size_t i = 0; i < ACD_COUNT_OF(merge_cases); i++) {
        const struct merge_case *one = &merge_cases[i];
        struct acd_json *json = acd_json_new();
        struct acd_fault why = {.text = ""};
        for (int l = 0; one->lines[l]; l++)
            assert_true(acd_json_merge_line(json, one->lines[l], strlen(one->lines[l]), &why));
        room->read.used = 0;
        void *entity = acd_json_entity(json, &acd_queue_shape, &room->read, NULL, &why);
        if (one->whole) {
            if (!entity)
                fail_msg("case %zu: %s", i, why.text);
            char *line = acd_json_line(&acd_queue_shape, entity, NULL, NULL);
            assert_string_equal(line, one->whole);
            free(line);
        } else {
            assert_null(entity);
            if (!strstr(why.text, one->words))
                fail_msg("case %zu: %s", i, why.text);
        }
        acd_json_free(json);
    }
}

static void test_wrong_lines_change_nothing(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "", "7", "[]", "null", "{\"waiting\":2", "{\"waiting\":2} x", "{\"waiting\":2}{}",
        "{\"waiting\":2,\"waiting\":3}", "{\"waiting\":99999999999999999999}", "{\"name\":\"\xff\"}",
        "{\"waiting\":NaN}", "{waiting:2}", "{\"x\":[[[[[[[[1]]]]]]]]}",
    };
    for (size_t i = 0; i < ACD_COUNT_OF(lines); i++) {
        struct acd_json *json = acd_json_new();
        struct acd_fault why = {.text = ""};
        assert_true(acd_json_merge_line(json, "{\"kind\":\"queue\"}", 16, &why));
        assert_false(acd_json_merge_line(json, lines[i], strlen(lines[i]), &why));
        assert_true(strlen(why.text) > 10);
        assert_string_equal(acd_json_text(json, "kind"), "queue");
        assert_null(acd_json_text(json, "waiting"));
        acd_json_free(json);
    }
    /* A hostile line nests thousands deep. */
    enum { DEEP = 100000 };
    char *deep = malloc(DEEP);
    memset(deep, '[', DEEP);
    struct acd_json *json = acd_json_new();
    assert_false(acd_json_merge_line(json, deep, DEEP, NULL));
    acd_json_free(json);
    free(deep);
}

static void test_unknown_keys_are_named(void **state)
{
    struct room *room = *state;
    static const struct {
        const char *line, *unknown;
    } cases[] = {
        {"{\"id\":\"q\",\"kind\":\"queue\",\"site\":\"s\"}", NULL},
        {"{\"id\":\"q\",\"waitng\":1,\"zzz\":2}", "waitng"},
        {"{\"id\":\"q\",\"day\":{\"ofered\":1}}", "ofered"},
        {"{\"id\":\"q\",\"day\":{\"site\":1}}", "site"},
    };
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct acd_json *json = acd_json_new();
        const char *unknown = "?";
        assert_true(acd_json_merge_line(json, cases[i].line, strlen(cases[i].line), NULL));
        assert_non_null(acd_json_entity(json, &acd_queue_shape, &room->read, &unknown, NULL));
        if (cases[i].unknown)
            assert_string_equal(unknown, cases[i].unknown);
        else
            assert_null(unknown);
        acd_json_free(json);
    }
}

struct pair_case {
    const char *pair;
    const char *whole; /* after id=q; NULL: refused */
    const char *words;
};
static const struct pair_case pair_cases[] = {
    {"waiting=7", "{\"id\":\"q\",\"waiting\":7}", NULL},
    {"oldest=95s", "{\"id\":\"q\",\"oldest_ms\":95000}", NULL},
    {"oldest_ms=95000", "{\"id\":\"q\",\"oldest_ms\":95000}", NULL},
    {"oldest=1:35", "{\"id\":\"q\",\"oldest_ms\":95000}", NULL},
    {"window.offered=12", "{\"id\":\"q\",\"window\":{\"offered\":12}}", NULL},
    {"window.wait=2m", "{\"id\":\"q\",\"window\":{\"wait_ms\":120000}}", NULL},
    {"agents.talking=3", "{\"id\":\"q\",\"agents\":{\"talking\":3}}", NULL},
    {"choices=a,b", "{\"id\":\"q\",\"choices\":[\"a\",\"b\"]}", NULL},
    {"plan.offered=1,2,3", "{\"id\":\"q\",\"plan\":{\"offered\":[1,2,3]}}", NULL},
    {"plan.aht=3m,200s", "{\"id\":\"q\",\"plan\":{\"aht_ms\":[180000,200000]}}", NULL},
    {"plan.start_t=-5", "{\"id\":\"q\",\"plan\":{\"start_t\":-5}}", NULL},
    {"target.level=80%", "{\"id\":\"q\",\"target\":{\"level\":0.8}}", NULL},
    {"target.level=.8", "{\"id\":\"q\",\"target\":{\"level\":0.8}}", NULL},
    {"target.formula=ignore", "{\"id\":\"q\",\"target\":{\"formula\":\"ignore\"}}", NULL},
    {"media=chat", "{\"id\":\"q\",\"media\":\"chat\"}", NULL},
    {"open=no", "{\"id\":\"q\",\"open\":false}", NULL},
    {"name=Sales = all", "{\"id\":\"q\",\"name\":\"Sales = all\"}", NULL},
    {"name=", "{\"id\":\"q\",\"name\":\"\"}", NULL},
    {"name={x}", "{\"id\":\"q\",\"name\":\"{x}\"}", NULL},
    {"waiting=", "{\"id\":\"q\"}", NULL},
    {"calls=[{\"id\":\"c\",\"wait_ms\":5}]", "{\"id\":\"q\",\"calls\":[{\"id\":\"c\",\"wait_ms\":5}]}", NULL},
    {"waiting", NULL, "expected key=value"},
    {"=7", NULL, "expected key=value"},
    {"", NULL, "expected key=value"},
    {"waitng=7", NULL, "waitng: a queue has no such key"},
    {"window.ofered=7", NULL, "window.ofered: a tally has no such key"},
    {"waiting.x=7", NULL, "no such key"},
    {"window..offered=7", NULL, "no such key"},
    {".=7", NULL, "no such key"},
    {"waiting=7x", NULL, "waiting: expected a whole number, 0 or more, found \"7x\""},
    {"waiting=-1", NULL, "whole number"},
    {"waiting= 7", NULL, "whole number"},
    {"waiting=9223372036854775808", NULL, "whole number"},
    {"oldest=soon", NULL, "a duration"},
    {"oldest=-5s", NULL, "a duration"},
    {"target.level=1.5", NULL, "a fraction"},
    {"target.level=101%", NULL, "a fraction"},
    {"target.level=.", NULL, "a fraction"},
    {"media=fax", NULL, "voice, chat, email, callback, sms, social"},
    {"open=perhaps", NULL, "true or false"},
    {"id=a b", NULL, "characters"},
    {"name=\xff", NULL, "text"},
    {"choices=a,,b", NULL, "choices"},
    {"calls=5", NULL, NULL},
    {"calls=[", NULL, "JSON"},
    {"window=7", NULL, NULL},
};

static void test_pairs(void **state)
{
    struct room *room = *state;
    for (size_t i = 0; i < ACD_COUNT_OF(pair_cases); i++) {
        const struct pair_case *one = &pair_cases[i];
        struct acd_json *json = acd_json_new();
        struct acd_fault why = {.text = ""};
        assert_true(acd_json_merge_pair(json, &acd_queue_shape, "id=q", &why));
        bool taken = acd_json_merge_pair(json, &acd_queue_shape, one->pair, &why);
        if (taken != (one->whole != NULL))
            fail_msg("%s: %s", one->pair, why.text);
        if (one->words && !strstr(why.text, one->words))
            fail_msg("%s: %s", one->pair, why.text);
        room->read.used = 0;
        void *entity = acd_json_entity(json, &acd_queue_shape, &room->read, NULL, &why);
        assert_non_null(entity);
        char *line = acd_json_line(&acd_queue_shape, entity, NULL, NULL);
        assert_string_equal(line, one->whole ? one->whole : "{\"id\":\"q\"}");
        free(line);
        acd_json_free(json);
    }
}

static void test_durations(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t ms; /* -1: none */
    } cases[] = {
        {"0", 0}, {"95000", 95000}, {"500ms", 500}, {"95s", 95000}, {"2m", 120000}, {"2min", 120000},
        {"1h", 3600000}, {"1:35", 95000}, {"01:35", 95000}, {"90:00", 5400000}, {"1:02:03", 3723000},
        {"1.5s", 1500}, {"0.25h", 900000}, {"1.0001s", 1000}, {"", -1}, {"s", -1}, {"-5", -1},
        {"5 s", -1}, {" 5", -1}, {"5x", -1}, {"1:5", -1}, {"1:60", -1}, {"1:350", -1}, {":35", -1},
        {"1:", -1}, {"1:02:03:04", -1}, {"1:35s", -1}, {"1.5", -1}, {"1.5ms", -1}, {"1.s", -1},
        {"1.1234567s", -1}, {"9999999999999999999s", -1}, {"999999999999999h", -1},
        {"999999999:00:00", -1}, {"5d", -1}, {"0x10", -1},
    };
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        int64_t ms = -1;
        bool taken = acd_duration_read(cases[i].text, &ms);
        if (taken != (cases[i].ms >= 0) || (taken && ms != cases[i].ms))
            fail_msg("%s: %lld", cases[i].text, (long long)ms);
    }
}

static void test_big_numbers(void **state)
{
    struct room *room = *state;
    static const char *const lines[] = {"{\"id\":\"r\",\"inst\":9223372036854775807}",
                                        "{\"id\":\"r\",\"inst\":\"18446744073709551615\"}"};
    static const char *const wrong[] = {"{\"id\":\"r\",\"inst\":\"18446744073709551616\"}",
                                        "{\"id\":\"r\",\"inst\":\"\"}", "{\"id\":\"r\",\"inst\":\"-1\"}",
                                        "{\"id\":\"r\",\"inst\":-1}"};
    for (size_t i = 0; i < ACD_COUNT_OF(lines); i++) {
        struct acd_json *json = acd_json_new();
        assert_true(acd_json_merge_line(json, lines[i], strlen(lines[i]), NULL));
        void *reply = acd_json_entity(json, &acd_reply_shape, &room->read, NULL, NULL);
        assert_non_null(reply);
        char *line = acd_json_line(&acd_reply_shape, reply, NULL, NULL);
        assert_string_equal(line, lines[i]);
        free(line);
        acd_json_free(json);
    }
    for (size_t i = 0; i < ACD_COUNT_OF(wrong); i++) {
        struct acd_json *json = acd_json_new();
        assert_true(acd_json_merge_line(json, wrong[i], strlen(wrong[i]), NULL));
        assert_null(acd_json_entity(json, &acd_reply_shape, &room->read, NULL, NULL));
        acd_json_free(json);
    }
}

static void test_little_room(void **state)
{
    struct room *room = *state;
    struct draw draw = draw_begin(31);
    struct acd_fault why;
    char *line = acd_json_line(&acd_queue_shape,
                               entity_draw(&acd_queue_shape, &room->made, &draw, ENTITY_FULL), NULL, NULL);
    struct acd_json *json = acd_json_new();
    assert_true(acd_json_merge_line(json, line, strlen(line), &why));
    assert_non_null(acd_json_entity(json, &acd_queue_shape, &room->read, NULL, &why));
    size_t needed = room->read.used;
    for (size_t bytes = 0; bytes < needed; bytes += 7) {
        struct acd_scratch little = {.at = room->read.at, .bytes = bytes};
        assert_null(acd_json_entity(json, &acd_queue_shape, &little, NULL, &why));
        assert_non_null(strstr(why.text, "too much"));
    }
    acd_json_free(json);
    free(line);
}

int main(void)
{
#define WITH_ROOM(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_ROOM(test_drawn_entities),
        WITH_ROOM(test_line),
        WITH_ROOM(test_merges),
        WITH_ROOM(test_wrong_lines_change_nothing),
        WITH_ROOM(test_unknown_keys_are_named),
        WITH_ROOM(test_pairs),
        WITH_ROOM(test_durations),
        WITH_ROOM(test_big_numbers),
        WITH_ROOM(test_little_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
