/* What happened, newest first: the floor's events and this console's own requests in one list.  What
 * was asked stands once: as its newest decision, or as the request while no event tells of it.  Pure. */
#ifndef CONSOLE_MODEL_JOURNAL_H
#define CONSOLE_MODEL_JOURNAL_H

#include "console/model/board.h"
#include "console/model/requests.h"

enum { JOURNAL_LINES = BOARD_EVENTS + REQUESTS_KEPT };
struct journal_line { /* one of the two is NULL */
    const struct board_event *event;
    const struct request_entry *request;
    int64_t at_ms; /* monotonic */
};
/* Writes at most `most` lines, returns how many.  `requests` may be NULL. */
int journal_fill(const struct board *board, const struct requests *requests,
                 struct journal_line *out, int most);
/* The contacts abandoned lately, newest first. */
int journal_abandoned(const struct board *board, const struct board_event **out, int most);

#endif
