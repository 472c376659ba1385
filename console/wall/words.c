/* The wall's words.  Knows no layout. */
#include "console/cells/text.h"
#include "console/wall/parts.h"
#include "console/words.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const char *const labels[PAGE_FIGURE_KINDS] = {
    [KPI_WAITING] = N_("waiting"), [KPI_LONGEST] = N_("longest wait"), [KPI_SERVICE_LEVEL] = N_("service level"),
    [KPI_SERVICE_LEVEL_LIVE] = N_("level now"), [KPI_ASA] = N_("average wait"), [KPI_ABANDON_RATE] = N_("abandoned"),
    [KPI_ABANDON_AVG] = N_("gave up after"), [KPI_AHT] = N_("handling time"), [KPI_OCCUPANCY] = N_("occupancy"),
    [KPI_OFFERED] = N_("offered"), [KPI_ANSWERED] = N_("answered"), [KPI_ABANDONED] = N_("abandoned"),
    [KPI_STAFFED] = N_("logged in"), [KPI_ON_DUTY] = N_("on duty"), [KPI_FREE] = N_("free"), [KPI_ACTIVE] = N_("in contact"),
    [PAGE_FIGURE_STATE + ACD_STATE_OFFLINE] = N_("logged out"), [PAGE_FIGURE_STATE + ACD_STATE_AVAILABLE] = N_("free"),
    [PAGE_FIGURE_STATE + ACD_STATE_RINGING] = N_("ringing"), [PAGE_FIGURE_STATE + ACD_STATE_TALKING] = N_("talking"),
    [PAGE_FIGURE_STATE + ACD_STATE_HOLD] = N_("on hold"), [PAGE_FIGURE_STATE + ACD_STATE_ACW] = N_("after call"),
    [PAGE_FIGURE_STATE + ACD_STATE_OUTBOUND] = N_("outbound"), [PAGE_FIGURE_STATE + ACD_STATE_PAUSED] = N_("paused"),
};

const char *wall_label(int figure)
{
    return figure >= 0 && figure < PAGE_FIGURE_KINDS && labels[figure] ? words_of(labels[figure]) : "?";
}

void wall_state(char *out, size_t bytes, int tier, bool ascii)
{
    char word[64];
    words_print(word, sizeof word, "%s", words_of(tier_word(tier)));
    for (char *c = word; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    if (tier > TIER_CALM)
        words_print(out, bytes, "%s %d  %s", glyph_text(ascii, GLYPH_TIER), tier, word);
    else
        words_print(out, bytes, "%s  %s", glyph_text(ascii, tier == TIER_CALM ? GLYPH_CALM : GLYPH_UNKNOWN), words_of(tier_word(tier)));
}

static bool own_targets(const struct tile *tile, int figure)
{
    return figure == KPI_SERVICE_LEVEL && tile->n_queues > 1 && tile->figures.answer_ms.is != ACD_FIGURE_VALUE;
}

void wall_goal(char *out, size_t bytes, const struct tile *tile, const struct page *page, int i)
{
    const struct tile_figure *shown = &tile->shown[i];
    int figure = page->figures[i];
    enum kpi_unit unit = figure < KPIS ? kpi_kinds[figure].unit : KPI_UNIT_COUNT;
    char goal[TEXT_FIGURE_BYTES], answer[TEXT_FIGURE_BYTES] = "";
    const struct acd_figure *answer_ms = &tile->figures.answer_ms;
    *out = '\0';
    if (shown->goal.is != ACD_FIGURE_VALUE)
        return;
    if (unit == KPI_UNIT_MS)
        text_duration_coarse(goal, (int64_t)shown->goal.value);
    else if (unit == KPI_UNIT_SHARE)
        text_percent(goal, shown->goal, 0, true);
    else
        text_count(goal, (int64_t)shown->goal.value);
    if (figure == KPI_SERVICE_LEVEL && answer_ms->is == ACD_FIGURE_VALUE)
        text_duration_coarse(answer, (int64_t)answer_ms->value);
    char value[2 * TEXT_FIGURE_BYTES];
    if (*answer)
        words_print(value, sizeof value, C_("goal", "%s in %s"), goal, answer);
    else
        words_print(value, sizeof value, "%s", goal);
    if (figure == KPI_ON_DUTY && page->goals[i] < 0)
        words_print(out, bytes, _("plan %s"), value);
    else if (!shown->missed)
        words_print(out, bytes, _("goal %s"), value);
    else
        words_print(out, bytes, kpi_kinds[figure].worse == KPI_WORSE_ABOVE ? _("above goal %s") : _("below goal %s"),
                    value);
    if (own_targets(tile, figure))
        words_add(out, bytes, "%s", _(", own times"));
}

void wall_time(char *out, size_t bytes, const struct wall_clock *clock, int64_t at_ms, bool seconds)
{
    time_t local = (time_t)((clock->wall_ms - (clock->now_ms - at_ms)) / 1000 + clock->utc_offset_s);
    struct tm parts;
    gmtime_r(&local, &parts);
    strftime(out, bytes, seconds ? "%H:%M:%S" : "%H:%M", &parts);
}
