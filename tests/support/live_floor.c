/* The real simulator as a child of a test. */
#include "tests/support/live_floor.h"

#include <stdio.h>
#include <stdlib.h>

void wall_program(char out[WALL_PROGRAM_BYTES])
{
    const char *folder = getenv("OUT");
    snprintf(out, WALL_PROGRAM_BYTES, "%s/acdwall", folder ? folder : "build");
}

void live_floor_serve(struct live_floor *floor)
{
    const char *const arguments[] = {"sim", "--stats", floor->stats, "--control", floor->control,
                                     "--seed", "1", NULL};
    tool_start(&floor->sim, arguments);
    tool_await_complaint(&floor->sim, "stats ");
}

void live_floor_open(struct live_floor *floor)
{
    tool_folder(floor->folder);
    tool_endpoint(floor->stats, floor->folder, "stats");
    tool_endpoint(floor->control, floor->folder, "control");
    live_floor_serve(floor);
}

void live_floor_close(struct live_floor *floor)
{
    tool_stop(&floor->sim);
    free(floor->sim.complaint);
    tool_remove_folder(floor->folder);
}
