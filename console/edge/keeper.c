/* Joins scribe, file and hooks.  Says who sits here and where. */
#include "console/edge/keeper.h"

#include "acdfeed/clock.h"
#include "acdfeed/memory.h"
#include "console/edge/hook.h"
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
    struct hooks *hooks;
    struct board *board;
    const struct settings *settings;
    char by[ACD_MAX_ID_BYTES + 1];
    bool calling; /* the note being made is for the program of alarms too */
    bool started; /* the file has the line that says who sits here */
    int64_t written_ms, passed_ms, said_ms;
    char trouble[ACD_FAULT_TEXT_BYTES]; /* as it was said last; "" none */
    char no_home[64];
    char hook_trouble[ACD_FAULT_TEXT_BYTES]; /* to be said; "" nothing */
    bool hook_failed;                        /* since it last worked; said already */
};

static bool write_note(struct keeper *keeper, const struct note *note, bool action)
{
    keeper->written_ms = acd_monotonic_ms();
    return trail_write(keeper->trail, note, action);
}

/* --- what is told to programs -------------------------------------------------------------------- */

static void on_hook(void *context, const struct note *note)
{
    struct keeper *keeper = context;
    bool fine = strcmp(NOTE_TEXT(note, STATE, state), "done") == 0;

    if (keeper->trail)
        write_note(keeper, note, false);
    if (!fine && !keeper->hook_failed)
        snprintf(keeper->hook_trouble, sizeof(keeper->hook_trouble), "hook %.120s %s: %.120s",
                 NOTE_TEXT(note, WORDS, words), note->state, NOTE_TEXT(note, WHY, why));
    keeper->hook_failed = !fine;
}

/* A measure of ours that was carried out: whoever the plan names is to know. */
static void tell_measure(struct keeper *keeper, const struct note *note)
{
    const char *command = settings_hook(keeper->settings)->tell;
    int op = acd_names_find(&acd_op_names, NOTE_TEXT(note, OP, op), strlen(NOTE_TEXT(note, OP, op)));
    const struct acd_op_rule *rule = op < 0 ? NULL : acd_op_rule((enum acd_op)op);
    const struct board_queue *queue = board_queue(keeper->board, NOTE_TEXT(note, SITE, site),
                                                  NOTE_TEXT(note, QUEUE, queue));
    const struct plan_measure *measure = NULL;
    struct note told = *note;

    if (!*command || !rule || !rule->lasts || strcmp(NOTE_TEXT(note, STATE, state), "done") != 0)
        return;
    if (queue)
        measure = plan_for(settings_plan(keeper->settings), queue, op);
    NOTE_SAY(&told, TELL, tell, measure ? measure->tell : NULL);
    hooks_tell(keeper->hooks, command, &told, acd_monotonic_ms(), acd_wall_ms());
}

static void on_note(void *context, const struct note *note, bool action)
{
    struct keeper *keeper = context;

    if (keeper->trail)
        write_note(keeper, note, action);
    if (note->what == NOTE_REQUEST)
        tell_measure(keeper, note);
    if (note->what == NOTE_ALARM && keeper->calling)
        hooks_tell(keeper->hooks, settings_hook(keeper->settings)->on_alarm, note, acd_monotonic_ms(),
                   acd_wall_ms());
}

/* What a person elsewhere is to know of at once. */
static bool is_called_for(const struct keeper *keeper, enum alarm_news news, const struct alarm *alarm)
{
    return alarm &&
           (news == ALARM_NEWS_RAISED || news == ALARM_NEWS_WORSE || news == ALARM_NEWS_REALARMED ||
            news == ALARM_NEWS_BROKE_SHELF) &&
           alarm->tier >= settings_hook(keeper->settings)->from_tier && !alarm_shelved(alarm);
}

static void on_alarm(void *context, enum alarm_news news, const struct alarm *alarm, int64_t now_ms)
{
    struct keeper *keeper = context;

    (void)now_ms;
    keeper->calling = is_called_for(keeper, news, alarm);
    scribe_alarm(keeper->scribe, news, alarm, acd_wall_ms());
    keeper->calling = false;
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

struct keeper *keeper_open(const char *path, const char *by, struct board *board,
                           const struct settings *settings)
{
    struct keeper *keeper = acd_calloc(1, sizeof(*keeper));
    char usual[PATH_BYTES];

    keeper->said_ms = -AGAIN_MS;
    snprintf(keeper->by, sizeof(keeper->by), "%s", by);
    keeper->scribe = scribe_new(on_note, keeper);
    keeper->hooks = hooks_new(settings_hook(settings), on_hook, keeper);
    keeper->board = board;
    keeper->settings = settings;
    alarms_listen(board_alarms(board), on_alarm, keeper);
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
    alarms_listen(board_alarms(keeper->board), NULL, NULL);
    hooks_free(keeper->hooks, acd_wall_ms());
    if (keeper->trail) {
        scribe_close(keeper->scribe, acd_monotonic_ms(), acd_wall_ms());
        NOTE_SAY(&note, WHY, why, why);
        write_note(keeper, &note, true);
    }
    trail_close(keeper->trail);
    scribe_free(keeper->scribe);
    free(keeper);
}

void keeper_look(struct keeper *keeper, const struct requests *requests)
{
    int64_t now_ms = acd_monotonic_ms(), wall_ms = acd_wall_ms();

    scribe_look(keeper->scribe, keeper->board, requests, now_ms, wall_ms);
    hooks_pass(keeper->hooks, now_ms, wall_ms);
    if (!keeper->trail || now_ms - keeper->passed_ms < PASS_MS)
        return;
    keeper->passed_ms = now_ms;
    if (now_ms - keeper->written_ms >= ALIVE_MS) {
        struct note note = note_make(NOTE_ALIVE, wall_ms);

        write_note(keeper, &note, false);
    }
    if (trail_pass(keeper->trail, now_ms, wall_ms))
        keeper->started = false;
    if (!keeper->started && trail_unwritten(keeper->trail) == 0)
        tell_start(keeper);
}

static void on_effect(void *context, const struct effect *effect, enum effect_at at, int64_t now_ms)
{
    struct keeper *keeper = context;

    (void)now_ms;
    if (at != EFFECT_BEFORE)
        scribe_effect(keeper->scribe, effect, at, acd_wall_ms());
}

void keeper_evaluates(struct keeper *keeper, struct effects *effects)
{
    effects_listen(effects, on_effect, keeper);
}

void keeper_asks(struct keeper *keeper, const struct requests *requests,
                 const struct acd_request *request)
{
    const char *words = NULL;

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

    *is_wrong = trouble != NULL || keeper->hook_trouble[0];
    if (keeper->hook_trouble[0]) {
        snprintf(out, bytes, "%s", keeper->hook_trouble);
        keeper->hook_trouble[0] = '\0';
        return true;
    }
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
