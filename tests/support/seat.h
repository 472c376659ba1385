/* A person's seat before the tests' floor: a console without terminal and network, to press keys at
 * and to see what goes into the outbox. */
#ifndef TESTS_SUPPORT_SEAT_H
#define TESTS_SUPPORT_SEAT_H

#include "console/ask/ui.h"
#include "console/cells/grid.h"
#include "console/panes/pane.h"

struct seat {
    struct board *board;
    struct roster *roster;
    struct requests *requests;
    struct keymap *keymap;
    struct ui ui;
    struct ui_world world;
};

/* The floor of floor_fixture.h at FIXTURE_NOW_MS, the console of "anna", in the queues' view with the
 * first row chosen.  Request ids count up: "id1", "id2". */
struct seat *seat_take(void);
void seat_leave(struct seat *seat);
/* As the loop does after keys and news: fills the roster and settles. */
void seat_settle(struct seat *seat);
/* Keys by their names, blank-separated: "o Right Enter". */
void seat_press(struct seat *seat, const char *keys);
/* Characters as they are. */
void seat_type(struct seat *seat, const char *text);
/* ":line Enter" */
void seat_command(struct seat *seat, const char *line);
void seat_select_queue(struct seat *seat, const char *site, const char *id);
void seat_select_agent(struct seat *seat, const char *site, const char *id);
/* The newest request of the outbox as key=value words, for comparing: "overflow site=berlin
 * queue=sales to=back calls=6 for_ms=900000 by=anna"; "" when the outbox is empty. */
const char *seat_sent(const struct seat *seat, char *out, size_t bytes);
/* Empties the outbox, as the loop does. */
void seat_take_outbox(struct seat *seat);
/* Draws one pane into a grid of its own, to be freed by the caller. */
struct grid *seat_draw(struct seat *seat, pane_function *pane, int cols, int rows);

#endif
