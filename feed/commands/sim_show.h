/* The floors of `acdfeed sim`: which sites there are, made and warmed up as the options ask, all on
 * one clock.  One thread. */
#ifndef FEED_COMMANDS_SIM_SHOW_H
#define FEED_COMMANDS_SIM_SHOW_H

#include "acdfeed/fault.h"
#include "acdfeed/publisher.h"
#include "feed/sim/floor.h"

enum { SIM_SITES_MOST = 32 };

/* What the options say; -1: not given. */
struct sim_choice {
    const char *stats, *control, *scenario, *start, *names;
    bool no_control, own; /* own: sockets of a private place */
    double speed;
    struct acd_publisher_options keys; /* of it only what is about keys */
    int64_t seed, duration_ms, sites, queues, agents, period_ms, keyframe_ms;
};

struct sim_show {
    struct acd_publisher *publisher;
    struct sim_scenario scenario;
    struct floor *floors[SIM_SITES_MOST];
    struct acd_zone *zones[SIM_SITES_MOST];
    char ids[SIM_SITES_MOST][SIM_ID_BYTES];
    int n;
    int64_t queues, agents;
    double speed;
    int64_t start_t, start_mono_ms, touched_ms;
    bool complained;
};

/* The time on the floors: `speed` times as fast as this machine's since the start. */
int64_t sim_show_now(const struct sim_show *show);

/* Reads the scenario, makes the sites and lets each live through its day up to the beginning, so
 * that all figures are filled.  False: `why` names the option that is wrong.  Release in both
 * cases. */
bool sim_show_prepare(struct sim_show *show, const struct sim_choice *choice,
                      struct acd_fault *why) ACD_MUST_CHECK;
void sim_show_release(struct sim_show *show);

#endif
