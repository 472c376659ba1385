/* The alarm engine: its states against a table, and random floors against a model that a person can
 * check: no alarm before its delay, none lost, no chatter. */
#include "acdfeed/macros.h"
#include "console/model/alarms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ON_MS = 3000, OFF_MS = 5000 };

struct heard {
    int n[ALARM_NEWS];
};

static void count_news(void *context, enum alarm_news news, const struct alarm *alarm, int64_t now_ms)
{
    struct heard *heard = context;

    (void)now_ms;
    assert_int_equal(alarm == NULL, news == ALARM_NEWS_FLOOD || news == ALARM_NEWS_FLOOD_OVER);
    heard->n[news]++;
}

static void find_tier(struct alarms *alarms, const char *id, int tier, int64_t now_ms)
{
    struct alarm_sign sign = {"longest", tier, false, ON_MS, OFF_MS, "longest 4:12, limit 2:00"};

    alarms_hear(alarms, ALARM_OF_QUEUE, "berlin", id, &sign, tier > 0, now_ms);
    alarms_pass(alarms, now_ms);
}

/* Calm first, so that delays count. */
static struct alarms *calm_queue(void)
{
    struct alarms *alarms = alarms_new();

    find_tier(alarms, "sales", 0, 0);
    return alarms;
}

static const struct alarm *only(const struct alarms *alarms)
{
    const struct alarm *alarm = NULL;

    return alarms_list(alarms, &alarm, 1) ? alarm : NULL;
}

/* One step: time, then what is done: a digit is the tier found, 'a' acknowledge, 's' shelve for a
 * minute, 'u' unshelve, '?' nothing is known. */
static void do_step(struct alarms *alarms, char what, int64_t now_ms)
{
    if (what == 'a')
        alarms_acknowledge(alarms, ALARM_OF_QUEUE, "berlin", "sales", NULL, "anna", now_ms);
    else if (what == 's')
        alarms_shelve(alarms, ALARM_OF_QUEUE, "berlin", "sales", NULL, "anna", now_ms + 60000, now_ms);
    else if (what == 'u')
        alarms_unshelve(alarms, ALARM_OF_QUEUE, "berlin", "sales", NULL, now_ms);
    else if (what == '?')
        alarms_unheard(alarms, ALARM_OF_QUEUE, "berlin", "sales");
    else
        find_tier(alarms, "sales", what - '0', now_ms);
}

static void test_states(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        struct {
            int64_t s; /* seconds from the start */
            char what;
        } steps[8];
        int n;
        enum alarm_state is;
        int tier;
        bool shelved;
        uint64_t rung;
    } cases[] = {
        {"not before its delay", {{1, '3'}, {3, '3'}}, 2, ALARM_NORMAL, 0, false, 0},
        {"after its delay", {{1, '3'}, {4, '3'}}, 2, ALARM_ACTIVE, 3, false, 1},
        {"a gap begins the delay anew", {{1, '3'}, {3, '0'}, {4, '3'}, {6, '3'}}, 4, ALARM_NORMAL, 0, false, 0},
        {"the tier that lasted", {{1, '2'}, {3, '3'}, {4, '3'}}, 3, ALARM_ACTIVE, 2, false, 1},
        {"then the worse one", {{1, '2'}, {3, '3'}, {4, '3'}, {6, '3'}}, 4, ALARM_ACTIVE, 3, false, 2},
        {"tier 1 asks for no answer", {{1, '1'}, {4, '1'}}, 2, ALARM_ACKNOWLEDGED, 1, false, 0},
        {"not gone at the first good figure", {{1, '3'}, {4, '3'}, {5, '0'}, {9, '0'}}, 4, ALARM_ACTIVE, 3, false, 1},
        {"gone, and nobody saw it", {{1, '3'}, {4, '3'}, {5, '0'}, {10, '0'}}, 4, ALARM_RETURNED, 0, false, 1},
        {"back before anybody saw it go", {{1, '3'}, {4, '3'}, {5, '0'}, {10, '0'}, {11, '3'}, {14, '3'}}, 6, ALARM_ACTIVE, 3, false, 1},
        {"seen, then gone", {{1, '3'}, {4, '3'}, {5, 'a'}, {6, '0'}, {11, '0'}}, 5, ALARM_NORMAL, 0, false, 1},
        {"gone, then seen", {{1, '3'}, {4, '3'}, {6, '0'}, {11, '0'}, {12, 'a'}}, 5, ALARM_NORMAL, 0, false, 1},
        {"seen", {{1, '3'}, {4, '3'}, {5, 'a'}, {6, '3'}}, 4, ALARM_ACKNOWLEDGED, 3, false, 1},
        {"worse than what was seen", {{1, '2'}, {4, '2'}, {5, 'a'}, {6, '3'}, {9, '3'}}, 5, ALARM_ACTIVE, 3, false, 2},
        {"better than what was seen", {{1, '3'}, {4, '3'}, {5, 'a'}, {6, '2'}, {11, '2'}}, 5, ALARM_ACKNOWLEDGED, 2, false, 1},
        {"again after a quarter of an hour", {{1, '3'}, {4, '3'}, {5, 'a'}, {904, '3'}, {905, '3'}}, 5, ALARM_ACTIVE, 3, false, 2},
        {"a returned one is not kept for ever", {{1, '3'}, {4, '3'}, {5, '0'}, {10, '0'}, {1810, '0'}}, 5, ALARM_NORMAL, 0, false, 1},
        {"on the shelf", {{1, '2'}, {4, '2'}, {5, 's'}, {64, '2'}}, 4, ALARM_ACKNOWLEDGED, 2, true, 1},
        {"off the shelf by time", {{1, '2'}, {4, '2'}, {5, 's'}, {65, '2'}}, 4, ALARM_ACTIVE, 2, false, 2},
        {"off the shelf by hand", {{1, '2'}, {4, '2'}, {5, 's'}, {6, 'u'}}, 4, ALARM_ACKNOWLEDGED, 2, false, 1},
        {"a worse tier breaks through", {{1, '2'}, {4, '2'}, {5, 's'}, {6, '3'}, {9, '3'}}, 5, ALARM_ACTIVE, 3, false, 2},
        {"gone and back on the shelf", {{1, '2'}, {4, '2'}, {5, 's'}, {6, '0'}, {11, '0'}, {12, '2'}, {15, '2'}}, 7, ALARM_ACKNOWLEDGED, 2, true, 1},
        {"stays while nothing is known", {{1, '3'}, {4, '3'}, {5, '?'}, {600, '?'}}, 4, ALARM_ACTIVE, 3, false, 1},
        {"stood before it was known", {{1, '?'}, {2, '3'}}, 2, ALARM_ACTIVE, 3, false, 1},
        {"not known does not count as lasting", {{1, '3'}, {2, '?'}, {3, '0'}, {4, '3'}, {6, '3'}}, 5, ALARM_NORMAL, 0, false, 0},
        {"not known does not count as gone", {{1, '3'}, {4, '3'}, {5, '0'}, {6, '?'}, {20, '0'}, {24, '0'}}, 6, ALARM_ACTIVE, 3, false, 1},
    };

    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct alarms *alarms = calm_queue();
        const struct alarm *alarm;
        enum alarm_state is;

        for (int s = 0; s < cases[i].n; s++)
            do_step(alarms, cases[i].steps[s].what, cases[i].steps[s].s * 1000);
        alarm = only(alarms);
        is = alarm ? alarm->state : ALARM_NORMAL;
        if (is != cases[i].is || (alarm ? alarm->tier : 0) != cases[i].tier ||
            (alarm && alarm_shelved(alarm)) != cases[i].shelved || alarms_rung(alarms) != cases[i].rung)
            fail_msg("%s: %s, tier %d, rung %llu", cases[i].name,
                     acd_names_word(&alarm_state_names, (int)is), alarm ? alarm->tier : 0,
                     (unsigned long long)alarms_rung(alarms));
        alarms_free(alarms);
    }
}

static void test_who_saw_it_stands_in_it(void **state)
{
    (void)state;
    struct alarms *alarms = alarms_new();

    find_tier(alarms, "sales", 3, 1000); /* heard for the first time: at once */
    assert_string_equal(only(alarms)->why, "longest 4:12, limit 2:00");
    assert_int_equal(only(alarms)->raised_ms, 1000);
    assert_int_equal(alarms_held(alarms, ALARM_OF_QUEUE, "berlin", "sales", "longest"), 3);
    assert_int_equal(alarms_held(alarms, ALARM_OF_QUEUE, "berlin", "sales", "waiting"), 0);
    assert_int_equal(
        alarms_acknowledge(alarms, ALARM_OF_QUEUE, "berlin", "sales", "waiting", "anna", 2000), 0);
    assert_int_equal(
        alarms_acknowledge(alarms, ALARM_OF_QUEUE, "berlin", "sales", "longest", "anna", 2000), 1);
    assert_string_equal(only(alarms)->by, "anna");
    alarms_forget(alarms, ALARM_OF_QUEUE, "berlin", "sales", 3000);
    assert_null(only(alarms));
    alarms_free(alarms);
}

static void test_a_flood_is_counted_and_rings_once(void **state)
{
    (void)state;
    enum { QUEUES = 200 };
    struct alarms *alarms = alarms_new();
    struct alarms_count count;
    struct heard heard = {{0}};
    char id[16];

    alarms_listen(alarms, count_news, &heard);
    for (int i = 0; i < QUEUES; i++) {
        snprintf(id, sizeof(id), "q%d", i);
        find_tier(alarms, id, 3, 1000);
    }
    alarms_counts(alarms, &count);
    assert_int_equal(count.standing, QUEUES); /* none lost */
    assert_int_equal(alarms_list(alarms, NULL, 0), QUEUES);
    assert_int_equal(heard.n[ALARM_NEWS_RAISED], QUEUES);
    assert_int_equal(heard.n[ALARM_NEWS_FLOOD], 1);
    assert_int_equal(count.flooded, QUEUES - 10);
    assert_true(count.flood);
    assert_int_equal(alarms_rung(alarms), 11);
    alarms_pass(alarms, 62000);
    alarms_counts(alarms, &count);
    assert_false(count.flood);
    assert_int_equal(heard.n[ALARM_NEWS_FLOOD_OVER], 1);
    alarms_free(alarms);
}

static void test_the_list_begins_with_the_worst(void **state)
{
    (void)state;
    static const char *const order[] = {"c", "b", "e", "a", "d"};
    struct alarms *alarms = alarms_new();
    const struct alarm *list[8];

    find_tier(alarms, "a", 1, 1000);
    find_tier(alarms, "b", 2, 1000);
    find_tier(alarms, "c", 3, 2000);
    find_tier(alarms, "d", 3, 3000);
    find_tier(alarms, "e", 3, 3000);
    alarms_shelve(alarms, ALARM_OF_QUEUE, "berlin", "d", NULL, "anna", 90000, 4000);
    alarms_acknowledge(alarms, ALARM_OF_QUEUE, "berlin", "e", NULL, "anna", 4000);
    assert_int_equal(alarms_list(alarms, list, 8), 5);
    for (int i = 0; i < 5; i++)
        assert_string_equal(list[i]->id, order[i]);
    alarms_free(alarms);
}

static void test_thousands_of_fine_agents_take_no_room(void **state)
{
    (void)state;
    struct alarms *alarms = alarms_new();
    struct alarm_sign sign = {"paused", 1, false, 0, 0, "paused 16:00, limit 15:00"};

    alarms_hear(alarms, ALARM_OF_AGENT, "berlin", "ben", NULL, 0, 1000);
    alarms_hear(alarms, ALARM_OF_AGENT, "berlin", "anna", &sign, 1, 1000);
    assert_int_equal(only(alarms)->state, ALARM_ACKNOWLEDGED);
    alarms_hear(alarms, ALARM_OF_AGENT, "berlin", "anna", NULL, 0, 2000);
    alarms_pass(alarms, 3000);
    assert_null(only(alarms));
    alarms_free(alarms);
}

/* --- random floors ------------------------------------------------------------------------------- */

enum { WALKERS = 6, SECONDS = 4000 };

/* What a person with a stopwatch would say of one queue and rule. */
struct watcher {
    int found[SECONDS];
    int tier;
};

/* Whether tier t or worse was found at every second of the last `ms`. */
static bool lasted(const struct watcher *watcher, int now, int tier, int64_t ms, bool above)
{
    for (int s = now; s >= 0 && s >= now - ms / 1000; s--)
        if ((watcher->found[s] >= tier) != above)
            return false;
    return now - ms / 1000 >= 0;
}

static void test_random_floors(void **state)
{
    (void)state;
    const char *seed = getenv("ACD_SEED");
    struct alarms *alarms = alarms_new();
    struct alarm_manners manners = {2, -1, -1, 0};
    static struct watcher watchers[WALKERS];
    struct heard heard = {{0}};
    int raised = 0, over = 0;

    srandom(seed ? (unsigned)atoi(seed) : 4);
    alarms_behave(alarms, &manners);
    alarms_listen(alarms, count_news, &heard);
    for (int now = 0; now < SECONDS; now++)
        for (int w = 0; w < WALKERS; w++) {
            struct watcher *watcher = &watchers[w];
            int before = watcher->tier, held;
            char id[4] = {'q', (char)('0' + w), 0};

            /* stays as it is for a while, longer for some than for others */
            watcher->found[now] = now == 0 ? 0 : random() % (2 + 3 * w) ? watcher->found[now - 1] : (int)(random() % 4);
            find_tier(alarms, id, watcher->found[now], now * INT64_C(1000));
            held = alarms_held(alarms, ALARM_OF_QUEUE, "berlin", id, "longest");
            watcher->tier = held;
            if (held > before)
                assert_true(lasted(watcher, now, held, ON_MS, true));
            for (int t = held + 1; t <= 3; t++) /* none lost */
                assert_false(lasted(watcher, now, t, ON_MS, true));
            for (int t = held + 1; t <= before; t++)
                assert_true(lasted(watcher, now, t, OFF_MS, false));
            if (held > 0)
                assert_false(lasted(watcher, now, held, OFF_MS, false));
            raised += before == 0 && held > 0;
            over += before > 0 && held == 0;
            if (random() % 50 == 0)
                alarms_acknowledge(alarms, ALARM_OF_QUEUE, "berlin", id, NULL, "anna", now * INT64_C(1000));
        }
    assert_true(raised > 100);
    assert_int_equal(heard.n[ALARM_NEWS_RAISED], raised);
    assert_true(heard.n[ALARM_NEWS_RETURNED] <= over);
    alarms_free(alarms);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_who_saw_it_stands_in_it),
        cmocka_unit_test(test_a_flood_is_counted_and_rings_once),
        cmocka_unit_test(test_the_list_begins_with_the_worst),
        cmocka_unit_test(test_thousands_of_fine_agents_take_no_room),
        cmocka_unit_test(test_random_floors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
