/* What a feed tells of: sites, queues, agents and events, as PROTOCOL.md section 2 describes them,
 * and the requests and replies of section 3.
 *
 * Every struct begins with `known`: one bit per field, set when the field was told.  A field whose
 * bit is clear is unknown; its value is zero and must be neither shown nor counted.  Test and set
 * the bits with ACD_KNOWN and ACD_KNOW.
 *
 * Units: fields ending in _ms are milliseconds, `t` and fields ending in _t are milliseconds since
 * 1970-01-01 UTC, `level`, `abandon` and `share` are fractions 0..1, everything else counts.
 *
 * Ownership: strings are NUL-terminated valid UTF-8; strings and arrays are borrowed by the struct
 * from whoever filled it (a scratch, a decoder, a caller's own literals).  To keep an entity, copy
 * it: acd_shape_copy() in shape.h.  Plain data, so any thread may read what none writes. */
#ifndef ACDFEED_ENTITY_H
#define ACDFEED_ENTITY_H

#include "acdfeed/names.h"

#include <stdbool.h>
#include <stdint.h>

#define ACD_BIT(field) (UINT64_C(1) << (field))
#define ACD_KNOWN(entity, field) (((entity)->known & ACD_BIT(field)) != 0)
#define ACD_KNOW(entity, field) ((entity)->known |= ACD_BIT(field))

/* The counts and sums of a queue over a span of time.  KPIs come from it by kpi.h alone. */
enum acd_tally_field {
    ACD_TALLY_SPAN,
    ACD_TALLY_OFFERED,
    ACD_TALLY_ANSWERED,
    ACD_TALLY_ANSWERED_IN,
    ACD_TALLY_ABANDONED,
    ACD_TALLY_ABANDONED_IN,
    ACD_TALLY_ABANDONED_SHORT,
    ACD_TALLY_OVERFLOW_IN,
    ACD_TALLY_OVERFLOW_OUT,
    ACD_TALLY_BLOCKED,
    ACD_TALLY_CALLBACK,
    ACD_TALLY_TRANSFERRED,
    ACD_TALLY_WAIT,
    ACD_TALLY_ABANDON,
    ACD_TALLY_RING,
    ACD_TALLY_TALK,
    ACD_TALLY_HOLD,
    ACD_TALLY_ACW,
    ACD_TALLY_WAIT_MAX,
    ACD_TALLY_FIELDS
};
struct acd_tally {
    uint64_t known;
    int64_t span_ms;
    int64_t offered, answered, answered_in, abandoned, abandoned_in, abandoned_short;
    int64_t overflow_in, overflow_out, blocked, callback, transferred;
    int64_t wait_ms;    /* sum over the answered, queue and ring time */
    int64_t abandon_ms; /* sum over the abandoned */
    int64_t ring_ms, talk_ms, hold_ms, acw_ms;
    int64_t wait_max_ms;
};

enum acd_target_field {
    ACD_TARGET_ANSWER,
    ACD_TARGET_LEVEL,
    ACD_TARGET_FORMULA,
    ACD_TARGET_SHORT,
    ACD_TARGET_ABANDON,
    ACD_TARGET_ASA,
    ACD_TARGET_FIELDS
};
struct acd_target {
    uint64_t known;
    int64_t answer_ms; /* T of the service level formulas */
    double level;      /* the share to reach */
    int formula;       /* enum acd_formula */
    int64_t short_ms;  /* an abandon shorter than this is a short one */
    double abandon;    /* highest acceptable abandonment rate */
    int64_t asa_ms;    /* highest acceptable average speed of answer */
};

/* One waiting contact.  `from` is already masked as the site wishes. */
enum acd_call_field {
    ACD_CALL_ID,
    ACD_CALL_WAIT,
    ACD_CALL_PRIO,
    ACD_CALL_FROM,
    ACD_CALL_POS,
    ACD_CALL_FIELDS
};
struct acd_call {
    uint64_t known;
    const char *id;
    int64_t wait_ms;
    int64_t prio;
    const char *from;
    int64_t pos; /* place in line, the next to be answered is 1; not always the longest waiting */
};

/* One measure of the response plan that is in force. */
enum acd_measure_field {
    ACD_MEASURE_ID,
    ACD_MEASURE_OP,
    ACD_MEASURE_TO,
    ACD_MEASURE_BY,
    ACD_MEASURE_SINCE,
    ACD_MEASURE_LEFT,
    ACD_MEASURE_FIELDS
};
struct acd_measure {
    uint64_t known;
    const char *id;
    const char *op; /* a word of acd_op_names, or one that only the feed knows */
    const char *to;
    const char *by;
    int64_t since_ms;
    int64_t left_ms;
};

/* Today's forecast: interval i covers start_t + i*interval_ms onwards.  An aht_ms array of one
 * holds for every interval. */
enum acd_plan_field {
    ACD_PLAN_START,
    ACD_PLAN_INTERVAL,
    ACD_PLAN_OFFERED,
    ACD_PLAN_AHT,
    ACD_PLAN_AGENTS,
    ACD_PLAN_FIELDS
};
struct acd_plan {
    uint64_t known;
    int64_t start_t;
    int64_t interval_ms;
    const int64_t *offered, *aht_ms, *agents;
    uint32_t n_offered, n_aht_ms, n_agents;
};

/* How many agents of a queue are in each state: count[state], bit `state` of known. */
struct acd_agent_counts {
    uint64_t known;
    int64_t count[ACD_STATES];
};

enum acd_queue_field {
    ACD_QUEUE_ID,
    ACD_QUEUE_NAME,
    ACD_QUEUE_GROUP,
    ACD_QUEUE_MEDIA,
    ACD_QUEUE_GONE,
    ACD_QUEUE_WAITING,
    ACD_QUEUE_OLDEST,
    ACD_QUEUE_ACTIVE,
    ACD_QUEUE_CALLS,
    ACD_QUEUE_AGENTS,
    ACD_QUEUE_TARGET,
    ACD_QUEUE_WINDOW,
    ACD_QUEUE_INTERVAL,
    ACD_QUEUE_DAY,
    ACD_QUEUE_PLAN,
    ACD_QUEUE_OPEN,
    ACD_QUEUE_ACCEPTS_OVERFLOW,
    ACD_QUEUE_CHOICES,
    ACD_QUEUE_MEASURES,
    ACD_QUEUE_FIELDS
};
struct acd_queue {
    uint64_t known;
    const char *id, *name, *group;
    int media; /* enum acd_media */
    bool gone;
    int64_t waiting;
    int64_t oldest_ms;
    int64_t active;
    const struct acd_call *calls; /* oldest first, at most ACD_MAX_CALLS */
    uint32_t n_calls;
    struct acd_agent_counts agents;
    struct acd_target target;
    struct acd_tally window, interval, day;
    struct acd_plan plan;
    bool open, accepts_overflow;
    const char *const *choices; /* queue ids, first choice first */
    uint32_t n_choices;
    const struct acd_measure *measures;
    uint32_t n_measures;
};

enum acd_agent_queue_field { ACD_AGENT_QUEUE_ID, ACD_AGENT_QUEUE_PRIO, ACD_AGENT_QUEUE_FIELDS };
struct acd_agent_queue {
    uint64_t known;
    const char *id;
    int64_t prio;
};

enum acd_agent_day_field {
    ACD_AGENT_DAY_HANDLED,
    ACD_AGENT_DAY_TALK,
    ACD_AGENT_DAY_HOLD,
    ACD_AGENT_DAY_ACW,
    ACD_AGENT_DAY_IDLE,
    ACD_AGENT_DAY_PAUSED,
    ACD_AGENT_DAY_LOGIN,
    ACD_AGENT_DAY_RONA,
    ACD_AGENT_DAY_FIELDS
};
struct acd_agent_day {
    uint64_t known;
    int64_t handled;
    int64_t talk_ms, hold_ms, acw_ms, idle_ms, paused_ms, login_ms;
    int64_t rona; /* redirected on no answer: rang and was not answered */
};

enum acd_sched_field {
    ACD_SCHED_STATE,
    ACD_SCHED_LEFT,
    ACD_SCHED_SCHEDULED,
    ACD_SCHED_ADHERENT,
    ACD_SCHED_FIELDS
};
struct acd_sched {
    uint64_t known;
    int state; /* enum acd_schedule */
    int64_t left_ms, scheduled_ms, adherent_ms;
};

enum acd_agent_field {
    ACD_AGENT_ID,
    ACD_AGENT_NAME,
    ACD_AGENT_TEAM,
    ACD_AGENT_GONE,
    ACD_AGENT_STATE,
    ACD_AGENT_STATE_MS,
    ACD_AGENT_REASON,
    ACD_AGENT_QUEUE,
    ACD_AGENT_QUEUES,
    ACD_AGENT_DAY,
    ACD_AGENT_SCHED,
    ACD_AGENT_PENDING,
    ACD_AGENT_FIELDS
};
struct acd_agent {
    uint64_t known;
    const char *id, *name, *team;
    bool gone;
    int state; /* enum acd_agent_state */
    int64_t state_ms;
    const char *reason;
    const char *queue; /* of the present contact */
    const struct acd_agent_queue *queues;
    uint32_t n_queues;
    struct acd_agent_day day;
    struct acd_sched sched;
    const char *pending; /* in words: a change that waits for the end of a call */
};

/* The heartbeat.  `marks` names the last n sent under each topic. */
enum acd_mark_field { ACD_MARK_TOPIC, ACD_MARK_N, ACD_MARK_FIELDS };
struct acd_mark {
    uint64_t known;
    const char *topic;
    uint64_t n;
};

enum acd_site_field {
    ACD_SITE_ID,
    ACD_SITE_NAME,
    ACD_SITE_SOFTWARE,
    ACD_SITE_PERIOD,
    ACD_SITE_KEYFRAME,
    ACD_SITE_MARKS,
    ACD_SITE_OPS,
    ACD_SITE_QUEUES,
    ACD_SITE_AGENTS,
    ACD_SITE_TZ,
    ACD_SITE_DAY_START,
    ACD_SITE_TEXT,
    ACD_SITE_WHY,
    ACD_SITE_FIELDS
};
struct acd_site {
    uint64_t known;
    const char *id, *name, *software;
    int64_t period_ms, keyframe_ms;
    const struct acd_mark *marks;
    uint32_t n_marks;
    const char *const *ops; /* words of operations; unknown ones may stand among them */
    uint32_t n_ops;
    int64_t queues, agents;
    const char *tz; /* IANA zone name */
    int64_t day_start_ms;
    const char *text;
    const char *why; /* the feed itself says that what it tells is not whole, and why */
};

enum acd_event_field {
    ACD_EVENT_ID,
    ACD_EVENT_TYPE,
    ACD_EVENT_T,
    ACD_EVENT_BY,
    ACD_EVENT_OP,
    ACD_EVENT_QUEUE,
    ACD_EVENT_AGENT,
    ACD_EVENT_CALL,
    ACD_EVENT_STATUS,
    ACD_EVENT_WHY,
    ACD_EVENT_REQUEST,
    ACD_EVENT_TEXT,
    ACD_EVENT_FROM,
    ACD_EVENT_WAIT,
    ACD_EVENT_FIELDS
};
struct acd_event {
    uint64_t known;
    const char *id;
    const char *type; /* "action", "claim", "notice", "abandon"; others are to be ignored */
    int64_t t;
    const char *by, *op, *queue, *agent, *call, *status, *why, *request, *text;
    const char *from; /* of an abandon: who to ring back, masked as the site wishes */
    int64_t wait_ms;  /* of an abandon: how long the contact had waited */
};

/* The arguments of every operation; which belong to which: control.h. */
enum acd_args_field {
    ACD_ARGS_TO,
    ACD_ARGS_CALLS,
    ACD_ARGS_FOR,
    ACD_ARGS_MEASURE,
    ACD_ARGS_AGENTS,
    ACD_ARGS_COUNT,
    ACD_ARGS_FROM,
    ACD_ARGS_INSTEAD,
    ACD_ARGS_MESSAGE,
    ACD_ARGS_ON,
    ACD_ARGS_RULE,
    ACD_ARGS_SHARE,
    ACD_ARGS_PRIO,
    ACD_ARGS_STATE,
    ACD_ARGS_REASON,
    ACD_ARGS_ADD,
    ACD_ARGS_REMOVE,
    ACD_ARGS_ALERT,
    ACD_ARGS_TEXT,
    ACD_ARGS_KIND,
    ACD_ARGS_AFTER,
    ACD_ARGS_FIELDS
};
struct acd_args {
    uint64_t known;
    const char *to;
    int64_t calls;
    int64_t for_ms;
    const char *measure;
    const char *const *agents;
    uint32_t n_agents;
    int64_t count;
    const char *from;
    bool instead;
    const char *message;
    bool on;
    const char *rule;
    double share;
    int64_t prio;
    const char *state, *reason;
    bool add, remove;
    const char *alert, *text;
    const char *kind, *after; /* of a snapshot */
};

enum acd_request_field {
    ACD_REQUEST_V,
    ACD_REQUEST_ID,
    ACD_REQUEST_OP,
    ACD_REQUEST_SITE,
    ACD_REQUEST_QUEUE,
    ACD_REQUEST_AGENT,
    ACD_REQUEST_CALL,
    ACD_REQUEST_ARGS,
    ACD_REQUEST_BY,
    ACD_REQUEST_TTL,
    ACD_REQUEST_INST,
    ACD_REQUEST_FIELDS
};
struct acd_request {
    uint64_t known;
    int64_t v;
    const char *id, *op, *site, *queue, *agent, *call;
    struct acd_args args;
    const char *by;
    int64_t ttl_ms;
    uint64_t inst; /* of the feed it is meant for, as the asker last heard it */
};

/* `items` of a snapshot page stay packed until acd_reply_items() walks them. */
enum acd_reply_field {
    ACD_REPLY_V,
    ACD_REPLY_ID,
    ACD_REPLY_STATUS,
    ACD_REPLY_WHY,
    ACD_REPLY_T,
    ACD_REPLY_ITEMS,
    ACD_REPLY_NEXT,
    ACD_REPLY_MARKS,
    ACD_REPLY_INST,
    ACD_REPLY_FIELDS
};
struct acd_packed {
    const unsigned char *at; /* one msgpack array */
    uint32_t bytes;
};
struct acd_reply {
    uint64_t known;
    int64_t v;
    const char *id;
    int status; /* enum acd_status */
    const char *why;
    int64_t t;
    struct acd_packed items;
    const char *next;
    const struct acd_mark *marks;
    uint32_t n_marks;
    uint64_t inst; /* of the feed that answers, so that a restart in between is seen */
};

#endif
