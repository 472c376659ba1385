/* Passing on the sites of other feeds.  It never judges what a site tells: that was done by who
 * calls it, and is done again by those who hear it. */
#include "feed/link/passing.h"

#include "acdfeed/clock.h"
#include "feed/link/publisher_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

/* A topic beyond KIND/SITE/, with a count of its own. */
struct passed_topic {
    UT_hash_handle hh;
    uint64_t n;
    char topic[];
};

struct passed {
    uint64_t inst;
    int64_t skew_ms;
    struct passed_topic *topics;
    struct passing_extent extent;
};

/* A site that is passed on, or NULL. */
static struct publisher_site *passed_site(const struct acd_publisher *publisher, const char *id)
{
    struct publisher_site *site = publisher_site_of(publisher, id);
    return site && site->passed ? site : NULL;
}

uint64_t publisher_inst(const struct acd_publisher *publisher, const struct publisher_site *site)
{
    return site->passed ? site->passed->inst : publisher->inst;
}

int64_t publisher_site_t(const struct publisher_site *site)
{
    return acd_wall_ms() + (site->passed ? site->passed->skew_ms : 0);
}

static void forget_topics(struct passed *passed)
{
    struct passed_topic *each, *next;
    HASH_ITER(hh, passed->topics, each, next)
    {
        HASH_DEL(passed->topics, each);
        free(each);
    }
}

void passed_free(struct passed *passed)
{
    if (!passed)
        return;
    forget_topics(passed);
    free(passed);
}

uint32_t passed_marks(const struct passed *passed, struct acd_mark *marks, uint32_t most)
{
    uint32_t n = 0;
    for (const struct passed_topic *each = passed->topics; each && n < most; each = each->hh.next)
        marks[n++] = (struct acd_mark){
            .known = ACD_BIT(ACD_MARK_TOPIC) | ACD_BIT(ACD_MARK_N),
            .topic = each->topic,
            .n = each->n,
        };
    return n;
}

const char *passed_withholds(const struct passed *passed, enum acd_kind kind,
                             enum acd_status *status)
{
    if (passed->extent.denied & 1u << kind) {
        *status = ACD_STATUS_DENIED;
        return "the feed does not tell this relay of them";
    }
    *status = ACD_STATUS_REFUSED;
    return passed->extent.whole[kind] ? NULL : "this relay does not know all of them at present";
}

static void draw_inst(struct passed *passed)
{
    if (getrandom(&passed->inst, sizeof passed->inst, 0) != sizeof passed->inst) {
        fputs("acdfeed: the system gives no random numbers\n", stderr);
        abort();
    }
    passed->inst >>= 1; /* languages without unsigned numbers read it too */
}

bool passing_site(struct acd_publisher *publisher, const char *id, struct acd_fault *why)
{
    struct publisher_site *site = publisher_site_of(publisher, id);
    if (site)
        return site->passed || acd_fault_say(why, "site %s is told of here already", id);
    if (HASH_COUNT(publisher->sites) >= PUBLISHER_SITES)
        return acd_fault_say(why, "more than %d sites", PUBLISHER_SITES);
    site = publisher_add_site(publisher, id, acd_monotonic_ms());
    site->passed = acd_calloc(1, sizeof *site->passed);
    draw_inst(site->passed);
    struct acd_site unknown = {.known = ACD_BIT(ACD_SITE_ID), .id = id};
    publisher_keep_site(publisher, site, &unknown);
    return true;
}

void passing_renew(struct acd_publisher *publisher, const char *id)
{
    struct publisher_site *site = passed_site(publisher, id);
    if (!site)
        return;
    draw_inst(site->passed);
    forget_topics(site->passed);
    site->passed->extent = (struct passing_extent){.whole = {false}};
    acd_buffer_clear(&site->events.items); /* they would be the new one's */
    site->events.n = 0;
    for (int kind = 0; kind < ACD_KINDS; kind++) {
        site->stream[kind].n = 0;
        catalogue_release(&site->stream[kind].catalogue);
    }
}

void passing_extent(struct acd_publisher *publisher, const char *id,
                    const struct passing_extent *extent)
{
    struct publisher_site *site = passed_site(publisher, id);
    if (site)
        site->passed->extent = *extent;
}

void passing_beat(struct acd_publisher *publisher, const struct acd_site *heartbeat, int64_t t,
                  int64_t skew_ms)
{
    struct publisher_site *site = passed_site(publisher, heartbeat->id);
    if (!site)
        return;
    site->passed->skew_ms = skew_ms;
    publisher_keep_site(publisher, site, heartbeat);
    if (publisher_flush_site(publisher, site,
                             acd_monotonic_ms())) /* so that counts and marks agree */
        publisher_gather(publisher, acd_monotonic_ms());
    struct acd_site now = *site->told;
    now.marks = publisher->marks;
    now.n_marks = publisher_marks(site, publisher->marks, ACD_MAX_MARKS);
    ACD_KNOW(&now, ACD_SITE_MARKS);
    acd_buffer_clear(&publisher->packed);
    acd_pack(&publisher->packed, &acd_site_shape, &now);
    struct publisher_stream *stream = &site->stream[ACD_KIND_SITE];
    publisher_send(publisher, site,
                   &(struct publisher_message){
                       .topic = {stream->topic, strlen(stream->topic)},
                       .items = {publisher->packed.data, publisher->packed.size},
                       .n = ++stream->n,
                       .t = t,
                       .n_items = 1,
                   });
}

/* The next number of a topic of this site; 0 when there are more topics than the contract allows.
 */
static uint64_t next_n(struct publisher_site *site, const struct acd_message *message)
{
    struct publisher_stream *stream = &site->stream[message->kind];
    struct passed_topic *topic = NULL;
    size_t bytes = message->topic_bytes;
    if (bytes == strlen(stream->topic)) /* KIND and SITE are the same already */
        return ++stream->n;
    HASH_FIND(hh, site->passed->topics, message->topic, bytes, topic);
    if (!topic && HASH_COUNT(site->passed->topics) >= ACD_MAX_MARKS - ACD_KINDS)
        return 0;
    if (!topic) {
        topic = acd_calloc(1, sizeof *topic + bytes + 1);
        memcpy(topic->topic, message->topic, bytes);
        HASH_ADD(hh, site->passed->topics, topic[0], bytes, topic);
    }
    return ++topic->n;
}

static struct publisher_site *site_of(const struct acd_publisher *publisher,
                                      const struct acd_message *message)
{
    char id[ACD_MAX_ID_BYTES + 1];
    if (message->site_bytes > ACD_MAX_ID_BYTES)
        return NULL;
    memcpy(id, message->site, message->site_bytes);
    id[message->site_bytes] = '\0';
    return passed_site(publisher, id);
}

void passing_message(struct acd_publisher *publisher, const struct acd_message *message)
{
    struct publisher_site *site = site_of(publisher, message);
    if (!site)
        return;
    size_t bytes = (size_t)(message->items_end - message->at);
    uint64_t n = next_n(site, message);
    /* Its head may be longer here than it was there: what becomes too large is lost. */
    if (n == 0 || bytes + PUBLISHER_HEAD_BYTES > ACD_MAX_BODY_BYTES) {
        site->stream[message->kind].n += n == 0;
        return;
    }
    publisher_send(publisher, site,
                   &(struct publisher_message){
                       .topic = {message->topic, message->topic_bytes},
                       .items = {message->at, bytes},
                       .n = n,
                       .t = message->t,
                       .n_items = message->n_items,
                   });
}

void passing_lost(struct acd_publisher *publisher, const char *id, enum acd_kind kind,
                  uint64_t messages)
{
    struct publisher_site *site = passed_site(publisher, id);
    if (site)
        site->stream[kind].n += messages;
}

static const char *id_of(const struct acd_shape *shape, const void *entity)
{
    const char *id;
    memcpy(&id, (const char *)entity + shape->fields[shape->key_field].offset, sizeof id);
    return id;
}

void passing_entity(struct acd_publisher *publisher, const struct acd_told *told,
                    const void *entity)
{
    struct publisher_site *site = passed_site(publisher, told->site);
    if (!site || (told->kind != ACD_KIND_QUEUE && told->kind != ACD_KIND_AGENT))
        return;
    struct catalogue *catalogue = &site->stream[told->kind].catalogue;
    const char *id = id_of(catalogue->shape, entity);
    if (!told->paged) {
        catalogue_keep(catalogue, id, entity, told->at_ms);
        return;
    }
    catalogue_tell(catalogue, id, entity, false, 0, told->at_ms);
    publisher_gather(publisher, acd_monotonic_ms());
}

void passing_forget(struct acd_publisher *publisher, const char *id, enum acd_kind kind,
                    const char *entity_id)
{
    struct publisher_site *site = passed_site(publisher, id);
    const struct acd_queue queue = {
        .known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_GONE), .id = entity_id, .gone = true};
    const struct acd_agent agent = {
        .known = ACD_BIT(ACD_AGENT_ID) | ACD_BIT(ACD_AGENT_GONE), .id = entity_id, .gone = true};
    if (!site || (kind != ACD_KIND_QUEUE && kind != ACD_KIND_AGENT))
        return;
    int64_t now_ms = acd_monotonic_ms();
    const void *gone = kind == ACD_KIND_QUEUE ? (const void *)&queue : (const void *)&agent;
    catalogue_tell(&site->stream[kind].catalogue, entity_id, gone, true, now_ms, now_ms);
    publisher_gather(publisher, now_ms);
}

void passing_doubt(struct acd_publisher *publisher, const char *id, enum acd_kind kind,
                   const char *entity_id)
{
    struct publisher_site *site = passed_site(publisher, id);
    if (site)
        catalogue_doubt(&site->stream[kind].catalogue, entity_id);
}
