/* Opens the dialogue of an operation, keeps it true to the floor, and puts what was decided into
 * the outbox, once.  Knows the form's table, no single operation but by it. */
#include "console/ask/ask.h"

#include "acdfeed/memory.h"
#include "acdfeed/shape.h"
#include "console/ask/alarm_keys.h"
#include "console/ask/expect.h"
#include "console/ask/guard.h"
#include "console/ask/pairs.h"
#include "console/ask/request.h"
#include "console/ask/rows.h"
#include "console/ask/send.h"
#include "console/ask/typed.h"
#include "console/cells/text.h"
#include "console/model/op_words.h"
#include "console/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct asking look_up(struct ui *ui, const struct ui_world *world)
{
    struct dialog *dialog = &ui->dialog;
    struct asking asking = {.ui = ui, .world = world, .dialog = dialog};
    asking.site = board_site(world->board, dialog->site);
    if (dialog->queue[0])
        asking.queue = board_queue(world->board, dialog->site, dialog->queue);
    if (dialog->agent[0])
        asking.agent = board_agent(world->board, dialog->site, dialog->agent);
    bool listed = asking.queue != NULL && board_queue_live(asking.queue) &&
                  ACD_KNOWN(asking.queue->told, ACD_QUEUE_CALLS);
    for (uint32_t i = 0; listed && dialog->call[0] && i < asking.queue->told->n_calls; i++) {
        const struct acd_call *call = &asking.queue->told->calls[i];
        if (ACD_KNOWN(call, ACD_CALL_ID) && strcmp(call->id, dialog->call) == 0)
            asking.call = call;
    }
    return asking;
}

static void lay_fields(struct dialog *dialog, const struct form *form)
{
    for (int i = 0; i < DIALOG_FIELDS && form->fields[i].label != NULL; i++) {
        const struct form_field *from = &form->fields[i];
        struct dialog_field *field = &dialog->fields[dialog->n_fields++];
        field->kind = from->kind;
        field->label = words_of(from->label);
        field->arg = from->arg;
        field->fresh = true;
        field->choice = -1;
        if (from->hint != NULL)
            words_print(field->hint, sizeof field->hint, "%s", words_of(from->hint));
        if (from->text != NULL && from->kind != FIELD_CHOICE && from->kind != FIELD_SWITCH)
            words_print(field->text, sizeof field->text, "%s", from->text);
    }
    dialog->focus = dialog->n_fields; /* Cancel */
}

/* The choices of now; what was chosen stays chosen by its id. */
static void refill(const struct asking *asking, const struct form_field *form,
                   struct dialog_field *field)
{
    char chosen[ACD_MAX_ID_BYTES + 1] = "";
    bool first = field->choices == NULL;
    if (field->choice >= 0 && field->choice < field->n_choices)
        words_print(chosen, sizeof chosen, "%s", field->choices[field->choice].id);
    field->n_choices = 0;
    field->choice = -1;
    if (form->fill != NULL)
        form->fill(asking, field);
    if (field->choice < 0 && field->n_choices > 0)
        field->choice = 0;
    if (chosen[0])
        dialog_field_set(field, chosen);
    else if (first && form->text != NULL && field->n_choices > 0)
        dialog_field_set(field, form->text);
}

static void hint_duration(struct dialog_field *field)
{
    int64_t ms;
    bool empty = field->text[strspn(field->text, " ")] == '\0';
    const char *hint = empty ? _("until it is ended by hand") : _("15 (minutes), 90s, 1:30 or 2h");
    if (!empty && typed_duration(field->text, &ms))
        hint = _("then it ends by itself");
    words_print(field->hint, sizeof field->hint, "%s", hint);
}

static void tell_in_force(const struct asking *asking)
{
    const struct acd_queue *told = asking->queue->told;
    const char *op = acd_names_word(&acd_op_names, (int)asking->dialog->op);
    int64_t elapsed_ms = asking->world->now_ms - asking->queue->told_ms;
    for (uint32_t i = 0; ACD_KNOWN(told, ACD_QUEUE_MEASURES) && i < told->n_measures; i++) {
        const struct acd_measure *measure = &told->measures[i];
        char to[WORDS_NAME_BYTES] = "", left[TEXT_FIGURE_BYTES] = "";
        if (!ACD_KNOWN(measure, ACD_MEASURE_OP) || strcmp(measure->op, op) != 0)
            continue;
        if (ACD_KNOWN(measure, ACD_MEASURE_TO)) {
            const struct board_queue *queue =
                board_queue(asking->world->board, asking->site->id, measure->to);
            words_name(to, queue != NULL ? board_queue_name(queue) : measure->to);
        }
        if (ACD_KNOWN(measure, ACD_MEASURE_LEFT))
            text_duration(left, measure->left_ms - elapsed_ms);
        form_tell(asking, _("In force already: %s%s%s%s%s%s%s."), op_words(op), to[0] ? _(" to ") : "", to,
                  ACD_KNOWN(measure, ACD_MEASURE_BY) ? _(", by ") : "",
                  ACD_KNOWN(measure, ACD_MEASURE_BY) ? measure->by : "", left[0] ? _(", left ") : "",
                  left);
    }
}

static void write_title(const struct asking *asking, const struct form *form)
{
    struct dialog *dialog = asking->dialog;
    const char *name = dialog->site;
    char many[64];
    if (form->target == FORM_OF_AGENT && form_agents(asking) > 1) {
        words_print(many, sizeof many,
                    ngettext("%d agent", "%d agents", (unsigned long)form_agents(asking)),
                    form_agents(asking));
        name = many;
    } else if (form->target == FORM_OF_AGENT) {
        const struct board_agent *agent = form_agent_at(asking, 0);
        name = agent != NULL ? board_agent_name(agent) : dialog->agent;
    } else if (form->target == FORM_OF_ALARM && asking->queue == NULL) {
        name = dialog->agent[0] ? dialog->agent : dialog->site;
    } else if (form->target == FORM_OF_SITE) {
        name = asking->site != NULL ? board_site_name(asking->site) : dialog->site;
    } else {
        name = asking->queue != NULL ? board_queue_name(asking->queue) : dialog->queue;
    }
    words_print(dialog->title, sizeof dialog->title, "%s%s", words_of(form->title), name);
}

static void write_deed(const struct asking *asking, const struct form *form)
{
    struct dialog *dialog = asking->dialog;
    const struct dialog_choice *state = dialog_chosen(dialog, ACD_ARGS_STATE);
    const struct dialog_field *count = dialog_field_of(dialog, ACD_ARGS_CALLS);
    const char *words = state != NULL ? state->name : words_of(form->deed), *number = "";
    char many[16] = "";
    if (count == NULL)
        count = dialog_field_of(dialog, ACD_ARGS_COUNT);
    if (dialog->agents != NULL)
        words_print(many, sizeof many, "%d", form_agents(asking));
    number = many;
    if (count != NULL && !count->hidden)
        number = strcmp(count->text, "a") == 0 ? _("all") : count->text;
    words_print(dialog->deed, sizeof dialog->deed, "%s%s%s", words, number[0] ? " " : "", number);
    words_capital(dialog->deed);
}

/* Agents who were marked and have been forgotten since are left out. */
static void drop_gone_agents(const struct asking *asking)
{
    struct selection_list *agents = asking->dialog->agents;
    int kept = 0;
    for (int i = 0; agents != NULL && i < agents->n; i++)
        if (form_agent_at(asking, i) != NULL)
            agents->at[kept++] = agents->at[i];
    if (agents != NULL)
        agents->n = kept;
}

static void write_error(const struct asking *asking)
{
    struct acd_fault why;
    bool empty = false;
    asking->dialog->error[0] = '\0';
    form_local_function *local = form_of(asking->dialog->op)->local;
    if (local != NULL ? local(asking, false, &why) : send_check(asking, &empty, &why))
        return;
    if (empty && !asking->dialog->tried)
        return;
    words_print(asking->dialog->error, sizeof asking->dialog->error, "%s", why.text);
}

void ask_refresh(struct ui *ui, const struct ui_world *world)
{
    struct asking asking = look_up(ui, world);
    struct dialog *dialog = &ui->dialog;
    const struct form *form = form_of(dialog->op);
    drop_gone_agents(&asking);
    for (int i = 0; i < dialog->n_fields; i++) {
        struct dialog_field *field = &dialog->fields[i];
        refill(&asking, &form->fields[i], field);
        field->hidden = form->fields[i].asked != NULL && !form->fields[i].asked(&asking);
        if (field->kind == FIELD_DURATION)
            hint_duration(field);
    }
    if (dialog->focus < dialog->n_fields && dialog->fields[dialog->focus].hidden)
        dialog->focus = dialog->n_fields;
    write_title(&asking, form);
    write_deed(&asking, form);
    dialog->n_consequence = 0;
    if (form->sentence != NULL)
        form_tell(&asking, "%s", words_of(form->sentence));
    if (form->consequence != NULL)
        form->consequence(&asking);
    if (form->target == FORM_OF_QUEUE && asking.queue != NULL)
        expect_tell(&asking);
    if (form->target == FORM_OF_QUEUE && asking.queue != NULL && board_queue_live(asking.queue))
        tell_in_force(&asking);
    char others[120];
    if (guard_says(&asking, others, sizeof others))
        form_tell(&asking, dialog->warned ? _("%s Enter once more does it all the same.") : "%s", others);
    write_error(&asking);
}

static void take_marked(struct ui *ui, const char *site)
{
    struct dialog *dialog = &ui->dialog;
    struct selection_list *agents = acd_calloc(1, sizeof *agents);
    for (int i = 0; i < ui->n_marked; i++)
        if (site == NULL || strcmp(ui->marked[i].site, site) == 0)
            agents->at[agents->n++] = ui->marked[i];
    if (agents->n > 0)
        dialog->agents = agents;
    else
        free(agents);
}

static void set_id(char out[ACD_MAX_ID_BYTES + 1], const char *named, const char *selected)
{
    words_print(out, ACD_MAX_ID_BYTES + 1, "%s", named != NULL ? named : selected);
}

/* Whom it is about: named on the command line, else what is selected or marked. */
static void take_target(struct ui *ui, const struct ui_world *world, const struct form *form,
                        const struct pairs *pairs)
{
    struct dialog *dialog = &ui->dialog;
    const char *agent = pairs_value(pairs, "agent"), *site = pairs_value(pairs, "site");
    bool of_agent = form->target == FORM_OF_AGENT, group = ui->queue.site[0] == SELECTION_GROUP[0];
    bool looks_at_agents =
        !of_agent || action_kinds[action_of_op((int)dialog->op)].contexts >> ui->view & 1;
    const struct board_site *first = board_site_at(world->board, 0);
    const char *here = of_agent ? ui->agent.site : group ? "" : ui->queue.site;
    if (here[0] == '\0' && !group)
        here = ui->queue.site[0] ? ui->queue.site : first != NULL ? first->id : "";
    if (form->target == FORM_OF_ALARM) {
        alarms_target(ui, world, dialog);
        return;
    }
    set_id(dialog->site, site, here);
    if (form->target == FORM_OF_QUEUE || form->target == FORM_OF_CALL)
        set_id(dialog->queue, pairs_value(pairs, "queue"), group ? "" : ui->queue.id);
    if (form->target == FORM_OF_CALL)
        set_id(dialog->call, pairs_value(pairs, "call"), ui->call.id);
    if (of_agent && agent == NULL && ui->n_marked > 0)
        take_marked(ui, NULL);
    else if (of_agent)
        set_id(dialog->agent, agent, looks_at_agents ? ui->agent.id : "");
    if (dialog->op == ACD_OP_MOVE_AGENTS && pairs->n == 0)
        take_marked(ui, dialog->site);
}

static bool target_is_there(const struct asking *asking, const struct form *form,
                            struct acd_fault *why)
{
    const struct dialog *dialog = asking->dialog;
    bool of_queue = form->target == FORM_OF_QUEUE || form->target == FORM_OF_CALL;
    if (form->target != FORM_OF_ALARM && asking->ui->no_actions_why != NULL)
        return ui_can(asking->ui, NULL, dialog->op, why); /* no choice of a row would help */
    if (of_queue && dialog->queue[0] == '\0')
        return acd_fault_say(why, _("choose one queue first"));
    if (of_queue && asking->queue == NULL)
        return acd_fault_say(why, _("no queue '%s' is known at %s"), dialog->queue, dialog->site);
    if (form->target == FORM_OF_CALL && asking->call == NULL)
        return acd_fault_say(why, _("choose a waiting contact first: Enter shows those of a queue"));
    if (form->target == FORM_OF_AGENT && dialog->agents == NULL && dialog->agent[0] == '\0')
        return acd_fault_say(why, _("choose an agent first: A shows them"));
    if (form->target == FORM_OF_AGENT && dialog->agents == NULL && asking->agent == NULL)
        return acd_fault_say(why, _("no agent '%s' is known at %s"), dialog->agent, dialog->site);
    if (form->target == FORM_OF_ALARM)
        return form->local(asking, false, why);
    if (!ui_can(asking->ui, asking->site, dialog->op, why))
        return false;
    if (of_queue && !board_queue_live(asking->queue))
        return acd_fault_say(why, _("what is known of %s is not live; wait until it is"),
                             board_queue_name(asking->queue));
    return true;
}

bool ask_open(struct ui *ui, const struct ui_world *world, enum acd_op op, const char *text,
              struct acd_fault *why)
{
    const struct form *form = form_of(op);
    struct pairs pairs = {0};
    if (form == NULL)
        return acd_fault_say(why, _("%s is not asked for by hand"),
                             words_of(acd_names_word(&acd_op_names, (int)op)));
    if (text != NULL && !pairs_read(text, &pairs, why))
        return false;
    dialog_release(&ui->dialog);
    ui->dialog.op = op;
    take_target(ui, world, form, &pairs);
    struct asking asking = look_up(ui, world);
    bool fine = target_is_there(&asking, form, why);
    if (fine) {
        lay_fields(&ui->dialog, form);
        if (asking.queue != NULL)
            expect_preset(&asking);
        ask_refresh(ui, world);
        fine = pairs_fill(&asking, &pairs, why);
    }
    if (!fine) {
        dialog_release(&ui->dialog);
        return false;
    }
    ask_refresh(ui, world);
    ui->mode = UI_DIALOG;
    return true;
}

static void close_dialog(struct ui *ui)
{
    dialog_release(&ui->dialog);
    ui->mode = UI_ROWS;
}

void ask_key(struct ui *ui, const struct ui_world *world, struct key key)
{
    enum dialog_result result = dialog_key(&ui->dialog, key);
    if (result == DIALOG_CANCELLED) {
        close_dialog(ui);
        return;
    }
    ui->dialog.tried |= result == DIALOG_DEED;
    ask_refresh(ui, world); /* as of this key, whatever stood there when it was last drawn */
    if (result == DIALOG_DEED && ui->dialog.error[0] == '\0') {
        struct asking asking = look_up(ui, world);
        const struct form *form = form_of(ui->dialog.op);
        struct acd_fault why;
        char others[120];
        if (guard_says(&asking, others, sizeof others) && !ui->dialog.warned) {
            ui->dialog.warned = true;
            ask_refresh(ui, world);
            return;
        }
        if (form->local == NULL)
            send_deed(&asking);
        else if (!form->local(&asking, true, &why))
            ui_say(ui, world->now_ms, ROLE_ERROR, "%s", why.text);
        close_dialog(ui);
    }
}
