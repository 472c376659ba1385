/* What happened and what was done, newest first: who, what, with which outcome. */
#include "console/panes/journal.h"

#include "console/cells/table.h"
#include "console/cells/text.h"
#include "console/panes/draw.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>

enum { COLUMN_TIME, COLUMN_SITE, COLUMN_BY, COLUMN_WHAT, COLUMN_OUTCOME, COLUMNS };
static const struct column columns[COLUMNS] = {
    [COLUMN_TIME] = {N_("time"), 8, 8, 0, false},
    [COLUMN_SITE] = {N_("site"), 8, 12, 3, false},
    [COLUMN_BY] = {N_("who"), 8, 14, 1, false},
    [COLUMN_WHAT] = {N_("what"), 24, 60, 0, false},
    [COLUMN_OUTCOME] = {N_("outcome"), 16, 60, 2, false},
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

static void say_event(const struct scene *scene, const struct board_event *from, struct journal_words *words)
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
    words_print(words->what, sizeof words->what, "%s%s%s%s%s%s%s", words_of(*op ? op : type), *queue ? " " : "",
             *queue ? draw_queue_name(scene, from->site->id, queue) : "", *agent ? " " : "",
             person ? board_agent_name(person) : agent,
             *known(event, ACD_EVENT_TEXT, event->text) ? ": " : "",
             known(event, ACD_EVENT_TEXT, event->text));
    words_print(words->outcome, sizeof words->outcome, "%s%s%s", words_of(status), *status && *why ? ": " : "", why);
}

static void say_request(const struct scene *scene, const struct request_entry *request,
                        struct journal_words *words)
{
    (void)scene;
    words->site = request->site;
    words->by = scene->ui->by;
    words->role = draw_request_role(request->state);
    words_print(words->what, sizeof words->what, "%s", request->words);
    words_print(words->outcome, sizeof words->outcome, "%s%s%s", draw_request_word(request->state),
             *request->why ? ": " : "", request->why);
}

void journal_say(const struct scene *scene, const struct journal_line *line, struct journal_words *words)
{
    *words = (struct journal_words){.role = ROLE_NORMAL, .site = "", .by = ""};
    if (line->event)
        say_event(scene, line->event, words);
    else
        say_request(scene, line->request, words);
}

static void draw_line(const struct scene *scene, struct area area, int row,
                      const struct table_layout *layout, const struct journal_line *line)
{
    char clock[16];
    struct journal_words words;
    journal_say(scene, line, &words);
    draw_clock(clock, sizeof clock, scene, scene->now_ms - line->at_ms);
    table_cell(area, row, layout, columns, COLUMN_TIME, ROLE_FAINT, clock);
    table_cell(area, row, layout, columns, COLUMN_SITE, ROLE_FAINT, words.site);
    table_cell(area, row, layout, columns, COLUMN_BY, ROLE_NORMAL, words.by);
    table_cell(area, row, layout, columns, COLUMN_WHAT, ROLE_NORMAL, words.what);
    table_cell(area, row, layout, columns, COLUMN_OUTCOME, words.role, words.outcome);
}

void pane_journal(const struct scene *scene, struct area area)
{
    struct journal_line lines[JOURNAL_LINES];
    int n = journal_fill(scene->board, scene->ui->requests, lines, JOURNAL_LINES);
    struct area table = area_part(area, 1, 2, area.rows - 2, area.cols - 4);
    struct area body = area_part(table, 1, 0, table.rows - 1, table.cols);
    struct ui_extent *extent = &scene->ui->extent[VIEW_JOURNAL];
    char position[40];
    struct table_layout layout;
    int top = draw_scroll(extent, body, n, -1);
    draw_position(position, sizeof position, extent, n);
    area_box(area, ROLE_FRAME, _("Journal, newest first"), *position ? position : NULL);
    table_fit(&layout, columns, COLUMNS, table.cols);
    table_heading(table, 0, &layout, columns);
    for (int i = top; i < n && i - top < body.rows; i++)
        draw_line(scene, body, i - top, &layout, &lines[i]);
    if (n == 0)
        area_text(body, 0, 0, ROLE_FAINT, _("Nothing has happened since this console started."));
}
