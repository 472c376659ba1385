/* The loop of the wall.  It outlives everything but a signal to end and the loss of its terminal: a
 * feed that is gone is waited for, a terminal that takes nothing is tried again.  Never opens a control
 * socket, never asks for agents: what is not received cannot be shown. */
#include "console/wall/wall.h"

#include "acdfeed/clock.h"
#include "console/edge/console.h"
#include "console/edge/feedlink.h"
#include "console/edge/signals.h"
#include "console/edge/sitting.h"
#include "console/edge/tty.h"
#include "console/edge/zone.h"

#include <poll.h>
#include <string.h>

enum { FRAME_MS = 1000, BLOCKED_MS = 2000, THEMES_MOST = 64, DEFAULT_COLS = 80, DEFAULT_ROWS = 24 };

struct show {
    const struct options *options;
    const struct settings *settings;
    struct board *board;
    struct wall *wall;
    struct site_zone zone;
    struct theme theme;
    struct grid *grid;
    struct tty *tty;
    struct mailbox *mailbox;
    struct feedlink *link;
    int signal_fd;
    int64_t drawn_ms;
    bool at_once, repaint, over;
};

static void draw(struct show *show, int64_t now_ms)
{
    int cols = DEFAULT_COLS, rows = DEFAULT_ROWS;
    struct wall_clock clock = {.now_ms = now_ms, .wall_ms = acd_wall_ms()};
    board_judge(show->board, settings_limits(show->settings), now_ms, clock.wall_ms,
                zone_offset_s(clock.wall_ms));
    wall_pass(show->wall, show->board, now_ms);
    clock.utc_offset_s = site_zone_offset_s(&show->zone, wall_zone(show->wall, show->board), clock.wall_ms);
    tty_size(show->tty, &cols, &rows);
    grid_resize(show->grid, cols, rows);
    wall_draw(show->wall, show->board, &clock, show->grid);
    bool shown = tty_show(show->tty, show->grid, &show->theme, show->repaint);
    show->repaint = show->repaint && !shown;
    show->at_once = false;
    show->drawn_ms = shown ? now_ms : now_ms + BLOCKED_MS - FRAME_MS;
}

static void next_theme(struct show *show)
{
    char names[THEMES_MOST][THEME_NAME_BYTES];
    struct theme theme;
    struct acd_fault why;
    int n = theme_list(names, THEMES_MOST), at = -1;
    for (int i = 0; i < n; i++)
        if (!strcmp(names[i], show->theme.name))
            at = i;
    if (n > 0 && theme_load(&theme, names[(at + 1) % n], &why))
        show->theme = theme;
    show->repaint = true;
}

enum { CTRL_L = 12 };

static void take_key(struct show *show, struct key key, int64_t now_ms)
{
    if (key.character == 'q' && !show->options->locked)
        show->over = true;
    else if (key.character == ' ' || key.code == KEY_CODE_RIGHT || key.code == KEY_CODE_PAGE_DOWN)
        wall_turn(show->wall, 1, now_ms);
    else if (key.code == KEY_CODE_LEFT || key.code == KEY_CODE_PAGE_UP)
        wall_turn(show->wall, -1, now_ms);
    else if (key.character == 't' || key.character == 'Y')
        next_theme(show);
    else if (key.character == CTRL_L)
        show->repaint = true;
    else
        return;
    show->at_once = true;
}

static void take_signals(struct show *show)
{
    enum signal_word word;
    while ((word = signals_next(show->signal_fd)) != SIGNAL_NONE) {
        if (word == SIGNAL_END)
            show->over = true;
        if (word == SIGNAL_RESUME)
            tty_resume(show->tty);
        if (word == SIGNAL_RESIZE || word == SIGNAL_RESUME)
            show->at_once = show->repaint = true;
    }
}

/* One number for how all sites stand; it changes when one of them does. */
static uint64_t links_of(const struct board *board)
{
    uint64_t links = 0;
    for (int i = 0; i < board_sites(board); i++)
        links = links * (ACD_LINKS + 1) + (uint64_t)board_site_at(board, i)->state.link + 1;
    return links;
}

static void wait_for_something(struct show *show, int64_t now_ms)
{
    struct key key;
    int64_t left_ms = show->at_once ? 0 : show->drawn_ms + FRAME_MS - now_ms;
    struct pollfd waits[] = {
        {.fd = tty_fd(show->tty), .events = POLLIN},
        {.fd = show->signal_fd, .events = POLLIN},
        {.fd = mailbox_fd(show->mailbox), .events = POLLIN},
    };
    poll(waits, ACD_COUNT_OF(waits), left_ms > 0 ? (int)left_ms : 0);
    take_signals(show);
    while (tty_key(show->tty, &key))
        take_key(show, key, acd_monotonic_ms());
    if (tty_lost(show->tty))
        show->over = true;
    /* The first word of a feed is shown at once, and whether it lives. */
    bool empty = board_queues(show->board) == 0;
    uint64_t links = links_of(show->board);
    mailbox_take(show->mailbox, show->board, NULL);
    show->at_once = show->at_once || (empty && board_queues(show->board) > 0) ||
                    links != links_of(show->board);
}

static void loop(struct show *show)
{
    while (!show->over) {
        int64_t now_ms = acd_monotonic_ms();
        if (show->at_once || now_ms - show->drawn_ms >= FRAME_MS || now_ms < show->drawn_ms - BLOCKED_MS)
            draw(show, now_ms);
        wait_for_something(show, acd_monotonic_ms());
    }
}

static bool open_link(struct show *show, struct acd_fault *why)
{
    struct feedlink_feed feeds[FEEDLINK_FEEDS];
    for (int i = 0; i < show->options->n_feeds; i++) {
        feeds[i] = show->options->feeds[i];
        feeds[i].control = NULL;
    }
    show->link = feedlink_open(feeds, show->options->n_feeds, WALL_KINDS, show->mailbox, why);
    return show->link != NULL;
}

static bool open_all(struct show *show, struct acd_fault *why)
{
    const char *theme = show->options->theme ? show->options->theme : settings_theme(show->settings);
    theme_default(&show->theme);
    if (*theme && !theme_load(&show->theme, theme, why))
        return false;
    if ((show->signal_fd = signals_open(why)) < 0 || !open_link(show, why))
        return false;
    show->tty = tty_open(why);
    if (!show->tty)
        return false;
    if (show->options->locked)
        signals_ignore_keyboard();
    show->grid = sitting_grid(show->options, tty_utf8(show->tty));
    return true;
}

int wall_run(const struct options *options, struct settings *settings, const struct pages *pages,
             struct acd_fault *why)
{
    struct wall_options how = {.page = options->page, .every_ms = options->every_ms};
    struct show show = {
        .options = options,
        .settings = settings,
        .board = board_new(),
        .wall = wall_new(pages, &how),
        .mailbox = mailbox_new(),
        .signal_fd = -1,
        .at_once = true,
        .repaint = true,
    };
    bool opened = open_all(&show, why);
    if (opened)
        loop(&show);
    tty_close(show.tty);
    feedlink_close(show.link);
    signals_close(show.signal_fd);
    grid_free(show.grid);
    mailbox_free(show.mailbox);
    site_zone_release(&show.zone);
    wall_free(show.wall);
    board_free(show.board);
    return opened ? EXIT_WHOLE : EXIT_ERROR;
}
