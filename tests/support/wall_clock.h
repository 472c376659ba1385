/* The wall clock of a real program in a test's hands (tests/preload). */
#ifndef TESTS_SUPPORT_WALL_CLOCK_H
#define TESTS_SUPPORT_WALL_CLOCK_H

#include <stdint.h>

struct wall_clock;
/* Keeps a file in that folder.  Programs started between begin and end have this clock. */
struct wall_clock *wall_clock_open(const char *folder);
void wall_clock_close(struct wall_clock *clock);
void wall_clock_begin(const struct wall_clock *clock);
void wall_clock_end(void);

/* From now on their clocks are off by so much. */
void wall_clock_set(struct wall_clock *clock, int64_t offset_ms);

#endif
