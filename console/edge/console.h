/* The console at work: waits for keys, signals and news, lets the pure rooms decide, shows the result.
 * The only reader of the clock among the rooms of the screen. */
#ifndef CONSOLE_EDGE_CONSOLE_H
#define CONSOLE_EDGE_CONSOLE_H

#include "console/edge/options.h"
#include "console/settings/settings.h"

/* Runs until the person quits, a signal asks for it or the terminal is gone.  Returns an exit status;
 * `why` says what was wrong when it is not EXIT_WHOLE. */
int console_run(const struct options *options, struct settings *settings, struct acd_fault *why);
/* What a wall subscribes to: nothing of a person. */
#define WALL_KINDS (1u << ACD_KIND_SITE | 1u << ACD_KIND_QUEUE | 1u << ACD_KIND_EVENT)

/* `acdwall wall`: the same for the pages of `pages`.  Opens no control socket and asks for no agents. */
int wall_run(const struct options *options, struct settings *settings, const struct pages *pages,
             struct acd_fault *why);
/* --once: waits for the sites, prints the board, ends. */
int once_run(const struct options *options, struct settings *settings, const struct pages *pages,
             struct acd_fault *why);

#endif
