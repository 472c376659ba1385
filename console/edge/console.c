/* The loop of the console.  Draws the first change at once, then at most four frames a second, and
 * after a key immediately; a terminal that takes no output is skipped and shown the present later. */
#include "console/edge/console.h"

#include "acdfeed/clock.h"
#include "console/edge/feedlink.h"
#include "console/edge/keeper.h"
#include "console/edge/player.h"
#include "console/edge/signals.h"
#include "console/edge/sitting.h"
#include "console/edge/tty.h"
#include "console/edge/zone.h"
#include "console/ask/play.h"
#include "console/model/alarms.h"
#include "console/panes/pane.h"
#include "console/words.h"

#include <poll.h>
#include <string.h>
#include <unistd.h>

enum {
    FRAME_MS = 250,       /* between frames that no key asked for */
    BLOCKED_MS = 500,     /* before a terminal that took nothing is tried again */
    BELL_MS = 3000,       /* between two bells */
    REORDER_MS = 2000,    /* rows change their order this often at most by themselves */
    THEMES_MOST = 64,
    DEFAULT_COLS = 80,
    DEFAULT_ROWS = 24,
};

struct console {
    const struct options *options;
    struct acd_fault theme_why; /* of a theme that the settings name; "" */
    struct settings *settings;
    struct board *board;
    struct roster *roster;
    struct keymap *keymap;
    struct requests *requests;
    struct ui ui;
    struct theme theme;
    char themes[THEMES_MOST][THEME_NAME_BYTES];
    int n_themes;
    struct grid *grid;
    struct tty *tty;
    struct mailbox *mailbox;
    struct feedlink *link;
    struct keeper *keeper;
    struct player *player; /* a tape in place of the link, or NULL */
    int signal_fd;
    int64_t drawn_ms, ordered_ms, second_ms, rung_ms;
    uint64_t rung;
    bool dirty, repaint, at_once, over;
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

static int64_t now_ms_of(const struct console *console)
{
    return world_now(console).now_ms;
}

static bool shows_agents(enum view view)
{
    return view == VIEW_AGENTS || view == VIEW_ROSTER;
}

/* The rows of the present look; in a new order only when the person is not busy among them. */
static void fill(struct console *console)
{
    struct ui_world world = world_now(console);
    int64_t now_ms = world.now_ms, real_ms = acd_monotonic_ms();
    bool reorder = console->ui.reorder || (ui_may_reorder(&console->ui, now_ms) &&
                                           real_ms - console->ordered_ms >= REORDER_MS);
    console->ui.look.without_agents = !shows_agents(console->ui.view);
    roster_fill(console->roster, console->board, &console->ui.look, now_ms, world.wall_ms, reorder);
    if (reorder)
        console->ordered_ms = real_ms;
    console->ui.reorder = false;
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
        ui_say(&console->ui, now_ms_of(console), is_wrong ? ROLE_ERROR : ROLE_NORMAL, "%s", words);
}

static void draw(struct console *console, int64_t real_ms)
{
    int cols = DEFAULT_COLS, rows = DEFAULT_ROWS;
    struct ui_world world = world_now(console);
    board_use_zone(console->board, zone_offset_s(world.wall_ms));
    board_judge(console->board, settings_limits(console->settings), world.now_ms, world.wall_ms);
    ring(console, real_ms);
    keep_journal(console);
    fill(console);
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

static void on_reply(void *context, const struct acd_reply *reply)
{
    struct console *console = context;
    int64_t now_ms = acd_monotonic_ms();
    const struct request_entry *entry = requests_answered(console->ui.requests, reply, now_ms);
    if (!entry)
        return;
    effects_answered(console->ui.effects, entry);
    ui_answered(&console->ui, entry, now_ms);
    console->at_once = true;
}

static void use_theme(struct console *console, const char *name)
{
    struct acd_fault why;
    struct theme theme;
    if (!theme_load(&theme, name, &why)) {
        ui_say(&console->ui, now_ms_of(console), ROLE_ERROR, "%s", why.text);
        return;
    }
    console->theme = theme;
    console->repaint = console->dirty = true;
    ui_say(&console->ui, now_ms_of(console), ROLE_NORMAL, _("theme %s: %s"), theme.name, theme.about);
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
static void take_new_board(struct console *console)
{
    struct ui *ui = &console->ui;
    roster_free(console->roster);
    console->roster = roster_new();
    ui->reorder = true;
    ui->message[0] = 0;
    ui->moved_ms = now_ms_of(console) - play_span_ms(ui, UI_CALM_MS);
    console->rung = 0;
    fill(console);
}

static void say_of_player(struct console *console, enum role role, const struct acd_fault *why)
{
    if (*why->text)
        ui_say(&console->ui, now_ms_of(console), role, "%s", why->text);
}

static void obey_player_keys(struct console *console)
{
    struct acd_fault why;
    if (!console->player)
        return;
    if (player_obey(console->player, &console->ui.playing, &why))
        take_new_board(console);
    say_of_player(console, ROLE_ERROR, &why);
}

static void run_player(struct console *console, int64_t real_ms)
{
    struct acd_fault why;
    if (!console->player || !player_run(console->player, &console->ui.playing, real_ms, &why))
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
        ui_key(&console->ui, &world, key);
        serve_ui(console);
        /* The next key must find the rows that this one asked for. */
        if (!console->over)
            fill(console);
        console->dirty = console->at_once = true;
    }
    if (tty_lost(console->tty))
        console->over = true;
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

static void take_news(struct console *console)
{
    if (mailbox_take(console->mailbox, console->board, on_reply, console))
        console->dirty = true;
}

/* Ages and waits move once a second even when nothing is told. */
static void pass_time(struct console *console, int64_t now_ms)
{
    if (requests_expire(console->ui.requests, now_ms))
        console->at_once = console->dirty = true;
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
    take_signals(console);
    take_keys(console);
    take_news(console);
}

static void loop(struct console *console)
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

static void begin_look(struct console *console)
{
    const struct options *options = console->options;
    struct ui *ui = &console->ui;
    ui->requests = console->requests;
    ui->plan = settings_plan(console->settings);
    ui->effects = effects_new();
    console->n_themes = theme_list(console->themes, THEMES_MOST);
    ui->themes = (const char (*)[UI_THEME_BYTES])console->themes;
    ui->n_themes = console->n_themes;
    settings_look(console->settings, &ui->look);
    ui->look.limits = settings_limits(console->settings);
    if (options->span >= 0)
        ui->look.span = (enum span)options->span;
    if (options->view)
        ui->view = (enum view)acd_names_find(&view_names, options->view, strlen(options->view));
    if (options->filter)
        words_print(ui->filter, sizeof ui->filter, "%s", options->filter);
    ui->no_actions_why = sitting_no_actions(options);
    words_print(ui->by, sizeof ui->by, "%s", sitting_by(options, console->settings));
}

/* Where the figures come from: a tape, or the feeds. */
static bool open_source(struct console *console, struct acd_fault *why)
{
    const struct options *options = console->options;
    if (!options->play) {
        console->link = feedlink_open(options->feeds, options->n_feeds, 0, console->mailbox, why);
        return console->link != NULL;
    }
    struct player_floor floor = {console->mailbox, &console->board,
                                 settings_limits(console->settings)};
    console->player = player_open(options->play, floor, why);
    if (!console->player ||
        !player_seek(console->player, options->from ? options->from : "start", why))
        return false;
    console->ui.playing = (struct playing){.on = true, .speed = options->speed};
    take_new_board(console);
    return true;
}

static bool open_all(struct console *console, struct acd_fault *why)
{
    const char *theme = console->options->theme ? console->options->theme
                                                : settings_theme(console->settings);
    theme_default(&console->theme);
    /* What was asked for by hand must be there; a theme that the settings name and that is gone since
     * must not keep anybody from the board. */
    if (*theme && !theme_load(&console->theme, theme, why)) {
        if (console->options->theme)
            return false;
        console->theme_why = *why;
        theme_default(&console->theme);
    }
    if ((console->signal_fd = signals_open(why)) < 0)
        return false;
    if (!open_source(console, why))
        return false;
    console->tty = tty_open(why);
    if (!console->tty)
        return false;
    if (!console->player) /* what happens on a recording happened to others */
        console->keeper = keeper_open(sitting_journal(console->options, console->settings),
                                      console->ui.by, console->board,
                                      console->settings);
    if (console->keeper)
        keeper_evaluates(console->keeper, console->ui.effects);
    console->grid = sitting_grid(console->options, tty_utf8(console->tty));
    return true;
}

static void close_all(struct console *console)
{
    tty_close(console->tty);
    keeper_close(console->keeper, console->ui.quit ? "quit" : "ended by a signal or with its terminal");
    feedlink_close(console->link);
    player_close(console->player);
    signals_close(console->signal_fd);
    grid_free(console->grid);
    mailbox_free(console->mailbox);
    roster_free(console->roster);
    board_free(console->board);
    ui_release(&console->ui);
    effects_free(console->ui.effects);
    requests_free(console->requests);
    keymap_free(console->keymap);
}

static void bind_keys(struct console *console, struct acd_fault *first)
{
    const char *action, *keys;
    struct acd_fault why;
    first->text[0] = 0;
    for (int i = 0; settings_key(console->settings, i, &action, &keys); i++)
        if (!keymap_bind(console->keymap, action, keys, &why) && !*first->text)
            *first = why;
}

/* The first of what is wrong with the settings, and how many more there are. */
static void say_wrong(struct console *console, const char *keys)
{
    const char *first = NULL, *found[] = {keys, console->theme_why.text};
    int n = 0;
    for (size_t i = 0; i < ACD_COUNT_OF(found); i++) {
        first = !first && *found[i] ? found[i] : first;
        n += *found[i] != 0;
    }
    for (int i = 0; settings_error(console->settings, i); i++, n++)
        first = i == 0 ? settings_error(console->settings, 0) : first;
    char before[64] = "";
    if (n > 1)
        snprintf(before, sizeof before, "settings: %d faults, one: ", n);
    if (first)
        ui_say(&console->ui, now_ms_of(console), ROLE_ERROR, "%s%s", before, first);
}

int console_run(const struct options *options, struct settings *settings, struct acd_fault *why)
{
    struct acd_fault keys;
    struct console console = {
        .options = options,
        .settings = settings,
        .board = board_new(),
        .roster = roster_new(),
        .keymap = keymap_new(),
        .requests = requests_new(),
        .ordered_ms = -REORDER_MS,
        .rung_ms = -BELL_MS,
        .mailbox = mailbox_new(),
        .signal_fd = -1,
        .dirty = true,
        .at_once = true,
        .repaint = true,
    };
    bind_keys(&console, &keys);
    ui_init(&console.ui, console.keymap);
    begin_look(&console);
    bool opened = open_all(&console, why);
    say_wrong(&console, keys.text);
    if (opened)
        loop(&console);
    close_all(&console);
    return opened ? EXIT_WHOLE : EXIT_ERROR;
}
