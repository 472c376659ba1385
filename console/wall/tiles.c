/* Which queues a page shows, and what is said of each.  Must never know how large it is drawn. */
#include "console/wall/tiles.h"

#include "acdfeed/memory.h"
#include "console/words.h"

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

/* --- figures -------------------------------------------------------------------------------------- */

static struct acd_figure count_of_state(const struct acd_agent_counts *agents, int state)
{
    struct acd_figure figure = {.is = ACD_FIGURE_UNKNOWN};
    if (ACD_KNOWN(agents, state))
        figure = (struct acd_figure){ACD_FIGURE_VALUE, (double)agents->count[state], agents->count[state]};
    return figure;
}

/* Queues with times of their own but one formula: each contact by the target of its queue. */
static struct acd_figure level_by_own_targets(const struct tile *tile)
{
    const struct acd_figure *told = &tile->figures.kpi[KPI_SERVICE_LEVEL];
    if (told->is != ACD_FIGURE_UNKNOWN || tile->figures.formula < 0 || !tile->figures.live)
        return *told;
    return acd_kpi_service_level(&tile->figures.tally, tile->figures.formula);
}

static struct acd_figure value_of(const struct tile *tile, int figure)
{
    if (figure >= PAGE_FIGURE_STATE)
        return count_of_state(&tile->figures.agents, figure - PAGE_FIGURE_STATE);
    if (figure == KPI_SERVICE_LEVEL)
        return level_by_own_targets(tile);
    return tile->figures.kpi[figure];
}

/* The goal that all rows have in common. */
static struct acd_figure target_of(const struct tile *tile, enum acd_target_field field)
{
    struct acd_figure common = {.is = ACD_FIGURE_UNKNOWN};
    for (int i = 0; i < tile->n_queues; i++) {
        const struct acd_queue *told = tile->queues[i]->told;
        const struct acd_target *target = &told->target;
        if (!ACD_KNOWN(told, ACD_QUEUE_TARGET) || !ACD_KNOWN(target, field))
            return (struct acd_figure){.is = ACD_FIGURE_UNKNOWN};
        double value = field == ACD_TARGET_LEVEL ? target->level
                       : field == ACD_TARGET_ABANDON ? target->abandon
                       : (double)(field == ACD_TARGET_ASA ? target->asa_ms : target->answer_ms);
        if (i > 0 && value != common.value)
            return (struct acd_figure){.is = ACD_FIGURE_UNKNOWN};
        common = (struct acd_figure){ACD_FIGURE_VALUE, value, 1};
    }
    return common;
}

static struct acd_figure goal_of(const struct tile *tile, int figure, double said)
{
    if (said >= 0)
        return (struct acd_figure){ACD_FIGURE_VALUE, said, 1};
    switch (figure) {
    case KPI_SERVICE_LEVEL:
    case KPI_SERVICE_LEVEL_LIVE:
        return target_of(tile, ACD_TARGET_LEVEL);
    case KPI_ABANDON_RATE:
        return target_of(tile, ACD_TARGET_ABANDON);
    case KPI_ASA:
        return target_of(tile, ACD_TARGET_ASA);
    case KPI_LONGEST:
        return target_of(tile, ACD_TARGET_ANSWER);
    case KPI_ON_DUTY:
        return tile->figures.planned;
    default:
        return (struct acd_figure){.is = ACD_FIGURE_UNKNOWN};
    }
}

static bool is_missed(int figure, const struct acd_figure *value, const struct acd_figure *goal)
{
    if (figure >= KPIS || value->is != ACD_FIGURE_VALUE || goal->is != ACD_FIGURE_VALUE)
        return false;
    return kpi_kinds[figure].worse == KPI_WORSE_ABOVE ? value->value > goal->value
                                                      : value->value < goal->value;
}

/* Rules by meaning have no figure of their own: the one that shows them. */
static bool rule_is_of(const char *rule, int figure)
{
    static const struct {
        const char *rule;
        enum kpi kpi;
    } shown[] = {{"queueing", KPI_WAITING}, {"expected", KPI_WAITING}, {"capacity", KPI_WAITING},
                 {"age", KPI_LONGEST}, {"fixed", KPI_LONGEST}};
    for (size_t i = 0; i < ACD_COUNT_OF(shown); i++)
        if (!strcmp(rule, shown[i].rule))
            return figure == (int)shown[i].kpi;
    return !strcmp(rule, page_figure_key(figure));
}

static bool is_raised(const struct tile *tile, int figure)
{
    for (int q = 0; q < tile->n_queues && tile->tier > TIER_CALM; q++) {
        const struct verdict *verdict = &tile->queues[q]->verdict;
        for (int i = 0; i < verdict->n_rules && verdict->tier == tile->tier; i++)
            if (rule_is_of(verdict->rules[i], figure))
                return true;
    }
    return false;
}

/* Short enough for digits: hours and days without their small change. */
static void say_ms(char *out, double value)
{
    long long s = value < 0 ? 0 : (long long)(value / 1000), m = s / 60;
    if (m < 60)
        words_print(out, TILE_TEXT_BYTES, "%lld:%02lld", m, s % 60);
    else if (m < 24 * 60)
        words_print(out, TILE_TEXT_BYTES, "%lldh%02lld", m / 60, m % 60);
    else
        words_print(out, TILE_TEXT_BYTES, "%lldd%lldh", m / 1440, m / 60 % 24);
}

static void say(char *out, int figure, const struct acd_figure *value)
{
    enum kpi_unit unit = figure < KPIS ? kpi_kinds[figure].unit : KPI_UNIT_COUNT;
    if (value->is == ACD_FIGURE_UNKNOWN)
        strcpy(out, "-");
    else if (value->is == ACD_FIGURE_UNDEFINED)
        strcpy(out, figure == KPI_LONGEST ? "0:00" : "n/a"); /* nobody waits: no figure is missing */
    else if (unit == KPI_UNIT_MS)
        say_ms(out, value->value);
    else if (unit == KPI_UNIT_SHARE)
        words_print(out, TILE_TEXT_BYTES, "%.0f%%", value->value * 100);
    else
        words_print(out, TILE_TEXT_BYTES, "%lld", (long long)value->value);
}

static void show(struct tile *tile, const struct page *page)
{
    for (int i = 0; i < page->n_figures; i++) {
        struct tile_figure *shown = &tile->shown[i];
        int figure = page->figures[i];
        shown->value = value_of(tile, figure);
        shown->goal = goal_of(tile, figure, page->goals[i]);
        shown->missed = is_missed(figure, &shown->value, &shown->goal);
        shown->raised = page->kind == PAGE_KIND_WALL && is_raised(tile, figure);
        say(shown->text, figure, &shown->value);
    }
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
    show(tile, page);
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

/* Totals by a name that rows share; the last tile takes all names that find no room. */
static void fill_totals_by(struct filling *filling, const char *(*name_of)(const struct board_queue *),
                           int most)
{
    const char *names[TILES_MOST];
    int n_names = 0, left_out = 0;
    for (int pass = 0; pass < filling->n_rows; pass++) {
        const char *name = name_of(filling->rows[pass].queue);
        bool known = false;
        for (int i = 0; i < n_names && !known; i++)
            known = !strcmp(names[i], name);
        if (!known && n_names < most)
            names[n_names++] = name;
        else if (!known)
            left_out++;
    }
    if (left_out)
        n_names--;
    for (int i = 0; i <= n_names; i++) {
        struct tile *tile = begin_tile(filling->tiles, i == n_names ? _("others") : *names[i] ? names[i] : _("no group"), true);
        for (int r = 0; r < filling->n_rows; r++) {
            const struct board_queue *queue = filling->rows[r].queue;
            int of = 0;
            while (of < n_names && strcmp(names[of], name_of(queue)))
                of++;
            if (of == i && (i < n_names || left_out))
                add_row(filling->tiles, tile, queue);
        }
        end(filling, tile);
    }
}

static const char *site_of(const struct board_queue *queue)
{
    return board_site_name(queue->site);
}

static void fill_sites(struct filling *filling)
{
    fill_totals_by(filling, site_of, filling->most - 1);
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
        fill_totals_by(&filling, group_of, filling.most);
    else
        fill_queues(&filling, filling.most, false);
}
