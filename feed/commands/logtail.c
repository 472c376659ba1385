/* Files read on as they grow.  It never looks into a line. */
#include "feed/commands/logtail.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void logtail_open(struct logtail *tail, const char *const *paths, int n, bool follow)
{
    *tail = (struct logtail){.paths = paths, .n = n, .follow = follow, .fd = -1, .name = paths[0]};
    lines_init(&tail->lines);
}

static void leave(struct logtail *tail)
{
    if (tail->fd >= 0)
        close(tail->fd);
    tail->fd = -1;
    lines_release(&tail->lines);
}

void logtail_close(struct logtail *tail)
{
    if (!tail->paths)
        return;
    leave(tail);
    tail->paths = NULL;
}

static bool is_last(const struct logtail *tail)
{
    return tail->at + 1 == tail->n;
}

/* False: not there.  A file that is followed may come later. */
static bool enter(struct logtail *tail)
{
    struct stat status;
    const char *path = tail->paths[tail->at];
    tail->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (tail->fd < 0 || fstat(tail->fd, &status) != 0)
        return false;
    tail->name = path;
    tail->device = status.st_dev;
    tail->inode = status.st_ino;
    tail->read_bytes = 0;
    return true;
}

/* At the end of what is there: whether the name stands for another file by now, or this one was cut
 * short. */
static bool is_rotated(const struct logtail *tail)
{
    struct stat named, own;
    if (fstat(tail->fd, &own) == 0 && own.st_size < tail->read_bytes)
        return true;
    return stat(tail->paths[tail->at], &named) == 0 &&
           (named.st_ino != tail->inode || named.st_dev != tail->device);
}

static ssize_t read_more(struct logtail *tail)
{
    ssize_t got;
    do
        got = read(tail->fd, lines_room(&tail->lines), LINES_READ_BYTES);
    while (got < 0 && errno == EINTR);
    if (got > 0) {
        lines_filled(&tail->lines, (size_t)got);
        tail->read_bytes += got;
    }
    return got;
}

static bool line_of(struct logtail *tail, const char **text, size_t *bytes)
{
    struct line line;
    if (!lines_next(&tail->lines, &line))
        return false;
    *text = line.text;
    *bytes = line.bytes;
    tail->number = line.number;
    return true;
}

enum logtail_answer logtail_next(struct logtail *tail, const char **text, size_t *bytes,
                                 struct acd_fault *why)
{
    for (;;) {
        if (tail->fd >= 0 && line_of(tail, text, bytes))
            return LOGTAIL_LINE;
        if (tail->fd < 0 && tail->at == tail->n)
            return LOGTAIL_ENDED;
        if (tail->fd < 0 && !enter(tail)) {
            if (tail->follow && is_last(tail) && errno == ENOENT)
                return LOGTAIL_NONE;
            acd_fault_say(why, "%s: cannot be read: %s", tail->paths[tail->at], strerror(errno));
            return LOGTAIL_FAILED;
        }
        ssize_t got = read_more(tail);
        if (got > 0)
            continue;
        if (got < 0) {
            acd_fault_say(why, "%s: cannot be read: %s", tail->name, strerror(errno));
            return LOGTAIL_FAILED;
        }
        bool follows = tail->follow && is_last(tail);
        if (follows && !is_rotated(tail))
            return LOGTAIL_NONE;
        if (follows && read_more(tail) > 0) /* written between the end and the new name */
            continue;
        lines_end(&tail->lines); /* the last line may have had no newline */
        if (line_of(tail, text, bytes))
            return LOGTAIL_LINE;
        leave(tail);
        lines_init(&tail->lines);
        tail->at += !follows;
    }
}
