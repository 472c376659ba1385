/* Holds a queue against its limits and says in words which it has passed.  Knows no settings and no
 * screen; the rules by meaning are rules.c. */
#include "console/model/hearing.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* "ID" or "SITE/ID". */
static bool names_queue(const char *name, const struct board_queue *queue)
{
    size_t bytes = strlen(queue->site->id);

    if (strcmp(name, queue->told->id) == 0)
        return true;
    return strncmp(name, queue->site->id, bytes) == 0 && name[bytes] == '/' &&
           strcmp(name + bytes + 1, queue->told->id) == 0;
}

const struct limit *limits_nearest(const struct limits *limits, const struct board_queue *queue,
                                   int key)
{
    const struct acd_queue *told = queue->told;
    const struct limit *nearest = NULL;

    for (int i = 0; i < limits->n; i++) {
        const struct limit *limit = &limits->list[i];
        bool speaks = limit->scope == SCOPE_ALL;

        if (limit->key != key || (nearest && limit->scope < nearest->scope))
            continue;
        if (limit->scope >= SCOPE_QUEUE)
            speaks = names_queue(limit->name, queue);
        else if (limit->scope == SCOPE_GROUP)
            speaks = ACD_KNOWN(told, ACD_QUEUE_GROUP) && !strcmp(limit->name, told->group);
        else if (limit->scope == SCOPE_MEDIA)
            speaks = ACD_KNOWN(told, ACD_QUEUE_MEDIA) &&
                     !strcmp(limit->name, acd_names_word(&acd_media_names, told->media));
        if (speaks)
            nearest = limit;
    }
    return nearest;
}

void hearing_find(struct hearing *h, int tier, const char *rule, const char *format, ...)
{
    struct finding *finding = &h->findings[h->n++];
    va_list list;

    finding->tier = tier;
    finding->rule = rule;
    va_start(list, format);
    vsnprintf(finding->why, sizeof(finding->why), format, list);
    va_end(list);
}

/* --- words ------------------------------------------------------------------------------------- */

const char *hearing_say_ms(char out[WORD_BYTES], double ms)
{
    long long s = ms < 0x1p52 ? (long long)(ms / 1000) : 0;

    if (s >= 3600)
        snprintf(out, WORD_BYTES, "%lld:%02lld:%02lld", s / 3600, s / 60 % 60, s % 60);
    else
        snprintf(out, WORD_BYTES, "%lld:%02lld", s / 60, s % 60);
    return out;
}

static const char *say_value(char out[WORD_BYTES], enum kpi_unit unit, double value)
{
    if (unit == KPI_UNIT_MS)
        return hearing_say_ms(out, value);
    if (unit == KPI_UNIT_SHARE)
        snprintf(out, WORD_BYTES, "%.4g %%", floor(value * 1000 + 1e-6) / 10);
    else
        snprintf(out, WORD_BYTES, "%.0f", value);
    return out;
}

/* "service_level" as it is spoken. */
static const char *say_key(char out[WORD_BYTES], const char *key)
{
    snprintf(out, WORD_BYTES, "%s", key);
    for (char *c = out; *c; c++)
        if (*c == '_')
            *c = ' ';
    return out;
}

static bool is_value(struct acd_figure figure)
{
    return figure.is == ACD_FIGURE_VALUE;
}

int hearing_media(const struct board_queue *queue)
{
    return ACD_KNOWN(queue->told, ACD_QUEUE_MEDIA) ? queue->told->media : ACD_MEDIA_VOICE;
}

/* --- limits of one's own ------------------------------------------------------------------------- */

static bool is_beyond(const struct limit *limit, int i, double value)
{
    if (!limit->set[i])
        return false;
    return limit->side == KPI_WORSE_ABOVE ? value >= limit->at[i] : value < limit->at[i];
}

static void hear_kpi(struct hearing *h, enum kpi kpi)
{
    const struct limit *limit = limits_nearest(h->limits, h->queue, (int)kpi);
    struct acd_figure figure = h->figures->kpi[kpi];
    enum kpi_unit unit = kpi_kinds[kpi].unit;
    char key[WORD_BYTES], is[WORD_BYTES], most[WORD_BYTES];

    if (!limit || limit->off || !is_value(figure) ||
        (unit == KPI_UNIT_SHARE && figure.sample < h->limits->sample))
        return;
    for (int i = 2; i >= 0; i--)
        if (is_beyond(limit, i, figure.value)) {
            hearing_find(h, i + 1, kpi_kinds[kpi].key, "%s %s, limit %s", say_key(key, kpi_kinds[kpi].key),
                 say_value(is, unit, figure.value), say_value(most, unit, limit->at[i]));
            return;
        }
}

/* --- the verdict --------------------------------------------------------------------------------- */

/* Why a queue that breaks no limit may still not be called calm; NULL when it may. */
static const char *doubt(const struct hearing *h)
{
    struct acd_figure waiting = h->figures->kpi[KPI_WAITING];
    struct acd_figure longest = h->figures->kpi[KPI_LONGEST];

    if (is_value(longest) || (is_value(waiting) && waiting.sample == 0))
        return NULL;
    if (!is_value(waiting))
        return "waiting was never told";
    return hearing_media(h->queue) == ACD_MEDIA_VOICE ? NULL : "how long they wait was never told";
}

static const char *why_not_live(const struct board_queue *queue)
{
    if (board_site_live(queue->site))
        return "in doubt: not told again since messages were lost";
    return queue->site->why[0] ? queue->site->why
                               : acd_names_word(&acd_link_names, (int)queue->site->state.link);
}

static void decide(struct verdict *verdict, const struct hearing *h, int64_t now_ms)
{
    int tier = TIER_CALM;
    const char *why = "";

    for (int i = 0; i < h->n; i++)
        if (h->findings[i].tier > tier) {
            tier = h->findings[i].tier;
            why = h->findings[i].why;
        }
    if (!h->figures->live) {
        tier = TIER_UNKNOWN;
        why = why_not_live(h->queue);
    } else if (tier == TIER_CALM && doubt(h)) {
        tier = TIER_UNKNOWN;
        why = doubt(h);
    }
    if (tier != verdict->tier || verdict->since_ms < 0)
        verdict->since_ms = now_ms;
    if (tier == TIER_CALM)
        verdict->raised_ms = -1;
    else if (tier > TIER_CALM && verdict->raised_ms < 0)
        verdict->raised_ms = now_ms;
    verdict->tier = tier;
    snprintf(verdict->why, sizeof(verdict->why), "%s", why);
    verdict->n_rules = 0;
    for (int i = 0; i < h->n && verdict->n_rules < VERDICT_RULES; i++)
        if (h->findings[i].tier == tier)
            verdict->rules[verdict->n_rules++] = h->findings[i].rule;
}

void limits_judge(const struct limits *limits, const struct board_queue *queue,
                  const struct figures *figures, int64_t now_ms, int64_t wall_ms,
                  struct verdict *verdict)
{
    struct hearing h = {.limits = limits, .queue = queue, .figures = figures, .wall_ms = wall_ms};

    if (figures->live) {
        rules_hear(&h);
        for (int kpi = 0; kpi < KPIS; kpi++)
            hear_kpi(&h, (enum kpi)kpi);
    }
    decide(verdict, &h, now_ms);
}
