/* Agents as a table: state, day, schedule and plan of each. */
#include "console/cells/table.h"
#include "console/cells/text.h"
#include "console/panes/agents.h"
#include "console/panes/draw.h"
#include "console/words.h"

#include <stdio.h>

enum {
    COLUMN_MARK, COLUMN_NAME, COLUMN_STATE, COLUMN_TIME, COLUMN_REASON, COLUMN_QUEUE, COLUMN_TEAM,
    COLUMN_HANDLED, COLUMN_TALK, COLUMN_ACW, COLUMN_OCCUPANCY, COLUMN_ADHERENCE, COLUMN_PLAN,
    COLUMN_LOGIN, COLUMN_RONA, COLUMN_PENDING, COLUMNS
};

static const struct column columns[COLUMNS] = {
    [COLUMN_MARK] = {"", 1, 1, 0, false},
    [COLUMN_NAME] = {N_("agent"), 12, 22, 0, false},
    [COLUMN_STATE] = {N_("state"), 5, 6, 0, false},
    [COLUMN_TIME] = {N_("time"), 7, 8, 0, true},
    [COLUMN_REASON] = {N_("reason"), 8, 12, 1, false},
    [COLUMN_QUEUE] = {N_("with"), 10, 18, 1, false},
    [COLUMN_TEAM] = {N_("team"), 8, 14, 4, false},
    [COLUMN_HANDLED] = {N_("calls"), 5, 6, 2, true},
    [COLUMN_TALK] = {N_("talk"), 7, 8, 6, true},
    [COLUMN_ACW] = {N_("acw"), 7, 8, 6, true},
    [COLUMN_OCCUPANCY] = {N_("occ"), 5, 5, 5, true},
    [COLUMN_ADHERENCE] = {N_("adher"), 5, 5, 3, true},
    [COLUMN_PLAN] = {N_("plan"), 11, 13, 3, false},
    [COLUMN_LOGIN] = {N_("login"), 7, 8, 7, true},
    [COLUMN_RONA] = {N_("rona"), 4, 4, 7, true},
    [COLUMN_PENDING] = {N_("pending"), 10, 24, 2, false},
};

struct pen {
    const struct scene *scene;
    struct area area;
    const struct table_layout *layout;
    int row;
    bool ascii;
};

static void put(const struct pen *pen, int column, enum role role, const char *text)
{
    table_cell(pen->area, pen->row, pen->layout, columns, column, role, text);
}

static void put_figure(const struct pen *pen, int column, struct acd_figure figure)
{
    char text[TEXT_FIGURE_BYTES];
    put(pen, column, draw_figure_role(&figure, ROLE_NORMAL), text_percent(text, figure, 0, pen->ascii));
}

static void put_ms(const struct pen *pen, int column, const struct acd_agent_day *day, int field,
                   int64_t ms)
{
    char text[TEXT_FIGURE_BYTES];
    if (ACD_KNOWN(day, field))
        put(pen, column, ROLE_NORMAL, text_duration(text, ms));
    else
        put(pen, column, ROLE_UNKNOWN, glyph_text(pen->ascii, GLYPH_DASH));
}

static void put_count(const struct pen *pen, int column, const struct acd_agent_day *day, int field,
                      int64_t count)
{
    char text[TEXT_FIGURE_BYTES];
    if (ACD_KNOWN(day, field))
        put(pen, column, ROLE_NORMAL, text_count(text, count));
    else
        put(pen, column, ROLE_UNKNOWN, glyph_text(pen->ascii, GLYPH_DASH));
}

static void put_day(const struct pen *pen, const struct acd_agent_day *day)
{
    put_count(pen, COLUMN_HANDLED, day, ACD_AGENT_DAY_HANDLED, day->handled);
    put_ms(pen, COLUMN_TALK, day, ACD_AGENT_DAY_TALK, day->talk_ms);
    put_ms(pen, COLUMN_ACW, day, ACD_AGENT_DAY_ACW, day->acw_ms);
    put_ms(pen, COLUMN_LOGIN, day, ACD_AGENT_DAY_LOGIN, day->login_ms);
    put_count(pen, COLUMN_RONA, day, ACD_AGENT_DAY_RONA, day->rona);
    put_figure(pen, COLUMN_OCCUPANCY, acd_kpi_occupancy(day));
}

static void put_schedule(const struct pen *pen, const struct board_agent *agent)
{
    const struct acd_sched *sched = &agent->told->sched;
    char left[TEXT_FIGURE_BYTES] = "", words[64];
    int64_t left_ms = sched->left_ms - (pen->scene->now_ms - agent->told_ms);
    put_figure(pen, COLUMN_ADHERENCE, acd_kpi_adherence(sched));
    if (!ACD_KNOWN(sched, ACD_SCHED_STATE))
        return;
    if (ACD_KNOWN(sched, ACD_SCHED_LEFT))
        text_duration(left, left_ms > 0 ? left_ms : 0);
    words_print(words, sizeof words, "%s %s", words_of(acd_names_word(&acd_schedule_names, sched->state)), left);
    put(pen, COLUMN_PLAN, ROLE_NORMAL, words);
}

static void put_pending(const struct pen *pen, const struct board_agent *agent)
{
    char words[320];
    const struct request_entry *asked = requests_of(pen->scene->ui->requests, agent->site->id, "",
                                                    agent->told->id, pen->scene->now_ms, 20000);
    if (asked) {
        words_print(words, sizeof words, _("%s: %s"), draw_request_word(asked->state), asked->words);
        put(pen, COLUMN_PENDING, draw_request_role(asked->state), words);
    } else if (ACD_KNOWN(agent->told, ACD_AGENT_PENDING)) {
        put(pen, COLUMN_PENDING, ROLE_PENDING, agent->told->pending);
    }
}

static void put_state(const struct pen *pen, const struct agent_row *row)
{
    const struct acd_agent *told = row->agent->told;
    char time[TEXT_FIGURE_BYTES], words[TEXT_FIGURE_BYTES + 2];
    enum role role = draw_state_role(told->state);
    put(pen, COLUMN_STATE, role, draw_state_word(told->state));
    if (row->state_ms >= 0) {
        words_print(words, sizeof words, "%s%s", text_duration(time, row->state_ms),
                 row->overdue ? "!" : "");
        put(pen, COLUMN_TIME, row->overdue ? ROLE_OVERDUE : role, words);
    }
    if (ACD_KNOWN(told, ACD_AGENT_REASON))
        put(pen, COLUMN_REASON, ROLE_NORMAL, told->reason);
    if (ACD_KNOWN(told, ACD_AGENT_QUEUE))
        put(pen, COLUMN_QUEUE, ROLE_NORMAL,
            draw_queue_name(pen->scene, row->agent->site->id, told->queue));
}

static void put_agent(const struct pen *pen, const struct agent_row *row)
{
    const struct board_agent *agent = row->agent;
    bool live = board_agent_live(agent);
    put(pen, COLUMN_NAME, live ? ROLE_NORMAL : ROLE_UNKNOWN, board_agent_name(agent));
    if (ACD_KNOWN(agent->told, ACD_AGENT_TEAM))
        put(pen, COLUMN_TEAM, ROLE_FAINT, agent->told->team);
    if (ui_is_marked(pen->scene->ui, agent->site->id, agent->told->id))
        put(pen, COLUMN_MARK, ROLE_MARKED, "*");
    if (!live || !ACD_KNOWN(agent->told, ACD_AGENT_STATE)) {
        put(pen, COLUMN_STATE, ROLE_UNKNOWN, "?");
        return;
    }
    put_state(pen, row);
    put_day(pen, &agent->told->day);
    put_schedule(pen, agent);
    put_pending(pen, agent);
}

void pane_roster(const struct scene *scene, struct area area)
{
    int n;
    char title[DRAW_BYTES], note[DRAW_BYTES];
    const struct agent_row *rows = roster_agents(scene->roster, &n);
    struct ui_world world = {scene->board, scene->roster, scene->now_ms, scene->wall_ms};
    struct area table = area_part(area, 1, 2, area.rows - 2, area.cols - 4);
    struct area body = area_part(table, 1, 0, table.rows - 1, table.cols);
    int selected = ui_selected_row(scene->ui, &world);
    int top = draw_scroll(&scene->ui->extent[VIEW_ROSTER], body, n, selected);
    struct table_layout layout;

    draw_agents_title(scene, title, sizeof title);
    draw_agents_note(rows, n, note, sizeof note);
    area_box(area, ROLE_FRAME, title, note);
    table_fit(&layout, columns, COLUMNS, table.cols);
    table_heading(table, 0, &layout, columns);
    for (int i = top; i < n && i - top < body.rows; i++) {
        struct pen pen = {scene, table, &layout, i - top + 1, area.grid->ascii};
        put_agent(&pen, &rows[i]);
        if (i == selected)
            area_ground(body, i - top, 0, body.cols, ROLE_SELECTED);
    }
    if (n == 0)
        area_text(body, 0, 0, ROLE_FAINT, _("No agents to show."));
}
