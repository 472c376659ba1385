/* Moves a tape on and the board with it.  What a message means the playback decides, what is bad the
 * board does. */
#include "console/edge/player.h"

#include "acdfeed/clock.h"
#include "acdfeed/memory.h"
#include "acdfeed/playback.h"
#include "console/edge/zone.h"
#include "console/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    WARM_MS = 120000,    /* heard before a moment that is sought */
    STEP_MS = 1000,      /* of the tape between two looks at the board, as the console looks live */
    SLICE_MS = 60,       /* of this machine, before keys are looked at again */
    MESSAGES = 500,      /* between two looks at this machine's clock */
    RUN_WAIT_MS = 100,
};

struct rank { /* how bad a queue was at the last look */
    uint64_t serial;
    int tier;
};

struct player {
    struct acd_playback *playback;
    struct player_floor floor;
    char *path;
    int64_t real_ms;      /* when it ran last; -1 not yet */
    double due_ms;        /* tape's clock that it should show, with fractions */
    struct rank *ranks;   /* while an alarm is sought */
    int n_ranks, ranks_alloc;
    bool behind;          /* more is to be heard for the present moment */
};

struct player *player_open(const char *path, struct player_floor floor, struct acd_fault *why)
{
    struct acd_subscriber_handler handler = mailbox_handler(floor.mailbox);
    struct acd_playback *playback = acd_playback_open(path, &handler, why);
    if (!playback)
        return NULL;
    if (acd_playback_about(playback).frames == 0) {
        acd_fault_say(why, "%s: nothing was recorded on this tape", path);
        acd_playback_close(playback);
        return NULL;
    }
    struct player *player = acd_calloc(1, sizeof *player);
    player->playback = playback;
    player->floor = floor;
    player->path = acd_strdup(path);
    player->real_ms = -1;
    player->due_ms = (double)acd_playback_now_ms(playback);
    return player;
}

void player_close(struct player *player)
{
    if (!player)
        return;
    acd_playback_close(player->playback);
    free(player->ranks);
    free(player->path);
    free(player);
}

int64_t player_now_ms(const struct player *player)
{
    return acd_playback_now_ms(player->playback);
}

int64_t player_wall_ms(const struct player *player)
{
    return acd_playback_wall_ms(player->playback);
}

const char *player_words(const struct player *player, char *out, size_t bytes)
{
    char moment[ACD_MOMENT_BYTES];
    snprintf(out, bytes, "%s, %s", player->path, acd_moment_say(moment, player_wall_ms(player)));
    return out;
}

static void look(struct player *player)
{
    int64_t wall_ms = player_wall_ms(player);
    struct board *board = *player->floor.board;
    mailbox_take(player->floor.mailbox, board, NULL);
    board_judge(board, player->floor.limits, player_now_ms(player), wall_ms, zone_offset_s(wall_ms));
}

/* A board that knows nothing yet, and no mail for the old one. */
static void begin_board(struct player *player)
{
    mailbox_take(player->floor.mailbox, *player->floor.board, NULL);
    board_free(*player->floor.board);
    *player->floor.board = board_new();
}

static void go_to(struct player *player, int64_t at_ms)
{
    begin_board(player);
    acd_playback_seek(player->playback, at_ms - WARM_MS);
    look(player);
    for (int64_t now_ms; (now_ms = player_now_ms(player)) < at_ms;) {
        int64_t next_ms = now_ms + STEP_MS < at_ms ? now_ms + STEP_MS : at_ms;
        (void)acd_playback_advance(player->playback, next_ms, 0);
        look(player);
        if (player_now_ms(player) == now_ms)
            break; /* the end */
    }
    player->due_ms = (double)player_now_ms(player);
    player->behind = false;
}

bool player_seek(struct player *player, const char *moment, struct acd_fault *why)
{
    int64_t at_ms;
    if (!acd_playback_moment(player->playback, moment, &at_ms, why))
        return false;
    go_to(player, at_ms);
    return true;
}

static int tier_before(const struct player *player, int i, uint64_t serial)
{
    if (i < player->n_ranks && player->ranks[i].serial == serial)
        return player->ranks[i].tier;
    for (int j = 0; j < player->n_ranks; j++)
        if (player->ranks[j].serial == serial)
            return player->ranks[j].tier;
    return 0;
}

/* Compares with the last look and keeps this one.  The first queue that has come to tier 2 or worse
 * since, or NULL. */
static const struct board_queue *rank_all(struct player *player)
{
    const struct board *board = *player->floor.board;
    const struct board_queue *found = NULL;
    int n = board_queues(board);
    struct rank *ranks = acd_calloc((size_t)n + 1, sizeof *ranks);
    for (int i = 0; i < n; i++) {
        const struct board_queue *queue = board_queue_at(board, i);
        int tier = board_queue_live(queue) ? queue->verdict.tier : 0;
        ranks[i] = (struct rank){queue->serial, tier};
        if (!found && tier >= 2 && tier_before(player, i, queue->serial) < 2)
            found = queue;
    }
    free(player->ranks);
    player->ranks = ranks;
    player->n_ranks = n;
    return found;
}

bool player_obey(struct player *player, struct playing *playing, struct acd_fault *why)
{
    enum playing_wish wish = playing->wish;
    bool moved = false;
    why->text[0] = '\0';
    playing->wish = PLAYING_NOTHING;
    if (wish != PLAYING_NOTHING && wish != PLAYING_TO_ALARM)
        playing->searching = false;
    if (wish == PLAYING_TO_ALARM) {
        playing->searching = !playing->searching;
        player->n_ranks = 0;
        (void)rank_all(player);
    } else if (wish == PLAYING_BY) {
        go_to(player, player_now_ms(player) + playing->by_ms);
        moved = true;
    } else if (wish == PLAYING_TO) {
        moved = player_seek(player, playing->moment, why);
    }
    if (moved)
        playing->over = acd_playback_over(player->playback);
    return moved;
}

/* Fast forward, a look each second of the tape. */
static void search(struct player *player, struct playing *playing, struct acd_fault *why)
{
    int64_t until_ms = acd_monotonic_ms() + SLICE_MS;
    while (playing->searching && acd_monotonic_ms() < until_ms) {
        if (!acd_playback_advance(player->playback, player_now_ms(player) + STEP_MS, MESSAGES))
            continue;
        look(player);
        const struct board_queue *found = rank_all(player);
        playing->over = acd_playback_over(player->playback);
        playing->searching = !found && !playing->over;
        if (found)
            acd_fault_say(why, _("%s enters tier %d"), board_queue_name(found), found->verdict.tier);
        else if (playing->over)
            acd_fault_say(why, "%s", _("no further alarm on this recording"));
        playing->paused = playing->paused || found;
    }
    player->due_ms = (double)player_now_ms(player);
}

static void play(struct player *player, struct playing *playing, int64_t passed_ms)
{
    int64_t until_ms = acd_monotonic_ms() + SLICE_MS;
    if (!player->behind) /* else what is due is heard first: no moment is left out */
        player->due_ms += (double)passed_ms * playing->speed;
    player->behind = true;
    while (player->behind && acd_monotonic_ms() < until_ms) {
        int64_t due_ms = (int64_t)player->due_ms, next_ms = player_now_ms(player) + STEP_MS;
        if (!acd_playback_advance(player->playback, next_ms < due_ms ? next_ms : due_ms, MESSAGES))
            continue;
        look(player);
        playing->over = acd_playback_over(player->playback);
        player->behind = !playing->over && player_now_ms(player) < due_ms;
    }
    if (playing->over)
        player->due_ms = (double)player_now_ms(player);
}

bool player_run(struct player *player, struct playing *playing, int64_t real_ms,
                struct acd_fault *why)
{
    int64_t passed_ms = player->real_ms < 0 ? 0 : real_ms - player->real_ms;
    int64_t before_ms = player_now_ms(player);
    why->text[0] = '\0';
    player->real_ms = real_ms;
    if (playing->searching)
        search(player, playing, why);
    else if (!playing->paused && !playing->over)
        play(player, playing, passed_ms);
    return player_now_ms(player) != before_ms || why->text[0];
}

int player_wait_ms(const struct player *player, const struct playing *playing)
{
    if (playing->searching)
        return 0;
    if (playing->paused || playing->over)
        return 1000;
    return player->behind ? 0 : RUN_WAIT_MS;
}
