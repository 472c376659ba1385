/* Keeps the journal of this console and tells its hooks: what the scribe says goes into the file, what
 * people elsewhere are to know to their programs; what is wrong with either is said on the screen.  Never keeps the loop waiting. */
#ifndef CONSOLE_EDGE_KEEPER_H
#define CONSOLE_EDGE_KEEPER_H

#include "console/model/alarms.h"
#include "console/model/board.h"
#include "console/model/requests.h"
#include "console/settings/settings.h"

struct keeper;
/* `path` as the settings or the command line have it: "" the usual place, "none" no journal.  `by`: who
 * acts here.  Listens to the alarms of the board from now on.  Board and settings outlive it.  Never
 * NULL. */
struct keeper *keeper_open(const char *path, const char *by, struct board *board,
                           const struct settings *settings);
/* `why` the console ends; NULL keeper is fine. */
void keeper_close(struct keeper *keeper, const char *why);

/* After every board_judge(). */
void keeper_look(struct keeper *keeper, const struct requests *requests);
/* Listens to what measures do from now on. */
struct effects;
void keeper_evaluates(struct keeper *keeper, struct effects *effects);
/* Before the request is sent, so that nothing is done that is not on paper. */
void keeper_asks(struct keeper *keeper, const struct requests *requests,
                 const struct acd_request *request);

/* What is wrong with the journal, if it is to be said now: when it begins, and each minute while it
 * lasts; once more when it is over.  And that a hook does not work, once until it does. */
bool keeper_says(struct keeper *keeper, char *out, size_t bytes, bool *is_wrong);

#endif
