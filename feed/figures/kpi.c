/* KPIs from the counts of a tally, each by one function, so that no two places compute the same
 * figure differently.  Knows neither how counts come about nor how a figure is shown.
 *
 * Counts arrive from other programs and may be anything from 0 to INT64_MAX: they are weighed as
 * doubles, and added so that they stop at the end of the range instead of wrapping. */
#include "acdfeed/kpi.h"

#include "acdfeed/macros.h"
#include "feed/figures/figure.h"

#include <stddef.h>

static bool knows(const struct acd_tally *tally, uint64_t fields)
{
    return (tally->known & fields) == fields;
}

static int64_t add_to_the_end(int64_t a, int64_t b)
{
    int64_t sum;

    if (__builtin_add_overflow(a, b, &sum))
        return a < 0 ? INT64_MIN : INT64_MAX;
    return sum;
}

static int64_t whole(double count)
{
    return count >= 0x1p62 ? INT64_MAX : (int64_t)count;
}

/* Nothing counted is undefined.  A rolling span may hold the end of a contact and not its
 * beginning, so that a difference of counts falls below zero: that counted nothing either. */
static struct acd_figure ratio(double over, double under)
{
    if (!(under > 0))
        return figure_undefined();
    return figure_value(over / under, whole(under));
}

/* For the same reason a part may outgrow its whole; a share of more than all is all. */
static struct acd_figure share(double part, double all)
{
    struct acd_figure figure = ratio(part, all);

    if (figure.value > 1)
        figure.value = 1;
    if (figure.value < 0)
        figure.value = 0;
    return figure;
}

/* The service level formulas: which counts make the numerator and the denominator. */
static const struct formula {
    uint64_t over, under, less; /* over / (under - less) */
} formulas[ACD_FORMULAS] = {
    [ACD_FORMULA_HANDLED] = {.over = ACD_BIT(ACD_TALLY_ANSWERED_IN),
                             .under = ACD_BIT(ACD_TALLY_ANSWERED)},
    [ACD_FORMULA_IGNORE] = {.over = ACD_BIT(ACD_TALLY_ANSWERED_IN),
                            .under = ACD_BIT(ACD_TALLY_OFFERED),
                            .less = ACD_BIT(ACD_TALLY_ABANDONED_IN)},
    [ACD_FORMULA_NEGATIVE] = {.over = ACD_BIT(ACD_TALLY_ANSWERED_IN),
                              .under = ACD_BIT(ACD_TALLY_OFFERED)},
    [ACD_FORMULA_POSITIVE] = {.over = ACD_BIT(ACD_TALLY_ANSWERED_IN) |
                                      ACD_BIT(ACD_TALLY_ABANDONED_IN),
                              .under = ACD_BIT(ACD_TALLY_OFFERED)},
    [ACD_FORMULA_SHORT] = {.over = ACD_BIT(ACD_TALLY_ANSWERED_IN),
                           .under = ACD_BIT(ACD_TALLY_OFFERED),
                           .less = ACD_BIT(ACD_TALLY_ABANDONED_SHORT)},
};

static double sum_of(const struct acd_tally *tally, uint64_t fields)
{
    const struct {
        uint64_t bit;
        int64_t count;
    } counts[] = {
        {ACD_BIT(ACD_TALLY_OFFERED), tally->offered},
        {ACD_BIT(ACD_TALLY_ANSWERED), tally->answered},
        {ACD_BIT(ACD_TALLY_ANSWERED_IN), tally->answered_in},
        {ACD_BIT(ACD_TALLY_ABANDONED_IN), tally->abandoned_in},
        {ACD_BIT(ACD_TALLY_ABANDONED_SHORT), tally->abandoned_short},
    };
    double sum = 0;

    for (size_t i = 0; i < ACD_COUNT_OF(counts); i++)
        if (fields & counts[i].bit)
            sum += (double)counts[i].count;
    return sum;
}

struct acd_figure acd_kpi_service_level_live(const struct acd_tally *tally, int formula,
                                             int64_t waiting_past_target)
{
    const struct formula *f;
    double ended;

    if (formula < 0 || formula >= ACD_FORMULAS || waiting_past_target < 0)
        return figure_unknown();
    f = &formulas[formula];
    if (!knows(tally, f->over | f->under | f->less))
        return figure_unknown();
    ended = sum_of(tally, f->under) - sum_of(tally, f->less);
    if (ended < 0)
        ended = 0;
    return share(sum_of(tally, f->over), ended + (double)waiting_past_target);
}

struct acd_figure acd_kpi_service_level(const struct acd_tally *tally, int formula)
{
    return acd_kpi_service_level_live(tally, formula, 0);
}

static struct acd_figure count_figure(int64_t count)
{
    return figure_value((double)count, count);
}

struct acd_figure acd_kpi_waiting_past_target(const struct acd_queue *queue, int64_t answer_ms,
                                              int64_t elapsed_ms)
{
    int64_t past = 0;
    bool all;

    if (!ACD_KNOWN(queue, ACD_QUEUE_WAITING) || answer_ms < 0 || elapsed_ms < 0)
        return figure_unknown();
    if (queue->waiting == 0)
        return count_figure(0);
    if (ACD_KNOWN(queue, ACD_QUEUE_OLDEST) &&
        add_to_the_end(queue->oldest_ms, elapsed_ms) <= answer_ms)
        return count_figure(0);
    if (!ACD_KNOWN(queue, ACD_QUEUE_CALLS))
        return figure_unknown();
    all = queue->n_calls >= queue->waiting;
    for (uint32_t i = 0; i < queue->n_calls; i++) {
        const struct acd_call *call = &queue->calls[i];

        if (!ACD_KNOWN(call, ACD_CALL_WAIT))
            return figure_unknown();
        if (add_to_the_end(call->wait_ms, elapsed_ms) > answer_ms)
            past++;
        else
            all = true; /* the oldest come first: those not listed wait no longer than this one */
    }
    return all ? count_figure(past) : figure_unknown();
}

struct acd_figure acd_kpi_abandon_rate(const struct acd_tally *tally)
{
    double brief = 0;

    if (!knows(tally, ACD_BIT(ACD_TALLY_ABANDONED) | ACD_BIT(ACD_TALLY_OFFERED)))
        return figure_unknown();
    if (ACD_KNOWN(tally, ACD_TALLY_ABANDONED_SHORT))
        brief = (double)tally->abandoned_short;
    return share((double)tally->abandoned - brief, (double)tally->offered - brief);
}

struct acd_figure acd_kpi_asa_ms(const struct acd_tally *tally)
{
    if (!knows(tally, ACD_BIT(ACD_TALLY_WAIT) | ACD_BIT(ACD_TALLY_ANSWERED)))
        return figure_unknown();
    return ratio((double)tally->wait_ms, (double)tally->answered);
}

struct acd_figure acd_kpi_abandon_avg_ms(const struct acd_tally *tally)
{
    if (!knows(tally, ACD_BIT(ACD_TALLY_ABANDON) | ACD_BIT(ACD_TALLY_ABANDONED)))
        return figure_unknown();
    return ratio((double)tally->abandon_ms, (double)tally->abandoned);
}

struct acd_figure acd_kpi_aht_ms(const struct acd_tally *tally)
{
    if (!knows(tally, ACD_BIT(ACD_TALLY_TALK) | ACD_BIT(ACD_TALLY_HOLD) | ACD_BIT(ACD_TALLY_ACW) |
                          ACD_BIT(ACD_TALLY_ANSWERED)))
        return figure_unknown();
    return ratio((double)tally->talk_ms + (double)tally->hold_ms + (double)tally->acw_ms,
                 (double)tally->answered);
}

struct acd_figure acd_kpi_share_transferred(const struct acd_tally *tally)
{
    if (!knows(tally, ACD_BIT(ACD_TALLY_TRANSFERRED) | ACD_BIT(ACD_TALLY_ANSWERED)))
        return figure_unknown();
    return share((double)tally->transferred, (double)tally->answered);
}

struct acd_figure acd_kpi_share_blocked(const struct acd_tally *tally)
{
    if (!knows(tally, ACD_BIT(ACD_TALLY_BLOCKED) | ACD_BIT(ACD_TALLY_OFFERED)))
        return figure_unknown();
    return share((double)tally->blocked, (double)tally->offered + (double)tally->blocked);
}

static void add_count(int64_t *sum, int64_t count, bool known)
{
    *sum = known ? add_to_the_end(*sum, count) : 0;
}

void acd_tally_add(struct acd_tally *sum, const struct acd_tally *tally)
{
    uint64_t known = sum->known & tally->known;

    if (sum->span_ms != tally->span_ms)
        known &= ~ACD_BIT(ACD_TALLY_SPAN);
    sum->known = known;
    if (!ACD_KNOWN(sum, ACD_TALLY_SPAN))
        sum->span_ms = 0;
#define ADD(field, member) add_count(&sum->member, tally->member, ACD_KNOWN(sum, ACD_TALLY_##field))
    ADD(OFFERED, offered);
    ADD(ANSWERED, answered);
    ADD(ANSWERED_IN, answered_in);
    ADD(ABANDONED, abandoned);
    ADD(ABANDONED_IN, abandoned_in);
    ADD(ABANDONED_SHORT, abandoned_short);
    ADD(OVERFLOW_IN, overflow_in);
    ADD(OVERFLOW_OUT, overflow_out);
    ADD(BLOCKED, blocked);
    ADD(CALLBACK, callback);
    ADD(TRANSFERRED, transferred);
    ADD(WAIT, wait_ms);
    ADD(ABANDON, abandon_ms);
    ADD(RING, ring_ms);
    ADD(TALK, talk_ms);
    ADD(HOLD, hold_ms);
    ADD(ACW, acw_ms);
#undef ADD
    if (!ACD_KNOWN(sum, ACD_TALLY_WAIT_MAX))
        sum->wait_max_ms = 0;
    else if (tally->wait_max_ms > sum->wait_max_ms)
        sum->wait_max_ms = tally->wait_max_ms;
}
