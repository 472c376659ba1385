/* Lets other programs of the same user hand words to a running one and hear what became of them:
 * one request, one answer, over a local socket.  `acdfeed set` speaks so to `acdfeed publish`.
 *
 * A request is the words, one frame each; the answer is "ok", or "no" and why.  Endpoints are
 * ipc://PATH alone, made with no rights for other users: who may write there may speak for the
 * feed. Not thread-safe; use from one thread. */
#ifndef FEED_LINK_INJECT_H
#define FEED_LINK_INJECT_H

#include "acdfeed/fault.h"

#include <stddef.h>
#include <stdint.h>

enum { INJECT_MOST_WORDS = 256, INJECT_MOST_BYTES = 1 << 20 };

struct inject;

/* Whether a program listens at that endpoint now. */
bool inject_taken(const char *endpoint) ACD_MUST_CHECK;

/* False words: not ipc://PATH, somebody listens there already, no right to make the socket. */
struct inject *inject_open(const char *endpoint, struct acd_fault *why) ACD_MUST_CHECK;
void inject_close(struct inject *inject);

/* Becomes readable when words arrive.  Edge-triggered: after it, and after anything else woke the
 * program too, call inject_serve(). */
int inject_fd(const struct inject *inject);

/* Takes one request; each word is NUL-terminated.  False: refused, `why` goes to the asker. */
typedef bool inject_function(void *context, const char *const *words, size_t n,
                             struct acd_fault *why);
/* Answers what waits, at most 64 requests.  True when more may wait. */
bool inject_serve(struct inject *inject, inject_function *take, void *context);

enum inject_answer {
    INJECT_DONE,
    INJECT_REFUSED, /* why: the words of the other side, or of a bad endpoint */
    INJECT_SILENT,  /* no answer in time; whether it was carried out is unknown if it was sent */
};
enum inject_answer inject_ask(const char *endpoint, const char *const *words, size_t n,
                              int64_t timeout_ms, struct acd_fault *why);

#endif
