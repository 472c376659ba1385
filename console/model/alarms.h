/* The alarm engine: one state for each subject (a site, a queue, an agent) and rule, after ISA-18.2
 * and IEC 62682: normal -> active, unacknowledged -> acknowledged -> returned.  It is told again and
 * again which tier each rule finds now, and makes alarms of it that can be trusted: none before its
 * delay, none gone at the first good figure, none rung twice for the same trouble.  Pure: `now_ms` is
 * monotonic and never goes back; one thread.
 *
 * What a tier means: 1 is a notice and asks for no answer (it is acknowledged as it comes); from
 * `answer_from` on an alarm wants one.  A tier that gets worse is an alarm anew.
 *
 * Delays are waived when a subject is heard for the first time, or again after it was unknown: what
 * stands then has stood before. */
#ifndef CONSOLE_MODEL_ALARMS_H
#define CONSOLE_MODEL_ALARMS_H

#include "acdfeed/limits.h"
#include "acdfeed/names.h"

#include <stdbool.h>
#include <stdint.h>

#define ALARM_SUBJECT_LIST(X) X(SITE, site) X(QUEUE, queue) X(AGENT, agent)
#define ALARM_STATE_LIST(X) \
    X(NORMAL, normal) X(ACTIVE, active) X(ACKNOWLEDGED, acknowledged) X(RETURNED, returned)
/* What the engine tells its listener. */
#define ALARM_NEWS_LIST(X)                                                                         \
    X(RAISED, raised) X(WORSE, worse) X(BETTER, better) X(RETURNED, returned) X(OVER, over)        \
    X(ACKNOWLEDGED, acknowledged) X(REALARMED, re-alarmed) X(SHELVED, shelved)                     \
    X(UNSHELVED, unshelved) X(BROKE_SHELF, broke-shelf) X(FLOOD, flood) X(FLOOD_OVER, flood-over)
#define ALARM_ENUM_SUBJECT(name, word) ALARM_OF_##name,
#define ALARM_ENUM_STATE(name, word) ALARM_##name,
#define ALARM_ENUM_NEWS(name, word) ALARM_NEWS_##name,
enum alarm_subject { ALARM_SUBJECT_LIST(ALARM_ENUM_SUBJECT) ALARM_SUBJECTS };
enum alarm_state { ALARM_STATE_LIST(ALARM_ENUM_STATE) ALARM_STATES };
enum alarm_news { ALARM_NEWS_LIST(ALARM_ENUM_NEWS) ALARM_NEWS };
extern const struct acd_names alarm_subject_names, alarm_state_names, alarm_news_names;

enum { ALARM_TIERS = 3, ALARM_WHY_BYTES = 320, ALARM_BY_BYTES = ACD_MAX_ID_BYTES + 1 };

struct alarm {
    enum alarm_subject subject;
    char site[ACD_MAX_ID_BYTES + 1], id[ACD_MAX_ID_BYTES + 1]; /* id "" of a site */
    const char *rule;              /* borrowed from who reported it; lives as long as the program */
    enum alarm_state state;
    int tier;                      /* 1 .. 3 while active; 0 when returned or normal */
    int worst;                     /* the highest tier since it was raised */
    bool unknown;                  /* it says that nothing is known, not how bad it is */
    bool flooded;                  /* raised while too many came at once */
    int64_t raised_ms;             /* since when active; of a returned one when it had been */
    int64_t changed_ms;            /* of tier or state */
    int64_t shelved_until_ms;      /* -1: not shelved */
    int shelved_tier;              /* a tier above it breaks through */
    char by[ALARM_BY_BYTES];       /* who acknowledged it; "" nobody */
    char why[ALARM_WHY_BYTES];     /* as of the last time that the rule found it */
    uint64_t serial;               /* counts up from 1; never used twice */

    /* Of the engine alone. */
    int64_t above_ms[ALARM_TIERS]; /* since when tier i + 1 or worse is found without a gap; -1 not */
    int64_t below_ms[ALARM_TIERS]; /* since when something milder than tier i + 1 is; -1 not */
    int64_t off_ms, nagged_ms;
};

/* What a rule finds now. */
struct alarm_sign {
    const char *rule;
    int tier;                      /* 1 .. 3 */
    bool unknown;
    int64_t on_ms;                 /* it must be found for so long before it counts */
    int64_t off_ms;                /* and be gone for so long before it is over */
    const char *why;
};

struct alarm_manners {
    int answer_from;               /* the least tier that wants an answer */
    int64_t again_ms;              /* an acknowledged alarm that stands is raised again; -1 never */
    int64_t keep_ms;               /* how long a returned one waits to be seen; -1 for ever */
    int flood;                     /* more new ones in a minute are a flood; 0: never */
};

struct alarms;
struct alarms *alarms_new(void);   /* answers from tier 2, again after 15 min, kept 30 min, flood 10 */
void alarms_free(struct alarms *alarms);
void alarms_behave(struct alarms *alarms, const struct alarm_manners *manners);
/* The one who is told; the alarm is borrowed for the call and NULL for a flood. */
typedef void alarms_listener(void *context, enum alarm_news news, const struct alarm *alarm,
                             int64_t now_ms);
void alarms_listen(struct alarms *alarms, alarms_listener *listener, void *context);

/* Everything that the rules find of a subject now; a rule that is not among the signs finds nothing.
 * At most one sign for each rule. */
void alarms_hear(struct alarms *alarms, enum alarm_subject subject, const char *site, const char *id,
                 const struct alarm_sign *signs, int n, int64_t now_ms);
/* Nothing is known of it now: its alarms stay as they are, nothing is raised and nothing over. */
void alarms_unheard(struct alarms *alarms, enum alarm_subject subject, const char *site,
                    const char *id);
/* It is no more: its alarms are over. */
void alarms_forget(struct alarms *alarms, enum alarm_subject subject, const char *site,
                   const char *id, int64_t now_ms);
/* Shelves end, alarms are raised again, returned ones are forgotten, floods pass.  Once a second. */
void alarms_pass(struct alarms *alarms, int64_t now_ms);

/* By hand.  Each returns how many alarms it changed. */
int alarms_acknowledge(struct alarms *alarms, enum alarm_subject subject, const char *site,
                       const char *id, const char *rule, const char *by, int64_t now_ms);
/* All that stand at it now are put aside until then; a worse tier breaks through. */
int alarms_shelve(struct alarms *alarms, enum alarm_subject subject, const char *site,
                  const char *id, const char *rule, const char *by, int64_t until_ms,
                  int64_t now_ms);
int alarms_unshelve(struct alarms *alarms, enum alarm_subject subject, const char *site,
                    const char *id, const char *rule, int64_t now_ms);
/* In all three, rule NULL: every rule of the subject. */

/* The tier that an alarm of that rule stands at, 0 where it does not: for a deadband. */
int alarms_held(const struct alarms *alarms, enum alarm_subject subject, const char *site,
                const char *id, const char *rule);
bool alarm_shelved(const struct alarm *alarm);
/* Wants an answer: active or returned, neither acknowledged nor shelved. */
bool alarm_waits(const struct alarms *alarms, const struct alarm *alarm);

/* All that are not normal, worst first: those that want an answer, higher tier, older; shelved and
 * returned ones last; those of a flood behind the others, by rule.  Writes at most `most`, returns how many there are. */
int alarms_list(const struct alarms *alarms, const struct alarm **out, int most);
/* Those of one subject, in the order in which they came. */
int alarms_of(const struct alarms *alarms, enum alarm_subject subject, const char *site,
              const char *id, const struct alarm **out, int most);

struct alarms_count {
    int standing;                  /* active, not shelved, of a tier that wants an answer */
    int waiting;                   /* of these and the returned, those that nobody acknowledged */
    int notices;                   /* active, of a tier that wants none */
    int shelved;
    int flooded;                   /* raised in a flood and still standing */
    bool flood;                    /* one goes on */
};
void alarms_counts(const struct alarms *alarms, struct alarms_count *out);
/* Counts up by one whenever an alarm is raised or gets worse outside a flood, and once as a flood
 * begins: what a bell rings for. */
uint64_t alarms_rung(const struct alarms *alarms);

#endif
