/* What can be chosen about agents and sites, and the plain switches.  As choices.c, it offers and
 * decides nothing. */
#include "console/ask/choices.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>

static void offer_words(struct dialog_field *field, const char *id, const char *name,
                        const char *words)
{
    struct dialog_choice *choice = dialog_offer(field, id, name);
    words_print(choice->words, sizeof choice->words, "%s", words);
}

void fill_instead(const struct asking *asking, struct dialog_field *field)
{
    (void)asking;
    offer_words(field, "false", _("too"), _("also: they keep their own queues"));
    offer_words(field, "true", _("only"), _("instead: they leave their own queues meanwhile"));
}

void fill_on(const struct asking *asking, struct dialog_field *field)
{
    (void)asking;
    offer_words(field, "true", C_("switch", "on"), C_("switch", "on"));
    offer_words(field, "false", C_("switch", "off"), C_("switch", "off"));
}

static bool is_in(const struct board_agent *agent, enum acd_agent_state state)
{
    return agent != NULL && ACD_KNOWN(agent->told, ACD_AGENT_STATE) &&
           agent->told->state == (int)state;
}

void fill_states(const struct asking *asking, struct dialog_field *field)
{
    offer_words(field, "paused", _("pause"), _("pause"));
    offer_words(field, "available", _("unpause"), _("end the pause, take calls"));
    offer_words(field, "offline", _("log out"), _("log out"));
    field->choice = form_agents(asking) == 1 && is_in(form_agent_at(asking, 0), ACD_STATE_PAUSED);
}

static const struct acd_agent_queue *served(const struct board_agent *agent, const char *queue)
{
    for (uint32_t i = 0;
         agent != NULL && ACD_KNOWN(agent->told, ACD_AGENT_QUEUES) && i < agent->told->n_queues;
         i++)
        if (strcmp(agent->told->queues[i].id, queue) == 0)
            return &agent->told->queues[i];
    return NULL;
}

void fill_serves_queue(const struct asking *asking, struct dialog_field *field)
{
    const struct board_agent *agent = form_agents(asking) == 1 ? form_agent_at(asking, 0) : NULL;
    for (int i = 0; i < board_queues(asking->world->board); i++) {
        const struct board_queue *queue = board_queue_at(asking->world->board, i);
        if (!choice_is_here(asking, queue))
            continue;
        char name[WORDS_NAME_BYTES];
        const struct acd_agent_queue *serves = served(agent, queue->told->id);
        struct dialog_choice *choice = choice_queue(field, queue);
        if (choice == NULL)
            break;
        words_print(choice->words, sizeof choice->words, "%s%s",
                    words_name(name, board_queue_name(queue)),
                    agent == NULL    ? ""
                    : serves != NULL ? _("  serves it")
                                     : _("  does not serve it"));
    }
    choice_first_possible(field);
    dialog_field_set(field, asking->dialog->queue);
}

void fill_serves(const struct asking *asking, struct dialog_field *field)
{
    const struct dialog_choice *queue = dialog_chosen(asking->dialog, DIALOG_QUEUE);
    const struct board_agent *agent = form_agents(asking) == 1 ? form_agent_at(asking, 0) : NULL;
    offer_words(field, "add", _("too"), _("serve it too"));
    offer_words(field, "remove", _("no more"), _("serve it no more"));
    offer_words(field, "prio", C_("priority", "with"), _("change its priority"));
    if (agent == NULL || queue == NULL || !ACD_KNOWN(agent->told, ACD_AGENT_QUEUES))
        return;
    bool serves = served(agent, queue->id) != NULL;
    for (int i = 0; i < field->n_choices; i++)
        if ((i == 0) == serves)
            words_print(field->choices[i].refused, sizeof field->choices[i].refused, "%s %s",
                        board_agent_name(agent),
                        serves ? _("serves it already") : _("does not serve it"));
}

void fill_sites(const struct asking *asking, struct dialog_field *field)
{
    for (int i = 0; i < board_sites(asking->world->board); i++) {
        const struct board_site *site = board_site_at(asking->world->board, i);
        struct dialog_choice *choice = dialog_offer(field, site->id, board_site_name(site));
        struct acd_fault why;
        if (choice == NULL)
            break;
        words_print(choice->words, sizeof choice->words, "%s", board_site_name(site));
        if (!ui_can(asking->ui, site, ACD_OP_NOTICE, &why))
            words_print(choice->refused, sizeof choice->refused, "%s", why.text);
    }
    choice_first_possible(field);
    dialog_field_set(field, asking->dialog->site);
}

void fill_typed(const struct asking *asking, struct dialog_field *field)
{
    char word[ACD_MAX_ID_BYTES + 1];
    form_typed_word(asking, word, sizeof word);
    words_print(field->hint, sizeof field->hint, _("%s, to show that it is meant"), word);
}
