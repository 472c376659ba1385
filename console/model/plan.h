/* The response plan: which measure under which condition, how far, for how long, who is told
 * (DOMAIN.md section 4).  Written in the settings before the day it is needed; the built-in plan is
 * read by the same functions.  Pure. */
#ifndef CONSOLE_MODEL_PLAN_H
#define CONSOLE_MODEL_PLAN_H

#include "acdfeed/fault.h"
#include "acdfeed/limits.h"
#include "acdfeed/names.h"

#include <stdbool.h>
#include <stdint.h>

enum { PLAN_NAME_BYTES = 40, PLAN_TEXT_BYTES = 100, PLAN_ALL = -1, PLAN_FREE = -2 };

struct plan_measure {
    char name[PLAN_NAME_BYTES];        /* "overflow": what people read */
    int op;                            /* enum acd_op; -1 not set yet */
    bool off;
    int tier;                          /* fits from this tier on */
    char rule[24];                     /* only when this rule is broken; "" whichever */
    char queue[ACD_MAX_ID_BYTES + 1], group[PLAN_TEXT_BYTES]; /* only for these; "" all */
    bool media[ACD_MEDIAS];            /* only for these; none set: all */
    char to[ACD_MAX_ID_BYTES + 1];     /* "choices": by the routing plan; a queue or partner; "" */
    int64_t calls;                     /* that overflow: a number, PLAN_ALL, PLAN_FREE: as many as fit */
    int64_t count;                     /* agents to move; PLAN_FREE: as many as help and are free */
    double share;                      /* of new contacts, 0..1 */
    int64_t for_ms;                    /* -1: until it is ended by hand */
    char message[PLAN_TEXT_BYTES], by_rule[PLAN_TEXT_BYTES]; /* of an announcement; a routing rule */
    char tell[PLAN_TEXT_BYTES];        /* who is told, in words */
};

struct plan;
struct plan *plan_new(void);           /* no measure */
void plan_free(struct plan *plan);
/* One line of [plan NAME]; see plan_keys. */
bool plan_set(struct plan *plan, const char *name, const char *key, const char *value,
              struct acd_fault *why) ACD_MUST_CHECK;
/* Measure i in the order of writing, NULL past the last.  One that is off, or has no operation, is
 * among them. */
const struct plan_measure *plan_at(const struct plan *plan, int i);

struct board_queue;
/* Whether the measure is meant for the queue as it stands now. */
bool plan_fits(const struct plan_measure *measure, const struct board_queue *queue);
/* The first measure with that operation that fits the queue, else the first at all, or NULL: what a
 * dialogue begins with.  `plan` may be NULL. */
const struct plan_measure *plan_for(const struct plan *plan, const struct board_queue *queue, int op);

#endif
