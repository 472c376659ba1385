/* Every figure of the selected queue over window, interval and day side by side, so that nobody takes
 * one span for another. */
#include "console/cells/text.h"
#include "console/panes/draw.h"
#include "console/words.h"

#include <stdio.h>

enum { LABEL_COLS = 20, FIGURE_COLS = 10 };

/* Counts straight from the tally, beside the KPIs. */
static const struct {
    const char *label;
    int field;
    size_t offset;
} counts[] = {
    {N_("answered in time"), ACD_TALLY_ANSWERED_IN, offsetof(struct acd_tally, answered_in)},
    {N_("short abandons"), ACD_TALLY_ABANDONED_SHORT, offsetof(struct acd_tally, abandoned_short)},
    {N_("overflowed in"), ACD_TALLY_OVERFLOW_IN, offsetof(struct acd_tally, overflow_in)},
    {N_("overflowed out"), ACD_TALLY_OVERFLOW_OUT, offsetof(struct acd_tally, overflow_out)},
    {N_("call-backs"), ACD_TALLY_CALLBACK, offsetof(struct acd_tally, callback)},
    {N_("transferred"), ACD_TALLY_TRANSFERRED, offsetof(struct acd_tally, transferred)},
    {N_("blocked"), ACD_TALLY_BLOCKED, offsetof(struct acd_tally, blocked)},
};
static const struct {
    enum kpi kpi;
    const char *label;
} shown[] = {
    {KPI_SERVICE_LEVEL, N_("service level")}, {KPI_OFFERED, N_("offered")},
    {KPI_ANSWERED, N_("answered")},           {KPI_ABANDONED, N_("abandoned")},
    {KPI_ABANDON_RATE, N_("abandonment")},    {KPI_ABANDON_AVG, N_("time to abandon")},
    {KPI_ASA, N_("speed of answer")},         {KPI_AHT, N_("handling time")},
};

static void draw_head(struct area area, const struct figures figures[SPANS])
{
    static const char *const names[SPANS] = {N_("window"), N_("interval"), N_("day")};
    char words[64];
    for (int span = 0; span < SPANS; span++) {
        const struct acd_tally *tally = &figures[span].tally;
        words_print(words, sizeof words, "%s", names[span]);
        if (span == SPAN_WINDOW && ACD_KNOWN(tally, ACD_TALLY_SPAN))
            words_print(words, sizeof words, _("%lld min"), (long long)(tally->span_ms / 60000));
        area_field_right(area, 0, LABEL_COLS + span * FIGURE_COLS, FIGURE_COLS, ROLE_HEADER, words);
    }
}

static void draw_row(struct area area, int row, const char *label, const struct figures figures[SPANS],
                     enum kpi kpi)
{
    char text[TEXT_FIGURE_BYTES];
    area_field(area, row, 0, LABEL_COLS, ROLE_FAINT, label);
    for (int span = 0; span < SPANS; span++) {
        const struct acd_figure *figure = &figures[span].kpi[kpi];
        area_field_right(area, row, LABEL_COLS + span * FIGURE_COLS, FIGURE_COLS,
                         draw_figure_role(figure, ROLE_NORMAL),
                         draw_kpi(text, figure, kpi, area.grid->ascii));
    }
}

static void draw_count(struct area area, int row, size_t which, const struct figures figures[SPANS])
{
    char text[TEXT_FIGURE_BYTES];
    area_field(area, row, 0, LABEL_COLS, ROLE_FAINT, counts[which].label);
    for (int span = 0; span < SPANS; span++) {
        const struct acd_tally *tally = &figures[span].tally;
        bool known = ACD_KNOWN(tally, counts[which].field);
        int64_t count = *(const int64_t *)(const void *)((const char *)tally + counts[which].offset);
        area_field_right(area, row, LABEL_COLS + span * FIGURE_COLS, FIGURE_COLS,
                         known ? ROLE_NORMAL : ROLE_UNKNOWN,
                         known ? text_count(text, count) : glyph_text(area.grid->ascii, GLYPH_DASH));
    }
}

static void draw_formula(struct area area, int row, const struct figures *figures)
{
    char target[96];
    draw_target(target, sizeof target, figures);
    area_print(area, row, 0, ROLE_FAINT, _("service level: %s%s%s"), draw_formula_words(figures->formula),
               *target ? _(", target ") : "", target);
}

void pane_spans(const struct scene *scene, struct area area)
{
    const struct board_queue *queue =
        board_queue(scene->board, scene->ui->queue.site, scene->ui->queue.id);
    struct area inside = area_part(area, 1, 2, area.rows - 2, area.cols - 4);
    area_box(area, ROLE_FRAME, _("Figures"), NULL);
    if (!queue)
        return;
    struct figures figures[SPANS];
    for (int span = 0; span < SPANS; span++)
        figures_of_queue(&figures[span], queue, (enum span)span, scene->now_ms, scene->wall_ms);
    draw_head(inside, figures);
    int row = 1;
    for (size_t i = 0; i < ACD_COUNT_OF(shown); i++)
        draw_row(inside, row++, shown[i].label, figures, shown[i].kpi);
    for (size_t i = 0; i < ACD_COUNT_OF(counts) && row < inside.rows - 1; i++)
        draw_count(inside, row++, i, figures);
    draw_formula(inside, inside.rows - 1 < row ? inside.rows - 1 : row, &figures[SPAN_WINDOW]);
}
