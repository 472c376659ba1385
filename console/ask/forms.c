/* The table of forms.  Knows words and fields; what they mean on the floor now is in choices.c and
 * consequence.c. */
#include "console/ask/forms.h"
#include "console/words.h"

#define LASTING(time)                                                                              \
    {.label = N_("For"), .kind = FIELD_DURATION, .arg = ACD_ARGS_FOR, .text = time, .optional = true,  \
     .before = "for "}
/* Read by the place of its words: console/po/extract. */
#define COUNTED(one, many) .after_one = one, .after = many
#define ON_OR_OFF                                                                                  \
    {.label = "Switch", .kind = FIELD_SWITCH, .arg = ACD_ARGS_ON, .fill = fill_on, .text = "true"}

static const struct form forms[FORMS] = {
    [ACD_OP_OVERFLOW] = {
        FORM_OF_QUEUE, N_("Overflow from "), N_("overflow"), N_("Overflow"),
        {
            {.label = N_("To"), .kind = FIELD_CHOICE, .arg = ACD_ARGS_TO, .fill = fill_overflow_to,
             .before = N_("to ")},
            {.label = N_("Calls"), .kind = FIELD_COUNT, .arg = ACD_ARGS_CALLS, .fill = fill_calls,
             COUNTED(" call", " calls")},
            LASTING("15 min"),
        },
        .consequence = tell_overflow,
    },
    [ACD_OP_OVERFLOW_END] = {
        FORM_OF_QUEUE, N_("End a measure at "), N_("end"), N_("End it"),
        {{.label = N_("Measure"), .kind = FIELD_CHOICE, .arg = ACD_ARGS_MEASURE, .fill = fill_measures}},
        .consequence = tell_end,
    },
    [ACD_OP_MOVE_AGENTS] = {
        FORM_OF_QUEUE, N_("Move agents to "), N_("move"), N_("Move"),
        {
            {.label = N_("From"), .kind = FIELD_CHOICE, .arg = ACD_ARGS_FROM, .fill = fill_from,
             .asked = asked_count, .before = N_("from ")},
            {.label = N_("Agents"), .kind = FIELD_COUNT, .arg = ACD_ARGS_COUNT, .fill = fill_count,
             .text = "1", .asked = asked_count, COUNTED(" agent", " agents")},
            {.label = N_("There"), .kind = FIELD_SWITCH, .arg = ACD_ARGS_INSTEAD, .fill = fill_instead,
             .text = "false"},
            LASTING("30 min"),
        },
        .consequence = tell_move,
    },
    [ACD_OP_ALL_HANDS] = {
        FORM_OF_QUEUE, N_("All agents take calls: "), N_("all hands"), N_("All hands"),
        {LASTING("15 min")},
        N_("Flexible work and pauses that may end do so; every agent who can takes calls."),
        NULL,
    },
    [ACD_OP_DEFER_WORK] = {
        FORM_OF_QUEUE, N_("Put off work that can wait: "), N_("defer work"), N_("Put off"),
        {LASTING("30 min")},
        N_("Work that can wait is not handed out meanwhile; it is kept."),
        NULL,
    },
    [ACD_OP_ANNOUNCE] = {
        FORM_OF_QUEUE, N_("Announcement in "), N_("announce"), N_("Announce"),
        {
            {.label = N_("Message"), .kind = FIELD_TEXT, .arg = ACD_ARGS_MESSAGE,
             .hint = N_("name of a recorded message, or the words")},
            LASTING("30 min"),
        },
        N_("Everyone who waits, and everyone who comes, hears it."),
        NULL,
    },
    [ACD_OP_CALLBACK] = {
        FORM_OF_QUEUE, N_("Call-back for "), N_("call-back"), N_("Switch"),
        {ON_OR_OFF, LASTING("60 min")},
        N_("Callers may leave a number and keep their place instead of waiting on the line."),
        NULL,
    },
    [ACD_OP_REROUTE] = {
        FORM_OF_QUEUE, N_("Another routing rule for "), N_("reroute"), N_("Switch"),
        {
            {.label = N_("Rule"), .kind = FIELD_TEXT, .arg = ACD_ARGS_RULE,
             .hint = N_("name of a rule prepared in the ACD"), .before = N_("by ")},
            LASTING("60 min"),
        },
        N_("New contacts go by this rule; those who wait stay where they are."),
        NULL,
    },
    [ACD_OP_MANAGERS] = {
        FORM_OF_QUEUE, N_("Managers take calls of "), N_("managers"), N_("Switch"),
        {ON_OR_OFF, LASTING("30 min")},
        N_("Managers and the reserve group are offered these calls."),
        NULL,
    },
    [ACD_OP_OUTSOURCE] = {
        FORM_OF_QUEUE, N_("A share to the partner from "), N_("outsource"), N_("Hand over"),
        {
            {.label = N_("Partner"), .kind = FIELD_TEXT, .arg = ACD_ARGS_TO,
             .hint = N_("id of the partner"), .before = N_("to ")},
            {.label = N_("Share"), .kind = FIELD_SHARE, .arg = ACD_ARGS_SHARE, .text = "20 %"},
            LASTING("60 min"),
        },
        .consequence = tell_share,
    },
    [ACD_OP_THROTTLE] = {
        FORM_OF_QUEUE, N_("Block a share of calls to "), N_("throttle"), N_("Block"),
        {
            {.label = N_("Share"), .kind = FIELD_SHARE, .arg = ACD_ARGS_SHARE, .text = "10 %"},
            LASTING("15 min"),
        },
        .consequence = tell_share,
    },
    [ACD_OP_OPEN] = {
        FORM_OF_QUEUE, N_("Open "), N_("open"), N_("Open"), {{0}}, N_("New contacts are let in again."), NULL,
    },
    [ACD_OP_CLOSE] = {
        FORM_OF_QUEUE, N_("Close "), N_("close"), N_("Close"),
        {{.label = N_("Type"), .kind = FIELD_TEXT, .arg = DIALOG_TYPED, .fill = fill_typed}},
        .consequence = tell_close,
    },
    [ACD_OP_PRIORITY] = {
        FORM_OF_CALL, N_("Priority of a contact in "), N_("priority"), N_("Set"),
        {{.label = N_("Priority"), .kind = FIELD_COUNT, .arg = ACD_ARGS_PRIO, .text = "1",
          .hint = N_("a whole number")}},
        .consequence = tell_contact,
    },
    [ACD_OP_REDIRECT] = {
        FORM_OF_CALL, N_("Redirect a contact from "), N_("redirect"), N_("Redirect"),
        {{.label = N_("To"), .kind = FIELD_CHOICE, .arg = ACD_ARGS_TO, .fill = fill_redirect_to,
          .before = N_("to ")}},
        .consequence = tell_contact,
    },
    [ACD_OP_CLAIM] = {
        FORM_OF_QUEUE, N_("I take care of "), N_("claim"), N_("Claim"),
        {{.label = N_("Alert"), .kind = FIELD_TEXT, .arg = ACD_ARGS_ALERT, .text = "queue",
          .hint = N_("what it is about")}},
        N_("Every console shows that you have it."),
        tell_claim,
    },
    [ACD_OP_NOTICE] = {
        FORM_OF_SITE, N_("A line on every board of "), N_("notice"), N_("Tell"),
        {
            {.label = N_("Site"), .kind = FIELD_CHOICE, .arg = DIALOG_SITE, .fill = fill_sites,
             .asked = asked_site, .before = N_("at ")},
            {.label = N_("Text"), .kind = FIELD_TEXT, .arg = ACD_ARGS_TEXT, .hint = N_("one line")},
        },
        N_("Everyone who looks at a board of this site reads it: no names, no numbers."),
        NULL,
    },
    [ACD_OP_AGENT_STATE] = {
        FORM_OF_AGENT, N_("State of "), "", N_("Set"),
        {
            {.label = N_("State"), .kind = FIELD_CHOICE, .arg = ACD_ARGS_STATE, .fill = fill_states},
            {.label = N_("Reason"), .kind = FIELD_TEXT, .arg = ACD_ARGS_REASON, .text = "break",
             .asked = asked_reason, .optional = true, .hint = N_("break, lunch, meeting, training"),
             .before = N_("for ")},
            {.label = N_("Type"), .kind = FIELD_TEXT, .arg = DIALOG_TYPED, .fill = fill_typed,
             .asked = asked_logout_of_many},
        },
        .consequence = tell_state,
    },
    [ACD_OP_AGENT_QUEUE] = {
        FORM_OF_AGENT, N_("Queues of "), N_("serve"), N_("Change"),
        {
            {.label = N_("Queue"), .kind = FIELD_CHOICE, .arg = DIALOG_QUEUE, .fill = fill_serves_queue},
            {.label = N_("Do"), .kind = FIELD_SWITCH, .arg = DIALOG_SERVES, .fill = fill_serves,
             .text = "add"},
            {.label = N_("Priority"), .kind = FIELD_COUNT, .arg = ACD_ARGS_PRIO, .asked = asked_prio,
             .optional = true, .hint = N_("a whole number; empty: as the ACD has it"),
             .before = N_("priority ")},
        },
        .consequence = tell_serves,
    },
    [FORM_SHELVE] = {
        FORM_OF_ALARM, N_("Shelve the alarms of "), N_("shelve"), N_("Shelve"),
        {{.label = N_("For"), .kind = FIELD_DURATION, .arg = ACD_ARGS_FOR, .text = "15 min"}},
        N_("Until then it neither rings nor counts; a worse tier breaks through."),
        .local = shelve_local,
    },
};

const struct form *form_of(enum acd_op op)
{
    return (int)op >= 0 && (int)op < FORMS && forms[op].title != NULL ? &forms[op] : NULL;
}
