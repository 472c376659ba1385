/* From an action to a request: opens the dialogue of an operation, keeps it true while it is open,
 * checks and sends.  Inside the room.  Pure. */
#ifndef CONSOLE_ASK_ASK_H
#define CONSOLE_ASK_ASK_H

#include "console/ask/ui.h"

/* The dialogue of an operation for what is selected; `pairs` (NULL or blank-separated key=value, as
 * `acdfeed send` takes them) fill it in.  False: why it cannot be asked; nothing is open then. */
bool ask_open(struct ui *ui, const struct ui_world *world, enum acd_op op, const char *pairs,
              struct acd_fault *why) ACD_MUST_CHECK;
/* Makes choices, hints, consequence and error true again as of this moment. */
void ask_refresh(struct ui *ui, const struct ui_world *world);
/* One key for the open dialogue; closes it, or sends and closes it. */
void ask_key(struct ui *ui, const struct ui_world *world, struct key key);

#endif
