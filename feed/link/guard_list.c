/* The file of authorised keys: reads it, notices its changes, keeps the last good one.  Only
 * admission knows what its lines mean. */
#include "feed/link/guard_list.h"

#include "acdfeed/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { GUARD_LIST_BYTES = 1 << 20, GUARD_LIST_LOOK_MS = 250 };

static bool read_list(struct guard_list *list, char **text, struct stat *is, struct acd_fault *why)
{
    const char *path = list->path;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat opened;
    list->was_read = fd >= 0 && fstat(fd, &opened) == 0;
    if (!list->was_read) {
        int error = errno;
        if (fd >= 0)
            close(fd);
        return acd_fault_say(why, "%s: the authorized keys cannot be read: %s", path,
                             strerror(error));
    }
    *is = opened;
    *text = acd_alloc(GUARD_LIST_BYTES + 1);
    ssize_t got = read(fd, *text, GUARD_LIST_BYTES);
    close(fd);
    list->was_read = got >= 0;
    bool fine = true;
    if (!S_ISREG(is->st_mode) || got < 0 || got == GUARD_LIST_BYTES ||
        memchr(*text, '\0', (size_t)got))
        fine = acd_fault_say(why, "%s: no list of keys", path);
    else if (is->st_mode & 022)
        fine = acd_fault_say(why, "%s: others can write it (mode %04o): chmod go-w it", path,
                             (unsigned)(is->st_mode & 07777));
    (*text)[got > 0 ? got : 0] = '\0';
    return fine;
}

static void remember_file(struct guard_list *list, const struct stat *is)
{
    list->modified = is->st_mtim;
    list->changed = is->st_ctim;
    list->inode = is->st_ino;
    list->bytes = is->st_size;
}

static bool same_time(struct timespec one, struct timespec other)
{
    return one.tv_sec == other.tv_sec && one.tv_nsec == other.tv_nsec;
}

static bool same_file(const struct guard_list *list, const struct stat *is)
{
    return is->st_ino == list->inode && is->st_size == list->bytes &&
           same_time(is->st_mtim, list->modified) && same_time(is->st_ctim, list->changed);
}

/* `is`: as the file looked before; all there is to remember of one that cannot be opened. */
static bool load(struct guard_list *list, struct stat is, struct admission *admission,
                 struct acd_fault *why)
{
    char *text = NULL;
    bool fine =
        read_list(list, &text, &is, why) && admission_read(admission, list->path, text, why);
    free(text);
    remember_file(list, &is);
    return fine;
}

bool guard_list_load(struct guard_list *list, struct acd_fault *why)
{
    return load(list, (struct stat){0}, &list->admission, why);
}

enum guard_list_news guard_list_look(struct guard_list *list, int64_t now_ms, bool *less,
                                     struct acd_fault *why)
{
    struct stat is;
    if (now_ms - list->looked_ms < GUARD_LIST_LOOK_MS)
        return GUARD_LIST_SAME;
    list->looked_ms = now_ms;
    if (stat(list->path, &is) != 0)
        is = (struct stat){0};
    bool said = same_file(list, &is);
    if (said && list->was_read)
        return GUARD_LIST_SAME;
    struct admission next = {.n = 0};
    if (!load(list, is, &next, why))
        return said && !list->was_read ? GUARD_LIST_SAME : GUARD_LIST_WRONG;
    *less = !admission_keeps(&list->admission, &next);
    admission_release(&list->admission);
    list->admission = next;
    return GUARD_LIST_NEW;
}

void guard_list_release(struct guard_list *list)
{
    admission_release(&list->admission);
    free(list->path);
}
