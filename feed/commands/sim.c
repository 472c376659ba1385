/* acdfeed sim: a simulated contact centre that publishes as a real feed does and carries out what
 * it is told.  The edge alone: options, clock, publisher; the floor itself is feed/sim.
 *
 * Time on the floor passes `speed` times as fast as on this machine.  Durations are told as they
 * are on the floor; a receiver ages them with its own clock in between, so at a speed above 1 they
 * lag until the queue or agent is told again. */
#include "feed/commands/command.h"
#include "feed/commands/keyed.h"
#include "feed/commands/private_place.h"
#include "feed/commands/sim_show.h"

#include "acdfeed/clock.h"
#include "acdfeed/limits.h"
#include "acdfeed/memory.h"
#include "acdfeed/publisher.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SERVE_MS = 25 };

/* An entity that cannot be told is a mistake of the floor's: say it once, go on with the others. */
static void told(struct sim_show *show, bool fine, const struct acd_fault *why)
{
    if (fine || show->complained)
        return;
    show->complained = true;
    command_complain("sim", "%s", why->text);
}

static void tell_changes(struct sim_show *show, int which)
{
    struct floor *floor = show->floors[which];
    const char *site = show->ids[which];
    int64_t ahead = acd_wall_ms() - sim_show_now(show);
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

static void tell_happened(struct sim_show *show, int which)
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

static void tell(struct sim_show *show)
{
    int64_t now = acd_monotonic_ms();
    /* Rolling windows and, at speed, ages move although nothing happens. */
    bool touch = now - show->touched_ms >= (show->speed > 1 ? 1000 : 5000);
    if (touch)
        show->touched_ms = now;
    for (int i = 0; i < show->n; i++) {
        floor_advance(show->floors[i], sim_show_now(show));
        if (touch)
            floor_touch_queues(show->floors[i]);
        tell_changes(show, i);
        tell_happened(show, i);
    }
}

static struct acd_outcome carry_out(void *context, const struct acd_request *request)
{
    struct sim_show *show = context;
    for (int i = 0; i < show->n; i++)
        if (strcmp(show->ids[i], request->site) == 0)
            return floor_command(show->floors[i], sim_show_now(show), request);
    return (struct acd_outcome){ACD_STATUS_REFUSED, "no site of this feed has that id"};
}

static bool ended(int signals)
{
    char room[256];
    return read(signals, room, sizeof(room)) > 0;
}

static void say_ready(const struct sim_show *show)
{
    const char *control = acd_publisher_control_endpoint(show->publisher);
    fprintf(stderr, "acdfeed sim: stats %s control %s, %d site%s, %lld queues, %lld agents\n",
            acd_publisher_stats_endpoint(show->publisher), control[0] ? control : "none", show->n,
            show->n == 1 ? "" : "s", (long long)show->queues, (long long)show->agents);
}

static int run_show(struct sim_show *show, const struct sim_choice *choice, int signals)
{
    struct private_place place = {0};
    struct acd_fault why;
    if (choice->own && !private_place_init(&place, &why)) {
        command_complain("sim", "%s", why.text);
        return COMMAND_FAILED;
    }
    const char *control = choice->own ? place.control : choice->control;
    struct acd_publisher_options options = {
        .stats_endpoint = choice->own ? place.stats : choice->stats,
        .control_endpoint = choice->no_control ? NULL : control,
        .period_ms = choice->period_ms,
        .keyframe_ms = choice->keyframe_ms,
        .command = carry_out,
        .context = show,
        .key_file = choice->keys.key_file,
        .authorized_file = choice->keys.authorized_file,
        .commands_per_minute = choice->keys.commands_per_minute,
        .log = keyed_log,
    };
    keyed_begin(options.key_file);
    show->publisher = acd_publisher_open(&options, &why);
    if (!show->publisher) {
        private_place_release(&place);
        command_complain("sim", "%s", why.text);
        return COMMAND_FAILED;
    }
    show->start_mono_ms = acd_monotonic_ms();
    tell(show);
    (void)acd_publisher_serve(show->publisher, 0, -1);
    say_ready(show);
    int64_t end_t = choice->duration_ms ? show->start_t + choice->duration_ms : INT64_MAX;
    while (!ended(signals) && !(choice->own && private_place_left_alone()) &&
           sim_show_now(show) < end_t) {
        (void)acd_publisher_serve(show->publisher, SERVE_MS, signals);
        tell(show);
    }
    acd_publisher_close(show->publisher);
    private_place_release(&place);
    return COMMAND_DONE;
}

static const char about[] =
    "Simulates a contact centre event by event: contacts come by the time of day,\n"
    "wait, are answered or give up; agents keep shifts and breaks; every operation of\n"
    "the contract is carried out with the effect it has on a real floor. The same seed\n"
    "and the same commands give the same course of events.";
static const char closing[] =
    "Scenarios: demo (Sales DE fills within a minute), climb (the same tier by tier, with\n"
    "--seed 134 --agents 121: what acdwall --demo shows), burst, outage, short-shift,\n"
    "quiet-day. A file begins with a section [scenario]; the project's own stand in\n"
    "tests/scenarios.\n"
    "\n"
    "Partners for outsource: partner, helpline, nightdesk. Rules for reroute: pool\n"
    "(the agents of the routing plan's choices help), first (before all other queues),\n"
    "normal.\n"
    "\n"
    "Durations are told as they are on the floor. Between two tellings a console ages\n"
    "them by its own clock, so at a speed above 1 those of a queue lag by up to a\n"
    "second, those of an agent until the next change of state.\n"
    "\n"
    "One line on stderr tells the endpoints once everything is published. Exit status:\n"
    "0 ended by a signal or by --duration, 1 an endpoint cannot be bound, 2 usage.\n";

static bool read_choice(struct sim_choice *choice, int *argc, char **argv, int *status)
{
    const struct option_rule rules[] = {
        {"stats", OPTION_ENDPOINT, &choice->stats, "EP", "where the feed is published", 0, 0},
        {"control", OPTION_ENDPOINT, &choice->control, "EP", "where commands are taken", 0, 0},
        {"no-control", OPTION_FLAG, &choice->no_control, NULL, "takes no commands: read-only", 0,
         0},
        KEYED_SERVING_RULES(&choice->keys),
        {"private", OPTION_FLAG, &choice->own, NULL,
         "ipc sockets in a new folder instead; ends, and takes it away, when standard input does",
         0, 0},
        {"scenario", OPTION_TEXT, &choice->scenario, "NAME|FILE", "what befalls the centre (demo)",
         0, 0},
        {"start", OPTION_TEXT, &choice->start, "HH:MM|now",
         "local time of the first site at which the show begins (the scenario's)", 0, 0},
        {"speed", OPTION_NUMBER, &choice->speed, "N", "how many times faster time passes (1)", 1,
         3600},
        {"seed", OPTION_INTEGER, &choice->seed, "N", "another seed is another day (1)", 0, 1e15},
        {"duration", OPTION_DURATION, &choice->duration_ms, "D",
         "ends after this time on the floor (never)", 1, 366.0 * 86400000},
        {"sites", OPTION_INTEGER, &choice->sites, "N", "how many sites (3)", 1, SIM_SITES_MOST},
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

int command_sim(int argc, char **argv)
{
    struct sim_choice choice = {.stats = ACD_STATS_ENDPOINT,
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
    struct sim_show *show = acd_calloc(1, sizeof(*show));
    show->speed = choice.speed;
    show->start_t = acd_wall_ms();
    show->start_mono_ms = acd_monotonic_ms();
    if (sim_show_prepare(show, &choice, &why)) {
        status = run_show(show, &choice, signals);
    } else {
        command_complain("sim", "%s", why.text);
        status = COMMAND_USAGE;
    }
    sim_show_release(show);
    free(show);
    close(signals);
    return status;
}
