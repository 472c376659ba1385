/* The console at work: waits for keys, signals and news, lets the pure rooms decide, shows the result.
 * The only reader of the clock among the rooms of the screen. */
#ifndef CONSOLE_EDGE_CONSOLE_H
#define CONSOLE_EDGE_CONSOLE_H

#include "console/edge/options.h"
#include "console/settings/settings.h"

/* Runs until the person quits, a signal asks for it or the terminal is gone.  Returns an exit status;
 * `why` says what was wrong when it is not EXIT_WHOLE. */
int console_run(const struct options *options, struct settings *settings, struct acd_fault *why);
/* --once: waits for the sites, prints the board, ends. */
int once_run(const struct options *options, struct settings *settings, struct acd_fault *why);

#endif
