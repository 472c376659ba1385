/* Everything a screen, a report or a limit may say of a queue at a moment, each figure known,
 * undefined or unknown.  The one place where told figures become shown figures: waits tick on between
 * updates, nothing of a queue that is not live is known, totals of a group are the sums of its rows.
 * Pure. */
#ifndef CONSOLE_MODEL_FIGURES_H
#define CONSOLE_MODEL_FIGURES_H

#include "acdfeed/kpi.h"
#include "console/model/board.h"

enum span { SPAN_WINDOW, SPAN_INTERVAL, SPAN_DAY, SPANS };
extern const struct acd_names span_names;

/* KPIs that have a name, a column, a limit and a place in reports.  One table for all of them. */
#define KPI_LIST(X)                                                                                \
    /* enum               key                  heading    unit     worse when */                   \
    X(WAITING,            "waiting",           "wait",    COUNT,   ABOVE)                          \
    X(LONGEST,            "longest",           "longest", MS,      ABOVE)                          \
    X(SERVICE_LEVEL,      "service_level",     "SL",      SHARE,   BELOW)                          \
    X(SERVICE_LEVEL_LIVE, "service_level_live","SL now",  SHARE,   BELOW)                          \
    X(ASA,                "asa",               "ASA",     MS,      ABOVE)                          \
    X(ABANDON_RATE,       "abandon_rate",      "aband",   SHARE,   ABOVE)                          \
    X(ABANDON_AVG,        "abandon_avg",       "ab.avg",  MS,      ABOVE)                          \
    X(AHT,                "aht",               "AHT",     MS,      ABOVE)                          \
    X(OCCUPANCY,          "occupancy",         "occ",     SHARE,   ABOVE)                          \
    X(OFFERED,            "offered",           "offered", COUNT,   ABOVE)                          \
    X(ANSWERED,           "answered",          "answ",    COUNT,   BELOW)                          \
    X(ABANDONED,          "abandoned",         "lost",    COUNT,   ABOVE)                          \
    X(STAFFED,            "staffed",           "staffed", COUNT,   BELOW)                          \
    X(ON_DUTY,            "on_duty",           "duty",    COUNT,   BELOW)                          \
    X(FREE,               "free",              "free",    COUNT,   BELOW)                          \
    X(ACTIVE,             "active",            "active",  COUNT,   ABOVE)
#define KPI_ENUM(name, key, heading, unit, worse) KPI_##name,
enum kpi { KPI_LIST(KPI_ENUM) KPIS };
enum kpi_unit { KPI_UNIT_COUNT, KPI_UNIT_MS, KPI_UNIT_SHARE };
enum kpi_worse { KPI_WORSE_ABOVE, KPI_WORSE_BELOW };
struct kpi_kind {
    const char *key, *heading;
    enum kpi_unit unit;
    enum kpi_worse worse;
};
extern const struct kpi_kind kpi_kinds[KPIS];
extern const struct acd_names kpi_names;

struct figures {
    bool live;
    struct acd_figure kpi[KPIS];
    int formula;                 /* enum acd_formula, NEGATIVE where none was told; -1 unknown */
    struct acd_figure answer_ms; /* T */
    struct acd_figure level;     /* the target */
    struct acd_figure planned;   /* agents by today's plan, now */
    struct acd_agent_counts agents;
    struct acd_tally tally;      /* of the span */
    struct acd_figure past_target; /* waiting longer than T, now */
};
/* `wall_ms` finds the interval of the plan, by the clock of the site. */
void figures_of_queue(struct figures *out, const struct board_queue *queue, enum span span,
                      int64_t now_ms, int64_t wall_ms);
/* The total of several: counts added (an agent who serves two of the queues counts in both, as in
 * their rows), longest the longest, ratios from the added tallies; a figure unknown in one row is
 * unknown in the total.  A total over different formulas or T has no service level.  n >= 1. */
void figures_of_queues(struct figures *out, const struct board_queue *const *queues, int n,
                       enum span span, int64_t now_ms, int64_t wall_ms);
/* The interval of today's plan that `wall_ms` falls in, by the clock of the site; -1 without one. */
int figures_plan_at(const struct board_queue *queue, int64_t wall_ms);

#endif
