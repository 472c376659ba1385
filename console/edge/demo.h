/* A simulated contact centre of one's own: `acdfeed sim` as a child over ipc in a private folder. */
#ifndef CONSOLE_EDGE_DEMO_H
#define CONSOLE_EDGE_DEMO_H

#include "acdfeed/fault.h"

struct demo;
/* Starts it (the acdfeed beside this program, else the one on PATH) and waits until it is ready.
 * False: why, in words.  `seed` NULL: the default. */
struct demo *demo_start(struct acd_fault *why) ACD_MUST_CHECK;
/* Ends it and takes the folder away. */
void demo_stop(struct demo *demo);
const char *demo_stats(const struct demo *demo);
const char *demo_control(const struct demo *demo);

#endif
