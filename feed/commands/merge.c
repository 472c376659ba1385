/* Keeps the last full state of every entity that lines told of and lays each new line over it.
 * Knows nothing of sockets, files or the clock. */
#include "feed/commands/merge.h"

#include "acdfeed/json.h"
#include "acdfeed/memory.h"
#include "feed/commands/patch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define uthash_fatal(words) acd_no_memory()
#include <uthash.h>

enum { KEY_BYTES = 8 + 2 * (ACD_MAX_ID_BYTES + 1) };

struct record {
    char key[KEY_BYTES]; /* kind/site/id; a site that was only named: site/ID/ with no entity */
    void *entity;        /* of acd_shape_keep(), or NULL */
    int64_t at_ms;       /* as of when its ages are */
    UT_hash_handle hh;
};

struct merge {
    char site[ACD_MAX_ID_BYTES + 1];  /* of lines that name none */
    char told[ACD_MAX_ID_BYTES + 1];  /* of the item handed out last */
    char unknown[ACD_MAX_TEXT_BYTES]; /* the key of the last item that the contract lacks */
    struct record *records;
    struct acd_scratch scratch;
};

struct merge *merge_new(const char *site)
{
    struct merge *merge = acd_calloc(1, sizeof(*merge));
    snprintf(merge->site, sizeof(merge->site), "%s", site != NULL ? site : "");
    merge->scratch.at = acd_alloc(ACD_SCRATCH_BYTES);
    merge->scratch.bytes = ACD_SCRATCH_BYTES;
    return merge;
}

static void drop(struct merge *merge, struct record *record)
{
    HASH_DEL(merge->records, record);
    free(record->entity);
    free(record);
}

void merge_free(struct merge *merge)
{
    struct record *record, *next;
    if (merge == NULL)
        return;
    HASH_ITER(hh, merge->records, record, next)
    drop(merge, record);
    free(merge->scratch.at);
    free(merge);
}

static struct record *find(struct merge *merge, const char *key)
{
    struct record *record;
    HASH_FIND_STR(merge->records, key, record);
    return record;
}

static struct record *find_or_add(struct merge *merge, const char *key)
{
    struct record *record = find(merge, key);
    if (record == NULL) {
        record = acd_calloc(1, sizeof(*record));
        snprintf(record->key, sizeof(record->key), "%s", key);
        HASH_ADD_STR(merge->records, key, record);
    }
    return record;
}

/* The entity of `json` in the merge's scratch. */
static void *to_entity(struct merge *merge, struct acd_json *json, const struct acd_shape *shape,
                       const char **unknown, struct acd_fault *why)
{
    merge->scratch.used = 0;
    return acd_json_entity(json, shape, &merge->scratch, unknown, why);
}

/* An event needs no id of its own: the publisher draws one.  Until then this stands there. */
static const char drawn_later[] = "{\"id\":\"drawn-later\"}";

static bool may_lack_id(const struct acd_shape *shape, const struct patch *patch)
{
    return shape == &acd_event_shape && !patch->has_id;
}

/* The patch alone, which must be right by itself, so that an error names what the line says. */
static void *read_alone(struct merge *merge, const struct patch *patch,
                        const struct acd_shape *shape, const char **unknown, struct acd_fault *why)
{
    struct acd_json *json = acd_json_new();
    const char *borrowed = NULL;
    void *entity = NULL;
    if ((!may_lack_id(shape, patch) ||
         acd_json_merge_line(json, drawn_later, sizeof(drawn_later) - 1, why)) &&
        patch_apply(patch, shape, json, why))
        entity = to_entity(merge, json, shape, &borrowed, why);
    if (entity != NULL && may_lack_id(shape, patch))
        ((struct acd_event *)entity)->known &= ~ACD_BIT(ACD_EVENT_ID);
    if (borrowed != NULL) {
        snprintf(merge->unknown, sizeof(merge->unknown), "%s", borrowed);
        *unknown = merge->unknown;
    }
    acd_json_free(json);
    return entity;
}

/* The state that is kept, its ages as of now, with the patch over it. */
static void *read_over(struct merge *merge, const struct patch *patch,
                       const struct acd_shape *shape, struct record *record, int64_t now_ms,
                       struct acd_fault *why)
{
    struct acd_json *json = acd_json_new();
    void *entity = NULL;
    acd_shape_age(shape, record->entity, now_ms > record->at_ms ? now_ms - record->at_ms : 0);
    record->at_ms = now_ms;
    char *line = acd_json_line(shape, record->entity, NULL, NULL);
    if (acd_json_merge_line(json, line, strlen(line), why) && patch_apply(patch, shape, json, why))
        entity = to_entity(merge, json, shape, NULL, why);
    free(line);
    acd_json_free(json);
    return entity;
}

static bool is_gone(enum merge_what what, const void *entity)
{
    return (what == MERGE_QUEUE && ((const struct acd_queue *)entity)->gone) ||
           (what == MERGE_AGENT && ((const struct acd_agent *)entity)->gone);
}

static const char *id_of(enum merge_what what, const void *entity)
{
    return what == MERGE_QUEUE   ? ((const struct acd_queue *)entity)->id
           : what == MERGE_AGENT ? ((const struct acd_agent *)entity)->id
                                 : "";
}

/* Lays the patch over the last state and keeps the result.  NULL only where a key's removal or the
 * sum of both breaks a bound of the contract. */
static const void *merge_over(struct merge *merge, const struct patch *patch,
                              const struct acd_shape *shape, enum merge_what what, const char *site,
                              void *alone, int64_t now_ms, struct acd_fault *why)
{
    char key[KEY_BYTES];
    snprintf(key, sizeof(key), "%s/%s/%s", patch->kind, site, id_of(what, alone));
    struct record *record = find(merge, key);
    void *entity = alone;
    if (record != NULL && record->entity != NULL)
        entity = read_over(merge, patch, shape, record, now_ms, why);
    if (entity == NULL)
        return NULL;
    if (is_gone(what, entity)) {
        if (record != NULL)
            drop(merge, record);
        return entity;
    }
    record = find_or_add(merge, key);
    record->entity = acd_shape_keep(shape, entity, record->entity);
    record->at_ms = now_ms;
    return entity;
}

/* Notes the site of a line that is right; the first one becomes that of lines that name none. */
static void note_site(struct merge *merge, const char *site, struct merge_item *item)
{
    char key[KEY_BYTES];
    snprintf(key, sizeof(key), "site/%s/", site);
    (void)find_or_add(merge, key);
    if (merge->site[0] == '\0')
        snprintf(merge->site, sizeof(merge->site), "%s", site);
    snprintf(merge->told, sizeof(merge->told), "%s", site);
    item->site = merge->told;
}

static bool is_new_site(struct merge *merge, const char *site)
{
    char key[KEY_BYTES];
    snprintf(key, sizeof(key), "site/%s/", site);
    return find(merge, key) == NULL;
}

static bool merge_entity(struct merge *merge, struct patch *patch, int64_t now_ms,
                         struct merge_item *item, struct acd_fault *why)
{
    const struct acd_shape *shape = acd_kind_shape((enum acd_kind)item->what);
    if (patch->site[0] == '\0')
        memcpy(patch->site, merge->site, sizeof(patch->site));
    if (item->what == MERGE_SITE && patch->id[0] == '\0')
        memcpy(patch->id, patch->site, sizeof(patch->id));
    void *alone = read_alone(merge, patch, shape, &item->unknown, why);
    if (alone == NULL)
        return false;
    const char *site = item->what == MERGE_SITE ? patch->id : patch->site;
    if (site[0] == '\0')
        return acd_fault_say(why, "site: expected the id of a site (or give --site), found none");
    item->new_site = is_new_site(merge, site);
    item->entity = alone;
    if (item->what != MERGE_EVENT)
        item->entity = merge_over(merge, patch, shape, item->what, site, alone, now_ms, why);
    if (item->entity == NULL)
        return false;
    note_site(merge, site, item);
    return true;
}

static bool merge_patch(struct merge *merge, struct patch *patch, int64_t now_ms,
                        struct merge_item *item, struct acd_fault *why)
{
    int kind = acd_names_find(&acd_kind_names, patch->kind, strlen(patch->kind));
    *item = (struct merge_item){.what = kind >= 0 ? (enum merge_what)kind : MERGE_BLANK};
    if (kind >= 0)
        return merge_entity(merge, patch, now_ms, item, why);
    if (strcmp(patch->kind, "reply") == 0) {
        item->what = MERGE_REPLY;
        item->entity = read_alone(merge, patch, &acd_reply_shape, &item->unknown, why);
        return item->entity != NULL;
    }
    if (strcmp(patch->kind, "link") == 0)
        item->what = MERGE_LINK;
    else if (patch->kind[0] != '\0')
        return acd_fault_say(why, "kind: expected site, queue, agent, event or reply, found \"%s\"",
                             patch->kind);
    return true;
}

bool merge_line(struct merge *merge, const char *line, size_t bytes, int64_t now_ms,
                struct merge_item *item, struct acd_fault *why)
{
    struct patch patch;
    bool fine =
        patch_read_line(&patch, line, bytes, why) && merge_patch(merge, &patch, now_ms, item, why);
    patch_release(&patch);
    return fine;
}

bool merge_words(struct merge *merge, const char *const *words, size_t n, int64_t now_ms,
                 struct merge_item *item, struct acd_fault *why)
{
    struct patch patch;
    bool fine =
        patch_read_words(&patch, words, n, why) && merge_patch(merge, &patch, now_ms, item, why);
    patch_release(&patch);
    return fine;
}
