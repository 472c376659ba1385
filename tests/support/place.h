/* A folder of a test's own with the endpoints a feed needs, and that feed: the real
 * `acdfeed publish`, which the test speaks to as a script does. */
#ifndef TESTS_SUPPORT_PLACE_H
#define TESTS_SUPPORT_PLACE_H

#include "tests/support/tool.h"

struct place {
    char folder[TOOL_NAME_BYTES], stats[TOOL_NAME_BYTES], control[TOOL_NAME_BYTES];
    char inject[TOOL_NAME_BYTES];
    struct tool feed; /* of place_start_feed() */
};

/* cmocka's setup and teardown; *state is the place. */
int place_make(void **state);
int place_remove(void **state);

/* Site berlin with ops overflow, notice and open; heartbeats five times, keyframes once a second.
 * Returns when it publishes. */
void place_start_feed(struct place *place);
/* Ends it; it must end well and have complained of nothing. */
void place_stop_feed(struct place *place);

/* Writes a file into the folder. */
void place_file(const struct place *place, const char *name, const char *text, char path[256]);

#endif
