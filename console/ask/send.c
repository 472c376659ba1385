/* From a decided dialogue to requests in the outbox, each with an id of its own, none asked twice
 * while an answer is still to come. */
#include "console/ask/send.h"

#include "acdfeed/shape.h"
#include "console/ask/expect.h"
#include "console/ask/request.h"
#include "console/cells/text.h"
#include "console/words.h"

#include <assert.h>
#include <string.h>

/* The same question, still open: the words hold every argument. */
static const struct request_entry *
asked_already(const struct ui *ui, const struct acd_request *request, int op, const char *words)
{
    const char *queue = ACD_KNOWN(request, ACD_REQUEST_QUEUE) ? request->queue : "";
    const char *agent = ACD_KNOWN(request, ACD_REQUEST_AGENT) ? request->agent : "";
    for (int i = 0; ui->requests != NULL && i < requests_count(ui->requests); i++) {
        const struct request_entry *entry = requests_at(ui->requests, i);
        bool open = entry->state == REQUEST_ASKED || entry->state == REQUEST_ACCEPTED;
        if (open && entry->op == op && strcmp(entry->site, request->site) == 0 &&
            strcmp(entry->queue, queue) == 0 && strcmp(entry->agent, agent) == 0 &&
            strcmp(entry->words, words) == 0)
            return entry;
    }
    return NULL;
}

static bool may_go(const struct asking *asking, const struct acd_request *request,
                   const char *words, struct acd_fault *why)
{
    const struct ui *ui = asking->ui;
    const struct request_entry *entry = asked_already(ui, request, (int)asking->dialog->op, words);
    char age[TEXT_FIGURE_BYTES];
    if (entry != NULL)
        return acd_fault_say(why, _("already asked %s ago and not answered yet"),
                             text_age(age, asking->world->now_ms - entry->asked_ms));
    return ui_can(ui, board_site(asking->world->board, request->site), asking->dialog->op, why) &&
           acd_request_check(request, why);
}

static void address(const struct asking *asking, struct acd_request *request, int i)
{
    const struct selection_list *agents = asking->dialog->agents;
    if (agents == NULL || asking->dialog->op == ACD_OP_MOVE_AGENTS)
        return;
    request->site = agents->at[i].site;
    request->agent = agents->at[i].id;
    ACD_KNOW(request, ACD_REQUEST_AGENT);
}

/* Before anything has happened: the figures of the decision. */
static void watch_effect(const struct asking *asking, const struct acd_request *request,
                         const char *words)
{
    const struct ui_world *world = asking->world;
    struct outlook_measure measure;
    struct outlook_effect effect;
    const char *why;
    int op = (int)asking->dialog->op;
    if (asking->queue == NULL || form_of(asking->dialog->op)->target != FORM_OF_QUEUE ||
        op == ACD_OP_CLAIM || op == ACD_OP_OVERFLOW_END)
        return;
    bool expected = expect_measure(asking, &measure) &&
                    expect_reckon(asking, &measure, &effect, &why);
    effects_asked(asking->ui->effects, world->board, request, op, words,
                  expected ? &effect.after : NULL, world->now_ms, world->wall_ms);
}

static void post(const struct asking *asking, struct acd_request *request, const char *words)
{
    struct ui *ui = asking->ui;
    char id[ACD_REQUEST_ID_BYTES];
    ui->draw_id(id);
    request->id = id;
    ui->outbox[ui->n_outbox++] = acd_shape_keep(&acd_request_shape, request, NULL);
    if (ui->effects != NULL)
        watch_effect(asking, request, words);
    if (ui->requests != NULL)
        requests_asked(ui->requests, request, words, asking->world->now_ms);
}

/* Everything that is about to be asked, but for its ids. */
struct batch {
    struct acd_request request;
    char words[sizeof((struct request_entry *)0)->words];
    const char *agents[SELECTION_MOST];
    int n;
};

static bool read_batch(const struct asking *asking, struct batch *batch, bool *empty,
                       struct acd_fault *why)
{
    const struct selection_list *agents = asking->dialog->agents;
    struct acd_request *request = &batch->request;
    if (!request_read(asking, "-", request, batch->words, sizeof batch->words, empty, why))
        return false;
    batch->n = 1;
    if (agents == NULL)
        return true;
    if (asking->dialog->op != ACD_OP_MOVE_AGENTS) {
        batch->n = agents->n;
        return true;
    }
    for (int i = 0; i < agents->n; i++)
        batch->agents[i] = agents->at[i].id;
    request->args.agents = batch->agents;
    request->args.n_agents = (uint32_t)agents->n;
    ACD_KNOW(&request->args, ACD_ARGS_AGENTS);
    ACD_KNOW(request, ACD_REQUEST_ARGS);
    return true;
}

bool send_check(const struct asking *asking, bool *empty, struct acd_fault *why)
{
    const struct selection_list *agents = asking->dialog->agents;
    struct batch batch;
    if (!read_batch(asking, &batch, empty, why) || !request_fits(asking, &batch.request, why))
        return false;
    if (agents != NULL && agents->n < 1)
        return acd_fault_say(why, _("nobody is left to whom it could be done"));
    if (asking->ui->n_outbox + batch.n > UI_OUTBOX)
        return acd_fault_say(why,
                             ngettext("%d request is not sent yet; wait a moment",
                                      "%d requests are not sent yet; wait a moment",
                                      (unsigned long)asking->ui->n_outbox),
                             asking->ui->n_outbox);
    for (int i = 0; i < batch.n; i++) {
        address(asking, &batch.request, i);
        if (!may_go(asking, &batch.request, batch.words, why))
            return false;
    }
    return true;
}

void send_deed(const struct asking *asking)
{
    struct ui *ui = asking->ui;
    struct acd_fault why;
    struct batch batch;
    bool empty, fine = read_batch(asking, &batch, &empty, &why);
    assert(fine && "send_check() held a moment ago");
    for (int i = 0; fine && i < batch.n; i++) {
        address(asking, &batch.request, i);
        post(asking, &batch.request, batch.words);
    }
    if (asking->dialog->agents != NULL)
        ui->n_marked = 0;
    ui_say(ui, asking->world->now_ms, ROLE_PENDING, _("asked: %s%s"), batch.words,
           batch.n > 1 ? _(", one request for each agent") : "");
}
