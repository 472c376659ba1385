/* What a person at this console looks at and is about to do.  Keys go in one by one; what comes out
 * are requests to send, and flags for the loop.  Selection is by id.  Pure: no terminal, no socket,
 * `now_ms` is passed in. */
#ifndef CONSOLE_ASK_UI_H
#define CONSOLE_ASK_UI_H

#include "acdfeed/control.h"
#include "console/ask/action.h"
#include "console/ask/dialog.h"
#include "console/ask/keymap.h"
#include "console/ask/playing.h"
#include "console/ask/prompt.h"
#include "console/ask/selection.h"
#include "console/cells/role.h"
#include "console/model/outlook_memo.h"
#include "console/model/effects.h"
#include "console/model/plan.h"
#include "console/model/requests.h"
#include "console/model/roster.h"

enum { UI_MARKS = SELECTION_MOST, UI_FILTER_BYTES = 64, UI_OUTBOX = 2 * UI_MARKS, UI_THEME_BYTES = 64 };
enum {
    UI_MESSAGE_MS = 8000, /* how long a message stays */
    UI_CALM_MS = 3000,    /* after the last key: rows may take another order */
};

/* What a view shows at a time; the panes fill it in as they draw, so that page keys and the mouse
 * know the screen.  A line of tiles is one row of the screen. */
struct ui_extent {
    int rows, top;      /* lines that fit, first line shown */
    int columns;        /* tiles beside each other; 0 or 1: a list */
    int column_cols;    /* columns of the screen that one tile takes */
    int first_screen_row, first_screen_col; /* where line `top` stands on the screen */
};

enum ui_mode { UI_ROWS, UI_PROMPT_FILTER, UI_PROMPT_COMMAND, UI_DIALOG };

struct ui {
    enum view view, before;       /* before: where BACK goes */
    struct selection queue, agent, call;
    uint64_t alarm;               /* serial of the alarm selected in its list; 0 none */
    struct selection agents_of;   /* the agents' views show those of this queue; site "": all */
    int row[VIEWS];               /* where the selection stood when last seen */
    struct ui_extent extent[VIEWS];
    struct roster_view look;      /* its filter points into this struct: a ui does not move */
    char filter[UI_FILTER_BYTES];
    char filter_before[UI_FILTER_BYTES];
    struct selection marked[UI_MARKS];
    int n_marked;

    enum ui_mode mode;
    struct prompt prompt;
    struct dialog dialog;
    char help_for[32];            /* command that the help view is asked about; "" all */

    char message[400];            /* one line above the keys; "" none */
    enum role message_role;
    int64_t message_until_ms;

    char by[ACD_MAX_ID_BYTES + 1];
    const char *no_actions_why;   /* NULL: actions are offered; else why not, in words */
    struct keymap *keymap;
    struct requests *requests;    /* set by the owner, or NULL */
    struct effects *effects;      /* of this console's measures; set by the owner, or NULL */
    const struct plan *plan;      /* the response plan; set by the owner, or NULL: no proposals */
    int what_if;                  /* agents more or fewer, asked for with + and - */
    struct outlook_memo outlooks; /* of the queue that is looked at; the panes fill it */
    const char (*themes)[UI_THEME_BYTES]; /* names for completion; set by the owner */
    int n_themes;
    void (*draw_id)(char out[ACD_REQUEST_ID_BYTES]); /* acd_request_id_draw but in tests */

    struct playing playing;       /* a recording in place of feeds */
    int64_t moved_ms;             /* of the last key among the rows */
    bool following;               /* the selection goes with the worst queue, until a row is chosen */
    bool quit_asked;

    /* For the loop to take: it clears what it took. */
    bool quit, repaint, next_theme, reorder;
    char theme_wanted[UI_THEME_BYTES];
    struct acd_request *outbox[UI_OUTBOX]; /* blocks of acd_shape_keep(); the loop sends and frees them */
    int n_outbox;
};

struct ui_world {                 /* what a key may look at */
    const struct board *board;
    const struct roster *roster;
    int64_t now_ms, wall_ms;
};

/* The keymap is borrowed. */
void ui_init(struct ui *ui, struct keymap *keymap);
void ui_release(struct ui *ui);
/* What became of a request, as a message: after requests_answered(). */
void ui_answered(struct ui *ui, const struct request_entry *entry, int64_t now_ms);
/* Whether rows may take another order now: asked for, or the person has left the keys alone. */
bool ui_may_reorder(const struct ui *ui, int64_t now_ms);
/* How long something stays on the screen: the screen's clock runs with the recording. */
int64_t ui_span_ms(const struct ui *ui, int64_t ms);
/* One line of words for the message line. */
void ui_say(struct ui *ui, int64_t now_ms, enum role role, const char *format, ...) ACD_PRINTF(4, 5);

/* Rows of the present view, and the one selected (-1: none).  The journal, the list of the abandoned
 * and the help are only scrolled: no rows. */
int ui_rows(const struct ui *ui, const struct ui_world *world);
int ui_selected_row(const struct ui *ui, const struct ui_world *world);
/* What is selected, or NULL.  A group's total is no queue. */
const struct board_queue *ui_queue(const struct ui *ui, const struct ui_world *world);
const struct board_agent *ui_agent(const struct ui *ui, const struct ui_world *world);
const struct acd_call *ui_call(const struct ui *ui, const struct ui_world *world);
/* Tiles are drawn slot after slot, and the heading of a group takes one: the slot of row i, and the row
 * in a slot (of a heading the row after it, `heading` set; -1 past the last).  Elsewhere the row itself. */
int ui_slot_of(const struct ui *ui, const struct ui_world *world, int row);
int ui_row_in(const struct ui *ui, const struct ui_world *world, int slot, bool *heading);
bool ui_is_marked(const struct ui *ui, const char *site, const char *agent);

/* `site` and `id` may be those of the selection itself. */
void selection_set(struct selection *selection, const char *site, const char *id);
bool selection_is(const struct selection *selection, const char *site, const char *id);

/* Whether the operation can be asked for at this queue's site now; if not, why in words. */
bool ui_can(const struct ui *ui, const struct board_site *site, enum acd_op op, struct acd_fault *why);

#endif
