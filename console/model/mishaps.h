/* What befell the feeds that no figure shows, for a line of words each: a feed that began anew, a
 * stand-by in another's place, a wall clock that was set, at the feed's side or at ours.  Pure.
 *
 * What is there at the first look at a site is no news. */
#ifndef CONSOLE_MODEL_MISHAPS_H
#define CONSOLE_MODEL_MISHAPS_H

#include "console/model/board.h"

enum {
    MISHAP_BYTES = 240,
    MISHAP_CLOCK_MS = 2000,  /* our own clock is set by as much, or it is drift */
    MISHAP_APART_MS = 60000, /* clocks that differ by more are said to, as long as they do */
};

enum mishap_kind { MISHAP_RESTART, MISHAP_TAKEOVER, MISHAP_CLOCK };
struct mishap {
    enum mishap_kind kind;
    const struct board_site *site; /* NULL: this computer */
    char words[MISHAP_BYTES];      /* safe to cut but not made safe for a terminal */
};

struct mishaps;
struct mishaps *mishaps_new(void);
void mishaps_free(struct mishaps *mishaps);

/* This machine's clocks, at least once a second: the monotonic one and the wall clock. */
void mishaps_clock(struct mishaps *mishaps, int64_t now_ms, int64_t wall_ms);
/* The next one; false when there is no more. */
bool mishaps_next(struct mishaps *mishaps, const struct board *board, struct mishap *out);

/* "2:00:00 ahead", "0:05:00 behind": a site's wall clock beside ours; "" when they agree. */
void mishaps_apart(const struct board_site *site, char *out, size_t bytes);

#endif
