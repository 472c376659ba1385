/* KPIs from a tally, by one function each (DOMAIN.md section 2, where the formulas stand).
 * Pure, thread-safe. */
#ifndef ACDFEED_KPI_H
#define ACDFEED_KPI_H

#include "acdfeed/entity.h"

/* A figure is known with a value, undefined because nothing was counted (shown "n/a"), or unknown
 * because a count it needs was never told (shown "-").  Only a value may be compared with a limit. */
enum acd_figure_is { ACD_FIGURE_UNKNOWN, ACD_FIGURE_UNDEFINED, ACD_FIGURE_VALUE };
struct acd_figure {
    enum acd_figure_is is;
    double value;   /* fraction 0..1, or milliseconds, as the function says */
    int64_t sample; /* the denominator, of a count the count itself; 0 unless is == VALUE */
};

/* A rolling span may hold the end of a contact and not its beginning: a denominator below zero is
 * undefined like zero, and a share of more than all is 1. */

/* Fraction.  SHORT and IGNORE need their own counts; `formula` is an enum acd_formula. */
struct acd_figure acd_kpi_service_level(const struct acd_tally *tally, int formula);
/* The same with every contact now waiting longer than T counted as missed, now: the denominator
 * grows by `waiting_past_target` >= 0. */
struct acd_figure acd_kpi_service_level_live(const struct acd_tally *tally, int formula,
                                             int64_t waiting_past_target);
/* How many of a queue's waiting contacts have waited longer than T, `elapsed_ms` after it was told.
 * UNKNOWN unless waiting, T and (of all the waiting) the calls are known, or waiting is 0, or the
 * oldest, or any that is listed, has not passed T.  A negative T or elapsed_ms is UNKNOWN. */
struct acd_figure acd_kpi_waiting_past_target(const struct acd_queue *queue, int64_t answer_ms,
                                              int64_t elapsed_ms);
struct acd_figure acd_kpi_abandon_rate(const struct acd_tally *tally);       /* fraction */
struct acd_figure acd_kpi_asa_ms(const struct acd_tally *tally);             /* ms */
struct acd_figure acd_kpi_abandon_avg_ms(const struct acd_tally *tally);     /* ms */
struct acd_figure acd_kpi_aht_ms(const struct acd_tally *tally);             /* ms; all three parts */
struct acd_figure acd_kpi_share_transferred(const struct acd_tally *tally);  /* fraction */
struct acd_figure acd_kpi_share_blocked(const struct acd_tally *tally);      /* fraction */
struct acd_figure acd_kpi_adherence(const struct acd_sched *sched);          /* fraction */
struct acd_figure acd_kpi_calls_per_hour(const struct acd_agent_day *day);   /* per logged-in hour */
/* (talk + hold + acw) / (the same + idle); UNKNOWN unless all four were told. */
struct acd_figure acd_kpi_occupancy(const struct acd_agent_day *day);

/* Staffed: any state but offline.  On duty: staffed less paused.  Free: available.  UNKNOWN as soon
 * as one state that the sum needs was not told. */
struct acd_figure acd_kpi_staffed(const struct acd_agent_counts *agents);
struct acd_figure acd_kpi_on_duty(const struct acd_agent_counts *agents);
struct acd_figure acd_kpi_free(const struct acd_agent_counts *agents);
/* Occupancy of the moment: (talking + hold + acw + outbound) / (the same + available). */
struct acd_figure acd_kpi_occupancy_now(const struct acd_agent_counts *agents);

/* Adds the known counts of `tally` to `sum`; a count unknown in either is unknown in the sum.
 * Begin with a copy of the first row, so that a total equals its rows or says that it does not know.
 * span_ms stays when equal, else unknown; wait_max_ms is the larger. */
void acd_tally_add(struct acd_tally *sum, const struct acd_tally *tally);

#endif
