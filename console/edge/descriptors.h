/* Whether the system lets this program open the files that it needs: libzmq and curses each end or
 * mislead in a way of their own where it does not. */
#ifndef CONSOLE_EDGE_DESCRIPTORS_H
#define CONSOLE_EDGE_DESCRIPTORS_H

#include "acdfeed/fault.h"

#include <stdbool.h>

/* For so many feeds.  Raises the limit of this process where it may.  False: `why` says it. */
bool descriptors_suffice(int n_feeds, struct acd_fault *why) ACD_MUST_CHECK;

#endif
