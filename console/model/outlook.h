/* What the next quarter of an hour will probably bring a queue, as it is and with a measure: service
 * level and waiting, from the present backlog on.  Pure.
 *
 * The model is Erlang's with impatient callers (M/M/n+M; without them where nobody was seen giving
 * up), not in its steady state but as it moves from the state of now: what is asked is the time until
 * a measure has worked, and a queue beyond its capacity has no steady state.  Sources as in
 * acdfeed/erlang.h; the moving state by the forward equations of its Markov chain (D. G. Kendall
 * 1953), the waits by those of the callers ahead.  Queues of more agents than OUTLOOK_AGENTS are
 * reckoned by Erlang C, or as a fluid (acdfeed/staffing.h) beyond their capacity. */
#ifndef CONSOLE_MODEL_OUTLOOK_H
#define CONSOLE_MODEL_OUTLOOK_H

#include "console/model/board.h"
#include "console/model/figures.h"

enum { OUTLOOK_MS = 15 * 60000, OUTLOOK_AGENTS = 60, OUTLOOK_SAMPLE = 10 };

/* A queue as a load. */
struct outlook_side {
    double per_ms;      /* contacts that come */
    double per_ms_error; /* standard error of that as a share of it; 0: none is known */
    double aht_ms;
    double patience_ms; /* mean time after which one gives up; 0: nobody was seen to */
    double agents;      /* on duty for it; those who serve other queues too count in part */
    double waiting;
    double active;      /* with an agent now */
    double free;        /* agents who could take one at once; 0: nobody, or not told */
    double answer_ms;   /* T */
};
struct outlook {
    double level;       /* of those who come in that time: answered within T */
    double wait_ms;     /* their mean wait */
    double waiting;     /* at its end */
};

/* False: not enough is known; `why` says what, static. */
bool outlook_side(struct outlook_side *out, const struct board *board,
                  const struct board_queue *queue, int64_t now_ms, int64_t wall_ms,
                  const char **why) ACD_MUST_CHECK;
struct outlook outlook_of(const struct outlook_side *side);

/* Between which two the level will be four times of five: even the right model does not know better, for
 * who comes when is chance, and a quarter of an hour is short.  It counts what the paths of the chain
 * differ by, whose calls these are, and how well the rate is known; not that the load itself may jump.
 * False: a load that is reckoned by Erlang C or as a fluid, of which no spread is known. */
struct outlook_range {
    double low, high;
};
bool outlook_range(struct outlook_range *out, const struct outlook_side *side) ACD_MUST_CHECK;

/* A measure with what it would be asked with; what does not belong to it is not looked at. */
struct outlook_measure {
    enum acd_op op;
    const struct board_queue *other; /* where it goes to, or comes from; NULL none */
    double calls;                    /* overflow; -1: all, and those to come meanwhile */
    double count;                    /* agents moved */
    bool instead;                    /* they leave the other queue */
    double share;                    /* 0..1, of new contacts */
    int64_t for_ms;                  /* -1: no end */
};
struct outlook_effect {
    struct outlook before, after;                 /* of the queue */
    bool has_other;
    const char *other_why;                        /* why nothing is said of the other; static */
    struct outlook other_before, other_after;     /* of the other */
};
/* False: nothing can be said of it; `why` says what is missing, static.  `memo` holds what was reckoned
 * before, or is NULL. */
struct outlook_memo;
bool outlook_effect(struct outlook_effect *out, struct outlook_memo *memo, const struct board *board,
                    const struct board_queue *queue, const struct outlook_measure *measure,
                    int64_t now_ms, int64_t wall_ms, const char **why) ACD_MUST_CHECK;

#endif
