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
    int utc_offset_s;
    bool changed;
};

#endif
