/* The tables of action.h as data, and finding an action in them by name.  Knows nothing of what an
 * action does. */
#include "console/ask/action.h"
#include "console/words.h"

#include <stdbool.h>
#include <string.h>

static const char *const view_words[VIEWS] = {
    [VIEW_QUEUES] = N_("queues"), [VIEW_QUEUE] = N_("queue"),     [VIEW_AGENTS] = N_("agents"),
    [VIEW_ROSTER] = N_("roster"), [VIEW_JOURNAL] = N_("journal"), [VIEW_ABANDONED] = N_("abandoned"),
    [VIEW_HELP] = N_("help"),     [VIEW_ALARMS] = N_("alarms"),
};
const struct acd_names view_names = {"view", view_words, VIEWS};

#define ACTION_ROW(name, command, keys, contexts, group, op, rank, help)                           \
    [ACTION_##name] = {command, keys, help, contexts, GROUP_##group, op, rank},
const struct action_kind action_kinds[ACTIONS] = {ACTION_LIST(ACTION_ROW)};

const char *const action_group_titles[ACTION_GROUPS] = {
    [GROUP_MOVE] = N_("Moving"),           [GROUP_LOOK] = N_("Looking"), [GROUP_MEASURE] = N_("Measures"),
    [GROUP_AGENT] = N_("Agents"),          [GROUP_PLAYBACK] = N_("Recording"),
             [GROUP_PROGRAM] = N_("Program"),
};

static bool same_name(const char *known, const char *name, size_t length)
{
    if (strlen(known) != length)
        return false;
    for (size_t i = 0; i < length; i++) {
        char a = known[i] == '_' ? '-' : known[i], b = name[i] == '_' ? '-' : name[i];
        if (a != b)
            return false;
    }
    return true;
}

enum action action_find(const char *name, size_t length)
{
    for (int i = 0; i < ACTIONS; i++)
        if (same_name(action_kinds[i].command, name, length))
            return (enum action)i;
    for (int i = 0; i < ACTIONS; i++)
        if (action_kinds[i].op >= 0 &&
            same_name(acd_names_word(&acd_op_names, action_kinds[i].op), name, length))
            return (enum action)i;
    return ACTION_NONE;
}

enum action action_of_op(int op)
{
    for (int i = 0; i < ACTIONS; i++)
        if (op >= 0 && action_kinds[i].op == op)
            return (enum action)i;
    return ACTION_NONE;
}
