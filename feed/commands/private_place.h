/* A folder of one's own for a pair of ipc sockets, and the end of whoever started us.  One thread. */
#ifndef FEED_COMMANDS_PRIVATE_PLACE_H
#define FEED_COMMANDS_PRIVATE_PLACE_H

#include "acdfeed/fault.h"

enum { PRIVATE_ENDPOINT_BYTES = 128 };

struct private_place { /* zeroed: none is made */
    char folder[96], stats[PRIVATE_ENDPOINT_BYTES], control[PRIVATE_ENDPOINT_BYTES];
};
/* Makes the folder, which no one else may enter.  False: why it cannot be made. */
bool private_place_init(struct private_place *place, struct acd_fault *why) ACD_MUST_CHECK;
/* Takes it away with what is in it; nothing where none was made. */
void private_place_release(struct private_place *place);
/* Whether standard input has been closed at its other end; what comes in is thrown away. */
bool private_place_left_alone(void);

#endif
