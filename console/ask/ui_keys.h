/* Keys, one by one, and the passing of time.  The topmost room of asking: nothing beside it calls it. */
#ifndef CONSOLE_ASK_UI_KEYS_H
#define CONSOLE_ASK_UI_KEYS_H

#include "console/ask/ui.h"

/* One key.  Returns whether anything shown has changed. */
bool ui_key(struct ui *ui, const struct ui_world *world, struct key key);
/* After every new fill of the roster: keeps the selection on its queue, or the nearest row when it is
 * gone; lets messages fade and requests go unanswered. */
bool ui_settle(struct ui *ui, const struct ui_world *world);

#endif
