/* Takes keys one by one to where they belong: a dialogue, a prompt, or an action on the rows; and keeps
 * what is before a person in step with the floor.  Knows no terminal and sends nothing: what is to be
 * sent lies in the outbox. */
#include "console/ask/ui_keys.h"

#include "console/ask/act.h"
#include "console/ask/ask.h"
#include "console/ask/command.h"
#include "console/ask/look.h"
#include "console/ask/rows.h"
#include "console/words.h"

enum { CTRL_C = 3, WHEEL_LINES = 3 };

static bool give_up_requests(struct ui *ui, const struct board *board, int64_t now_ms)
{
    bool changed = requests_expire(ui->requests, now_ms);
    for (int i = 0; i < board_sites(board); i++) {
        const struct board_site *site = board_site_at(board, i);
        if (site->state.inst != 0)
            changed |= requests_live(ui->requests, site->id, site->state.inst, now_ms);
    }
    return changed;
}

static bool say_unanswered(struct ui *ui, const struct board *board, int64_t now_ms)
{
    if (ui->requests == NULL || !give_up_requests(ui, board, now_ms))
        return false;
    for (int i = 0; i < requests_count(ui->requests); i++) {
        const struct request_entry *entry = requests_at(ui->requests, i);
        if (entry->state == REQUEST_NO_ANSWER && entry->changed_ms == now_ms) {
            ui_answered(ui, entry, now_ms);
            break;
        }
    }
    return true;
}

/* A queue whose detail stands on the screen may be forgotten by its feed. */
static bool leave_what_is_gone(struct ui *ui, const struct ui_world *world)
{
    if (ui->view != VIEW_QUEUE || ui_queue(ui, world) != NULL)
        return false;
    ui_say(ui, world->now_ms, ROLE_STALE, _("the queue %s is gone"), ui->queue.id);
    ui->view = ui->before = VIEW_QUEUES;
    return true;
}

/* Where no queue is known to need help there is nothing to follow: the eye stays where it was. */
static void follow_worst(struct ui *ui, const struct ui_world *world)
{
    const struct selection before = ui->queue;
    bool stood = ui_queue(ui, world) != NULL;
    look_select_worst(ui, world);
    const struct board_queue *worst = ui_queue(ui, world);
    if (stood && (worst == NULL || worst->verdict.tier < TIER_QUEUE))
        ui->queue = before;
}

bool ui_settle(struct ui *ui, const struct ui_world *world)
{
    bool changed = say_unanswered(ui, world->board, world->now_ms);
    changed |= leave_what_is_gone(ui, world);
    if (ui->following && ui->view == VIEW_QUEUES && ui_may_reorder(ui, world->now_ms))
        follow_worst(ui, world);
    changed |= rows_settle(ui, world);
    if (ui->view != VIEW_QUEUES && ui->view != VIEW_QUEUE && ui->queue.site[0] == '\0') {
        int n;
        const struct queue_row *rows = roster_queues(world->roster, &n);
        if (n > 0 && rows[0].queue != NULL)
            selection_set(&ui->queue, rows[0].queue->site->id, rows[0].queue->told->id);
    }
    if (ui->mode == UI_DIALOG) {
        ask_refresh(ui, world);
        changed = true;
    }
    if (ui->message[0] && world->now_ms >= ui->message_until_ms) {
        ui->message[0] = '\0';
        changed = true;
    }
    return changed;
}

static void filter_key(struct ui *ui, const struct ui_world *world, struct key key)
{
    if (key.code == KEY_CODE_UP || key.code == KEY_CODE_DOWN) {
        look_move(ui, world, key.code == KEY_CODE_UP ? -1 : 1);
        return;
    }
    enum prompt_result result = prompt_key(&ui->prompt, key, NULL, NULL);
    if (result == PROMPT_CANCELLED)
        look_filter(ui, ui->filter_before);
    else
        look_filter(ui, ui->prompt.text);
    if (result != PROMPT_EDITING)
        ui->mode = UI_ROWS;
}

static void command_key(struct ui *ui, const struct ui_world *world, struct key key)
{
    struct command_context context = {ui, world};
    enum prompt_result result = prompt_key(&ui->prompt, key, command_complete, &context);
    struct acd_fault why;
    if (result == PROMPT_EDITING)
        return;
    ui->mode = UI_ROWS;
    if (result == PROMPT_CANCELLED)
        return;
    prompt_remember(&ui->prompt);
    if (!command_do(ui, world, ui->prompt.text, &why))
        ui_say(ui, world->now_ms, ROLE_ERROR, "%s", why.text);
}

static bool mouse_key(struct ui *ui, const struct ui_world *world, struct key key)
{
    if (key.code == KEY_CODE_WHEEL_UP || key.code == KEY_CODE_WHEEL_DOWN) {
        look_move(ui, world, key.code == KEY_CODE_WHEEL_UP ? -WHEEL_LINES : WHEEL_LINES);
        return true;
    }
    int row = rows_at(ui, world, key.row, key.col);
    if (row < 0)
        return false;
    if (row == ui_selected_row(ui, world))
        return act(ui, world, ACTION_OPEN_ROW);
    rows_select(ui, world, row);
    return true;
}

static bool is_mouse(struct key key)
{
    return key.code == KEY_CODE_CLICK || key.code == KEY_CODE_WHEEL_UP ||
           key.code == KEY_CODE_WHEEL_DOWN;
}

static bool rows_key(struct ui *ui, const struct ui_world *world, struct key key)
{
    ui->message[0] = '\0';
    ui->moved_ms = world->now_ms;
    if (is_mouse(key))
        return mouse_key(ui, world, key);
    enum action action = keymap_find(ui->keymap, key, ui->view);
    bool absent = action != ACTION_NONE && action_kinds[action].group == GROUP_PLAYBACK &&
                  !ui->playing.on;
    if (action != ACTION_NONE && !absent)
        return act(ui, world, action);
    char name[32];
    ui_say(ui, world->now_ms, ROLE_FAINT, _("%s does nothing here; ? shows the keys"),
           key_spell(key, name, sizeof name));
    return true;
}

bool ui_key(struct ui *ui, const struct ui_world *world, struct key key)
{
    if (key.code == KEY_CODE_NONE && key.character == CTRL_C)
        return act(ui, world, ACTION_QUIT);
    if (keymap_find(ui->keymap, key, ui->view) != ACTION_QUIT || ui->mode != UI_ROWS)
        ui->quit_asked = false;
    if (is_mouse(key) && ui->mode != UI_ROWS)
        return false;
    switch (ui->mode) {
    case UI_PROMPT_FILTER:
        filter_key(ui, world, key);
        return true;
    case UI_PROMPT_COMMAND:
        command_key(ui, world, key);
        return true;
    case UI_DIALOG:
        ask_key(ui, world, key);
        return true;
    default:
        return rows_key(ui, world, key);
    }
}
