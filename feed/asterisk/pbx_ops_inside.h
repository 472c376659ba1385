/* What the files of pbx_ops.h share. */
#ifndef FEED_ASTERISK_PBX_OPS_INSIDE_H
#define FEED_ASTERISK_PBX_OPS_INSIDE_H

#include "feed/asterisk/pbx_inside.h"
#include "feed/asterisk/pbx_ops.h"

enum {
    ORDER_ANSWER_MS = 15000, /* a server that takes longer has failed */
    ORDER_STEPS_MOST = 2048,
    ORDERS_MOST = 256,
};

/* The actions that operations are made of: whether the server has them for our user. */
#define PBX_RIGHT_LIST(X)                                                                          \
    X(QueuePause)                                                                                  \
    X(QueueAdd)                                                                                    \
    X(QueueRemove)                                                                                 \
    X(QueuePenalty)                                                                                \
    X(Redirect)                                                                                    \
    X(QueueWithdrawCaller)                                                                         \
    X(QueueChangePriorityCaller)                                                                   \
    X(Setvar)                                                                                      \
    X(Getvar)                                                                                      \
    X(ShowDialPlan)                                                                                \
    X(Command)
enum pbx_right {
#define RIGHT(name) PBX_MAY_##name,
    PBX_RIGHT_LIST(RIGHT)
#undef RIGHT
        PBX_RIGHTS
};

enum step_kind { STEP_DO, STEP_CHECK }; /* a check that fails ends the order */
struct step {
    enum step_kind kind;
    char *action;   /* without ActionID and the empty line */
    char *undo;     /* for the measure, once done; NULL: none */
    char what[PBX_TEXT_BYTES]; /* for a person: whom it concerns */
    char moves[PBX_ID_BYTES];  /* the call that is on its way once this is done; "": none */
};

struct order {
    uint32_t serial;
    char request[ACD_MAX_ID_BYTES + 1]; /* "": asked by nobody */
    uint32_t measure;                   /* 0: none */
    bool ending;                        /* undoes a measure */
    struct step *steps;
    int n, room, at;
    int done, failed;
    bool sent;
    int64_t sent_t;
    char why[PBX_TEXT_BYTES];
    void (*finally)(struct pbx_ops *ops, const struct order *order, int64_t t); /* all done; may be NULL */
    int queue;
    struct order *next;
};

struct measure {
    uint32_t serial;
    enum acd_op op;
    int queue, to; /* to: PBX_NONE unless it is a queue */
    char to_text[PBX_TEXT_BYTES], by[PBX_TEXT_BYTES];
    int64_t since_t, until_t; /* INT64_MAX: until it is ended */
    bool coming;              /* overflow: also those who come, */
    int64_t left;             /* so many of them; -1: all */
    char **undo;
    int n_undo, room_undo;
};

struct finished {
    char request[ACD_MAX_ID_BYTES + 1];
    enum acd_status status;
    char why[PBX_TEXT_BYTES];
};
struct ops_note {
    char type[16], op[32], queue[PBX_ID_BYTES], by[PBX_TEXT_BYTES], text[PBX_TEXT_BYTES];
    char request[ACD_MAX_ID_BYTES + 1]; /* "": of none */
};

struct pbx_ops {
    struct pbx *pbx;
    bool may[PBX_RIGHTS], rights_known, moves_by_priority;
    char version[64];
    const char *offered[ACD_OPS];
    uint32_t n_offered;
    struct order *orders;
    int n_orders;
    uint32_t order_serials, measure_serials;
    struct measure *measures;
    int n_measures, room_measures;
    struct finished *finished;
    int n_finished, room_finished, told_finished;
    struct ops_note *notes;
    int n_notes, room_notes, told_notes;
    char why[PBX_TEXT_BYTES];
    char *sending;
    struct acd_measure told[ACD_MAX_MEASURES];
    char told_ids[ACD_MAX_MEASURES][16];
    struct acd_event event;
};

/* One request on its way. */
struct asked {
    struct pbx_ops *ops;
    const struct acd_request *request;
    const struct acd_args *args;
    int64_t t;
    int queue, to; /* PBX_NONE: none was named */
    struct pbx_agent *agent;
    struct pbx_call *call;
};

/* pbx_ops.c */
enum acd_status ops_refuse(struct asked *asked, enum acd_status status, const char *format, ...)
    ACD_PRINTF(3, 4);
void ops_note(struct pbx_ops *ops, const char *type, const char *op, int queue, const char *by,
              const char *format, ...) ACD_PRINTF(6, 7);
const char *ops_queue_name(const struct pbx_ops *ops, int queue);

/* pbx_orders.c */
struct order *order_new(struct pbx_ops *ops, const struct asked *asked); /* asked NULL: nobody's */
/* Adds a step; a spoilt action is refused: NULL. */
struct step *order_add(struct order *order, enum step_kind kind, const struct ami_action *action,
                       const char *what);
bool step_undo(struct step *step, const struct ami_action *action);
void order_drop(struct pbx_ops *ops, struct order *order);

/* pbx_ops_agents.c */
/* What ends a measure was written down before the agent took a break, which goes on: changes `undo`
 * to that end; false when it must not be sent at all. */
bool ops_keep_break(const struct pbx *pbx, struct ami_action *undo);

/* pbx_measures.c */
struct measure *measure_new(struct pbx_ops *ops, enum acd_op op, int queue, const struct asked *asked);
struct measure *measure_find(struct pbx_ops *ops, uint32_t serial);
struct measure *measure_on(struct pbx_ops *ops, enum acd_op op, int queue);
void measure_undoes(struct measure *measure, char *action); /* takes it over */
/* Takes it out of force and orders what undoes it. */
void measure_end(struct pbx_ops *ops, uint32_t serial, const struct asked *asked, const char *how,
                 int64_t t);
void measure_drop(struct pbx_ops *ops, uint32_t serial); /* nothing was done by it */
void measures_advance(struct pbx_ops *ops, int64_t t);

/* The operations: ACCEPTED, or what else it came to with words in ops->why. */
typedef enum acd_status ops_function(struct asked *asked);
ops_function ops_overflow, ops_overflow_end, ops_redirect, ops_priority;       /* pbx_ops_calls.c */
ops_function ops_move_agents, ops_all_hands, ops_managers, ops_agent_state, ops_agent_queue;
ops_function ops_open, ops_close, ops_throttle, ops_outsource, ops_announce, ops_callback,
    ops_reroute;                                                                /* pbx_ops_hooks.c */
void ops_joined(void *context, int queue, const struct pbx_call *call);
/* "ACDWALL_CLOSED_sales" */
void ops_variable(const struct pbx_ops *ops, const char *hook, int queue, char *out, size_t bytes);

#endif
