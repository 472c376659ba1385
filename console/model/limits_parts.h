/* What limits are made of, for limits.c, which reads them from settings, and judge.c, which holds
 * queues against them. */
#ifndef CONSOLE_MODEL_LIMITS_PARTS_H
#define CONSOLE_MODEL_LIMITS_PARTS_H

#include "console/model/figures.h"

#define LIMIT_RULE_ENUM(name, key, about) RULE_##name,
enum limit_rule { LIMIT_RULE_LIST(LIMIT_RULE_ENUM) LIMIT_RULES };
extern const struct acd_names limit_rule_names;

/* Nearer scopes are greater. */
enum limit_scope { SCOPE_ALL, SCOPE_MEDIA, SCOPE_GROUP, SCOPE_QUEUE, SCOPE_QUEUE_OF_SITE };

/* A limit on a KPI, or a rule switched on or off. */
struct limit {
    enum limit_scope scope;
    const char *name;    /* of the queue, group or medium, owned; "" for all */
    int key;             /* enum kpi, or KPIS + enum limit_rule */
    bool off;
    enum kpi_worse side;
    bool set[3];         /* for tier i + 1 */
    double at[3];        /* in the unit of the KPI */
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
    struct reason_limit *reasons;
    int n_reasons;
};

bool limits_is_off(const char *word); /* "off" or "-" */
/* A duration with its unit; a bare number is refused. */
bool limits_read_time(const char *word, int64_t *ms) ACD_MUST_CHECK;
/* `reason` "": the state whatever the reason. */
bool limits_set_agent(struct limits *limits, int state, const char *key, const char *reason,
                      const char *values, struct acd_fault *why) ACD_MUST_CHECK;

/* The nearest limit on that key for a queue, or NULL. */
const struct limit *limits_nearest(const struct limits *limits, const struct board_queue *queue,
                                   int key);

#endif
