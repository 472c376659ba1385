/* A pseudo-terminal with a real terminal emulator (libvterm) behind it: what a person would see of a
 * program, cell by cell.  The program is a function, run in a child process. */
#ifndef TESTS_SUPPORT_TERMINAL_H
#define TESTS_SUPPORT_TERMINAL_H

#include "console/cells/grid.h"

#include <sys/types.h>
#include <termios.h>
#include <vterm.h>

struct terminal {
    int master;
    int slave;             /* kept open, so that the modes can be looked at after the end */
    pid_t child;
    int status;            /* of waitpid, once terminal_ended() */
    int cols, rows;
    VTerm *vterm;
    VTermScreen *screen;
    bool alternate, cursor_hidden, ended;
    int mouse;             /* VTERM_PROP_MOUSE_* */
    struct termios before; /* modes at the start */
    char log[1 << 16];     /* the last bytes that came, for tests of single sequences */
    size_t logged;
};

/* Runs `program` in a child on a terminal of that kind and size; its return value is its exit status. */
void terminal_start(struct terminal *terminal, const char *term, int cols, int rows,
                    int (*program)(void *), void *context);
/* Ends the child if it has not ended. */
void terminal_stop(struct terminal *terminal);
/* Takes what the program writes until `is_so` says so; fails the test after 20 s.  `what` is for the
 * message. */
void terminal_until(struct terminal *terminal, bool (*is_so)(struct terminal *, void *), void *context,
                    const char *what);
bool terminal_shows(struct terminal *terminal, void *grid); /* the grid's characters, in every cell */
bool terminal_has(struct terminal *terminal, void *text);   /* a text in some row */
bool terminal_ended(struct terminal *terminal, void *unused);
void terminal_resize(struct terminal *terminal, int cols, int rows);
void terminal_type(struct terminal *terminal, const char *bytes);
/* What a row shows, without its trailing blanks. */
const char *terminal_row(struct terminal *terminal, int row, char *out, size_t bytes);

#endif
