/* A hash table that remembers the order in which its rows came, so that lists are read by position
 * and entities found by id.  Knows nothing of what a row is. */
#include "console/model/index.h"

#include "acdfeed/limits.h"
#include "acdfeed/memory.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <uthash.h> /* its hash alone: an entry here is a third of one of its tables */

/* '/' cannot stand in an id. */
enum { KEY_BYTES = 2 * ACD_MAX_ID_BYTES + 2, FEWEST_HEADS = 16 };

struct index_entry {
    void *row;
    struct index_entry *next; /* with the same head */
    uint32_t hash;
    char key[];
};

/* Returns the bytes; 0 when it is too long for any row. */
static size_t make_key(char key[KEY_BYTES], const char *site, const char *id)
{
    size_t site_bytes = strlen(site), id_bytes = strlen(id);

    if (site_bytes > ACD_MAX_ID_BYTES || id_bytes > ACD_MAX_ID_BYTES)
        return 0;
    memcpy(key, site, site_bytes);
    key[site_bytes] = '/';
    memcpy(key + site_bytes + 1, id, id_bytes + 1);
    return site_bytes + 1 + id_bytes;
}

static uint32_t hash_of(const char *key, size_t bytes)
{
    uint32_t hash;

    HASH_JEN(key, bytes, hash);
    return hash;
}

static struct index_entry **head_of(const struct index *index, uint32_t hash)
{
    return &index->heads[hash & (index->n_heads - 1)];
}

static struct index_entry *find(const struct index *index, const char *site, const char *id)
{
    char key[KEY_BYTES];
    size_t bytes = make_key(key, site, id);
    uint32_t hash;

    if (bytes == 0 || index->n == 0)
        return NULL;
    hash = hash_of(key, bytes);
    for (struct index_entry *entry = *head_of(index, hash); entry; entry = entry->next)
        if (entry->hash == hash && strcmp(entry->key, key) == 0)
            return entry;
    return NULL;
}

void *index_find(const struct index *index, const char *site, const char *id)
{
    struct index_entry *entry = find(index, site, id);

    return entry ? entry->row : NULL;
}

static void chain(struct index *index, struct index_entry *entry)
{
    struct index_entry **head = head_of(index, entry->hash);

    entry->next = *head;
    *head = entry;
}

/* Room for one more, and as many heads as rows. */
static void make_room(struct index *index)
{
    if (index->n == index->alloc) {
        index->alloc += index->alloc / 2 + FEWEST_HEADS;
        index->order = acd_realloc(index->order, (size_t)index->alloc * sizeof(*index->order));
    }
    if ((uint32_t)index->n < index->n_heads)
        return;
    free(index->heads);
    index->n_heads = index->n_heads ? 2 * index->n_heads : FEWEST_HEADS;
    index->heads = acd_calloc(index->n_heads, sizeof(struct index_entry *));
    for (int i = 0; i < index->n; i++)
        chain(index, index->order[i]);
}

void index_add(struct index *index, const char *site, const char *id, void *row)
{
    char key[KEY_BYTES];
    size_t bytes = make_key(key, site, id);
    struct index_entry *entry = acd_alloc(sizeof(*entry) + bytes + 1);

    assert(bytes > 0 && !find(index, site, id));
    entry->row = row;
    entry->hash = hash_of(key, bytes);
    memcpy(entry->key, key, bytes + 1);
    make_room(index);
    chain(index, entry);
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
    struct index_entry *entry = find(index, site, id), **link;
    void *row;

    if (!entry)
        return NULL;
    close_gap(index, entry);
    link = head_of(index, entry->hash);
    while (*link != entry)
        link = &(*link)->next;
    *link = entry->next;
    row = entry->row;
    free(entry);
    return row;
}

void index_move(struct index *index, int from, int to)
{
    struct index_entry *entry = index->order[from];
    int first = from < to ? from : to, n = abs(to - from);

    memmove(&index->order[from < to ? first : first + 1], &index->order[from < to ? first + 1 : first],
            (size_t)n * sizeof(*index->order));
    index->order[to] = entry;
}

void *index_at(const struct index *index, int i)
{
    return i >= 0 && i < index->n ? index->order[i]->row : NULL;
}

void index_release(struct index *index)
{
    free(index->heads);
    for (int i = 0; i < index->n; i++)
        free(index->order[i]);
    free(index->order);
    *index = (struct index){.n = 0};
}
