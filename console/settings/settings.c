/* Text into settings: cuts it into lines and pairs and gives each pair to whom it belongs.  Knows no
 * files.
 *
 * Traps of inih that are met here: it does not tell the line of a pair, so lines are counted as they
 * are handed to it; it takes an indented line for more of the value before, so indents are taken
 * away; it cuts long lines and heads of sections in silence, so they are refused here; it tells of
 * the first bad line alone, so bad lines are found here. */
#include "console/settings/settings_parts.h"

#include "acdfeed/keys.h"
#include "acdfeed/memory.h"
#include "acdfeed/shape.h"
#include "console/words.h"

#include <ini.h>
#include <stdlib.h>
#include <string.h>

enum { HEAD_BYTES = 256, ERRORS_MOST = 100 };

struct reading {
    struct settings *settings;
    const char *name; /* of the file */
    const char *at;
    unsigned line;
    char head[HEAD_BYTES]; /* of the section: "limits queue sales" */
    bool skipping;         /* a section that nobody knows */
};

static void complain(struct reading *reading, unsigned line, const char *words)
{
    struct settings *settings = reading->settings;
    struct acd_fault fault;

    if (settings->n_errors == ERRORS_MOST)
        return;
    acd_fault_say_at(&fault, reading->name, line, "%s", words);
    settings->errors =
        acd_realloc(settings->errors, (size_t)(settings->n_errors + 1) * sizeof(*settings->errors));
    settings->errors[settings->n_errors++] = acd_strdup(fault.text);
}

/* --- sections ------------------------------------------------------------------------------------ */

/* What stands behind `word` in the head of the section; NULL when it does not begin with it. */
static const char *head_after(const char *head, const char *word)
{
    size_t bytes = strlen(word);

    if (strncmp(head, word, bytes) != 0 || (head[bytes] && head[bytes] != ' '))
        return NULL;
    return head + bytes + strspn(head + bytes, " ");
}

static struct settings_feed *feed_named(struct settings *settings, const char *name, unsigned line)
{
    for (int i = 0; i < settings->n_feeds; i++)
        if (strcmp(settings->feeds[i].name, name) == 0)
            return &settings->feeds[i];
    settings->feeds =
        acd_realloc(settings->feeds, (size_t)(settings->n_feeds + 1) * sizeof(*settings->feeds));
    settings->feeds[settings->n_feeds] =
        (struct settings_feed){.name = acd_strdup(name), .line = line};
    return &settings->feeds[settings->n_feeds++];
}

/* A file, absolute or in the home folder: where acdwall is started from does not matter. */
static char *file_path(const char *value)
{
    const char *home = getenv("HOME");
    size_t bytes;
    char *path;

    if (strncmp(value, "~/", 2) != 0 || !home)
        return acd_strdup(value);
    bytes = strlen(home) + strlen(value);
    path = acd_alloc(bytes);
    snprintf(path, bytes, "%s%s", home, value + 1);
    return path;
}

static bool is_endpoint(const char *value)
{
    return strncmp(value, "tcp://", 6) == 0 || strncmp(value, "ipc://", 6) == 0;
}

static bool is_file(const char *value)
{
    return *value == '/' || strncmp(value, "~/", 2) == 0;
}

static bool is_name(const char *value)
{
    return *value != '\0';
}

static bool is_key_or_file(const char *value)
{
    return is_file(value) || acd_key_valid(value, strlen(value));
}

static bool set_feed(struct reading *reading, const char *name, const char *key, const char *value,
                     struct acd_fault *why)
{
    struct settings_feed *feed = feed_named(reading->settings, name, reading->line);
    const struct {
        const char *key;
        char **to;
        bool (*fits)(const char *value);
        const char *expected;
    } pairs[] = {
        {"stats", &feed->stats, is_endpoint, "an endpoint as tcp://HOST:PORT or ipc://PATH"},
        {"control", &feed->control, is_endpoint, "an endpoint as tcp://HOST:PORT or ipc://PATH"},
        {"key", &feed->key, is_file, "the path of a file, as /... or ~/..."},
        {"server_key", &feed->server_key, is_key_or_file,
         "a public key of 40 characters, or its file as /... or ~/..."},
        {"standby", &feed->standby, is_name, "the name of the feed it stands by for"},
    };

    feed->complained = true; /* until it turns out well */
    for (size_t i = 0; i < ACD_COUNT_OF(pairs); i++) {
        if (strcmp(key, pairs[i].key) != 0)
            continue;
        if (!pairs[i].fits(value))
            return acd_fault_say(why, "%s = %s: expected %s", key,
                                 pairs[i].fits == is_file ? "..." : value, /* may be a secret */
                                 pairs[i].expected);
        free(*pairs[i].to);
        *pairs[i].to = file_path(value);
        feed->complained = false;
        return true;
    }
    return acd_fault_say(why,
                         _("\"%s\" is no option of a feed: expected stats, control, key, server_key or "
                         "standby"),
                         key);
}

static bool set_key(struct settings *settings, const char *action, const char *keys)
{
    settings->keys =
        acd_realloc(settings->keys, (size_t)(settings->n_keys + 1) * sizeof(*settings->keys));
    settings->keys[settings->n_keys++] =
        (struct settings_pair){.key = acd_strdup(action), .value = acd_strdup(keys)};
    return true;
}

static bool head_is_known(const char *head)
{
    const char *feed = head_after(head, "feed"), *page = head_after(head, "page");

    return strcmp(head, "console") == 0 || strcmp(head, "keys") == 0 || strcmp(head, "hook") == 0 ||
           (feed && *feed) || (page && *page) || head_after(head, "limits") || head_after(head, "plan");
}

/* inih's handler; its own idea of the section is cut at 49 bytes and passed over. */
static int take_pair(void *context, const char *section, const char *key, const char *value)
{
    struct reading *reading = context;
    const char *head = reading->head, *scope = head_after(head, "limits");
    const char *feed = head_after(head, "feed"), *page = head_after(head, "page");
    const char *plan = head_after(head, "plan");
    struct acd_fault why;
    bool fine;

    (void)section;
    if (reading->skipping)
        return 1;
    if (strcmp(head, "console") == 0)
        fine = options_set(&reading->settings->values, key, value, &why);
    else if (strcmp(head, "keys") == 0)
        fine = set_key(reading->settings, key, value);
    else if (scope)
        fine = limits_set(reading->settings->limits, scope, key, value, &why);
    else if (strcmp(head, "hook") == 0)
        fine = hook_settings_set(&reading->settings->hook, key, value, &why);
    else if (plan)
        fine = plan_set(reading->settings->plan, plan, key, value, &why);
    else if (feed && *feed)
        fine = set_feed(reading, feed, key, value, &why);
    else if (page && *page)
        fine = pages_set(reading->settings->pages, page, key, value, &why);
    else
        fine = acd_fault_say(&why, _("\"%s\" stands before any section, as [console]"), key);
    if (!fine)
        complain(reading, reading->line, why.text);
    return 1;
}

/* --- lines --------------------------------------------------------------------------------------- */

static void enter_section(struct reading *reading, const char *line)
{
    const char *end = strchr(line, ']');
    char words[HEAD_BYTES + 192];

    reading->head[0] = '\0';
    reading->skipping = true;
    if (!end) {
        complain(reading, reading->line, "a section without its closing ]");
        return;
    }
    snprintf(reading->head, sizeof(reading->head), "%.*s", (int)(end - line - 1), line + 1);
    if (head_is_known(reading->head)) {
        reading->skipping = false;
        return;
    }
    snprintf(words, sizeof(words),
             "[%s] is no section: expected console, feed NAME, limits, limits queue ID, limits group"
             " NAME, limits media WORD, plan NAME, page NAME, hook or keys", reading->head);
    complain(reading, reading->line, words);
}

/* Looks at a line before inih does; false when it is not to see it. */
static bool check_line(struct reading *reading, const char *line, size_t bytes, int room)
{
    if (bytes == 0 || *line == '#' || *line == ';')
        return false;
    if (!acd_utf8_valid(line, bytes)) {
        complain(reading, reading->line, "not UTF-8");
        return false;
    }
    if (bytes + 2 > (size_t)room) {
        complain(reading, reading->line, "a line longer than 190 bytes");
        return false;
    }
    if (*line == '[')
        return true;
    if (!memchr(line, '=', bytes) && !reading->skipping)
        complain(reading, reading->line, "expected NAME = VALUE, [SECTION] or # comment");
    return memchr(line, '=', bytes) != NULL;
}

/* inih's reader: one line at a time, its indent taken away, blank where it is not to be seen. */
static char *next_line(char *out, int room, void *context)
{
    struct reading *reading = context;
    const char *end = strchr(reading->at, '\n'), *line = reading->at;
    size_t bytes;

    if (!*line)
        return NULL;
    bytes = end ? (size_t)(end - line) : strlen(line);
    reading->at += bytes + (end != NULL);
    reading->line++;
    if (bytes && line[bytes - 1] == '\r')
        bytes--;
    for (; bytes && (*line == ' ' || *line == '\t'); bytes--)
        line++;
    if (!check_line(reading, line, bytes, room < 192 ? room : 192))
        bytes = 0;
    memcpy(out, line, bytes);
    out[bytes] = '\0';
    if (*out == '[')
        enter_section(reading, out);
    snprintf(out + bytes, (size_t)room - bytes, "\n");
    return out;
}

static void check_feeds(struct reading *reading)
{
    for (int i = 0; i < reading->settings->n_feeds; i++) {
        const struct settings_feed *feed = &reading->settings->feeds[i];
        char words[HEAD_BYTES + 64];

        if (feed->stats || feed->complained)
            continue;
        snprintf(words, sizeof(words), "[feed %s] has no stats = ENDPOINT", feed->name);
        complain(reading, feed->line, words);
    }
}

struct settings *settings_read(const char *name, const char *text)
{
    struct settings *settings = acd_calloc(1, sizeof(*settings));
    struct reading built_in = {.settings = settings, .name = "built-in plan", .at = settings_plan_text};
    struct reading reading = {.settings = settings, .name = name, .at = text};

    settings->limits = limits_new();
    settings->pages = pages_new();
    settings->plan = plan_new();
    options_init(&settings->values);
    hook_settings_init(&settings->hook);
    ini_parse_stream(next_line, &built_in, take_pair, &built_in);
    if (strncmp(text, "\xef\xbb\xbf", 3) == 0)
        reading.at += 3;
    ini_parse_stream(next_line, &reading, take_pair, &reading);
    check_feeds(&reading);
    return settings;
}

void settings_free(struct settings *settings)
{
    if (!settings)
        return;
    for (int i = 0; i < settings->n_feeds; i++) {
        free(settings->feeds[i].name);
        free(settings->feeds[i].stats);
        free(settings->feeds[i].control);
        free(settings->feeds[i].key);
        free(settings->feeds[i].server_key);
        free(settings->feeds[i].standby);
    }
    for (int i = 0; i < settings->n_keys; i++) {
        free(settings->keys[i].key);
        free(settings->keys[i].value);
    }
    for (int i = 0; i < settings->n_errors; i++)
        free(settings->errors[i]);
    free(settings->feeds);
    free(settings->keys);
    free(settings->errors);
    options_release(&settings->values);
    hook_settings_release(&settings->hook);
    limits_free(settings->limits);
    pages_free(settings->pages);
    plan_free(settings->plan);
    free(settings);
}
