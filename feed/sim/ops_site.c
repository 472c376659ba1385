/* Operations that concern the whole site: work that can wait, and what is told to everybody. */
#include "feed/sim/inside.h"

#include <stdio.h>

#define NOTICE_MS 600000

enum acd_status sim_op_defer_work(const struct sim_order *order)
{
    struct floor *floor = order->floor;
    bool any = false;
    if (sim_refuse_twice(order, ACD_OP_DEFER_WORK) != ACD_STATUS_DONE)
        return ACD_STATUS_REFUSED;
    for (int q = 0; q < floor->n_queues; q++)
        any = any || sim_postponable(floor->queues[q].make->media);
    if (!any)
        return sim_refuse(order, "%s has no work that can wait", floor->make.id);
    sim_measure_new(floor, ACD_OP_DEFER_WORK, order->queue, order->request);
    return ACD_STATUS_DONE;
}

static struct sim_note *note_by(const struct sim_order *order, const char *type)
{
    struct sim_note *note = sim_note_new(order->floor, type);
    sim_note_queue(order->floor, note, order->queue);
    sim_copy_text(note->by, sizeof(note->by), order->request->by ? order->request->by : "");
    sim_copy_text(note->request, sizeof(note->request), order->request->id);
    return note;
}

enum acd_status sim_op_claim(const struct sim_order *order)
{
    const char *alert = order->request->args.alert;
    sim_note_text(note_by(order, "claim"), "%s", alert ? alert : "");
    return ACD_STATUS_DONE;
}

enum acd_status sim_op_notice(const struct sim_order *order)
{
    const char *text = order->request->args.text;
    sim_notice(order->floor, text, NOTICE_MS);
    sim_note_text(note_by(order, "notice"), "%s", text);
    return ACD_STATUS_DONE;
}
