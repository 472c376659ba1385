/* Between merged lines and the publisher: makes sites as they are first named, gives them their
 * operations, tells entities, hands replies on.  Knows nothing of files or sockets. */
#include "feed/commands/publishing.h"

#include "acdfeed/clock.h"
#include "acdfeed/memory.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Adds KEY=VALUE to the words; the texts live until the caller frees them. */
static size_t add_word(char **words, size_t n, const char *key, const char *value)
{
    if (value == NULL)
        return n;
    size_t bytes = strlen(key) + strlen(value) + 2;
    words[n] = acd_alloc(bytes);
    snprintf(words[n], bytes, "%s=%s", key, value);
    return n + 1;
}

static bool read_site(struct merge *merge, const struct publishing_site *site,
                      struct merge_item *item, struct acd_fault *why)
{
    char *words[4];
    size_t n = add_word(words, 0, "site", site->id);
    n = add_word(words, n, "name", site->name);
    n = add_word(words, n, "tz", site->tz);
    n = add_word(words, n, "ops", site->ops);
    bool fine = merge_words(merge, (const char *const *)words, n, acd_monotonic_ms(), item, why);
    while (n > 0)
        free(words[--n]);
    return fine;
}

bool publishing_site_check(const struct publishing_site *site, struct acd_fault *why)
{
    struct publishing_site named = *site;
    struct merge *merge = merge_new(NULL);
    struct merge_item item;
    if (named.id == NULL)
        named.id = "any";
    bool fine = read_site(merge, &named, &item, why);
    merge_free(merge);
    return fine;
}

/* The operations of --ops, for whichever sites will be named. */
static bool read_defaults(struct publishing *publishing, const char *ops, struct acd_fault *why)
{
    struct merge *merge = merge_new(NULL);
    struct merge_item item;
    bool fine = read_site(merge, &(struct publishing_site){.id = "any", .ops = ops}, &item, why);
    if (fine)
        publishing->defaults = acd_shape_keep(&acd_site_shape, item.entity, NULL);
    merge_free(merge);
    return fine;
}

static bool tell_site(struct publishing *publishing, const struct acd_site *told,
                      struct acd_fault *why)
{
    struct acd_site site = *told;
    if (!ACD_KNOWN(&site, ACD_SITE_OPS) && publishing->defaults != NULL) {
        site.ops = publishing->defaults->ops;
        site.n_ops = publishing->defaults->n_ops;
        ACD_KNOW(&site, ACD_SITE_OPS);
    }
    return acd_publisher_site(publishing->publisher, &site, why);
}

static bool tell_item(struct publishing *publishing, const struct merge_item *item,
                      struct acd_fault *why)
{
    const struct acd_site named = {.known = ACD_BIT(ACD_SITE_ID), .id = item->site};
    if (item->new_site && item->what != MERGE_SITE && !tell_site(publishing, &named, why))
        return false;
    switch (item->what) {
    case MERGE_SITE:
        return tell_site(publishing, item->entity, why);
    case MERGE_QUEUE:
        return acd_publisher_queue(publishing->publisher, item->site, item->entity, why);
    case MERGE_AGENT:
        return acd_publisher_agent(publishing->publisher, item->site, item->entity, why);
    case MERGE_EVENT:
        return acd_publisher_event(publishing->publisher, item->site, item->entity, why);
    case MERGE_REPLY:
        if (publishing->requests == NULL)
            return acd_fault_say(why, "kind: a reply, but no commands are taken (--control)");
        return requests_answer(publishing->requests, item->entity, why);
    case MERGE_LINK:
    case MERGE_BLANK:
        return true;
    }
    assert(!"an item of no kind");
    return false;
}

/* A site speaks again only when it has what is new. */
static bool tell(struct publishing *publishing, const struct merge_item *item,
                 struct acd_fault *why)
{
    if (!tell_item(publishing, item, why))
        return false;
    if (item->site && silence_told(&publishing->silence, item->site, acd_monotonic_ms()))
        acd_publisher_mute(publishing->publisher, item->site, false);
    return true;
}

const char *publishing_silent(struct publishing *publishing)
{
    const char *site = silence_next(&publishing->silence, acd_monotonic_ms());
    if (site != NULL)
        acd_publisher_mute(publishing->publisher, site, true);
    return site;
}

bool publishing_open(struct publishing *publishing, struct acd_publisher *publisher,
                     const struct publishing_site *site, struct acd_fault *why)
{
    struct merge_item item;
    *publishing = (struct publishing){.publisher = publisher, .merge = merge_new(site->id)};
    if (site->ops != NULL && !read_defaults(publishing, site->ops, why))
        return false;
    return site->id == NULL ||
           (read_site(publishing->merge, site, &item, why) && tell(publishing, &item, why));
}

void publishing_close(struct publishing *publishing)
{
    acd_publisher_close(publishing->publisher);
    merge_free(publishing->merge);
    free(publishing->defaults);
    silence_release(&publishing->silence);
    *publishing = (struct publishing){0};
}

bool publishing_line(struct publishing *publishing, const char *line, size_t bytes,
                     struct acd_fault *why)
{
    struct merge_item item;
    return merge_line(publishing->merge, line, bytes, acd_monotonic_ms(), &item, why) &&
           tell(publishing, &item, why);
}

bool publishing_words(void *context, const char *const *words, size_t n, struct acd_fault *why)
{
    struct publishing *publishing = context;
    struct merge_item item;
    return merge_words(publishing->merge, words, n, acd_monotonic_ms(), &item, why) &&
           tell(publishing, &item, why);
}
