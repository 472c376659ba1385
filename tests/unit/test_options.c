/* Long options by table: what is taken, what is refused and in which words. */
#include "feed/commands/command.h"
#include "feed/commands/options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { MOST_WORDS = 8 };

struct values {
    bool flag;
    const char *text, *id, *endpoint;
    struct option_list endpoints, files; /* files: of the endpoints */
    int64_t duration_ms, integer;
    double number;
};

/* Reads a command line of blanks and words; what went to stdout and stderr is in `said`. */
static bool read_line(const char *line, struct values *values, int *words, char *left, int *status,
                      char said[4096])
{
    static char copy[512];
    char *argv[32] = {(char *)(uintptr_t) "try"};
    int argc = 1;
    snprintf(copy, sizeof(copy), "%s", line);
    for (char *word = strtok(copy, " "); word != NULL; word = strtok(NULL, " "))
        argv[argc++] = word;
    const struct option_rule rules[] = {
        {"flag", OPTION_FLAG, &values->flag, NULL, "a flag", 0, 0},
        {"text", OPTION_TEXT, &values->text, "TEXT", "a text", 0, 0},
        {"id", OPTION_ID, &values->id, "ID", "an id", 0, 0},
        {"endpoint", OPTION_ENDPOINT, &values->endpoint, "EP", "an endpoint", 0, 0},
        {"feed", OPTION_ENDPOINTS, &values->endpoints, "EP", "endpoints", 0, 0},
        {"file", OPTION_TEXTS, &values->files, "FILE", "of the feed before it", 0, 0},
        {"period", OPTION_DURATION, &values->duration_ms, "D", "a duration", 100, 60000},
        {"count", OPTION_INTEGER, &values->integer, "N", "a number", 0, 0},
        {"speed", OPTION_NUMBER, &values->number, "X",
         "a number that has a good many words to say of itself, more than a line can take", 0.1,
         1000},
    };
    const struct option_usage usage = {.name = "try",
                                       .synopsis = "[FILE [FILE]]",
                                       .about = "Tries.",
                                       .rules = rules,
                                       .n_rules = ACD_COUNT_OF(rules),
                                       .most_words = 2,
                                       .closing = "Ends."};
    FILE *file = tmpfile();
    fflush(NULL);
    int out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO);
    dup2(fileno(file), STDOUT_FILENO);
    dup2(fileno(file), STDERR_FILENO);
    bool go = options_read(&usage, &argc, argv, status);
    fflush(NULL);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    close(out);
    close(err);
    memset(said, 0, 4096);
    ssize_t bytes = pread(fileno(file), said, 4095, 0);
    assert_true(bytes >= 0);
    fclose(file);
    *words = argc - 1;
    left[0] = '\0';
    for (int i = 1; i < argc && go; i++)
        strcat(strcat(left, i > 1 ? " " : ""), argv[i]);
    return go;
}

static void test_taken(void **state)
{
    (void)state;
    struct values v = {.integer = 5};
    char said[4096], left[512];
    int words, status;
    assert_true(read_line("a --flag --text=x=y --id berlin --endpoint ipc:///tmp/x --feed "
                          "tcp://h:1 --feed=tcp://[::1]:65535 --period 1:00 --speed 0.5 - ",
                          &v, &words, left, &status, said));
    assert_true(v.flag);
    assert_string_equal(v.text, "x=y");
    assert_string_equal(v.id, "berlin");
    assert_string_equal(v.endpoint, "ipc:///tmp/x");
    assert_int_equal(v.endpoints.n, 2);
    assert_string_equal(v.endpoints.value[1], "tcp://[::1]:65535");
    assert_int_equal(v.duration_ms, 60000);
    assert_int_equal(v.integer, 5);
    assert_true(v.number == 0.5);
    assert_int_equal(words, 2);
    assert_string_equal(left, "a -");
    assert_string_equal(said, "");
    assert_true(read_line("-- --flag -x", &v, &words, left, &status, said));
    assert_string_equal(left, "--flag -x");
}

/* Given before any: for all that have none of their own. */
static void test_values_belong_to_the_one_before(void **state)
{
    (void)state;
    struct values v = {.flag = false};
    char said[4096], left[512];
    int words, status;
    v.files.to = &v.endpoints;
    assert_true(read_line("--file all --feed ipc:///a --feed ipc:///b --file own --feed ipc:///c "
                          "--file first --file last",
                          &v, &words, left, &status, said));
    assert_string_equal(option_of(&v.files, 0), "all");
    assert_string_equal(option_of(&v.files, 1), "own");
    assert_string_equal(option_of(&v.files, 2), "last");
    v = (struct values){.files.to = &v.endpoints};
    assert_true(read_line("--feed ipc:///a --feed ipc:///b --file own", &v, &words, left, &status,
                          said));
    assert_null(option_of(&v.files, 0));
    assert_string_equal(option_of(&v.files, 1), "own");
}

static void test_refused(void **state)
{
    (void)state;
    static const struct {
        const char *line, *words;
    } cases[] = {
        {"--period 5x", "--period 5x: not a duration such as 500ms, 2s, 1:30"},
        {"--period 99ms", "--period 99ms: not within 100 to 60000 ms"},
        {"--period 61s", "--period 61s: not within 100 to 60000 ms"},
        {"--period", "--period needs a value: --period D"},
        {"--count 1.5", "--count 1.5: not a whole number"},
        {"--count 99999999999999999999", "--count 99999999999999999999: not a whole number"},
        {"--count=-1", "--count -1: must not be negative"},
        {"--speed fast", "--speed fast: not a number"},
        {"--speed nan", "--speed nan: not a number"},
        {"--speed 0", "--speed 0: not within 0.1 to 1000"},
        {"--flag=yes", "--flag takes no value"},
        {"--id ber/lin", "--id ber/lin: not an id: 1 to 64 of A-Z a-z 0-9 . _ : @ + -"},
        {"--endpoint 5570", "--endpoint 5570: not an endpoint such as tcp://127.0.0.1:5570 or "
                            "ipc:///tmp/acd-stats"},
        {"--nothing", "unknown option --nothing; `acdfeed try --help` lists them"},
        {"--fla", "unknown option --fla; `acdfeed try --help` lists them"},
        {"-x", "unknown option -x; `acdfeed try --help` lists them"},
        {"--\033[2J", "unknown option --?[2J; `acdfeed try --help` lists them"},
        {"a b c", "c is one word too many: acdfeed try [FILE [FILE]]"},
    };
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct values v = {0};
        char said[4096], left[512], expected[512];
        int words, status = -1;
        assert_false(read_line(cases[i].line, &v, &words, left, &status, said));
        snprintf(expected, sizeof(expected), "acdfeed try: %s\n", cases[i].words);
        assert_string_equal(said, expected);
        assert_int_equal(status, COMMAND_USAGE);
    }
}

static void test_endpoints(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool valid;
    } cases[] = {
        {"tcp://127.0.0.1:5570", true},
        {"tcp://*:5570", true},
        {"tcp://127.0.0.1:*", true},
        {"ipc:///tmp/a", true},
        {"ipc://@name", true},
        {"tcp://host", false},
        {"tcp://:5570", false},
        {"tcp://h:", false},
        {"tcp://h:65536", false},
        {"tcp://h:+1", false},
        {"ipc://", false},
        {"inproc://x", false},
        {"", false},
        {"pgm://x:1", false},
    };
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++)
        if (option_endpoint_valid(cases[i].text) != cases[i].valid)
            fail_msg("%s", cases[i].text);
}

static void test_help(void **state)
{
    (void)state;
    struct values v = {0};
    char said[4096], left[512];
    int words, status = -1;
    assert_false(read_line("--flag --help", &v, &words, left, &status, said));
    assert_int_equal(status, COMMAND_DONE);
    assert_string_equal(
        said, "Usage: acdfeed try [FILE [FILE]] [OPTION]...\n\nTries.\n\nOptions:\n"
              "  --flag                a flag\n"
              "  --text TEXT           a text\n"
              "  --id ID               an id\n"
              "  --endpoint EP         an endpoint\n"
              "  --feed EP             endpoints\n"
              "  --file FILE           of the feed before it\n"
              "  --period D            a duration\n"
              "  --count N             a number\n"
              "  --speed X             a number that has a good many words to say of itself,\n"
              "                        more than a line can take\n"
              "  --help                print this and end\n"
              "  --version             print the version and end\n"
              "\nEnds.\n");
    assert_false(read_line("--version", &v, &words, left, &status, said));
    assert_int_equal(status, COMMAND_DONE);
    assert_string_equal(said, "acdfeed " ACD_RELEASE "\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_taken),
        cmocka_unit_test(test_values_belong_to_the_one_before),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_endpoints),
        cmocka_unit_test(test_help),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
