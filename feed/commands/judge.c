/* Gathers what the messages of a feed show, site by site.  Knows the contract, no socket and no
 * clock. */
#include "feed/commands/judge.h"

#include "feed/commands/judge_site.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct judge *judge_new(int64_t now_ms)
{
    struct judge *judge = acd_calloc(1, sizeof(*judge));
    judge->start_ms = now_ms;
    judge->scratch = (struct acd_scratch){acd_alloc(ACD_SCRATCH_BYTES), ACD_SCRATCH_BYTES, 0};
    return judge;
}

static void forget_topics(struct judge_site *site)
{
    struct judge_topic *topic, *next;
    HASH_ITER(hh, site->topics, topic, next)
    {
        HASH_DEL(site->topics, topic);
        free(topic);
    }
}

static void forget_entities(struct judge_site *site)
{
    struct judge_entity *entity, *next;
    HASH_ITER(hh, site->entities, entity, next)
    {
        HASH_DEL(site->entities, entity);
        free(entity);
    }
}

void judge_free(struct judge *judge)
{
    if (judge == NULL)
        return;
    while (judge->sites != NULL) {
        struct judge_site *site = judge->sites;
        judge->sites = site->next;
        forget_topics(site);
        forget_entities(site);
        free(site);
    }
    free(judge->scratch.at);
    free(judge);
}

static struct judge_site *site_of(struct judge *judge, const char *id, size_t bytes, int64_t now_ms)
{
    struct judge_site **at = &judge->sites;
    for (; *at != NULL; at = &(*at)->next)
        if (strlen((*at)->id) == bytes && memcmp((*at)->id, id, bytes) == 0)
            return *at;
    struct judge_site *site = acd_calloc(1, sizeof(*site));
    memcpy(site->id, id, bytes < sizeof(site->id) ? bytes : sizeof(site->id) - 1);
    site->first_ms = now_ms;
    site->heartbeat_ms = site->period_ms = site->keyframe_ms = site->queues = site->agents = -1;
    *at = site;
    return site;
}

static void note_refusal(struct judge_site *site, const struct acd_refusal *refusal)
{
    for (int i = 0; i < site->n_refusals; i++) {
        struct judge_refusal *known = &site->refusals[i];
        if ((known->refusal.why == refusal->why && known->refusal.shape == refusal->shape &&
             known->refusal.key == refusal->key) ||
            i == JUDGE_REFUSALS_MOST - 1) {
            known->times++;
            return;
        }
    }
    site->refusals[site->n_refusals++] = (struct judge_refusal){*refusal, 1};
}

/* Takes `n` as the last number of that topic; what lies between is lost. */
static void note_number(struct judge_site *site, const char *name, size_t bytes, uint64_t n,
                        bool is_mark)
{
    struct judge_topic *topic;
    if (bytes >= JUDGE_KEY_BYTES)
        return;
    HASH_FIND(hh, site->topics, name, bytes, topic);
    if (topic == NULL) {
        topic = acd_calloc(1, sizeof(*topic));
        memcpy(topic->name, name, bytes);
        topic->n = n;
        HASH_ADD_KEYPTR(hh, site->topics, topic->name, bytes, topic);
        return;
    }
    if (n > topic->n)
        site->lost += n - topic->n - (is_mark ? 0 : 1);
    else if (!is_mark)
        site->backward++;
    if (n > topic->n)
        topic->n = n;
}

static void note_instance(struct judge_site *site, uint64_t inst)
{
    if (site->messages > 0 && site->inst != inst) {
        site->restarts++;
        forget_topics(site);
        forget_entities(site);
    }
    site->inst = inst;
    site->messages++;
}

static void note_heartbeat(struct judge_site *site, const struct acd_site *beat, int64_t now_ms)
{
    if (site->heartbeat_ms >= 0 && now_ms - site->heartbeat_ms > site->longest_gap_ms)
        site->longest_gap_ms = now_ms - site->heartbeat_ms;
    site->heartbeat_ms = now_ms;
    site->heartbeats++;
    site->period_ms = ACD_KNOWN(beat, ACD_SITE_PERIOD) ? beat->period_ms : -1;
    site->keyframe_ms = ACD_KNOWN(beat, ACD_SITE_KEYFRAME) ? beat->keyframe_ms : -1;
    site->queues = ACD_KNOWN(beat, ACD_SITE_QUEUES) ? beat->queues : -1;
    site->agents = ACD_KNOWN(beat, ACD_SITE_AGENTS) ? beat->agents : -1;
    for (uint32_t i = 0; ACD_KNOWN(beat, ACD_SITE_MARKS) && i < beat->n_marks; i++)
        note_number(site, beat->marks[i].topic, strlen(beat->marks[i].topic), beat->marks[i].n,
                    true);
}

static void note_entity(struct judge_site *site, enum acd_kind kind, const char *id, bool gone,
                        int64_t now_ms)
{
    struct judge_entity *entity;
    char name[JUDGE_KEY_BYTES];
    snprintf(name, sizeof(name), "%s/%s", acd_names_word(&acd_kind_names, (int)kind), id);
    HASH_FIND_STR(site->entities, name, entity);
    if (entity != NULL && site->keyframe_ms >= 0 &&
        now_ms - entity->told_ms > site->keyframe_ms + JUDGE_GRACE_MS)
        site->late++;
    if (gone && entity != NULL) {
        HASH_DEL(site->entities, entity);
        free(entity);
    }
    if (gone)
        return;
    if (entity == NULL) {
        entity = acd_calloc(1, sizeof(*entity));
        memcpy(entity->name, name, sizeof(name));
        entity->kind = kind;
        HASH_ADD_STR(site->entities, name, entity);
    }
    entity->told_ms = now_ms;
}

static void note_item(struct judge_site *site, enum acd_kind kind, const void *item, int64_t now_ms)
{
    const struct acd_queue *queue = item;
    const struct acd_agent *agent = item;
    site->items++;
    if (kind == ACD_KIND_SITE)
        note_heartbeat(site, item, now_ms);
    else if (kind == ACD_KIND_QUEUE)
        note_entity(site, kind, queue->id, queue->gone, now_ms);
    else if (kind == ACD_KIND_AGENT)
        note_entity(site, kind, agent->id, agent->gone, now_ms);
}

void judge_message(struct judge *judge, int frames, const void *topic, size_t topic_bytes,
                   const void *body, size_t body_bytes, int64_t now_ms)
{
    struct acd_message message;
    struct acd_refusal refusal = {ACD_REFUSAL_NONE, NULL, NULL};
    if (frames != 2) {
        judge->wrong_frames++;
        return;
    }
    if (!acd_message_open(&message, topic, topic_bytes, body, body_bytes, &refusal)) {
        if (refusal.why == ACD_REFUSAL_UNKNOWN_KIND)
            judge->unknown_kinds++;
        else
            note_refusal(site_of(judge, "", 0, now_ms), &refusal);
        return;
    }
    struct judge_site *site = site_of(judge, message.site, message.site_bytes, now_ms);
    note_instance(site, message.inst);
    note_number(site, topic, topic_bytes, message.n, false);
    for (;;) {
        void *item = NULL;
        enum acd_next next = acd_message_next(&message, &judge->scratch, &item, &refusal);
        if (next == ACD_NEXT_END)
            return;
        if (next == ACD_NEXT_REFUSED)
            note_refusal(site, &refusal);
        else
            note_item(site, message.kind, item, now_ms);
    }
}

bool judge_ripe(const struct judge *judge, int64_t now_ms)
{
    int known = 0;
    for (const struct judge_site *site = judge->sites; site != NULL; site = site->next) {
        if (site->id[0] == '\0' || site->heartbeats == 0)
            continue;
        int64_t round_ms = (site->keyframe_ms > 0 ? site->keyframe_ms : 0) +
                           2 * (site->period_ms > 0 ? site->period_ms : 0) + JUDGE_GRACE_MS;
        if (now_ms - site->first_ms < round_ms)
            return false;
        known++;
    }
    return known > 0;
}
