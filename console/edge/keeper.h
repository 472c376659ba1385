/* Keeps the journal of this console: what the scribe says goes into the file; what is wrong with the
 * file is said on the screen.  Never keeps the loop waiting. */
#ifndef CONSOLE_EDGE_KEEPER_H
#define CONSOLE_EDGE_KEEPER_H

#include "console/model/alarms.h"
#include "console/model/board.h"
#include "console/model/requests.h"

struct keeper;
/* `path` as the settings or the command line have it: "" the usual place, "none" no journal.  `by`: who
 * acts here.  Listens to the alarms from now on; they outlive it.  Never NULL. */
struct keeper *keeper_open(const char *path, const char *by, struct alarms *alarms);
/* `why` the console ends; NULL keeper is fine. */
void keeper_close(struct keeper *keeper, const char *why);

/* After every board_judge(). */
void keeper_look(struct keeper *keeper, const struct board *board, const struct requests *requests);
/* Before the request is sent, so that nothing is done that is not on paper. */
void keeper_asks(struct keeper *keeper, const struct requests *requests,
                 const struct acd_request *request);
/* A note made elsewhere; `seq`, `prev` are filled in. */
struct note;
void keeper_note(struct keeper *keeper, const struct note *note, bool action);

/* What is wrong with the journal, if it is to be said now: when it begins, and each minute while it
 * lasts.  Once more when it is over. */
bool keeper_says(struct keeper *keeper, char *out, size_t bytes, bool *is_wrong);

#endif
