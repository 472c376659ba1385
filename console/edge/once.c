/* --once: the board on standard output, for scripts and screen readers.  Draws nothing. */
#include "console/edge/console.h"

#include "acdfeed/clock.h"
#include "console/edge/feedlink.h"
#include "console/edge/once_picture.h"
#include "console/edge/player.h"
#include "console/edge/signals.h"
#include "console/edge/zone.h"
#include "console/report/report.h"
#include "console/words.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

/* How often the sites are looked at between news: a site turns live by time passing, too. */
enum { LOOK_MS = 100 };

struct once {
    struct board *board;
    struct mailbox *mailbox;
    struct feedlink *link;
    struct player *player;
    int signal_fd;
};

/* A feed that has told nothing counts as a site that is not there. */
static bool is_heard(const struct once *once, int feed)
{
    for (int i = 0; i < board_feeds(once->board); i++)
        if (board_feed_at(once->board, i)->feed == feed && board_feed_at(once->board, i)->heard)
            return true;
    return false;
}

/* It, or another one that stands by for it. */
static bool is_heard_of(const struct once *once, const struct options *options, int feed)
{
    const char *group = options->feeds[feed].group;
    for (int i = 0; i < options->n_feeds; i++) {
        const char *other = options->feeds[i].group;
        if ((i == feed || (group && other && !strcmp(group, other))) && is_heard(once, i))
            return true;
    }
    return false;
}

static bool whole(const struct once *once, const struct options *options)
{
    for (int i = 0; i < options->n_feeds; i++)
        if (!is_heard_of(once, options, i))
            return false;
    return report_status(once->board) == EXIT_WHOLE;
}

/* True when a signal asked to end. */
static bool wait_for_news(struct once *once, int64_t until_ms)
{
    int64_t left_ms = until_ms - acd_monotonic_ms();
    struct pollfd waits[] = {
        {.fd = mailbox_fd(once->mailbox), .events = POLLIN},
        {.fd = once->signal_fd, .events = POLLIN},
    };
    poll(waits, ACD_COUNT_OF(waits), left_ms < LOOK_MS ? (int)(left_ms > 0 ? left_ms : 0) : LOOK_MS);
    mailbox_take(once->mailbox, once->board, NULL);
    enum signal_word word = signals_next(once->signal_fd);
    return word == SIGNAL_END;
}

/* The pages of a wall are told of no person, as the wall itself. */
static bool open_link(struct once *once, const struct options *options, struct acd_fault *why)
{
    struct feedlink_feed feeds[FEEDLINK_FEEDS];
    for (int i = 0; i < options->n_feeds; i++) {
        feeds[i] = options->feeds[i];
        feeds[i].control = options->wall ? NULL : feeds[i].control;
    }
    once->link = feedlink_open(feeds, options->n_feeds, options->wall ? WALL_KINDS : 0, once->mailbox, why);
    return once->link != NULL;
}

static int print(const struct once *once, const struct options *options, struct settings *settings,
                 const struct pages *pages, struct acd_fault *why)
{
    static report_function *const formats[] = {
        [ONCE_TEXT] = report_text, [ONCE_JSON] = report_json, [ONCE_CSV] = report_csv};
    int64_t now_ms = once->player ? player_now_ms(once->player) : acd_monotonic_ms();
    int64_t wall_ms = once->player ? player_wall_ms(once->player) : acd_wall_ms();
    char playback[512];
    struct roster_view look = {.filter = options->filter ? options->filter : ""};
    settings_look(settings, &look);
    if (options->span >= 0)
        look.span = (enum span)options->span;
    if (once->player)
        look.playback = player_words(once->player, playback, sizeof playback);
    board_judge(once->board, settings_limits(settings), now_ms, wall_ms, zone_offset_s(wall_ms));
    if (options->once == ONCE_SVG || options->once == ONCE_HTML) {
        struct once_moment moment = {now_ms, wall_ms, once->player != NULL};
        if (!once_picture(stdout, options, settings, pages, once->board, moment, why))
            return EXIT_USAGE;
    } else {
        formats[options->once](stdout, once->board, &look, now_ms, wall_ms);
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        acd_fault_say(why, _("standard output: %s"), strerror(errno));
        return EXIT_ERROR;
    }
    return whole(once, options) ? EXIT_WHOLE : EXIT_NOT_WHOLE;
}

/* Beside the board, never in it: what reads it gets the board alone. */
static void say_wrong(const struct once *once, const struct options *options,
                      const struct settings *settings, int status)
{
    for (int i = 0; settings_error(settings, i); i++)
        fprintf(stderr, "acdwall: %s\n", settings_error(settings, i));
    for (int i = 0; status == EXIT_NOT_WHOLE && i < board_feeds(once->board); i++) {
        const struct board_feed *feed = board_feed_at(once->board, i);
        if (*feed->why)
            fprintf(stderr, "acdwall: %s: %s\n", feed->endpoint, feed->why);
        else if (!feed->heard)
            fprintf(stderr, "acdwall: %s: no word within %.3g s\n", feed->endpoint,
                    (double)options->wait_ms / 1000);
    }
}

/* The board of one moment of a tape. */
static int print_moment(struct once *once, const struct options *options, struct settings *settings,
                        const struct pages *pages, struct acd_fault *why)
{
    struct player_floor floor = {once->mailbox, &once->board, settings_limits(settings)};
    once->player = player_open(options->play, floor, why);
    if (!once->player || !player_seek(once->player, options->from ? options->from : "end", why))
        return EXIT_ERROR;
    return print(once, options, settings, pages, why);
}

int once_run(const struct options *options, struct settings *settings, const struct pages *pages,
             struct acd_fault *why)
{
    int status = EXIT_ERROR;
    struct once once = {.board = board_new(), .mailbox = mailbox_new(), .signal_fd = signals_open(why)};
    if (once.signal_fd >= 0 && options->play)
        status = print_moment(&once, options, settings, pages, why);
    else if (once.signal_fd >= 0 && open_link(&once, options, why)) {
        int64_t until_ms = acd_monotonic_ms() + options->wait_ms;
        while (!whole(&once, options) && acd_monotonic_ms() < until_ms)
            if (wait_for_news(&once, until_ms))
                break;
        status = print(&once, options, settings, pages, why);
        say_wrong(&once, options, settings, status);
    }
    feedlink_close(once.link);
    player_close(once.player);
    signals_close(once.signal_fd);
    mailbox_free(once.mailbox);
    board_free(once.board);
    return status;
}
