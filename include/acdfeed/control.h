/* The operations of PROTOCOL.md section 3, once: what each needs and takes, so that consoles,
 * scripts and feeds check a request by the same table.  Pure, thread-safe. */
#ifndef ACDFEED_CONTROL_H
#define ACDFEED_CONTROL_H

#include "acdfeed/entity.h"
#include "acdfeed/fault.h"

/* What an operation acts on, beside the site. */
enum acd_scope { ACD_SCOPE_SITE, ACD_SCOPE_QUEUE, ACD_SCOPE_AGENT, ACD_SCOPE_CALL };

struct acd_op_rule {
    enum acd_op op;
    enum acd_scope scope;
    uint64_t requires;    /* bits of acd_args_field that must be known */
    uint64_t takes;       /* bits that may be known, the required ones included */
    uint64_t requires_any;/* of these at least one, where not 0 */
    bool lasts;           /* a measure that stays in force, with for_ms */
    bool commands;        /* changes the floor: role supervisor only */
    const char *does;     /* "waiting contacts go to another queue" */
};
/* The rule of an operation; NULL outside the enum. */
const struct acd_op_rule *acd_op_rule(enum acd_op op);

/* Whether a request is complete and its arguments belong to its operation: id, op, site, the scope's
 * queue, agent or call, the required arguments, share in 0..1.  Says what is missing. */
bool acd_request_check(const struct acd_request *request, struct acd_fault *why) ACD_MUST_CHECK;

/* What is asked in words, without the operation and what it acts on: "3 calls to Back office for
 * 15 min", "paused (training)"; "" when there is nothing to say.  `name` gives a queue's name by its
 * id, NULL where it knows none; without it the ids stand.  Cut at a character where `bytes` end. */
typedef const char *acd_name_function(const void *context, const char *queue);
void acd_request_words(const struct acd_request *request, acd_name_function *name,
                       const void *context, char *out, size_t bytes);

/* A request id that no one else draws: 128 random bits in hex, ACD_REQUEST_ID_BYTES with its NUL.
 * Reads the system's random source; ends the program if there is none. */
enum { ACD_REQUEST_ID_BYTES = 33 };
void acd_request_id_draw(char out[ACD_REQUEST_ID_BYTES]);

/* At most once: what was answered to which request id (PROTOCOL.md section 3).  Remembers an id for
 * `keep_ms` (600,000 at least) and at most `most` ids; when full of younger ids it takes no new
 * request rather than forget one.  Not thread-safe. */
struct acd_once;
struct acd_once *acd_once_new(int64_t keep_ms, uint32_t most);
void acd_once_free(struct acd_once *once);

enum acd_once_answer {
    ACD_ONCE_NEW,   /* carry it out; it is remembered as under way */
    ACD_ONCE_AGAIN, /* known: answer with *status and *why */
    ACD_ONCE_FULL,  /* no room: refuse, carry nothing out */
};
enum acd_once_answer acd_once_ask(struct acd_once *once, const char *id, int64_t now_ms,
                                  enum acd_status *status, const char **why) ACD_MUST_CHECK;
/* What is to be answered from now on; `why` is copied, may be NULL. */
void acd_once_told(struct acd_once *once, const char *id, enum acd_status status, const char *why);

#endif
