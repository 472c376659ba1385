/* Reads the settings of a site whose ACD is an Asterisk.  One table of keys for each sort of
 * section; a new key is a line there. */
#include "feed/commands/asterisk_settings.h"

#include "acdfeed/json.h"
#include "acdfeed/memory.h"
#include "acdfeed/shape.h"
#include "feed/commands/asterisk_plan.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct reading {
    struct asterisk_settings *into;
    char section[PBX_NAME_BYTES + 16];
    const char *path;
    int64_t t;
    int line; /* of the first error; 0: none */
    struct acd_fault said;
    struct pbx_queue_settings *queue;
    struct pbx_agent_settings *agent;
};

enum value_kind {
    VALUE_ID,
    VALUE_TEXT,
    VALUE_DURATION,
    VALUE_CLOCK,
    VALUE_YES,
    VALUE_COUNT,
    VALUE_SPECIAL,
};
typedef bool special(struct reading *reading, const char *value);
struct key {
    const char *name;
    enum value_kind kind;
    size_t offset, bytes;
    special *take;
};

static special take_role, take_identity, take_flexible, take_interval, take_formula, take_level,
    take_abandon, take_answer, take_short, take_asa, take_choices, take_forecast, take_interface;

#define SITE(field) offsetof(struct asterisk_settings, field), sizeof(((struct asterisk_settings *)0)->field), NULL
#define QUEUE(field) offsetof(struct pbx_queue_settings, field), sizeof(((struct pbx_queue_settings *)0)->field), NULL
#define AGENT(field) offsetof(struct pbx_agent_settings, field), sizeof(((struct pbx_agent_settings *)0)->field), NULL
#define SPECIAL(function) VALUE_SPECIAL, 0, 0, function

static const struct key ami_keys[] = {
    {"host", VALUE_TEXT, SITE(host)},         {"port", VALUE_TEXT, SITE(port)},
    {"user", VALUE_TEXT, SITE(user)},         {"secret_file", VALUE_TEXT, SITE(secret_file)},
    {NULL, VALUE_TEXT, 0, 0, NULL},
};
static const struct key site_keys[] = {
    {"id", VALUE_ID, SITE(site.id)},
    {"name", VALUE_TEXT, SITE(site.name)},
    {"tz", VALUE_TEXT, SITE(site.tz)},
    {"day_start", VALUE_CLOCK, SITE(site.day_start_ms)},
    {"window", VALUE_DURATION, SITE(site.window_ms)},
    {"interval", SPECIAL(take_interval)},
    {"wrapup", VALUE_DURATION, SITE(site.wrapup_ms)},
    {"digits", VALUE_COUNT, SITE(site.digits)},
    {"role", SPECIAL(take_role)},
    {"identity", SPECIAL(take_identity)},
    {"context", VALUE_TEXT, SITE(site.context)},
    {"withdraw", VALUE_YES, SITE(site.withdraw)},
    {"hooks", VALUE_YES, SITE(site.hooks)},
    {"flexible", SPECIAL(take_flexible)},
    {"state", VALUE_TEXT, SITE(state)},
    {NULL, VALUE_TEXT, 0, 0, NULL},
};
static const struct key queue_keys[] = {
    {"id", VALUE_ID, QUEUE(id)},
    {"name", VALUE_TEXT, QUEUE(name)},
    {"group", VALUE_TEXT, QUEUE(group)},
    {"hidden", VALUE_YES, QUEUE(hidden)},
    {"wrapup", VALUE_DURATION, QUEUE(wrapup_ms)},
    {"answer", SPECIAL(take_answer)},
    {"level", SPECIAL(take_level)},
    {"formula", SPECIAL(take_formula)},
    {"short", SPECIAL(take_short)},
    {"abandon", SPECIAL(take_abandon)},
    {"asa", SPECIAL(take_asa)},
    {"choices", SPECIAL(take_choices)},
    {"accepts_overflow", VALUE_YES, QUEUE(accepts_overflow)},
    {"context", VALUE_TEXT, QUEUE(context)},
    {"exten", VALUE_TEXT, QUEUE(exten)},
    {"forecast", SPECIAL(take_forecast)},
    {NULL, VALUE_TEXT, 0, 0, NULL},
};
static const struct key agent_keys[] = {
    {"name", VALUE_TEXT, AGENT(name)},        {"team", VALUE_TEXT, AGENT(team)},
    {"interface", SPECIAL(take_interface)},   {"member", VALUE_TEXT, AGENT(member)},
    {"reserve", VALUE_YES, AGENT(reserve)},   {NULL, VALUE_TEXT, 0, 0, NULL},
};

/* --- values ------------------------------------------------------------------------------------------ */

static bool expect(struct reading *reading, const char *value, const char *expected)
{
    return acd_fault_say(&reading->said, "%.80s: %s is expected", value, expected);
}

static bool read_clock(const char *text, int64_t *ms)
{
    unsigned h, m;
    char rest;
    if (sscanf(text, "%2u:%2u%c", &h, &m, &rest) != 2 || h > 23 || m > 59)
        return false;
    *ms = ((int64_t)h * 60 + m) * 60000;
    return true;
}

static bool read_yes(const char *text, bool *yes)
{
    *yes = strcasecmp(text, "yes") == 0 || strcasecmp(text, "true") == 0;
    return *yes || strcasecmp(text, "no") == 0 || strcasecmp(text, "false") == 0;
}

static bool read_count(const char *text, int *count)
{
    char rest;
    return sscanf(text, "%5d%c", count, &rest) == 1 && *count >= 0;
}

static bool read_share(struct reading *reading, const char *text, double *share)
{
    char *end;
    double number = strtod(text, &end);
    if (end != text && *end == '%')
        number /= 100, end++;
    if (end == text || *end || !(number >= 0 && number <= 1))
        return expect(reading, text, "a share such as 0.8 or 80%");
    *share = number;
    return true;
}

static bool read_value(struct reading *reading, const struct key *key, const char *value, void *into)
{
    void *at = (char *)into + key->offset;
    size_t n = strlen(value);
    switch (key->kind) {
    case VALUE_SPECIAL:
        return key->take(reading, value);
    case VALUE_DURATION:
        return acd_duration_read(value, at) ||
               expect(reading, value, "a duration such as 20s, 1:30 or 5m");
    case VALUE_CLOCK:
        return read_clock(value, at) || expect(reading, value, "a time such as 06:00");
    case VALUE_YES:
        return read_yes(value, at) || expect(reading, value, "yes or no");
    case VALUE_COUNT:
        return read_count(value, at) || expect(reading, value, "a whole number");
    case VALUE_ID:
        if (!acd_id_valid(value, n))
            return expect(reading, value, "an id of A-Z a-z 0-9 . _ : @ + -");
        break;
    case VALUE_TEXT:
        if (n >= key->bytes || !acd_utf8_valid(value, n))
            return expect(reading, value, "a shorter text in UTF-8");
        break;
    }
    memcpy(at, value, n + 1);
    return true;
}

/* --- values of their own kind --------------------------------------------------------------------- */

static bool take_role(struct reading *reading, const char *value)
{
    reading->into->site.viewer = strcmp(value, "viewer") == 0;
    return reading->into->site.viewer || strcmp(value, "supervisor") == 0 ||
           expect(reading, value, "viewer or supervisor");
}

static bool take_identity(struct reading *reading, const char *value)
{
    reading->into->site.by_name = strcmp(value, "name") == 0;
    return reading->into->site.by_name || strcmp(value, "interface") == 0 ||
           expect(reading, value, "name or interface");
}

static bool take_interval(struct reading *reading, const char *value)
{
    int64_t *ms = &reading->into->site.interval_ms;
    return (acd_duration_read(value, ms) && (*ms == 900000 || *ms == 1800000)) ||
           expect(reading, value, "15m or 30m");
}

/* Words between commas, blanks around them cut: each to `take`. */
static bool each_word(struct reading *reading, const char *value, special *take)
{
    char word[PBX_TEXT_BYTES];
    while (*value) {
        value += strspn(value, " \t,");
        size_t n = strcspn(value, ",");
        while (n > 0 && (value[n - 1] == ' ' || value[n - 1] == '\t'))
            n--;
        if (n >= sizeof(word))
            return expect(reading, value, "shorter words");
        memcpy(word, value, n);
        word[n] = '\0';
        if (n > 0 && !take(reading, word))
            return false;
        value += strcspn(value, ",");
    }
    return true;
}

static bool add_flexible(struct reading *reading, const char *word)
{
    struct pbx_settings *site = &reading->into->site;
    if (site->n_flexible == PBX_REASONS || strlen(word) >= PBX_NAME_BYTES)
        return expect(reading, word, "at most 16 reasons");
    snprintf(site->flexible[site->n_flexible++], PBX_NAME_BYTES, "%s", word);
    return true;
}

static bool take_flexible(struct reading *reading, const char *value)
{
    return each_word(reading, value, add_flexible);
}

static bool take_target_ms(struct reading *reading, const char *value, int64_t *ms,
                           enum acd_target_field field)
{
    ACD_KNOW(&reading->queue->target, field);
    return acd_duration_read(value, ms) ||
           expect(reading, value, "a duration such as 20s, 1:30 or 5m");
}

static bool take_answer(struct reading *reading, const char *value)
{
    return take_target_ms(reading, value, &reading->queue->target.answer_ms, ACD_TARGET_ANSWER);
}

static bool take_short(struct reading *reading, const char *value)
{
    return take_target_ms(reading, value, &reading->queue->target.short_ms, ACD_TARGET_SHORT);
}

static bool take_asa(struct reading *reading, const char *value)
{
    return take_target_ms(reading, value, &reading->queue->target.asa_ms, ACD_TARGET_ASA);
}

static bool take_level(struct reading *reading, const char *value)
{
    return read_share(reading, value, &reading->queue->target.level);
}

static bool take_abandon(struct reading *reading, const char *value)
{
    ACD_KNOW(&reading->queue->target, ACD_TARGET_ABANDON);
    return read_share(reading, value, &reading->queue->target.abandon);
}

static bool take_formula(struct reading *reading, const char *value)
{
    reading->queue->target.formula = acd_names_find(&acd_formula_names, value, strlen(value));
    return reading->queue->target.formula >= 0 ||
           expect(reading, value, "handled, ignore, negative, positive or short");
}

static bool add_choice(struct reading *reading, const char *word)
{
    struct pbx_queue_settings *queue = reading->queue;
    if (!acd_id_valid(word, strlen(word)) || queue->n_choices == ACD_MAX_CHOICES)
        return expect(reading, word, "ids of queues, commas between");
    snprintf(queue->choice[queue->n_choices++], PBX_ID_BYTES, "%s", word);
    return true;
}

static bool take_choices(struct reading *reading, const char *value)
{
    return each_word(reading, value, add_choice);
}

static bool take_forecast(struct reading *reading, const char *value)
{
    return asterisk_plan_read(reading->queue, reading->into->site.tz,
                              reading->into->site.interval_ms, reading->path, value, reading->t,
                              &reading->said);
}

static bool add_interface(struct reading *reading, const char *word)
{
    struct pbx_agent_settings *agent = reading->agent;
    if (agent->n_interfaces == PBX_INTERFACES || strlen(word) >= PBX_NAME_BYTES)
        return expect(reading, word, "at most 8 interfaces such as PJSIP/1001");
    snprintf(agent->interface[agent->n_interfaces++], PBX_NAME_BYTES, "%s", word);
    return true;
}

static bool take_interface(struct reading *reading, const char *value)
{
    return each_word(reading, value, add_interface);
}

/* --- sections ---------------------------------------------------------------------------------------- */

static void *grow(void *list, int n, size_t each)
{
    return acd_realloc(list, ((size_t)n + 1) * each);
}

static bool begin_section(struct reading *reading, const char *section)
{
    struct pbx_settings *site = &reading->into->site;
    snprintf(reading->section, sizeof(reading->section), "%s", section);
    if (strncmp(section, "queue ", 6) == 0 && strlen(section + 6) < PBX_NAME_BYTES) {
        site->queues = grow(site->queues, site->n_queues, sizeof(*site->queues));
        reading->queue = &site->queues[site->n_queues++];
        pbx_queue_settings_init(reading->queue, section + 6);
    } else if (strncmp(section, "agent ", 6) == 0 && acd_id_valid(section + 6, strlen(section + 6))) {
        site->agents = grow(site->agents, site->n_agents, sizeof(*site->agents));
        reading->agent = &site->agents[site->n_agents++];
        *reading->agent = (struct pbx_agent_settings){0};
        snprintf(reading->agent->id, sizeof(reading->agent->id), "%s", section + 6);
    } else if (strcmp(section, "asterisk") != 0 && strcmp(section, "site") != 0) {
        return acd_fault_say(&reading->said,
                             "[%.80s]: [asterisk], [site], [queue NAME] or [agent ID] is expected",
                             section);
    }
    return true;
}

static bool read_key(struct reading *reading, const struct key *keys, void *into, const char *name,
                     const char *value)
{
    for (const struct key *key = keys; key->name; key++)
        if (strcmp(key->name, name) == 0)
            return read_value(reading, key, value, into);
    return acd_fault_say(&reading->said, "%.80s: no such key in [%.80s]", name, reading->section);
}

static bool take(struct reading *reading, const char *section, const char *name, const char *value)
{
    if (!section[0])
        return acd_fault_say(&reading->said, "%.80s stands before any [section]", name);
    if (strcmp(section, reading->section) != 0 && !begin_section(reading, section))
        return false;
    if (strcmp(section, "asterisk") == 0)
        return read_key(reading, ami_keys, reading->into, name, value);
    if (strcmp(section, "site") == 0)
        return read_key(reading, site_keys, reading->into, name, value);
    if (strncmp(section, "queue ", 6) == 0)
        return read_key(reading, queue_keys, reading->queue, name, value);
    return read_key(reading, agent_keys, reading->agent, name, value);
}

/* inih: 1 is fine, 0 an error in this line; it goes on, so the first is kept. */
static int on_pair(void *context, const char *section, const char *name, const char *value)
{
    struct reading *reading = context;
    if (reading->line)
        return 1;
    reading->line = !take(reading, section, name, value);
    return !reading->line;
}

bool site_settings_read(struct asterisk_settings *settings, const char *path, int64_t t,
                            struct acd_fault *why)
{
    struct reading reading = {.into = settings, .path = path, .t = t};
    *settings = (struct asterisk_settings){0};
    pbx_settings_init(&settings->site);
    snprintf(settings->host, sizeof(settings->host), "127.0.0.1");
    snprintf(settings->port, sizeof(settings->port), "5038");
    int error = ini_parse(path, on_pair, &reading);
    if (error == -1)
        return acd_fault_say(why, "%s cannot be read: %s", path, strerror(errno));
    if (error != 0)
        return acd_fault_say_at(why, path, (unsigned)(error > 0 ? error : 0), "%s",
                                reading.said.text[0] ? reading.said.text : "key = value is expected");
    if (settings->site.window_ms < 60000 || settings->site.window_ms > 86400000)
        return acd_fault_say(why, "%s: [site] window: 1m to 24h are expected", path);
    settings->zone = acd_zone_open(settings->site.tz, why);
    settings->site.zone = settings->zone;
    return settings->zone != NULL;
}

bool asterisk_settings_read(struct asterisk_settings *settings, const char *path, int64_t t,
                            struct acd_fault *why)
{
    return site_settings_read(settings, path, t, why) &&
           (settings->user[0] ||
            acd_fault_say(why, "%s: [asterisk] user is missing: who logs in there", path));
}

void asterisk_settings_release(struct asterisk_settings *settings)
{
    pbx_settings_release(&settings->site);
    acd_zone_close(settings->zone);
    settings->zone = NULL;
}
