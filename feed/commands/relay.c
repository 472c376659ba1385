/* `acdfeed relay`: feeds passed on to as many as listen, under keys of its own.  The edge alone:
 * options, sockets, signals; what is passed on and what is not stands in relay_sites.c. */
#include "acdfeed/clock.h"
#include "acdfeed/limits.h"
#include "feed/commands/command.h"
#include "feed/commands/keyed.h"
#include "feed/commands/relay_parts.h"
#include "feed/commands/waker.h"

#include <stdlib.h>
#include <string.h>

enum {
    SERVE_MS = 20,   /* how late a subscription or a request may be noticed */
    PAUSE_MS = 1000, /* longer than we are ever away from our sockets while we run */
};

struct settings {
    struct option_list stats, control, keys, server_keys; /* of the feeds */
    bool standby, commands;
    struct acd_publisher_options options;
};

static bool add_feeds(struct acd_subscriber *subscriber, const struct settings *settings,
                      struct acd_fault *why)
{
    for (int i = 0; i < settings->stats.n; i++) {
        const struct acd_feed_options feed = {
            .stats = settings->stats.value[i],
            .control = option_of(&settings->control, i),
            .key_file = option_of(&settings->keys, i),
            .server_key = option_of(&settings->server_keys, i),
            .group = settings->standby ? "relay" : NULL,
        };
        keyed_begin(feed.key_file);
        if (!acd_subscriber_add_feed(subscriber, &feed, why))
            return false;
    }
    return true;
}

static bool open_all(struct relay *relay, const struct settings *settings, struct acd_fault *why)
{
    struct acd_publisher_options options = settings->options;
    options.context = relay;
    options.command = settings->commands ? relay_pass_on : NULL;
    relay->commands = settings->commands;
    for (int i = 0; i < settings->stats.n; i++)
        relay->commanded[i] = option_of(&settings->control, i) != NULL;
    keyed_begin(options.key_file);
    relay->publisher = acd_publisher_open(&options, why);
    if (!relay->publisher)
        return false;
    relay->subscriber = acd_subscriber_new(&(struct acd_subscriber_options){
        .handler = relay_handler(relay),
        .pause_ms = PAUSE_MS,
    });
    return add_feeds(relay->subscriber, settings, why);
}

static void say_ready(const struct relay *relay)
{
    const char *control = acd_publisher_control_endpoint(relay->publisher);
    int n = relay->stats->n;
    command_complain("relay", "stats %s control %s, from %s%s",
                     acd_publisher_stats_endpoint(relay->publisher), control[0] ? control : "none",
                     relay->stats->value[0], n > 1 ? " and others" : "");
}

static int run(const struct settings *settings)
{
    struct relay relay = {
        .stats = &settings->stats,
        .event = {.at = acd_alloc(ACD_SCRATCH_BYTES), .bytes = ACD_SCRATCH_BYTES},
    };
    struct waker waker;
    struct acd_fault why;
    int status = COMMAND_FAILED;
    waker_open(&waker);
    if (open_all(&relay, settings, &why)) {
        status = COMMAND_DONE;
        say_ready(&relay);
        while (!waker_signalled(&waker)) {
            (void)acd_subscriber_serve(relay.subscriber, SERVE_MS, waker.fd);
            (void)acd_publisher_serve(relay.publisher, 0, -1);
            relay_tick_requests(&relay, acd_monotonic_ms());
        }
    } else {
        command_complain("relay", "%s", why.text);
    }
    acd_subscriber_free(relay.subscriber);
    acd_publisher_close(relay.publisher);
    relay_forget_sites(&relay);
    relay_forget_requests(&relay);
    free(relay.event.at);
    waker_close(&waker);
    return status;
}

static const char about[] =
    "Passes feeds on to as many consoles and wallboards as there are, so that a feed has one\n"
    "listener, and many feeds one address.  Who comes late is told the last value of\n"
    "everything at once, aged to that moment.  It vouches for no more than it hears: a\n"
    "heartbeat goes out when one came, so a site that falls silent is stale here as soon; what\n"
    "was lost on the way here is unknown until it is told again.\n\n"
    "It takes no commands, and offers none: consoles that act take `--control` of the feed\n"
    "itself.  With --commands those of supervisors in its list are passed on, each once and\n"
    "under its own id, to the feed of their site; the feed sees the relay's key, which is a\n"
    "`supervisor` there, boards behind the relay see who asked beside it.\n\n"
    "Options that begin with --feed, and --server-key, are of the feeds that are listened to:\n"
    "each belongs to the --feed before it, or, given before any, to all.  The others are of\n"
    "the relay itself, as those of `acdfeed sim`.";

static const char closing[] =
    "Examples:\n"
    "  acdfeed relay --feed tcp://berlin:5570 --feed-control tcp://berlin:5571 \\\n"
    "      --feed tcp://paris:5570 --feed-control tcp://paris:5571 --control tcp://127.0.0.1:5571\n"
    "  acdfeed relay --feed-key relay.secret --feed tcp://acd:5570 --server-key berlin.public \\\n"
    "      --stats 'tcp://*:5570' --key dmz.secret --authorized authorized\n\n"
    "Exit status: 0 ended by a signal; 1 an endpoint that cannot be bound or connected to, or\n"
    "a key that cannot be read; 2 usage.";

static bool settings_fit(const struct settings *settings, struct acd_fault *why)
{
    const char *own =
        settings->options.stats_endpoint ? settings->options.stats_endpoint : ACD_STATS_ENDPOINT;
    if (settings->stats.n == 0)
        return acd_fault_say(why, "which feed? --feed EP");
    for (int i = 0; i < settings->stats.n; i++)
        if (strcmp(settings->stats.value[i], own) == 0)
            return acd_fault_say(why,
                                 "--feed %s is where the relay itself serves; name another "
                                 "place by --stats",
                                 own);
    if (settings->commands && (!settings->options.control_endpoint || settings->control.n == 0))
        return acd_fault_say(why, "--commands needs --control, where they come in, and "
                                  "--feed-control, where they go");
    if (settings->commands && settings->keys.n > 0 && !settings->options.key_file)
        return acd_fault_say(why, "--commands with --feed-key needs --key and --authorized: who "
                                  "asks here would act by the relay's key, whoever it is");
    for (int i = 0; i < settings->control.n; i++)
        if (settings->control.of[i] < 0)
            return acd_fault_say(why, "--feed-control %s: it stands after the --feed it belongs to",
                                 settings->control.value[i]);
    return true;
}

int command_relay(int argc, char **argv)
{
    struct settings settings = {.options.log = keyed_log};
    settings.control.to = settings.keys.to = settings.server_keys.to = &settings.stats;
    const struct option_rule rules[] = {
        {"feed", OPTION_ENDPOINTS, &settings.stats, "EP",
         "the stats socket of a feed; given again for each feed", 0, 0},
        {"feed-control", OPTION_ENDPOINTS, &settings.control, "EP",
         "its control socket, by which what was lost is made good at once", 0, 0},
        {"feed-key", OPTION_TEXTS, &settings.keys, "FILE",
         "our own secret key, shown to the feed; a `publisher` there, with --commands a "
         "`supervisor`",
         0, 0},
        {"server-key", OPTION_TEXTS, &settings.server_keys, "FILE|KEY",
         "the feed's public key, or its file .public; goes with --feed-key", 0, 0},
        {"standby", OPTION_FLAG, &settings.standby, NULL,
         "the feeds stand by for each other: of those that tell of one site one is believed", 0, 0},
        {"stats", OPTION_ENDPOINT, &settings.options.stats_endpoint, "EP",
         "where consoles subscribe; " ACD_STATS_ENDPOINT " unless said", 0, 0},
        {"control", OPTION_ENDPOINT, &settings.options.control_endpoint, "EP",
         "where consoles ask for snapshots; none unless said", 0, 0},
        {"commands", OPTION_FLAG, &settings.commands, NULL,
         "pass on commands that come to --control; without it the relay is read-only", 0, 0},
        KEYED_SERVING_RULES(&settings.options),
        {"insecure", OPTION_FLAG, &settings.options.insecure, NULL,
         "without keys: bind addresses other than loopback and ipc, open to whoever can reach them",
         0, 0},
    };
    const struct option_usage usage = {.name = "relay",
                                       .synopsis = "",
                                       .about = about,
                                       .rules = rules,
                                       .n_rules = ACD_COUNT_OF(rules),
                                       .closing = closing};
    struct acd_fault why;
    int status;
    if (!options_read(&usage, &argc, argv, &status))
        return status;
    if (!settings_fit(&settings, &why)) {
        command_complain("relay", "%s", why.text);
        return COMMAND_USAGE;
    }
    return run(&settings);
}
