/* Holds a queue against its limits and says in words which it has passed.  Knows no settings and no
 * screen; the rules by meaning are rules.c. */
#include "console/model/hearing.h"
#include "console/words.h"

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

static bool is_nearer(const struct limit *limit, const struct limit *than)
{
    bool limited = limit->manner.hours.days || limit->manner.hours.from_min != limit->manner.hours.to_min;
    bool other = than->manner.hours.days || than->manner.hours.from_min != than->manner.hours.to_min;

    return limit->scope != than->scope ? limit->scope > than->scope : limited >= other;
}

const struct limit *limits_nearest(const struct limits *limits, const struct board_queue *queue,
                                   int key, int64_t local_ms)
{
    const struct acd_queue *told = queue->told;
    const struct limit *nearest = NULL;

    for (int i = 0; i < limits->n; i++) {
        const struct limit *limit = &limits->list[i];
        bool speaks = limit->scope == SCOPE_ALL;

        if (limit->key != key || (nearest && !is_nearer(limit, nearest)) ||
            !limit_hours_hold(&limit->manner.hours, local_ms))
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

const struct limit *hearing_limit(const struct hearing *h, int key)
{
    return limits_nearest(h->limits, h->queue, key, h->local_ms);
}

static void set_delays(const struct hearing *h, struct finding *finding)
{
    int kpi = acd_names_find(&kpi_names, finding->rule, strlen(finding->rule));
    int rule = acd_names_find(&limit_rule_names, finding->rule, strlen(finding->rule));
    const struct limit *limit = kpi < 0 && rule < 0 ? NULL : hearing_limit(h, kpi >= 0 ? kpi : KPIS + rule);

    finding->on_ms = limit && limit->manner.on_ms >= 0 ? limit->manner.on_ms : h->limits->on_ms;
    finding->off_ms = limit && limit->manner.off_ms >= 0 ? limit->manner.off_ms : h->limits->off_ms;
}

void hearing_find(struct hearing *h, int tier, const char *rule, const char *format, ...)
{
    struct finding *finding = &h->findings[h->n++];
    va_list list;

    *finding = (struct finding){.tier = tier, .rule = rule};
    set_delays(h, finding);
    va_start(list, format);
    words_vprint(finding->why, sizeof(finding->why), format, list);
    va_end(list);
}

/* --- words ------------------------------------------------------------------------------------- */

const char *hearing_say_ms(char out[WORD_BYTES], double ms)
{
    long long s = ms < 0x1p52 ? (long long)(ms / 1000) : 0;

    if (s >= 3600)
        words_print(out, WORD_BYTES, "%lld:%02lld:%02lld", s / 3600, s / 60 % 60, s % 60);
    else
        words_print(out, WORD_BYTES, "%lld:%02lld", s / 60, s % 60);
    return out;
}

static const char *say_value(char out[WORD_BYTES], enum kpi_unit unit, double value)
{
    char number[WORDS_NUMBER_BYTES];

    if (unit == KPI_UNIT_MS)
        return hearing_say_ms(out, value);
    if (unit == KPI_UNIT_SHARE)
        words_print(out, WORD_BYTES, _("%s %%"),
                    words_number(number, -4, floor(value * 1000 + 1e-6) / 10));
    else
        words_print(out, WORD_BYTES, "%.0f", value);
    return out;
}

/* "service_level" as it is spoken. */
static const char *say_key(char out[WORD_BYTES], const char *key)
{
    words_print(out, WORD_BYTES, "%s", key);
    for (char *c = out; *c; c++)
        if (*c == '_')
            *c = ' ';
    return words_of(out);
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

/* An alarm that stands wants the figure back by the band before it yields. */
static bool is_beyond(const struct limit *limit, int i, int held, double value)
{
    double band = held > i ? limit->manner.band : 0;

    if (!limit->set[i])
        return false;
    return limit->side == KPI_WORSE_ABOVE ? value >= limit->at[i] - band : value < limit->at[i] + band;
}

static void hear_kpi(struct hearing *h, enum kpi kpi)
{
    const struct limit *limit = hearing_limit(h, (int)kpi);
    struct acd_figure figure = h->figures->kpi[kpi];
    enum kpi_unit unit = kpi_kinds[kpi].unit;
    char key[WORD_BYTES], is[WORD_BYTES], most[WORD_BYTES];
    int held;

    if (!limit || limit->off || !is_value(figure) ||
        (unit == KPI_UNIT_SHARE &&
         figure.sample < (limit->manner.sample >= 0 ? limit->manner.sample : h->limits->sample)))
        return;
    held = limit->manner.band > 0 ? alarms_held(h->alarms, ALARM_OF_QUEUE, h->queue->site->id,
                                                h->queue->told->id, kpi_kinds[kpi].key)
                                  : 0;
    for (int i = 2; i >= 0; i--)
        if (is_beyond(limit, i, held, figure.value)) {
            hearing_find(h, i + 1, kpi_kinds[kpi].key, _("%s %s, limit %s"), say_key(key, kpi_kinds[kpi].key),
                 say_value(is, unit, figure.value), say_value(most, unit, limit->at[i]));
            return;
        }
}

void limits_hear(struct hearing *h)
{
    for (int kpi = 0; kpi < KPIS; kpi++)
        hear_kpi(h, (enum kpi)kpi);
}
