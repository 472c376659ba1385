/* What curses calls the look of a role on a ground, at the depth of colour the terminal has. */
#ifndef CONSOLE_EDGE_TTY_INK_H
#define CONSOLE_EDGE_TTY_INK_H

#include "console/cells/role.h"
#include "console/settings/theme.h"

#include <curses.h>

struct tty_ink {
    attr_t attributes;
    short pair;
    bool known;
};
struct tty_inks {
    enum theme_depth depth;
    int colours;       /* of the terminal */
    bool own_colours;  /* it can go back to its own ink and paper */
    short pairs;       /* handed out */
    struct { short ink, paper; } pair_of[1024];
    struct theme theme;
    struct tty_ink of[ROLES][ROLES]; /* by role and ground, as they are asked for */
};

/* After start_color(). */
void tty_inks_init(struct tty_inks *inks, bool colour);
/* True when this theme is another than before: everything is to be drawn anew. */
bool tty_inks_take(struct tty_inks *inks, const struct theme *theme);
const struct tty_ink *tty_ink(struct tty_inks *inks, int role, int ground);

#endif
