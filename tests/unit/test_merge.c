/* Lines over the last full state: what stays, what goes, what is refused, how ages go on. */
#include "feed/commands/merge.h"

#include "acdfeed/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* What a line comes to: the entity as a JSON line, or what is wrong with it. */
static char *say(struct merge *merge, const char *line, int64_t now_ms, bool *fine)
{
    struct merge_item item;
    struct acd_fault why;
    *fine = merge_line(merge, line, strlen(line), now_ms, &item, &why);
    if (!*fine)
        return strdup(why.text);
    if (item.entity == NULL)
        return strdup(item.what == MERGE_BLANK ? "blank" : "link");
    const struct acd_shape *shape =
        item.what == MERGE_REPLY ? &acd_reply_shape : acd_kind_shape((enum acd_kind)item.what);
    return acd_json_line(shape, item.entity, shape->name, item.site);
}

struct step {
    int64_t now_ms;
    const char *line, *comes_to;
};

static void run(const char *site, const struct step *steps, size_t n)
{
    struct merge *merge = merge_new(site);
    for (size_t i = 0; i < n; i++) {
        bool fine;
        char *said = say(merge, steps[i].line, steps[i].now_ms, &fine);
        assert_string_equal(said, steps[i].comes_to);
        free(said);
    }
    merge_free(merge);
}
#define RUN(site, ...)                                                                             \
    do {                                                                                           \
        static const struct step steps[] = {__VA_ARGS__};                                          \
        run(site, steps, sizeof(steps) / sizeof(steps[0]));                                        \
    } while (0)

#define SALES "{\"kind\":\"queue\",\"site\":\"berlin\",\"id\":\"sales\""

static void test_partial_lines(void **state)
{
    (void)state;
    RUN(NULL,
        {0, SALES ",\"waiting\":7,\"target\":{\"answer_ms\":20000}}",
         SALES ",\"waiting\":7,\"target\":{\"answer_ms\":20000}}"},
        {0, SALES ",\"target\":{\"level\":0.5}}",
         SALES ",\"waiting\":7,\"target\":{\"answer_ms\":20000,\"level\":0.5}}"},
        {0, SALES ",\"waiting\":null}", SALES ",\"target\":{\"answer_ms\":20000,\"level\":0.5}}"},
        {0, SALES ",\"target\":{\"level\":null},\"choices\":[\"a\",\"b\"]}",
         SALES ",\"target\":{\"answer_ms\":20000},\"choices\":[\"a\",\"b\"]}"},
        {0, SALES ",\"choices\":[\"c\"],\"target\":null}", SALES ",\"choices\":[\"c\"]}"});
}

static void test_words(void **state)
{
    (void)state;
    RUN(NULL,
        {0, "queue=sales site=berlin waiting=7 oldest=95s name=\"Sales \\\"north\\\" 1\"",
         SALES ",\"name\":\"Sales \\\"north\\\" 1\",\"waiting\":7,\"oldest_ms\":95000}"},
        {0, "  queue id=sales target.answer=20s day.offered=402 oldest= name=",
         SALES ",\"name\":\"\",\"waiting\":7,\"target\":{\"answer_ms\":20000},\"day\":{\"offered\":"
               "402}}"},
        {0, "queue=sales target.answer= waiting= day=", SALES ",\"name\":\"\",\"target\":{}}"},
        {0, "queue=sales target= name=O'Neil's\"x\" group='a \"b\" \\' choices='[\"x\"]'",
         SALES ",\"name\":\"O'Neil's\\\"x\\\"\",\"group\":\"a \\\"b\\\" \\\\\",\"choices\":"
               "[\"x\"]}"},
        {0, "queue=sales choices= group=\"\" name=\"a b",
         SALES ",\"name\":\"a b\",\"group\":\"\"}"});
}

static void test_ages_go_on(void **state)
{
    (void)state;
    RUN(NULL,
        {1000, SALES ",\"oldest_ms\":95000,\"day\":{\"span_ms\":5}}",
         SALES ",\"oldest_ms\":95000,\"day\":{\"span_ms\":5}}"},
        {3500, SALES ",\"waiting\":8}",
         SALES ",\"waiting\":8,\"oldest_ms\":97500,\"day\":{\"span_ms\":5}}"},
        {4500, SALES ",\"oldest_ms\":10}",
         SALES ",\"waiting\":8,\"oldest_ms\":10,\"day\":{\"span_ms\":5}}"},
        {4600, SALES "}", SALES ",\"waiting\":8,\"oldest_ms\":110,\"day\":{\"span_ms\":5}}"});
}

static void test_gone(void **state)
{
    (void)state;
    RUN("berlin",
        {0, "agent=anna state=talking",
         "{\"kind\":\"agent\",\"site\":\"berlin\",\"id\":"
         "\"anna\",\"state\":\"talking\"}"},
        {0, "agent=anna gone=true",
         "{\"kind\":\"agent\",\"site\":\"berlin\",\"id\":\"anna\","
         "\"gone\":true,\"state\":\"talking\"}"},
        {0, "agent=anna reason=x",
         "{\"kind\":\"agent\",\"site\":\"berlin\",\"id\":\"anna\",\"reason\":\"x\"}"});
}

static void test_kinds(void **state)
{
    (void)state;
    RUN("berlin", {0, "", "blank"}, {0, "  # a comment", "blank"},
        {0, "{\"kind\":\"link\",\"site\":\"berlin\",\"state\":\"live\"}", "link"},
        {0, "site=hamburg name=Hafen",
         "{\"kind\":\"site\",\"site\":\"hamburg\",\"id\":\"hamburg\","
         "\"name\":\"Hafen\"}"},
        {0, "{\"kind\":\"site\",\"tz\":\"Europe/Berlin\"}",
         "{\"kind\":\"site\",\"site\":\"berlin\",\"id\":\"berlin\",\"tz\":\"Europe/Berlin\"}"},
        {0, "event type=notice text=\"Hello all\"",
         "{\"kind\":\"event\",\"site\":\"berlin\","
         "\"type\":\"notice\",\"text\":\"Hello all\"}"},
        {0, "{\"kind\":\"reply\",\"id\":\"a b\",\"status\":\"done\"}",
         "{\"kind\":\"reply\",\"id\":\"a b\",\"status\":\"done\"}"});
}

static void test_wrong_lines(void **state)
{
    (void)state;
    static const struct {
        const char *line, *says;
    } cases[] = {
        {SALES ",\"waiting\":\"x\"}", "waiting"},
        {SALES ",\"waiting\":-1}", "waiting"},
        {SALES ",\"target\":{\"level\":2}}", "level"},
        {SALES ",\"waiting\":7", "expected"},
        {"[1]", "expected a JSON object, or a kind and its id first"},
        {"{\"site\":\"berlin\",\"id\":\"sales\"}",
         "kind: expected site, queue, agent, event or reply"},
        {"{\"kind\":\"queu\",\"site\":\"berlin\",\"id\":\"sales\"}",
         "event or reply, found \"queu\""},
        {"{\"kind\":\"queue\",\"site\":\"berlin\"}", "id"},
        {"{\"kind\":\"queue\",\"id\":\"sales\"}", "site: expected the id of a site"},
        {"{\"kind\":\"queue\",\"site\":\"ber/lin\",\"id\":\"sales\"}", "site: expected an id"},
        {"queu=sales waiting=7",
         "(queue=sales, agent=anna, site=berlin, event), found \"queu=sales\""},
        {"queue=sales site=berlin 7", "expected key=value, found \"7\""},
        {"queue=sales site=berlin waiting=x", "waiting: expected"},
        {"queue=sales site=berlin oldest=5x", "oldest: expected a duration"},
        {"queue=sales site=berlin nosuch=", "nosuch"},
        {"queue=sales site=berlin target.nosuch=1", "target.nosuch"},
        {"queue=sales site=berlin waiting.x=1", "waiting.x"},
        {"queue=s/s site=berlin", "queue: expected an id, 1 to 64"},
        {"queue=sales site=\033[2J", "found \"?[2J\""},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct merge *merge = merge_new(NULL);
        bool fine;
        char *said = say(merge, cases[i].line, 0, &fine);
        if (fine || strstr(said, cases[i].says) == NULL)
            fail_msg("%s: %s, expected %s", cases[i].line, said, cases[i].says);
        free(said);
        merge_free(merge);
    }
}

/* A line that is wrong anywhere changes nothing of what is kept. */
static void test_wrong_line_changes_nothing(void **state)
{
    (void)state;
    struct merge *merge = merge_new(NULL);
    bool fine;
    free(say(merge, SALES ",\"waiting\":7}", 0, &fine));
    assert_true(fine);
    free(say(merge, SALES ",\"active\":3,\"waiting\":\"x\"}", 0, &fine));
    assert_false(fine);
    free(say(merge, "queue=sales active=3 waiting=x", 0, &fine));
    assert_false(fine);
    char *said = say(merge, SALES "}", 0, &fine);
    assert_string_equal(said, SALES ",\"waiting\":7}");
    free(said);
    merge_free(merge);
}

static void test_new_sites_and_unknown_keys(void **state)
{
    (void)state;
    struct merge *merge = merge_new(NULL);
    struct merge_item item;
    struct acd_fault why;
    static const struct {
        const char *line, *unknown;
        bool new_site;
    } cases[] = {
        {SALES "}", NULL, true},
        {SALES ",\"colour\":1}", "colour", false},
        {"site=berlin", NULL, false},
        {"site=hamburg", NULL, true},
        {"queue=a site=hamburg", NULL, false},
        {"event site=bremen", NULL, true},
        {"agent=x", NULL, false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_true(merge_line(merge, cases[i].line, strlen(cases[i].line), 0, &item, &why));
        assert_int_equal(item.new_site, cases[i].new_site);
        assert_int_equal(item.unknown != NULL, cases[i].unknown != NULL);
        if (item.unknown != NULL)
            assert_string_equal(item.unknown, cases[i].unknown);
    }
    assert_string_equal(item.site, "berlin");
    merge_free(merge);
}

/* Right lines with bytes changed, cut and doubled: taken or refused, never more than that. */
static void test_broken_lines(void **state)
{
    (void)state;
    static const char *const right[] = {
        SALES ",\"waiting\":7,\"oldest_ms\":95000,\"target\":{\"level\":0.8},\"choices\":[\"a\"],"
              "\"calls\":[{\"id\":\"c1\",\"wait_ms\":5}],\"plan\":{\"offered\":[1,2,3]}}",
        "queue=sales site=berlin name=\"Sales north\" oldest=1:35 target.level=80% choices=a,b",
        "agent=anna state=paused reason='long \"lunch\"' queues='[{\"id\":\"sales\",\"prio\":1}]'",
        "{\"kind\":\"site\",\"id\":\"berlin\",\"marks\":{\"queue/berlin/\":7},\"ops\":[\"open\"]}",
        "event type=abandon queue=sales wait=12s from=+49xxx",
        "{\"kind\":\"reply\",\"id\":\"5f0c\",\"status\":\"done\",\"marks\":{\"x\":1}}",
    };
    static const char changes[] = "\"'\\{}[]=.,:; \tx9-\0\377";
    const char *seed = getenv("ACD_SEED");
    srandom(seed != NULL ? (unsigned)atoi(seed) : 1);
    struct merge *merge = merge_new("berlin");
    int taken = 0;
    for (int i = 0; i < 20000; i++) {
        char line[512];
        size_t bytes = (size_t)snprintf(line, sizeof(line), "%s", right[(size_t)random() % 6]);
        for (long n = random() % 4; n > 0; n--)
            line[(size_t)random() % bytes] = changes[(size_t)random() % (sizeof(changes) - 1)];
        if (random() % 4 == 0)
            bytes = (size_t)random() % (bytes + 1);
        char *exact = malloc(bytes > 0 ? bytes : 1); /* so that a sanitizer sees a step too far */
        assert_non_null(exact);
        memcpy(exact, line, bytes);
        struct merge_item item;
        struct acd_fault why = {{0}};
        bool fine = merge_line(merge, exact, bytes, i, &item, &why);
        assert_true(fine || why.text[0] != '\0');
        taken += fine;
        free(exact);
    }
    assert_in_range(taken, 2000, 18000);
    merge_free(merge);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_partial_lines),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_ages_go_on),
        cmocka_unit_test(test_gone),
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_wrong_lines),
        cmocka_unit_test(test_wrong_line_changes_nothing),
        cmocka_unit_test(test_new_sites_and_unknown_keys),
        cmocka_unit_test(test_broken_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
