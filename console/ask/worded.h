/* Commands that take one word of a known set: the table of them.  Inside the room. */
#ifndef CONSOLE_ASK_WORDED_H
#define CONSOLE_ASK_WORDED_H

#include "console/ask/ui.h"

struct worded {
    const char *name;
    const char *help; /* "order of the rows" */
    bool (*run)(struct ui *ui, const struct ui_world *world, const char *word, struct acd_fault *why);
    /* The i-th word it may take; NULL past the last. */
    const char *(*word)(const struct ui *ui, int i);
    bool of_recording; /* shown and done while a recording plays */
};
const struct worded *worded_find(const char *name, size_t length);
const struct worded *worded_at(int i); /* NULL past the last */

#endif
