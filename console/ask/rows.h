/* The rows of the present view as numbers, and the selection as ids: each from the other.  Inside
 * the room; what panes need stands in ui.h. */
#ifndef CONSOLE_ASK_ROWS_H
#define CONSOLE_ASK_ROWS_H

#include "console/ask/ui.h"

/* Selects row i, taken into 0 .. rows - 1; nothing in a view without rows. */
void rows_select(struct ui *ui, const struct ui_world *world, int i);
/* Keeps the selection on what it was, else on the nearest row.  Whether it changed. */
bool rows_settle(struct ui *ui, const struct ui_world *world);
/* The row that a mouse event points at, -1 for none. */
int rows_at(const struct ui *ui, const struct ui_world *world, int screen_row, int screen_col);
/* Tiles beside each other, at least 1. */
int rows_columns(const struct ui *ui);

#endif
