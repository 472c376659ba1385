/* What lies ahead of a queue, in its detail: what more or fewer agents would do. */
#include "console/cells/text.h"
#include "console/model/ahead.h"
#include "console/model/effects.h"
#include "console/model/outlook_memo.h"
#include "console/panes/draw.h"
#include "console/panes/line.h"
#include "console/words.h"

#include <stdio.h>
#include <stdlib.h>

static int percent(double level)
{
    return (int)(level * 100 + 0.5);
}

static void say_agents(char *out, size_t bytes, int n)
{
    snprintf(out, bytes, ngettext("   %+d agent ", "   %+d agents ", (unsigned long)abs(n)), n);
}

static struct outlook with_agents(const struct scene *scene, const struct outlook_side *side, int n)
{
    struct outlook_side other = *side;
    other.agents = other.agents + n > 0 ? other.agents + n : 0;
    return outlook_memo_of(&scene->ui->outlooks, &other);
}

/* As typed with + and -: level, wait, how many would wait at the end. */
static void say_asked(struct line *line, const struct scene *scene, const struct outlook_side *side, int n)
{
    struct outlook outlook = with_agents(scene, side, n);
    char label[64], text[TEXT_FIGURE_BYTES];
    say_agents(label, sizeof label, n);
    line_say(line, ROLE_STRONG, "%s", label);
    line_say(line, ROLE_STRONG, _("%d %%"), percent(outlook.level));
    line_say(line, ROLE_NORMAL, _(", wait %s"), text_duration(text, (int64_t)outlook.wait_ms));
    line_say(line, ROLE_NORMAL, _(", then %.0f waiting"), outlook.waiting);
}

/* ", tier 3 in about 4 min" */
static void say_coming(struct line *line, const struct scene *scene, const struct board_queue *queue)
{
    int tier;
    int64_t in_ms;
    if (scene->ui->look.limits && ahead_tier(scene->ui->look.limits, queue, scene->now_ms,
                                             scene->wall_ms, &tier, &in_ms))
        line_say(line, ROLE_STRONG, _(", tier %d in about %d min"), tier, (int)((in_ms + 59999) / 60000));
}

/* "27 % (8 to 51) next 15 min"; without the range where no spread is known. */
static void say_level(struct line *line, const struct scene *scene, const struct outlook_side *side)
{
    struct outlook_range range;
    line_say(line, ROLE_NORMAL, _("%d %%"), percent(with_agents(scene, side, 0).level));
    if (outlook_memo_range(&scene->ui->outlooks, &range, side) && percent(range.low) < percent(range.high))
        line_say(line, ROLE_FAINT, _(" (%d to %d)"), percent(range.low), percent(range.high));
    line_say(line, ROLE_FAINT, _(" next 15 min"));
}

int draw_what_if(struct line line, const struct scene *scene, const struct board_queue *queue)
{
    static const int steps[] = {1, 2, 4};
    struct outlook_side side;
    char label[64], figure[16];
    const char *why;
    if (line.row >= line.area.rows)
        return 0;
    line_say(&line, ROLE_FAINT, _("ahead    "));
    if (!outlook_side(&side, scene->board, queue, scene->now_ms, scene->wall_ms, &why)) {
        line_say(&line, ROLE_FAINT, _("not enough data: %s"), words_of(why));
        return 1;
    }
    say_level(&line, scene, &side);
    if (scene->ui->what_if == 0)
        say_coming(&line, scene, queue);
    if (scene->ui->what_if != 0) {
        say_asked(&line, scene, &side, scene->ui->what_if);
        return 1;
    }
    for (size_t i = 0; i < ACD_COUNT_OF(steps); i++) {
        if (i == 0)
            say_agents(label, sizeof label, steps[i]);
        else
            snprintf(label, sizeof label, "   %+d ", steps[i]);
        words_print(figure, sizeof figure, _("%d %%"), percent(with_agents(scene, &side, steps[i]).level));
        line_pair(&line, label, ROLE_NORMAL, figure);
    }
    return 1;
}

int draw_day(struct line line, const struct scene *scene, const struct board_queue *queue)
{
    struct ahead_day day;
    double low, high;
    ahead_day(&day, queue, scene->wall_ms);
    bool known = day.expected.is == ACD_FIGURE_VALUE;
    bool usual = ahead_usual(&queue->trend, scene->now_ms, &low, &high);
    if (line.row >= line.area.rows || (!known && !usual))
        return 0;
    line_say(&line, ROLE_FAINT, "%s", known ? _("today    ") : _("usually  "));
    if (known) {
        line_say(&line, ROLE_NORMAL, _("%.0f contacts expected"), day.expected.value);
        line_say(&line, ROLE_FAINT, _(", planned %.0f"), day.planned.value);
        if (day.next_agents.is == ACD_FIGURE_VALUE)
            line_say(&line, ROLE_NORMAL, _("   next interval %.0f: %.0f agents"), day.next.value,
                     day.next_agents.value);
    }
    if (usual)
        line_say(&line, ROLE_FAINT, known ? _("   usually %.0f to %.0f wait") : _("%.0f to %.0f wait"), low,
                 high);
    return 1;
}

static const char *figures_after(char *out, size_t bytes, const struct effect *effect, bool ascii,
                                 enum kpi kpi)
{
    size_t used = 0;
    out[0] = '\0';
    for (int i = 0; i < effect->taken && used < bytes; i++) {
        const struct effect_sample *sample = &effect->at[i];
        const struct acd_figure *figure = kpi == KPI_WAITING   ? &sample->waiting
                                          : kpi == KPI_LONGEST ? &sample->longest
                                                               : &sample->level;
        char text[TEXT_FIGURE_BYTES];
        used += words_print(out + used, bytes - used, "%s%s", i ? glyph_text(ascii, GLYPH_ARROW) : "",
                            draw_kpi(text, figure, kpi, ascii));
    }
    return out;
}

/* At the decision, 1, 5 and 15 minutes after, as far as these have come. */
int draw_effect(struct line line, const struct scene *scene, const struct board_queue *queue)
{
    const struct effect *effect = effects_of(scene->ui->effects, queue->site->id, queue->told->id);
    char text[DRAW_BYTES];
    bool ascii = line.area.grid->ascii;
    if (effect == NULL || effect->taken < 2 || line.row >= line.area.rows)
        return 0;
    line_say(&line, ROLE_FAINT, _("effect   "));
    line_say(&line, ROLE_NORMAL, "%s", effect->words);
    line_pair(&line, _("   waiting "), ROLE_STRONG, figures_after(text, sizeof text, effect, ascii, KPI_WAITING));
    line_pair(&line, _("   level "), ROLE_STRONG,
              figures_after(text, sizeof text, effect, ascii, KPI_SERVICE_LEVEL));
    if (effect->expected)
        line_say(&line, ROLE_FAINT, _(", expected %d %%"), percent(effect->outlook.level));
    line_pair(&line, _("   longest "), ROLE_NORMAL, figures_after(text, sizeof text, effect, ascii, KPI_LONGEST));
    return 1;
}
