/* A part of the screen: a function that draws it from what is known, into its area.  Panes change
 * nothing but ui->extent of their view and ui->outlooks, which only spares reckoning. */
#ifndef CONSOLE_PANES_PANE_H
#define CONSOLE_PANES_PANE_H

#include "console/ask/ui.h"
#include "console/cells/grid.h"

struct scene {
    const struct board *board;
    const struct roster *roster;
    struct ui *ui;
    const char *theme_name;
    int64_t now_ms, wall_ms;      /* monotonic; since 1970, for the clock */
    int utc_offset_s;             /* of the clock shown */
};

typedef void pane_function(const struct scene *scene, struct area area);

pane_function pane_sites;      /* the state line */
pane_function pane_queues;     /* worst first */
pane_function pane_reason;     /* one line: why the selected queue is in its tier */
pane_function pane_ticker;     /* one line: what the sites say, or the last thing that was done */
pane_function pane_queue;      /* detail of the selected queue with its waiting contacts */
pane_function pane_calls;      /* its waiting contacts, one to choose */
pane_function pane_spans;      /* its figures over window, interval and day, with their formulas */
pane_function pane_plan;       /* which measures help, which are in force */
pane_function pane_agents;     /* tiles */
pane_function pane_roster;     /* agents as a table */
pane_function pane_agent;      /* detail of the selected agent */
pane_function pane_alarms;     /* what stands, what is shelved, who has it */
pane_function pane_journal;
pane_function pane_abandoned;
pane_function pane_help;
pane_function pane_keys;       /* the footer: keys that work here */
pane_function pane_message;    /* message line or prompt */
pane_function pane_dialog;     /* over the rest */

/* The whole screen for the size of the grid; a terminal too small gets an answer in words. */
void frame_draw(const struct scene *scene, struct grid *grid);

#endif
