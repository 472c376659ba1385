/* The footer: the keys that work here, the most useful first, as many as fit; help and quit always. */
#include "console/cells/text.h"
#include "console/panes/draw.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>

enum { KEY_BYTES = 32, BETWEEN_COLS = 2 };

struct hint {
    const char *key, *words;
};

static int hint_cols(const char *key, const char *words)
{
    return text_cols(key) + 1 + text_cols(words);
}

static void draw_hint(struct area area, int col, const char *key, const char *words)
{
    col += area_text(area, 0, col, ROLE_KEY, key);
    area_text(area, 0, col + 1, ROLE_KEY_TEXT, words);
}

static void draw_fixed(struct area area, const struct hint *hints, int n)
{
    int col = 1;
    for (int i = 0; i < n && col + hint_cols(hints[i].key, words_of(hints[i].words)) <= area.cols; i++) {
        draw_hint(area, col, hints[i].key, words_of(hints[i].words));
        col += hint_cols(hints[i].key, words_of(hints[i].words)) + BETWEEN_COLS;
    }
}

static const struct hint dialog_hints[] = {
    {"Tab", N_("next")}, {"Enter", N_("press")}, {"Escape", N_("cancel")}, {"Left Right", N_("choose")},
    {"Up Down", N_("fields")},
};
static const struct hint filter_hints[] = {
    {"Enter", N_("keep")}, {"Escape", N_("as before")}, {"Up Down", N_("rows")},
};
static const struct hint command_hints[] = {
    {"Enter", N_("do")}, {"Tab", N_("complete")}, {"Escape", N_("leave")}, {"Up Down", N_("earlier lines")},
};

static const struct board_site *site_here(const struct scene *scene, const struct ui_world *world)
{
    const struct ui *ui = scene->ui;
    const struct board_agent *agent = ui_agent(ui, world);
    const struct board_queue *queue = ui_queue(ui, world);
    if ((ui->view == VIEW_AGENTS || ui->view == VIEW_ROSTER) && agent != NULL)
        return agent->site;
    return queue != NULL ? queue->site : board_site_at(scene->board, 0);
}

static bool is_offered(const struct scene *scene, const struct board_site *site, enum action action)
{
    const struct action_kind *kind = &action_kinds[action];
    const struct ui *ui = scene->ui;
    struct acd_fault why;
    if (kind->group == GROUP_PLAYBACK && !ui->playing.on)
        return false;
    if (kind->group == GROUP_MEASURE && ui->playing.on)
        return false;
    if (kind->rank == 0 || !(kind->contexts >> ui->view & 1))
        return false;
    if (action == ACTION_BACK && ui->view == VIEW_QUEUES && ui->filter[0] == '\0')
        return false;
    return kind->op < 0 || ui_can(ui, site, (enum acd_op)kind->op, &why);
}

/* The offered action of the least rank above `rank`; ACTION_NONE when there is none. */
static enum action next_by_rank(const struct scene *scene, const struct board_site *site, int rank)
{
    enum action found = ACTION_NONE;
    for (int i = 0; i < ACTIONS; i++)
        if (action_kinds[i].rank > rank && is_offered(scene, site, (enum action)i) &&
            (found == ACTION_NONE || action_kinds[i].rank < action_kinds[found].rank))
            found = (enum action)i;
    return found;
}

static const char *key_of(const struct scene *scene, const struct area *area, enum action action,
                          char out[KEY_BYTES])
{
    keymap_first(scene->ui->keymap, action, out, KEY_BYTES);
    if (strcmp(out, "Enter") == 0)
        words_print(out, KEY_BYTES, "%s", glyph_text(area->grid->ascii, GLYPH_ENTER));
    return out;
}

/* Help and quit at the right; returns the column where they begin. */
static int draw_always(const struct scene *scene, struct area area)
{
    static const enum action always[] = {ACTION_QUIT, ACTION_HELP};
    int col = area.cols;
    for (size_t i = 0; i < ACD_COUNT_OF(always); i++) {
        char key[KEY_BYTES];
        const char *words = words_of(action_kinds[always[i]].command);
        key_of(scene, &area, always[i], key);
        if (key[0] == '\0')
            continue;
        col -= hint_cols(key, words) + 1;
        draw_hint(area, col, key, words);
        col -= 1;
    }
    return col;
}

static void draw_actions(const struct scene *scene, struct area area)
{
    struct ui_world world = {scene->board, scene->roster, scene->now_ms, scene->wall_ms};
    const struct board_site *site = site_here(scene, &world);
    int end = draw_always(scene, area), col = 1, rank = 0;
    for (;;) {
        char key[KEY_BYTES];
        enum action action = next_by_rank(scene, site, rank);
        if (action == ACTION_NONE)
            return;
        rank = action_kinds[action].rank;
        key_of(scene, &area, action, key);
        if (key[0] == '\0')
            continue;
        const char *words = words_of(action_kinds[action].command);
        int cols = hint_cols(key, words);
        if (col + cols > end)
            return;
        draw_hint(area, col, key, words);
        col += cols + BETWEEN_COLS;
    }
}

void pane_keys(const struct scene *scene, struct area area)
{
    switch (scene->ui->mode) {
    case UI_DIALOG:
        draw_fixed(area, dialog_hints, ACD_COUNT_OF(dialog_hints));
        break;
    case UI_PROMPT_FILTER:
        draw_fixed(area, filter_hints, ACD_COUNT_OF(filter_hints));
        break;
    case UI_PROMPT_COMMAND:
        draw_fixed(area, command_hints, ACD_COUNT_OF(command_hints));
        break;
    default:
        draw_actions(scene, area);
        break;
    }
}
