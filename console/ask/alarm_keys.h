/* Alarms under the keys: seen, shelved.  Inside the room. */
#ifndef CONSOLE_ASK_ALARM_KEYS_H
#define CONSOLE_ASK_ALARM_KEYS_H

#include "console/ask/ui.h"
#include "console/model/alarms.h"

/* What is selected: one alarm in their list, else all of the queue. */
void alarms_acknowledge_here(struct ui *ui, const struct ui_world *world);
void alarms_unshelve_here(struct ui *ui, const struct ui_world *world);
void alarms_target(const struct ui *ui, const struct ui_world *world, struct dialog *dialog);

#endif
