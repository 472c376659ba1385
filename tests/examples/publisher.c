/* A feed in a dozen lines: one site, one queue, the figures of an ACD that you have at hand.
 *
 *     cc publisher.c -lacdfeed -lzmq -lmsgpackc -o publisher && ./publisher [STATS-ENDPOINT] */
#include <acdfeed.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    struct acd_fault why;
    struct acd_publisher_options options = {.stats_endpoint = argc > 1 ? argv[1] : NULL};
    struct acd_publisher *feed = acd_publisher_open(&options, &why);
    struct acd_site site = {.known = ACD_BIT(ACD_SITE_ID), .id = "berlin"};
    struct acd_queue sales = {.id = "sales", .waiting = 7, .oldest_ms = 95000};
    sales.known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_WAITING) | ACD_BIT(ACD_QUEUE_OLDEST);

    if (feed && acd_publisher_site(feed, &site, &why) &&
        acd_publisher_queue(feed, "berlin", &sales, &why)) /* again whenever something changes */
        while (acd_publisher_serve(feed, 1000, -1))
            ;
    else
        fprintf(stderr, "publisher: %s\n", why.text);
    acd_publisher_close(feed);
    return 1;
}
