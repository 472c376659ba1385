/* Finds and reads the settings file, and answers what it said. */
#include "console/settings/settings_parts.h"

#include "acdfeed/memory.h"
#include "console/words.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MOST_BYTES = 1 << 20 };

/* The whole file as text; NULL: `why` says what hinders, errno is set. */
static char *slurp(const char *path, struct acd_fault *why)
{
    FILE *file = fopen(path, "re");
    char *text = NULL;
    size_t n;
    int failed;

    if (!file) {
        int reason = errno;

        acd_fault_say(why, "%s: %s", path, strerror(reason));
        errno = reason;
        return NULL;
    }
    text = acd_alloc(FILE_MOST_BYTES + 1);
    errno = 0;
    n = fread(text, 1, FILE_MOST_BYTES + 1, file);
    failed = ferror(file) ? errno : 0;
    fclose(file);
    if (!failed && n <= FILE_MOST_BYTES && !memchr(text, '\0', n)) {
        text[n] = '\0';
        return text;
    }
    free(text);
    if (failed)
        acd_fault_say(why, "%s: %s", path, strerror(failed));
    else
        acd_fault_say(why, _("%s: no settings file: larger than 1 MiB, or not text"), path);
    errno = failed ? failed : EINVAL;
    return NULL;
}

static bool usual_path(char *out, size_t bytes)
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    int n;

    if (config && *config == '/')
        n = snprintf(out, bytes, "%s/acdwall/acdwall.ini", config);
    else if (home && *home)
        n = snprintf(out, bytes, "%s/.config/acdwall/acdwall.ini", home);
    else
        return false;
    return n > 0 && (size_t)n < bytes;
}

struct settings *settings_open(const char *path, struct acd_fault *why)
{
    char usual[4096];
    struct settings *settings;
    bool may_be_missing = path == NULL;
    char *text;

    if (!path)
        path = usual_path(usual, sizeof(usual)) ? usual : "";
    if (!*path && may_be_missing)
        return settings_read("settings", "");
    text = slurp(path, why);
    if (!text && may_be_missing && (errno == ENOENT || errno == ENOTDIR))
        return settings_read(path, "");
    if (!text)
        return NULL;
    settings = settings_read(path, text);
    free(text);
    return settings;
}

/* --- what they say ------------------------------------------------------------------------------- */

const char *settings_error(const struct settings *settings, int i)
{
    return i >= 0 && i < settings->n_errors ? settings->errors[i] : NULL;
}

const struct limits *settings_limits(const struct settings *settings)
{
    return settings->limits;
}

const struct pages *settings_pages(const struct settings *settings)
{
    return settings->pages;
}

const struct hook_settings *settings_hook(const struct settings *settings)
{
    return &settings->hook;
}

const struct plan *settings_plan(const struct settings *settings)
{
    return settings->plan;
}

const char *settings_theme(const struct settings *settings)
{
    return settings->values.theme;
}

const char *settings_by(const struct settings *settings)
{
    return settings->values.by;
}

const char *settings_journal(const struct settings *settings)
{
    return settings->values.journal;
}

bool settings_read_only(const struct settings *settings)
{
    return settings->values.read_only;
}

bool settings_bell(const struct settings *settings)
{
    return settings->values.bell || settings->values.visual_bell;
}

bool settings_bell_visible(const struct settings *settings)
{
    return settings->values.visual_bell;
}

void settings_look(const struct settings *settings, struct roster_view *view)
{
    view->span = (enum span)settings->values.span;
    view->queue_sort = (enum queue_sort)settings->values.sort;
    view->agent_sort = (enum agent_sort)settings->values.agent_sort;
    view->grouped = settings->values.group;
    view->totals_only = settings->values.totals;
    view->hide_offline = settings->values.hide_offline;
    view->limits = settings->limits;
}

static const struct settings_feed *feed_at(const struct settings *settings, int i)
{
    for (int at = 0; at < settings->n_feeds; at++)
        if (settings->feeds[at].stats && i-- == 0)
            return &settings->feeds[at];
    return NULL;
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

bool settings_feed(const struct settings *settings, int i, const char **stats, const char **control)
{
    const struct settings_feed *feed = feed_at(settings, i);

    if (!feed)
        return false;
    *stats = feed->stats;
    *control = or_empty(feed->control);
    return true;
}

bool settings_feed_keys(const struct settings *settings, int i, const char **key,
                        const char **server_key)
{
    const struct settings_feed *feed = feed_at(settings, i);

    *key = or_empty(feed ? feed->key : NULL);
    *server_key = or_empty(feed ? feed->server_key : NULL);
    return feed != NULL;
}

const char *settings_feed_group(const struct settings *settings, int i)
{
    const struct settings_feed *feed = feed_at(settings, i);

    if (!feed || feed->standby)
        return or_empty(feed ? feed->standby : NULL);
    for (int at = 0; at < settings->n_feeds; at++) {
        const struct settings_feed *other = &settings->feeds[at];

        if (other->standby && strcmp(other->standby, feed->name) == 0)
            return feed->name;
    }
    return "";
}

bool settings_key(const struct settings *settings, int i, const char **action, const char **keys)
{
    if (i < 0 || i >= settings->n_keys)
        return false;
    *action = settings->keys[i].key;
    *keys = settings->keys[i].value;
    return true;
}
