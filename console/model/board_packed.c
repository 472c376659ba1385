/* Entities as packed bytes, read straight into the rows that stand for them.  What is told again and
 * again finds its row by its slot and its room there already: no table is asked and no memory taken.
 *
 * Invariant: slots->rows[i] is a row of this site and kind whose room.slot is i + 1, or NULL. */
#include "console/model/board_parts.h"

#include "acdfeed/memory.h"
#include "acdfeed/wire.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    SLACK_BYTES = 8,  /* texts vary from one telling to the next */
    STEADY_MS = 200,  /* a message may take so much longer than the one before */
};

void board_leave_slot(struct board_slots *slots, const struct board_room *room)
{
    if (room->slot)
        slots->rows[room->slot - 1] = NULL;
}

static void *row_in(const struct board_slots *slots, uint32_t slot)
{
    return slot < slots->n ? slots->rows[slot] : NULL;
}

static void make_slots(struct board_slots *slots, uint32_t n)
{
    uint32_t alloc = slots->n + slots->n / 2;

    if (n <= slots->n)
        return;
    alloc = n > alloc ? n + 15 : alloc;
    slots->rows = acd_realloc(slots->rows, alloc * sizeof(*slots->rows));
    memset(slots->rows + slots->n, 0, (alloc - slots->n) * sizeof(*slots->rows));
    slots->n = alloc;
}

/* Whoever stood there before has another slot by now, or will be forgotten. */
static void stand_in(struct board_slots *slots, struct board_room *room, void *row, uint32_t slot,
                     struct board_room *stood)
{
    make_slots(slots, slot + 1);
    if (stood)
        stood->slot = 0;
    board_leave_slot(slots, room);
    slots->rows[slot] = row;
    room->slot = slot + 1;
}

static void *unpack_aside(struct board *board, const struct acd_shape *shape, const struct acd_told *from)
{
    struct acd_scratch *scratch = &board->scratch;
    struct acd_refusal refusal;

    if (!scratch->at)
        *scratch = (struct acd_scratch){.at = acd_alloc(ACD_SCRATCH_BYTES), .bytes = ACD_SCRATCH_BYTES};
    scratch->used = 0;
    return acd_unpack(shape, from->packed, from->packed_bytes, scratch, &refusal);
}

/* Reads into the block at *told, or into another that is large enough for it. */
static bool unpack(struct board *board, const struct acd_shape *shape, const struct acd_told *from,
                   void **told, struct board_room *room)
{
    struct acd_scratch own = {.at = *told, .bytes = room->bytes};
    struct acd_refusal refusal;

    if (room->bytes > 0 && acd_unpack(shape, from->packed, from->packed_bytes, &own, &refusal))
        return true;
    if (!unpack_aside(board, shape, from))
        return false;
    room->bytes = (uint32_t)board->scratch.used + SLACK_BYTES;
    free(*told);
    *told = acd_alloc(room->bytes);
    own = (struct acd_scratch){.at = *told, .bytes = room->bytes};
    return acd_unpack(shape, from->packed, from->packed_bytes, &own, &refusal);
}

static struct board_queue *find_queue(struct board *board, struct board_site *site, uint32_t slot,
                                      const char *id)
{
    struct board_queue *queue = row_in(&site->queues, slot), *stood = queue;

    if (queue && strcmp(queue->told->id, id) == 0)
        return queue;
    queue = board_queue_row(board, site, id);
    stand_in(&site->queues, &queue->room, queue, slot, stood ? &stood->room : NULL);
    return queue;
}

/* Feeds tell of every queue again and again; most of that is no news. */
static bool is_news(struct board *board, const struct board_queue *queue, const struct acd_told *from)
{
    const struct acd_queue *told;

    if (!queue->told || queue->epoch != from->epoch || from->at_ms < queue->told_ms)
        return true;
    told = unpack_aside(board, &acd_queue_shape, from);
    return !told || !acd_shape_goes_on(&acd_queue_shape, queue->told, told,
                                       from->at_ms - queue->told_ms, STEADY_MS);
}

static bool take_queue(struct board *board, struct board_site *site, const struct acd_told *from,
                       const char *id)
{
    struct board_queue *queue = find_queue(board, site, from->slot, id);
    bool news = is_news(board, queue, from);
    void *told = queue->told;
    bool read = unpack(board, &acd_queue_shape, from, &told, &queue->room);

    if (news) {
        board_notes(board, ACD_KIND_QUEUE);
        queue->changed_ms = from->at_ms;
    }

    queue->told = told;
    queue->told_ms = from->at_ms;
    queue->epoch = from->epoch;
    return read;
}

static struct board_agent *find_agent(struct board *board, struct board_site *site, uint32_t slot,
                                      const char *id)
{
    struct board_agent *agent = row_in(&site->agents, slot), *stood = agent;

    if (agent && strcmp(agent->told->id, id) == 0)
        return agent;
    agent = board_agent_row(board, site, id);
    stand_in(&site->agents, &agent->room, agent, slot, stood ? &stood->room : NULL);
    return agent;
}

static bool take_agent(struct board *board, struct board_site *site, const struct acd_told *from,
                       const char *id)
{
    struct board_agent *agent = find_agent(board, site, from->slot, id);
    void *told = agent->told;
    bool read = unpack(board, &acd_agent_shape, from, &told, &agent->room);

    board_notes(board, ACD_KIND_AGENT);

    agent->told = told;
    agent->told_ms = from->at_ms;
    agent->epoch = from->epoch;
    return read;
}

void board_take_packed(struct board *board, const struct acd_told *told, const char *id)
{
    struct board_site *site = board_site_row(board, told->site);
    bool read;

    assert(told->kind == ACD_KIND_QUEUE || told->kind == ACD_KIND_AGENT);
    read = told->kind == ACD_KIND_QUEUE ? take_queue(board, site, told, id)
                                        : take_agent(board, site, told, id);
    if (!read) /* it had been read before */
        board_take_forget(board, told->site, told->kind, id);
}
