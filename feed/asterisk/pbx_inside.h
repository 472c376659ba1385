/* What the files of pbx.h share: queues, agents, their memberships, calls.  Nothing else includes
 * it but the operations, which look up what a request names. */
#ifndef FEED_ASTERISK_PBX_INSIDE_H
#define FEED_ASTERISK_PBX_INSIDE_H

#include "acdfeed/memory.h"
#include "feed/asterisk/pbx.h"
#include "feed/tallies/shift.h"

#define uthash_malloc(bytes) acd_alloc(bytes)
#define uthash_fatal(words) acd_no_memory()
#include <stdio.h>
#include <uthash.h>

enum {
    PBX_NONE = -1,
    PBX_TALKS = 4,  /* queue calls that one agent may have at a time */
    PBX_RINGS = 8,
    PBX_CALLS_MOST = 20000,
    PBX_SETTLE_MS = 800,  /* a member's state may run ahead of the event that explains it */
    PBX_REJOIN_MS = 10000,
    PBX_RING_MOST_MS = 300000, /* a ring whose end no one told */
};

enum pbx_call_state { PBX_CALL_WAITS, PBX_CALL_LEFT, PBX_CALL_TALKS };
struct pbx_call {
    char unique[PBX_ID_BYTES];  /* Uniqueid as Asterisk tells it */
    char linked[PBX_ID_BYTES];
    char contact[PBX_ID_BYTES]; /* its id in the feed: the first Uniqueid it was seen under */
    char channel[PBX_NAME_BYTES];
    char from[PBX_ID_BYTES];
    enum pbx_call_state state;
    int queue;
    int64_t came_t, left_t;
    int64_t prio;
    bool has_prio, abandoned, hung;
    bool moving;        /* an operation sends it elsewhere: not a second time before it joins there */
    int sighted;        /* queue in which a listing saw it, though no event told so */
    unsigned missed;    /* full listings in a row that did not have it */
    unsigned listing;   /* the last that had it */
    UT_hash_handle hh;
};

struct pbx_queue {
    const struct pbx_queue_settings *settings; /* own, or what holds for one not named there */
    struct pbx_queue_settings *made;           /* to be freed; NULL when of the settings file */
    int line;                                  /* its number in the contacts */
    struct pbx_call **order;                   /* position less one */
    int n_order, room_order;
    bool here, hidden, changed;
    bool open, has_open;
    bool wants_line;
    int64_t asked_line_t;
    unsigned listing;
};

struct pbx_member {
    char key[2 * PBX_NAME_BYTES]; /* queue, newline, interface */
    char interface[PBX_NAME_BYTES], state_interface[PBX_NAME_BYTES], name[PBX_NAME_BYTES];
    char reason[PBX_NAME_BYTES];
    int queue, agent;
    bool here, dynamic, paused;
    int64_t penalty, status, wrapup_ms;
    unsigned listing;
    struct pbx_member *next; /* of the same agent */
    UT_hash_handle hh;
};

struct pbx_talk {
    char unique[PBX_ID_BYTES], linked[PBX_ID_BYTES], contact[PBX_ID_BYTES];
    char channel_unique[PBX_ID_BYTES]; /* of the agent's own channel; "": not told */
    int queue;
    int64_t since_t;
    bool held, doubtful; /* doubtful: since a gap no one told of it */
};
struct pbx_ring {
    char unique[PBX_ID_BYTES], channel_unique[PBX_ID_BYTES];
    int queue;
    int64_t since_t;
};

struct pbx_agent {
    char id[PBX_ID_BYTES], name[PBX_TEXT_BYTES], team[PBX_TEXT_BYTES];
    const struct pbx_agent_settings *settings; /* NULL: not named there */
    struct pbx_member *members;
    struct pbx_talk talk[PBX_TALKS];
    struct pbx_ring ring[PBX_RINGS];
    int n_talks, n_rings;
    int64_t status_t;            /* the busy state of its phone changed */
    bool busy;
    int64_t done_t;              /* the last talk ended */
    int acw_queue;               /* PBX_NONE: no wrap-up under way */
    int64_t acw_from_t, acw_until_t;
    struct shift shift;
    bool shifting;               /* shift has begun */
    char reason[PBX_TEXT_BYTES];
    bool changed;
    UT_hash_handle hh;
};

struct pbx_note {
    char contact[PBX_ID_BYTES], from[PBX_ID_BYTES], queue[PBX_ID_BYTES];
    int64_t t, wait_ms;
};

struct pbx_telling; /* pbx_tell.c */

struct pbx {
    const struct pbx_settings *settings;
    struct contacts *contacts;
    struct pbx_queue *queues;
    int n_queues, room_queues;
    struct pbx_agent **agents;
    int n_agents, room_agents;
    struct pbx_agent *by_id;
    struct pbx_member *members;
    struct pbx_call *calls;
    int64_t ahead_ms; /* Asterisk's clock less ours */
    bool knows_ahead;
    bool connected, whole, ever, changed_site;
    bool resuming; /* the first full listing of this connection */
    unsigned listing;
    int64_t lost_t, gap_from_t, gap_until_t, swept_t;
    char lost_why[PBX_TEXT_BYTES];
    char notice[PBX_TEXT_BYTES];
    int64_t notice_until_t;
    struct pbx_note *notes;
    int n_notes, room_notes, told_notes;
    struct pbx_health health;
    struct pbx_telling *telling;
    /* The operations' ear: measures act on contacts that join.  May be NULL. */
    void (*joined)(void *context, int queue, const struct pbx_call *call);
    void *joined_context;
};

/* pbx.c */
int64_t pbx_now(const struct pbx *pbx, int64_t t); /* by Asterisk's clock */
int pbx_find_queue(const struct pbx *pbx, const char *asterisk);
int pbx_find_queue_id(const struct pbx *pbx, const char *id);
int pbx_need_queue(struct pbx *pbx, const char *asterisk, int64_t t); /* made when new */
int pbx_add_queue(struct pbx *pbx, const struct pbx_queue_settings *settings,
                  struct pbx_queue_settings *made, int64_t t);
struct pbx_agent *pbx_find_agent_id(const struct pbx *pbx, const char *id);
const char *pbx_queue_id(const struct pbx *pbx, int queue);
void pbx_queue_changed(struct pbx *pbx, int queue);
/* Whether a moment read from a file can be one. */
static inline bool pbx_is_moment(int64_t t)
{
    return t >= 0 && t <= ACD_MAX_NUMBER;
}
/* What is saved is for its owner alone: written anew, mode 0600; NULL: errno says why not. */
FILE *pbx_private_file(const char *path);
void pbx_copy(char *out, size_t bytes, const char *text); /* cut to fit */
void *pbx_grow(void *list, int n, int *room, size_t each);

/* What happens: one handler for each event, in the table of pbx.c. */
typedef void pbx_handler(struct pbx *pbx, const struct ami_message *m, int64_t t);

/* pbx_calls.c */
pbx_handler pbx_on_join, pbx_on_leave, pbx_on_abandon, pbx_on_hangup, pbx_on_rename, pbx_on_user;
struct pbx_call *pbx_find_call(const struct pbx *pbx, const char *unique);
struct pbx_call *pbx_find_contact(const struct pbx *pbx, const char *contact);
struct pbx_call *pbx_need_call(struct pbx *pbx, const struct ami_message *m, int64_t t);
/* Into the line at `position` (from 1; 0: at its end), out of any other. */
void pbx_line_in(struct pbx *pbx, struct pbx_call *call, int queue, int64_t position);
void pbx_line_out(struct pbx *pbx, struct pbx_call *call);
void pbx_join(struct pbx *pbx, struct pbx_call *call, int queue, int64_t position, int64_t wait_ms,
              int64_t t);
void pbx_forget_call(struct pbx *pbx, struct pbx_call *call);
void pbx_calls_advance(struct pbx *pbx, int64_t t);
bool pbx_tell_contact(struct pbx *pbx, enum contact_event what, int queue, const char *contact,
                      int64_t wait_ms, int64_t t);

/* pbx_talks.c */
pbx_handler pbx_on_called, pbx_on_connect, pbx_on_complete, pbx_on_no_answer, pbx_on_hold,
    pbx_on_unhold, pbx_on_dial_end;
void pbx_ring_ends(struct pbx *pbx, struct pbx_agent *agent, const char *unique, int64_t t);
void pbx_rings_of_call_end(struct pbx *pbx, const char *unique, int64_t t);
/* The agent's side of a talk; wrap-up begins. */
void pbx_talk_ends(struct pbx *pbx, struct pbx_agent *agent, int which, int64_t t);
/* Talks and contacts that no one told the end of. */
void pbx_talk_lost(struct pbx *pbx, struct pbx_agent *agent, int which, int64_t t);

/* pbx_agents.c */
pbx_handler pbx_on_member, pbx_on_member_removed;
struct pbx_agent *pbx_need_agent(struct pbx *pbx, const char *interface, const char *name, int64_t t);
struct pbx_member *pbx_find_member(const struct pbx *pbx, int queue, const char *interface);
struct pbx_member *pbx_need_member(struct pbx *pbx, int queue, const char *interface,
                                   const char *name, int64_t t);
struct pbx_member *pbx_member_of(const struct pbx_agent *agent, int queue);
void pbx_member_told(struct pbx *pbx, struct pbx_member *member, const struct ami_message *m,
                     int64_t t);
void pbx_member_gone(struct pbx *pbx, struct pbx_member *member, int64_t t);
void pbx_agent_settle(struct pbx *pbx, struct pbx_agent *agent, int64_t t);
void pbx_agent_changed(struct pbx *pbx, struct pbx_agent *agent);
void pbx_agents_advance(struct pbx *pbx, int64_t t);
void pbx_agents_lost(struct pbx *pbx, int64_t t);
bool pbx_status_busy(int64_t status);
bool pbx_status_away(int64_t status);

/* pbx_status.c */
pbx_handler pbx_on_queue_params, pbx_on_queue_member, pbx_on_queue_entry, pbx_on_status_complete;

#endif
