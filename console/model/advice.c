/* Which measures fit a queue now.  Each operation that can help has one rule: from which tier on it is
 * worth proposing, and a function that says the fact that speaks for it. */
#include "console/model/advice.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>

struct asked {
    const struct board *board;
    const struct board_queue *queue;
    int64_t now_ms, wall_ms;
};

/* Writes the fact; false when the measure does not fit now. */
typedef bool fits_function(const struct asked *asked, struct advice *advice);

static int64_t free_agents(const struct board_queue *queue)
{
    struct acd_figure idle = acd_kpi_free(&queue->told->agents);
    return idle.is == ACD_FIGURE_VALUE ? (int64_t)idle.value : -1;
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

static bool fits_overflow(const struct asked *asked, struct advice *advice)
{
    int choice = 0;
    const struct board_queue *target = advice_overflow_target(asked->board, asked->queue, &choice);
    if (!target)
        return false;
    int64_t idle = free_agents(target);
    words_print(advice->target, sizeof advice->target, "%s", target->told->id);
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
        return false;
    words_print(advice->target, sizeof advice->target, "%s", best->told->id);
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

static bool fits_voice_waiting(const struct asked *asked, struct advice *advice)
{
    const struct acd_queue *told = asked->queue->told;
    if (ACD_KNOWN(told, ACD_QUEUE_MEDIA) && told->media != ACD_MEDIA_VOICE)
        return false;
    return fits_waiting(asked, advice);
}

static bool fits_always(const struct asked *asked, struct advice *advice)
{
    (void)asked;
    advice->fact[0] = 0;
    return true;
}

/* In the order of DOMAIN.md section 4: gentle first where it can do the work. */
static const struct rule {
    enum acd_op op;
    int from_tier;
    const char *words;
    fits_function *fits;
} rules[] = {
    {ACD_OP_OVERFLOW, TIER_LONG, N_("overflow"), fits_overflow},
    {ACD_OP_MOVE_AGENTS, TIER_QUEUE, N_("move agents"), fits_move},
    {ACD_OP_ALL_HANDS, TIER_QUEUE, N_("all hands"), fits_all_hands},
    {ACD_OP_DEFER_WORK, TIER_QUEUE, N_("defer work"), fits_always},
    {ACD_OP_CALLBACK, TIER_LONG, N_("offer call-back"), fits_voice_waiting},
    {ACD_OP_ANNOUNCE, TIER_LONG, N_("announcement"), fits_voice_waiting},
    {ACD_OP_MANAGERS, TIER_BEYOND, N_("managers take calls"), fits_always},
    {ACD_OP_OUTSOURCE, TIER_BEYOND, N_("share to partner"), fits_always},
    {ACD_OP_THROTTLE, TIER_BEYOND, N_("block a share"), fits_always},
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

int advice_for(const struct board *board, const struct board_queue *queue, int64_t now_ms,
               int64_t wall_ms, struct advice out[ADVICE_MOST])
{
    struct asked asked = {board, queue, now_ms, wall_ms};
    int n = 0;
    if (!board_queue_live(queue))
        return 0;
    for (size_t i = 0; i < ACD_COUNT_OF(rules) && n < ADVICE_MOST; i++) {
        struct advice advice = {.op = rules[i].op};
        if (queue->verdict.tier < rules[i].from_tier ||
            !(queue->site->ops & (UINT64_C(1) << rules[i].op)) || !rules[i].fits(&asked, &advice))
            continue;
        words_print(advice.words, sizeof advice.words, "%s", words_of(rules[i].words));
        advice.in_force = in_force(queue, rules[i].op);
        out[n++] = advice;
    }
    return n;
}
