/* The lines of several files one after the other, the last of them read on as it grows: rotated
 * (another file under its name), cut short, or not there for a while. */
#ifndef FEED_COMMANDS_LOGTAIL_H
#define FEED_COMMANDS_LOGTAIL_H

#include "acdfeed/fault.h"
#include "feed/commands/lines.h"

#include <stdint.h>
#include <sys/types.h>

struct logtail {
    const char *const *paths;
    int n, at; /* of the files; the one being read */
    bool follow;
    int fd;
    dev_t device;
    ino_t inode;
    int64_t read_bytes;
    struct lines lines;
    const char *name; /* where the last line stood, ... */
    unsigned number;  /* ... from 1 */
};

/* The paths are borrowed.  Nothing is opened yet. */
void logtail_open(struct logtail *tail, const char *const *paths, int n, bool follow);
void logtail_close(struct logtail *tail);

enum logtail_answer {
    LOGTAIL_LINE,
    LOGTAIL_NONE,   /* nothing there now: only with follow */
    LOGTAIL_ENDED,
    LOGTAIL_FAILED, /* `why`: cannot be read */
};
/* The next line without its newline, borrowed until the next call; one that is too long is empty. */
enum logtail_answer logtail_next(struct logtail *tail, const char **text, size_t *bytes,
                                 struct acd_fault *why);

#endif
