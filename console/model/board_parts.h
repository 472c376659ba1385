/* What a board is made of, for board.c, which writes, and board_read.c, which reads. */
#ifndef CONSOLE_MODEL_BOARD_PARTS_H
#define CONSOLE_MODEL_BOARD_PARTS_H

#include "console/model/alarms.h"
#include "console/model/board.h"
#include "console/model/index.h"

struct board {
    struct index sites, queues, agents;
    struct board_event events[BOARD_EVENTS]; /* a ring; next_event: the place of the next */
    int n_events, next_event;
    struct board_feed *feeds;
    int n_feeds;
    uint64_t last_serial;
    int64_t judged_second, judged_ms;
    struct alarms *alarms;
    struct board_site *last_site; /* the one asked for last, or NULL: sites are never taken away */
    bool changed;
    unsigned news; /* bits of kinds */
    struct acd_scratch scratch; /* for what finds no room in its row; empty until then */
};

/* Something of this kind was taken. */
static inline void board_notes(struct board *board, enum acd_kind kind)
{
    board->changed = true;
    board->news |= 1u << kind;
}

/* The rows of that id, made where there is none: then `told` is for the caller to fill. */
struct board_site *board_site_row(struct board *board, const char *id);
struct board_queue *board_queue_row(struct board *board, struct board_site *site, const char *id);
struct board_agent *board_agent_row(struct board *board, struct board_site *site, const char *id);
/* No row stands in that slot any more. */
void board_leave_slot(struct board_slots *slots, const struct board_room *room);

#endif
