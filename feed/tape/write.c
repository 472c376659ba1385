/* Writing a tape: frames are gathered and put down whole.  What messages mean it does not know. */
#include "acdfeed/memory.h"
#include "feed/tape/format.h"
#include "feed/tape/parts.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct acd_tape_writer {
    int fd;
    char *path;
    uint64_t end; /* of what is in the file and whole */
    int64_t end_ms;
    unsigned char *kept; /* for the next flush */
    size_t kept_bytes, kept_alloc;
    unsigned char *deflated;
    struct tape_history history;
};

static bool put_all(struct acd_tape_writer *writer, const unsigned char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t put = write(writer->fd, bytes, n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        bytes += put;
        n -= (size_t)put;
    }
    return true;
}

/* What stands there already: the writer goes on behind its last whole frame. */
static bool take_up(struct acd_tape_writer *writer, struct acd_fault *why)
{
    struct stat status;
    unsigned char head[TAPE_FILE_BYTES];
    if (fstat(writer->fd, &status) != 0)
        return acd_fault_say(why, "%s: %s", writer->path, strerror(errno));
    if (S_ISREG(status.st_mode) && status.st_size == 0) {
        tape_file_put(head);
        writer->end = sizeof head;
        return put_all(writer, head, sizeof head) ||
               acd_fault_say(why, "%s: cannot be written: %s", writer->path, strerror(errno));
    }
    int fd = dup(writer->fd);
    struct acd_tape *tape = fd >= 0 ? tape_of_fd(fd, writer->path, why) : NULL;
    if (!tape) {
        if (fd >= 0)
            close(fd);
        return false;
    }
    writer->end_ms = acd_tape_about(tape).end_ms;
    writer->end = tape_whole_end(tape);
    acd_tape_close(tape);
    return (ftruncate(writer->fd, (off_t)writer->end) == 0 &&
            lseek(writer->fd, (off_t)writer->end, SEEK_SET) >= 0) ||
           acd_fault_say(why, "%s: cannot be continued: %s", writer->path, strerror(errno));
}

struct acd_tape_writer *acd_tape_append(const char *path, struct acd_fault *why)
{
    struct acd_tape_writer *writer = acd_calloc(1, sizeof *writer);
    writer->path = acd_strdup(path);
    writer->deflated = acd_alloc(ACD_MAX_BODY_BYTES);
    writer->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0600);
    bool fine = writer->fd >= 0 ||
                acd_fault_say(why, "%s: cannot be opened: %s", path, strerror(errno));
    if (fine && flock(writer->fd, LOCK_EX | LOCK_NB) != 0)
        fine = acd_fault_say(why, "%s: another recorder writes to it", path);
    if (fine && take_up(writer, why))
        return writer;
    writer->kept_bytes = 0;
    acd_tape_finish(writer);
    return NULL;
}

int64_t acd_tape_writer_end_ms(const struct acd_tape_writer *writer)
{
    return writer->end_ms;
}

static unsigned char *room_for(struct acd_tape_writer *writer, size_t bytes)
{
    if (writer->kept_alloc - writer->kept_bytes < bytes) {
        writer->kept_alloc = 2 * writer->kept_alloc + bytes;
        writer->kept = acd_realloc(writer->kept, writer->kept_alloc);
    }
    return writer->kept + writer->kept_bytes;
}

void acd_tape_write(struct acd_tape_writer *writer, const struct acd_tape_frame *frame)
{
    assert(frame->topic_bytes <= ACD_MAX_TOPIC_BYTES && frame->body_bytes <= ACD_MAX_BODY_BYTES);
    bool as_of_before = frame->kind == ACD_TAPE_KEYED && frame->at_ms < writer->end_ms;
    if (frame->at_ms > writer->end_ms)
        writer->end_ms = frame->at_ms;
    if (frame->kind == ACD_TAPE_KEY || frame->kind == ACD_TAPE_BEGIN)
        tape_history_clear(&writer->history); /* a reader may begin here */
    const struct tape_topic *before =
        tape_history_of(&writer->history, frame->topic, frame->topic_bytes);
    size_t deflated = tape_deflate(before, frame->body, frame->body_bytes, writer->deflated);
    const void *body = deflated ? writer->deflated : frame->body;
    size_t bytes = deflated ? deflated : frame->body_bytes;
    struct tape_head head = {
        .kind = frame->kind,
        .coding = before ? deflated ? TAPE_DEFLATE_AFTER : TAPE_PLAIN_AFTER
                  : deflated ? TAPE_DEFLATE : TAPE_PLAIN,
        .feed = frame->feed,
        .entity = frame->topic_bytes ? tape_entity_of(frame->topic, frame->topic_bytes)
                                     : TAPE_NO_ENTITY,
        .topic_bytes = (uint32_t)frame->topic_bytes,
        .stored_bytes = (uint32_t)(frame->topic_bytes + bytes),
        .body_bytes = (uint32_t)frame->body_bytes,
        .at_ms = as_of_before ? frame->at_ms : writer->end_ms,
        .wall_ms = frame->wall_ms,
        .body_crc = tape_crc(frame->body, frame->body_bytes),
    };
    unsigned char *at = room_for(writer, TAPE_HEAD_BYTES + head.stored_bytes);
    if (frame->topic_bytes)
        memcpy(at + TAPE_HEAD_BYTES, frame->topic, frame->topic_bytes);
    if (bytes)
        memcpy(at + TAPE_HEAD_BYTES + frame->topic_bytes, body, bytes);
    head.contents_crc = tape_crc(at + TAPE_HEAD_BYTES, head.stored_bytes);
    tape_head_put(at, &head);
    writer->kept_bytes += TAPE_HEAD_BYTES + head.stored_bytes;
    tape_history_keep(&writer->history, frame->topic, frame->topic_bytes, frame->body,
                      frame->body_bytes);
}

bool acd_tape_flush(struct acd_tape_writer *writer, bool sync, struct acd_fault *why)
{
    if (!put_all(writer, writer->kept, writer->kept_bytes)) {
        int error = errno;
        bool whole = ftruncate(writer->fd, (off_t)writer->end) == 0;
        acd_fault_say(why, "%s: %s; the tape is whole up to what was written before%s",
                      writer->path, error == ENOSPC ? "the disk is full" : strerror(error),
                      whole ? "" : ", a part of a frame behind it");
        return false;
    }
    writer->end += writer->kept_bytes;
    writer->kept_bytes = 0;
    if (sync && fdatasync(writer->fd) != 0)
        return acd_fault_say(why, "%s: the disk does not take it: %s", writer->path,
                             strerror(errno));
    return true;
}

void acd_tape_finish(struct acd_tape_writer *writer)
{
    struct acd_fault why;
    if (!writer)
        return;
    bool flushed = writer->fd < 0 || acd_tape_flush(writer, true, &why);
    (void)flushed; /* the owner flushes first where it wants to know */
    if (writer->fd >= 0)
        close(writer->fd);
    tape_history_clear(&writer->history);
    free(writer->kept);
    free(writer->deflated);
    free(writer->path);
    free(writer);
}
