/* The feed side: tell the present state of each entity as often as it changes; the publisher gathers
 * for `gather_ms`, sends what changed, sends everything again at least every `keyframe_ms`, beats
 * every `period_ms`, serves snapshots, and hands each command over at most once.
 *
 * One publisher, one thread: create, tell, serve and close it from the same thread (libzmq works in
 * threads of its own).  Entities are copied, so the caller's may go at once. */
#ifndef ACDFEED_PUBLISHER_H
#define ACDFEED_PUBLISHER_H

#include "acdfeed/control.h"
#include "acdfeed/fault.h"

struct acd_publisher;

/* What a command came to.  `why` may be NULL; it is copied. */
struct acd_outcome {
    enum acd_status status; /* ACCEPTED: say done or failed later by acd_publisher_finish() */
    const char *why;
};
/* A status of an outcome: another feed decides, and tells everybody of it.  Nothing is answered until
 * acd_publisher_finish(), and no event is told then. */
#define ACD_OUTCOME_ELSEWHERE ((enum acd_status)ACD_STATUSES)
/* Carries out one command.  `request` is checked by acd_request_check() and borrowed for the call;
 * `request->op` may be one that the library does not know.  Runs in the thread that serves. */
typedef struct acd_outcome acd_command_function(void *context, const struct acd_request *request);

struct acd_publisher_options {
    const char *stats_endpoint;   /* NULL: ACD_STATS_ENDPOINT */
    const char *control_endpoint; /* NULL: none; the feed is read-only then */
    int64_t gather_ms;            /* 20..100; 0: 50 */
    int64_t period_ms;            /* 100..60000; 0: 1000 */
    int64_t keyframe_ms;          /* 1000..600000; 0: 10000 */
    bool insecure;                /* bind other than loopback and ipc without keys */
    acd_command_function *command;/* NULL: none; every command is `unsupported` */
    /* Asked in place of `command` for an operation that the site does not offer (its `ops`): why not,
     * UNSUPPORTED, DENIED or REFUSED.  NULL: `unsupported`. */
    acd_command_function *declines;
    void *context;                /* handed to command */

    /* Keys: both or neither.  With them only listed keys come in, each by its role, commands bear
     * the name of their key, and any address may be bound.  Without them anyone who reaches the
     * endpoints does everything. */
    const char *key_file;         /* the feed's secret key, as acd_key_write() makes it */
    const char *authorized_file;  /* lines `NAME ROLE KEY`; read anew when it changes */
    int64_t commands_per_minute;  /* of each key, 1..100000; 0: 120 */
    int64_t pages_per_minute;     /* of snapshots, of each key or, without keys, connection: what one
                                   * asks for beyond is refused.  20..1000000; 0: 6000.  Five times as
                                   * many go out to all together */
    /* Who was turned away, who asks for more than is given and what was read anew, one line each, without secrets; NULL: nowhere.
     * Handed `context`; runs in the thread that serves. */
    void (*log)(void *context, const char *line);
};

struct acd_publisher *acd_publisher_open(const struct acd_publisher_options *options,
                                         struct acd_fault *why) ACD_MUST_CHECK;
/* Sends what is gathered, then closes.  NULL is fine. */
void acd_publisher_close(struct acd_publisher *publisher);

/* Adds a site or changes its data: id is required; marks, queues and agents are the publisher's own
 * and are passed over; period_ms and keyframe_ms come from the options; without `ops` the site is
 * read-only.  The first site told is the one that `site` NULL means below. */
bool acd_publisher_site(struct acd_publisher *publisher, const struct acd_site *site,
                        struct acd_fault *why) ACD_MUST_CHECK;

/* A muted site falls silent: nothing of it is sent until it speaks again, so that subscribers take
 * it for stale.  For feeds that know no more than others tell them.  Unknown sites are passed over. */
void acd_publisher_mute(struct acd_publisher *publisher, const char *site, bool muted);

/* The full present state of one entity, ages as of now.  `gone` true, or acd_publisher_gone(), ends
 * it.  False: not told, `why` says what is wrong (no id, unknown site, too large for a message). */
bool acd_publisher_queue(struct acd_publisher *publisher, const char *site,
                         const struct acd_queue *queue, struct acd_fault *why) ACD_MUST_CHECK;
bool acd_publisher_agent(struct acd_publisher *publisher, const char *site,
                         const struct acd_agent *agent, struct acd_fault *why) ACD_MUST_CHECK;
bool acd_publisher_gone(struct acd_publisher *publisher, const char *site, enum acd_kind kind,
                        const char *id, struct acd_fault *why) ACD_MUST_CHECK;
/* Something that happened once.  An empty id is drawn, an unknown t is now. */
bool acd_publisher_event(struct acd_publisher *publisher, const char *site,
                         const struct acd_event *event, struct acd_fault *why) ACD_MUST_CHECK;

/* What became of a command that was ACCEPTED. */
void acd_publisher_finish(struct acd_publisher *publisher, const char *request_id,
                          enum acd_status status, const char *why);

/* Serves for at most `timeout_ms` (0: what is due now), also sooner when `wake_fd` (or -1) becomes
 * readable.  Call it often: at least every `gather_ms`.  False: interrupted by a signal. */
bool acd_publisher_serve(struct acd_publisher *publisher, int64_t timeout_ms, int wake_fd);

/* The bound endpoints, of use with a wildcard port.  Borrowed. */
const char *acd_publisher_stats_endpoint(const struct acd_publisher *publisher);
const char *acd_publisher_control_endpoint(const struct acd_publisher *publisher); /* "" when none */

#endif
