/* The meaning of every sign, figure and formula, as text.  Formulas are those of acdfeed/kpi.h. */
#include "console/panes/signs.h"

#include "console/panes/draw.h"
#include "console/words.h"

#include <stdio.h>

static const struct {
    const char *sign, *words;
} figures[] = {
    {"-", N_("not known: never told, or the site is stale; not zero")},
    {N_("n/a"), N_("not defined: nothing was counted")},
    {N_("wait"), N_("contacts in the queue now")},
    {N_("longest"), N_("how long the oldest of them has waited, now")},
    {N_("SL 80/20"), N_("service level: the goal is 80 % within 20 s; formula and sample n beside it")},
    {N_("handled"), N_("answered in time / answered")},
    {N_("ignore"), N_("answered in time / (offered - abandoned in time)")},
    {N_("negative"), N_("answered in time / offered")},
    {N_("positive"), N_("(answered + abandoned in time) / offered")},
    {N_("short"), N_("answered in time / (offered - short abandons)")},
    {N_("SL now"), N_("as the formula, and who waits longer than the goal counts as missed")},
    {N_("ASA"), N_("average speed of answer: wait of the answered / answered")},
    {N_("aband"), N_("(abandoned - short) / (offered - short); abandoned / offered without short")},
    {N_("AHT"), N_("(talk + hold + after-call work) / answered")},
    {N_("occ"), N_("(talk + hold + acw + outbound) / (the same + available)")},
    {N_("on duty"), N_("staffed less paused / staffed: in any state but logged out")},
    {N_("free"), N_("agents who are available")},
    {N_("erl"), N_("offered load: arrivals a second x AHT, in agents")},
    {N_("window"), N_("the last minutes; interval: this half or quarter hour; day: the business day")},
};

static const char *const tier_meanings[] = {
    N_("calm: nobody waits longer than meant"),
    N_("queueing: customers begin to wait; all free agents take calls"),
    N_("longer than expected; put off what can wait, use second measures"),
    N_("beyond capacity: more than the agents on duty can do; overflow, emergency plan"),
};

static bool tier_line(int i, bool ascii, struct sign *out)
{
    int tier = i == (int)ACD_COUNT_OF(tier_meanings) ? TIER_UNKNOWN : i;
    if (i > (int)ACD_COUNT_OF(tier_meanings))
        return false;
    draw_tier_sign(out->sign, sizeof out->sign, tier, ascii);
    out->role = draw_tier_role(tier);
    out->words = tier == TIER_UNKNOWN ? _("unknown: the data are stale or incomplete; not calm")
                                      : words_of(tier_meanings[tier]);
    return true;
}

static bool state_line(int state, struct sign *out)
{
    static const char *const meanings[ACD_STATES] = {
        [ACD_STATE_OFFLINE] = N_("logged out"),
        [ACD_STATE_AVAILABLE] = N_("waits for a contact"),
        [ACD_STATE_RINGING] = N_("a contact is being offered"),
        [ACD_STATE_TALKING] = N_("with a contact"),
        [ACD_STATE_HOLD] = N_("with a contact who is on hold"),
        [ACD_STATE_ACW] = N_("after-call work"),
        [ACD_STATE_OUTBOUND] = N_("on a call of the agent's own"),
        [ACD_STATE_PAUSED] = N_("not available, with a reason"),
    };
    if (state >= ACD_STATES)
        return false;
    words_print(out->sign, sizeof out->sign, "%s", draw_state_word(state));
    out->role = draw_state_role(state);
    out->words = words_of(meanings[state]);
    return true;
}

static bool request_line(int i, struct sign *out)
{
    static const char *const meanings[] = {
        [REQUEST_ASKED] = N_("sent, not answered yet"),
        [REQUEST_ACCEPTED] = N_("taken up, not finished yet"),
        [REQUEST_DONE] = N_("carried out"),
        [REQUEST_REFUSED] = N_("not carried out, with the reason"),
        [REQUEST_NO_ANSWER] = N_("may or may not have been carried out: look before asking again"),
    };
    if (i >= (int)ACD_COUNT_OF(meanings))
        return false;
    words_print(out->sign, sizeof out->sign, "%s", draw_request_word((enum request_state)i));
    out->role = draw_request_role((enum request_state)i);
    out->words = words_of(meanings[i]);
    return true;
}

static bool figure_line(int i, struct sign *out)
{
    if (i >= (int)ACD_COUNT_OF(figures))
        return false;
    words_print(out->sign, sizeof out->sign, "%s", words_of(figures[i].sign));
    out->role = ROLE_STRONG;
    out->words = words_of(figures[i].words);
    return true;
}

static bool line_of(int part, int i, bool ascii, struct sign *out)
{
    switch (part) {
    case 0:
        return tier_line(i, ascii, out);
    case 1:
        return figure_line(i, out);
    case 2:
        return state_line(i, out);
    default:
        return request_line(i, out);
    }
}

bool signs_at(int i, bool ascii, struct sign *out)
{
    static const char *const titles[] = {N_("Tiers"), N_("Figures"), N_("Agents"), N_("Requests")};
    for (int part = 0; part < (int)ACD_COUNT_OF(titles); part++) {
        if (i-- == 0) {
            *out = (struct sign){.role = ROLE_TITLE};
            words_print(out->sign, sizeof out->sign, "%s", words_of(titles[part]));
            return true;
        }
        for (int line = 0; line_of(part, line, ascii, out); line++)
            if (i-- == 0)
                return true;
    }
    return false;
}
