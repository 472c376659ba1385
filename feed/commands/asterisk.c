/* acdfeed asterisk: the feed of a live Asterisk.  The edge alone: options, clock, loop; what is said
 * to the server and what comes of it is feed/asterisk. */
#include "feed/commands/asterisk_link.h"
#include "feed/commands/asterisk_settings.h"
#include "feed/commands/command.h"
#include "feed/commands/keyed.h"

#include "acdfeed/clock.h"
#include "acdfeed/keys.h"
#include "acdfeed/limits.h"
#include "acdfeed/memory.h"
#include "acdfeed/publisher.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SERVE_MS = 25, TOUCH_MS = 1000, SAVE_MS = 5000 };

struct choice {
    const char *stats, *control;
    bool no_control, check;
    struct acd_publisher_options keys; /* of it only what is about keys */
    int64_t period_ms, keyframe_ms;
};

struct bridge {
    struct asterisk_settings settings;
    struct pbx *pbx;
    struct pbx_ops *ops;
    struct pbx_session *session;
    struct asterisk_link *link;
    struct acd_publisher *publisher;
    struct waker waker;
    int64_t touched_ms, saved_ms;
    bool complained, save_complained;
};

/* --- telling ----------------------------------------------------------------------------------------- */

/* What cannot be told is said once; the others are told all the same. */
static void told(struct bridge *bridge, bool fine, const struct acd_fault *why)
{
    if (fine || bridge->complained)
        return;
    bridge->complained = true;
    command_complain("asterisk", "%s", why->text);
}

static void tell_site(struct bridge *bridge, int64_t t)
{
    struct acd_site site = *pbx_tell_site(bridge->pbx, t);
    struct acd_fault why;
    site.ops = pbx_ops_offered(bridge->ops, &site.n_ops);
    if (site.n_ops > 0)
        ACD_KNOW(&site, ACD_SITE_OPS);
    told(bridge, acd_publisher_site(bridge->publisher, &site, &why), &why);
}

static void tell_changes(struct bridge *bridge, int64_t t)
{
    const char *site = bridge->settings.site.id;
    struct acd_fault why;
    int i;
    if (pbx_changed_site(bridge->pbx))
        tell_site(bridge, t);
    while ((i = pbx_changed_queue(bridge->pbx)) >= 0) {
        struct acd_queue queue = *pbx_tell_queue(bridge->pbx, i, t);
        pbx_ops_tell(bridge->ops, i, t, &queue);
        told(bridge, acd_publisher_queue(bridge->publisher, site, &queue, &why), &why);
    }
    while ((i = pbx_changed_agent(bridge->pbx)) >= 0)
        told(bridge,
             acd_publisher_agent(bridge->publisher, site, pbx_tell_agent(bridge->pbx, i, t), &why),
             &why);
}

static void tell_happened(struct bridge *bridge)
{
    const char *site = bridge->settings.site.id, *request, *words;
    const struct acd_event *event;
    struct acd_fault why;
    enum acd_status status;
    while ((event = pbx_take_event(bridge->pbx)) || (event = pbx_ops_take_event(bridge->ops)))
        told(bridge, acd_publisher_event(bridge->publisher, site, event, &why), &why);
    while (pbx_ops_take_finished(bridge->ops, &request, &status, &words))
        acd_publisher_finish(bridge->publisher, request, status, words);
}

static void save(struct bridge *bridge, int64_t t)
{
    const char *path = bridge->settings.state;
    struct acd_fault why;
    if (!path[0] || (pbx_save(bridge->pbx, path, t, &why) && pbx_ops_save(bridge->ops, path, &why)))
        return;
    if (!bridge->save_complained)
        command_complain("asterisk", "%s", why.text);
    bridge->save_complained = true;
}

static void step(struct bridge *bridge)
{
    int64_t now = acd_monotonic_ms(), t = acd_wall_ms();
    asterisk_link_serve(bridge->link, now, t);
    pbx_advance(bridge->pbx, t);
    pbx_ops_advance(bridge->ops, t);
    if (now - bridge->touched_ms >= TOUCH_MS) { /* windows move by time alone */
        bridge->touched_ms = now;
        pbx_touch_queues(bridge->pbx);
    }
    tell_changes(bridge, t);
    tell_happened(bridge);
    if (now - bridge->saved_ms >= SAVE_MS) {
        bridge->saved_ms = now;
        save(bridge, t);
    }
}

static struct acd_outcome carry_out(void *context, const struct acd_request *request)
{
    struct bridge *bridge = context;
    if (strcmp(request->site, bridge->settings.site.id) != 0)
        return (struct acd_outcome){ACD_STATUS_REFUSED, "no site of this feed has that id"};
    return pbx_ops_command(bridge->ops, request, acd_wall_ms());
}

static struct acd_outcome decline(void *context, const struct acd_request *request)
{
    struct bridge *bridge = context;
    return pbx_ops_decline(bridge->ops, request, acd_wall_ms());
}

/* --- the program --------------------------------------------------------------------------------------- */

static void take_up(struct bridge *bridge, int64_t t)
{
    const char *path = bridge->settings.state;
    struct acd_fault why;
    if (!path[0] || access(path, F_OK) != 0)
        return;
    if (!pbx_load(bridge->pbx, path, t, &why) || !pbx_ops_load(bridge->ops, path, &why))
        command_complain("asterisk", "%s; going on without it", why.text);
}

static bool open_all(struct bridge *bridge, const char *secret, const struct choice *choice,
                     struct acd_fault *why)
{
    const struct asterisk_settings *settings = &bridge->settings;
    struct acd_publisher_options options = {
        .stats_endpoint = choice->stats,
        .control_endpoint = choice->no_control ? NULL : choice->control,
        .period_ms = choice->period_ms,
        .keyframe_ms = choice->keyframe_ms,
        .command = carry_out,
        .declines = decline,
        .context = bridge,
        .key_file = choice->keys.key_file,
        .authorized_file = choice->keys.authorized_file,
        .commands_per_minute = choice->keys.commands_per_minute,
        .log = keyed_log,
    };
    keyed_begin(options.key_file);
    int64_t t = acd_wall_ms();
    bridge->pbx = pbx_new(&settings->site, t);
    bridge->ops = pbx_ops_new(bridge->pbx);
    take_up(bridge, t);
    pbx_lost(bridge->pbx, t, "not connected yet");
    bridge->session = pbx_session_new(bridge->pbx, bridge->ops, settings->user, secret);
    bridge->link = asterisk_link_open(settings->host, settings->port, bridge->session,
                                      &bridge->waker, why);
    bridge->publisher = bridge->link ? acd_publisher_open(&options, why) : NULL;
    return bridge->publisher != NULL;
}

static void close_all(struct bridge *bridge)
{
    acd_publisher_close(bridge->publisher);
    asterisk_link_close(bridge->link);
    pbx_session_free(bridge->session);
    pbx_ops_free(bridge->ops);
    pbx_free(bridge->pbx);
}

static int run(struct bridge *bridge)
{
    const char *control = acd_publisher_control_endpoint(bridge->publisher);
    step(bridge);
    (void)acd_publisher_serve(bridge->publisher, 0, -1);
    fprintf(stderr, "acdfeed asterisk: stats %s control %s, Asterisk %s:%s\n",
            acd_publisher_stats_endpoint(bridge->publisher), control[0] ? control : "none",
            bridge->settings.host, bridge->settings.port);
    while (!waker_signalled(&bridge->waker)) {
        (void)acd_publisher_serve(bridge->publisher, SERVE_MS, bridge->waker.fd);
        step(bridge);
    }
    save(bridge, acd_wall_ms());
    return COMMAND_DONE;
}

static const char about[] =
    "Speaks the Asterisk Manager Interface (Asterisk 16 to 22) and publishes its queues\n"
    "(app_queue): its own figures from single events, agents' true states over all\n"
    "queues, the waiting with their place, age and masked number. Carries out commands.\n"
    "\n"
    "SETTINGS is a file of sections: [asterisk] host port user secret_file; [site] id\n"
    "name tz day_start window interval wrapup digits role identity context withdraw\n"
    "hooks flexible state; [queue NAME] id name group hidden wrapup answer level formula\n"
    "short abandon asa choices accepts_overflow context exten forecast; [agent ID] name\n"
    "team interface member reserve. README tells of each.";
static const char closing[] =
    "The secret of the manager user comes from the file that secret_file names, mode\n"
    "0600, or from ACDFEED_AMI_SECRET in the environment.\n"
    "\n"
    "One line on stderr tells the endpoints once they are bound; the feed says itself\n"
    "when Asterisk cannot be reached, and goes on trying. Exit status: 0 ended by a\n"
    "signal, 1 an endpoint cannot be bound, 2 usage or settings.\n";

static bool read_choice(struct choice *choice, int *argc, char **argv, int *status)
{
    const struct option_rule rules[] = {
        {"stats", OPTION_ENDPOINT, &choice->stats, "EP", "where the feed is published", 0, 0},
        {"control", OPTION_ENDPOINT, &choice->control, "EP", "where commands are taken", 0, 0},
        {"no-control", OPTION_FLAG, &choice->no_control, NULL, "takes no commands: read-only", 0,
         0},
        KEYED_SERVING_RULES(&choice->keys),
        {"check", OPTION_FLAG, &choice->check, NULL, "reads the settings and the secret, and ends",
         0, 0},
        {"period", OPTION_DURATION, &choice->period_ms, "MS", "time between heartbeats (1s)", 100,
         60000},
        {"keyframe", OPTION_DURATION, &choice->keyframe_ms, "MS",
         "everything is told again at least this often (10s)", 1000, 600000},
    };
    const struct option_usage usage = {.name = "asterisk",
                                       .synopsis = "SETTINGS",
                                       .about = about,
                                       .rules = rules,
                                       .n_rules = (int)ACD_COUNT_OF(rules),
                                       .least_words = 1,
                                       .most_words = 1,
                                       .closing = closing};
    return options_read(&usage, argc, argv, status);
}

static int bridge_with(struct bridge *bridge, const char *secret, const struct choice *choice)
{
    struct acd_fault why;
    int status = COMMAND_FAILED;
    waker_open(&bridge->waker);
    if (open_all(bridge, secret, choice, &why))
        status = run(bridge);
    else
        command_complain("asterisk", "%s", why.text);
    close_all(bridge);
    waker_close(&bridge->waker);
    return status;
}

int command_asterisk(int argc, char **argv)
{
    struct choice choice = {.stats = ACD_STATS_ENDPOINT, .control = ACD_CONTROL_ENDPOINT};
    struct acd_fault why;
    char secret[256] = "";
    int status;
    if (!read_choice(&choice, &argc, argv, &status))
        return status;
    struct bridge *bridge = acd_calloc(1, sizeof(*bridge));
    acd_keys_stay_inside(); /* the secret is one, keys or not */
    if (!asterisk_settings_read(&bridge->settings, argv[1], acd_wall_ms(), &why) ||
        !asterisk_secret(&bridge->settings, secret, sizeof(secret), &why)) {
        command_complain("asterisk", "%s", why.text);
        status = COMMAND_USAGE;
    } else if (choice.check) {
        status = COMMAND_DONE;
    } else {
        status = bridge_with(bridge, secret, &choice);
    }
    explicit_bzero(secret, sizeof(secret));
    asterisk_settings_release(&bridge->settings);
    free(bridge);
    return status;
}
