/* The field tables: each key of the contract in one line, in the order in which it is sent.  From a
 * line come the field, and the bits of the masks `held` and `ageing` of its shape.
 * Must never know how a table is walked. */
#include "acdfeed/limits.h"
#include "acdfeed/shape.h"

/* The lines.  A member has the name of its key; the count of a list is n_MEMBER.
 *   VALUE(in, bit, member, TYPE, ageing)
 *   REQUEST_ID(in, bit, member): any text, but no longer than an id
 *   NAME(in, bit, member, names)
 *   MAP(in, bit, member, shape, HOLDS | PLAIN, AGES | STANDS)
 *   LIST(in, bit, member, TYPE, most)
 *   MAPS(in, bit, member, shape, most, AGES | STANDS)
 *   PACKED(in, bit, member, most) */
#define FIELD_COMMON(in, member)                                                                   \
    .key = #member, .key_bytes = sizeof(#member) - 1, .padded = #member,                           \
    .offset = offsetof(struct in, member)
#define FIELD_VALUE(in, bit, member, kind, moves)                                                  \
    [bit] = {FIELD_COMMON(in, member), .type = ACD_TYPE_##kind, .ageing = ACD_##moves,             \
             .most = MOST_##kind},
#define FIELD_REQUEST_ID(in, bit, member)                                                          \
    [bit] = {FIELD_COMMON(in, member), .type = ACD_TYPE_TEXT, .most = ACD_MAX_ID_BYTES},
#define FIELD_NAME(in, bit, member, set)                                                           \
    [bit] = {FIELD_COMMON(in, member), .type = ACD_TYPE_NAME, .names = &acd_##set##_names},
#define FIELD_MAP(in, bit, member, of, holds, ages)                                                \
    [bit] = {FIELD_COMMON(in, member), .type = ACD_TYPE_MAP, .shape = &acd_##of##_shape},
#define FIELD_LIST(in, bit, member, kind, limit)                                                   \
    [bit] = {FIELD_COMMON(in, member), .type = ACD_TYPE_##kind, .most = limit,                     \
             .count_offset = offsetof(struct in, n_##member)},
#define FIELD_MAPS(in, bit, member, of, limit, ages)                                               \
    [bit] = {FIELD_COMMON(in, member), .type = ACD_TYPE_MAPS, .shape = &acd_##of##_shape,          \
             .most = limit, .count_offset = offsetof(struct in, n_##member)},
#define FIELD_PACKED(in, bit, member, limit)                                                       \
    [bit] = {FIELD_COMMON(in, member), .type = ACD_TYPE_PACKED, .most = limit},

/* What a value is at most, in bytes; 0: it holds no text. */
#define MOST_ID ACD_MAX_ID_BYTES
#define MOST_TEXT ACD_MAX_TEXT_BYTES
#define MOST_COUNT 0
#define MOST_MS 0
#define MOST_INT 0
#define MOST_TIME 0
#define MOST_UINT 0
#define MOST_FRACTION 0
#define MOST_BOOL 0

#define HELD_VALUE(in, bit, member, kind, moves) | (MOST_##kind != 0 ? ACD_BIT(bit) : 0)
#define HELD_REQUEST_ID(in, bit, member) | ACD_BIT(bit)
#define HELD_NAME(in, bit, member, set)
#define HELD_MAP(in, bit, member, of, holds, ages) | MASK_##holds(bit)
#define HELD_LIST(in, bit, member, kind, limit) | ACD_BIT(bit)
#define HELD_MAPS(in, bit, member, of, limit, ages) | ACD_BIT(bit)
#define HELD_PACKED(in, bit, member, limit) | ACD_BIT(bit)

#define AGES_VALUE(in, bit, member, kind, moves) | MASK_##moves(bit)
#define AGES_REQUEST_ID(in, bit, member)
#define AGES_NAME(in, bit, member, set)
#define AGES_MAP(in, bit, member, of, holds, ages) | MASK_##ages(bit)
#define AGES_LIST(in, bit, member, kind, limit)
#define AGES_MAPS(in, bit, member, of, limit, ages) | MASK_##ages(bit)
#define AGES_PACKED(in, bit, member, limit)

#define MASK_HOLDS(bit) ACD_BIT(bit)
#define MASK_AGES(bit) ACD_BIT(bit)
#define MASK_GROWS(bit) ACD_BIT(bit)
#define MASK_SHRINKS(bit) ACD_BIT(bit)
#define MASK_PLAIN(bit) 0
#define MASK_STANDS(bit) 0

#define AS_FIELD(row, ...) FIELD_##row(__VA_ARGS__)
#define AS_HELD(row, ...) HELD_##row(__VA_ARGS__)
#define AS_AGES(row, ...) AGES_##row(__VA_ARGS__)

#define SHAPE(called, TABLE, bits, key_bit)                                                        \
    _Static_assert((bits) <= 64, "one bit a field");                                               \
    static const struct acd_field called##_fields[bits] = {TABLE(AS_FIELD)};                       \
    const struct acd_shape acd_##called##_shape = {                                                \
        .name = #called,                                                                           \
        .bytes = sizeof(struct acd_##called),                                                      \
        .n_fields = bits,                                                                          \
        .fields = called##_fields,                                                                 \
        .held = UINT64_C(0) TABLE(AS_HELD),                                                        \
        .ageing = UINT64_C(0) TABLE(AS_AGES),                                                      \
        .key_field = key_bit,                                                                      \
    };

#define TALLY(X)                                                                                   \
    X(VALUE, acd_tally, ACD_TALLY_SPAN, span_ms, MS, STANDS)                                       \
    X(VALUE, acd_tally, ACD_TALLY_OFFERED, offered, COUNT, STANDS)                                 \
    X(VALUE, acd_tally, ACD_TALLY_ANSWERED, answered, COUNT, STANDS)                               \
    X(VALUE, acd_tally, ACD_TALLY_ANSWERED_IN, answered_in, COUNT, STANDS)                         \
    X(VALUE, acd_tally, ACD_TALLY_ABANDONED, abandoned, COUNT, STANDS)                             \
    X(VALUE, acd_tally, ACD_TALLY_ABANDONED_IN, abandoned_in, COUNT, STANDS)                       \
    X(VALUE, acd_tally, ACD_TALLY_ABANDONED_SHORT, abandoned_short, COUNT, STANDS)                 \
    X(VALUE, acd_tally, ACD_TALLY_OVERFLOW_IN, overflow_in, COUNT, STANDS)                         \
    X(VALUE, acd_tally, ACD_TALLY_OVERFLOW_OUT, overflow_out, COUNT, STANDS)                       \
    X(VALUE, acd_tally, ACD_TALLY_BLOCKED, blocked, COUNT, STANDS)                                 \
    X(VALUE, acd_tally, ACD_TALLY_CALLBACK, callback, COUNT, STANDS)                               \
    X(VALUE, acd_tally, ACD_TALLY_TRANSFERRED, transferred, COUNT, STANDS)                         \
    X(VALUE, acd_tally, ACD_TALLY_WAIT, wait_ms, MS, STANDS)                                       \
    X(VALUE, acd_tally, ACD_TALLY_ABANDON, abandon_ms, MS, STANDS)                                 \
    X(VALUE, acd_tally, ACD_TALLY_RING, ring_ms, MS, STANDS)                                       \
    X(VALUE, acd_tally, ACD_TALLY_TALK, talk_ms, MS, STANDS)                                       \
    X(VALUE, acd_tally, ACD_TALLY_HOLD, hold_ms, MS, STANDS)                                       \
    X(VALUE, acd_tally, ACD_TALLY_ACW, acw_ms, MS, STANDS)                                         \
    X(VALUE, acd_tally, ACD_TALLY_WAIT_MAX, wait_max_ms, MS, STANDS)
SHAPE(tally, TALLY, ACD_TALLY_FIELDS, -1)

#define TARGET(X)                                                                                  \
    X(VALUE, acd_target, ACD_TARGET_ANSWER, answer_ms, MS, STANDS)                                 \
    X(VALUE, acd_target, ACD_TARGET_LEVEL, level, FRACTION, STANDS)                                \
    X(NAME, acd_target, ACD_TARGET_FORMULA, formula, formula)                                      \
    X(VALUE, acd_target, ACD_TARGET_SHORT, short_ms, MS, STANDS)                                   \
    X(VALUE, acd_target, ACD_TARGET_ABANDON, abandon, FRACTION, STANDS)                            \
    X(VALUE, acd_target, ACD_TARGET_ASA, asa_ms, MS, STANDS)
SHAPE(target, TARGET, ACD_TARGET_FIELDS, -1)

#define CALL(X)                                                                                    \
    X(VALUE, acd_call, ACD_CALL_ID, id, ID, STANDS)                                                \
    X(VALUE, acd_call, ACD_CALL_WAIT, wait_ms, MS, GROWS)                                          \
    X(VALUE, acd_call, ACD_CALL_PRIO, prio, INT, STANDS)                                           \
    X(VALUE, acd_call, ACD_CALL_FROM, from, TEXT, STANDS)                                          \
    X(VALUE, acd_call, ACD_CALL_POS, pos, COUNT, STANDS)
SHAPE(call, CALL, ACD_CALL_FIELDS, -1)

#define MEASURE(X)                                                                                 \
    X(VALUE, acd_measure, ACD_MEASURE_ID, id, ID, STANDS)                                          \
    X(VALUE, acd_measure, ACD_MEASURE_OP, op, TEXT, STANDS)                                        \
    X(VALUE, acd_measure, ACD_MEASURE_TO, to, TEXT, STANDS)                                        \
    X(VALUE, acd_measure, ACD_MEASURE_BY, by, TEXT, STANDS)                                        \
    X(VALUE, acd_measure, ACD_MEASURE_SINCE, since_ms, MS, GROWS)                                  \
    X(VALUE, acd_measure, ACD_MEASURE_LEFT, left_ms, MS, SHRINKS)
SHAPE(measure, MEASURE, ACD_MEASURE_FIELDS, -1)

#define PLAN(X)                                                                                    \
    X(VALUE, acd_plan, ACD_PLAN_START, start_t, TIME, STANDS)                                      \
    X(VALUE, acd_plan, ACD_PLAN_INTERVAL, interval_ms, MS, STANDS)                                 \
    X(LIST, acd_plan, ACD_PLAN_OFFERED, offered, COUNTS, ACD_MAX_PLAN_INTERVALS)                   \
    X(LIST, acd_plan, ACD_PLAN_AHT, aht_ms, COUNTS, ACD_MAX_PLAN_INTERVALS)                        \
    X(LIST, acd_plan, ACD_PLAN_AGENTS, agents, COUNTS, ACD_MAX_PLAN_INTERVALS)
SHAPE(plan, PLAN, ACD_PLAN_FIELDS, -1)

/* Keyed by the words of the agent states, so not by member names. */
#define COUNT_OF_STATE(name, word)                                                                 \
    [ACD_STATE_##name] = {.key = #word, .key_bytes = sizeof(#word) - 1, .padded = #word,           \
                          .type = ACD_TYPE_COUNT,                                                  \
                          .offset = offsetof(struct acd_agent_counts, count) +                     \
                                    ACD_STATE_##name * sizeof(int64_t)},
static const struct acd_field agent_counts_fields[] = {ACD_AGENT_STATE_LIST(COUNT_OF_STATE)};
const struct acd_shape acd_agent_counts_shape = {
    .name = "agents",
    .bytes = sizeof(struct acd_agent_counts),
    .n_fields = ACD_STATES,
    .fields = agent_counts_fields,
    .key_field = -1,
};

#define QUEUE(X)                                                                                   \
    X(VALUE, acd_queue, ACD_QUEUE_ID, id, ID, STANDS)                                              \
    X(VALUE, acd_queue, ACD_QUEUE_NAME, name, TEXT, STANDS)                                        \
    X(VALUE, acd_queue, ACD_QUEUE_GROUP, group, TEXT, STANDS)                                      \
    X(NAME, acd_queue, ACD_QUEUE_MEDIA, media, media)                                              \
    X(VALUE, acd_queue, ACD_QUEUE_GONE, gone, BOOL, STANDS)                                        \
    X(VALUE, acd_queue, ACD_QUEUE_WAITING, waiting, COUNT, STANDS)                                 \
    X(VALUE, acd_queue, ACD_QUEUE_OLDEST, oldest_ms, MS, GROWS)                                    \
    X(VALUE, acd_queue, ACD_QUEUE_ACTIVE, active, COUNT, STANDS)                                   \
    X(MAPS, acd_queue, ACD_QUEUE_CALLS, calls, call, ACD_MAX_CALLS, AGES)                          \
    X(MAP, acd_queue, ACD_QUEUE_AGENTS, agents, agent_counts, PLAIN, STANDS)                       \
    X(MAP, acd_queue, ACD_QUEUE_TARGET, target, target, PLAIN, STANDS)                             \
    X(MAP, acd_queue, ACD_QUEUE_WINDOW, window, tally, PLAIN, STANDS)                              \
    X(MAP, acd_queue, ACD_QUEUE_INTERVAL, interval, tally, PLAIN, STANDS)                          \
    X(MAP, acd_queue, ACD_QUEUE_DAY, day, tally, PLAIN, STANDS)                                    \
    X(MAP, acd_queue, ACD_QUEUE_PLAN, plan, plan, HOLDS, STANDS)                                   \
    X(VALUE, acd_queue, ACD_QUEUE_OPEN, open, BOOL, STANDS)                                        \
    X(VALUE, acd_queue, ACD_QUEUE_ACCEPTS_OVERFLOW, accepts_overflow, BOOL, STANDS)                \
    X(LIST, acd_queue, ACD_QUEUE_CHOICES, choices, IDS, ACD_MAX_CHOICES)                           \
    X(MAPS, acd_queue, ACD_QUEUE_MEASURES, measures, measure, ACD_MAX_MEASURES, AGES)
SHAPE(queue, QUEUE, ACD_QUEUE_FIELDS, ACD_QUEUE_ID)

#define AGENT_QUEUE(X)                                                                             \
    X(VALUE, acd_agent_queue, ACD_AGENT_QUEUE_ID, id, ID, STANDS)                                  \
    X(VALUE, acd_agent_queue, ACD_AGENT_QUEUE_PRIO, prio, INT, STANDS)
SHAPE(agent_queue, AGENT_QUEUE, ACD_AGENT_QUEUE_FIELDS, ACD_AGENT_QUEUE_ID)

#define AGENT_DAY(X)                                                                               \
    X(VALUE, acd_agent_day, ACD_AGENT_DAY_HANDLED, handled, COUNT, STANDS)                         \
    X(VALUE, acd_agent_day, ACD_AGENT_DAY_TALK, talk_ms, MS, STANDS)                               \
    X(VALUE, acd_agent_day, ACD_AGENT_DAY_HOLD, hold_ms, MS, STANDS)                               \
    X(VALUE, acd_agent_day, ACD_AGENT_DAY_ACW, acw_ms, MS, STANDS)                                 \
    X(VALUE, acd_agent_day, ACD_AGENT_DAY_IDLE, idle_ms, MS, STANDS)                               \
    X(VALUE, acd_agent_day, ACD_AGENT_DAY_PAUSED, paused_ms, MS, STANDS)                           \
    X(VALUE, acd_agent_day, ACD_AGENT_DAY_LOGIN, login_ms, MS, STANDS)                             \
    X(VALUE, acd_agent_day, ACD_AGENT_DAY_RONA, rona, COUNT, STANDS)
SHAPE(agent_day, AGENT_DAY, ACD_AGENT_DAY_FIELDS, -1)

#define SCHED(X)                                                                                   \
    X(NAME, acd_sched, ACD_SCHED_STATE, state, schedule)                                           \
    X(VALUE, acd_sched, ACD_SCHED_LEFT, left_ms, MS, SHRINKS)                                      \
    X(VALUE, acd_sched, ACD_SCHED_SCHEDULED, scheduled_ms, MS, STANDS)                             \
    X(VALUE, acd_sched, ACD_SCHED_ADHERENT, adherent_ms, MS, STANDS)
SHAPE(sched, SCHED, ACD_SCHED_FIELDS, -1)

#define AGENT(X)                                                                                   \
    X(VALUE, acd_agent, ACD_AGENT_ID, id, ID, STANDS)                                              \
    X(VALUE, acd_agent, ACD_AGENT_NAME, name, TEXT, STANDS)                                        \
    X(VALUE, acd_agent, ACD_AGENT_TEAM, team, TEXT, STANDS)                                        \
    X(VALUE, acd_agent, ACD_AGENT_GONE, gone, BOOL, STANDS)                                        \
    X(NAME, acd_agent, ACD_AGENT_STATE, state, agent_state)                                        \
    X(VALUE, acd_agent, ACD_AGENT_STATE_MS, state_ms, MS, GROWS)                                   \
    X(VALUE, acd_agent, ACD_AGENT_REASON, reason, TEXT, STANDS)                                    \
    X(VALUE, acd_agent, ACD_AGENT_QUEUE, queue, ID, STANDS)                                        \
    X(MAPS, acd_agent, ACD_AGENT_QUEUES, queues, agent_queue, ACD_MAX_AGENT_QUEUES, STANDS)        \
    X(MAP, acd_agent, ACD_AGENT_DAY, day, agent_day, PLAIN, STANDS)                                \
    X(MAP, acd_agent, ACD_AGENT_SCHED, sched, sched, PLAIN, AGES)                                  \
    X(VALUE, acd_agent, ACD_AGENT_PENDING, pending, TEXT, STANDS)
SHAPE(agent, AGENT, ACD_AGENT_FIELDS, ACD_AGENT_ID)

#define MARK(X)                                                                                    \
    X(VALUE, acd_mark, ACD_MARK_TOPIC, topic, TEXT, STANDS)                                        \
    X(VALUE, acd_mark, ACD_MARK_N, n, UINT, STANDS)
SHAPE(mark, MARK, ACD_MARK_FIELDS, ACD_MARK_TOPIC)
_Static_assert((int)ACD_MAX_TOPIC_BYTES == (int)ACD_MAX_TEXT_BYTES, "a topic fits a text");

#define SITE(X)                                                                                    \
    X(VALUE, acd_site, ACD_SITE_ID, id, ID, STANDS)                                                \
    X(VALUE, acd_site, ACD_SITE_NAME, name, TEXT, STANDS)                                          \
    X(VALUE, acd_site, ACD_SITE_SOFTWARE, software, TEXT, STANDS)                                  \
    X(VALUE, acd_site, ACD_SITE_PERIOD, period_ms, MS, STANDS)                                     \
    X(VALUE, acd_site, ACD_SITE_KEYFRAME, keyframe_ms, MS, STANDS)                                 \
    X(LIST, acd_site, ACD_SITE_MARKS, marks, MARKS, ACD_MAX_MARKS)                                 \
    X(LIST, acd_site, ACD_SITE_OPS, ops, IDS, ACD_MAX_OPS)                                         \
    X(VALUE, acd_site, ACD_SITE_QUEUES, queues, COUNT, STANDS)                                     \
    X(VALUE, acd_site, ACD_SITE_AGENTS, agents, COUNT, STANDS)                                     \
    X(VALUE, acd_site, ACD_SITE_TZ, tz, TEXT, STANDS)                                              \
    X(VALUE, acd_site, ACD_SITE_DAY_START, day_start_ms, MS, STANDS)                               \
    X(VALUE, acd_site, ACD_SITE_TEXT, text, TEXT, STANDS)                                          \
    X(VALUE, acd_site, ACD_SITE_WHY, why, TEXT, STANDS)
SHAPE(site, SITE, ACD_SITE_FIELDS, ACD_SITE_ID)

#define EVENT(X)                                                                                   \
    X(VALUE, acd_event, ACD_EVENT_ID, id, ID, STANDS)                                              \
    X(VALUE, acd_event, ACD_EVENT_TYPE, type, TEXT, STANDS)                                        \
    X(VALUE, acd_event, ACD_EVENT_T, t, TIME, STANDS)                                              \
    X(VALUE, acd_event, ACD_EVENT_BY, by, TEXT, STANDS)                                            \
    X(VALUE, acd_event, ACD_EVENT_OP, op, TEXT, STANDS)                                            \
    X(VALUE, acd_event, ACD_EVENT_QUEUE, queue, ID, STANDS)                                        \
    X(VALUE, acd_event, ACD_EVENT_AGENT, agent, ID, STANDS)                                        \
    X(VALUE, acd_event, ACD_EVENT_CALL, call, ID, STANDS)                                          \
    X(VALUE, acd_event, ACD_EVENT_STATUS, status, TEXT, STANDS)                                    \
    X(VALUE, acd_event, ACD_EVENT_WHY, why, TEXT, STANDS)                                          \
    X(REQUEST_ID, acd_event, ACD_EVENT_REQUEST, request)                                           \
    X(VALUE, acd_event, ACD_EVENT_TEXT, text, TEXT, STANDS)                                        \
    X(VALUE, acd_event, ACD_EVENT_FROM, from, TEXT, STANDS)                                        \
    X(VALUE, acd_event, ACD_EVENT_WAIT, wait_ms, MS, STANDS)
SHAPE(event, EVENT, ACD_EVENT_FIELDS, ACD_EVENT_ID)

#define ARGS(X)                                                                                    \
    X(VALUE, acd_args, ACD_ARGS_TO, to, TEXT, STANDS)                                              \
    X(VALUE, acd_args, ACD_ARGS_CALLS, calls, COUNT, STANDS)                                       \
    X(VALUE, acd_args, ACD_ARGS_FOR, for_ms, MS, STANDS)                                           \
    X(VALUE, acd_args, ACD_ARGS_MEASURE, measure, ID, STANDS)                                      \
    X(LIST, acd_args, ACD_ARGS_AGENTS, agents, IDS, ACD_MAX_MOVED)                                 \
    X(VALUE, acd_args, ACD_ARGS_COUNT, count, COUNT, STANDS)                                       \
    X(VALUE, acd_args, ACD_ARGS_FROM, from, TEXT, STANDS)                                          \
    X(VALUE, acd_args, ACD_ARGS_INSTEAD, instead, BOOL, STANDS)                                    \
    X(VALUE, acd_args, ACD_ARGS_MESSAGE, message, TEXT, STANDS)                                    \
    X(VALUE, acd_args, ACD_ARGS_ON, on, BOOL, STANDS)                                              \
    X(VALUE, acd_args, ACD_ARGS_RULE, rule, TEXT, STANDS)                                          \
    X(VALUE, acd_args, ACD_ARGS_SHARE, share, FRACTION, STANDS)                                    \
    X(VALUE, acd_args, ACD_ARGS_PRIO, prio, INT, STANDS)                                           \
    X(VALUE, acd_args, ACD_ARGS_STATE, state, TEXT, STANDS)                                        \
    X(VALUE, acd_args, ACD_ARGS_REASON, reason, TEXT, STANDS)                                      \
    X(VALUE, acd_args, ACD_ARGS_ADD, add, BOOL, STANDS)                                            \
    X(VALUE, acd_args, ACD_ARGS_REMOVE, remove, BOOL, STANDS)                                      \
    X(VALUE, acd_args, ACD_ARGS_ALERT, alert, TEXT, STANDS)                                        \
    X(VALUE, acd_args, ACD_ARGS_TEXT, text, TEXT, STANDS)                                          \
    X(VALUE, acd_args, ACD_ARGS_KIND, kind, TEXT, STANDS)                                          \
    X(VALUE, acd_args, ACD_ARGS_AFTER, after, ID, STANDS)
SHAPE(args, ARGS, ACD_ARGS_FIELDS, -1)

#define REQUEST(X)                                                                                 \
    X(VALUE, acd_request, ACD_REQUEST_V, v, INT, STANDS)                                           \
    X(REQUEST_ID, acd_request, ACD_REQUEST_ID, id)                                                 \
    X(VALUE, acd_request, ACD_REQUEST_OP, op, TEXT, STANDS)                                        \
    X(VALUE, acd_request, ACD_REQUEST_SITE, site, ID, STANDS)                                      \
    X(VALUE, acd_request, ACD_REQUEST_QUEUE, queue, ID, STANDS)                                    \
    X(VALUE, acd_request, ACD_REQUEST_AGENT, agent, ID, STANDS)                                    \
    X(VALUE, acd_request, ACD_REQUEST_CALL, call, ID, STANDS)                                      \
    X(MAP, acd_request, ACD_REQUEST_ARGS, args, args, HOLDS, STANDS)                               \
    X(VALUE, acd_request, ACD_REQUEST_BY, by, TEXT, STANDS)                                        \
    X(VALUE, acd_request, ACD_REQUEST_TTL, ttl_ms, MS, STANDS)                                     \
    X(VALUE, acd_request, ACD_REQUEST_INST, inst, UINT, STANDS)
SHAPE(request, REQUEST, ACD_REQUEST_FIELDS, ACD_REQUEST_ID)

#define REPLY(X)                                                                                   \
    X(VALUE, acd_reply, ACD_REPLY_V, v, INT, STANDS)                                               \
    X(REQUEST_ID, acd_reply, ACD_REPLY_ID, id)                                                     \
    X(NAME, acd_reply, ACD_REPLY_STATUS, status, status)                                           \
    X(VALUE, acd_reply, ACD_REPLY_WHY, why, TEXT, STANDS)                                          \
    X(VALUE, acd_reply, ACD_REPLY_T, t, TIME, STANDS)                                              \
    X(PACKED, acd_reply, ACD_REPLY_ITEMS, items, ACD_MAX_PAGE_ITEMS)                               \
    X(VALUE, acd_reply, ACD_REPLY_NEXT, next, ID, STANDS)                                          \
    X(LIST, acd_reply, ACD_REPLY_MARKS, marks, MARKS, ACD_MAX_MARKS)                               \
    X(VALUE, acd_reply, ACD_REPLY_INST, inst, UINT, STANDS)
SHAPE(reply, REPLY, ACD_REPLY_FIELDS, ACD_REPLY_ID)

const struct acd_shape *acd_kind_shape(enum acd_kind kind)
{
    static const struct acd_shape *const shapes[ACD_KINDS] = {
        [ACD_KIND_SITE] = &acd_site_shape,
        [ACD_KIND_QUEUE] = &acd_queue_shape,
        [ACD_KIND_AGENT] = &acd_agent_shape,
        [ACD_KIND_EVENT] = &acd_event_shape,
    };
    return shapes[kind];
}
