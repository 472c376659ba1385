/* Alarms under the keys: the rows of their list, seen, shelved.  Inside the room. */
#ifndef CONSOLE_ASK_ALARM_KEYS_H
#define CONSOLE_ASK_ALARM_KEYS_H

#include "console/ask/ui.h"
#include "console/model/alarms.h"

enum { ALARM_ROWS = 500 }; /* shown; more are counted */

/* The rows of the list; how many there are. */
int alarms_fill(const struct board *board, const struct alarm *rows[ALARM_ROWS]);
int alarms_rows(const struct ui_world *world);
void alarms_select_row(struct ui *ui, const struct ui_world *world, int i);
int alarms_selected_row(const struct ui *ui, const struct ui_world *world); /* -1: none */
/* The queue of the alarm, or its agent's. */
void alarms_open_row(struct ui *ui, const struct ui_world *world);
/* What is selected: one alarm in their list, else all of the queue. */
void alarms_acknowledge_here(struct ui *ui, const struct ui_world *world);
void alarms_unshelve_here(struct ui *ui, const struct ui_world *world);
void alarms_target(const struct ui *ui, const struct ui_world *world, struct dialog *dialog);

#endif
