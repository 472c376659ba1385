/* `acdfeed tap`: a feed as JSON lines, for scripts and eyes.  Chooses and prints; what is true of a
 * site the subscriber decides. */
#include "acdfeed/clock.h"
#include "acdfeed/json.h"
#include "acdfeed/limits.h"
#include "acdfeed/subscriber.h"
#include "feed/commands/command.h"
#include "feed/commands/keyed.h"
#include "feed/commands/waker.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { IDLE_MS = 1000, TAP_LINK = ACD_KINDS, TAP_SITES_MOST = 256 };

/* A line {"kind":"link"}: what the subscriber says of its link to a site. */
enum { LINK_STATE, LINK_WHY, LINK_LOST, LINK_REFUSED, LINK_RESTARTS, LINK_FIELDS };
struct link_line {
    uint64_t known;
    int state;
    const char *why;
    int64_t lost, refused, restarts;
};
#define LINK_FIELD(name, of, member, ...)                                                          \
    {                                                                                              \
        .key = name, .key_bytes = sizeof(name) - 1, .type = of,                                    \
        .offset = offsetof(struct link_line, member), __VA_ARGS__                                  \
    }
static const struct acd_field link_fields[LINK_FIELDS] = {
    [LINK_STATE] = LINK_FIELD("state", ACD_TYPE_NAME, state, .names = &acd_link_names),
    [LINK_WHY] = LINK_FIELD("why", ACD_TYPE_TEXT, why, .names = NULL),
    [LINK_LOST] = LINK_FIELD("lost", ACD_TYPE_COUNT, lost, .names = NULL),
    [LINK_REFUSED] = LINK_FIELD("refused", ACD_TYPE_COUNT, refused, .names = NULL),
    [LINK_RESTARTS] = LINK_FIELD("restarts", ACD_TYPE_COUNT, restarts, .names = NULL),
};
static const struct acd_shape link_shape = {.name = "link",
                                            .bytes = sizeof(struct link_line),
                                            .n_fields = LINK_FIELDS,
                                            .fields = link_fields,
                                            .key_field = -1};

struct tap {
    struct waker waker;
    const char *site, *queue; /* NULL: all */
    uint32_t kinds;           /* bits of enum acd_kind and TAP_LINK */
    int64_t most, printed;    /* most 0: no limit */
    bool heard, over;         /* over: enough, or nobody reads */
    struct acd_fault trouble; /* of a feed: ": why" */
    bool broken;              /* stdout takes no more, though its reader is there */
    int n_sites;
    struct tap_site {
        char id[ACD_MAX_ID_BYTES + 1];
        enum acd_link link;
        int64_t heard_ms;
    } sites[TAP_SITES_MOST];
};

static bool chosen(const struct tap *tap, int kind, const char *site)
{
    return !tap->over && (tap->kinds & (1U << kind)) != 0 &&
           (tap->site == NULL || strcmp(tap->site, site) == 0);
}

static void print(struct tap *tap, const struct acd_shape *shape, const void *entity,
                  const char *kind, const char *site)
{
    char *line = acd_json_line(shape, entity, kind, site);
    if (puts(line) == EOF || fflush(stdout) != 0) {
        tap->over = true;
        waker_wake(&tap->waker);
        tap->broken = errno != EPIPE; /* a reader may go when it has enough */
        if (tap->broken)
            command_complain("tap", "cannot write: %s", strerror(errno));
    }
    free(line);
    if (++tap->printed == tap->most) {
        tap->over = true;
        waker_wake(&tap->waker);
    }
}

static bool is_text(bool known, const char *text, const char *wanted)
{
    return known && strcmp(text, wanted) == 0;
}

static bool serves(const struct acd_agent *agent, const char *queue)
{
    for (uint32_t i = 0; ACD_KNOWN(agent, ACD_AGENT_QUEUES) && i < agent->n_queues; i++)
        if (is_text(ACD_KNOWN(&agent->queues[i], ACD_AGENT_QUEUE_ID), agent->queues[i].id, queue))
            return true;
    return is_text(ACD_KNOWN(agent, ACD_AGENT_QUEUE), agent->queue, queue);
}

static bool of_queue(enum acd_kind kind, const void *entity, const char *queue)
{
    const struct acd_event *event = entity;
    switch (kind) {
    case ACD_KIND_QUEUE:
        return strcmp(((const struct acd_queue *)entity)->id, queue) == 0;
    case ACD_KIND_AGENT:
        return serves(entity, queue);
    case ACD_KIND_EVENT:
        return is_text(ACD_KNOWN(event, ACD_EVENT_QUEUE), event->queue, queue);
    default:
        return true;
    }
}

static void on_entity(void *context, const struct acd_told *told, const void *entity)
{
    struct tap *tap = context;
    tap->heard = true;
    if (chosen(tap, told->kind, told->site) &&
        (tap->queue == NULL || of_queue(told->kind, entity, tap->queue)))
        print(tap, acd_kind_shape(told->kind), entity,
              acd_names_word(&acd_kind_names, (int)told->kind), told->site);
}

static void on_forget(void *context, const char *site, enum acd_kind kind, const char *id)
{
    struct tap *tap = context;
    if (!chosen(tap, kind, site))
        return;
    if (kind == ACD_KIND_QUEUE && (tap->queue == NULL || strcmp(tap->queue, id) == 0)) {
        struct acd_queue gone = {.id = id, .gone = true};
        gone.known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_GONE);
        print(tap, &acd_queue_shape, &gone, "queue", site);
    } else if (kind == ACD_KIND_AGENT && tap->queue == NULL) {
        struct acd_agent gone = {.id = id, .gone = true};
        gone.known = ACD_BIT(ACD_AGENT_ID) | ACD_BIT(ACD_AGENT_GONE);
        print(tap, &acd_agent_shape, &gone, "agent", site);
    }
}

/* What was last printed of a site; NULL when there are more than TAP_SITES_MOST. */
static struct tap_site *site_of(struct tap *tap, const char *id)
{
    for (int i = 0; i < tap->n_sites; i++)
        if (strcmp(tap->sites[i].id, id) == 0)
            return &tap->sites[i];
    if (tap->n_sites == TAP_SITES_MOST)
        return NULL;
    struct tap_site *site = &tap->sites[tap->n_sites++];
    *site = (struct tap_site){.link = ACD_LINKS, .heard_ms = -1};
    snprintf(site->id, sizeof(site->id), "%s", id);
    return site;
}

static void print_link(struct tap *tap, const struct acd_site_state *state)
{
    struct link_line line = {
        .known = (UINT64_C(1) << LINK_FIELDS) - 1,
        .state = (int)state->link,
        .why = state->why,
        .lost = (int64_t)state->lost,
        .refused = (int64_t)state->refused,
        .restarts = (int64_t)state->restarts,
    };
    if (state->why == NULL || state->why[0] == '\0')
        line.known &= ~ACD_BIT(LINK_WHY);
    print(tap, &link_shape, &line, "link", state->id);
}

static void on_site(void *context, const struct acd_site_state *state)
{
    struct tap *tap = context;
    struct tap_site *was = site_of(tap, state->id);
    tap->heard = true;
    if (was == NULL)
        return;
    if (state->heartbeat != NULL && was->heard_ms != state->heard_ms &&
        chosen(tap, ACD_KIND_SITE, state->id)) {
        struct acd_site site = *state->heartbeat;
        site.known &= ~ACD_BIT(ACD_SITE_MARKS); /* of use to a subscriber alone */
        print(tap, &acd_site_shape, &site, "site", state->id);
    }
    if (was->link != state->link && chosen(tap, TAP_LINK, state->id))
        print_link(tap, state);
    was->heard_ms = state->heard_ms;
    was->link = state->link;
}

static bool read_kinds(struct tap *tap, const char *text, struct acd_fault *why)
{
    tap->kinds = 0;
    for (const char *at = text;; at++) {
        size_t bytes = strcspn(at, ",");
        int kind = acd_names_find(&acd_kind_names, at, bytes);
        if (kind < 0 && bytes == 4 && memcmp(at, "link", 4) == 0)
            kind = TAP_LINK;
        if (kind < 0)
            return acd_fault_say(why,
                                 "--kinds %s: expected some of site, queue, agent, event, "
                                 "link, with commas between, found \"%.*s\"",
                                 text, (int)bytes, at);
        tap->kinds |= 1U << kind;
        at += bytes;
        if (*at == '\0')
            return true;
    }
}

/* The endpoints in their order, and one pair of keys for all. */
struct feeds {
    struct option_list stats, control;
    struct keyed keyed;
    bool standby;
};

static bool add_feeds(struct acd_subscriber *subscriber, const struct feeds *feeds,
                      struct acd_fault *why)
{
    keyed_begin(feeds->keyed.key);
    for (int i = 0; i < feeds->stats.n; i++) {
        struct acd_feed_options options = {
            .stats = feeds->stats.value[i],
            .control = i < feeds->control.n ? feeds->control.value[i] : NULL,
            .key_file = feeds->keyed.key,
            .server_key = feeds->keyed.server_key,
            .group = feeds->standby ? "tap" : NULL,
        };
        if (!acd_subscriber_add_feed(subscriber, &options, why))
            return false;
    }
    return true;
}

static void on_feed(void *context, const struct acd_feed_state *state)
{
    struct tap *tap = context;
    if (*state->why)
        (void)acd_fault_say(&tap->trouble, ": %s", state->why);
}

static int run(struct tap *tap, const struct feeds *feeds, int64_t for_ms)
{
    waker_open(&tap->waker);
    struct acd_subscriber *subscriber = acd_subscriber_new(&(struct acd_subscriber_options){
        .kinds = (tap->kinds & ((1U << ACD_KINDS) - 1)) | 1U << ACD_KIND_SITE,
        .handler = {.context = tap, .entity = on_entity, .forget = on_forget, .site = on_site,
                    .feed = on_feed},
    });
    struct acd_fault why;
    int status = COMMAND_DONE;
    if (!add_feeds(subscriber, feeds, &why)) {
        command_complain("tap", "%s", why.text);
        status = COMMAND_FAILED;
    }
    int64_t until_ms = for_ms >= 0 ? acd_monotonic_ms() + for_ms : INT64_MAX, now_ms;
    while (status == COMMAND_DONE && !tap->over && (now_ms = acd_monotonic_ms()) < until_ms &&
           !waker_signalled(&tap->waker))
        (void)acd_subscriber_serve(
            subscriber, until_ms - now_ms < IDLE_MS ? until_ms - now_ms : IDLE_MS, tap->waker.fd);
    acd_subscriber_free(subscriber);
    waker_close(&tap->waker);
    if (tap->broken)
        status = COMMAND_FAILED;
    if (status == COMMAND_DONE && for_ms >= 0 && !tap->heard) {
        command_complain("tap", "nothing was heard from %s%s", feeds->stats.value[0],
                         tap->trouble.text);
        status = COMMAND_SILENT;
    }
    return status;
}

static const char about[] =
    "Prints a feed as JSON lines, each as soon as it is told: kind and site first, then the\n"
    "keys of PROTOCOL.md.  An entity that ended has \"gone\":true.  A line of kind `link` tells\n"
    "whether the data of a site can be trusted: live, incomplete, stale, or silent.\n"
    "`acdfeed publish` takes these lines.";

static const char closing[] =
    "Exit status: 0 done, also when the reader has gone; 1 an endpoint that cannot be\n"
    "connected to; 2 usage; 4 nothing was heard within --for.";

int command_tap(int argc, char **argv)
{
    struct tap tap = {0};
    struct feeds feeds = {.stats.n = 0};
    const char *kinds = "site,queue,agent,event,link";
    int64_t for_ms = -1;
    const struct option_rule rules[] = {
        {"stats", OPTION_ENDPOINTS, &feeds.stats, "EP",
         "a feed; may be given again for each feed; " ACD_STATS_ENDPOINT " unless said", 0, 0},
        {"control", OPTION_ENDPOINTS, &feeds.control, "EP",
         "the control socket of the feed, for a complete state at once; in the order of --stats", 0,
         0},
        {"standby", OPTION_FLAG, &feeds.standby, NULL,
         "the feeds stand by for each other: of those that tell of one site one is believed", 0, 0},
        KEYED_ASKING_RULES(&feeds.keyed),
        {"kinds", OPTION_TEXT, &kinds, "K,K", "only these: site, queue, agent, event, link", 0, 0},
        {"site", OPTION_ID, &tap.site, "ID", "only this site", 0, 0},
        {"queue", OPTION_ID, &tap.queue, "ID",
         "only this queue, the agents who serve it and the events that name it", 0, 0},
        {"count", OPTION_INTEGER, &tap.most, "N", "end after so many lines", 1, 1e15},
        {"for", OPTION_DURATION, &for_ms, "D", "end after this time", 0, 0},
    };
    const struct option_usage usage = {.name = "tap",
                                       .synopsis = "",
                                       .about = about,
                                       .rules = rules,
                                       .n_rules = ACD_COUNT_OF(rules),
                                       .closing = closing};
    struct acd_fault why;
    int status;
    if (!options_read(&usage, &argc, argv, &status))
        return status;
    if (feeds.stats.n == 0)
        feeds.stats.value[feeds.stats.n++] = ACD_STATS_ENDPOINT;
    if (!read_kinds(&tap, kinds, &why) ||
        (feeds.control.n > feeds.stats.n && !acd_fault_say(&why, "more --control than --stats"))) {
        command_complain("tap", "%s", why.text);
        return COMMAND_USAGE;
    }
    return run(&tap, &feeds, for_ms);
}
