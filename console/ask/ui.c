/* What a person has before him, and what is said to him.  Knows no key. */
#include "console/ask/ui.h"

#include "console/words.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void ui_init(struct ui *ui, struct keymap *keymap)
{
    memset(ui, 0, sizeof *ui);
    ui->keymap = keymap;
    ui->look.filter = ui->filter;
    ui->look.agents_of_site = ui->agents_of.site;
    ui->look.agents_of_queue = ui->agents_of.id;
    ui->draw_id = acd_request_id_draw;
    ui->reorder = true;
    ui->moved_ms = -UI_CALM_MS;
    ui->following = true;
    prompt_begin(&ui->prompt, "");
}

void ui_release(struct ui *ui)
{
    dialog_release(&ui->dialog);
    for (int i = 0; i < ui->n_outbox; i++)
        free(ui->outbox[i]);
    ui->n_outbox = 0;
}

int64_t ui_span_ms(const struct ui *ui, int64_t ms)
{
    return ui->playing.on && ui->playing.speed > 1 ? (int64_t)((double)ms * ui->playing.speed) : ms;
}

void ui_say(struct ui *ui, int64_t now_ms, enum role role, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    words_vprint(ui->message, sizeof ui->message, format, arguments);
    va_end(arguments);
    ui->message_role = role;
    ui->message_until_ms = now_ms + ui_span_ms(ui, UI_MESSAGE_MS);
}

bool ui_may_reorder(const struct ui *ui, int64_t now_ms)
{
    return ui->reorder || (ui->mode == UI_ROWS && now_ms - ui->moved_ms >= ui_span_ms(ui, UI_CALM_MS));
}

void ui_answered(struct ui *ui, const struct request_entry *entry, int64_t now_ms)
{
    static const struct {
        const char *words;
        enum role role;
    } told[] = {
        [REQUEST_ASKED] = {N_("asked"), ROLE_PENDING},
        [REQUEST_ACCEPTED] = {N_("accepted"), ROLE_PENDING},
        [REQUEST_DONE] = {N_("done"), ROLE_DONE},
        [REQUEST_REFUSED] = {N_("refused"), ROLE_REFUSED},
        [REQUEST_NO_ANSWER] = {N_("no answer"), ROLE_REFUSED},
    };
    const char *why = entry->why;
    if (entry->state == REQUEST_NO_ANSWER)
        why = _("it may or may not have been carried out; look before asking again");
    if (why[0])
        ui_say(ui, now_ms, told[entry->state].role, _("%s: %s: %s"), words_of(told[entry->state].words),
               entry->words, why);
    else
        ui_say(ui, now_ms, told[entry->state].role, _("%s: %s"), words_of(told[entry->state].words), entry->words);
}

bool ui_can(const struct ui *ui, const struct board_site *site, enum acd_op op,
            struct acd_fault *why)
{
    if (ui->no_actions_why != NULL)
        return acd_fault_say(why, _("no actions: %s"), ui->no_actions_why);
    if (site == NULL)
        return acd_fault_say(why, _("choose a row first: it says where"));
    if (!board_site_live(site))
        return acd_fault_say(why, _("not while %s is %s"), board_site_name(site),
                             words_of(acd_names_word(&acd_link_names, (int)site->state.link)));
    if (!(site->ops & ACD_BIT(op)))
        return acd_fault_say(why, _("%s's feed does not carry out %s"), board_site_name(site),
                             words_of(acd_names_word(&acd_op_names, (int)op)));
    return true;
}

void selection_set(struct selection *selection, const char *site, const char *id)
{
    struct selection chosen; /* site and id may be those of *selection */
    words_print(chosen.site, sizeof chosen.site, "%s", site);
    words_print(chosen.id, sizeof chosen.id, "%s", id);
    *selection = chosen;
}

bool selection_is(const struct selection *selection, const char *site, const char *id)
{
    return strcmp(selection->site, site) == 0 &&
           strncmp(selection->id, id, sizeof selection->id - 1) == 0;
}
