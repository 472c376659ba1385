/* What several panes draw alike.  Knows words and roles, no layout of any pane. */
#include "console/panes/draw.h"

#include "console/model/op_words.h"

#include "console/cells/text.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum role draw_tier_role(int tier)
{
    switch (tier) {
    case TIER_CALM:
        return ROLE_CALM;
    case TIER_QUEUE:
        return ROLE_TIER1;
    case TIER_LONG:
        return ROLE_TIER2;
    case TIER_BEYOND:
        return ROLE_TIER3;
    default:
        return ROLE_UNKNOWN;
    }
}

const char *draw_tier_sign(char *out, size_t bytes, int tier, bool ascii)
{
    if (tier == TIER_UNKNOWN)
        words_print(out, bytes, " %s", glyph_text(ascii, GLYPH_UNKNOWN));
    else if (tier == TIER_CALM)
        words_print(out, bytes, "%s%s", ascii ? "" : " ",
                    ascii ? "ok" : glyph_text(ascii, GLYPH_CALM));
    else
        words_print(out, bytes, "%s%d", glyph_text(ascii, GLYPH_TIER), tier);
    return out;
}

/* Words short enough for a tile, and the role of each state. */
static const struct {
    const char *word;
    enum role role;
} states[ACD_STATES] = {
    [ACD_STATE_OFFLINE] = {N_("off"), ROLE_OFFLINE},
    [ACD_STATE_AVAILABLE] = {N_("free"), ROLE_AVAILABLE},
    [ACD_STATE_RINGING] = {N_("ring"), ROLE_RINGING},
    [ACD_STATE_TALKING] = {N_("talk"), ROLE_TALKING},
    [ACD_STATE_HOLD] = {N_("hold"), ROLE_TALKING},
    [ACD_STATE_ACW] = {N_("acw"), ROLE_ACW},
    [ACD_STATE_OUTBOUND] = {N_("out"), ROLE_TALKING},
    [ACD_STATE_PAUSED] = {N_("pause"), ROLE_PAUSED},
};

enum role draw_state_role(int state)
{
    return state >= 0 && state < ACD_STATES ? states[state].role : ROLE_UNKNOWN;
}

const char *draw_state_word(int state)
{
    return state >= 0 && state < ACD_STATES ? words_of(states[state].word) : "?";
}

static const struct {
    const char *word;
    enum role role;
} request_states[] = {
    [REQUEST_ASKED] = {N_("asked"), ROLE_PENDING},
    [REQUEST_ACCEPTED] = {N_("accepted"), ROLE_PENDING},
    [REQUEST_DONE] = {N_("done"), ROLE_DONE},
    [REQUEST_REFUSED] = {N_("refused"), ROLE_REFUSED},
    [REQUEST_NO_ANSWER] = {N_("no answer"), ROLE_REFUSED},
};

enum role draw_request_role(enum request_state state)
{
    return request_states[state].role;
}

const char *draw_request_word(enum request_state state)
{
    return words_of(request_states[state].word);
}

const char *draw_kpi(char *out, const struct acd_figure *figure, enum kpi kpi, bool ascii)
{
    /* Nobody waits, so nobody waits longest: no figure is missing. */
    if (kpi == KPI_LONGEST && figure->is == ACD_FIGURE_UNDEFINED)
        return strcpy(out, glyph_text(ascii, GLYPH_DASH));
    if (kpi_kinds[kpi].unit == KPI_UNIT_SHARE)
        return text_percent(out, *figure, kpi == KPI_ABANDON_RATE ? 1 : 0, ascii);
    if (kpi_kinds[kpi].unit == KPI_UNIT_MS)
        return text_figure_ms(out, *figure, ascii);
    if (figure->is == ACD_FIGURE_VALUE)
        return text_count(out, (int64_t)figure->value);
    return strcpy(out, figure->is == ACD_FIGURE_UNDEFINED ? _("n/a") : glyph_text(ascii, GLYPH_DASH));
}

enum role draw_figure_role(const struct acd_figure *figure, enum role role)
{
    return figure->is == ACD_FIGURE_VALUE ? role
           : figure->is == ACD_FIGURE_UNDEFINED ? ROLE_FAINT : ROLE_UNKNOWN;
}

const char *draw_duty(char *out, size_t bytes, const struct figures *figures, bool ascii)
{
    char duty[TEXT_FIGURE_BYTES], staffed[TEXT_FIGURE_BYTES];
    if (figures->kpi[KPI_ON_DUTY].is != ACD_FIGURE_VALUE) {
        words_print(out, bytes, "%s", glyph_text(ascii, GLYPH_DASH));
        return out;
    }
    words_print(out, bytes, "%s/%s", draw_kpi(duty, &figures->kpi[KPI_ON_DUTY], KPI_ON_DUTY, ascii),
             draw_kpi(staffed, &figures->kpi[KPI_STAFFED], KPI_STAFFED, ascii));
    return out;
}

const char *draw_queue_name(const struct scene *scene, const char *site, const char *id)
{
    const struct board_queue *queue = board_queue(scene->board, site, id);
    return queue ? board_queue_name(queue) : id;
}

const char *draw_measure(char *out, size_t bytes, const struct scene *scene,
                         const struct board_queue *queue, const struct acd_measure *measure,
                         bool ascii, int cols)
{
    char left[TEXT_FIGURE_BYTES] = "";
    int64_t left_ms = measure->left_ms - (scene->now_ms - queue->told_ms);
    if (ACD_KNOWN(measure, ACD_MEASURE_LEFT))
        text_duration(left, left_ms > 0 ? left_ms : 0);
    const char *to = ACD_KNOWN(measure, ACD_MEASURE_TO)
                         ? draw_queue_name(scene, queue->site->id, measure->to)
                         : "";
    const char *op = ACD_KNOWN(measure, ACD_MEASURE_OP) ? op_words(measure->op) : _("measure");
    words_print(out, bytes, "%s%s%s%s%s", op, *to ? glyph_text(ascii, GLYPH_ARROW) : "", to,
                *left ? " " : "", left);
    if (text_cols(out) > cols)
        words_print(out, bytes, "%s%s%s", op, *left ? " " : "", left);
    return out;
}

const char *draw_clock(char *out, size_t bytes, const struct scene *scene, int64_t ms_ago)
{
    time_t local = (time_t)((scene->wall_ms - ms_ago) / 1000 + scene->utc_offset_s);
    struct tm parts;
    gmtime_r(&local, &parts);
    strftime(out, bytes, "%H:%M:%S", &parts);
    return out;
}

const char *draw_target(char *out, size_t bytes, const struct figures *figures)
{
    char answer[TEXT_FIGURE_BYTES];
    *out = 0;
    if (figures->answer_ms.is != ACD_FIGURE_VALUE)
        return out;
    text_duration_coarse(answer, (int64_t)figures->answer_ms.value);
    if (figures->level.is == ACD_FIGURE_VALUE)
        words_print(out, bytes, _("%.0f %% in %s"), figures->level.value * 100, answer);
    else
        words_print(out, bytes, _("in %s"), answer);
    return out;
}

static const struct {
    const char *words, *shortly;
} formulas[ACD_FORMULAS] = {
    [ACD_FORMULA_HANDLED] = {N_("of the answered"), N_("handled")},
    [ACD_FORMULA_IGNORE] = {N_("abandoned in time left out"), N_("ignore")},
    [ACD_FORMULA_NEGATIVE] = {N_("abandoned count as missed"), N_("neg")},
    [ACD_FORMULA_POSITIVE] = {N_("abandoned in time count as met"), N_("pos")},
    [ACD_FORMULA_SHORT] = {N_("short abandons left out"), N_("short")},
};

const char *draw_formula_words(int formula)
{
    return formula >= 0 && formula < ACD_FORMULAS ? words_of(formulas[formula].words) : _("formula unknown");
}

const char *draw_formula_short(int formula)
{
    return formula >= 0 && formula < ACD_FORMULAS ? words_of(formulas[formula].shortly) : "?";
}

const char *draw_op_key(const struct scene *scene, enum acd_op op, char *out, size_t bytes)
{
    for (int i = 0; i < ACTIONS; i++)
        if (action_kinds[i].op == (int)op)
            return keymap_first(scene->ui->keymap, (enum action)i, out, bytes);
    return strcpy(out, "");
}

int draw_scroll(struct ui_extent *extent, struct area rows, int n, int selected)
{
    extent->rows = rows.rows;
    extent->first_screen_row = rows.row;
    extent->first_screen_col = rows.col;
    if (selected >= 0 && selected < extent->top)
        extent->top = selected;
    if (selected >= extent->top + rows.rows)
        extent->top = selected - rows.rows + 1;
    if (extent->top > n - rows.rows)
        extent->top = n - rows.rows;
    if (extent->top < 0)
        extent->top = 0;
    return extent->top;
}

const char *draw_position(char *out, size_t bytes, const struct ui_extent *extent, int n)
{
    int last = extent->top + extent->rows;
    *out = 0;
    if (n > extent->rows)
        words_print(out, bytes, _("%d-%d of %d"), extent->top + 1, last < n ? last : n, n);
    return out;
}
