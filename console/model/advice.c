/* Which measures of the plan fit a queue now.  Each operation that can help has one function: it says
 * the fact that speaks for it, or why it cannot be. */
#include "console/model/advice.h"
#include "console/words.h"

#include <string.h>

struct asked {
    const struct board *board;
    const struct board_queue *queue;
    int64_t now_ms, wall_ms;
};

/* Writes fact, target and what it would be asked with; refused when it cannot be done.  False: it is
 * not even worth a word. */
typedef bool fits_function(const struct asked *asked, struct advice *advice);

static int64_t free_agents(const struct board_queue *queue)
{
    struct acd_figure idle = acd_kpi_free(&queue->told->agents);
    return idle.is == ACD_FIGURE_VALUE ? (int64_t)idle.value : -1;
}

static bool refuse(struct advice *advice, const char *who, const char *why)
{
    advice->refused = true;
    words_print(advice->fact, sizeof advice->fact, "%.60s%s%s", who, *who ? ": " : "", why);
    return true;
}

const char *advice_overflow_refused(const struct board_queue *target)
{
    if (!board_queue_live(target))
        return _("not live");
    if (ACD_KNOWN(target->told, ACD_QUEUE_OPEN) && !target->told->open)
        return _("closed");
    if (ACD_KNOWN(target->told, ACD_QUEUE_ACCEPTS_OVERFLOW) && !target->told->accepts_overflow)
        return _("does not accept overflow");
    if (target->verdict.tier == TIER_BEYOND)
        return _("tier 3 itself");
    if (target->verdict.tier == TIER_UNKNOWN)
        return _("its tier is not known");
    return NULL;
}

const struct board_queue *advice_overflow_target(const struct board *board,
                                                 const struct board_queue *queue, int *choice)
{
    const struct board_queue *best = NULL;
    for (uint32_t i = 0; i < queue->told->n_choices; i++) {
        const struct board_queue *target =
            board_queue(board, queue->site->id, queue->told->choices[i]);
        if (!target || target == queue || advice_overflow_refused(target) ||
            (best && free_agents(target) < 1))
            continue;
        best = target;
        *choice = (int)i + 1;
        if (free_agents(target) >= 1)
            break;
    }
    return best;
}

static void aim(struct advice *advice, const struct board_queue *target)
{
    advice->asked.other = target;
    words_print(advice->target, sizeof advice->target, "%s", target->told->id);
}

/* Why the first choice cannot take it. */
static bool refuse_overflow(const struct asked *asked, struct advice *advice)
{
    const struct acd_queue *told = asked->queue->told;
    const struct board_queue *first;
    if (told->n_choices == 0)
        return false;
    first = board_queue(asked->board, asked->queue->site->id, told->choices[0]);
    return first ? refuse(advice, board_queue_name(first), advice_overflow_refused(first))
                 : refuse(advice, told->choices[0], _("not known here"));
}

static bool fits_overflow(const struct asked *asked, struct advice *advice)
{
    int choice = 0;
    const struct plan_measure *measure = advice->measure;
    const struct board_queue *target = advice_overflow_target(asked->board, asked->queue, &choice);
    bool chosen = measure->to[0] && strcmp(measure->to, "choices") != 0;
    const struct acd_queue *told = asked->queue->told;
    if (!ACD_KNOWN(told, ACD_QUEUE_WAITING) || told->waiting < 1)
        return false;
    if (chosen)
        target = board_queue(asked->board, asked->queue->site->id, measure->to);
    if (chosen && (!target || advice_overflow_refused(target)))
        return refuse(advice, target ? board_queue_name(target) : measure->to,
                      target ? advice_overflow_refused(target) : _("not known here"));
    if (!target)
        return refuse_overflow(asked, advice);
    int64_t idle = free_agents(target);
    aim(advice, target);
    advice->asked.calls = (double)measure->calls;
    if (measure->calls == PLAN_FREE)
        advice->asked.calls = idle >= 1 && idle < told->waiting ? (double)idle : (double)told->waiting;
    if (idle >= 0)
        words_print(advice->fact, sizeof advice->fact, _("%s: %lld free"), board_queue_name(target),
                 (long long)idle);
    else
        words_print(advice->fact, sizeof advice->fact, _("%s: choice %d"), board_queue_name(target), choice);
    return true;
}

/* The queue of the same site and medium with the most free agents and nobody waiting. */
static bool fits_move(const struct asked *asked, struct advice *advice)
{
    const struct board_queue *best = NULL;
    for (int i = 0; i < board_queues(asked->board); i++) {
        const struct board_queue *other = board_queue_at(asked->board, i);
        if (other == asked->queue || other->site != asked->queue->site || !board_queue_live(other) ||
            other->verdict.tier != TIER_CALM || free_agents(other) < 1)
            continue;
        if (!best || free_agents(other) > free_agents(best))
            best = other;
    }
    if (!best)
        return refuse(advice, "", _("no calm queue has anybody free"));
    aim(advice, best);
    advice->asked.count = advice->measure->count < 1 || advice->measure->count > free_agents(best)
                              ? 1 : (double)advice->measure->count;
    words_print(advice->fact, sizeof advice->fact, _("%s: %lld free"), board_queue_name(best),
             (long long)free_agents(best));
    return true;
}

static bool fits_all_hands(const struct asked *asked, struct advice *advice)
{
    const struct acd_agent_counts *agents = &asked->queue->told->agents;
    int64_t paused = agents->count[ACD_STATE_PAUSED];
    if (!(agents->known & ACD_BIT(ACD_STATE_PAUSED)) || paused < 1)
        return false;
    advice->asked.count = (double)paused;
    words_print(advice->fact, sizeof advice->fact, _("%lld paused"), (long long)paused);
    return true;
}

static bool fits_waiting(const struct asked *asked, struct advice *advice)
{
    const struct acd_queue *told = asked->queue->told;
    if (!ACD_KNOWN(told, ACD_QUEUE_WAITING) || told->waiting < 1)
        return false;
    words_print(advice->fact, sizeof advice->fact, _("%lld waiting"), (long long)told->waiting);
    return true;
}

static bool fits_share(const struct asked *asked, struct advice *advice)
{
    (void)asked;
    advice->asked.share = advice->measure->share;
    words_print(advice->fact, sizeof advice->fact, _("%.3g %% of new contacts"), advice->measure->share * 100);
    return true;
}

static fits_function *const fits[ACD_OPS] = {
    [ACD_OP_OVERFLOW] = fits_overflow,   [ACD_OP_MOVE_AGENTS] = fits_move,
    [ACD_OP_ALL_HANDS] = fits_all_hands, [ACD_OP_CALLBACK] = fits_waiting,
    [ACD_OP_ANNOUNCE] = fits_waiting,    [ACD_OP_OUTSOURCE] = fits_share,
    [ACD_OP_THROTTLE] = fits_share,
};

static bool in_force(const struct board_queue *queue, enum acd_op op)
{
    for (uint32_t i = 0; i < queue->told->n_measures; i++) {
        const struct acd_measure *measure = &queue->told->measures[i];
        if (ACD_KNOWN(measure, ACD_MEASURE_OP) && !strcmp(measure->op, acd_op_names.names[op]))
            return true;
    }
    return false;
}

/* False: it does not fit, or its feed cannot do it. */
static bool propose(const struct asked *asked, const struct plan_measure *measure,
                    struct advice *advice)
{
    if (!plan_fits(measure, asked->queue) || !(asked->queue->site->ops & ACD_BIT(measure->op)))
        return false;
    *advice = (struct advice){.measure = measure, .op = (enum acd_op)measure->op};
    advice->asked = (struct outlook_measure){.op = advice->op, .for_ms = measure->for_ms};
    words_print(advice->words, sizeof advice->words, "%s", words_of(measure->name));
    advice->in_force = in_force(asked->queue, advice->op);
    return !fits[measure->op] || fits[measure->op](asked, advice);
}

int advice_for(const struct board *board, const struct board_queue *queue, const struct plan *plan,
               int64_t now_ms, int64_t wall_ms, struct advice out[ADVICE_MOST])
{
    struct asked asked = {board, queue, now_ms, wall_ms};
    const struct plan_measure *measure;
    struct advice refused[ADVICE_MOST];
    int n = 0, n_refused = 0;
    if (!board_queue_live(queue))
        return 0;
    for (int i = 0; (measure = plan_at(plan, i)) && n + n_refused < ADVICE_MOST; i++) {
        if (!propose(&asked, measure, &out[n]))
            continue;
        if (out[n].refused)
            refused[n_refused++] = out[n];
        else
            n++;
    }
    memcpy(&out[n], refused, (size_t)n_refused * sizeof *out);
    return n + n_refused;
}

/* --- what it would do ---------------------------------------------------------------------------- */

enum { MOVES_TRIED = 4 };

/* The other side must not be made worse than its own target for the help of this one. */
static bool hurts(const struct outlook_effect *effect, const struct board_queue *other)
{
    const struct acd_target *target = &other->told->target;
    double goal = ACD_KNOWN(other->told, ACD_QUEUE_TARGET) && ACD_KNOWN(target, ACD_TARGET_LEVEL)
                      ? target->level : 0.8;
    return effect->other_after.level < goal && effect->other_after.level < effect->other_before.level - 0.02;
}

/* As many as help and are free over there. */
static void settle_move(const struct board *board, const struct board_queue *queue,
                        struct advice *advice, int64_t now_ms, int64_t wall_ms, struct outlook_memo *memo)
{
    int64_t idle = free_agents(advice->asked.other);
    double level = 0, wait_ms = 0;
    for (int n = 1; n <= MOVES_TRIED && n <= idle; n++) {
        struct outlook_measure tried = advice->asked;
        struct outlook_effect effect;
        const char *why;
        tried.count = n;
        if (!outlook_effect(&effect, memo, board, queue, &tried, now_ms, wall_ms, &why) ||
            (n > 1 && (hurts(&effect, tried.other) ||
                        (effect.after.level < level + 0.01 && effect.after.wait_ms > wait_ms * 0.97))))
            break;
        level = effect.after.level;
        wait_ms = effect.after.wait_ms;
        advice->asked.count = n;
    }
    words_print(advice->words, sizeof advice->words, _("move %.0f from %s"), advice->asked.count,
             board_queue_name(advice->asked.other));
}

bool advice_reckon(const struct board *board, const struct board_queue *queue, struct advice *advice,
                   int64_t now_ms, int64_t wall_ms, struct outlook_memo *memo,
                   struct outlook_effect *effect, const char **why)
{
    if (advice->op == ACD_OP_MOVE_AGENTS && advice->asked.other && advice->measure->count == PLAN_FREE)
        settle_move(board, queue, advice, now_ms, wall_ms, memo);
    return outlook_effect(effect, memo, board, queue, &advice->asked, now_ms, wall_ms, why);
}
