/* Any text as a scenario of the simulated centre: refused in words, or taken within its ranges, and
 * a floor lives through its first quarter of an hour with sums that add up. */
#include "acdfeed/limits.h"
#include "feed/sim/floor.h"
#include "feed/sim/scenario.h"
#include "tests/fuzz/input.h"

enum { QUEUES = 2, AGENTS = 6, SHOW_MS = 900000, STEP_MS = 60000 };
#define T0 INT64_C(1772530890000)

static void check_queue(const struct acd_queue *queue)
{
    const struct acd_tally *day = &queue->day;
    HOLDS(queue->waiting >= 0 && queue->active >= 0 && queue->n_calls <= ACD_MAX_CALLS);
    HOLDS(queue->n_calls == (queue->waiting < ACD_MAX_CALLS ? queue->waiting : ACD_MAX_CALLS));
    HOLDS(day->answered + day->abandoned + day->overflow_out + day->callback + queue->waiting <=
          day->offered);
    HOLDS(day->answered_in <= day->answered && day->abandoned_in <= day->abandoned);
}

static void live_through(const struct sim_scenario *scenario)
{
    struct sim_site_make make;
    sim_centre_site(&make, 0, NULL, QUEUES, AGENTS);
    make.scenario = scenario;
    make.show_t = T0;
    struct floor *floor = floor_new(&make, 1, T0);
    for (int64_t t = T0; t < T0 + SHOW_MS; t += STEP_MS) {
        floor_advance(floor, t);
        for (int i = 0; i < QUEUES; i++)
            check_queue(floor_tell_queue(floor, i));
        for (const struct acd_event *event; (event = floor_take_event(floor)) != NULL;)
            HOLDS(ACD_KNOWN(event, ACD_EVENT_TYPE));
    }
    floor_free(floor);
    sim_site_release(&make);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    static struct sim_scenario scenario;
    struct acd_fault why;
    if (bytes > 8192)
        return 0;
    char *text = input_text(data, bytes);
    if (!sim_scenario_read(text, "any.scenario", &scenario, &why)) {
        check_words(why.text);
    } else {
        HOLDS(scenario.n_happenings >= 0 && scenario.n_happenings <= SIM_HAPPENINGS);
        HOLDS(scenario.load >= 0 && scenario.presence >= 0 && scenario.presence <= 1);
        scenario.load = scenario.load > 2 ? 2 : scenario.load; /* what it costs is not at issue */
        scenario.bursts = scenario.bursts > 2 ? 2 : scenario.bursts;
        live_through(&scenario);
    }
    free(text);
    return 0;
}
