/* The wall's words.  Knows no layout. */
#include "console/cells/text.h"
#include "console/wall/parts.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const char *const labels[PAGE_FIGURE_KINDS] = {
    [KPI_WAITING] = "waiting", [KPI_LONGEST] = "longest wait", [KPI_SERVICE_LEVEL] = "service level",
    [KPI_SERVICE_LEVEL_LIVE] = "level now", [KPI_ASA] = "average wait", [KPI_ABANDON_RATE] = "abandoned",
    [KPI_ABANDON_AVG] = "gave up after", [KPI_AHT] = "handling time", [KPI_OCCUPANCY] = "occupancy",
    [KPI_OFFERED] = "offered", [KPI_ANSWERED] = "answered", [KPI_ABANDONED] = "abandoned",
    [KPI_STAFFED] = "logged in", [KPI_ON_DUTY] = "on duty", [KPI_FREE] = "free", [KPI_ACTIVE] = "in contact",
    [PAGE_FIGURE_STATE + ACD_STATE_OFFLINE] = "logged out", [PAGE_FIGURE_STATE + ACD_STATE_AVAILABLE] = "free",
    [PAGE_FIGURE_STATE + ACD_STATE_RINGING] = "ringing", [PAGE_FIGURE_STATE + ACD_STATE_TALKING] = "talking",
    [PAGE_FIGURE_STATE + ACD_STATE_HOLD] = "on hold", [PAGE_FIGURE_STATE + ACD_STATE_ACW] = "after call",
    [PAGE_FIGURE_STATE + ACD_STATE_OUTBOUND] = "outbound", [PAGE_FIGURE_STATE + ACD_STATE_PAUSED] = "paused",
};

const char *wall_label(int figure)
{
    return figure >= 0 && figure < PAGE_FIGURE_KINDS && labels[figure] ? labels[figure] : "?";
}

void wall_state(char *out, size_t bytes, int tier, bool ascii)
{
    char word[64];
    snprintf(word, sizeof word, "%s", tier_word(tier));
    for (char *c = word; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    if (tier > TIER_CALM)
        snprintf(out, bytes, "%s %d  %s", glyph_text(ascii, GLYPH_TIER), tier, word);
    else
        snprintf(out, bytes, "%s  %s", glyph_text(ascii, tier == TIER_CALM ? GLYPH_CALM : GLYPH_UNKNOWN), tier_word(tier));
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
    bool above = shown->missed && kpi_kinds[figure].worse == KPI_WORSE_ABOVE;
    bool plan = figure == KPI_ON_DUTY && page->goals[i] < 0;
    snprintf(out, bytes, "%s%s %s%s%s%s", plan ? "" : above ? "above " : shown->missed ? "below " : "",
             plan ? "plan" : "goal", goal, *answer ? " in " : "", answer,
             own_targets(tile, figure) ? ", own times" : "");
}

void wall_time(char *out, size_t bytes, const struct wall_clock *clock, int64_t at_ms, bool seconds)
{
    time_t local = (time_t)((clock->wall_ms - (clock->now_ms - at_ms)) / 1000 + clock->utc_offset_s);
    struct tm parts;
    gmtime_r(&local, &parts);
    strftime(out, bytes, seconds ? "%H:%M:%S" : "%H:%M", &parts);
}
