/* Joins scribe and file.  Says who sits here and where; nothing of what a line means. */
#include "console/edge/keeper.h"

#include "acdfeed/clock.h"
#include "acdfeed/memory.h"
#include "console/edge/trail.h"
#include "console/trail/scribe.h"

#include <inttypes.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ALIVE_MS = 5 * 60000, AGAIN_MS = 60000, PASS_MS = 1000, PATH_BYTES = 4096 };

struct keeper {
    struct trail *trail; /* NULL: no journal is wanted */
    struct scribe *scribe;
    struct alarms *alarms;
    char by[ACD_MAX_ID_BYTES + 1];
    bool started; /* the file has the line that says who sits here */
    int64_t written_ms, passed_ms, said_ms;
    char trouble[ACD_FAULT_TEXT_BYTES]; /* as it was said last; "" none */
    char no_home[64];
};

static bool write_note(struct keeper *keeper, const struct note *note, bool action)
{
    keeper->written_ms = acd_monotonic_ms();
    return trail_write(keeper->trail, note, action);
}

static void on_note(void *context, const struct note *note, bool action)
{
    write_note(context, note, action);
}

static void on_alarm(void *context, enum alarm_news news, const struct alarm *alarm, int64_t now_ms)
{
    struct keeper *keeper = context;

    (void)now_ms;
    if (keeper->trail)
        scribe_alarm(keeper->scribe, news, alarm, acd_wall_ms());
}

void keeper_note(struct keeper *keeper, const struct note *note, bool action)
{
    if (keeper->trail)
        write_note(keeper, note, action);
}

/* "/dev/pts/3", "/dev/pts/3 from 10.1.2.3". */
static void say_where(char *out, size_t bytes)
{
    const char *terminal = ttyname(STDIN_FILENO), *from = getenv("SSH_CONNECTION");
    int address = from ? (int)strspn(from, "0123456789abcdefABCDEF.:") : 0;

    snprintf(out, bytes, "%s%s%.*s", terminal ? terminal : "no terminal", address > 0 ? " from " : "",
             address, address > 0 ? from : "");
}

static void tell_start(struct keeper *keeper)
{
    struct note note = note_make(NOTE_START, acd_wall_ms());
    const struct passwd *user = getpwuid(getuid());
    char host[256] = "", where[160];

    gethostname(host, sizeof(host) - 1);
    say_where(where, sizeof(where));
    NOTE_SAY(&note, BY, by, keeper->by);
    NOTE_SAY(&note, LOGIN, login, user ? user->pw_name : NULL);
    NOTE_SAY(&note, HOST, host, host);
    NOTE_SAY(&note, WHERE, where, where);
    NOTE_SET(&note, PID, pid, getpid());
    NOTE_SAY(&note, VERSION, version, ACD_RELEASE);
    keeper->started = write_note(keeper, &note, true);
}

struct keeper *keeper_open(const char *path, const char *by, struct alarms *alarms)
{
    struct keeper *keeper = acd_calloc(1, sizeof(*keeper));
    char usual[PATH_BYTES];

    keeper->said_ms = -AGAIN_MS;
    snprintf(keeper->by, sizeof(keeper->by), "%s", by);
    keeper->scribe = scribe_new(on_note, keeper);
    keeper->alarms = alarms;
    alarms_listen(alarms, on_alarm, keeper);
    if (strcmp(path, "none") == 0)
        return keeper;
    if (!*path && !trail_usual_path(usual, sizeof(usual))) {
        snprintf(keeper->no_home, sizeof(keeper->no_home), "no journal: there is no HOME for it");
        return keeper;
    }
    keeper->trail = trail_open(*path ? path : usual, acd_wall_ms());
    tell_start(keeper);
    return keeper;
}

void keeper_close(struct keeper *keeper, const char *why)
{
    struct note note = note_make(NOTE_STOP, acd_wall_ms());

    if (!keeper)
        return;
    alarms_listen(keeper->alarms, NULL, NULL);
    if (keeper->trail) {
        scribe_close(keeper->scribe, acd_monotonic_ms(), acd_wall_ms());
        NOTE_SAY(&note, WHY, why, why);
        write_note(keeper, &note, true);
    }
    trail_close(keeper->trail);
    scribe_free(keeper->scribe);
    free(keeper);
}

void keeper_look(struct keeper *keeper, const struct board *board, const struct requests *requests)
{
    int64_t now_ms = acd_monotonic_ms(), wall_ms = acd_wall_ms();

    if (!keeper->trail)
        return;
    scribe_look(keeper->scribe, board, requests, now_ms, wall_ms);
    if (now_ms - keeper->passed_ms < PASS_MS)
        return;
    keeper->passed_ms = now_ms;
    if (now_ms - keeper->written_ms >= ALIVE_MS) {
        struct note note = note_make(NOTE_ALIVE, wall_ms);

        write_note(keeper, &note, false);
    }
    trail_pass(keeper->trail, now_ms, wall_ms);
    if (!keeper->started && trail_unwritten(keeper->trail) == 0)
        tell_start(keeper);
}

void keeper_asks(struct keeper *keeper, const struct requests *requests,
                 const struct acd_request *request)
{
    const char *words = NULL;

    if (!keeper->trail)
        return;
    for (int i = 0; i < requests_count(requests) && !words; i++)
        if (strcmp(requests_at(requests, i)->id, request->id) == 0)
            words = requests_at(requests, i)->words;
    scribe_asks(keeper->scribe, request, words, acd_wall_ms());
}

/* --- what is wrong ------------------------------------------------------------------------------- */

bool keeper_says(struct keeper *keeper, char *out, size_t bytes, bool *is_wrong)
{
    const char *trouble = keeper->trail ? trail_trouble(keeper->trail)
                          : keeper->no_home[0] ? keeper->no_home : NULL;
    uint64_t n = keeper->trail ? trail_unwritten(keeper->trail) : 0;
    int64_t now_ms = acd_monotonic_ms();
    bool is_new = strcmp(trouble ? trouble : "", keeper->trouble) != 0;

    *is_wrong = trouble != NULL;
    if (!is_new && (!trouble || now_ms - keeper->said_ms < AGAIN_MS))
        return false;
    keeper->said_ms = now_ms;
    snprintf(keeper->trouble, sizeof(keeper->trouble), "%s", trouble ? trouble : "");
    if (!trouble)
        snprintf(out, bytes, "the journal is written again");
    else if (n > 0)
        snprintf(out, bytes, "%s (%" PRIu64 " line%s missing)", trouble, n, n == 1 ? "" : "s");
    else
        snprintf(out, bytes, "%s", trouble);
    return true;
}
