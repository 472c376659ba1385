/* A tape in the place of the socket thread: it fills the same mailbox, and its clock is the one that
 * the console runs on.  In the console's own thread; every call is bounded to some tens of ms, but
 * for a seek, which reads two minutes of tape.
 *
 * A seek begins with a board of its own and hears the minutes before, so that trends and alarms are
 * those of then; whoever holds pointers into the old board must let go of them. */
#ifndef CONSOLE_EDGE_PLAYER_H
#define CONSOLE_EDGE_PLAYER_H

#include "console/ask/playing.h"
#include "console/edge/mailbox.h"

struct player;

/* What the player fills: the owner's, borrowed; *board is replaced by seeks. */
struct player_floor {
    struct mailbox *mailbox;
    struct board **board;
    const struct limits *limits;
};

/* Stands at the beginning, paused. */
struct player *player_open(const char *path, struct player_floor floor, struct acd_fault *why)
    ACD_MUST_CHECK;
void player_close(struct player *player); /* NULL is fine */

int64_t player_now_ms(const struct player *player);
int64_t player_wall_ms(const struct player *player);
/* "FILE, 2026-11-21 09:41:30": what is shown. */
const char *player_words(const struct player *player, char *out, size_t bytes);

/* A moment in words, acd_playback_moment(). */
bool player_seek(struct player *player, const char *moment, struct acd_fault *why) ACD_MUST_CHECK;
/* Takes over what keys asked for.  True: there is a new board.  `why` is empty, or says what could
 * not be, or what was found. */
bool player_obey(struct player *player, struct playing *playing, struct acd_fault *why);
/* Runs on as this machine's time `real_ms` does.  Returns whether time passed on the tape; in
 * playing what it came to.  `why` is empty, or says how a search ended. */
bool player_run(struct player *player, struct playing *playing, int64_t real_ms,
                struct acd_fault *why);
/* How long the loop may wait before the next player_run(). */
int player_wait_ms(const struct player *player, const struct playing *playing);

#endif
