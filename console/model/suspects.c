/* What cannot be: figures that contradict each other, agents who do what nobody can.  A suspect is
 * said beside the alarms, or kept out of them where the settings say so.  Also the alarms of agents
 * and of sites, which no limit of a queue knows. */
#include "console/model/hearing.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>

enum {
    LASTING_MS = 30000,         /* a contradiction of a moment is a message under way */
    GHOST_WAIT_MS = 4 * 3600000, /* nobody waits so long on a line */
    GHOST_TALK_MS = 6 * 3600000,
};

const struct alarm_manners *limits_manners(const struct limits *limits)
{
    return &limits->alarms;
}

static bool is_value(struct acd_figure figure)
{
    return figure.is == ACD_FIGURE_VALUE;
}

static void mark_last(struct hearing *h)
{
    h->findings[h->n - 1].suspect = true;
    h->findings[h->n - 1].on_ms = LASTING_MS;
}

void suspects_hear(struct hearing *h)
{
    struct acd_figure past = h->figures->past_target, idle = h->figures->kpi[KPI_FREE];
    struct acd_figure longest = h->figures->kpi[KPI_LONGEST];
    bool at_once = hearing_media(h->queue) == ACD_MEDIA_VOICE || hearing_media(h->queue) == ACD_MEDIA_CHAT;
    char wait[WORD_BYTES];

    if (!at_once)
        return;
    if (is_value(past) && is_value(idle) && past.value >= 1 && idle.value >= 1) {
        hearing_find(h, TIER_QUEUE, "suspect-free", _("%.0f agents free while %.0f wait past the target"),
                     idle.value, past.value);
        mark_last(h);
    }
    if (is_value(longest) && longest.value > GHOST_WAIT_MS) {
        hearing_find(h, TIER_QUEUE, "suspect-wait", _("a contact that waits for %s: is it still there?"),
                     hearing_say_ms(wait, longest.value));
        mark_last(h);
    }
}

/* --- agents -------------------------------------------------------------------------------------- */

enum { AGENT_SIGNS = 3 };
struct signs {
    struct alarm_sign at[AGENT_SIGNS];
    char why[AGENT_SIGNS][VERDICT_WHY_BYTES];
    int n;
};

static void add(struct signs *signs, const char *rule, bool suspect)
{
    signs->at[signs->n] = (struct alarm_sign){.rule = rule, .tier = TIER_QUEUE, .unknown = suspect,
                                              .why = signs->why[signs->n]};
    signs->n++;
}

static int64_t later(int64_t ms, int64_t by_ms)
{
    int64_t sum;

    return __builtin_add_overflow(ms, by_ms, &sum) ? INT64_MAX : sum;
}

static void hear_state(struct signs *signs, const struct limits *limits, const struct acd_agent *told,
                       int64_t elapsed_ms)
{
    char is[WORD_BYTES], most[WORD_BYTES];
    bool reason = ACD_KNOWN(told, ACD_AGENT_REASON) && told->reason[0];

    if (!limits_agent_overdue(limits, told, elapsed_ms))
        return;
    words_print(signs->why[signs->n], VERDICT_WHY_BYTES, _("%s%s%.40s%s %s, limit %s"),
             words_of(acd_names_word(&acd_agent_state_names, told->state)), reason ? " (" : "",
             reason ? told->reason : "", reason ? ")" : "",
             hearing_say_ms(is, (double)later(told->state_ms, elapsed_ms)),
             hearing_say_ms(most, (double)limits_agent_ms(limits, told)));
    add(signs, acd_names_word(&acd_agent_state_names, told->state), false);
}

static void hear_login(struct signs *signs, const struct limits *limits, const struct acd_agent *told,
                       int64_t elapsed_ms)
{
    char is[WORD_BYTES], most[WORD_BYTES];
    int64_t login_ms = later(told->day.login_ms, elapsed_ms);

    if (limits->login_ms < 0 || !ACD_KNOWN(told, ACD_AGENT_DAY) ||
        !ACD_KNOWN(&told->day, ACD_AGENT_DAY_LOGIN) || login_ms <= limits->login_ms ||
        (ACD_KNOWN(told, ACD_AGENT_STATE) && told->state == ACD_STATE_OFFLINE))
        return;
    words_print(signs->why[signs->n], VERDICT_WHY_BYTES, _("no logout: logged in for %s, limit %s"),
             hearing_say_ms(is, (double)login_ms), hearing_say_ms(most, (double)limits->login_ms));
    add(signs, "login", false);
}

static void hear_suspect(struct signs *signs, const struct acd_agent *told, int64_t elapsed_ms)
{
    bool talks = ACD_KNOWN(told, ACD_AGENT_STATE) &&
                 (told->state == ACD_STATE_TALKING || told->state == ACD_STATE_HOLD);
    int64_t ms = ACD_KNOWN(told, ACD_AGENT_STATE_MS) ? later(told->state_ms, elapsed_ms) : -1;
    char is[WORD_BYTES];

    if (talks && ACD_KNOWN(told, ACD_AGENT_QUEUE) && !told->queue[0] && ms > LASTING_MS)
        words_print(signs->why[signs->n], VERDICT_WHY_BYTES, _("suspect: %s for %s without a contact"),
                 words_of(acd_names_word(&acd_agent_state_names, told->state)), hearing_say_ms(is, (double)ms));
    else if (talks && ms > GHOST_TALK_MS)
        words_print(signs->why[signs->n], VERDICT_WHY_BYTES, _("suspect: one contact for %s"),
                 hearing_say_ms(is, (double)ms));
    else
        return;
    add(signs, "suspect-contact", true);
}

void limits_judge_agent(const struct limits *limits, struct alarms *alarms,
                        struct board_agent *agent, int64_t now_ms)
{
    int64_t elapsed_ms = now_ms > agent->told_ms ? now_ms - agent->told_ms : 0;
    struct signs signs = {.n = 0};

    if (!board_agent_live(agent)) {
        if (agent->alarmed)
            alarms_unheard(alarms, ALARM_OF_AGENT, agent->site->id, agent->told->id);
        return;
    }
    hear_suspect(&signs, agent->told, elapsed_ms);
    if (signs.n == 0 || !limits->suspect_quiet) {
        hear_state(&signs, limits, agent->told, elapsed_ms);
        hear_login(&signs, limits, agent->told, elapsed_ms);
    }
    if (signs.n > 0 || agent->alarmed) /* thousands have none, and are not looked up */
        alarms_hear(alarms, ALARM_OF_AGENT, agent->site->id, agent->told->id, signs.at, signs.n, now_ms);
    agent->alarmed = signs.n > 0 || (agent->alarmed && alarms_of(alarms, ALARM_OF_AGENT, agent->site->id,
                                                                agent->told->id, NULL, 0) > 0);
}

/* --- sites --------------------------------------------------------------------------------------- */

void limits_judge_site(const struct limits *limits, struct alarms *alarms,
                       const struct board_site *site, int64_t now_ms)
{
    struct alarm_sign sign = {.rule = "unknown", .tier = TIER_LONG, .unknown = true,
                              .on_ms = limits->on_ms, .off_ms = limits->off_ms};
    char why[ALARM_WHY_BYTES + 32];
    bool silent = !board_site_live(site) && site->state.heard_ms >= 0;

    /* One that was never heard may come yet: the state line says so. */
    words_print(why, sizeof(why), _("nothing is known: %s"),
             site->why[0] ? site->why : words_of(acd_names_word(&acd_link_names, (int)site->state.link)));
    sign.why = why;
    alarms_hear(alarms, ALARM_OF_SITE, site->id, "", &sign, silent, now_ms);
}
