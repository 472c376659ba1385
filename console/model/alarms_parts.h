/* What an engine is made of, for alarms.c, which hears, and alarms_hand.c, which obeys and shows. */
#ifndef CONSOLE_MODEL_ALARMS_PARTS_H
#define CONSOLE_MODEL_ALARMS_PARTS_H

#include "console/model/alarms.h"
#include "console/model/index.h"

enum { FLOOD_MOST = 100, FLOOD_MS = 60000 };

struct subject {
    struct alarm **list; /* normal ones only while a delay runs */
    int n;
    bool heard;
    char site[ACD_MAX_ID_BYTES + 1], id[ACD_MAX_ID_BYTES + 1];
};

struct alarms {
    struct index subjects[ALARM_SUBJECTS];
    struct alarm_manners manners;
    alarms_listener *listener;
    void *context;
    int64_t raised_ms[FLOOD_MOST]; /* a ring of the last that want an answer; -1 none */
    int next_raised;
    bool flood;
    uint64_t last_serial, rung;
};

void alarms_tell(struct alarms *alarms, enum alarm_news news, const struct alarm *alarm,
                 int64_t now_ms);
/* One more that wants an answer: rung, unless it is one of too many. */
void alarms_ring(struct alarms *alarms, struct alarm *alarm, int64_t now_ms);
/* Lets go of alarms that are normal, are on no shelf and have no delay running. */
void subject_drop_normal(struct subject *subject);
void subject_free(struct subject *subject);
void alarm_set_by(struct alarm *alarm, const char *by);

#endif
