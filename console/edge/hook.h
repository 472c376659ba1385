/* Programs of the user's that are told of alarms and measures: [hook] in the settings.  No shell: the
 * words of the setting are the program, by its whole path, and its arguments; {queue} and the like are
 * put into them from the note, and the note itself stands as one line of JSON on standard input.
 *
 * Never waits: at most so many run at once, at most so many begin in a minute, and one that takes
 * longer than it may is ended.  What did not work is a note of its own. */
#ifndef CONSOLE_EDGE_HOOK_H
#define CONSOLE_EDGE_HOOK_H

#include "console/settings/hook_settings.h"
#include "console/trail/note.h"

struct hooks;
/* Where notes of what became of a program go; the note is borrowed for the call. */
typedef void hooks_out(void *context, const struct note *note);
/* The settings are borrowed. */
struct hooks *hooks_new(const struct hook_settings *settings, hooks_out *out, void *context);
/* Gives those that run a second to end, then ends them; NULL is fine. */
void hooks_free(struct hooks *hooks, int64_t wall_ms);

/* The program `command` (a setting; NULL or "": nothing happens) is told of this note. */
void hooks_tell(struct hooks *hooks, const char *command, const struct note *note, int64_t now_ms,
                int64_t wall_ms);
/* Notices those that ended and ends those that take too long: once a second and upon SIGNAL_CHILD. */
void hooks_pass(struct hooks *hooks, int64_t now_ms, int64_t wall_ms);
int hooks_running(const struct hooks *hooks);

enum { HOOK_WORDS = 32, HOOK_TEXT_BYTES = 4096 };
/* The words of a command with the fields of the note put in: argv[0..n-1] lie in `text`, argv[n] is
 * NULL.  False: not a whole path, a word too many, a {name} that no note has, or one that would turn
 * into an option. */
bool hook_words(const char *command, const struct note *note, char text[HOOK_TEXT_BYTES],
                char *argv[HOOK_WORDS + 1], struct acd_fault *why) ACD_MUST_CHECK;

#endif
