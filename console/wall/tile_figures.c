/* The figures of a tile: their values, goals and texts in digits.  Must never know where they stand. */
#include "console/wall/tiles_parts.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>

static struct acd_figure count_of_state(const struct acd_agent_counts *agents, int state)
{
    struct acd_figure figure = {.is = ACD_FIGURE_UNKNOWN};
    if (ACD_KNOWN(agents, state))
        figure = (struct acd_figure){ACD_FIGURE_VALUE, (double)agents->count[state], agents->count[state]};
    return figure;
}

/* Queues with times of their own but one formula: each contact by the target of its queue. */
static struct acd_figure level_by_own_targets(const struct tile *tile)
{
    const struct acd_figure *told = &tile->figures.kpi[KPI_SERVICE_LEVEL];
    if (told->is != ACD_FIGURE_UNKNOWN || tile->figures.formula < 0 || !tile->figures.live)
        return *told;
    return acd_kpi_service_level(&tile->figures.tally, tile->figures.formula);
}

static struct acd_figure value_of(const struct tile *tile, int figure)
{
    if (figure >= PAGE_FIGURE_STATE)
        return count_of_state(&tile->figures.agents, figure - PAGE_FIGURE_STATE);
    if (figure == KPI_SERVICE_LEVEL)
        return level_by_own_targets(tile);
    return tile->figures.kpi[figure];
}

/* The goal that all rows have in common. */
static struct acd_figure target_of(const struct tile *tile, enum acd_target_field field)
{
    struct acd_figure common = {.is = ACD_FIGURE_UNKNOWN};
    for (int i = 0; i < tile->n_queues; i++) {
        const struct acd_queue *told = tile->queues[i]->told;
        const struct acd_target *target = &told->target;
        if (!ACD_KNOWN(told, ACD_QUEUE_TARGET) || !ACD_KNOWN(target, field))
            return (struct acd_figure){.is = ACD_FIGURE_UNKNOWN};
        double value = field == ACD_TARGET_LEVEL ? target->level
                       : field == ACD_TARGET_ABANDON ? target->abandon
                       : (double)(field == ACD_TARGET_ASA ? target->asa_ms : target->answer_ms);
        if (i > 0 && value != common.value)
            return (struct acd_figure){.is = ACD_FIGURE_UNKNOWN};
        common = (struct acd_figure){ACD_FIGURE_VALUE, value, 1};
    }
    return common;
}

static struct acd_figure goal_of(const struct tile *tile, int figure, double said)
{
    if (said >= 0)
        return (struct acd_figure){ACD_FIGURE_VALUE, said, 1};
    switch (figure) {
    case KPI_SERVICE_LEVEL:
    case KPI_SERVICE_LEVEL_LIVE:
        return target_of(tile, ACD_TARGET_LEVEL);
    case KPI_ABANDON_RATE:
        return target_of(tile, ACD_TARGET_ABANDON);
    case KPI_ASA:
        return target_of(tile, ACD_TARGET_ASA);
    case KPI_LONGEST:
        return target_of(tile, ACD_TARGET_ANSWER);
    case KPI_ON_DUTY:
        return tile->figures.planned;
    default:
        return (struct acd_figure){.is = ACD_FIGURE_UNKNOWN};
    }
}

static bool is_missed(int figure, const struct acd_figure *value, const struct acd_figure *goal)
{
    if (figure >= KPIS || value->is != ACD_FIGURE_VALUE || goal->is != ACD_FIGURE_VALUE)
        return false;
    return kpi_kinds[figure].worse == KPI_WORSE_ABOVE ? value->value > goal->value
                                                      : value->value < goal->value;
}

/* Rules by meaning have no figure of their own: the one that shows them. */
static bool rule_is_of(const char *rule, int figure)
{
    static const struct {
        const char *rule;
        enum kpi kpi;
    } shown[] = {{"queueing", KPI_WAITING}, {"expected", KPI_WAITING}, {"capacity", KPI_WAITING},
                 {"age", KPI_LONGEST}, {"fixed", KPI_LONGEST}};
    for (size_t i = 0; i < ACD_COUNT_OF(shown); i++)
        if (!strcmp(rule, shown[i].rule))
            return figure == (int)shown[i].kpi;
    return !strcmp(rule, page_figure_key(figure));
}

static bool is_raised(const struct tile *tile, int figure)
{
    for (int q = 0; q < tile->n_queues && tile->tier > TIER_CALM; q++) {
        const struct verdict *verdict = &tile->queues[q]->verdict;
        for (int i = 0; i < verdict->n_rules && verdict->tier == tile->tier; i++)
            if (rule_is_of(verdict->rules[i], figure))
                return true;
    }
    return false;
}

/* Short enough for digits: hours and days without their small change. */
static void say_ms(char *out, double value)
{
    long long s = value < 0 ? 0 : (long long)(value / 1000), m = s / 60;
    if (m < 60)
        words_print(out, TILE_TEXT_BYTES, "%lld:%02lld", m, s % 60);
    else if (m < 24 * 60)
        words_print(out, TILE_TEXT_BYTES, "%lldh%02lld", m / 60, m % 60);
    else
        words_print(out, TILE_TEXT_BYTES, "%lldd%lldh", m / 1440, m / 60 % 24);
}

static void say(char *out, int figure, const struct acd_figure *value)
{
    enum kpi_unit unit = figure < KPIS ? kpi_kinds[figure].unit : KPI_UNIT_COUNT;
    if (value->is == ACD_FIGURE_UNKNOWN)
        strcpy(out, "-");
    else if (value->is == ACD_FIGURE_UNDEFINED)
        strcpy(out, figure == KPI_LONGEST ? "0:00" : "n/a"); /* nobody waits: no figure is missing */
    else if (unit == KPI_UNIT_MS)
        say_ms(out, value->value);
    else if (unit == KPI_UNIT_SHARE)
        words_print(out, TILE_TEXT_BYTES, "%.0f%%", value->value * 100);
    else
        words_print(out, TILE_TEXT_BYTES, "%lld", (long long)value->value);
}

void tile_show(struct tile *tile, const struct page *page)
{
    for (int i = 0; i < page->n_figures; i++) {
        struct tile_figure *shown = &tile->shown[i];
        int figure = page->figures[i];
        shown->value = value_of(tile, figure);
        shown->goal = goal_of(tile, figure, page->goals[i]);
        shown->missed = is_missed(figure, &shown->value, &shown->goal);
        shown->raised = page->kind == PAGE_KIND_WALL && is_raised(tile, figure);
        say(shown->text, figure, &shown->value);
    }
}
