/* From a decided dialogue to requests in the outbox, each with an id of its own, none asked twice
 * while an answer is still to come. */
#include "console/ask/send.h"

#include "acdfeed/shape.h"
#include "console/ask/request.h"
#include "console/ask/words.h"
#include "console/cells/text.h"

#include <stdio.h>
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
        return acd_fault_say(why, "already asked %s ago and not answered yet",
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

static void post(const struct asking *asking, struct acd_request *request, const char *words)
{
    struct ui *ui = asking->ui;
    char id[ACD_REQUEST_ID_BYTES];
    ui->draw_id(id);
    request->id = id;
    ui->outbox[ui->n_outbox++] = acd_shape_keep(&acd_request_shape, request, NULL);
    if (ui->requests != NULL)
        requests_asked(ui->requests, request, words, asking->world->now_ms);
}

static bool post_all(const struct asking *asking, struct acd_request *request, int n,
                     const char *words, struct acd_fault *why)
{
    if (n < 1)
        return acd_fault_say(why, "nobody is left to whom it could be done");
    if (asking->ui->n_outbox + n > UI_OUTBOX)
        return acd_fault_say(why, "%d requests are not sent yet; wait a moment",
                             asking->ui->n_outbox);
    for (int i = 0; i < n; i++) {
        address(asking, request, i);
        if (!may_go(asking, request, words, why))
            return false;
    }
    for (int i = 0; i < n; i++) {
        address(asking, request, i);
        post(asking, request, words);
    }
    return true;
}

bool send_deed(const struct asking *asking)
{
    struct dialog *dialog = asking->dialog;
    struct ui *ui = asking->ui;
    const char *ids[SELECTION_MOST];
    struct acd_request request;
    struct acd_fault why;
    char words[sizeof((struct request_entry *)0)->words];
    bool empty, moves = dialog->op == ACD_OP_MOVE_AGENTS;
    int n = 1;
    bool fine = request_read(asking, "-", &request, words, sizeof words, &empty, &why);
    if (dialog->agents != NULL && !moves)
        n = dialog->agents->n;
    if (dialog->agents != NULL && moves) {
        for (int i = 0; i < dialog->agents->n; i++)
            ids[i] = dialog->agents->at[i].id;
        request.args.agents = ids;
        request.args.n_agents = (uint32_t)dialog->agents->n;
        ACD_KNOW(&request.args, ACD_ARGS_AGENTS);
        ACD_KNOW(&request, ACD_REQUEST_ARGS);
    }
    if (!fine || !post_all(asking, &request, n, words, &why)) {
        words_print(dialog->error, sizeof dialog->error, "%s", why.text);
        return false;
    }
    if (dialog->agents != NULL)
        ui->n_marked = 0;
    ui_say(ui, asking->world->now_ms, ROLE_PENDING, "asked: %s%s", words,
           n > 1 ? ", one request for each agent" : "");
    return true;
}
