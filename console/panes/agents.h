/* What the tiles and the table of agents share.  Pure. */
#ifndef CONSOLE_PANES_AGENTS_H
#define CONSOLE_PANES_AGENTS_H

#include "console/panes/pane.h"

/* "free 4  talk 15  acw 3": how many are in each state. */
void draw_agents_note(const struct agent_row *rows, int n, char *out, size_t bytes);
/* "Agents of Sales DE by state /anna". */
void draw_agents_title(const struct scene *scene, char *out, size_t bytes);

#endif
