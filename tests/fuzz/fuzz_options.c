/* Any words as the command lines of both programs: run with values in their ranges, or one line of
 * words why not.  A word ends at a newline. */
#include "console/edge/options.h"
#include "feed/commands/command.h"
#include "feed/commands/options.h"
#include "feed/commands/quantity.h"
#include "tests/fuzz/input.h"

#include <locale.h>
#include <math.h>
#include <stdarg.h>

enum { WORDS = 24 };

static void check_console(int argc, char **argv, FILE *nowhere)
{
    struct options options;
    struct acd_fault why;
    switch (wall_options_read(&options, argc, argv, nowhere, &why)) {
    case OPTIONS_RUN:
        HOLDS(options.n_feeds >= 0 && options.n_feeds <= FEEDLINK_FEEDS && options.wait_ms >= 0);
        HOLDS(options.span >= -1 && options.speed >= .5 && options.speed <= 64);
        HOLDS(options.cols > 0 && options.rows > 0 && options.once <= ONCE_HTML);
        break;
    case OPTIONS_WRONG:
        check_words(why.text);
        break;
    case OPTIONS_HELPED:
        break;
    }
}

struct values {
    bool flag;
    const char *text, *id, *endpoint;
    struct option_list endpoints;
    int64_t duration, integer;
    double number;
};

static void check_feed(int argc, char **argv)
{
    struct values values = {.duration = 1000, .integer = 2, .number = 1};
    const struct option_rule rules[] = {
        {"flag", OPTION_FLAG, &values.flag, NULL, "a flag", 0, 0},
        {"text", OPTION_TEXT, &values.text, "TEXT", "a text", 0, 0},
        {"id", OPTION_ID, &values.id, "ID", "an id", 0, 0},
        {"stats", OPTION_ENDPOINT, &values.endpoint, "ENDPOINT", "an endpoint", 0, 0},
        {"feed", OPTION_ENDPOINTS, &values.endpoints, "ENDPOINT", "endpoints", 0, 0},
        {"for", OPTION_DURATION, &values.duration, "DURATION", "a time", 100, 60000},
        {"queues", OPTION_INTEGER, &values.integer, "N", "a number", 1, 500},
        {"speed", OPTION_NUMBER, &values.number, "N", "a factor", 0, 100},
    };
    const struct option_usage usage = {
        "any", "[FILE]", "Anything.", rules, (int)ACD_COUNT_OF(rules), 0, 3, NULL};
    int status;
    if (!options_read(&usage, &argc, argv, &status))
        return;
    HOLDS(argc >= 1 && argc <= 4);
    HOLDS(values.duration >= 100 && values.duration <= 60000 && values.integer >= 1 &&
          values.integer <= 500);
    HOLDS(values.number >= 0 && values.number <= 100 && values.endpoints.n <= OPTION_LIST_MOST);
    HOLDS(!values.id || acd_id_valid(values.id, strlen(values.id)));
    HOLDS(!values.endpoint || option_endpoint_valid(values.endpoint));
}

static void check_quantities(const char *text)
{
    struct acd_fault why;
    double ms, share;
    int64_t first, last;
    if (quantity_time(&ms, "--for", text, &why))
        HOLDS(isfinite(ms) && ms >= 0);
    if (quantity_share(&share, "--share", text, &why))
        HOLDS(share >= 0 && share <= 1);
    if (quantity_range(&first, &last, 1000, "--agents", text, &why))
        HOLDS(first >= 1 && first <= last && last <= 1000);
}

/* In place of the program's own, which says it on stderr. */
void command_complain(const char *name, const char *format, ...)
{
    struct acd_fault why;
    char words[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(words, sizeof(words), format, arguments);
    va_end(arguments);
    HOLDS(strcmp(name, "any") == 0);
    (void)acd_fault_say(&why, "%s", words);
    check_words(why.text);
}

/* Help goes to stdout, which is not looked at here. */
static bool asks_for_help(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "--version") == 0)
            return true;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    static FILE *nowhere;
    char program[] = "acd", *words[WORDS + 2] = {program}, *copy[WORDS + 2];
    struct input input = {data, data + bytes};
    int argc = 1;
    if (bytes > 2048)
        return 0;
    setlocale(LC_ALL, "C.UTF-8");
    nowhere = nowhere ? nowhere : fopen("/dev/null", "w");
    for (char *word; argc <= WORDS && (word = input_line(&input)) != NULL;)
        words[argc++] = word;
    words[argc] = NULL;
    memcpy(copy, words, sizeof(copy));
    for (int i = 1; i < argc; i++)
        check_quantities(words[i]);
    check_console(argc, copy, nowhere);
    memcpy(copy, words, sizeof(copy));
    if (!asks_for_help(argc, copy))
        check_feed(argc, copy);
    for (int i = 1; i < argc; i++)
        free(words[i]);
    return 0;
}
