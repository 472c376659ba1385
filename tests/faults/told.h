/* A floor whose every count is one number, told by the real `acdfeed publish`: whatever stands on a
 * screen says by that number which life of which feed it comes from.  Take numbers from 61 to 99,
 * of two equal digits: no clock and no duration shows them. */
#ifndef TESTS_FAULTS_TOLD_H
#define TESTS_FAULTS_TOLD_H

#include "tests/support/live_floor.h"
#include "tests/support/person.h"

struct told {
    char folder[TOOL_NAME_BYTES], stats[TOOL_NAME_BYTES], control[TOOL_NAME_BYTES];
    struct tool feed;
};

/* Site berlin, queues Sales and Back office, agents Anna and Boris who serve Sales. */
void told_open(struct told *told, int number);
void told_close(struct told *told);

/* The folder and the endpoints alone. */
void told_folder(struct told *told);
/* In a folder that is there: the feed begins (anew). */
void told_start(struct told *told, int number);
/* With one of the two queues, and no agent. */
void told_start_with_sales(struct told *told, int number);
void told_kill(struct told *told);
/* Tells everything once more, with this number. */
void told_tell(struct told *told, int number);

/* acdwall by anna in 120x32 at these endpoints (control NULL: none), when it shows the number. */
struct person *told_console(const char *stats, const char *control, int number);
/* acdwall with any options, the last one NULL; nothing is awaited. */
struct person *told_wall(const char *const *options, int cols, int rows);

#endif
