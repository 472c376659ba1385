/* What a measure did, for those who listen.  In words throughout: a dash is not heard. */
#include "console/cells/text.h"
#include "console/report/changes.h"
#include "console/words.h"

#include <stdio.h>

enum { PART_BYTES = 96, LINE_BYTES = 480 };

static const char *spoken(char out[TEXT_FIGURE_BYTES], struct acd_figure figure, enum kpi kpi)
{
    if (figure.is == ACD_FIGURE_UNKNOWN)
        words_print(out, TEXT_FIGURE_BYTES, "%s", _("unknown"));
    else if (figure.is == ACD_FIGURE_UNDEFINED)
        words_print(out, TEXT_FIGURE_BYTES, "%s", kpi == KPI_LONGEST ? _("nobody") : _("n/a"));
    else if (kpi == KPI_LONGEST)
        text_duration(out, (int64_t)figure.value);
    else if (kpi == KPI_SERVICE_LEVEL)
        words_print(out, TEXT_FIGURE_BYTES, _("%d %%"), (int)(figure.value * 100 + 0.5));
    else
        words_print(out, TEXT_FIGURE_BYTES, "%.0f", figure.value);
    return out;
}

static const char *then_now(char out[PART_BYTES], struct acd_figure then, struct acd_figure now, enum kpi kpi)
{
    char before[TEXT_FIGURE_BYTES], after[TEXT_FIGURE_BYTES];

    words_print(out, PART_BYTES, _("%s, now %s"), spoken(before, then, kpi), spoken(after, now, kpi));
    return out;
}

void changes_effect(const struct board *board, const struct effect *effect, enum effect_at at,
                    changes_line *line, void *context)
{
    const struct board_queue *queue = board_queue(board, effect->site, effect->queue);
    const struct effect_sample *then = &effect->at[EFFECT_BEFORE], *now = &effect->at[at];
    char words[LINE_BYTES], safe[LINE_BYTES], part[PART_BYTES], after[TEXT_FIGURE_BYTES];

    words_print(words, sizeof(words), _("%s after %s: %s"), queue ? board_queue_name(queue) : effect->queue,
                text_duration(after, effect_after_ms[at]), effect->words);
    words_add(words, sizeof(words), _("; waiting %s"),
              then_now(part, then->waiting, now->waiting, KPI_WAITING));
    words_add(words, sizeof(words), _("; longest wait %s"),
              then_now(part, then->longest, now->longest, KPI_LONGEST));
    words_add(words, sizeof(words), _("; service level %s"),
              then_now(part, then->level, now->level, KPI_SERVICE_LEVEL));
    if (effect->expected)
        words_add(words, sizeof(words), _(", expected %d %%"), (int)(effect->outlook.level * 100 + 0.5));
    text_safe(safe, sizeof(safe), words);
    line(context, safe);
}
