/* What is shown of a view and in which order: filter, order, groups, span, marks.  Asks for nothing
 * to be done. */
#include "console/ask/look.h"
#include "console/ask/rows.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>

void look_filter(struct ui *ui, const char *filter)
{
    size_t n = strlen(filter);
    if (n >= sizeof ui->filter)
        n = sizeof ui->filter - 1;
    while (n > 0 && filter[n] != '\0' && ((unsigned char)filter[n] & 0xc0) == 0x80)
        n--;
    memcpy(ui->filter, filter, n);
    ui->filter[n] = '\0';
    ui->reorder = true;
}

const struct acd_names *look_sorts(const struct ui *ui)
{
    if (ui->view == VIEW_QUEUES)
        return &queue_sort_names;
    return ui->view == VIEW_AGENTS || ui->view == VIEW_ROSTER ? &agent_sort_names : NULL;
}

static void set_sort(struct ui *ui, int value)
{
    if (ui->view == VIEW_QUEUES)
        ui->look.queue_sort = (enum queue_sort)value;
    else
        ui->look.agent_sort = (enum agent_sort)value;
    ui->reorder = true;
}

bool look_sort(struct ui *ui, const char *word, struct acd_fault *why)
{
    const struct acd_names *sorts = look_sorts(ui);
    if (sorts == NULL)
        return acd_fault_say(why, _("this view has one order only"));
    int value = acd_names_find(sorts, word, strlen(word));
    if (value >= 0) {
        set_sort(ui, value);
        return true;
    }
    char list[160] = "";
    for (int i = 0, used = 0; i < sorts->n && used < (int)sizeof list; i++)
        used += snprintf(list + used, sizeof list - (size_t)used, "%s%s", i ? ", " : "",
                         sorts->names[i]);
    return acd_fault_say(why, _("sort '%s': expected one of %s"), word, list);
}

void order_sort(struct ui *ui, const struct ui_world *world)
{
    const struct acd_names *sorts = look_sorts(ui);
    if (sorts == NULL)
        return;
    int now = ui->view == VIEW_QUEUES ? (int)ui->look.queue_sort : (int)ui->look.agent_sort;
    set_sort(ui, (now + 1) % sorts->n);
    ui_say(ui, world->now_ms, ROLE_NORMAL, _("sorted by %s"), words_of(sorts->names[(now + 1) % sorts->n]));
}

void order_hide(struct ui *ui, const struct ui_world *world)
{
    ui->look.hide_offline = !ui->look.hide_offline;
    ui->reorder = true;
    ui_say(ui, world->now_ms, ROLE_NORMAL, "%s",
           ui->look.hide_offline ? _("agents who are logged out are hidden")
                                 : _("agents who are logged out are shown"));
}

/* Rows, rows under totals, totals alone. */
void order_group(struct ui *ui, const struct ui_world *world)
{
    bool under_totals = ui->look.grouped && !ui->look.totals_only;
    bool plain = !ui->look.grouped && !ui->look.totals_only;
    ui->look.grouped = !ui->look.totals_only && (plain || under_totals);
    ui->look.totals_only = under_totals;
    ui->reorder = true;
    ui_say(ui, world->now_ms, ROLE_NORMAL, "%s",
           plain ? _("queues under the totals of their groups")
                 : under_totals ? _("totals of groups alone") : _("queues without groups"));
}

void order_span(struct ui *ui, const struct ui_world *world)
{
    ui->look.span = (enum span)((ui->look.span + 1) % SPANS);
    ui_say(ui, world->now_ms, ROLE_NORMAL, _("figures over the %s"),
           words_of(acd_names_word(&span_names, (int)ui->look.span)));
}

bool ui_is_marked(const struct ui *ui, const char *site, const char *agent)
{
    for (int i = 0; i < ui->n_marked; i++)
        if (selection_is(&ui->marked[i], site, agent))
            return true;
    return false;
}

static void toggle_mark(struct ui *ui, const struct selection *agent)
{
    for (int i = 0; i < ui->n_marked; i++)
        if (selection_is(&ui->marked[i], agent->site, agent->id)) {
            ui->marked[i] = ui->marked[--ui->n_marked];
            return;
        }
    if (ui->n_marked < UI_MARKS)
        ui->marked[ui->n_marked++] = *agent;
}

void order_mark(struct ui *ui, const struct ui_world *world)
{
    if (ui_agent(ui, world) == NULL)
        return;
    if (ui->n_marked == UI_MARKS && !ui_is_marked(ui, ui->agent.site, ui->agent.id))
        ui_say(ui, world->now_ms, ROLE_ERROR, _("%d agents are marked; more cannot be"), UI_MARKS);
    toggle_mark(ui, &ui->agent);
    rows_select(ui, world, ui_selected_row(ui, world) + 1);
}

void order_mark_all(struct ui *ui, const struct ui_world *world)
{
    int n, before = ui->n_marked;
    const struct agent_row *rows = roster_agents(world->roster, &n);
    ui->n_marked = 0;
    for (int i = 0; i < n && before == 0 && ui->n_marked < UI_MARKS; i++)
        selection_set(&ui->marked[ui->n_marked++], rows[i].agent->site->id, rows[i].agent->told->id);
    if (ui->n_marked < n && before == 0)
        ui_say(ui, world->now_ms, ROLE_ERROR, _("%d agents are marked; more cannot be"), ui->n_marked);
    else
        ui_say(ui, world->now_ms, ROLE_NORMAL,
               ngettext("%d agent marked", "%d agents marked", (unsigned long)ui->n_marked), ui->n_marked);
}
