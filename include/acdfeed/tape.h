/* A shift on tape: the raw messages of feeds with the times they came at, in one file that only
 * grows.  Compact, readable after a crash up to its last whole frame, seekable by time: about once a
 * minute the recorder puts a key set on it, messages of the usual form that tell everything there
 * was then, so that a subscriber who hears the set and what follows knows as much as one who heard
 * all of it.
 *
 * Two clocks: `at_ms` is the tape's own and never goes back; it starts at the recorder's wall clock
 * and follows its monotonic one.  `wall_ms` is the recorder's wall clock of that moment.  Both in ms
 * since 1970-01-01 UTC.
 *
 * Format, all integers little-endian.  File: "ACDTAPE\n", u32 version (1), u32 CRC-32 of the 12
 * bytes before.  Then frames:
 *   u32 0x50415441  u8 kind  u8 coding  u8 feed  u8 entity kind (255: none)
 *   u16 bytes of topic  u16 0  u32 bytes of topic and body as they stand here  u32 bytes of body
 *   i64 at_ms  i64 wall_ms  u32 CRC-32 of the body  u32 CRC-32 of topic and body as they stand here
 *   u32 CRC-32 of the 44 bytes before; then topic, and body by its coding.
 *
 * Codings: 0 plain, 1 deflate, which begin their topic anew; 2 deflate after the latest 32 KiB of
 * bodies of the same topic, 3 plain among such.  64 topics are remembered, from KEY or BEGIN on.
 * A damaged frame costs those of its topic up to the next key set.
 *
 * Memory: 2 MiB, one frame, and 16 bytes for each key set.  One tape, one thread.  File I/O inside. */
#ifndef ACDFEED_TAPE_H
#define ACDFEED_TAPE_H

#include "acdfeed/entity.h"
#include "acdfeed/fault.h"

#include <stddef.h>

enum acd_tape_kind {
    ACD_TAPE_BEGIN = 1, /* a recorder started; body: what it heard, endpoints with blanks between */
    ACD_TAPE_MESSAGE,   /* as it came from a feed */
    ACD_TAPE_KEY,       /* a key set begins; body: the sites, blanks between */
    ACD_TAPE_KEYED,     /* a message of the set */
    ACD_TAPE_KEY_END,   /* the set is whole */
};

struct acd_tape_frame {
    enum acd_tape_kind kind;
    int feed; /* 0..255: which of those heard */
    int64_t at_ms, wall_ms;
    const void *topic, *body; /* borrowed until the next call */
    size_t topic_bytes, body_bytes;
};

/* --- reading --- */
struct acd_tape;

struct acd_tape_about {
    int64_t start_ms, end_ms; /* at_ms of the first and the last whole frame; 0 when it is empty */
    uint64_t frames;          /* whole by their heads */
    uint64_t damaged;         /* places passed over because they are not as they were written */
    uint64_t bytes;           /* up to the end of the last whole frame */
    bool cut;                 /* the last frame is not whole: the recorder did not end well */
    const char *sites;        /* of the first key set, blanks between; "" unknown.  Borrowed */
};

/* Reads the heads of all frames.  NULL: no such file, no tape, another version; why, in words. */
struct acd_tape *acd_tape_open(const char *path, struct acd_fault *why) ACD_MUST_CHECK;
void acd_tape_close(struct acd_tape *tape);
/* `damaged` grows as frames are read whose contents are not as they were written. */
struct acd_tape_about acd_tape_about(const struct acd_tape *tape);

/* The next whole frame; of messages (MESSAGE, KEYED) only those of the `kinds` (bits of enum
 * acd_kind), 0 for all; seek before you change them.  False at the end. */
bool acd_tape_next(struct acd_tape *tape, uint32_t kinds, struct acd_tape_frame *frame);
/* Goes on with the last key set that began at or before `at_ms`, whose time it writes to *key_ms
 * (or NULL); with the beginning where there is none: false then. */
bool acd_tape_seek(struct acd_tape *tape, int64_t at_ms, int64_t *key_ms);

/* --- writing --- */
struct acd_tape_writer;

/* Makes the tape, or goes on with it after its last whole frame.  NULL: it cannot be written, is no
 * tape, or another recorder writes to it. */
struct acd_tape_writer *acd_tape_append(const char *path, struct acd_fault *why) ACD_MUST_CHECK;
/* at_ms of the last frame there was; 0 on a new tape. */
int64_t acd_tape_writer_end_ms(const struct acd_tape_writer *writer);
/* Keeps one frame for the next flush.  A frame whose at_ms lies before the last one's gets that
 * one's, but for KEYED ones: a set may tell what was heard before it.  The topic takes at most ACD_MAX_TOPIC_BYTES, the body ACD_MAX_BODY_BYTES. */
void acd_tape_write(struct acd_tape_writer *writer, const struct acd_tape_frame *frame);
/* Puts what is kept into the file; with `sync` onto the disk.  False: the disk is full or fails;
 * the tape is whole up to the last flush. */
bool acd_tape_flush(struct acd_tape_writer *writer, bool sync, struct acd_fault *why)
    ACD_MUST_CHECK;
/* Flushes, in vain where it cannot; NULL is fine. */
void acd_tape_finish(struct acd_tape_writer *writer);

#endif
