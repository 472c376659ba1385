/* The words of the operations, one table.  Knows nothing of what they do. */
#include "console/model/op_words.h"

#include "acdfeed/entity.h"
#include "acdfeed/names.h"
#include "console/words.h"

#include <string.h>

static const char *const known_words[ACD_OPS] = {
    [ACD_OP_SNAPSHOT] = N_("snapshot"),       [ACD_OP_OVERFLOW] = N_("overflow"),
    [ACD_OP_OVERFLOW_END] = N_("end"),        [ACD_OP_MOVE_AGENTS] = N_("move"),
    [ACD_OP_ALL_HANDS] = N_("all hands"),     [ACD_OP_DEFER_WORK] = N_("defer work"),
    [ACD_OP_ANNOUNCE] = N_("announce"),       [ACD_OP_CALLBACK] = N_("call-back"),
    [ACD_OP_REROUTE] = N_("reroute"),         [ACD_OP_MANAGERS] = N_("managers"),
    [ACD_OP_OUTSOURCE] = N_("outsource"),     [ACD_OP_THROTTLE] = N_("block"),
    [ACD_OP_OPEN] = N_("open"),               [ACD_OP_CLOSE] = N_("close"),
    [ACD_OP_PRIORITY] = N_("priority"),       [ACD_OP_REDIRECT] = N_("redirect"),
    [ACD_OP_AGENT_STATE] = N_("state"),       [ACD_OP_AGENT_QUEUE] = N_("queues"),
    [ACD_OP_CLAIM] = N_("claim"),             [ACD_OP_NOTICE] = N_("notice"),
};

const char *op_words(const char *op)
{
    int known = acd_names_find(&acd_op_names, op, strlen(op));
    return known >= 0 ? words_of(known_words[known]) : op;
}
