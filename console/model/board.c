/* The floor as last told.  Knows neither screen nor socket nor clock; what a figure means is said in
 * figures.c, what is too much in limits.c.
 *
 * Invariants: a row is in its index once; a queue or agent row always has `told` with an id; a site
 * row is never taken away, so rows may point at it. */
#include "console/model/board_parts.h"

#include "acdfeed/memory.h"
#include "acdfeed/shape.h"
#include "console/model/figures.h"
#include "console/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct board *board_new(void)
{
    struct board *board = acd_calloc(1, sizeof(*board));

    board->judged_second = -1;
    board->alarms = alarms_new();
    return board;
}

void board_free(struct board *board)
{
    struct board_site *site;
    struct board_queue *queue;
    struct board_agent *agent;

    if (!board)
        return;
    for (int i = 0; (queue = index_at(&board->queues, i)); i++) {
        free(queue->told);
        free(queue);
    }
    for (int i = 0; (agent = index_at(&board->agents, i)); i++) {
        free(agent->told);
        free(agent);
    }
    for (int i = 0; i < board->n_events; i++)
        free(board->events[i].told);
    for (int i = 0; (site = index_at(&board->sites, i)); i++) {
        free(site->heartbeat);
        free(site->queues.rows);
        free(site->agents.rows);
        free(site);
    }
    free(board->scratch.at);
    index_release(&board->queues);
    index_release(&board->agents);
    index_release(&board->sites);
    free(board->feeds);
    alarms_free(board->alarms);
    free(board);
}

/* --- sites and feeds --------------------------------------------------------------------------- */

struct board_site *board_site_row(struct board *board, const char *id)
{
    struct board_site *site = board->last_site;

    if (site && strcmp(site->id, id) == 0)
        return site;
    site = index_find(&board->sites, id, "");
    if (site)
        return board->last_site = site;
    site = acd_calloc(1, sizeof(*site));
    words_print(site->id, sizeof(site->id), "%s", id);
    site->state = (struct acd_site_state){
        .id = site->id,
        .link = ACD_LINK_SILENT,
        .heard_ms = -1,
        .stale_since_ms = -1,
        .why = site->why,
    };
    index_add(&board->sites, id, "", site);
    return site;
}

static uint64_t ops_of(const struct acd_site *heartbeat)
{
    uint64_t ops = 0;

    if (!heartbeat || !ACD_KNOWN(heartbeat, ACD_SITE_OPS))
        return 0;
    for (uint32_t i = 0; i < heartbeat->n_ops; i++) {
        int op = acd_names_find(&acd_op_names, heartbeat->ops[i], strlen(heartbeat->ops[i]));

        if (op >= 0)
            ops |= ACD_BIT(op);
    }
    return ops;
}

/* Marks count messages up, heartbeat by heartbeat. */
static bool same_heartbeat(const struct acd_site *a, const struct acd_site *b)
{
    struct acd_site x, y;

    if (!a || !b)
        return a == b;
    x = *a;
    y = *b;
    x.known &= ~ACD_BIT(ACD_SITE_MARKS);
    y.known &= ~ACD_BIT(ACD_SITE_MARKS);
    return acd_shape_equal(&acd_site_shape, &x, &y);
}

/* But for its age. */
static bool same_state(const struct acd_site_state *a, const struct acd_site_state *b)
{
    return a->link == b->link && a->feed == b->feed && a->stale_since_ms == b->stale_since_ms &&
           (a->heard_ms < 0) == (b->heard_ms < 0) && a->inst == b->inst && a->lost == b->lost &&
           a->refused == b->refused && a->repeated == b->repeated && a->restarts == b->restarts &&
           a->takeovers == b->takeovers && memcmp(a->epoch, b->epoch, sizeof(a->epoch)) == 0 &&
           memcmp(a->present, b->present, sizeof(a->present)) == 0 &&
           strcmp(a->why, b->why ? b->why : "") == 0 && same_heartbeat(a->heartbeat, b->heartbeat);
}

/* In the order of the feeds, as they were named at the start, and of the ids: whoever was heard first. A
 * site keeps the place that it got, so that nothing jumps when a stand-by takes over. */
static void place_site(struct board *board, struct board_site *site, int feed)
{
    int from = 0, to = 0;

    if (site->is_placed)
        return;
    site->is_placed = true;
    site->place = feed;
    while (index_at(&board->sites, from) != site)
        from++;
    for (int i = 0; i < board->sites.n; i++) {
        const struct board_site *other = index_at(&board->sites, i);

        to += other->is_placed && other != site &&
              (other->place < feed || (other->place == feed && strcmp(other->id, site->id) < 0));
    }
    index_move(&board->sites, from, to);
}

void board_take_site(struct board *board, const struct acd_site_state *state)
{
    struct board_site *site = board_site_row(board, state->id);

    if (!same_state(&site->state, state))
        board_notes(board, ACD_KIND_SITE);

    place_site(board, site, state->feed);
    if (state->heartbeat)
        site->heartbeat = acd_shape_keep(&acd_site_shape, state->heartbeat, site->heartbeat);
    words_print(site->why, sizeof(site->why), "%s", state->why ? state->why : "");
    site->state = *state;
    site->state.id = site->id;
    site->state.why = site->why;
    site->state.heartbeat = site->heartbeat;
    site->ops = ops_of(site->heartbeat);
}

void board_take_feed(struct board *board, const struct acd_feed_state *state)
{
    struct board_feed *feed = NULL;

    for (int i = 0; i < board->n_feeds && !feed; i++)
        if (board->feeds[i].feed == state->feed)
            feed = &board->feeds[i];
    if (!feed) {
        board->feeds =
            acd_realloc(board->feeds, (size_t)(board->n_feeds + 1) * sizeof(*board->feeds));
        feed = &board->feeds[board->n_feeds++];
    }
    *feed = (struct board_feed){.feed = state->feed, .heard = state->heard, .full = state->full, .refused = state->refused};
    words_print(feed->endpoint, sizeof(feed->endpoint), "%s",
             state->stats_endpoint ? state->stats_endpoint : "");
    words_print(feed->why, sizeof(feed->why), "%s", state->why ? state->why : "");
    words_print(feed->control_why, sizeof(feed->control_why), "%s",
             state->control_why ? state->control_why : "");
    board_notes(board, ACD_KIND_SITE);
}

/* --- entities ---------------------------------------------------------------------------------- */

struct board_queue *board_queue_row(struct board *board, struct board_site *site, const char *id)
{
    struct board_queue *queue = index_find(&board->queues, site->id, id);

    if (queue)
        return queue;
    queue = acd_calloc(1, sizeof(*queue));
    queue->site = site;
    queue->serial = ++board->last_serial;
    queue->judged_ms = -1;
    queue->verdict = (struct verdict){.tier = TIER_UNKNOWN, .since_ms = -1, .raised_ms = -1};
    index_add(&board->queues, site->id, id, queue);
    site->n_queues++;
    return queue;
}

struct board_agent *board_agent_row(struct board *board, struct board_site *site, const char *id)
{
    struct board_agent *agent = index_find(&board->agents, site->id, id);

    if (agent)
        return agent;
    agent = acd_calloc(1, sizeof(*agent));
    agent->site = site;
    agent->serial = ++board->last_serial;
    index_add(&board->agents, site->id, id, agent);
    site->n_agents++;
    return agent;
}

static void *take_queue(struct board *board, struct board_site *site, const struct acd_told *told,
                        struct acd_queue *entity)
{
    struct board_queue *queue = board_queue_row(board, site, entity->id);
    struct acd_queue *before = queue->told;

    queue->told = entity;
    queue->room.bytes = 0;
    queue->told_ms = queue->changed_ms = told->at_ms;
    queue->epoch = told->epoch;
    return before;
}

static void *take_agent(struct board *board, struct board_site *site, const struct acd_told *told,
                        struct acd_agent *entity)
{
    struct board_agent *agent = board_agent_row(board, site, entity->id);
    struct acd_agent *before = agent->told;

    agent->told = entity;
    agent->room.bytes = 0;
    agent->told_ms = told->at_ms;
    agent->epoch = told->epoch;
    return before;
}

/* A feed that starts anew may begin its ids anew too; the same id at the same time is the same. */
static bool event_is_known(const struct board *board, const struct board_site *site,
                           const struct acd_event *event)
{
    for (int i = 0; i < board->n_events; i++) {
        const struct board_event *kept = &board->events[i];

        if (kept->site == site && kept->told->t == event->t &&
            strcmp(kept->told->id, event->id) == 0)
            return true;
    }
    return false;
}

static void *take_event(struct board *board, struct board_site *site, const struct acd_told *told,
                        struct acd_event *entity)
{
    struct board_event *place = &board->events[board->next_event];
    struct acd_event *before;

    if (event_is_known(board, site, entity))
        return entity;
    before = place->told;
    *place = (struct board_event){
        .site = site, .told = entity, .told_ms = told->at_ms, .serial = ++board->last_serial};
    board->next_event = (board->next_event + 1) % BOARD_EVENTS;
    if (board->n_events < BOARD_EVENTS)
        board->n_events++;
    return before;
}

void *board_take_entity(struct board *board, const struct acd_told *told, void *entity)
{
    struct board_site *site = board_site_row(board, told->site);
    struct acd_queue *queue = entity;
    struct acd_agent *agent = entity;

    board_notes(board, told->kind);
    switch (told->kind) {
    case ACD_KIND_QUEUE:
        if (!queue->gone)
            return take_queue(board, site, told, queue);
        board_take_forget(board, told->site, told->kind, queue->id);
        return entity;
    case ACD_KIND_AGENT:
        if (!agent->gone)
            return take_agent(board, site, told, agent);
        board_take_forget(board, told->site, told->kind, agent->id);
        return entity;
    case ACD_KIND_EVENT:
        return take_event(board, site, told, entity);
    default:
        return entity; /* a heartbeat comes with the state of its site */
    }
}

void board_take_doubt(struct board *board, const char *site, enum acd_kind kind, const char *id)
{
    struct board_queue *queue =
        kind == ACD_KIND_QUEUE ? index_find(&board->queues, site, id) : NULL;
    struct board_agent *agent =
        kind == ACD_KIND_AGENT ? index_find(&board->agents, site, id) : NULL;

    if (queue || agent)
        board_notes(board, kind);
    if (queue)
        queue->epoch = queue->site->state.epoch[kind] - 1;
    if (agent)
        agent->epoch = agent->site->state.epoch[kind] - 1;
}

static void forget_queue(struct board *board, struct board_site *site, const char *id)
{
    struct board_queue *queue = index_remove(&board->queues, site->id, id);

    if (!queue)
        return;
    alarms_forget(board->alarms, ALARM_OF_QUEUE, site->id, id, board->judged_ms);
    board_leave_slot(&site->queues, &queue->room);
    site->n_queues--;
    free(queue->told);
    free(queue);
}

static void forget_agent(struct board *board, struct board_site *site, const char *id)
{
    struct board_agent *agent = index_remove(&board->agents, site->id, id);

    if (!agent)
        return;
    alarms_forget(board->alarms, ALARM_OF_AGENT, site->id, id, board->judged_ms);
    board_leave_slot(&site->agents, &agent->room);
    site->n_agents--;
    free(agent->told);
    free(agent);
}

void board_take_forget(struct board *board, const char *site_id, enum acd_kind kind, const char *id)
{
    struct board_site *site = index_find(&board->sites, site_id, "");

    if (!site)
        return;
    if (kind == ACD_KIND_QUEUE)
        forget_queue(board, site, id);
    else if (kind == ACD_KIND_AGENT)
        forget_agent(board, site, id);
    board_notes(board, kind);
}
