/* The truth about a site under random loss, doubling, reordering, restarts and silence: whenever
 * the watch says LIVE, what it holds is what the feed held, no older than the last message seen.
 * ACD_SEED chooses other schedules. */
#include "feed/link/watch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
    IDS = 9,
    PAGE = 2,
    HISTORY = 4096,
    FLIGHT = 64,
    STEPS = 400,
    CHANGES = 1024,
    PERIOD = 1000,
    ROUND = 5000
};
static const char topic[] = "queue/berlin/", site_topic[] = "site/berlin/";

struct rng {
    uint64_t state;
};

static uint32_t draw(struct rng *rng, uint32_t below)
{
    rng->state = rng->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((rng->state >> 33) % below);
}

struct packet {
    bool heartbeat;
    uint64_t inst, n, mark;
    int count;      /* entities there are, of a heartbeat */
    int value[IDS]; /* -1: not in the message, 0: gone */
};

struct world {
    struct rng rng;
    bool pages, marks, counts;
    int drop, twice, swap; /* chances in 100 */

    uint64_t inst, n, site_n;
    int value[IDS]; /* 0: there is none */
    bool dirty[IDS];
    int past[IDS][CHANGES]; /* every value each has had, in order */
    int n_past[IDS];
    int history[HISTORY][IDS]; /* of this instance: the place in `past` as of message n */
    int serial;

    struct packet flight[FLIGHT];
    int n_flight;
    bool asked, answered;
    char asked_id[ACD_REQUEST_ID_BYTES], asked_after[ACD_MAX_ID_BYTES + 1];
    struct {
        uint64_t inst, mark;
        int value[IDS];
        char next[16];
        char id[ACD_REQUEST_ID_BYTES];
    } answer;

    struct watch watch;
    int held[IDS]; /* the board: 0 not there */
    uint32_t held_epoch[IDS];
    int64_t now;
    int live_seen;
};

static void id_of(int i, char out[16])
{
    snprintf(out, 16, "q%d", i);
}

static void on_forget(void *context, enum acd_kind kind, const char *id)
{
    struct world *world = context;
    assert_int_equal(kind, ACD_KIND_QUEUE);
    world->held[id[1] - '0'] = 0;
}

static void launch(struct world *world, const struct packet *packet)
{
    if ((int)draw(&world->rng, 100) < world->drop)
        return;
    int copies = (int)draw(&world->rng, 100) < world->twice ? 2 : 1;
    for (int i = 0; i < copies && world->n_flight < FLIGHT; i++)
        world->flight[world->n_flight++] = *packet;
    int last = world->n_flight - 1;
    if (last > 0 && (int)draw(&world->rng, 100) < world->swap) {
        struct packet swapped = world->flight[last];
        world->flight[last] = world->flight[last - 1];
        world->flight[last - 1] = swapped;
    }
}

static void send_items(struct world *world, bool all)
{
    struct packet packet = {.inst = world->inst, .n = ++world->n};
    for (int i = 0; i < IDS; i++) {
        packet.value[i] = all || world->dirty[i] ? world->value[i] : -1;
        world->dirty[i] = false;
    }
    memcpy(world->history[world->n % HISTORY], world->n_past, sizeof world->n_past);
    launch(world, &packet);
}

static void flush(struct world *world)
{
    for (int i = 0; i < IDS; i++) {
        if (world->dirty[i]) {
            send_items(world, false);
            return;
        }
    }
}

static void become(struct world *world, int i, int value)
{
    assert_true(world->n_past[i] + 1 < CHANGES);
    world->value[i] = value;
    world->past[i][++world->n_past[i]] = value;
}

static void change(struct world *world)
{
    int i = (int)draw(&world->rng, IDS);
    become(world, i, draw(&world->rng, 4) ? ++world->serial : 0);
    world->dirty[i] = true;
}

static void beat(struct world *world)
{
    flush(world);
    struct packet packet = {
        .heartbeat = true, .inst = world->inst, .n = ++world->site_n, .mark = world->n};
    for (int i = 0; i < IDS; i++)
        packet.count += world->value[i] != 0;
    launch(world, &packet);
}

static void restart(struct world *world)
{
    world->inst++;
    world->n = world->site_n = 0;
    for (int i = 0; i < IDS; i++) {
        become(world, i, draw(&world->rng, 2) ? ++world->serial : 0);
        world->dirty[i] = world->value[i] != 0;
    }
    memcpy(world->history[0], world->n_past, sizeof world->n_past);
}

static void deliver_heartbeat(struct world *world, const struct packet *packet)
{
    struct acd_mark mark = {
        .known = ACD_BIT(ACD_MARK_TOPIC) | ACD_BIT(ACD_MARK_N), .topic = topic, .n = packet->mark};
    struct acd_site site = {
        .known = ACD_BIT(ACD_SITE_ID) | ACD_BIT(ACD_SITE_PERIOD) | ACD_BIT(ACD_SITE_KEYFRAME),
        .id = "berlin",
        .period_ms = PERIOD,
        .keyframe_ms = ROUND,
        .marks = &mark,
        .n_marks = packet->mark ? 1 : 0,
        .queues = packet->count,
    };
    if (world->marks)
        ACD_KNOW(&site, ACD_SITE_MARKS);
    if (world->counts)
        ACD_KNOW(&site, ACD_SITE_QUEUES);
    watch_heartbeat(&world->watch, &site, 0, world->now);
}

static void hold(struct world *world, int i, int value)
{
    world->held[i] = value;
    world->held_epoch[i] = world->watch.ledger[ACD_KIND_QUEUE].epoch;
}

static void deliver(struct world *world)
{
    if (world->n_flight == 0)
        return;
    struct packet packet = world->flight[0];
    memmove(world->flight, world->flight + 1, (size_t)--world->n_flight * sizeof packet);
    struct watch_source source = {.feed = 0, .pages = world->pages, .inst = packet.inst};
    const char *of = packet.heartbeat ? site_topic : topic;
    enum acd_kind kind = packet.heartbeat ? ACD_KIND_SITE : ACD_KIND_QUEUE;
    if (!watch_message(&world->watch, source, kind, of, strlen(of), packet.n, world->now))
        return;
    if (packet.heartbeat) {
        deliver_heartbeat(world, &packet);
        return;
    }
    for (int i = 0; i < IDS; i++) {
        char id[16];
        id_of(i, id);
        if (packet.value[i] >= 0 && watch_item(&world->watch, id, packet.value[i] == 0))
            hold(world, i, packet.value[i]);
    }
}

static void ask(struct world *world)
{
    if (!watch_pull_due(&world->watch, world->now))
        return;
    snprintf(world->asked_id, sizeof world->asked_id, "p%d", ++world->serial);
    snprintf(world->asked_after, sizeof world->asked_after, "%s", world->watch.puller.after);
    world->asked = true;
    puller_sent(&world->watch.puller, world->asked_id, world->now);
}

static void answer(struct world *world)
{
    if (!world->asked || world->answered)
        return;
    world->asked = false;
    if ((int)draw(&world->rng, 100) < world->drop)
        return;
    world->answered = true;
    world->answer.inst = world->inst;
    world->answer.mark = world->n;
    world->answer.next[0] = '\0';
    memcpy(world->answer.id, world->asked_id, sizeof world->asked_id);
    int told = 0;
    char last[16] = "";
    for (int i = 0; i < IDS; i++) {
        char id[16];
        id_of(i, id);
        world->answer.value[i] = 0;
        if (strcmp(id, world->asked_after) <= 0 || world->value[i] == 0)
            continue;
        if (told++ == PAGE) {
            memcpy(world->answer.next, last, sizeof last);
            break;
        }
        memcpy(last, id, sizeof id);
        world->answer.value[i] = world->value[i];
    }
    for (int i = last[0] ? last[1] - '0' + 1 : IDS; world->answer.next[0] && i < IDS; i++)
        world->answer.value[i] = 0;
}

static void deliver_answer(struct world *world)
{
    if (!world->answered)
        return;
    world->answered = false;
    struct acd_mark mark = {.topic = topic, .n = world->answer.mark};
    struct acd_reply reply = {
        .known = ACD_BIT(ACD_REPLY_STATUS) | ACD_BIT(ACD_REPLY_ITEMS) | ACD_BIT(ACD_REPLY_INST) |
                 ACD_BIT(ACD_REPLY_MARKS),
        .id = world->answer.id,
        .status = ACD_STATUS_DONE,
        .inst = world->answer.inst,
        .marks = &mark,
        .n_marks = world->answer.mark ? 1 : 0,
        .next = world->answer.next,
    };
    if (world->answer.next[0])
        ACD_KNOW(&reply, ACD_REPLY_NEXT);
    if (!watch_page(&world->watch, &reply, world->now))
        return;
    for (int i = 0; i < IDS; i++) {
        char id[16];
        id_of(i, id);
        if (world->answer.value[i] && watch_page_item(&world->watch, id))
            hold(world, i, world->answer.value[i]);
    }
    watch_page_end(&world->watch, &reply, true, world->now);
}

/* Whether it had the value that we hold at message n or later. */
static bool could_hold(const struct world *world, int i, uint64_t n)
{
    for (int at = world->history[n % HISTORY][i]; at <= world->n_past[i]; at++) {
        if (world->past[i][at] == world->held[i])
            return true;
    }
    return false;
}

static void check(struct world *world, uint64_t seed)
{
    const struct watch *watch = &world->watch;
    if (watch_link(watch) != ACD_LINK_LIVE || watch->inst != world->inst)
        return;
    world->live_seen++;
    const struct sequence *seen = sequences_find(&watch->sequences, topic, strlen(topic));
    uint64_t last = seen ? sequence_last(seen) : 0;
    for (int i = 0; i < IDS; i++) {
        if (world->held[i] && world->held_epoch[i] != watch->ledger[ACD_KIND_QUEUE].epoch)
            fail_msg("seed %llu: live, but q%d is of an older epoch %u of %u",
                     (unsigned long long)seed, i, world->held_epoch[i],
                     watch->ledger[ACD_KIND_QUEUE].epoch);
        if (!could_hold(world, i, last))
            fail_msg(
                "seed %llu at %lld: live, but q%d is %d, which it was only before message %llu",
                (unsigned long long)seed, (long long)world->now, i, world->held[i],
                (unsigned long long)last);
    }
}

static void step(struct world *world)
{
    switch (draw(&world->rng, 14)) {
    case 0:
    case 1:
    case 2:
        change(world);
        break;
    case 3:
    case 4:
        flush(world);
        break;
    case 5:
        send_items(world, true);
        break;
    case 6:
        if (draw(&world->rng, 30) == 0)
            restart(world);
        break;
    case 7:
        answer(world);
        break;
    case 8:
        deliver_answer(world);
        break;
    case 9:
        world->now += draw(&world->rng, 60) ? 50 : 6000;
        watch_tick(&world->watch, world->now);
        break;
    default:
        deliver(world);
        break;
    }
    if (world->now / 200 != (world->now - 50) / 200 && draw(&world->rng, 3) == 0)
        beat(world);
    ask(world);
}

/* Faults end: everything must become true and whole. */
static void calm(struct world *world, uint64_t seed)
{
    world->drop = world->twice = world->swap = 0;
    for (int i = 0; i < 40; i++) {
        world->now += 500;
        send_items(world, true);
        beat(world);
        while (world->n_flight)
            deliver(world);
        watch_tick(&world->watch, world->now);
        for (int page = 0; page < IDS; page++) {
            ask(world);
            answer(world);
            deliver_answer(world);
        }
        check(world, seed);
    }
    if (watch_link(&world->watch) != ACD_LINK_LIVE) {
        char why[200];
        watch_why(&world->watch, why, sizeof why);
        fail_msg("seed %llu: not live after all was told: %s", (unsigned long long)seed, why);
    }
    for (int i = 0; i < IDS; i++)
        assert_int_equal(world->held[i], world->value[i]);
}

static void run(uint64_t seed, int *live_seen)
{
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    world->rng.state = seed * 2654435761u + 1;
    world->pages = draw(&world->rng, 2);
    world->marks = draw(&world->rng, 4) != 0;
    world->counts = draw(&world->rng, 4) != 0;
    world->drop = (int)draw(&world->rng, 4) * 7;
    world->twice = (int)draw(&world->rng, 3) * 10;
    world->swap = (int)draw(&world->rng, 3) * 10;
    world->inst = 100;
    world->now = 1000000;
    watch_init(&world->watch, "berlin", 1u << ACD_KIND_SITE | 1u << ACD_KIND_QUEUE, on_forget,
               world);
    for (int i = 0; i < 10; i++) {
        change(world);
        flush(world);
    }
    world->n_flight = 0; /* we come late */
    for (int i = 0; i < STEPS; i++) {
        step(world);
        check(world, seed);
    }
    calm(world, seed);
    *live_seen += world->live_seen;
    watch_release(&world->watch);
    free(world);
}

static void live_is_true(void **state)
{
    (void)state;
    const char *text = getenv("ACD_SEED");
    uint64_t first = text ? strtoull(text, NULL, 10) : 1;
    int live_seen = 0;
    for (uint64_t seed = first; seed < first + 3000; seed++)
        run(seed, &live_seen);
    assert_true(live_seen > 30000); /* or nothing was proved */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(live_is_true)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
