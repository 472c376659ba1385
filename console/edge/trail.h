/* The journal file of this console: append-only lines (console/JOURNAL.md), each written by one call
 * and on the disk within a second.  A file belongs to one console at a time.
 *
 * The world may refuse: the disk is full, the folder read-only.  The console goes on without; what
 * could not be written is counted, and said in the file once it takes lines again.  One thread. */
#ifndef CONSOLE_EDGE_TRAIL_H
#define CONSOLE_EDGE_TRAIL_H

#include "console/trail/note.h"

struct trail;

/* $XDG_STATE_HOME/acdwall/journal.jsonl, ~/.local/state where that is unset; false: no home. */
bool trail_usual_path(char *out, size_t bytes);

/* Opens or makes the file (mode 600, folders 700), locks it, checks how it ends, marks what a crash
 * left.  Never NULL; whether it works says trail_trouble(). */
struct trail *trail_open(const char *path, int64_t wall_ms);
/* Writes what is left to the disk; NULL is fine. */
void trail_close(struct trail *trail);

/* Numbers the note, chains it and appends it.  `now`: wait for nobody, bring it to the disk at once,
 * as after every action; else within a second.  Returns false when it could not be written. */
bool trail_write(struct trail *trail, const struct note *note, bool at_once);
/* Tries again after a failure, at most every few seconds; call about once a second.  Where the file was
 * moved or deleted it says so from then on and begins a new one: true, who sits here is to be told anew. */
bool trail_pass(struct trail *trail, int64_t now_ms, int64_t wall_ms);

/* Why nothing is written now, in words; NULL when all is well. */
const char *trail_trouble(const struct trail *trail);
uint64_t trail_unwritten(const struct trail *trail); /* lines since the last that was written */
const char *trail_path(const struct trail *trail);

#endif
