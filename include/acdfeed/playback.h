/* A tape (tape.h) heard as a live feed is: by the same subscriber and its rules of truth, with the
 * tape's clock in place of this machine's.  Every time given and taken is the tape's, in ms.
 *
 * The owner moves time on.  One playback, one thread; the handler runs inside the calls. */
#ifndef ACDFEED_PLAYBACK_H
#define ACDFEED_PLAYBACK_H

#include "acdfeed/subscriber.h"
#include "acdfeed/tape.h"

struct acd_playback;

/* Stands at the beginning of the tape with nothing heard. */
struct acd_playback *acd_playback_open(const char *path,
                                       const struct acd_subscriber_handler *handler,
                                       struct acd_fault *why) ACD_MUST_CHECK;
void acd_playback_close(struct acd_playback *playback);

struct acd_tape_about acd_playback_about(const struct acd_playback *playback);
int64_t acd_playback_now_ms(const struct acd_playback *playback);
/* What the recorder's wall clock showed then. */
int64_t acd_playback_wall_ms(const struct acd_playback *playback);
/* Nothing is left to hear. */
bool acd_playback_over(const struct acd_playback *playback);

/* Hears on until `to_ms`, at most `messages` of them (0: any number).  True: it is `to_ms` now, or
 * the end of the tape; false: call again. */
bool acd_playback_advance(struct acd_playback *playback, int64_t to_ms, int messages);

/* Goes to a moment (the nearest on the tape): tells what is known there as if nothing had been told
 * before, so the owner forgets all it knows first.  Events of the hour before are told again.  Reads
 * from the key set before that moment, so it takes as long as a minute of the tape does, as a rule.
 */
void acd_playback_seek(struct acd_playback *playback, int64_t at_ms);

/* A moment as people say it, by the local time of this machine: "09:41", "09:41:30",
 * "2026-11-21 09:41" or "2026-11-21T09:41:30", "+5m", "-1:30" (from now), "start", "end".  A time
 * without a date is that of the present day of the tape, or of the first day that has it.  False
 * when it is none of these or not on the tape. */
bool acd_playback_moment(const struct acd_playback *playback, const char *text, int64_t *at_ms,
                         struct acd_fault *why) ACD_MUST_CHECK;
enum { ACD_MOMENT_BYTES = 32 };
/* "2026-11-21 09:41:30", local. */
const char *acd_moment_say(char out[ACD_MOMENT_BYTES], int64_t wall_ms);

#endif
