/* The wall: pages of few large figures that take turns for months.  Shows queues, groups and sites,
 * never a person: it is given none.  Pure; `now` is the monotonic clock in ms. */
#ifndef CONSOLE_WALL_WALL_H
#define CONSOLE_WALL_WALL_H

#include "console/cells/grid.h"
#include "console/model/pages.h"

enum { WALL_EVERY_MS = 15000 };

struct wall;
struct wall_options {
    const char *page;    /* this page alone; NULL: all in turn */
    int64_t every_ms;    /* 0: WALL_EVERY_MS where a page does not say */
    bool still;          /* no shift against burn-in, for pictures */
};
/* `pages` must outlive it. */
struct wall *wall_new(const struct pages *pages, const struct wall_options *options);
void wall_free(struct wall *wall);

struct wall_clock {
    int64_t now_ms, wall_ms; /* monotonic; since 1970 */
    int utc_offset_s;        /* of wall_zone() */
};
/* Lets time work: turns pages.  After board_judge(); true when another page stands. */
bool wall_pass(struct wall *wall, const struct board *board, int64_t now_ms);
void wall_turn(struct wall *wall, int step, int64_t now_ms);
/* IANA zone of what the page shows, "" unknown; borrowed from the board. */
const char *wall_zone(const struct wall *wall, const struct board *board);
void wall_draw(struct wall *wall, const struct board *board, const struct wall_clock *clock,
               struct grid *grid);
const char *wall_page(const struct wall *wall);  /* the name of the page that stands; "" none */
bool wall_held(const struct wall *wall);

#endif
