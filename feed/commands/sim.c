/* acdfeed sim: a simulated contact centre that publishes as a real feed does and carries out what
 * it is told.  The edge alone: options, clock, publisher; the floor itself is feed/sim.
 *
 * Time on the floor passes `speed` times as fast as on this machine.  Durations are told as they
 * are on the floor; a receiver ages them with its own clock in between, so at a speed above 1 they
 * lag until the queue or agent is told again. */
#include "feed/commands/command.h"
#include "feed/commands/options.h"

#include "acdfeed/clock.h"
#include "acdfeed/limits.h"
#include "acdfeed/memory.h"
#include "acdfeed/publisher.h"
#include "acdfeed/shape.h"
#include "feed/sim/floor.h"
#include "feed/sim/scenario.h"
#include "feed/tallies/zone.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SITES_MOST = 32, FILE_MOST = 64 << 10, SERVE_MS = 25 };

struct choice {
    const char *stats, *control, *scenario, *start, *names;
    bool no_control;
    double speed;
    int64_t seed, duration_ms, sites, queues, agents, period_ms, keyframe_ms;
};

struct show {
    struct acd_publisher *publisher;
    struct sim_scenario scenario;
    struct floor *floors[SITES_MOST];
    struct zone *zones[SITES_MOST];
    char ids[SITES_MOST][SIM_ID_BYTES];
    int n;
    int64_t queues, agents;
    double speed;
    int64_t start_t, start_mono_ms, touched_ms;
    bool complained;
};

static int64_t floor_now(const struct show *show)
{
    return show->start_t +
           (int64_t)((double)(acd_monotonic_ms() - show->start_mono_ms) * show->speed);
}

/* --- scenario ----------------------------------------------------------------------------------
 */

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

/* --- making the floors ---------------------------------------------------------------------------
 */

/* The ids of the sites: the given names, else those of the built-in centre. */
static bool name_sites(struct show *show, const struct choice *choice, struct acd_fault *why)
{
    const char *at = choice->names;
    show->n = (int)choice->sites;
    if (!at)
        return true;
    for (show->n = 0; *at; show->n++) {
        size_t bytes = strcspn(at, ",");
        if (show->n == SITES_MOST)
            return acd_fault_say(why, "--site %s: at most %d sites", choice->names, SITES_MOST);
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
static const char *site_id(const struct show *show, int which, char *room, size_t bytes)
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

static void make_time(struct sim_site_make *site, const struct zone *zone, int64_t t,
                      int64_t shift_ms)
{
    site->offset_ms = zone_at(zone, t).offset_ms + shift_ms;
    site->day_start_ms = (SIM_DAY_MS - shift_ms % SIM_DAY_MS) % SIM_DAY_MS;
    site->show_t = t;
}

/* By how much the floor's clock is ahead of the first site's, so that the show begins when asked.
 */
static int64_t shift_for(const struct zone *zone, int64_t t, int64_t start_ms)
{
    int64_t local = t + zone_at(zone, t).offset_ms;
    return start_ms < 0 ? 0 : start_ms - (local % SIM_DAY_MS + SIM_DAY_MS) % SIM_DAY_MS;
}

/* One site, with its day so far lived through, so that all its figures are filled. */
static void open_site(struct show *show, const struct choice *choice, int which, int queues,
                      int agents, int64_t *shift_ms)
{
    struct sim_site_make site;
    struct acd_fault why;
    bool fell_back;
    char room[SIM_ID_BYTES];
    int64_t t = show->start_t;
    sim_centre_site(&site, which, site_id(show, which, room, sizeof(room)), queues, agents);
    show->zones[which] = zone_open_else_utc(site.tz, &fell_back, &why);
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

static bool open_sites(struct show *show, const struct choice *choice, struct acd_fault *why)
{
    int usual_queues[SITES_MOST], usual_agents[SITES_MOST];
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

/* --- telling
 * --------------------------------------------------------------------------------------- */

/* An entity that cannot be told is a mistake of the floor's: say it once, go on with the others. */
static void told(struct show *show, bool fine, const struct acd_fault *why)
{
    if (fine || show->complained)
        return;
    show->complained = true;
    command_complain("sim", "%s", why->text);
}

static void tell_changes(struct show *show, int which)
{
    struct floor *floor = show->floors[which];
    const char *site = show->ids[which];
    int64_t ahead = acd_wall_ms() - floor_now(show);
    struct acd_fault why;
    int i;
    if (floor_changed_site(floor))
        told(show, acd_publisher_site(show->publisher, floor_tell_site(floor), &why), &why);
    while ((i = floor_changed_queue(floor)) >= 0) {
        struct acd_queue queue = *floor_tell_queue(floor, i);
        queue.plan.start_t += ahead;
        told(show, acd_publisher_queue(show->publisher, site, &queue, &why), &why);
    }
    while ((i = floor_changed_agent(floor)) >= 0)
        told(show, acd_publisher_agent(show->publisher, site, floor_tell_agent(floor, i), &why),
             &why);
}

static void tell_happened(struct show *show, int which)
{
    struct floor *floor = show->floors[which];
    struct acd_fault why;
    const struct acd_event *happened;
    const char *request, *words;
    enum acd_status status;
    while ((happened = floor_take_event(floor)) != NULL) {
        struct acd_event event = *happened;
        event.known &= ~ACD_BIT(ACD_EVENT_T); /* its time on this machine is now */
        told(show, acd_publisher_event(show->publisher, show->ids[which], &event, &why), &why);
    }
    while (floor_take_finished(floor, &request, &status, &words))
        acd_publisher_finish(show->publisher, request, status, words);
}

static void tell(struct show *show)
{
    int64_t now = acd_monotonic_ms();
    /* Rolling windows and, at speed, ages move although nothing happens. */
    bool touch = now - show->touched_ms >= (show->speed > 1 ? 1000 : 5000);
    if (touch)
        show->touched_ms = now;
    for (int i = 0; i < show->n; i++) {
        floor_advance(show->floors[i], floor_now(show));
        if (touch)
            floor_touch_queues(show->floors[i]);
        tell_changes(show, i);
        tell_happened(show, i);
    }
}

static struct acd_outcome carry_out(void *context, const struct acd_request *request)
{
    struct show *show = context;
    for (int i = 0; i < show->n; i++)
        if (strcmp(show->ids[i], request->site) == 0)
            return floor_command(show->floors[i], floor_now(show), request);
    return (struct acd_outcome){ACD_STATUS_REFUSED, "no site of this feed has that id"};
}

/* --- the program
 * ----------------------------------------------------------------------------------- */

static bool ended(int signals)
{
    char room[256];
    return read(signals, room, sizeof(room)) > 0;
}

static void say_ready(const struct show *show)
{
    const char *control = acd_publisher_control_endpoint(show->publisher);
    fprintf(stderr, "acdfeed sim: stats %s control %s, %d site%s, %lld queues, %lld agents\n",
            acd_publisher_stats_endpoint(show->publisher), control[0] ? control : "none", show->n,
            show->n == 1 ? "" : "s", (long long)show->queues, (long long)show->agents);
}

static int run_show(struct show *show, const struct choice *choice, int signals)
{
    struct acd_publisher_options options = {
        .stats_endpoint = choice->stats,
        .control_endpoint = choice->no_control ? NULL : choice->control,
        .period_ms = choice->period_ms,
        .keyframe_ms = choice->keyframe_ms,
        .command = carry_out,
        .context = show,
    };
    struct acd_fault why;
    show->publisher = acd_publisher_open(&options, &why);
    if (!show->publisher) {
        command_complain("sim", "%s", why.text);
        return COMMAND_FAILED;
    }
    show->start_mono_ms = acd_monotonic_ms();
    tell(show);
    (void)acd_publisher_serve(show->publisher, 0, -1);
    say_ready(show);
    int64_t end_t = choice->duration_ms ? show->start_t + choice->duration_ms : INT64_MAX;
    while (!ended(signals) && floor_now(show) < end_t) {
        (void)acd_publisher_serve(show->publisher, SERVE_MS, signals);
        tell(show);
    }
    acd_publisher_close(show->publisher);
    return COMMAND_DONE;
}

static const char about[] =
    "Simulates a contact centre event by event: contacts come by the time of day,\n"
    "wait, are answered or give up; agents keep shifts and breaks; every operation of\n"
    "the contract is carried out with the effect it has on a real floor. The same seed\n"
    "and the same commands give the same course of events.";
static const char closing[] =
    "Scenarios: demo (Sales DE fills within a minute), burst, outage, short-shift,\n"
    "quiet-day. A file begins with a section [scenario]; the project's own stand in\n"
    "tests/scenarios.\n"
    "\n"
    "Partners for outsource: partner, helpline, nightdesk. Rules for reroute: pool\n"
    "(the agents of the routing plan's choices help), first (before all other queues),\n"
    "normal.\n"
    "\n"
    "One line on stderr tells the endpoints once everything is published. Exit status:\n"
    "0 ended by a signal or by --duration, 1 an endpoint cannot be bound, 2 usage.\n";

static bool read_choice(struct choice *choice, int *argc, char **argv, int *status)
{
    const struct option_rule rules[] = {
        {"stats", OPTION_ENDPOINT, &choice->stats, "EP", "where the feed is published", 0, 0},
        {"control", OPTION_ENDPOINT, &choice->control, "EP", "where commands are taken", 0, 0},
        {"no-control", OPTION_FLAG, &choice->no_control, NULL, "takes no commands: read-only", 0,
         0},
        {"scenario", OPTION_TEXT, &choice->scenario, "NAME|FILE", "what befalls the centre (demo)",
         0, 0},
        {"start", OPTION_TEXT, &choice->start, "HH:MM|now",
         "local time of the first site at which the show begins (the scenario's)", 0, 0},
        {"speed", OPTION_NUMBER, &choice->speed, "N", "how many times faster time passes (1)", 1,
         3600},
        {"seed", OPTION_INTEGER, &choice->seed, "N", "another seed is another day (1)", 0, 1e15},
        {"duration", OPTION_DURATION, &choice->duration_ms, "D",
         "ends after this time on the floor (never)", 1, 366.0 * 86400000},
        {"sites", OPTION_INTEGER, &choice->sites, "N", "how many sites (3)", 1, SITES_MOST},
        {"site", OPTION_TEXT, &choice->names, "ID,ID...",
         "the sites by their ids, in place of --sites", 0, 0},
        {"queues", OPTION_INTEGER, &choice->queues, "N", "queues of all sites together (14)", 2,
         5000},
        {"agents", OPTION_INTEGER, &choice->agents, "N", "agents of all sites together (80)", 0,
         50000},
        {"period", OPTION_DURATION, &choice->period_ms, "MS", "time between heartbeats (1s)", 100,
         60000},
        {"keyframe", OPTION_DURATION, &choice->keyframe_ms, "MS",
         "everything is told again at least this often (10s)", 1000, 600000},
    };
    const struct option_usage usage = {.name = "sim",
                                       .synopsis = "",
                                       .about = about,
                                       .rules = rules,
                                       .n_rules = (int)ACD_COUNT_OF(rules),
                                       .closing = closing};
    return options_read(&usage, argc, argv, status);
}

static bool prepare(struct show *show, const struct choice *choice, struct acd_fault *why)
{
    if (!read_scenario(choice->scenario, &show->scenario, why))
        return false;
    if (choice->start && !sim_time_of_day(choice->start, &show->scenario.start_ms))
        return acd_fault_say(why, "--start %s: a time such as 10:00, or now, is expected",
                             choice->start);
    return name_sites(show, choice, why) && open_sites(show, choice, why);
}

int command_sim(int argc, char **argv)
{
    struct choice choice = {.stats = ACD_STATS_ENDPOINT,
                            .control = ACD_CONTROL_ENDPOINT,
                            .scenario = "demo",
                            .speed = 1,
                            .seed = 1,
                            .sites = 3,
                            .queues = -1,
                            .agents = -1};
    struct acd_fault why;
    int status;
    if (!read_choice(&choice, &argc, argv, &status))
        return status;
    int signals = command_signals();
    if (signals < 0) {
        command_complain("sim", "the system gives no file descriptor for signals: %s",
                         strerror(errno));
        return COMMAND_FAILED;
    }
    struct show *show = acd_calloc(1, sizeof(*show));
    show->speed = choice.speed;
    show->start_t = acd_wall_ms();
    show->start_mono_ms = acd_monotonic_ms();
    if (prepare(show, &choice, &why)) {
        status = run_show(show, &choice, signals);
    } else {
        command_complain("sim", "%s", why.text);
        status = COMMAND_USAGE;
    }
    for (int i = 0; i < show->n; i++) {
        floor_free(show->floors[i]);
        zone_close(show->zones[i]);
    }
    free(show);
    close(signals);
    return status;
}
