/* The arithmetic of staffing: what a number of agents makes of a load.  Pure, thread-safe.
 *
 * Units: times in ms, shares and levels as fractions 0..1, loads in erlang.
 *
 * Every answer is an acd_figure: VALUE; UNDEFINED where the question has no finite answer (above all
 * Erlang C with a load of all agents or more, which has no steady state); UNKNOWN for arguments out
 * of range (negative, NaN, infinite, more than ACD_ERLANG_MOST_AGENTS).  `sample` is 0 throughout.
 *
 * Sources.  Erlang B and C: A. K. Erlang 1917; B by its recursion over the number of servers, C from
 * B, so that no factorial is ever formed (R. B. Cooper, Introduction to Queueing Theory, 2nd ed.
 * 1981, ch. 3).  Erlang A (M/M/n+M): C. Palm 1943; S. Zeltyn, A. Mandelbaum, "Service Engineering:
 * The Erlang-A Queue" and "Call centers with impatient customers", Queueing Systems 51, 2005. */
#ifndef ACDFEED_ERLANG_H
#define ACDFEED_ERLANG_H

#include "acdfeed/kpi.h"

enum { ACD_ERLANG_MOST_AGENTS = 100000 };

/* Calls arrive at random (Poisson), talk, work and patience are exponential. */
struct acd_demand {
    double calls;       /* that arrive in interval_ms, >= 0 */
    double interval_ms; /* > 0 */
    double talk_ms;     /* mean time with an agent, hold included, >= 0 */
    double acw_ms;      /* mean after-call work, >= 0 */
    double patience_ms; /* mean time after which a waiting caller gives up; 0: never */
};

/* Erlangs: calls / interval_ms * AHT, AHT = talk + acw. */
struct acd_figure acd_erlang_load(const struct acd_demand *demand);

/* Share of calls that find all `servers` busy and go away (0 servers: all).
 * B(0) = 1, B(n) = A B(n-1) / (n + A B(n-1)). */
struct acd_figure acd_erlang_b(double load, int64_t servers);
/* Share of calls that wait.  C = N B / (N - A (1 - B)); UNDEFINED unless load < agents. */
struct acd_figure acd_erlang_c(double load, int64_t agents);
/* The least number of servers whose B is `blocking` (0 < .. < 1) or less: trunks for a trunk load. */
struct acd_figure acd_erlang_b_servers(double load, double blocking);

/* What callers and agents meet at a steady load.  Without patience by Erlang C, UNDEFINED but `load`
 * when load >= agents; with patience by Erlang A, which always has a steady state (UNKNOWN when the
 * mean queue would be beyond 20,000,000).  No agents: UNDEFINED. */
struct acd_service {
    struct acd_figure load;        /* erlang */
    struct acd_figure wait_share;  /* of all calls, those that wait at all: Pw */
    struct acd_figure asa_ms;      /* mean wait of the answered; C: Pw AHT / (N - A) */
    struct acd_figure delay_ms;    /* mean wait of those who wait; C: AHT / (N - A) */
    struct acd_figure q1;          /* mean number waiting; C: calls rate * ASA */
    struct acd_figure q2;          /* mean number waiting while all agents are busy: Q1 / Pw */
    struct acd_figure level;       /* answered within answer_ms / offered;
                                      C: 1 - Pw exp(-(N - A) T / AHT) */
    struct acd_figure abandon;     /* share of all calls that give up; C: 0 */
    struct acd_figure occupancy;   /* C: A / N; A: A (1 - abandon) / N */
    struct acd_figure trunk_load;  /* erlang; calls rate * (wait of all + talk of the answered) */
};
struct acd_service acd_erlang_service(const struct acd_demand *demand, int64_t agents,
                                      double answer_ms);

/* Share of all calls that wait longer than t_ms, whether answered then or not.
 * C: Pw exp(-(N - A) t / AHT). */
struct acd_figure acd_erlang_wait_longer(const struct acd_demand *demand, int64_t agents,
                                         double t_ms);

/* The least number of agents, 1 at least, whose level reaches `level` (0 <= .. < 1).  UNDEFINED when
 * even ACD_ERLANG_MOST_AGENTS do not. */
struct acd_figure acd_erlang_agents(const struct acd_demand *demand, double answer_ms, double level);

#endif
