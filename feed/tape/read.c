/* Reading a tape: its heads once, then frame by frame from any key set.  What messages mean it does
 * not know. */
#include "acdfeed/memory.h"
#include "acdfeed/shape.h"
#include "feed/tape/format.h"
#include "feed/tape/parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    AHEAD_OF_HEADS = 4 << 10, /* read at a time while only heads are looked at */
    AHEAD = 256 << 10,
    SITES_BYTES = 512,
};

struct key {
    int64_t at_ms;
    uint64_t offset;
};

struct acd_tape {
    int fd;
    uint64_t size, end, at; /* of the file; behind its last whole frame; the next frame */
    unsigned char *window;  /* bytes of the file from window_at on */
    uint64_t window_at;
    size_t window_bytes, window_alloc;
    unsigned char *body; /* inflated */
    struct tape_history history;
    struct key *keys;
    size_t n_keys, keys_alloc;
    uint64_t frames, damaged, damaged_at; /* up to where damage is counted */
    int64_t start_ms, end_ms;
    uint64_t last; /* where the last whole frame begins */
    bool cut;
    char sites[SITES_BYTES];
};

/* `bytes` of the file from `offset` on; NULL where it ends before. */
static const unsigned char *view(struct acd_tape *tape, uint64_t offset, size_t bytes, size_t ahead)
{
    if (offset + bytes > tape->size)
        return NULL;
    if (tape->window && offset >= tape->window_at &&
        offset + bytes <= tape->window_at + tape->window_bytes)
        return tape->window + (offset - tape->window_at);
    size_t wanted = bytes > ahead ? bytes : ahead;
    if (wanted > tape->window_alloc) {
        tape->window = acd_realloc(tape->window, wanted);
        tape->window_alloc = wanted;
    }
    tape->window_at = offset;
    tape->window_bytes = 0;
    while (tape->window_bytes < wanted) {
        ssize_t got = pread(tape->fd, tape->window + tape->window_bytes,
                            wanted - tape->window_bytes, (off_t)(offset + tape->window_bytes));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        tape->window_bytes += (size_t)got;
    }
    return tape->window_bytes >= bytes ? tape->window : NULL;
}

/* The first whole head at or after `offset`; false: none.  Damaged places are passed over. */
static bool find_head(struct acd_tape *tape, uint64_t *offset, struct tape_head *head, size_t ahead,
                      uint64_t *damaged)
{
    bool here = true;
    for (const unsigned char *bytes;
         (bytes = view(tape, *offset, TAPE_HEAD_BYTES, ahead)) != NULL;) {
        if (tape_head_get(bytes, head) &&
            *offset + TAPE_HEAD_BYTES + head->stored_bytes <= tape->size) {
            *damaged += !here;
            return true;
        }
        here = false;
        ++*offset;
        bytes = view(tape, *offset, TAPE_HEAD_BYTES, ahead);
        if (!bytes)
            return false;
        uint64_t window_end = tape->window_at + tape->window_bytes;
        size_t left = (size_t)(window_end - *offset);
        size_t found = tape_head_find(bytes, left);
        *offset += found < left ? found : left - 3;
    }
    return false;
}

static void add_key(struct acd_tape *tape, int64_t at_ms, uint64_t offset)
{
    if (tape->n_keys == tape->keys_alloc) {
        tape->keys_alloc = tape->keys_alloc ? 2 * tape->keys_alloc : 64;
        tape->keys = acd_realloc(tape->keys, tape->keys_alloc * sizeof *tape->keys);
    }
    tape->keys[tape->n_keys++] = (struct key){at_ms, offset};
}

/* Frames end to end, by their heads.  Only a set that is whole can be sought. */
static void scan(struct acd_tape *tape)
{
    uint64_t offset = TAPE_FILE_BYTES;
    struct key begun = {0};
    struct tape_head head;
    tape->end = offset;
    while (find_head(tape, &offset, &head, AHEAD_OF_HEADS, &tape->damaged)) {
        if (!tape->frames++)
            tape->start_ms = head.at_ms;
        if (head.kind == ACD_TAPE_KEY)
            begun = (struct key){head.at_ms, offset};
        if (head.kind == ACD_TAPE_KEY_END && begun.offset)
            add_key(tape, begun.at_ms, begun.offset);
        if (head.at_ms > tape->end_ms)
            tape->end_ms = head.at_ms;
        tape->last = offset;
        offset += TAPE_HEAD_BYTES + head.stored_bytes;
        tape->end = offset;
    }
    tape->cut = tape->end < tape->size;
    tape->at = TAPE_FILE_BYTES;
}

/* The first set names them. */
static void read_sites(struct acd_tape *tape)
{
    struct acd_tape_frame frame;
    if (!tape->n_keys)
        return;
    tape->at = tape->keys[0].offset;
    if (acd_tape_next(tape, 0, &frame) && frame.kind == ACD_TAPE_KEY &&
        acd_utf8_valid(frame.body, frame.body_bytes)) {
        size_t bytes = frame.body_bytes < SITES_BYTES ? frame.body_bytes : SITES_BYTES - 1;
        memcpy(tape->sites, frame.body, bytes);
    }
    tape->damaged -= tape->damaged_at != 0; /* it will be met again */
    tape->damaged_at = 0;
    tape->at = TAPE_FILE_BYTES;
}

struct acd_tape *tape_of_fd(int fd, const char *path, struct acd_fault *why)
{
    struct stat status;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
        acd_fault_say(why, "%s: no file that a tape could be", path);
        return NULL;
    }
    struct acd_tape *tape = acd_calloc(1, sizeof *tape);
    tape->fd = fd;
    tape->size = (uint64_t)status.st_size;
    size_t first = tape->size < TAPE_FILE_BYTES ? (size_t)tape->size : TAPE_FILE_BYTES;
    const unsigned char *bytes = view(tape, 0, first, AHEAD_OF_HEADS);
    bool read = bytes || first == 0;
    if (!read)
        acd_fault_say(why, "%s: cannot be read: %s", path, strerror(errno));
    if (!read || !tape_file_check(bytes, first, path, why)) {
        tape->fd = -1;
        acd_tape_close(tape);
        return NULL;
    }
    tape->body = acd_alloc(ACD_MAX_BODY_BYTES);
    scan(tape);
    read_sites(tape);
    return tape;
}

struct acd_tape *acd_tape_open(const char *path, struct acd_fault *why)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        acd_fault_say(why, "%s: cannot be opened: %s", path, strerror(errno));
        return NULL;
    }
    struct acd_tape *tape = tape_of_fd(fd, path, why);
    if (!tape)
        close(fd);
    return tape;
}

void acd_tape_close(struct acd_tape *tape)
{
    if (!tape)
        return;
    if (tape->fd >= 0)
        close(tape->fd);
    free(tape->window);
    free(tape->body);
    tape_history_clear(&tape->history);
    free(tape->keys);
    free(tape);
}

struct acd_tape_about acd_tape_about(const struct acd_tape *tape)
{
    return (struct acd_tape_about){
        .start_ms = tape->start_ms,
        .end_ms = tape->end_ms,
        .frames = tape->frames,
        .damaged = tape->damaged,
        .bytes = tape->end,
        .cut = tape->cut,
        .sites = tape->sites,
    };
}

static bool wanted(const struct tape_head *head, uint32_t kinds)
{
    bool message = head->kind == ACD_TAPE_MESSAGE || head->kind == ACD_TAPE_KEYED;
    return !message || !kinds || (head->entity < ACD_KINDS && kinds & 1u << head->entity);
}

/* The contents as they were told; false: not as they were written. */
static bool unwrap(struct acd_tape *tape, const struct tape_head *head,
                   const unsigned char *contents, struct acd_tape_frame *frame)
{
    if (tape_crc(contents, head->stored_bytes) != head->contents_crc)
        return false;
    const unsigned char *body = contents + head->topic_bytes;
    const struct tape_topic *before = NULL;
    if (head->kind == ACD_TAPE_KEY || head->kind == ACD_TAPE_BEGIN)
        tape_history_clear(&tape->history); /* as the writer does: it holds so many topics only */
    if (head->coding == TAPE_PLAIN || head->coding == TAPE_DEFLATE)
        tape_history_drop(&tape->history, contents, head->topic_bytes);
    if (head->coding == TAPE_DEFLATE_AFTER) {
        before = tape_history_of(&tape->history, contents, head->topic_bytes);
        if (!before) /* what it follows was damaged */
            return false;
    }
    if (head->coding == TAPE_DEFLATE || before) {
        if (!tape_inflate(before, body, head->stored_bytes - head->topic_bytes, tape->body,
                          head->body_bytes))
            return false;
        body = tape->body;
    }
    if (tape_crc(body, head->body_bytes) != head->body_crc)
        return false;
    tape_history_keep(&tape->history, contents, head->topic_bytes, body, head->body_bytes);
    *frame = (struct acd_tape_frame){
        .kind = head->kind,
        .feed = head->feed,
        .at_ms = head->at_ms,
        .wall_ms = head->wall_ms,
        .topic = contents,
        .body = body,
        .topic_bytes = head->topic_bytes,
        .body_bytes = head->body_bytes,
    };
    return true;
}

bool acd_tape_next(struct acd_tape *tape, uint32_t kinds, struct acd_tape_frame *frame)
{
    struct tape_head head;
    uint64_t known_damage = 0; /* counted by scan() */
    size_t ahead = kinds ? AHEAD_OF_HEADS : AHEAD;
    while (tape->at < tape->end && find_head(tape, &tape->at, &head, ahead, &known_damage)) {
        uint64_t contents_at = tape->at + TAPE_HEAD_BYTES;
        tape->at = contents_at + head.stored_bytes;
        if (!wanted(&head, kinds))
            continue;
        const unsigned char *contents = view(tape, contents_at, head.stored_bytes, ahead);
        if (contents && unwrap(tape, &head, contents, frame))
            return true;
        if (contents_at > tape->damaged_at) { /* once, however often it is read */
            tape->damaged_at = contents_at;
            tape->damaged++;
        }
    }
    return false;
}

bool acd_tape_seek(struct acd_tape *tape, int64_t at_ms, int64_t *key_ms)
{
    size_t low = 0, high = tape->n_keys;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (tape->keys[middle].at_ms <= at_ms)
            low = middle + 1;
        else
            high = middle;
    }
    tape->at = low ? tape->keys[low - 1].offset : TAPE_FILE_BYTES;
    tape_history_clear(&tape->history);
    if (low && key_ms)
        *key_ms = tape->keys[low - 1].at_ms;
    return low > 0;
}

uint64_t tape_whole_end(struct acd_tape *tape)
{
    struct tape_head head;
    const unsigned char *bytes;
    if (!tape->frames)
        return TAPE_FILE_BYTES;
    size_t whole = (size_t)(tape->end - tape->last);
    bytes = view(tape, tape->last, whole, AHEAD_OF_HEADS);
    bool fine = bytes && tape_head_get(bytes, &head) &&
                tape_crc(bytes + TAPE_HEAD_BYTES, head.stored_bytes) == head.contents_crc;
    return fine ? tape->end : tape->last;
}
