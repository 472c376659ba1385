/* Actions that change what is looked at and nothing on the floor.  Inside the room. */
#ifndef CONSOLE_ASK_LOOK_H
#define CONSOLE_ASK_LOOK_H

#include "console/ask/ui.h"

/* Does a moving or looking action; returns whether it was one of these. */
bool look_act(struct ui *ui, const struct ui_world *world, enum action action);
void look_view(struct ui *ui, enum view view);
/* Moves the selection, or the page where nothing is selected, by so many lines. */
void look_move(struct ui *ui, const struct ui_world *world, int lines);
/* Sets the order of the present view by its word.  False: what was expected. */
bool look_sort(struct ui *ui, const char *word, struct acd_fault *why) ACD_MUST_CHECK;
/* The orders of the present view, NULL when it has none. */
const struct acd_names *look_sorts(const struct ui *ui);
void look_filter(struct ui *ui, const char *filter);
/* The actions of order.c. */
void order_sort(struct ui *ui, const struct ui_world *world);
void order_hide(struct ui *ui, const struct ui_world *world);
void order_group(struct ui *ui, const struct ui_world *world);
void order_span(struct ui *ui, const struct ui_world *world);
void order_mark(struct ui *ui, const struct ui_world *world);
void order_mark_all(struct ui *ui, const struct ui_world *world);
/* Selects the queue that needs help most; false when there is none. */
bool look_select_worst(struct ui *ui, const struct ui_world *world);
/* Selects the queue and opens its detail. */
void look_at_queue(struct ui *ui, const char *site, const char *id);

#endif
