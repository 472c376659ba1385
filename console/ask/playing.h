/* A recording in place of feeds: what the screen says of it, and what keys and commands ask of the
 * player.  Plain data between the room of keys and the loop, which obeys and clears the wish. */
#ifndef CONSOLE_ASK_PLAYING_H
#define CONSOLE_ASK_PLAYING_H

#include "console/words.h"

#include <stdbool.h>
#include <stdint.h>

#define PLAYING_NO_ACTIONS N_("this is a recording")

enum playing_wish {
    PLAYING_NOTHING,
    PLAYING_BY,        /* by_ms on or back */
    PLAYING_TO,        /* to the moment in words */
    PLAYING_TO_ALARM,  /* to the next alarm, or stop looking for one */
};

enum { PLAYING_MOMENT_BYTES = 48 };

struct playing {
    bool on;        /* there is a recording at all; the rest means nothing otherwise */
    bool paused, searching, over;
    double speed;   /* 0.5 .. 64 */
    enum playing_wish wish;
    int64_t by_ms;
    char moment[PLAYING_MOMENT_BYTES];
};

#endif
