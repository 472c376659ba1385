/* What the feed's owner tells: taken only if a receiver would take it, by the receiver's own rules.
 */
#include "acdfeed/clock.h"
#include "feed/link/publisher_parts.h"

#include <stdio.h>
#include <string.h>

struct publisher_site *publisher_site_of(const struct acd_publisher *publisher, const char *id)
{
    struct publisher_site *found = NULL;
    if (!id)
        return publisher->sites;
    HASH_FIND(hh, publisher->sites, id, strlen(id), found);
    return found;
}

void publisher_gather(struct acd_publisher *publisher, int64_t now_ms)
{
    if (publisher->flush_ms == INT64_MAX)
        publisher->flush_ms = now_ms + publisher->options.gather_ms;
}

/* Packs and reads back: what comes out is what every receiver will see.  NULL: `why` says it. */
static void *prove(struct acd_publisher *publisher, const struct acd_shape *shape,
                   const void *entity, struct acd_fault *why)
{
    struct acd_refusal refusal;
    acd_buffer_clear(&publisher->packed);
    acd_pack(&publisher->packed, shape, entity);
    if (publisher->packed.size + PUBLISHER_HEAD_BYTES > ACD_MAX_SEND_BYTES) {
        acd_fault_say(why, "%s: %zu bytes; a message takes %d", shape->name, publisher->packed.size,
                      ACD_MAX_SEND_BYTES - PUBLISHER_HEAD_BYTES);
        return NULL;
    }
    publisher->copy.used = 0;
    void *proved = acd_unpack(shape, publisher->packed.data, publisher->packed.size,
                              &publisher->copy, &refusal);
    if (proved)
        return proved;
    char words[ACD_FAULT_TEXT_BYTES];
    acd_refusal_say(&refusal, words, sizeof words);
    acd_fault_say(why, "%s", words);
    return NULL;
}

static struct publisher_site *known_site(const struct acd_publisher *publisher, const char *id,
                                         struct acd_fault *why)
{
    struct publisher_site *site = publisher_site_of(publisher, id);
    if (!site)
        acd_fault_say(why, "no site %s was told; acd_publisher_site() comes first",
                      id ? id : "at all");
    return site;
}

struct publisher_site *publisher_add_site(struct acd_publisher *publisher, const char *id,
                                          int64_t now_ms)
{
    size_t bytes = strlen(id);
    struct publisher_site *site = acd_calloc(1, sizeof *site + bytes + 1);
    memcpy(site->id, id, bytes);
    site->beat_ms = now_ms;
    acd_buffer_init(&site->events.items);
    for (int kind = 0; kind < ACD_KINDS; kind++) {
        struct publisher_stream *stream = &site->stream[kind];
        snprintf(stream->topic, sizeof stream->topic, "%s/%s/",
                 acd_names_word(&acd_kind_names, kind), id);
        stream->catalogue.shape = acd_kind_shape((enum acd_kind)kind);
        stream->resent_ms = now_ms - PUBLISHER_RESEND_MS;
    }
    HASH_ADD(hh, publisher->sites, id[0], bytes, site);
    return site;
}

/* Pages are served where there is a control socket, so the site says so. */
void publisher_keep_site(const struct acd_publisher *publisher, struct publisher_site *site,
                         const struct acd_site *told)
{
    enum { OPS = 256 };
    const char *ops[OPS];
    struct acd_site with = *told;
    uint32_t n = ACD_KNOWN(told, ACD_SITE_OPS) ? told->n_ops : 0;
    bool listed = n >= OPS || !publisher->control;
    for (uint32_t i = 0; i < n && i < OPS; i++) {
        ops[i] = told->ops[i];
        listed |= strcmp(ops[i], "snapshot") == 0;
    }
    if (!listed) {
        ops[n++] = "snapshot";
        with.ops = ops;
        with.n_ops = n;
        ACD_KNOW(&with, ACD_SITE_OPS);
    }
    site->told = acd_shape_keep(&acd_site_shape, &with, site->told);
}

bool acd_publisher_site(struct acd_publisher *publisher, const struct acd_site *site,
                        struct acd_fault *why)
{
    struct acd_site plain = *site;
    plain.known &= ~(ACD_BIT(ACD_SITE_MARKS) | ACD_BIT(ACD_SITE_QUEUES) | ACD_BIT(ACD_SITE_AGENTS) |
                     ACD_BIT(ACD_SITE_PERIOD) | ACD_BIT(ACD_SITE_KEYFRAME));
    const struct acd_site *proved = prove(publisher, &acd_site_shape, &plain, why);
    if (!proved)
        return false;
    struct publisher_site *known = publisher_site_of(publisher, proved->id);
    int64_t now_ms = acd_monotonic_ms();
    if (!known && HASH_COUNT(publisher->sites) >= PUBLISHER_SITES)
        return acd_fault_say(why, "more than %d sites", PUBLISHER_SITES);
    if (!known)
        known = publisher_add_site(publisher, proved->id, now_ms);
    else if (known->beat_ms > now_ms + publisher->options.gather_ms)
        known->beat_ms = now_ms + publisher->options.gather_ms; /* new data need not wait */
    publisher_keep_site(publisher, known, proved);
    return true;
}

void acd_publisher_mute(struct acd_publisher *publisher, const char *site_id, bool muted)
{
    struct publisher_site *site = publisher_site_of(publisher, site_id);
    if (!site || site->muted == muted)
        return;
    site->muted = muted;
    site->beat_ms = acd_monotonic_ms();
    if (!muted)
        publisher_gather(publisher, site->beat_ms);
}

static bool tell(struct acd_publisher *publisher, const char *site_id, enum acd_kind kind,
                 const void *entity, bool gone, struct acd_fault *why)
{
    struct publisher_site *site = known_site(publisher, site_id, why);
    if (!site)
        return false;
    const struct acd_shape *shape = acd_kind_shape(kind);
    const void *proved = prove(publisher, shape, entity, why);
    if (!proved)
        return false;
    const char *id;
    memcpy(&id, (const char *)proved + shape->fields[shape->key_field].offset, sizeof id);
    int64_t now_ms = acd_monotonic_ms();
    catalogue_tell(&site->stream[kind].catalogue, id, proved, gone,
                   now_ms + 2 * publisher->options.keyframe_ms, now_ms);
    publisher_gather(publisher, now_ms);
    return true;
}

bool acd_publisher_queue(struct acd_publisher *publisher, const char *site,
                         const struct acd_queue *queue, struct acd_fault *why)
{
    if (ACD_KNOWN(queue, ACD_QUEUE_GONE) && queue->gone)
        return acd_publisher_gone(publisher, site, ACD_KIND_QUEUE, queue->id, why);
    return tell(publisher, site, ACD_KIND_QUEUE, queue, false, why);
}

bool acd_publisher_agent(struct acd_publisher *publisher, const char *site,
                         const struct acd_agent *agent, struct acd_fault *why)
{
    if (ACD_KNOWN(agent, ACD_AGENT_GONE) && agent->gone)
        return acd_publisher_gone(publisher, site, ACD_KIND_AGENT, agent->id, why);
    return tell(publisher, site, ACD_KIND_AGENT, agent, false, why);
}

bool acd_publisher_gone(struct acd_publisher *publisher, const char *site, enum acd_kind kind,
                        const char *id, struct acd_fault *why)
{
    struct acd_queue queue = {
        .known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_GONE), .id = id, .gone = true};
    struct acd_agent agent = {
        .known = ACD_BIT(ACD_AGENT_ID) | ACD_BIT(ACD_AGENT_GONE), .id = id, .gone = true};
    if (kind == ACD_KIND_QUEUE)
        return tell(publisher, site, kind, &queue, true, why);
    if (kind == ACD_KIND_AGENT)
        return tell(publisher, site, kind, &agent, true, why);
    return acd_fault_say(why, "only a queue or an agent can be gone");
}

bool acd_publisher_event(struct acd_publisher *publisher, const char *site_id,
                         const struct acd_event *event, struct acd_fault *why)
{
    struct publisher_site *site = known_site(publisher, site_id, why);
    if (!site)
        return false;
    char id[ACD_REQUEST_ID_BYTES];
    struct acd_event whole = *event;
    if (!ACD_KNOWN(event, ACD_EVENT_ID) || !event->id || !event->id[0]) {
        acd_request_id_draw(id);
        whole.id = id;
        ACD_KNOW(&whole, ACD_EVENT_ID);
    }
    if (!ACD_KNOWN(event, ACD_EVENT_T)) {
        whole.t = acd_wall_ms();
        ACD_KNOW(&whole, ACD_EVENT_T);
    }
    if (!prove(publisher, &acd_event_shape, &whole, why)) /* leaves it packed */
        return false;
    publisher_put(publisher, site, ACD_KIND_EVENT, &site->events, &publisher->packed);
    publisher_gather(publisher, acd_monotonic_ms());
    return true;
}
