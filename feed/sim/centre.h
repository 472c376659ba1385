/* The make-up of one simulated site: its queues, its agents, what befalls it.  Written by hand in
 * tests, by sim_centre_site() for people, then given to floor_new().  Plain data. */
#ifndef FEED_SIM_CENTRE_H
#define FEED_SIM_CENTRE_H

#include "acdfeed/names.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    SIM_ID_BYTES = 65,
    SIM_NAME_BYTES = 96,
    SIM_TEXT_BYTES = 257,
    SIM_CHOICES = 4, /* first to fourth choice of the routing plan */
    SIM_SKILLS = 6,  /* queues that an agent serves by the roster */
    SIM_BREAKS = 3,
    SIM_HAPPENINGS = 32,
};
#define SIM_DAY_MS INT64_C(86400000)

/* How one queue's work comes and what it takes.  Times are means. */
struct sim_queue_make {
    char id[SIM_ID_BYTES], name[SIM_NAME_BYTES];
    const char *group;
    enum acd_media media;
    int64_t answer_ms, short_ms, asa_ms;
    double level, abandon;
    enum acd_formula formula;
    double peak_per_hour; /* contacts offered in the busiest hour of the curve */
    const double *curve;  /* 25 shares of the peak at 0:00, 1:00 .. 24:00 local; NULL: always 1 */
    int64_t talk_ms, hold_ms, acw_ms;
    double talk_variation; /* standard deviation / mean of the talk time */
    double acw_variation;
    double hold_chance;
    int64_t patience_ms;       /* 0: waits for ever */
    double patience_variation; /* 0: exponential */
    double transfer_chance;
    int64_t ring_ms; /* mean time to pick up; 0: at once */
    double rona_chance;
    double burst_per_hour; /* unscripted bursts */
    bool accepts_overflow;
    int choices[SIM_CHOICES]; /* indexes of queues of the same site */
    int n_choices;
};

struct sim_agent_make {
    char id[SIM_ID_BYTES], name[SIM_NAME_BYTES], team[SIM_NAME_BYTES];
    int queues[SIM_SKILLS], prio[SIM_SKILLS]; /* prio 1 is served first */
    int n_queues;
    int64_t from_ms, to_ms; /* shift, local ms after midnight; from == to: round the clock */
    int64_t break_ms[SIM_BREAKS], break_for_ms[SIM_BREAKS]; /* local; 0 long: none */
    bool reserve;                                           /* manager: logs in when called only */
    bool steady; /* no unplanned pauses, no lateness, no outbound calls: for models */
};

enum sim_happening_kind {
    SIM_SURGE,   /* `factor` times the contacts */
    SIM_SLOW,    /* `factor` times the handling time */
    SIM_ABSENCE, /* `factor` share of the agents does not come, or leaves */
    SIM_OUTAGE,  /* their telephony fails: calls are cut off, agents thrown out */
    SIM_CAMPAIGN, /* `factor` share of those who are free rings customers up instead */
    SIM_TELL,    /* `text` on the boards of the site */
    SIM_HAPPENING_KINDS
};
struct sim_happening {
    enum sim_happening_kind kind;
    int64_t at_ms, for_ms;    /* after the start of the show */
    char site[SIM_ID_BYTES];  /* "" every site */
    char queue[SIM_ID_BYTES]; /* id, or group name; "" every queue */
    double factor;
    char text[SIM_TEXT_BYTES];
};

/* What a scenario file says. */
struct sim_scenario {
    char name[SIM_ID_BYTES];
    int64_t start_ms; /* local time of day the show begins; -1: that of this machine */
    double load;      /* times the usual contacts */
    double presence;  /* share of the agents that come to work */
    double bursts;    /* times the usual unscripted bursts */
    struct sim_happening happenings[SIM_HAPPENINGS];
    int n_happenings;
};

struct sim_site_make {
    char id[SIM_ID_BYTES], name[SIM_NAME_BYTES], tz[SIM_NAME_BYTES];
    int64_t offset_ms;    /* t + offset_ms is the floor's own local time, by which all of it goes */
    int64_t day_start_ms; /* told only: when by the clock of `tz` the floor's midnight is */
    int64_t window_ms, interval_ms;
    struct sim_queue_make *queues;
    int n_queues;
    struct sim_agent_make *agents;
    int n_agents;
    const struct sim_scenario *scenario; /* borrowed; NULL: nothing befalls it */
    int64_t show_t;                      /* when the scenario's 0:00 is */
};

/* A site out of the built-in tables: `which` counts the sites from 0, `queues` and `agents` are how
 * many it gets.  id may be NULL: the built-in one.  Release with sim_site_release(). */
void sim_centre_site(struct sim_site_make *site, int which, const char *id, int queues, int agents);
void sim_site_release(struct sim_site_make *site);
/* How many queues and agents the built-in site has unless told otherwise. */
void sim_centre_usual(int which, int *queues, int *agents);

#endif
