/* Events a second through the tallies on one core: the counts alone, and whole contacts. */
#include "feed/tallies/contacts.h"
#include "acdfeed/zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define T0 INT64_C(1774656000000)
enum { QUEUES = 200, WAITING = 2000, GOAL = 1000000 };

static double now_s(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void report(const char *what, int64_t events, double seconds)
{
    double rate = (double)events / seconds;

    printf("%-34s %12.0f events/s  %7.1f ns  goal %d  %s\n", what, rate, 1e9 / rate, GOAL,
           rate >= GOAL ? "met" : "MISSED");
}

/* A day of events over many queues: window and interval turn on the way, the day does not. */
static void bench_spans(const struct spans_options *options, const char *what)
{
    enum { N = 5000000 };
    static struct spans *spans[QUEUES];
    struct acd_tally window, interval, day;
    int64_t t = acd_zone_day(options->zone, T0, 0).start, sum = 0;
    double start;

    for (int q = 0; q < QUEUES; q++) {
        spans[q] = spans_new(options, t);
        spans_supply(spans[q], UINT64_MAX);
    }
    start = now_s();
    for (int i = 0; i < N; i++) {
        t += 86400000 / N;
        spans_add(spans[i % QUEUES], t, ACD_TALLY_OFFERED, 1);
    }
    report(what, N, now_s() - start);
    for (int q = 0; q < QUEUES; q++) {
        spans_read(spans[q], t, &window, &interval, &day);
        sum += day.offered;
        spans_free(spans[q]);
    }
    if (sum != N)
        printf("counts lost: %lld of %d\n", (long long)(N - sum), N);
}

/* Contacts that join, are answered and end, while many others wait. */
static void bench_contacts(const struct spans_options *spans)
{
    enum { N = 3000000 };
    const struct contacts_options options = {.spans = *spans, .rejoin_ms = 10000, .most = 100000};
    static char ids[WAITING][24];
    struct contacts *c = contacts_new(&options, T0);
    struct contact_told told = {.t = T0, .wait_ms = -1};
    double start;

    for (int q = 0; q < QUEUES; q++) {
        char id[16];

        snprintf(id, sizeof(id), "queue%d", q);
        contacts_queue(c, id, 20000, 5000, T0);
    }
    for (int i = 0; i < WAITING; i++)
        snprintf(ids[i], sizeof(ids[i]), "1795286728.%d", i);
    start = now_s();
    for (int i = 0; i < N; i++) { /* each slot: join, then WAITING events on answer, then end */
        told.t += 20;
        told.contact = ids[i % WAITING];
        told.queue = i % QUEUES;
        told.what = (enum contact_event[]){CONTACT_JOINED, CONTACT_ANSWERED, CONTACT_ENDED}
                        [i / WAITING % 3];
        if (!contacts_tell(c, &told))
            abort();
    }
    report("contacts: join, answer, end", N, now_s() - start);
    contacts_free(c);
}

int main(void)
{
    struct acd_zone *berlin = acd_zone_open("Europe/Berlin", NULL); /* NULL, so UTC, without zone data */
    struct spans_options options = {.window_ms = 300000, .interval_ms = 1800000, .zone = berlin};

    bench_spans(&options, "tallies: window of 5 min");
    options.window_ms = 86400000;
    bench_spans(&options, "tallies: window of 24 h");
    options.window_ms = 300000;
    bench_contacts(&options);
    acd_zone_close(berlin);
    return 0;
}
