/* Judging a feed by its bare messages: every kind of wrong is found, and nothing else. */
#include "acdfeed/wire.h"
#include "feed/commands/judge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SAID_BYTES = 8192, PERIOD_MS = 1000, KEYFRAME_MS = 3000 };

static void gather(void *context, const char *line)
{
    strcat(strcat(context, line), "\n");
}

static void send(struct judge *judge, enum acd_kind kind, uint64_t inst, uint64_t n,
                 const void *entity, int64_t now_ms)
{
    struct acd_buffer body;
    char topic[64];
    snprintf(topic, sizeof(topic), "%s/berlin/", acd_names_word(&acd_kind_names, (int)kind));
    acd_buffer_init(&body);
    acd_pack_head(&body, "berlin", inst, n, 1, 1);
    acd_pack(&body, acd_kind_shape(kind), entity);
    judge_message(judge, 2, topic, strlen(topic), body.data, body.size, now_ms);
    acd_buffer_release(&body);
}

static void beat(struct judge *judge, uint64_t n, int64_t queues, uint64_t queue_mark,
                 int64_t now_ms)
{
    struct acd_mark mark = {.known = 3, .topic = "queue/berlin/", .n = queue_mark};
    struct acd_site site = {
        .known = ACD_BIT(ACD_SITE_ID) | ACD_BIT(ACD_SITE_PERIOD) | ACD_BIT(ACD_SITE_KEYFRAME) |
                 ACD_BIT(ACD_SITE_QUEUES) | ACD_BIT(ACD_SITE_AGENTS) | ACD_BIT(ACD_SITE_MARKS),
        .id = "berlin",
        .period_ms = PERIOD_MS,
        .keyframe_ms = KEYFRAME_MS,
        .queues = queues,
        .marks = &mark,
        .n_marks = 1,
    };
    send(judge, ACD_KIND_SITE, 1, n, &site, now_ms);
}

static void queue(struct judge *judge, uint64_t inst, uint64_t n, const char *id, int64_t waiting,
                  int64_t now_ms)
{
    struct acd_queue told = {
        .known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_WAITING), .id = id, .waiting = waiting};
    send(judge, ACD_KIND_QUEUE, inst, n, &told, now_ms);
}

/* A feed without fault for ten seconds, one thing made wrong. */
enum fault {
    NONE,
    LOST,
    LOST_BY_MARK,
    REPEATED,
    LATE,
    COUNT,
    SILENT,
    REFUSED,
    FRAMES,
    TOPIC,
    RESTART
};

static int run(enum fault fault, char *said)
{
    struct judge *judge = judge_new(0);
    uint64_t n = 0, beats = 0;
    int sites;
    said[0] = '\0';
    for (int64_t now_ms = 0; now_ms <= 10000; now_ms += PERIOD_MS) {
        bool midway = now_ms == 5000;
        if (!(fault == LATE && now_ms > 2000)) {
            queue(judge, 1, ++n, "sales", 1, now_ms);
            if (fault == LOST && midway)
                n += 3;
            queue(judge, fault == RESTART && midway ? 2 : 1, ++n, "help",
                  fault == REFUSED && midway ? -1 : 1, now_ms);
        }
        if (fault == REPEATED && midway)
            queue(judge, 1, n, "help", 1, now_ms);
        if (fault == LOST_BY_MARK && midway)
            n++;
        if (fault == FRAMES && midway)
            judge_message(judge, 1, "x", 1, "", 0, now_ms);
        if (fault == TOPIC && midway)
            judge_message(judge, 2, "queue", 5, "x", 1, now_ms);
        if (!(fault == SILENT && now_ms > 2000 && now_ms < 7000))
            beat(judge, ++beats, fault == COUNT ? 3 : 2, n, now_ms);
    }
    int wrong = judge_report(judge, 10001, gather, said, &sites);
    assert_int_equal(sites, 1);
    judge_free(judge);
    return wrong;
}

static void test_faults(void **state)
{
    (void)state;
    static const struct {
        enum fault fault;
        int wrong;
        const char *says;
    } cases[] = {
        {NONE, 0, "berlin: 2 of 2 queues told\n"},
        {LOST, 1, "berlin: wrong: 3 messages are missing"},
        {LOST_BY_MARK, 1, "berlin: wrong: 1 messages are missing"},
        {REPEATED, 1, "berlin: wrong: 1 messages repeat or go back"},
        {LATE, 1, "berlin: wrong: 2 times an entity was not told again within 3000 ms"},
        {COUNT, 1, "berlin: wrong: 2 of 3 queues told"},
        {SILENT, 1, "berlin: wrong: heartbeat every 1000 ms, longest gap 5000 ms"},
        {REFUSED, 1, "berlin: wrong: 1 refused: queue: waiting"},
        {FRAMES, 1, "messages of no site: wrong: 1 had not exactly two frames"},
        {TOPIC, 1, "messages of no site: wrong: 1 refused"},
        {RESTART, 0, "berlin: restarted 2 times"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char said[SAID_BYTES];
        int wrong = run(cases[i].fault, said);
        if (strstr(said, cases[i].says) == NULL || wrong != cases[i].wrong)
            fail_msg("case %zu: %d wrong:\n%s", i, wrong, said);
    }
}

static void test_ripe(void **state)
{
    (void)state;
    struct judge *judge = judge_new(0);
    assert_false(judge_ripe(judge, 100000));
    queue(judge, 1, 1, "sales", 1, 1000);
    assert_false(judge_ripe(judge, 100000));
    beat(judge, 1, 1, 1, 1000);
    assert_false(judge_ripe(judge, 1000 + KEYFRAME_MS + 2 * PERIOD_MS));
    assert_true(judge_ripe(judge, 2000 + KEYFRAME_MS + 2 * PERIOD_MS));
    judge_free(judge);
}

/* Whatever bytes come, nothing but a complaint may come of it. */
static void test_garbage(void **state)
{
    (void)state;
    const char *seed = getenv("ACD_SEED");
    srandom(seed != NULL ? (unsigned)atoi(seed) : 1);
    struct judge *judge = judge_new(0);
    for (int i = 0; i < 20000; i++) {
        unsigned char body[64];
        size_t bytes = (size_t)random() % sizeof(body);
        for (size_t at = 0; at < bytes; at++)
            body[at] = (unsigned char)random();
        const char *topic = i % 2 != 0 ? "queue/berlin/" : "site/b/x";
        judge_message(judge, 2, topic, strlen(topic), body, bytes, i);
    }
    char said[SAID_BYTES] = "";
    int sites;
    assert_true(judge_report(judge, 20000, gather, said, &sites) > 0);
    assert_int_equal(sites, 0);
    judge_free(judge);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_ripe),
        cmocka_unit_test(test_garbage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
