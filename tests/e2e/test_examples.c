/* README's quick starts for publishers, run as they stand: each must give a live site with its queue. */
#include "tests/support/watched.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const struct example {
    const char *interpreter; /* NULL: a program of its own, in the build folder */
    const char *file;
    int64_t waiting;         /* -1: any */
} examples[] = {
    {NULL, "tests/examples/publisher", 7},
    {"/usr/bin/python3", "tests/examples/publisher.py", 7},
    {"/bin/sh", "tests/examples/publisher.sh", -1},
};

static const char *from(const char *variable, const char *otherwise)
{
    const char *value = getenv(variable);
    return value && *value ? value : otherwise;
}

/* In a process group of its own, so that a whole pipeline can be ended. */
static pid_t start(const struct example *example, char *stats)
{
    static char path[600], tool[600];
    snprintf(path, sizeof path, "%s/%s",
             example->interpreter ? from("ACD_SOURCE", ".") : from("OUT", "build"), example->file);
    snprintf(tool, sizeof tool, "%s/acdfeed", from("OUT", "build"));
    setenv("ACDFEED", tool, 1);
    pid_t pid = fork();
    if (pid != 0) {
        setpgid(pid, pid);
        return pid;
    }
    setpgid(0, 0);
    if (example->interpreter)
        execl(example->interpreter, example->interpreter, path, stats, (char *)NULL);
    else
        execl(path, path, stats, (char *)NULL);
    _exit(127);
}

static void every_example_is_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        char stats[200], name[16];
        snprintf(name, sizeof name, "example%zu", i);
        test_endpoint(stats, sizeof stats, name);
        pid_t pid = start(&examples[i], stats);
        struct watched *watched = watched_new(0);
        watched_add(watched, stats, NULL);
        watched_until_link(watched, "berlin", ACD_LINK_LIVE);
        const struct acd_queue *sales = watched_live(watched, "berlin", ACD_KIND_QUEUE, "sales");
        assert_non_null(sales);
        assert_true(ACD_KNOWN(sales, ACD_QUEUE_WAITING));
        if (examples[i].waiting >= 0)
            assert_int_equal(sales->waiting, examples[i].waiting);
        assert_true(sales->oldest_ms >= 95000);
        watched_free(watched);
        kill(-pid, SIGKILL);
        waitpid(pid, NULL, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_example_is_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
