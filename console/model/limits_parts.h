/* What limits are made of, for limits.c, which reads them from settings, and judge.c, which holds
 * queues against them. */
#ifndef CONSOLE_MODEL_LIMITS_PARTS_H
#define CONSOLE_MODEL_LIMITS_PARTS_H

#include "console/model/alarms.h"
#include "console/model/figures.h"

#define LIMIT_RULE_ENUM(name, key, about) RULE_##name,
enum limit_rule { LIMIT_RULE_LIST(LIMIT_RULE_ENUM) LIMIT_RULES };
extern const struct acd_names limit_rule_names;

/* Nearer scopes are greater. */
enum limit_scope { SCOPE_ALL, SCOPE_MEDIA, SCOPE_GROUP, SCOPE_QUEUE, SCOPE_QUEUE_OF_SITE };

/* When a limit holds, by the clock of this console. */
struct limit_hours {
    int from_min, to_min;  /* of the day; equal: all of it; from > to: over midnight */
    int days;              /* bit 0 Sunday .. bit 6 Saturday; 0: every day */
};

/* How an alarm on a limit behaves; -1: as for all. */
struct limit_manner {
    int64_t on_ms, off_ms, sample;
    double band;           /* how far it must come back, in the unit of the KPI */
    struct limit_hours hours;
};

/* A limit on a KPI, or a rule switched on or off. */
struct limit {
    enum limit_scope scope;
    const char *name;    /* of the queue, group or medium, owned; "" for all */
    int key;             /* enum kpi, or KPIS + enum limit_rule */
    bool off;
    enum kpi_worse side;
    bool set[3];         /* for tier i + 1 */
    double at[3];        /* in the unit of the KPI */
    struct limit_manner manner;
};

struct reason_limit {
    int state;
    char *reason;
    int64_t ms; /* -1 none */
};

struct limits {
    struct limit *list;
    int n;
    int64_t sample;
    int64_t horizon_ms;
    double max_occupancy;
    int64_t agent_ms[ACD_STATES]; /* -1 none */
    int64_t login_ms;             /* the longest that anybody works without a logout; -1 none */
    int64_t on_ms, off_ms;        /* delays where a limit has none of its own */
    struct alarm_manners alarms;
    bool suspect_quiet;           /* what is suspect raises no alarm */
    struct reason_limit *reasons;
    int n_reasons;
};

bool limits_is_off(const char *word); /* "off" or "-" */
/* A duration with its unit; a bare number is refused. */
bool limits_read_time(const char *word, int64_t *ms) ACD_MUST_CHECK;
/* `reason` "": the state whatever the reason. */
bool limits_set_agent(struct limits *limits, int state, const char *key, const char *reason,
                      const char *values, struct acd_fault *why) ACD_MUST_CHECK;

/* Cuts what follows the values, "delay 10s off 20s band 5s sample 30 at 08:00-18:00 days mon-fri", off
 * `values` and reads it; `unit` of the band, or -1 where there can be none. */
bool limits_read_manner(char *values, const char *key, int unit, struct limit_manner *manner,
                        struct acd_fault *why) ACD_MUST_CHECK;
bool limits_read_count(const char *word, double *count) ACD_MUST_CHECK;
bool limits_read_share(const char *word, double *share) ACD_MUST_CHECK;
/* What holds for all alone: `sample`, `horizon` and the like. */
bool limits_has_common(const char *key);
bool limits_set_common(struct limits *limits, const char *key, const char *values,
                       struct acd_fault *why) ACD_MUST_CHECK;
bool limits_read_value(int unit, const char *word, double *out) ACD_MUST_CHECK;
bool limit_hours_hold(const struct limit_hours *hours, int64_t local_ms);

/* The nearest limit on that key for a queue that holds at that time, or NULL. */
const struct limit *limits_nearest(const struct limits *limits, const struct board_queue *queue,
                                   int key, int64_t local_ms);

#endif
