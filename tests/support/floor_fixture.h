/* A floor made by hand, the same at every call, for tests of what is drawn and reported: three sites,
 * eight queues in every tier, agents in every state, and what happened lately.  Beside it the small
 * steps it is made of, for tests that make a floor of their own. */
#ifndef TESTS_SUPPORT_FLOOR_FIXTURE_H
#define TESTS_SUPPORT_FLOOR_FIXTURE_H

#include "console/model/board.h"

/* Tuesday 2026-03-03 09:41:30 UTC: the wall clock that the floor's plans are made for. */
#define FIXTURE_WALL_MS INT64_C(1772530890000)
/* A monotonic moment to ask for, when any will do. */
#define FIXTURE_NOW_MS INT64_C(100000000)

/* As it is at `now_ms` (at least an hour), judged with limits_new().
 *   berlin (live, heard 0.4 s ago): sales tier 3, care (客户服务) tier 3, support (Greek) tier 2,
 *     billing tier 1, orders and back calm; paris (live, 0.6 s): mail, of which only `waiting` was
 *     told: unknown; lisbon (stale, heard 37 s ago): porto, unknown. */
struct board *fixture_floor(int64_t now_ms);

/* A site in that state, all its epochs `epoch`, heard at `heard_ms`; no heartbeat. */
void fixture_site(struct board *board, const char *site, enum acd_link link, uint32_t epoch,
                  int64_t heard_ms);
/* Copies the entity in. */
void fixture_tell(struct board *board, const char *site, enum acd_kind kind, uint32_t epoch,
                  int64_t at_ms, const void *entity);

#endif
