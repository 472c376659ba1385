/* Counts commands of keys.  It knows names and times, never what is asked. */
#include "feed/link/quota.h"

#include "feed/link/table.h"

#include <stdlib.h>
#include <string.h>

enum { MINUTE_MS = 60000 };

struct quota_entry {
    UT_hash_handle hh;
    int64_t left;     /* in 1/60000 of a command, so that a millisecond is a whole number */
    int64_t since_ms; /* left is as of then */
    char name[];
};

/* Two of the longest there, a newcomer: what has its whole minute again is as one not there; the
 * others go to the end of the order. */
static void make_room(struct quota *quota, int64_t now_ms)
{
    for (int i = 0; i < 2 && quota->table; i++) {
        struct quota_entry *oldest = quota->table;
        HASH_DEL(quota->table, oldest);
        if (now_ms - oldest->since_ms > 2 * MINUTE_MS)
            free(oldest);
        else
            HASH_ADD(hh, quota->table, name[0], strlen(oldest->name), oldest);
    }
}

static struct quota_entry *find(struct quota *quota, const char *name)
{
    struct quota_entry *entry = NULL;
    HASH_FIND(hh, quota->table, name, strlen(name), entry);
    return entry;
}

static struct quota_entry *entry_of(struct quota *quota, const char *name, int64_t now_ms)
{
    struct quota_entry *entry = find(quota, name);
    if (entry)
        return entry;
    make_room(quota, now_ms);
    if (HASH_COUNT(quota->table) >= QUOTA_NAMES) {
        name = "";
        entry = find(quota, name);
        if (entry)
            return entry;
    }
    size_t bytes = strlen(name);
    entry = acd_calloc(1, sizeof *entry + bytes + 1);
    memcpy(entry->name, name, bytes);
    entry->left = quota->per_minute * MINUTE_MS;
    entry->since_ms = now_ms;
    HASH_ADD(hh, quota->table, name[0], bytes, entry);
    return entry;
}

enum quota_answer quota_take(struct quota *quota, const char *name, int64_t now_ms)
{
    struct quota_entry *entry = entry_of(quota, name, now_ms);
    int64_t most = quota->per_minute * MINUTE_MS, past_ms = now_ms - entry->since_ms;
    if (past_ms > 2 * MINUTE_MS)
        past_ms = 2 * MINUTE_MS;
    if (past_ms > 0) {
        entry->left += past_ms * quota->per_minute;
        entry->since_ms = now_ms;
    }
    if (entry->left > most)
        entry->left = most;
    if (entry->left - MINUTE_MS < -most)
        return QUOTA_DROP;
    entry->left -= MINUTE_MS;
    return entry->left >= 0 ? QUOTA_PASS : QUOTA_REFUSE;
}

void quota_release(struct quota *quota)
{
    struct quota_entry *each, *next;
    HASH_ITER(hh, quota->table, each, next)
    {
        HASH_DEL(quota->table, each);
        free(each);
    }
}
