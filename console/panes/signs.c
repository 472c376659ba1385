/* The meaning of every sign, figure and formula, as text.  Formulas are those of acdfeed/kpi.h. */
#include "console/panes/signs.h"

#include "console/panes/draw.h"

#include <stdio.h>

static const struct {
    const char *sign, *words;
} figures[] = {
    {"-", "not known: never told, or the site is stale; not zero"},
    {"n/a", "not defined: nothing was counted"},
    {"wait", "contacts in the queue now"},
    {"longest", "how long the oldest of them has waited, now"},
    {"SL 80/20", "service level: the goal is 80 % within 20 s; formula and sample n beside it"},
    {"handled", "answered in time / answered"},
    {"ignore", "answered in time / (offered - abandoned in time)"},
    {"negative", "answered in time / offered"},
    {"positive", "(answered + abandoned in time) / offered"},
    {"short", "answered in time / (offered - short abandons)"},
    {"SL now", "as the formula, and who waits longer than the goal counts as missed"},
    {"ASA", "average speed of answer: wait of the answered / answered"},
    {"aband", "(abandoned - short) / (offered - short); abandoned / offered without short"},
    {"AHT", "(talk + hold + after-call work) / answered"},
    {"occ", "(talk + hold + acw + outbound) / (the same + available)"},
    {"on duty", "staffed less paused / staffed: in any state but logged out"},
    {"free", "agents who are available"},
    {"erl", "offered load: arrivals a second x AHT, in agents"},
    {"window", "the last minutes; interval: this half or quarter hour; day: the business day"},
};

static const char *const tier_meanings[] = {
    "calm: nobody waits longer than meant",
    "queueing: customers begin to wait; all free agents take calls",
    "longer than expected; put off what can wait, use second measures",
    "beyond capacity: more than the agents on duty can do; overflow, emergency plan",
};

static bool tier_line(int i, bool ascii, struct sign *out)
{
    int tier = i == (int)ACD_COUNT_OF(tier_meanings) ? TIER_UNKNOWN : i;
    if (i > (int)ACD_COUNT_OF(tier_meanings))
        return false;
    draw_tier_sign(out->sign, sizeof out->sign, tier, ascii);
    out->role = draw_tier_role(tier);
    out->words = tier == TIER_UNKNOWN ? "unknown: the data are stale or incomplete; not calm"
                                      : tier_meanings[tier];
    return true;
}

static bool state_line(int state, struct sign *out)
{
    static const char *const meanings[ACD_STATES] = {
        [ACD_STATE_OFFLINE] = "logged out",
        [ACD_STATE_AVAILABLE] = "waits for a contact",
        [ACD_STATE_RINGING] = "a contact is being offered",
        [ACD_STATE_TALKING] = "with a contact",
        [ACD_STATE_HOLD] = "with a contact who is on hold",
        [ACD_STATE_ACW] = "after-call work",
        [ACD_STATE_OUTBOUND] = "on a call of the agent's own",
        [ACD_STATE_PAUSED] = "not available, with a reason",
    };
    if (state >= ACD_STATES)
        return false;
    snprintf(out->sign, sizeof out->sign, "%s", draw_state_word(state));
    out->role = draw_state_role(state);
    out->words = meanings[state];
    return true;
}

static bool request_line(int i, struct sign *out)
{
    static const char *const meanings[] = {
        [REQUEST_ASKED] = "sent, not answered yet",
        [REQUEST_ACCEPTED] = "taken up, not finished yet",
        [REQUEST_DONE] = "carried out",
        [REQUEST_REFUSED] = "not carried out, with the reason",
        [REQUEST_NO_ANSWER] = "may or may not have been carried out: look before asking again",
    };
    if (i >= (int)ACD_COUNT_OF(meanings))
        return false;
    snprintf(out->sign, sizeof out->sign, "%s", draw_request_word((enum request_state)i));
    out->role = draw_request_role((enum request_state)i);
    out->words = meanings[i];
    return true;
}

static bool figure_line(int i, struct sign *out)
{
    if (i >= (int)ACD_COUNT_OF(figures))
        return false;
    snprintf(out->sign, sizeof out->sign, "%s", figures[i].sign);
    out->role = ROLE_STRONG;
    out->words = figures[i].words;
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
    static const char *const titles[] = {"Tiers", "Figures", "Agents", "Requests"};
    for (int part = 0; part < (int)ACD_COUNT_OF(titles); part++) {
        if (i-- == 0) {
            *out = (struct sign){.role = ROLE_TITLE};
            snprintf(out->sign, sizeof out->sign, "%s", titles[part]);
            return true;
        }
        for (int line = 0; line_of(part, line, ascii, out); line++)
            if (i-- == 0)
                return true;
    }
    return false;
}
