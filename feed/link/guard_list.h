/* The list of authorised keys as a file that is read anew when it changes. */
#ifndef LINK_GUARD_LIST_H
#define LINK_GUARD_LIST_H

#include "feed/link/admission.h"

#include <stdint.h>
#include <sys/stat.h>

struct guard_list {
    char *path; /* owned */
    struct admission admission;
    /* Of the file as it was last read, also when it was wrong. */
    struct timespec modified, changed; /* changed: its mode too, for which it may have been refused */
    ino_t inode;
    off_t bytes;
    bool was_read; /* false: tried again though it is the same file, since what was in the way may pass */
    int64_t looked_ms;
};

bool guard_list_load(struct guard_list *list, struct acd_fault *why) ACD_MUST_CHECK;
void guard_list_release(struct guard_list *list);

enum guard_list_news { GUARD_LIST_SAME, GUARD_LIST_NEW, GUARD_LIST_WRONG };
/* Looks whether the file is another one, a few times a second at most.  NEW: it is in force, *less:
 * somebody may less than before.  WRONG: `why` says it once, what was in force stays. */
enum guard_list_news guard_list_look(struct guard_list *list, int64_t now_ms, bool *less,
                                     struct acd_fault *why) ACD_MUST_CHECK;

#endif
