/* What a measure would probably do, said while it is being filled in.  Knows no screen; the
 * arithmetic is outlook.c. */
#include "console/ask/expect.h"

#include "console/ask/forms.h"
#include "console/ask/typed.h"
#include "console/words.h"
#include "console/cells/text.h"
#include "console/model/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void preset(const struct asking *asking, int arg, const char *format, ...) ACD_PRINTF(3, 4);
static void preset(const struct asking *asking, int arg, const char *format, ...)
{
    struct dialog_field *field = dialog_field_of(asking->dialog, arg);
    char text[DIALOG_TEXT_BYTES];
    va_list list;
    if (field == NULL)
        return;
    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    if (field->kind != FIELD_CHOICE && field->kind != FIELD_SWITCH)
        dialog_field_set(field, text);
}

static void preset_time(const struct asking *asking, int64_t for_ms)
{
    if (for_ms < 0)
        preset(asking, ACD_ARGS_FOR, "%s", "");
    else if (for_ms % 60000 == 0)
        preset(asking, ACD_ARGS_FOR, "%lld min", (long long)(for_ms / 60000));
    else
        preset(asking, ACD_ARGS_FOR, "%llds", (long long)(for_ms / 1000));
}

void expect_preset(const struct asking *asking)
{
    int op = (int)asking->dialog->op;
    const struct plan_measure *measure = plan_for(asking->ui->plan, asking->queue, op);
    if (measure == NULL)
        return;
    preset_time(asking, measure->for_ms);
    if (measure->calls > 0)
        preset(asking, ACD_ARGS_CALLS, "%lld", (long long)measure->calls);
    else if (measure->calls == PLAN_ALL)
        preset(asking, ACD_ARGS_CALLS, "a");
    if (measure->count > 0)
        preset(asking, ACD_ARGS_COUNT, "%lld", (long long)measure->count);
    if (op == ACD_OP_OUTSOURCE || op == ACD_OP_THROTTLE)
        preset(asking, ACD_ARGS_SHARE, "%.3g %%", measure->share * 100);
    if (measure->message[0])
        preset(asking, ACD_ARGS_MESSAGE, "%s", measure->message);
    if (measure->by_rule[0])
        preset(asking, ACD_ARGS_RULE, "%s", measure->by_rule);
    if (op == ACD_OP_OUTSOURCE && measure->to[0])
        preset(asking, ACD_ARGS_TO, "%s", measure->to);
}

static void read_time(const struct asking *asking, struct outlook_measure *out)
{
    const struct dialog_field *field = dialog_field_of(asking->dialog, ACD_ARGS_FOR);
    if (field == NULL || !typed_duration(field->text, &out->for_ms))
        out->for_ms = -1;
}

bool expect_measure(const struct asking *asking, struct outlook_measure *out)
{
    const struct dialog *dialog = asking->dialog;
    const struct dialog_field *calls = dialog_field_of(asking->dialog, ACD_ARGS_CALLS);
    const struct dialog_field *count = dialog_field_of(asking->dialog, ACD_ARGS_COUNT);
    const struct dialog_field *share = dialog_field_of(asking->dialog, ACD_ARGS_SHARE);
    const struct dialog_choice *instead = dialog_chosen(asking->dialog, ACD_ARGS_INSTEAD);
    *out = (struct outlook_measure){.op = dialog->op};
    read_time(asking, out);
    if (dialog->op == ACD_OP_OVERFLOW) {
        out->other = form_chosen_queue(asking, ACD_ARGS_TO);
        out->calls = calls != NULL && strcmp(calls->text, "a") == 0 ? -1 : calls ? atof(calls->text) : 0;
        return out->other != NULL && out->calls != 0;
    }
    if (dialog->op == ACD_OP_MOVE_AGENTS) {
        out->other = form_chosen_queue(asking, ACD_ARGS_FROM);
        out->count = count != NULL ? atof(count->text) : 0;
        out->instead = instead != NULL && strcmp(instead->id, "true") == 0;
        return out->other != NULL && out->count >= 1;
    }
    if (dialog->op == ACD_OP_ALL_HANDS) {
        const struct acd_agent_counts *agents = &asking->queue->told->agents;
        out->count = ACD_KNOWN(agents, ACD_STATE_PAUSED) ? (double)agents->count[ACD_STATE_PAUSED] : 0;
        return out->count >= 1;
    }
    return share != NULL && typed_share(share->text, &out->share);
}

static int percent(double level)
{
    return (int)(level * 100 + 0.5);
}

static void tell_side(const struct asking *asking, const char *name, const struct outlook *before,
                      const struct outlook *after)
{
    char from[TEXT_FIGURE_BYTES], to[TEXT_FIGURE_BYTES], short_name[WORDS_NAME_BYTES];
    form_tell(asking, _("Expect %s: level from %d to %d %%, wait from %s to %s."), words_name(short_name, name),
              percent(before->level), percent(after->level), text_duration(from, (int64_t)before->wait_ms),
              text_duration(to, (int64_t)after->wait_ms));
}

static bool same_measure(const struct outlook_measure *a, const struct outlook_measure *b)
{
    return a->op == b->op && a->other == b->other && a->calls == b->calls && a->count == b->count &&
           a->instead == b->instead && a->share == b->share && a->for_ms == b->for_ms;
}

bool expect_reckon(const struct asking *asking, const struct outlook_measure *measure,
                   struct outlook_effect *effect, const char **why)
{
    struct dialog_outlook *kept = &asking->dialog->outlook;
    const struct ui_world *world = asking->world;
    int64_t told_ms = asking->queue->told_ms, other_ms = measure->other ? measure->other->told_ms : 0;
    if (!kept->valid || !same_measure(&kept->measure, measure) || kept->told_ms != told_ms ||
        kept->other_told_ms != other_ms || kept->second != world->now_ms / 1000) {
        *kept = (struct dialog_outlook){.valid = true, .measure = *measure, .told_ms = told_ms,
                                        .other_told_ms = other_ms, .second = world->now_ms / 1000};
        kept->known = outlook_effect(&kept->effect, NULL, world->board, asking->queue, measure, world->now_ms,
                                     world->wall_ms, &kept->why);
    }
    *effect = kept->effect;
    *why = kept->why;
    return kept->known;
}

void expect_tell(const struct asking *asking)
{
    const struct plan_measure *plan = plan_for(asking->ui->plan, asking->queue, (int)asking->dialog->op);
    struct outlook_measure measure;
    struct outlook_effect effect;
    const char *why;
    if (expect_measure(asking, &measure)) {
        if (expect_reckon(asking, &measure, &effect, &why)) {
            tell_side(asking, board_queue_name(asking->queue), &effect.before, &effect.after);
            if (effect.has_other)
                tell_side(asking, board_queue_name(measure.other), &effect.other_before,
                          &effect.other_after);
            else if (measure.other != NULL)
                form_tell(asking, _("Expect: not enough data, %s."), words_of(effect.other_why));
        } else {
            form_tell(asking, _("Expect: not enough data, %s."), words_of(why));
        }
    }
    if (plan != NULL && plan->tell[0])
        form_tell(asking, _("To be told: %s."), plan->tell);
}
