/* What a console holds of its feeds: bounded for all together, with a part of each that no other
 * feed can take. */
#include "feed/link/budget.h"
#include "tests/support/cases.h"

enum { FEEDS = 4, PART = BUDGET_BYTES / 2 / FEEDS, TOPICS_PART = BUDGET_TOPICS / 2 / FEEDS };

struct world {
    struct budget all, shared, feed[FEEDS];
};

static void begin(struct world *world, int feeds)
{
    *world = (struct world){.all = {.feeds = feeds}};
    world->all.shared = &world->shared;
    for (int i = 0; i < FEEDS; i++)
        world->feed[i].all = &world->all;
}

static void test_one_feed_may_have_all(void **state)
{
    (void)state;
    struct world world;
    begin(&world, 1);
    assert_true(budget_weigh(&world.feed[0], 0, BUDGET_BYTES));
    assert_false(budget_weigh(&world.feed[0], 0, 1));
    assert_true(budget_weigh(&world.feed[0], 10, 9));
    assert_true(budget_weigh(&world.feed[0], 0, 1));
    assert_int_equal(world.all.bytes, BUDGET_BYTES);
    assert_true(budget_weigh(NULL, 0, BUDGET_BYTES + 1)); /* without bounds */
}

static void test_each_feed_keeps_its_part(void **state)
{
    (void)state;
    struct world world;
    begin(&world, FEEDS);
    struct budget *greedy = &world.feed[0], *other = &world.feed[1], *third = &world.feed[2];
    assert_false(budget_weigh(greedy, 0, BUDGET_BYTES / 2 + PART + 1));
    assert_true(budget_weigh(greedy, 0, BUDGET_BYTES / 2 + PART));
    assert_true(budget_weigh(other, 0, PART));
    assert_false(budget_weigh(other, 0, 1)); /* its part is full, what was common is gone */
    assert_true(budget_weigh(greedy, 5, 0));
    assert_true(budget_weigh(other, 0, 5));
    assert_false(budget_weigh(greedy, 0, 1));
    assert_true(budget_weigh(third, 0, PART));
    assert_false(budget_weigh(third, 0, 1));
    assert_int_equal(world.all.bytes, BUDGET_BYTES / 2 + 3 * PART);
}

static void test_entities_and_topics_have_parts_of_their_own(void **state)
{
    (void)state;
    struct world world;
    begin(&world, FEEDS);
    assert_true(budget_topics(&world.feed[0], 0, BUDGET_TOPICS / 2 + TOPICS_PART));
    assert_false(budget_topics(&world.feed[0], 0, 1));
    assert_true(budget_entities(&world.feed[0], 0, 1));
    for (int i = 1; i < FEEDS; i++) {
        assert_true(budget_topics(&world.feed[i], 0, TOPICS_PART));
        assert_false(budget_topics(&world.feed[i], 0, 1));
        assert_true(budget_topics(&world.feed[i], TOPICS_PART, 0));
    }
    assert_int_equal(world.all.topics, BUDGET_TOPICS / 2 + TOPICS_PART);
    assert_true(budget_topics(&world.feed[0], BUDGET_TOPICS / 2 + TOPICS_PART, 0));
    assert_int_equal(world.shared.topics, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_feed_may_have_all),
        cmocka_unit_test(test_each_feed_keeps_its_part),
        cmocka_unit_test(test_entities_and_topics_have_parts_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
