/* Finds the last whole line of a journal file, from its end.  Writes nothing. */
#define _GNU_SOURCE /* memrchr */
#include "console/edge/trail_tail.h"

#include "acdfeed/memory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TAIL_BYTES = 4 * NOTE_LINE_MOST };

struct end { /* of the file, from the beginning of a line on */
    char *text;
    size_t bytes;
};

static bool read_end(int fd, const char *path, struct end *end, struct acd_fault *why)
{
    struct stat is;
    off_t from;
    ssize_t got = -1;

    if (fstat(fd, &is) == 0 && S_ISREG(is.st_mode)) {
        from = is.st_size > TAIL_BYTES ? is.st_size - TAIL_BYTES : 0;
        got = pread(fd, end->text, TAIL_BYTES, from);
        if (got > 0 && from > 0) { /* what stands before the first newline is half a line */
            char *newline = memchr(end->text, '\n', (size_t)got);
            size_t skip = newline ? (size_t)(newline + 1 - end->text) : (size_t)got;

            got -= (ssize_t)skip;
            memmove(end->text, end->text + skip, (size_t)got);
        }
    } else if (errno == 0) {
        errno = EINVAL;
    }
    end->bytes = got > 0 ? (size_t)got : 0;
    return got >= 0 || acd_fault_say(why, "%s: cannot be read: %s", path, strerror(errno));
}

/* Whether the line before says the same; where it is not in sight, nothing is said. */
static bool is_loose(const struct end *end, const char *line, const char *prev)
{
    size_t at = (size_t)(line - end->text);
    const char *before;
    char hash[NOTE_HASH_BYTES];

    if (at == 0)
        return false;
    before = memrchr(end->text, '\n', at - 1);
    before = before ? before + 1 : end->text;
    chain_hash(before, at - 1 - (size_t)(before - end->text), hash);
    return strcmp(hash, prev) != 0;
}

/* The last line that a newline ends and that reads as one of a journal, and where it ends. */
static bool last_whole(const struct end *end, struct acd_scratch *scratch, struct trail_tail *out,
                       size_t *behind)
{
    size_t at = end->bytes;

    while (at > 0) {
        const char *newline = memrchr(end->text, '\n', at), *line;
        struct acd_fault why;
        struct note note;
        size_t bytes;

        if (!newline)
            return false;
        at = (size_t)(newline - end->text);
        line = at > 0 ? memrchr(end->text, '\n', at) : NULL;
        line = line ? line + 1 : end->text;
        bytes = (size_t)(newline - line);
        if (bytes > 0 && bytes <= NOTE_LINE_MOST && note_read(line, bytes, scratch, &note, &why)) {
            out->seq = (uint64_t)note.seq;
            chain_hash(line, bytes, out->hash);
            *behind = at + 1;
            out->loose = note.what != NOTE_REPAIR && is_loose(end, line, note.prev);
            return true;
        }
    }
    return false;
}

static void look_behind(const struct end *end, size_t behind, struct trail_tail *out)
{
    size_t bytes = end->bytes - behind;
    char *marked;

    out->broken = bytes > 0;
    if (!out->broken)
        return;
    out->torn = end->text[end->bytes - 1] != '\n';
    out->n = bytes - !out->torn;
    marked = acd_alloc(NOTE_HASH_BYTES + out->n);
    memcpy(marked, out->hash, NOTE_HASH_BYTES - 1);
    marked[NOTE_HASH_BYTES - 1] = '\n';
    memcpy(marked + NOTE_HASH_BYTES, end->text + behind, out->n);
    chain_hash(marked, NOTE_HASH_BYTES + out->n, out->mark);
    free(marked);
}

static bool begins_line(const struct end *end)
{
    static const char beginning[] = "{\"seq\":";
    size_t most = sizeof(beginning) - 1;

    return memcmp(end->text, beginning, end->bytes < most ? end->bytes : most) == 0;
}

bool trail_tail_read(int fd, const char *path, struct trail_tail *out, struct acd_fault *why)
{
    struct end end = {.text = acd_alloc(TAIL_BYTES)};
    struct acd_scratch scratch = {.at = acd_alloc(NOTE_SCRATCH_BYTES), .bytes = NOTE_SCRATCH_BYTES};
    size_t behind = 0;
    bool fine;

    errno = 0;
    *out = (struct trail_tail){.seq = 0};
    memcpy(out->hash, chain_zeros, NOTE_HASH_BYTES);
    fine = read_end(fd, path, &end, why);
    if (fine && end.bytes > 0) {
        bool found = last_whole(&end, &scratch, out, &behind);

        /* Remains alone may be a first line that a crash cut off; anything else is not ours. */
        if (!found && (memchr(end.text, '\n', end.bytes) || !begins_line(&end)))
            fine = acd_fault_say(why, "%s: no journal of acdwall, left alone; give another path:"
                                 " [console] journal = PATH", path);
        else
            look_behind(&end, behind, out);
    }
    free(scratch.at);
    free(end.text);
    return fine;
}
