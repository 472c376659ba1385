/* Any bytes as zone data, and as the name of a zone: refused in words, or a clock whose stretches
 * follow each other without a gap and whose offsets are those of a day. */
#include "acdfeed/zone.h"
#include "tests/fuzz/input.h"

#define DAY_MS INT64_C(86400000)

static void check_zone(const struct acd_zone *zone)
{
    int64_t t = INT64_C(-5000000000000);
    for (int i = 0; i < 200 && t < INT64_C(5000000000000); i++) {
        struct acd_zone_stretch stretch = acd_zone_at(zone, t);
        HOLDS(stretch.from <= t && t < stretch.until);
        struct acd_zone_day day = acd_zone_day(zone, t, 6 * 3600000);
        HOLDS(day.start <= t && t < day.end);
        HOLDS(stretch.offset_ms > -2 * DAY_MS && stretch.offset_ms < 2 * DAY_MS);
        if (stretch.until == INT64_MAX)
            break;
        t = stretch.until;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    struct acd_fault why;
    if (bytes > 65536)
        return 0;
    struct acd_zone *zone = acd_zone_parse(data, bytes, &why);
    if (zone)
        check_zone(zone);
    else
        check_words(why.text);
    acd_zone_close(zone);
    char *name = input_text(data, bytes);
    if (strlen(name) < 100 && !(zone = acd_zone_open(name, &why)))
        check_words(why.text);
    else if (strlen(name) < 100)
        acd_zone_close(zone);
    free(name);
    return 0;
}
