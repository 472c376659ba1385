/* --plain: the console in lines, without a screen. */
#ifndef CONSOLE_EDGE_PLAIN_H
#define CONSOLE_EDGE_PLAIN_H

#include "console/edge/options.h"
#include "console/settings/settings.h"

/* Prints a line for each change until `quit`, the end of a terminal's input, or a signal; takes
 * commands as lines.  Returns an exit status. */
int plain_run(const struct options *options, struct settings *settings, struct acd_fault *why);

#endif
