/* `acdfeed record`: feeds onto a tape.  The edge alone: sockets, clocks, signals, the disk. */
#include "acdfeed/clock.h"
#include "acdfeed/limits.h"
#include "feed/commands/command.h"
#include "feed/commands/keyed.h"
#include "feed/commands/recorder.h"
#include "feed/commands/waker.h"
#include "feed/link/listen.h"

#include <poll.h>
#include <stdio.h>

enum { TICK_MS = 100, FLUSH_MS = 1000, KEY_MS = 60000, TAKE_AT_ONCE = 1000 };

struct record {
    const char *path;
    struct option_list stats;
    struct keyed keyed;
    struct listen *ears[OPTION_LIST_MOST];
    struct waker waker;
    struct acd_tape_writer *writer;
    struct recorder *recorder;
    int64_t base_ms;  /* the tape's clock less the monotonic one */
    int64_t flush_ms; /* monotonic: when it is due */
    int64_t messages, refused;
    int64_t key_ms;
};

static int64_t tape_ms(const struct record *record)
{
    return record->base_ms + acd_monotonic_ms();
}

/* False: more may wait. */
static bool take(struct record *record, int feed)
{
    struct listen_message message;
    for (int i = 0; i < TAKE_AT_ONCE; i++) {
        if (listen_next(record->ears[feed], 0, -1, &message) != LISTEN_MESSAGE)
            return true;
        const struct acd_heard heard = {
            .feed = feed,
            .topic = message.topic,
            .topic_bytes = message.topic_bytes,
            .body = message.body,
            .body_bytes = message.body_bytes,
            .now_ms = tape_ms(record),
            .wall_ms = acd_wall_ms(),
        };
        if (message.frames == 2 && recorder_hear(record->recorder, &heard))
            record->messages++;
        else
            record->refused++;
    }
    return false;
}

static bool serve(struct record *record, int64_t left_ms, struct acd_fault *why)
{
    bool drained = true;
    for (int feed = 0; feed < record->stats.n; feed++)
        drained &= take(record, feed);
    bool keyed = recorder_tick(record->recorder, tape_ms(record), acd_wall_ms());
    int64_t now_ms = acd_monotonic_ms();
    if (keyed || now_ms >= record->flush_ms) {
        record->flush_ms = now_ms + FLUSH_MS;
        if (!acd_tape_flush(record->writer, keyed, why))
            return false;
    }
    struct pollfd wait = {.fd = record->waker.fd, .events = POLLIN};
    (void)poll(&wait, 1, !drained ? 0 : left_ms < TICK_MS ? (int)left_ms : TICK_MS);
    return true;
}

static bool open_all(struct record *record, struct acd_fault *why)
{
    record->writer = acd_tape_append(record->path, why);
    if (!record->writer)
        return false;
    keyed_begin(record->keyed.key);
    for (int i = 0; i < record->stats.n; i++) {
        record->ears[i] = listen_open(record->stats.value[i], record->keyed.key,
                                      record->keyed.server_key, why);
        if (!record->ears[i])
            return false;
        waker_watch(&record->waker, listen_fd(record->ears[i]));
    }
    int64_t wall_ms = acd_wall_ms(), end_ms = acd_tape_writer_end_ms(record->writer);
    record->base_ms = (wall_ms > end_ms ? wall_ms : end_ms + 1) - acd_monotonic_ms();
    record->recorder = recorder_new(
        record->writer, (struct recorder_feeds){record->stats.value, record->stats.n},
        record->key_ms);
    recorder_begin(record->recorder, tape_ms(record), wall_ms);
    return acd_tape_flush(record->writer, false, why);
}

static void close_all(struct record *record)
{
    if (record->recorder)
        recorder_free(record->recorder);
    acd_tape_finish(record->writer);
    for (int i = 0; i < record->stats.n; i++)
        listen_close(record->ears[i]);
    waker_close(&record->waker);
}

static int run(struct record *record, int64_t for_ms)
{
    struct acd_fault why;
    waker_open(&record->waker);
    bool fine = open_all(record, &why);
    int64_t until_ms = for_ms >= 0 ? acd_monotonic_ms() + for_ms : INT64_MAX, now_ms;
    if (fine)
        fprintf(stderr, "acdfeed record: %s: recording %s%s\n", record->path,
                record->stats.value[0], record->stats.n > 1 ? " and others" : "");
    while (fine && (now_ms = acd_monotonic_ms()) < until_ms && !waker_signalled(&record->waker))
        fine = serve(record, until_ms - now_ms, &why);
    if (fine)
        fine = acd_tape_flush(record->writer, true, &why);
    close_all(record);
    if (!fine) {
        command_complain("record", "%s", why.text);
        return COMMAND_FAILED;
    }
    fprintf(stderr, "acdfeed record: %s: %lld messages", record->path,
            (long long)record->messages);
    if (record->refused)
        fprintf(stderr, ", %lld not kept, they are none of the contract",
                (long long)record->refused);
    fputc('\n', stderr);
    if (for_ms >= 0 && record->messages == 0) {
        command_complain("record", "nothing was heard from %s", record->stats.value[0]);
        return COMMAND_SILENT;
    }
    return COMMAND_DONE;
}

static const char about[] =
    "Puts feeds on a tape: every message as it comes, with its time, and once a minute\n"
    "everything there is, so that a player finds any moment at once.  A tape that is there\n"
    "already goes on.  After a crash it is readable up to its last whole frame; at most the\n"
    "last second is missing.  `acdwall --play FILE` shows it, `acdfeed replay FILE` sends it.";
static const char closing[] =
    "Exit status: 0 ended by a signal or by --for; 1 the file cannot be written, the disk is\n"
    "full; 2 usage; 4 nothing was heard within --for.";

int command_record(int argc, char **argv)
{
    struct record record = {.key_ms = KEY_MS};
    int64_t for_ms = -1;
    const struct option_rule rules[] = {
        {"stats", OPTION_ENDPOINTS, &record.stats, "EP",
         "a feed; may be given again for each feed; " ACD_STATS_ENDPOINT " unless said", 0, 0},
        KEYED_ASKING_RULES(&record.keyed),
        {"for", OPTION_DURATION, &for_ms, "D", "end after this time", 0, 0},
        {"keys", OPTION_DURATION, &record.key_ms, "D",
         "how often everything is told on the tape (1m)", 100, 3600000},
    };
    const struct option_usage usage = {.name = "record",
                                       .synopsis = "FILE",
                                       .about = about,
                                       .rules = rules,
                                       .n_rules = ACD_COUNT_OF(rules),
                                       .least_words = 1,
                                       .most_words = 1,
                                       .closing = closing};
    int status;
    if (!options_read(&usage, &argc, argv, &status))
        return status;
    record.path = argv[1];
    if (record.stats.n == 0)
        record.stats.value[record.stats.n++] = ACD_STATS_ENDPOINT;
    return run(&record, for_ms);
}
