/* A fault that is done on purpose to real processes, timed as a person before the screen sees it,
 * and one row of the table that `make check-faults` prints: fault, noticed after, recovered after,
 * lost.
 *
 * A scene calls these in order; each moment is taken when the call is made, by the monotonic clock.
 * What must be noticed is asserted against `within_ms`, so a scene looks without pauses of its own.
 */
#ifndef TESTS_FAULTS_FAULT_H
#define TESTS_FAULTS_FAULT_H

#include <stdint.h>

/* Two heartbeats of one second and half a second, as PROTOCOL.md sets it, and what the emulator
 * takes to be looked through.  Never raised for a slow machine: choose shorter heartbeats in the
 * scene instead. */
enum { FAULT_NOTICE_MS = 2500, FAULT_LOOK_MS = 250, FAULT_NOT_TIMED = -1, FAULT_PATH_BYTES = 512 };

struct fault {
    const char *name;
    int64_t within_ms;
    int64_t done_ms, noticed_ms, mended_ms,
        recovered_ms;            /* FAULT_NOT_TIMED: did not come to that */
    char path[FAULT_PATH_BYTES]; /* of its row; "" where nobody asked for a table */
};

/* `name` says in a person's words what befalls whom, at most 44 columns.  Its row says that it was
 * not seen to its end until fault_row(). */
struct fault fault_of(const char *name, int64_t within_ms);
void fault_done(struct fault *fault);
void fault_noticed(struct fault *fault);
/* The cause is gone: recovery counts from here.  Where a system heals by itself it counts from the
 * deed. */
void fault_mended(struct fault *fault);
void fault_recovered(struct fault *fault);
/* Ends the scene: fails it when the fault was noticed too late, else writes its row.  `lost` says
 * what did not come back, "nothing" or in a person's words, at most 44 columns. */
void fault_row(const struct fault *fault, const char *lost);

#endif
