/* A site as its Asterisk tells of it: AMI messages in, the entities of the contract out.  Its
 * figures come from single events, never from Asterisk's own counters, which count from the start of
 * the server, lag by the talk time and take a redirect for an abandon.
 *
 * Time: `t` is this machine's wall clock in ms; events carry Asterisk's own, and everything is
 * counted by that one, their difference being learnt from the events.  Without timestamps in the
 * events (timestampevents=no) the arrival counts.
 *
 * Pure: no clock, no I/O but in pbx_save() and pbx_load().  Not thread-safe. */
#ifndef FEED_ASTERISK_PBX_H
#define FEED_ASTERISK_PBX_H

#include "acdfeed/entity.h"
#include "acdfeed/fault.h"
#include "feed/asterisk/ami.h"
#include "feed/asterisk/pbx_settings.h"
#include "feed/tallies/contacts.h"

struct pbx;

struct pbx *pbx_new(const struct pbx_settings *settings, int64_t t); /* settings are borrowed */
void pbx_free(struct pbx *pbx);

/* --- the connection ---------------------------------------------------------------------------- */

/* The connection stands, the state of the queues is asked for: until pbx_status_done() nothing
 * live is known. */
void pbx_connected(struct pbx *pbx, int64_t t);
/* The connection is gone: what is live is unknown from now on; what happens meanwhile is lost to
 * the tallies, and said. */
void pbx_lost(struct pbx *pbx, int64_t t, const char *why);
/* Asterisk's clock as an answer tells it (Ping), before anything is listed. */
void pbx_clock(struct pbx *pbx, int64_t told_t, int64_t t);
bool pbx_whole(const struct pbx *pbx); /* connected, and the state of the queues has come */

/* One message that is an event; also the lists that QueueStatus answers with, told apart by their
 * ActionID: PBX_FULL for all queues, PBX_LINE for the waiting of one.  Others are counted. */
#define PBX_FULL "full"
#define PBX_LINE "line"
void pbx_event(struct pbx *pbx, const struct ami_message *message, int64_t t);
/* What ends by time alone: wrap-up, doubts about a member's state, contacts that left. */
void pbx_advance(struct pbx *pbx, int64_t t);
/* A queue whose order of waiting should be asked for (QueueStatus, PBX_LINE): by its name in
 * Asterisk, or NULL.  Takes it off the list. */
const char *pbx_wants_line(struct pbx *pbx, int64_t t);

/* --- what is told -------------------------------------------------------------------------------- */

int pbx_changed_queue(struct pbx *pbx); /* as the simulator's floor: index or -1; all at first */
int pbx_changed_agent(struct pbx *pbx);
bool pbx_changed_site(struct pbx *pbx);
void pbx_touch_queues(struct pbx *pbx); /* windows move by time alone */
/* Borrowed until the next call of the same function. */
const struct acd_queue *pbx_tell_queue(struct pbx *pbx, int queue, int64_t t);
const struct acd_agent *pbx_tell_agent(struct pbx *pbx, int agent, int64_t t);
/* name, tz, day start, text; `ops` are the caller's to add. */
const struct acd_site *pbx_tell_site(struct pbx *pbx, int64_t t);
/* Those who gave up, once each; NULL when there is none.  Borrowed until the next call. */
const struct acd_event *pbx_take_event(struct pbx *pbx);

struct pbx_health {
    uint64_t events, unknown; /* unknown: events this program does not know */
    uint64_t strange;         /* events that made no sense */
    uint64_t lost;            /* contacts that vanished in a gap */
    uint64_t gaps;
};
struct pbx_health pbx_health(const struct pbx *pbx);

/* Input and output: PATH holds the tallies and contacts, PATH.agents the agents' days and talks. */
bool pbx_save(const struct pbx *pbx, const char *path, int64_t t, struct acd_fault *why) ACD_MUST_CHECK;
/* Takes up what was saved, on a new pbx before it is connected. */
bool pbx_load(struct pbx *pbx, const char *path, int64_t t, struct acd_fault *why) ACD_MUST_CHECK;

#endif
