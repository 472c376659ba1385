/* Splits a stream into numbered lines within bounded memory.  Knows nothing of where the bytes come
 * from or what a line means. */
#include "feed/commands/lines.h"

#include "acdfeed/memory.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM_BYTES = LINES_MOST_BYTES + LINES_READ_BYTES + 1 };

void lines_init(struct lines *lines)
{
    *lines = (struct lines){.data = acd_alloc(ROOM_BYTES)};
}

void lines_release(struct lines *lines)
{
    free(lines->data);
    *lines = (struct lines){0};
}

char *lines_room(struct lines *lines)
{
    memmove(lines->data, lines->data + lines->start, lines->size);
    lines->start = 0;
    assert(lines->size + LINES_READ_BYTES <= ROOM_BYTES);
    return lines->data + lines->size;
}

void lines_filled(struct lines *lines, size_t bytes)
{
    lines->size += bytes;
}

void lines_end(struct lines *lines)
{
    lines->ended = true;
}

/* Hands out `bytes` of the buffer as one line and steps over `taken`. */
static void hand_out(struct lines *lines, struct line *line, size_t bytes, size_t taken)
{
    const char *text = lines->data + lines->start;
    bool too_long = lines->dropping || bytes > LINES_MOST_BYTES;
    if (bytes > 0 && text[bytes - 1] == '\r')
        bytes--;
    *line = (struct line){.text = text,
                          .bytes = too_long ? 0 : bytes,
                          .too_long = too_long,
                          .number = ++lines->number};
    lines->start += taken;
    lines->size -= taken;
    lines->scanned = 0;
    lines->dropping = false;
}

bool lines_next(struct lines *lines, struct line *line)
{
    const char *text = lines->data + lines->start;
    const char *end = memchr(text + lines->scanned, '\n', lines->size - lines->scanned);
    if (end != NULL) {
        hand_out(lines, line, (size_t)(end - text), (size_t)(end - text) + 1);
        return true;
    }
    if (lines->ended && (lines->size > 0 || lines->dropping)) {
        hand_out(lines, line, lines->size, lines->size);
        return true;
    }
    lines->scanned = lines->size;
    if (lines->size > LINES_MOST_BYTES) {
        lines->dropping = true;
        lines->start = lines->size = lines->scanned = 0;
    }
    return false;
}
