/* What a person at this console looks at and is about to do.  Keys go in one by one; what comes out
 * are requests to send, and flags for the loop.  Selection is by id.  Pure: no terminal, no socket,
 * `now_ms` is passed in. */
#ifndef CONSOLE_ASK_UI_H
#define CONSOLE_ASK_UI_H

#include "console/ask/action.h"
#include "console/ask/dialog.h"
#include "console/ask/keymap.h"
#include "console/ask/prompt.h"
#include "console/model/requests.h"
#include "console/model/roster.h"
#include "console/cells/role.h"

struct selection {
    char site[ACD_MAX_ID_BYTES + 1], id[ACD_MAX_ID_BYTES + 1];
};
enum { UI_MARKS = 256, UI_FILTER_BYTES = 64 };

/* What a view shows at a time; the panes fill it in as they draw, so that page keys and the mouse
 * know the screen. */
struct ui_extent {
    int rows, top;      /* rows that fit, first row shown */
    int columns;        /* tiles beside each other */
    int first_screen_row, first_screen_col; /* where row `top` stands on the screen */
};

struct ui {
    enum view view, before;       /* before: where BACK goes */
    struct selection queue, agent, call;
    int top[VIEWS];
    struct ui_extent extent[VIEWS];
    struct roster_view look;
    char filter[UI_FILTER_BYTES];
    struct selection marked[UI_MARKS];
    int n_marked;

    enum { UI_ROWS, UI_PROMPT_FILTER, UI_PROMPT_COMMAND, UI_DIALOG } mode;
    struct prompt prompt;
    struct dialog dialog;

    char message[200];            /* one line above the keys; "" none */
    enum role message_role;
    int64_t message_until_ms;

    char by[ACD_MAX_ID_BYTES + 1];
    const char *no_actions_why;   /* NULL: actions are offered; else why not, in words */
    struct keymap *keymap;
    struct requests *requests;

    /* For the loop to take: it clears what it took. */
    bool quit, repaint, next_theme;
    char theme_wanted[64];
    struct acd_request *outbox[16]; /* heap blocks of acd_shape_keep(); the loop sends and frees them */
    int n_outbox;
};

struct ui_world {                 /* what a key may look at */
    const struct board *board;
    const struct roster *roster;
    int64_t now_ms, wall_ms;
};

void ui_init(struct ui *ui, struct keymap *keymap);
void ui_release(struct ui *ui);
/* One key.  Returns whether anything shown has changed. */
bool ui_key(struct ui *ui, const struct ui_world *world, struct key key);
/* After every new fill of the roster: keeps the selection on its queue, or the nearest row when it is
 * gone; lets messages fade. */
bool ui_settle(struct ui *ui, const struct ui_world *world);
/* One line of words for the message line. */
void ui_say(struct ui *ui, int64_t now_ms, enum role role, const char *format, ...) ACD_PRINTF(4, 5);
/* Rows of the present view, and the one selected (-1: none). */
int ui_rows(const struct ui *ui, const struct ui_world *world);
int ui_selected_row(const struct ui *ui, const struct ui_world *world);
/* Whether the operation can be asked for at this queue's site now; if not, why in words. */
bool ui_can(const struct ui *ui, const struct board_site *site, enum acd_op op, struct acd_fault *why);

#endif
