/* A feed whose messages are lost at random on their way to the real `acdfeed relay`, whose queues
 * come and go: whatever is live behind the relay after a heartbeat is as the feed last said, for
 * who was there all the time and for who came late.  ACD_SEED chooses another course. */
#include "acdfeed/clock.h"
#include "tests/support/cases.h"
#include "tests/support/rawfeed.h"
#include "tests/support/relayed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { QUEUES = 8, ROUNDS = 60, CHANGES = 6 };

struct course {
    struct rawfeed feed;
    uint64_t random, n;
    int64_t waiting[QUEUES]; /* as the feed says; -1: there is none */
    char ids[QUEUES][8];
    int lost, checked;
};

static unsigned draw(struct course *course, unsigned below)
{
    course->random = course->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(course->random >> 33) % below;
}

static struct acd_queue queue_of(const struct course *course, int i)
{
    struct acd_queue queue = plain_queue(course->ids[i], course->waiting[i]);
    if (course->waiting[i] < 0) {
        queue.known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_GONE);
        queue.gone = true;
    }
    return queue;
}

/* One queue changes, comes or goes; the message is lost one time in five. */
static void change(struct course *course)
{
    int i = (int)draw(course, QUEUES);
    bool was = course->waiting[i] >= 0;
    course->waiting[i] = was && draw(course, 5) == 0 ? -1 : (int64_t)course->n + 1000;
    struct acd_queue queue = queue_of(course, i);
    course->n++;
    if (draw(course, 5) == 0)
        course->lost++;
    else
        rawfeed_queues(&course->feed, course->n, &queue, 1);
}

static int64_t present(const struct course *course)
{
    int64_t n = 0;
    for (int i = 0; i < QUEUES; i++)
        n += course->waiting[i] >= 0;
    return n;
}

/* Every other question of the relay is answered, by all there is. */
static void answer_some(struct course *course)
{
    while (rawfeed_request(&course->feed)) {
        struct acd_queue page[QUEUES];
        uint32_t n = 0;
        for (int i = 0; i < QUEUES; i++)
            if (course->waiting[i] >= 0)
                page[n++] = queue_of(course, i);
        if (strcmp(course->feed.request->args.kind, "queue") == 0 && draw(course, 2))
            rawfeed_page(&course->feed, page, n, NULL, course->n);
    }
}

static bool has_heard(struct watched *watched, const void *context)
{
    const struct watched_site *site = watched_site(watched, "berlin");
    return site && site->state.heard_ms > *(const int64_t *)context;
}

/* Beats, with the marks and counts of now, until each has heard one that was sent since. */
static void beat_all(struct course *course, struct watched *const *all, int n)
{
    for (int i = 0; i < n; i++) {
        const struct watched_site *site = watched_site(all[i], "berlin");
        int64_t heard_ms = site ? site->state.heard_ms : -1;
        int64_t until_ms = acd_monotonic_ms() + 20000;
        while (!has_heard(all[i], &heard_ms)) {
            assert_true(acd_monotonic_ms() < until_ms);
            rawfeed_beat(&course->feed, course->n, present(course));
            watched_serve(all[i]);
        }
    }
}

static void check(struct course *course, struct watched *watched)
{
    for (int i = 0; i < QUEUES; i++) {
        const struct acd_queue *live =
            watched_live(watched, "berlin", ACD_KIND_QUEUE, course->ids[i]);
        if (!live)
            continue;
        course->checked++;
        if (live->waiting != course->waiting[i])
            fail_msg("%s is live with %lld, the feed says %lld", course->ids[i],
                     (long long)live->waiting, (long long)course->waiting[i]);
    }
    const struct watched_site *site = watched_site(watched, "berlin");
    if (site->state.link == ACD_LINK_LIVE)
        assert_int_equal(watched_live_count(watched, "berlin", ACD_KIND_QUEUE), present(course));
}

static struct watched *sit_down(const struct relay *relay, bool control)
{
    struct watched *watched = watched_new(1u << ACD_KIND_QUEUE);
    watched_add(watched, relay->stats, control ? relay->control : NULL);
    return watched;
}

static void what_is_live_behind_a_relay_is_true(void **state)
{
    (void)state;
    struct course course = {.random =
                                getenv("ACD_SEED") ? strtoull(getenv("ACD_SEED"), NULL, 10) : 1};
    struct relay relay;
    rawfeed_open(&course.feed, "truth");
    START_RELAY(&relay, "truth-r", "--feed", course.feed.stats, "--feed-control",
                course.feed.control);
    struct watched *all[3] = {sit_down(&relay, false), sit_down(&relay, true), NULL};
    for (int i = 0; i < QUEUES; i++)
        snprintf(course.ids[i], sizeof course.ids[i], "q%d", i);
    beat_all(&course, all, 2);
    for (int round = 0; round < ROUNDS; round++) {
        all[2] = sit_down(&relay, round % 2);
        for (int i = 0; i < CHANGES; i++)
            change(&course);
        answer_some(&course);
        /* The first may have been under way before the last change. */
        beat_all(&course, all, 3);
        beat_all(&course, all, 3);
        for (int i = 0; i < 3; i++)
            check(&course, all[i]);
        watched_free(all[2]);
    }
    assert_true(course.lost > ROUNDS / 2);
    assert_true(course.checked > ROUNDS);
    watched_free(all[0]);
    watched_free(all[1]);
    relay_stop(&relay);
    rawfeed_close(&course.feed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_live_behind_a_relay_is_true)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
