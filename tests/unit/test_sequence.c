/* Counts of topics: in order, missing, repeated, first; and the ledger and puller beside them. */
#include "feed/link/ledger.h"
#include "feed/link/puller.h"
#include "feed/link/sequence.h"

#include "acdfeed/limits.h"
#include "acdfeed/macros.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { END, MESSAGE, MARK, AWAIT, BASELINE };
struct act {
    int what;
    uint64_t n;
    enum sequence_step step;
    uint64_t missing;
};

static const struct {
    const char *name;
    struct act acts[8];
} cases[] = {
    {"in order", {{MESSAGE, 7, SEQUENCE_FIRST, 0}, {MESSAGE, 8, SEQUENCE_NEXT, 0}}},
    {"a hole", {{MESSAGE, 7, SEQUENCE_FIRST, 0}, {MESSAGE, 11, SEQUENCE_GAP, 3}}},
    {"twice", {{MESSAGE, 7, SEQUENCE_FIRST, 0}, {MESSAGE, 7, SEQUENCE_REPEATED, 0}}},
    {"late", {{MESSAGE, 7, SEQUENCE_FIRST, 0}, {MESSAGE, 3, SEQUENCE_REPEATED, 0}}},
    {"counted from 0", {{MESSAGE, 0, SEQUENCE_FIRST, 0}, {MESSAGE, 1, SEQUENCE_NEXT, 0}}},
    {"new topic", {{BASELINE, 0, 0, 0}, {MESSAGE, 1, SEQUENCE_NEXT, 0}}},
    {"new topic, first lost", {{BASELINE, 0, 0, 0}, {MESSAGE, 3, SEQUENCE_GAP, 2}}},
    {"mark of what we saw", {{MESSAGE, 7, SEQUENCE_FIRST, 0}, {MARK, 7, SEQUENCE_NEXT, 0}}},
    {"mark ahead",
     {{MESSAGE, 7, SEQUENCE_FIRST, 0},
      {MARK, 9, SEQUENCE_GAP, 2},
      {MESSAGE, 10, SEQUENCE_NEXT, 0}}},
    {"mark behind", {{MESSAGE, 7, SEQUENCE_FIRST, 0}, {MARK, 5, SEQUENCE_REPEATED, 0}}},
    {"mark before any message", {{MARK, 5, SEQUENCE_FIRST, 0}, {MESSAGE, 6, SEQUENCE_NEXT, 0}}},
    {"mark of a topic that sent nothing", {{BASELINE, 0, 0, 0}, {MARK, 0, SEQUENCE_NEXT, 0}}},
    {"mark of a topic missed whole", {{BASELINE, 0, 0, 0}, {MARK, 4, SEQUENCE_GAP, 4}}},
    {"page, then on", {{AWAIT, 4, 0, 0}, {MESSAGE, 5, SEQUENCE_NEXT, 0}}},
    {"page, then a hole", {{AWAIT, 4, 0, 0}, {MESSAGE, 7, SEQUENCE_GAP, 2}}},
    {"page ahead of messages", {{AWAIT, 4, 0, 0}, {MESSAGE, 2, SEQUENCE_NEXT, 0}}},
    {"largest counts",
     {{MESSAGE, 1, SEQUENCE_FIRST, 0}, {MESSAGE, UINT64_MAX, SEQUENCE_GAP, UINT64_MAX - 2}}},
};

static void steps(void **state)
{
    (void)state;
    static const char topic[] = "queue/berlin/";
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct sequences sequences = {0};
        for (const struct act *act = cases[i].acts; act->what != END; act++) {
            uint64_t missing = 0;
            enum sequence_step step = act->step;
            if (act->what == BASELINE)
                sequences.marked = true;
            if (act->what == AWAIT)
                sequences_await(&sequences, ACD_KIND_QUEUE, topic, strlen(topic), act->n);
            if (act->what == MESSAGE)
                step = sequences_message(&sequences, ACD_KIND_QUEUE, topic, strlen(topic), act->n,
                                         &missing);
            if (act->what == MARK)
                step = sequences_mark(&sequences, ACD_KIND_QUEUE, topic, strlen(topic), act->n,
                                      &missing);
            if (step != act->step || missing != act->missing)
                fail_msg("%s: step %d, %llu missing", cases[i].name, (int)step,
                         (unsigned long long)missing);
        }
        sequences_release(&sequences);
    }
}

static void topics_are_bounded(void **state)
{
    (void)state;
    struct sequences sequences = {0};
    uint64_t missing;
    char topic[ACD_MAX_TOPIC_BYTES + 10];
    for (int i = 0; i < ACD_MAX_MARKS; i++) {
        int bytes = snprintf(topic, sizeof topic, "queue/s/%d", i);
        assert_int_equal(
            sequences_message(&sequences, ACD_KIND_QUEUE, topic, (size_t)bytes, 1, &missing),
            SEQUENCE_FIRST);
    }
    assert_int_equal(sequences_message(&sequences, ACD_KIND_QUEUE, "queue/t/", 8, 1, &missing),
                     SEQUENCE_FULL);
    sequences_release(&sequences);
    memset(topic, 'x', sizeof topic);
    assert_int_equal(
        sequences_message(&sequences, ACD_KIND_QUEUE, topic, sizeof topic, 1, &missing),
        SEQUENCE_FULL);
    sequences_release(&sequences);
}

static void topics_are_split(void **state)
{
    (void)state;
    static const struct {
        const char *topic;
        bool whole;
        enum acd_kind kind;
        const char *site;
    } topics[] = {
        {"queue/berlin/", true, ACD_KIND_QUEUE, "berlin"},
        {"agent/b:1/sales/x", true, ACD_KIND_AGENT, "b:1"},
        {"queue/berlin", false, 0, NULL},
        {"queue", false, 0, NULL},
        {"", false, 0, NULL},
        {"weather/berlin/", false, 0, NULL},
        {"site//", true, ACD_KIND_SITE, ""},
    };
    for (size_t i = 0; i < ACD_COUNT_OF(topics); i++) {
        enum acd_kind kind = 0;
        const char *site = NULL;
        size_t bytes = 0;
        bool whole = topic_split(topics[i].topic, strlen(topics[i].topic), &kind, &site, &bytes);
        assert_int_equal(whole, topics[i].whole);
        if (!whole)
            continue;
        assert_int_equal(kind, topics[i].kind);
        assert_int_equal(bytes, strlen(topics[i].site));
        assert_memory_equal(site, topics[i].site, bytes);
    }
}

static void count_forgotten(void *context, const char *id)
{
    (void)id;
    ++*(int *)context;
}

static void ledger_keeps_the_later_telling(void **state)
{
    (void)state;
    static const char topic[] = "queue/berlin/";
    struct sequences seen = {0}, marks = {0};
    struct ledger ledger = {0};
    uint64_t missing;
    int forgotten = 0;
    ledger_new_life(&ledger);
    sequences_message(&seen, ACD_KIND_QUEUE, topic, strlen(topic), 11, &missing);
    sequences_mark(&marks, ACD_KIND_QUEUE, topic, strlen(topic), 10, &missing);
    struct ledger_stamp told = {sequences_find(&seen, topic, strlen(topic)), 11, 0};
    struct ledger_stamp paged = {told.topic, 10, 0};
    assert_int_equal(ledger_tell(&ledger, "a", told), LEDGER_APPLY);
    assert_int_equal(ledger_page(&ledger, "a", &marks, paged), LEDGER_OLDER);
    assert_int_equal(ledger_page(&ledger, "b", &marks, paged), LEDGER_APPLY);
    assert_true(ledger_gone(&ledger, "b", told, true));
    assert_int_equal(ledger_page(&ledger, "b", &marks, paged), LEDGER_OLDER);
    assert_int_equal(ledger.present, 1);
    ledger_raise(&ledger);
    assert_int_equal(ledger.present, 0);
    assert_int_equal(ledger_tell(&ledger, "c", told), LEDGER_APPLY);
    ledger_forget_old(&ledger, count_forgotten, &forgotten);
    assert_int_equal(forgotten, 1);
    assert_int_equal(ledger.present, 1);
    ledger_release(&ledger);
    sequences_release(&seen);
    sequences_release(&marks);
}

enum { MANY = 3000 };

static uint32_t tell(struct ledger *ledger, int i)
{
    char id[16];
    snprintf(id, sizeof id, "agent-%d", i);
    assert_int_equal(ledger_tell(ledger, id, (struct ledger_stamp){0}), LEDGER_APPLY);
    return ledger->slot;
}

static void a_slot_is_one_entitys_until_it_is_forgotten(void **state)
{
    (void)state;
    struct ledger ledger = {0};
    uint32_t slot[MANY];
    bool taken[MANY] = {false};
    for (int i = 0; i < MANY; i++) {
        slot[i] = tell(&ledger, i);
        assert_in_range(slot[i], 0, MANY - 1);
        assert_false(taken[slot[i]]);
        taken[slot[i]] = true;
    }
    for (int i = 0; i < MANY; i += 7) /* another order than that of the first telling */
        assert_int_equal(tell(&ledger, MANY - 1 - i), slot[MANY - 1 - i]);
    assert_int_equal(ledger.present, MANY);
    assert_true(ledger_gone(&ledger, "agent-77", (struct ledger_stamp){0}, false));
    assert_true(ledger_gone(&ledger, "agent-5", (struct ledger_stamp){0}, false));
    assert_false(ledger_gone(&ledger, "agent-5", (struct ledger_stamp){0}, false));
    assert_int_equal(ledger.present, MANY - 2);
    uint32_t again = tell(&ledger, 77), another = tell(&ledger, MANY);
    assert_true(again != another);
    assert_true((again == slot[77] || again == slot[5]) && (another == slot[77] || another == slot[5]));
    for (int i = 100; i < MANY; i++)
        assert_int_equal(tell(&ledger, i), slot[i]);
    ledger_release(&ledger);
}

static void puller_asks_page_after_page(void **state)
{
    (void)state;
    struct puller puller = {0};
    assert_false(puller_due(&puller, 1000));
    puller_want(&puller, ACD_KIND_AGENT);
    puller_want(&puller, ACD_KIND_QUEUE);
    assert_true(puller_due(&puller, 1000));
    assert_int_equal(puller.kind, ACD_KIND_QUEUE);
    assert_string_equal(puller.after, "");
    puller_sent(&puller, "one", 1000);
    assert_false(puller_due(&puller, 1100));
    assert_false(puller_awaits(&puller, "other"));
    assert_true(puller_awaits(&puller, "one"));
    puller_advance(&puller, "q99");
    assert_true(puller_due(&puller, 1100));
    assert_string_equal(puller.after, "q99");
    puller_sent(&puller, "two", 1100);
    /* Never answered: the same page again, under another id. */
    assert_false(puller_due(&puller, 1100 + PULLER_ANSWER_MS - 1));
    assert_true(puller_due(&puller, 1100 + PULLER_ANSWER_MS));
    assert_string_equal(puller.after, "q99");
    assert_false(puller_awaits(&puller, "two"));
    puller_sent(&puller, "three", 4000);
    puller_advance(&puller, NULL);
    assert_true(puller_due(&puller, 4000)); /* the other kind, at once */
    assert_int_equal(puller.kind, ACD_KIND_AGENT);
    puller_sent(&puller, "four", 4000);
    puller_fail(&puller, 4100, PULLER_REFUSED_MS);
    assert_false(puller_due(&puller, 4100 + PULLER_REFUSED_MS - 1));
    assert_int_equal(puller_due_ms(&puller), 4100 + PULLER_REFUSED_MS);
    assert_true(puller_due(&puller, 4100 + PULLER_REFUSED_MS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps),
        cmocka_unit_test(topics_are_bounded),
        cmocka_unit_test(topics_are_split),
        cmocka_unit_test(ledger_keeps_the_later_telling),
        cmocka_unit_test(a_slot_is_one_entitys_until_it_is_forgotten),
        cmocka_unit_test(puller_asks_page_after_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
