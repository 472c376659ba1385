/* Lets time work on a board: trends, alarms, verdicts.  Takes nothing from a feed. */
#include "console/model/board_parts.h"
#include "console/model/figures.h"

#include <string.h>

static bool same_verdict(const struct verdict *a, const struct verdict *b)
{
    return a->tier == b->tier && strcmp(a->why, b->why) == 0;
}

unsigned board_news(struct board *board)
{
    unsigned news = board->news;

    board->news = 0;
    return news;
}

struct alarms *board_alarms(const struct board *board)
{
    return board->alarms;
}

/* Nothing told since, and no second over: what was said still holds.  Asked again at the same moment,
 * it is for the sake of other limits. */
static bool is_judged(const struct board_queue *queue, int64_t now_ms)
{
    return queue->judged_ms >= 0 && queue->judged_ms != now_ms && queue->changed_ms < queue->judged_ms &&
           queue->judged_ms / 1000 == now_ms / 1000 && queue->judged_live == board_queue_live(queue);
}

static bool judge_queue(struct board *board, struct board_queue *queue, const struct limits *limits,
                        int64_t now_ms, int64_t wall_ms, int utc_offset_s)
{
    struct verdict before = queue->verdict;
    struct figures figures;
    const char *by;

    queue->judged_ms = now_ms;
    queue->judged_live = board_queue_live(queue);
    figures_of_queue(&figures, queue, SPAN_WINDOW, now_ms, wall_ms);
    trend_tell(&queue->trend, now_ms,
               figures.kpi[KPI_WAITING].is == ACD_FIGURE_VALUE ? figures.kpi[KPI_WAITING].sample : -1);
    limits_judge(limits, board->alarms, queue, &figures, now_ms, wall_ms, utc_offset_s,
                 &queue->verdict);
    by = board_claimed_by(board, queue); /* wherever it was said: it is in hand */
    if (by)
        alarms_acknowledge(board->alarms, ALARM_OF_QUEUE, queue->site->id, queue->told->id, NULL, by,
                           now_ms);
    return !same_verdict(&before, &queue->verdict);
}

/* What need not be looked at more often: there may be thousands. */
static void judge_each_second(struct board *board, const struct limits *limits, int64_t now_ms)
{
    const struct board_site *site;
    struct board_agent *agent;

    alarms_behave(board->alarms, limits_manners(limits));
    for (int i = 0; (site = index_at(&board->sites, i)); i++)
        limits_judge_site(limits, board->alarms, site, now_ms);
    for (int i = 0; (agent = index_at(&board->agents, i)); i++)
        limits_judge_agent(limits, board->alarms, agent, now_ms);
    alarms_pass(board->alarms, now_ms);
}

bool board_judge(struct board *board, const struct limits *limits, int64_t now_ms, int64_t wall_ms,
                 int utc_offset_s)
{
    bool changed = board->changed || now_ms / 1000 != board->judged_second;
    struct board_queue *queue;

    board->judged_ms = now_ms;
    if (now_ms / 1000 != board->judged_second)
        judge_each_second(board, limits, now_ms);
    for (int i = 0; (queue = index_at(&board->queues, i)); i++)
        if (!is_judged(queue, now_ms) && judge_queue(board, queue, limits, now_ms, wall_ms, utc_offset_s))
            changed = true;
    board->changed = false;
    board->judged_second = now_ms / 1000;
    return changed;
}
