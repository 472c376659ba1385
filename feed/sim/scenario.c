/* Reads scenario files.  One table of keys for each sort of section; a new key is a line there. */
#include "feed/sim/scenario.h"

#include "acdfeed/json.h"

#include <ini.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum value_kind { VALUE_CLOCK, VALUE_DURATION, VALUE_NUMBER, VALUE_ID, VALUE_TEXT };
struct key {
    const char *name;
    enum value_kind kind;
    size_t offset, bytes;
    double least, most; /* of numbers */
};

#define AT(type, field) offsetof(struct type, field), sizeof(((struct type *)0)->field)
static const struct key scenario_keys[] = {
    {"name", VALUE_ID, AT(sim_scenario, name), 0, 0},
    {"start", VALUE_CLOCK, AT(sim_scenario, start_ms), 0, 0},
    {"load", VALUE_NUMBER, AT(sim_scenario, load), 0, 20},
    {"presence", VALUE_NUMBER, AT(sim_scenario, presence), 0, 1},
    {"bursts", VALUE_NUMBER, AT(sim_scenario, bursts), 0, 100},
};
static const struct key happening_keys[] = {
    {"at", VALUE_DURATION, AT(sim_happening, at_ms), 0, 0},
    {"for", VALUE_DURATION, AT(sim_happening, for_ms), 0, 0},
    {"site", VALUE_ID, AT(sim_happening, site), 0, 0},
    {"queue", VALUE_TEXT, AT(sim_happening, queue), 0, 0},
    {"factor", VALUE_NUMBER, AT(sim_happening, factor), 0.01, 100},
    {"text", VALUE_TEXT, AT(sim_happening, text), 0, 0},
};
static const char *const kinds[SIM_HAPPENING_KINDS] = {
    [SIM_SURGE] = "surge",   [SIM_SLOW] = "slow", [SIM_ABSENCE] = "absence",
    [SIM_OUTAGE] = "outage", [SIM_CAMPAIGN] = "campaign", [SIM_TELL] = "tell",
};

struct reading {
    struct sim_scenario *scenario;
    char section[SIM_TEXT_BYTES]; /* of the present happening */
    bool failed;
    struct acd_fault said; /* of the first error */
};

bool sim_time_of_day(const char *text, int64_t *ms)
{
    unsigned h, m, s = 0;
    char rest;
    if (strcmp(text, "now") == 0) {
        *ms = -1;
        return true;
    }
    if (strlen(text) > 8 || strspn(text, "0123456789:") != strlen(text))
        return false;
    int n = sscanf(text, "%2u:%2u:%2u%c", &h, &m, &s, &rest);
    if ((n != 2 && n != 3) || h > 23 || m > 59 || s > 59 || text[strlen(text) - 1] == ':')
        return false;
    *ms = ((int64_t)h * 3600 + m * 60 + s) * 1000;
    return true;
}

static bool fail(struct reading *reading, const char *key, const char *value, const char *expected)
{
    if (!reading->failed)
        acd_fault_say(&reading->said, "%s = %s: %s is expected", key, value, expected);
    reading->failed = true;
    return false;
}

static bool read_number(struct reading *reading, const struct key *key, const char *value,
                        double *out)
{
    char *end, range[64];
    double number = strtod(value, &end);
    snprintf(range, sizeof(range), "a number from %g to %g", key->least, key->most);
    if (end == value || *end != '\0' || !isfinite(number) || number < key->least ||
        number > key->most)
        return fail(reading, key->name, value, range);
    *out = number;
    return true;
}

static bool read_value(struct reading *reading, const struct key *key, const char *value,
                       void *into)
{
    void *at = (char *)into + key->offset;
    size_t n = strlen(value);
    switch (key->kind) {
    case VALUE_CLOCK:
        return sim_time_of_day(value, at) ||
               fail(reading, key->name, value, "a time such as 10:00, or now");
    case VALUE_DURATION:
        return acd_duration_read(value, at) ||
               fail(reading, key->name, value, "a duration such as 0:30, 90s or 20m");
    case VALUE_NUMBER:
        return read_number(reading, key, value, at);
    case VALUE_ID:
        if (!acd_id_valid(value, n))
            return fail(reading, key->name, value, "an id of A-Z a-z 0-9 . _ : @ + -");
        break;
    case VALUE_TEXT:
        if (n >= key->bytes || !acd_utf8_valid(value, n))
            return fail(reading, key->name, value, "a shorter text in UTF-8");
        break;
    }
    memcpy(at, value, n + 1);
    return true;
}

static bool read_key(struct reading *reading, const struct key *keys, size_t n, const char *name,
                     const char *value, void *into)
{
    char known[128] = "";
    for (size_t i = 0; i < n; i++) {
        if (strcmp(keys[i].name, name) == 0)
            return read_value(reading, &keys[i], value, into);
        size_t used = strlen(known);
        snprintf(known + used, sizeof(known) - used, "%s%s", i ? ", " : "one of ", keys[i].name);
    }
    return fail(reading, "key", name, known);
}

/* The happening of this section: a new one where the section is new. */
static struct sim_happening *happening_of(struct reading *reading, const char *section)
{
    struct sim_scenario *scenario = reading->scenario;
    size_t word = strcspn(section, " \t");
    int kind = 0;
    if (scenario->n_happenings > 0 && strcmp(reading->section, section) == 0)
        return &scenario->happenings[scenario->n_happenings - 1];
    while (kind < SIM_HAPPENING_KINDS &&
           !(strlen(kinds[kind]) == word && strncmp(kinds[kind], section, word) == 0))
        kind++;
    if (kind == SIM_HAPPENING_KINDS) {
        fail(reading, "section", section,
             "[scenario], or one that begins with surge, slow, absence, outage, campaign or tell");
        return NULL;
    }
    if (scenario->n_happenings == SIM_HAPPENINGS) {
        fail(reading, "section", section, "the end of the file: 32 happenings at most");
        return NULL;
    }
    snprintf(reading->section, sizeof(reading->section), "%s", section);
    struct sim_happening *happening = &scenario->happenings[scenario->n_happenings++];
    *happening = (struct sim_happening){.kind = (enum sim_happening_kind)kind, .factor = 1};
    return happening;
}

static int read_pair(void *context, const char *section, const char *name, const char *value)
{
    struct reading *reading = context;
    if (reading->failed)
        return 0;
    if (strcmp(section, "scenario") == 0)
        return read_key(reading, scenario_keys, ACD_COUNT_OF(scenario_keys), name, value,
                        reading->scenario);
    struct sim_happening *happening = happening_of(reading, section);
    return happening &&
           read_key(reading, happening_keys, ACD_COUNT_OF(happening_keys), name, value, happening);
}

bool sim_scenario_read(const char *text, const char *file, struct sim_scenario *scenario,
                       struct acd_fault *why)
{
    *scenario =
        (struct sim_scenario){.start_ms = 10 * 3600000, .load = 1, .presence = 1, .bursts = 1};
    struct reading reading = {.scenario = scenario};
    int line = ini_parse_string(text, read_pair, &reading);
    if (line == 0)
        return true;
    return acd_fault_say_at(why, file, line > 0 ? (unsigned)line : 0, "%s",
                            reading.failed ? reading.said.text
                                           : "neither [section], key = value, nor a comment");
}
