/* What a request would do, in words with the numbers of this moment: facts, no forecast.  Never
 * speaks of an unknown figure as if it were known. */
#include "console/ask/forms.h"
#include "console/ask/typed.h"

#include "console/cells/text.h"
#include "console/words.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void form_tell(const struct asking *asking, const char *format, ...)
{
    struct dialog *dialog = asking->dialog;
    va_list arguments;
    if (dialog->n_consequence == DIALOG_LINES)
        return;
    va_start(arguments, format);
    words_vprint(dialog->consequence[dialog->n_consequence++], sizeof dialog->consequence[0],
                 format, arguments);
    va_end(arguments);
}

const struct board_queue *form_chosen_queue(const struct asking *asking, int arg)
{
    const struct dialog_field *field = dialog_field_of(asking->dialog, arg);
    const struct dialog_choice *choice = dialog_chosen(asking->dialog, arg);
    if (choice == NULL || field->hidden || asking->site == NULL)
        return NULL;
    return board_queue(asking->world->board, asking->site->id, choice->id);
}

int form_agents(const struct asking *asking)
{
    const struct selection_list *agents = asking->dialog->agents;
    return agents != NULL ? agents->n : asking->dialog->agent[0] != '\0';
}

const struct board_agent *form_agent_at(const struct asking *asking, int i)
{
    const struct selection_list *agents = asking->dialog->agents;
    if (agents == NULL)
        return i == 0 ? asking->agent : NULL;
    return i < agents->n ? board_agent(asking->world->board, agents->at[i].site, agents->at[i].id)
                         : NULL;
}

static bool logs_out(const struct asking *asking)
{
    const struct dialog_choice *state = dialog_chosen(asking->dialog, ACD_ARGS_STATE);
    return state != NULL && strcmp(state->id, "offline") == 0;
}

void form_typed_word(const struct asking *asking, char *out, size_t bytes)
{
    if (asking->dialog->op == ACD_OP_CLOSE)
        words_print(out, bytes, "%s", asking->dialog->queue);
    else
        words_print(out, bytes, "logout %d", form_agents(asking));
}

bool asked_count(const struct asking *asking)
{
    return asking->dialog->agents == NULL;
}

bool asked_reason(const struct asking *asking)
{
    const struct dialog_choice *state = dialog_chosen(asking->dialog, ACD_ARGS_STATE);
    return state != NULL && strcmp(state->id, "paused") == 0;
}

bool asked_prio(const struct asking *asking)
{
    const struct dialog_choice *does = dialog_chosen(asking->dialog, DIALOG_SERVES);
    return does != NULL && strcmp(does->id, "remove") != 0;
}

bool asked_site(const struct asking *asking)
{
    return board_sites(asking->world->board) > 1;
}

bool asked_logout_of_many(const struct asking *asking)
{
    return logs_out(asking) && form_agents(asking) > 1;
}

/* The n-th oldest wait, in ms as of now; -1 when it is not told. */
static int64_t wait_of(const struct asking *asking, int64_t n)
{
    const struct board_queue *queue = asking->queue;
    if (!ACD_KNOWN(queue->told, ACD_QUEUE_CALLS) || n < 1 || n > (int64_t)queue->told->n_calls ||
        !ACD_KNOWN(&queue->told->calls[n - 1], ACD_CALL_WAIT))
        return -1;
    return queue->told->calls[n - 1].wait_ms + asking->world->now_ms - queue->told_ms;
}

static void tell_callers(const struct asking *asking, int64_t n, const char *place)
{
    char oldest[TEXT_FIGURE_BYTES], youngest[TEXT_FIGURE_BYTES];
    int64_t from_ms = wait_of(asking, n), to_ms = wait_of(asking, 1);
    if (n == 1 && to_ms >= 0)
        form_tell(asking, _("The caller who waited %s keeps the place in %s."),
                  text_duration(oldest, to_ms), place);
    else if (from_ms >= 0 && to_ms >= 0)
        form_tell(asking, ngettext("%lld caller who waited %s to %s keeps the place in %s.",
                           "%lld callers who waited %s to %s keep their place in %s.", (unsigned long)n),
                  (long long)n,
                  text_duration(youngest, from_ms), text_duration(oldest, to_ms), place);
    else if (n > 0)
        form_tell(asking, _("The %lld oldest keep their place in %s."), (long long)n, place);
}

void tell_overflow(const struct asking *asking)
{
    const struct board_queue *to = form_chosen_queue(asking, ACD_ARGS_TO);
    const struct dialog_field *calls = dialog_field_of(asking->dialog, ACD_ARGS_CALLS);
    if (to == NULL || asking->queue == NULL || !board_queue_live(asking->queue))
        return;
    const struct acd_queue *told = asking->queue->told;
    bool all = strcmp(calls->text, "a") == 0;
    int64_t n = all && ACD_KNOWN(told, ACD_QUEUE_WAITING) ? told->waiting : atoll(calls->text);
    tell_callers(asking, n, board_queue_name(to));
    if (all)
        form_tell(asking, _("All who come meanwhile go there too."));
}

void tell_end(const struct asking *asking)
{
    if (dialog_chosen(asking->dialog, ACD_ARGS_MEASURE) == NULL)
        form_tell(asking, _("No measure is in force here."));
    else
        form_tell(asking, _("What it has moved stays where it is; nothing more is moved."));
}

static bool on_a_call(const struct board_agent *agent)
{
    if (agent == NULL || !board_agent_live(agent) || !ACD_KNOWN(agent->told, ACD_AGENT_STATE))
        return false;
    int state = agent->told->state;
    return state == ACD_STATE_RINGING || state == ACD_STATE_TALKING || state == ACD_STATE_HOLD ||
           state == ACD_STATE_OUTBOUND;
}

static void tell_live_calls(const struct asking *asking)
{
    int busy = 0, unknown = 0, n = form_agents(asking);
    for (int i = 0; i < n; i++) {
        const struct board_agent *agent = form_agent_at(asking, i);
        busy += on_a_call(agent);
        unknown +=
            agent == NULL || !board_agent_live(agent) || !ACD_KNOWN(agent->told, ACD_AGENT_STATE);
    }
    if (busy > 0 && n == 1)
        form_tell(asking, _("There is a call on the line: it takes effect when the call ends."));
    else if (busy > 0)
        form_tell(asking, _("%d of %d are on a call: for them it takes effect when the call ends."),
                  busy, n);
    if (unknown > 0)
        form_tell(asking, _("The state of %d is not known now."), unknown);
}

void tell_state(const struct asking *asking)
{
    tell_live_calls(asking);
    if (logs_out(asking))
        form_tell(asking, _("Logged out, nobody but the agent can come back."));
}

void tell_serves(const struct asking *asking)
{
    const struct board_queue *queue = form_chosen_queue(asking, DIALOG_QUEUE);
    const struct dialog_choice *does = dialog_chosen(asking->dialog, DIALOG_SERVES);
    if (queue != NULL && does != NULL && strcmp(does->id, "remove") == 0)
        form_tell(asking, _("A call of %s that is on the line is not cut off."),
                  board_queue_name(queue));
}

void tell_move(const struct asking *asking)
{
    const struct board_queue *from = form_chosen_queue(asking, ACD_ARGS_FROM);
    const struct dialog_field *count = dialog_field_of(asking->dialog, ACD_ARGS_COUNT);
    const struct dialog_choice *instead = dialog_chosen(asking->dialog, ACD_ARGS_INSTEAD);
    struct acd_figure duty = {0};
    if (asking->dialog->agents != NULL)
        tell_live_calls(asking);
    if (from == NULL || instead == NULL)
        return;
    if (board_queue_live(from))
        duty = acd_kpi_on_duty(&from->told->agents);
    if (strcmp(instead->id, "true") == 0 && duty.is == ACD_FIGURE_VALUE && !count->hidden)
        form_tell(asking, _("%s keeps %d of %d on duty."), board_queue_name(from),
                  (int)duty.value - atoi(count->text), (int)duty.value);
    else if (strcmp(instead->id, "false") == 0)
        form_tell(asking, _("They serve %s too and take what is due first."), board_queue_name(from));
}

void tell_close(const struct asking *asking)
{
    const struct acd_queue *told = asking->queue != NULL ? asking->queue->told : NULL;
    form_tell(asking, _("Nobody gets in any more until it is opened again."));
    if (told != NULL && board_queue_live(asking->queue) && ACD_KNOWN(told, ACD_QUEUE_WAITING))
        form_tell(asking, _("%lld who wait now stay and are answered."), (long long)told->waiting);
}

void tell_claim(const struct asking *asking)
{
    const char *by = asking->queue ? board_claimed_by(asking->world->board, asking->queue) : NULL;
    if (by != NULL && by[0] && strcmp(by, asking->ui->by) != 0)
        form_tell(asking, _("%s takes care of this queue."), by);
}

void tell_contact(const struct asking *asking)
{
    char waited[TEXT_FIGURE_BYTES] = "";
    const char *who;
    const struct acd_call *call = asking->call;
    if (call == NULL)
        return;
    if (ACD_KNOWN(call, ACD_CALL_WAIT))
        text_duration(waited, call->wait_ms + asking->world->now_ms - asking->queue->told_ms);
    who = ACD_KNOWN(call, ACD_CALL_FROM) ? call->from : call->id;
    if (waited[0])
        form_tell(asking, _("The contact %s has waited %s."), who, waited);
    else
        form_tell(asking, _("The contact %s"), who);
    if (ACD_KNOWN(call, ACD_CALL_PRIO))
        form_tell(asking, _("Its priority is %lld now."), (long long)call->prio);
}

void tell_share(const struct asking *asking)
{
    double share;
    char number[WORDS_NUMBER_BYTES];
    const struct dialog_field *field = dialog_field_of(asking->dialog, ACD_ARGS_SHARE);
    if (!typed_share(field->text, &share))
        return;
    form_tell(asking,
              asking->dialog->op == ACD_OP_THROTTLE
                  ? _("%s of 100 new callers hear busy and are lost; those who wait stay.")
                  : _("%s of 100 new callers go to the partner; those who wait stay."),
              words_number(number, -3, share * 100));
}
