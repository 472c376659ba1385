/* Reads the long options of any sub-command by its table and prints the help from the same table.
 * Knows kinds of values, nothing of what a sub-command does with them. */
#include "feed/commands/options.h"

#include "acdfeed/fault.h"
#include "acdfeed/json.h"
#include "acdfeed/shape.h"
#include "feed/commands/command.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HELP_COLS = 80, HELP_INDENT_COLS = 24 };

bool option_endpoint_valid(const char *text)
{
    if (strncmp(text, "ipc://", 6) == 0)
        return text[6] != '\0';
    if (strncmp(text, "tcp://", 6) != 0)
        return false;
    const char *port = strrchr(text + 6, ':');
    if (port == NULL || port == text + 6)
        return false;
    if (strcmp(port, ":*") == 0)
        return true;
    char *end;
    long number = strtol(port + 1, &end, 10);
    return strspn(port + 1, "0123456789") == strlen(port + 1) && end != port + 1 && number <= 65535;
}

static bool in_range(const struct option_rule *rule, double value)
{
    if (rule->least == 0 && rule->most == 0)
        return value >= 0;
    return value >= rule->least && value <= rule->most;
}

static bool say_range(const struct option_rule *rule, const char *text, const char *unit,
                      struct acd_fault *why)
{
    if (rule->least == 0 && rule->most == 0)
        return acd_fault_say(why, "--%s %s: must not be negative", rule->name, text);
    return acd_fault_say(why, "--%s %s: not within %.15g to %.15g%s", rule->name, text, rule->least,
                         rule->most, unit);
}

static bool read_duration(const struct option_rule *rule, const char *text, struct acd_fault *why)
{
    int64_t ms;
    if (!acd_duration_read(text, &ms))
        return acd_fault_say(why, "--%s %s: not a duration such as 500ms, 2s, 1:30", rule->name,
                             text);
    if (!in_range(rule, (double)ms))
        return say_range(rule, text, " ms", why);
    *(int64_t *)rule->value = ms;
    return true;
}

static bool read_integer(const struct option_rule *rule, const char *text, struct acd_fault *why)
{
    char *end;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    if (end == text || *end != '\0' || errno != 0)
        return acd_fault_say(why, "--%s %s: not a whole number", rule->name, text);
    if (!in_range(rule, (double)number))
        return say_range(rule, text, "", why);
    *(int64_t *)rule->value = number;
    return true;
}

static bool read_number(const struct option_rule *rule, const char *text, struct acd_fault *why)
{
    char *end;
    double number = strtod(text, &end);
    if (end == text || *end != '\0' || !isfinite(number))
        return acd_fault_say(why, "--%s %s: not a number", rule->name, text);
    if (!in_range(rule, number))
        return say_range(rule, text, "", why);
    *(double *)rule->value = number;
    return true;
}

static bool add_to_list(const struct option_rule *rule, const char *text, struct acd_fault *why)
{
    struct option_list *list = rule->value;
    if (list->n == OPTION_LIST_MOST)
        return acd_fault_say(why, "--%s: given more than %d times", rule->name, OPTION_LIST_MOST);
    list->of[list->n] = list->to ? list->to->n - 1 : 0;
    list->value[list->n++] = text;
    return true;
}

const char *option_of(const struct option_list *list, int at)
{
    const char *before = NULL;
    for (int i = list->n - 1; i >= 0; i--) {
        if (list->of[i] == at)
            return list->value[i];
        if (list->of[i] < 0 && !before)
            before = list->value[i];
    }
    return before;
}

static bool read_endpoint(const struct option_rule *rule, const char *text, struct acd_fault *why)
{
    if (!option_endpoint_valid(text))
        return acd_fault_say(why,
                             "--%s %s: not an endpoint such as tcp://127.0.0.1:5570 or "
                             "ipc:///tmp/acd-stats",
                             rule->name, text);
    if (rule->kind == OPTION_ENDPOINT) {
        *(const char **)rule->value = text;
        return true;
    }
    return add_to_list(rule, text, why);
}

static bool read_value(const struct option_rule *rule, const char *text, struct acd_fault *why)
{
    switch (rule->kind) {
    case OPTION_FLAG:
        *(bool *)rule->value = true;
        return true;
    case OPTION_ID:
        if (!acd_id_valid(text, strlen(text)))
            return acd_fault_say(why, "--%s %s: not an id: 1 to 64 of A-Z a-z 0-9 . _ : @ + -",
                                 rule->name, text);
        *(const char **)rule->value = text;
        return true;
    case OPTION_TEXT:
        *(const char **)rule->value = text;
        return true;
    case OPTION_TEXTS:
        return add_to_list(rule, text, why);
    case OPTION_ENDPOINT:
    case OPTION_ENDPOINTS:
        return read_endpoint(rule, text, why);
    case OPTION_DURATION:
        return read_duration(rule, text, why);
    case OPTION_INTEGER:
        return read_integer(rule, text, why);
    case OPTION_NUMBER:
        return read_number(rule, text, why);
    }
    assert(!"an option of no kind");
    return false;
}

static const struct option_rule *find_rule(const struct option_usage *usage, const char *name,
                                           size_t bytes)
{
    for (int i = 0; i < usage->n_rules; i++)
        if (strlen(usage->rules[i].name) == bytes && memcmp(usage->rules[i].name, name, bytes) == 0)
            return &usage->rules[i];
    return NULL;
}

/* One line of help: the option in its column, its sentence wrapped beside it. */
static void print_option(const char *name, const char *word, const char *help)
{
    int col = printf("  --%s%s%s", name, word != NULL ? " " : "", word != NULL ? word : "");
    if (col >= HELP_INDENT_COLS) {
        putchar('\n');
        col = 0;
    }
    col += printf("%*s", HELP_INDENT_COLS - col, "");
    for (const char *at = help; *at != '\0';) {
        int bytes = (int)strcspn(at, " ");
        if (at != help && col + 1 + bytes > HELP_COLS)
            col = printf("\n%*s", HELP_INDENT_COLS, "") - 1;
        else if (at != help)
            col += printf(" ");
        col += printf("%.*s", bytes, at);
        at += bytes + (int)strspn(at + bytes, " ");
    }
    putchar('\n');
}

static void print_help(const struct option_usage *usage)
{
    printf("Usage: acdfeed %s%s%s [OPTION]...\n\n%s\n\nOptions:\n", usage->name,
           usage->synopsis[0] != '\0' ? " " : "", usage->synopsis, usage->about);
    for (int i = 0; i < usage->n_rules; i++)
        print_option(usage->rules[i].name, usage->rules[i].word, usage->rules[i].help);
    print_option("help", NULL, "print this and end");
    print_option("version", NULL, "print the version and end");
    if (usage->closing != NULL)
        printf("\n%s\n", usage->closing);
}

/* Takes the option at argv[*at]; moves *at past the value it used. */
static bool take_option(const struct option_usage *usage, int argc, char **argv, int *at,
                        struct acd_fault *why)
{
    const char *name = argv[*at] + 2;
    size_t bytes = strcspn(name, "=");
    const struct option_rule *rule = find_rule(usage, name, bytes);
    if (strncmp(argv[*at], "--", 2) != 0 || rule == NULL)
        return acd_fault_say(why, "unknown option %s; `acdfeed %s --help` lists them", argv[*at],
                             usage->name);
    const char *value = name[bytes] == '=' ? name + bytes + 1 : NULL;
    if (rule->kind == OPTION_FLAG && value != NULL)
        return acd_fault_say(why, "--%s takes no value", rule->name);
    if (rule->kind != OPTION_FLAG && value == NULL) {
        if (*at + 1 == argc)
            return acd_fault_say(why, "--%s needs a value: --%s %s", rule->name, rule->name,
                                 rule->word);
        value = argv[++*at];
    }
    return read_value(rule, value, why);
}

static bool check_words(const struct option_usage *usage, int words, char **argv,
                        struct acd_fault *why)
{
    if (words < usage->least_words)
        return acd_fault_say(why, "more is needed: acdfeed %s %s", usage->name, usage->synopsis);
    if (usage->most_words >= 0 && words > usage->most_words)
        return acd_fault_say(why, "%s is one word too many: acdfeed %s %s",
                             argv[usage->most_words + 1], usage->name, usage->synopsis);
    return true;
}

static bool asks(const char *word, const char *option, int *status)
{
    *status = COMMAND_DONE;
    return strcmp(word, option) == 0;
}

bool options_read(const struct option_usage *usage, int *argc, char **argv, int *status)
{
    struct acd_fault why;
    bool options_over = false, fine = true;
    int words = 0;
    for (int i = 1; i < *argc && fine; i++) {
        if (options_over || argv[i][0] != '-' || argv[i][1] == '\0') {
            argv[++words] = argv[i];
        } else if (strcmp(argv[i], "--") == 0) {
            options_over = true;
        } else if (asks(argv[i], "--help", status)) {
            print_help(usage);
            return false;
        } else if (asks(argv[i], "--version", status)) {
            printf("acdfeed %s\n", ACD_RELEASE);
            return false;
        } else {
            fine = take_option(usage, *argc, argv, &i, &why);
        }
    }
    if (fine && check_words(usage, words, argv, &why)) {
        *argc = words + 1;
        return true;
    }
    command_complain(usage->name, "%s", why.text);
    *status = COMMAND_USAGE;
    return false;
}
