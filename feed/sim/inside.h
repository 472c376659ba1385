/* The parts of a floor, for the files of feed/sim alone.  Agents, queues and calls are named by
 * index; NONE is no index. */
#ifndef FEED_SIM_INSIDE_H
#define FEED_SIM_INSIDE_H

#include "acdfeed/limits.h"
#include "feed/sim/agenda.h"
#include "feed/sim/floor.h"
#include "feed/sim/random.h"
#include "feed/tallies/spans.h"

#include <stddef.h>

enum { NONE = -1, SIM_ACCOUNT_MS = 10000, SIM_LINES = 20000 /* contacts in the centre at one time */ };

enum sim_what {
    WHAT_ARRIVAL,      /* queue; epoch: its arrival epoch */
    WHAT_BURST,        /* queue; an unscripted burst begins */
    WHAT_BURST_END,    /* queue */
    WHAT_GIVE_UP,      /* call; epoch */
    WHAT_OFFER_BACK,   /* call; arg: its serial; is asked whether it would rather be called back */
    WHAT_PICK_UP,      /* agent; epoch */
    WHAT_NO_ANSWER,    /* agent; epoch */
    WHAT_HOLD,         /* agent; epoch */
    WHAT_TALK_AGAIN,   /* agent; epoch */
    WHAT_HANG_UP,      /* agent; epoch */
    WHAT_ACW_END,      /* agent; epoch */
    WHAT_OUTBOUND_END, /* agent; epoch */
    WHAT_PAUSE_END,    /* agent; epoch */
    WHAT_DAY,          /* the local day turns */
    WHAT_LOGIN,        /* agent; epoch: day */
    WHAT_LOGOUT,       /* agent; epoch: day */
    WHAT_BREAK,        /* agent; epoch: day; arg: which */
    WHAT_ERRAND,       /* agent; epoch: day; a meeting, an outbound call */
    WHAT_RESERVE_IN,   /* agent; arg: serial of the measure */
    WHAT_CALL_BACK,    /* queue; a promised call-back falls due; arg: slot of the promise */
    WHAT_MEASURE_END,  /* arg: serial */
    WHAT_HAPPENING,    /* subject: index of the happening */
    WHAT_HAPPENING_END,
    WHAT_NOTICE_END, /* epoch: of the notice */
    WHAT_ACCOUNT,    /* the time of those at work is counted */
    WHATS
};

enum sim_call_state { CALL_NOT, CALL_WAITING, CALL_RINGING, CALL_ACTIVE };

struct sim_call {
    enum sim_call_state state;
    uint32_t epoch; /* counts up when the slot changes hands or its patience does */
    uint64_t serial;
    int queue, agent;
    int64_t came_t; /* its wait counts from here, through all queues */
    int64_t give_up_t;
    int64_t rang_t;
    int64_t prio;       /* higher is served first */
    int older, younger; /* in the line of its queue */
    uint32_t sent_by;   /* serial of the overflow that moved it, 0 none */
    int64_t talk_ms, hold_ms, talk_again_ms;
    char from[24];
};

struct sim_queue {
    const struct sim_queue_make *make;
    struct spans *spans;
    struct sim_tally_life {
        int64_t offered, answered, abandoned, overflow_out, callback;
    } life;
    int head, tail; /* oldest, youngest waiting */
    int64_t waiting, ringing, active;
    int64_t preferred; /* waiting ones whose prio is not 0 */
    int *members;      /* agents with a skill for it that is in effect */
    int n_members, room_members;
    int64_t staff[ACD_STATES];
    bool open;
    double burst;       /* unscripted factor on arrivals */
    double surge, slow; /* scripted factors */
    uint32_t arrival_epoch;
    uint32_t burst_epoch;
    bool changed;
    int64_t *plan_offered, *plan_agents, plan_aht;
    int64_t plan_start_t;
};

struct sim_skill {
    int queue, prio;
    uint32_t lent_by;    /* serial of the measure that gave it; 0: the agent's own */
    uint32_t put_off_by; /* serial of the measure that suspends it; 0: in effect */
};

struct sim_agent {
    const struct sim_agent_make *make;
    enum acd_agent_state state;
    int64_t since_t;
    char reason[64];
    int call;
    int handling;   /* queue of the contact that is handled or wound up; NONE */
    uint32_t epoch; /* counts up at each change of state */
    struct sim_skill *skills;
    int n_skills, room_skills;
    int64_t spent_ms[ACD_STATES], handled, rona;
    int64_t accounted_t; /* spent_ms and adherent_ms hold up to here */
    int64_t adherent_ms;
    /* What waits for the end of a call: the shift's own wish, and a supervisor's. */
    int due_state; /* NONE, ACD_STATE_PAUSED or ACD_STATE_OFFLINE */
    char due_reason[64];
    int64_t due_for_ms;
    int asked_state;
    char asked_reason[64], asked_request[SIM_ID_BYTES];
    uint32_t asked_move; /* serial of a move_agents */
    uint32_t called_by;  /* serial of the measure that called this reserve agent in */
    bool absent;         /* does not come to work while a happening lasts */
    bool changed;
};

struct sim_measure {
    uint32_t serial;
    enum acd_op op;
    int queue;                  /* NONE: the whole site */
    int to;                     /* queue, or NONE */
    char to_text[SIM_ID_BYTES]; /* what is told as `to`; "" nothing */
    char by[SIM_NAME_BYTES];
    char request[SIM_ID_BYTES];
    int64_t since_t, until_t; /* until INT64_MAX: until it is ended */
    double share;
    int64_t calls_left; /* overflow: contacts still to be sent; INT64_MAX: all and those to come */
    int64_t under_way;  /* overflow: sent contacts that wait still; move: agents still on a call */
    bool instead;
    bool accepted; /* its request waits for DONE */
};

struct sim_promise { /* a call-back */
    int queue;
    bool taken;
    char from[24];
};

struct sim_note { /* an event to be told */
    struct acd_event event;
    char type[12], by[SIM_NAME_BYTES], op[16], queue[SIM_ID_BYTES], agent[SIM_ID_BYTES],
        call[SIM_ID_BYTES], status[12], text[SIM_TEXT_BYTES], from[24], request[SIM_ID_BYTES];
};
struct sim_end { /* an accepted request that has come to its end */
    char request[SIM_ID_BYTES];
    enum acd_status status;
    char why[SIM_TEXT_BYTES];
};

struct floor {
    struct sim_site_make make;
    struct sim_random random;
    struct sim_agenda agenda;
    int64_t t;
    struct sim_queue *queues;
    int n_queues;
    struct sim_agent *agents;
    int n_agents;
    struct sim_call *calls;
    int n_calls, room_calls, free_call; /* free ones are chained by `younger` */
    uint64_t serials;
    uint32_t measure_serials;
    struct sim_measure *measures;
    int n_measures, room_measures;
    struct sim_promise *promises;
    int n_promises, room_promises;
    int *changed_queues, *changed_agents;
    int n_changed_queues, n_changed_agents;
    bool site_changed;
    int64_t day_t; /* when the present local day began */
    uint32_t day;
    char notice[SIM_TEXT_BYTES];
    uint32_t notice_epoch;
    struct sim_note *notes, told_note;
    int n_notes, room_notes, next_note;
    struct sim_end *ends, told_end;
    int n_ends, room_ends, next_end;
    char why[ACD_MAX_TEXT_BYTES];
    /* what the tell functions lend out */
    struct {
        struct acd_site site;
        struct acd_queue queue;
        struct acd_call calls[ACD_MAX_CALLS];
        char call_ids[ACD_MAX_CALLS][24];
        struct acd_measure measures[ACD_MAX_MEASURES];
        char measure_ids[ACD_MAX_MEASURES][16];
        const char *choices[SIM_CHOICES];
        struct acd_agent agent;
        struct acd_agent_queue agent_queues[ACD_MAX_AGENT_QUEUES];
        char pending[SIM_TEXT_BYTES];
    } told;
};

/* Room for one more element of a list that grows. */
void *sim_grow(void *list, int n, int *room, size_t bytes);

/* floor.c */
/* The floor's local clock; the tallies go by it, so that their intervals are those of the plan. */
int64_t sim_local(const struct floor *floor);
void sim_due(struct floor *floor, int64_t after_ms, int what, int subject, uint32_t epoch, int arg);
void sim_queue_changed(struct floor *floor, int queue);
void sim_agent_changed(struct floor *floor, int agent);
int sim_find_queue(const struct floor *floor, const char *id);
int sim_find_agent(const struct floor *floor, const char *id);
bool sim_queue_matches(const struct floor *floor, int queue, const char *word);

/* arrivals.c */
void sim_arrivals_begin(struct floor *floor, int queue);
void sim_arrival(struct floor *floor, int queue);
void sim_arrivals_change(struct floor *floor, int queue); /* its rate is another one from now on */
void sim_burst(struct floor *floor, int queue, bool begins);
double sim_rate_per_hour(const struct floor *floor, int queue, int64_t t); /* without bursts */
void sim_plans_make(struct floor *floor);                                  /* of the present day */
void sim_call_back_due(struct floor *floor, int promise);

/* line.c: who waits */
void sim_count(struct floor *floor, int queue, enum acd_tally_field field, int64_t amount);
void sim_line_join(struct floor *floor, int call);
void sim_line_leave(struct floor *floor, int call);
int sim_line_first(const struct floor *floor, int queue);          /* who is served next, or NONE */
int sim_line_find(const struct floor *floor, const char *call_id); /* a waiting call, or NONE */

/* calls.c */
bool sim_call_room(const struct floor *floor); /* a line is free: ask before each new contact */
int sim_call_new(struct floor *floor, int queue, const char *from);
void sim_call_free(struct floor *floor, int call);
void sim_call_enter(struct floor *floor, int call); /* offered to its queue: routed, or waits */
void sim_call_patience(struct floor *floor, int call, int64_t after_ms); /* from now on */
void sim_call_give_up(struct floor *floor, int call);
void sim_call_move(struct floor *floor, int call, int to,
                   uint32_t sent_by);                 /* in line -> other line */
void sim_call_promise(struct floor *floor, int call); /* takes the call-back and leaves */
void sim_hear_announcement(struct floor *floor, int call);
void sim_offer_back(struct floor *floor, int call);
void sim_call_left_line(struct floor *floor, int call); /* an overflow may be through by that */

/* talks.c */
void sim_ring(struct floor *floor, int agent, int call);
void sim_pick_up(struct floor *floor, int agent);
void sim_no_answer(struct floor *floor, int agent);
void sim_hold(struct floor *floor, int agent);
void sim_talk_again(struct floor *floor, int agent);
void sim_hang_up(struct floor *floor, int agent);
void sim_acw_end(struct floor *floor, int agent);
void sim_call_cut(struct floor *floor, int agent); /* the line is dead */

/* agents.c */
void sim_agent_account(struct floor *floor, int agent);
/* Of everyone who has a contact, now and every SIM_ACCOUNT_MS from now on. */
void sim_agents_account(struct floor *floor);
void sim_agent_become(struct floor *floor, int agent, enum acd_agent_state state,
                      const char *reason);
void sim_agent_free(struct floor *floor,
                    int agent); /* what was waiting happens, or the next contact */
void sim_agent_wish(struct floor *floor, int agent, int state, const char *reason, int64_t for_ms);
bool sim_agent_busy(const struct sim_agent *agent); /* with a contact or an outbound call */
struct sim_skill *sim_agent_skill(struct sim_agent *agent, int queue);
void sim_agent_learn(struct floor *floor, int agent, int queue, int prio, uint32_t lent_by);
void sim_agent_unlearn(struct floor *floor, int agent, int queue);
void sim_move_agent(struct floor *floor, int agent); /* carries out its asked_move (measures.c) */
void sim_agent_put_off(struct floor *floor, int agent, uint32_t measure); /* but what it lent */
void sim_agent_restore(struct floor *floor, int agent, uint32_t measure);

/* shifts.c */
void sim_day_begins(struct floor *floor);
void sim_login(struct floor *floor, int agent);
void sim_logout(struct floor *floor, int agent);
void sim_break(struct floor *floor, int agent, int which);
void sim_errand(struct floor *floor, int agent);
/* What the roster says: state, time to its end, and the rostered work of the day up to t. */
enum acd_schedule sim_sched(const struct floor *floor, const struct sim_agent_make *make, int64_t t,
                            int64_t *left_ms);
int64_t sim_sched_work(const struct floor *floor, const struct sim_agent_make *make, int64_t t);

/* routing.c */
bool sim_route_call(struct floor *floor, int call);   /* to a free agent, if there is one */
bool sim_route_agent(struct floor *floor, int agent); /* to the contact that needs this one most */
void sim_route_queue(struct floor *floor, int queue); /* as many as there are free agents */
bool sim_postponable(enum acd_media media);
bool sim_handed_out(const struct floor *floor, int queue); /* not deferred */

/* measures.c */
struct sim_measure *sim_measure_find(struct floor *floor, uint32_t serial);
struct sim_measure *sim_measure_on(const struct floor *floor, enum acd_op op, int queue);
struct sim_measure *sim_measure_new(struct floor *floor, enum acd_op op, int queue,
                                    const struct acd_request *request);
enum sim_end_why { SIM_END_TIME, SIM_END_HAND, SIM_END_THROUGH };
void sim_measure_end(struct floor *floor, uint32_t serial, enum sim_end_why why, const char *by);
void sim_measure_id(const struct sim_measure *measure, char *out, size_t bytes);
bool sim_measure_covers(const struct floor *floor, const struct sim_measure *measure, int queue);

/* happenings.c: the scenario */
void sim_happenings_begin(struct floor *floor);
void sim_happening(struct floor *floor, int which, bool begins);

/* ops.c and what it dispatches to.  Each carries out one operation; refusing goes by sim_refuse. */
struct sim_order {
    struct floor *floor;
    const struct acd_request *request;
    int queue, to, agent, call; /* found by their ids; NONE where none was named */
};
typedef enum acd_status sim_op(const struct sim_order *order);
enum acd_status sim_refuse(const struct sim_order *order, const char *format, ...) ACD_PRINTF(2, 3);
/* "already in force" where a measure of this kind is; ACD_STATUS_DONE where none is. */
enum acd_status sim_refuse_twice(const struct sim_order *order, enum acd_op op);
bool sim_overloaded(struct floor *floor, int queue);
sim_op sim_op_overflow, sim_op_overflow_end, sim_op_announce, sim_op_callback, sim_op_reroute,
    sim_op_outsource, sim_op_throttle, sim_op_open, sim_op_close, sim_op_priority, sim_op_redirect;
sim_op sim_op_move_agents, sim_op_all_hands, sim_op_managers, sim_op_agent_state,
    sim_op_agent_queue;
sim_op sim_op_defer_work, sim_op_claim, sim_op_notice;

/* notes.c: events and ends to be told */
/* Copies UTF-8, cut at a character where the room ends. */
void sim_copy_text(char *out, size_t bytes, const char *text);
struct sim_note *sim_note_new(struct floor *floor, const char *type);
void sim_note_queue(struct floor *floor, struct sim_note *note, int queue);
void sim_note_text(struct sim_note *note, const char *format, ...) ACD_PRINTF(2, 3);
void sim_finished(struct floor *floor, const char *request, enum acd_status status,
                  const char *why);
void sim_notice(struct floor *floor, const char *text, int64_t for_ms);

#endif
