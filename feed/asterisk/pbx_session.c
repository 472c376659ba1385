/* The conversation: what is said to the server when, and which of its words go where. */
#include "feed/asterisk/pbx_session.h"

#include "feed/asterisk/pbx_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    STATUS_EVERY_MS = 10000,
    STATUS_SOON_MS = 2000,  /* after connecting once more: what a gap took is sure then */
    SILENT_MS = 35000,      /* three looks unanswered: the server or the way to it is dead */
    LOGIN_MS = 10000,
    AGAIN_MS = 500,     /* the server has no queues yet */
    LEARN_LISTINGS = 3, /* what the server can do is asked with so many listings, then with each 6th */
    LEARN_EVERY = 6,
    OUTPUT_MOST = 1 << 20,
};

enum stage { STAGE_CLOSED, STAGE_GREETING, STAGE_LOGIN, STAGE_READY, STAGE_REFUSED };

struct pbx_session {
    struct pbx *pbx;
    struct pbx_ops *ops;
    char user[128], secret[256];
    enum stage stage;
    struct ami_parser parser;
    char *output;
    size_t used, room;
    int64_t stage_t, heard_t, status_t; /* status_t: when the next listing is due */
    unsigned serial;
    int open_asked; /* queues asked whether they are open */
    char why[PBX_TEXT_BYTES];
};

struct pbx_session *pbx_session_new(struct pbx *pbx, struct pbx_ops *ops, const char *user,
                                    const char *secret)
{
    struct pbx_session *session = acd_calloc(1, sizeof(*session));
    session->pbx = pbx;
    session->ops = ops;
    pbx_copy(session->user, sizeof(session->user), user);
    pbx_copy(session->secret, sizeof(session->secret), secret);
    return session;
}

static void wipe(void *memory, size_t bytes)
{
    volatile char *at = memory;
    while (bytes-- > 0)
        *at++ = 0;
}

void pbx_session_free(struct pbx_session *session)
{
    if (!session)
        return;
    if (session->output)
        wipe(session->output, session->room);
    free(session->output);
    wipe(session->secret, sizeof(session->secret));
    free(session);
}

/* --- saying ---------------------------------------------------------------------------------------- */

/* Not by realloc(), which would leave a login behind in what it frees. */
static void widen(struct pbx_session *session, size_t room)
{
    char *wider = acd_alloc(room);
    if (session->output) {
        memcpy(wider, session->output, session->used);
        wipe(session->output, session->room);
    }
    free(session->output);
    session->output = wider;
    session->room = room;
}

static void say(struct pbx_session *session, const char *text)
{
    size_t n = strlen(text);
    if (session->used + n > session->room)
        widen(session, (session->used + n) * 2 + 4096);
    memcpy(session->output + session->used, text, n);
    session->used += n;
}

static void ask(struct pbx_session *session, const char *action, const char *id, const char *key,
                const char *value)
{
    struct ami_action text;
    ami_action(&text, action, id);
    if (key)
        ami_add(&text, key, "%s", value);
    if (ami_end(&text))
        say(session, text.text);
}

static void log_in(struct pbx_session *session)
{
    struct ami_action action;
    ami_action(&action, "Login", "login");
    ami_add(&action, "Username", "%s", session->user);
    ami_add(&action, "Secret", "%s", session->secret);
    ami_add(&action, "Events", "on");
    if (ami_end(&action))
        say(session, action.text);
    wipe(&action, sizeof(action));
}

static void list_queues(struct pbx_session *session)
{
    char id[AMI_ID_BYTES];
    /* A server that has only just begun lets us in before all its modules are there. */
    if (session->serial < LEARN_LISTINGS || session->serial % LEARN_EVERY == 0)
        ask(session, "ListCommands", "commands", NULL, NULL);
    snprintf(id, sizeof(id), PBX_FULL "-%u", ++session->serial);
    ask(session, "QueueStatus", id, NULL, NULL);
}

static void list_line(struct pbx_session *session, const char *queue)
{
    struct ami_action action;
    char id[AMI_ID_BYTES];
    snprintf(id, sizeof(id), PBX_LINE "-%u", session->serial);
    ami_action(&action, "QueueStatus", id);
    ami_add(&action, "Queue", "%s", queue);
    ami_add(&action, "Member", "-"); /* nobody: only who waits */
    if (ami_end(&action))
        say(session, action.text);
}

const char *pbx_session_output(const struct pbx_session *session, size_t *n)
{
    *n = session->used;
    return session->output;
}

void pbx_session_sent(struct pbx_session *session, size_t sent)
{
    if (sent == 0) /* before the first word there is no room either */
        return;
    memmove(session->output, session->output + sent, session->used - sent);
    session->used -= sent;
    wipe(session->output + session->used, sent); /* a login may have been in it */
}

/* --- listening ------------------------------------------------------------------------------------- */

static void enter(struct pbx_session *session, enum stage stage, int64_t t)
{
    session->stage = stage;
    session->stage_t = t;
}

static void logged_in(struct pbx_session *session, int64_t t)
{
    enter(session, STAGE_READY, t);
    pbx_connected(session->pbx, t);
    session->open_asked = 0;
    session->serial = 0;
    ask(session, "CoreSettings", "version", NULL, NULL);
    ask(session, "Ping", "clock", NULL, NULL);
    list_queues(session);
    session->status_t = t + STATUS_SOON_MS;
}

static void answered(struct pbx_session *session, const struct ami_message *m, int64_t t)
{
    const char *id = ami_text(m, "ActionID");
    bool fine = !ami_is(m, "Response", "Error");
    if (strcmp(id, "login") == 0) {
        if (fine) {
            logged_in(session, t);
            return;
        }
        char words[128];
        pbx_make_text(words, sizeof(words), ami_text(m, "Message"));
        snprintf(session->why, sizeof(session->why), "the login of %.64s was refused: %s",
                 session->user, words);
        enter(session, STAGE_REFUSED, t);
    } else if (strcmp(id, "commands") == 0) {
        pbx_ops_rights(session->ops, m);
    } else if (strcmp(id, "version") == 0) {
        pbx_ops_version(session->ops, fine ? ami_get(m, "AsteriskVersion") : NULL,
                        session->parser.banner);
    } else if (strcmp(id, "clock") == 0) {
        int64_t told_t = ami_time(m, INT64_MIN);
        if (told_t != INT64_MIN)
            pbx_clock(session->pbx, told_t, t);
    } else if (strncmp(id, PBX_FULL, sizeof(PBX_FULL) - 1) == 0) {
        if (!fine) {
            session->serial = 0;
            session->status_t = t + AGAIN_MS;
        }
    } else if (strncmp(id, PBX_OPEN, sizeof(PBX_OPEN) - 1) == 0) {
        pbx_ops_open_told(session->ops, m, t);
    } else if (strncmp(id, PBX_ORDER, sizeof(PBX_ORDER) - 1) == 0) {
        pbx_ops_answer(session->ops, m, t);
    }
}

static void heard(struct pbx_session *session, const struct ami_message *m, int64_t t)
{
    if (ami_get(m, "Response")) {
        answered(session, m, t);
        return;
    }
    if (session->stage != STAGE_READY || !ami_get(m, "Event"))
        return;
    if (strncmp(ami_text(m, "ActionID"), PBX_ORDER, sizeof(PBX_ORDER) - 1) == 0)
        return; /* a list that follows an answer of interest by itself alone */
    pbx_event(session->pbx, m, t);
}

void pbx_session_read(struct pbx_session *session, const char *bytes, size_t n, int64_t t)
{
    session->heard_t = t;
    while (n > 0) {
        const struct ami_message *message;
        size_t took = ami_take(&session->parser, bytes, n, &message);
        bytes += took;
        n -= took;
        if (message)
            heard(session, message, t);
    }
    if (session->stage == STAGE_GREETING && session->parser.greeted) {
        enter(session, STAGE_LOGIN, t);
        log_in(session);
    }
}

/* --- the course of it -------------------------------------------------------------------------------- */

void pbx_session_opened(struct pbx_session *session, int64_t t)
{
    ami_init(&session->parser);
    session->used = 0;
    session->heard_t = t;
    enter(session, STAGE_GREETING, t);
}

void pbx_session_closed(struct pbx_session *session, int64_t t, const char *why)
{
    bool was_open = session->stage != STAGE_CLOSED;
    enter(session, STAGE_CLOSED, t);
    session->used = 0;
    pbx_lost(session->pbx, t, why);
    if (was_open)
        pbx_ops_lost(session->ops);
}

static void ask_around(struct pbx_session *session, int64_t t)
{
    const char *text;
    if (t >= session->status_t || session->status_t - t > STATUS_EVERY_MS) {
        list_queues(session);
        session->status_t = t + STATUS_EVERY_MS;
    }
    while ((text = pbx_wants_line(session->pbx, t)) != NULL)
        list_line(session, text);
    if (!pbx_whole(session->pbx))
        return;
    while (session->open_asked < session->pbx->n_queues) {
        text = pbx_ops_ask_open(session->ops, session->open_asked++);
        if (text)
            say(session, text);
    }
    while ((text = pbx_ops_take_action(session->ops, t)) != NULL)
        say(session, text);
}

bool pbx_session_advance(struct pbx_session *session, int64_t t, const char **why)
{
    *why = session->why;
    if (session->stage == STAGE_REFUSED)
        return false;
    if (session->stage == STAGE_READY)
        ask_around(session, t);
    if ((session->stage == STAGE_GREETING || session->stage == STAGE_LOGIN) &&
        t - session->stage_t > LOGIN_MS) {
        snprintf(session->why, sizeof(session->why), "no answer of a manager server to the login");
        return false;
    }
    if (session->stage == STAGE_READY && t - session->heard_t > SILENT_MS) {
        snprintf(session->why, sizeof(session->why), "Asterisk has not answered for %d s",
                 SILENT_MS / 1000);
        return false;
    }
    if (session->used > OUTPUT_MOST) {
        snprintf(session->why, sizeof(session->why), "Asterisk takes nothing that is sent to it");
        return false;
    }
    return true;
}

bool pbx_session_ready(const struct pbx_session *session)
{
    return session->stage == STAGE_READY && pbx_whole(session->pbx);
}
