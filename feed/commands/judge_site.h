/* What judge.c gathers of one site.  Shared by the gathering and the reporting half alone. */
#ifndef FEED_COMMANDS_JUDGE_SITE_H
#define FEED_COMMANDS_JUDGE_SITE_H

#include "acdfeed/limits.h"
#include "acdfeed/memory.h"
#include "acdfeed/wire.h"

#define uthash_fatal(words) acd_no_memory()
#include <uthash.h>

enum {
    JUDGE_REFUSALS_MOST = 32, /* different ones named; the rest is counted with the last */
    JUDGE_KEY_BYTES = ACD_MAX_TOPIC_BYTES + 1,
    /* What a busy machine may add to a round of keyframes before it counts as late. */
    JUDGE_GRACE_MS = 1000,
};

struct judge_topic {
    char name[JUDGE_KEY_BYTES];
    uint64_t n;
    UT_hash_handle hh;
};

struct judge_entity {
    char name[JUDGE_KEY_BYTES]; /* kind/id */
    enum acd_kind kind;
    int64_t told_ms;
    UT_hash_handle hh;
};

struct judge_refusal {
    struct acd_refusal refusal;
    uint64_t times;
};

struct judge_site {
    char id[ACD_MAX_ID_BYTES + 1]; /* "" of messages whose site is not known */
    uint64_t inst, messages, items, lost, backward, restarts, late, heartbeats;
    int64_t first_ms, heartbeat_ms, longest_gap_ms;
    int64_t period_ms, keyframe_ms; /* -1: not told */
    int64_t queues, agents;         /* as the last heartbeat says; -1: not told */
    struct judge_refusal refusals[JUDGE_REFUSALS_MOST];
    int n_refusals;
    struct judge_topic *topics;
    struct judge_entity *entities;
    struct judge_site *next;
};

struct judge {
    int64_t start_ms;
    uint64_t wrong_frames, unknown_kinds;
    struct judge_site *sites;
    struct acd_scratch scratch;
};

#endif
