/* A wall that only looks: what the system refuses it from then on; and that it works all the same.
 */
#include "console/edge/confine.h"
#include "tests/support/place.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { NO_FILTER = 77 };

/* 0: everything is as it should be; else the number of what was not. */
static int try_all(void)
{
    char name[] = "true", *const arguments[] = {name, NULL};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd < 0)
        return 1;
    if (listen(fd, 1) == 0 || errno != EPERM)
        return 2;
    if (accept(fd, NULL, NULL) >= 0 || errno != EPERM)
        return 3;
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) >= 0 || errno != EPERM)
        return 4;
    if (execv("/bin/true", arguments) == 0 || errno != EPERM)
        return 5;
    return 0;
}

struct thread {
    int gate[2];
    int wrong;
};

static void *wait_and_try(void *context)
{
    struct thread *thread = context;
    char byte;
    thread->wrong = read(thread->gate[0], &byte, 1) == 1 ? try_all() : 6;
    return NULL;
}

/* A thread that was there before is confined too. */
static int confined_child(void)
{
    struct thread thread;
    pthread_t id;
    if (pipe(thread.gate) != 0 || pthread_create(&id, NULL, wait_and_try, &thread) != 0)
        return 7;
    if (!confine_to_looking())
        return NO_FILTER;
    if (write(thread.gate[1], "x", 1) != 1 || pthread_join(id, NULL) != 0)
        return 8;
    return thread.wrong ? 100 + thread.wrong : try_all();
}

static void looking_is_all_that_is_left(void **state)
{
    (void)state;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        _exit(confined_child());
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == NO_FILTER)
        skip(); /* no such filter here, or a sanitizer needs what it refuses */
    assert_int_equal(WEXITSTATUS(status), 0);
}

static int run_wall(const char *const *arguments)
{
    char program[512];
    const char *folder = getenv("OUT");
    snprintf(program, sizeof program, "%s/acdwall", folder ? folder : "build");
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
        execv(program, (char *const *)arguments);
        _exit(127);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void read_only_wall_works(void **state)
{
    struct place *place = *state;
    place_start_feed(place);
    tool_say(&place->feed, "queue=sales waiting=7\n");
    assert_int_equal(run_wall((const char *const[]){"acdwall", "--read-only", "--once", "text",
                                                    "--wait", "20s", "--feed", place->stats,
                                                    "--control", place->control, NULL}),
                     0);
    place_stop_feed(place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(looking_is_all_that_is_left),
        cmocka_unit_test_setup_teardown(read_only_wall_works, place_make, place_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
