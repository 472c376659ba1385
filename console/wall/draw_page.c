/* The tiles of a page: in digits as large as they go, or as a table where nothing large has room. */
#include "console/cells/table.h"
#include "console/cells/text.h"
#include "console/panes/draw.h"
#include "console/wall/parts.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>

/* Texts that hold the digits' size steady while figures change. */
static const char *const steady[] = {
    [KPI_UNIT_COUNT] = "00", [KPI_UNIT_MS] = "00:00", [KPI_UNIT_SHARE] = "100%"};

static void widest_texts(const struct wall_scene *scene, struct layout_need *need)
{
    const struct page *page = scene->leaf->page;
    struct digits_size size = {10, DIGITS_REGULAR};
    for (int i = 0; i < page->n_figures; i++) {
        enum kpi_unit unit = page->figures[i] < KPIS ? kpi_kinds[page->figures[i]].unit : KPI_UNIT_COUNT;
        strcpy(need->widest[i], steady[unit]);
        need->words_cols[i] = text_cols(wall_label(page->figures[i]));
        for (int t = 0; t < scene->tiles->n; t++) {
            const char *text = scene->tiles->of[t].shown[i].text;
            if (digits_cols(size, text) > digits_cols(size, need->widest[i]))
                words_print(need->widest[i], sizeof need->widest[i], "%s", text);
        }
    }
}

static void need_of(const struct wall_scene *scene, struct layout_need *need)
{
    enum page_kind kind = scene->leaf->page->kind;
    *need = (struct layout_need){
        .tiles = scene->tiles->n,
        .figures = scene->leaf->page->n_figures,
        .states = kind == PAGE_KIND_WALL,
        .trend = kind == PAGE_KIND_WALL,
        .columns = kind == PAGE_KIND_SITES ? 1 : 0,
    };
    widest_texts(scene, need);
}

static void draw_separators(const struct layout *layout, struct area area)
{
    bool ascii = area.grid->ascii;
    for (int line = 1; line < layout->tile_lines; line++)
        area_line_across(area, line * (layout->tile_rows + 1) - 1, ROLE_FRAME, false);
    for (int c = 1; c < layout->tile_columns; c++)
        for (int row = 0; row < layout->tile_lines * (layout->tile_rows + 1) - 1; row++)
            area_text(area, row, c * (layout->tile_cols + LAYOUT_SEPARATOR_COLS) - 2, ROLE_FRAME,
                      glyph_text(ascii, GLYPH_VERTICAL));
}

void wall_draw_tiles(const struct wall_scene *scene, struct area area)
{
    struct layout layout;
    struct layout_need need;
    need_of(scene, &need);
    bool fits = layout_find(&layout, &need, area.rows, area.cols);
    if (!fits && need.columns) {
        need.columns = 0;
        fits = layout_find(&layout, &need, area.rows, area.cols);
    }
    if (!fits) {
        wall_draw_table(scene, area);
        return;
    }
    draw_separators(&layout, area);
    for (int i = 0; i < scene->tiles->n; i++)
        wall_draw_tile(scene, &layout, &scene->tiles->of[i],
                       area_part(area, i / layout.tile_columns * (layout.tile_rows + 1),
                                 i % layout.tile_columns * (layout.tile_cols + LAYOUT_SEPARATOR_COLS),
                                 layout.tile_rows, layout.tile_cols));
}

void wall_draw_table(const struct wall_scene *scene, struct area area)
{
    const struct page *page = scene->leaf->page;
    struct column columns[PAGE_FIGURES + 2] = {{"", 2, 2, 0, false}, {"", 6, 40, 0, false}};
    struct table_layout layout;
    bool ascii = area.grid->ascii;
    for (int i = 0; i < page->n_figures; i++) {
        int cols = text_cols(wall_label(page->figures[i]));
        columns[i + 2] = (struct column){wall_label(page->figures[i]), cols < 6 ? 6 : cols, 14, i + 1, true};
    }
    table_fit(&layout, columns, page->n_figures + 2, area.cols - 2);
    struct area inside = area_part(area, 0, 1, area.rows, area.cols - 2);
    table_heading(inside, 0, &layout, columns);
    for (int t = 0; t < scene->tiles->n; t++) {
        const struct tile *tile = &scene->tiles->of[t];
        int tier = tile->dead ? TIER_UNKNOWN : tile->tier;
        char sign[16];
        if (page->kind != PAGE_KIND_AGENTS)
            table_cell(inside, t + 1, &layout, columns, 0, draw_tier_role(tier),
                       draw_tier_sign(sign, sizeof sign, tier, ascii));
        table_cell(inside, t + 1, &layout, columns, 1, ROLE_STRONG, tile->name);
        for (int i = 0; i < page->n_figures; i++)
            table_cell(inside, t + 1, &layout, columns, i + 2,
                       tile->dead ? ROLE_STALE
                       : tile->shown[i].raised ? draw_tier_role(tier)
                       : draw_figure_role(&tile->shown[i].value, ROLE_STRONG),
                       tile->dead ? (i == 0 ? "STALE" : "-") : tile->shown[i].text);
    }
}
