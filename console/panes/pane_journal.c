/* What happened and what was done, newest first: who, what, with which outcome. */
#include "console/model/journal.h"

#include "console/cells/table.h"
#include "console/cells/text.h"
#include "console/panes/draw.h"

#include <stdio.h>
#include <string.h>

enum { UNTOLD_MOST = 8 };
enum { COLUMN_TIME, COLUMN_SITE, COLUMN_BY, COLUMN_WHAT, COLUMN_OUTCOME, COLUMNS };
static const struct column columns[COLUMNS] = {
    [COLUMN_TIME] = {"time", 8, 8, 0, false},
    [COLUMN_SITE] = {"site", 8, 12, 3, false},
    [COLUMN_BY] = {"who", 8, 14, 1, false},
    [COLUMN_WHAT] = {"what", 24, 60, 0, false},
    [COLUMN_OUTCOME] = {"outcome", 16, 60, 2, false},
};

struct words {
    char what[240], outcome[240];
    const char *site, *by;
    enum role role;
};

static const char *known(const struct acd_event *event, int field, const char *text)
{
    return ACD_KNOWN(event, field) && text ? text : "";
}

static enum role outcome_role(const char *status)
{
    int value = acd_names_find(&acd_status_names, status, strlen(status));
    if (value == ACD_STATUS_DONE)
        return ROLE_DONE;
    if (value == ACD_STATUS_ACCEPTED)
        return ROLE_PENDING;
    return value < 0 ? ROLE_NORMAL : ROLE_REFUSED;
}

static void say_event(const struct scene *scene, const struct board_event *from, struct words *words)
{
    const struct acd_event *event = from->told;
    const char *type = known(event, ACD_EVENT_TYPE, event->type);
    const char *op = known(event, ACD_EVENT_OP, event->op);
    const char *queue = known(event, ACD_EVENT_QUEUE, event->queue);
    const char *agent = known(event, ACD_EVENT_AGENT, event->agent);
    const char *status = known(event, ACD_EVENT_STATUS, event->status);
    const char *why = known(event, ACD_EVENT_WHY, event->why);
    const struct board_agent *person = *agent ? board_agent(scene->board, from->site->id, agent) : NULL;
    words->site = from->site->id;
    words->by = known(event, ACD_EVENT_BY, event->by);
    words->role = *status ? outcome_role(status) : !strcmp(type, "notice") ? ROLE_NOTICE : ROLE_NORMAL;
    snprintf(words->what, sizeof words->what, "%s%s%s%s%s%s%s", *op ? op : type, *queue ? " " : "",
             *queue ? draw_queue_name(scene, from->site->id, queue) : "", *agent ? " " : "",
             person ? board_agent_name(person) : agent,
             *known(event, ACD_EVENT_TEXT, event->text) ? ": " : "",
             known(event, ACD_EVENT_TEXT, event->text));
    snprintf(words->outcome, sizeof words->outcome, "%s%s%s", status, *status && *why ? ": " : "", why);
}

static void say_request(const struct scene *scene, const struct request_entry *request,
                        struct words *words)
{
    (void)scene;
    words->site = request->site;
    words->by = scene->ui->by;
    words->role = draw_request_role(request->state);
    snprintf(words->what, sizeof words->what, "%s", request->words);
    snprintf(words->outcome, sizeof words->outcome, "%s%s%s", draw_request_word(request->state),
             *request->why ? ": " : "", request->why);
}

static void draw_words(struct area area, int row, const struct table_layout *layout, const char *clock,
                       const struct words *words)
{
    table_cell(area, row, layout, columns, COLUMN_TIME, ROLE_FAINT, clock);
    table_cell(area, row, layout, columns, COLUMN_SITE, ROLE_FAINT, words->site);
    table_cell(area, row, layout, columns, COLUMN_BY, ROLE_NORMAL, words->by);
    table_cell(area, row, layout, columns, COLUMN_WHAT, ROLE_NORMAL, words->what);
    table_cell(area, row, layout, columns, COLUMN_OUTCOME, words->role, words->outcome);
}

/* Own requests without an event stand on top: they are the open matters. */
static int draw_untold(const struct scene *scene, struct area area, const struct table_layout *layout)
{
    const struct request_entry *untold[UNTOLD_MOST];
    char clock[16];
    int n = journal_untold(scene->board, scene->ui->requests, untold, UNTOLD_MOST);
    for (int i = 0; i < n && i < area.rows; i++) {
        struct words words;
        say_request(scene, untold[i], &words);
        draw_clock(clock, sizeof clock, scene, scene->now_ms - untold[i]->changed_ms);
        draw_words(area, i, layout, clock, &words);
    }
    return n < area.rows ? n : area.rows;
}

static void draw_events(const struct scene *scene, struct area area, const struct table_layout *layout,
                        int n, int top, int selected)
{
    char clock[16];
    struct ui_world world = {scene->board, scene->roster, scene->now_ms, scene->wall_ms};
    for (int i = top; i < n && i - top < area.rows; i++) {
        const struct board_event *event = ui_event_at(scene->ui, &world, i);
        struct words words = {.role = ROLE_NORMAL};
        if (!event)
            break;
        say_event(scene, event, &words);
        draw_clock(clock, sizeof clock, scene, scene->now_ms - event->told_ms);
        draw_words(area, i - top, layout, clock, &words);
        if (i == selected)
            area_ground(area, i - top, 0, area.cols, ROLE_SELECTED);
    }
}

void pane_journal(const struct scene *scene, struct area area)
{
    struct ui_world world = {scene->board, scene->roster, scene->now_ms, scene->wall_ms};
    struct area table = area_part(area, 1, 2, area.rows - 2, area.cols - 4);
    struct area body = area_part(table, 1, 0, table.rows - 1, table.cols);
    int n = ui_rows(scene->ui, &world), selected = ui_selected_row(scene->ui, &world);
    struct table_layout layout;
    char position[40];
    table_fit(&layout, columns, COLUMNS, table.cols);
    int untold = draw_untold(scene, body, &layout);
    struct area rest = area_part(body, untold, 0, body.rows - untold, body.cols);
    int top = draw_scroll(scene->ui, VIEW_JOURNAL, rest, n, selected);
    draw_position(position, sizeof position, &scene->ui->extent[VIEW_JOURNAL], n);
    area_box(area, ROLE_FRAME, "Journal, newest first", *position ? position : NULL);
    table_heading(table, 0, &layout, columns);
    draw_events(scene, rest, &layout, n, top, selected);
    if (n + untold == 0)
        area_text(body, 0, 0, ROLE_FAINT, "Nothing has happened since this console started.");
}
