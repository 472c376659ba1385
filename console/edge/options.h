/* The command line of acdwall. */
#ifndef CONSOLE_EDGE_OPTIONS_H
#define CONSOLE_EDGE_OPTIONS_H

#include "acdfeed/fault.h"
#include "acdfeed/keys.h"
#include "console/edge/feedlink.h"
#include "console/model/figures.h"

#include <stdio.h>

enum once_format { ONCE_NONE, ONCE_TEXT, ONCE_JSON, ONCE_CSV, ONCE_SVG, ONCE_HTML };

/* Exit statuses (PROTOCOL.md section 6). */
enum { EXIT_WHOLE = 0, EXIT_ERROR = 1, EXIT_USAGE = 2, EXIT_NOT_WHOLE = 3 };

struct options {
    struct feedlink_feed feeds[FEEDLINK_FEEDS];
    int n_feeds;
    const char *key, *server_key; /* of feeds that name none; NULL: none */
    struct acd_key known_as;      /* our public key at the first feed with keys; name "": none */
    enum once_format once;
    int64_t wait_ms;
    int span;             /* enum span, -1: as the settings say */
    bool demo, read_only, ascii;
    bool ambiguous_wide;  /* the terminal draws ambiguous characters in two columns */
    bool plain;           /* lines instead of a screen */
    const char *theme;    /* NULL: as the settings say */
    const char *by;       /* NULL: as the settings say, else the login name */
    const char *check_rules; /* a settings file to be held against `play`, or NULL */
    bool json;            /* of what --check-rules prints */
    const char *journal;  /* NULL: as the settings say */
    const char *settings; /* NULL: the usual place */
    const char *view, *filter;
    bool wall;            /* `acdwall wall`: the pages for a TV */
    const char *page, *pages; /* of the wall: one page alone; a file of pages */
    int64_t every_ms;     /* 0: as the pages say */
    bool locked;          /* the wall takes no quitting */
    int cols, rows;       /* of a picture */
    const char *play;     /* a tape in place of feeds, or NULL */
    const char *from;     /* a moment of it; NULL: its start, with --once its end */
    double speed;
};

enum options_result { OPTIONS_RUN, OPTIONS_HELPED, OPTIONS_WRONG };
/* Reads argv; --help and --version are answered on `out`. */
enum options_result wall_options_read(struct options *options, int argc, char **argv, FILE *out,
                                      struct acd_fault *why);

#endif
