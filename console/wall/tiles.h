/* What stands on a page: queues and totals with their figures, in the order in which they are shown.
 * A total is that of the rows that stand beside it: what finds no room is summed in one more tile.
 * Pure. */
#ifndef CONSOLE_WALL_TILES_H
#define CONSOLE_WALL_TILES_H

#include "console/model/pages.h"
#include "console/model/roster.h"

enum { TILES_MOST = 6, TILE_NAME_BYTES = 300, TILE_TEXT_BYTES = 24 };

struct tile_figure {
    struct acd_figure value;
    char text[TILE_TEXT_BYTES];  /* in digits: "23", "4:12", "41%", "n/a", "-" */
    bool raised;                 /* this figure is why the tile is in its tier */
    bool missed;                 /* worse than its goal */
    struct acd_figure goal;
};
struct tile {
    char name[TILE_NAME_BYTES];  /* of the feed: safe only through area_text() */
    bool total;
    const struct board_queue *const *queues; /* its rows; borrowed from the tiles */
    int n_queues;
    int tier;                    /* the worst of its rows */
    const struct board_queue *worst; /* the row that made it so; NULL without a row */
    const struct board_site *dead;   /* a site of it that is not live; NULL: all are */
    struct figures figures;
    struct tile_figure shown[PAGE_FIGURES];
};
struct tiles {
    struct tile of[TILES_MOST];
    int n;
    const struct board_queue **pool; /* rows of the totals */
    int n_pool, room;
};

/* One page as it is shown: a page of the file, for PAGE_EACH_GROUP with its group. */
struct leaf {
    const struct page *page;
    const char *group; /* NULL: none */
};

void tiles_release(struct tiles *tiles);
/* Rows come from `roster`, which holds all queues, worst first.  At most `most` tiles. */
void tiles_fill(struct tiles *tiles, const struct leaf *leaf, const struct board *board,
                const struct roster *roster, int most, int64_t now_ms, int64_t wall_ms);
/* Whether a queue of that page is in tier 2 or 3; pages of agents and sites never are. */
bool tiles_breaching(const struct leaf *leaf, const struct board *board);
/* Whether the queue stands on the page. */
bool tiles_hold(const struct leaf *leaf, const struct board_queue *queue);

#endif
