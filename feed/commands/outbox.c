/* Hands lines to a slow reader without waiting for it.  Knows nothing of what they say. */
#include "feed/commands/outbox.h"

#include "acdfeed/memory.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void outbox_init(struct outbox *outbox, int fd)
{
    *outbox = (struct outbox){.fd = fd};
}

void outbox_release(struct outbox *outbox)
{
    free(outbox->data);
    *outbox = (struct outbox){.fd = -1};
}

bool outbox_add(struct outbox *outbox, const char *line)
{
    size_t bytes = strlen(line);
    if (outbox->broken || outbox->bytes + bytes + 1 > OUTBOX_MOST_BYTES)
        return false;
    if (outbox->bytes + bytes + 1 > outbox->alloc) {
        outbox->alloc = 2 * (outbox->bytes + bytes + 1);
        outbox->data = acd_realloc(outbox->data, outbox->alloc);
    }
    memcpy(outbox->data + outbox->bytes, line, bytes);
    outbox->data[outbox->bytes + bytes] = '\n';
    outbox->bytes += bytes + 1;
    return true;
}

void outbox_flush(struct outbox *outbox)
{
    struct pollfd item = {.fd = outbox->fd, .events = POLLOUT};
    while (outbox->bytes > 0 && !outbox->broken && poll(&item, 1, 0) > 0) {
        /* A pipe that is ready takes PIPE_BUF bytes without waiting, and no more for sure. */
        size_t piece = outbox->bytes < PIPE_BUF ? outbox->bytes : PIPE_BUF;
        ssize_t written = write(outbox->fd, outbox->data, piece);
        if (written < 0 && errno != EAGAIN && errno != EINTR)
            outbox->broken = true;
        if (written <= 0)
            return;
        outbox->bytes -= (size_t)written;
        memmove(outbox->data, outbox->data + written, outbox->bytes);
    }
}
