/* Appends lines to the journal file.  Knows no board: what a line says is decided elsewhere.
 *
 * Invariant: while `working`, the file ends with the line `seq`, whose hash is `hash`.  After any
 * failed write that is no longer known, so the end is read again before the next line. */
#include "console/edge/trail.h"

#include "acdfeed/memory.h"
#include "console/edge/trail_disk.h"
#include "console/edge/trail_tail.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RETRY_MS = 5000, PATH_BYTES = 4096 };

struct trail {
    char *path;
    int fd, head_fd;
    struct trail_disk *disk;
    uint64_t seq, unwritten;
    char hash[NOTE_HASH_BYTES];
    bool working, unsynced;
    bool anew; /* owed: the line that tells that another file went before */
    int64_t tried_ms;
    struct acd_fault trouble; /* why it does not work, or what is odd with what it holds */
};

bool trail_usual_path(char *out, size_t bytes)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    int n = -1;

    if (state && *state == '/')
        n = snprintf(out, bytes, "%s/acdwall/journal.jsonl", state);
    else if (home && *home)
        n = snprintf(out, bytes, "%s/.local/state/acdwall/journal.jsonl", home);
    return n > 0 && (size_t)n < bytes;
}

/* --- opening --------------------------------------------------------------------------------------- */

static void make_folders(const char *path)
{
    char folder[PATH_BYTES];

    if ((size_t)snprintf(folder, sizeof(folder), "%s", path) >= sizeof(folder))
        return;
    for (char *slash = strchr(folder + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(folder, 0700); /* what it could not make, opening the file says */
        *slash = '/';
    }
}

static bool open_file(struct trail *trail)
{
    char head[PATH_BYTES];

    make_folders(trail->path);
    trail->fd = open(trail->path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);
    if (trail->fd < 0)
        return acd_fault_say(&trail->trouble, "journal %s: %s", trail->path, strerror(errno));
    if (flock(trail->fd, LOCK_EX | LOCK_NB) != 0)
        return acd_fault_say(&trail->trouble,
                             errno == EWOULDBLOCK
                                 ? "journal %s: another console writes it; this one keeps none until it"
                                   " has its own: [console] journal = PATH"
                                 : "journal %s: cannot be locked", trail->path);
    trail->head_fd = -1;
    if (trail_head_path(trail->path, head, sizeof(head)))
        trail->head_fd = open(head, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);
    trail->disk = trail_disk_open(trail->fd, trail->head_fd, &trail->trouble);
    return trail->disk != NULL;
}

static void close_file(struct trail *trail)
{
    trail_disk_close(trail->disk);
    trail->disk = NULL;
    if (trail->head_fd >= 0)
        close(trail->head_fd);
    if (trail->fd >= 0)
        close(trail->fd);
    trail->fd = trail->head_fd = -1;
}

/* --- lines ----------------------------------------------------------------------------------------- */

static bool append(struct trail *trail, const char *text, size_t bytes)
{
    ssize_t written = write(trail->fd, text, bytes);

    if (written == (ssize_t)bytes)
        return true;
    if (written >= 0)
        errno = ENOSPC; /* a file takes less only for want of room */
    trail->working = false;
    return acd_fault_say(&trail->trouble, "journal %s: not written: %s", trail->path, strerror(errno));
}

/* `prev` is the hash of the last line but in a repair, `begin` what is to stand before the line. */
static bool put(struct trail *trail, const struct note *note, const char *prev, const char *begin)
{
    struct note numbered = *note;
    char *line, *text;
    size_t bytes;
    bool fine;

    NOTE_SET(&numbered, SEQ, seq, (int64_t)trail->seq + 1);
    NOTE_SET(&numbered, PREV, prev, prev);
    line = note_line(&numbered);
    bytes = strlen(begin) + strlen(line) + 1;
    text = acd_alloc(bytes + 1);
    snprintf(text, bytes + 1, "%s%s\n", begin, line);
    fine = append(trail, text, bytes);
    if (fine) {
        trail->seq++;
        chain_hash(line, strlen(line), trail->hash);
        trail->unsynced = true;
    }
    free(text);
    free(line);
    return fine;
}

static bool put_repair(struct trail *trail, const struct trail_tail *tail, int64_t wall_ms)
{
    struct note note = note_make(NOTE_REPAIR, wall_ms);

    NOTE_SET(&note, N, n, (int64_t)tail->n);
    NOTE_SET(&note, TORN, torn, tail->torn);
    return put(trail, &note, tail->mark, tail->torn ? "\n" : "");
}

static void check_head(struct trail *trail, const struct trail_tail *tail)
{
    char hash[NOTE_HASH_BYTES];
    uint64_t seq;

    if (tail->loose || (trail_head_read(trail->path, &seq, hash) &&
                        (seq > tail->seq || (seq == tail->seq && strcmp(hash, tail->hash) != 0))))
        acd_fault_say(&trail->trouble, "journal %s: its end was cut or changed; acdwall report --verify"
                                       " tells where", trail->path);
}

/* Somebody moved or deleted it under us: what is written to it now would be looked for in vain. */
static bool is_elsewhere(const struct trail *trail)
{
    struct stat ours, named;

    if (trail->fd < 0 || fstat(trail->fd, &ours) != 0)
        return false;
    if (stat(trail->path, &named) != 0) /* else the way to it is barred, which says nothing of the file */
        return errno == ENOENT || errno == ENOTDIR;
    return named.st_dev != ours.st_dev || named.st_ino != ours.st_ino;
}

/* Finds the end of the file and goes on there. */
static bool begin(struct trail *trail, int64_t wall_ms)
{
    struct note note = note_make(NOTE_UNWRITTEN, wall_ms);
    struct trail_tail tail;
    char why[ACD_FAULT_TEXT_BYTES];

    snprintf(why, sizeof(why), "%s", trail->trouble.text);
    if (trail->fd < 0 && !open_file(trail)) {
        close_file(trail);
        return false;
    }
    if (!trail_tail_read(trail->fd, trail->path, &tail, &trail->trouble))
        return false;
    trail->seq = tail.seq;
    memcpy(trail->hash, tail.hash, sizeof(trail->hash));
    trail->working = !tail.broken || put_repair(trail, &tail, wall_ms);
    if (trail->working && (trail->unwritten > 0 || trail->anew)) {
        NOTE_SET(&note, N, n, (int64_t)trail->unwritten);
        NOTE_SAY(&note, WHY, why, why);
        trail->working = put(trail, &note, trail->hash, "");
    }
    if (!trail->working)
        return false;
    trail->unwritten = 0;
    trail->anew = false;
    trail->trouble.text[0] = '\0';
    check_head(trail, &tail);
    return true;
}

static void bring(struct trail *trail)
{
    trail->unsynced = false;
    trail_disk_want(trail->disk, trail->seq, trail->hash);
}

/* The end that the head knows is that of the other file, hence no word about it. */
static void begin_anew(struct trail *trail, int64_t wall_ms)
{
    struct acd_fault why;

    acd_fault_say(&why, "journal %s: it was moved or deleted; a new one began",
                  trail->path);
    trail->trouble = why;
    trail->working = false;
    trail->anew = true;
    if (trail->unsynced && trail->disk)
        bring(trail);
    close_file(trail);
    if (begin(trail, wall_ms))
        trail->trouble = why;
}

struct trail *trail_open(const char *path, int64_t wall_ms)
{
    struct trail *trail = acd_calloc(1, sizeof(*trail));

    trail->path = acd_strdup(path);
    trail->fd = trail->head_fd = -1;
    trail->tried_ms = -RETRY_MS;
    begin(trail, wall_ms);
    return trail;
}

void trail_close(struct trail *trail)
{
    if (!trail)
        return;
    if (trail->unsynced && trail->disk)
        bring(trail);
    close_file(trail);
    free(trail->path);
    free(trail);
}

bool trail_write(struct trail *trail, const struct note *note, bool at_once)
{
    if (!trail->working || !put(trail, note, trail->hash, "")) {
        trail->unwritten++;
        return false;
    }
    if (at_once)
        bring(trail);
    return true;
}

bool trail_pass(struct trail *trail, int64_t now_ms, int64_t wall_ms)
{
    bool another = is_elsewhere(trail);
    int error;

    if (another)
        begin_anew(trail, wall_ms);
    else if (!trail->working && now_ms - trail->tried_ms >= RETRY_MS) {
        trail->tried_ms = now_ms;
        begin(trail, wall_ms);
    }
    if (trail->unsynced && trail->disk)
        bring(trail);
    if (trail->working && (error = trail_disk_error(trail->disk)) != 0)
        acd_fault_say(&trail->trouble, "journal %s: not brought to the disk: %s", trail->path,
                      strerror(error));
    return another;
}

const char *trail_trouble(const struct trail *trail)
{
    return trail->trouble.text[0] ? trail->trouble.text : NULL;
}

uint64_t trail_unwritten(const struct trail *trail)
{
    return trail->unwritten;
}

const char *trail_path(const struct trail *trail)
{
    return trail->path;
}
