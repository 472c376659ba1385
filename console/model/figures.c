/* Told figures into shown figures: aged, judged for being known, added up.  Knows neither limits nor
 * how a figure is written. */
#include "console/model/figures.h"

#include <assert.h>
#include <stddef.h>

const struct acd_names span_names = {
    .what = "span",
    .names = (const char *const[]){"window", "interval", "day"},
    .n = SPANS,
};

#define KPI_KIND(name, key_, heading_, unit_, worse_)                                              \
    [KPI_##name] = {key_, heading_, KPI_UNIT_##unit_, KPI_WORSE_##worse_},
const struct kpi_kind kpi_kinds[KPIS] = {KPI_LIST(KPI_KIND)};

#define KPI_KEY(name, key_, heading_, unit_, worse_) key_,
const struct acd_names kpi_names = {
    .what = "KPI",
    .names = (const char *const[]){KPI_LIST(KPI_KEY)},
    .n = KPIS,
};

static struct acd_figure unknown(void)
{
    return (struct acd_figure){.is = ACD_FIGURE_UNKNOWN};
}

static struct acd_figure undefined(void)
{
    return (struct acd_figure){.is = ACD_FIGURE_UNDEFINED};
}

static struct acd_figure value(double x, int64_t sample)
{
    return (struct acd_figure){.is = ACD_FIGURE_VALUE, .value = x, .sample = sample};
}

static struct acd_figure told_count(int64_t count, bool known)
{
    return known ? value((double)count, count) : unknown();
}

static int64_t add(int64_t a, int64_t b)
{
    int64_t sum;

    return __builtin_add_overflow(a, b, &sum) ? INT64_MAX : sum;
}

/* The age of the oldest, which ticks on; nobody waiting has no longest wait. */
static struct acd_figure longest_of(const struct acd_queue *told, int64_t elapsed_ms)
{
    if (ACD_KNOWN(told, ACD_QUEUE_WAITING) && told->waiting == 0)
        return undefined();
    if (ACD_KNOWN(told, ACD_QUEUE_OLDEST))
        return value((double)add(told->oldest_ms, elapsed_ms), 1);
    if (ACD_KNOWN(told, ACD_QUEUE_CALLS) && told->n_calls > 0 &&
        ACD_KNOWN(&told->calls[0], ACD_CALL_WAIT))
        return value((double)add(told->calls[0].wait_ms, elapsed_ms), 1);
    return unknown();
}

static struct acd_tally tally_of(const struct acd_queue *told, enum span span)
{
    static const struct {
        int field;
        size_t offset;
    } spans[SPANS] = {
        [SPAN_WINDOW] = {ACD_QUEUE_WINDOW, offsetof(struct acd_queue, window)},
        [SPAN_INTERVAL] = {ACD_QUEUE_INTERVAL, offsetof(struct acd_queue, interval)},
        [SPAN_DAY] = {ACD_QUEUE_DAY, offsetof(struct acd_queue, day)},
    };

    if (!ACD_KNOWN(told, spans[span].field))
        return (struct acd_tally){.known = 0};
    return *(const struct acd_tally *)(const void *)((const char *)told + spans[span].offset);
}

int figures_plan_at(const struct board_queue *queue, int64_t wall_ms)
{
    const struct acd_plan *plan = &queue->told->plan;
    int64_t site_ms = wall_ms + queue->site->state.skew_ms;

    if (!ACD_KNOWN(queue->told, ACD_QUEUE_PLAN) || !ACD_KNOWN(plan, ACD_PLAN_START) ||
        !ACD_KNOWN(plan, ACD_PLAN_INTERVAL) || plan->interval_ms <= 0 || site_ms < plan->start_t)
        return -1;
    site_ms = (site_ms - plan->start_t) / plan->interval_ms;
    return site_ms < ACD_MAX_PLAN_INTERVALS ? (int)site_ms : -1;
}

static struct acd_figure planned_of(const struct board_queue *queue, int64_t wall_ms)
{
    const struct acd_plan *plan = &queue->told->plan;
    int i = figures_plan_at(queue, wall_ms);

    if (i < 0 || !ACD_KNOWN(plan, ACD_PLAN_AGENTS) || (uint32_t)i >= plan->n_agents)
        return unknown();
    return value((double)plan->agents[i], plan->agents[i]);
}

static void set_target(struct figures *out, const struct acd_queue *told)
{
    const struct acd_target *target = &told->target;
    bool known = ACD_KNOWN(told, ACD_QUEUE_TARGET);

    out->formula = known && ACD_KNOWN(target, ACD_TARGET_FORMULA) ? target->formula
                                                                  : ACD_FORMULA_NEGATIVE;
    if (known && ACD_KNOWN(target, ACD_TARGET_ANSWER))
        out->answer_ms = value((double)target->answer_ms, target->answer_ms);
    if (known && ACD_KNOWN(target, ACD_TARGET_LEVEL))
        out->level = value(target->level, 1);
}

/* What follows from tally, agents, formula and past_target, of one row as of a total. */
static void derive(struct figures *out)
{
    const struct acd_tally *tally = &out->tally;
    struct acd_figure *kpi = out->kpi;

    kpi[KPI_SERVICE_LEVEL] = acd_kpi_service_level(tally, out->formula);
    if (out->past_target.is == ACD_FIGURE_VALUE)
        kpi[KPI_SERVICE_LEVEL_LIVE] =
            acd_kpi_service_level_live(tally, out->formula, out->past_target.sample);
    kpi[KPI_ASA] = acd_kpi_asa_ms(tally);
    kpi[KPI_ABANDON_RATE] = acd_kpi_abandon_rate(tally);
    kpi[KPI_ABANDON_AVG] = acd_kpi_abandon_avg_ms(tally);
    kpi[KPI_AHT] = acd_kpi_aht_ms(tally);
    kpi[KPI_OCCUPANCY] = acd_kpi_occupancy_now(&out->agents);
    kpi[KPI_OFFERED] = told_count(tally->offered, ACD_KNOWN(tally, ACD_TALLY_OFFERED));
    kpi[KPI_ANSWERED] = told_count(tally->answered, ACD_KNOWN(tally, ACD_TALLY_ANSWERED));
    kpi[KPI_ABANDONED] = told_count(tally->abandoned, ACD_KNOWN(tally, ACD_TALLY_ABANDONED));
    kpi[KPI_STAFFED] = acd_kpi_staffed(&out->agents);
    kpi[KPI_ON_DUTY] = acd_kpi_on_duty(&out->agents);
    kpi[KPI_FREE] = acd_kpi_free(&out->agents);
}

void figures_of_queue(struct figures *out, const struct board_queue *queue, enum span span,
                      int64_t now_ms, int64_t wall_ms)
{
    const struct acd_queue *told = queue->told;
    int64_t elapsed_ms = now_ms > queue->told_ms ? now_ms - queue->told_ms : 0;

    *out = (struct figures){.live = board_queue_live(queue), .formula = -1};
    if (!out->live)
        return;
    set_target(out, told);
    out->planned = planned_of(queue, wall_ms);
    out->tally = tally_of(told, span);
    if (ACD_KNOWN(told, ACD_QUEUE_AGENTS))
        out->agents = told->agents;
    if (out->answer_ms.is == ACD_FIGURE_VALUE)
        out->past_target = acd_kpi_waiting_past_target(told, out->answer_ms.sample, elapsed_ms);
    out->kpi[KPI_WAITING] = told_count(told->waiting, ACD_KNOWN(told, ACD_QUEUE_WAITING));
    out->kpi[KPI_ACTIVE] = told_count(told->active, ACD_KNOWN(told, ACD_QUEUE_ACTIVE));
    out->kpi[KPI_LONGEST] = longest_of(told, elapsed_ms);
    derive(out);
}

/* --- totals ------------------------------------------------------------------------------------ */

static void add_figure(struct acd_figure *sum, const struct acd_figure *row)
{
    int64_t count = add(sum->sample, row->sample);

    *sum = sum->is == ACD_FIGURE_VALUE && row->is == ACD_FIGURE_VALUE ? value((double)count, count)
                                                                      : unknown();
}

static void take_longest(struct acd_figure *longest, const struct acd_figure *row)
{
    if (longest->is == ACD_FIGURE_UNKNOWN || row->is == ACD_FIGURE_UNKNOWN)
        *longest = unknown();
    else if (row->is == ACD_FIGURE_VALUE &&
             (longest->is == ACD_FIGURE_UNDEFINED || row->value > longest->value))
        *longest = *row;
}

static void keep_if_equal(struct acd_figure *common, const struct acd_figure *row)
{
    if (common->is != row->is || common->value != row->value)
        *common = unknown();
}

static void add_agents(struct acd_agent_counts *sum, const struct acd_agent_counts *row)
{
    sum->known &= row->known;
    for (int i = 0; i < ACD_STATES; i++)
        sum->count[i] = ACD_KNOWN(sum, i) ? add(sum->count[i], row->count[i]) : 0;
}

static void add_row(struct figures *sum, const struct figures *row)
{
    sum->live = sum->live && row->live;
    if (sum->formula != row->formula)
        sum->formula = -1;
    keep_if_equal(&sum->answer_ms, &row->answer_ms);
    keep_if_equal(&sum->level, &row->level);
    add_figure(&sum->planned, &row->planned);
    add_figure(&sum->past_target, &row->past_target);
    add_figure(&sum->kpi[KPI_WAITING], &row->kpi[KPI_WAITING]);
    add_figure(&sum->kpi[KPI_ACTIVE], &row->kpi[KPI_ACTIVE]);
    take_longest(&sum->kpi[KPI_LONGEST], &row->kpi[KPI_LONGEST]);
    add_agents(&sum->agents, &row->agents);
    acd_tally_add(&sum->tally, &row->tally);
}

void figures_of_queues(struct figures *out, const struct board_queue *const *queues, int n,
                       enum span span, int64_t now_ms, int64_t wall_ms)
{
    bool one_target = true;

    assert(n >= 1);
    figures_of_queue(out, queues[0], span, now_ms, wall_ms);
    for (int i = 1; i < n; i++) {
        struct figures row;

        figures_of_queue(&row, queues[i], span, now_ms, wall_ms);
        if (row.formula != out->formula || row.answer_ms.is != out->answer_ms.is ||
            row.answer_ms.value != out->answer_ms.value)
            one_target = false;
        add_row(out, &row);
    }
    if (n == 1)
        return;
    out->kpi[KPI_SERVICE_LEVEL_LIVE] = unknown();
    derive(out);
    if (!one_target) {
        out->kpi[KPI_SERVICE_LEVEL] = unknown();
        out->kpi[KPI_SERVICE_LEVEL_LIVE] = unknown();
    }
}
