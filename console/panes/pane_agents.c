/* Agents as tiles: hundreds at a glance, grouped by what they do, the longest first, what is too long
 * marked. */
#include "console/cells/text.h"
#include "console/panes/agents.h"
#include "console/panes/draw.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>

enum { HOUR_MS = 3600000, ASKED_MS = 20000, TILE_LEAST_COLS = 25, TILE_BEST_COLS = 32, TILE_SMALL_COLS = 16 };

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
                                                    agent->told->id, scene->now_ms, ASKED_MS);
    if (asked)
        area_field(tile, 0, col, tile.cols - col, draw_request_role(asked->state),
                   draw_request_word(asked->state));
    else if (!board_agent_live(agent))
        return;
    else if (ACD_KNOWN(agent->told, ACD_AGENT_PENDING) && *agent->told->pending)
        area_field(tile, 0, col, tile.cols - col, ROLE_PENDING, agent->told->pending);
    else if (ACD_KNOWN(agent->told, ACD_AGENT_REASON))
        area_field(tile, 0, col, tile.cols - col, ROLE_FAINT, agent->told->reason);
}

/* Where hundreds must fit: the state as one letter. */
static void draw_small_tile(const struct scene *scene, struct area tile, const struct agent_row *row)
{
    static const char letters[ACD_STATES] = {'-', 'F', 'R', 'T', 'H', 'A', 'O', 'P'};
    const struct board_agent *agent = row->agent;
    char time[TEXT_FIGURE_BYTES] = "", state[2] = "?";
    bool live = board_agent_live(agent) && ACD_KNOWN(agent->told, ACD_AGENT_STATE);
    enum role role = live ? draw_state_role(agent->told->state) : ROLE_UNKNOWN;
    const struct request_entry *asked = requests_of(scene->ui->requests, agent->site->id, "", agent->told->id,
                                                    scene->now_ms, ASKED_MS);
    int name_cols = tile.cols - 9;
    if (live)
        state[0] = letters[agent->told->state];
    if (live && row->state_ms >= 0)
        text_duration(time, row->state_ms);
    if (live && row->state_ms >= HOUR_MS) /* five columns: "1h05" */
        snprintf(time, sizeof time, "%dh%02d", (int)(row->state_ms / HOUR_MS % 100),
                 (int)(row->state_ms / 60000 % 60));
    area_text(tile, 0, 0, ROLE_MARKED, ui_is_marked(scene->ui, agent->site->id, agent->told->id) ? "*" : " ");
    area_field(tile, 0, 1, name_cols, live ? ROLE_NORMAL : ROLE_UNKNOWN, board_agent_name(agent));
    area_text(tile, 0, name_cols + 2, role, state);
    area_field_right(tile, 0, name_cols + 3, 5, row->overdue ? ROLE_OVERDUE : role, time);
    if (asked) /* what was asked for and how it stands goes before the limit */
        area_text(tile, 0, tile.cols - 1, draw_request_role(asked->state), asked->state == REQUEST_DONE ? "+" : asked->state == REQUEST_REFUSED || asked->state == REQUEST_NO_ANSWER ? "x" : "~");
    else if (!live)
        return;
    else if (ACD_KNOWN(agent->told, ACD_AGENT_PENDING) && *agent->told->pending)
        area_text(tile, 0, tile.cols - 1, ROLE_PENDING, "~");
    else if (row->overdue)
        area_text(tile, 0, tile.cols - 1, ROLE_OVERDUE, "!");
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

/* Columns of tiles: as wide as is best, or as narrow as must be for all to be seen. */
static int tile_columns(int room_cols, int room_rows, int slots)
{
    int columns = room_cols / TILE_BEST_COLS > 0 ? room_cols / TILE_BEST_COLS : 1;
    if (room_cols / TILE_LEAST_COLS > columns)
        columns = room_cols / TILE_LEAST_COLS;
    if (columns * room_rows >= slots)
        return columns;
    for (int most = room_cols / TILE_SMALL_COLS; columns < most && columns * room_rows < slots;)
        columns++;
    return columns;
}

static bool is_group_end(const struct agent_row *row, const struct agent_row *next, enum agent_sort sort)
{
    const char *group = roster_agent_group(row, sort);
    return group && strcmp(group, roster_agent_group(next, sort)) != 0;
}

/* "red 34": a group and how many of it are shown. */
static void draw_heading(const struct scene *scene, struct area tile, const struct agent_row *rows, int n, int at)
{
    enum agent_sort sort = scene->ui->look.agent_sort;
    const char *group = roster_agent_group(&rows[at], sort);
    const char *name = !*group ? _("none") : sort == AGENT_SORT_QUEUE
                           ? draw_queue_name(scene, rows[at].agent->site->id, group) : group;
    char count[TEXT_FIGURE_BYTES];
    int held = 0;
    while (at + held < n && !strcmp(roster_agent_group(&rows[at + held], sort), group))
        held++;
    text_count(count, held);
    int cols = text_cols(count);
    area_field(tile, 0, 0, tile.cols - cols - 1, ROLE_HEADER, name);
    area_text(tile, 0, tile.cols - cols, ROLE_HEADER, count);
}

static const char *why_none(const struct scene *scene)
{
    const struct board_site *site;
    if (*scene->ui->filter)
        return _("No agent matches the filter. Press / to change it.");
    for (int i = 0; (site = board_site_at(scene->board, i)); i++)
        if (site->state.denied & 1u << ACD_KIND_AGENT)
            return _("The feed tells this key of no agents: the role wall does not see agents.");
    return _("No agents have been told of.");
}

void pane_agents(const struct scene *scene, struct area area)
{
    int n;
    char title[DRAW_BYTES], note[DRAW_BYTES];
    const struct agent_row *rows = roster_agents(scene->roster, &n);
    struct ui_world world = {scene->board, scene->roster, scene->now_ms, scene->wall_ms};
    struct area inside = area_part(area, 1, 1, area.rows - 2, area.cols - 2);
    struct ui_extent *extent = &scene->ui->extent[VIEW_AGENTS];
    int selected = ui_selected_row(scene->ui, &world), slots = n ? ui_slot_of(scene->ui, &world, n - 1) + 1 : 0;
    int columns = tile_columns(inside.cols, inside.rows, slots), cols = inside.cols / columns;
    bool small = cols < TILE_LEAST_COLS && columns > 1;

    extent->columns = columns;
    extent->column_cols = cols;
    int top = draw_scroll(extent, inside, (slots + columns - 1) / columns,
                          selected < 0 ? -1 : ui_slot_of(scene->ui, &world, selected) / columns);
    draw_agents_title(scene, title, sizeof title);
    draw_agents_note(rows, n, note, sizeof note);
    area_box(area, ROLE_FRAME, title, note);
    bool heading = false;
    int row = n ? ui_row_in(scene->ui, &world, top * columns, &heading) : -1;
    for (int slot = top * columns; row >= 0 && row < n && slot / columns - top < inside.rows; slot++) {
        struct area tile = area_part(inside, slot / columns - top, slot % columns * cols, 1, cols - 1);
        if (heading) {
            draw_heading(scene, tile, rows, n, row);
            heading = false;
            continue;
        }
        (small ? draw_small_tile : draw_tile)(scene, tile, &rows[row]);
        if (row == selected)
            area_ground(tile, 0, 0, tile.cols, ROLE_SELECTED);
        row++;
        heading = row < n && is_group_end(&rows[row - 1], &rows[row], scene->ui->look.agent_sort);
    }
    if (n == 0)
        area_text(inside, 1, 1, ROLE_FAINT, why_none(scene));
}
