/* A real program in a real pseudo-seat, its output read by a real terminal emulator (libvterm):
 * what a person would see, and keys as a person would press them.  Everything waits for an event with
 * a deadline; nothing sleeps. */
#ifndef TESTS_SUPPORT_SEAT_H
#define TESTS_SUPPORT_SEAT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { SEAT_DEADLINE_MS = 30000 };

struct seat;

/* Starts argv[0] (a path) at this size with TERM=`term`, the rest of the environment as it is. */
struct seat *seat_open(const char *const *argv, const char *term, int cols, int rows);
/* Ends the program if it runs, by SIGKILL, and frees everything. */
void seat_close(struct seat *seat);

void seat_send(struct seat *seat, const char *keys); /* bytes as a keyboard sends them */
void seat_resize(struct seat *seat, int cols, int rows);
void seat_signal(struct seat *seat, int number);

/* Reads output until the screen shows `text` in any row (or not any more).  False at the deadline; the
 * screen is printed then. */
bool seat_shows(struct seat *seat, const char *text);
bool seat_hides(struct seat *seat, const char *text);
/* Until the program has ended; its exit status, 128 + the signal that ended it, or -1 at the deadline. */
int seat_ends(struct seat *seat);
/* Takes in what is there now, at most `ms` of it. */
void seat_read(struct seat *seat, int ms);

/* A row as text, trailing blanks cut.  Valid until the next call. */
const char *seat_row(struct seat *seat, int row);
/* The row that contains `text`, or -1. */
int seat_find(struct seat *seat, const char *text);
void seat_print(struct seat *seat);
bool seat_on_main_screen(const struct seat *seat);
bool seat_cursor_visible(const struct seat *seat);
/* Whether the line settings are those of before the program started. */
bool seat_settings_as_before(const struct seat *seat);
size_t seat_bytes(const struct seat *seat); /* received so far */
pid_t seat_pid(const struct seat *seat);

#endif
