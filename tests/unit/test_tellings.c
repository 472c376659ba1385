/* Tellings between the threads: what is taken out is what was put in, in whatever slots and however
 * late; what waits stays bounded.  Random streams against a board that is told directly.  ACD_SEED
 * chooses other streams. */
#include "acdfeed/wire.h"
#include "console/edge/tellings.h"
#include "tests/support/floor_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { IDS = 12, STEPS = 30000, LONG_NAME = 250 };

struct pair { /* of boards: by way of tellings, and directly */
    struct tellings tellings;
    struct board *board, *model;
    uint64_t random;
};

static uint32_t draw(struct pair *pair, uint32_t below)
{
    pair->random = pair->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((pair->random >> 33) % below);
}

static int begin(void **state)
{
    struct pair *pair = calloc(1, sizeof *pair);
    pair->random = getenv("ACD_SEED") ? strtoull(getenv("ACD_SEED"), NULL, 10) : 1;
    pair->board = board_new();
    pair->model = board_new();
    *state = pair;
    return 0;
}

static int end(void **state)
{
    struct pair *pair = *state;
    tellings_release(&pair->tellings);
    board_free(pair->board);
    board_free(pair->model);
    free(pair);
    return 0;
}

static void add_packed(struct pair *pair, struct acd_told *told, const void *entity)
{
    struct acd_buffer packed;
    acd_buffer_init(&packed);
    acd_pack(&packed, acd_kind_shape(told->kind), entity);
    told->packed = packed.data;
    told->packed_bytes = packed.size;
    tellings_add(&pair->tellings, told, entity);
    acd_buffer_release(&packed);
}

static void tell_agent(struct pair *pair, const char *site, const char *id, uint32_t slot,
                       int64_t turn)
{
    char name[LONG_NAME + 1];
    snprintf(name, sizeof name, "%s %0*d", id, (int)draw(pair, LONG_NAME - 70) + 1, (int)turn);
    struct acd_agent agent = {.known = ACD_BIT(ACD_AGENT_ID) | ACD_BIT(ACD_AGENT_NAME) |
                                       ACD_BIT(ACD_AGENT_STATE_MS),
                              .id = id,
                              .name = name,
                              .state_ms = turn};
    struct acd_told told = {.site = site,
                            .kind = ACD_KIND_AGENT,
                            .epoch = (uint32_t)turn / 7,
                            .at_ms = turn / 3,
                            .slot = slot};
    add_packed(pair, &told, &agent);
    fixture_tell(pair->model, site, ACD_KIND_AGENT, told.epoch, told.at_ms, &agent);
}

static void tell_queue(struct pair *pair, const char *site, const char *id, uint32_t slot,
                       int64_t turn)
{
    const char *const choices[] = {"first", "second"};
    struct acd_queue queue = {.known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_WAITING) |
                                       (turn % 3 ? ACD_BIT(ACD_QUEUE_CHOICES) : 0),
                              .id = id,
                              .waiting = turn,
                              .choices = choices,
                              .n_choices = 2};
    struct acd_told told = {
        .site = site, .kind = ACD_KIND_QUEUE, .epoch = 1, .at_ms = turn, .slot = slot};
    add_packed(pair, &told, &queue);
    fixture_tell(pair->model, site, ACD_KIND_QUEUE, 1, turn, &queue);
}

static void forget(struct pair *pair, const char *site, enum acd_kind kind, const char *id)
{
    tellings_forget(&pair->tellings, site, kind, id);
    board_take_forget(pair->model, site, kind, id);
}

static void assert_same_agents(const struct pair *pair)
{
    const struct board_agent *wanted, *got;
    assert_int_equal(board_agents(pair->board), board_agents(pair->model));
    for (int i = 0; (wanted = board_agent_at(pair->model, i)); i++) {
        got = board_agent(pair->board, wanted->site->id, wanted->told->id);
        assert_non_null(got);
        assert_true(acd_shape_equal(&acd_agent_shape, got->told, wanted->told));
        assert_int_equal(got->epoch, wanted->epoch);
        assert_int_equal(got->told_ms, wanted->told_ms);
    }
}

static void assert_same(struct pair *pair)
{
    const struct board_queue *wanted, *got;
    tellings_give(&pair->tellings, pair->board);
    assert_int_equal(pair->tellings.used, 0);
    assert_same_agents(pair);
    assert_int_equal(board_queues(pair->board), board_queues(pair->model));
    for (int i = 0; (wanted = board_queue_at(pair->model, i)); i++) {
        got = board_queue(pair->board, wanted->site->id, wanted->told->id);
        assert_non_null(got);
        assert_true(acd_shape_equal(&acd_queue_shape, got->told, wanted->told));
        assert_int_equal(got->told_ms, wanted->told_ms);
    }
}

static void what_is_put_in_comes_out(void **state)
{
    struct pair *pair = *state;
    tell_agent(pair, "berlin", "anna", 0, 5);
    tell_agent(pair, "berlin", "ben", 1, 6);
    tell_queue(pair, "berlin", "sales", 0, 7);
    tell_queue(pair, "paris", "sales", 0, 8);
    assert_same(pair);
    assert_int_equal(board_queue(pair->board, "paris", "sales")->told->waiting, 8);
    tell_agent(pair, "berlin", "anna", 0, 9);
    forget(pair, "berlin", ACD_KIND_AGENT, "ben");
    assert_same(pair);
    assert_int_equal(board_agents(pair->board), 1);
    assert_int_equal(board_agent(pair->board, "berlin", "anna")->told->state_ms, 9);
}

static void a_slot_is_only_where_to_look_first(void **state)
{
    struct pair *pair = *state;
    tell_agent(pair, "berlin", "anna", 3, 1);
    tell_agent(pair, "berlin", "ben", 3, 2); /* a slot that is taken */
    assert_same(pair);
    forget(pair, "berlin", ACD_KIND_AGENT, "ben");
    tell_agent(pair, "berlin", "carl", 3, 3);
    tell_agent(pair, "berlin", "anna", 9, 4); /* moved */
    assert_same(pair);
    forget(pair, "berlin", ACD_KIND_AGENT, "anna");
    tell_agent(pair, "berlin", "carl", 9, 5);
    assert_same(pair);
    assert_int_equal(board_agents(pair->board), 1);
}

static void a_doubt_is_told_in_its_place(void **state)
{
    struct pair *pair = *state;
    fixture_site(pair->board, "berlin", ACD_LINK_LIVE, 0, 0);
    tell_agent(pair, "berlin", "anna", 0, 1);
    tell_agent(pair, "berlin", "ben", 1, 2);
    tellings_doubt(&pair->tellings, "berlin", ACD_KIND_AGENT, "anna");
    tellings_give(&pair->tellings, pair->board);
    assert_false(board_agent_live(board_agent(pair->board, "berlin", "anna")));
    assert_true(board_agent_live(board_agent(pair->board, "berlin", "ben")));
    tell_agent(pair, "berlin", "anna", 0, 3);
    tellings_give(&pair->tellings, pair->board);
    assert_true(board_agent_live(board_agent(pair->board, "berlin", "anna")));
}

/* A peer may send keys that nobody knows, as large as a message may be. */
static void a_long_telling_is_kept_without_what_nobody_knows(void **state)
{
    struct pair *pair = *state;
    static unsigned char packed[TELLINGS_LONG_BYTES + 64];
    static const unsigned char head[] = {0x82, 0xa2, 'i', 'd',  0xa4, 'a',
                                         'n',  'n',  'a', 0xa1, '?',  0xc5};
    size_t unknown = TELLINGS_LONG_BYTES + 1, used = sizeof head;
    memcpy(packed, head, sizeof head);
    packed[used++] = (unsigned char)(unknown >> 8);
    packed[used++] = (unsigned char)unknown;
    struct acd_agent agent = {.known = ACD_BIT(ACD_AGENT_ID), .id = "anna"};
    struct acd_told told = {
        .site = "berlin", .kind = ACD_KIND_AGENT, .packed = packed, .packed_bytes = used + unknown};
    tellings_add(&pair->tellings, &told, &agent);
    assert_in_range(pair->tellings.used, 1, 200);
    fixture_tell(pair->model, "berlin", ACD_KIND_AGENT, 0, 0, &agent);
    assert_same(pair);
}

static void change_something(struct pair *pair, int64_t turn)
{
    static const char *const sites[] = {"berlin", "paris"};
    const char *site = sites[draw(pair, 2)];
    uint32_t which = draw(pair, IDS), slot = draw(pair, 20) ? which : draw(pair, IDS);
    char id[8];
    snprintf(id, sizeof id, "e%u", which);
    if (draw(pair, 10) == 0)
        forget(pair, site, draw(pair, 2) ? ACD_KIND_QUEUE : ACD_KIND_AGENT, id);
    else if (draw(pair, 2))
        tell_agent(pair, site, id, slot, turn);
    else
        tell_queue(pair, site, id, slot, turn);
}

static void what_waits_is_bounded_and_the_latest(void **state)
{
    struct pair *pair = *state;
    size_t most = 0, before = 0;
    int thinned = 0;
    for (int64_t turn = 0; turn < STEPS; turn++) {
        change_something(pair, turn);
        most = pair->tellings.alloc > most ? pair->tellings.alloc : most;
        if (pair->tellings.used < before) {
            assert_same(pair);
            thinned++;
        }
        before = pair->tellings.used;
    }
    assert_in_range(most, TELLINGS_LEAST_BYTES, 4 * TELLINGS_LEAST_BYTES);
    assert_in_range(thinned, 3, STEPS / 1000);
    assert_same(pair);
}

/* A feed may make up entities and take them back for as long as it likes. */
static void what_came_and_went_is_not_kept(void **state)
{
    struct pair *pair = *state;
    size_t most = 0;
    tell_agent(pair, "berlin", "old", 0, 1);
    assert_same(pair);
    for (int i = 0; i < 4 * STEPS; i++) {
        char id[16];
        snprintf(id, sizeof id, "made-up-%d", i);
        struct acd_agent agent = {.known = ACD_BIT(ACD_AGENT_ID), .id = id};
        struct acd_told told = {.site = "berlin", .kind = ACD_KIND_AGENT, .slot = 1, .first = true};
        add_packed(pair, &told, &agent);
        if (i % 3 == 0)
            tellings_doubt(&pair->tellings, "berlin", ACD_KIND_AGENT, id);
        if (i == STEPS)
            forget(pair, "berlin", ACD_KIND_AGENT, "old");
        tellings_forget(&pair->tellings, "berlin", ACD_KIND_AGENT, id);
        most = pair->tellings.alloc > most ? pair->tellings.alloc : most;
    }
    assert_in_range(most, TELLINGS_LEAST_BYTES, 2 * TELLINGS_LEAST_BYTES);
    assert_same(pair);
    assert_int_equal(board_agents(pair->board), 0);
}

static void whenever_it_is_taken_it_is_what_was_told(void **state)
{
    struct pair *pair = *state;
    for (int64_t turn = 0; turn < STEPS; turn++) {
        change_something(pair, turn);
        if (draw(pair, 50) == 0)
            assert_same(pair);
    }
    assert_same(pair);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_put_in_comes_out, begin, end),
        cmocka_unit_test_setup_teardown(a_slot_is_only_where_to_look_first, begin, end),
        cmocka_unit_test_setup_teardown(a_doubt_is_told_in_its_place, begin, end),
        cmocka_unit_test_setup_teardown(a_long_telling_is_kept_without_what_nobody_knows, begin,
                                        end),
        cmocka_unit_test_setup_teardown(what_waits_is_bounded_and_the_latest, begin, end),
        cmocka_unit_test_setup_teardown(what_came_and_went_is_not_kept, begin, end),
        cmocka_unit_test_setup_teardown(whenever_it_is_taken_it_is_what_was_told, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
