/* Moves bytes from memory to a terminal without ever waiting for a terminal that takes none.  Must
 * never know what the bytes mean. */
#define _GNU_SOURCE /* memfd_create */
#include "console/edge/tty_out.h"
#include "acdfeed/memory.h"
#include "console/edge/tty_rescue.h"
#include "console/edge/tty_slim.h"
#include "console/words.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WAIT_MS = 10, SAFE_PIECE_BYTES = 128 };

/* An open file of our own for the same terminal: O_NONBLOCK belongs to the open file, and the one we
 * were given is the shell's too.  The entry in /proc works where the name of a pty is not to be seen,
 * as in containers. */
static int open_again(int terminal)
{
    char link[64], name[256];
    int flags = O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;

    snprintf(link, sizeof link, "/proc/self/fd/%d", terminal);
    int fd = open(link, flags);

    if (fd < 0 && ttyname_r(terminal, name, sizeof name) == 0)
        fd = open(name, flags);
    if (fd >= 0 && !isatty(fd)) {
        close(fd);
        fd = -1;
    }
    return fd;
}

bool tty_out_open(struct tty_out *out, int terminal, struct acd_fault *why)
{
    *out = (struct tty_out){.memory = memfd_create("frame", MFD_CLOEXEC)};
    if (out->memory < 0)
        return acd_fault_say(why, _("no memory file for the screen: %s"), strerror(errno));
    out->fd = open_again(terminal);
    out->own_fd = out->fd >= 0;
    if (!out->own_fd)
        out->fd = terminal;
    return true;
}

void tty_out_close(struct tty_out *out)
{
    if (out->own_fd)
        close(out->fd);
    close(out->memory);
    free(out->bytes);
    *out = (struct tty_out){.fd = -1, .memory = -1, .lost = true};
}

static unsigned char *reserve(struct tty_out *out, size_t n)
{
    if (out->used + n > out->room) {
        out->room = (out->used + n) * 2;
        out->bytes = acd_realloc(out->bytes, out->room);
    }
    return out->bytes + out->used;
}

void tty_out_add(struct tty_out *out, const void *bytes, size_t n)
{
    if (n == 0)
        return;
    memcpy(reserve(out, n), bytes, n);
    out->used += n;
}

void tty_out_collect(struct tty_out *out, const char *before, const char *after)
{
    struct stat about;

    if (fstat(out->memory, &about) != 0 || about.st_size <= 0)
        return;
    size_t left = (size_t)about.st_size, at = 0;

    tty_out_add(out, before, strlen(before));
    reserve(out, left);
    size_t begin = out->used;

    while (at < left) {
        ssize_t n = pread(out->memory, out->bytes + out->used, left - at, (off_t)at);

        if (n <= 0)
            break;
        out->used += (size_t)n;
        at += (size_t)n;
    }
    out->used = begin + tty_slim(out->bytes + begin, out->used - begin);
    tty_out_add(out, after, strlen(after));
    if (ftruncate(out->memory, 0) != 0 || lseek(out->memory, 0, SEEK_SET) != 0)
        out->lost = true; /* cannot be: it is memory of ours */
}

/* Whether the terminal takes bytes within `ms`. */
static bool takes(struct tty_out *out, int ms)
{
    struct pollfd terminal = {.fd = out->fd, .events = POLLOUT};
    int n = poll(&terminal, 1, ms);

    if (n > 0 && (terminal.revents & (POLLHUP | POLLERR | POLLNVAL)))
        out->lost = true;
    return n > 0 && !out->lost;
}

/* One write: the bytes it took, 0 when the terminal takes none now. */
static size_t write_some(struct tty_out *out)
{
    size_t left = out->used - out->sent;

    if (!out->own_fd) {
        if (!takes(out, 0))
            return 0;
        left = left < SAFE_PIECE_BYTES ? left : SAFE_PIECE_BYTES;
    }
    if (!tty_rescue_write_begins()) {
        out->lost = true;
        return 0;
    }
    ssize_t n = write(out->fd, out->bytes + out->sent, left);

    tty_rescue_write_ends();
    out->total_writes++;
    if (n < 0 && errno != EAGAIN && errno != EINTR)
        out->lost = true;
    return n > 0 ? (size_t)n : 0;
}

bool tty_out_push(struct tty_out *out, int waits)
{
    while (out->sent < out->used && !out->lost) {
        size_t n = write_some(out);

        out->sent += n;
        out->total_bytes += n;
        if (n == 0 && !out->lost && (waits-- <= 0 || !takes(out, WAIT_MS)))
            return false;
    }
    out->used = out->sent = 0;
    return !out->lost;
}
