/* The field tables of entity.h.  Packing, unpacking, JSON, key=value, ageing, copying and the
 * contract's own documentation all walk these tables: a new key of the protocol is one line there.
 *
 * Everything here is pure and thread-safe: no clock, no I/O, no allocation but in a caller's
 * scratch. */
#ifndef ACDFEED_SHAPE_H
#define ACDFEED_SHAPE_H

#include "acdfeed/entity.h"
#include "acdfeed/macros.h"

#include <stddef.h>

enum acd_type {
    ACD_TYPE_ID,       /* const char *, of the id characters, 1..ACD_MAX_ID_BYTES */
    ACD_TYPE_TEXT,     /* const char *, UTF-8, 0..ACD_MAX_TEXT_BYTES */
    ACD_TYPE_COUNT,    /* int64_t >= 0 */
    ACD_TYPE_MS,       /* int64_t >= 0, a duration */
    ACD_TYPE_INT,      /* int64_t */
    ACD_TYPE_TIME,     /* int64_t, ms since 1970 */
    ACD_TYPE_UINT,     /* uint64_t */
    ACD_TYPE_FRACTION, /* double 0..1 */
    ACD_TYPE_BOOL,     /* bool */
    ACD_TYPE_NAME,     /* int, one of `names`; a word outside them leaves the field unknown */
    ACD_TYPE_MAP,      /* embedded struct of `shape` */
    ACD_TYPE_MAPS,     /* pointer to structs of `shape`, uint32_t count at count_offset */
    ACD_TYPE_IDS,      /* const char *const *, uint32_t count at count_offset */
    ACD_TYPE_COUNTS,   /* const int64_t *, uint32_t count; one bare number is a list of one */
    ACD_TYPE_MARKS,    /* const struct acd_mark *, uint32_t count; on the wire a map topic -> n */
    ACD_TYPE_PACKED,   /* struct acd_packed: an array left as it came */
};

/* How a figure moves while nothing new is told (PROTOCOL.md section 2, "ages"). */
enum acd_ageing { ACD_STANDS = 0, ACD_GROWS = 1, ACD_SHRINKS = -1 };

enum { ACD_MAX_KEY_BYTES = 16 }; /* the longest key of a table */
struct acd_field {
    const char *key;
    enum acd_type type;
    enum acd_ageing ageing;
    uint16_t key_bytes;
    uint16_t offset;
    uint16_t count_offset;
    uint16_t most; /* elements of a list, bytes of a text or id at most */
    const struct acd_shape *shape;
    const struct acd_names *names;
    char padded[ACD_MAX_KEY_BYTES + 8]; /* the key again, zeros behind: compared a word at a time */
};

/* fields[i] belongs to bit i of `known`. */
struct acd_shape {
    const char *name;
    size_t bytes; /* sizeof the struct */
    int n_fields;
    const struct acd_field *fields;
    uint64_t held;   /* fields that hold pointers, themselves or inside */
    uint64_t ageing; /* fields that grow or shrink, themselves or inside */
    int key_field;   /* the field without which an entity is refused, or -1 */
};

extern const struct acd_shape acd_tally_shape, acd_target_shape, acd_call_shape, acd_measure_shape,
    acd_plan_shape, acd_agent_counts_shape, acd_queue_shape, acd_agent_queue_shape,
    acd_agent_day_shape, acd_sched_shape, acd_agent_shape, acd_mark_shape, acd_site_shape,
    acd_event_shape, acd_args_shape, acd_request_shape, acd_reply_shape;

/* The shape of the entities of one kind. */
const struct acd_shape *acd_kind_shape(enum acd_kind kind);
/* The field of that key, or NULL. */
const struct acd_field *acd_shape_field(const struct acd_shape *shape, const char *key, size_t bytes);

/* Room for one thing and what hangs from it, given out front to back; nothing is freed singly. */
struct acd_scratch {
    unsigned char *at;
    size_t bytes, used;
};
/* `bytes` aligned to 8, not cleared; NULL when the room is used up. */
void *acd_scratch_take(struct acd_scratch *scratch, size_t bytes) ACD_MUST_CHECK;
/* A NUL-terminated copy; an inner NUL becomes U+FFFD so that nothing is cut.  NULL when full. */
const char *acd_scratch_text(struct acd_scratch *scratch, const char *text, size_t bytes) ACD_MUST_CHECK;

/* A deep copy into scratch, nothing borrowed from `entity`.  NULL when the room is too small. */
void *acd_shape_copy(const struct acd_shape *shape, const void *entity, struct acd_scratch *scratch)
    ACD_MUST_CHECK;

/* A deep copy in one heap block: reuses `old` (a result of this function, or NULL) where it is
 * large enough, else replaces it.  Free with free().  Ends the program through acd_no_memory()
 * when there is none. */
void *acd_shape_keep(const struct acd_shape *shape, const void *entity, void *old) ACD_MUST_CHECK;

/* Lets `elapsed_ms` >= 0 pass for every known figure that grows or shrinks; none falls below zero.
 * Writes through the lists of the entity, so it must own them: a copy, or freshly decoded. */
void acd_shape_age(const struct acd_shape *shape, void *entity, int64_t elapsed_ms);

/* Equal in every known field, lists and strings compared by value. */
bool acd_shape_equal(const struct acd_shape *shape, const void *a, const void *b);

/* Whether b, told `elapsed_ms` >= 0 after a, tells nothing new: equal but for figures that grow or
 * shrink, and those have gone on as time does, give or take `within_ms`. */
bool acd_shape_goes_on(const struct acd_shape *shape, const void *a, const void *b, int64_t elapsed_ms,
                       int64_t within_ms);

/* True for 1..ACD_MAX_ID_BYTES characters of [A-Za-z0-9._:@+-]. */
bool acd_id_valid(const char *id, size_t bytes);
/* True for UTF-8 without surrogates, overlong forms or values past U+10FFFF. */
bool acd_utf8_valid(const char *text, size_t bytes);

#endif
