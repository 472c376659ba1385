/* What a console is while it runs, for console.c, which loops, and console_open.c, which makes and ends
 * it.  Inside the room. */
#ifndef CONSOLE_EDGE_CONSOLE_PARTS_H
#define CONSOLE_EDGE_CONSOLE_PARTS_H

#include "console/edge/console.h"
#include "console/edge/feedlink.h"
#include "console/edge/keeper.h"
#include "console/edge/mailbox.h"
#include "console/edge/player.h"
#include "console/edge/tty.h"
#include "console/model/mishaps.h"
#include "console/panes/pane.h"

enum {
    BELL_MS = 3000,       /* between two bells */
    REORDER_MS = 2000,    /* rows change their order this often at most by themselves */
    THEMES_MOST = 64,
};

struct console {
    const struct options *options;
    struct acd_fault theme_why; /* of a theme that the settings name; "" */
    struct settings *settings;
    struct board *board;
    struct roster *roster;
    struct keymap *keymap;
    struct requests *requests;
    struct ui ui;
    struct theme theme;
    char themes[THEMES_MOST][THEME_NAME_BYTES];
    int n_themes;
    struct grid *grid;
    struct tty *tty;
    struct mailbox *mailbox;
    struct feedlink *link;
    struct keeper *keeper;
    struct mishaps *mishaps;
    struct player *player; /* a tape in place of the link, or NULL */
    int signal_fd;
    int64_t drawn_ms, ordered_ms, second_ms, rung_ms;
    uint64_t rung;
    bool dirty, repaint, at_once, over;
    bool rows_stand; /* nothing was taken into the board since they were filled */
};

/* The clock of what is shown: the tape's in a playback. */
int64_t console_now_ms(const struct console *console);
/* A player has begun another board: everything that pointed into the old one starts anew. */
void console_take_board(struct console *console);
/* Until somebody quits, a signal asks for it or the terminal is gone. */
void console_loop(struct console *console);

#endif
