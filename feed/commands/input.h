/* A file, a pipe or standard input, read without ever waiting: whoever reads has a heartbeat to
 * keep. */
#ifndef FEED_COMMANDS_INPUT_H
#define FEED_COMMANDS_INPUT_H

#include "acdfeed/fault.h"
#include "feed/commands/lines.h"

struct input {
    const char *name; /* for complaints: the file, or "stdin" */
    int fd;
    bool always_ready; /* a regular file: never waits and cannot be watched */
    bool follow;       /* its end is not the end */
    struct lines lines;
};

/* `path` NULL or "-" is standard input.  With `follow`, a file is read on as it grows and a FIFO
 * outlives its writers. */
bool input_open(struct input *input, const char *path, bool follow,
                struct acd_fault *why) ACD_MUST_CHECK;
void input_close(struct input *input);

enum input_answer {
    INPUT_CAME,   /* take the lines */
    INPUT_NONE,   /* nothing there now */
    INPUT_ENDED,  /* take the lines: the last one may have had no newline */
    INPUT_FAILED, /* `why` */
};
/* Reads what is there, LINES_READ_BYTES at most. */
enum input_answer input_read(struct input *input, struct acd_fault *why);

#endif
