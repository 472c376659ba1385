/* Pulls snapshot pages of one site, one at a time: which to ask for next, and when.  Pure. */
#ifndef LINK_PULLER_H
#define LINK_PULLER_H

#include "acdfeed/control.h"
#include "acdfeed/limits.h"

#include <stdint.h>

enum {
    PULLER_ANSWER_MS = 2000,   /* a page not answered for so long is asked for again */
    PULLER_SPACING_MS = 500,   /* pulls that are started over begin no faster than this */
    PULLER_REFUSED_MS = 10000, /* a feed that serves no snapshots is asked no faster than this */
};

/* Zeroed wants nothing. */
struct puller {
    uint32_t wanted; /* bits of kinds to pull from the start */
    bool pulling;    /* `kind` is under way */
    bool in_flight;  /* a request is not yet answered */
    bool started;    /* started_ms holds */
    enum acd_kind kind;
    char after[ACD_MAX_ID_BYTES + 1]; /* "" for the first page */
    char request[ACD_REQUEST_ID_BYTES];
    int64_t sent_ms, not_before_ms, started_ms;
};

/* This kind is to be pulled from its first page. */
void puller_want(struct puller *puller, enum acd_kind kind);
/* It need not be any more. */
void puller_drop(struct puller *puller, enum acd_kind kind);
/* Forgets everything under way: the feed is another one. */
void puller_reset(struct puller *puller);

/* Whether a page is to be asked for now: `kind` after `after`. */
bool puller_due(struct puller *puller, int64_t now_ms);
/* The moment puller_due() may become true; INT64_MAX when only a puller_want() can make it so. */
int64_t puller_due_ms(const struct puller *puller);
/* It has been asked for, under this id; or could not be sent. */
void puller_sent(struct puller *puller, const char *request, int64_t now_ms);
void puller_unsent(struct puller *puller, int64_t now_ms);

/* Whether a reply of this id is the one waited for. */
bool puller_awaits(const struct puller *puller, const char *request);
/* The page was taken; `next` NULL: it was the last, the kind is done. */
void puller_advance(struct puller *puller, const char *next);
/* No page came of it; the same is asked for again, not before `wait_ms` are over. */
void puller_fail(struct puller *puller, int64_t now_ms, int64_t wait_ms);

#endif
