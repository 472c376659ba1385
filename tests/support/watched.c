/* Keeps what a subscriber tells, as a board would. */
#include "tests/support/patience.h"
#include "tests/support/watched.h"

#include "acdfeed/clock.h"
#include "acdfeed/memory.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char *entity_id(enum acd_kind kind, const void *entity)
{
    const struct acd_shape *shape = acd_kind_shape(kind);
    const char *id;
    memcpy(&id, (const char *)entity + shape->fields[shape->key_field].offset, sizeof id);
    return id;
}

static struct watched_entity *find(struct watched *watched, const char *site, enum acd_kind kind,
                                   const char *id)
{
    for (size_t i = 0; i < watched->n_entities; i++) {
        struct watched_entity *each = &watched->entities[i];
        if (each->kind == kind && strcmp(each->site, site) == 0 &&
            strcmp(entity_id(kind, each->entity), id) == 0)
            return each;
    }
    return NULL;
}

static void on_entity(void *context, const struct acd_told *told, const void *entity)
{
    struct watched *watched = context;
    if (told->kind == ACD_KIND_EVENT) {
        if (watched->n_events < WATCHED_EVENTS)
            watched->events[watched->n_events++] =
                acd_shape_keep(&acd_event_shape, entity, NULL);
        return;
    }
    struct watched_entity *known =
        find(watched, told->site, told->kind, entity_id(told->kind, entity));
    if (!known) {
        watched->entities = acd_realloc(watched->entities,
                                        (watched->n_entities + 1) * sizeof *watched->entities);
        known = &watched->entities[watched->n_entities++];
        *known = (struct watched_entity){.kind = told->kind};
        snprintf(known->site, sizeof known->site, "%s", told->site);
    }
    known->epoch = told->epoch;
    known->at_ms = told->at_ms;
    known->entity = acd_shape_keep(acd_kind_shape(told->kind), entity, known->entity);
}

static void on_doubt(void *context, const char *site, enum acd_kind kind, const char *id)
{
    struct watched *watched = context;
    struct watched_entity *known = find(watched, site, kind, id);
    if (known)
        known->epoch--;
}

static void on_forget(void *context, const char *site, enum acd_kind kind, const char *id)
{
    struct watched *watched = context;
    struct watched_entity *known = find(watched, site, kind, id);
    if (!known)
        return;
    free(known->entity);
    *known = watched->entities[--watched->n_entities];
}

static void on_site(void *context, const struct acd_site_state *state)
{
    struct watched *watched = context;
    struct watched_site *site = watched_site(watched, state->id);
    if (!site) {
        assert_true(watched->n_sites < WATCHED_SITES);
        site = &watched->sites[watched->n_sites++];
        snprintf(site->id, sizeof site->id, "%s", state->id);
    }
    site->state = *state;
    snprintf(site->why, sizeof site->why, "%s", state->why);
    site->was[state->link] = true;
    if (state->heartbeat)
        site->heartbeat = acd_shape_keep(&acd_site_shape, state->heartbeat, site->heartbeat);
    site->state.id = site->id;
    site->state.why = site->why;
    site->state.heartbeat = site->heartbeat;
}

static void on_feed(void *context, const struct acd_feed_state *state)
{
    struct watched *watched = context;
    watched->feed_refused = state->refused;
    watched->feed_heard |= state->heard;
    snprintf(watched->feed_why, sizeof watched->feed_why, "%s", state->why);
}

static void on_reply(void *context, const struct acd_reply *reply)
{
    struct watched *watched = context;
    if (watched->n_replies == WATCHED_REPLIES)
        return;
    struct watched_reply *kept = &watched->replies[watched->n_replies++];
    snprintf(kept->id, sizeof kept->id, "%s", reply->id);
    kept->status = reply->status;
    snprintf(kept->why, sizeof kept->why, "%s", ACD_KNOWN(reply, ACD_REPLY_WHY) ? reply->why : "");
}

struct watched *watched_new(uint32_t kinds)
{
    struct watched *watched = acd_calloc(1, sizeof *watched);
    struct acd_subscriber_options options = {
        .kinds = kinds,
        .handler = {.context = watched,
                    .entity = on_entity,
                    .doubt = on_doubt,
                    .forget = on_forget,
                    .site = on_site,
                    .feed = on_feed,
                    .reply = on_reply},
    };
    watched->subscriber = acd_subscriber_new(&options);
    return watched;
}

void watched_free(struct watched *watched)
{
    acd_subscriber_free(watched->subscriber);
    for (size_t i = 0; i < watched->n_entities; i++)
        free(watched->entities[i].entity);
    for (int i = 0; i < watched->n_sites; i++)
        free(watched->sites[i].heartbeat);
    for (int i = 0; i < watched->n_events; i++)
        free(watched->events[i]);
    free(watched->entities);
    free(watched);
}

void watched_add(struct watched *watched, const char *stats, const char *control)
{
    struct acd_fault why = {""};
    if (!acd_subscriber_add(watched->subscriber, stats, control, &why))
        fail_msg("%s", why.text);
}

void watched_serve(struct watched *watched)
{
    for (size_t i = 0; i < ACD_COUNT_OF(watched->publishers); i++) {
        if (watched->publishers[i])
            acd_publisher_serve(watched->publishers[i], 0, -1);
    }
    acd_subscriber_serve(watched->subscriber, 2, -1);
}

void watched_until(struct watched *watched, watched_condition *condition, const void *context,
                   const char *what)
{
    int64_t deadline = acd_monotonic_ms() + patience_ms(20000);
    while (!condition(watched, context)) {
        if (acd_monotonic_ms() > deadline) {
            for (int i = 0; i < watched->n_sites; i++)
                print_message("site %s: %s: %s\n", watched->sites[i].id,
                              acd_names_word(&acd_link_names, (int)watched->sites[i].state.link),
                              watched->sites[i].why);
            fail_msg("waited in vain: %s (feed: %s)", what, watched->feed_why);
        }
        watched_serve(watched);
    }
}

struct watched_site *watched_site(struct watched *watched, const char *id)
{
    for (int i = 0; i < watched->n_sites; i++) {
        if (strcmp(watched->sites[i].id, id) == 0)
            return &watched->sites[i];
    }
    return NULL;
}

static bool is_live(struct watched *watched, const struct watched_entity *entity)
{
    const struct watched_site *site = watched_site(watched, entity->site);
    return site &&
           (site->state.link == ACD_LINK_LIVE || site->state.link == ACD_LINK_INCOMPLETE) &&
           entity->epoch == site->state.epoch[entity->kind];
}

const void *watched_live(struct watched *watched, const char *site, enum acd_kind kind,
                         const char *id)
{
    const struct watched_entity *entity = find(watched, site, kind, id);
    return entity && is_live(watched, entity) ? entity->entity : NULL;
}

int watched_live_count(struct watched *watched, const char *site, enum acd_kind kind)
{
    int n = 0;
    for (size_t i = 0; i < watched->n_entities; i++) {
        const struct watched_entity *each = &watched->entities[i];
        n += each->kind == kind && strcmp(each->site, site) == 0 && is_live(watched, each);
    }
    return n;
}

const struct watched_reply *watched_reply(struct watched *watched, const char *id)
{
    for (int i = watched->n_replies - 1; i >= 0; i--) {
        if (strcmp(watched->replies[i].id, id) == 0)
            return &watched->replies[i];
    }
    return NULL;
}

struct wanted_link {
    const char *site;
    enum acd_link link;
};

static bool has_link(struct watched *watched, const void *context)
{
    const struct wanted_link *wanted = context;
    const struct watched_site *site = watched_site(watched, wanted->site);
    return site && site->state.link == wanted->link;
}

void watched_until_link(struct watched *watched, const char *site, enum acd_link link)
{
    struct wanted_link wanted = {site, link};
    watched_until(watched, has_link, &wanted, acd_names_word(&acd_link_names, (int)link));
}

static bool has_reply(struct watched *watched, const void *context)
{
    return watched_reply(watched, context) != NULL;
}

void watched_until_reply(struct watched *watched, const char *id)
{
    watched_until(watched, has_reply, id, "a reply");
}

struct wanted_beat {
    const char *site;
    int64_t heard_ms;
};

static bool has_beaten(struct watched *watched, const void *context)
{
    const struct wanted_beat *wanted = context;
    const struct watched_site *site = watched_site(watched, wanted->site);
    return site && site->state.heard_ms > wanted->heard_ms;
}

void watched_until_beat(struct watched *watched, const char *site)
{
    const struct watched_site *now = watched_site(watched, site);
    struct wanted_beat wanted = {site, now ? now->state.heard_ms : -1};
    watched_until(watched, has_beaten, &wanted, "a heartbeat");
}

static char folder[64];

static void remove_folder(void)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        char path[400];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.')
            unlink(path);
    }
    if (dir)
        closedir(dir);
    rmdir(folder);
}

const char *test_folder(void)
{
    if (!folder[0]) {
        snprintf(folder, sizeof folder, "/tmp/acd-test-XXXXXX");
        if (!mkdtemp(folder))
            fail_msg("no folder can be made in /tmp");
        atexit(remove_folder);
    }
    return folder;
}

void test_endpoint(char *out, size_t bytes, const char *name)
{
    snprintf(out, bytes, "ipc://%s/%s", test_folder(), name);
}

struct acd_queue plain_queue(const char *id, int64_t waiting)
{
    return (struct acd_queue){
        .known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_WAITING),
        .id = id,
        .waiting = waiting,
    };
}

struct acd_agent plain_agent(const char *id, enum acd_agent_state state)
{
    return (struct acd_agent){
        .known = ACD_BIT(ACD_AGENT_ID) | ACD_BIT(ACD_AGENT_STATE),
        .id = id,
        .state = (int)state,
    };
}

struct acd_site plain_site(const char *id)
{
    return (struct acd_site){.known = ACD_BIT(ACD_SITE_ID), .id = id};
}
