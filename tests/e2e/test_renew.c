/* A connection that is made anew while messages wait: what libzmq holds of them half-taken must not
 * end the program. */
#include "feed/link/link.h"
#include "tests/support/cases.h"
#include "tests/support/rawfeed.h"

#include "acdfeed/clock.h"

static void receive_one(struct rawfeed *feed, struct link_socket *socket)
{
    struct link_part parts[LINK_PARTS];
    int64_t until_ms = acd_monotonic_ms() + 20000;
    bool woken;
    while (link_receive(socket, parts) == 0) {
        assert_true(acd_monotonic_ms() < until_ms);
        rawfeed_beat(feed, 0, -1);
        assert_true(link_wait(&socket, 1, -1, 10, &woken));
    }
}

static void messages_that_wait_are_let_go_of(void **state)
{
    (void)state;
    struct rawfeed feed;
    struct acd_fault why;
    struct link_part parts[LINK_PARTS];
    bool woken;
    rawfeed_open(&feed, "renew");
    struct link *link = link_open();
    struct link_socket *socket = link_connect(link, LINK_SUB, feed.stats, NULL, &why);
    assert_non_null(socket);
    link_subscribe(socket, "site/");
    receive_one(&feed, socket);
    while (link_receive(socket, parts) != 0)
        ;
    rawfeed_beat(&feed, 0, -1);
    rawfeed_beat(&feed, 0, -1);
    assert_true(link_wait(&socket, 1, -1, 20000, &woken)); /* takes the first part */
    link_renew(socket);
    receive_one(&feed, socket);
    link_socket_close(socket, 0);
    link_close(link);
    rawfeed_close(&feed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(messages_that_wait_are_let_go_of)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
