/* The selected queue under the list: why it is in its tier, who waits, who works, what counts. */
#include "console/model/advice.h"

#include "console/cells/chart.h"
#include "console/cells/text.h"
#include "console/panes/draw.h"
#include "console/panes/line.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>

static void title(const struct scene *scene, const struct board_queue *queue, char *out, size_t bytes)
{
    char since[16];
    const struct verdict *verdict = &queue->verdict;
    const char *name = board_queue_name(queue);
    if (!board_queue_live(queue)) {
        words_print(out, bytes, _("%s: unknown, its data is not live"), name);
        return;
    }
    draw_clock(since, sizeof since, scene, scene->now_ms - verdict->since_ms);
    if (verdict->tier > TIER_CALM)
        words_print(out, bytes, _("%s, tier %d since %s: %s"), name, verdict->tier, since,
                 *verdict->why ? verdict->why : words_of(tier_word(verdict->tier)));
    else
        words_print(out, bytes, _("%s, %s since %s"), name, words_of(tier_word(verdict->tier)), since);
}

static void say_agents(struct line *line, const struct figures *figures)
{
    static const int order[] = {ACD_STATE_TALKING, ACD_STATE_HOLD, ACD_STATE_RINGING, ACD_STATE_ACW,
                                ACD_STATE_OUTBOUND, ACD_STATE_PAUSED, ACD_STATE_AVAILABLE};
    for (size_t i = 0; i < ACD_COUNT_OF(order); i++) {
        int state = order[i];
        bool known = figures->agents.known & ACD_BIT(state);
        int64_t count = figures->agents.count[state];
        if (known && (count > 0 || state == ACD_STATE_AVAILABLE))
            line_say(line, draw_state_role(state), "  %s %lld", draw_state_word(state), (long long)count);
    }
    if (!figures->agents.known)
        line_say(line, ROLE_UNKNOWN, _("agents unknown"));
}

static void draw_waiting(struct line line, const struct figures *figures)
{
    bool ascii = line.area.grid->ascii;
    const struct acd_figure *waiting = &figures->kpi[KPI_WAITING];
    const struct acd_figure *past = &figures->past_target;
    char text[TEXT_FIGURE_BYTES];
    line_say(&line, ROLE_FAINT, _("waiting  "));
    int bar = line.area.cols / 4;
    if (waiting->is == ACD_FIGURE_VALUE) {
        double within = past->is == ACD_FIGURE_VALUE ? waiting->value - past->value : waiting->value;
        double top = waiting->value > bar ? waiting->value : bar;
        int drawn = (int)(waiting->value / top * bar + 0.999);
        chart_bar(line.area, line.row, line.col, drawn, waiting->value, waiting->value, within);
        line.col += drawn + (drawn > 0);
    }
    line_say(&line, draw_figure_role(waiting, ROLE_STRONG), "%s",
        draw_kpi(text, waiting, KPI_WAITING, ascii));
    line.col = bar + 14 > line.col + 1 ? bar + 14 : line.col + 1;
    say_agents(&line, figures);
}

static void draw_oldest(struct line line, const struct scene *scene, const struct board_queue *queue,
                        const struct figures *figures)
{
    const struct acd_queue *told = queue->told;
    int64_t elapsed_ms = scene->now_ms - queue->told_ms;
    char wait[TEXT_FIGURE_BYTES];
    line_say(&line, ROLE_FAINT, _("oldest   "));
    if (told->n_calls == 0)
        line_say(&line, draw_figure_role(&figures->kpi[KPI_LONGEST], ROLE_NORMAL), "%s  ",
            draw_kpi(wait, &figures->kpi[KPI_LONGEST], KPI_LONGEST, line.area.grid->ascii));
    for (uint32_t i = 0; i < told->n_calls && line.col < line.area.cols - 22; i++) {
        int64_t wait_ms = told->calls[i].wait_ms + elapsed_ms;
        bool past = figures->answer_ms.is == ACD_FIGURE_VALUE && wait_ms > figures->answer_ms.value;
        line_say(&line, past ? ROLE_STRONG : ROLE_NORMAL, "%s  ", text_duration(wait, wait_ms));
        if (line.col >= line.area.cols - 22 && i + 1 < told->n_calls)
            line_say(&line, ROLE_FAINT, "%s  ", glyph_text(line.area.grid->ascii, GLYPH_ELLIPSIS));
    }
    if (figures->past_target.is == ACD_FIGURE_VALUE && figures->answer_ms.is == ACD_FIGURE_VALUE &&
        figures->kpi[KPI_LONGEST].is == ACD_FIGURE_VALUE)
        line_say(&line, ROLE_FAINT, _("past %s: %.0f"),
            text_duration_coarse(wait, (int64_t)figures->answer_ms.value), figures->past_target.value);
}

static void draw_level(struct line line, const struct figures *figures)
{
    bool ascii = line.area.grid->ascii;
    const struct acd_figure *level = &figures->kpi[KPI_SERVICE_LEVEL];
    char text[TEXT_FIGURE_BYTES], target[96];
    line_say(&line, ROLE_FAINT, _("level    "));
    line_say(&line, draw_figure_role(level, ROLE_STRONG), "%s", text_percent(text, *level, 0, ascii));
    if (level->is == ACD_FIGURE_VALUE)
        line_say(&line, ROLE_FAINT, _(" of %lld"), (long long)level->sample);
    line_say(&line, ROLE_FAINT, _(", now "));
    line_say(&line, draw_figure_role(&figures->kpi[KPI_SERVICE_LEVEL_LIVE], ROLE_NORMAL), "%s",
        text_percent(text, figures->kpi[KPI_SERVICE_LEVEL_LIVE], 0, ascii));
    draw_target(target, sizeof target, figures);
    if (*target && line_say(&line, ROLE_FAINT, _(", target %s"), target) &&
        !line_say(&line, ROLE_FAINT, _(", %s"), draw_formula_words(figures->formula)))
        line_say(&line, ROLE_FAINT, _(", %s"), draw_formula_short(figures->formula));
}

static void draw_counts(struct line line, const struct figures *figures)
{
    static const struct {
        enum kpi kpi;
        const char *label;
    } shown[] = {{KPI_OFFERED, N_("offered")}, {KPI_ANSWERED, N_("answered")}, {KPI_ABANDONED, N_("abandoned")},
                 {KPI_ASA, N_("ASA")}, {KPI_AHT, N_("AHT")}, {KPI_OCCUPANCY, N_("occupancy")}};
    char text[TEXT_FIGURE_BYTES], label[64];
    line_say(&line, ROLE_FAINT, _("counted  "));
    for (size_t i = 0; i < ACD_COUNT_OF(shown); i++) {
        const struct acd_figure *figure = &figures->kpi[shown[i].kpi];
        words_print(label, sizeof label, "%s%s ", i ? "   " : "", words_of(shown[i].label));
        line_pair(&line, label, draw_figure_role(figure, ROLE_NORMAL),
                 draw_kpi(text, figure, shown[i].kpi, line.area.grid->ascii));
    }
}

static void draw_plan(struct line line, const struct scene *scene, const struct board_queue *queue,
                      const struct figures *figures)
{
    const char *claimed = board_claimed_by(scene->board, queue);
    line_say(&line, ROLE_FAINT, _("on duty  "));
    const struct acd_figure *duty = &figures->kpi[KPI_ON_DUTY];
    char text[TEXT_FIGURE_BYTES];
    line_say(&line, draw_figure_role(duty, ROLE_NORMAL), "%s",
        draw_kpi(text, duty, KPI_ON_DUTY, line.area.grid->ascii));
    if (figures->planned.is == ACD_FIGURE_VALUE) {
        double short_of = figures->planned.value - duty->value;
        line_say(&line, ROLE_FAINT, _(" of %.0f planned now"), figures->planned.value);
        if (duty->is == ACD_FIGURE_VALUE && short_of > 0)
            line_say(&line, ROLE_TIER1, _(", %.0f short"), short_of);
    } else {
        line_say(&line, ROLE_FAINT, _(", no plan told"));
    }
    if (claimed != NULL) {
        line_say(&line, ROLE_MEASURE, "   ");
        line_say(&line, ROLE_MEASURE, _("%s has it"), claimed);
    }
}

static int draw_measures(struct line line, const struct scene *scene, const struct board_queue *queue)
{
    char text[DRAW_BYTES];
    int drawn = 0;
    for (uint32_t i = 0; i < queue->told->n_measures && line.row < line.area.rows; i++, line.row++) {
        const struct acd_measure *measure = &queue->told->measures[i];
        line.col = 0;
        line_say(&line, ROLE_FAINT, _("in force "));
        line_say(&line, ROLE_MEASURE, "%s",
            draw_measure(text, sizeof text, scene, queue, measure, line.area.grid->ascii,
                         line.area.cols));
        if (ACD_KNOWN(measure, ACD_MEASURE_BY))
            line_say(&line, ROLE_FAINT, _("  by %s"), measure->by);
        drawn++;
    }
    return drawn;
}

static int draw_request(struct line line, const struct scene *scene, const struct board_queue *queue)
{
    const struct request_entry *asked = requests_of(scene->ui->requests, queue->site->id,
                                                    queue->told->id, "", scene->now_ms, 60000);
    if (!asked || line.row >= line.area.rows)
        return 0;
    line_say(&line, ROLE_FAINT, _("asked    "));
    line_say(&line, draw_request_role(asked->state), _("%s: %s"), asked->words,
        draw_request_word(asked->state));
    if (*asked->why)
        line_say(&line, ROLE_FAINT, _(", %s"), asked->why);
    return 1;
}

/* Where there is no room for the plan beside it: the keys that help, in one line. */
static void draw_helps(struct line line, const struct scene *scene, const struct board_queue *queue)
{
    struct advice advice[ADVICE_MOST];
    if (line.row >= line.area.rows || scene->ui->no_actions_why)
        return;
    int n = advice_for(scene->board, queue, scene->ui->plan, scene->now_ms, scene->wall_ms, advice);
    if (n > 0 && !advice[0].refused)
        line_say(&line, ROLE_FAINT, _("helps    "));
    for (int i = 0; i < n && !advice[i].refused; i++) {
        char key[16], words[2 * ADVICE_WORDS_BYTES + 8];
        draw_op_key(scene, advice[i].op, key, sizeof key);
        bool fact = *advice[i].fact;
        words_print(words, sizeof words, " %s%s%s%s   ", advice[i].words, fact ? " (" : "",
                 advice[i].fact, fact ? ")" : "");
        if (line.col + text_cols(key) + text_cols(words) > line.area.cols)
            return;
        line_say(&line, ROLE_KEY, "%s", key);
        line_say(&line, advice[i].in_force ? ROLE_MEASURE : ROLE_NORMAL, "%s", words);
    }
}

static void draw_detail(const struct scene *scene, const struct board_queue *queue, struct area area,
                        bool with_helps)
{
    struct figures figures;
    figures_of_queue(&figures, queue, scene->ui->look.span, scene->now_ms, scene->wall_ms);
    struct line line = {area, 0, 0};
    draw_waiting(line, &figures);
    line.row++;
    draw_oldest(line, scene, queue, &figures);
    line.row++;
    draw_level(line, &figures);
    line.row++;
    if (area.rows > 4 + (queue->told->n_measures > 0)) {
        draw_counts(line, &figures);
        line.row++;
    }
    if (area.rows > 3) {
        draw_plan(line, scene, queue, &figures);
        line.row++;
    }
    if (area.rows > 5)
        line.row += draw_what_if(line, scene, queue);
    if (with_helps) {
        draw_helps(line, scene, queue);
        line.row++;
    }
    line.row += draw_measures(line, scene, queue);
    line.row += draw_effect(line, scene, queue);
    line.row += draw_request(line, scene, queue);
    draw_day(line, scene, queue);
}

void pane_queue(const struct scene *scene, struct area area)
{
    char words[600];
    const struct board_queue *queue =
        board_queue(scene->board, scene->ui->queue.site, scene->ui->queue.id);
    struct area inside = area_part(area, 1, 2, area.rows - 2, area.cols - 4);
    if (!queue) {
        area_box(area, ROLE_FRAME, _("No queue selected"), NULL);
        return;
    }
    title(scene, queue, words, sizeof words);
    area_box(area, ROLE_FRAME, words, NULL);
    if (board_queue_live(queue))
        draw_detail(scene, queue, inside, area.cols == area.grid->cols);
    else
        area_text(inside, 0, 0, ROLE_STALE, _("Nothing is known of this queue now. It comes back by itself."));
}

/* For a screen too low for the detail: why, in one line. */
void pane_reason(const struct scene *scene, struct area area)
{
    char words[600];
    const struct board_queue *queue =
        board_queue(scene->board, scene->ui->queue.site, scene->ui->queue.id);
    if (!queue)
        return;
    title(scene, queue, words, sizeof words);
    area_field(area, 0, 1, area.cols - 2,
               draw_tier_role(board_queue_live(queue) ? queue->verdict.tier : TIER_UNKNOWN), words);
}
