/* Who sits at this console, what they may do and where it is written down: the same with a screen and
 * without one. */
#ifndef CONSOLE_EDGE_SITTING_H
#define CONSOLE_EDGE_SITTING_H

#include "console/cells/grid.h"
#include "console/edge/options.h"
#include "console/settings/settings.h"

/* NULL: actions are offered; else why not, in words. */
const char *sitting_no_actions(const struct options *options);
/* For display only, since with keys the feed uses the key's name: as asked for, else the login name. */
const char *sitting_by(const struct options *options, const struct settings *settings);
/* A grid for such a terminal, of a usual size until it is fitted. */
struct grid *sitting_grid(const struct options *options, bool utf8);
/* A demo is no shift: it has a journal only where one is asked for. */
const char *sitting_journal(const struct options *options, const struct settings *settings);

#endif
