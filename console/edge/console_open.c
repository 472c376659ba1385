/* Makes a console out of options and settings, and takes it apart again.  Knows who owns what; nothing
 * of what goes on in between. */
#include "console/edge/console_parts.h"

#include "console/edge/signals.h"
#include "console/edge/sitting.h"
#include "console/words.h"

#include <string.h>

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
    console_take_board(console);
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
    if (console->keeper)
        keeper_look(console->keeper, console->requests); /* what was said in the last frame too */
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
    mishaps_free(console->mishaps);
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
        ui_say(&console->ui, console_now_ms(console), ROLE_ERROR, "%s%s", before, first);
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
        .mishaps = mishaps_new(),
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
        console_loop(&console);
    close_all(&console);
    return opened ? EXIT_WHOLE : EXIT_ERROR;
}
