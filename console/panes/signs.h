/* What the signs and figures on the screen mean: the second part of the help. */
#ifndef CONSOLE_PANES_SIGNS_H
#define CONSOLE_PANES_SIGNS_H

#include "console/panes/pane.h"

enum { SIGN_BYTES = 64 };
struct sign {
    char sign[SIGN_BYTES];
    enum role role;
    const char *words;
};
/* The i-th line; false past the last.  A line without words is the title of those that follow. */
bool signs_at(int i, bool ascii, struct sign *out);

#endif
