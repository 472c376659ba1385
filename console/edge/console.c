/* The loop of the console.  Draws the first change at once, then at most four frames a second, and
 * after a key immediately; a terminal that takes no output is skipped and shown the present later. */
#include "console/edge/console_parts.h"

#include "acdfeed/clock.h"
#include "console/edge/signals.h"
#include "console/edge/zone.h"
#include "console/ask/play.h"
#include "console/ask/ui_keys.h"
#include "console/model/alarms.h"
#include "console/words.h"

#include <poll.h>
#include <string.h>
#include <unistd.h>

enum {
    FRAME_MS = 250,       /* between frames that no key asked for */
    BLOCKED_MS = 500,     /* before a terminal that took nothing is tried again */
    DEFAULT_COLS = 80,
    DEFAULT_ROWS = 24,
};

static struct ui_world world_now(const struct console *console)
{
    const struct player *player = console->player;
    return (struct ui_world){
        .board = console->board,
        .roster = console->roster,
        .now_ms = player ? player_now_ms(player) : acd_monotonic_ms(),
        .wall_ms = player ? player_wall_ms(player) : acd_wall_ms(),
    };
}

int64_t console_now_ms(const struct console *console)
{
    return world_now(console).now_ms;
}

static bool shows_agents(enum view view)
{
    return view == VIEW_AGENTS || view == VIEW_ROSTER;
}

/* The rows of the present look; in a new order only when the person is not busy among them, and sees
 * it: `drawn`. */
static void fill(struct console *console, bool drawn)
{
    struct ui_world world = world_now(console);
    int64_t now_ms = world.now_ms, real_ms = acd_monotonic_ms();
    bool may = ui_may_reorder(&console->ui, now_ms) && real_ms - console->ordered_ms >= REORDER_MS;
    bool reorder = console->ui.reorder || (drawn && may);
    console->ui.look.without_agents = !shows_agents(console->ui.view);
    roster_fill(console->roster, console->board, &console->ui.look, now_ms, world.wall_ms, reorder);
    if (reorder)
        console->ordered_ms = real_ms;
    console->ui.reorder = false;
    console->rows_stand = true;
    ui_settle(&console->ui, &world);
}

/* For what is new since the last time, however much it is. */
static void ring(struct console *console, int64_t now_ms)
{
    uint64_t rung = alarms_rung(board_alarms(console->board));
    bool is_new = rung != console->rung;
    if (!is_new || now_ms - console->rung_ms < BELL_MS)
        return;
    if (settings_bell(console->settings) && console->tty)
        tty_bell(console->tty, settings_bell_visible(console->settings));
    console->rung = rung;
    console->rung_ms = now_ms;
}

static void keep_journal(struct console *console)
{
    char words[ACD_FAULT_TEXT_BYTES + 40];
    bool is_wrong;
    if (!console->keeper)
        return;
    keeper_look(console->keeper, console->requests);
    if (keeper_says(console->keeper, words, sizeof words, &is_wrong))
        ui_say(&console->ui, console_now_ms(console), is_wrong ? ROLE_ERROR : ROLE_NORMAL, "%s", words);
}

/* One at a time, and never in the place of what became of a request. */
static void say_mishaps(struct console *console)
{
    struct ui *ui = &console->ui;
    struct mishap mishap;
    bool busy = ui->message[0] && ui->message_role != ROLE_NORMAL && ui->message_role != ROLE_FAINT;
    mishaps_clock(console->mishaps, acd_monotonic_ms(), acd_wall_ms());
    if (!busy && mishaps_next(console->mishaps, console->board, &mishap))
        ui_say(ui, console_now_ms(console), ROLE_TIER1, "%s", mishap.words);
}

static void draw(struct console *console, int64_t real_ms)
{
    int cols = DEFAULT_COLS, rows = DEFAULT_ROWS;
    struct ui_world world = world_now(console);
    board_judge(console->board, settings_limits(console->settings), world.now_ms, world.wall_ms,
                zone_offset_s(world.wall_ms));
    ring(console, real_ms);
    keep_journal(console);
    fill(console, true);
    say_mishaps(console);
    tty_size(console->tty, &cols, &rows);
    grid_resize(console->grid, cols, rows);
    struct scene scene = {
        .board = console->board,
        .roster = console->roster,
        .ui = &console->ui,
        .theme_name = console->theme.name,
        .now_ms = world.now_ms,
        .wall_ms = world.wall_ms,
        .utc_offset_s = zone_offset_s(world.wall_ms),
    };
    frame_draw(&scene, console->grid);
    bool shown = tty_show(console->tty, console->grid, &console->theme, console->repaint);
    console->dirty = !shown;
    console->repaint = console->repaint && !shown;
    console->at_once = false;
    /* A terminal that is stuck is left alone for a while. */
    console->drawn_ms = shown ? real_ms : real_ms + BLOCKED_MS - FRAME_MS;
}

static void take_answer(struct console *console, const struct request_entry *entry, int64_t now_ms)
{
    if (!entry)
        return;
    effects_answered(console->ui.effects, entry);
    ui_answered(&console->ui, entry, now_ms);
    console->at_once = true;
}

static void on_reply(void *context, const struct acd_reply *reply)
{
    struct console *console = context;
    int64_t now_ms = acd_monotonic_ms();
    take_answer(console, requests_answered(console->requests, reply, now_ms), now_ms);
}

static void on_event(void *context, const char *site, const struct acd_event *event)
{
    struct console *console = context;
    int64_t now_ms = acd_monotonic_ms();
    take_answer(console, requests_told(console->requests, site, event, now_ms), now_ms);
}

static void use_theme(struct console *console, const char *name)
{
    struct acd_fault why;
    struct theme theme;
    if (!theme_load(&theme, name, &why)) {
        ui_say(&console->ui, console_now_ms(console), ROLE_ERROR, "%s", why.text);
        return;
    }
    console->theme = theme;
    console->repaint = console->dirty = true;
    ui_say(&console->ui, console_now_ms(console), ROLE_NORMAL, _("theme %s: %s"), theme.name, theme.about);
}

static void next_theme(struct console *console)
{
    int n = console->n_themes, at = -1;
    for (int i = 0; i < n; i++)
        if (!strcmp(console->themes[i], console->theme.name))
            at = i;
    if (n > 0)
        use_theme(console, console->themes[(at + 1) % n]);
}

/* Nothing of the old board may be looked at again, and no time of before is of use. */
void console_take_board(struct console *console)
{
    struct ui *ui = &console->ui;
    roster_free(console->roster);
    console->roster = roster_new();
    ui->reorder = true;
    ui->message[0] = 0;
    ui->moved_ms = console_now_ms(console) - ui_span_ms(ui, UI_CALM_MS);
    console->rung = 0;
    fill(console, true);
}

static void say_of_player(struct console *console, enum role role, const struct acd_fault *why)
{
    if (*why->text)
        ui_say(&console->ui, console_now_ms(console), role, "%s", why->text);
}

static void obey_player_keys(struct console *console)
{
    struct acd_fault why;
    if (!console->player)
        return;
    if (player_obey(console->player, &console->ui.playing, &why))
        console_take_board(console);
    say_of_player(console, ROLE_ERROR, &why);
}

static void run_player(struct console *console, int64_t real_ms)
{
    struct acd_fault why;
    if (!console->player)
        return;
    console->rows_stand = false;
    if (!player_run(console->player, &console->ui.playing, real_ms, &why))
        return;
    console->dirty = true;
    say_of_player(console, ROLE_TIER2, &why);
}

/* What the keys asked for beyond the screen. */
static void serve_ui(struct console *console)
{
    struct ui *ui = &console->ui;
    for (int i = 0; i < ui->n_outbox; i++)
        keeper_asks(console->keeper, console->requests, ui->outbox[i]);
    for (int i = 0; i < ui->n_outbox; i++)
        feedlink_send(console->link, ui->outbox[i]);
    ui->n_outbox = 0;
    obey_player_keys(console);
    if (ui->next_theme)
        next_theme(console);
    else if (*ui->theme_wanted)
        use_theme(console, ui->theme_wanted);
    ui->next_theme = false;
    *ui->theme_wanted = 0;
    console->repaint = console->repaint || ui->repaint;
    console->dirty = console->dirty || ui->repaint;
    ui->repaint = false;
    console->over = console->over || ui->quit;
}

static void take_keys(struct console *console)
{
    struct key key;
    while (!console->over && tty_key(console->tty, &key)) {
        struct ui_world world = world_now(console);
        if (!console->rows_stand) /* some that are seen may be gone from the board */
            fill(console, false);
        ui_key(&console->ui, &world, key);
        serve_ui(console);
        /* The next key must find the rows that this one asked for. */
        if (!console->over)
            fill(console, true);
        console->dirty = console->at_once = true;
    }
}

static void take_signals(struct console *console)
{
    enum signal_word word;
    while ((word = signals_next(console->signal_fd)) != SIGNAL_NONE) {
        if (word == SIGNAL_END)
            console->over = true;
        if (word == SIGNAL_CHILD)
            console->dirty = true;
        if (word == SIGNAL_RESUME)
            tty_resume(console->tty);
        if (word == SIGNAL_RESIZE || word == SIGNAL_RESUME)
            console->dirty = console->at_once = console->repaint = true;
    }
}

/* What is told of agents that nobody looks at can wait for the second to be over. */
static void take_news(struct console *console)
{
    const struct mailbox_answers answers = {on_reply, on_event, console};
    mailbox_take(console->mailbox, console->board, &answers);
    unsigned news = board_news(console->board);
    console->rows_stand = console->rows_stand && news == 0;
    if (news & ~(1u << ACD_KIND_AGENT) || (news && shows_agents(console->ui.view)))
        console->dirty = true;
}

/* Ages and waits move once a second even when nothing is told. */
static void pass_time(struct console *console, int64_t now_ms)
{
    if (now_ms / 1000 != console->second_ms / 1000) {
        console->second_ms = now_ms;
        effects_pass(console->ui.effects, console->board, now_ms, acd_wall_ms());
        console->dirty = true;
    }
}

static int time_to_wait_ms(const struct console *console, int64_t now_ms)
{
    int64_t to_second_ms = 1000 - now_ms % 1000;
    int64_t to_frame_ms = console->at_once ? 0 : console->drawn_ms + FRAME_MS - now_ms;
    int64_t wait_ms = console->dirty && to_frame_ms < to_second_ms ? to_frame_ms : to_second_ms;
    int64_t to_player_ms =
        console->player ? player_wait_ms(console->player, &console->ui.playing) : wait_ms;
    wait_ms = to_player_ms < wait_ms ? to_player_ms : wait_ms;
    return wait_ms < 0 ? 0 : (int)wait_ms;
}

static void wait_for_something(struct console *console)
{
    struct pollfd waits[] = {
        {.fd = tty_fd(console->tty), .events = POLLIN},
        {.fd = console->signal_fd, .events = POLLIN},
        {.fd = mailbox_fd(console->mailbox), .events = POLLIN},
    };
    poll(waits, ACD_COUNT_OF(waits), time_to_wait_ms(console, acd_monotonic_ms()));
    if (waits[1].revents)
        take_signals(console);
    if (waits[0].revents)
        take_keys(console);
    if (tty_lost(console->tty))
        console->over = true;
    take_news(console);
}

void console_loop(struct console *console)
{
    while (!console->over) {
        int64_t now_ms = acd_monotonic_ms();
        run_player(console, now_ms);
        pass_time(console, now_ms);
        if (console->dirty && (console->at_once || now_ms - console->drawn_ms >= FRAME_MS))
            draw(console, now_ms);
        wait_for_something(console);
    }
}
