/* Finds what others do at the queue that a dialogue is about. */
#include "console/ask/guard.h"

#include "console/cells/text.h"
#include "console/model/op_words.h"
#include "console/words.h"

#include <string.h>

static bool is_other(const struct asking *asking, const char *by)
{
    return by != NULL && by[0] && strcmp(by, asking->ui->by) != 0;
}

static bool measure_says(const struct asking *asking, char *out, size_t bytes)
{
    const struct acd_queue *told = asking->queue->told;
    if (!board_queue_live(asking->queue))
        return false;
    for (uint32_t i = 0; ACD_KNOWN(told, ACD_QUEUE_MEASURES) && i < told->n_measures; i++) {
        const struct acd_measure *measure = &told->measures[i];
        if (!ACD_KNOWN(measure, ACD_MEASURE_BY) || !ACD_KNOWN(measure, ACD_MEASURE_OP) ||
            !is_other(asking, measure->by))
            continue;
        words_print(out, bytes, _("%s has %s in force here."), measure->by, op_words(measure->op));
        return true;
    }
    return false;
}

static bool is_of_queue(const struct asking *asking, const struct board_event *event)
{
    const struct acd_event *told = event->told;
    return event->site == asking->site && ACD_KNOWN(told, ACD_EVENT_TYPE) &&
           ACD_KNOWN(told, ACD_EVENT_QUEUE) && ACD_KNOWN(told, ACD_EVENT_BY) &&
           strcmp(told->type, "action") == 0 && strcmp(told->queue, asking->queue->told->id) == 0;
}

/* Behind a relay our own requests come back under two names. */
static bool is_ours(const struct asking *asking, const struct board_event *event)
{
    const struct requests *requests = asking->ui->requests;
    return requests && ACD_KNOWN(event->told, ACD_EVENT_REQUEST) &&
           requests_hold(requests, event->site->id, event->told->request);
}

static bool event_says(const struct asking *asking, char *out, size_t bytes)
{
    const struct board *board = asking->world->board;
    char age[TEXT_FIGURE_BYTES];
    for (int i = 0; i < board_events(board); i++) {
        const struct board_event *event = board_event_at(board, i);
        int64_t ago_ms = asking->world->now_ms - event->told_ms;
        if (ago_ms > GUARD_RECENT_MS || !is_of_queue(asking, event) ||
            !is_other(asking, event->told->by) || is_ours(asking, event))
            continue;
        words_print(out, bytes, _("%s asked for %s here %s ago."), event->told->by,
                    ACD_KNOWN(event->told, ACD_EVENT_OP) ? op_words(event->told->op) : _("something"),
                    text_age(age, ago_ms));
        return true;
    }
    return false;
}

bool guard_says(const struct asking *asking, char *out, size_t bytes)
{
    const struct form *form = form_of(asking->dialog->op);
    const char *claimed;
    out[0] = '\0';
    if (form->target != FORM_OF_QUEUE || asking->queue == NULL || asking->dialog->op == ACD_OP_CLAIM)
        return false;
    if (measure_says(asking, out, bytes) || event_says(asking, out, bytes))
        return true;
    claimed = board_claimed_by(asking->world->board, asking->queue);
    if (!is_other(asking, claimed))
        return false;
    words_print(out, bytes, _("%s takes care of this queue."), claimed);
    return true;
}
