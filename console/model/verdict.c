/* From what the rules find to alarms, and from the alarms that stand to the verdict on a queue. */
#include "console/model/hearing.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>

static bool is_value(struct acd_figure figure)
{
    return figure.is == ACD_FIGURE_VALUE;
}

/* Why a queue that breaks no limit may still not be called calm; NULL when it may. */
static const char *doubt(const struct hearing *h)
{
    struct acd_figure waiting = h->figures->kpi[KPI_WAITING];
    struct acd_figure longest = h->figures->kpi[KPI_LONGEST];

    if (is_value(longest) || (is_value(waiting) && waiting.sample == 0))
        return NULL;
    if (!is_value(waiting))
        return _("waiting was never told");
    return hearing_media(h->queue) == ACD_MEDIA_VOICE ? NULL : _("how long they wait was never told");
}

static const char *why_not_live(const struct board_queue *queue)
{
    if (board_site_live(queue->site))
        return _("in doubt: not told again since messages were lost");
    return queue->site->why[0] ? queue->site->why
                               : words_of(acd_names_word(&acd_link_names, (int)queue->site->state.link));
}

/* The worst of each rule, as signs for the engine. */
static int gather_signs(const struct hearing *h, struct alarm_sign *signs)
{
    int n = 0;

    for (int i = 0; i < h->n; i++) {
        const struct finding *finding = &h->findings[i];
        int at = 0;

        while (at < n && strcmp(signs[at].rule, finding->rule) != 0)
            at++;
        if (at < n && signs[at].tier >= finding->tier)
            continue;
        signs[at] = (struct alarm_sign){finding->rule, finding->tier, finding->suspect, finding->on_ms,
                                        finding->off_ms, finding->why};
        n += at == n;
    }
    return n;
}

static const struct finding *found(const struct hearing *h, const char *rule)
{
    const struct finding *worst = NULL;

    for (int i = 0; i < h->n; i++)
        if (strcmp(h->findings[i].rule, rule) == 0 &&
            (!worst || h->findings[i].tier > worst->tier))
            worst = &h->findings[i];
    return worst;
}

/* In the order in which rules are heard; what is found no more, but not yet over, comes last. */
static int rank(const struct hearing *h, const struct alarm *alarm)
{
    const struct finding *finding = found(h, alarm->rule);

    return finding ? (int)(finding - h->findings) : h->n;
}

static void sort_alarms(const struct hearing *h, const struct alarm **list, int n)
{
    for (int i = 1; i < n; i++)
        for (int j = i; j > 0 && rank(h, list[j]) < rank(h, list[j - 1]); j--) {
            const struct alarm *other = list[j];

            list[j] = list[j - 1];
            list[j - 1] = other;
        }
}

static void set_tier(struct verdict *verdict, int tier, int64_t now_ms)
{
    if (tier != verdict->tier || verdict->since_ms < 0)
        verdict->since_ms = now_ms;
    if (tier == TIER_CALM)
        verdict->raised_ms = -1;
    else if (tier > TIER_CALM && verdict->raised_ms < 0)
        verdict->raised_ms = now_ms;
    verdict->tier = tier;
}

enum { ALARMS_OF_QUEUE = KPIS + LIMIT_RULES + SUSPECT_RULES };

static int standing(const struct hearing *h, const struct alarm **out)
{
    int n = alarms_of(h->alarms, ALARM_OF_QUEUE, h->queue->site->id, h->queue->told->id, out,
                      ALARMS_OF_QUEUE), kept = 0;

    for (int i = 0; i < n && i < ALARMS_OF_QUEUE; i++)
        if (out[i]->tier > 0 && !alarm_shelved(out[i]) && !out[i]->unknown)
            out[kept++] = out[i];
    sort_alarms(h, out, kept);
    return kept;
}

static void decide(struct verdict *verdict, const struct hearing *h, int64_t now_ms)
{
    const struct alarm *list[ALARMS_OF_QUEUE], *worst = NULL;
    int n = standing(h, list), tier = TIER_CALM;
    char why[VERDICT_WHY_BYTES] = "";

    for (int i = 0; i < n; i++)
        if (list[i]->tier > tier) {
            tier = list[i]->tier;
            worst = list[i];
        }
    if (!h->figures->live || (tier == TIER_CALM && doubt(h))) {
        words_print(why, sizeof(why), "%s", h->figures->live ? doubt(h) : why_not_live(h->queue));
        tier = TIER_UNKNOWN;
    } else if (worst) {
        words_print(why, sizeof(why), "%s%s", found(h, worst->rule) ? "" : _("was: "), worst->why);
    }
    set_tier(verdict, tier, now_ms);
    memcpy(verdict->why, why, sizeof(why));
    verdict->n_rules = 0;
    for (int i = 0; i < n && verdict->n_rules < VERDICT_RULES; i++)
        if (list[i]->tier == tier)
            verdict->rules[verdict->n_rules++] = list[i]->rule;
}

void limits_judge(const struct limits *limits, struct alarms *alarms, const struct board_queue *queue,
                  const struct figures *figures, int64_t now_ms, int64_t wall_ms, int utc_offset_s,
                  struct verdict *verdict)
{
    struct hearing h = {.limits = limits, .queue = queue, .figures = figures, .alarms = alarms,
                        .wall_ms = wall_ms, .local_ms = wall_ms + utc_offset_s * INT64_C(1000)};
    struct alarm_sign signs[ACD_COUNT_OF(h.findings)];

    if (figures->live) {
        suspects_hear(&h);
        if (h.n == 0 || !limits->suspect_quiet) {
            rules_hear(&h);
            limits_hear(&h);
        }
        alarms_hear(alarms, ALARM_OF_QUEUE, queue->site->id, queue->told->id, signs,
                    gather_signs(&h, signs), now_ms);
    } else {
        alarms_unheard(alarms, ALARM_OF_QUEUE, queue->site->id, queue->told->id);
    }
    decide(verdict, &h, now_ms);
}
