/* The arithmetic sub-commands, run as a user runs them: the real program, its output, its status. */
#include "acdfeed/macros.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_WORDS = 40 };

struct run {
    char out[65536], err[4096];
    int status;
};

static void read_all(int fd, char *text, size_t bytes)
{
    size_t n = 0;
    ssize_t got;

    while (n < bytes - 1 && (got = read(fd, text + n, bytes - 1 - n)) > 0)
        n += (size_t)got;
    text[n] = '\0';
    close(fd);
}

/* argv by cutting the line at blanks; no shell. */
static void split(char *line, char **argv, const char *program)
{
    int n = 0;

    argv[n++] = (char *)(uintptr_t)program;
    for (char *word = strtok(line, " "); word; word = strtok(NULL, " ")) {
        assert_true(n < MOST_WORDS - 1);
        argv[n++] = word;
    }
    argv[n] = NULL;
}

static const struct run *run(const char *arguments)
{
    static struct run r;
    const char *build = getenv("OUT");
    char program[4096], line[1024], *argv[MOST_WORDS];
    int out[2], err[2], status;
    pid_t child;

    snprintf(program, sizeof(program), "%s/acdfeed", build ? build : "build");
    snprintf(line, sizeof(line), "%s", arguments);
    split(line, argv, program);
    assert_true(pipe(out) == 0 && pipe(err) == 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(out[1], STDOUT_FILENO);
        dup2(err[1], STDERR_FILENO);
        close(out[0]);
        close(err[0]);
        execv(program, argv);
        _exit(127);
    }
    close(out[1]);
    close(err[1]);
    read_all(out[0], r.out, sizeof(r.out));
    read_all(err[0], r.err, sizeof(r.err));
    assert_int_equal(waitpid(child, &status, 0), child);
    r.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return &r;
}

static void has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

/* 250 calls per half hour, talk 180 s, after-call work 30 s: a published table, as printed. */
static const char published[] =
    "agents,p_wait_pct,asa_s,delay_of_delayed_s,q1_mean_waiting,q2_mean_waiting_when_any,"
    "service_level_pct,occupancy_pct,trunk_load_erlang\n"
    "30,83,209,252,29,35,24,97,54.0\n"
    "31,65,75,115,10,16,45,94,35.4\n"
    "32,51,38,74,5,10,61,91,30.2\n"
    "33,39,21,55,3,8,73,88,28.0\n"
    "34,29,13,43,2,6,82,86,26.8\n"
    "35,22,8,36,1,5,88,83,26.1\n"
    "36,16,5,31,1,4,92,81,25.7\n"
    "37,11,3,27,0,4,95,79,25.4\n"
    "38,8,2,24,0,3,97,77,25.3\n"
    "39,6,1,21,0,3,98,75,25.2\n"
    "40,4,1,19,0,3,99,73,25.1\n"
    "41,3,1,18,0,2,99,71,25.1\n"
    "42,2,0,16,0,2,100,69,25.0\n";

static void test_the_published_table(void **state)
{
    (void)state;
    const struct run *r = run("erlang --calls 250 --interval 30m --talk 180 --acw 30 --answer 20 "
                              "--agents 30..42 --format csv");

    assert_string_equal(r->err, "");
    assert_string_equal(r->out, published);
    assert_int_equal(r->status, 0);
    r = run("erlang --calls=250 --talk=3m --acw=30s --format=csv"); /* the same by defaults */
    assert_string_equal(r->out, published);
}

static void test_more_columns(void **state)
{
    (void)state;
    const struct run *r = run("erlang --calls 250 --talk 180 --acw 30 --agents 34 --delays 5,20,1:00 "
                              "--blocking 1% --level 0.9");

    has(r->out, ">5s %");
    has(r->out, ">60s %");
    has(r->out, "trunks");
    has(r->out, "18.5"); /* 100 less the level of 81.5 */
    has(r->out, "36 agents are the least that reach a level of 90 %");
    r = run("erlang --calls 250 --talk 180 --acw 30 --agents 34 --delays 20 --format csv");
    has(r->out, ",longer_than_20s_pct\n34,29,13,43,2,6,82,86,26.8,18\n");
}

static void test_no_steady_state_is_said(void **state)
{
    (void)state;
    const struct run *r = run("erlang --calls 250 --talk 180 --acw 30 --agents 29");

    has(r->out, "no steady state: 29.2 erl on 29 agents");
    assert_int_equal(r->status, 0);
    r = run("erlang --calls 250 --talk 180 --acw 30 --agents 29 --format csv");
    has(r->out, "\n29,n/a,n/a,n/a,n/a,n/a,n/a,n/a,n/a\n");
    r = run("erlang --calls 250 --talk 180 --acw 30 --agents 29 --format json");
    has(r->out, "{\"agents\":29,\"steady\":false,\"wait_share\":null,");
}

static void test_patience(void **state)
{
    (void)state;
    const struct run *r = run("erlang --calls 1440 --interval 30m --talk 60 --agents 50 "
                              "--patience 2m --format json");

    has(r->out, "\"patience_ms\":120000");
    has(r->out, "\"steady\":true");
    has(r->out, "\"abandon\":0.030"); /* 3.1 % in the literature */
    r = run("erlang --calls 1440 --interval 30m --talk 60 --agents 40 --patience 2m");
    has(r->out, "Erlang A");
    assert_null(strstr(r->out, "no steady state"));
}

static void test_forecasts(void **state)
{
    (void)state;
    static const struct {
        const char *arguments, *out;
    } cases[] = {
        {"forecast --so-far 402 --share 0.18 --interval-share 6.6% --format csv",
         "what,calls,exact\nday,2233,2233.33333333\ninterval,147,147.4\n"},
        {"forecast --so-far 3050 --share 23% --day-share 17% --format csv",
         "what,calls,exact\nweek,13261,13260.8695652\nday,2254,2254.34782609\n"},
        {"forecast --total 806400 --month-share 7.1% --days 31 --weight 1.469 --interval-share 5.5% "
         "--format csv",
         "what,calls,exact\nyear,806400,806400\nmonth,57254,57254.4\nday,2713,2713.11979355\n"
         "interval,149,149.221588645\n"},
        {"forecast --so-far 402 --share 0.18 --format json",
         "{\"steps\":[{\"what\":\"day\",\"calls\":2233.33333333}]}\n"},
    };
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        const struct run *r = run(cases[i].arguments);

        assert_string_equal(r->err, "");
        assert_string_equal(r->out, cases[i].out);
        assert_int_equal(r->status, 0);
    }
}

static void test_mistakes_get_one_line(void **state)
{
    (void)state;
    static const struct {
        const char *arguments, *err;
    } cases[] = {
        {"erlang", "--calls is needed"},
        {"erlang --calls 5", "--talk is needed"},
        {"erlang --calls -5 --talk 3", "--calls -5"},
        {"erlang --calls nan --talk 3", "--calls nan"},
        {"erlang --calls 5 --talk x", "--talk x"},
        {"erlang --calls 5 --talk 3 --agents 5..3", "--agents 5..3"},
        {"erlang --calls 5 --talk 3 --agents 0", "--agents 0"},
        {"erlang --calls 5 --talk 3 --agents 1..99999", "more than 10000 rows"},
        {"erlang --calls 5 --talk 3 --agents 99999999999999999999", "--agents 9999"},
        {"erlang --calls 5 --talk 3 --level 100%", "--level 100%"},
        {"erlang --calls 5 --talk 3 --blocking 0", "--blocking 0"},
        {"erlang --calls 5 --talk 3 --delays 5,,6", "--delays"},
        {"erlang --calls 5 --talk 3 --interval 0", "--interval 0"},
        {"erlang --calls 5 --talk 3 --patience 0", "--patience 0"},
        {"erlang --calls 5 --talk 3 --format xml", "--format xml"},
        {"erlang --calls 5 --talk 3 --colour", "--colour"},
        {"erlang --calls 1e308 --talk 9999999999", "too large"},
        {"forecast", "--so-far"},
        {"forecast --so-far 5", "--share"},
        {"forecast --so-far 5 --share 0", "--share 0"},
        {"forecast --so-far 5 --share 1.2", "--share 1.2"},
        {"forecast --so-far 5 --share 0.5 --total 7", "--total"},
        {"forecast --total 5 --weight 2", "--weight needs --days"},
        {"forecast --total 5 --days 27", "--days 27"},
        {"forecast --total 5 --day-share 0.2 --days 30", "--day-share"},
    };
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        const struct run *r = run(cases[i].arguments);

        has(r->err, cases[i].err);
        assert_string_equal(r->out, "");
        assert_int_equal(r->status, 2);
        assert_ptr_equal(strchr(r->err, '\n'), r->err + strlen(r->err) - 1);
    }
}

static void test_help_stands_in_the_list(void **state)
{
    (void)state;
    has(run("--help")->out, "  erlang ");
    has(run("--help")->out, "  forecast ");
    has(run("erlang --help")->out, "--patience TIME");
    has(run("forecast --help")->out, "interval 147");
    assert_int_equal(run("forecast --help")->status, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_published_table),
        cmocka_unit_test(test_more_columns),
        cmocka_unit_test(test_no_steady_state_is_said),
        cmocka_unit_test(test_patience),
        cmocka_unit_test(test_forecasts),
        cmocka_unit_test(test_mistakes_get_one_line),
        cmocka_unit_test(test_help_stands_in_the_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
