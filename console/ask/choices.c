/* Which queues and measures can be chosen in a dialogue, from the floor as it is now; what cannot
 * be chosen is offered with its reason.  Decides nothing: the check of the request stands in
 * request.c. */
#include "console/ask/choices.h"
#include "console/cells/text.h"
#include "console/model/advice.h"
#include "acdfeed/macros.h"
#include "console/model/op_words.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>

bool choice_is_here(const struct asking *asking, const struct board_queue *queue)
{
    return asking->site != NULL && queue->site == asking->site;
}

struct dialog_choice *choice_queue(struct dialog_field *field, const struct board_queue *queue)
{
    return dialog_offer(field, queue->told->id, board_queue_name(queue));
}

void choice_refuse(struct dialog_choice *choice, const char *name, const char *why)
{
    words_print(choice->refused, sizeof choice->refused, _("%s: %s"), name, why);
    words_print(choice->why, sizeof choice->why, "%s", why);
}

static bool is_offered(const struct dialog_field *field, const char *id)
{
    for (int i = 0; i < field->n_choices; i++)
        if (strcmp(field->choices[i].id, id) == 0)
            return true;
    return false;
}

static void say_place(char *out, size_t bytes, int nth)
{
    static const char *const first[] = {N_(" (1st choice)"), N_(" (2nd choice)"), N_(" (3rd choice)")};
    if (nth <= (int)ACD_COUNT_OF(first))
        words_print(out, bytes, "%s", words_of(first[nth - 1]));
    else
        words_print(out, bytes, _(" (choice %d)"), nth);
}

/* "tier 0, 6 free" */
static int say_state(char *out, size_t bytes, const struct board_queue *queue)
{
    struct acd_figure free_now = acd_kpi_free(&queue->told->agents);
    char tier[48], count[48];
    if (!board_queue_live(queue))
        return (int)words_print(out, bytes, "%s", _("not live"));
    words_print(tier, sizeof tier, queue->verdict.tier >= 0 ? _("tier %d") : _("tier ?"),
                queue->verdict.tier);
    words_print(count, sizeof count, free_now.is == ACD_FIGURE_VALUE ? _("%d free") : _("? free"),
                (int)free_now.value);
    return (int)words_print(out, bytes, _("%s, %s"), tier, count);
}

static void describe_target(struct dialog_choice *choice, const struct board_queue *queue, int nth)
{
    char name[WORDS_NAME_BYTES];
    char state[100], place[64] = "";
    const char *refused = advice_overflow_refused(queue);
    words_name(name, board_queue_name(queue));
    say_state(state, sizeof state, queue);
    if (nth > 0)
        say_place(place, sizeof place, nth);
    words_print(choice->words, sizeof choice->words, "%s%s  %s%s", name, place, state,
                refused == NULL ? _(", accepts") : "");
    if (refused != NULL)
        choice_refuse(choice, name, refused);
}

/* In the order of the routing plan. */
static void offer_routing_plan(const struct asking *asking, struct dialog_field *field)
{
    const struct acd_queue *told = asking->queue->told;
    for (uint32_t i = 0; ACD_KNOWN(told, ACD_QUEUE_CHOICES) && i < told->n_choices; i++) {
        const struct board_queue *target =
            board_queue(asking->world->board, asking->site->id, told->choices[i]);
        struct dialog_choice *choice = dialog_offer(
            field, told->choices[i], target ? board_queue_name(target) : told->choices[i]);
        if (choice == NULL)
            return;
        if (target != NULL) {
            describe_target(choice, target, (int)i + 1);
            continue;
        }
        words_print(choice->words, sizeof choice->words, _("%s  not known here"), told->choices[i]);
        choice_refuse(choice, told->choices[i], _("not known here"));
    }
}

void choice_first_possible(struct dialog_field *field)
{
    field->choice = field->n_choices > 0 ? 0 : -1;
    for (int i = 0; i < field->n_choices; i++)
        if (field->choices[i].refused[0] == '\0') {
            field->choice = i;
            return;
        }
}

static void offer_others(const struct asking *asking, struct dialog_field *field, bool accepting)
{
    for (int i = 0; i < board_queues(asking->world->board); i++) {
        const struct board_queue *queue = board_queue_at(asking->world->board, i);
        const struct acd_queue *told = queue->told;
        bool accepts = ACD_KNOWN(told, ACD_QUEUE_ACCEPTS_OVERFLOW) && told->accepts_overflow;
        if (!choice_is_here(asking, queue) || queue == asking->queue || (accepting && !accepts) ||
            is_offered(field, told->id))
            continue;
        struct dialog_choice *choice = choice_queue(field, queue);
        if (choice != NULL)
            describe_target(choice, queue, 0);
    }
}

void fill_overflow_to(const struct asking *asking, struct dialog_field *field)
{
    if (asking->queue == NULL)
        return;
    offer_routing_plan(asking, field);
    offer_others(asking, field, true);
    choice_first_possible(field);
}

/* One contact by hand: a full queue is the person's own decision, one that is shut is not. */
void fill_redirect_to(const struct asking *asking, struct dialog_field *field)
{
    if (asking->queue == NULL)
        return;
    offer_routing_plan(asking, field);
    offer_others(asking, field, false);
    for (int i = 0; i < field->n_choices; i++) {
        struct dialog_choice *choice = &field->choices[i];
        const struct board_queue *target =
            board_queue(asking->world->board, asking->site->id, choice->id);
        bool shut =
            target != NULL && ACD_KNOWN(target->told, ACD_QUEUE_OPEN) && !target->told->open;
        if (target != NULL && board_queue_live(target) && !shut)
            choice->refused[0] = '\0';
    }
    choice_first_possible(field);
}

static bool has_more_free(const struct board_queue *a, const struct board_queue *b)
{
    struct acd_figure x = acd_kpi_free(&a->told->agents), y = acd_kpi_free(&b->told->agents);
    return (x.is == ACD_FIGURE_VALUE ? x.value : -1) > (y.is == ACD_FIGURE_VALUE ? y.value : -1);
}

static void offer_source(struct dialog_field *field, const struct board_queue *queue)
{
    struct dialog_choice *choice = choice_queue(field, queue);
    struct acd_figure free_now = acd_kpi_free(&queue->told->agents);
    const char *why = "";
    char state[100], name[WORDS_NAME_BYTES];
    words_name(name, board_queue_name(queue));
    say_state(state, sizeof state, queue);
    words_print(choice->words, sizeof choice->words, "%s  %s", name, state);
    if (!board_queue_live(queue))
        why = _("not live");
    else if (queue->verdict.tier >= TIER_BEYOND)
        why = _("tier 3 itself");
    else if (free_now.is == ACD_FIGURE_VALUE && free_now.value < 1)
        why = _("nobody is free there");
    if (why[0])
        choice_refuse(choice, name, why);
}

/* Queues of the site, most free agents first. */
void fill_from(const struct asking *asking, struct dialog_field *field)
{
    const struct board_queue *found[DIALOG_CHOICES];
    int n = 0;
    for (int i = 0; i < board_queues(asking->world->board); i++) {
        const struct board_queue *queue = board_queue_at(asking->world->board, i);
        int at = n;
        if (!choice_is_here(asking, queue) || queue == asking->queue)
            continue;
        if (n < DIALOG_CHOICES)
            n++;
        else if (has_more_free(queue, found[n - 1]))
            at = n - 1;
        else
            continue;
        for (; at > 0 && has_more_free(queue, found[at - 1]); at--)
            found[at] = found[at - 1];
        found[at] = queue;
    }
    for (int i = 0; i < n; i++)
        offer_source(field, found[i]);
    choice_first_possible(field);
}

/* What one of them is, of a queue that is live; else that it is not. */
static void describe_measure(struct dialog_choice *choice, const struct acd_measure *measure,
                             const char *op, int64_t elapsed_ms, bool live)
{
    char left[64], time[TEXT_FIGURE_BYTES];
    bool to = ACD_KNOWN(measure, ACD_MEASURE_TO), by = ACD_KNOWN(measure, ACD_MEASURE_BY);
    if (!live)
        words_print(left, sizeof left, "%s", _("not live"));
    else if (ACD_KNOWN(measure, ACD_MEASURE_LEFT))
        words_print(left, sizeof left, _("%s left"),
                    text_duration(time, measure->left_ms - elapsed_ms));
    else
        words_print(left, sizeof left, "%s", _("until ended by hand"));
    words_print(choice->words, sizeof choice->words, "%s%s%s%s%s  %s", words_of(op),
                to ? _(" to ") : "", to ? measure->to : "", live && by ? _(" by ") : "",
                live && by ? measure->by : "", left);
}

void fill_measures(const struct asking *asking, struct dialog_field *field)
{
    if (asking->queue == NULL)
        return;
    const struct acd_queue *told = asking->queue->told;
    int64_t elapsed_ms = asking->world->now_ms - asking->queue->told_ms;
    for (uint32_t i = 0; ACD_KNOWN(told, ACD_QUEUE_MEASURES) && i < told->n_measures; i++) {
        const struct acd_measure *measure = &told->measures[i];
        const char *op = ACD_KNOWN(measure, ACD_MEASURE_OP) ? op_words(measure->op) : _("measure");
        if (!ACD_KNOWN(measure, ACD_MEASURE_ID))
            continue;
        struct dialog_choice *choice = dialog_offer(field, measure->id, op);
        if (choice != NULL)
            describe_measure(choice, measure, op, elapsed_ms, board_queue_live(asking->queue));
    }
    choice_first_possible(field);
}

/* As many as are free over there, since these are taken at once. */
static int64_t fitting_calls(const struct asking *asking, int64_t waiting)
{
    const struct board_queue *to = form_chosen_queue(asking, ACD_ARGS_TO);
    struct acd_figure free_now = {0};
    if (to != NULL && board_queue_live(to))
        free_now = acd_kpi_free(&to->told->agents);
    bool fewer = free_now.is == ACD_FIGURE_VALUE && free_now.value >= 1 && free_now.value < waiting;
    return fewer ? (int64_t)free_now.value : waiting;
}

void fill_calls(const struct asking *asking, struct dialog_field *field)
{
    const struct board_queue *queue = asking->queue;
    bool known =
        queue != NULL && board_queue_live(queue) && ACD_KNOWN(queue->told, ACD_QUEUE_WAITING);
    int64_t waiting = known ? queue->told->waiting : -1;
    if (waiting > 0)
        words_print(field->hint, sizeof field->hint, _("oldest; 1 .. %lld, a = all and those to come"),
                    (long long)waiting);
    else
        words_print(field->hint, sizeof field->hint, _("a = all and those to come%s"),
                    waiting == 0 ? _("; nobody waits now") : "");
    if (field->text[0] != '\0' || !field->fresh)
        return;
    if (waiting > 0)
        words_print(field->text, sizeof field->text, "%lld",
                 (long long)fitting_calls(asking, waiting));
    else
        words_print(field->text, sizeof field->text, "a");
}

void fill_count(const struct asking *asking, struct dialog_field *field)
{
    const struct board_queue *from = form_chosen_queue(asking, ACD_ARGS_FROM);
    struct acd_figure free_now = {0};
    if (from != NULL && board_queue_live(from))
        free_now = acd_kpi_free(&from->told->agents);
    if (free_now.is == ACD_FIGURE_VALUE)
        words_print(field->hint, sizeof field->hint, _("1 .. %d free there"), (int)free_now.value);
    else
        words_print(field->hint, sizeof field->hint, _("how many"));
}
