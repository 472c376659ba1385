/* The settings file of a console (inih): [console] options, [feed NAME] stats and control endpoints,
 * [limits], [limits queue ID], [limits group NAME], [limits media WORD], [keys] action = keys,
 * [page NAME] of a wall (console/model/pages.h).
 * [limits], [limits queue ID], [limits group NAME], [limits media WORD], [plan NAME], [hook], [keys]
 * action = keys.
 * One table of options gives type, range, default and help.
 *
 * A wrong line costs that line alone: it is said with file, line, what was found and what was
 * expected; the rest goes on. */
#ifndef CONSOLE_SETTINGS_SETTINGS_H
#define CONSOLE_SETTINGS_SETTINGS_H

#include "acdfeed/fault.h"
#include "console/model/limits.h"
#include "console/model/pages.h"
#include "console/model/plan.h"
#include "console/model/roster.h"
#include "console/settings/hook_settings.h"

#include <stdio.h>

struct settings;

/* Reads `path`; NULL: $XDG_CONFIG_HOME/acdwall/acdwall.ini (~/.config where that is unset), which may
 * be missing.  NULL: a file that was named cannot be read. */
struct settings *settings_open(const char *path, struct acd_fault *why) ACD_MUST_CHECK;
/* The same from text; `name` is what errors call it. */
struct settings *settings_read(const char *name, const char *text);
void settings_free(struct settings *settings);

/* What was wrong, in the order of the lines; NULL past the last. */
const char *settings_error(const struct settings *settings, int i);

const struct limits *settings_limits(const struct settings *settings);
const struct pages *settings_pages(const struct settings *settings);
/* The built-in response plan, with what the file changed and added. */
const struct plan *settings_plan(const struct settings *settings);
const struct hook_settings *settings_hook(const struct settings *settings);
const char *settings_theme(const struct settings *settings); /* "" where none is set */
const char *settings_by(const struct settings *settings);    /* "" where none is set */
const char *settings_journal(const struct settings *settings); /* "": the usual place; "none" */
bool settings_read_only(const struct settings *settings);
bool settings_bell(const struct settings *settings);         /* of either kind */
bool settings_bell_visible(const struct settings *settings);
/* Span, sort order, grouping: sets them in `view`, the rest stays. */
void settings_look(const struct settings *settings, struct roster_view *view);
/* Feed i in the order of the file; control "" when it has none.  False past the last. */
bool settings_feed(const struct settings *settings, int i, const char **stats, const char **control);
/* The key files of feed i, "" where it has none. */
bool settings_feed_keys(const struct settings *settings, int i, const char **key,
                        const char **server_key);
/* The group of feeds that stand by for each other; "" where feed i has none. */
const char *settings_feed_group(const struct settings *settings, int i);
/* Key binding i: an action's command name and its keys.  False past the last. */
bool settings_key(const struct settings *settings, int i, const char **action, const char **keys);

/* A commented settings file with every option at its default. */
void settings_print_sample(FILE *out);

#endif
