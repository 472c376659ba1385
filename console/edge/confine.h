/* What a console gives up before it listens to others: a wall that only looks starts no programs,
 * takes no connections and looks into no other process, whatever a feed may make it do. */
#ifndef CONSOLE_EDGE_CONFINE_H
#define CONSOLE_EDGE_CONFINE_H

#include <stdbool.h>

/* Of every thread of this process and all it starts from now on, for good.  False where the system
 * knows no such filter; nothing is given up then. */
bool confine_to_looking(void);

#endif
