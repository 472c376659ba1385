/* The plan that holds until the settings say otherwise: every measure of a contact centre's textbook, the
 * gentle ones first.  Read like any other settings; a section of the same name changes one. */
#include "console/settings/settings_parts.h"

const char *const settings_plan_text =
    "[plan overflow]\n"
    "op = overflow\ntier = 2\nto = choices\ncalls = free\nfor = 15m\n"
    "[plan move agents]\n"
    "op = move_agents\ntier = 2\ncount = free\nfor = 30m\n"
    "[plan all hands]\n"
    "op = all_hands\ntier = 1\nmedia = voice chat\nfor = 15m\n"
    "[plan put off work]\n"
    "op = defer_work\ntier = 1\nmedia = voice chat\nfor = 30m\n"
    "[plan offer call-back]\n"
    "op = callback\ntier = 2\nmedia = voice\nfor = 60m\n"
    "[plan announce incident]\n"
    "op = announce\ntier = 2\nmedia = voice\nmessage = incident\nfor = 30m\n"
    "[plan announce most asked]\n"
    "op = announce\ntier = 2\nmedia = voice\nmessage = most-asked\nfor = 30m\n"
    "[plan managers and reserve]\n"
    "op = managers\ntier = 3\nfor = 30m\ntell = duty manager\n"
    "[plan routing rule]\n"
    "op = reroute\ntier = 3\nby_rule = pool\nfor = 60m\ntell = duty manager\n"
    "[plan partner]\n"
    "op = outsource\ntier = 3\nto = partner\nshare = 20%\nfor = 60m\ntell = duty manager\n"
    "[plan block a share]\n"
    "op = throttle\ntier = 3\nmedia = voice\nshare = 10%\nfor = 15m\ntell = duty manager\n";
