/* Simulated floors for tests: a warm one of the built-in centre, one made by hand, requests by a
 * few words, and what must always hold. */
#ifndef TESTS_SUPPORT_SIM_FLOOR_H
#define TESTS_SUPPORT_SIM_FLOOR_H

#include "feed/sim/floor.h"

/* 10:00 UTC of some Tuesday. */
#define SIM_TEN INT64_C(1772532000000)
#define SIM_MINUTE INT64_C(60000)

/* The nth site of the built-in centre at 10:00 after a morning's work; `scenario` may be NULL. */
struct floor *sim_floor_warm(int which, uint64_t seed, const struct sim_scenario *scenario);

/* One queue "q" of calls and `agents` steady agents "a0", "a1", .. round the clock; nobody gives
 * up, nothing rings, talk is exponential. */
struct floor *sim_floor_model(double calls_per_hour, int64_t talk_ms, int agents, uint64_t seed,
                              int64_t patience_ms);

/* Sends a request put together from words, `op key=value ..` with the keys of the contract; its id
 * is drawn.  The outcome's words are borrowed until the next one. */
struct acd_outcome sim_floor_ask(struct floor *floor, int64_t t, const char *words);

/* The state of a queue, by id; must exist.  Borrowed until the next tell. */
const struct acd_queue *sim_floor_queue(struct floor *floor, const char *id);
const struct acd_agent *sim_floor_agent(struct floor *floor, const char *id);

/* Fails the test unless every count of the floor agrees with its parts. */
void sim_floor_check(struct floor *floor);
/* FNV-1a over all that is told, packed. */
uint64_t sim_floor_hash(struct floor *floor, uint64_t hash);

#endif
