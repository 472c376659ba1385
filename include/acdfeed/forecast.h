/* Re-forecasts from shares of former days: what has come so far says what the whole will be, the
 * whole what a part of it will be.  Pure, thread-safe.
 *
 * Counts of calls >= 0, shares as fractions 0..1 of the whole (the field's rule of thumb: the same
 * weekday's, month's or interval's share of former weeks and years).  VALUE; UNDEFINED where a whole
 * would be drawn from a share of zero; UNKNOWN for arguments out of range.  `sample` of a whole is
 * the count it is drawn from, else 0.  Nothing is rounded but on the way to the reader. */
#ifndef ACDFEED_FORECAST_H
#define ACDFEED_FORECAST_H

#include "acdfeed/kpi.h"

/* The whole that `so_far` is `share` of: so_far / share.  402 calls by the hour when 18 % of a day's
 * have normally come make 2,233.33 for the day. */
struct acd_figure acd_forecast_whole(double so_far, double share);

/* A part of a whole: whole * share.  A figure goes in, so that chains need no checks between. */
struct acd_figure acd_forecast_part(struct acd_figure whole, double share);

/* The day in a month of `days` (28..31) days whose weekday draws `weight` >= 0 times the mean:
 * month / days * weight.  A weight may exceed 1: Mondays of 1.469. */
struct acd_figure acd_forecast_day(struct acd_figure month, int days, double weight);

/* The same sum as a plan against what came: part for part, the rest of the day in proportion.
 * planned[i] calls for each of n intervals, of which the first `done` are over with `so_far` calls.
 * The whole day is so_far * sum(planned) / sum(planned[0..done-1]). */
struct acd_figure acd_forecast_plan(const int64_t *planned, uint32_t n, uint32_t done, double so_far);

#endif
