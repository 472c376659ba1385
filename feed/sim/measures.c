/* The measures in force: which, since when, how long, and what is undone when one ends.  What one
 * does while it lasts is asked for where it matters, by sim_measure_on(). */
#include "feed/sim/inside.h"

#include <stdio.h>
#include <string.h>

struct sim_measure *sim_measure_find(struct floor *floor, uint32_t serial)
{
    for (int i = 0; i < floor->n_measures; i++)
        if (floor->measures[i].serial == serial)
            return &floor->measures[i];
    return NULL;
}

/* Work is deferred for the sake of a queue: asked for at a queue of calls, all the work of the site
 * that can wait is; asked for at such work itself, that alone. */
bool sim_measure_covers(const struct floor *floor, const struct sim_measure *measure, int q)
{
    return measure->queue == q || (measure->op == ACD_OP_DEFER_WORK &&
                                   !sim_postponable(floor->queues[measure->queue].make->media) &&
                                   sim_postponable(floor->queues[q].make->media));
}

struct sim_measure *sim_measure_on(const struct floor *floor, enum acd_op op, int q)
{
    for (int i = 0; i < floor->n_measures; i++)
        if (floor->measures[i].op == op && sim_measure_covers(floor, &floor->measures[i], q))
            return &floor->measures[i];
    return NULL;
}

static void covered_changed(struct floor *floor, const struct sim_measure *measure)
{
    for (int q = 0; q < floor->n_queues; q++)
        if (sim_measure_covers(floor, measure, q))
            sim_queue_changed(floor, q);
}

struct sim_measure *sim_measure_new(struct floor *floor, enum acd_op op, int queue,
                                    const struct acd_request *request)
{
    floor->measures = sim_grow(floor->measures, floor->n_measures, &floor->room_measures,
                               sizeof(*floor->measures));
    struct sim_measure *measure = &floor->measures[floor->n_measures++];
    *measure = (struct sim_measure){.serial = ++floor->measure_serials,
                                    .op = op,
                                    .queue = queue,
                                    .to = NONE,
                                    .since_t = floor->t,
                                    .until_t = INT64_MAX};
    sim_copy_text(measure->by, sizeof(measure->by), request->by ? request->by : "");
    snprintf(measure->request, sizeof(measure->request), "%s", request->id ? request->id : "");
    if (ACD_KNOWN(&request->args, ACD_ARGS_FOR)) {
        measure->until_t = floor->t + request->args.for_ms;
        sim_due(floor, request->args.for_ms, WHAT_MEASURE_END, NONE, 0, (int)measure->serial);
    }
    covered_changed(floor, measure);
    return measure;
}

void sim_measure_id(const struct sim_measure *measure, char *out, size_t bytes)
{
    snprintf(out, bytes, "m%u", (unsigned)measure->serial);
}

static void finish_move(struct floor *floor, struct sim_measure *measure)
{
    if (measure->under_way > 0 || !measure->accepted)
        return;
    measure->accepted = false;
    sim_finished(floor, measure->request, ACD_STATUS_DONE, NULL);
}

void sim_move_agent(struct floor *floor, int a)
{
    struct sim_agent *agent = &floor->agents[a];
    struct sim_measure *measure = sim_measure_find(floor, agent->asked_move);
    agent->asked_move = 0;
    if (!measure)
        return;
    sim_agent_learn(floor, a, measure->queue, 1, measure->serial);
    if (measure->instead)
        sim_agent_put_off(floor, a, measure->serial);
    measure->under_way--;
    finish_move(floor, measure);
}

/* Everyone serves again what was served before; who was called in goes home. */
static void give_back(struct floor *floor, const struct sim_measure *measure)
{
    for (int a = 0; a < floor->n_agents; a++) {
        struct sim_agent *agent = &floor->agents[a];
        if (agent->asked_move == measure->serial) {
            agent->asked_move = 0;
            sim_agent_changed(floor, a);
        }
        sim_agent_restore(floor, a, measure->serial);
        if (agent->called_by == measure->serial) {
            agent->called_by = 0;
            sim_agent_wish(floor, a, ACD_STATE_OFFLINE, "", 0);
        }
    }
}

static void hand_out_again(struct floor *floor, const struct sim_measure *measure)
{
    for (int q = 0; q < floor->n_queues; q++)
        if (sim_measure_covers(floor, measure, q))
            sim_route_queue(floor, q);
}

static const char *const end_words[] = {
    [SIM_END_TIME] = "has ended by itself: its time is over",
    [SIM_END_HAND] = "has ended early",
    [SIM_END_THROUGH] = "has ended: its contacts are through",
};

static void tell_end(struct floor *floor, const struct sim_measure *measure, enum sim_end_why why,
                     const char *by)
{
    const char *op = acd_names_word(&acd_op_names, (int)measure->op);
    struct sim_note *note = sim_note_new(floor, "action");
    sim_note_queue(floor, note, measure->queue);
    snprintf(note->op, sizeof(note->op), "%s", op);
    sim_copy_text(note->by, sizeof(note->by), by ? by : measure->by);
    snprintf(note->status, sizeof(note->status), "done");
    const char *to = measure->op == ACD_OP_OVERFLOW ? floor->queues[measure->to].make->name
                                                    : measure->to_text;
    sim_note_text(note, "%s%s%s%s", to[0] ? "to " : "", to, to[0] ? " " : "", end_words[why]);
}

void sim_measure_end(struct floor *floor, uint32_t serial, enum sim_end_why why, const char *by)
{
    struct sim_measure *at = sim_measure_find(floor, serial);
    if (!at)
        return;
    struct sim_measure measure = *at;
    size_t after = (size_t)(&floor->measures[floor->n_measures] - (at + 1));
    memmove(at, at + 1, after * sizeof(*at));
    floor->n_measures--;
    covered_changed(floor, &measure);
    tell_end(floor, &measure, why, by);
    if (measure.accepted)
        sim_finished(floor, measure.request, ACD_STATUS_FAILED,
                     "the measure ended before every agent was free to move");
    switch (measure.op) {
    case ACD_OP_MOVE_AGENTS:
    case ACD_OP_ALL_HANDS:
    case ACD_OP_REROUTE:
    case ACD_OP_MANAGERS:
        give_back(floor, &measure);
        break;
    case ACD_OP_DEFER_WORK:
        hand_out_again(floor, &measure);
        break;
    default:
        break;
    }
}
