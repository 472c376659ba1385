/* The waiting contacts of the selected queue, oldest first, one of them chosen. */
#include "console/cells/table.h"
#include "console/cells/text.h"
#include "console/panes/draw.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>

enum { COLUMN_PLACE, COLUMN_WAIT, COLUMN_PRIO, COLUMN_FROM, COLUMN_ID, COLUMNS };
static const struct column columns[COLUMNS] = {
    [COLUMN_PLACE] = {"#", 3, 4, 1, true},     [COLUMN_WAIT] = {N_("waiting"), 8, 9, 0, true},
    [COLUMN_PRIO] = {N_("prio"), 4, 5, 2, true},   [COLUMN_FROM] = {N_("from"), 10, 20, 0, false},
    [COLUMN_ID] = {N_("contact"), 10, 20, 3, false},
};

static void draw_call(struct area area, int row, const struct table_layout *layout, int place,
                      const struct acd_call *call, int64_t elapsed_ms, double answer_ms)
{
    char text[TEXT_FIGURE_BYTES];
    const char *dash = glyph_text(area.grid->ascii, GLYPH_DASH);
    int64_t wait_ms = call->wait_ms + elapsed_ms;
    bool past = answer_ms >= 0 && wait_ms > answer_ms;
    table_cell(area, row, layout, columns, COLUMN_PLACE, ROLE_FAINT, text_count(text, place));
    table_cell(area, row, layout, columns, COLUMN_WAIT, past ? ROLE_STRONG : ROLE_NORMAL,
               ACD_KNOWN(call, ACD_CALL_WAIT) ? text_duration(text, wait_ms) : dash);
    table_cell(area, row, layout, columns, COLUMN_PRIO, ROLE_NORMAL,
               ACD_KNOWN(call, ACD_CALL_PRIO) ? text_count(text, call->prio) : dash);
    table_cell(area, row, layout, columns, COLUMN_FROM, ROLE_NORMAL,
               ACD_KNOWN(call, ACD_CALL_FROM) ? call->from : dash);
    table_cell(area, row, layout, columns, COLUMN_ID, ROLE_FAINT,
               ACD_KNOWN(call, ACD_CALL_ID) ? call->id : dash);
}

static int selected_call(const struct ui *ui, const struct acd_queue *told)
{
    for (uint32_t i = 0; i < told->n_calls; i++)
        if (ACD_KNOWN(&told->calls[i], ACD_CALL_ID) && !strcmp(told->calls[i].id, ui->call.id))
            return (int)i;
    return -1;
}

static void title(const struct acd_queue *told, char *out, size_t bytes)
{
    if (!ACD_KNOWN(told, ACD_QUEUE_CALLS))
        words_print(out, bytes, _("Waiting contacts: its feed does not tell of them"));
    else if (ACD_KNOWN(told, ACD_QUEUE_WAITING) && told->waiting > told->n_calls)
        words_print(out, bytes, _("The %u oldest of %lld waiting contacts"), told->n_calls,
                 (long long)told->waiting);
    else
        words_print(out, bytes, _("Waiting contacts, oldest first"));
}

void pane_calls(const struct scene *scene, struct area area)
{
    const struct board_queue *queue =
        board_queue(scene->board, scene->ui->queue.site, scene->ui->queue.id);
    struct area table = area_part(area, 1, 2, area.rows - 2, area.cols - 4);
    struct area body = area_part(table, 1, 0, table.rows - 1, table.cols);
    char words[DRAW_BYTES];
    words_print(words, sizeof words, "%s", _("Waiting contacts"));
    if (queue && board_queue_live(queue))
        title(queue->told, words, sizeof words);
    area_box(area, ROLE_FRAME, words, NULL);
    if (!queue || !board_queue_live(queue))
        return;

    const struct acd_queue *told = queue->told;
    int n = (int)told->n_calls, selected = selected_call(scene->ui, told);
    int top = draw_scroll(&scene->ui->extent[VIEW_QUEUE], body, n, selected);
    struct table_layout layout;
    table_fit(&layout, columns, COLUMNS, table.cols);
    table_heading(table, 0, &layout, columns);
    bool has_target = ACD_KNOWN(told, ACD_QUEUE_TARGET) && ACD_KNOWN(&told->target, ACD_TARGET_ANSWER);
    for (int i = top; i < n && i - top < body.rows; i++) {
        draw_call(body, i - top, &layout, i + 1, &told->calls[i], scene->now_ms - queue->told_ms,
                  has_target ? (double)told->target.answer_ms : -1);
        if (i == selected)
            area_ground(body, i - top, 0, body.cols, ROLE_SELECTED);
    }
    if (n == 0)
        area_text(body, 0, 0, ROLE_FAINT, _("Nobody waits."));
}
