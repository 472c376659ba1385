/* Reads /proc of one process. */
#include "tests/support/process.h"

#include "tests/support/cases.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 64 };

static FILE *file_of(pid_t pid, const char *name)
{
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
    FILE *file = fopen(path, "r");
    if (!file)
        fail_msg("%s: there is no such process", path);
    return file;
}

static int64_t status_kib(pid_t pid, const char *key)
{
    char line[256];
    int64_t kib = -1;
    FILE *file = file_of(pid, "status");
    while (kib < 0 && fgets(line, sizeof line, file))
        if (strncmp(line, key, strlen(key)) == 0)
            sscanf(line + strlen(key), ": %" SCNd64, &kib);
    fclose(file);
    return kib;
}

int64_t process_rss_kib(pid_t pid)
{
    return status_kib(pid, "VmRSS");
}

int64_t process_peak_kib(pid_t pid)
{
    return status_kib(pid, "VmHWM");
}

int64_t process_cpu_ms(pid_t pid)
{
    char line[1024] = "";
    unsigned long user = 0, system = 0;
    FILE *file = file_of(pid, "stat");
    char *got = fgets(line, sizeof line, file);
    fclose(file);
    assert_non_null(got);
    /* The name in parentheses may hold anything; utime and stime are the 12th and 13th after it. */
    assert_int_equal(sscanf(strrchr(line, ')') + 1,
                            " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system),
                     2);
    return (int64_t)(user + system) * 1000 / sysconf(_SC_CLK_TCK);
}

bool process_ended(pid_t pid)
{
    char path[PATH_BYTES], line[1024] = "", state = 'X';
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *file = fopen(path, "r");
    if (file && fgets(line, sizeof line, file))
        sscanf(strrchr(line, ')') + 1, " %c", &state);
    if (file)
        fclose(file);
    return state == 'X' || state == 'Z';
}

bool process_gone(pid_t pid)
{
    return kill(pid, 0) != 0;
}

pid_t process_child(pid_t pid)
{
    char path[PATH_BYTES];
    int child = 0;
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)pid, (int)pid);
    FILE *file = fopen(path, "r");
    if (file && fscanf(file, "%d", &child) != 1)
        child = 0;
    if (file)
        fclose(file);
    return child;
}
