/* Two supervisors must not send contradicting measures unknowingly.  Inside the room.  Pure. */
#ifndef CONSOLE_ASK_GUARD_H
#define CONSOLE_ASK_GUARD_H

#include "console/ask/forms.h"

enum { GUARD_RECENT_MS = 60000 };
/* Who else is at this queue: has a measure in force, claimed it, or asked for something within a
 * minute, in words.  False: nobody, or it is a request that contradicts nobody. */
bool guard_says(const struct asking *asking, char *out, size_t bytes);

#endif
