/* The book of tellings.  It knows ids, epochs and message numbers; never the entities themselves,
 * the clock, or why a doubt was raised. */
#include "feed/link/ledger.h"

#include "acdfeed/memory.h"
#include "feed/link/table.h"

#include <stdlib.h>
#include <string.h>

enum { NO_SLOT = UINT32_MAX, FEWEST_HEADS = 64 };

struct ledger_entry {
    char *id; /* NULL: this slot is free */
    struct ledger_stamp stamp;
    uint32_t hash;
    uint32_t next; /* with the same head, or the next free one; NO_SLOT: none */
    uint32_t epoch;
    uint32_t life;
    uint32_t bytes; /* weighed */
    uint8_t id_bytes;
    bool there; /* told and not gone since */
};

static uint32_t hash_of(const char *id, size_t bytes)
{
    uint32_t hash;
    HASH_JEN(id, bytes, hash);
    return hash;
}

static bool is_named(const struct ledger_entry *entry, const char *id, size_t bytes)
{
    return entry->id && entry->id_bytes == bytes && memcmp(entry->id, id, bytes) == 0;
}

static uint32_t *head_of(const struct ledger *ledger, uint32_t hash)
{
    return &ledger->heads[hash & (ledger->n_heads - 1)];
}

/* Feeds tell of their entities in much the same order each time: the one behind the last is looked
 * at before the table. */
static struct ledger_entry *find(struct ledger *ledger, const char *id)
{
    size_t bytes = strlen(id);
    uint32_t guess = ledger->slot + 1 < ledger->n_slots ? ledger->slot + 1 : 0;
    if (guess < ledger->n_slots && is_named(&ledger->entries[guess], id, bytes)) {
        ledger->slot = guess;
        return &ledger->entries[guess];
    }
    if (ledger->n_heads == 0)
        return NULL;
    uint32_t hash = hash_of(id, bytes);
    for (uint32_t slot = *head_of(ledger, hash); slot != NO_SLOT;
         slot = ledger->entries[slot].next) {
        if (ledger->entries[slot].hash != hash || !is_named(&ledger->entries[slot], id, bytes))
            continue;
        ledger->slot = slot;
        return &ledger->entries[slot];
    }
    return NULL;
}

static void chain(struct ledger *ledger, uint32_t slot)
{
    uint32_t *head = head_of(ledger, ledger->entries[slot].hash);
    ledger->entries[slot].next = *head;
    *head = slot;
}

/* As many heads as entries at least. */
static void grow_heads(struct ledger *ledger)
{
    ledger->n_heads = ledger->n_heads ? 2 * ledger->n_heads : FEWEST_HEADS;
    ledger->heads = acd_realloc(ledger->heads, ledger->n_heads * sizeof *ledger->heads);
    memset(ledger->heads, 0xff, ledger->n_heads * sizeof *ledger->heads);
    for (uint32_t slot = 0; slot < ledger->n_slots; slot++) {
        if (ledger->entries[slot].id)
            chain(ledger, slot);
    }
}

static uint32_t take_slot(struct ledger *ledger)
{
    if (ledger->n_free > 0) {
        uint32_t slot = ledger->first_free;
        ledger->first_free = ledger->entries[slot].next;
        ledger->n_free--;
        return slot;
    }
    if (ledger->n_slots == ledger->alloc) {
        ledger->alloc += ledger->alloc / 2 + FEWEST_HEADS;
        ledger->entries = acd_realloc(ledger->entries, ledger->alloc * sizeof *ledger->entries);
    }
    return ledger->n_slots++;
}

static struct ledger_entry *find_or_add(struct ledger *ledger, const char *id)
{
    struct ledger_entry *entry = find(ledger, id);
    uint32_t n = ledger->n_slots - ledger->n_free;
    if (entry || n >= LEDGER_MOST ||
        !budget_entities(ledger->budget, 0, 1))
        return entry;
    size_t bytes = strlen(id);
    uint32_t slot = take_slot(ledger);
    entry = &ledger->entries[slot];
    *entry = (struct ledger_entry){
        .id = acd_strdup(id),
        .hash = hash_of(id, bytes),
        .id_bytes = (uint8_t)bytes,
    };
    if (n >= ledger->n_heads)
        grow_heads(ledger);
    else
        chain(ledger, slot);
    ledger->slot = slot;
    return entry;
}

static bool weigh(const struct ledger *ledger, struct ledger_entry *entry, size_t bytes)
{
    if (!budget_weigh(ledger->budget, entry->bytes, bytes))
        return false;
    entry->bytes = (uint32_t)bytes;
    return true;
}

static bool is_present(const struct ledger *ledger, const struct ledger_entry *entry)
{
    return entry->there && entry->epoch == ledger->epoch;
}

static void told(struct ledger *ledger, struct ledger_entry *entry)
{
    if (!is_present(ledger, entry))
        ledger->present++;
    ledger->first = !entry->there;
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
    if (!weigh(ledger, entry, stamp.bytes))
        return LEDGER_FULL;
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
    if (!weigh(ledger, entry, stamp.bytes))
        return LEDGER_FULL;
    told(ledger, entry);
    stamp_with(ledger, entry, stamp);
    return LEDGER_APPLY;
}

static void drop(struct ledger *ledger, struct ledger_entry *entry)
{
    uint32_t slot = (uint32_t)(entry - ledger->entries), *link = head_of(ledger, entry->hash);
    if (is_present(ledger, entry))
        ledger->present--;
    while (*link != slot)
        link = &ledger->entries[*link].next;
    *link = entry->next;
    (void)budget_entities(ledger->budget, 1, 0);
    (void)weigh(ledger, entry, 0);
    free(entry->id);
    *entry = (struct ledger_entry){.next = ledger->first_free};
    ledger->first_free = slot;
    ledger->n_free++;
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
    (void)weigh(ledger, entry, 0);
    stamp_with(ledger, entry, stamp);
    return was_there;
}

void ledger_bury(struct ledger *ledger)
{
    for (uint32_t slot = 0; slot < ledger->n_slots; slot++) {
        if (ledger->entries[slot].id && !ledger->entries[slot].there)
            drop(ledger, &ledger->entries[slot]);
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
    for (uint32_t slot = 0; slot < ledger->n_slots; slot++) {
        struct ledger_entry *each = &ledger->entries[slot];
        if (!each->id || !each->there || each->epoch == ledger->epoch)
            continue;
        forget(context, each->id);
        drop(ledger, each);
    }
}

void ledger_release(struct ledger *ledger)
{
    for (uint32_t slot = 0; slot < ledger->n_slots; slot++) {
        (void)weigh(ledger, &ledger->entries[slot], 0);
        free(ledger->entries[slot].id);
    }
    (void)budget_entities(ledger->budget, ledger->n_slots - ledger->n_free, 0);
    free(ledger->entries);
    free(ledger->heads);
    *ledger = (struct ledger){0};
}
