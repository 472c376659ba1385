/* Which panes stand where for this size.  The order of what gives way as it gets smaller: the plan
 * beside the detail, the detail, then columns; never the state line, the queues and the keys. */
#include "console/panes/pane.h"
#include "console/words.h"

#include <stdio.h>

enum {
    LEAST_COLS = 40,
    LEAST_ROWS = 8,
    DETAIL_ROWS = 9,        /* with its frame */
    DETAIL_FROM_ROWS = 22,  /* a screen lower than this has one line of reason instead */
    PLAN_FROM_COLS = 100,
    PLAN_COLS = 42,
    AGENT_ROWS = 6,
};

static void draw_too_small(struct grid *grid)
{
    char words[64];
    struct area area = area_whole(grid);
    area_fill(area, ROLE_NORMAL);
    words_print(words, sizeof words, _("%dx%d is too small:"), grid->cols, grid->rows);
    area_text(area, 0, 0, ROLE_ERROR, words);
    words_print(words, sizeof words, _("%dx%d at least"), LEAST_COLS, LEAST_ROWS);
    area_text(area, 1, 0, ROLE_NORMAL, words);
    area_text(area, 2, 0, ROLE_FAINT, _("q quits"));
}

/* One below the other, the plan at the right where there is room. */
static void draw_detail(const struct scene *scene, struct area area)
{
    if (area.cols < PLAN_FROM_COLS) {
        pane_queue(scene, area);
        return;
    }
    int plan_cols = area.cols / 3 > PLAN_COLS ? area.cols / 3 : PLAN_COLS;
    pane_queue(scene, area_part(area, 0, 0, area.rows, area.cols - plan_cols));
    pane_plan(scene, area_part(area, 0, area.cols - plan_cols, area.rows, plan_cols));
}

static int detail_rows(struct area area)
{
    int rows = area.rows / 3;
    return rows < DETAIL_ROWS ? DETAIL_ROWS : rows > 14 ? 14 : rows;
}

static void draw_queues(const struct scene *scene, struct area area)
{
    if (area.rows + 3 < DETAIL_FROM_ROWS) {
        pane_queues(scene, area);
        return;
    }
    int below = detail_rows(area);
    pane_queues(scene, area_part(area, 0, 0, area.rows - below, area.cols));
    draw_detail(scene, area_part(area, area.rows - below, 0, below, area.cols));
}

static void draw_queue(const struct scene *scene, struct area area)
{
    int top = area.rows >= 2 * DETAIL_ROWS ? detail_rows(area) : area.rows / 2;
    draw_detail(scene, area_part(area, 0, 0, top, area.cols));
    struct area rest = area_part(area, top, 0, area.rows - top, area.cols);
    if (rest.cols < PLAN_FROM_COLS) {
        pane_calls(scene, rest);
        return;
    }
    int left = rest.cols - 56;
    pane_calls(scene, area_part(rest, 0, 0, rest.rows, left));
    pane_spans(scene, area_part(rest, 0, left, rest.rows, rest.cols - left));
}

static void above_agent(const struct scene *scene, struct area area, pane_function *pane)
{
    if (area.rows + 3 < DETAIL_FROM_ROWS) {
        pane(scene, area);
        return;
    }
    pane(scene, area_part(area, 0, 0, area.rows - AGENT_ROWS, area.cols));
    pane_agent(scene, area_part(area, area.rows - AGENT_ROWS, 0, AGENT_ROWS, area.cols));
}

static void draw_agents(const struct scene *scene, struct area area)
{
    above_agent(scene, area, pane_agents);
}

static void draw_roster(const struct scene *scene, struct area area)
{
    above_agent(scene, area, pane_roster);
}

static pane_function *const views[VIEWS] = {
    [VIEW_QUEUES] = draw_queues,   [VIEW_QUEUE] = draw_queue,     [VIEW_AGENTS] = draw_agents,
    [VIEW_ROSTER] = draw_roster,   [VIEW_JOURNAL] = pane_journal, [VIEW_ABANDONED] = pane_abandoned,
    [VIEW_HELP] = pane_help,       [VIEW_ALARMS] = pane_alarms,
};

/* Whether the reason stands in the title of a detail already. */
static bool detail_is_shown(const struct scene *scene, const struct grid *grid)
{
    return scene->ui->view == VIEW_QUEUE || grid->rows >= DETAIL_FROM_ROWS;
}

/* The line above the keys: a message or prompt when there is one, else why the queue needs help or what
 * the sites have to say. */
static void draw_last_words(const struct scene *scene, struct area area)
{
    bool prompting = scene->ui->mode == UI_PROMPT_FILTER || scene->ui->mode == UI_PROMPT_COMMAND;
    if (prompting || *scene->ui->message)
        pane_message(scene, area);
    else if (!detail_is_shown(scene, area.grid))
        pane_reason(scene, area);
    else
        pane_ticker(scene, area);
}

void frame_draw(const struct scene *scene, struct grid *grid)
{
    struct area whole = area_whole(grid);
    grid_clear(grid);
    if (grid->cols < LEAST_COLS || grid->rows < LEAST_ROWS) {
        draw_too_small(grid);
        return;
    }
    pane_sites(scene, area_part(whole, 0, 0, 1, whole.cols));
    views[scene->ui->view](scene, area_part(whole, 1, 0, whole.rows - 3, whole.cols));
    draw_last_words(scene, area_part(whole, whole.rows - 2, 0, 1, whole.cols));
    pane_keys(scene, area_part(whole, whole.rows - 1, 0, 1, whole.cols));
    if (scene->ui->mode == UI_DIALOG)
        pane_dialog(scene, area_part(whole, 1, 0, whole.rows - 2, whole.cols));
}
