/* Erlang A: callers who give up.  The queue in states, by sums of positive terms alone, so that
 * nothing cancels; as logarithms, since at high load the sums leave every range.
 *
 * With n agents, service rate mu, each waiting caller leaving at rate theta, and
 *   x = n mu / theta,  y = lambda / theta,  t_k = y^k / ((x+1) (x+2) .. (x+k))
 * the state of n + k calls has the weight t_k times that of n (Palm).  A caller who meets k others
 * waiting is answered with probability x / (x+k+1), after a mean of the sum over i = 1 .. k+1 of
 * 1 / (theta (x+i)).  The wait V of a caller who never gave up has the density
 *   lambda p(n-1) exp(g(v)),  g(v) = y (1 - exp(-theta v)) - x theta v. */
#include "feed/figures/erlang.h"

#define MOST_TERMS 20000000.0

/* Sums over the states with all agents busy, each divided by exp(log_scale). */
struct queue_sums {
    double log_scale;
    double states;   /* t_k, k >= 0 */
    double waiting;  /* k t_k */
    double answered; /* t_k x / (x+k+1) */
    double delays;   /* t_k x / (x+k+1) * sum of 1 / (x+i), i = 1 .. k+1 */
};

static void scale_down(struct queue_sums *s, double *term)
{
    s->states *= 0x1p-600;
    s->waiting *= 0x1p-600;
    s->answered *= 0x1p-600;
    s->delays *= 0x1p-600;
    *term *= 0x1p-600;
    s->log_scale += 600 * log(2);
}

static struct queue_sums sum_queue(double x, double y)
{
    struct queue_sums s = {.log_scale = 0};
    double term = 1, stages = 0;

    for (double k = 0;; k++) {
        double met = x / (x + k + 1);

        stages += 1 / (x + k + 1);
        s.states += term;
        s.waiting += k * term;
        s.answered += term * met;
        s.delays += term * met * stages;
        if (x + k > y && term * (k + 1) < 1e-17 * (s.states + s.waiting))
            return s;
        term *= y / (x + k + 1);
        if (term > 0x1p600)
            scale_down(&s, &term);
    }
}

/* log(exp(a) + exp(b)) */
static double log_add(double a, double b)
{
    double larger = a > b ? a : b, smaller = a > b ? b : a;

    return isinf(larger) ? larger : larger + log1p(exp(smaller - larger));
}

bool erlang_a(struct erlang_a *a, const struct erlang_flow *flow, int64_t agents, double answer_ms)
{
    double per_patience = flow->patience_ms / flow->aht_ms;
    double x = (double)agents * per_patience, y = flow->load * per_patience;
    double t = answer_ms / flow->patience_ms;
    double log_busy, log_all, log_below, at_t;
    struct queue_sums sums, later;

    if (!(y - x <= MOST_TERMS) || !(x <= 1e15))
        return false;
    sums = sum_queue(x, y);
    /* Relative to the state of n - 1 calls: below n in sum 1 / B(n - 1), n and more in sum log_busy. */
    log_busy = log(flow->load / (double)agents) + log(sums.states) + sums.log_scale;
    log_all = log_add(-log(erlang_b(flow->load, agents - 1)), log_busy);
    a->wait_share = exp(log_busy - log_all);
    a->q1 = a->wait_share * (sums.waiting / sums.states);
    a->abandon = a->q1 / y;
    a->asa_ms = a->wait_share * (sums.delays / sums.states) * flow->patience_ms / (1 - a->abandon);
    /* From answer_ms on the queue looks like one met by fewer callers, y exp(-theta T). */
    later = sum_queue(x, y * exp(-t));
    log_below = -log_all - y * expm1(-t) - x * t;
    at_t = log_below + later.log_scale;
    a->late = exp(at_t + log(later.states - exp(-later.log_scale)));
    a->longer = exp(at_t - t + log(flow->load / (double)agents) + log(later.states));
    return true;
}
