/* The table of forms.  Knows words and fields; what they mean on the floor now is in choices.c and
 * consequence.c. */
#include "console/ask/forms.h"

#define LASTING(time)                                                                              \
    {.label = "For", .kind = FIELD_DURATION, .arg = ACD_ARGS_FOR, .text = time, .optional = true,  \
     .before = "for "}
#define ON_OR_OFF                                                                                  \
    {.label = "Switch", .kind = FIELD_SWITCH, .arg = ACD_ARGS_ON, .fill = fill_on, .text = "true"}

static const struct form forms[FORMS] = {
    [ACD_OP_OVERFLOW] = {
        FORM_OF_QUEUE, "Overflow from ", "overflow", "Overflow",
        {
            {.label = "To", .kind = FIELD_CHOICE, .arg = ACD_ARGS_TO, .fill = fill_overflow_to,
             .before = "to "},
            {.label = "Calls", .kind = FIELD_COUNT, .arg = ACD_ARGS_CALLS, .fill = fill_calls,
             .after = " calls"},
            LASTING("15 min"),
        },
        .consequence = tell_overflow,
    },
    [ACD_OP_OVERFLOW_END] = {
        FORM_OF_QUEUE, "End a measure at ", "end", "End it",
        {{.label = "Measure", .kind = FIELD_CHOICE, .arg = ACD_ARGS_MEASURE, .fill = fill_measures}},
        .consequence = tell_end,
    },
    [ACD_OP_MOVE_AGENTS] = {
        FORM_OF_QUEUE, "Move agents to ", "move agents", "Move",
        {
            {.label = "From", .kind = FIELD_CHOICE, .arg = ACD_ARGS_FROM, .fill = fill_from,
             .asked = asked_count, .before = "from "},
            {.label = "Agents", .kind = FIELD_COUNT, .arg = ACD_ARGS_COUNT, .fill = fill_count,
             .text = "1", .asked = asked_count, .after = " agents"},
            {.label = "There", .kind = FIELD_SWITCH, .arg = ACD_ARGS_INSTEAD, .fill = fill_instead,
             .text = "false"},
            LASTING("30 min"),
        },
        .consequence = tell_move,
    },
    [ACD_OP_ALL_HANDS] = {
        FORM_OF_QUEUE, "All agents take calls: ", "all hands", "All hands",
        {LASTING("15 min")},
        "Flexible work and pauses that may end do so; every agent who can takes calls.",
        NULL,
    },
    [ACD_OP_DEFER_WORK] = {
        FORM_OF_QUEUE, "Put off work that can wait: ", "defer work", "Put off",
        {LASTING("30 min")},
        "Work that can wait is not handed out meanwhile; it is kept.",
        NULL,
    },
    [ACD_OP_ANNOUNCE] = {
        FORM_OF_QUEUE, "Announcement in ", "announce", "Announce",
        {
            {.label = "Message", .kind = FIELD_TEXT, .arg = ACD_ARGS_MESSAGE,
             .hint = "name of a recorded message, or the words"},
            LASTING("30 min"),
        },
        "Everyone who waits, and everyone who comes, hears it.",
        NULL,
    },
    [ACD_OP_CALLBACK] = {
        FORM_OF_QUEUE, "Call-back for ", "call-back", "Switch",
        {ON_OR_OFF, LASTING("60 min")},
        "Callers may leave a number and keep their place instead of waiting on the line.",
        NULL,
    },
    [ACD_OP_REROUTE] = {
        FORM_OF_QUEUE, "Another routing rule for ", "reroute", "Switch",
        {
            {.label = "Rule", .kind = FIELD_TEXT, .arg = ACD_ARGS_RULE,
             .hint = "name of a rule prepared in the ACD", .before = "by "},
            LASTING("60 min"),
        },
        "New contacts go by this rule; those who wait stay where they are.",
        NULL,
    },
    [ACD_OP_MANAGERS] = {
        FORM_OF_QUEUE, "Managers take calls of ", "managers", "Switch",
        {ON_OR_OFF, LASTING("30 min")},
        "Managers and the reserve group are offered these calls.",
        NULL,
    },
    [ACD_OP_OUTSOURCE] = {
        FORM_OF_QUEUE, "A share to the partner from ", "outsource", "Hand over",
        {
            {.label = "Partner", .kind = FIELD_TEXT, .arg = ACD_ARGS_TO,
             .hint = "id of the partner", .before = "to "},
            {.label = "Share", .kind = FIELD_SHARE, .arg = ACD_ARGS_SHARE, .text = "20 %"},
            LASTING("60 min"),
        },
        .consequence = tell_share,
    },
    [ACD_OP_THROTTLE] = {
        FORM_OF_QUEUE, "Block a share of calls to ", "throttle", "Block",
        {
            {.label = "Share", .kind = FIELD_SHARE, .arg = ACD_ARGS_SHARE, .text = "10 %"},
            LASTING("15 min"),
        },
        .consequence = tell_share,
    },
    [ACD_OP_OPEN] = {
        FORM_OF_QUEUE, "Open ", "open", "Open", {{0}}, "New contacts are let in again.", NULL,
    },
    [ACD_OP_CLOSE] = {
        FORM_OF_QUEUE, "Close ", "close", "Close",
        {{.label = "Type", .kind = FIELD_TEXT, .arg = DIALOG_TYPED, .fill = fill_typed}},
        .consequence = tell_close,
    },
    [ACD_OP_PRIORITY] = {
        FORM_OF_CALL, "Priority of a contact in ", "priority", "Set",
        {{.label = "Priority", .kind = FIELD_COUNT, .arg = ACD_ARGS_PRIO, .text = "1",
          .hint = "a whole number"}},
        .consequence = tell_contact,
    },
    [ACD_OP_REDIRECT] = {
        FORM_OF_CALL, "Redirect a contact from ", "redirect", "Redirect",
        {{.label = "To", .kind = FIELD_CHOICE, .arg = ACD_ARGS_TO, .fill = fill_redirect_to,
          .before = "to "}},
        .consequence = tell_contact,
    },
    [ACD_OP_CLAIM] = {
        FORM_OF_QUEUE, "I take care of ", "claim", "Claim",
        {{.label = "Alert", .kind = FIELD_TEXT, .arg = ACD_ARGS_ALERT, .text = "queue",
          .hint = "what it is about"}},
        "Every console shows that you have it.",
        NULL,
    },
    [ACD_OP_NOTICE] = {
        FORM_OF_SITE, "A line on every board of ", "notice", "Tell",
        {
            {.label = "Site", .kind = FIELD_CHOICE, .arg = DIALOG_SITE, .fill = fill_sites,
             .asked = asked_site, .before = "at "},
            {.label = "Text", .kind = FIELD_TEXT, .arg = ACD_ARGS_TEXT, .hint = "one line"},
        },
        "Everyone who looks at a board of this site reads it: no names, no numbers.",
        NULL,
    },
    [ACD_OP_AGENT_STATE] = {
        FORM_OF_AGENT, "State of ", "", "Set",
        {
            {.label = "State", .kind = FIELD_CHOICE, .arg = ACD_ARGS_STATE, .fill = fill_states},
            {.label = "Reason", .kind = FIELD_TEXT, .arg = ACD_ARGS_REASON, .text = "break",
             .asked = asked_reason, .optional = true, .hint = "break, lunch, meeting, training",
             .before = "for "},
            {.label = "Type", .kind = FIELD_TEXT, .arg = DIALOG_TYPED, .fill = fill_typed,
             .asked = asked_logout_of_many},
        },
        .consequence = tell_state,
    },
    [ACD_OP_AGENT_QUEUE] = {
        FORM_OF_AGENT, "Queues of ", "serve", "Change",
        {
            {.label = "Queue", .kind = FIELD_CHOICE, .arg = DIALOG_QUEUE, .fill = fill_serves_queue},
            {.label = "Do", .kind = FIELD_SWITCH, .arg = DIALOG_SERVES, .fill = fill_serves,
             .text = "add"},
            {.label = "Priority", .kind = FIELD_COUNT, .arg = ACD_ARGS_PRIO, .asked = asked_prio,
             .optional = true, .hint = "a whole number; empty: as the ACD has it",
             .before = "priority "},
        },
        .consequence = tell_serves,
    },
    [FORM_SHELVE] = {
        FORM_OF_ALARM, "Shelve the alarms of ", "shelve", "Shelve",
        {{.label = "For", .kind = FIELD_DURATION, .arg = ACD_ARGS_FOR, .text = "15 min"}},
        "Until then it neither rings nor counts; a worse tier breaks through.",
        .local = shelve_local,
    },
};

const struct form *form_of(enum acd_op op)
{
    return (int)op >= 0 && (int)op < FORMS && forms[op].title != NULL ? &forms[op] : NULL;
}
