/* Does an action, whoever asked for it: a key, the mouse, the command line.  Inside the room. */
#ifndef CONSOLE_ASK_ACT_H
#define CONSOLE_ASK_ACT_H

#include "console/ask/ui.h"

/* Returns whether anything shown has changed. */
bool act(struct ui *ui, const struct ui_world *world, enum action action);

#endif
