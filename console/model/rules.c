/* The rules that need no number typed in: someone waits, more wait than expected, more comes
 * than the agents on duty can do.  Where a figure that a rule needs was never told, fixed limits
 * stand in for it and say so. */
#include "console/model/hearing.h"

#include "acdfeed/erlang.h"
#include "console/words.h"

#include <math.h>

/* Where no target was told: after how long a wait of a medium is long; beyond at twice that. */
static const int64_t long_ms[ACD_MEDIAS] = {
    [ACD_MEDIA_VOICE] = 60000,          [ACD_MEDIA_CHAT] = 3 * 60000,
    [ACD_MEDIA_EMAIL] = 4 * 3600000,    [ACD_MEDIA_CALLBACK] = 2 * 3600000,
    [ACD_MEDIA_SMS] = 30 * 60000,       [ACD_MEDIA_SOCIAL] = 3600000,
};

static bool rule_is_on(const struct hearing *h, enum limit_rule rule)
{
    const struct limit *limit = hearing_limit(h, KPIS + (int)rule);

    return !limit || !limit->off;
}

static bool is_value(struct acd_figure figure)
{
    return figure.is == ACD_FIGURE_VALUE;
}

/* Limits on the longest wait that stand in for a rule that lacks `missing`. */
static void hear_fixed(struct hearing *h, int tier, const char *missing)
{
    struct acd_figure longest = h->figures->kpi[KPI_LONGEST];
    double most_ms = (double)long_ms[hearing_media(h->queue)] * (tier == TIER_BEYOND ? 2 : 1);
    char is[WORD_BYTES], most[WORD_BYTES];

    if (!is_value(longest) || longest.value < most_ms || !rule_is_on(h, RULE_FIXED) ||
        hearing_limit(h, KPI_LONGEST))
        return;
    hearing_find(h, tier, "fixed", _("longest %s, fixed limit %s (%s)"), hearing_say_ms(is, longest.value),
         hearing_say_ms(most, most_ms), missing);
}

static struct acd_figure planned_aht(const struct hearing *h)
{
    const struct acd_plan *plan = &h->queue->told->plan;
    int i = figures_plan_at(h->queue, h->wall_ms);
    uint32_t at;

    if (i < 0 || !ACD_KNOWN(plan, ACD_PLAN_AHT) || plan->n_aht_ms == 0)
        return (struct acd_figure){.is = ACD_FIGURE_UNKNOWN};
    at = (uint32_t)i < plan->n_aht_ms ? (uint32_t)i : plan->n_aht_ms - 1;
    return (struct acd_figure){
        .is = ACD_FIGURE_VALUE, .value = (double)plan->aht_ms[at], .sample = 1};
}

/* The handling time: of the window where it holds enough, else of the day, else of the plan. */
static struct acd_figure aht_of(const struct hearing *h)
{
    const struct acd_queue *told = h->queue->told;
    struct acd_figure window = h->figures->kpi[KPI_AHT], day = {.is = ACD_FIGURE_UNKNOWN};

    if (is_value(window) && window.sample >= h->limits->sample)
        return window;
    if (ACD_KNOWN(told, ACD_QUEUE_DAY))
        day = acd_kpi_aht_ms(&told->day);
    if (is_value(day) && (!is_value(window) || day.sample > window.sample))
        return day;
    if (is_value(window))
        return window;
    return planned_aht(h);
}

/* (arrival rate x AHT) + (waiting x AHT / horizon) > on duty x highest acceptable occupancy.
 * Heard only when someone waits: load alone keeps nobody waiting. */
static void hear_capacity(struct hearing *h)
{
    const struct acd_tally *tally = &h->figures->tally;
    struct acd_figure waiting = h->figures->kpi[KPI_WAITING];
    struct acd_figure on_duty = h->figures->kpi[KPI_ON_DUTY], aht = aht_of(h);
    double erlangs;
    char load[WORDS_NUMBER_BYTES];

    if (!rule_is_on(h, RULE_CAPACITY) || (is_value(waiting) && waiting.sample == 0))
        return;
    if (is_value(waiting) && is_value(on_duty) && on_duty.sample == 0) {
        hearing_find(h, TIER_BEYOND, "capacity", _("%.0f waiting, nobody on duty"), waiting.value);
        return;
    }
    if (!is_value(waiting) || !is_value(on_duty)) {
        hear_fixed(h, TIER_BEYOND, is_value(waiting) ? _("on duty not told") : _("waiting not told"));
        return;
    }
    if (!ACD_KNOWN(tally, ACD_TALLY_OFFERED) || !ACD_KNOWN(tally, ACD_TALLY_SPAN) ||
        tally->span_ms <= 0 || !is_value(aht)) {
        hear_fixed(h, TIER_BEYOND, is_value(aht) ? _("arrivals not told") : _("handling time not told"));
        return;
    }
    erlangs = (double)tally->offered / (double)tally->span_ms * aht.value +
              waiting.value * aht.value / (double)h->limits->horizon_ms;
    if (erlangs > on_duty.value * h->limits->max_occupancy)
        hearing_find(h, TIER_BEYOND, "capacity", _("%s erl on %.0f agents"),
                     words_number(load, 1, erlangs), on_duty.value);
}

/* How many waited on average over the window: the waits that ended in it, and those that go on, by
 * its length (Little's law).  Unknown as soon as one of the sums is. */
static struct acd_figure mean_waiting(const struct hearing *h)
{
    const struct acd_tally *tally = &h->figures->tally;
    struct acd_figure waiting = h->figures->kpi[KPI_WAITING], oldest = h->figures->kpi[KPI_LONGEST];
    double sum_ms, span_ms = (double)tally->span_ms;

    if (!ACD_KNOWN(tally, ACD_TALLY_WAIT) || !ACD_KNOWN(tally, ACD_TALLY_ABANDON) ||
        !ACD_KNOWN(tally, ACD_TALLY_SPAN) || span_ms <= 0 || !is_value(waiting) || !is_value(oldest))
        return (struct acd_figure){.is = ACD_FIGURE_UNKNOWN};
    sum_ms = (double)tally->wait_ms + (double)tally->abandon_ms;
    sum_ms += waiting.value * fmin(oldest.value, span_ms) / 2; /* they came one after another */
    return (struct acd_figure){.is = ACD_FIGURE_VALUE, .value = sum_ms / span_ms, .sample = 1};
}

/* The plan of this interval as a load; false where the feed told none. */
static bool planned_demand(const struct hearing *h, struct acd_demand *demand)
{
    const struct acd_plan *plan = &h->queue->told->plan;
    struct acd_figure aht = planned_aht(h);
    int i = figures_plan_at(h->queue, h->wall_ms);

    if (!is_value(aht))
        aht = aht_of(h);
    if (i < 0 || !ACD_KNOWN(plan, ACD_PLAN_OFFERED) || (uint32_t)i >= plan->n_offered ||
        !is_value(aht))
        return false;
    *demand = (struct acd_demand){.calls = (double)plan->offered[i],
                                  .interval_ms = (double)plan->interval_ms,
                                  .talk_ms = aht.value};
    return true;
}

/* More wait on average than Erlang C expects of today's plan with those on duty now, and at least
 * one: below that it is chance. */
static void hear_expected(struct hearing *h)
{
    struct acd_figure waiting = h->figures->kpi[KPI_WAITING];
    struct acd_figure on_duty = h->figures->kpi[KPI_ON_DUTY], mean = mean_waiting(h);
    struct acd_demand demand;
    struct acd_service service;
    char is[WORDS_NUMBER_BYTES], plan[WORDS_NUMBER_BYTES];

    if (!rule_is_on(h, RULE_EXPECTED) || (is_value(waiting) && waiting.sample == 0))
        return;
    if (!planned_demand(h, &demand)) {
        hear_fixed(h, TIER_LONG, _("no plan told"));
        return;
    }
    if (!is_value(mean) || !is_value(on_duty) || on_duty.sample > ACD_ERLANG_MOST_AGENTS) {
        hear_fixed(h, TIER_LONG, is_value(on_duty) ? _("sums of waits not told") : _("on duty not told"));
        return;
    }
    service = acd_erlang_service(&demand, on_duty.sample, 0);
    if (mean.value < 1)
        return;
    if (!is_value(service.q1))
        hearing_find(h, TIER_LONG, "expected", _("%s waiting on average, plan of %s erl on %.0f agents"),
                     words_number(is, 1, mean.value), words_number(plan, 1, service.load.value),
                     on_duty.value);
    else if (mean.value > service.q1.value)
        hearing_find(h, TIER_LONG, "expected", _("%s waiting on average, %s expected"),
                     words_number(is, 1, mean.value), words_number(plan, 1, service.q1.value));
}

static void hear_queueing(struct hearing *h)
{
    struct acd_figure waiting = h->figures->kpi[KPI_WAITING];
    struct acd_figure longest = h->figures->kpi[KPI_LONGEST];
    char is[WORD_BYTES];

    if (!is_value(waiting) || waiting.sample < 1 || !rule_is_on(h, RULE_QUEUEING) ||
        hearing_limit(h, KPI_WAITING))
        return;
    if (is_value(longest))
        hearing_find(h, TIER_QUEUE, "queueing", _("%.0f waiting, longest %s"), waiting.value,
             hearing_say_ms(is, longest.value));
    else
        hearing_find(h, TIER_QUEUE, "queueing", _("%.0f waiting"), waiting.value);
}

/* Mail always waits: what counts is how old the oldest is beside its own target. */
static void hear_age(struct hearing *h)
{
    struct acd_figure longest = h->figures->kpi[KPI_LONGEST], target = h->figures->answer_ms;
    double t_ms = is_value(target) ? target.value : (double)long_ms[hearing_media(h->queue)];
    char is[WORD_BYTES], most[WORD_BYTES];

    if (!is_value(longest) || !rule_is_on(h, RULE_AGE) ||
        hearing_limit(h, KPI_LONGEST))
        return;
    for (int tier = TIER_BEYOND; tier >= TIER_QUEUE; tier--) {
        double most_ms = tier == TIER_BEYOND ? 2 * t_ms : tier == TIER_LONG ? t_ms : t_ms / 2;

        if (longest.value > most_ms) {
            hearing_find(h, tier, "age", _("longest %s, limit %s%s"), hearing_say_ms(is, longest.value),
                 hearing_say_ms(most, most_ms), is_value(target) ? "" : _(" (no target told)"));
            return;
        }
    }
}

void rules_hear(struct hearing *h)
{
    if (hearing_media(h->queue) != ACD_MEDIA_VOICE) {
        hear_age(h);
        return;
    }
    hear_capacity(h);
    hear_expected(h);
    hear_queueing(h);
}
