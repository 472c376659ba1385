/* A real program in a real pseudo-terminal, its output read by a real terminal emulator (libvterm):
 * what a person would see, and keys as a person would press them.  Everything waits for an event with
 * a deadline; nothing sleeps. */
#ifndef TESTS_SUPPORT_PERSON_H
#define TESTS_SUPPORT_PERSON_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { PERSON_DEADLINE_MS = 30000 };

struct person;

/* Starts argv[0] (a path) at this size with TERM=`term`, the rest of the environment as it is. */
struct person *person_open(const char *const *argv, const char *term, int cols, int rows);
/* Ends the program if it runs, by SIGKILL, and frees everything. */
void person_close(struct person *person);

void person_send(struct person *person, const char *keys); /* bytes as a keyboard sends them */
void person_resize(struct person *person, int cols, int rows);
void person_signal(struct person *person, int number);

/* Takes the terminal away, as a lost line does. */
void person_hang_up(struct person *person);
/* The settings of before the start, as a shell sets them when its child has stopped. */
void person_cook(struct person *person);

/* Reads output until the screen shows `text` in any row (or not any more).  False at the deadline; the
 * screen is printed then. */
bool person_shows(struct person *person, const char *text);
bool person_hides(struct person *person, const char *text);
/* Until the program has ended; its exit status, 128 + the signal that ended it, or -1 at the deadline. */
int person_ends(struct person *person);
/* Takes in what is there now; waits at most `ms` for the first of it. */
void person_read(struct person *person, int ms);
/* Someone else looks too: called whenever output was taken in by any of the calls above.  It may
 * read on itself, and is not called for that.  NULL: nobody any more. */
typedef void person_onlooker(void *context, struct person *person);
void person_watched(struct person *person, person_onlooker *onlooker, void *context);

/* A row as text, trailing blanks cut.  Valid until the next call. */
const char *person_row(struct person *person, int row);
/* The row that contains `text`, or -1. */
int person_find(struct person *person, const char *text);
int person_rows(const struct person *person);
void person_print(struct person *person);
bool person_on_main_screen(const struct person *person);
bool person_cursor_visible(const struct person *person);
/* Whether the line settings are those of before the program started. */
bool person_settings_as_before(const struct person *person);
size_t person_bytes(const struct person *person); /* received so far */
pid_t person_pid(const struct person *person);

#endif
