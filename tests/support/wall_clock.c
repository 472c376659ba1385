/* A shared number in a file, and the environment by which programs find it. */
#include "tests/support/wall_clock.h"

#include "tests/support/cases.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

struct wall_clock {
    char path[256];
    volatile int64_t *offset_ms;
};

struct wall_clock *wall_clock_open(const char *folder)
{
    struct wall_clock *clock = calloc(1, sizeof *clock);
    assert_non_null(clock);
    snprintf(clock->path, sizeof clock->path, "%s/wall-clock", folder);
    int fd = open(clock->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(ftruncate(fd, sizeof(int64_t)), 0);
    void *at = mmap(NULL, sizeof(int64_t), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    assert_true(at != MAP_FAILED);
    close(fd);
    clock->offset_ms = at;
    return clock;
}

void wall_clock_close(struct wall_clock *clock)
{
    munmap((void *)(uintptr_t)clock->offset_ms, sizeof(int64_t));
    free(clock);
}

void wall_clock_begin(const struct wall_clock *clock)
{
    const char *out = getenv("OUT"), *asan = getenv("ASAN_OPTIONS");
    char library[512], options[512];
    snprintf(library, sizeof library, "%s/tests/preload/wall_clock.so", out ? out : "build");
    assert_int_equal(access(library, R_OK), 0);
    /* A library before the sanitizer's own is what we want here. */
    snprintf(options, sizeof options, "%s:verify_asan_link_order=0", asan ? asan : "");
    setenv("ASAN_OPTIONS", options, 1);
    setenv("WALL_CLOCK_OFFSET", clock->path, 1);
    setenv("LD_PRELOAD", library, 1);
}

void wall_clock_end(void)
{
    unsetenv("LD_PRELOAD");
    unsetenv("WALL_CLOCK_OFFSET");
}

void wall_clock_set(struct wall_clock *clock, int64_t offset_ms)
{
    *clock->offset_ms = offset_ms;
}
