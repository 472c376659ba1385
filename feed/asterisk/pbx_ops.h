/* Operations of the contract carried out at an Asterisk: requests in, AMI actions out, their answers
 * in, outcomes and events out.  One request is an order: steps that are sent one by one, each after
 * the answer to the one before.  Measures are kept, told and ended here, also when their time is
 * over; what undoes them was written down as it was done.
 *
 * It enforces who may what by itself: a user of the Manager Interface who may only read may still
 * withdraw callers and change their priority there.  What this Asterisk does not have is
 * `unsupported`, what its user may not do is `denied`, both with the reason.
 *
 * `t` is this machine's wall clock, ms.  Pure but for the two functions that say so. */
#ifndef FEED_ASTERISK_PBX_OPS_H
#define FEED_ASTERISK_PBX_OPS_H

#include "acdfeed/publisher.h"
#include "feed/asterisk/pbx.h"

struct pbx_ops;

struct pbx_ops *pbx_ops_new(struct pbx *pbx); /* borrows pbx, which must outlive it */
void pbx_ops_free(struct pbx_ops *ops);

/* What the server has and its user may do: the answer to ListCommands, and the version ("16.28.0"),
 * NULL when it is not told. */
void pbx_ops_rights(struct pbx_ops *ops, const struct ami_message *list_commands);
void pbx_ops_version(struct pbx_ops *ops, const char *version, const char *banner);
/* The words of what can be carried out; changes only by the two functions above. */
const char *const *pbx_ops_offered(const struct pbx_ops *ops, uint32_t *n);

/* One request, checked by acd_request_check().  `why` is borrowed until the next call. */
struct acd_outcome pbx_ops_command(struct pbx_ops *ops, const struct acd_request *request, int64_t t);

/* Why an operation is not among those offered; never carries it out. */
struct acd_outcome pbx_ops_decline(struct pbx_ops *ops, const struct acd_request *request, int64_t t);

/* ActionIDs of ours begin so; what answers them belongs to pbx_ops_answer(). */
#define PBX_ORDER "order-"
void pbx_ops_answer(struct pbx_ops *ops, const struct ami_message *message, int64_t t);
/* The next action to be sent, or NULL; borrowed until the next call. */
const char *pbx_ops_take_action(struct pbx_ops *ops, int64_t t);
void pbx_ops_advance(struct pbx_ops *ops, int64_t t); /* ends measures and orders whose time is over */
/* The connection is gone: what was under way has failed; measures stay in force. */
void pbx_ops_lost(struct pbx_ops *ops);

/* An ACCEPTED request that has come to its end; borrowed until the next call. */
bool pbx_ops_take_finished(struct pbx_ops *ops, const char **request, enum acd_status *status,
                           const char **why);
/* Claims, notices, ends of measures; NULL when there is none.  Borrowed until the next call. */
const struct acd_event *pbx_ops_take_event(struct pbx_ops *ops);
/* Adds the measures in force to what is told of a queue; borrowed until the next call. */
void pbx_ops_tell(struct pbx_ops *ops, int queue, int64_t t, struct acd_queue *told);

/* Whether a queue is open, as the dialplan's variable says: the action that asks for it, and its
 * answer. */
#define PBX_OPEN "open-"
const char *pbx_ops_ask_open(struct pbx_ops *ops, int queue);
void pbx_ops_open_told(struct pbx_ops *ops, const struct ami_message *message, int64_t t);

/* Input and output: the measures in force, so that they also end after a restart. */
bool pbx_ops_save(const struct pbx_ops *ops, const char *path, struct acd_fault *why) ACD_MUST_CHECK;
bool pbx_ops_load(struct pbx_ops *ops, const char *path, struct acd_fault *why) ACD_MUST_CHECK;

#endif
