/* From an action to what does it: looking, asking, or the program itself.  Knows no keys. */
#include "console/ask/act.h"

#include "console/ask/ask.h"
#include "console/ask/forms.h"
#include "console/ask/look.h"
#include "console/words.h"
#include "console/ask/play.h"

#include <stdio.h>
#include <string.h>

static int open_requests(const struct ui *ui)
{
    int n = 0;
    for (int i = 0; ui->requests != NULL && i < requests_count(ui->requests); i++) {
        enum request_state state = requests_at(ui->requests, i)->state;
        n += state == REQUEST_ASKED || state == REQUEST_ACCEPTED;
    }
    return n;
}

/* At once, unless somebody waits to hear what became of a request. */
static void quit(struct ui *ui, const struct ui_world *world)
{
    int open = open_requests(ui) + ui->n_outbox;
    if (open == 0 || ui->quit_asked) {
        ui->quit = true;
        return;
    }
    ui->quit_asked = true;
    ui_say(ui, world->now_ms, ROLE_PENDING,
           ngettext("%d request is not answered yet: again to quit all the same, another key to stay",
                    "%d requests are not answered yet: again to quit all the same, another key to stay",
                    (unsigned long)open), open);
}

static void begin_filter(struct ui *ui)
{
    memcpy(ui->filter_before, ui->filter, sizeof ui->filter_before);
    prompt_begin(&ui->prompt, ui->filter);
    ui->mode = UI_PROMPT_FILTER;
}

static void begin_command(struct ui *ui)
{
    prompt_begin(&ui->prompt, "");
    ui->mode = UI_PROMPT_COMMAND;
}

bool act(struct ui *ui, const struct ui_world *world, enum action action)
{
    struct acd_fault why;
    if (play_act(ui, world, action) || look_act(ui, world, action))
        return true;
    if (action_kinds[action].op >= 0) {
        if (!ask_open(ui, world, (enum acd_op)action_kinds[action].op, NULL, &why))
            ui_say(ui, world->now_ms, ROLE_ERROR, "%s", why.text);
        return true;
    }
    switch (action) {
    case ACTION_FILTER:
        begin_filter(ui);
        break;
    case ACTION_SHELVE:
        if (!ask_open(ui, world, (enum acd_op)FORM_SHELVE, NULL, &why))
            ui_say(ui, world->now_ms, ROLE_ERROR, "%s", why.text);
        break;
    case ACTION_COMMAND:
        begin_command(ui);
        break;
    case ACTION_THEME:
        ui->next_theme = true;
        break;
    case ACTION_REPAINT:
        ui->repaint = true;
        break;
    case ACTION_QUIT:
        quit(ui, world);
        break;
    default:
        return false;
    }
    return true;
}
