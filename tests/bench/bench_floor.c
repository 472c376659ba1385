/* What a large floor costs the console: CPU and memory of the real acdwall in a pseudo-terminal of
 * 200x60 with 500 queues and 5,000 agents, each told once a second by a publisher in a thread here. */
#include "acdfeed/clock.h"
#include "acdfeed/publisher.h"
#include "tests/support/person.h"
#include "tests/support/process.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { QUEUES = 500, AGENTS = 5000, WARM_S = 5, MEASURE_S = 20, GOAL_MIB = 12 };
static const double goal_percent = 0.5;

static atomic_bool over;

static void tell_queue(struct acd_publisher *feed, int i, int64_t turn)
{
    char id[32], name[32];
    struct acd_fault why;
    snprintf(id, sizeof id, "q%03d", i);
    snprintf(name, sizeof name, "Queue %d", i);
    struct acd_tally tally = {.span_ms = 300000, .offered = 100 + (turn + i) % 50, .answered = 80,
                              .answered_in = 60, .abandoned = 10, .wait_ms = 90000,
                              .talk_ms = 8000000, .hold_ms = 100000, .acw_ms = 900000};
    tally.known = ACD_BIT(ACD_TALLY_SPAN) | ACD_BIT(ACD_TALLY_OFFERED) | ACD_BIT(ACD_TALLY_ANSWERED) |
                  ACD_BIT(ACD_TALLY_ANSWERED_IN) | ACD_BIT(ACD_TALLY_ABANDONED) |
                  ACD_BIT(ACD_TALLY_WAIT) | ACD_BIT(ACD_TALLY_TALK) | ACD_BIT(ACD_TALLY_HOLD) |
                  ACD_BIT(ACD_TALLY_ACW);
    struct acd_queue queue = {.id = id, .name = name, .group = i % 2 ? "A" : "B", .window = tally,
                              .waiting = (turn + i) % 7, .oldest_ms = 1000 * ((turn + i) % 90), .active = 8};
    queue.known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_NAME) | ACD_BIT(ACD_QUEUE_GROUP) |
                  ACD_BIT(ACD_QUEUE_WAITING) | ACD_BIT(ACD_QUEUE_OLDEST) | ACD_BIT(ACD_QUEUE_ACTIVE) |
                  ACD_BIT(ACD_QUEUE_WINDOW);
    if (!acd_publisher_queue(feed, "floor", &queue, &why))
        fprintf(stderr, "%s\n", why.text);
}

static void tell_agent(struct acd_publisher *feed, int i, int64_t turn)
{
    char id[32], name[32];
    struct acd_fault why;
    snprintf(id, sizeof id, "a%04d", i);
    snprintf(name, sizeof name, "Agent %d", i);
    struct acd_agent agent = {.id = id, .name = name, .team = "red", .state = (int)((turn + i) % ACD_STATES),
                              .state_ms = 1000 * (turn % 60)};
    agent.known = ACD_BIT(ACD_AGENT_ID) | ACD_BIT(ACD_AGENT_NAME) | ACD_BIT(ACD_AGENT_TEAM) |
                  ACD_BIT(ACD_AGENT_STATE) | ACD_BIT(ACD_AGENT_STATE_MS);
    if (!acd_publisher_agent(feed, "floor", &agent, &why))
        fprintf(stderr, "%s\n", why.text);
}

static void *publish(void *endpoint)
{
    struct acd_fault why;
    struct acd_publisher_options options = {.stats_endpoint = endpoint};
    struct acd_publisher *feed = acd_publisher_open(&options, &why);
    struct acd_site site = {.known = ACD_BIT(ACD_SITE_ID), .id = "floor"};
    if (!feed || !acd_publisher_site(feed, &site, &why)) {
        fprintf(stderr, "bench_floor: %s\n", why.text);
        exit(1);
    }
    for (int64_t turn = 0; !atomic_load(&over); turn++) {
        int64_t until_ms = acd_monotonic_ms() + 1000;
        for (int i = 0; i < QUEUES; i++)
            tell_queue(feed, i, turn);
        for (int i = 0; i < AGENTS; i++)
            tell_agent(feed, i, turn);
        while (acd_monotonic_ms() < until_ms)
            acd_publisher_serve(feed, until_ms - acd_monotonic_ms(), -1);
    }
    acd_publisher_close(feed);
    return NULL;
}

static void watch(struct person *person, int seconds)
{
    int64_t until_ms = acd_monotonic_ms() + 1000 * (int64_t)seconds;
    while (acd_monotonic_ms() < until_ms)
        person_read(person, 50);
}

int main(void)
{
    char folder[] = "/tmp/bench-floor-XXXXXX", stats[64], wall[512];
    pthread_t thread;
    if (!mkdtemp(folder))
        return 1;
    snprintf(stats, sizeof stats, "ipc://%s/stats", folder);
    snprintf(wall, sizeof wall, "%s/acdwall", getenv("OUT") ? getenv("OUT") : "build");
    pthread_create(&thread, NULL, publish, stats);
    const char *const argv[] = {wall, "--feed", stats, NULL};
    struct person *person = person_open(argv, "xterm-256color", 200, 60);
    bool shown = person_shows(person, "of 500");
    watch(person, WARM_S);

    int64_t before_ms = process_cpu_ms(person_pid(person));
    size_t bytes = person_bytes(person);
    watch(person, MEASURE_S);
    int64_t cpu_ms = process_cpu_ms(person_pid(person)) - before_ms, kib = process_rss_kib(person_pid(person));
    double percent = 0.1 * (double)cpu_ms / MEASURE_S;
    printf("  %d queues and %d agents told once a second, 200x60\n", QUEUES, AGENTS);
    printf("  %-34s %8.2f %%   aim %.1f\n", "CPU of one core", percent, goal_percent);
    printf("  %-34s %8.1f MiB aim %d\n", "resident memory", (double)kib / 1024, GOAL_MIB);
    printf("  %-34s %8.1f kB/s\n", "to the terminal",
           (double)(person_bytes(person) - bytes) / 1000 / MEASURE_S);
    person_send(person, "q");
    person_ends(person);
    person_close(person);
    atomic_store(&over, true);
    pthread_join(thread, NULL);
    unlink(stats + strlen("ipc://"));
    rmdir(folder);
    return shown ? 0 : 1;
}
