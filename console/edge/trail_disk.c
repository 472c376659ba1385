/* One thread, one wish at a time: the newest.  Knows nothing of what the lines say. */
#include "console/edge/trail_disk.h"

#include "acdfeed/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct trail_disk {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t news;
    int fd, head_fd, error;
    uint64_t seq;
    char hash[NOTE_HASH_BYTES];
    bool wanted, over;
};

static int bring(const struct trail_disk *disk, uint64_t seq, const char *hash)
{
    char head[TRAIL_HEAD_BYTES + 1];

    if (fdatasync(disk->fd) != 0)
        return errno;
    if (disk->head_fd < 0)
        return 0;
    snprintf(head, sizeof(head), "%020" PRIu64 " %s\n", seq, hash);
    return pwrite(disk->head_fd, head, TRAIL_HEAD_BYTES, 0) == TRAIL_HEAD_BYTES ? 0 : errno;
}

static void *work(void *context)
{
    struct trail_disk *disk = context;

    pthread_mutex_lock(&disk->lock);
    for (;;) {
        char hash[NOTE_HASH_BYTES];
        uint64_t seq = disk->seq;
        int error;

        if (!disk->wanted) {
            if (disk->over)
                break;
            pthread_cond_wait(&disk->news, &disk->lock);
            continue;
        }
        disk->wanted = false;
        memcpy(hash, disk->hash, sizeof(hash));
        pthread_mutex_unlock(&disk->lock);
        error = bring(disk, seq, hash);
        pthread_mutex_lock(&disk->lock);
        disk->error = error;
    }
    pthread_mutex_unlock(&disk->lock);
    return NULL;
}

struct trail_disk *trail_disk_open(int fd, int head_fd, struct acd_fault *why)
{
    struct trail_disk *disk = acd_calloc(1, sizeof(*disk));
    int error;

    disk->fd = fd;
    disk->head_fd = head_fd;
    pthread_mutex_init(&disk->lock, NULL);
    pthread_cond_init(&disk->news, NULL);
    error = pthread_create(&disk->thread, NULL, work, disk);
    if (error == 0)
        return disk;
    acd_fault_say(why, "no thread for the journal: %s", strerror(error));
    pthread_cond_destroy(&disk->news);
    pthread_mutex_destroy(&disk->lock);
    free(disk);
    return NULL;
}

void trail_disk_close(struct trail_disk *disk)
{
    if (!disk)
        return;
    pthread_mutex_lock(&disk->lock);
    disk->over = true;
    pthread_cond_signal(&disk->news);
    pthread_mutex_unlock(&disk->lock);
    pthread_join(disk->thread, NULL);
    pthread_cond_destroy(&disk->news);
    pthread_mutex_destroy(&disk->lock);
    free(disk);
}

void trail_disk_want(struct trail_disk *disk, uint64_t seq, const char *hash)
{
    pthread_mutex_lock(&disk->lock);
    disk->seq = seq;
    memcpy(disk->hash, hash, sizeof(disk->hash));
    disk->wanted = true;
    pthread_cond_signal(&disk->news);
    pthread_mutex_unlock(&disk->lock);
}

int trail_disk_error(struct trail_disk *disk)
{
    int error;

    pthread_mutex_lock(&disk->lock);
    error = disk->error;
    pthread_mutex_unlock(&disk->lock);
    return error;
}

/* --- the head ------------------------------------------------------------------------------------ */

bool trail_head_path(const char *path, char *out, size_t bytes)
{
    int n = snprintf(out, bytes, "%s.head", path);

    return n > 0 && (size_t)n < bytes;
}

bool trail_head_read(const char *path, uint64_t *seq, char hash[NOTE_HASH_BYTES])
{
    char name[4096], head[TRAIL_HEAD_BYTES + 1] = "";
    ssize_t got;
    int fd;

    if (!trail_head_path(path, name, sizeof(name)) || (fd = open(name, O_RDONLY | O_CLOEXEC)) < 0)
        return false;
    got = pread(fd, head, TRAIL_HEAD_BYTES, 0);
    close(fd);
    if (got != TRAIL_HEAD_BYTES || strspn(head, "0123456789") != 20 ||
        strspn(head + 21, "0123456789abcdef") != NOTE_HASH_BYTES - 1)
        return false;
    *seq = strtoull(head, NULL, 10);
    memcpy(hash, head + 21, NOTE_HASH_BYTES - 1);
    hash[NOTE_HASH_BYTES - 1] = '\0';
    return true;
}
