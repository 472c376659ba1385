/* Agents as tiles: hundreds at a glance, grouped by what they do, the longest first, what is too long
 * marked. */
#include "console/cells/text.h"
#include "console/panes/agents.h"
#include "console/panes/draw.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>

enum { TILE_LEAST_COLS = 25, TILE_BEST_COLS = 32 };

struct counts {
    int of[ACD_STATES], unknown, all;
};

static struct counts count_states(const struct agent_row *rows, int n)
{
    struct counts counts = {.all = n};
    for (int i = 0; i < n; i++) {
        const struct acd_agent *told = rows[i].agent->told;
        if (board_agent_live(rows[i].agent) && ACD_KNOWN(told, ACD_AGENT_STATE))
            counts.of[told->state]++;
        else
            counts.unknown++;
    }
    return counts;
}

void draw_agents_note(const struct agent_row *rows, int n, char *out, size_t bytes)
{
    static const int order[] = {ACD_STATE_AVAILABLE, ACD_STATE_RINGING, ACD_STATE_TALKING,
                                ACD_STATE_HOLD,      ACD_STATE_ACW,     ACD_STATE_OUTBOUND,
                                ACD_STATE_PAUSED,    ACD_STATE_OFFLINE};
    struct counts counts = count_states(rows, n);
    size_t used = 0;
    *out = 0;
    for (size_t i = 0; i < ACD_COUNT_OF(order) && used < bytes; i++)
        if (counts.of[order[i]])
            used += (size_t)snprintf(out + used, bytes - used, "%s%s %d", used ? "  " : "",
                                     draw_state_word(order[i]), counts.of[order[i]]);
    if (counts.unknown && used < bytes)
        words_print(out + used, bytes - used, _("%sunknown %d"), used ? "  " : "", counts.unknown);
}

/* What a tile says after the time: what was asked for, what is pending, or the reason. */
static void draw_tile_end(const struct scene *scene, struct area tile, int col,
                          const struct board_agent *agent)
{
    const struct request_entry *asked = requests_of(scene->ui->requests, agent->site->id, "",
                                                    agent->told->id, scene->now_ms, 20000);
    if (asked)
        area_field(tile, 0, col, tile.cols - col, draw_request_role(asked->state),
                   draw_request_word(asked->state));
    else if (ACD_KNOWN(agent->told, ACD_AGENT_PENDING) && *agent->told->pending)
        area_field(tile, 0, col, tile.cols - col, ROLE_PENDING, agent->told->pending);
    else if (ACD_KNOWN(agent->told, ACD_AGENT_REASON))
        area_field(tile, 0, col, tile.cols - col, ROLE_FAINT, agent->told->reason);
}

static void draw_tile(const struct scene *scene, struct area tile, const struct agent_row *row)
{
    const struct board_agent *agent = row->agent;
    char time[TEXT_FIGURE_BYTES] = "";
    bool live = board_agent_live(agent) && ACD_KNOWN(agent->told, ACD_AGENT_STATE);
    enum role role = live ? draw_state_role(agent->told->state) : ROLE_UNKNOWN;
    int name_cols = tile.cols >= 28 ? 10 : 8;
    area_text(tile, 0, 0, ROLE_MARKED, ui_is_marked(scene->ui, agent->site->id, agent->told->id) ? "*" : " ");
    area_field(tile, 0, 1, name_cols, live ? ROLE_NORMAL : ROLE_UNKNOWN, board_agent_name(agent));
    area_field(tile, 0, name_cols + 2, 5, role, live ? draw_state_word(agent->told->state) : "?");
    if (live && row->state_ms >= 0)
        text_duration(time, row->state_ms);
    area_field_right(tile, 0, name_cols + 7, 6, row->overdue ? ROLE_OVERDUE : role, time);
    if (row->overdue)
        area_text(tile, 0, name_cols + 13, ROLE_OVERDUE, "!");
    draw_tile_end(scene, tile, name_cols + 15, agent);
}

void draw_agents_title(const struct scene *scene, char *out, size_t bytes)
{
    const struct roster_view *look = &scene->ui->look;
    const struct selection *queue = &scene->ui->agents_of;
    const char *of = *queue->site ? draw_queue_name(scene, queue->site, queue->id) : "";
    words_print(out, bytes, _("Agents%s%s by %s%s%s"), *of ? _(" of ") : "", of,
             words_of(agent_sort_names.names[look->agent_sort]), *scene->ui->filter ? " /" : "",
             scene->ui->filter);
}

void pane_agents(const struct scene *scene, struct area area)
{
    int n;
    char title[DRAW_BYTES], note[DRAW_BYTES];
    const struct agent_row *rows = roster_agents(scene->roster, &n);
    struct ui_world world = {scene->board, scene->roster, scene->now_ms, scene->wall_ms};
    struct area inside = area_part(area, 1, 1, area.rows - 2, area.cols - 2);
    int columns = inside.cols / TILE_BEST_COLS > 0 ? inside.cols / TILE_BEST_COLS : 1;
    if (inside.cols / TILE_LEAST_COLS > columns)
        columns = inside.cols / TILE_LEAST_COLS;
    int cols = inside.cols / columns, selected = ui_selected_row(scene->ui, &world);

    scene->ui->extent[VIEW_AGENTS].columns = columns;
    scene->ui->extent[VIEW_AGENTS].column_cols = cols;
    int lines = (n + columns - 1) / columns;
    int top = draw_scroll(&scene->ui->extent[VIEW_AGENTS], inside, lines,
                          selected < 0 ? -1 : selected / columns);
    draw_agents_title(scene, title, sizeof title);
    draw_agents_note(rows, n, note, sizeof note);
    area_box(area, ROLE_FRAME, title, note);
    for (int i = top * columns; i < n && i / columns - top < inside.rows; i++) {
        struct area tile = area_part(inside, i / columns - top, i % columns * cols, 1, cols - 1);
        draw_tile(scene, tile, &rows[i]);
        if (i == selected)
            area_ground(tile, 0, 0, tile.cols, ROLE_SELECTED);
    }
    if (n == 0)
        area_text(inside, 1, 1, ROLE_FAINT, *scene->ui->filter ? _("No agent matches the filter. Press / to change it.")
                                                               : _("No agents have been told of."));
}
