/* A queue being judged: shared by judge.c, which decides, and rules.c, which knows the rules by
 * meaning. */
#ifndef CONSOLE_MODEL_HEARING_H
#define CONSOLE_MODEL_HEARING_H

#include "console/model/limits_parts.h"

enum { SUSPECT_RULES = 2 };

/* The findings so far, in the order in which they count. */
struct hearing {
    const struct limits *limits;
    const struct board_queue *queue;
    const struct figures *figures;
    const struct alarms *alarms;
    int64_t wall_ms, local_ms;
    struct finding {
        int tier;
        const char *rule;
        bool suspect;
        int64_t on_ms, off_ms;
        char why[VERDICT_WHY_BYTES];
    } findings[KPIS + LIMIT_RULES + SUSPECT_RULES];
    int n;
};

ACD_PRINTF(4, 5)
void hearing_find(struct hearing *h, int tier, const char *rule, const char *format, ...);

/* The limit on a key of limits_parts.h that holds now, or NULL. */
const struct limit *hearing_limit(const struct hearing *h, int key);

enum { WORD_BYTES = 40 };
/* "4:12", "1:02:09". */
const char *hearing_say_ms(char out[WORD_BYTES], double ms);

/* Of the queue heard; voice where the feed did not say. */
int hearing_media(const struct board_queue *queue);

/* The rules of LIMIT_RULE_LIST, as far as they are on. */
void rules_hear(struct hearing *h);
/* Limits of one's own on KPIs. */
void limits_hear(struct hearing *h);
/* What cannot be: free agents beside long waits, a wait longer than any caller's patience. */
void suspects_hear(struct hearing *h);

#endif
