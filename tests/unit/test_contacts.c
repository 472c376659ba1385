/* Contacts told in every order: each counts once, sums stay whole, a restart forgets nothing. */
#include "acdfeed/limits.h"
#include "acdfeed/macros.h"
#include "feed/tallies/contacts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SECOND INT64_C(1000)
#define T0 INT64_C(1774656000000)

enum { SALES, SUPPORT, NOWHERE = -1 };

static const struct contacts_options options = {
    .spans = {.window_ms = 86400000, .interval_ms = 1800000},
    .rejoin_ms = 10 * SECOND,
    .most = 200,
    .supplies = (UINT64_C(1) << ACD_TALLY_FIELDS) - 1,
};

static struct contacts *new_contacts(void)
{
    struct contacts *c = contacts_new(&options, T0);

    assert_int_equal(contacts_queue(c, "sales", 20 * SECOND, 5 * SECOND, T0), SALES);
    assert_int_equal(contacts_queue(c, "support", 20 * SECOND, 5 * SECOND, T0), SUPPORT);
    assert_int_equal(contacts_queue(c, "sales", 20 * SECOND, 5 * SECOND, T0), SALES);
    return c;
}

static bool tell(struct contacts *c, int64_t second, enum contact_event what, const char *contact,
                 int queue, int64_t wait_s)
{
    const struct contact_told told = {.what = what, .t = T0 + second * SECOND, .queue = queue,
                                      .contact = contact,
                                      .wait_ms = wait_s < 0 ? -1 : wait_s * SECOND};

    return contacts_tell(c, &told);
}

static struct acd_queue read_queue(struct contacts *c, int queue, int64_t second)
{
    static struct acd_call calls[2][ACD_MAX_CALLS];
    struct acd_queue told = {.known = 0};

    contacts_read(c, queue, T0 + second * SECOND, &told, calls[queue]);
    return told;
}

/* --- stories --------------------------------------------------------------------------------- */

struct step {
    int second;
    enum contact_event what;
    const char *contact;
    int queue;
    int wait_s;
};

/* What a queue's day holds in the end. */
struct outcome {
    int offered, answered, within, abandoned, abandoned_within, brief, in, out, callback, blocked,
        transferred, waiting, active, wait_s, abandon_s, talk_s, hold_s, longest_s;
};

#define J CONTACT_JOINED
#define A CONTACT_ANSWERED
#define B CONTACT_ABANDONED
#define L CONTACT_LEFT
#define O CONTACT_OVERFLOWED
#define C CONTACT_CALLED_BACK
#define X CONTACT_BLOCKED
#define H CONTACT_HELD
#define R CONTACT_RESUMED
#define T CONTACT_TRANSFERRED
#define E CONTACT_ENDED

static const struct story {
    const char *name;
    struct step steps[10];
    int strange;
    struct outcome sales, support;
} stories[] = {
    {"answered in time",
     {{0, J, "a", SALES, -1}, {15, A, "a", NOWHERE, -1}, {75, E, "a", NOWHERE, -1}},
     0, {.offered = 1, .answered = 1, .within = 1, .wait_s = 15, .talk_s = 60, .longest_s = 15}, {0}},
    {"answered late, with a hold",
     {{0, J, "a", SALES, -1}, {21, A, "a", SALES, -1}, {31, H, "a", NOWHERE, -1},
      {41, R, "a", NOWHERE, -1}, {51, H, "a", NOWHERE, -1}, {56, E, "a", NOWHERE, -1}},
     0, {.offered = 1, .answered = 1, .wait_s = 21, .talk_s = 20, .hold_s = 15, .longest_s = 21}, {0}},
    {"gave up at once",
     {{0, J, "a", SALES, -1}, {4, B, "a", SALES, -1}},
     0, {.offered = 1, .abandoned = 1, .abandoned_within = 1, .brief = 1, .abandon_s = 4,
         .longest_s = 4}, {0}},
    {"gave up after long, told by a hang-up",
     {{0, J, "a", SALES, -1}, {30, E, "a", NOWHERE, -1}},
     0, {.offered = 1, .abandoned = 1, .abandon_s = 30, .longest_s = 30}, {0}},
    {"left, then hung up: gave up when it left",
     {{0, J, "a", SALES, -1}, {12, L, "a", SALES, -1}, {15, E, "a", NOWHERE, -1}},
     0, {.offered = 1, .abandoned = 1, .abandoned_within = 1, .abandon_s = 12, .longest_s = 12}, {0}},
    {"left, then answered: the line first, the agent after",
     {{0, J, "a", SALES, -1}, {12, L, "a", SALES, -1}, {12, A, "a", SALES, -1}, {12, L, "a", SALES, -1}},
     0, {.offered = 1, .answered = 1, .within = 1, .active = 1, .wait_s = 12, .longest_s = 12}, {0}},
    {"left and was silent: went elsewhere",
     {{0, J, "a", SALES, -1}, {12, L, "a", SALES, -1}},
     0, {.offered = 1, .out = 1, .longest_s = 12}, {0}},
    {"left for elsewhere, then hung up there",
     {{0, J, "a", SALES, -1}, {12, O, "a", SALES, -1}, {14, E, "a", NOWHERE, -1}},
     0, {.offered = 1, .out = 1, .longest_s = 12}, {0}},
    {"left, told later to go elsewhere, then hung up there",
     {{0, J, "a", SALES, -1}, {12, L, "a", SALES, -1}, {12, O, "a", SALES, -1}, {14, E, "a", NOWHERE, -1}},
     0, {.offered = 1, .out = 1, .longest_s = 12}, {0}},
    {"back in the same queue: one contact, its wait goes on",
     {{0, J, "a", SALES, -1}, {12, L, "a", SALES, -1}, {14, J, "a", SALES, -1}, {25, A, "a", SALES, -1}},
     0, {.offered = 1, .answered = 1, .active = 1, .wait_s = 25, .longest_s = 25}, {0}},
    {"overflowed: out here, in there, its wait goes on",
     {{0, J, "a", SALES, -1}, {12, O, "a", SALES, -1}, {12, J, "a", SUPPORT, -1},
      {30, A, "a", SUPPORT, -1}},
     0, {.offered = 1, .out = 1, .longest_s = 12},
     {.offered = 1, .in = 1, .answered = 1, .active = 1, .wait_s = 30, .longest_s = 30}},
    {"thought to have given up, turned up elsewhere",
     {{0, J, "a", SALES, -1}, {4, B, "a", SALES, -1}, {5, J, "a", SUPPORT, -1}},
     0, {.offered = 1, .out = 1, .longest_s = 4}, {.offered = 1, .in = 1, .waiting = 1}},
    {"thought to have given up, back after long: another contact",
     {{0, J, "a", SALES, -1}, {4, B, "a", SALES, -1}, {25, J, "a", SALES, -1}},
     0, {.offered = 2, .abandoned = 1, .abandoned_within = 1, .brief = 1, .abandon_s = 4,
         .waiting = 1, .longest_s = 4}, {0}},
    {"moved without being told to have left",
     {{0, J, "a", SALES, -1}, {9, J, "a", SUPPORT, -1}},
     0, {.offered = 1, .out = 1, .longest_s = 9}, {.offered = 1, .in = 1, .waiting = 1}},
    {"told to join twice",
     {{0, J, "a", SALES, -1}, {1, J, "a", SALES, -1}},
     0, {.offered = 1, .waiting = 1}, {0}},
    {"transferred to another queue: a new wait",
     {{0, J, "a", SALES, -1}, {10, A, "a", SALES, -1}, {40, T, "a", NOWHERE, -1},
      {41, J, "a", SUPPORT, -1}, {46, A, "a", SUPPORT, -1}},
     0, {.offered = 1, .answered = 1, .within = 1, .transferred = 1, .wait_s = 10, .talk_s = 30,
         .longest_s = 10},
     {.offered = 1, .answered = 1, .within = 1, .active = 1, .wait_s = 5, .longest_s = 5}},
    {"joined anew while it still talked",
     {{0, J, "a", SALES, -1}, {10, A, "a", SALES, -1}, {40, J, "a", SUPPORT, -1}},
     0, {.offered = 1, .answered = 1, .within = 1, .wait_s = 10, .talk_s = 30, .longest_s = 10},
     {.offered = 1, .waiting = 1}},
    {"rung back instead of waiting",
     {{0, J, "a", SALES, -1}, {50, C, "a", SALES, -1}, {51, E, "a", NOWHERE, -1}},
     0, {.offered = 1, .callback = 1, .longest_s = 50}, {0}},
    {"turned away", {{0, X, NULL, SALES, -1}}, 0, {.blocked = 1}, {0}},
    {"answered, its join not seen",
     {{30, A, "a", SALES, 25}},
     0, {.offered = 1, .answered = 1, .active = 1, .wait_s = 25, .longest_s = 25}, {0}},
    {"waiting already when first seen",
     {{30, J, "a", SALES, 25}},
     0, {.offered = 1, .waiting = 1}, {0}},
    {"nonsense",
     {{0, A, "a", SALES, -1}, {1, B, "b", SALES, -1}, {2, H, "c", SALES, -1}, {3, J, "d", NOWHERE, -1},
      {4, J, "", SALES, -1}, {5, J, NULL, SALES, -1}, {6, T, "e", NOWHERE, -1}, {7, J, "f", 99, -1}},
     8, {0}, {0}},
    {"hung up without ever being in a queue", {{0, E, "z", NOWHERE, -1}}, 0, {0}, {0}},
    {"answered twice, held twice",
     {{0, J, "a", SALES, -1}, {5, A, "a", SALES, -1}, {6, A, "a", SALES, -1}, {7, H, "a", SALES, -1},
      {9, H, "a", SALES, -1}, {10, E, "a", NOWHERE, -1}},
     2, {.offered = 1, .answered = 1, .within = 1, .wait_s = 5, .talk_s = 2, .hold_s = 3,
         .longest_s = 5}, {0}},
};

static void is_outcome(const char *name, const struct acd_queue *q, const struct outcome *o)
{
    const struct acd_tally *d = &q->day;
    const struct {
        const char *what;
        int64_t got, want;
    } figures[] = {
        {"offered", d->offered, o->offered}, {"answered", d->answered, o->answered},
        {"answered_in", d->answered_in, o->within}, {"abandoned", d->abandoned, o->abandoned},
        {"abandoned_in", d->abandoned_in, o->abandoned_within},
        {"abandoned_short", d->abandoned_short, o->brief}, {"overflow_in", d->overflow_in, o->in},
        {"overflow_out", d->overflow_out, o->out}, {"callback", d->callback, o->callback},
        {"blocked", d->blocked, o->blocked}, {"transferred", d->transferred, o->transferred},
        {"waiting", q->waiting, o->waiting}, {"active", q->active, o->active},
        {"wait", d->wait_ms, o->wait_s * SECOND}, {"abandon", d->abandon_ms, o->abandon_s * SECOND},
        {"talk", d->talk_ms, o->talk_s * SECOND}, {"hold", d->hold_ms, o->hold_s * SECOND},
        {"wait_max", d->wait_max_ms, o->longest_s * SECOND},
    };
    for (size_t i = 0; i < ACD_COUNT_OF(figures); i++)
        if (figures[i].got != figures[i].want)
            fail_msg("%s: %s is %lld, want %lld", name, figures[i].what, (long long)figures[i].got,
                     (long long)figures[i].want);
}

static void test_stories(void **state)
{
    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(stories); i++) {
        const struct story *story = &stories[i];
        struct contacts *c = new_contacts();
        struct acd_queue q;

        for (size_t k = 0; k < ACD_COUNT_OF(story->steps); k++) {
            const struct step *s = &story->steps[k];

            if (s->wait_s != 0) /* a step that was written */
                tell(c, s->second, s->what, s->contact, s->queue, s->wait_s);
        }
        q = read_queue(c, SALES, 100);
        is_outcome(story->name, &q, &story->sales);
        q = read_queue(c, SUPPORT, 100);
        is_outcome(story->name, &q, &story->support);
        if (contacts_health(c).strange != (uint64_t)story->strange)
            fail_msg("%s: %d strange", story->name, (int)contacts_health(c).strange);
        contacts_free(c);
    }
}

/* --- what is read ---------------------------------------------------------------------------- */

static void test_the_waiting_oldest_first(void **state)
{
    (void)state;
    struct contacts *c = new_contacts();
    struct contact_told told = {.what = J, .t = T0 + 3 * SECOND, .queue = SALES, .contact = "p",
                                .from = "+49 30 ***", .wait_ms = -1, .prio = 5, .has_prio = true};
    struct acd_queue q;

    tell(c, 1, J, "b", SALES, -1);
    tell(c, 1, J, "moved", SUPPORT, -1);
    assert_true(contacts_tell(c, &told));
    tell(c, 4, J, "c", SALES, -1);
    tell(c, 5, J, "moved", SALES, -1);
    tell(c, 6, J, "old", SALES, 6);
    q = read_queue(c, SALES, 10);
    assert_int_equal(q.waiting, 5);
    assert_int_equal(q.n_calls, 5);
    assert_int_equal(q.oldest_ms, 10 * SECOND);
    assert_string_equal(q.calls[0].id, "old");
    assert_string_equal(q.calls[1].id, "b");
    assert_string_equal(q.calls[2].id, "moved");
    assert_int_equal(q.calls[2].wait_ms, 9 * SECOND);
    assert_string_equal(q.calls[3].from, "+49 30 ***");
    assert_int_equal(q.calls[3].prio, 5);
    assert_false(ACD_KNOWN(&q.calls[4], ACD_CALL_PRIO));
    assert_false(ACD_KNOWN(&q.calls[4], ACD_CALL_FROM));
    assert_true(ACD_KNOWN(&q, ACD_QUEUE_OLDEST));
    q = read_queue(c, SUPPORT, 10);
    assert_false(ACD_KNOWN(&q, ACD_QUEUE_OLDEST));
    assert_true(ACD_KNOWN(&q, ACD_QUEUE_WAITING));
    contacts_free(c);
}

static void test_after_a_gap_some_are_lost(void **state)
{
    (void)state;
    struct contacts *c = new_contacts();
    const char *const still[] = {"b", "never seen", "elsewhere"};
    struct acd_queue q;

    tell(c, 1, J, "a", SALES, -1);
    tell(c, 2, J, "b", SALES, -1);
    tell(c, 3, J, "c", SALES, -1);
    tell(c, 3, J, "elsewhere", SUPPORT, -1);
    assert_int_equal(contacts_still_waiting(c, SALES, still, 3), 2);
    assert_int_equal(contacts_still_waiting(c, SALES, still, 3), 0);
    assert_int_equal(contacts_health(c).lost, 2);
    q = read_queue(c, SALES, 10);
    assert_int_equal(q.waiting, 1);
    assert_string_equal(q.calls[0].id, "b");
    assert_int_equal(q.day.abandoned, 0);
    assert_int_equal(read_queue(c, SUPPORT, 10).waiting, 1);
    contacts_free(c);
}

static void test_no_room_is_refused(void **state)
{
    (void)state;
    struct contacts *c = new_contacts();
    char id[16];

    for (int i = 0; i < 201; i++) {
        snprintf(id, sizeof(id), "c%d", i);
        assert_int_equal(tell(c, i, J, id, SALES, -1), i < 200);
    }
    assert_int_equal(read_queue(c, SALES, 300).waiting, 200);
    assert_int_equal(read_queue(c, SALES, 300).n_calls, ACD_MAX_CALLS);
    assert_int_equal(read_queue(c, SALES, 300).day.offered, 200);
    assert_true(tell(c, 301, E, "c7", NOWHERE, -1));
    assert_true(tell(c, 302, J, "late", SALES, -1));
    contacts_free(c);
}

/* --- random streams -------------------------------------------------------------------------- */

static void stays_whole(struct contacts *c, int64_t second)
{
    for (int queue = SALES; queue <= SUPPORT; queue++) {
        struct acd_queue q = read_queue(c, queue, second);
        const struct acd_tally *d = &q.day;
        int64_t ended = d->answered + d->abandoned + d->overflow_out + d->callback;

        /* Those on their way out are neither waiting nor ended yet. */
        assert_true(ended + q.waiting <= d->offered);
        assert_true(ended + q.waiting + contacts_health(c).contacts >= d->offered);
        assert_true(d->answered_in <= d->answered && d->abandoned_in <= d->abandoned);
        assert_true(d->abandoned_short <= d->abandoned && d->overflow_in <= d->offered);
        assert_true(d->abandoned >= 0 && d->abandon_ms >= 0 && d->talk_ms >= 0 && d->hold_ms >= 0);
        assert_true(q.oldest_ms >= 0 && q.n_calls <= ACD_MAX_CALLS);
        for (uint32_t i = 1; i < q.n_calls; i++)
            assert_true(q.calls[i - 1].wait_ms >= q.calls[i].wait_ms);
    }
}

/* From 1,000 s on, so that no contact came yesterday and counts there alone. */
static int64_t random_events(struct contacts *c, int64_t second, int n)
{
    for (int i = 0; i < n; i++) {
        char id[16];

        second += rand() % 4;
        snprintf(id, sizeof(id), "k%d", rand() % 60);
        tell(c, second - rand() % 2, (enum contact_event)(rand() % CONTACT_EVENTS), id,
             rand() % 8 ? rand() % 2 : NOWHERE, rand() % 10 ? -1 : rand() % 90);
        if (i % 50 == 0)
            stays_whole(c, second);
    }
    return second;
}

static void test_random_events_stay_whole(void **state)
{
    (void)state;
    const char *seed = getenv("ACD_SEED");

    srand(seed ? (unsigned)atoi(seed) : 3);
    for (int run = 0; run < 20; run++) {
        struct contacts *c = new_contacts();
        int64_t second = random_events(c, 1000, 3000);
        char id[16];

        stays_whole(c, second);
        for (int i = 0; i < 60; i++) { /* all hang up: nothing is left open */
            snprintf(id, sizeof(id), "k%d", i);
            tell(c, second + 1, E, id, NOWHERE, -1);
        }
        for (int queue = SALES; queue <= SUPPORT; queue++) {
            struct acd_queue q = read_queue(c, queue, second + 60);

            assert_int_equal(q.day.offered, q.day.answered + q.day.abandoned + q.day.overflow_out +
                                                q.day.callback);
            assert_int_equal(q.waiting + q.active, 0);
        }
        assert_int_equal(contacts_health(c).contacts, 0);
        contacts_free(c);
    }
}

/* --- saving ---------------------------------------------------------------------------------- */

static char folder[] = "/tmp/acd-contacts-XXXXXX";
static char path[sizeof(folder) + 16];

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof(path), "%s/state", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static void same(struct contacts *a, struct contacts *b, int64_t second)
{
    for (int queue = SALES; queue <= SUPPORT; queue++) {
        static struct acd_call calls[2][ACD_MAX_CALLS];
        struct acd_queue x = {.known = 0}, y = {.known = 0};

        contacts_read(a, queue, T0 + second * SECOND, &x, calls[0]);
        contacts_read(b, queue, T0 + second * SECOND, &y, calls[1]);
        assert_memory_equal(&x.day, &y.day, sizeof(x.day));
        assert_memory_equal(&x.interval, &y.interval, sizeof(x.interval));
        assert_memory_equal(&x.window, &y.window, sizeof(x.window));
        assert_int_equal(x.waiting, y.waiting);
        assert_int_equal(x.active, y.active);
        assert_int_equal(x.n_calls, y.n_calls);
        for (uint32_t i = 0; i < x.n_calls; i++)
            assert_int_equal(x.calls[i].wait_ms, y.calls[i].wait_ms);
    }
}

static void test_a_restart_forgets_nothing(void **state)
{
    (void)state;
    struct acd_fault why = {.text = ""};

    srand(9);
    for (int run = 0; run < 10; run++) {
        struct contacts *a = new_contacts(), *b = contacts_new(&options, T0);
        int64_t second = random_events(a, 1000, 500 + run * 100);
        unsigned seed = (unsigned)rand();

        assert_true(contacts_save(a, path, &why));
        contacts_queue(b, "sales", 20 * SECOND, 5 * SECOND, T0 + second * SECOND);
        contacts_queue(b, "support", 20 * SECOND, 5 * SECOND, T0 + second * SECOND);
        if (!contacts_load(b, path, T0 + second * SECOND, &why))
            fail_msg("%s", why.text);
        same(a, b, second);
        srand(seed);
        random_events(a, second, 300);
        srand(seed);
        second = random_events(b, second, 300);
        same(a, b, second);
        contacts_free(a);
        contacts_free(b);
    }
}

static void test_names_survive_a_restart(void **state)
{
    (void)state;
    struct contacts *a = new_contacts(), *b;
    struct contact_told told = {.what = J, .t = T0, .queue = SALES, .contact = "a b%20\n\xc3\xa9",
                                .from = "-", .wait_ms = -1};
    struct acd_queue q = {.known = 0};
    struct acd_call calls[ACD_MAX_CALLS];
    struct acd_fault why;

    assert_true(contacts_tell(a, &told));
    assert_true(contacts_save(a, path, &why));
    b = contacts_new(&options, T0);
    assert_true(contacts_load(b, path, T0, &why));
    assert_int_equal(contacts_queue(b, "sales", 20 * SECOND, 5 * SECOND, T0), SALES);
    contacts_read(b, SALES, T0, &q, calls);
    assert_int_equal(q.n_calls, 1);
    assert_string_equal(q.calls[0].id, told.contact);
    contacts_free(a);
    contacts_free(b);
}

static void test_yesterdays_counts_stay_behind(void **state)
{
    (void)state;
    struct contacts *a = new_contacts(), *b = contacts_new(&options, T0 + 100000 * SECOND);
    struct acd_queue q = {.known = 0};
    struct acd_call calls[ACD_MAX_CALLS];
    struct acd_fault why;

    tell(a, 5, J, "a", SALES, -1);
    assert_true(contacts_save(a, path, &why));
    assert_true(contacts_load(b, path, T0 + 100000 * SECOND, &why));
    contacts_read(b, SALES, T0 + 100000 * SECOND, &q, calls);
    assert_int_equal(q.day.offered, 0);
    assert_int_equal(q.waiting, 1); /* a contact is no count */
    contacts_free(a);
    contacts_free(b);
}

static void write_bytes(const char *bytes, size_t n)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    fclose(file);
}

static void test_a_file_that_is_not_whole_changes_nothing(void **state)
{
    (void)state;
    struct contacts *a = new_contacts(), *b = new_contacts();
    char bytes[65536];
    struct acd_fault why;
    FILE *file;
    size_t n;

    srand(4);
    random_events(a, 1000, 300);
    assert_true(contacts_save(a, path, &why));
    file = fopen(path, "r");
    n = fread(bytes, 1, sizeof(bytes), file);
    fclose(file);
    assert_true(n > 500 && n < sizeof(bytes));
    for (size_t cut = 0; cut + 1 < n; cut += 1 + cut / 50) {
        write_bytes(bytes, cut);
        assert_false(contacts_load(b, path, T0, &why));
        assert_non_null(strstr(why.text, path));
        assert_int_equal(contacts_health(b).contacts, 0);
    }
    unlink(path);
    assert_false(contacts_load(b, path, T0, &why));
    assert_false(contacts_save(a, "/nowhere/at/all", &why));
    assert_non_null(strstr(why.text, "/nowhere/at/all"));
    contacts_free(a);
    contacts_free(b);
}

static void test_random_bytes_in_a_file_do_no_harm(void **state)
{
    (void)state;
    struct contacts *a = new_contacts();
    char bytes[65536];
    struct acd_fault why;
    FILE *file;
    size_t n;

    srand(8);
    random_events(a, 1000, 200);
    assert_true(contacts_save(a, path, &why));
    file = fopen(path, "r");
    n = fread(bytes, 1, sizeof(bytes), file);
    fclose(file);
    for (int i = 0; i < 600; i++) {
        struct contacts *b = new_contacts();
        size_t at = (size_t)rand() % n;
        char was = bytes[at];

        bytes[at] = (char)(rand() % 3 ? '0' + rand() % 10 : rand());
        write_bytes(bytes, n);
        if (contacts_load(b, path, T0, &why))
            read_queue(b, SALES, rand() % 1000);
        bytes[at] = was;
        contacts_free(b);
    }
    contacts_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stories),
        cmocka_unit_test(test_the_waiting_oldest_first),
        cmocka_unit_test(test_after_a_gap_some_are_lost),
        cmocka_unit_test(test_no_room_is_refused),
        cmocka_unit_test(test_random_events_stay_whole),
        cmocka_unit_test(test_a_restart_forgets_nothing),
        cmocka_unit_test(test_names_survive_a_restart),
        cmocka_unit_test(test_yesterdays_counts_stay_behind),
        cmocka_unit_test(test_a_file_that_is_not_whole_changes_nothing),
        cmocka_unit_test(test_random_bytes_in_a_file_do_no_harm),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
