/* A person's desk before the tests' floor: a console without terminal and network, to press keys at
 * and to see what goes into the outbox. */
#ifndef TESTS_SUPPORT_DESK_H
#define TESTS_SUPPORT_DESK_H

#include "console/ask/ui.h"
#include "console/cells/grid.h"
#include "console/panes/pane.h"

struct desk {
    struct board *board;
    struct roster *roster;
    struct requests *requests;
    struct keymap *keymap;
    struct ui ui;
    struct ui_world world;
};

/* The floor of floor_fixture.h at FIXTURE_NOW_MS, the console of "anna", in the queues' view with the
 * first row chosen.  Request ids count up: "id1", "id2". */
struct desk *desk_take(void);
void desk_leave(struct desk *desk);
/* As the loop does after keys and news: fills the roster and settles. */
void desk_settle(struct desk *desk);
/* Keys by their names, blank-separated: "o Right Enter". */
void desk_press(struct desk *desk, const char *keys);
/* Characters as they are. */
void desk_type(struct desk *desk, const char *text);
/* ":line Enter" */
void desk_command(struct desk *desk, const char *line);
void desk_select_queue(struct desk *desk, const char *site, const char *id);
void desk_select_agent(struct desk *desk, const char *site, const char *id);
/* The newest request of the outbox as key=value words, for comparing: "overflow site=berlin
 * queue=sales to=back calls=6 for_ms=900000 by=anna"; "" when the outbox is empty. */
const char *desk_sent(const struct desk *desk, char *out, size_t bytes);
/* Empties the outbox, as the loop does. */
void desk_take_outbox(struct desk *desk);
/* Draws one pane into a grid of its own, to be freed by the caller. */
struct grid *desk_draw(struct desk *desk, pane_function *pane, int cols, int rows);

#endif
