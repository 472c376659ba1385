/* Hearing: from what the rules find, second after second, to alarms.  Knows neither what a rule means
 * nor who looks.
 *
 * Invariants: a subject has at most one alarm for a rule; above_ms[i] is set exactly while the last
 * hearing found tier i + 1 or worse, below_ms[i] while it found less; an alarm that is normal is kept
 * only while a delay of it runs or it is shelved. */
#include "console/model/alarms_parts.h"

#include "acdfeed/memory.h"
#include "console/words.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORD(name, word) #word,
const struct acd_names alarm_subject_names = {
    "subject", (const char *const[]){ALARM_SUBJECT_LIST(WORD)}, ALARM_SUBJECTS};
const struct acd_names alarm_state_names = {
    "alarm state", (const char *const[]){ALARM_STATE_LIST(WORD)}, ALARM_STATES};
const struct acd_names alarm_news_names = {
    "news", (const char *const[]){ALARM_NEWS_LIST(WORD)}, ALARM_NEWS};

struct alarms *alarms_new(void)
{
    struct alarms *alarms = acd_calloc(1, sizeof(*alarms));

    alarms->manners = (struct alarm_manners){
        .answer_from = 2, .again_ms = 15 * 60000, .keep_ms = 30 * 60000, .flood = 10};
    for (int i = 0; i < FLOOD_MOST; i++)
        alarms->raised_ms[i] = -1;
    return alarms;
}

void alarms_free(struct alarms *alarms)
{
    struct subject *subject;

    if (!alarms)
        return;
    for (int kind = 0; kind < ALARM_SUBJECTS; kind++) {
        for (int i = 0; (subject = index_at(&alarms->subjects[kind], i)); i++)
            subject_free(subject);
        index_release(&alarms->subjects[kind]);
    }
    free(alarms);
}

void alarms_behave(struct alarms *alarms, const struct alarm_manners *manners)
{
    alarms->manners = *manners;
    if (alarms->manners.flood >= FLOOD_MOST)
        alarms->manners.flood = FLOOD_MOST - 1;
}

void alarms_listen(struct alarms *alarms, alarms_listener *listener, void *context)
{
    alarms->listener = listener;
    alarms->context = context;
}

/* --- one alarm ----------------------------------------------------------------------------------- */

static void unshelve_if_worse(struct alarms *alarms, struct alarm *alarm, int64_t now_ms)
{
    if (!alarm_shelved(alarm) || alarm->tier <= alarm->shelved_tier)
        return;
    alarm->shelved_until_ms = -1;
    alarms_tell(alarms, ALARM_NEWS_BROKE_SHELF, alarm, now_ms);
}

/* One that came back before anybody saw it go, and no worse, has rung already. */
static void rise(struct alarms *alarms, struct alarm *alarm, int tier, int64_t now_ms)
{
    bool is_new = alarm->tier == 0;
    bool has_rung = alarm->state == ALARM_RETURNED && tier <= alarm->worst;

    if (is_new && !has_rung) {
        alarm->raised_ms = now_ms;
        alarm->worst = 0;
        alarm->flooded = false;
    }
    alarm->tier = tier;
    if (tier > alarm->worst)
        alarm->worst = tier;
    alarm->changed_ms = alarm->nagged_ms = now_ms;
    unshelve_if_worse(alarms, alarm, now_ms);
    if (tier < alarms->manners.answer_from) {
        alarm->state = ALARM_ACKNOWLEDGED;
        alarm->by[0] = '\0';
    } else if (!alarm_shelved(alarm)) {
        alarm->state = ALARM_ACTIVE;
        alarm->by[0] = '\0';
        if (!has_rung)
            alarms_ring(alarms, alarm, now_ms);
    } else {
        alarm->state = ALARM_ACKNOWLEDGED;
    }
    alarms_tell(alarms, is_new ? ALARM_NEWS_RAISED : ALARM_NEWS_WORSE, alarm, now_ms);
}

static void fall(struct alarms *alarms, struct alarm *alarm, int tier, int64_t now_ms)
{
    alarm->tier = tier;
    alarm->changed_ms = now_ms;
    if (tier > 0) {
        alarms_tell(alarms, ALARM_NEWS_BETTER, alarm, now_ms);
        return;
    }
    if (alarm->state == ALARM_ACTIVE) {
        alarm->state = ALARM_RETURNED;
        alarms_tell(alarms, ALARM_NEWS_RETURNED, alarm, now_ms);
        return;
    }
    alarm->state = ALARM_NORMAL; /* on its shelf it stays, lest it ring as it comes back */
    alarms_tell(alarms, ALARM_NEWS_OVER, alarm, now_ms);
}

static void keep_time(struct alarm *alarm, int found, int64_t on_ms, bool first, int64_t now_ms)
{
    for (int i = 0; i < ALARM_TIERS; i++) {
        bool above = found > i;
        int64_t *since = above ? &alarm->above_ms[i] : &alarm->below_ms[i];

        *(above ? &alarm->below_ms[i] : &alarm->above_ms[i]) = -1;
        if (*since < 0)
            *since = above && first ? now_ms - on_ms : now_ms;
        if (*since < 0) /* the clock is young: as long as it runs */
            *since = 0;
    }
}

/* The tier that delays let it have. */
static int tier_due(const struct alarm *alarm, int64_t on_ms, bool first, int64_t now_ms)
{
    int tier = alarm->tier;

    for (int i = ALARM_TIERS - 1; i >= tier; i--)
        if (alarm->above_ms[i] >= 0 && (first || now_ms - alarm->above_ms[i] >= on_ms))
            return i + 1;
    while (tier > 0 && alarm->below_ms[tier - 1] >= 0 &&
           now_ms - alarm->below_ms[tier - 1] >= alarm->off_ms)
        tier--;
    return tier;
}

/* `sign` NULL: the rule finds nothing. */
static void hear(struct alarms *alarms, struct alarm *alarm, const struct alarm_sign *sign, bool first,
                 int64_t now_ms)
{
    int64_t on_ms = sign ? sign->on_ms : 0;
    int tier;

    if (sign) {
        alarm->off_ms = sign->off_ms;
        alarm->unknown = sign->unknown;
        words_print(alarm->why, sizeof(alarm->why), "%s", sign->why);
    }
    keep_time(alarm, sign ? sign->tier : 0, on_ms, first, now_ms);
    tier = tier_due(alarm, on_ms, first, now_ms);
    if (tier > alarm->tier)
        rise(alarms, alarm, tier, now_ms);
    else if (tier < alarm->tier)
        fall(alarms, alarm, tier, now_ms);
}

/* --- subjects ------------------------------------------------------------------------------------ */

static struct subject *subject_row(struct alarms *alarms, enum alarm_subject kind, const char *site,
                                   const char *id)
{
    struct subject *subject = index_find(&alarms->subjects[kind], site, id);

    if (subject)
        return subject;
    subject = acd_calloc(1, sizeof(*subject));
    words_print(subject->site, sizeof(subject->site), "%s", site);
    words_print(subject->id, sizeof(subject->id), "%s", id);
    index_add(&alarms->subjects[kind], site, id, subject);
    return subject;
}

static struct alarm *alarm_row(struct alarms *alarms, struct subject *subject, enum alarm_subject kind,
                               const char *rule)
{
    struct alarm *alarm;

    for (int i = 0; i < subject->n; i++)
        if (strcmp(subject->list[i]->rule, rule) == 0)
            return subject->list[i];
    alarm = acd_calloc(1, sizeof(*alarm));
    *alarm = (struct alarm){.subject = kind, .rule = rule, .shelved_until_ms = -1,
                            .serial = ++alarms->last_serial};
    memcpy(alarm->site, subject->site, sizeof(alarm->site));
    memcpy(alarm->id, subject->id, sizeof(alarm->id));
    for (int i = 0; i < ALARM_TIERS; i++)
        alarm->above_ms[i] = alarm->below_ms[i] = -1;
    subject->list =
        acd_realloc(subject->list, (size_t)(subject->n + 1) * sizeof(*subject->list));
    subject->list[subject->n++] = alarm;
    return alarm;
}

void alarms_hear(struct alarms *alarms, enum alarm_subject kind, const char *site, const char *id,
                 const struct alarm_sign *signs, int n, int64_t now_ms)
{
    struct subject *subject = index_find(&alarms->subjects[kind], site, id);
    bool first = !subject || !subject->heard;

    if (!subject && n == 0 && kind == ALARM_OF_AGENT)
        return; /* thousands of them are fine: a row for none of these */
    subject = subject_row(alarms, kind, site, id);
    /* Agents have rows only while something is found of them, so that the first time says nothing. */
    first = first && kind != ALARM_OF_AGENT;
    subject->heard = true;
    for (int i = 0; i < subject->n; i++) {
        const struct alarm_sign *sign = NULL;

        for (int s = 0; s < n && !sign; s++)
            if (strcmp(signs[s].rule, subject->list[i]->rule) == 0)
                sign = &signs[s];
        if (!sign)
            hear(alarms, subject->list[i], NULL, first, now_ms);
    }
    for (int i = 0; i < n; i++) {
        assert(signs[i].tier >= 1 && signs[i].tier <= ALARM_TIERS);
        hear(alarms, alarm_row(alarms, subject, kind, signs[i].rule), &signs[i], first, now_ms);
    }
    subject_drop_normal(subject);
}

void alarms_unheard(struct alarms *alarms, enum alarm_subject kind, const char *site, const char *id)
{
    struct subject *subject = index_find(&alarms->subjects[kind], site, id);

    if (!subject)
        return;
    subject->heard = false;
    for (int i = 0; i < subject->n; i++) /* what was not watched does not count as lasting */
        for (int t = 0; t < ALARM_TIERS; t++)
            subject->list[i]->above_ms[t] = subject->list[i]->below_ms[t] = -1;
    subject_drop_normal(subject);
}

void alarms_forget(struct alarms *alarms, enum alarm_subject kind, const char *site, const char *id,
                   int64_t now_ms)
{
    struct subject *subject = index_remove(&alarms->subjects[kind], site, id);

    if (!subject)
        return;
    for (int i = 0; i < subject->n; i++)
        if (subject->list[i]->state != ALARM_NORMAL) {
            subject->list[i]->state = ALARM_NORMAL;
            subject->list[i]->tier = 0;
            alarms_tell(alarms, ALARM_NEWS_OVER, subject->list[i], now_ms);
        }
    subject_free(subject);
}
