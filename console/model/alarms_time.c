/* What time alone does to alarms: floods, shelves that end, alarms raised again, returned ones that
 * nobody came to see. */
#include "console/model/alarms_parts.h"

/* --- floods ------------------------------------------------------------------------------------ */

static int raised_lately(const struct alarms *alarms, int64_t now_ms)
{
    int n = 0;

    for (int i = 0; i < FLOOD_MOST; i++)
        n += alarms->raised_ms[i] >= 0 && now_ms - alarms->raised_ms[i] < FLOOD_MS;
    return n;
}

void alarms_ring(struct alarms *alarms, struct alarm *alarm, int64_t now_ms)
{
    alarms->raised_ms[alarms->next_raised] = now_ms;
    alarms->next_raised = (alarms->next_raised + 1) % FLOOD_MOST;
    if (alarms->flood) {
        alarm->flooded = true;
        return;
    }
    alarms->rung++;
    if (alarms->manners.flood < 1 || raised_lately(alarms, now_ms) <= alarms->manners.flood)
        return;
    alarms->flood = true;
    alarm->flooded = true;
    alarms_tell(alarms, ALARM_NEWS_FLOOD, NULL, now_ms);
}

static void pass_flood(struct alarms *alarms, int64_t now_ms)
{
    if (!alarms->flood || raised_lately(alarms, now_ms) > alarms->manners.flood / 2)
        return;
    alarms->flood = false;
    alarms_tell(alarms, ALARM_NEWS_FLOOD_OVER, NULL, now_ms);
}

/* --- time -------------------------------------------------------------------------------------- */

static void pass_alarm(struct alarms *alarms, struct alarm *alarm, int64_t now_ms)
{
    const struct alarm_manners *manners = &alarms->manners;

    if (alarm_shelved(alarm) && now_ms >= alarm->shelved_until_ms) {
        alarm->shelved_until_ms = -1;
        alarm->nagged_ms = now_ms;
        alarms_tell(alarms, ALARM_NEWS_UNSHELVED, alarm, now_ms);
        if (alarm->tier >= manners->answer_from) {
            alarm->state = ALARM_ACTIVE;
            alarm->by[0] = '\0';
            alarms_ring(alarms, alarm, now_ms);
        }
    }
    if (alarm->state == ALARM_ACKNOWLEDGED && !alarm_shelved(alarm) && manners->again_ms >= 0 &&
        alarm->tier >= manners->answer_from && now_ms - alarm->nagged_ms >= manners->again_ms) {
        alarm->state = ALARM_ACTIVE;
        alarm->nagged_ms = now_ms;
        alarm->by[0] = '\0';
        alarms_ring(alarms, alarm, now_ms);
        alarms_tell(alarms, ALARM_NEWS_REALARMED, alarm, now_ms);
    }
    if (alarm->state == ALARM_RETURNED && manners->keep_ms >= 0 &&
        now_ms - alarm->changed_ms >= manners->keep_ms) {
        alarm->state = ALARM_NORMAL;
        alarms_tell(alarms, ALARM_NEWS_OVER, alarm, now_ms);
    }
}

void alarms_pass(struct alarms *alarms, int64_t now_ms)
{
    struct subject *subject;

    pass_flood(alarms, now_ms);
    for (int kind = 0; kind < ALARM_SUBJECTS; kind++)
        for (int i = 0; (subject = index_at(&alarms->subjects[kind], i)); i++) {
            for (int a = 0; a < subject->n; a++)
                pass_alarm(alarms, subject->list[a], now_ms);
            subject_drop_normal(subject);
            if (kind == ALARM_OF_AGENT && subject->n == 0) {
                index_remove(&alarms->subjects[kind], subject->site, subject->id);
                subject_free(subject);
                i--; /* another stands in its place now */
            }
        }
}
