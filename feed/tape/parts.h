/* What reading and writing share. */
#ifndef FEED_TAPE_PARTS_H
#define FEED_TAPE_PARTS_H

#include "acdfeed/tape.h"

/* A tape of an open file, which it takes over when it is one. */
struct acd_tape *tape_of_fd(int fd, const char *path, struct acd_fault *why) ACD_MUST_CHECK;
/* Behind the last frame that is whole in head and contents.  Moves the tape. */
uint64_t tape_whole_end(struct acd_tape *tape);

#endif
