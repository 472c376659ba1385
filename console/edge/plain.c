/* The console in lines: what a screen reader, a pipe or a terminal without a cursor can follow.  Places
 * no cursor and sends no escape sequence; what a line asks for is done after "yes" on the next. */
#include "console/edge/plain.h"

#include "acdfeed/clock.h"
#include "console/ask/ask.h"
#include "console/ask/command.h"
#include "console/ask/ui_keys.h"
#include "console/cells/text.h"
#include "console/edge/keeper.h"
#include "console/edge/plain_say.h"
#include "console/edge/signals.h"
#include "console/edge/sitting.h"
#include "console/edge/zone.h"
#include "console/model/mishaps.h"
#include "console/report/changes.h"
#include "console/report/report.h"
#include "console/words.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LOOK_MS = 1000, INPUT_BYTES = 4096 };

struct plain {
    const struct options *options;
    struct settings *settings;
    struct board *board;
    struct roster *roster;
    struct keymap *keymap;
    struct requests *requests;
    struct changes *changes;
    struct mishaps *mishaps;
    struct ui ui;
    struct mailbox *mailbox;
    struct feedlink *link;
    struct keeper *keeper;
    int signal_fd;
    char input[INPUT_BYTES];
    size_t n_input;
    bool too_long, deaf, over; /* deaf: the input has ended */
    int unwritten; /* errno of an output that takes nothing; 0: fine */
};

static struct ui_world world_now(const struct plain *plain)
{
    return (struct ui_world){plain->board, plain->roster, acd_monotonic_ms(), acd_wall_ms()};
}

/* What the rooms below had to say since the last time. */
static void say_message(struct plain *plain)
{
    char safe[sizeof plain->ui.message];
    if (!*plain->ui.message)
        return;
    text_safe(safe, sizeof safe, plain->ui.message);
    plain_say_news(NULL, safe);
    plain->ui.message[0] = '\0';
}

/* That nothing can be written down, or that a hook fails. */
static void say_journal(struct plain *plain)
{
    char words[256];
    bool is_wrong;
    if (keeper_says(plain->keeper, words, sizeof words, &is_wrong))
        plain_say_safe(words);
}

/* --- the board ---------------------------------------------------------------------------------- */

static void say_mishaps(struct plain *plain, const struct ui_world *world)
{
    struct mishap mishap;
    char safe[MISHAP_BYTES];
    mishaps_clock(plain->mishaps, world->now_ms, world->wall_ms);
    while (mishaps_next(plain->mishaps, plain->board, &mishap)) {
        text_safe(safe, sizeof safe, mishap.words);
        plain_say_news(NULL, safe);
    }
}

static void look(struct plain *plain)
{
    struct ui_world world = world_now(plain);
    board_judge(plain->board, settings_limits(plain->settings), world.now_ms, world.wall_ms,
                zone_offset_s(world.wall_ms));
    roster_fill(plain->roster, plain->board, &plain->ui.look, world.now_ms, world.wall_ms, true);
    keeper_look(plain->keeper, plain->requests);
    ui_settle(&plain->ui, &world);
    effects_pass(plain->ui.effects, plain->board, world.now_ms, world.wall_ms);
    changes_tell(plain->changes, plain->board, world.now_ms, plain_say_news, NULL);
    say_mishaps(plain, &world);
    say_message(plain);
    say_journal(plain);
}

static void on_effect(void *context, const struct effect *effect, enum effect_at at, int64_t now_ms)
{
    struct plain *plain = context;
    (void)now_ms;
    if (at != EFFECT_BEFORE)
        changes_effect(plain->board, effect, at, plain_say_news, NULL);
}

static void say_answer(struct plain *plain, const struct request_entry *entry, int64_t now_ms)
{
    if (!entry)
        return;
    ui_answered(&plain->ui, entry, now_ms);
    effects_answered(plain->ui.effects, entry);
    say_message(plain);
}

static void on_reply(void *context, const struct acd_reply *reply)
{
    struct plain *plain = context;
    int64_t now_ms = acd_monotonic_ms();
    say_answer(plain, requests_answered(plain->requests, reply, now_ms), now_ms);
}

static void on_event(void *context, const char *site, const struct acd_event *event)
{
    struct plain *plain = context;
    int64_t now_ms = acd_monotonic_ms();
    say_answer(plain, requests_told(plain->requests, site, event, now_ms), now_ms);
}

static void send_all(struct plain *plain)
{
    struct ui *ui = &plain->ui;
    for (int i = 0; i < ui->n_outbox; i++)
        keeper_asks(plain->keeper, plain->requests, ui->outbox[i]);
    for (int i = 0; i < ui->n_outbox; i++)
        feedlink_send(plain->link, ui->outbox[i]);
    ui->n_outbox = 0;
}

/* --- lines -------------------------------------------------------------------------------------- */

/* "yes" presses the deed; what stands in its way leaves the dialogue open and is said. */
static void confirm(struct plain *plain, const char *line)
{
    struct ui_world world = world_now(plain);
    struct dialog *dialog = &plain->ui.dialog;
    if (strcmp(line, "yes") != 0 && strcmp(line, _("yes")) != 0) {
        ask_key(&plain->ui, &world, (struct key){.code = KEY_CODE_ESCAPE});
        puts(_("left as it is"));
        return;
    }
    dialog->focus = dialog->n_fields + 1;
    ask_key(&plain->ui, &world, (struct key){.code = KEY_CODE_ENTER});
    if (plain->ui.mode == UI_DIALOG) {
        plain_say_safe(dialog->error);
        ask_key(&plain->ui, &world, (struct key){.code = KEY_CODE_ESCAPE});
    }
    send_all(plain);
}

static void command(struct plain *plain, const char *line)
{
    struct ui_world world = world_now(plain);
    struct acd_fault why;
    if (!command_do(&plain->ui, &world, line, &why))
        plain_say_safe(why.text);
    else if (plain->ui.mode == UI_DIALOG)
        plain_say_dialog(&plain->ui.dialog);
    send_all(plain);
    plain->over = plain->over || plain->ui.quit;
}

static void take_line(struct plain *plain, const char *line)
{
    struct ui_world world = world_now(plain);
    line += strspn(line, " :");
    if (plain->ui.mode == UI_DIALOG)
        confirm(plain, line);
    else if (!*line)
        changes_summary(plain->board, plain->roster, world.now_ms, plain_say_line, NULL);
    else if (!strcmp(line, "list"))
        report_text(stdout, plain->board, &plain->ui.look, world.now_ms, world.wall_ms);
    else if (!strcmp(line, "help") || !strcmp(line, "?"))
        plain_say_help();
    else
        command(plain, line);
    say_message(plain);
}

static void take_bytes(struct plain *plain, const char *bytes, size_t n)
{
    for (size_t i = 0; i < n && !plain->over; i++) {
        if (bytes[i] != '\n') {
            if (plain->n_input + 1 < sizeof plain->input)
                plain->input[plain->n_input++] = bytes[i];
            else
                plain->too_long = true;
            continue;
        }
        if (plain->n_input > 0 && plain->input[plain->n_input - 1] == '\r')
            plain->n_input--;
        plain->input[plain->n_input] = '\0';
        if (plain->too_long)
            puts(_("that line is too long"));
        else
            take_line(plain, plain->input);
        plain->n_input = 0;
        plain->too_long = false;
    }
}

/* Who hangs up a terminal wants the end; a pipe that has said all goes on listening. */
static void take_input(struct plain *plain)
{
    char bytes[1024];
    ssize_t n = read(STDIN_FILENO, bytes, sizeof bytes);
    if (n > 0) {
        take_bytes(plain, bytes, (size_t)n);
    } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        plain->deaf = true;
        plain->over = plain->over || isatty(STDIN_FILENO);
    }
}

static void take_signals(struct plain *plain)
{
    enum signal_word word;
    while ((word = signals_next(plain->signal_fd)) != SIGNAL_NONE)
        plain->over = plain->over || word == SIGNAL_END;
}

/* A reader that has gone is an end like any other; a disk that is full is not. */
static void bring_out(struct plain *plain)
{
    if (fflush(stdout) == 0)
        return;
    plain->unwritten = errno == EPIPE ? 0 : errno;
    plain->over = true;
}

static void loop(struct plain *plain)
{
    const struct mailbox_answers answers = {on_reply, on_event, plain};
    while (!plain->over) {
        struct pollfd waits[] = {
            {.fd = plain->deaf ? -1 : STDIN_FILENO, .events = POLLIN},
            {.fd = plain->signal_fd, .events = POLLIN},
            {.fd = mailbox_fd(plain->mailbox), .events = POLLIN},
        };
        poll(waits, ACD_COUNT_OF(waits), LOOK_MS);
        take_signals(plain);
        mailbox_take(plain->mailbox, plain->board, &answers);
        look(plain);
        if (waits[0].revents)
            take_input(plain);
        bring_out(plain);
    }
}

static void begin(struct plain *plain)
{
    struct ui *ui = &plain->ui;
    ui_init(ui, plain->keymap);
    ui->requests = plain->requests;
    ui->effects = effects_new();
    effects_listen(ui->effects, on_effect, plain);
    settings_look(plain->settings, &ui->look);
    ui->look.limits = settings_limits(plain->settings);
    if (plain->options->span >= 0)
        ui->look.span = (enum span)plain->options->span;
    if (plain->options->filter)
        words_print(ui->filter, sizeof ui->filter, "%s", plain->options->filter);
    ui->no_actions_why = sitting_no_actions(plain->options);
    words_print(ui->by, sizeof ui->by, "%s", sitting_by(plain->options, plain->settings));
}

int plain_run(const struct options *options, struct settings *settings, struct acd_fault *why)
{
    struct plain plain = {
        .options = options,
        .settings = settings,
        .board = board_new(),
        .roster = roster_new(),
        .keymap = keymap_new(),
        .requests = requests_new(),
        .changes = changes_new(),
        .mishaps = mishaps_new(),
        .mailbox = mailbox_new(),
        .signal_fd = signals_open(why),
    };
    begin(&plain);
    if (plain.signal_fd >= 0)
        plain.link = feedlink_open(options->feeds, options->n_feeds, 0, plain.mailbox, why);
    bool opened = plain.link != NULL;
    if (opened) {
        plain.keeper = keeper_open(sitting_journal(options, settings), plain.ui.by, plain.board,
                                   settings);
        keeper_evaluates(plain.keeper, plain.ui.effects);
        puts(_("acdwall, in lines.  Enter tells how things stand; help lists the commands."));
        bring_out(&plain);
        loop(&plain);
        keeper_look(plain.keeper, plain.requests); /* what has been said just now too */
        keeper_close(plain.keeper, plain.unwritten ? "its output could not be written" : plain.ui.quit ? "quit" : "ended by a signal or with its terminal");
    }
    feedlink_close(plain.link);
    signals_close(plain.signal_fd);
    mailbox_free(plain.mailbox);
    effects_free(plain.ui.effects);
    changes_free(plain.changes);
    mishaps_free(plain.mishaps);
    roster_free(plain.roster);
    board_free(plain.board);
    ui_release(&plain.ui);
    requests_free(plain.requests);
    keymap_free(plain.keymap);
    if (plain.unwritten)
        acd_fault_say(why, _("standard output: %s"), strerror(plain.unwritten));
    opened = opened && !plain.unwritten;
    return opened ? EXIT_WHOLE : EXIT_ERROR;
}
