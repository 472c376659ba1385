/* A block of tellings: an origin (site, kind, epoch, when), then the entities of it as packed
 * bytes, an origin again where another begins.  Reading from front to back gives them as they came;
 * what came later of the same entity stands further behind, so the last one holds. */
#include "console/edge/tellings.h"

#include "acdfeed/memory.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define uthash_malloc(bytes) acd_alloc(bytes)
#define uthash_fatal(words) acd_no_memory()
#include <uthash.h>

enum telling { TELLING_ORIGIN, TELLING_ENTITY, TELLING_DOUBT, TELLING_FORGET };

/* Behind it an id (of an origin: the site's) with its NUL, then `packed` bytes, then up to 7 for
 * the next to be aligned. */
struct head {
    int64_t at_ms;   /* of an origin */
    uint32_t number; /* of an origin its epoch, of an entity its slot */
    uint32_t packed;
    uint8_t is, kind, id_bytes;
    bool first; /* the entity was not there before this */
};

static size_t bytes_of(const struct head *head)
{
    return (sizeof *head + head->id_bytes + 1 + head->packed + 7) & ~(size_t)7;
}

static const struct head *head_at(const struct tellings *tellings, size_t offset)
{
    return (const struct head *)(const void *)(tellings->at + offset);
}

static const char *id_at(const struct head *head)
{
    return (const char *)(head + 1);
}

static void put(struct tellings *tellings, const struct head *head, const char *id,
                const void *packed)
{
    size_t bytes = bytes_of(head);
    if (tellings->alloc - tellings->used < bytes) {
        tellings->alloc += tellings->alloc / 2 + bytes + 4096;
        tellings->at = acd_realloc(tellings->at, tellings->alloc);
    }
    unsigned char *to = tellings->at + tellings->used;
    memcpy(to, head, sizeof *head);
    to += sizeof *head;
    memcpy(to, id, head->id_bytes);
    to[head->id_bytes] = '\0';
    if (head->packed)
        memcpy(to + head->id_bytes + 1, packed, head->packed);
    tellings->used += bytes;
}

static uint8_t id_bytes(const char *id)
{
    size_t bytes = strlen(id);
    assert(bytes <= ACD_MAX_ID_BYTES);
    return (uint8_t)bytes;
}

static bool same_origin(const struct tellings *tellings, const struct acd_told *told)
{
    if (tellings->used == 0)
        return false;
    const struct head *origin = head_at(tellings, tellings->origin);
    return origin->at_ms == told->at_ms && origin->number == told->epoch &&
           origin->kind == told->kind && strcmp(id_at(origin), told->site) == 0;
}

static void put_origin(struct tellings *tellings, const struct acd_told *told)
{
    if (same_origin(tellings, told))
        return;
    size_t at = tellings->used;
    struct head origin = {.is = TELLING_ORIGIN,
                          .at_ms = told->at_ms,
                          .number = told->epoch,
                          .kind = (uint8_t)told->kind,
                          .id_bytes = id_bytes(told->site)};
    put(tellings, &origin, told->site, NULL);
    tellings->origin = at;
}

/* --- the latest of each
 * --------------------------------------------------------------------------- */

struct address { /* zeroed before it is filled: hashed as bytes */
    char site[ACD_MAX_ID_BYTES + 1];
    char kind;
    char id[ACD_MAX_ID_BYTES + 1];
};

struct latest {
    struct address address;
    size_t offset;
    bool first; /* the board does not have it */
    UT_hash_handle hh;
};

static void note_latest(struct latest **table, const struct head *origin, const struct head *head,
                        size_t offset)
{
    struct latest *latest, made = {.offset = offset, .first = head->first};
    made.address.kind = (char)origin->kind;
    memcpy(made.address.site, id_at(origin), origin->id_bytes);
    memcpy(made.address.id, id_at(head), head->id_bytes);
    HASH_FIND(hh, *table, &made.address, sizeof made.address, latest);
    if (!latest) {
        latest = acd_alloc(sizeof *latest);
        *latest = made;
        HASH_ADD(hh, *table, address, sizeof latest->address, latest);
    }
    latest->offset = offset;
}

static int by_offset(const struct latest *a, const struct latest *b)
{
    return a->offset < b->offset ? -1 : a->offset > b->offset;
}

static struct latest *latest_of_each(const struct tellings *tellings)
{
    struct latest *table = NULL;
    const struct head *origin = NULL;
    for (size_t offset = 0; offset < tellings->used;) {
        const struct head *head = head_at(tellings, offset);
        if (head->is == TELLING_ORIGIN)
            origin = head;
        else
            note_latest(&table, origin, head, offset);
        offset += bytes_of(head);
    }
    HASH_SORT(table, by_offset);
    return table;
}

/* An entity that came and went, all of it since the last taking, is nobody's news: else a feed that makes
 * them up would fill this for as long as nobody takes it. */
static void put_latest(struct tellings *kept, const struct latest *latest, const struct head *origin,
                       const struct head *head)
{
    struct acd_told told = {.site = id_at(origin), .kind = (enum acd_kind)origin->kind,
                            .epoch = origin->number, .at_ms = origin->at_ms};
    struct head copy = *head;
    copy.first = latest->first;
    if (head->is == TELLING_FORGET && latest->first)
        return;
    put_origin(kept, &told);
    put(kept, &copy, id_at(head), id_at(head) + head->id_bytes + 1);
}

/* What came before it of the same entity is of no use any more. */
static void keep_latest(struct tellings *tellings)
{
    struct tellings kept = {0};
    struct latest *table = latest_of_each(tellings), *each = table, *next;
    const struct head *origin = NULL;
    for (size_t offset = 0; offset < tellings->used;) {
        const struct head *head = head_at(tellings, offset);
        if (head->is == TELLING_ORIGIN) {
            origin = head;
        } else if (each && each->offset == offset) {
            put_latest(&kept, each, origin, head);
            each = each->hh.next;
        }
        offset += bytes_of(head);
    }
    HASH_ITER(hh, table, each, next)
    {
        HASH_DEL(table, each);
        free(each);
    }
    free(tellings->at);
    kept.most = 2 * kept.used;
    *tellings = kept;
}

/* --- in and out
 * ----------------------------------------------------------------------------------- */

static void add(struct tellings *tellings, const struct acd_told *origin, const struct head *head,
                const char *id, const void *packed)
{
    size_t most = tellings->most > TELLINGS_LEAST_BYTES ? tellings->most : TELLINGS_LEAST_BYTES;
    put_origin(tellings, origin);
    put(tellings, head, id, packed);
    if (tellings->used > most)
        keep_latest(tellings);
}

static const char *entity_id(enum acd_kind kind, const void *entity)
{
    return kind == ACD_KIND_QUEUE ? ((const struct acd_queue *)entity)->id
                                  : ((const struct acd_agent *)entity)->id;
}

void tellings_add(struct tellings *tellings, const struct acd_told *told, const void *entity)
{
    struct acd_buffer anew;
    const char *id = entity_id(told->kind, entity);
    const void *packed = told->packed;
    size_t bytes = told->packed_bytes;
    acd_buffer_init(&anew);
    if (!packed || bytes > TELLINGS_LONG_BYTES) {
        acd_pack(&anew, acd_kind_shape(told->kind), entity);
        packed = anew.data;
        bytes = anew.size;
    }
    struct head head = {.is = TELLING_ENTITY,
                        .number = told->slot,
                        .packed = (uint32_t)bytes,
                        .kind = (uint8_t)told->kind,
                        .id_bytes = id_bytes(id),
                        .first = told->first};
    add(tellings, told, &head, id, packed);
    acd_buffer_release(&anew);
}

/* Of the site and kind that was spoken of last, if it is the same: their epoch tells nothing. */
static void add_word(struct tellings *tellings, enum telling is, const char *site,
                     enum acd_kind kind, const char *id)
{
    const struct head *last = tellings->used > 0 ? head_at(tellings, tellings->origin) : NULL;
    struct acd_told told = {.site = site, .kind = kind};
    struct head head = {.is = (uint8_t)is, .kind = (uint8_t)kind, .id_bytes = id_bytes(id)};
    if (last && last->kind == kind && strcmp(id_at(last), site) == 0) {
        told.epoch = last->number;
        told.at_ms = last->at_ms;
    }
    add(tellings, &told, &head, id, NULL);
}

void tellings_doubt(struct tellings *tellings, const char *site, enum acd_kind kind, const char *id)
{
    add_word(tellings, TELLING_DOUBT, site, kind, id);
}

void tellings_forget(struct tellings *tellings, const char *site, enum acd_kind kind,
                     const char *id)
{
    add_word(tellings, TELLING_FORGET, site, kind, id);
}

static void give_one(struct board *board, struct acd_told *told, const struct head *head)
{
    const char *id = id_at(head);
    if (head->is == TELLING_DOUBT) {
        board_take_doubt(board, told->site, told->kind, id);
    } else if (head->is == TELLING_FORGET) {
        board_take_forget(board, told->site, told->kind, id);
    } else {
        told->slot = head->number;
        told->packed = id + head->id_bytes + 1;
        told->packed_bytes = head->packed;
        board_take_packed(board, told, id);
    }
}

void tellings_give(struct tellings *tellings, struct board *board)
{
    struct acd_told told = {.site = ""};
    for (size_t offset = 0; offset < tellings->used;) {
        const struct head *head = head_at(tellings, offset);
        if (head->is == TELLING_ORIGIN)
            told = (struct acd_told){.site = id_at(head),
                                     .kind = (enum acd_kind)head->kind,
                                     .epoch = head->number,
                                     .at_ms = head->at_ms};
        else
            give_one(board, &told, head);
        offset += bytes_of(head);
    }
    tellings->used = 0;
    tellings->most = 0;
    if (tellings->alloc > TELLINGS_KEPT_BYTES)
        tellings_release(tellings);
}

void tellings_release(struct tellings *tellings)
{
    free(tellings->at);
    *tellings = (struct tellings){0};
}
