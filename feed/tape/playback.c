/* Tape to subscriber, by the tape's clock.  Judges nothing itself: what is true of a site the
 * subscriber decides, as it does of a live feed. */
#include "acdfeed/playback.h"

#include "acdfeed/memory.h"

#include <stdlib.h>

enum { TICK_MS = 100, EVENTS_MS = 3600000 };

struct acd_playback {
    struct acd_tape *tape;
    struct acd_subscriber *subscriber;
    struct acd_subscriber_handler handler;
    char *path;
    int feeds;
    int64_t now_ms, ticked_ms, wall_ahead_ms;
    struct acd_tape_frame next;
    bool has_next, over;
};

static void new_subscriber(struct acd_playback *playback)
{
    acd_subscriber_free(playback->subscriber);
    playback->subscriber =
        acd_subscriber_new(&(struct acd_subscriber_options){.handler = playback->handler});
    playback->feeds = 0;
    playback->has_next = playback->over = false;
}

struct acd_playback *acd_playback_open(const char *path,
                                       const struct acd_subscriber_handler *handler,
                                       struct acd_fault *why)
{
    struct acd_tape *tape = acd_tape_open(path, why);
    if (!tape)
        return NULL;
    struct acd_playback *playback = acd_calloc(1, sizeof *playback);
    playback->tape = tape;
    playback->path = acd_strdup(path);
    playback->handler = *handler;
    playback->now_ms = playback->ticked_ms = acd_tape_about(tape).start_ms;
    new_subscriber(playback);
    return playback;
}

void acd_playback_close(struct acd_playback *playback)
{
    if (!playback)
        return;
    acd_subscriber_free(playback->subscriber);
    acd_tape_close(playback->tape);
    free(playback->path);
    free(playback);
}

struct acd_tape_about acd_playback_about(const struct acd_playback *playback)
{
    return acd_tape_about(playback->tape);
}

int64_t acd_playback_now_ms(const struct acd_playback *playback)
{
    return playback->now_ms;
}

int64_t acd_playback_wall_ms(const struct acd_playback *playback)
{
    return playback->now_ms + playback->wall_ahead_ms;
}

bool acd_playback_over(const struct acd_playback *playback)
{
    return playback->over;
}

static void tick(struct acd_playback *playback, int64_t at_ms)
{
    if (at_ms - playback->ticked_ms < TICK_MS && at_ms >= playback->ticked_ms)
        return;
    playback->ticked_ms = at_ms;
    acd_subscriber_tick(playback->subscriber, at_ms);
}

static void hear(struct acd_playback *playback, const struct acd_tape_frame *frame)
{
    while (playback->feeds <= frame->feed) {
        (void)acd_subscriber_add_heard(playback->subscriber, playback->path);
        playback->feeds++;
    }
    acd_subscriber_hear(playback->subscriber, &(struct acd_heard){
                                                  .feed = frame->feed,
                                                  .topic = frame->topic,
                                                  .topic_bytes = frame->topic_bytes,
                                                  .body = frame->body,
                                                  .body_bytes = frame->body_bytes,
                                                  .now_ms = frame->at_ms,
                                                  .wall_ms = frame->wall_ms,
                                              });
}

/* The next message as it came; key sets are for those who seek. */
static bool look_ahead(struct acd_playback *playback)
{
    while (!playback->has_next) {
        if (!acd_tape_next(playback->tape, 0, &playback->next))
            return false;
        playback->has_next = playback->next.kind == ACD_TAPE_MESSAGE;
    }
    return true;
}

bool acd_playback_advance(struct acd_playback *playback, int64_t to_ms, int messages)
{
    int64_t end_ms = acd_tape_about(playback->tape).end_ms;
    if (to_ms > end_ms)
        to_ms = end_ms;
    for (int heard = 0; look_ahead(playback) && playback->next.at_ms <= to_ms; heard++) {
        if (messages && heard == messages)
            return false;
        const struct acd_tape_frame *next = &playback->next;
        if (next->at_ms > playback->now_ms)
            playback->now_ms = next->at_ms;
        playback->wall_ahead_ms = next->wall_ms - next->at_ms;
        tick(playback, playback->now_ms);
        hear(playback, next);
        playback->has_next = false;
    }
    if (to_ms > playback->now_ms)
        playback->now_ms = to_ms;
    playback->over = !playback->has_next && playback->now_ms >= end_ms;
    tick(playback, playback->now_ms);
    return true;
}

/* What happened in the hour before the key set, for the journal. */
static void hear_events(struct acd_playback *playback, int64_t key_ms)
{
    struct acd_tape_frame frame;
    (void)acd_tape_seek(playback->tape, key_ms - EVENTS_MS, NULL);
    while (acd_tape_next(playback->tape, 1u << ACD_KIND_EVENT, &frame)) {
        if (frame.kind == ACD_TAPE_KEY && frame.at_ms >= key_ms)
            return;
        if (frame.kind == ACD_TAPE_MESSAGE)
            hear(playback, &frame);
    }
}

static void hear_set(struct acd_playback *playback)
{
    struct acd_tape_frame frame;
    while (acd_tape_next(playback->tape, 0, &frame) && frame.kind != ACD_TAPE_KEY_END) {
        if (frame.kind == ACD_TAPE_KEYED)
            hear(playback, &frame);
    }
    playback->wall_ahead_ms = frame.wall_ms - frame.at_ms;
}

void acd_playback_seek(struct acd_playback *playback, int64_t at_ms)
{
    struct acd_tape_about about = acd_tape_about(playback->tape);
    int64_t key_ms;
    at_ms = at_ms < about.start_ms ? about.start_ms : at_ms;
    new_subscriber(playback);
    if (acd_tape_seek(playback->tape, at_ms, &key_ms)) {
        hear_events(playback, key_ms);
        (void)acd_tape_seek(playback->tape, at_ms, NULL);
        hear_set(playback);
        playback->now_ms = key_ms;
    } else {
        playback->now_ms = about.start_ms;
    }
    playback->ticked_ms = playback->now_ms;
    acd_subscriber_tick(playback->subscriber, playback->now_ms);
    (void)acd_playback_advance(playback, at_ms, 0);
}
