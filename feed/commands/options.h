/* The long options of a sub-command, as one table: reading, refusing, --help and --version all come
 * from it.  `--name value` and `--name=value`; `--` ends the options; `-` alone is a word.  Values
 * are borrowed from argv.  What is not given is left as it was, so a default is what the variable
 * holds before.  Prints to stdout (help) and stderr (one line for a mistake). */
#ifndef FEED_COMMANDS_OPTIONS_H
#define FEED_COMMANDS_OPTIONS_H

#include "acdfeed/macros.h"

#include <stdbool.h>

enum option_kind {
    OPTION_FLAG,      /* bool: no value, sets true */
    OPTION_TEXT,      /* const char * */
    OPTION_ID,        /* const char *: an id of the contract */
    OPTION_ENDPOINT,  /* const char *: tcp://HOST:PORT or ipc://PATH */
    OPTION_ENDPOINTS, /* struct option_list: as ENDPOINT, may be given again and again */
    OPTION_TEXTS,     /* struct option_list: as TEXT, likewise */
    OPTION_DURATION,  /* int64_t, ms, within least..most */
    OPTION_INTEGER,   /* int64_t within least..most */
    OPTION_NUMBER,    /* double within least..most */
};

enum { OPTION_LIST_MOST = 32 };
struct option_list {
    const char *value[OPTION_LIST_MOST];
    int n;
    /* Values that belong to one of another list: to the one given last before, of[] is its place
     * there, -1 when none was given before. */
    const struct option_list *to; /* NULL: none */
    int of[OPTION_LIST_MOST];
};
/* What was given for the value `at` of the list it belongs to, else what was given before any, else
 * NULL. */
const char *option_of(const struct option_list *list, int at);

struct option_rule {
    const char *name; /* without its dashes */
    enum option_kind kind;
    void *value;        /* where it goes, of the kind's type */
    const char *word;   /* how help calls the value; NULL for flags */
    const char *help;   /* one sentence, wrapped by help */
    double least, most; /* of numbers and durations; both 0: any from 0 up */
};

struct option_usage {
    const char *name;     /* of the sub-command */
    const char *synopsis; /* "[FILE|-]", what stands beside the options */
    const char *about;    /* what it does; paragraphs, wrapped by the writer at 78 columns */
    const struct option_rule *rules;
    int n_rules;
    int least_words, most_words; /* most -1: any number */
    const char *closing;         /* examples, exit statuses: ends the help */
};

/* Takes the options out of argv; argv[1..*argc-1] are the words that are left, in their order.
 * False: the sub-command ends with *status, all is said. */
bool options_read(const struct option_usage *usage, int *argc, char **argv,
                  int *status) ACD_MUST_CHECK;

/* True for an endpoint that a socket can be bound or connected to. */
bool option_endpoint_valid(const char *text);

#endif
