/* The commands that take one word: order, filter, theme, span, groups, view, name, help. */
#include "console/ask/worded.h"

#include "acdfeed/macros.h"
#include "acdfeed/shape.h"
#include "console/ask/look.h"
#include "console/ask/play.h"
#include "console/ask/rows.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>

static bool say_expected(const char *what, const char *word, const struct acd_names *names,
                         struct acd_fault *why)
{
    char list[160] = "";
    for (int i = 0, used = 0; i < names->n && used < (int)sizeof list; i++)
        used += snprintf(list + used, sizeof list - (size_t)used, "%s%s", i ? ", " : "",
                         names->names[i]);
    return acd_fault_say(why, _("%s '%.40s': expected one of %s"), what, word, list);
}

static const char *name_at(const struct acd_names *names, int i)
{
    return names != NULL && i < names->n ? names->names[i] : NULL;
}

static bool run_sort(struct ui *ui, const struct ui_world *world, const char *word,
                     struct acd_fault *why)
{
    (void)world;
    return look_sort(ui, word, why);
}

static const char *sort_word(const struct ui *ui, int i)
{
    return name_at(look_sorts(ui), i);
}

static bool run_filter(struct ui *ui, const struct ui_world *world, const char *word,
                       struct acd_fault *why)
{
    (void)world, (void)why;
    look_filter(ui, word);
    return true;
}

static bool run_theme(struct ui *ui, const struct ui_world *world, const char *word,
                      struct acd_fault *why)
{
    (void)world;
    if ((size_t)snprintf(ui->theme_wanted, sizeof ui->theme_wanted, "%s", word) <
        sizeof ui->theme_wanted)
        return true;
    ui->theme_wanted[0] = '\0';
    return acd_fault_say(why, _("theme: a name of at most %d bytes"), UI_THEME_BYTES - 1);
}

static const char *theme_word(const struct ui *ui, int i)
{
    return i < ui->n_themes ? ui->themes[i] : NULL;
}

static bool run_span(struct ui *ui, const struct ui_world *world, const char *word,
                     struct acd_fault *why)
{
    (void)world;
    int span = acd_names_find(&span_names, word, strlen(word));
    if (span < 0)
        return say_expected("span", word, &span_names, why);
    ui->look.span = (enum span)span;
    return true;
}

static const char *span_word(const struct ui *ui, int i)
{
    (void)ui;
    return name_at(&span_names, i);
}

static const char *const group_list[] = {"off", "on", "totals"};
static const struct acd_names group_names = {"grouping", group_list, 3};

static bool run_group(struct ui *ui, const struct ui_world *world, const char *word,
                      struct acd_fault *why)
{
    (void)world;
    int value = acd_names_find(&group_names, word, strlen(word));
    if (value < 0)
        return say_expected("group", word, &group_names, why);
    ui->look.grouped = value == 1;
    ui->look.totals_only = value == 2;
    ui->reorder = true;
    return true;
}

static const char *group_word(const struct ui *ui, int i)
{
    (void)ui;
    return name_at(&group_names, i);
}

static bool run_view(struct ui *ui, const struct ui_world *world, const char *word,
                     struct acd_fault *why)
{
    int view = acd_names_find(&view_names, word, strlen(word));
    if (view < 0)
        return say_expected("view", word, &view_names, why);
    if (view == VIEW_QUEUE && ui_queue(ui, world) == NULL)
        return acd_fault_say(why, _("choose one queue first"));
    look_view(ui, (enum view)view);
    return true;
}

static const char *view_word(const struct ui *ui, int i)
{
    (void)ui;
    return name_at(&view_names, i);
}

static bool run_by(struct ui *ui, const struct ui_world *world, const char *word,
                   struct acd_fault *why)
{
    if (!acd_id_valid(word, strlen(word)))
        return acd_fault_say(why, _("by: expected a name of letters, digits and . _ : @ + -"));
    words_print(ui->by, sizeof ui->by, "%s", word);
    ui_say(ui, world->now_ms, ROLE_NORMAL, _("requests go out in the name of %s"), ui->by);
    return true;
}

static bool run_help(struct ui *ui, const struct ui_world *world, const char *word,
                     struct acd_fault *why)
{
    (void)world;
    if (action_find(word, strlen(word)) == ACTION_NONE && worded_find(word, strlen(word)) == NULL)
        return acd_fault_say(why, _("help: no command is called '%.40s'"), word);
    look_view(ui, VIEW_HELP);
    words_print(ui->help_for, sizeof ui->help_for, "%s", word);
    return true;
}

static const char *command_word(const struct ui *ui, int i)
{
    (void)ui;
    return i < ACTIONS ? action_kinds[i].command : NULL;
}

static const struct worded table[] = {
    {"sort", N_("order of the rows"), run_sort, sort_word, false},
    {"filter", N_("shows the rows that match, such as: sales tier>=2 site:berlin !chat"), run_filter, NULL, false},
    {"theme", N_("colours, by name or file"), run_theme, theme_word, false},
    {"span", N_("what the figures are over"), run_span, span_word, false},
    {"group", N_("groups with totals"), run_group, group_word, false},
    {"view", N_("goes to a view"), run_view, view_word, false},
    {"by", N_("in whose name requests go out"), run_by, NULL, false},
    {"seek", N_("to a moment of the recording: 09:41, 09:41:30, +5m, start"), play_seek, NULL, true},
    {"speed", N_("how fast the recording runs"), play_speed, play_speed_word, true},
    {"help", N_("what a command does and takes"), run_help, command_word, false},
};

const struct worded *worded_at(int i)
{
    return i >= 0 && i < (int)ACD_COUNT_OF(table) ? &table[i] : NULL;
}

const struct worded *worded_find(const char *name, size_t length)
{
    for (size_t i = 0; i < ACD_COUNT_OF(table); i++)
        if (strlen(table[i].name) == length && memcmp(table[i].name, name, length) == 0)
            return &table[i];
    return NULL;
}
