/* At most once: the memory of what was answered to which request.  It knows ids and answers, not
 * what was asked. */
#include "acdfeed/control.h"
#include "acdfeed/memory.h"
#include "feed/link/table.h"

#include <stdlib.h>
#include <string.h>

struct entry {
    UT_hash_handle hh;
    int64_t asked_ms;
    enum acd_status status;
    char *why; /* NULL: none */
    char id[];
};

struct acd_once {
    struct entry *table; /* in the order they were asked */
    int64_t keep_ms;
    uint32_t most;
};

struct acd_once *acd_once_new(int64_t keep_ms, uint32_t most)
{
    struct acd_once *once = acd_calloc(1, sizeof *once);
    once->keep_ms = keep_ms;
    once->most = most;
    return once;
}

static void drop(struct acd_once *once, struct entry *entry)
{
    HASH_DEL(once->table, entry);
    free(entry->why);
    free(entry);
}

void acd_once_free(struct acd_once *once)
{
    if (!once)
        return;
    struct entry *each, *next;
    HASH_ITER(hh, once->table, each, next)
    {
        drop(once, each);
    }
    free(once);
}

/* uthash keeps the order of adding, so the oldest stand first. */
static void forget_old(struct acd_once *once, int64_t now_ms)
{
    while (once->table && now_ms - once->table->asked_ms > once->keep_ms)
        drop(once, once->table);
}

static struct entry *find(const struct acd_once *once, const char *id)
{
    struct entry *found = NULL;
    HASH_FIND(hh, once->table, id, strlen(id), found);
    return found;
}

enum acd_once_answer acd_once_ask(struct acd_once *once, const char *id, int64_t now_ms,
                                  enum acd_status *status, const char **why)
{
    forget_old(once, now_ms);
    struct entry *entry = find(once, id);
    if (entry) {
        *status = entry->status;
        *why = entry->why;
        return ACD_ONCE_AGAIN;
    }
    if (HASH_COUNT(once->table) >= once->most)
        return ACD_ONCE_FULL;
    size_t bytes = strlen(id);
    entry = acd_calloc(1, sizeof *entry + bytes + 1);
    memcpy(entry->id, id, bytes);
    entry->asked_ms = now_ms;
    entry->status = ACD_STATUS_ACCEPTED;
    HASH_ADD(hh, once->table, id[0], bytes, entry);
    return ACD_ONCE_NEW;
}

void acd_once_told(struct acd_once *once, const char *id, enum acd_status status, const char *why)
{
    struct entry *entry = find(once, id);
    if (!entry)
        return;
    char *copy = why && why[0] ? acd_strdup(why) : NULL;
    free(entry->why);
    entry->why = copy;
    entry->status = status;
}
