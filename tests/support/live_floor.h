/* The real simulator at work in a folder of its own, and where the real console stands. */
#ifndef TESTS_SUPPORT_LIVE_FLOOR_H
#define TESTS_SUPPORT_LIVE_FLOOR_H

#include "tests/support/tool.h"

struct live_floor {
    char folder[TOOL_NAME_BYTES], stats[TOOL_NAME_BYTES], control[TOOL_NAME_BYTES];
    struct tool sim;
};
/* Returns when it is published; the seed is pinned. */
void live_floor_open(struct live_floor *floor);
/* Another simulator in the place of one that has ended. */
void live_floor_serve(struct live_floor *floor);
void live_floor_close(struct live_floor *floor);

/* The acdwall that was built with this test. */
enum { WALL_PROGRAM_BYTES = 512 };
void wall_program(char out[WALL_PROGRAM_BYTES]);

#endif
