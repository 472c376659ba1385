/* The feed's own table of entities.  It knows ids, order and turns; never sockets or bytes. */
#include "feed/link/catalogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct catalogue_item *catalogue_find(const struct catalogue *catalogue, const char *id)
{
    struct catalogue_item *found = NULL;
    HASH_FIND(hh, catalogue->table, id, strlen(id), found);
    return found;
}

static void touch(struct catalogue *catalogue, struct catalogue_item *item)
{
    if (item->dirty)
        return;
    item->dirty = true;
    item->next_dirty = NULL;
    if (catalogue->last_dirty)
        catalogue->last_dirty->next_dirty = item;
    else
        catalogue->first_dirty = item;
    catalogue->last_dirty = item;
}

static struct catalogue_item *add(struct catalogue *catalogue, const char *id)
{
    size_t bytes = strlen(id);
    struct catalogue_item *item = acd_calloc(1, sizeof *item + bytes + 1);
    memcpy(item->id, id, bytes);
    item->gone = true;
    HASH_ADD(hh, catalogue->table, id[0], bytes, item);
    if (catalogue->n_sorted == catalogue->alloc) {
        catalogue->alloc = catalogue->alloc ? 2 * catalogue->alloc : 64;
        catalogue->sorted =
            acd_realloc(catalogue->sorted, catalogue->alloc * sizeof *catalogue->sorted);
    }
    catalogue->sorted[catalogue->n_sorted++] = item;
    catalogue->unsorted = true;
    return item;
}

static struct catalogue_item *keep(struct catalogue *catalogue, const char *id, const void *entity,
                                   bool gone, int64_t now_ms)
{
    struct catalogue_item *item = catalogue_find(catalogue, id);
    if (!item && gone)
        return NULL;
    if (!item)
        item = add(catalogue, id);
    if (item->gone && !gone)
        catalogue->present++;
    if (!item->gone && gone)
        catalogue->present--;
    item->gone = gone;
    item->doubted = false;
    item->told_ms = now_ms;
    item->entity = acd_shape_keep(catalogue->shape, entity, item->entity);
    return item;
}

void catalogue_tell(struct catalogue *catalogue, const char *id, const void *entity, bool gone,
                    int64_t gone_until_ms, int64_t now_ms)
{
    struct catalogue_item *item = keep(catalogue, id, entity, gone, now_ms);
    if (!item)
        return;
    item->gone_until_ms = gone_until_ms;
    touch(catalogue, item);
}

void catalogue_keep(struct catalogue *catalogue, const char *id, const void *entity, int64_t now_ms)
{
    (void)keep(catalogue, id, entity, false, now_ms);
}

void catalogue_doubt(struct catalogue *catalogue, const char *id)
{
    struct catalogue_item *one = id ? catalogue_find(catalogue, id) : NULL;
    if (one)
        one->doubted = true;
    for (size_t i = 0; !id && i < catalogue->n_sorted; i++)
        catalogue->sorted[i]->doubted = true;
}

void catalogue_touch_all(struct catalogue *catalogue)
{
    for (size_t i = 0; i < catalogue->n_sorted; i++)
        touch(catalogue, catalogue->sorted[i]);
}

static int by_id(const void *a, const void *b)
{
    const struct catalogue_item *const *left = a, *const *right = b;
    return strcmp((*left)->id, (*right)->id);
}

size_t catalogue_after(struct catalogue *catalogue, const char *after)
{
    if (catalogue->unsorted)
        qsort(catalogue->sorted, catalogue->n_sorted, sizeof *catalogue->sorted, by_id);
    catalogue->unsorted = false;
    size_t low = 0, high = catalogue->n_sorted;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(catalogue->sorted[middle]->id, after) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void catalogue_round(struct catalogue *catalogue, int64_t elapsed_ms, int64_t round_ms)
{
    int64_t n = (int64_t)catalogue->n_sorted;
    if (n == 0)
        return;
    catalogue->credit += n * (elapsed_ms < round_ms ? elapsed_ms : round_ms);
    int64_t turns = catalogue->credit / round_ms;
    if (turns == 0)
        return;
    catalogue->credit -= turns * round_ms;
    size_t at = catalogue_after(catalogue, catalogue->cursor);
    for (int64_t i = 0; i < turns && i < n; i++, at++) {
        at = at < catalogue->n_sorted ? at : 0;
        touch(catalogue, catalogue->sorted[at]);
        snprintf(catalogue->cursor, sizeof catalogue->cursor, "%s", catalogue->sorted[at]->id);
    }
}

struct catalogue_item *catalogue_dirty(struct catalogue *catalogue)
{
    return catalogue->first_dirty;
}

static void drop(struct catalogue *catalogue, struct catalogue_item *item)
{
    size_t at = catalogue_after(catalogue, item->id) - 1;
    memmove(catalogue->sorted + at, catalogue->sorted + at + 1,
            (catalogue->n_sorted - at - 1) * sizeof *catalogue->sorted);
    catalogue->n_sorted--;
    HASH_DEL(catalogue->table, item);
    free(item->entity);
    free(item);
}

void catalogue_sent(struct catalogue *catalogue, int64_t now_ms)
{
    struct catalogue_item *item = catalogue->first_dirty;
    catalogue->first_dirty = item->next_dirty;
    if (!catalogue->first_dirty)
        catalogue->last_dirty = NULL;
    item->dirty = false;
    if (item->gone && now_ms >= item->gone_until_ms)
        drop(catalogue, item);
}

void catalogue_release(struct catalogue *catalogue)
{
    struct catalogue_item *each, *next;
    HASH_ITER(hh, catalogue->table, each, next)
    {
        HASH_DEL(catalogue->table, each);
        free(each->entity);
        free(each);
    }
    free(catalogue->sorted);
    *catalogue = (struct catalogue){.shape = catalogue->shape};
}
