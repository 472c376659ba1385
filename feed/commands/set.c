/* `acdfeed set`: one change, from a shell, to the feed that `acdfeed publish` keeps.  Reads
 * options, asks once, says what came of it. */
#include "acdfeed/clock.h"
#include "acdfeed/limits.h"
#include "feed/commands/command.h"
#include "feed/commands/door.h"
#include "feed/commands/keyed.h"
#include "feed/commands/publishing.h"
#include "feed/commands/waker.h"
#include "feed/link/inject.h"

struct settings {
    const char *inject;
    int64_t wait_ms;
    bool standalone;
    struct acd_publisher_options options;
    struct publishing_site site;
    int64_t for_ms;
};

/* Names what is wrong before anybody is asked. */
static bool check_words(const char *const *words, size_t n, const char *site, struct acd_fault *why)
{
    struct merge *merge = merge_new(site != NULL ? site : "any");
    struct merge_item item;
    bool fine = merge_words(merge, words, n, 0, &item, why);
    merge_free(merge);
    return fine;
}

static int ask(const struct settings *settings, const char *const *words, size_t n)
{
    char endpoint[DOOR_BYTES];
    const char *door = settings->inject;
    struct acd_fault why;
    if (door == NULL && !door_default(endpoint, &why)) {
        command_complain("set", "%s", why.text);
        return COMMAND_FAILED;
    }
    door = door != NULL ? door : endpoint;
    switch (inject_ask(door, words, n, settings->wait_ms, &why)) {
    case INJECT_DONE:
        return COMMAND_DONE;
    case INJECT_REFUSED:
        command_complain("set", "%s", why.text);
        return COMMAND_FAILED;
    case INJECT_SILENT:
        break;
    }
    command_complain("set",
                     "no feed answers at %s; start one: acdfeed publish --site ID --inject %s "
                     "(or --standalone: this command is the feed for a while)",
                     door, door);
    return COMMAND_SILENT;
}

static int be_the_feed(const struct settings *settings, const char *const *words, size_t n)
{
    struct publishing publishing;
    struct acd_fault why;
    struct waker waker;
    waker_open(&waker);
    keyed_begin(settings->options.key_file);
    struct acd_publisher *publisher = acd_publisher_open(&settings->options, &why);
    bool fine = publisher != NULL;
    if (fine) {
        fine = publishing_open(&publishing, publisher, &settings->site, &why) &&
               publishing_words(&publishing, words, n, &why);
        int64_t until_ms = acd_monotonic_ms() + settings->for_ms, now_ms;
        while (fine && (now_ms = acd_monotonic_ms()) < until_ms && !waker_signalled(&waker))
            (void)acd_publisher_serve(publisher, until_ms - now_ms, waker.fd);
        publishing_close(&publishing);
    }
    waker_close(&waker);
    if (!fine)
        command_complain("set", "%s", why.text);
    return fine ? COMMAND_DONE : COMMAND_FAILED;
}

static const char about[] =
    "Changes one entity of the feed that a running `acdfeed publish` keeps.  The first word\n"
    "names kind and id: queue=ID, agent=ID, site=ID, or `event`; the others are its keys, as\n"
    "in PROTOCOL.md, dots reaching inside.  Durations take a unit and may drop `_ms`.\n"
    "Nothing after the `=` makes a figure unknown, gone=true ends the entity, site=ID says where\n"
    "it belongs; without it that is the site of the feed.  One JSON object is taken too.";

static const char closing[] =
    "Examples:\n"
    "  acdfeed set queue=sales waiting=7 oldest=95s\n"
    "  acdfeed set agent=anna site=berlin state=paused reason=lunch state_ms=0\n"
    "  acdfeed set queue=sales target.answer=20s target.level=0.8 day.offered=402\n\n"
    "Exit status: 0 the feed has taken it; 1 the feed refused it, stderr says why; 2 wrong\n"
    "words, nothing was asked; 4 no feed answered.";

int command_set(int argc, char **argv)
{
    struct settings settings = {
        .wait_ms = 2000,
        .for_ms = 10000,
        .options = {.period_ms = 500, .keyframe_ms = 1000, .log = keyed_log},
    };
    const struct option_rule rules[] = {
        {"inject", OPTION_ENDPOINT, &settings.inject, "EP",
         "where the feed listens, as its own --inject says; the user's own place unless said", 0,
         0},
        {"wait", OPTION_DURATION, &settings.wait_ms, "D", "for an answer; 2s unless said", 0,
         3600000},
        {"standalone", OPTION_FLAG, &settings.standalone, NULL,
         "no feed is asked: this command is one, for as long as --for says", 0, 0},
        {"stats", OPTION_ENDPOINT, &settings.options.stats_endpoint, "EP",
         "standalone: where consoles subscribe; " ACD_STATS_ENDPOINT " unless said", 0, 0},
        KEYED_SERVING_RULES(&settings.options),
        {"site", OPTION_ID, &settings.site.id, "ID", "standalone: the site", 0, 0},
        {"for", OPTION_DURATION, &settings.for_ms, "D", "standalone: how long; 10s unless said", 0,
         86400000},
    };
    const struct option_usage usage = {.name = "set",
                                       .synopsis = "KIND=ID KEY=VALUE...",
                                       .about = about,
                                       .rules = rules,
                                       .n_rules = ACD_COUNT_OF(rules),
                                       .least_words = 1,
                                       .most_words = INJECT_MOST_WORDS,
                                       .closing = closing};
    struct acd_fault why;
    int status;
    if (!options_read(&usage, &argc, argv, &status))
        return status;
    const char *const *words = (const char *const *)argv + 1;
    size_t n = (size_t)argc - 1;
    if (!check_words(words, n, settings.site.id, &why)) {
        command_complain("set", "%s", why.text);
        return COMMAND_USAGE;
    }
    return settings.standalone ? be_the_feed(&settings, words, n) : ask(&settings, words, n);
}
