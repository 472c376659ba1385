/* A journal file as a test looks at it. */
#ifndef TESTS_SUPPORT_TRAIL_FILE_H
#define TESTS_SUPPORT_TRAIL_FILE_H

#include "console/trail/chain.h"

struct trail_file {
    uint64_t lines, broken_line, repairs, seq;
    char fault[ACD_FAULT_TEXT_BYTES];
    char *text; /* the whole file */
};
/* Reads and checks it; an unreadable file fails the test.  Release with free(file.text). */
struct trail_file trail_file_read(const char *path);
/* Lines that hold every one of the texts (the last is NULL). */
int trail_file_count(const struct trail_file *file, const char *const *texts);
#define TRAIL_COUNT(file, ...) trail_file_count((file), (const char *const[]){__VA_ARGS__, NULL})
/* Waits until there is such a line. */
void trail_file_await(const char *path, const char *const *texts);
#define TRAIL_AWAIT(path, ...) trail_file_await((path), (const char *const[]){__VA_ARGS__, NULL})

#endif
