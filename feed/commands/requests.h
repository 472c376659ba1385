/* Commands that a script carries out: each goes out as one JSON line, is `accepted`, and stays
 * under way until the script answers with a line {"kind":"reply","id":...,"status":"done"} or its
 * time is over.  Not thread-safe. */
#ifndef FEED_COMMANDS_REQUESTS_H
#define FEED_COMMANDS_REQUESTS_H

#include "acdfeed/publisher.h"

#include "feed/commands/outbox.h"

enum { REQUESTS_MOST = 256 };

struct requests {
    struct acd_publisher *publisher; /* set once it is open */
    struct outbox out;
    int64_t within_ms;  /* how long the script has to answer */
    const char *closed; /* why commands are refused now; NULL: they are taken */
    int n;
    struct requests_entry {
        struct acd_request *request;
        int64_t until_ms;
    } under_way[REQUESTS_MOST];
};

void requests_init(struct requests *requests, int fd, int64_t within_ms);
/* Those still under way have failed: "the feed ended". */
void requests_release(struct requests *requests);

/* An acd_command_function; context is the requests. */
struct acd_outcome requests_take(void *context, const struct acd_request *request);
/* What the script answered.  False: no such command is under way. */
bool requests_answer(struct requests *requests, const struct acd_reply *reply,
                     struct acd_fault *why) ACD_MUST_CHECK;
/* Writes out what waits; ends what was not answered in time. */
void requests_tick(struct requests *requests, int64_t now_ms);
/* From now on all commands are refused with `why` (static), and those under way have failed. */
void requests_close(struct requests *requests, const char *why);

#endif
