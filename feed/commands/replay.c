/* `acdfeed replay`: a tape as a feed.  It vouches for no more than the recording does: a site that
 * is not live on the tape falls silent here. */
#include "acdfeed/clock.h"
#include "acdfeed/limits.h"
#include "acdfeed/playback.h"
#include "acdfeed/publisher.h"
#include "feed/commands/command.h"
#include "feed/commands/keyed.h"
#include "feed/commands/waker.h"

#include <stdio.h>
#include <stdlib.h>

enum { SERVE_MS = 25, HEAR_AT_ONCE = 2000 };

struct replay {
    const char *path, *from, *to;
    struct acd_publisher_options options;
    double speed;
    bool loop, seeking, complained;
    struct acd_playback *playback;
    struct acd_publisher *publisher;
    int64_t from_ms, to_ms; /* of the tape */
    int64_t started_ms;     /* monotonic */
    struct waker waker;
};

static void told(struct replay *replay, bool fine, const struct acd_fault *why)
{
    if (fine || replay->complained)
        return;
    replay->complained = true;
    command_complain("replay", "%s", why->text);
}

static void on_site(void *context, const struct acd_site_state *state)
{
    struct replay *replay = context;
    struct acd_fault why;
    char text[ACD_MAX_TEXT_BYTES], moment[ACD_MOMENT_BYTES];
    struct acd_site site = {.id = state->id};
    if (state->heartbeat)
        site = *state->heartbeat;
    acd_moment_say(moment, acd_playback_wall_ms(replay->playback));
    snprintf(text, sizeof text, "RECORDING of %.16s", moment);
    site.id = state->id;
    site.text = text;
    site.known &= ~ACD_BIT(ACD_SITE_OPS);
    site.known |= ACD_BIT(ACD_SITE_ID) | ACD_BIT(ACD_SITE_TEXT);
    told(replay, acd_publisher_site(replay->publisher, &site, &why), &why);
    acd_publisher_mute(replay->publisher, state->id, state->link != ACD_LINK_LIVE);
}

static void on_entity(void *context, const struct acd_told *of, const void *entity)
{
    struct replay *replay = context;
    struct acd_fault why;
    if (of->kind == ACD_KIND_QUEUE)
        told(replay, acd_publisher_queue(replay->publisher, of->site, entity, &why), &why);
    else if (of->kind == ACD_KIND_AGENT)
        told(replay, acd_publisher_agent(replay->publisher, of->site, entity, &why), &why);
    else if (!replay->seeking)
        told(replay, acd_publisher_event(replay->publisher, of->site, entity, &why), &why);
}

static void on_forget(void *context, const char *site, enum acd_kind kind, const char *id)
{
    struct replay *replay = context;
    struct acd_fault why;
    told(replay, acd_publisher_gone(replay->publisher, site, kind, id, &why), &why);
}

/* From the beginning: a new publisher is a restart to those who listen. */
static bool begin(struct replay *replay, struct acd_fault *why)
{
    acd_publisher_close(replay->publisher);
    keyed_begin(replay->options.key_file);
    replay->publisher = acd_publisher_open(&replay->options, why);
    if (!replay->publisher)
        return false;
    replay->seeking = true;
    acd_playback_seek(replay->playback, replay->from_ms);
    replay->seeking = false;
    replay->started_ms = acd_monotonic_ms();
    return true;
}

static bool open_all(struct replay *replay, struct acd_fault *why)
{
    struct acd_subscriber_handler handler = {
        .context = replay, .entity = on_entity, .forget = on_forget, .site = on_site};
    replay->playback = acd_playback_open(replay->path, &handler, why);
    if (!replay->playback)
        return false;
    struct acd_tape_about about = acd_playback_about(replay->playback);
    replay->from_ms = about.start_ms;
    replay->to_ms = about.end_ms;
    if (about.frames == 0)
        return acd_fault_say(why, "%s: nothing was recorded on this tape", replay->path);
    return (!replay->from ||
            acd_playback_moment(replay->playback, replay->from, &replay->from_ms, why)) &&
           (!replay->to ||
            acd_playback_moment(replay->playback, replay->to, &replay->to_ms, why)) &&
           (replay->from_ms <= replay->to_ms || acd_fault_say(why, "--to lies before --from")) &&
           begin(replay, why);
}

/* False: the end of the tape, or `why` says what failed. */
static bool serve(struct replay *replay, struct acd_fault *why)
{
    double passed_ms = (double)(acd_monotonic_ms() - replay->started_ms) * replay->speed;
    int64_t now_ms = replay->from_ms + (int64_t)passed_ms;
    now_ms = now_ms < replay->to_ms ? now_ms : replay->to_ms;
    bool there = acd_playback_advance(replay->playback, now_ms, HEAR_AT_ONCE);
    (void)acd_publisher_serve(replay->publisher, there ? SERVE_MS : 0, replay->waker.fd);
    if (!there || acd_playback_now_ms(replay->playback) < replay->to_ms)
        return true;
    return replay->loop && begin(replay, why);
}

static int run(struct replay *replay)
{
    struct acd_fault why = {""};
    waker_open(&replay->waker);
    if (open_all(replay, &why)) {
        char from[ACD_MOMENT_BYTES], to[ACD_MOMENT_BYTES];
        fprintf(stderr, "acdfeed replay: stats %s, from %s to %s, speed %g\n",
                acd_publisher_stats_endpoint(replay->publisher),
                acd_moment_say(from, replay->from_ms), acd_moment_say(to, replay->to_ms),
                replay->speed);
        while (!waker_signalled(&replay->waker) && serve(replay, &why))
            ;
    }
    uint64_t damaged = replay->playback ? acd_playback_about(replay->playback).damaged : 0;
    if (damaged)
        command_complain("replay", "%s: %llu damaged places were passed over", replay->path,
                         (unsigned long long)damaged);
    acd_publisher_close(replay->publisher);
    acd_playback_close(replay->playback);
    waker_close(&replay->waker);
    if (!why.text[0])
        return COMMAND_DONE;
    command_complain("replay", "%s", why.text);
    return COMMAND_FAILED;
}

static const char about[] =
    "Sends a tape of `acdfeed record` as a feed of its own: the figures and ages of then,\n"
    "with heartbeats of now.  It takes no commands.  A site that is stale or incomplete on\n"
    "the tape is silent.  The ticker of every site says RECORDING.";
static const char closing[] =
    "TIME: 09:41, 09:41:30, \"2026-11-21 09:41\", +5m, start, end.\n\n"
    "Exit status: 0 the end of the tape, or a signal; 1 no tape, or an endpoint that cannot\n"
    "be bound; 2 usage.";

int command_replay(int argc, char **argv)
{
    struct replay replay = {.options.log = keyed_log, .speed = 1};
    const struct option_rule rules[] = {
        {"stats", OPTION_ENDPOINT, &replay.options.stats_endpoint, "EP",
         "where the feed is published", 0, 0},
        KEYED_SERVING_RULES(&replay.options),
        {"speed", OPTION_NUMBER, &replay.speed, "N", "how many times faster time passes (1)", 0.1,
         3600},
        {"from", OPTION_TEXT, &replay.from, "TIME", "where to begin (the start)", 0, 0},
        {"to", OPTION_TEXT, &replay.to, "TIME", "where to end (the end)", 0, 0},
        {"loop", OPTION_FLAG, &replay.loop, NULL, "begin again at the end", 0, 0},
    };
    const struct option_usage usage = {.name = "replay",
                                       .synopsis = "FILE",
                                       .about = about,
                                       .rules = rules,
                                       .n_rules = ACD_COUNT_OF(rules),
                                       .least_words = 1,
                                       .most_words = 1,
                                       .closing = closing};
    int status;
    if (!options_read(&usage, &argc, argv, &status))
        return status;
    replay.path = argv[1];
    return run(&replay);
}
