/* Lines and words of scripts on their way into a publisher: merged, then told.  Used by every
 * sub-command that publishes text.  Not thread-safe. */
#ifndef FEED_COMMANDS_PUBLISHING_H
#define FEED_COMMANDS_PUBLISHING_H

#include "acdfeed/publisher.h"
#include "feed/commands/merge.h"
#include "feed/commands/requests.h"
#include "feed/commands/silence.h"

struct publishing {
    struct acd_publisher *publisher;
    struct merge *merge;
    struct acd_site *defaults; /* ops of the sites whose line tells none; or NULL */
    struct requests *requests; /* who is answered by reply lines; NULL: nobody */
    struct silence silence;    /* after_ms may be set once this is open */
};

/* What the options say of the site; each may be NULL. */
struct publishing_site {
    const char *id, *name, *tz, *ops; /* ops: words with commas between */
};

/* Whether the options are right, before anything is opened.  False: `why` names the key. */
bool publishing_site_check(const struct publishing_site *site,
                           struct acd_fault *why) ACD_MUST_CHECK;

/* Takes over `publisher`.  A site that is named is told at once.  False: `why` names the key. */
bool publishing_open(struct publishing *publishing, struct acd_publisher *publisher,
                     const struct publishing_site *site, struct acd_fault *why) ACD_MUST_CHECK;
/* Sends what is gathered, then closes the publisher. */
void publishing_close(struct publishing *publishing);

bool publishing_line(struct publishing *publishing, const char *line, size_t bytes,
                     struct acd_fault *why) ACD_MUST_CHECK;
/* Mutes the next site that was not told of for too long, until it is again; its id, NULL when there is
 * no more. */
const char *publishing_silent(struct publishing *publishing);
/* An inject_function; context is the publishing. */
bool publishing_words(void *context, const char *const *words, size_t n, struct acd_fault *why);

#endif
