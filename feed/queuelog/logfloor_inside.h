/* What the files of the floor share. */
#ifndef FEED_QUEUELOG_LOGFLOOR_INSIDE_H
#define FEED_QUEUELOG_LOGFLOOR_INSIDE_H

#include "acdfeed/memory.h"
#include "feed/queuelog/logfloor.h"
#include "feed/tallies/contacts.h"
#include "feed/tallies/shift.h"

#define uthash_malloc(bytes) acd_alloc(bytes)
#define uthash_fatal(words) acd_no_memory()
#include <uthash.h>

struct log_queue {
    const struct pbx_queue_settings *settings; /* of the file, or its own */
    struct pbx_queue_settings own;
};

struct log_agent {
    UT_hash_handle hh;
    char member[ENTRY_TEXT_BYTES]; /* the key */
    char id[PBX_ID_BYTES], name[PBX_TEXT_BYTES], team[PBX_TEXT_BYTES];
    int index;
    struct shift shift;
    bool in, paused;          /* logged in somewhere */
    bool serves[ACD_MAX_AGENT_QUEUES];
    char reason[PBX_TEXT_BYTES];
    char call[ENTRY_TEXT_BYTES]; /* the one it talks on; "" none */
    int queue;                /* of that */
    int64_t wrap_until_t;     /* 0: none */
    bool changed;
    struct acd_agent told;
    struct acd_agent_queue queues[ACD_MAX_AGENT_QUEUES];
};

struct logfloor {
    const struct pbx_settings *settings;
    struct contacts *contacts;
    struct log_queue **queues; /* by the number of contacts_queue() */
    int n_queues;
    struct log_agent *by_member;
    struct log_agent **agents;
    int n_agents;
    int64_t t;
    struct acd_queue told;
    struct acd_call calls[ACD_MAX_CALLS];
    struct acd_event event;
    char event_queue[PBX_ID_BYTES], event_call[PBX_ID_BYTES];
    bool has_event;
};

struct log_agent *log_agent_of(struct logfloor *floor, const char *member, int64_t t);
void log_agent_entry(struct logfloor *floor, const struct entry *entry, int queue);
void log_agents_pass(struct logfloor *floor, int64_t t);
int64_t log_wrapup_ms(const struct logfloor *floor, int queue);

#endif
