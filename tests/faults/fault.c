/* Moments of a fault, and its row in the folder that FAULTS names. */
#include "tests/faults/fault.h"

#include "acdfeed/clock.h"
#include "tests/support/cases.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fault fault_of(const char *name, int64_t within_ms)
{
    return (struct fault){
        name, within_ms, FAULT_NOT_TIMED, FAULT_NOT_TIMED, FAULT_NOT_TIMED, FAULT_NOT_TIMED};
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

static void write_after(FILE *row, int64_t from_ms, int64_t to_ms)
{
    if (to_ms == FAULT_NOT_TIMED)
        fputs("–\t", row);
    else
        fprintf(row, "%" PRId64 ".%02" PRId64 " s\t", (to_ms - from_ms) / 1000,
                (to_ms - from_ms) % 1000 / 10);
}

static void write_row(const struct fault *fault, const char *lost)
{
    const char *folder = getenv("FAULTS");
    if (!folder)
        return;
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, fault->name);
    for (char *c = path + strlen(folder) + 1; *c; c++)
        if (*c == '/')
            *c = '-';
    FILE *row = fopen(path, "w");
    assert_non_null(row);
    fprintf(row, "%s\t", fault->name);
    write_after(row, fault->done_ms, fault->noticed_ms);
    write_after(row, fault->mended_ms == FAULT_NOT_TIMED ? fault->done_ms : fault->mended_ms,
                fault->recovered_ms);
    fprintf(row, "%s\n", lost);
    fclose(row);
}

void fault_row(const struct fault *fault, const char *lost)
{
    if (fault->noticed_ms != FAULT_NOT_TIMED &&
        fault->noticed_ms - fault->done_ms > fault->within_ms)
        fail_msg("%s: noticed after %" PRId64 " ms, at most %" PRId64 " expected", fault->name,
                 fault->noticed_ms - fault->done_ms, fault->within_ms);
    write_row(fault, lost);
}
