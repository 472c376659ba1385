/* Which queues a page shows, and what is said of each.  Must never know how large it is drawn. */
#include "console/wall/tiles_parts.h"

#include "acdfeed/memory.h"
#include "console/words.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *group_of(const struct board_queue *queue)
{
    return ACD_KNOWN(queue->told, ACD_QUEUE_GROUP) ? queue->told->group : "";
}

static bool is_item(const struct page_item *item, const struct board_queue *queue)
{
    if (item->is_group)
        return !strcmp(item->id, group_of(queue));
    return !strcmp(item->id, queue->told->id) && (!*item->site || !strcmp(item->site, queue->site->id));
}

bool tiles_hold(const struct leaf *leaf, const struct board_queue *queue)
{
    if (leaf->group)
        return !strcmp(leaf->group, group_of(queue));
    if (leaf->page->choice != PAGE_NAMED)
        return true;
    for (int i = 0; i < leaf->page->n_items; i++)
        if (is_item(&leaf->page->items[i], queue))
            return true;
    return false;
}

bool tiles_breaching(const struct leaf *leaf, const struct board *board)
{
    if (leaf->page->kind != PAGE_KIND_WALL)
        return false;
    for (int i = 0; i < board_queues(board); i++) {
        const struct board_queue *queue = board_queue_at(board, i);
        if (queue->verdict.tier >= TIER_LONG && board_queue_live(queue) && tiles_hold(leaf, queue))
            return true;
    }
    return false;
}

void tiles_release(struct tiles *tiles)
{
    free(tiles->pool);
    *tiles = (struct tiles){.n = 0};
}

/* --- rows ----------------------------------------------------------------------------------------- */

static int worse_of(int a, int b)
{
    /* Unknown stands between what is raised and what is calm. */
    int rank_a = a == TIER_UNKNOWN ? 1 : a * 2, rank_b = b == TIER_UNKNOWN ? 1 : b * 2;
    return rank_b > rank_a ? b : a;
}

static void judge(struct tile *tile)
{
    tile->tier = TIER_CALM;
    for (int i = 0; i < tile->n_queues; i++) {
        const struct board_queue *queue = tile->queues[i];
        int tier = board_queue_live(queue) ? queue->verdict.tier : TIER_UNKNOWN;
        if (!tile->worst || worse_of(tile->tier, tier) != tile->tier) {
            tile->tier = tier;
            tile->worst = queue;
        }
        if (!board_queue_live(queue) && !tile->dead)
            tile->dead = queue->site;
    }
}

static struct tile *begin_tile(struct tiles *tiles, const char *name, bool total)
{
    assert(tiles->n < TILES_MOST);
    struct tile *tile = &tiles->of[tiles->n];
    *tile = (struct tile){.total = total, .queues = tiles->pool + tiles->n_pool};
    words_print(tile->name, sizeof tile->name, "%s", name);
    return tile;
}

static void add_row(struct tiles *tiles, struct tile *tile, const struct board_queue *queue)
{
    if (tiles->n_pool == tiles->room)
        return;
    tiles->pool[tiles->n_pool++] = queue;
    tile->n_queues++;
}

static void end_tile(struct tiles *tiles, struct tile *tile, const struct page *page, int64_t now_ms,
                     int64_t wall_ms)
{
    if (tile->n_queues == 0)
        return;
    judge(tile);
    figures_of_queues(&tile->figures, tile->queues, tile->n_queues, page->span, now_ms, wall_ms);
    tile_show(tile, page);
    tiles->n++;
}

struct filling {
    struct tiles *tiles;
    const struct leaf *leaf;
    const struct queue_row *rows;
    int n_rows, most;
    int64_t now_ms, wall_ms;
};

static void end(struct filling *filling, struct tile *tile)
{
    end_tile(filling->tiles, tile, filling->leaf->page, filling->now_ms, filling->wall_ms);
}

static void fill_total(struct filling *filling, const char *name)
{
    struct tile *tile = begin_tile(filling->tiles, name, true);
    for (int i = 0; i < filling->n_rows; i++)
        if (tiles_hold(filling->leaf, filling->rows[i].queue))
            add_row(filling->tiles, tile, filling->rows[i].queue);
    end(filling, tile);
}

/* Queues of the page one by one, worst first; `fold`: those without room in one tile of their own, so
 * that a total beside them stays the sum of what is seen. */
static void fill_queues(struct filling *filling, int most, bool fold)
{
    int held = 0, at = 0;
    for (int i = 0; i < filling->n_rows; i++)
        held += tiles_hold(filling->leaf, filling->rows[i].queue);
    int single = held <= most || !fold ? most : most - 1;
    char words[80];
    struct tile *rest = NULL;
    for (int i = 0; i < filling->n_rows; i++) {
        const struct board_queue *queue = filling->rows[i].queue;
        if (!tiles_hold(filling->leaf, queue))
            continue;
        if (at++ < single) {
            struct tile *tile = begin_tile(filling->tiles, board_queue_name(queue), false);
            add_row(filling->tiles, tile, queue);
            end(filling, tile);
        } else if (fold) {
            words_print(words, sizeof words, _("%d others"), held - single);
            rest = rest ? rest : begin_tile(filling->tiles, words, true);
            add_row(filling->tiles, rest, queue);
        }
    }
    if (rest)
        end(filling, rest);
}

/* The total of several, then each of them; a single queue is its own total. */
static void fill_with_total(struct filling *filling, const char *name)
{
    int held = 0;
    for (int i = 0; i < filling->n_rows; i++)
        held += tiles_hold(filling->leaf, filling->rows[i].queue);
    bool summed = held > 1 && filling->most > 1;
    if (summed)
        fill_total(filling, name);
    fill_queues(filling, filling->most - summed, summed);
}

/* One tile for each item of the file, in its order. */
static void fill_items(struct filling *filling)
{
    const struct page *page = filling->leaf->page;
    if (page->n_items == 1 && page->items[0].is_group) {
        fill_with_total(filling, page->items[0].id);
        return;
    }
    for (int k = 0; k < page->n_items && k < filling->most; k++) {
        const struct page_item *item = &page->items[k];
        struct tile *tile = begin_tile(filling->tiles, item->id, item->is_group);
        for (int i = 0; i < filling->n_rows; i++) {
            const struct board_queue *queue = filling->rows[i].queue;
            if (!is_item(item, queue))
                continue;
            add_row(filling->tiles, tile, queue);
            if (!item->is_group)
                words_print(tile->name, sizeof tile->name, "%s", board_queue_name(queue));
        }
        end(filling, tile);
    }
}

/* What rows are summed by: a key they share, and what the total is called. */
typedef const char *text_function(const struct board_queue *queue);
struct summing {
    text_function *key, *name;
};

static const char *group_name(const struct board_queue *queue)
{
    return *group_of(queue) ? group_of(queue) : _("no group");
}

static const char *site_id(const struct board_queue *queue)
{
    return queue->site->id;
}

static const char *site_name(const struct board_queue *queue)
{
    return board_site_name(queue->site);
}

/* Which of the totals a row belongs to: the one whose first row has its key; n when none has. */
static int total_of(const struct summing *by, const struct board_queue *const *firsts, int n,
                    const struct board_queue *queue)
{
    int i = 0;
    while (i < n && strcmp(by->key(firsts[i]), by->key(queue)) != 0)
        i++;
    return i;
}

static void fill_sum(struct filling *filling, const struct summing *by,
                     const struct board_queue *const *firsts, int n, int at)
{
    struct tile *tile = begin_tile(filling->tiles, at < n ? by->name(firsts[at]) : _("others"), true);
    for (int i = 0; i < filling->n_rows; i++) {
        const struct board_queue *queue = filling->rows[i].queue;
        if (tiles_hold(filling->leaf, queue) && total_of(by, firsts, n, queue) == at)
            add_row(filling->tiles, tile, queue);
    }
    end(filling, tile);
}

/* At most `most` totals, those with the worst rows first; the last takes all that find no room. */
static void fill_sums(struct filling *filling, const struct summing *by, int most)
{
    const struct board_queue *firsts[TILES_MOST];
    int n = 0;
    bool others = false;
    for (int i = 0; i < filling->n_rows && most > 0; i++) {
        const struct board_queue *queue = filling->rows[i].queue;
        if (!tiles_hold(filling->leaf, queue) || total_of(by, firsts, n, queue) < n)
            continue;
        if (n < most)
            firsts[n++] = queue;
        else
            others = true;
    }
    n -= others;
    for (int i = 0; i < n + others; i++)
        fill_sum(filling, by, firsts, n, i);
}

static void fill_sites(struct filling *filling)
{
    fill_sums(filling, &(struct summing){site_id, site_name}, filling->most - 1);
    if (filling->tiles->n > 1)
        fill_total(filling, _("all sites"));
}

void tiles_fill(struct tiles *tiles, const struct leaf *leaf, const struct board *board,
                const struct roster *roster, int most, int64_t now_ms, int64_t wall_ms)
{
    struct filling filling = {.tiles = tiles, .leaf = leaf, .now_ms = now_ms, .wall_ms = wall_ms,
                              .most = most < TILES_MOST ? most : TILES_MOST};
    filling.rows = roster_queues(roster, &filling.n_rows);
    /* A page may name a queue and its group in every item. */
    int room = (PAGE_ITEMS + 1) * board_queues(board);
    if (room > tiles->room)
        tiles->pool = acd_realloc(tiles->pool, (size_t)room * sizeof(*tiles->pool));
    tiles->room = room > tiles->room ? room : tiles->room;
    tiles->n = tiles->n_pool = 0;
    if (leaf->page->kind == PAGE_KIND_SITES)
        fill_sites(&filling);
    else if (leaf->group || leaf->page->choice == PAGE_ALL) {
        const char *name = leaf->group ? (*leaf->group ? leaf->group : _("no group")) : _("all queues");
        fill_with_total(&filling, name);
    } else if (leaf->page->choice == PAGE_NAMED)
        fill_items(&filling);
    else if (leaf->page->choice == PAGE_GROUPS)
        fill_sums(&filling, &(struct summing){group_of, group_name}, filling.most);
    else
        fill_queues(&filling, filling.most, false);
}
