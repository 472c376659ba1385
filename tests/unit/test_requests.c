/* The life of a request, by tables and by random sequences. */
#include "acdfeed/macros.h"
#include "console/model/requests.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void ask(struct requests *requests, const char *id, const char *queue, const char *agent,
                int64_t now_ms)
{
    struct acd_request request = {.id = id, .op = "overflow", .site = "berlin"};

    if (queue) {
        request.queue = queue;
        ACD_KNOW(&request, ACD_REQUEST_QUEUE);
    }
    if (agent) {
        request.agent = agent;
        ACD_KNOW(&request, ACD_REQUEST_AGENT);
    }
    requests_asked(requests, &request, "overflow 6 to Back office", now_ms);
}

static const struct request_entry *answer(struct requests *requests, const char *id, int status,
                                          const char *why, int64_t now_ms)
{
    struct acd_reply reply = {.known = ACD_BIT(ACD_REPLY_ID) | ACD_BIT(ACD_REPLY_STATUS), .id = id,
                              .status = status, .why = why};

    if (why)
        ACD_KNOW(&reply, ACD_REPLY_WHY);
    return requests_answered(requests, &reply, now_ms);
}

static void test_an_entry_says_what_was_asked(void **state)
{
    (void)state;
    struct requests *requests = requests_new();
    const struct request_entry *entry;

    assert_null(requests_at(requests, 0));
    ask(requests, "r1", "sales", NULL, 100);
    entry = requests_at(requests, 0);
    assert_string_equal(entry->id, "r1");
    assert_string_equal(entry->site, "berlin");
    assert_string_equal(entry->queue, "sales");
    assert_string_equal(entry->agent, "");
    assert_string_equal(entry->words, "overflow 6 to Back office");
    assert_int_equal(entry->op, ACD_OP_OVERFLOW);
    assert_int_equal(entry->state, REQUEST_ASKED);
    assert_int_equal(entry->asked_ms, 100);
    assert_int_equal(requests_count(requests), 1);
    requests_free(requests);
}

enum { EXPIRE = -1, LATE = -2, NONE = -3 };

static void test_lives(void **state)
{
    (void)state;
    static const struct {
        int steps[4]; /* a status, or time passing */
        enum request_state ends;
        const char *why;
    } cases[] = {
        {{NONE}, REQUEST_ASKED, ""},
        {{ACD_STATUS_ACCEPTED, NONE}, REQUEST_ACCEPTED, ""},
        {{ACD_STATUS_ACCEPTED, ACD_STATUS_DONE, NONE}, REQUEST_DONE, ""},
        {{ACD_STATUS_DONE, NONE}, REQUEST_DONE, ""},
        {{ACD_STATUS_FAILED, NONE}, REQUEST_REFUSED, "failed"},
        {{ACD_STATUS_ACCEPTED, ACD_STATUS_FAILED, NONE}, REQUEST_REFUSED, "failed"},
        {{ACD_STATUS_REFUSED, NONE}, REQUEST_REFUSED, "refused"},
        {{ACD_STATUS_UNSUPPORTED, NONE}, REQUEST_REFUSED, "not supported by this feed"},
        {{ACD_STATUS_DENIED, NONE}, REQUEST_REFUSED, "denied: this role may not do it"},
        {{ACD_STATUS_EXPIRED, NONE}, REQUEST_REFUSED,
         "expired: it arrived too late and was not carried out"},
        {{EXPIRE, NONE}, REQUEST_NO_ANSWER, "whether it was carried out is not known"},
        {{EXPIRE, ACD_STATUS_DONE, NONE}, REQUEST_DONE, ""},
        {{EXPIRE, ACD_STATUS_EXPIRED, NONE}, REQUEST_REFUSED,
         "expired: it arrived too late and was not carried out"},
        {{ACD_STATUS_ACCEPTED, EXPIRE, NONE}, REQUEST_ACCEPTED, ""}, /* accepted has more time */
        {{ACD_STATUS_ACCEPTED, LATE, NONE}, REQUEST_NO_ANSWER,
         "accepted, but what became of it was never told"},
        {{ACD_STATUS_DONE, ACD_STATUS_FAILED, NONE}, REQUEST_DONE, ""}, /* the end is the end */
        {{ACD_STATUS_DONE, ACD_STATUS_ACCEPTED, LATE, NONE}, REQUEST_DONE, ""},
        {{ACD_STATUS_REFUSED, ACD_STATUS_DONE, NONE}, REQUEST_REFUSED, "refused"},
        {{99, NONE}, REQUEST_ASKED, ""},
    };

    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct requests *requests = requests_new();
        int64_t now = 0;

        ask(requests, "r", "sales", NULL, now);
        for (int k = 0; k < 4 && cases[i].steps[k] != NONE; k++) {
            int step = cases[i].steps[k];

            if (step == EXPIRE || step == LATE)
                requests_expire(requests, now += step == EXPIRE ? REQUEST_ANSWER_MS : REQUEST_OUTCOME_MS);
            else
                answer(requests, "r", step, NULL, now);
        }
        assert_int_equal(requests_at(requests, 0)->state, cases[i].ends);
        assert_string_equal(requests_at(requests, 0)->why, cases[i].why);
        requests_free(requests);
    }
}

static void test_the_feeds_own_words_come_first(void **state)
{
    (void)state;
    struct requests *requests = requests_new();
    struct acd_reply reply = {.known = ACD_BIT(ACD_REPLY_ID), .id = "a"};

    ask(requests, "a", "sales", NULL, 0);
    ask(requests, "b", "sales", NULL, 0);
    assert_string_equal(answer(requests, "a", ACD_STATUS_REFUSED, "Back office is closed", 5)->why,
                        "Back office is closed");
    assert_string_equal(answer(requests, "b", ACD_STATUS_FAILED, "no route", 5)->why,
                        "failed: no route");
    assert_null(answer(requests, "nobody", ACD_STATUS_DONE, NULL, 5));
    assert_null(requests_answered(requests, &reply, 5)); /* no status told */
    requests_free(requests);
}

/* What a feed had accepted before it began anew, or gave way to another, nobody tells of. */
static void test_what_a_former_life_accepted_has_no_answer(void **state)
{
    (void)state;
    struct requests *requests = requests_new();
    struct acd_reply reply = {.known = ACD_BIT(ACD_REPLY_ID) | ACD_BIT(ACD_REPLY_STATUS),
                              .id = "a",
                              .status = ACD_STATUS_ACCEPTED};

    ask(requests, "a", "sales", NULL, 0);
    ask(requests, "b", "sales", NULL, 0);
    assert_false(requests_live(requests, "berlin", 7, 10));
    assert_non_null(requests_answered(requests, &reply, 20));
    assert_false(requests_live(requests, "berlin", 7, 30));
    assert_false(requests_live(requests, "paris", 8, 40));
    assert_true(requests_live(requests, "berlin", 8, 50));
    assert_int_equal(requests_at(requests, 1)->state, REQUEST_NO_ANSWER);
    assert_int_equal(requests_at(requests, 1)->changed_ms, 50);
    assert_string_equal(requests_at(requests, 1)->why,
                        "accepted, but what became of it was never told");
    assert_int_equal(requests_at(requests, 0)->state, REQUEST_ASKED); /* its answer may be on its way */
    assert_false(requests_live(requests, "berlin", 8, 60));
    reply.status = ACD_STATUS_DONE; /* told late all the same */
    assert_non_null(requests_answered(requests, &reply, 70));
    assert_int_equal(requests_at(requests, 1)->state, REQUEST_DONE);
    requests_free(requests);
}

/* What the site of the request told everyone is an answer; what others tell is none. */
static void test_a_decision_told_to_everyone_is_an_answer(void **state)
{
    (void)state;
    struct requests *requests = requests_new();
    struct acd_event event = {.known = ACD_BIT(ACD_EVENT_TYPE) | ACD_BIT(ACD_EVENT_REQUEST) |
                                       ACD_BIT(ACD_EVENT_STATUS) | ACD_BIT(ACD_EVENT_WHY),
                              .type = "action",
                              .request = "a",
                              .status = "failed",
                              .why = "no route"};

    ask(requests, "a", "sales", NULL, 0);
    assert_null(requests_told(requests, "paris", &event, 5));
    event.type = "notice";
    assert_null(requests_told(requests, "berlin", &event, 5));
    event.type = "action";
    event.status = "perhaps";
    assert_null(requests_told(requests, "berlin", &event, 5));
    event.status = "failed";
    const struct request_entry *entry = requests_told(requests, "berlin", &event, 5);
    assert_int_equal(entry->state, REQUEST_REFUSED);
    assert_string_equal(entry->why, "failed: no route");
    assert_null(answer(requests, "a", ACD_STATUS_DONE, NULL, 6));
    event.request = "another's";
    assert_null(requests_told(requests, "berlin", &event, 5));
    requests_free(requests);
}

static void test_nothing_expires_too_soon(void **state)
{
    (void)state;
    struct requests *requests = requests_new();

    ask(requests, "r", "sales", NULL, 100);
    assert_false(requests_expire(requests, 100 + REQUEST_ANSWER_MS - 1));
    assert_true(requests_expire(requests, 100 + REQUEST_ANSWER_MS));
    assert_false(requests_expire(requests, 100 + 10 * REQUEST_ANSWER_MS));
    requests_free(requests);
}

static void test_the_newest_of_a_queue_or_agent(void **state)
{
    (void)state;
    struct requests *requests = requests_new();

    ask(requests, "1", "sales", NULL, 0);
    ask(requests, "2", "billing", NULL, 10);
    ask(requests, "3", NULL, "anna", 20);
    ask(requests, "4", "sales", NULL, 30);
    assert_string_equal(requests_of(requests, "berlin", "sales", "", 40, 0)->id, "4");
    assert_string_equal(requests_of(requests, "berlin", "", "anna", 40, 0)->id, "3");
    assert_null(requests_of(requests, "paris", "sales", "", 40, 1000));
    assert_null(requests_of(requests, "berlin", "", "ben", 40, 1000));
    answer(requests, "4", ACD_STATUS_DONE, NULL, 50);
    assert_string_equal(requests_of(requests, "berlin", "sales", "", 60, 10)->id, "4");
    assert_string_equal(requests_of(requests, "berlin", "sales", "", 61, 10)->id, "1");
    answer(requests, "1", ACD_STATUS_DONE, NULL, 50);
    assert_null(requests_of(requests, "berlin", "sales", "", 61, 10));
    requests_free(requests);
}

static void test_the_oldest_give_way(void **state)
{
    (void)state;
    struct requests *requests = requests_new();
    char id[16];

    for (int i = 0; i < REQUESTS_KEPT + 7; i++) {
        snprintf(id, sizeof(id), "r%d", i);
        ask(requests, id, "sales", NULL, i);
    }
    assert_int_equal(requests_count(requests), REQUESTS_KEPT);
    assert_string_equal(requests_at(requests, 0)->id, id);
    assert_string_equal(requests_at(requests, REQUESTS_KEPT - 1)->id, "r7");
    assert_null(requests_at(requests, REQUESTS_KEPT));
    assert_null(answer(requests, "r6", ACD_STATUS_DONE, NULL, 999));
    assert_non_null(answer(requests, "r7", ACD_STATUS_DONE, NULL, 999));
    requests_free(requests);
}

/* Whatever comes in whatever order: nothing leaves its end, nothing stays open for ever. */
static void test_random_sequences(void **state)
{
    (void)state;
    srand(getenv("ACD_SEED") ? (unsigned)atoi(getenv("ACD_SEED")) : 6);
    for (int round = 0; round < 300; round++) {
        struct requests *requests = requests_new();
        enum request_state ended[8] = {REQUEST_ASKED};
        int64_t now = 0;
        char id[16];

        for (int i = 0; i < 8; i++) {
            snprintf(id, sizeof(id), "%d", i);
            ask(requests, id, "sales", NULL, now);
        }
        for (int step = 0; step < 60; step++) {
            int i = rand() % 8;
            const struct request_entry *entry = requests_at(requests, 7 - i);

            snprintf(id, sizeof(id), "%d", i);
            if (rand() % 3)
                answer(requests, id, rand() % ACD_STATUSES, NULL, now);
            else
                requests_expire(requests, now += rand() % 3000);
            if (ended[i] == REQUEST_DONE || ended[i] == REQUEST_REFUSED)
                assert_int_equal(entry->state, ended[i]);
            ended[i] = entry->state;
        }
        requests_expire(requests, now += REQUEST_OUTCOME_MS);
        for (int i = 0; i < 8; i++)
            assert_true(requests_at(requests, i)->state >= REQUEST_DONE);
        requests_free(requests);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_entry_says_what_was_asked),
        cmocka_unit_test(test_lives),
        cmocka_unit_test(test_the_feeds_own_words_come_first),
        cmocka_unit_test(test_what_a_former_life_accepted_has_no_answer),
        cmocka_unit_test(test_a_decision_told_to_everyone_is_an_answer),
        cmocka_unit_test(test_nothing_expires_too_soon),
        cmocka_unit_test(test_the_newest_of_a_queue_or_agent),
        cmocka_unit_test(test_the_oldest_give_way),
        cmocka_unit_test(test_random_sequences),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
