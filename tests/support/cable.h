/* A cable between a console and one socket of a feed, byte by byte: TCP on the console's side, the
 * feed's ipc endpoint on the other.  It can stand still in one direction or both without being cut,
 * be cut and refused, or be slow.  A thread of its own; needs no rights. */
#ifndef TESTS_SUPPORT_CABLE_H
#define TESTS_SUPPORT_CABLE_H

#include <stdbool.h>

struct cable;
enum cable_way { CABLE_TO_CONSOLE, CABLE_TO_FEED, CABLE_WAYS };

/* `feed` is an endpoint ipc://PATH; it may come and go. */
struct cable *cable_open(const char *feed);
void cable_close(struct cable *cable);
/* tcp://127.0.0.1:PORT, where a console connects.  Borrowed. */
const char *cable_endpoint(const struct cable *cable);

/* Nothing flows this way, and nobody is told; what comes waits. */
void cable_hold(struct cable *cable, enum cable_way way, bool held);
/* At most so many bytes a second towards the console; 0: as many as come. */
void cable_slow(struct cable *cable, int bytes_a_second);
/* Ends all connections; while refused new ones are. */
void cable_cut(struct cable *cable, bool refused);

#endif
