/* What a peer does on purpose: rubbish, frames without end, claims without bytes, cardinality
 * without bound, escapes.  Beside an honest feed the console goes on, within a stated memory; what
 * was refused is counted and shown.  The same of a feed whose peers are so. */
#define _GNU_SOURCE /* prlimit */
#include "tests/faults/fault.h"
#include "tests/support/cases.h"
#include "tests/support/live_floor.h"
#include "tests/support/person.h"
#include "tests/support/process.h"

#include "acdfeed/clock.h"
#include "acdfeed/control.h"
#include "acdfeed/wire.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <zmq.h>

/* As README states it under Security.  A sanitizer keeps what was freed, and shadows of it. */
#ifdef __SANITIZE_ADDRESS__
enum { SANITIZED = 1, CONSOLE_MIB = 256 * 4, FEED_MIB = 128 * 4 };
#else
enum { SANITIZED = 0, CONSOLE_MIB = 256, FEED_MIB = 128 };
#endif
enum { ATTACK_MS = 1500, ASLEEP_MS = 4000, SUBSCRIPTIONS = 5000, SERIES = 1 << 20 };

/* --- what is sent
 * ---------------------------------------------------------------------------------- */

struct attack {
    void *context, *socket;
    const char *endpoint;
    uint64_t n, random;
    struct acd_buffer body;
};
typedef void attack_function(struct attack *attack);

static uint64_t draw(struct attack *attack)
{
    attack->random = attack->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return attack->random >> 33;
}

/* False: no room now. */
static bool send_two(struct attack *attack, const char *topic, const void *body, size_t bytes)
{
    return zmq_send(attack->socket, topic, strlen(topic), ZMQ_SNDMORE) >= 0 &&
           zmq_send(attack->socket, body, bytes, 0) >= 0;
}

static void rubbish(struct attack *attack)
{
    static const char *const topics[] = {"queue/evil/", "site/evil/", "",
                                         "agent//",     "\x1b[2J",    "queue/berlin/"};
    unsigned char bytes[512];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)draw(attack);
    send_two(attack, topics[draw(attack) % 6], bytes, draw(attack) % sizeof bytes);
}

static void oversize(struct attack *attack)
{
    static char bytes[2 << 20];
    send_two(attack, "queue/evil/", bytes, sizeof bytes);
}

/* Arrays and maps of billions, one in the other, in a few bytes. */
static void claims(struct attack *attack)
{
    static const char *const bodies[] = {
        "\xdd\xff\xff\xff\xff", "\xdf\xff\xff\xff\xff\xa1v",
        "\xdd\x10\xff\xff\xff\xdd\x10\xff\xff\xff\xdd\x10\xff\xff\xff", "\xc6\xff\xff\xff\xff",
        "\xdb\x7f\xff\xff\xff"};
    const char *body = bodies[draw(attack) % 5];
    send_two(attack, "queue/evil/", body, strlen(body));
}

static void begin_body(struct attack *attack, const char *site, uint64_t n, uint32_t items)
{
    acd_buffer_clear(&attack->body);
    acd_pack_head(&attack->body, site, 41, n, acd_wall_ms(), items);
}

static void end_body(struct attack *attack, const char *topic)
{
    send_two(attack, topic, attack->body.data, attack->body.size);
}

/* A heartbeat with all the marks that one may have. */
static void sites(struct attack *attack)
{
    enum { MARKS = 2000 };
    static struct acd_mark marks[MARKS];
    static char topics[MARKS][96];
    char id[32], topic[64];
    snprintf(id, sizeof id, "evil%llu", (unsigned long long)(attack->n++ % SERIES));
    for (int i = 0; i < MARKS; i++) {
        snprintf(topics[i], sizeof topics[i], "queue/%s/a-rather-long-tail-of-%d", id, i);
        marks[i] = (struct acd_mark){
            .known = ACD_BIT(ACD_MARK_TOPIC) | ACD_BIT(ACD_MARK_N), .topic = topics[i], .n = 1};
    }
    struct acd_site site = {.known = ACD_BIT(ACD_SITE_ID) | ACD_BIT(ACD_SITE_MARKS),
                            .id = id,
                            .marks = marks,
                            .n_marks = MARKS};
    begin_body(attack, id, 1, 1);
    acd_pack(&attack->body, &acd_site_shape, &site);
    snprintf(topic, sizeof topic, "site/%s/", id);
    end_body(attack, topic);
}

/* Ever new queues, each with all the waiting contacts that one may have. */
static void queues(struct attack *attack)
{
    enum { EACH = 20 };
    static struct acd_call calls[ACD_MAX_CALLS];
    static char text[ACD_MAX_TEXT_BYTES + 1];
    char id[32];
    memset(text, 'x', sizeof text - 1);
    for (int i = 0; i < ACD_MAX_CALLS; i++)
        calls[i] = (struct acd_call){
            .known = ACD_BIT(ACD_CALL_ID) | ACD_BIT(ACD_CALL_FROM), .id = "c", .from = text};
    begin_body(attack, "evil", attack->n + 1, EACH);
    for (int i = 0; i < EACH; i++) {
        snprintf(id, sizeof id, "q%llu", (unsigned long long)(attack->n * EACH + (uint64_t)i));
        struct acd_queue queue = {.known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_NAME) |
                                           ACD_BIT(ACD_QUEUE_WAITING) | ACD_BIT(ACD_QUEUE_OLDEST) |
                                           ACD_BIT(ACD_QUEUE_CALLS),
                                  .id = id,
                                  .name = text,
                                  .waiting = 1000,
                                  .oldest_ms = 900000,
                                  .calls = calls,
                                  .n_calls = ACD_MAX_CALLS};
        acd_pack(&attack->body, &acd_queue_shape, &queue);
    }
    attack->n++;
    end_body(attack, "queue/evil/");
}

/* Of so many sites that together they are more than all there is room for. */
static void small_queues(struct attack *attack)
{
    enum { EACH = 1000, SITES = 4 };
    char id[32], site[16], topic[32];
    snprintf(site, sizeof site, "evil%d", (int)(attack->n % SITES));
    snprintf(topic, sizeof topic, "queue/%s/", site);
    begin_body(attack, site, attack->n / SITES + 1, EACH);
    for (int i = 0; i < EACH; i++) {
        snprintf(id, sizeof id, "q%llu", (unsigned long long)(attack->n * EACH + (uint64_t)i));
        struct acd_queue queue = {.known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_WAITING) |
                                           ACD_BIT(ACD_QUEUE_OLDEST),
                                  .id = id,
                                  .waiting = 1000,
                                  .oldest_ms = 900000};
        acd_pack(&attack->body, &acd_queue_shape, &queue);
    }
    attack->n++;
    end_body(attack, topic);
}

static void agents(struct attack *attack)
{
    enum { EACH = 1000 };
    char id[32];
    begin_body(attack, "evil", attack->n + 1, EACH);
    for (int i = 0; i < EACH; i++) {
        snprintf(id, sizeof id, "a%llu", (unsigned long long)(attack->n * EACH + (uint64_t)i));
        struct acd_agent agent = {.known = ACD_BIT(ACD_AGENT_ID) | ACD_BIT(ACD_AGENT_STATE),
                                  .id = id,
                                  .state = ACD_STATE_PAUSED};
        acd_pack(&attack->body, &acd_agent_shape, &agent);
    }
    attack->n++;
    end_body(attack, "agent/evil/");
}

static void topics(struct attack *attack)
{
    char topic[256], site[16];
    snprintf(site, sizeof site, "evil%llu", (unsigned long long)(attack->n / 5000 % 200));
    snprintf(topic, sizeof topic, "queue/%s/%0200llu", site, (unsigned long long)attack->n++);
    begin_body(attack, site, 1, 0);
    end_body(attack, topic);
}

/* The same queues again and again, as many as there may be in a message, each of which is to be
 * read: only the head is made anew, and it is as long as before. */
static void large_messages(struct attack *attack)
{
    const uint64_t first = (uint64_t)1 << 40;
    if (attack->n == 0) {
        begin_body(attack, "evil", first, ACD_MAX_ITEMS);
        for (int i = 0; i < ACD_MAX_ITEMS; i++) {
            char id[16];
            snprintf(id, sizeof id, "q%d", i % 100);
            struct acd_queue queue = {.known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_NAME),
                                      .id = id,
                                      .name = "a name of a length that is not unusual, and again a "
                                              "name of a length that is not unusual; and again a "
                                              "name of a length that is not unusual"};
            acd_pack(&attack->body, &acd_queue_shape, &queue);
        }
    }
    struct acd_buffer head;
    acd_buffer_init(&head);
    acd_pack_head(&head, "evil", 41, first + attack->n++, acd_wall_ms(), ACD_MAX_ITEMS);
    memcpy(attack->body.data, head.data, head.size);
    acd_buffer_release(&head);
    end_body(attack, "queue/evil/");
}

static void events(struct attack *attack)
{
    enum { EACH = 100 };
    static const char words[] = "\x1b]0;pwned\x07\x1b[2J\x1b[?1049l\xc2\x9b"
                                "2J\r\n\x1b[31mred";
    char id[32];
    begin_body(attack, "evil", attack->n + 1, EACH);
    for (int i = 0; i < EACH; i++) {
        snprintf(id, sizeof id, "e%llu", (unsigned long long)(attack->n * EACH + (uint64_t)i));
        struct acd_event event = {.known = ACD_BIT(ACD_EVENT_ID) | ACD_BIT(ACD_EVENT_TYPE) |
                                           ACD_BIT(ACD_EVENT_T) | ACD_BIT(ACD_EVENT_TEXT) |
                                           ACD_BIT(ACD_EVENT_BY),
                                  .id = id,
                                  .type = "notice",
                                  .t = acd_wall_ms(),
                                  .by = "mallory",
                                  .text = words};
        acd_pack(&attack->body, &acd_event_shape, &event);
    }
    attack->n++;
    end_body(attack, "event/evil/");
}

static void *attacking_socket(void *context, int type, const char *endpoint);

/* Gone after every few messages, in the middle of what it sends, and back at once. */
static void comings_and_goings(struct attack *attack)
{
    small_queues(attack);
    if (attack->n % 20 != 0)
        return;
    zmq_close(attack->socket);
    attack->socket = attacking_socket(attack->context, ZMQ_XPUB, attack->endpoint);
    char subscription[64]; /* somebody has come again */
    zmq_recv(attack->socket, subscription, sizeof subscription, 0);
}

/* --- who sends it
 * ---------------------------------------------------------------------------------- */

struct attacker {
    pthread_t thread;
    atomic_bool over;
    void *context;
    attack_function *function;
    struct attack attack;
};

static void *run(void *argument)
{
    struct attacker *attacker = argument;
    while (!atomic_load(&attacker->over))
        attacker->function(&attacker->attack);
    return NULL;
}

/* A former one is closed by a thread of libzmq; until then its place is taken. */
static void *attacking_socket(void *context, int type, const char *endpoint)
{
    int none = 0, patience_ms = 100, coming_ms = 1000, few = 100, yes = 1;
    int beat_ms = 200, ttl_ms = 500, forever_ms = 600000;
    void *socket = zmq_socket(context, type);
    zmq_setsockopt(socket, ZMQ_LINGER, &none, sizeof none);
    zmq_setsockopt(socket, ZMQ_SNDTIMEO, &patience_ms, sizeof patience_ms);
    zmq_setsockopt(socket, ZMQ_RCVTIMEO, &coming_ms, sizeof coming_ms);
    zmq_setsockopt(socket, ZMQ_SNDHWM, &few, sizeof few);
    /* And a peer that asks to be heard of: it sets a clock going in the other's libzmq. */
    zmq_setsockopt(socket, ZMQ_HEARTBEAT_IVL, &beat_ms, sizeof beat_ms);
    zmq_setsockopt(socket, ZMQ_HEARTBEAT_TTL, &ttl_ms, sizeof ttl_ms);
    zmq_setsockopt(socket, ZMQ_HEARTBEAT_TIMEOUT, &forever_ms, sizeof forever_ms);
    if (type != ZMQ_XPUB) {
        zmq_connect(socket, endpoint);
        return socket;
    }
    /* As fast as the console takes it, and nothing lost that would spare it. */
    zmq_setsockopt(socket, ZMQ_XPUB_NODROP, &yes, sizeof yes);
    while (zmq_bind(socket, endpoint) != 0)
        sched_yield();
    return socket;
}

static void begin_attack(struct attacker *attacker, int type, const char *endpoint,
                         attack_function *function)
{
    *attacker = (struct attacker){.context = zmq_ctx_new(), .function = function};
    acd_buffer_init(&attacker->attack.body);
    attacker->attack.context = attacker->context;
    attacker->attack.endpoint = endpoint;
    attacker->attack.socket = attacking_socket(attacker->context, type, endpoint);
    assert_int_equal(pthread_create(&attacker->thread, NULL, run, attacker), 0);
}

static void end_attack(struct attacker *attacker)
{
    atomic_store(&attacker->over, true);
    pthread_join(attacker->thread, NULL);
    zmq_close(attacker->attack.socket);
    zmq_ctx_term(attacker->context);
    acd_buffer_release(&attacker->attack.body);
    free(attacker);
}

static void expect_within(pid_t pid, int64_t mib)
{
    int64_t peak_kib = process_peak_kib(pid);
    if (peak_kib > mib << 10)
        fail_msg("it held %d MiB; %d are stated", (int)(peak_kib >> 10), (int)mib);
    print_message("    peak %d MiB of %d\n", (int)(peak_kib >> 10), (int)mib);
}

/* --- against a console
 * ------------------------------------------------------------------------------ */

/* Addresses too: what claims to be long must not even be asked for. */
static void bound_addresses(pid_t pid)
{
    const rlim_t gib = (rlim_t)1 << 30;
    if (!SANITIZED)
        assert_int_equal(prlimit(pid, RLIMIT_AS, &(struct rlimit){gib, gib}, NULL), 0);
}

/* While it lasts, the honest feed is live on the screen and a key is answered; at the end it is
 * said what was refused. */
static void against_a_console(struct fault fault, attack_function *function, const char *shown)
{
    struct live_floor floor;
    struct attacker *attacker = calloc(1, sizeof *attacker); /* a failed test leaves it running */
    char evil[TOOL_NAME_BYTES], path[WALL_PROGRAM_BYTES];
    live_floor_open(&floor);
    tool_endpoint(evil, floor.folder, "evil");
    wall_program(path);
    struct person *console =
        person_open((const char *const[]){path, "--feed", floor.stats, "--control", floor.control,
                                          "--feed", evil, "--by", "anna", "--journal", "none",
                                          "--filter", "queue:sales-de", NULL},
                    "xterm-256color", 200, 40);
    assert_true(person_shows(console, "Sales DE"));
    bound_addresses(person_pid(console));
    begin_attack(attacker, ZMQ_XPUB, evil, function);
    fault_done(&fault);
    for (int64_t until_ms = acd_monotonic_ms() + ATTACK_MS; acd_monotonic_ms() < until_ms;)
        person_read(console, 20);
    if (shown)
        assert_true(person_shows(console, shown));
    int64_t asked_ms = acd_monotonic_ms();
    person_send(console, "?");
    assert_true(person_shows(console, "Help"));
    fault_noticed(&fault);
    fault.done_ms = asked_ms; /* noticed: the key */
    person_send(console, "\033");
    assert_true(person_hides(console, "Help"));
    assert_true(person_shows(console, "Sales DE, ")); /* live: else it is unknown */
    assert_int_equal(person_find(console, "pwned\a"), -1);
    assert_false(person_on_main_screen(console));
    expect_within(person_pid(console), CONSOLE_MIB);
    end_attack(attacker);
    fault_mended(&fault);
    person_send(console, "q");
    assert_int_equal(person_ends(console), 0);
    fault_recovered(&fault);
    assert_true(person_settings_as_before(console));
    person_close(console);
    live_floor_close(&floor);
    fault_row(&fault, "nothing of the other feed");
}

/* Stopped in the middle of a flood for longer than any patience: libzmq has an assertion for a full
 * queue whose other side gave up (libzmq #4767). */
static void a_console_that_sleeps_in_a_flood_wakes(void **state)
{
    (void)state;
    struct fault fault = fault_of("console asleep for 4 s in a flood", FAULT_NOTICE_MS);
    struct live_floor floor;
    struct attacker *attacker = calloc(1, sizeof *attacker);
    char evil[TOOL_NAME_BYTES], path[WALL_PROGRAM_BYTES];
    live_floor_open(&floor);
    tool_endpoint(evil, floor.folder, "evil");
    wall_program(path);
    struct person *console =
        person_open((const char *const[]){path, "--feed", floor.stats, "--control", floor.control,
                                          "--feed", evil, "--by", "anna", "--journal", "none",
                                          "--filter", "queue:sales-de", NULL},
                    "xterm-256color", 200, 40);
    assert_true(person_shows(console, "Sales DE, "));
    begin_attack(attacker, ZMQ_XPUB, evil, small_queues);
    assert_true(person_shows(console, "refused")); /* it is in the middle of it */
    person_signal(console, SIGSTOP);
    for (int64_t until_ms = acd_monotonic_ms() + ASLEEP_MS; acd_monotonic_ms() < until_ms;)
        person_read(console, 100);
    person_signal(console, SIGCONT);
    fault_done(&fault);
    person_send(console, "?");
    assert_true(person_shows(console, "Help"));
    fault_noticed(&fault);
    person_send(console, "\033");
    assert_true(person_shows(console, "Sales DE, "));
    fault_recovered(&fault);
    expect_within(person_pid(console), CONSOLE_MIB);
    end_attack(attacker);
    person_send(console, "q");
    assert_int_equal(person_ends(console), 0);
    person_close(console);
    live_floor_close(&floor);
    fault_row(&fault, "nothing of the other feed");
}

/* Who tells late finds the part that is kept for it. */
static void an_honest_feed_finds_room_beside_one_that_took_all(void **state)
{
    (void)state;
    struct fault fault = fault_of("a feed that took all there is before others", FAULT_NOTICE_MS);
    struct tool honest;
    struct attacker *attacker = calloc(1, sizeof *attacker);
    char folder[TOOL_NAME_BYTES], evil[TOOL_NAME_BYTES], stats[TOOL_NAME_BYTES];
    char path[WALL_PROGRAM_BYTES];
    tool_folder(folder);
    tool_endpoint(stats, folder, "stats");
    tool_endpoint(evil, folder, "evil");
    wall_program(path);
    tool_start(&honest, (const char *const[]){"publish", "--stats", stats, "--inject", "none",
                                              "--site", "berlin", NULL});
    struct person *console =
        person_open((const char *const[]){path, "--feed", evil, "--feed", stats, "--by", "anna",
                                          "--journal", "none", "--filter", "queue:sales-de", NULL},
                    "xterm-256color", 240, 40);
    assert_true(person_shows(console, "berlin \u25cf")); /* live, with nothing yet to tell */
    begin_attack(attacker, ZMQ_XPUB, evil, small_queues);
    assert_true(person_shows(console, "no room for all it tells"));
    tool_say(&honest, "queue=sales-de name=\"Sales DE\" waiting=9 oldest=9s\n");
    fault_done(&fault);
    assert_true(person_shows(console, "Sales DE, "));
    fault_noticed(&fault);
    fault_recovered(&fault);
    expect_within(person_pid(console), CONSOLE_MIB);
    end_attack(attacker);
    person_send(console, "q");
    assert_int_equal(person_ends(console), 0);
    person_close(console);
    tool_stop(&honest);
    free(honest.complaint);
    tool_remove_folder(folder);
    fault_row(&fault, "nothing of the honest feed");
}

#define AGAINST_A_CONSOLE(test, words, function, shown)                                            \
    static void test(void **state)                                                                 \
    {                                                                                              \
        (void)state;                                                                               \
        against_a_console(fault_of(words, FAULT_NOTICE_MS), function, shown);                      \
    }

AGAINST_A_CONSOLE(console_is_sent_rubbish, "rubbish at full speed", rubbish, "refused")
AGAINST_A_CONSOLE(console_is_sent_oversize, "frames of 2 MiB", oversize, "the connection ended")
AGAINST_A_CONSOLE(console_is_sent_claims, "arrays of billions in 5 bytes", claims, "refused")
AGAINST_A_CONSOLE(console_is_sent_sites, "ever new sites, 2000 topics each", sites, "refused")
AGAINST_A_CONSOLE(console_is_sent_queues, "ever new queues of 30 kB", queues, "refused")
AGAINST_A_CONSOLE(console_is_sent_small_queues, "ever new queues, small", small_queues, "refused")
AGAINST_A_CONSOLE(console_is_sent_agents, "ever new agents", agents, "refused")
AGAINST_A_CONSOLE(console_is_sent_topics, "ever new topics", topics, "refused")
AGAINST_A_CONSOLE(console_is_sent_large, "messages of 4,096 items", large_messages, NULL)
AGAINST_A_CONSOLE(console_is_left_and_found, "a feed that comes and goes in a flood",
                  comings_and_goings, NULL)
AGAINST_A_CONSOLE(console_is_sent_events, "notices with escapes", events, NULL)

/* --- against a feed
 * ---------------------------------------------------------------------------------- */

static void control_rubbish(struct attack *attack)
{
    static unsigned char bytes[64 << 10];
    bytes[draw(attack) % sizeof bytes] = (unsigned char)draw(attack);
    zmq_send(attack->socket, bytes + draw(attack) % 1024, 1024 + draw(attack) % (32 << 10), 0);
}

static void control_oversize(struct attack *attack)
{
    static char bytes[2 << 20];
    zmq_send(attack->socket, bytes, sizeof bytes, 0);
}

static void send_request(struct attack *attack, struct acd_request *request)
{
    char id[ACD_REQUEST_ID_BYTES];
    snprintf(id, sizeof id, "%llu", (unsigned long long)attack->n++);
    request->v = ACD_VERSION;
    request->id = id;
    request->site = "berlin";
    request->known |= ACD_BIT(ACD_REQUEST_V) | ACD_BIT(ACD_REQUEST_ID) | ACD_BIT(ACD_REQUEST_OP) |
                      ACD_BIT(ACD_REQUEST_SITE) | ACD_BIT(ACD_REQUEST_ARGS);
    acd_buffer_clear(&attack->body);
    acd_pack(&attack->body, &acd_request_shape, request);
    zmq_send(attack->socket, attack->body.data, attack->body.size, 0);
}

static void snapshots(struct attack *attack)
{
    send_request(attack,
                 &(struct acd_request){.op = "snapshot",
                                       .args = {.known = ACD_BIT(ACD_ARGS_KIND), .kind = "agent"}});
}

/* Commands for queues that are not there, by a thousand agents each. */
static void large_commands(struct attack *attack)
{
    static const char *who[ACD_MAX_MOVED];
    for (int i = 0; i < ACD_MAX_MOVED; i++)
        who[i] = "an-agent-by-the-longest-id-that-one-may-have-sixty-four-bytes-xx";
    send_request(attack, &(struct acd_request){.known = ACD_BIT(ACD_REQUEST_QUEUE),
                                               .op = "move_agents",
                                               .queue = "nowhere",
                                               .args = {.known = ACD_BIT(ACD_ARGS_AGENTS),
                                                        .agents = who,
                                                        .n_agents = ACD_MAX_MOVED}});
}

/* Subscriptions to ever new topics, each as long as a topic may be. */
static void subscriptions(struct attack *attack)
{
    char prefix[ACD_MAX_TOPIC_BYTES];
    int used = snprintf(prefix, sizeof prefix, "\x01queue/");
    for (int i = 0; i < 12; i++)
        used += snprintf(prefix + used, sizeof prefix - (size_t)used, "%016llx",
                         (unsigned long long)draw(attack));
    if (attack->n++ < SUBSCRIPTIONS)
        zmq_send(attack->socket, prefix, (size_t)used, 0);
    else
        sched_yield();
}

/* While it lasts, the console's board is live and its command is done. */
static void against_a_feed(struct fault fault, attack_function *function, bool at_stats,
                           const char *logged)
{
    struct live_floor floor;
    struct attacker *attacker = calloc(1, sizeof *attacker);
    char path[WALL_PROGRAM_BYTES];
    live_floor_open(&floor);
    wall_program(path);
    struct person *console = person_open(
        (const char *const[]){path, "--feed", floor.stats, "--control", floor.control, "--by",
                              "anna", "--journal", "none", "--filter", "queue:sales-de", NULL},
        "xterm-256color", 160, 40);
    assert_true(person_shows(console, "Sales DE, "));
    begin_attack(attacker, at_stats ? ZMQ_XSUB : ZMQ_DEALER, at_stats ? floor.stats : floor.control,
                 function);
    for (int64_t until_ms = acd_monotonic_ms() + ATTACK_MS; acd_monotonic_ms() < until_ms;)
        person_read(console, 20);
    fault_done(&fault);
    person_send(console, "h");
    assert_true(person_shows(console, "All agents take calls: Sales DE"));
    person_send(console, "\033OC\r");
    assert_true(person_shows(console, "done: all hands"));
    fault_noticed(&fault); /* the command, in time */
    if (logged)
        tool_await_complaint(&floor.sim, logged);
    assert_true(person_shows(console, "Sales DE, "));
    expect_within(floor.sim.pid, FEED_MIB);
    end_attack(attacker);
    person_send(console, "q");
    assert_int_equal(person_ends(console), 0);
    person_close(console);
    tool_stop(&floor.sim);
    free(floor.sim.complaint);
    tool_remove_folder(floor.folder);
    fault_row(&fault, "nothing");
}

#define AGAINST_A_FEED(test, words, function, at_stats, logged)                                    \
    static void test(void **state)                                                                 \
    {                                                                                              \
        (void)state;                                                                               \
        against_a_feed(fault_of(words, FAULT_NOTICE_MS), function, at_stats, logged);              \
    }

AGAINST_A_FEED(feed_is_sent_rubbish, "rubbish as requests, at full speed", control_rubbish, false,
               "was no request, and not answered")
AGAINST_A_FEED(feed_is_sent_oversize, "requests of 2 MiB", control_oversize, false, NULL)
AGAINST_A_FEED(feed_is_asked_for_snapshots, "thousands of snapshots asked for", snapshots, false,
               "pages within a minute")
AGAINST_A_FEED(feed_is_sent_large_commands, "commands of 64 kB without end", large_commands, false,
               NULL)
AGAINST_A_FEED(feed_is_sent_subscriptions, "5,000 subscriptions of 200 bytes", subscriptions, true,
               NULL)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(console_is_sent_rubbish),
        cmocka_unit_test(console_is_sent_oversize),
        cmocka_unit_test(console_is_sent_claims),
        cmocka_unit_test(console_is_sent_sites),
        cmocka_unit_test(console_is_sent_queues),
        cmocka_unit_test(console_is_sent_small_queues),
        cmocka_unit_test(console_is_sent_agents),
        cmocka_unit_test(console_is_sent_topics),
        cmocka_unit_test(console_is_sent_large),
        cmocka_unit_test(console_is_left_and_found),
        cmocka_unit_test(console_is_sent_events),
        cmocka_unit_test(an_honest_feed_finds_room_beside_one_that_took_all),
        cmocka_unit_test(a_console_that_sleeps_in_a_flood_wakes),
        cmocka_unit_test(feed_is_sent_rubbish),
        cmocka_unit_test(feed_is_sent_oversize),
        cmocka_unit_test(feed_is_asked_for_snapshots),
        cmocka_unit_test(feed_is_sent_large_commands),
        cmocka_unit_test(feed_is_sent_subscriptions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
