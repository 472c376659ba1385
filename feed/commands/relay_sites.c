/* From the subscriber to those who listen here: what is heard goes on, with the relay's own word
 * about what it does not know.  What is true of a site the subscriber decides. */
#include "acdfeed/clock.h"
#include "acdfeed/limits.h"
#include "feed/commands/command.h"
#include "feed/commands/relay_parts.h"
#include "feed/link/passing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A count that leaps is a loss of so many at most: our own count must not come to its end. */
enum { LOST_MOST = 1000000 };

static struct relay_site *site_of(struct relay *relay, const char *id)
{
    struct relay_site *site = NULL;
    struct acd_fault why;
    HASH_FIND_STR(relay->sites, id, site);
    if (site)
        return site;
    site = acd_calloc(1, sizeof *site);
    snprintf(site->id, sizeof site->id, "%s", id);
    site->heard_ms = site->unsound_ms = -1;
    HASH_ADD_STR(relay->sites, id, site);
    site->passed = passing_site(relay->publisher, id, &why);
    if (!site->passed)
        command_complain("relay", "site %s is not passed on: %s", id, why.text);
    return site;
}

void relay_forget_sites(struct relay *relay)
{
    struct relay_site *site, *next;
    HASH_ITER(hh, relay->sites, site, next)
    {
        HASH_DEL(relay->sites, site);
        free(site);
    }
}

/* Another feed, or another life of the same one: nothing of before is told any more. */
static void follow_feed(struct relay *relay, struct relay_site *site,
                        const struct acd_site_state *state)
{
    uint64_t adoptions = state->restarts + state->takeovers;
    if (adoptions == site->adoptions)
        return;
    relay_say_adopted(relay, site, state, acd_monotonic_ms());
    passing_renew(relay->publisher, site->id);
    site->adoptions = adoptions;
    site->takeovers = state->takeovers;
    memcpy(site->epoch, state->epoch, sizeof site->epoch);
    memcpy(site->lost_of, state->lost_of, sizeof site->lost_of);
}

/* Losses there are losses here; what is in doubt here is told to nobody. */
static void follow_doubts(struct relay *relay, struct relay_site *site,
                          const struct acd_site_state *state)
{
    struct passing_extent extent = {.denied = state->denied};
    for (int kind = 0; kind < ACD_KINDS; kind++) {
        uint64_t lost = state->lost_of[kind] > site->lost_of[kind]
                            ? state->lost_of[kind] - site->lost_of[kind]
                            : 0;
        if (lost)
            passing_lost(relay->publisher, site->id, (enum acd_kind)kind,
                         lost < LOST_MOST ? lost : LOST_MOST);
        if (state->epoch[kind] != site->epoch[kind])
            passing_doubt(relay->publisher, site->id, (enum acd_kind)kind, NULL);
        site->lost_of[kind] = state->lost_of[kind];
        site->epoch[kind] = state->epoch[kind];
        extent.whole[kind] = state->whole[kind];
    }
    passing_extent(relay->publisher, site->id, &extent);
}

/* The operations of the feed that are passed on to it; pages are served here or nowhere. */
static void choose_ops(const struct relay *relay, struct acd_site *site, int feed,
                       const char *ops[ACD_MAX_OPS])
{
    uint32_t n = 0;
    bool any = ACD_KNOWN(site, ACD_SITE_OPS) && relay->commands && relay->commanded[feed];
    for (uint32_t i = 0; any && i < site->n_ops && n + 1 < ACD_MAX_OPS; i++)
        if (strcmp(site->ops[i], "snapshot") != 0)
            ops[n++] = site->ops[i];
    site->ops = ops;
    site->n_ops = n;
    if (n == 0)
        site->known &= ~ACD_BIT(ACD_SITE_OPS);
}

/* As it came, less what does not hold here. */
static void beat(struct relay *relay, const struct acd_site_state *state, int64_t t)
{
    struct acd_site site = *state->heartbeat;
    const char *ops[ACD_MAX_OPS];
    choose_ops(relay, &site, state->feed, ops);
    if (state->denied & 1u << ACD_KIND_AGENT)
        site.known &= ~ACD_BIT(ACD_SITE_AGENTS);
    if (state->denied & 1u << ACD_KIND_QUEUE)
        site.known &= ~ACD_BIT(ACD_SITE_QUEUES);
    if (state->contradicted) {
        site.why = "two feeds claim this site";
        ACD_KNOW(&site, ACD_SITE_WHY);
    }
    passing_beat(relay->publisher, &site, t, state->skew_ms);
}

static void on_site(void *context, const struct acd_site_state *state)
{
    struct relay *relay = context;
    struct relay_site *site = site_of(relay, state->id);
    if (!site->passed)
        return;
    follow_feed(relay, site, state);
    follow_doubts(relay, site, state);
    if (state->heartbeat && state->heard_ms != site->heard_ms)
        beat(relay, state, site->beat_t);
    site->heard_ms = state->heard_ms;
    relay_say_site(relay, site, state, acd_monotonic_ms());
}

static void on_message(void *context, const struct acd_message *message)
{
    struct relay *relay = context;
    struct relay_site *site = NULL;
    if (message->kind == ACD_KIND_EVENT && relay_pass_events(relay, message))
        return;
    if (message->kind != ACD_KIND_SITE) {
        passing_message(relay->publisher, message);
        return;
    }
    HASH_FIND(hh, relay->sites, message->site, message->site_bytes, site);
    if (site) /* it goes out once it has been read */
        site->beat_t = message->t;
}

static void on_entity(void *context, const struct acd_told *told, const void *entity)
{
    const struct relay *relay = context;
    passing_entity(relay->publisher, told, entity);
}

static void on_doubt(void *context, const char *site, enum acd_kind kind, const char *id)
{
    const struct relay *relay = context;
    passing_doubt(relay->publisher, site, kind, id);
}

static void on_forget(void *context, const char *site, enum acd_kind kind, const char *id)
{
    const struct relay *relay = context;
    passing_forget(relay->publisher, site, kind, id);
}

static void on_feed(void *context, const struct acd_feed_state *state)
{
    relay_say_feed(context, state, acd_monotonic_ms());
}

static void on_reply(void *context, const struct acd_reply *reply)
{
    relay_answered(context, reply);
}

struct acd_subscriber_handler relay_handler(struct relay *relay)
{
    return (struct acd_subscriber_handler){
        .context = relay,
        .entity = on_entity,
        .message = on_message,
        .doubt = on_doubt,
        .forget = on_forget,
        .site = on_site,
        .feed = on_feed,
        .reply = on_reply,
    };
}
