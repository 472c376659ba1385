/* What the parts of a page are drawn from, for the files of this room alone. */
#ifndef CONSOLE_WALL_PARTS_H
#define CONSOLE_WALL_PARTS_H

#include "console/wall/layout.h"
#include "console/wall/tiles.h"
#include "console/wall/wall.h"

struct wall_scene {
    const struct board *board;
    const struct leaf *leaf;
    const struct tiles *tiles;
    struct wall_clock clock;
    int page, pages;
    bool held;
};

/* Words for a figure: "longest wait", "on duty". */
const char *wall_label(int figure);
/* "goal 80 % in 0:20", "above goal 0:20", "plan 24"; "" without a goal. */
void wall_goal(char *out, size_t bytes, const struct tile *tile, const struct page *page, int i);
/* "▲ 3  BEYOND CAPACITY". */
void wall_state(char *out, size_t bytes, int tier, bool ascii);
/* Local time of day of a monotonic moment: "09:41". */
void wall_time(char *out, size_t bytes, const struct wall_clock *clock, int64_t at_ms, bool seconds);

/* All tiles of a page, in digits or, where there is no room, as a table of text. */
void wall_draw_tiles(const struct wall_scene *scene, struct area area);
void wall_draw_tile(const struct wall_scene *scene, const struct layout *layout,
                    const struct tile *tile, struct area area);
void wall_draw_table(const struct wall_scene *scene, struct area area);
/* A large STALE over everything of a site that is not live. */
void wall_draw_dead(const struct wall_scene *scene, const struct board_site *site, struct area area);
/* Nothing was heard of any site yet. */
void wall_draw_nothing(const struct wall_scene *scene, struct area area);
/* The bottom line: clock, age of the data, page, ticker. */
void wall_draw_foot(const struct wall_scene *scene, struct area area);
/* What the sites say, and notices of the last quarter of an hour; "" nothing. */
void wall_ticker(const struct wall_scene *scene, char *out, size_t bytes);

#endif
