/* Every word of the contract that stands for one of a fixed set, written once.  The enum, its name
 * on the wire, completion, help and validation all come from these lists.
 * All functions are pure and thread-safe; returned strings are static. */
#ifndef ACDFEED_NAMES_H
#define ACDFEED_NAMES_H

#include <stddef.h>

/* A set of names: names[value] is the word of that value. */
struct acd_names {
    const char *what; /* "agent state", for error messages */
    const char *const *names;
    int n;
};

/* The value of a word, or -1 if it is none of the set. */
int acd_names_find(const struct acd_names *names, const char *word, size_t length);
/* The word of a value; "?" for a value outside the set. */
const char *acd_names_word(const struct acd_names *names, int value);

#define ACD_KIND_LIST(X) X(SITE, site) X(QUEUE, queue) X(AGENT, agent) X(EVENT, event)

#define ACD_AGENT_STATE_LIST(X)                                                                    \
    X(OFFLINE, offline)                                                                            \
    X(AVAILABLE, available)                                                                        \
    X(RINGING, ringing)                                                                            \
    X(TALKING, talking)                                                                            \
    X(HOLD, hold)                                                                                  \
    X(ACW, acw)                                                                                    \
    X(OUTBOUND, outbound)                                                                          \
    X(PAUSED, paused)

#define ACD_MEDIA_LIST(X)                                                                          \
    X(VOICE, voice) X(CHAT, chat) X(EMAIL, email) X(CALLBACK, callback) X(SMS, sms) X(SOCIAL, social)

/* Service level formulas, DOMAIN.md section 2. */
#define ACD_FORMULA_LIST(X)                                                                        \
    X(HANDLED, handled) X(IGNORE, ignore) X(NEGATIVE, negative) X(POSITIVE, positive) X(SHORT, short)

#define ACD_SCHEDULE_LIST(X) X(WORK, work) X(BREAK, break) X(OFF, off)

#define ACD_STATUS_LIST(X)                                                                         \
    X(ACCEPTED, accepted)                                                                          \
    X(DONE, done)                                                                                  \
    X(FAILED, failed)                                                                              \
    X(REFUSED, refused)                                                                            \
    X(UNSUPPORTED, unsupported)                                                                    \
    X(DENIED, denied)                                                                              \
    X(EXPIRED, expired)

/* Control operations, PROTOCOL.md section 3. */
#define ACD_OP_LIST(X)                                                                             \
    X(SNAPSHOT, snapshot)                                                                          \
    X(OVERFLOW, overflow)                                                                          \
    X(OVERFLOW_END, overflow_end)                                                                  \
    X(MOVE_AGENTS, move_agents)                                                                    \
    X(ALL_HANDS, all_hands)                                                                        \
    X(DEFER_WORK, defer_work)                                                                      \
    X(ANNOUNCE, announce)                                                                          \
    X(CALLBACK, callback)                                                                          \
    X(REROUTE, reroute)                                                                            \
    X(MANAGERS, managers)                                                                          \
    X(OUTSOURCE, outsource)                                                                        \
    X(THROTTLE, throttle)                                                                          \
    X(OPEN, open)                                                                                  \
    X(CLOSE, close)                                                                                \
    X(PRIORITY, priority)                                                                          \
    X(REDIRECT, redirect)                                                                          \
    X(AGENT_STATE, agent_state)                                                                    \
    X(AGENT_QUEUE, agent_queue)                                                                    \
    X(CLAIM, claim)                                                                                \
    X(NOTICE, notice)

#define ACD_NAME_ENUM_KIND(name, word) ACD_KIND_##name,
#define ACD_NAME_ENUM_AGENT_STATE(name, word) ACD_STATE_##name,
#define ACD_NAME_ENUM_MEDIA(name, word) ACD_MEDIA_##name,
#define ACD_NAME_ENUM_FORMULA(name, word) ACD_FORMULA_##name,
#define ACD_NAME_ENUM_SCHEDULE(name, word) ACD_SCHEDULE_##name,
#define ACD_NAME_ENUM_STATUS(name, word) ACD_STATUS_##name,
#define ACD_NAME_ENUM_OP(name, word) ACD_OP_##name,

enum acd_kind { ACD_KIND_LIST(ACD_NAME_ENUM_KIND) ACD_KINDS };
enum acd_agent_state { ACD_AGENT_STATE_LIST(ACD_NAME_ENUM_AGENT_STATE) ACD_STATES };
enum acd_media { ACD_MEDIA_LIST(ACD_NAME_ENUM_MEDIA) ACD_MEDIAS };
enum acd_formula { ACD_FORMULA_LIST(ACD_NAME_ENUM_FORMULA) ACD_FORMULAS };
enum acd_schedule { ACD_SCHEDULE_LIST(ACD_NAME_ENUM_SCHEDULE) ACD_SCHEDULES };
enum acd_status { ACD_STATUS_LIST(ACD_NAME_ENUM_STATUS) ACD_STATUSES };
enum acd_op { ACD_OP_LIST(ACD_NAME_ENUM_OP) ACD_OPS };

extern const struct acd_names acd_kind_names;
extern const struct acd_names acd_agent_state_names;
extern const struct acd_names acd_media_names;
extern const struct acd_names acd_formula_names;
extern const struct acd_names acd_schedule_names;
extern const struct acd_names acd_status_names;
extern const struct acd_names acd_op_names;

#endif
