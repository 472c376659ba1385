/* A line that is written from left to right, each part in its role.  A part that does not fit whole is
 * left out: half a figure is a wrong figure. */
#ifndef CONSOLE_PANES_LINE_H
#define CONSOLE_PANES_LINE_H

#include "console/panes/pane.h"

struct line {
    struct area area;
    int row, col;
};

/* False when it did not fit. */
bool line_say(struct line *line, enum role role, const char *format, ...) ACD_PRINTF(3, 4);
/* A label and its figure, both or neither. */
bool line_pair(struct line *line, const char *label, enum role role, const char *figure);

/* Lines of a queue's detail, outlook_lines.c; each returns how many rows it took. */
int draw_what_if(struct line line, const struct scene *scene, const struct board_queue *queue);
int draw_day(struct line line, const struct scene *scene, const struct board_queue *queue);
int draw_effect(struct line line, const struct scene *scene, const struct board_queue *queue);

#endif
