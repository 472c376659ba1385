/* The Markov chain of a queue as a load: how many are in it, waiting or with an agent, and what one who
 * comes to so many meets.  The lower floor of outlook.h, whose sources hold here. */
#ifndef CONSOLE_MODEL_OUTLOOK_CHAIN_H
#define CONSOLE_MODEL_OUTLOOK_CHAIN_H

#include "console/model/outlook.h"

enum { OUTLOOK_STEPS = 300 }; /* of OUTLOOK_MS */

struct outlook_chain {
    double *p;      /* the chance of each state, at first all of it on the present one */
    double *level;  /* of one who comes to a state: the chance of being answered within T */
    double *wait;   /* its mean wait in ms, were it to stay */
    double *down, *pivot, birth; /* of the tridiagonal system of one step, factored once */
    int n;          /* states 0 .. n - 1 */
};

/* False: too many agents or states for a screen that is drawn several times a second. */
bool outlook_chain_begin(struct outlook_chain *chain, const struct outlook_side *side) ACD_MUST_CHECK;
void outlook_chain_end(struct outlook_chain *chain);
/* Moves n chances, or sums of such, on by a step. */
void outlook_chain_step(const struct outlook_chain *chain, double *p);

#endif
