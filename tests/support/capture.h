/* A captured stream of the Asterisk Manager Interface, played into a pbx as the bridge would:
 * DIR/events.raw the bytes of the events, DIR/status.raw the answers to QueueStatus, each behind a
 * line "### EPOCH ACTION". */
#ifndef TESTS_SUPPORT_CAPTURE_H
#define TESTS_SUPPORT_CAPTURE_H

#include "feed/asterisk/pbx.h"

struct capture;

/* NULL when there is no such capture. */
struct capture *capture_open(const char *folder);
void capture_close(struct capture *capture);

int64_t capture_first_t(const struct capture *capture); /* of the events, ms */

/* Hands over the events until `t` inclusive, in pieces of `piece` bytes as a socket might (0: whole).
 * False when there are no more. */
bool capture_play(struct capture *capture, struct pbx *pbx, int64_t t, size_t piece);
/* The last time handed over. */
int64_t capture_t(const struct capture *capture);

/* The next QueueStatus answer: its time, and its messages one by one until NULL. */
bool capture_next_poll(struct capture *capture, int64_t *t);
const struct ami_message *capture_poll_message(struct capture *capture);

/* The file as a whole, NUL behind; for free().  NULL when it is not there. */
char *capture_file(const char *folder, const char *name, size_t *bytes);

#endif
