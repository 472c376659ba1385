/* A feed that makes things up without end, before the subscriber and the board of a console: what
 * is held stays under the stated bound, what was honest before stays, and room comes back. */
#include "acdfeed/memory.h"
#include "acdfeed/subscriber.h"
#include "acdfeed/wire.h"
#include "console/model/board.h"
#include "feed/link/subscriber_parts.h"
#include "tests/support/cases.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_MIB = 512,
    SITES = 300,
    MARKS = 1000,
    ROUNDS = 40,
    EACH = 200,
    OTHERS = 100000,
    NOW_MS = 1000000
};

struct world {
    struct acd_subscriber *subscriber;
    struct board *board;
    struct acd_buffer body, item;
    uint64_t n;
    int feed;
    uint64_t refused;
    uint32_t epoch; /* of berlin's queues */
    bool live;
};

static void on_entity(void *context, const struct acd_told *told, const void *entity)
{
    struct world *world = context;
    free(board_take_entity(world->board, told,
                           acd_shape_keep(acd_kind_shape(told->kind), entity, NULL)));
}

static void on_doubt(void *context, const char *site, enum acd_kind kind, const char *id)
{
    board_take_doubt(((struct world *)context)->board, site, kind, id);
}

static void on_forget(void *context, const char *site, enum acd_kind kind, const char *id)
{
    board_take_forget(((struct world *)context)->board, site, kind, id);
}

static void on_site(void *context, const struct acd_site_state *state)
{
    struct world *world = context;
    board_take_site(world->board, state);
    world->refused = state->refused > world->refused ? state->refused : world->refused;
    if (strcmp(state->id, "berlin") != 0)
        return;
    world->live = state->link == ACD_LINK_LIVE;
    world->epoch = state->epoch[ACD_KIND_QUEUE];
}

static int open_world(void **state)
{
    struct world *world = calloc(1, sizeof(*world));
    struct acd_subscriber_options options = {.handler = {.context = world,
                                                         .entity = on_entity,
                                                         .doubt = on_doubt,
                                                         .forget = on_forget,
                                                         .site = on_site}};
    world->board = board_new();
    world->subscriber = acd_subscriber_new(&options);
    world->feed = acd_subscriber_add_heard(world->subscriber, "any");
    acd_buffer_init(&world->body);
    acd_buffer_init(&world->item);
    *state = world;
    return 0;
}

static int close_world(void **state)
{
    struct world *world = *state;
    acd_subscriber_free(world->subscriber);
    board_free(world->board);
    acd_buffer_release(&world->body);
    acd_buffer_release(&world->item);
    free(world);
    return 0;
}

static void begin(struct world *world, const char *site, uint32_t items)
{
    acd_buffer_clear(&world->body);
    acd_pack_head(&world->body, site, 7, ++world->n, 1772530890000, items);
}

static void hear(struct world *world, const char *kind, const char *site, const char *rest)
{
    char topic[128];
    snprintf(topic, sizeof(topic), "%s/%s/%s", kind, site, rest);
    acd_subscriber_hear(world->subscriber, &(struct acd_heard){
                                               .feed = world->feed,
                                               .topic = topic,
                                               .topic_bytes = strlen(topic),
                                               .body = world->body.data,
                                               .body_bytes = world->body.size,
                                               .now_ms = NOW_MS,
                                               .wall_ms = 1772530890000,
                                           });
}

static void tell_queue(struct world *world, const char *site, const char *id, int64_t waiting,
                       const char *rest)
{
    struct acd_queue queue = {
        .known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_WAITING), .id = id, .waiting = waiting};
    begin(world, site, 1);
    acd_pack(&world->body, &acd_queue_shape, &queue);
    hear(world, "queue", site, rest);
}

static void beat(struct world *world, const char *site, int64_t queues, uint32_t n_marks)
{
    static struct acd_mark marks[ACD_MAX_MARKS];
    static char topics[ACD_MAX_MARKS][ACD_MAX_TOPIC_BYTES];
    struct acd_site heartbeat = {.known = ACD_BIT(ACD_SITE_ID) | ACD_BIT(ACD_SITE_MARKS),
                                 .id = site,
                                 .queues = queues,
                                 .marks = marks,
                                 .n_marks = n_marks};
    if (queues >= 0)
        heartbeat.known |= ACD_BIT(ACD_SITE_QUEUES) | ACD_BIT(ACD_SITE_AGENTS);
    for (uint32_t i = 0; i < n_marks; i++) {
        if (n_marks == 1)
            snprintf(topics[i], sizeof(topics[i]), "queue/%s/", site);
        else
            snprintf(topics[i], sizeof(topics[i]), "queue/%s/%0180u", site, i);
        marks[i] =
            (struct acd_mark){ACD_BIT(ACD_MARK_TOPIC) | ACD_BIT(ACD_MARK_N), topics[i], world->n};
    }
    begin(world, site, 1);
    acd_pack(&world->body, &acd_site_shape, &heartbeat);
    hear(world, "site", site, "");
}

/* As much memory as few bytes can ask for: lists of things with an id of one letter. */
static void tell_swollen(struct world *world, const char *site, int from, int n, bool bare)
{
    struct acd_call calls[ACD_MAX_CALLS];
    struct acd_measure measures[ACD_MAX_MEASURES];
    struct acd_queue queue = {.calls = calls,
                              .n_calls = ACD_MAX_CALLS,
                              .measures = measures,
                              .n_measures = ACD_MAX_MEASURES,
                              .known = ACD_BIT(ACD_QUEUE_ID)};
    char id[16];
    for (int i = 0; i < ACD_MAX_CALLS; i++)
        calls[i] = (struct acd_call){.known = ACD_BIT(ACD_CALL_ID), .id = "x"};
    for (int i = 0; i < ACD_MAX_MEASURES; i++)
        measures[i] = (struct acd_measure){.known = ACD_BIT(ACD_MEASURE_ID), .id = "x"};
    if (!bare)
        queue.known |= ACD_BIT(ACD_QUEUE_CALLS) | ACD_BIT(ACD_QUEUE_MEASURES);
    begin(world, site, (uint32_t)n);
    queue.id = id;
    for (int i = 0; i < n; i++) {
        snprintf(id, sizeof(id), "q%d", from + i);
        acd_pack(&world->body, &acd_queue_shape, &queue);
    }
    hear(world, "queue", site, "");
}

static size_t in_use(void)
{
    struct mallinfo2 info = mallinfo2(); /* nothing under the sanitizers */
    return info.uordblks + info.hblkhd;
}

static void begin_honestly(struct world *world)
{
    tell_queue(world, "berlin", "sales", 1, "");
    beat(world, "berlin", 1, 1);
    acd_subscriber_tick(world->subscriber, NOW_MS);
}

static void expect_bounded(struct world *world, size_t before)
{
    struct budget *budget = &world->subscriber->budget;
    assert_in_range(budget->bytes, 0, BUDGET_BYTES);
    assert_in_range(budget->entities, 0, BUDGET_ENTITIES);
    assert_in_range(budget->topics, 0, BUDGET_TOPICS);
    assert_true(world->refused > 0);
    assert_in_range((in_use() - before) >> 20, 0, MOST_MIB);
    /* The honest site is what it was, and goes on as long as it tells no more than before. */
    tell_queue(world, "berlin", "sales", 2, "");
    const struct board_queue *sales = board_queue(world->board, "berlin", "sales");
    assert_non_null(sales);
    assert_int_equal(sales->told->waiting, 2);
}

static void entities_made_up_stay_under_the_bound(void **state)
{
    struct world *world = *state;
    size_t before = in_use();
    char site[16];
    begin_honestly(world);
    for (int bare = 0; bare < 2; bare++)
        for (int round = 0; round < ROUNDS; round++)
            for (int i = 0; i < 16; i++) {
                snprintf(site, sizeof(site), "s%d", i);
                tell_swollen(world, site, bare * OTHERS + round * 5 * EACH, bare ? 5 * EACH : EACH,
                             bare);
            }
    printf("held: %zu bytes packed, %u entities, %zu MiB\n", world->subscriber->budget.bytes,
           world->subscriber->budget.entities, (in_use() - before) >> 20);
    expect_bounded(world, before);
}

static void sites_heartbeats_and_topics_made_up_stay_under_the_bound(void **state)
{
    struct world *world = *state;
    size_t before = in_use();
    char site[16], rest[64];
    begin_honestly(world);
    for (int i = 0; i < SITES; i++) {
        snprintf(site, sizeof(site), "s%d", i);
        beat(world, site, -1, MARKS);
        for (int topic = 0; topic < 20; topic++) {
            snprintf(rest, sizeof(rest), "t%d", topic);
            tell_queue(world, site, "q", 1, rest);
        }
    }
    printf("held: %zu bytes packed, %u topics, %zu MiB\n", world->subscriber->budget.bytes,
           world->subscriber->budget.topics, (in_use() - before) >> 20);
    expect_bounded(world, before);
}

/* What no more fits is not shown as it was before; gone is gone, and leaves its room. */
static void without_room_figures_are_unknown_and_room_comes_back(void **state)
{
    struct world *world = *state;
    begin_honestly(world);
    assert_true(world->live);
    world->subscriber->budget.bytes += BUDGET_BYTES; /* as if others had taken all */
    static char name[ACD_MAX_TEXT_BYTES + 1];
    memset(name, 'n', ACD_MAX_TEXT_BYTES);
    struct acd_queue longer = {
        .known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_NAME), .id = "sales", .name = name};
    begin(world, "berlin", 1);
    acd_pack(&world->body, &acd_queue_shape, &longer);
    hear(world, "queue", "berlin", "");
    const struct board_queue *sales = board_queue(world->board, "berlin", "sales");
    assert_int_not_equal(sales->epoch, world->epoch);
    world->subscriber->budget.bytes -= BUDGET_BYTES;
    begin(world, "berlin", 1);
    acd_pack(&world->body, &acd_queue_shape, &longer);
    hear(world, "queue", "berlin", "");
    sales = board_queue(world->board, "berlin", "sales");
    assert_string_equal(sales->told->name, name);
    longer.gone = true;
    ACD_KNOW(&longer, ACD_QUEUE_GONE);
    size_t beats = world->subscriber->sites->heartbeat_bytes;
    begin(world, "berlin", 1);
    acd_pack(&world->body, &acd_queue_shape, &longer);
    hear(world, "queue", "berlin", "");
    assert_int_equal(world->subscriber->budget.bytes, beats);
    assert_int_equal(world->subscriber->budget.entities, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_world, close_world)
    const struct CMUnitTest tests[] = {
        TEST(entities_made_up_stay_under_the_bound),
        TEST(sites_heartbeats_and_topics_made_up_stay_under_the_bound),
        TEST(without_room_figures_are_unknown_and_room_comes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
