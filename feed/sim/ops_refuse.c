/* Why the simulated centre does not do what it was asked. */
#include "feed/sim/inside.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum acd_status sim_refuse(const struct sim_order *order, const char *format, ...)
{
    char text[2 * ACD_MAX_TEXT_BYTES];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    sim_copy_text(order->floor->why, sizeof(order->floor->why), text);
    return ACD_STATUS_REFUSED;
}

enum acd_status sim_refuse_twice(const struct sim_order *order, enum acd_op op)
{
    const struct floor *floor = order->floor;
    for (int i = 0; i < floor->n_measures; i++) {
        const struct sim_measure *measure = &floor->measures[i];
        bool same = measure->op == op && sim_measure_covers(floor, measure, order->queue);
        char id[16];
        if (!same)
            continue;
        sim_measure_id(measure, id, sizeof(id));
        return sim_refuse(order, "%s is already in force (%s)",
                          acd_names_word(&acd_op_names, (int)op), id);
    }
    return ACD_STATUS_DONE;
}

/* Tier 3 of the response plan: more work than the agents on duty can take. */
bool sim_overloaded(struct floor *floor, int q)
{
    struct sim_queue *queue = &floor->queues[q];
    struct acd_tally window, interval, day;
    spans_read(queue->spans, sim_local(floor), &window, &interval, &day);
    double aht = (double)queue->plan_aht, horizon = 900000, highest = 0.95;
    double rate = window.span_ms > 0 ? (double)window.offered / (double)window.span_ms : 0;
    int64_t on_duty = 0;
    for (int s = 0; s < ACD_STATES; s++)
        if (s != ACD_STATE_OFFLINE && s != ACD_STATE_PAUSED)
            on_duty += queue->staff[s];
    return rate * aht + (double)queue->waiting * aht / horizon > (double)on_duty * highest;
}
