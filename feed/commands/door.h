/* Where `acdfeed publish` can be spoken to by `acdfeed set` of the same user. */
#ifndef FEED_COMMANDS_DOOR_H
#define FEED_COMMANDS_DOOR_H

#include "acdfeed/fault.h"

enum { DOOR_BYTES = 128 };

/* ipc://$XDG_RUNTIME_DIR/acdfeed-inject, or in a folder of the user's own under /tmp, which is
 * made. False: that folder belongs to somebody else or is open to others. */
bool door_default(char endpoint[DOOR_BYTES], struct acd_fault *why) ACD_MUST_CHECK;

#endif
