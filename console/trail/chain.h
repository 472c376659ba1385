/* What makes an edit of the journal file show: each line carries the SHA-256 of the one before it.
 * One reader walks a file line by line and says what is not as it was written.  The only place that
 * knows the hash.  Pure.
 *
 * What a crash leaves, the beginning of a line, is kept and marked by a `repair` line behind it, whose
 * `prev` is the SHA-256 of: the hash of the last whole line, a newline, the `n` marked bytes. */
#ifndef CONSOLE_TRAIL_CHAIN_H
#define CONSOLE_TRAIL_CHAIN_H

#include "console/trail/note.h"

void chain_hash(const void *data, size_t bytes, char out[NOTE_HASH_BYTES]);
extern const char chain_zeros[NOTE_HASH_BYTES]; /* `prev` of a first line */

struct chain;
struct chain *chain_new(void);
void chain_free(struct chain *chain);

enum chain_word {
    CHAIN_FINE,  /* *note is filled, its strings are valid until the next call */
    CHAIN_TORN,  /* no line of a journal; a repair line must follow */
    CHAIN_WRONG, /* changed: chain_fault() */
};
/* The next line without its newline; `whole`: it had one. */
enum chain_word chain_take(struct chain *chain, const char *line, size_t bytes, bool whole,
                           struct note *note);
/* Nothing more comes.  False: what was wrong is in chain_fault(). */
bool chain_end(struct chain *chain) ACD_MUST_CHECK;

/* The first broken line, from 1, and in words what is wrong with it; 0 and "" while all is well. */
uint64_t chain_broken_line(const struct chain *chain);
const char *chain_fault(const struct chain *chain);

uint64_t chain_seq(const struct chain *chain);     /* of the last whole line; 0 none */
const char *chain_head(const struct chain *chain); /* its hash */
uint64_t chain_repairs(const struct chain *chain); /* marked remains of a crash */
uint64_t chain_lines(const struct chain *chain);

#endif
