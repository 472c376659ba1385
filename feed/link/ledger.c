/* The book of tellings.  It knows ids, epochs and message numbers; never the entities themselves,
 * the clock, or why a doubt was raised. */
#include "feed/link/ledger.h"

#include "acdfeed/memory.h"
#include "feed/link/table.h"

#include <string.h>

struct ledger_entry {
    UT_hash_handle hh;
    uint32_t epoch;
    uint32_t life;
    bool there; /* told and not gone since */
    struct ledger_stamp stamp;
    char id[];
};

static struct ledger_entry *find(struct ledger *ledger, const char *id)
{
    struct ledger_entry *found = NULL;
    HASH_FIND(hh, ledger->table, id, strlen(id), found);
    return found;
}

static struct ledger_entry *find_or_add(struct ledger *ledger, const char *id)
{
    struct ledger_entry *entry = find(ledger, id);
    if (entry || HASH_COUNT(ledger->table) >= LEDGER_MOST)
        return entry;
    size_t bytes = strlen(id);
    entry = acd_calloc(1, sizeof *entry + bytes + 1);
    memcpy(entry->id, id, bytes);
    HASH_ADD(hh, ledger->table, id[0], bytes, entry);
    return entry;
}

static bool is_present(const struct ledger *ledger, const struct ledger_entry *entry)
{
    return entry->there && entry->epoch == ledger->epoch;
}

static void told(struct ledger *ledger, struct ledger_entry *entry)
{
    if (!is_present(ledger, entry))
        ledger->present++;
    entry->there = true;
    entry->epoch = ledger->epoch;
}

static void stamp_with(const struct ledger *ledger, struct ledger_entry *entry,
                       struct ledger_stamp stamp)
{
    entry->life = ledger->life;
    entry->stamp = stamp;
}

static bool same_stream(const struct ledger *ledger, const struct ledger_entry *entry)
{
    return entry->life == ledger->life && entry->stamp.topic;
}

enum ledger_answer ledger_tell(struct ledger *ledger, const char *id, struct ledger_stamp stamp)
{
    struct ledger_entry *entry = find_or_add(ledger, id);
    if (!entry)
        return LEDGER_FULL;
    if (same_stream(ledger, entry) && entry->stamp.topic == stamp.topic && entry->stamp.n > stamp.n)
        return LEDGER_OLDER;
    told(ledger, entry);
    stamp_with(ledger, entry, stamp);
    return LEDGER_APPLY;
}

/* Whether what we know of the entity is later than a page with these marks. */
static bool later_than(const struct ledger *ledger, const struct ledger_entry *entry,
                       const struct sequences *marks, const char *topic, size_t topic_bytes)
{
    const struct sequence *mark = sequences_find(marks, topic, topic_bytes);
    if (!mark) /* the page does not say: what this epoch has told stands */
        return entry->epoch == ledger->epoch;
    return entry->stamp.n > sequence_last(mark);
}

enum ledger_answer ledger_page(struct ledger *ledger, const char *id, const struct sequences *marks,
                               struct ledger_stamp stamp)
{
    struct ledger_entry *entry = find_or_add(ledger, id);
    if (!entry)
        return LEDGER_FULL;
    if (same_stream(ledger, entry)) {
        size_t bytes;
        const char *topic = sequence_topic(entry->stamp.topic, &bytes);
        if (later_than(ledger, entry, marks, topic, bytes))
            return LEDGER_OLDER;
    }
    told(ledger, entry);
    stamp_with(ledger, entry, stamp);
    return LEDGER_APPLY;
}

static void drop(struct ledger *ledger, struct ledger_entry *entry)
{
    if (is_present(ledger, entry))
        ledger->present--;
    HASH_DEL(ledger->table, entry);
    free(entry);
}

bool ledger_gone(struct ledger *ledger, const char *id, struct ledger_stamp stamp, bool remember)
{
    struct ledger_entry *entry = remember ? find_or_add(ledger, id) : find(ledger, id);
    if (!entry)
        return false;
    bool was_there = entry->there;
    if (same_stream(ledger, entry) && entry->stamp.topic == stamp.topic && entry->stamp.n > stamp.n)
        return false;
    if (!remember) {
        drop(ledger, entry);
        return was_there;
    }
    if (is_present(ledger, entry))
        ledger->present--;
    entry->there = false;
    entry->epoch = ledger->epoch;
    stamp_with(ledger, entry, stamp);
    return was_there;
}

void ledger_bury(struct ledger *ledger)
{
    struct ledger_entry *each, *next;
    HASH_ITER(hh, ledger->table, each, next)
    {
        if (!each->there)
            drop(ledger, each);
    }
}

bool ledger_doubt(struct ledger *ledger, const char *id, struct ledger_stamp stamp)
{
    struct ledger_entry *entry = find(ledger, id);
    if (!entry || !is_present(ledger, entry))
        return false;
    if (same_stream(ledger, entry) && entry->stamp.topic == stamp.topic && entry->stamp.n > stamp.n)
        return false;
    ledger->present--;
    entry->epoch = ledger->epoch - 1;
    stamp_with(ledger, entry, stamp); /* an older page does not make it believed again */
    return true;
}

void ledger_raise(struct ledger *ledger)
{
    ledger->epoch++;
    ledger->present = 0;
}

void ledger_new_life(struct ledger *ledger)
{
    ledger_bury(ledger);
    ledger->life++;
    ledger_raise(ledger);
}

void ledger_forget_old(struct ledger *ledger, void (*forget)(void *context, const char *id),
                       void *context)
{
    struct ledger_entry *each, *next;
    HASH_ITER(hh, ledger->table, each, next)
    {
        if (!each->there || each->epoch == ledger->epoch)
            continue;
        forget(context, each->id);
        drop(ledger, each);
    }
}

void ledger_release(struct ledger *ledger)
{
    struct ledger_entry *each, *next;
    HASH_ITER(hh, ledger->table, each, next)
    {
        HASH_DEL(ledger->table, each);
        free(each);
    }
    *ledger = (struct ledger){0};
}
