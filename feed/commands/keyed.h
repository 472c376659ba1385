/* The options about keys, the same wherever a feed is served or listened to. */
#ifndef FEED_COMMANDS_KEYED_H
#define FEED_COMMANDS_KEYED_H

#include "feed/commands/options.h"

/* Rows of an option table, for the acd_publisher_options of who serves. */
#define KEYED_SERVING_RULES(publisher_options)                                                     \
    {"key",                                                                                        \
     OPTION_TEXT,                                                                                  \
     &(publisher_options)->key_file,                                                               \
     "FILE",                                                                                       \
     "serve with keys: the feed's own secret key, by `acdfeed keygen`",                            \
     0,                                                                                            \
     0},                                                                                           \
        {"authorized",                                                                             \
         OPTION_TEXT,                                                                              \
         &(publisher_options)->authorized_file,                                                    \
         "FILE",                                                                                   \
         "with --key: who comes in, lines `NAME ROLE KEY`, roles wall, viewer, supervisor, "       \
         "publisher; "                                                                             \
         "read anew when it changes",                                                              \
         0,                                                                                        \
         0},                                                                                       \
    {                                                                                              \
        "commands-per-minute", OPTION_INTEGER, &(publisher_options)->commands_per_minute, "N",     \
            "with --key: commands that each key may give; 120 unless said", 1, 100000              \
    }

/* What one who listens shows, and expects. */
struct keyed {
    const char *key, *server_key; /* NULL: none */
};
#define KEYED_ASKING_RULES(keyed)                                                                  \
    {"key", OPTION_TEXT, &(keyed)->key, "FILE", "our own secret key, by `acdfeed keygen`", 0, 0},  \
    {                                                                                              \
        "server-key", OPTION_TEXT, &(keyed)->server_key, "FILE|KEY",                               \
            "the feed's public key, or its file .public; goes with --key", 0, 0                    \
    }

/* Before a secret key is read; NULL is fine. */
void keyed_begin(const char *key_file);
/* For acd_publisher_options.log: one line on stderr. */
void keyed_log(void *context, const char *line);

#endif
