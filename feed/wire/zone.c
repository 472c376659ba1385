/* Reads a zone of the IANA database and answers which offset holds when.  Knows nothing of calls;
 * opens no file but those of the zone folder, by names that cannot leave it. */
#include "acdfeed/zone.h"

#include "acdfeed/memory.h"
#include "feed/wire/zone_rule.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FOLDER "/usr/share/zoneinfo"

enum { MOST_BYTES = 256 << 10, HEADER_BYTES = 44, MOST_OFFSET_S = 26 * 3600, DAY_MS = 86400000 };
/* Beyond this no sum of a time and an offset is near the end of its type. */
#define MOST_MS INT64_C(9000000000000000)

struct change {
    int64_t at_s;
    int32_t offset_s; /* from then on */
};

struct acd_zone {
    int32_t first_s; /* the offset before the first change */
    bool has_rule;   /* from the last change on */
    struct zone_rule rule;
    size_t n;
    struct change changes[]; /* ascending */
};

/* --- the bytes of a file ------------------------------------------------------------------- */

struct block {
    const unsigned char *times, *kinds, *types;
    uint32_t n_times, n_types;
    const unsigned char *after;
};

static uint32_t be32(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int64_t be64(const unsigned char *p)
{
    return (int64_t)((uint64_t)be32(p) << 32 | be32(p + 4));
}

/* A header and its data, whose times take `width` bytes. */
static bool read_block(struct block *block, const unsigned char *p, const unsigned char *end,
                       uint64_t width)
{
    uint64_t utc, wall, leaps, chars, bytes;

    if (end - p < HEADER_BYTES || memcmp(p, "TZif", 4) != 0 || p[4] < '2')
        return false;
    utc = be32(p + 20);
    wall = be32(p + 24);
    leaps = be32(p + 28);
    block->n_times = be32(p + 32);
    block->n_types = be32(p + 36);
    chars = be32(p + 40);
    bytes = block->n_times * (width + 1) + block->n_types * UINT64_C(6) + chars +
            leaps * (width + 4) + wall + utc;
    p += HEADER_BYTES;
    if (bytes > (uint64_t)(end - p))
        return false;
    block->times = p;
    block->kinds = p + block->n_times * width;
    block->types = block->kinds + block->n_times;
    block->after = p + bytes;
    return true;
}

static bool offset_of(const struct block *block, uint32_t type, int32_t *offset_s)
{
    if (type >= block->n_types)
        return false;
    *offset_s = (int32_t)be32(block->types + type * 6);
    return *offset_s >= -MOST_OFFSET_S && *offset_s <= MOST_OFFSET_S;
}

static bool fill_changes(struct acd_zone *zone, const struct block *block)
{
    for (uint32_t i = 0; i < block->n_times; i++) {
        struct change *change = &zone->changes[i];

        change->at_s = be64(block->times + i * 8);
        if (!offset_of(block, block->kinds[i], &change->offset_s))
            return false;
        if (i > 0 && change->at_s <= change[-1].at_s)
            return false;
    }
    zone->n = block->n_times;
    return true;
}

/* "\n" rule "\n"; an empty one means that nobody knows what comes. */
static bool fill_rule(struct acd_zone *zone, const unsigned char *p, const unsigned char *end)
{
    const unsigned char *stop;

    if (end - p < 2 || *p++ != '\n')
        return false;
    stop = memchr(p, '\n', (size_t)(end - p));
    if (!stop)
        return false;
    zone->has_rule = stop > p;
    return !zone->has_rule || zone_rule_parse(&zone->rule, (const char *)p, (size_t)(stop - p));
}

struct acd_zone *acd_zone_parse(const void *bytes, size_t n, struct acd_fault *why)
{
    const unsigned char *p = bytes, *end = p + n;
    struct block block;
    struct acd_zone *zone;

    if (!read_block(&block, p, end, 4) || !read_block(&block, block.after, end, 8)) {
        acd_fault_say(why, "zone data: not a TZif file of version 2 or later, or cut short");
        return NULL;
    }
    zone = acd_calloc(1, sizeof(*zone) + block.n_times * sizeof(zone->changes[0]));
    if (offset_of(&block, 0, &zone->first_s) && fill_changes(zone, &block) &&
        fill_rule(zone, block.after, end))
        return zone;
    acd_fault_say(why, "zone data: times out of order, offsets out of range, or a broken rule");
    acd_zone_close(zone);
    return NULL;
}

/* --- the edge -------------------------------------------------------------------------------- */

static bool name_is_safe(const char *name)
{
    size_t n = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/");

    return n > 0 && n <= 64 && name[n] == '\0' && name[0] != '/';
}

static struct acd_zone *read_zone(FILE *file, const char *name, struct acd_fault *why)
{
    unsigned char *bytes = acd_alloc(MOST_BYTES);
    size_t n = fread(bytes, 1, MOST_BYTES, file);
    struct acd_zone *zone = NULL;

    if (ferror(file))
        acd_fault_say(why, "time zone %s: cannot read %s/%s: %s", name, FOLDER, name,
                      strerror(errno));
    else
        zone = acd_zone_parse(bytes, n, why);
    free(bytes);
    return zone;
}

struct acd_zone *acd_zone_open(const char *name, struct acd_fault *why)
{
    char path[128];
    struct acd_zone *zone;
    FILE *file;

    if (!name || !*name || strcmp(name, "UTC") == 0)
        return acd_calloc(1, sizeof(*zone));
    if (!name_is_safe(name)) {
        acd_fault_say(why, "time zone \"%s\": not an IANA name such as Europe/Berlin", name);
        return NULL;
    }
    snprintf(path, sizeof(path), "%s/%s", FOLDER, name);
    file = fopen(path, "re");
    if (!file) {
        if (access(FOLDER, X_OK) != 0)
            acd_fault_say(why, "time zone %s: this machine has no zone data in %s; "
                          "install the package tzdata", name, FOLDER);
        else
            acd_fault_say(why, "time zone %s: cannot open %s: %s; a name such as Europe/Berlin "
                          "is expected", name, path, strerror(errno));
        return NULL;
    }
    zone = read_zone(file, name, why);
    fclose(file);
    return zone;
}

struct acd_zone *acd_zone_open_else_utc(const char *name, bool *fell_back, struct acd_fault *why)
{
    struct acd_zone *zone = acd_zone_open(name, why);

    *fell_back = !zone;
    return zone ? zone : acd_zone_open(NULL, NULL);
}

void acd_zone_close(struct acd_zone *zone)
{
    free(zone);
}

/* --- what is asked --------------------------------------------------------------------------- */

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static int64_t to_ms(int64_t s)
{
    int64_t ms;

    if (__builtin_mul_overflow(s, INT64_C(1000), &ms))
        return s < 0 ? INT64_MIN : INT64_MAX;
    return ms;
}

/* How many changes are not after s. */
static size_t changes_until(const struct acd_zone *zone, int64_t s)
{
    size_t low = 0, high = zone->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (zone->changes[middle].at_s <= s)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct acd_zone_stretch by_rule(const struct acd_zone *zone, int64_t s)
{
    struct zone_rule_stretch r = zone_rule_at(&zone->rule, s);

    if (zone->n > 0 && r.from_s < zone->changes[zone->n - 1].at_s)
        r.from_s = zone->changes[zone->n - 1].at_s;
    return (struct acd_zone_stretch){to_ms(r.from_s), to_ms(r.until_s), r.offset_s * INT64_C(1000)};
}

struct acd_zone_stretch acd_zone_at(const struct acd_zone *zone, int64_t t)
{
    struct acd_zone_stretch stretch = {INT64_MIN, INT64_MAX, 0};
    int64_t s;
    size_t i;

    if (!zone)
        return stretch;
    t = t < -MOST_MS ? -MOST_MS : t > MOST_MS ? MOST_MS : t;
    s = floor_div(t, 1000);
    i = changes_until(zone, s);
    if (i == zone->n && zone->has_rule)
        return by_rule(zone, s);
    stretch.offset_ms = (i > 0 ? zone->changes[i - 1].offset_s : zone->first_s) * INT64_C(1000);
    if (i > 0)
        stretch.from = to_ms(zone->changes[i - 1].at_s);
    if (i < zone->n)
        stretch.until = to_ms(zone->changes[i].at_s);
    return stretch;
}

/* The first moment whose local time has reached `local`: no offset is larger than the step back. */
static int64_t first_moment(const struct acd_zone *zone, int64_t local)
{
    int64_t t = local - MOST_OFFSET_S * INT64_C(1000) - 1;

    for (;;) {
        struct acd_zone_stretch stretch = acd_zone_at(zone, t);
        int64_t reached = local - stretch.offset_ms;

        if (reached < t)
            reached = t;
        if (reached < stretch.until)
            return reached;
        t = stretch.until;
    }
}

struct acd_zone_day acd_zone_day(const struct acd_zone *zone, int64_t t, int64_t day_start_ms)
{
    struct acd_zone_day day;
    int64_t local;

    t = t < -MOST_MS ? -MOST_MS : t > MOST_MS ? MOST_MS : t;
    local = t + acd_zone_at(zone, t).offset_ms - day_start_ms;
    local = floor_div(local, DAY_MS) * DAY_MS + day_start_ms;
    day.start = first_moment(zone, local);
    day.end = first_moment(zone, local + DAY_MS);
    /* Where clocks go back across the turn, the local time alone would name the day before. */
    while (day.end <= t) {
        local += DAY_MS;
        day.start = day.end;
        day.end = first_moment(zone, local + DAY_MS);
    }
    return day;
}
