/* Where each topic's count stands.  It knows numbers and topics only: never what a message holds
 * nor what is done about a loss. */
#include "feed/link/sequence.h"

#include "acdfeed/limits.h"
#include "feed/link/table.h"

#include <string.h>

struct sequence {
    UT_hash_handle hh;
    enum acd_kind kind;
    bool seen; /* by a message or a mark; else only a page has told of it */
    uint64_t last;
    uint64_t floor; /* of one not seen: the first page's mark */
    uint64_t awaited;
    uint64_t round, mark; /* of the last heartbeat that listed it */
    char topic[];
};

static struct sequence *find(const struct sequences *sequences, const char *topic, size_t bytes)
{
    struct sequence *found = NULL;
    HASH_FIND(hh, sequences->table, topic, bytes, found);
    return found;
}

const struct sequence *sequences_find(const struct sequences *sequences, const char *topic,
                                      size_t bytes)
{
    return find(sequences, topic, bytes);
}

uint64_t sequence_last(const struct sequence *sequence)
{
    return sequence->last;
}

const char *sequence_topic(const struct sequence *sequence, size_t *bytes)
{
    *bytes = sequence->hh.keylen;
    return sequence->topic;
}

static struct sequence *find_or_add(struct sequences *sequences, enum acd_kind kind,
                                    const char *topic, size_t bytes)
{
    struct sequence *known = find(sequences, topic, bytes);
    if (known || bytes > ACD_MAX_TOPIC_BYTES || HASH_COUNT(sequences->table) >= ACD_MAX_MARKS ||
        !budget_topics(sequences->budget, 0, 1))
        return known;
    known = acd_calloc(1, sizeof *known + bytes + 1);
    memcpy(known->topic, topic, bytes);
    known->kind = kind;
    HASH_ADD(hh, sequences->table, topic[0], bytes, known);
    return known;
}

/* A topic not seen before now stands at `last`; `expected` is how many messages that takes to be
 * heard of now.  Feeds count from 0 or from 1, so a first 1 tells nothing. */
static enum sequence_step first_step(const struct sequences *sequences, struct sequence *sequence,
                                     uint64_t last, uint64_t expected, uint64_t *missing)
{
    uint64_t before = sequences->marked ? 0 : sequence->floor;
    bool base_known = sequences->marked || sequence->floor > 0;
    sequence->seen = true;
    sequence->last = last;
    if (!base_known)
        return SEQUENCE_FIRST;
    *missing = last > before + expected ? last - before - expected : 0;
    return *missing ? SEQUENCE_GAP : SEQUENCE_NEXT;
}

enum sequence_step sequences_message(struct sequences *sequences, enum acd_kind kind,
                                     const char *topic, size_t bytes, uint64_t n, uint64_t *missing)
{
    struct sequence *known = find_or_add(sequences, kind, topic, bytes);
    *missing = 0;
    if (!known)
        return SEQUENCE_FULL;
    if (!known->seen)
        return first_step(sequences, known, n, 1, missing);
    if (n <= known->last)
        return SEQUENCE_REPEATED;
    *missing = n - known->last - 1;
    known->last = n;
    return *missing ? SEQUENCE_GAP : SEQUENCE_NEXT;
}

enum sequence_step sequences_mark(struct sequences *sequences, enum acd_kind kind,
                                  const char *topic, size_t bytes, uint64_t n, uint64_t *missing)
{
    struct sequence *known = find(sequences, topic, bytes);
    *missing = 0;
    if (!known && n == 0)
        return SEQUENCE_NEXT;
    if (!known)
        known = find_or_add(sequences, kind, topic, bytes);
    if (!known)
        return SEQUENCE_FULL;
    known->round = sequences->round;
    known->mark = n;
    if (!known->seen)
        return first_step(sequences, known, n, 0, missing);
    if (n < known->last)
        return SEQUENCE_REPEATED;
    *missing = n - known->last;
    known->last = n;
    return *missing ? SEQUENCE_GAP : SEQUENCE_NEXT;
}

void sequences_await(struct sequences *sequences, enum acd_kind kind, const char *topic,
                     size_t bytes, uint64_t n)
{
    struct sequence *known = find_or_add(sequences, kind, topic, bytes);
    if (!known)
        return;
    if (!known->seen && known->floor == 0)
        known->floor = n;
    if (n > known->awaited)
        known->awaited = n;
}

void sequences_round(struct sequences *sequences)
{
    sequences->round++;
}

bool sequences_ahead(const struct sequences *sequences, enum acd_kind kind)
{
    for (const struct sequence *each = sequences->table; each; each = each->hh.next) {
        if (each->kind == kind && each->seen &&
            (each->round != sequences->round || each->last > each->mark))
            return true;
    }
    return false;
}

bool sequences_awaiting(const struct sequences *sequences, enum acd_kind kind)
{
    for (const struct sequence *each = sequences->table; each; each = each->hh.next) {
        if (each->kind == kind && each->seen && each->awaited > each->last)
            return true;
    }
    return false;
}

void sequences_release(struct sequences *sequences)
{
    struct sequence *each, *next;
    HASH_ITER(hh, sequences->table, each, next)
    {
        HASH_DEL(sequences->table, each);
        (void)budget_topics(sequences->budget, 1, 0);
        free(each);
    }
    *sequences = (struct sequences){.budget = sequences->budget};
}

bool topic_split(const char *topic, size_t bytes, enum acd_kind *kind, const char **site,
                 size_t *site_bytes)
{
    const char *slash = memchr(topic, '/', bytes);
    if (!slash)
        return false;
    int word = acd_names_find(&acd_kind_names, topic, (size_t)(slash - topic));
    const char *from = slash + 1;
    const char *end = memchr(from, '/', bytes - (size_t)(from - topic));
    if (word < 0 || !end)
        return false;
    *kind = (enum acd_kind)word;
    *site = from;
    *site_bytes = (size_t)(end - from);
    return true;
}
