/* A real program in a real pseudo-terminal, its output read by a real terminal emulator (libvterm):
 * what a person would see, and keys as a person would press them.  Everything waits for an event with
 * a deadline; nothing sleeps. */
#ifndef TESTS_SUPPORT_TERMINAL_H
#define TESTS_SUPPORT_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { TERMINAL_DEADLINE_MS = 30000 };

struct terminal;

/* Starts argv[0] (a path) at this size with TERM=`term`, the rest of the environment as it is. */
struct terminal *terminal_open(const char *const *argv, const char *term, int cols, int rows);
/* Ends the program if it runs, by SIGKILL, and frees everything. */
void terminal_close(struct terminal *terminal);

void terminal_send(struct terminal *terminal, const char *keys); /* bytes as a keyboard sends them */
void terminal_resize(struct terminal *terminal, int cols, int rows);
void terminal_signal(struct terminal *terminal, int number);

/* Reads output until the screen shows `text` in any row (or not any more).  False at the deadline; the
 * screen is printed then. */
bool terminal_shows(struct terminal *terminal, const char *text);
bool terminal_hides(struct terminal *terminal, const char *text);
/* Until the program has ended; its exit status, 128 + the signal that ended it, or -1 at the deadline. */
int terminal_ends(struct terminal *terminal);
/* Takes in what is there now, at most `ms` of it. */
void terminal_read(struct terminal *terminal, int ms);

/* A row as text, trailing blanks cut.  Valid until the next call. */
const char *terminal_row(struct terminal *terminal, int row);
/* The row that contains `text`, or -1. */
int terminal_find(struct terminal *terminal, const char *text);
void terminal_print(struct terminal *terminal);
bool terminal_on_main_screen(const struct terminal *terminal);
bool terminal_cursor_visible(const struct terminal *terminal);
/* Whether the line settings are those of before the program started. */
bool terminal_settings_as_before(const struct terminal *terminal);
size_t terminal_bytes(const struct terminal *terminal); /* received so far */
pid_t terminal_pid(const struct terminal *terminal);

#endif
