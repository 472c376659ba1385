/* What fan-out costs: the real `acdfeed relay` between one feed of 500 queues, each told once a
 * second by a publisher in a thread here, and 50 listeners, each of whom must hear all of it. */
#include "acdfeed/clock.h"
#include "acdfeed/publisher.h"
#include "acdfeed/wire.h"
#include "tests/support/process.h"
#include "tests/support/tool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zmq.h>

enum { QUEUES = 500, LISTENERS = 50, WARM_S = 2, MEASURE_S = 10, DELAYS = 1 << 16 };

struct bench {
    char folder[TOOL_NAME_BYTES], feed[TOOL_NAME_BYTES], relay[TOOL_NAME_BYTES];
    atomic_bool over, counting;
    void *listeners[LISTENERS];
    int64_t items[LISTENERS];
    int delay_ms[DELAYS], n_delays;
};

static void tell_queue(struct acd_publisher *feed, int i, int64_t turn)
{
    char id[32];
    struct acd_fault why;
    snprintf(id, sizeof id, "q%03d", i);
    struct acd_queue queue = {
        .id = id, .name = id, .waiting = (turn + i) % 7, .oldest_ms = 1000 * i};
    queue.window =
        (struct acd_tally){.span_ms = 300000, .offered = 100 + turn % 50, .answered = 80};
    queue.window.known =
        ACD_BIT(ACD_TALLY_SPAN) | ACD_BIT(ACD_TALLY_OFFERED) | ACD_BIT(ACD_TALLY_ANSWERED);
    queue.known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_NAME) | ACD_BIT(ACD_QUEUE_WAITING) |
                  ACD_BIT(ACD_QUEUE_OLDEST) | ACD_BIT(ACD_QUEUE_WINDOW);
    if (!acd_publisher_queue(feed, "floor", &queue, &why))
        fprintf(stderr, "%s\n", why.text);
}

static void *publish(void *context)
{
    struct bench *bench = context;
    struct acd_fault why;
    struct acd_publisher_options options = {.stats_endpoint = bench->feed, .keyframe_ms = 600000};
    struct acd_publisher *feed = acd_publisher_open(&options, &why);
    struct acd_site site = {.known = ACD_BIT(ACD_SITE_ID), .id = "floor"};
    if (!feed || !acd_publisher_site(feed, &site, &why)) {
        fprintf(stderr, "bench_relay: %s\n", why.text);
        exit(1);
    }
    for (int64_t turn = 0; !atomic_load(&bench->over); turn++) { /* spread over the second */
        for (int part = 0; part < 10; part++) {
            for (int i = part; i < QUEUES; i += 10)
                tell_queue(feed, i, turn);
            acd_publisher_serve(feed, 100, -1);
        }
    }
    acd_publisher_close(feed);
    return NULL;
}

static void take(struct bench *bench, int which)
{
    char topic[256];
    static char body[1 << 20];
    struct acd_message message;
    struct acd_refusal refusal;
    int topic_bytes;
    while ((topic_bytes = zmq_recv(bench->listeners[which], topic, sizeof topic, ZMQ_DONTWAIT)) >=
           0) {
        int bytes = zmq_recv(bench->listeners[which], body, sizeof body, 0);
        if (!acd_message_open(&message, topic, (size_t)topic_bytes, body, (size_t)bytes,
                              &refusal) ||
            message.kind != ACD_KIND_QUEUE || !atomic_load(&bench->counting))
            continue;
        bench->items[which] += message.n_items;
        if (bench->n_delays < DELAYS)
            bench->delay_ms[bench->n_delays++] = (int)(acd_wall_ms() - message.t);
    }
}

static void *listen_all(void *context)
{
    struct bench *bench = context;
    zmq_pollitem_t items[LISTENERS] = {{0}};
    for (int i = 0; i < LISTENERS; i++)
        items[i] = (zmq_pollitem_t){.socket = bench->listeners[i], .events = ZMQ_POLLIN};
    while (!atomic_load(&bench->over)) {
        zmq_poll(items, LISTENERS, 100);
        for (int i = 0; i < LISTENERS; i++)
            take(bench, i);
    }
    return NULL;
}

static int by_delay(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static int report(struct bench *bench, int64_t cpu_ms, int64_t kib)
{
    int64_t least = INT64_MAX;
    for (int i = 0; i < LISTENERS; i++)
        least = bench->items[i] < least ? bench->items[i] : least;
    qsort(bench->delay_ms, (size_t)bench->n_delays, sizeof bench->delay_ms[0], by_delay);
    printf("  %d queues told once a second through a relay to %d listeners\n", QUEUES, LISTENERS);
    printf("  %-34s %8.2f %%\n", "CPU of one core",
           0.1 * (double)cpu_ms / MEASURE_S);
    printf("  %-34s %8.1f MiB\n", "resident memory", (double)kib / 1024);
    printf("  %-34s %8d ms, 99 of 100 within %d ms\n", "from feed to listener, half within",
           bench->n_delays ? bench->delay_ms[bench->n_delays / 2] : -1,
           bench->n_delays ? bench->delay_ms[bench->n_delays / 100 * 99] : -1);
    printf("  %-34s %8lld of %d\n", "queues heard by who heard least", (long long)least,
           QUEUES * MEASURE_S);
    return least > 0 ? 0 : 1;
}

int main(void)
{
    struct bench *bench = calloc(1, sizeof *bench);
    struct tool relay;
    pthread_t publisher, listener;
    if (!bench)
        return 1;
    tool_folder(bench->folder);
    tool_endpoint(bench->feed, bench->folder, "feed");
    tool_endpoint(bench->relay, bench->folder, "relay");
    const char *const arguments[] = {"relay", "--feed", bench->feed, "--stats", bench->relay, NULL};
    tool_start(&relay, arguments);
    tool_await_complaint(&relay, ", from ");
    pthread_create(&publisher, NULL, publish, bench);
    void *context = zmq_ctx_new();
    for (int i = 0; i < LISTENERS; i++) {
        bench->listeners[i] = zmq_socket(context, ZMQ_SUB);
        zmq_setsockopt(bench->listeners[i], ZMQ_SUBSCRIBE, "", 0);
        zmq_connect(bench->listeners[i], bench->relay);
    }
    pthread_create(&listener, NULL, listen_all, bench);
    sleep(WARM_S);
    int64_t before_ms = process_cpu_ms(relay.pid);
    atomic_store(&bench->counting, true);
    sleep(MEASURE_S);
    atomic_store(&bench->counting, false);
    int64_t cpu_ms = process_cpu_ms(relay.pid) - before_ms, kib = process_rss_kib(relay.pid);
    atomic_store(&bench->over, true);
    pthread_join(publisher, NULL);
    pthread_join(listener, NULL);
    for (int i = 0; i < LISTENERS; i++)
        zmq_close(bench->listeners[i]);
    zmq_ctx_term(context);
    tool_stop(&relay);
    free(relay.complaint);
    tool_remove_folder(bench->folder);
    int status = report(bench, cpu_ms, kib);
    free(bench);
    return status;
}
