/* What every part of the alarms rests on: one alarm, one subject, and telling of news. */
#include "console/model/alarms_parts.h"
#include "console/words.h"

#include <stdlib.h>

void subject_free(struct subject *subject)
{
    for (int i = 0; i < subject->n; i++)
        free(subject->list[i]);
    free(subject->list);
    free(subject);
}

void subject_drop_normal(struct subject *subject)
{
    int kept = 0;

    for (int i = 0; i < subject->n; i++) {
        struct alarm *alarm = subject->list[i];

        if (alarm->state != ALARM_NORMAL || alarm->above_ms[0] >= 0 || alarm_shelved(alarm))
            subject->list[kept++] = alarm;
        else
            free(alarm);
    }
    subject->n = kept;
}

void alarm_set_by(struct alarm *alarm, const char *by)
{
    words_print(alarm->by, sizeof(alarm->by), "%s", by);
}

void alarms_tell(struct alarms *alarms, enum alarm_news news, const struct alarm *alarm, int64_t now_ms)
{
    if (alarms->listener)
        alarms->listener(alarms->context, news, alarm, now_ms);
}

bool alarm_shelved(const struct alarm *alarm)
{
    return alarm->shelved_until_ms >= 0;
}
