/* Keeps what comes and what is known.  It never looks into an entity. */
#include "feed/commands/recorder_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct recorded_site *site_of(struct recorder *recorder, const char *id, size_t bytes)
{
    struct recorded_site *site = NULL;
    HASH_FIND(hh, recorder->sites, id, bytes, site);
    return site;
}

static struct recorded_site *make_site(struct recorder *recorder, const char *id)
{
    struct recorded_site *site = site_of(recorder, id, strlen(id));
    if (site)
        return site;
    site = acd_calloc(1, sizeof *site);
    snprintf(site->id, sizeof site->id, "%s", id);
    HASH_ADD_STR(recorder->sites, id, site);
    return site;
}

static const char *id_of(enum acd_kind kind, const void *entity)
{
    return kind == ACD_KIND_QUEUE ? ((const struct acd_queue *)entity)->id
                                  : ((const struct acd_agent *)entity)->id;
}

static void on_entity(void *context, const struct acd_told *told, const void *entity)
{
    if (told->kind == ACD_KIND_EVENT)
        return;
    struct recorded_site *site = make_site(context, told->site);
    const char *id = id_of(told->kind, entity);
    struct recorded *recorded = NULL;
    HASH_FIND_STR(site->entities[told->kind], id, recorded);
    if (!recorded) {
        recorded = acd_calloc(1, sizeof *recorded + strlen(id) + 1);
        memcpy(recorded->id, id, strlen(id));
        HASH_ADD_STR(site->entities[told->kind], id, recorded);
    }
    recorded->entity = acd_shape_keep(acd_kind_shape(told->kind), entity, recorded->entity);
    recorded->told_ms = told->at_ms;
    recorded->epoch = told->epoch;
}

static void drop(struct recorded_site *site, enum acd_kind kind, struct recorded *recorded)
{
    HASH_DEL(site->entities[kind], recorded);
    free(recorded->entity);
    free(recorded);
}

static void on_forget(void *context, const char *site_id, enum acd_kind kind, const char *id)
{
    struct recorded_site *site = make_site(context, site_id);
    struct recorded *recorded = NULL;
    HASH_FIND_STR(site->entities[kind], id, recorded);
    if (recorded)
        drop(site, kind, recorded);
}

static void forget_topics(struct recorded_site *site)
{
    struct recorded_topic *topic, *next;
    HASH_ITER(hh, site->topics, topic, next)
    {
        HASH_DEL(site->topics, topic);
        free(topic);
    }
}

static void on_site(void *context, const struct acd_site_state *state)
{
    struct recorded_site *site = make_site(context, state->id);
    if (site->state.inst != state->inst)
        forget_topics(site);
    site->state = *state;
    if (state->heartbeat)
        site->heartbeat = acd_shape_keep(&acd_site_shape, state->heartbeat, site->heartbeat);
}

static char *join(struct recorder_feeds feeds)
{
    size_t bytes = 1, used = 0;
    for (int i = 0; i < feeds.n; i++)
        bytes += strlen(feeds.names[i]) + 1;
    char *joined = acd_calloc(1, bytes);
    for (int i = 0; i < feeds.n; i++)
        used += (size_t)snprintf(joined + used, bytes - used, "%s%s", i ? " " : "",
                                 feeds.names[i]);
    return joined;
}

struct recorder *recorder_new(struct acd_tape_writer *writer, struct recorder_feeds feeds,
                              int64_t key_ms)
{
    struct recorder *recorder = acd_calloc(1, sizeof *recorder);
    recorder->writer = writer;
    recorder->key_ms = key_ms;
    recorder->feeds = join(feeds);
    recorder->subscriber = acd_subscriber_new(&(struct acd_subscriber_options){
        .handler = {.context = recorder,
                    .entity = on_entity,
                    .forget = on_forget,
                    .site = on_site},
    });
    for (int i = 0; i < feeds.n; i++)
        (void)acd_subscriber_add_heard(recorder->subscriber, feeds.names[i]);
    acd_buffer_init(&recorder->item);
    acd_buffer_init(&recorder->items);
    acd_buffer_init(&recorder->body);
    recorder->copy = (struct acd_scratch){.at = acd_alloc(ACD_SCRATCH_BYTES),
                                          .bytes = ACD_SCRATCH_BYTES};
    return recorder;
}

void recorder_free(struct recorder *recorder)
{
    struct recorded_site *site, *next;
    HASH_ITER(hh, recorder->sites, site, next)
    {
        struct recorded *each, *after;
        for (int kind = 0; kind < ACD_KINDS; kind++) {
            HASH_ITER(hh, site->entities[kind], each, after)
            {
                drop(site, (enum acd_kind)kind, each);
            }
        }
        forget_topics(site);
        HASH_DEL(recorder->sites, site);
        free(site->heartbeat);
        free(site);
    }
    acd_subscriber_free(recorder->subscriber);
    acd_buffer_release(&recorder->item);
    acd_buffer_release(&recorder->items);
    acd_buffer_release(&recorder->body);
    free(recorder->copy.at);
    free(recorder->feeds);
    free(recorder);
}

void recorder_begin(struct recorder *recorder, int64_t at_ms, int64_t wall_ms)
{
    recorder->keyed_ms = at_ms;
    acd_tape_write(recorder->writer, &(struct acd_tape_frame){.kind = ACD_TAPE_BEGIN,
                                                              .at_ms = at_ms,
                                                              .wall_ms = wall_ms,
                                                              .body = recorder->feeds,
                                                              .body_bytes =
                                                                  strlen(recorder->feeds)});
}

/* Of the instance that is believed alone. */
static void note_topic(struct recorder *recorder, const struct acd_heard *heard)
{
    struct acd_message message;
    struct acd_refusal refusal;
    struct recorded_topic *topic = NULL;
    if (!acd_message_open(&message, heard->topic, heard->topic_bytes, heard->body,
                          heard->body_bytes, &refusal))
        return;
    struct recorded_site *site = site_of(recorder, message.site, message.site_bytes);
    if (!site || site->state.inst != message.inst || site->state.feed != heard->feed)
        return;
    HASH_FIND(hh, site->topics, message.topic, message.topic_bytes, topic);
    if (!topic && HASH_COUNT(site->topics) >= ACD_MAX_MARKS)
        return;
    if (!topic) {
        topic = acd_calloc(1, sizeof *topic + message.topic_bytes);
        topic->kind = message.kind;
        topic->bytes = message.topic_bytes;
        memcpy(topic->topic, message.topic, message.topic_bytes);
        HASH_ADD(hh, site->topics, topic[0], message.topic_bytes, topic);
    }
    if (message.n > topic->n)
        topic->n = message.n;
}

bool recorder_hear(struct recorder *recorder, const struct acd_heard *heard)
{
    if (heard->topic_bytes > ACD_MAX_TOPIC_BYTES || heard->body_bytes > ACD_MAX_BODY_BYTES)
        return false;
    struct acd_tape_frame frame = {
        .kind = ACD_TAPE_MESSAGE,
        .feed = heard->feed,
        .at_ms = heard->now_ms,
        .wall_ms = heard->wall_ms,
        .topic = heard->topic,
        .body = heard->body,
        .topic_bytes = heard->topic_bytes,
        .body_bytes = heard->body_bytes,
    };
    acd_tape_write(recorder->writer, &frame);
    acd_subscriber_hear(recorder->subscriber, heard);
    note_topic(recorder, heard);
    return true;
}

bool recorder_tick(struct recorder *recorder, int64_t at_ms, int64_t wall_ms)
{
    acd_subscriber_tick(recorder->subscriber, at_ms);
    if (at_ms - recorder->keyed_ms < recorder->key_ms || !recorder->sites)
        return false;
    recorder->keyed_ms = at_ms;
    recorder_key_set(recorder, at_ms, wall_ms);
    return true;
}
