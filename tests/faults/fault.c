/* Moments of a fault, and its row in the folder that FAULTS names. */
#define _GNU_SOURCE /* program_invocation_short_name */
#include "tests/faults/fault.h"

#include "acdfeed/clock.h"
#include "tests/support/cases.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { ROWS = 100 }; /* of one program */

/* The rows of one program in the order in which they begin. */
static void name_file(char path[FAULT_PATH_BYTES])
{
    const char *folder = getenv("FAULTS");
    path[0] = '\0';
    for (int i = 0; folder && i < ROWS; i++) {
        snprintf(path, FAULT_PATH_BYTES, "%s/%s-%02d", folder, program_invocation_short_name, i);
        if (access(path, F_OK) != 0)
            return;
    }
}

static void write_line(const struct fault *fault, const char *noticed, const char *recovered,
                       const char *lost)
{
    FILE *row = *fault->path ? fopen(fault->path, "w") : NULL;
    if (!row)
        return;
    fprintf(row, "%s\t%s\t%s\t%s\n", fault->name, noticed, recovered, lost);
    fclose(row);
}

struct fault fault_of(const char *name, int64_t within_ms)
{
    struct fault fault = {
        name, within_ms, FAULT_NOT_TIMED, FAULT_NOT_TIMED, FAULT_NOT_TIMED, FAULT_NOT_TIMED, ""};
    name_file(fault.path);
    write_line(&fault, "", "", "not seen to its end");
    return fault;
}

void fault_done(struct fault *fault)
{
    fault->done_ms = acd_monotonic_ms();
}

void fault_noticed(struct fault *fault)
{
    fault->noticed_ms = acd_monotonic_ms();
}

void fault_mended(struct fault *fault)
{
    fault->mended_ms = acd_monotonic_ms();
}

void fault_recovered(struct fault *fault)
{
    fault->recovered_ms = acd_monotonic_ms();
}

static const char *say_after(char out[16], int64_t from_ms, int64_t to_ms)
{
    int64_t ms = to_ms - from_ms;
    if (to_ms == FAULT_NOT_TIMED)
        return "-";
    snprintf(out, 16, "%" PRId64 ".%02" PRId64 " s", ms / 1000 % 1000, ms % 1000 / 10);
    return out;
}

void fault_row(const struct fault *fault, const char *lost)
{
    if (fault->noticed_ms != FAULT_NOT_TIMED &&
        fault->noticed_ms - fault->done_ms > fault->within_ms)
        fail_msg("%s: noticed after %" PRId64 " ms, at most %" PRId64 " expected", fault->name,
                 fault->noticed_ms - fault->done_ms, fault->within_ms);
    char noticed[16], recovered[16];
    bool mended = fault->mended_ms != FAULT_NOT_TIMED;
    write_line(
        fault, say_after(noticed, fault->done_ms, fault->noticed_ms),
        say_after(recovered, mended ? fault->mended_ms : fault->done_ms, fault->recovered_ms),
        lost);
}
