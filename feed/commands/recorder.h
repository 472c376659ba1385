/* What a tape holds of feeds: their messages as they come, and key sets that tell everything there
 * is.  What is true of a site the library's subscriber decides.  No clock, no socket; the tape is
 * flushed by its owner. */
#ifndef FEED_COMMANDS_RECORDER_H
#define FEED_COMMANDS_RECORDER_H

#include "acdfeed/subscriber.h"
#include "acdfeed/tape.h"

struct recorder;

struct recorder_feeds {
    const char *const *names; /* endpoints; borrowed for the call */
    int n;
};

/* A key set every `key_ms` of the tape's clock.  The writer is borrowed. */
struct recorder *recorder_new(struct acd_tape_writer *writer, struct recorder_feeds feeds,
                              int64_t key_ms);
void recorder_free(struct recorder *recorder);

/* The first frame of a recording. */
void recorder_begin(struct recorder *recorder, int64_t at_ms, int64_t wall_ms);
/* One message; `now_ms` is the tape's clock.  False: larger than the contract allows, not kept. */
bool recorder_hear(struct recorder *recorder, const struct acd_heard *heard);
/* Lets time pass.  Returns whether a key set was written. */
bool recorder_tick(struct recorder *recorder, int64_t at_ms, int64_t wall_ms);

#endif
