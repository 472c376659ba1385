/* The rows of the list of alarms.  Inside the room; panes draw them. */
#ifndef CONSOLE_ASK_ALARM_ROWS_H
#define CONSOLE_ASK_ALARM_ROWS_H

#include "console/ask/ui.h"
#include "console/model/alarms.h"

enum { ALARM_ROWS = 500 }; /* shown; more are counted */

/* The rows of the list; how many there are. */
int alarms_fill(const struct board *board, const struct alarm *rows[ALARM_ROWS]);
int alarms_rows(const struct ui_world *world);
void alarms_select_row(struct ui *ui, const struct ui_world *world, int i);
int alarms_selected_row(const struct ui *ui, const struct ui_world *world); /* -1: none */
/* NULL: it stands no more. */
const struct alarm *alarms_by_serial(const struct ui_world *world, uint64_t serial);

#endif
