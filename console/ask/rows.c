/* Which rows a view has and which of them is selected.  The selection is an id; a row number lives no
 * longer than a key.  Knows what views show, not how they are drawn. */
#include "console/ask/rows.h"
#include "console/words.h"

#include "console/ask/alarm_rows.h"

#include <stdio.h>
#include <string.h>

static const char *site_of(const struct queue_row *row)
{
    return row->queue != NULL ? row->queue->site->id : SELECTION_GROUP;
}

static const char *id_of(const struct queue_row *row)
{
    if (row->queue != NULL)
        return row->queue->told->id;
    return row->group != NULL ? row->group : "";
}

static int calls_of(const struct board_queue *queue)
{
    return queue != NULL && board_queue_live(queue) && ACD_KNOWN(queue->told, ACD_QUEUE_CALLS)
               ? (int)queue->told->n_calls
               : 0;
}

const struct board_queue *ui_queue(const struct ui *ui, const struct ui_world *world)
{
    if (ui->queue.site[0] == '\0' || strcmp(ui->queue.site, SELECTION_GROUP) == 0)
        return NULL;
    return board_queue(world->board, ui->queue.site, ui->queue.id);
}

const struct board_agent *ui_agent(const struct ui *ui, const struct ui_world *world)
{
    return ui->agent.site[0] ? board_agent(world->board, ui->agent.site, ui->agent.id) : NULL;
}

const struct acd_call *ui_call(const struct ui *ui, const struct ui_world *world)
{
    const struct board_queue *queue = ui_queue(ui, world);
    for (int i = 0; i < calls_of(queue); i++) {
        const struct acd_call *call = &queue->told->calls[i];
        if (ACD_KNOWN(call, ACD_CALL_ID) && selection_is(&ui->call, queue->site->id, call->id))
            return call;
    }
    return NULL;
}

int ui_rows(const struct ui *ui, const struct ui_world *world)
{
    int n = 0;
    switch (ui->view) {
    case VIEW_QUEUES:
        roster_queues(world->roster, &n);
        return n;
    case VIEW_QUEUE:
        return calls_of(ui_queue(ui, world));
    case VIEW_AGENTS:
    case VIEW_ROSTER:
        roster_agents(world->roster, &n);
        return n;
    case VIEW_ALARMS:
        return alarms_rows(world);
    default:
        return 0;
    }
}

/* Writes what stands in row i, which exists, as the selection of the view. */
static void select_row(struct ui *ui, const struct ui_world *world, int i)
{
    int n;
    if (ui->view == VIEW_QUEUES) {
        const struct queue_row *row = &roster_queues(world->roster, &n)[i];
        selection_set(&ui->queue, site_of(row), id_of(row));
    } else if (ui->view == VIEW_QUEUE) {
        const struct board_queue *queue = ui_queue(ui, world);
        const struct acd_call *call = &queue->told->calls[i];
        selection_set(&ui->call, queue->site->id, ACD_KNOWN(call, ACD_CALL_ID) ? call->id : "");
    } else if (ui->view == VIEW_ALARMS) {
        alarms_select_row(ui, world, i);
    } else {
        const struct board_agent *agent = roster_agents(world->roster, &n)[i].agent;
        selection_set(&ui->agent, agent->site->id, agent->told->id);
    }
}

static bool row_is_selected(const struct ui *ui, const struct ui_world *world, int i)
{
    int n;
    if (ui->view == VIEW_QUEUES) {
        const struct queue_row *row = &roster_queues(world->roster, &n)[i];
        return selection_is(&ui->queue, site_of(row), id_of(row));
    }
    if (ui->view == VIEW_QUEUE) {
        const struct board_queue *queue = ui_queue(ui, world);
        const struct acd_call *call = &queue->told->calls[i];
        return ACD_KNOWN(call, ACD_CALL_ID) && selection_is(&ui->call, queue->site->id, call->id);
    }
    const struct board_agent *agent = roster_agents(world->roster, &n)[i].agent;
    return selection_is(&ui->agent, agent->site->id, agent->told->id);
}

int ui_selected_row(const struct ui *ui, const struct ui_world *world)
{
    int n = ui->view == VIEW_ALARMS ? 0 : ui_rows(ui, world);
    if (ui->view == VIEW_ALARMS)
        return alarms_selected_row(ui, world);
    for (int i = 0; i < n; i++)
        if (row_is_selected(ui, world, i))
            return i;
    return -1;
}

static void select_nearest(struct ui *ui, const struct ui_world *world, int i)
{
    int n = ui_rows(ui, world);
    if (n == 0)
        return;
    i = i < 0 ? 0 : i >= n ? n - 1 : i;
    select_row(ui, world, i);
    ui->row[ui->view] = i;
}

void rows_select(struct ui *ui, const struct ui_world *world, int i)
{
    ui->what_if = 0;
    ui->following = ui->following && ui->view != VIEW_QUEUES; /* a queue was chosen by hand */
    select_nearest(ui, world, i);
}

bool rows_settle(struct ui *ui, const struct ui_world *world)
{
    int at = ui_selected_row(ui, world), before = ui->row[ui->view];
    if (at >= 0)
        ui->row[ui->view] = at;
    else
        select_nearest(ui, world, before);
    return at != before;
}

/* Whether a heading stands before row i of the tiles. */
static bool begins_group(const struct ui *ui, const struct agent_row *rows, int i)
{
    const char *group = roster_agent_group(&rows[i], ui->look.agent_sort);
    return group && (i == 0 || strcmp(group, roster_agent_group(&rows[i - 1], ui->look.agent_sort)) != 0);
}

int ui_slot_of(const struct ui *ui, const struct ui_world *world, int row)
{
    int n, headings = 0;
    const struct agent_row *rows = roster_agents(world->roster, &n);
    if (ui->view != VIEW_AGENTS)
        return row;
    for (int i = 0; i <= row && i < n; i++)
        headings += begins_group(ui, rows, i);
    return row + headings;
}

int ui_row_in(const struct ui *ui, const struct ui_world *world, int slot, bool *heading)
{
    int n, headings = 0, all = ui_rows(ui, world);
    const struct agent_row *rows = roster_agents(world->roster, &n);
    *heading = false;
    if (ui->view != VIEW_AGENTS)
        return slot < all ? slot : -1;
    for (int i = 0; i < n; i++) {
        headings += begins_group(ui, rows, i);
        if (i + headings >= slot) {
            *heading = i + headings > slot;
            return i;
        }
    }
    return -1;
}

int rows_columns(const struct ui *ui)
{
    int columns = ui->extent[ui->view].columns;
    return columns > 1 ? columns : 1;
}

int rows_at(const struct ui *ui, const struct ui_world *world, int screen_row, int screen_col)
{
    const struct ui_extent *extent = &ui->extent[ui->view];
    int line = screen_row - extent->first_screen_row, column = 0;
    if (line < 0 || line >= extent->rows || screen_col < extent->first_screen_col)
        return -1;
    if (rows_columns(ui) > 1 && extent->column_cols > 0)
        column = (screen_col - extent->first_screen_col) / extent->column_cols;
    if (column >= rows_columns(ui))
        return -1;
    bool heading;
    int row = ui_row_in(ui, world, (line + extent->top) * rows_columns(ui) + column, &heading);
    return heading ? -1 : row;
}
