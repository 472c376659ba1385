/* What settings hold, for settings.c, which reads the file, and options.c, which knows [console]. */
#ifndef CONSOLE_SETTINGS_SETTINGS_PARTS_H
#define CONSOLE_SETTINGS_SETTINGS_PARTS_H

#include "console/settings/settings.h"

struct settings_feed {
    char *name, *stats, *control, *key, *server_key, *standby;
    unsigned line;   /* of its first pair */
    bool complained; /* about one of its lines */
};

struct settings_pair {
    char *key, *value;
};

/* The values of [console]. */
struct settings_values {
    char *theme, *by, *journal;
    int span, sort, agent_sort; /* enums of the same names */
    bool group, totals, hide_offline, bell, visual_bell, read_only;
};

struct settings {
    struct settings_values values;
    struct limits *limits;
    struct pages *pages;
    struct plan *plan;
    struct hook_settings hook;
    struct settings_feed *feeds;
    struct settings_pair *keys;
    char **errors;
    int n_feeds, n_keys, n_errors;
};

/* The built-in response plan, as a settings file. */
extern const char *const settings_plan_text;

/* Every option at its default. */
void options_init(struct settings_values *values);
void options_release(struct settings_values *values);
bool options_set(struct settings_values *values, const char *key, const char *value,
                 struct acd_fault *why) ACD_MUST_CHECK;
/* The section [console] of a sample file. */
void options_print(FILE *out);

#endif
