/* Any lines as a queue_log: taken or refused, and a floor that always adds up to something that can
 * be told. */
#include "acdfeed/shape.h"
#include "feed/queuelog/logfloor.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    struct pbx_settings settings;
    struct acd_fault why;
    struct entry entry;
    pbx_settings_init(&settings);
    settings.wrapup_ms = 5000;
    struct logfloor *floor = NULL;
    const char *at = (const char *)data, *end = at + bytes;
    int64_t t = 0;
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *stop = newline ? newline : end;
        if (entry_read(&entry, at, (size_t)(stop - at), &why)) {
            floor = floor ? floor : logfloor_new(&settings, entry.t);
            t = entry.t > t ? entry.t : t;
            (void)logfloor_take(floor, &entry);
            (void)logfloor_event(floor);
        }
        at = stop + 1;
    }
    for (int i = 0; floor && i < logfloor_queues(floor); i++)
        assert(
            acd_id_valid(logfloor_queue(floor, i, t)->id, strlen(logfloor_queue(floor, i, t)->id)));
    for (int i = 0; floor && i < logfloor_agents(floor); i++)
        assert(logfloor_agent(floor, i, t)->state < ACD_STATES);
    logfloor_free(floor);
    return 0;
}
