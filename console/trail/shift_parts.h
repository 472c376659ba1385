/* What the sums of a shift are made of: each file takes some of the notes.  Inside the room. */
#ifndef CONSOLE_TRAIL_SHIFT_PARTS_H
#define CONSOLE_TRAIL_SHIFT_PARTS_H

#include "console/trail/shift.h"

#include "acdfeed/memory.h"

#include <string.h>

/* Cut at a character where there is no room: half of one would be no text any more. */
void shift_keep(char *out, size_t bytes, const char *text);
#define KEEP(out, text) shift_keep(out, sizeof(out), text)
#define TEXT(note, FIELD, member) NOTE_TEXT(note, FIELD, member)
/* One more, cleared, at the end of a list. */
#define GROW(shift, many)                                                                          \
    ((shift)->many = acd_realloc((shift)->many, (size_t)((shift)->n_##many + 1) * sizeof(*(shift)->many)), \
     memset(&(shift)->many[(shift)->n_##many], 0, sizeof(*(shift)->many)), &(shift)->many[(shift)->n_##many++])

/* How much of the `ms` before `t` lies in the shift. */
int64_t shift_share_in(const struct shift *shift, int64_t t, int64_t ms);

struct shift_queue *shift_queue_row(struct shift *shift, const char *site, const char *id);
/* A console has ended, or its journal has, with the line of `last_t`. */
void shift_count_untold(struct shift *shift, int64_t last_t);
void shift_break_off_requests(struct shift *shift);

typedef void shift_taker(struct shift *shift, const struct note *note);
shift_taker shift_take_span, shift_take_tier, shift_take_alarm;
shift_taker shift_take_measure, shift_take_request, shift_take_effect, shift_take_event;

#endif
