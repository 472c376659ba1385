/* What happened and what was done, newest first: who, what, with which outcome. */
#include "console/panes/journal.h"

#include "console/cells/table.h"
#include "console/cells/text.h"
#include "console/model/op_words.h"
#include "console/panes/draw.h"
#include "console/panes/wrap.h"
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

/* Whom it is about: "Sales DE: ". */
static void begin_with(const struct scene *scene, const char *site, const char *queue,
                       const char *agent, struct journal_words *words)
{
    words_print(words->what, sizeof words->what, "%s%s%s%s",
             *queue ? draw_queue_name(scene, site, queue) : "", *queue && *agent ? ", " : "", agent,
             *queue || *agent ? ": " : "");
}

/* What came of an own measure: those who waited as it was asked for, and the last that is known. */
static void say_effect(const struct scene *scene, const char *request, struct journal_words *words)
{
    static const int minutes[EFFECT_SAMPLES] = {0, 1, 5, 15};
    const struct effect *effect = effects_find(scene->ui->effects, request);
    int last = effect ? effect->taken - 1 : 0;
    if (last < 1 || effect->at[0].waiting.is != ACD_FIGURE_VALUE ||
        effect->at[last].waiting.is != ACD_FIGURE_VALUE)
        return;
    words_add(words->outcome, sizeof words->outcome, _(", waiting %.0f, %.0f after %d min"),
              effect->at[0].waiting.value, effect->at[last].waiting.value, minutes[last]);
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
    const char *text = known(event, ACD_EVENT_TEXT, event->text);
    begin_with(scene, from->site->id, queue, person ? board_agent_name(person) : agent, words);
    words_add(words->what, sizeof words->what, "%s%s%s", *op ? op_words(op) : words_of(type),
              !*text ? "" : *op ? " " : ": ", text);
    words_print(words->outcome, sizeof words->outcome, "%s%s%s", words_of(status), *status && *why ? ": " : "", why);
    say_effect(scene, known(event, ACD_EVENT_REQUEST, event->request), words);
}

static void say_request(const struct scene *scene, const struct request_entry *request,
                        struct journal_words *words)
{
    const struct board_agent *person =
        *request->agent ? board_agent(scene->board, request->site, request->agent) : NULL;
    words->site = request->site;
    words->by = scene->ui->by;
    words->role = draw_request_role(request->state);
    begin_with(scene, request->site, request->queue,
               person ? board_agent_name(person) : request->agent, words);
    words_add(words->what, sizeof words->what, "%s", request->words);
    words_print(words->outcome, sizeof words->outcome, "%s%s%s", draw_request_word(request->state),
             *request->why ? ": " : "", request->why);
    say_effect(scene, request->id, words);
}

void journal_say(const struct scene *scene, const struct journal_line *line, struct journal_words *words)
{
    *words = (struct journal_words){.role = ROLE_NORMAL, .site = "", .by = ""};
    if (line->event)
        say_event(scene, line->event, words);
    else
        say_request(scene, line->request, words);
}

/* Where the words of a line stand: side by side in their columns where they fit, else behind each
 * other, else below each other. */
struct place {
    int what_cols, outcome_cols, all_cols;
};

/* How many lines a text takes, and the columns of the last of them. */
static int wrapped_lines(const char *text, int cols, int *last_cols)
{
    int n = 0;
    for (*last_cols = 0; *text; n++) {
        *last_cols = text_cols(text);
        text += wrap_bytes(text, cols);
        text += strspn(text, " ");
    }
    return n;
}

static bool stands_beside(const struct place *place, const struct journal_words *words)
{
    return text_cols(words->what) <= place->what_cols &&
           text_cols(words->outcome) <= place->outcome_cols;
}

/* Too long for the columns, yet one line holds it. */
static bool stands_behind(const struct place *place, const struct journal_words *words)
{
    return text_cols(words->what) + 2 + text_cols(words->outcome) <= place->all_cols;
}

static int lines_of(const struct place *place, const struct journal_words *words)
{
    if (stands_beside(place, words) || stands_behind(place, words))
        return 1;
    int last, unused, n = wrapped_lines(words->what, place->all_cols, &last);
    bool behind = last + 2 + text_cols(words->outcome) <= place->all_cols;
    return n + (behind ? 0 : wrapped_lines(words->outcome, place->all_cols, &unused));
}

static int draw_wrapped(struct area area, int row, enum role role, const char *text)
{
    for (; *text && area.cols > 0; row++) {
        char part[sizeof((struct journal_words *)0)->what];
        int bytes = wrap_bytes(text, area.cols);
        snprintf(part, sizeof part, "%.*s", bytes, text);
        if (row >= 0)
            area_text(area, row, 0, role, part);
        text += bytes;
        text += strspn(text, " ");
    }
    return row;
}

static void draw_line(const struct scene *scene, struct area area, int row,
                      const struct table_layout *layout, const struct place *place,
                      const struct journal_words *words, int64_t at_ms)
{
    char clock[16];
    draw_clock(clock, sizeof clock, scene, scene->now_ms - at_ms);
    if (row >= 0) {
        table_cell(area, row, layout, columns, COLUMN_TIME, ROLE_FAINT, clock);
        table_cell(area, row, layout, columns, COLUMN_SITE, ROLE_FAINT, words->site);
        table_cell(area, row, layout, columns, COLUMN_BY, ROLE_NORMAL, words->by);
    }
    if (stands_beside(place, words)) {
        table_cell(area, row, layout, columns, COLUMN_WHAT, ROLE_NORMAL, words->what);
        table_cell(area, row, layout, columns, COLUMN_OUTCOME, words->role, words->outcome);
        return;
    }
    struct area room = area_part(area, 0, layout->col[COLUMN_WHAT], area.rows, place->all_cols);
    if (stands_behind(place, words)) {
        int col = area_text(room, row, 0, ROLE_NORMAL, words->what);
        area_text(room, row, col + 2, words->role, words->outcome);
        return;
    }
    int last;
    wrapped_lines(words->what, place->all_cols, &last);
    row = draw_wrapped(room, row, ROLE_NORMAL, words->what);
    if (last + 2 + text_cols(words->outcome) > place->all_cols)
        draw_wrapped(room, row, words->role, words->outcome);
    else if (row > 0)
        area_text(room, row - 1, last + 2, words->role, words->outcome);
}

/* Draws from line `top` on; returns how many lines there are.  With no rows it only counts. */
static int draw_lines(const struct scene *scene, struct area area, const struct table_layout *layout,
                      int top, int rows)
{
    struct journal_line lines[JOURNAL_LINES];
    int n = journal_fill(scene->board, scene->ui->requests, lines, JOURNAL_LINES), line = 0;
    struct place place = {
        .what_cols = layout->cols[COLUMN_WHAT],
        .outcome_cols = layout->cols[COLUMN_OUTCOME],
        .all_cols = area.cols - layout->col[COLUMN_WHAT],
    };
    for (int i = 0; i < n; i++) {
        struct journal_words words;
        journal_say(scene, &lines[i], &words);
        int height = place.all_cols > 0 ? lines_of(&place, &words) : 1;
        if (line + height > top && line < top + rows)
            draw_line(scene, area, line - top, layout, &place, &words, lines[i].at_ms);
        line += height;
    }
    return line;
}

void pane_journal(const struct scene *scene, struct area area)
{
    struct area table = area_part(area, 1, 2, area.rows - 2, area.cols - 4);
    struct area body = area_part(table, 1, 0, table.rows - 1, table.cols);
    struct ui_extent *extent = &scene->ui->extent[VIEW_JOURNAL];
    char position[40];
    struct table_layout layout;
    table_fit(&layout, columns, COLUMNS, table.cols);
    int n = draw_lines(scene, body, &layout, 0, 0);
    int top = draw_scroll(extent, body, n, -1);
    draw_position(position, sizeof position, extent, n);
    area_box(area, ROLE_FRAME, _("Journal, newest first"), *position ? position : NULL);
    table_heading(table, 0, &layout, columns);
    draw_lines(scene, body, &layout, top, body.rows);
    if (n == 0)
        area_text(body, 0, 0, ROLE_FAINT, _("Nothing has happened since this console started."));
}
