/* What people do to alarms, and looking at them.  Raises nothing. */
#include "console/model/alarms_parts.h"

#include "acdfeed/memory.h"

#include <stdlib.h>
#include <string.h>

bool alarm_waits(const struct alarms *alarms, const struct alarm *alarm)
{
    (void)alarms;
    return !alarm_shelved(alarm) &&
           (alarm->state == ALARM_ACTIVE || alarm->state == ALARM_RETURNED);
}

static const struct subject *find(const struct alarms *alarms, enum alarm_subject kind,
                                  const char *site, const char *id)
{
    return index_find(&alarms->subjects[kind], site, id);
}

static bool speaks_of(const struct alarm *alarm, const char *rule)
{
    return !rule || strcmp(alarm->rule, rule) == 0;
}

int alarms_acknowledge(struct alarms *alarms, enum alarm_subject kind, const char *site,
                       const char *id, const char *rule, const char *by, int64_t now_ms)
{
    const struct subject *subject = find(alarms, kind, site, id);
    int changed = 0;

    for (int i = 0; subject && i < subject->n; i++) {
        struct alarm *alarm = subject->list[i];

        if (!speaks_of(alarm, rule) || !alarm_waits(alarms, alarm))
            continue;
        alarm->state = alarm->state == ALARM_ACTIVE ? ALARM_ACKNOWLEDGED : ALARM_NORMAL;
        alarm->changed_ms = alarm->nagged_ms = now_ms;
        alarm_set_by(alarm, by);
        alarms_tell(alarms, ALARM_NEWS_ACKNOWLEDGED, alarm, now_ms);
        if (alarm->state == ALARM_NORMAL)
            alarms_tell(alarms, ALARM_NEWS_OVER, alarm, now_ms);
        changed++;
    }
    return changed; /* those that are normal now go with the next hearing */
}

int alarms_shelve(struct alarms *alarms, enum alarm_subject kind, const char *site, const char *id,
                  const char *rule, const char *by, int64_t until_ms, int64_t now_ms)
{
    const struct subject *subject = find(alarms, kind, site, id);
    int changed = 0;

    for (int i = 0; subject && i < subject->n; i++) {
        struct alarm *alarm = subject->list[i];

        if (!speaks_of(alarm, rule) || alarm->tier == 0 || until_ms <= now_ms)
            continue;
        alarm->shelved_until_ms = until_ms;
        alarm->shelved_tier = alarm->tier;
        alarm->state = ALARM_ACKNOWLEDGED;
        alarm->changed_ms = now_ms;
        alarm_set_by(alarm, by);
        alarms_tell(alarms, ALARM_NEWS_SHELVED, alarm, now_ms);
        changed++;
    }
    return changed;
}

int alarms_unshelve(struct alarms *alarms, enum alarm_subject kind, const char *site, const char *id,
                    const char *rule, int64_t now_ms)
{
    const struct subject *subject = find(alarms, kind, site, id);
    int changed = 0;

    for (int i = 0; subject && i < subject->n; i++) {
        struct alarm *alarm = subject->list[i];

        if (!speaks_of(alarm, rule) || !alarm_shelved(alarm))
            continue;
        alarm->shelved_until_ms = -1;
        alarm->changed_ms = alarm->nagged_ms = now_ms;
        alarms_tell(alarms, ALARM_NEWS_UNSHELVED, alarm, now_ms);
        changed++;
    }
    return changed;
}

int alarms_held(const struct alarms *alarms, enum alarm_subject kind, const char *site,
                const char *id, const char *rule)
{
    const struct subject *subject = find(alarms, kind, site, id);

    for (int i = 0; subject && i < subject->n; i++)
        if (strcmp(subject->list[i]->rule, rule) == 0)
            return subject->list[i]->tier;
    return 0;
}

/* --- looking ------------------------------------------------------------------------------------- */

static bool is_shown(const struct alarm *alarm)
{
    return alarm->state != ALARM_NORMAL || alarm_shelved(alarm);
}

/* 0: wants an answer and stands, then what somebody has in hand, notices, returned, shelved. */
static int rank(const struct alarm *alarm)
{
    if (alarm_shelved(alarm))
        return 3;
    return alarm->state == ALARM_ACTIVE ? 0 : alarm->state == ALARM_ACKNOWLEDGED ? 1 : 2;
}

static int compare(const void *a, const void *b)
{
    const struct alarm *x = *(const struct alarm *const *)a, *y = *(const struct alarm *const *)b;

    if (rank(x) != rank(y))
        return rank(x) - rank(y);
    if (x->flooded != y->flooded)
        return x->flooded - y->flooded;
    if (x->flooded && strcmp(x->rule, y->rule) != 0)
        return strcmp(x->rule, y->rule);
    if (x->tier != y->tier)
        return y->tier - x->tier;
    if (x->raised_ms != y->raised_ms)
        return x->raised_ms < y->raised_ms ? -1 : 1;
    return x->serial < y->serial ? -1 : x->serial > y->serial;
}

int alarms_list(const struct alarms *alarms, const struct alarm **out, int most)
{
    const struct alarm **all = NULL;
    const struct subject *subject;
    int n = 0, alloc = 0;

    for (int kind = 0; kind < ALARM_SUBJECTS; kind++)
        for (int i = 0; (subject = index_at(&alarms->subjects[kind], i)); i++)
            for (int a = 0; a < subject->n; a++) {
                if (!is_shown(subject->list[a]))
                    continue;
                if (n == alloc) {
                    alloc = alloc ? 2 * alloc : 64;
                    all = acd_realloc(all, (size_t)alloc * sizeof(*all));
                }
                all[n++] = subject->list[a];
            }
    if (n > 1)
        qsort(all, (size_t)n, sizeof(*all), compare);
    for (int i = 0; i < n && i < most; i++)
        out[i] = all[i];
    free(all);
    return n;
}

int alarms_of(const struct alarms *alarms, enum alarm_subject kind, const char *site, const char *id,
              const struct alarm **out, int most)
{
    const struct subject *subject = find(alarms, kind, site, id);
    int n = 0;

    for (int i = 0; subject && i < subject->n; i++)
        if (is_shown(subject->list[i])) {
            if (n < most)
                out[n] = subject->list[i];
            n++;
        }
    return n;
}

static void count(const struct alarms *alarms, const struct alarm *alarm, struct alarms_count *out)
{
    if (alarm_shelved(alarm)) {
        out->shelved++;
        return;
    }
    out->waiting += alarm_waits(alarms, alarm);
    if (alarm->tier == 0)
        return;
    if (alarm->tier >= alarms->manners.answer_from)
        out->standing++;
    else
        out->notices++;
    out->flooded += alarm->flooded;
}

void alarms_counts(const struct alarms *alarms, struct alarms_count *out)
{
    const struct subject *subject;

    *out = (struct alarms_count){.flood = alarms->flood};
    for (int kind = 0; kind < ALARM_SUBJECTS; kind++)
        for (int i = 0; (subject = index_at(&alarms->subjects[kind], i)); i++)
            for (int a = 0; a < subject->n; a++)
                if (is_shown(subject->list[a]))
                    count(alarms, subject->list[a], out);
}

uint64_t alarms_rung(const struct alarms *alarms)
{
    return alarms->rung;
}
