/* A contact and its agent: it rings, is picked up or not, is spoken with, and leaves after-call
 * work behind.  How it came and waited is in calls.c. */
#include "feed/sim/inside.h"

#include <string.h>

#define RING_OUT_MS 20000 /* what rings longer goes back to the line */

void sim_ring(struct floor *floor, int a, int c)
{
    struct sim_call *call = &floor->calls[c];
    struct sim_agent *agent = &floor->agents[a];
    const struct sim_queue_make *make = floor->queues[call->queue].make;
    sim_line_leave(floor, c);
    call->state = CALL_RINGING;
    call->agent = a;
    call->rang_t = floor->t;
    floor->queues[call->queue].ringing++;
    agent->call = c;
    agent->handling = call->queue;
    sim_agent_become(floor, a, ACD_STATE_RINGING, "");
    if (make->ring_ms == 0) {
        sim_pick_up(floor, a);
        return;
    }
    double rings = sim_random_lognormal(&floor->random, (double)make->ring_ms, 0.5);
    if (sim_random_chance(&floor->random, make->rona_chance) || rings >= RING_OUT_MS)
        sim_due(floor, RING_OUT_MS, WHAT_NO_ANSWER, a, agent->epoch, 0);
    else
        sim_due(floor, (int64_t)rings, WHAT_PICK_UP, a, agent->epoch, 0);
}

/* The talk is drawn whole: a first part, perhaps a hold, and what is left after it. */
static void draw_talk(struct floor *floor, struct sim_call *call)
{
    const struct sim_queue *queue = &floor->queues[call->queue];
    const struct sim_queue_make *make = queue->make;
    double mean = (double)make->talk_ms * queue->slow;
    double talk = make->talk_variation > 0
                      ? sim_random_lognormal(&floor->random, mean, make->talk_variation)
                      : sim_random_exponential(&floor->random, mean);
    call->talk_ms = (int64_t)talk;
    call->hold_ms = call->talk_again_ms = 0;
    if (!sim_random_chance(&floor->random, make->hold_chance))
        return;
    call->hold_ms = (int64_t)sim_random_exponential(&floor->random, (double)make->hold_ms);
    call->talk_again_ms = (int64_t)(talk * sim_random_unit(&floor->random));
    call->talk_ms -= call->talk_again_ms;
}

void sim_pick_up(struct floor *floor, int a)
{
    struct sim_agent *agent = &floor->agents[a];
    struct sim_call *call = &floor->calls[agent->call];
    struct sim_queue *queue = &floor->queues[call->queue];
    int64_t wait = floor->t - call->came_t;
    call->state = CALL_ACTIVE;
    call->epoch++;
    queue->ringing--;
    queue->active++;
    sim_count(floor, call->queue, ACD_TALLY_ANSWERED, 1);
    sim_count(floor, call->queue, ACD_TALLY_WAIT, wait);
    sim_count(floor, call->queue, ACD_TALLY_RING, floor->t - call->rang_t);
    if (wait <= queue->make->answer_ms)
        sim_count(floor, call->queue, ACD_TALLY_ANSWERED_IN, 1);
    spans_peak(queue->spans, sim_local(floor), wait);
    sim_call_left_line(floor, agent->call);
    draw_talk(floor, call);
    sim_agent_become(floor, a, ACD_STATE_TALKING, "");
    sim_due(floor, call->talk_ms, call->hold_ms > 0 ? WHAT_HOLD : WHAT_HANG_UP, a, agent->epoch, 0);
}

void sim_no_answer(struct floor *floor, int a)
{
    struct sim_agent *agent = &floor->agents[a];
    int c = agent->call;
    struct sim_call *call = &floor->calls[c];
    floor->queues[call->queue].ringing--;
    call->agent = NONE;
    agent->call = agent->handling = NONE;
    agent->rona++;
    if (agent->asked_state !=
        NONE) { /* the end of the call that a supervisor's change waited for */
        sim_agent_free(floor, a);
    } else {
        sim_agent_become(floor, a, ACD_STATE_PAUSED, "no answer");
        sim_due(floor, sim_random_between(&floor->random, 30000, 150000), WHAT_PAUSE_END, a,
                agent->epoch, 0);
    }
    sim_line_join(floor, c);
    sim_route_call(floor, c);
}

void sim_hold(struct floor *floor, int a)
{
    struct sim_call *call = &floor->calls[floor->agents[a].call];
    sim_agent_become(floor, a, ACD_STATE_HOLD, "");
    sim_due(floor, call->hold_ms, WHAT_TALK_AGAIN, a, floor->agents[a].epoch, 0);
}

void sim_talk_again(struct floor *floor, int a)
{
    struct sim_call *call = &floor->calls[floor->agents[a].call];
    sim_agent_become(floor, a, ACD_STATE_TALKING, "");
    sim_due(floor, call->talk_again_ms, WHAT_HANG_UP, a, floor->agents[a].epoch, 0);
}

/* The contact is over: the agent turns to after-call work. */
static void end_talk(struct floor *floor, int a)
{
    struct sim_agent *agent = &floor->agents[a];
    struct sim_call *call = &floor->calls[agent->call];
    struct sim_queue *queue = &floor->queues[call->queue];
    double acw = (double)queue->make->acw_ms * queue->slow;
    queue->active--;
    agent->handled++;
    agent->call = NONE;
    int64_t acw_ms = (int64_t)sim_random_lognormal(&floor->random, acw, queue->make->acw_variation);
    sim_agent_become(floor, a, ACD_STATE_ACW, "");
    sim_due(floor, acw_ms, WHAT_ACW_END, a, agent->epoch, 0);
}

void sim_hang_up(struct floor *floor, int a)
{
    int c = floor->agents[a].call;
    int q = floor->calls[c].queue;
    const struct sim_queue_make *make = floor->queues[q].make;
    end_talk(floor, a);
    int to = make->n_choices > 0 ? make->choices[0] : NONE;
    if (to != NONE && sim_random_chance(&floor->random, make->transfer_chance) &&
        floor->queues[to].open && floor->queues[to].make->media == make->media) {
        sim_count(floor, q, ACD_TALLY_TRANSFERRED, 1);
        char from[sizeof(floor->calls[c].from)];
        memcpy(from, floor->calls[c].from, sizeof(from)); /* a new call may move all calls */
        sim_call_enter(floor, sim_call_new(floor, to, from));
    }
    sim_call_free(floor, c);
}

void sim_acw_end(struct floor *floor, int a)
{
    struct sim_agent *agent = &floor->agents[a];
    sim_agent_account(floor, a);
    agent->handling = NONE;
    sim_agent_free(floor, a);
}

void sim_call_cut(struct floor *floor, int a)
{
    struct sim_agent *agent = &floor->agents[a];
    if (agent->call == NONE)
        return;
    int c = agent->call;
    struct sim_call *call = &floor->calls[c];
    if (call->state == CALL_ACTIVE) {
        end_talk(floor, a);
        sim_call_free(floor, c);
        return;
    }
    floor->queues[call->queue].ringing--;
    call->agent = NONE;
    agent->call = agent->handling = NONE;
    sim_line_join(floor, c);
}
