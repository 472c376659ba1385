/* Walks the lines of a journal and holds each against the one before.  Knows no file.
 *
 * Two lines disagree, one was changed: which of them is told by the line after, which has the hash of
 * the second as it was written.  So a disagreement is decided one line later, or at the end. */
#include "console/trail/chain.h"

#include "acdfeed/memory.h"

#include <inttypes.h>
#include <sodium/crypto_hash_sha256.h>
#include <sodium/utils.h>
#include <stdlib.h>
#include <string.h>

const char chain_zeros[NOTE_HASH_BYTES] =
    "0000000000000000000000000000000000000000000000000000000000000000";

struct chain {
    uint64_t line, seq, repairs, broken_line;
    char hash[NOTE_HASH_BYTES]; /* of the last whole line */
    struct acd_fault fault, torn_why;
    bool doubt;                 /* the last line and the one before it disagree */
    crypto_hash_sha256_state torn;
    uint64_t torn_line, torn_bytes; /* where the remains begin; 0: none */
    bool torn_whole;            /* the last of them had its newline */
    struct acd_scratch scratch;
};

static void say_hash(const unsigned char binary[crypto_hash_sha256_BYTES], char out[NOTE_HASH_BYTES])
{
    sodium_bin2hex(out, NOTE_HASH_BYTES, binary, crypto_hash_sha256_BYTES);
}

void chain_hash(const void *data, size_t bytes, char out[NOTE_HASH_BYTES])
{
    unsigned char binary[crypto_hash_sha256_BYTES];

    crypto_hash_sha256(binary, data, bytes);
    say_hash(binary, out);
}

struct chain *chain_new(void)
{
    struct chain *chain = acd_calloc(1, sizeof(*chain));

    chain->scratch = (struct acd_scratch){.at = acd_alloc(NOTE_SCRATCH_BYTES), .bytes = NOTE_SCRATCH_BYTES};
    memcpy(chain->hash, chain_zeros, NOTE_HASH_BYTES);
    return chain;
}

void chain_free(struct chain *chain)
{
    if (!chain)
        return;
    free(chain->scratch.at);
    free(chain);
}

#define WRONG(chain, at, ...)                                                                      \
    ((chain)->broken_line = (at), acd_fault_say(&(chain)->fault, __VA_ARGS__), CHAIN_WRONG)

/* --- the remains of a crash ---------------------------------------------------------------------- */

static enum chain_word take_torn(struct chain *chain, const char *line, size_t bytes, bool whole,
                                 const struct acd_fault *why)
{
    if (!chain->torn_line) {
        crypto_hash_sha256_init(&chain->torn);
        crypto_hash_sha256_update(&chain->torn, (const unsigned char *)chain->hash, NOTE_HASH_BYTES - 1);
        crypto_hash_sha256_update(&chain->torn, (const unsigned char *)"\n", 1);
        chain->torn_line = chain->line;
        chain->torn_bytes = 0;
        chain->torn_why = *why;
    } else {
        crypto_hash_sha256_update(&chain->torn, (const unsigned char *)"\n", 1);
        chain->torn_bytes++;
    }
    crypto_hash_sha256_update(&chain->torn, (const unsigned char *)line, bytes);
    chain->torn_bytes += bytes;
    chain->torn_whole = whole;
    return CHAIN_TORN;
}

/* The first whole line after remains: it must be the one that marks them. */
static enum chain_word take_repair(struct chain *chain, const struct note *note)
{
    unsigned char binary[crypto_hash_sha256_BYTES];
    char hash[NOTE_HASH_BYTES];

    crypto_hash_sha256_final(&chain->torn, binary);
    say_hash(binary, hash);
    if (note->what != NOTE_REPAIR || !NOTE_HAS(note, N))
        return WRONG(chain, chain->torn_line, "is no line of a journal: %s", chain->torn_why.text);
    if (strcmp(note->prev, hash) != 0 || (uint64_t)note->n != chain->torn_bytes)
        return WRONG(chain, chain->torn_line,
                     "or the line before it is not as line %" PRIu64 " marked it", chain->line);
    if (!NOTE_HAS(note, TORN) || !note->torn)
        return WRONG(chain, chain->torn_line,
                     "is no line of a journal, as line %" PRIu64 " found: %s", chain->line,
                     chain->torn_why.text);
    chain->torn_line = 0;
    chain->repairs++;
    return CHAIN_FINE;
}

/* --- lines --------------------------------------------------------------------------------------- */

static enum chain_word check_number(struct chain *chain, const struct note *note)
{
    uint64_t expected = chain->seq + 1, seq = (uint64_t)note->seq;

    if (seq == expected)
        return CHAIN_FINE;
    if (seq > expected)
        return WRONG(chain, chain->line, "is numbered %" PRIu64 " where %" PRIu64
                     " was to come: lines before it are missing", seq, expected);
    return WRONG(chain, chain->line, "is numbered %" PRIu64 " where %" PRIu64
                 " was to come: it was put in, or moved", seq, expected);
}

/* The line before disagreed with its own predecessor: this one says which of the two was changed. */
static enum chain_word settle_doubt(struct chain *chain, bool last_is_as_written)
{
    if (last_is_as_written)
        return WRONG(chain, chain->line - 2, "was changed after line %" PRIu64 " was written",
                     chain->line - 1);
    return WRONG(chain, chain->line - 1, "was changed after it was written");
}

static enum chain_word check_links(struct chain *chain, const struct note *note)
{
    bool follows = strcmp(note->prev, chain->hash) == 0;

    if (chain->line == 1 && !follows)
        return WRONG(chain, 1, "is no beginning: lines before it are missing");
    chain->doubt = !follows;
    return CHAIN_FINE;
}

enum chain_word chain_take(struct chain *chain, const char *line, size_t bytes, bool whole,
                           struct note *note)
{
    struct acd_fault why;
    enum chain_word word = CHAIN_FINE;

    if (chain->broken_line)
        return CHAIN_WRONG;
    chain->line++;
    if (!whole) /* even one that reads well: its end cannot be known */
        acd_fault_say(&why, "it has no newline");
    if (!whole || bytes > NOTE_LINE_MOST || !note_read(line, bytes, &chain->scratch, note, &why))
        return chain->doubt ? settle_doubt(chain, false) : take_torn(chain, line, bytes, whole, &why);
    if (chain->doubt)
        return settle_doubt(chain, strcmp(note->prev, chain->hash) == 0);
    if (chain->torn_line)
        word = take_repair(chain, note);
    else if (note->what == NOTE_REPAIR)
        word = WRONG(chain, chain->line, "marks remains of a crash that are not there");
    if (word == CHAIN_FINE)
        word = check_number(chain, note);
    if (word == CHAIN_FINE && note->what != NOTE_REPAIR)
        word = check_links(chain, note);
    if (word == CHAIN_FINE) {
        chain->seq = (uint64_t)note->seq;
        chain_hash(line, bytes, chain->hash);
    }
    return word;
}

bool chain_end(struct chain *chain)
{
    if (chain->broken_line)
        return false;
    if (chain->doubt) {
        (void)WRONG(chain, chain->line - 1, "or line %" PRIu64 " was changed after it was written",
              chain->line);
        return false;
    }
    if (chain->torn_line) {
        (void)WRONG(chain, chain->torn_line, "%s and nothing marks it: a crash or a hand cut it off",
              chain->torn_whole ? "is no line of a journal" : "ends in the middle");
        return false;
    }
    return true;
}

uint64_t chain_broken_line(const struct chain *chain)
{
    return chain->broken_line;
}

const char *chain_fault(const struct chain *chain)
{
    return chain->fault.text;
}

uint64_t chain_seq(const struct chain *chain)
{
    return chain->seq;
}

const char *chain_head(const struct chain *chain)
{
    return chain->hash;
}

uint64_t chain_repairs(const struct chain *chain)
{
    return chain->repairs;
}

uint64_t chain_lines(const struct chain *chain)
{
    return chain->line;
}
