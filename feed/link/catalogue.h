/* What a feed has told of one kind of entity at one site: what is to be sent, what stands in which
 * page.  Pure: `now` is monotonic ms. */
#ifndef LINK_CATALOGUE_H
#define LINK_CATALOGUE_H

#include "acdfeed/limits.h"
#include "acdfeed/shape.h"
#include "feed/link/table.h"

struct catalogue_item {
    UT_hash_handle hh;
    struct catalogue_item *next_dirty;
    void *entity; /* of the catalogue's shape, owned */
    int64_t told_ms;
    int64_t gone_until_ms; /* of a gone one: sent in keyframes until then */
    bool dirty, gone;
    bool doubted; /* what is held may be so no more: not to be sent, in no page */
    char id[];
};

/* Zeroed but for `shape` is empty. */
struct catalogue {
    const struct acd_shape *shape;
    struct catalogue_item *table;
    struct catalogue_item *first_dirty, *last_dirty; /* to be sent, in the order they were told */
    struct catalogue_item **sorted;                  /* by id, when not `unsorted` */
    size_t n_sorted, alloc;
    bool unsorted;
    uint32_t present;                  /* without the gone ones */
    char cursor[ACD_MAX_ID_BYTES + 1]; /* the last one that its keyframe turn came to */
    int64_t credit;                    /* entities times ms */
};

struct catalogue_item *catalogue_find(const struct catalogue *catalogue, const char *id);
/* The full present state, copied.  Gone ones are told of until `gone_until_ms`. */
void catalogue_tell(struct catalogue *catalogue, const char *id, const void *entity, bool gone,
                    int64_t gone_until_ms, int64_t now_ms);
/* The same of one that was sent already, and is there. */
void catalogue_keep(struct catalogue *catalogue, const char *id, const void *entity,
                    int64_t now_ms);
/* What is held of this one, of all where `id` is NULL, may be so no more, until it is told again.
 */
void catalogue_doubt(struct catalogue *catalogue, const char *id);
/* Everything is to be sent again. */
void catalogue_touch_all(struct catalogue *catalogue);
/* `elapsed_ms` of a keyframe round have passed: those whose turn came are to be sent again. */
void catalogue_round(struct catalogue *catalogue, int64_t elapsed_ms, int64_t round_ms);
/* The next one to be sent, NULL when there is none; catalogue_sent() takes it off, and away when
 * it was gone long enough. */
struct catalogue_item *catalogue_dirty(struct catalogue *catalogue);
void catalogue_sent(struct catalogue *catalogue, int64_t now_ms);
/* Those in id order after `after` ("" for the first): the index to begin with. */
size_t catalogue_after(struct catalogue *catalogue, const char *after);
void catalogue_release(struct catalogue *catalogue);

#endif
