/* Moving about: rows, pages, views.  Asks for nothing to be done. */
#include "console/ask/look.h"

#include "console/ask/alarm_keys.h"
#include "console/ask/alarm_rows.h"
#include "console/ask/rows.h"
#include "console/words.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

void look_view(struct ui *ui, enum view view)
{
    ui->what_if = 0;
    if (ui->view == view)
        return;
    if (ui->view != VIEW_HELP)
        ui->before = ui->view;
    ui->view = view;
    if (view == VIEW_HELP || view == VIEW_JOURNAL || view == VIEW_ABANDONED ||
        view == VIEW_ALARMS)
        ui->extent[view].top = 0;
    if (view == VIEW_HELP)
        ui->help_for[0] = '\0';
}

void look_at_queue(struct ui *ui, const char *site, const char *id)
{
    selection_set(&ui->queue, site, id);
    selection_set(&ui->call, "", "");
    look_view(ui, VIEW_QUEUE);
}

static void scroll_to(struct ui *ui, int top)
{
    ui->extent[ui->view].top = top < 0 ? 0 : top; /* the pane takes it back to its last page */
}

void look_move(struct ui *ui, const struct ui_world *world, int lines)
{
    if (ui_rows(ui, world) == 0) {
        scroll_to(ui, ui->extent[ui->view].top + lines);
        return;
    }
    int at = ui_selected_row(ui, world);
    bool heading;
    int slot = ui_slot_of(ui, world, at < 0 ? 0 : at) + lines * rows_columns(ui);
    int row = slot < 0 ? 0 : ui_row_in(ui, world, slot, &heading);
    rows_select(ui, world, row < 0 ? ui_rows(ui, world) - 1 : row);
}

static void down(struct ui *ui, const struct ui_world *world)
{
    look_move(ui, world, 1);
}

static void up(struct ui *ui, const struct ui_world *world)
{
    look_move(ui, world, -1);
}

static void beside(struct ui *ui, const struct ui_world *world, int step)
{
    rows_select(ui, world, ui_selected_row(ui, world) + step);
}

static void left(struct ui *ui, const struct ui_world *world)
{
    beside(ui, world, -1);
}

static void right(struct ui *ui, const struct ui_world *world)
{
    beside(ui, world, 1);
}

static int page(const struct ui *ui)
{
    int rows = ui->extent[ui->view].rows;
    return rows > 1 ? rows - 1 : 1;
}

static void page_down(struct ui *ui, const struct ui_world *world)
{
    look_move(ui, world, page(ui));
}

static void page_up(struct ui *ui, const struct ui_world *world)
{
    look_move(ui, world, -page(ui));
}

static void first(struct ui *ui, const struct ui_world *world)
{
    scroll_to(ui, 0);
    rows_select(ui, world, 0);
}

static void last(struct ui *ui, const struct ui_world *world)
{
    scroll_to(ui, SHRT_MAX);
    rows_select(ui, world, INT_MAX);
}

/* Highest tier, then the oldest wait. */
static bool is_worse(const struct board_queue *a, const struct queue_row *b_row,
                     const struct queue_row *a_row)
{
    const struct board_queue *b = b_row->queue;
    if (a->verdict.tier != b->verdict.tier)
        return a->verdict.tier > b->verdict.tier;
    const struct acd_figure *x = &a_row->figures.kpi[KPI_LONGEST],
                            *y = &b_row->figures.kpi[KPI_LONGEST];
    return x->is == ACD_FIGURE_VALUE && (y->is != ACD_FIGURE_VALUE || x->value > y->value);
}

bool look_select_worst(struct ui *ui, const struct ui_world *world)
{
    int n;
    const struct queue_row *rows = roster_queues(world->roster, &n), *found = NULL;
    for (int i = 0; i < n; i++)
        if (rows[i].queue != NULL &&
            (found == NULL || is_worse(rows[i].queue, found, &rows[i])))
            found = &rows[i];
    if (found == NULL)
        return false;
    selection_set(&ui->queue, found->queue->site->id, found->queue->told->id);
    return true;
}

static void worst(struct ui *ui, const struct ui_world *world)
{
    ui->following = true;
    if (look_select_worst(ui, world) && ui->view != VIEW_QUEUE)
        look_view(ui, VIEW_QUEUES);
    selection_set(&ui->call, "", "");
}

static void open_queue_row(struct ui *ui)
{
    if (strcmp(ui->queue.site, SELECTION_GROUP) == 0) {
        ui->look.totals_only = !ui->look.totals_only;
        ui->reorder = true;
    } else if (ui->queue.site[0]) {
        look_at_queue(ui, ui->queue.site, ui->queue.id);
    }
}

static void open_agent_row(struct ui *ui, const struct ui_world *world)
{
    const struct board_agent *agent = ui_agent(ui, world);
    if (ui->view == VIEW_AGENTS) {
        look_view(ui, VIEW_ROSTER);
        return;
    }
    if (agent == NULL)
        return;
    if (ACD_KNOWN(agent->told, ACD_AGENT_QUEUE) && agent->told->queue[0])
        look_at_queue(ui, agent->site->id, agent->told->queue);
    else
        ui_say(ui, world->now_ms, ROLE_NORMAL, _("%s has no contact now, so there is no queue to show"),
               board_agent_name(agent));
}

static void open_alarm_row(struct ui *ui, const struct ui_world *world)
{
    const struct alarm *alarm = alarms_by_serial(world, ui->alarm);
    if (alarm == NULL)
        return;
    if (alarm->subject == ALARM_OF_QUEUE)
        look_at_queue(ui, alarm->site, alarm->id);
    else if (alarm->subject == ALARM_OF_AGENT)
        look_view(ui, VIEW_ROSTER);
    else
        ui_say(ui, world->now_ms, ROLE_STALE, _("%s: %s"), alarm->site, alarm->why);
}

static void open_row(struct ui *ui, const struct ui_world *world)
{
    if (ui->view == VIEW_ALARMS)
        open_alarm_row(ui, world);
    else if (ui->view == VIEW_QUEUES)
        open_queue_row(ui);
    else if (ui->view == VIEW_AGENTS || ui->view == VIEW_ROSTER)
        open_agent_row(ui, world);
}

/* From the inside out: marks, filter, view. */
static void back(struct ui *ui, const struct ui_world *world)
{
    (void)world;
    bool listed = ui->view == VIEW_QUEUES || ui->view == VIEW_AGENTS || ui->view == VIEW_ROSTER;
    if (listed && ui->view != VIEW_QUEUES && ui->n_marked > 0) {
        ui->n_marked = 0;
    } else if (listed && ui->filter[0]) {
        look_filter(ui, "");
    } else if (ui->view != VIEW_QUEUES) {
        ui->view = ui->view == ui->before ? VIEW_QUEUES : ui->before;
        ui->before = VIEW_QUEUES;
    }
}

static void queues(struct ui *ui, const struct ui_world *world)
{
    (void)world;
    look_view(ui, VIEW_QUEUES);
}

/* From a queue's detail its own agents, from elsewhere all; pressed again the other of the two. */
static void agents_in(struct ui *ui, enum view view)
{
    bool again = ui->view == view, narrowed = ui->agents_of.site[0] != '\0';
    bool has_queue = ui->queue.site[0] && strcmp(ui->queue.site, SELECTION_GROUP) != 0;
    if (ui->view == VIEW_QUEUE || (again && !narrowed && has_queue))
        ui->agents_of = ui->queue;
    else if (again || (ui->view != VIEW_AGENTS && ui->view != VIEW_ROSTER))
        selection_set(&ui->agents_of, "", "");
    ui->reorder = true;
    look_view(ui, view);
}

static void agents(struct ui *ui, const struct ui_world *world)
{
    (void)world;
    agents_in(ui, VIEW_AGENTS);
}

static void roster(struct ui *ui, const struct ui_world *world)
{
    (void)world;
    agents_in(ui, VIEW_ROSTER);
}

static void journal(struct ui *ui, const struct ui_world *world)
{
    (void)world;
    look_view(ui, VIEW_JOURNAL);
}

static void abandoned(struct ui *ui, const struct ui_world *world)
{
    (void)world;
    look_view(ui, VIEW_ABANDONED);
}

static void alarms(struct ui *ui, const struct ui_world *world)
{
    (void)world;
    look_view(ui, VIEW_ALARMS);
}

enum { WHAT_IF_MOST = 99 };

static void more(struct ui *ui, const struct ui_world *world)
{
    (void)world;
    ui->what_if += ui->what_if < WHAT_IF_MOST;
}

static void fewer(struct ui *ui, const struct ui_world *world)
{
    (void)world;
    ui->what_if -= ui->what_if > -WHAT_IF_MOST;
}

static void help(struct ui *ui, const struct ui_world *world)
{
    if (ui->view == VIEW_HELP)
        back(ui, world);
    else
        look_view(ui, VIEW_HELP);
}

typedef void looking(struct ui *ui, const struct ui_world *world);
static looking *const lookings[ACTIONS] = {
    [ACTION_DOWN] = down,           [ACTION_UP] = up,
    [ACTION_LEFT] = left,           [ACTION_RIGHT] = right,
    [ACTION_PAGE_DOWN] = page_down, [ACTION_PAGE_UP] = page_up,
    [ACTION_FIRST] = first,         [ACTION_LAST] = last,
    [ACTION_WORST] = worst,         [ACTION_OPEN_ROW] = open_row,
    [ACTION_BACK] = back,           [ACTION_QUEUES] = queues,
    [ACTION_AGENTS] = agents,       [ACTION_ROSTER] = roster,
    [ACTION_JOURNAL] = journal,     [ACTION_ABANDONED] = abandoned,
    [ACTION_MORE] = more,           [ACTION_FEWER] = fewer,
    [ACTION_ALARMS] = alarms,       [ACTION_ACKNOWLEDGE] = alarms_acknowledge_here,
    [ACTION_UNSHELVE] = alarms_unshelve_here,
    [ACTION_HELP] = help,           [ACTION_SORT] = order_sort,
    [ACTION_HIDE] = order_hide,           [ACTION_GROUP] = order_group,
    [ACTION_SPAN] = order_span,           [ACTION_MARK] = order_mark,
    [ACTION_MARK_ALL] = order_mark_all,
};

bool look_act(struct ui *ui, const struct ui_world *world, enum action action)
{
    if (lookings[action] == NULL)
        return false;
    lookings[action](ui, world);
    return true;
}
