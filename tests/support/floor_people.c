/* Agents in every state, with reasons, a pending change and schedules; and the last events. */
#include "tests/support/floor_people.h"

#include "tests/support/floor_fixture.h"

#include <stdio.h>
#include <string.h>

enum { TOLD_AGO_MS = 400 };
#define SECONDS(m, s) (((m) * 60 + (s)) * 1000)

struct agent_spec {
    const char *site, *id, *name, *team;
    enum acd_agent_state state;
    int64_t in_state_ms;
    const char *reason, *queue, *serves[3];
    const char *pending;
    int sched;          /* enum acd_schedule, -1 not told */
    int64_t adherent;   /* of 100 */
};

#define B "berlin"
#define P "paris"
#define L "lisbon"
static const struct agent_spec specs[] = {
    {B, "anna.k", "Anna Keller", "red", ACD_STATE_ACW, SECONDS(4, 31), NULL, "sales", {"sales"}, NULL, 0, 97},
    {B, "ben.o", "Ben Okafor", "red", ACD_STATE_TALKING, SECONDS(12, 10), NULL, "sales", {"sales", "billing"}, "pause: lunch", 0, 95},
    {B, "chloe.m", "Chloé Martin", "red", ACD_STATE_PAUSED, SECONDS(18, 2), "break", NULL, {"sales"}, NULL, 0, 81},
    {B, "wang.f", "王芳", "red", ACD_STATE_TALKING, SECONDS(0, 40), NULL, "care", {"care"}, NULL, 0, 99},
    {B, "dimitris.p", "Δημήτρης Παππάς", "blue", ACD_STATE_TALKING, SECONDS(3, 15), NULL, "support", {"support"}, NULL, 0, 93},
    {B, "eva.s", "Eva Schulz", "red", ACD_STATE_HOLD, SECONDS(1, 5), NULL, "sales", {"sales", "orders"}, NULL, 0, 96},
    {B, "finn.l", "Finn Lang", "red", ACD_STATE_ACW, SECONDS(0, 22), NULL, "sales", {"sales"}, NULL, 0, 92},
    {B, "gabi.r", "Gabi Roth", "red", ACD_STATE_PAUSED, SECONDS(6, 40), "break", NULL, {"sales"}, NULL, 1, 94},
    {B, "hana.n", "Hana Novák", "red", ACD_STATE_PAUSED, SECONDS(11, 0), "meeting", NULL, {"sales"}, NULL, 0, 90},
    {B, "igor.v", "Igor Volkov", "red", ACD_STATE_TALKING, SECONDS(2, 2), NULL, "sales", {"sales"}, NULL, 0, 98},
    {B, "li.w", "李伟", "blue", ACD_STATE_TALKING, SECONDS(5, 55), NULL, "care", {"care", "support"}, NULL, 0, 97},
    {B, "jana.k", "Jana Krämer", "blue", ACD_STATE_RINGING, SECONDS(0, 6), NULL, "support", {"support"}, NULL, 0, 96},
    {B, "kofi.a", "Kofi Annor", "blue", ACD_STATE_AVAILABLE, SECONDS(1, 48), NULL, NULL, {"support", "back"}, NULL, 0, 99},
    {B, "lena.b", "Lena Braun", "green", ACD_STATE_AVAILABLE, SECONDS(0, 12), NULL, NULL, {"billing", "orders"}, NULL, 0, 97},
    {B, "mara.c", "Mara Conti", "green", ACD_STATE_TALKING, SECONDS(7, 33), NULL, "billing", {"billing"}, NULL, 0, 95},
    {B, "nils.j", "Nils Jensen", "green", ACD_STATE_OUTBOUND, SECONDS(2, 41), NULL, NULL, {"support"}, NULL, 0, 93},
    {B, "olga.t", "Ольга Титова", "green", ACD_STATE_AVAILABLE, SECONDS(9, 20), NULL, NULL, {"orders"}, NULL, 0, 96},
    {B, "pia.d", "Pia Diaz", "green", ACD_STATE_AVAILABLE, SECONDS(3, 3), NULL, NULL, {"back"}, NULL, 0, 98},
    {B, "quinn.f", "Quinn Frost", "green", ACD_STATE_OFFLINE, SECONDS(55, 0), NULL, NULL, {"back"}, NULL, 2, 100},
    {B, "rosa.g", "Rosa García Márquez de la Fuente", "green", ACD_STATE_TALKING, SECONDS(0, 58), NULL, "back", {"back"}, NULL, 0, 97},
    {P, "sami.h", "Sami Haddad", "écrit", ACD_STATE_TALKING, SECONDS(14, 0), NULL, "mail", {"mail"}, NULL, -1, 0},
    {P, "theo.b", "Théo Blanc", "écrit", ACD_STATE_TALKING, SECONDS(8, 12), NULL, "mail", {"mail"}, NULL, -1, 0},
    {P, "ugo.r", NULL, "écrit", ACD_STATE_AVAILABLE, SECONDS(0, 50), NULL, NULL, {"mail"}, NULL, -1, 0},
    {P, "vera.l", "Véra Lemoine", "écrit", ACD_STATE_PAUSED, SECONDS(31, 0), "lunch", NULL, {"mail"}, NULL, 1, 88},
    {P, "walid.s", "Walid Saïd", "écrit", ACD_STATE_OFFLINE, SECONDS(120, 0), NULL, NULL, {"mail"}, NULL, 2, 91},
    {P, "xenia.p", "Ξένια Παπαδοπούλου", "écrit", ACD_STATE_ACW, SECONDS(1, 10), NULL, "mail", {"mail"}, NULL, 0, 95},
    {L, "yara.c", "Yara Costa", "porto", ACD_STATE_TALKING, SECONDS(2, 30), NULL, "porto", {"porto"}, NULL, 0, 96},
    {L, "ze.m", "Zé Moreira", "porto", ACD_STATE_PAUSED, SECONDS(5, 0), "break", NULL, {"porto"}, NULL, 0, 94},
};

static void tell_agent(struct board *board, const struct agent_spec *spec, int64_t told_ms)
{
    struct acd_agent_queue queues[3];
    struct acd_agent agent = {
        .known = ACD_BIT(ACD_AGENT_ID) | ACD_BIT(ACD_AGENT_TEAM) | ACD_BIT(ACD_AGENT_STATE) |
                 ACD_BIT(ACD_AGENT_STATE_MS) | ACD_BIT(ACD_AGENT_QUEUES) | ACD_BIT(ACD_AGENT_DAY),
        .id = spec->id, .name = spec->name, .team = spec->team, .state = (int)spec->state,
        .state_ms = spec->in_state_ms - TOLD_AGO_MS, .reason = spec->reason, .queue = spec->queue,
        .queues = queues, .pending = spec->pending,
        .day = {.known = UINT64_MAX, .handled = 11 + spec->adherent % 10, .talk_ms = 5400000,
                .hold_ms = 300000, .acw_ms = 900000, .idle_ms = 1200000, .paused_ms = 600000,
                .login_ms = 8400000, .rona = spec->adherent % 3},
        .sched = {.known = UINT64_MAX, .state = spec->sched < 0 ? 0 : spec->sched,
                  .left_ms = 5400000 + TOLD_AGO_MS, .scheduled_ms = 8000000,
                  .adherent_ms = spec->adherent * 80000},
    };

    agent.known |= spec->name ? ACD_BIT(ACD_AGENT_NAME) : 0;
    agent.known |= spec->reason ? ACD_BIT(ACD_AGENT_REASON) : 0;
    agent.known |= spec->queue ? ACD_BIT(ACD_AGENT_QUEUE) : 0;
    agent.known |= spec->pending ? ACD_BIT(ACD_AGENT_PENDING) : 0;
    agent.known |= spec->sched >= 0 ? ACD_BIT(ACD_AGENT_SCHED) : 0;
    for (int i = 0; i < 3 && spec->serves[i]; i++)
        queues[agent.n_queues++] =
            (struct acd_agent_queue){.known = UINT64_MAX, .id = spec->serves[i], .prio = i + 1};
    fixture_tell(board, spec->site, ACD_KIND_AGENT, 1, told_ms, &agent);
}

void floor_people(struct board *board, int64_t now_ms)
{
    for (size_t i = 0; i < ACD_COUNT_OF(specs); i++) {
        bool lisbon = strcmp(specs[i].site, L) == 0;

        tell_agent(board, &specs[i], lisbon ? now_ms - 60000 : now_ms - TOLD_AGO_MS);
    }
}

struct event_spec {
    int64_t ago_ms;
    const char *type, *by, *op, *queue, *agent, *status, *why, *text, *from;
    int64_t wait_ms;
};
static const struct event_spec events[] = {
    {SECONDS(21, 0), "notice", "maria", NULL, NULL, NULL, NULL, NULL, "Card payments are down", NULL, 0},
    {SECONDS(14, 30), "abandon", NULL, NULL, "sales", NULL, NULL, NULL, NULL, "+49 30 …71", SECONDS(1, 12)},
    {SECONDS(9, 5), "action", "anna", "move_agents", "sales", NULL, "refused", "nobody in orders can serve sales", NULL, NULL, 0},
    {SECONDS(6, 40), "action", "anna", "overflow", "sales", NULL, "done", NULL, NULL, NULL, 0},
    {SECONDS(4, 2), "claim", "anna", NULL, "sales", NULL, NULL, NULL, NULL, NULL, 0},
    {SECONDS(3, 20), "abandon", NULL, NULL, "care", NULL, NULL, NULL, NULL, "+86 10 …08", SECONDS(2, 41)},
    {SECONDS(2, 15), "action", "jo", "agent_state", NULL, "chloe.m", "failed", "the phone did not answer", NULL, NULL, 0},
    {SECONDS(0, 55), "abandon", NULL, NULL, "sales", NULL, NULL, NULL, NULL, NULL, SECONDS(3, 8)},
    {SECONDS(0, 12), "abandon", NULL, NULL, "sales", NULL, NULL, NULL, NULL, "+49 89 …35", SECONDS(0, 4)},
};

static uint64_t bit_if(const void *present, int field)
{
    return present ? ACD_BIT(field) : 0;
}

void floor_events(struct board *board, int64_t now_ms, int64_t wall_ms)
{
    for (size_t i = 0; i < ACD_COUNT_OF(events); i++) {
        const struct event_spec *spec = &events[i];
        char id[16];
        struct acd_event event = {
            .id = id, .type = spec->type, .t = wall_ms - spec->ago_ms, .by = spec->by, .op = spec->op,
            .queue = spec->queue, .agent = spec->agent, .status = spec->status, .why = spec->why,
            .text = spec->text, .from = spec->from, .wait_ms = spec->wait_ms,
        };

        snprintf(id, sizeof(id), "e%zu", i + 1);
        event.known = ACD_BIT(ACD_EVENT_ID) | ACD_BIT(ACD_EVENT_TYPE) | ACD_BIT(ACD_EVENT_T) |
                      bit_if(spec->by, ACD_EVENT_BY) | bit_if(spec->op, ACD_EVENT_OP) |
                      bit_if(spec->queue, ACD_EVENT_QUEUE) | bit_if(spec->agent, ACD_EVENT_AGENT) |
                      bit_if(spec->status, ACD_EVENT_STATUS) | bit_if(spec->why, ACD_EVENT_WHY) |
                      bit_if(spec->text, ACD_EVENT_TEXT) | bit_if(spec->from, ACD_EVENT_FROM) |
                      (spec->wait_ms ? ACD_BIT(ACD_EVENT_WAIT) : 0);
        fixture_tell(board, B, ACD_KIND_EVENT, 1, now_ms - spec->ago_ms, &event);
    }
}
