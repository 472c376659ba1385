/* In place of the sockets of feed/link/link.h: what is received is what the target lays there, what
 * is sent is handed to the target.  Linked instead of the real one. */
#ifndef TESTS_FUZZ_FAKE_LINK_H
#define TESTS_FUZZ_FAKE_LINK_H

#include "feed/link/link.h"

/* The next message of any socket of that role, borrowed until it is received. */
void fake_link_lay(enum link_role role, const struct link_part *parts, int n);
/* Called with everything that is sent. */
extern void (*fake_link_sent)(enum link_role role, const struct link_part *parts, int n);

#endif
