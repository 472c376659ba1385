/* One tile: name and state, figures in digits with their goals, what the agents do, how it went. */
#include "console/cells/chart.h"
#include "console/cells/text.h"
#include "console/panes/draw.h"
#include "console/wall/parts.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>

/* A line of a tile, written from the left. */
struct line {
    struct area area;
    int row, col;
};

static void draw_title(const struct wall_scene *scene, const struct tile *tile, struct area area)
{
    char state[160], since[16] = "";
    bool judged = scene->leaf->page->kind != PAGE_KIND_AGENTS;
    enum role role = draw_tier_role(tile->dead ? TIER_UNKNOWN : tile->tier);
    if (judged && tile->tier == TIER_BEYOND && !tile->dead)
        area_fill(area_part(area, 0, 0, 1, area.cols), role);
    if (!judged)
        *state = '\0';
    else
        wall_state(state, sizeof state, tile->dead ? TIER_UNKNOWN : tile->tier, area.grid->ascii);
    int cols = text_cols(state), room = area.cols - cols - 4;
    bool loud = judged && tile->tier == TIER_BEYOND && !tile->dead;
    area_field(area, 0, 1, room, loud ? role : ROLE_STRONG, tile->name);
    area_text(area, 0, area.cols - cols - 1, role, state);
    if (judged && !tile->dead && tile->tier > TIER_CALM && tile->worst->verdict.since_ms >= 0 &&
        room - text_cols(tile->name) > 14) {
        wall_time(since, sizeof since, &scene->clock, tile->worst->verdict.since_ms, false);
        area_print(area, 0, area.cols - cols - 15, loud ? role : ROLE_FAINT, _("since %s"), since);
    }
}

static enum role figure_role(const struct tile *tile, const struct tile_figure *shown)
{
    if (shown->value.is != ACD_FIGURE_VALUE)
        return draw_figure_role(&shown->value, ROLE_DIGIT);
    return shown->raised ? draw_tier_role(tile->tier) : ROLE_DIGIT;
}

static void draw_figure(const struct wall_scene *scene, const struct layout *layout,
                        const struct tile *tile, int i, struct area area, int cols)
{
    const struct tile_figure *shown = &tile->shown[i];
    const struct page *page = scene->leaf->page;
    enum role role = figure_role(tile, shown);
    char goal[128], label[256];
    int rows = layout->size.rows;
    if (shown->raised)
        for (int row = 0; row < layout_line_rows(layout); row++)
            area_ground(area, row, 0, cols + 2, role);
    digits_draw(area, 0, 1, layout->size, role, shown->text);
    wall_goal(goal, sizeof goal, tile, page, i);
    words_print(label, sizeof label, "%s%s%s", wall_label(page->figures[i]),
             !layout->goals && *goal ? ", " : "", layout->goals ? "" : goal);
    enum role words = shown->raised ? role : ROLE_NORMAL;
    int room = area.cols - 1;
    if (!layout->goals && text_cols(label) > room)
        words_print(label, sizeof label, "%s", wall_label(page->figures[i]));
    area_field(area, rows, 1, text_cols(label) < room ? text_cols(label) : room, words, label);
    if (layout->goals)
        area_field(area, rows + 1, 1, text_cols(goal) < room ? text_cols(goal) : room,
                   shown->raised ? role : shown->missed ? ROLE_STRONG : ROLE_FAINT, goal);
}

static void draw_figures(const struct wall_scene *scene, const struct layout *layout,
                         const struct tile *tile, struct area area)
{
    for (int i = 0; i < layout->figures; i++) {
        int c = i % layout->figure_columns, line = i / layout->figure_columns;
        bool last = c == layout->figure_columns - 1;
        int end = last ? area.cols : layout->col[c + 1] - 1;
        struct area of = area_part(area, line * (layout_line_rows(layout) + 1), layout->col[c] - 1,
                                   layout_line_rows(layout), end - layout->col[c] + 1);
        draw_figure(scene, layout, tile, i, of, layout->cols[c]);
    }
}

/* "● 15 talking  ● 3 after call": what the agents of the rows do. */
static void draw_states(const struct tile *tile, struct area area, int row)
{
    static const int order[] = {ACD_STATE_TALKING, ACD_STATE_ACW, ACD_STATE_PAUSED, ACD_STATE_AVAILABLE};
    const struct acd_agent_counts *agents = &tile->figures.agents;
    struct line line = {area, row, 1};
    for (size_t i = 0; i < ACD_COUNT_OF(order); i++) {
        int64_t count = agents->count[order[i]];
        if (!ACD_KNOWN(agents, order[i]))
            continue;
        if (order[i] == ACD_STATE_TALKING) /* with a contact, however */
            count += agents->count[ACD_STATE_HOLD] + agents->count[ACD_STATE_OUTBOUND] +
                     agents->count[ACD_STATE_RINGING];
        char words[128];
        words_print(words, sizeof words, "%lld %s", (long long)count,
                 order[i] == ACD_STATE_TALKING ? _("busy") : wall_label(PAGE_FIGURE_STATE + order[i]));
        if (line.col + 2 + text_cols(words) > area.cols)
            return;
        line.col += area_text(area, row, line.col, draw_state_role(order[i]),
                              glyph_text(area.grid->ascii, GLYPH_LIVE));
        line.col += area_print(area, row, line.col, ROLE_NORMAL, " %s   ", words);
    }
}

/* Waiting over the last half hour, summed over the rows; unknown where one of them is. */
static void draw_trend(const struct wall_scene *scene, const struct tile *tile, struct area area)
{
    double sum[TREND_POINTS] = {0}, points[TREND_POINTS], most = 0;
    for (int q = 0; q < tile->n_queues; q++) {
        trend_read(&tile->queues[q]->trend, scene->clock.now_ms, TREND_POINTS, points);
        for (int i = 0; i < TREND_POINTS; i++)
            sum[i] = sum[i] < 0 || points[i] < 0 ? -1 : sum[i] + points[i];
    }
    for (int i = 0; i < TREND_POINTS; i++)
        most = sum[i] > most ? sum[i] : most;
    chart_uprights(area_part(area, 1, 1, area.rows - 1, area.cols - 2), sum, TREND_POINTS, most < 8 ? 8 : most);
    area_print(area, 0, 1, ROLE_FAINT, _("waiting, 30 min, most %d"), (int)most);
}

void wall_draw_tile(const struct wall_scene *scene, const struct layout *layout,
                    const struct tile *tile, struct area area)
{
    draw_title(scene, tile, area);
    if (tile->dead) {
        wall_draw_dead(scene, tile->dead, area_part(area, 1, 0, area.rows - 1, area.cols));
        return;
    }
    int row = 1 + layout->lead_rows;
    int lines = layout->figure_lines * (layout_line_rows(layout) + 1) - 1;
    draw_figures(scene, layout, tile, area_part(area, row, 0, lines, area.cols));
    row += lines;
    if (layout->states) {
        draw_states(tile, area, row + 1);
        row += 2;
    }
    if (layout->trend_rows)
        draw_trend(scene, tile, area_part(area, row, 0, layout->trend_rows + 1, area.cols));
}
