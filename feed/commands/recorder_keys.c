/* Key sets: messages of the usual form that tell everything there is, so that a subscriber who hears
 * them alone believes what this one believes.  For a site that is live that is all of it; for one
 * that is stale, all of it as of the last heartbeat, so that it turns stale again by itself.  What is
 * in doubt at another is left out: it is unknown. */
#include "feed/commands/recorder_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_BYTES = ACD_MAX_BODY_BYTES - ACD_MAX_SEND_BYTES - 1024 };

/* One site's part of a set. */
struct part {
    struct recorder *recorder;
    const struct recorded_site *site;
    int64_t at_ms, wall_ms; /* of what is told */
    bool all;               /* stale: also what is in doubt since */
};

static void append(struct acd_buffer *to, const struct acd_buffer *bytes)
{
    if (to->alloc - to->size < bytes->size) {
        to->alloc = 2 * to->alloc + bytes->size;
        to->data = acd_realloc(to->data, to->alloc);
    }
    if (bytes->size)
        memcpy(to->data + to->size, bytes->data, bytes->size);
    to->size += bytes->size;
}

static void put_message(const struct part *part, const struct recorded_topic *topic, uint64_t n)
{
    struct recorder *recorder = part->recorder;
    acd_buffer_clear(&recorder->body);
    acd_pack_head(&recorder->body, part->site->id, part->site->state.inst, n, part->wall_ms,
                  recorder->n_items);
    append(&recorder->body, &recorder->items);
    acd_tape_write(recorder->writer, &(struct acd_tape_frame){
                                         .kind = ACD_TAPE_KEYED,
                                         .feed = part->site->state.feed,
                                         .at_ms = part->at_ms,
                                         .wall_ms = part->wall_ms,
                                         .topic = topic->topic,
                                         .topic_bytes = topic->bytes,
                                         .body = recorder->body.data,
                                         .body_bytes = recorder->body.size,
                                     });
    acd_buffer_clear(&recorder->items);
    recorder->n_items = 0;
}

static bool is_told(const struct part *part, enum acd_kind kind, const struct recorded *recorded)
{
    return part->all || recorded->epoch == part->site->state.epoch[kind];
}

static int64_t count_told(const struct part *part, enum acd_kind kind)
{
    int64_t n = 0;
    for (const struct recorded *each = part->site->entities[kind]; each; each = each->hh.next)
        n += is_told(part, kind, each);
    return n;
}

static void pack_aged(const struct part *part, enum acd_kind kind, const struct recorded *recorded)
{
    struct recorder *recorder = part->recorder;
    const struct acd_shape *shape = acd_kind_shape(kind);
    int64_t elapsed_ms = part->at_ms - recorded->told_ms;
    recorder->copy.used = 0;
    void *aged = acd_shape_copy(shape, recorded->entity, &recorder->copy);
    if (aged)
        acd_shape_age(shape, aged, elapsed_ms > 0 ? elapsed_ms : 0);
    acd_buffer_clear(&recorder->item);
    acd_pack(&recorder->item, shape, aged ? aged : recorded->entity);
}

static bool is_full(const struct recorder *recorder)
{
    return recorder->items.size >= CHUNK_BYTES || recorder->n_items >= ACD_MAX_ITEMS;
}

/* How many messages the entities of a kind take: the walk below without writing. */
static uint64_t chunks_of(const struct part *part, enum acd_kind kind)
{
    uint64_t chunks = 1;
    size_t bytes = 0;
    uint32_t items = 0;
    for (const struct recorded *each = part->site->entities[kind]; each; each = each->hh.next) {
        if (!is_told(part, kind, each))
            continue;
        if (bytes >= CHUNK_BYTES || items >= ACD_MAX_ITEMS) {
            chunks++;
            bytes = items = 0;
        }
        pack_aged(part, kind, each);
        bytes += part->recorder->item.size;
        items++;
    }
    return chunks;
}

/* All under the first topic of the kind, ending with its last n; no feed told as much in fewer
 * messages than these. */
static void put_kind(const struct part *part, enum acd_kind kind)
{
    bool first = true;
    for (const struct recorded_topic *topic = part->site->topics; topic; topic = topic->hh.next) {
        if (topic->kind != kind)
            continue;
        uint64_t later = first ? chunks_of(part, kind) - 1 : 0;
        uint64_t n = topic->n > later ? topic->n - later : 0;
        const struct recorded *each = first ? part->site->entities[kind] : NULL;
        for (; each; each = each->hh.next) {
            if (!is_told(part, kind, each))
                continue;
            if (is_full(part->recorder))
                put_message(part, topic, n++);
            pack_aged(part, kind, each);
            append(&part->recorder->items, &part->recorder->item);
            part->recorder->n_items++;
        }
        put_message(part, topic, n);
        first = false;
    }
}

static uint32_t marks_of(const struct recorded_site *site, struct acd_mark **marks)
{
    uint32_t n = 0;
    *marks = acd_calloc(HASH_COUNT(site->topics) + 1, sizeof **marks);
    for (const struct recorded_topic *topic = site->topics; topic; topic = topic->hh.next) {
        if (topic->kind == ACD_KIND_SITE)
            continue;
        char *word = acd_calloc(1, topic->bytes + 1);
        memcpy(word, topic->topic, topic->bytes);
        (*marks)[n++] = (struct acd_mark){.known = ACD_BIT(ACD_MARK_TOPIC) | ACD_BIT(ACD_MARK_N),
                                          .topic = word,
                                          .n = topic->n};
    }
    return n;
}

/* The last heartbeat; of a live site with the counts and marks of now, which it has come to since. */
static void put_heartbeat(struct part *part)
{
    const struct recorded_site *site = part->site;
    struct recorder *recorder = part->recorder;
    struct acd_site beat = *site->heartbeat;
    struct acd_mark *marks;
    uint32_t n_marks = marks_of(site, &marks);
    if (site->state.link == ACD_LINK_LIVE) {
        beat.queues = count_told(part, ACD_KIND_QUEUE);
        beat.agents = count_told(part, ACD_KIND_AGENT);
        beat.marks = marks;
        beat.n_marks = n_marks;
        beat.known |=
            ACD_BIT(ACD_SITE_QUEUES) | ACD_BIT(ACD_SITE_AGENTS) | ACD_BIT(ACD_SITE_MARKS);
    }
    part->at_ms = site->state.heard_ms;
    for (const struct recorded_topic *topic = site->topics; topic; topic = topic->hh.next) {
        if (topic->kind != ACD_KIND_SITE)
            continue;
        acd_pack(&recorder->items, &acd_site_shape, &beat);
        recorder->n_items = 1;
        put_message(part, topic, topic->n);
        break;
    }
    for (uint32_t i = 0; i < n_marks; i++)
        free((void *)(uintptr_t)marks[i].topic);
    free(marks);
}

static void put_site(struct recorder *recorder, const struct recorded_site *site, int64_t at_ms,
                     int64_t wall_ms)
{
    bool stale = site->state.link == ACD_LINK_STALE;
    struct part part = {
        .recorder = recorder,
        .site = site,
        .at_ms = stale ? site->state.heard_ms : at_ms,
        .wall_ms = wall_ms,
        .all = stale,
    };
    if (site->state.heard_ms < 0 || !site->heartbeat)
        return;
    put_kind(&part, ACD_KIND_QUEUE);
    put_kind(&part, ACD_KIND_AGENT);
    put_kind(&part, ACD_KIND_EVENT);
    put_heartbeat(&part);
}

static void put_mark(struct recorder *recorder, enum acd_tape_kind kind, int64_t at_ms,
                     int64_t wall_ms, const char *words)
{
    acd_tape_write(recorder->writer, &(struct acd_tape_frame){.kind = kind,
                                                              .at_ms = at_ms,
                                                              .wall_ms = wall_ms,
                                                              .body = words,
                                                              .body_bytes = strlen(words)});
}

void recorder_key_set(struct recorder *recorder, int64_t at_ms, int64_t wall_ms)
{
    enum { SITES_BYTES = 256 * (ACD_MAX_ID_BYTES + 1) };
    char *sites = acd_calloc(1, SITES_BYTES);
    size_t used = 0;
    for (const struct recorded_site *site = recorder->sites; site; site = site->hh.next)
        if (used + sizeof site->id < SITES_BYTES)
            used += (size_t)snprintf(sites + used, SITES_BYTES - used, "%s%s", used ? " " : "",
                                     site->id);
    put_mark(recorder, ACD_TAPE_KEY, at_ms, wall_ms, sites);
    for (const struct recorded_site *site = recorder->sites; site; site = site->hh.next)
        put_site(recorder, site, at_ms, wall_ms);
    put_mark(recorder, ACD_TAPE_KEY_END, at_ms, wall_ms, "");
    free(sites);
}
