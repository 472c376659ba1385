/* Reads a day's forecast.  Knows no queue beyond the one it fills. */
#include "feed/commands/asterisk_plan.h"

#include "acdfeed/memory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct rows {
    int64_t *offered, *aht_ms, *agents;
    uint32_t n;
    bool has_aht, has_agents;
    int64_t first_ms, interval_ms;
};

static bool take_row(struct rows *rows, const char *line, const char *path, unsigned number,
                     struct acd_fault *why)
{
    int h, m;
    double offered, aht = 0, agents = 0;
    int n = sscanf(line, "%2d:%2d,%lf,%lf,%lf", &h, &m, &offered, &aht, &agents);
    if (n < 3 || h < 0 || h > 24 || m < 0 || m > 59 || offered < 0 || aht < 0 || agents < 0)
        return acd_fault_say_at(why, path, number,
                                "HH:MM,OFFERED[,AHT_SECONDS[,AGENTS]] is expected");
    int64_t at_ms = (int64_t)(h * 60 + m) * 60000;
    if (rows->n == 0)
        rows->first_ms = at_ms;
    if (at_ms != rows->first_ms + rows->interval_ms * (int64_t)rows->n)
        return acd_fault_say_at(why, path, number, "the next interval of %d min is expected",
                                (int)(rows->interval_ms / 60000));
    if (rows->n == ACD_MAX_PLAN_INTERVALS)
        return acd_fault_say_at(why, path, number, "at most %d intervals", ACD_MAX_PLAN_INTERVALS);
    rows->offered[rows->n] = (int64_t)(offered + 0.5);
    rows->aht_ms[rows->n] = (int64_t)(aht * 1000 + 0.5);
    rows->agents[rows->n] = (int64_t)(agents + 0.5);
    rows->has_aht = n >= 4 && (rows->n == 0 || rows->has_aht);
    rows->has_agents = n >= 5 && (rows->n == 0 || rows->has_agents);
    rows->n++;
    return true;
}

static bool take_file(struct rows *rows, const char *path, struct acd_fault *why)
{
    char line[256];
    unsigned number = 0;
    FILE *file = fopen(path, "r");
    if (!file)
        return acd_fault_say(why, "%s cannot be read: %s", path, strerror(errno));
    bool fine = true;
    while (fine && fgets(line, sizeof(line), file)) {
        number++;
        if (line[0] == '#' || strspn(line, " \t\r\n") == strlen(line) ||
            (number == 1 && (line[0] < '0' || line[0] > '9')))
            continue;
        fine = take_row(rows, line, path, number, why);
    }
    fclose(file);
    return fine && (rows->n > 0 || acd_fault_say(why, "%s: no interval stands in it", path));
}

static void fill(struct pbx_queue_settings *queue, const struct rows *rows, int64_t start_t)
{
    struct acd_plan *plan = &queue->plan;
    *plan = (struct acd_plan){.start_t = start_t,
                              .interval_ms = rows->interval_ms,
                              .offered = rows->offered,
                              .aht_ms = rows->aht_ms,
                              .agents = rows->agents,
                              .n_offered = rows->n,
                              .n_aht_ms = rows->n,
                              .n_agents = rows->n};
    plan->known = ACD_BIT(ACD_PLAN_START) | ACD_BIT(ACD_PLAN_INTERVAL) | ACD_BIT(ACD_PLAN_OFFERED);
    if (rows->has_aht)
        ACD_KNOW(plan, ACD_PLAN_AHT);
    if (rows->has_agents)
        ACD_KNOW(plan, ACD_PLAN_AGENTS);
}

bool asterisk_plan_read(struct pbx_queue_settings *queue, const char *tz, int64_t interval_ms,
                        const char *settings, const char *file, int64_t t, struct acd_fault *why)
{
    char path[1024];
    const char *slash = strrchr(settings, '/');
    snprintf(path, sizeof(path), "%.*s%s",
             file[0] == '/' || !slash ? 0 : (int)(slash - settings + 1), settings, file);
    struct acd_zone *zone = acd_zone_open(tz, why);
    if (!zone)
        return false;
    free(queue->plan_room);
    queue->plan_room = acd_calloc((size_t)ACD_MAX_PLAN_INTERVALS * 3, sizeof(int64_t));
    struct rows rows = {.offered = queue->plan_room,
                        .aht_ms = queue->plan_room + ACD_MAX_PLAN_INTERVALS,
                        .agents = queue->plan_room + (size_t)2 * ACD_MAX_PLAN_INTERVALS,
                        .interval_ms = interval_ms};
    bool fine = take_file(&rows, path, why);
    if (fine)
        fill(queue, &rows, acd_zone_day(zone, t, rows.first_ms % 86400000).start);
    acd_zone_close(zone);
    return fine;
}
