/* The queues, worst first: one row each, every figure in a column of its own that never moves. */
#include "console/cells/chart.h"
#include "console/cells/table.h"
#include "console/cells/text.h"
#include "console/model/op_words.h"
#include "console/panes/draw.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>

enum {
    COLUMN_TIER, COLUMN_NAME, COLUMN_WAITING, COLUMN_LONGEST, COLUMN_LEVEL, COLUMN_SAMPLE, COLUMN_ASA,
    COLUMN_ABANDON, COLUMN_AHT, COLUMN_DUTY, COLUMN_FREE, COLUMN_TREND, COLUMN_MEASURES, COLUMNS
};

/* One waiting contact is not to look like a peak. */
enum { TREND_TOP_LEAST = 6 };

static const struct column columns[COLUMNS] = {
    [COLUMN_TIER] = {"", 2, 2, 0, false},
    [COLUMN_NAME] = {N_("queue"), 12, 24, 0, false},
    [COLUMN_WAITING] = {N_("wait"), 4, 5, 0, true},
    [COLUMN_LONGEST] = {N_("longest"), 7, 8, 0, true},
    [COLUMN_LEVEL] = {N_("SL"), 5, 7, 0, true},
    [COLUMN_SAMPLE] = {N_("n"), 4, 5, 3, true},
    [COLUMN_ASA] = {N_("ASA"), 5, 6, 4, true},
    [COLUMN_ABANDON] = {N_("aband"), 6, 6, 2, true},
    [COLUMN_AHT] = {N_("AHT"), 5, 6, 6, true},
    [COLUMN_DUTY] = {N_("on duty"), 7, 8, 0, true},
    [COLUMN_FREE] = {N_("free"), 4, 5, 0, true},
    [COLUMN_TREND] = {N_("trend 30 min"), 12, 20, 5, false},
    [COLUMN_MEASURES] = {N_("measures"), 14, 40, 1, false},
};

/* "SL 80/20 neg" where all rows share target and formula, else "SL". */
static void level_heading(const struct queue_row *rows, int n, char *out, size_t bytes)
{
    const struct figures *first = NULL;
    words_print(out, bytes, "%s", _("SL"));
    for (int i = 0; i < n; i++) {
        const struct figures *figures = &rows[i].figures;
        if (!rows[i].queue || figures->answer_ms.is != ACD_FIGURE_VALUE)
            continue;
        if (!first)
            first = figures;
        if (figures->formula != first->formula || figures->answer_ms.value != first->answer_ms.value ||
            figures->level.value != first->level.value)
            return;
    }
    if (first && first->level.is == ACD_FIGURE_VALUE)
        words_print(out, bytes, _("SL %.0f/%.0f %s"), first->level.value * 100,
                 first->answer_ms.value / 1000, draw_formula_short(first->formula));
}

static void draw_heading(struct area area, const struct table_layout *layout,
                         const struct queue_row *rows, int n)
{
    char level[40];
    table_heading(area, 0, layout, columns);
    level_heading(rows, n, level, sizeof level);
    int end = layout->col[COLUMN_LEVEL] + layout->cols[COLUMN_LEVEL];
    int room = end - layout->col[COLUMN_LONGEST] - layout->cols[COLUMN_LONGEST] - 1;
    int cols = text_cols(level);
    /* It may reach over the blank beside it and the sample's column, which it explains. */
    if (layout->cols[COLUMN_SAMPLE] && cols > room) {
        area_field(area, 0, end - layout->cols[COLUMN_LEVEL], 5 + layout->cols[COLUMN_SAMPLE] + 3,
                   ROLE_HEADER, level);
    } else if (cols <= room) {
        area_text(area, 0, end - cols, ROLE_HEADER, level);
    }
}

struct pen { /* where a row is drawn */
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

static void put_kpi(const struct pen *pen, int column, const struct figures *figures, enum kpi kpi,
                    enum role role)
{
    char text[TEXT_FIGURE_BYTES];
    const struct acd_figure *figure = &figures->kpi[kpi];
    put(pen, column, draw_figure_role(figure, role), draw_kpi(text, figure, kpi, pen->ascii));
}

static void put_sample(const struct pen *pen, const struct figures *figures)
{
    const struct acd_figure *level = &figures->kpi[KPI_SERVICE_LEVEL];
    char text[TEXT_FIGURE_BYTES];
    if (level->is == ACD_FIGURE_VALUE)
        put(pen, COLUMN_SAMPLE, ROLE_FAINT, text_count(text, level->sample));
}

static enum role level_role(const struct figures *figures)
{
    const struct acd_figure *level = &figures->kpi[KPI_SERVICE_LEVEL];
    bool missed = level->is == ACD_FIGURE_VALUE && figures->level.is == ACD_FIGURE_VALUE &&
                  level->value < figures->level.value;
    return missed ? ROLE_STRONG : ROLE_NORMAL;
}

static void put_figures(const struct pen *pen, const struct figures *figures, enum role role)
{
    char text[32];
    put_kpi(pen, COLUMN_WAITING, figures, KPI_WAITING, role);
    put_kpi(pen, COLUMN_LONGEST, figures, KPI_LONGEST, role);
    put_kpi(pen, COLUMN_LEVEL, figures, KPI_SERVICE_LEVEL, level_role(figures));
    put_sample(pen, figures);
    put_kpi(pen, COLUMN_ASA, figures, KPI_ASA, ROLE_NORMAL);
    put_kpi(pen, COLUMN_ABANDON, figures, KPI_ABANDON_RATE, ROLE_NORMAL);
    put_kpi(pen, COLUMN_AHT, figures, KPI_AHT, ROLE_NORMAL);
    put(pen, COLUMN_DUTY, draw_figure_role(&figures->kpi[KPI_ON_DUTY], ROLE_NORMAL),
        draw_duty(text, sizeof text, figures, pen->ascii));
    put_kpi(pen, COLUMN_FREE, figures, KPI_FREE, ROLE_NORMAL);
}

static void put_trend(const struct pen *pen, const struct board_queue *queue)
{
    double points[TREND_POINTS];
    int cols = pen->layout->cols[COLUMN_TREND];
    if (cols == 0)
        return;
    int n = cols < TREND_POINTS ? cols : TREND_POINTS;
    trend_read(&queue->trend, pen->scene->now_ms, n, points);
    /* Before this console first saw the queue there is nothing; only later holes are gaps. */
    int first = 0;
    while (first < n && points[first] < 0)
        first++;
    double top = TREND_TOP_LEAST;
    for (int i = first; i < n; i++)
        top = points[i] > top ? points[i] : top;
    chart_trend(pen->area, pen->row, pen->layout->col[COLUMN_TREND], cols, points + first, n - first, top);
}

/* What is most worth saying at the end of the row: silence, then what was asked for, then measures. */
static void put_measures(const struct pen *pen, const struct board_queue *queue)
{
    const struct scene *scene = pen->scene;
    char text[DRAW_BYTES], words[DRAW_BYTES + 32];
    const struct request_entry *asked = requests_of(scene->ui->requests, queue->site->id,
                                                    queue->told->id, "", scene->now_ms, 30000);
    if (!board_queue_live(queue)) {
        bool stale = queue->site->state.link == ACD_LINK_STALE && queue->site->state.stale_since_ms >= 0;
        words_print(words, sizeof words, "%s%s",
                    stale                                           ? _("stale ")
                    : queue->site->state.link == ACD_LINK_SILENT ? _("no heartbeat")
                                                                 : _("not told anew"),
                    stale ? text_duration(text, board_site_age_ms(queue->site, scene->now_ms)) : "");
        put(pen, COLUMN_MEASURES, ROLE_UNKNOWN, words);
    } else if (asked) {
        words_print(words, sizeof words, _("%s: %s"), draw_request_word(asked->state), asked->words);
        if (text_cols(words) > pen->layout->cols[COLUMN_MEASURES] && asked->op >= 0)
            words_print(words, sizeof words, "%s %s", draw_request_word(asked->state),
                        op_words(acd_names_word(&acd_op_names, asked->op)));
        put(pen, COLUMN_MEASURES, draw_request_role(asked->state), words);
    } else if (queue->told->n_measures > 0) {
        char more[16] = "";
        if (queue->told->n_measures > 1)
            words_print(more, sizeof more, " +%u", queue->told->n_measures - 1);
        draw_measure(text, sizeof text, scene, queue, &queue->told->measures[0], pen->ascii,
                     pen->layout->cols[COLUMN_MEASURES] - text_cols(more));
        words_print(words, sizeof words, "%s%s", text, more);
        put(pen, COLUMN_MEASURES, ROLE_MEASURE, words);
    } else if (ACD_KNOWN(queue->told, ACD_QUEUE_OPEN) && !queue->told->open) {
        put(pen, COLUMN_MEASURES, ROLE_MEASURE, _("closed"));
    }
}

static void put_queue(const struct pen *pen, const struct queue_row *row)
{
    char sign[16];
    int tier = board_queue_live(row->queue) ? row->queue->verdict.tier : TIER_UNKNOWN;
    enum role role = draw_tier_role(tier);
    put(pen, COLUMN_TIER, role, draw_tier_sign(sign, sizeof sign, tier, pen->ascii));
    put(pen, COLUMN_NAME, tier >= TIER_LONG ? ROLE_STRONG : tier < 0 ? ROLE_UNKNOWN : ROLE_NORMAL,
        board_queue_name(row->queue));
    put_figures(pen, &row->figures, tier > TIER_CALM ? role : ROLE_NORMAL);
    put_trend(pen, row->queue);
    put_measures(pen, row->queue);
}

static void put_total(const struct pen *pen, const struct queue_row *row)
{
    char name[DRAW_BYTES];
    words_print(name, sizeof name, "%s (%d)", *row->group ? row->group : _("no group"), row->n_queues);
    put(pen, COLUMN_NAME, ROLE_TITLE, name);
    put_figures(pen, &row->figures, ROLE_STRONG);
}

static void say_nothing_here(const struct scene *scene, struct area area)
{
    const char *words = *scene->ui->filter ? _("No queue matches the filter. Press / to change it.")
                        : board_sites(scene->board) == 0
                            ? _("Nothing has been heard yet. The board fills as soon as a feed speaks.")
                            : _("No queue has been told of yet.");
    area_text(area, 1, 2, ROLE_FAINT, words);
}

static void draw_note(const struct scene *scene, const struct queue_row *rows, int n, char *out,
                      size_t bytes)
{
    static const char *const spans[SPANS] = {N_("window"), N_("interval"), N_("day")};
    char position[40], length[TEXT_FIGURE_BYTES] = "";
    for (int i = 0; i < n && !*length; i++)
        if (ACD_KNOWN(&rows[i].figures.tally, ACD_TALLY_SPAN))
            words_print(length, sizeof length, _(" %lld min"),
                     (long long)(rows[i].figures.tally.span_ms / 60000));
    draw_position(position, sizeof position, &scene->ui->extent[VIEW_QUEUES], n);
    int all = board_queues(scene->board);
    if (!*position)
        words_print(position, sizeof position, _("%d of %d"), n < all ? n : all, all);
    words_print(out, bytes, _("%s, %s%s"), position, words_of(spans[scene->ui->look.span]),
             scene->ui->look.span == SPAN_WINDOW ? length : "");
}

static void draw_title(const struct scene *scene, char *out, size_t bytes)
{
    enum queue_sort sort = scene->ui->look.queue_sort;
    if (sort == QUEUE_SORT_WORST)
        words_print(out, bytes, "%s", _("Queues, worst first"));
    else
        words_print(out, bytes, _("Queues by %s"), words_of(queue_sort_names.names[sort]));
    if (*scene->ui->filter) {
        size_t used = strlen(out);
        words_print(out + used, bytes - used, " /%s", scene->ui->filter);
    }
}

void pane_queues(const struct scene *scene, struct area area)
{
    int n;
    const struct queue_row *rows = roster_queues(scene->roster, &n);
    struct ui_world world = {scene->board, scene->roster, scene->now_ms, scene->wall_ms};
    struct area inside = area_part(area, 1, 1, area.rows - 2, area.cols - 2);
    struct area body = area_part(inside, 1, 0, inside.rows - 1, inside.cols);
    int selected = scene->ui->view == VIEW_QUEUES || scene->ui->view == VIEW_QUEUE
                       ? ui_selected_row(scene->ui, &world) : -1;
    int top = draw_scroll(&scene->ui->extent[VIEW_QUEUES], body, n, selected);

    char title[DRAW_BYTES], note[DRAW_BYTES];
    draw_title(scene, title, sizeof title);
    draw_note(scene, rows, n, note, sizeof note);
    area_box(area, ROLE_FRAME, title, note);
    struct table_layout layout;
    struct area table = area_part(inside, 0, 1, inside.rows, inside.cols - 2);
    table_fit(&layout, columns, COLUMNS, table.cols);
    draw_heading(table, &layout, rows, n);
    if (n == 0)
        say_nothing_here(scene, body);
    for (int i = top; i < n && i - top < body.rows; i++) {
        struct pen pen = {scene, table, &layout, i - top + 1, area.grid->ascii};
        if (rows[i].queue)
            put_queue(&pen, &rows[i]);
        else
            put_total(&pen, &rows[i]);
        if (i == selected)
            area_ground(body, i - top, 0, body.cols, ROLE_SELECTED);
    }
}
