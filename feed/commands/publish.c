/* `acdfeed publish`: lines of a script become a feed that keeps its heartbeat whatever the script
 * does.  The loop here waits, reads and serves; what a line means is known elsewhere. */
#include "acdfeed/clock.h"
#include "acdfeed/limits.h"
#include "feed/commands/command.h"
#include "feed/commands/door.h"
#include "feed/commands/input.h"
#include "feed/commands/keyed.h"
#include "feed/commands/publishing.h"
#include "feed/commands/waker.h"
#include "feed/link/inject.h"

#include <string.h>
#include <unistd.h>

enum { IDLE_MS = 1000, FOLLOW_MS = 200, BUSY_OUT_MS = 50 };

struct settings {
    struct acd_publisher_options options;
    struct publishing_site site;
    const char *path, *inject;
    int64_t within_ms, linger_ms; /* linger -1: until a signal */
    int64_t silent_ms;            /* 0: never */
    bool until_end, follow;
};

struct publish {
    struct publishing publishing;
    struct requests requests;
    struct input input;
    struct inject *inject; /* NULL: none */
    struct waker waker;
    unsigned wrong;
    bool ended;       /* the input did */
    int64_t until_ms; /* monotonic: when to end; -1 never */
};

static void complain_of_line(struct publish *publish, unsigned number, const char *words)
{
    publish->wrong++;
    command_complain("publish", "%s:%u: %s", publish->input.name, number, words);
}

static void take_lines(struct publish *publish)
{
    struct line line;
    struct acd_fault why;
    while (lines_next(&publish->input.lines, &line)) {
        if (line.too_long)
            complain_of_line(publish, line.number, "longer than 1 MiB");
        else if (!publishing_line(&publish->publishing, line.text, line.bytes, &why))
            complain_of_line(publish, line.number, why.text);
    }
}

static void end_input(struct publish *publish, const struct settings *settings)
{
    publish->ended = true;
    waker_unwatch(&publish->waker, publish->input.fd);
    requests_close(&publish->requests, "the script that carries out commands has ended");
    if (settings->until_end || settings->linger_ms >= 0)
        publish->until_ms =
            acd_monotonic_ms() + (settings->linger_ms > 0 ? settings->linger_ms : 0);
}

/* Takes what the script has written; how long the loop may wait for more. */
static int64_t take_input(struct publish *publish, const struct settings *settings)
{
    struct acd_fault why;
    if (publish->ended)
        return IDLE_MS;
    switch (input_read(&publish->input, &why)) {
    case INPUT_CAME:
        take_lines(publish);
        return 0;
    case INPUT_NONE:
        return publish->input.always_ready ? FOLLOW_MS : IDLE_MS;
    case INPUT_FAILED:
        command_complain("publish", "%s", why.text);
        publish->wrong++;
        break;
    case INPUT_ENDED:
        take_lines(publish);
        break;
    }
    end_input(publish, settings);
    return 0;
}

/* Boards call it stale then, since nobody vouches for its figures any more. */
static void fall_silent(struct publish *publish, const struct settings *settings)
{
    const char *site;
    while ((site = publishing_silent(&publish->publishing)) != NULL)
        command_complain("publish", "%s: no line for %.3g s (--silent-after), so it is silent until the next", site,
                         (double)settings->silent_ms / 1000);
}

static void run(struct publish *publish, const struct settings *settings)
{
    while (!waker_signalled(&publish->waker)) {
        int64_t wait_ms = take_input(publish, settings);
        int64_t now_ms = acd_monotonic_ms();
        if (publish->inject != NULL &&
            inject_serve(publish->inject, publishing_words, &publish->publishing))
            wait_ms = 0;
        requests_tick(&publish->requests, now_ms);
        fall_silent(publish, settings);
        if (publish->requests.out.bytes > 0 && wait_ms > BUSY_OUT_MS)
            wait_ms = BUSY_OUT_MS;
        if (publish->until_ms >= 0 && now_ms >= publish->until_ms)
            return;
        if (publish->until_ms >= 0 && publish->until_ms - now_ms < wait_ms)
            wait_ms = publish->until_ms - now_ms;
        (void)acd_publisher_serve(publish->publishing.publisher, wait_ms, publish->waker.fd);
    }
}

/* The default door is a convenience: where it is taken, the feed goes on without it.  One that was
 * asked for must open. */
static bool open_door(struct publish *publish, const char *asked, struct acd_fault *why)
{
    char endpoint[DOOR_BYTES];
    if (asked != NULL && strcmp(asked, "none") == 0)
        return true;
    if (asked != NULL) {
        publish->inject = inject_open(asked, why);
        return publish->inject != NULL;
    }
    if (door_default(endpoint, why))
        publish->inject = inject_open(endpoint, why);
    if (publish->inject == NULL)
        command_complain("publish", "without `acdfeed set`: %s", why->text);
    return true;
}

static bool open_all(struct publish *publish, struct settings *settings, struct acd_fault *why)
{
    if (!input_open(&publish->input, settings->path, settings->follow, why))
        return false;
    settings->options.command = settings->options.control_endpoint != NULL ? requests_take : NULL;
    settings->options.context = &publish->requests;
    settings->options.log = keyed_log;
    keyed_begin(settings->options.key_file);
    struct acd_publisher *publisher = acd_publisher_open(&settings->options, why);
    if (publisher == NULL)
        return false;
    publish->requests.publisher = publisher;
    if (!publishing_open(&publish->publishing, publisher, &settings->site, why) ||
        !open_door(publish, settings->inject, why))
        return false;
    publish->publishing.silence.after_ms = settings->silent_ms;
    if (settings->site.id != NULL) /* it beats already, before its first line */
        (void)silence_told(&publish->publishing.silence, settings->site.id, acd_monotonic_ms());
    if (settings->options.control_endpoint != NULL)
        publish->publishing.requests = &publish->requests;
    waker_watch(&publish->waker, publish->input.fd);
    if (publish->inject != NULL)
        waker_watch(&publish->waker, inject_fd(publish->inject));
    return true;
}

static int publish_run(struct settings *settings)
{
    struct publish publish = {.until_ms = -1, .input.fd = -1};
    struct acd_fault why;
    int status = COMMAND_DONE;
    waker_open(&publish.waker);
    requests_init(&publish.requests, STDOUT_FILENO, settings->within_ms);
    if (open_all(&publish, settings, &why)) {
        run(&publish, settings);
        if (publish.wrong > 0 && publish.until_ms >= 0)
            status = COMMAND_FAILED;
    } else {
        command_complain("publish", "%s", why.text);
        status = COMMAND_FAILED;
    }
    inject_close(publish.inject);
    requests_release(&publish.requests);
    publishing_close(&publish.publishing);
    input_close(&publish.input);
    waker_close(&publish.waker);
    return status;
}

static const char about[] =
    "Publishes a feed from lines of text: a file, a pipe or standard input.  A line tells\n"
    "what it knows of one entity; what it leaves out stays as the last line told it, and\n"
    "ages go on.  A wrong line is named on stderr, the others go through.\n\n"
    "A line is a JSON object or words:\n"
    "  "
    "{\"kind\":\"queue\",\"site\":\"berlin\",\"id\":\"sales\",\"waiting\":7,\"oldest_ms\":95000}\n"
    "  queue=sales site=berlin waiting=7 oldest=95s name=\"Sales north\"\n"
    "null, or nothing after the `=`, makes a figure unknown; gone=true ends an entity.  Kinds are\n"
    "site, queue, agent and event; an event is told once.  Blank lines and lines that begin\n"
    "with # are passed over.\n\n"
    "When the lines end the feed goes on with its last state until a signal, since a feed\n"
    "that stops is stale on every board; --until-end and --linger end it.  A script that\n"
    "hangs keeps its last figures alive as well: where it tells of each site every so often,\n"
    "say by --silent-after how long they may stand.\n\n"
    "With --control, commands of consoles come out as JSON lines on stdout, one each, and\n"
    "are carried out by whoever reads them, who answers on the input:\n"
    "  {\"kind\":\"request\",\"v\":1,\"id\":\"5f0c\",\"op\":\"overflow\",\"site\":\"berlin\",...}\n"
    "  {\"kind\":\"reply\",\"id\":\"5f0c\",\"status\":\"done\"}\n"
    "A reply is `done`, or `failed` with \"why\".";

static const char closing[] =
    "Exit status: 0 ended by a signal, or all was sent; 1 a socket or file could not be\n"
    "opened, or a line was wrong before the end that was asked for; 2 usage.";

int command_publish(int argc, char **argv)
{
    struct settings settings = {.within_ms = 60000, .linger_ms = -1};
    const struct option_rule rules[] = {
        {"stats", OPTION_ENDPOINT, &settings.options.stats_endpoint, "EP",
         "where consoles subscribe; " ACD_STATS_ENDPOINT " unless said", 0, 0},
        {"control", OPTION_ENDPOINT, &settings.options.control_endpoint, "EP",
         "where consoles send commands and ask for snapshots; none unless said", 0, 0},
        {"site", OPTION_ID, &settings.site.id, "ID",
         "the site of lines that name none; without it that is the first site named", 0, 0},
        {"name", OPTION_TEXT, &settings.site.name, "TEXT", "the name of --site", 0, 0},
        {"tz", OPTION_TEXT, &settings.site.tz, "ZONE",
         "the time zone of --site, such as Europe/Berlin", 0, 0},
        {"ops", OPTION_TEXT, &settings.site.ops, "OP,OP",
         "the operations that the script carries out, for sites whose line tells no ops", 0, 0},
        {"period", OPTION_DURATION, &settings.options.period_ms, "D",
         "time from heartbeat to heartbeat; 1s unless said", 100, 60000},
        {"keyframe", OPTION_DURATION, &settings.options.keyframe_ms, "D",
         "time in which everything is sent again; 10s unless said", 1000, 600000},
        {"gather", OPTION_DURATION, &settings.options.gather_ms, "D",
         "how long changes are gathered into one message; 50ms unless said", 20, 100},
        {"inject", OPTION_TEXT, &settings.inject, "EP",
         "where `acdfeed set` finds this feed, ipc:///PATH; `none`: nowhere; unless said, a place "
         "of the user's own",
         0, 0},
        {"until-end", OPTION_FLAG, &settings.until_end, NULL,
         "end when the lines have ended and are sent", 0, 0},
        {"linger", OPTION_DURATION, &settings.linger_ms, "D",
         "end this long after the lines have ended", 0, 0},
        {"silent-after", OPTION_DURATION, &settings.silent_ms, "D",
         "a site of which no line or `acdfeed set` told for so long falls silent, which is STALE on "
         "every board, until the next; never unless said",
         100, 86400000},
        {"follow", OPTION_FLAG, &settings.follow, NULL,
         "read on as the file grows, or as new writers open the FIFO", 0, 0},
        {"answer-within", OPTION_DURATION, &settings.within_ms, "D",
         "the time the script has to answer a command before it has failed; 60s unless said", 1,
         86400000},
        KEYED_SERVING_RULES(&settings.options),
        {"insecure", OPTION_FLAG, &settings.options.insecure, NULL,
         "without keys: bind addresses other than loopback and ipc, open to whoever can reach them",
         0, 0},
    };
    const struct option_usage usage = {.name = "publish",
                                       .synopsis = "[FILE|-]",
                                       .about = about,
                                       .rules = rules,
                                       .n_rules = ACD_COUNT_OF(rules),
                                       .most_words = 1,
                                       .closing = closing};
    struct acd_fault why;
    int status;
    if (!options_read(&usage, &argc, argv, &status))
        return status;
    bool fine = settings.site.id != NULL || (settings.site.name == NULL && settings.site.tz == NULL)
                    ? publishing_site_check(&settings.site, &why)
                    : acd_fault_say(&why, "--name and --tz need --site, whose they are");
    if (!fine) {
        command_complain("publish", "%s", why.text);
        return COMMAND_USAGE;
    }
    settings.path = argc > 1 ? argv[1] : NULL;
    return publish_run(&settings);
}
