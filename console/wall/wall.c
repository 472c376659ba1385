/* Pages in turn, and the frame around the one that stands.  Must never know a clock, a terminal or a
 * person. */
#include "console/wall/wall.h"

#include "acdfeed/memory.h"
#include "console/wall/parts.h"
#include "console/wall/rotation.h"
#include "console/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    REORDER_MS = 10000,     /* tiles change their order this often at most while a page stands */
    SHIFT_MS = 4 * 60000,   /* the picture moves this often, so that nothing burns in */
    SHIFT_COLS = 3, SHIFT_ROWS = 2,
    LEAST_COLS = 20, LEAST_ROWS = 5, LEAVES_MOST = 128,
};

struct wall {
    const struct pages *pages;
    struct wall_options options;
    struct rotation rotation;
    struct roster *roster;
    struct tiles tiles;
    struct leaf leaves[LEAVES_MOST];
    int n_leaves;
    char standing[PAGE_NAME_BYTES + ACD_MAX_TEXT_BYTES + 2]; /* page and group, to be found again */
    int64_t ordered_ms;
    bool reorder;
};

struct wall *wall_new(const struct pages *pages, const struct wall_options *options)
{
    struct wall *wall = acd_calloc(1, sizeof *wall);
    wall->pages = pages;
    wall->options = *options;
    wall->roster = roster_new();
    wall->reorder = true;
    return wall;
}

void wall_free(struct wall *wall)
{
    if (!wall)
        return;
    tiles_release(&wall->tiles);
    roster_free(wall->roster);
    free(wall);
}

/* --- pages ---------------------------------------------------------------------------------------- */

static void add_leaf(struct wall *wall, const struct page *page, const char *group)
{
    if (wall->n_leaves < LEAVES_MOST)
        wall->leaves[wall->n_leaves++] = (struct leaf){page, group};
}

static int by_group(const void *a, const void *b)
{
    return strcmp(((const struct leaf *)a)->group, ((const struct leaf *)b)->group);
}

/* A page for each group of the board, in the order of their names. */
static void add_groups(struct wall *wall, const struct page *page, const struct board *board)
{
    int first = wall->n_leaves;
    for (int i = 0; i < board_queues(board); i++) {
        const struct acd_queue *told = board_queue_at(board, i)->told;
        const char *group = ACD_KNOWN(told, ACD_QUEUE_GROUP) ? told->group : "";
        bool known = false;
        for (int k = first; k < wall->n_leaves && !known; k++)
            known = !strcmp(wall->leaves[k].group, group);
        if (!known)
            add_leaf(wall, page, group);
    }
    qsort(wall->leaves + first, (size_t)(wall->n_leaves - first), sizeof wall->leaves[0], by_group);
}

static void spell(const struct leaf *leaf, char *out, size_t bytes)
{
    words_print(out, bytes, "%s%s%s", leaf->page->name, leaf->group ? " " : "", leaf->group ? leaf->group : "");
}

/* The pages as the board has them now; the one that stands keeps standing. */
static void list_leaves(struct wall *wall, const struct board *board)
{
    const struct page *page;
    char name[sizeof wall->standing];
    wall->n_leaves = 0;
    for (int i = 0; (page = pages_at(wall->pages, i)); i++) {
        if (wall->options.page && strcmp(wall->options.page, page->name) != 0)
            continue;
        if (page->choice == PAGE_EACH_GROUP)
            add_groups(wall, page, board);
        else
            add_leaf(wall, page, NULL);
    }
    for (int i = 0; i < wall->n_leaves; i++) {
        spell(&wall->leaves[i], name, sizeof name);
        if (!strcmp(name, wall->standing))
            wall->rotation.at = i;
    }
}

bool wall_pass(struct wall *wall, const struct board *board, int64_t now_ms)
{
    struct rotation_page pages[LEAVES_MOST];
    list_leaves(wall, board);
    for (int i = 0; i < wall->n_leaves; i++) {
        int64_t own_ms = wall->leaves[i].page->every_ms;
        int64_t every_ms = wall->options.every_ms ? wall->options.every_ms : WALL_EVERY_MS;
        pages[i] = (struct rotation_page){tiles_breaching(&wall->leaves[i], board), own_ms ? own_ms : every_ms};
    }
    bool turned = wall->n_leaves && rotation_pass(&wall->rotation, pages, wall->n_leaves, now_ms);
    if (wall->n_leaves)
        spell(&wall->leaves[wall->rotation.at], wall->standing, sizeof wall->standing);
    wall->reorder = wall->reorder || turned;
    return turned;
}

void wall_turn(struct wall *wall, int step, int64_t now_ms)
{
    if (!wall->n_leaves)
        return;
    rotation_turn(&wall->rotation, wall->n_leaves, step, now_ms);
    spell(&wall->leaves[wall->rotation.at], wall->standing, sizeof wall->standing);
    wall->reorder = true;
}

const char *wall_page(const struct wall *wall)
{
    return wall->standing;
}

bool wall_held(const struct wall *wall)
{
    return wall->rotation.held;
}

const char *wall_zone(const struct wall *wall, const struct board *board)
{
    const struct leaf *leaf = wall->n_leaves ? &wall->leaves[wall->rotation.at] : NULL;
    for (int i = 0; leaf && i < board_queues(board); i++) {
        const struct board_queue *queue = board_queue_at(board, i);
        const struct acd_site *beat = queue->site->heartbeat;
        if (tiles_hold(leaf, queue) && beat && ACD_KNOWN(beat, ACD_SITE_TZ))
            return beat->tz;
    }
    return "";
}

/* --- drawing -------------------------------------------------------------------------------------- */

/* How many of the worst queues a screen of that size shows largely. */
static int usual_tiles(struct area area)
{
    int cells = area.rows * area.cols;
    return cells < 2600 ? 1 : cells < 6500 ? 2 : cells < 22000 ? 4 : 6;
}

static int most_tiles(const struct leaf *leaf, struct area area)
{
    if (leaf->page->choice != PAGE_WORST)
        return TILES_MOST;
    return leaf->page->worst ? leaf->page->worst : usual_tiles(area);
}

static void fill(struct wall *wall, const struct board *board, const struct leaf *leaf, struct area area,
                 const struct wall_clock *clock)
{
    struct roster_view view = {.queue_sort = QUEUE_SORT_WORST, .span = leaf->page->span};
    bool reorder = wall->reorder || clock->now_ms - wall->ordered_ms >= REORDER_MS ||
                   clock->now_ms < wall->ordered_ms;
    roster_fill(wall->roster, board, &view, clock->now_ms, clock->wall_ms, reorder);
    if (reorder)
        wall->ordered_ms = clock->now_ms;
    wall->reorder = false;
    tiles_fill(&wall->tiles, leaf, board, wall->roster, most_tiles(leaf, area), clock->now_ms, clock->wall_ms);
}

/* The part of the grid that the picture takes; it wanders by a cell within a margin. */
static struct area place(const struct wall *wall, struct grid *grid, int64_t now_ms)
{
    struct area all = area_whole(grid);
    if (wall->options.still || grid->cols < 60 || grid->rows < 20)
        return all;
    int step = (int)(now_ms / SHIFT_MS % (SHIFT_COLS * SHIFT_ROWS));
    return area_part(all, step / SHIFT_COLS, step % SHIFT_COLS, grid->rows - (SHIFT_ROWS - 1),
                     grid->cols - (SHIFT_COLS - 1));
}

void wall_draw(struct wall *wall, const struct board *board, const struct wall_clock *clock,
               struct grid *grid)
{
    grid_clear(grid);
    struct area area = place(wall, grid, clock->now_ms);
    if (grid->cols < LEAST_COLS || grid->rows < LEAST_ROWS) {
        area_text(area_whole(grid), 0, 0, ROLE_ERROR, _("too small"));
        return;
    }
    struct wall_scene scene = {
        .board = board, .tiles = &wall->tiles, .clock = *clock, .page = wall->rotation.at,
        .pages = wall->n_leaves, .held = wall->rotation.held,
        .leaf = wall->n_leaves ? &wall->leaves[wall->rotation.at] : NULL,
    };
    int foot = area.rows >= 15 ? 2 : 1;
    struct area page = area_part(area, 0, 0, area.rows - foot, area.cols);
    wall->tiles.n = 0;
    if (scene.leaf)
        fill(wall, board, scene.leaf, page, clock);
    if (wall->tiles.n > 0)
        wall_draw_tiles(&scene, page);
    else
        wall_draw_nothing(&scene, page);
    wall_draw_foot(&scene, area_part(area, area.rows - foot, 0, foot, area.cols));
}
