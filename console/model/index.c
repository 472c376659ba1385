/* A hash table that remembers the order in which its rows came, so that lists are read by position
 * and entities found by id.  Knows nothing of what a row is. */
#include "console/model/index.h"

#include "acdfeed/limits.h"
#include "acdfeed/memory.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define uthash_malloc(bytes) acd_alloc(bytes)
#define uthash_free(block, bytes) free(block)
#define uthash_fatal(words) acd_no_memory()
#include <uthash.h>

/* '/' cannot stand in an id. */
enum { KEY_BYTES = 2 * ACD_MAX_ID_BYTES + 2 };

struct index_entry {
    void *row;
    UT_hash_handle hh;
    char key[];
};

static size_t make_key(char key[KEY_BYTES], const char *site, const char *id)
{
    size_t site_bytes = strlen(site), id_bytes = strlen(id);

    assert(site_bytes <= ACD_MAX_ID_BYTES && id_bytes <= ACD_MAX_ID_BYTES);
    memcpy(key, site, site_bytes);
    key[site_bytes] = '/';
    memcpy(key + site_bytes + 1, id, id_bytes + 1);
    return site_bytes + 1 + id_bytes;
}

static struct index_entry *find(const struct index *index, const char *site, const char *id)
{
    char key[KEY_BYTES];
    struct index_entry *entry;

    if (strlen(site) > ACD_MAX_ID_BYTES || strlen(id) > ACD_MAX_ID_BYTES)
        return NULL;
    HASH_FIND(hh, index->by_key, key, make_key(key, site, id), entry);
    return entry;
}

void *index_find(const struct index *index, const char *site, const char *id)
{
    struct index_entry *entry = find(index, site, id);

    return entry ? entry->row : NULL;
}

void index_add(struct index *index, const char *site, const char *id, void *row)
{
    char key[KEY_BYTES];
    size_t bytes = make_key(key, site, id);
    struct index_entry *entry = acd_alloc(sizeof(*entry) + bytes + 1);

    assert(!find(index, site, id));
    entry->row = row;
    memcpy(entry->key, key, bytes + 1);
    HASH_ADD_KEYPTR(hh, index->by_key, entry->key, bytes, entry);
    if (index->n == index->alloc) {
        index->alloc = index->alloc ? 2 * index->alloc : 16;
        index->order = acd_realloc(index->order, (size_t)index->alloc * sizeof(*index->order));
    }
    index->order[index->n++] = entry;
}

static void close_gap(struct index *index, const struct index_entry *entry)
{
    for (int i = 0; i < index->n; i++)
        if (index->order[i] == entry) {
            memmove(&index->order[i], &index->order[i + 1],
                    (size_t)(index->n - i - 1) * sizeof(*index->order));
            break;
        }
    index->n--;
}

void *index_remove(struct index *index, const char *site, const char *id)
{
    struct index_entry *entry = find(index, site, id);
    void *row;

    if (!entry)
        return NULL;
    close_gap(index, entry);
    HASH_DEL(index->by_key, entry);
    row = entry->row;
    free(entry);
    return row;
}

void *index_at(const struct index *index, int i)
{
    return i >= 0 && i < index->n ? index->order[i]->row : NULL;
}

void index_release(struct index *index)
{
    HASH_CLEAR(hh, index->by_key);
    for (int i = 0; i < index->n; i++)
        free(index->order[i]);
    free(index->order);
    *index = (struct index){.n = 0};
}
