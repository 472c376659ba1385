/* Makes the floors of `acdfeed sim` from its options: scenario, sites, sizes, time of day.  Knows
 * nothing of the publisher. */
#include "feed/commands/sim_show.h"

#include "acdfeed/clock.h"
#include "acdfeed/memory.h"
#include "acdfeed/shape.h"
#include "feed/commands/command.h"
#include "feed/sim/scenario.h"
#include "acdfeed/zone.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MOST = 64 << 10 };

int64_t sim_show_now(const struct sim_show *show)
{
    return show->start_t +
           (int64_t)((double)(acd_monotonic_ms() - show->start_mono_ms) * show->speed);
}

static bool read_file(const char *path, char **text, struct acd_fault *why)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return acd_fault_say(why, "--scenario %s: neither a built-in scenario nor a file (%s)",
                             path, strerror(errno));
    *text = acd_calloc(1, FILE_MOST + 1);
    size_t n = fread(*text, 1, FILE_MOST, file);
    bool fine = !ferror(file), whole = n < FILE_MOST;
    fclose(file);
    if (fine && whole)
        return true;
    free(*text);
    *text = NULL;
    return acd_fault_say(why,
                         fine ? "--scenario %s: larger than 64 KiB"
                              : "--scenario %s: cannot "
                                "be read",
                         path);
}

static bool read_scenario(const char *name, struct sim_scenario *scenario, struct acd_fault *why)
{
    const char *builtin = sim_scenario_builtin(name);
    char *text = NULL;
    if (builtin)
        return sim_scenario_read(builtin, name, scenario, why);
    if (!read_file(name, &text, why))
        return false;
    bool fine = sim_scenario_read(text, name, scenario, why);
    free(text);
    return fine;
}

/* The ids of the sites: the given names, else those of the built-in centre. */
static bool name_sites(struct sim_show *show, const struct sim_choice *choice,
                       struct acd_fault *why)
{
    const char *at = choice->names;
    show->n = (int)choice->sites;
    if (!at)
        return true;
    for (show->n = 0; *at; show->n++) {
        size_t bytes = strcspn(at, ",");
        if (show->n == SIM_SITES_MOST)
            return acd_fault_say(why, "--site %s: at most %d sites", choice->names, SIM_SITES_MOST);
        if (!acd_id_valid(at, bytes))
            return acd_fault_say(why,
                                 "--site %s: ids of A-Z a-z 0-9 . _ : @ + - are expected, "
                                 "commas between them",
                                 choice->names);
        memcpy(show->ids[show->n], at, bytes);
        for (int i = 0; i < show->n; i++)
            if (strcmp(show->ids[i], show->ids[show->n]) == 0)
                return acd_fault_say(why, "--site %s: %s stands there twice", choice->names,
                                     show->ids[i]);
        at += bytes + (at[bytes] == ',');
    }
    return show->n > 0 || acd_fault_say(why, "--site: at least one id is expected");
}

/* The built-in sites repeat after the last; from then on they need other ids. */
static const char *site_id(const struct sim_show *show, int which, char *room, size_t bytes)
{
    struct sim_site_make first;
    if (show->ids[which][0])
        return show->ids[which];
    sim_centre_site(&first, which, NULL, 0, 0);
    snprintf(room, bytes, which < 3 ? "%s" : "%s-%d", first.id, which / 3 + 1);
    sim_site_release(&first);
    return room;
}

/* How many of `total` the site gets beside the `usual` ones of all; none given: the usual. */
static int share(int64_t total, int64_t usual_before, int usual, int64_t usual_all)
{
    if (total < 0)
        return usual;
    return (int)(total * (usual_before + usual) / usual_all - total * usual_before / usual_all);
}

static void make_time(struct sim_site_make *site, const struct acd_zone *zone, int64_t t,
                      int64_t shift_ms)
{
    site->offset_ms = acd_zone_at(zone, t).offset_ms + shift_ms;
    site->day_start_ms = (SIM_DAY_MS - shift_ms % SIM_DAY_MS) % SIM_DAY_MS;
    site->show_t = t;
}

/* By how much the floor's clock is ahead of the first site's, so that the show begins when asked.
 */
static int64_t shift_for(const struct acd_zone *zone, int64_t t, int64_t start_ms)
{
    int64_t local = t + acd_zone_at(zone, t).offset_ms;
    return start_ms < 0 ? 0 : start_ms - (local % SIM_DAY_MS + SIM_DAY_MS) % SIM_DAY_MS;
}

/* One site, with its day so far lived through, so that all its figures are filled. */
static void open_site(struct sim_show *show, const struct sim_choice *choice, int which, int queues,
                      int agents, int64_t *shift_ms)
{
    struct sim_site_make site;
    struct acd_fault why;
    bool fell_back;
    char room[SIM_ID_BYTES];
    int64_t t = show->start_t;
    sim_centre_site(&site, which, site_id(show, which, room, sizeof(room)), queues, agents);
    show->zones[which] = acd_zone_open_else_utc(site.tz, &fell_back, &why);
    if (fell_back) {
        command_complain("sim", "%s; %s keeps UTC", why.text, site.id);
        snprintf(site.tz, sizeof(site.tz), "UTC");
    }
    if (which == 0)
        *shift_ms = shift_for(show->zones[0], t, show->scenario.start_ms);
    make_time(&site, show->zones[which], t, *shift_ms);
    site.scenario = &show->scenario;
    int64_t midnight = t - ((t + site.offset_ms) % SIM_DAY_MS + SIM_DAY_MS) % SIM_DAY_MS;
    show->floors[which] =
        floor_new(&site, (uint64_t)choice->seed + (uint64_t)which * 7919, midnight);
    floor_advance(show->floors[which], t);
    floor_drop_events(show->floors[which]);
    snprintf(show->ids[which], sizeof(show->ids[which]), "%s", site.id);
    sim_site_release(&site);
}

static bool open_sites(struct sim_show *show, const struct sim_choice *choice,
                       struct acd_fault *why)
{
    int usual_queues[SIM_SITES_MOST], usual_agents[SIM_SITES_MOST];
    int64_t all_queues = 0, all_agents = 0, queues = 0, agents = 0, shift_ms = 0;
    for (int i = 0; i < show->n; i++) {
        sim_centre_usual(i, &usual_queues[i], &usual_agents[i]);
        all_queues += usual_queues[i];
        all_agents += usual_agents[i];
    }
    if (choice->queues >= 0 && choice->queues < 2 * show->n)
        return acd_fault_say(why, "--queues %lld: at least two for each of the %d sites",
                             (long long)choice->queues, show->n);
    for (int i = 0; i < show->n; i++) {
        int q = share(choice->queues, queues, usual_queues[i], all_queues);
        int a = share(choice->agents, agents, usual_agents[i], all_agents);
        queues += usual_queues[i];
        agents += usual_agents[i];
        open_site(show, choice, i, q, a, &shift_ms);
        show->queues += q;
        show->agents += a;
    }
    return true;
}

bool sim_show_prepare(struct sim_show *show, const struct sim_choice *choice, struct acd_fault *why)
{
    if (!read_scenario(choice->scenario, &show->scenario, why))
        return false;
    if (choice->start && !sim_time_of_day(choice->start, &show->scenario.start_ms))
        return acd_fault_say(why, "--start %s: a time such as 10:00, or now, is expected",
                             choice->start);
    return name_sites(show, choice, why) && open_sites(show, choice, why);
}

void sim_show_release(struct sim_show *show)
{
    for (int i = 0; i < show->n; i++) {
        floor_free(show->floors[i]);
        acd_zone_close(show->zones[i]);
    }
}
