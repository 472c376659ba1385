/* Looking at a board: rows by id and by place, what is live, how old a site is, what a row is called.
 * Changes nothing. */
#include "console/model/board_parts.h"

#include <stddef.h>
#include <string.h>

const struct board_site *board_site(const struct board *board, const char *site)
{
    return index_find(&board->sites, site, "");
}

const struct board_queue *board_queue(const struct board *board, const char *site, const char *id)
{
    return index_find(&board->queues, site, id);
}

const struct board_agent *board_agent(const struct board *board, const char *site, const char *id)
{
    return index_find(&board->agents, site, id);
}

const struct board_site *board_site_at(const struct board *board, int i)
{
    return index_at(&board->sites, i);
}

const struct board_queue *board_queue_at(const struct board *board, int i)
{
    return index_at(&board->queues, i);
}

const struct board_agent *board_agent_at(const struct board *board, int i)
{
    return index_at(&board->agents, i);
}

const struct board_feed *board_feed_at(const struct board *board, int i)
{
    return i >= 0 && i < board->n_feeds ? &board->feeds[i] : NULL;
}

int board_sites(const struct board *board)
{
    return board->sites.n;
}

int board_queues(const struct board *board)
{
    return board->queues.n;
}

int board_agents(const struct board *board)
{
    return board->agents.n;
}

int board_feeds(const struct board *board)
{
    return board->n_feeds;
}

const struct board_event *board_event_at(const struct board *board, int i)
{
    if (i < 0 || i >= board->n_events)
        return NULL;
    return &board->events[(board->next_event - 1 - i + 2 * BOARD_EVENTS) % BOARD_EVENTS];
}

int board_events(const struct board *board)
{
    return board->n_events;
}

static bool is_claim_of(const struct board_event *event, const struct board_queue *queue)
{
    return event->site == queue->site && event->told->type && event->told->by &&
           event->told->queue && strcmp(event->told->type, "claim") == 0 &&
           strcmp(event->told->queue, queue->told->id) == 0;
}

const char *board_claimed_by(const struct board *board, const struct board_queue *queue)
{
    const struct board_event *event;

    if (queue->verdict.raised_ms < 0)
        return NULL;
    for (int i = 0; (event = board_event_at(board, i)); i++)
        if (event->told_ms >= queue->verdict.raised_ms && is_claim_of(event, queue))
            return event->told->by;
    return NULL;
}

bool board_site_live(const struct board_site *site)
{
    return site->state.link == ACD_LINK_LIVE || site->state.link == ACD_LINK_INCOMPLETE;
}

bool board_queue_live(const struct board_queue *queue)
{
    return board_site_live(queue->site) && queue->epoch == queue->site->state.epoch[ACD_KIND_QUEUE];
}

bool board_agent_live(const struct board_agent *agent)
{
    return board_site_live(agent->site) && agent->epoch == agent->site->state.epoch[ACD_KIND_AGENT];
}

int64_t board_site_age_ms(const struct board_site *site, int64_t now_ms)
{
    if (site->state.heard_ms < 0)
        return -1;
    return now_ms > site->state.heard_ms ? now_ms - site->state.heard_ms : 0;
}

static const char *name_or_id(const char *name, const char *id)
{
    return name && *name ? name : id;
}

const char *board_site_name(const struct board_site *site)
{
    return name_or_id(site->heartbeat ? site->heartbeat->name : NULL, site->id);
}

const char *board_queue_name(const struct board_queue *queue)
{
    return name_or_id(queue->told->name, queue->told->id);
}

const char *board_agent_name(const struct board_agent *agent)
{
    return name_or_id(agent->told->name, agent->told->id);
}

static bool has_stale_site(const struct board *board, const struct board_feed *feed)
{
    const struct board_site *site;

    for (int i = 0; (site = board_site_at(board, i)); i++)
        if (site->state.link == ACD_LINK_STALE && site->state.feed == feed->feed)
            return true;
    return false;
}

bool board_feed_is_missed(const struct board *board, const struct board_feed *feed)
{
    return *feed->why && (!feed->heard || feed->full || has_stale_site(board, feed));
}
