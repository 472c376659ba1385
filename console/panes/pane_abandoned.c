/* Contacts that gave up lately: whom to ring back. */
#include "console/model/journal.h"

#include "console/cells/table.h"
#include "console/cells/text.h"
#include "console/panes/draw.h"
#include "console/words.h"

enum { COLUMN_TIME, COLUMN_AGO, COLUMN_QUEUE, COLUMN_FROM, COLUMN_WAIT, COLUMN_SITE, COLUMNS };
static const struct column columns[COLUMNS] = {
    [COLUMN_TIME] = {N_("time"), 8, 8, 1, false},   [COLUMN_AGO] = {N_("ago"), 7, 8, 0, true},
    [COLUMN_QUEUE] = {N_("queue"), 14, 28, 0, false}, [COLUMN_FROM] = {N_("from"), 12, 24, 0, false},
    [COLUMN_WAIT] = {N_("waited"), 7, 8, 0, true},  [COLUMN_SITE] = {N_("site"), 8, 12, 2, false},
};

static void draw_line(const struct scene *scene, struct area area, int row,
                      const struct table_layout *layout, const struct board_event *event)
{
    char clock[16], ago[TEXT_FIGURE_BYTES], wait[TEXT_FIGURE_BYTES];
    const struct acd_event *told = event->told;
    const char *dash = glyph_text(area.grid->ascii, GLYPH_DASH);
    int64_t ago_ms = scene->now_ms - event->told_ms;
    table_cell(area, row, layout, columns, COLUMN_TIME, ROLE_FAINT,
               draw_clock(clock, sizeof clock, scene, ago_ms));
    table_cell(area, row, layout, columns, COLUMN_AGO, ROLE_NORMAL, text_duration(ago, ago_ms));
    table_cell(area, row, layout, columns, COLUMN_SITE, ROLE_FAINT, event->site->id);
    table_cell(area, row, layout, columns, COLUMN_QUEUE, ROLE_NORMAL,
               ACD_KNOWN(told, ACD_EVENT_QUEUE)
                   ? draw_queue_name(scene, event->site->id, told->queue) : dash);
    table_cell(area, row, layout, columns, COLUMN_FROM, ROLE_STRONG,
               ACD_KNOWN(told, ACD_EVENT_FROM) ? told->from : dash);
    table_cell(area, row, layout, columns, COLUMN_WAIT, ROLE_NORMAL,
               ACD_KNOWN(told, ACD_EVENT_WAIT) ? text_duration(wait, told->wait_ms) : dash);
}

void pane_abandoned(const struct scene *scene, struct area area)
{
    const struct board_event *events[BOARD_EVENTS];
    int n = journal_abandoned(scene->board, events, BOARD_EVENTS);
    struct area table = area_part(area, 1, 2, area.rows - 2, area.cols - 4);
    struct area body = area_part(table, 1, 0, table.rows - 1, table.cols);
    struct ui_extent *extent = &scene->ui->extent[VIEW_ABANDONED];
    char position[40];
    struct table_layout layout;
    int top = draw_scroll(extent, body, n, -1);
    draw_position(position, sizeof position, extent, n);
    area_box(area, ROLE_FRAME, _("Abandoned lately, to ring back"), *position ? position : NULL);
    table_fit(&layout, columns, COLUMNS, table.cols);
    table_heading(table, 0, &layout, columns);
    for (int i = top; i < n && i - top < body.rows; i++)
        draw_line(scene, body, i - top, &layout, events[i]);
    if (n == 0)
        area_text(body, 0, 0, ROLE_FAINT, _("Nobody has given up since this console started."));
}
