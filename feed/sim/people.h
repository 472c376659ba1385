/* Names for simulated agents.  Pure. */
#ifndef FEED_SIM_PEOPLE_H
#define FEED_SIM_PEOPLE_H

#include <stdbool.h>
#include <stddef.h>

/* The nth person of a site: another id for every n >= 0 of the same `chinese`.  With `chinese` the
 * first ones have East Asian names, and no others share their ids. */
void sim_person(int nth, bool chinese, char *id, size_t id_bytes, char *shown, size_t shown_bytes);

#endif
