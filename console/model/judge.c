/* Holds a queue against its limits and says in words which it has passed.  Knows no settings and no
 * screen.
 *
 * The rules by meaning are those of DOMAIN.md section 3.  Where a figure they need was never told,
 * fixed limits stand in for them and say so. */
#include "console/model/limits_parts.h"

#include "acdfeed/erlang.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Where no target was told: after how long a wait of a medium is long; beyond at twice that. */
static const int64_t long_ms[ACD_MEDIAS] = {
    [ACD_MEDIA_VOICE] = 60000,          [ACD_MEDIA_CHAT] = 3 * 60000,
    [ACD_MEDIA_EMAIL] = 4 * 3600000,    [ACD_MEDIA_CALLBACK] = 2 * 3600000,
    [ACD_MEDIA_SMS] = 30 * 60000,       [ACD_MEDIA_SOCIAL] = 3600000,
};

/* One case being heard: the findings so far, in the order in which they count. */
struct hearing {
    const struct limits *limits;
    const struct board_queue *queue;
    const struct figures *figures;
    int64_t wall_ms;
    struct finding {
        int tier;
        const char *rule;
        char why[VERDICT_WHY_BYTES];
    } findings[KPIS + LIMIT_RULES];
    int n;
};

const struct limit *limits_nearest(const struct limits *limits, const struct board_queue *queue,
                                   int key)
{
    const struct acd_queue *told = queue->told;
    const struct limit *nearest = NULL;
    char full[2 * ACD_MAX_ID_BYTES + 2];

    snprintf(full, sizeof(full), "%s/%s", queue->site->id, told->id);
    for (int i = 0; i < limits->n; i++) {
        const struct limit *limit = &limits->list[i];
        bool speaks = limit->scope == SCOPE_ALL;

        if (limit->key != key || (nearest && limit->scope < nearest->scope))
            continue;
        if (limit->scope == SCOPE_QUEUE)
            speaks = !strcmp(limit->name, told->id) || !strcmp(limit->name, full);
        else if (limit->scope == SCOPE_GROUP)
            speaks = ACD_KNOWN(told, ACD_QUEUE_GROUP) && !strcmp(limit->name, told->group);
        else if (limit->scope == SCOPE_MEDIA)
            speaks = ACD_KNOWN(told, ACD_QUEUE_MEDIA) &&
                     !strcmp(limit->name, acd_names_word(&acd_media_names, told->media));
        if (speaks)
            nearest = limit;
    }
    return nearest;
}

static bool rule_is_on(const struct hearing *h, enum limit_rule rule)
{
    const struct limit *limit = limits_nearest(h->limits, h->queue, KPIS + (int)rule);

    return !limit || !limit->off;
}

ACD_PRINTF(4, 5)
static void find(struct hearing *h, int tier, const char *rule, const char *format, ...)
{
    struct finding *finding = &h->findings[h->n++];
    va_list list;

    finding->tier = tier;
    finding->rule = rule;
    va_start(list, format);
    vsnprintf(finding->why, sizeof(finding->why), format, list);
    va_end(list);
}

/* --- words ------------------------------------------------------------------------------------- */

enum { WORD_BYTES = 40 };

static const char *say_ms(char out[WORD_BYTES], double ms)
{
    long long s = ms < 0x1p52 ? (long long)(ms / 1000) : 0;

    if (s >= 3600)
        snprintf(out, WORD_BYTES, "%lld:%02lld:%02lld", s / 3600, s / 60 % 60, s % 60);
    else
        snprintf(out, WORD_BYTES, "%lld:%02lld", s / 60, s % 60);
    return out;
}

static const char *say_value(char out[WORD_BYTES], enum kpi_unit unit, double value)
{
    if (unit == KPI_UNIT_MS)
        return say_ms(out, value);
    if (unit == KPI_UNIT_SHARE)
        snprintf(out, WORD_BYTES, "%.4g %%", floor(value * 1000) / 10);
    else
        snprintf(out, WORD_BYTES, "%.0f", value);
    return out;
}

/* "service_level" as it is spoken. */
static const char *say_key(char out[WORD_BYTES], const char *key)
{
    snprintf(out, WORD_BYTES, "%s", key);
    for (char *c = out; *c; c++)
        if (*c == '_')
            *c = ' ';
    return out;
}

/* --- the rules by meaning ------------------------------------------------------------------------ */

static bool is_value(struct acd_figure figure)
{
    return figure.is == ACD_FIGURE_VALUE;
}

static int media_of(const struct board_queue *queue)
{
    return ACD_KNOWN(queue->told, ACD_QUEUE_MEDIA) ? queue->told->media : ACD_MEDIA_VOICE;
}

/* Limits on the longest wait that stand in for a rule that lacks `missing`. */
static void hear_fixed(struct hearing *h, int tier, const char *missing)
{
    struct acd_figure longest = h->figures->kpi[KPI_LONGEST];
    double most_ms = (double)long_ms[media_of(h->queue)] * (tier == TIER_BEYOND ? 2 : 1);
    char is[WORD_BYTES], most[WORD_BYTES];

    if (!is_value(longest) || longest.value < most_ms || !rule_is_on(h, RULE_FIXED) ||
        limits_nearest(h->limits, h->queue, KPI_LONGEST))
        return;
    find(h, tier, "fixed", "longest %s, fixed limit %s (%s)", say_ms(is, longest.value),
         say_ms(most, most_ms), missing);
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

    if (!rule_is_on(h, RULE_CAPACITY) || (is_value(waiting) && waiting.sample == 0))
        return;
    if (is_value(waiting) && is_value(on_duty) && on_duty.sample == 0) {
        find(h, TIER_BEYOND, "capacity", "%.0f waiting, nobody on duty", waiting.value);
        return;
    }
    if (!is_value(waiting) || !is_value(on_duty)) {
        hear_fixed(h, TIER_BEYOND, is_value(waiting) ? "on duty not told" : "waiting not told");
        return;
    }
    if (!ACD_KNOWN(tally, ACD_TALLY_OFFERED) || !ACD_KNOWN(tally, ACD_TALLY_SPAN) ||
        tally->span_ms <= 0 || !is_value(aht)) {
        hear_fixed(h, TIER_BEYOND, is_value(aht) ? "arrivals not told" : "handling time not told");
        return;
    }
    erlangs = (double)tally->offered / (double)tally->span_ms * aht.value +
              waiting.value * aht.value / (double)h->limits->horizon_ms;
    if (erlangs > on_duty.value * h->limits->max_occupancy)
        find(h, TIER_BEYOND, "capacity", "%.1f erl on %.0f agents", erlangs, on_duty.value);
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

    if (!rule_is_on(h, RULE_EXPECTED) || (is_value(waiting) && waiting.sample == 0))
        return;
    if (!planned_demand(h, &demand)) {
        hear_fixed(h, TIER_LONG, "no plan told");
        return;
    }
    if (!is_value(mean) || !is_value(on_duty) || on_duty.sample > ACD_ERLANG_MOST_AGENTS) {
        hear_fixed(h, TIER_LONG, is_value(on_duty) ? "sums of waits not told" : "on duty not told");
        return;
    }
    service = acd_erlang_service(&demand, on_duty.sample, 0);
    if (mean.value < 1)
        return;
    if (!is_value(service.q1))
        find(h, TIER_LONG, "expected", "%.1f waiting on average, plan of %.1f erl on %.0f agents",
             mean.value, service.load.value, on_duty.value);
    else if (mean.value > service.q1.value)
        find(h, TIER_LONG, "expected", "%.1f waiting on average, %.1f expected", mean.value,
             service.q1.value);
}

static void hear_queueing(struct hearing *h)
{
    struct acd_figure waiting = h->figures->kpi[KPI_WAITING];
    struct acd_figure longest = h->figures->kpi[KPI_LONGEST];
    char is[WORD_BYTES];

    if (!is_value(waiting) || waiting.sample < 1 || !rule_is_on(h, RULE_QUEUEING) ||
        limits_nearest(h->limits, h->queue, KPI_WAITING))
        return;
    if (is_value(longest))
        find(h, TIER_QUEUE, "queueing", "%.0f waiting, longest %s", waiting.value,
             say_ms(is, longest.value));
    else
        find(h, TIER_QUEUE, "queueing", "%.0f waiting", waiting.value);
}

/* Mail always waits: what counts is how old the oldest is beside its own target. */
static void hear_age(struct hearing *h)
{
    struct acd_figure longest = h->figures->kpi[KPI_LONGEST], target = h->figures->answer_ms;
    double t_ms = is_value(target) ? target.value : (double)long_ms[media_of(h->queue)];
    char is[WORD_BYTES], most[WORD_BYTES];

    if (!is_value(longest) || !rule_is_on(h, RULE_AGE) ||
        limits_nearest(h->limits, h->queue, KPI_LONGEST))
        return;
    for (int tier = TIER_BEYOND; tier >= TIER_QUEUE; tier--) {
        double most_ms = tier == TIER_BEYOND ? 2 * t_ms : tier == TIER_LONG ? t_ms : t_ms / 2;

        if (longest.value > most_ms) {
            find(h, tier, "age", "longest %s, limit %s%s", say_ms(is, longest.value),
                 say_ms(most, most_ms), is_value(target) ? "" : " (no target told)");
            return;
        }
    }
}

/* --- limits of one's own ------------------------------------------------------------------------- */

static bool is_beyond(const struct limit *limit, int i, double value)
{
    if (!limit->set[i])
        return false;
    return limit->side == KPI_WORSE_ABOVE ? value >= limit->at[i] : value < limit->at[i];
}

static void hear_kpi(struct hearing *h, enum kpi kpi)
{
    const struct limit *limit = limits_nearest(h->limits, h->queue, (int)kpi);
    struct acd_figure figure = h->figures->kpi[kpi];
    enum kpi_unit unit = kpi_kinds[kpi].unit;
    char key[WORD_BYTES], is[WORD_BYTES], most[WORD_BYTES];

    if (!limit || limit->off || !is_value(figure) ||
        (unit == KPI_UNIT_SHARE && figure.sample < h->limits->sample))
        return;
    for (int i = 2; i >= 0; i--)
        if (is_beyond(limit, i, figure.value)) {
            find(h, i + 1, kpi_kinds[kpi].key, "%s %s, limit %s", say_key(key, kpi_kinds[kpi].key),
                 say_value(is, unit, figure.value), say_value(most, unit, limit->at[i]));
            return;
        }
}

/* --- the verdict --------------------------------------------------------------------------------- */

/* Why a queue that breaks no limit may still not be called calm; NULL when it may. */
static const char *doubt(const struct hearing *h)
{
    struct acd_figure waiting = h->figures->kpi[KPI_WAITING];
    struct acd_figure longest = h->figures->kpi[KPI_LONGEST];

    if (is_value(longest) || (is_value(waiting) && waiting.sample == 0))
        return NULL;
    if (!is_value(waiting))
        return "waiting was never told";
    return media_of(h->queue) == ACD_MEDIA_VOICE ? NULL : "how long they wait was never told";
}

static const char *why_not_live(const struct board_queue *queue)
{
    if (board_site_live(queue->site))
        return "in doubt: not told again since messages were lost";
    return queue->site->why[0] ? queue->site->why
                               : acd_names_word(&acd_link_names, (int)queue->site->state.link);
}

static void decide(struct verdict *verdict, const struct hearing *h, int64_t now_ms)
{
    int tier = TIER_CALM;
    const char *why = "";

    for (int i = 0; i < h->n; i++)
        if (h->findings[i].tier > tier) {
            tier = h->findings[i].tier;
            why = h->findings[i].why;
        }
    if (!h->figures->live) {
        tier = TIER_UNKNOWN;
        why = why_not_live(h->queue);
    } else if (tier == TIER_CALM && doubt(h)) {
        tier = TIER_UNKNOWN;
        why = doubt(h);
    }
    if (tier != verdict->tier || verdict->since_ms < 0)
        verdict->since_ms = now_ms;
    if (tier == TIER_CALM)
        verdict->raised_ms = -1;
    else if (tier > TIER_CALM && verdict->raised_ms < 0)
        verdict->raised_ms = now_ms;
    verdict->tier = tier;
    snprintf(verdict->why, sizeof(verdict->why), "%s", why);
    verdict->n_rules = 0;
    for (int i = 0; i < h->n && verdict->n_rules < VERDICT_RULES; i++)
        if (h->findings[i].tier == tier)
            verdict->rules[verdict->n_rules++] = h->findings[i].rule;
}

void limits_judge(const struct limits *limits, const struct board_queue *queue,
                  const struct figures *figures, int64_t now_ms, int64_t wall_ms,
                  struct verdict *verdict)
{
    struct hearing h = {.limits = limits, .queue = queue, .figures = figures, .wall_ms = wall_ms};

    if (figures->live) {
        if (media_of(queue) == ACD_MEDIA_VOICE) {
            hear_capacity(&h);
            hear_expected(&h);
            hear_queueing(&h);
        } else {
            hear_age(&h);
        }
        for (int kpi = 0; kpi < KPIS; kpi++)
            hear_kpi(&h, (enum kpi)kpi);
    }
    decide(verdict, &h, now_ms);
}
