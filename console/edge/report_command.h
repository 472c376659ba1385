/* `acdwall report`: the handover of a shift from a journal, and the check of a journal. */
#ifndef CONSOLE_EDGE_REPORT_COMMAND_H
#define CONSOLE_EDGE_REPORT_COMMAND_H

#include "acdfeed/fault.h"

/* argv[0] is "report".  Returns an exit status; `why` says what was wrong when it is not EXIT_WHOLE. */
int report_command(int argc, char **argv, struct acd_fault *why);

#endif
