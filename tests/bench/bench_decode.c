/* How long it takes to decode a queue and to apply it to a table by id, beside a bare walk of the
 * same bytes: the best of many rounds, so that what other programs do disturbs least. */
#include "acdfeed/memory.h"
#include "acdfeed/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <uthash.h>

enum { QUEUES = 500, ROUNDS = 60, AIM_NS = 250 };
static const double AIM_WALK = 0.8; /* of the walk's speed */

/* One row of the table, as a board keeps it. */
struct row {
    char id[ACD_MAX_ID_BYTES + 1];
    struct acd_queue *queue;
    UT_hash_handle hh;
};

struct bench {
    struct acd_buffer messages[QUEUES];
    int n_messages;
    struct acd_scratch scratch;
    struct row *rows;
};

static int64_t now_ns(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (int64_t)at.tv_sec * 1000000000 + at.tv_nsec;
}

/* Twenty figures, as a floor publishes them: ids, texts, counts, ages, a tally, agents by state. */
static void pack_queue(struct acd_buffer *buffer, int i)
{
    char id[24], name[24];
    struct acd_queue queue = {.id = id, .name = name, .media = ACD_MEDIA_VOICE};
    snprintf(id, sizeof(id), "queue-%d", i);
    snprintf(name, sizeof(name), "Service %d", i);
    queue.waiting = i % 9;
    queue.oldest_ms = 1000 * i;
    queue.active = i % 40;
    queue.known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_NAME) | ACD_BIT(ACD_QUEUE_MEDIA) |
                  ACD_BIT(ACD_QUEUE_WAITING) | ACD_BIT(ACD_QUEUE_OLDEST) | ACD_BIT(ACD_QUEUE_ACTIVE) |
                  ACD_BIT(ACD_QUEUE_AGENTS) | ACD_BIT(ACD_QUEUE_WINDOW) | ACD_BIT(ACD_QUEUE_OPEN);
    queue.open = true;
    queue.agents.known = ACD_BIT(ACD_STATE_AVAILABLE) | ACD_BIT(ACD_STATE_TALKING) |
                         ACD_BIT(ACD_STATE_ACW) | ACD_BIT(ACD_STATE_PAUSED);
    queue.agents.count[ACD_STATE_AVAILABLE] = i % 5;
    queue.agents.count[ACD_STATE_TALKING] = i % 40;
    queue.agents.count[ACD_STATE_PAUSED] = 3;
    queue.window = (struct acd_tally){.span_ms = 300000, .offered = 100 + i, .answered = 90 + i,
                                      .answered_in = 70, .abandoned = 9, .wait_ms = 1200000,
                                      .talk_ms = 16000000};
    queue.window.known = ACD_BIT(ACD_TALLY_SPAN) | ACD_BIT(ACD_TALLY_OFFERED) |
                         ACD_BIT(ACD_TALLY_ANSWERED) | ACD_BIT(ACD_TALLY_ANSWERED_IN) |
                         ACD_BIT(ACD_TALLY_ABANDONED) | ACD_BIT(ACD_TALLY_WAIT) | ACD_BIT(ACD_TALLY_TALK);
    acd_pack(buffer, &acd_queue_shape, &queue);
}

static void pack_messages(struct bench *bench, int items)
{
    bench->n_messages = QUEUES / items;
    for (int m = 0; m < bench->n_messages; m++) {
        struct acd_buffer *buffer = &bench->messages[m];
        acd_buffer_clear(buffer);
        acd_pack_head(buffer, "berlin", 12345678901234u, (uint64_t)m, 1700000000000, (uint32_t)items);
        for (int i = 0; i < items; i++)
            pack_queue(buffer, m * items + i);
    }
}

static void apply(struct bench *bench, const struct acd_queue *queue)
{
    struct row *row;
    HASH_FIND_STR(bench->rows, queue->id, row);
    if (!row) {
        row = acd_calloc(1, sizeof(*row));
        snprintf(row->id, sizeof(row->id), "%s", queue->id);
        HASH_ADD_STR(bench->rows, id, row);
    }
    row->queue = acd_shape_keep(&acd_queue_shape, queue, row->queue);
}

static size_t walk(struct bench *bench)
{
    size_t bytes = 0;
    for (int m = 0; m < bench->n_messages; m++)
        bytes += acd_value_bytes(bench->messages[m].data, bench->messages[m].size, ACD_MAX_DEPTH);
    return bytes;
}

static size_t decode(struct bench *bench, bool applied)
{
    static const char topic[] = "queue/berlin/";
    size_t taken = 0;
    for (int m = 0; m < bench->n_messages; m++) {
        struct acd_message message;
        struct acd_refusal refusal;
        void *entity;
        if (!acd_message_open(&message, topic, sizeof(topic) - 1, bench->messages[m].data,
                              bench->messages[m].size, &refusal))
            return 0;
        while (acd_message_next(&message, &bench->scratch, &entity, &refusal) == ACD_NEXT_ITEM) {
            taken++;
            if (applied)
                apply(bench, entity);
        }
    }
    return taken;
}

static size_t walk_only(struct bench *bench)
{
    return walk(bench);
}
static size_t decode_only(struct bench *bench)
{
    return decode(bench, false);
}
static size_t decode_and_apply(struct bench *bench)
{
    return decode(bench, true);
}

/* The best of the rounds, in ns a queue. */
static double measure(struct bench *bench, size_t (*run)(struct bench *))
{
    enum { REPEATS = 20 };
    int64_t best = INT64_MAX;
    for (int round = 0; round < ROUNDS; round++) {
        int64_t begun = now_ns();
        for (int i = 0; i < REPEATS; i++) {
            if (run(bench) == 0)
                exit(1);
        }
        int64_t spent = now_ns() - begun;
        best = spent < best ? spent : best;
    }
    return (double)best / (QUEUES * REPEATS);
}

static void report(struct bench *bench, int items)
{
    pack_messages(bench, items);
    size_t bytes = walk(bench) / QUEUES;
    double bare = measure(bench, walk_only);
    double decoded = measure(bench, decode_only);
    double applied = measure(bench, decode_and_apply);
    bool met = applied <= AIM_NS && bare / applied >= AIM_WALK;
    printf("  queue x%-3d  %4zu bytes each  walk %6.1f ns  decode %6.1f ns  decode+apply %6.1f ns  "
           "%.2f of the walk's speed  aim %d ns, %.2f: %s\n",
           items, bytes, bare, decoded, applied, bare / applied, AIM_NS, AIM_WALK,
           met ? "met" : "missed");
}

int main(void)
{
    struct bench *bench = acd_calloc(1, sizeof(*bench));
    bench->scratch = (struct acd_scratch){.at = acd_alloc(ACD_SCRATCH_BYTES), .bytes = ACD_SCRATCH_BYTES};
    report(bench, 1);
    report(bench, 100);
    struct row *row, *next;
    HASH_ITER(hh, bench->rows, row, next) {
        HASH_DEL(bench->rows, row);
        free(row->queue);
        free(row);
    }
    for (int m = 0; m < QUEUES; m++)
        acd_buffer_release(&bench->messages[m]);
    free(bench->scratch.at);
    free(bench);
    return 0;
}
