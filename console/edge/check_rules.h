/* --check-rules FILE --play TAPE: what alarms the limits of a settings file would have raised on a
 * recorded day, how many an hour, which chattered (three times on within a minute), which passed
 * without anybody acting on their queue. */
#ifndef CONSOLE_EDGE_CHECK_RULES_H
#define CONSOLE_EDGE_CHECK_RULES_H

#include "acdfeed/fault.h"

#include <stdio.h>

/* Prints a table, or with `json` an object, on `out`.  Returns an exit status. */
int check_rules_run(const char *settings, const char *tape, bool json, FILE *out, struct acd_fault *why);

#endif
