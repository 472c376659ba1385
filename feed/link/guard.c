/* The guard: ZAP answers and the file behind them.  What a role may is known to admission alone. */
#include "feed/link/guard.h"

#include "acdfeed/clock.h"
#include "acdfeed/memory.h"
#include "feed/link/guard_list.h"
#include "feed/link/guard_log.h"
#include "feed/link/link_zmq.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    GUARD_PROOF_MS = 5000,
    GUARD_FRAMES = 7, /* of a question, with CURVE */
    GUARD_FRAME_BYTES = 256,
    GUARD_ANSWERS = 64, /* in one go */
};

struct guard {
    struct acd_key key, stranger; /* stranger: of our own knocking */
    struct guard_list list;
    struct quota quota;
    struct guard_log log;
    struct link *link;
    struct link_socket socket;
    struct link_refusals told;
};

/* True when somebody may less than before. */
static bool look_again(struct guard *guard, int64_t now_ms)
{
    struct acd_fault why;
    bool less = false;
    switch (guard_list_look(&guard->list, now_ms, &less, &why)) {
    case GUARD_LIST_SAME:
        break;
    case GUARD_LIST_WRONG:
        guard_log_say(&guard->log, now_ms, "", "%s; the list before it stays in force", why.text);
        break;
    case GUARD_LIST_NEW:
        guard_log_say(&guard->log, now_ms, "", "%s: read anew, %zu key%s", guard->list.path,
                      guard->list.admission.n, guard->list.admission.n == 1 ? "" : "s");
        break;
    }
    return less;
}

/* --- answers -----------------------------------------------------------------------------------
 */

enum { VERSION, REQUEST, DOMAIN, ADDRESS, IDENTITY, MECHANISM, CREDENTIALS };

struct question {
    int n;
    size_t bytes[GUARD_FRAMES];
    char frame[GUARD_FRAMES][GUARD_FRAME_BYTES + 1];
};

static bool take_question(void *zap, struct question *question)
{
    int more = 1;
    for (question->n = 0; more; question->n++) {
        char rest[GUARD_FRAME_BYTES];
        size_t size = sizeof more;
        char *to = question->n < GUARD_FRAMES ? question->frame[question->n] : rest;
        int got = zmq_recv(zap, to, GUARD_FRAME_BYTES, ZMQ_DONTWAIT);
        if (got < 0)
            return false;
        if (question->n < GUARD_FRAMES) {
            question->bytes[question->n] = got > GUARD_FRAME_BYTES ? 0 : (size_t)got;
            to[question->bytes[question->n]] = '\0';
        }
        zmq_getsockopt(zap, ZMQ_RCVMORE, &more, &size);
    }
    return true;
}

static bool is(const struct question *question, int frame, const char *text)
{
    return question->bytes[frame] == strlen(text) && strcmp(question->frame[frame], text) == 0;
}

static const struct admitted *judge(struct guard *guard, const struct question *question,
                                    char key[ACD_KEY_BYTES])
{
    key[0] = '\0';
    if (question->n != GUARD_FRAMES || !is(question, VERSION, "1.0") ||
        !is(question, DOMAIN, LINK_DOMAIN) || !is(question, MECHANISM, "CURVE") ||
        question->bytes[CREDENTIALS] != 32)
        return NULL;
    zmq_z85_encode(key, (const uint8_t *)question->frame[CREDENTIALS], 32);
    return admission_find(&guard->list.admission, key);
}

static void put_property(char *out, size_t *used, const char *name, const char *value)
{
    size_t name_bytes = strlen(name), value_bytes = strlen(value);
    out[(*used)++] = (char)name_bytes;
    memcpy(out + *used, name, name_bytes);
    *used += name_bytes;
    for (int shift = 24; shift >= 0; shift -= 8)
        out[(*used)++] = (char)(value_bytes >> shift & 0xff);
    memcpy(out + *used, value, value_bytes);
    *used += value_bytes;
}

static void answer(struct guard *guard, const struct question *question, int64_t now_ms)
{
    void *zap = guard->socket.zmq;
    char key[ACD_KEY_BYTES], user[2 * ACD_MAX_ID_BYTES] = "", properties[128];
    const struct admitted *who = judge(guard, question, key);
    size_t used = 0;
    if (who) {
        put_property(properties, &used, LINK_KEY_PROPERTY, key);
        snprintf(user, sizeof user, "%s:%s", acd_names_word(&admission_role_names, (int)who->role),
                 who->name);
    } else if (strcmp(key, guard->stranger.public_key) != 0) {
        guard_log_say(&guard->log, now_ms, key, "turned away: the key %s from %s is not in %s",
                      key[0] ? key : "(none)", question->frame[ADDRESS], guard->list.path);
    }
    zmq_send(zap, "1.0", 3, ZMQ_SNDMORE);
    zmq_send(zap, question->frame[REQUEST], question->bytes[REQUEST], ZMQ_SNDMORE);
    zmq_send(zap, who ? "200" : "400", 3, ZMQ_SNDMORE);
    zmq_send(zap, "", 0, ZMQ_SNDMORE);
    zmq_send(zap, user, strlen(user), ZMQ_SNDMORE);
    zmq_send(zap, properties, used, 0);
}

static void answer_all(struct guard *guard, int64_t now_ms)
{
    struct question question = {.n = 0};
    for (int i = 0; i < GUARD_ANSWERS && take_question(guard->socket.zmq, &question); i++)
        answer(guard, &question, now_ms);
}

static void tell_refusals(struct guard *guard, struct link_socket *const *doors, int n,
                          int64_t now_ms)
{
    struct link_refusals sum = {0};
    for (int i = 0; i < n; i++) {
        struct link_refusals each = link_refusals(doors[i]);
        sum.plain += each.plain;
        sum.given_up += each.given_up;
        sum.other_key += each.other_key;
    }
    if (sum.plain > guard->told.plain)
        guard_log_say(&guard->log, now_ms, "plain", "turned away: someone without a key");
    if (sum.given_up > guard->told.given_up)
        guard_log_say(&guard->log, now_ms, "plain",
                      "turned away: someone without a key, or who gave up the greeting");
    if (sum.other_key > guard->told.other_key)
        guard_log_say(&guard->log, now_ms, "other",
                      "turned away: someone who expects another feed's key here");
    guard->told = sum;
}

bool guard_serve(struct guard *guard, struct link_socket *const *doors, int n, int64_t now_ms)
{
    bool less = look_again(guard, now_ms);
    answer_all(guard, now_ms);
    tell_refusals(guard, doors, n, now_ms);
    return less;
}

/* --- opening -----------------------------------------------------------------------------------
 */

static bool open_zap(struct guard *guard, struct acd_fault *why)
{
    guard->socket = (struct link_socket){.link = guard->link};
    guard->socket.zmq = zmq_socket(guard->link->context, ZMQ_REP);
    if (!guard->socket.zmq)
        acd_no_memory();
    int none = 0;
    zmq_setsockopt(guard->socket.zmq, ZMQ_LINGER, &none, sizeof none);
    return zmq_bind(guard->socket.zmq, "inproc://zeromq.zap.01") == 0 ||
           acd_fault_say(why, "the guard of the keys cannot be set up: %s", zmq_strerror(errno));
}

struct guard *guard_open(struct link *link, const struct guard_options *options,
                         struct acd_fault *why)
{
    struct guard *guard = acd_calloc(1, sizeof *guard);
    guard->link = link;
    guard->list.path = acd_strdup(options->authorized_file);
    guard->quota.per_minute = options->commands_per_minute;
    guard->log = (struct guard_log){.log = options->log, .context = options->context};
    if (acd_key_read_secret(options->key_file, &guard->key, why) &&
        guard_list_load(&guard->list, why) && acd_key_draw(&guard->stranger, "stranger", why) &&
        open_zap(guard, why))
        return guard;
    guard_close(guard);
    return NULL;
}

void guard_close(struct guard *guard)
{
    if (!guard)
        return;
    if (guard->socket.zmq)
        zmq_close(guard->socket.zmq);
    guard_list_release(&guard->list);
    quota_release(&guard->quota);
    acd_key_forget(&guard->key);
    acd_key_forget(&guard->stranger);
    free(guard);
}

const struct acd_key *guard_key(const struct guard *guard)
{
    return &guard->key;
}

struct link_socket *guard_socket(const struct guard *guard)
{
    return (struct link_socket *)&guard->socket;
}

bool guard_proves(struct guard *guard, struct link_socket *bound, struct acd_fault *why)
{
    struct link_pass pass = {.key = &guard->stranger, .server = &guard->key};
    enum link_role role = bound->role == LINK_XPUB ? LINK_SUB : LINK_DEALER;
    struct link_socket *knocking = link_connect(guard->link, role, bound->endpoint, &pass, why);
    if (!knocking)
        return false;
    struct link_socket *both[] = {&guard->socket};
    int64_t now_ms = acd_monotonic_ms(), until_ms = now_ms + GUARD_PROOF_MS;
    while (link_trouble(knocking) == LINK_NONE && !link_up(knocking) && now_ms < until_ms) {
        bool woken;
        link_wait(both, 1, -1, 5, &woken);
        now_ms = acd_monotonic_ms();
        answer_all(guard, now_ms);
        link_tend(knocking, now_ms);
    }
    bool refused = link_trouble(knocking) == LINK_NOT_ADMITTED;
    link_socket_close(knocking, 0);
    return refused || acd_fault_say(why,
                                    "%s: an unknown key was not turned away, so the feed does not "
                                    "start",
                                    bound->endpoint);
}

const struct admitted *guard_sender(const struct guard *guard, const struct link_socket *socket)
{
    const char *key = link_sender(socket);
    return key ? admission_find(&guard->list.admission, key) : NULL;
}

enum quota_answer guard_counts(struct guard *guard, const struct admitted *who, int64_t now_ms)
{
    return quota_take(&guard->quota, who->name, now_ms);
}

void guard_refused(struct guard *guard, const struct admitted *who, const char *what,
                   const char *why, int64_t now_ms)
{
    char matter[ACD_FAULT_TEXT_BYTES];
    snprintf(matter, sizeof matter, "%s %s", who->name, why);
    guard_log_say(&guard->log, now_ms, matter, "refused: %s to %s: %s", what, who->name, why);
}
