/* What this console has asked for and what became of it: asked -> accepted -> done, refused, failed,
 * or no answer.  Nothing here is ever sent a second time.  Pure. */
#ifndef CONSOLE_MODEL_REQUESTS_H
#define CONSOLE_MODEL_REQUESTS_H

#include "acdfeed/control.h"
#include "acdfeed/limits.h"

/* How long an answer may take before it counts as none; the request's own ttl_ms is the same, so that
 * what was given up here is not carried out there later. */
enum { REQUEST_ANSWER_MS = 5000, REQUESTS_KEPT = 200 };
/* How long after `accepted` the outcome may take: as long as a feed remembers a request. */
enum { REQUEST_OUTCOME_MS = 600000 };

enum request_state { REQUEST_ASKED, REQUEST_ACCEPTED, REQUEST_DONE, REQUEST_REFUSED, REQUEST_NO_ANSWER };
struct request_entry {
    char id[ACD_REQUEST_ID_BYTES];
    char site[ACD_MAX_ID_BYTES + 1], queue[ACD_MAX_ID_BYTES + 1], agent[ACD_MAX_ID_BYTES + 1];
    int op;                    /* enum acd_op */
    char words[200];            /* "overflow 6 to Back office" */
    char why[256];
    enum request_state state;
    int64_t asked_ms, changed_ms;
    uint64_t inst;              /* the life of the feed that was first seen with it; 0 none yet */
};
struct requests;
struct requests *requests_new(void);
void requests_free(struct requests *requests);
void requests_asked(struct requests *requests, const struct acd_request *request, const char *words,
                    int64_t now_ms);
/* An answer; unknown ids are passed over.  Returns the entry it changed, or NULL. */
const struct request_entry *requests_answered(struct requests *requests, const struct acd_reply *reply,
                                              int64_t now_ms);
/* What a site told everyone of a request of ours is an answer too: the one sent to us may be lost.
 * Other sites' events and those that are no decision are passed over. */
const struct request_entry *requests_told(struct requests *requests, const char *site,
                                          const struct acd_event *event, int64_t now_ms);
/* Whether this is a request of ours. */
bool requests_hold(const struct requests *requests, const char *site, const char *id);
/* Turns what has waited too long into NO_ANSWER; returns whether anything changed. */
bool requests_expire(struct requests *requests, int64_t now_ms);
/* The life of a site's feed, as often as may be: what another life had accepted nobody tells of any
 * more, and it turns into NO_ANSWER at once; returns whether anything changed. */
bool requests_live(struct requests *requests, const char *site, uint64_t inst, int64_t now_ms);
int requests_count(const struct requests *requests);
const struct request_entry *requests_at(const struct requests *requests, int i); /* newest first */
/* The newest entry for a queue (agent "") or an agent (queue "") that is open, or changed within
 * `within_ms`; NULL when none. */
const struct request_entry *requests_of(const struct requests *requests, const char *site,
                                        const char *queue, const char *agent, int64_t now_ms,
                                        int64_t within_ms);

#endif
