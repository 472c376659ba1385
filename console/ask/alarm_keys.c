/* From keys to alarms.  What is done here is done at this console; what every console is to see is a
 * claim, which goes to the feed. */
#include "console/ask/alarm_keys.h"

#include "console/ask/alarm_rows.h"
#include "console/ask/forms.h"
#include "console/ask/typed.h"
#include "console/cells/text.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>

/* --- whom it is about ---------------------------------------------------------------------------- */

struct target {
    enum alarm_subject subject;
    const char *site, *id, *rule; /* rule NULL: all of them */
};

static bool target_here(const struct ui *ui, const struct ui_world *world, uint64_t serial,
                        const char *site, const char *queue, struct target *out)
{
    const struct alarm *alarm = serial ? alarms_by_serial(world, serial) : NULL;
    (void)ui;
    if (serial && alarm == NULL)
        return false;
    if (alarm != NULL)
        *out = (struct target){alarm->subject, alarm->site, alarm->id, alarm->rule};
    else
        *out = (struct target){ALARM_OF_QUEUE, site, queue, NULL};
    return out->site[0] != '\0' && strcmp(out->site, SELECTION_GROUP) != 0;
}

static bool selected(const struct ui *ui, const struct ui_world *world, struct target *out)
{
    return target_here(ui, world, ui->view == VIEW_ALARMS ? ui->alarm : 0, ui->queue.site,
                       ui->queue.id, out);
}

static const char *name_of(const struct ui_world *world, const struct target *target)
{
    const struct board_queue *queue = board_queue(world->board, target->site, target->id);
    const struct board_agent *agent = board_agent(world->board, target->site, target->id);
    if (target->subject == ALARM_OF_QUEUE && queue != NULL)
        return board_queue_name(queue);
    if (target->subject == ALARM_OF_AGENT && agent != NULL)
        return board_agent_name(agent);
    return target->id[0] ? target->id : target->site;
}

void alarms_acknowledge_here(struct ui *ui, const struct ui_world *world)
{
    struct target target;
    int n = 0;
    if (selected(ui, world, &target))
        n = alarms_acknowledge(board_alarms(world->board), target.subject, target.site, target.id,
                               target.rule, ui->by, world->now_ms);
    if (n == 0)
        ui_say(ui, world->now_ms, ROLE_FAINT, _("no alarm waits for an answer here"));
    else
        ui_say(ui, world->now_ms, ROLE_DONE, ngettext("seen: %d alarm of %s", "seen: %d alarms of %s", (unsigned long)n), n,
               name_of(world, &target));
}

void alarms_unshelve_here(struct ui *ui, const struct ui_world *world)
{
    struct target target;
    int n = 0;
    if (selected(ui, world, &target))
        n = alarms_unshelve(board_alarms(world->board), target.subject, target.site, target.id,
                            target.rule, world->now_ms);
    if (n == 0)
        ui_say(ui, world->now_ms, ROLE_FAINT, _("no alarm is shelved here"));
    else
        ui_say(ui, world->now_ms, ROLE_DONE, 
               ngettext("off the shelf: %d alarm of %s", "off the shelf: %d alarms of %s", (unsigned long)n), n,
               name_of(world, &target));
}

/* --- shelving, a dialogue ------------------------------------------------------------------------ */

void alarms_target(const struct ui *ui, const struct ui_world *world, struct dialog *dialog)
{
    struct target target;
    if (!selected(ui, world, &target))
        return;
    dialog->alarm = ui->view == VIEW_ALARMS ? ui->alarm : 0;
    words_print(dialog->site, sizeof dialog->site, "%s", target.site);
    words_print(target.subject == ALARM_OF_AGENT ? dialog->agent : dialog->queue, sizeof dialog->queue,
             "%s", target.id);
}

static int standing(const struct ui_world *world, const struct target *target)
{
    const struct alarm *list[64];
    int n = alarms_of(board_alarms(world->board), target->subject, target->site, target->id, list, 64);
    int found = 0;
    for (int i = 0; i < n && i < 64; i++)
        found += list[i]->tier > 0 && (target->rule == NULL || !strcmp(target->rule, list[i]->rule));
    return found;
}

bool shelve_local(const struct asking *asking, bool deed, struct acd_fault *why)
{
    const struct dialog *dialog = asking->dialog;
    const struct ui_world *world = asking->world;
    struct dialog_field *field = dialog_field_of(asking->dialog, ACD_ARGS_FOR);
    char length[TEXT_FIGURE_BYTES];
    struct target target;
    int64_t ms = 1;
    if (!target_here(asking->ui, world, dialog->alarm, dialog->site, dialog->queue, &target) ||
        standing(world, &target) == 0)
        return acd_fault_say(why, _("no alarm stands here that could be shelved"));
    if (field != NULL && !typed_duration(field->text, &ms))
        return acd_fault_say(why, _("For: \"%s\": expected a time, as 15 min"), field->text);
    if (ms > 12 * INT64_C(3600000))
        return acd_fault_say(why, _("For: at most 12 hours, so that no alarm is forgotten"));
    if (!deed)
        return true;
    alarms_shelve(board_alarms(world->board), target.subject, target.site, target.id, target.rule,
                  asking->ui->by, world->now_ms + ms, world->now_ms);
    ui_say(asking->ui, world->now_ms, ROLE_DONE, _("shelved for %s: %s"),
           text_duration_coarse(length, ms), name_of(world, &target));
    return true;
}
