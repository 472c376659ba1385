/* Lines of text in, full states out (PROTOCOL.md section 5).  A line tells what it knows; the rest
 * of that entity's last state stays, its ages grown by the time that passed since.  A line that
 * says anything wrong changes nothing.
 *
 * A line is a JSON object `{"kind":"queue","site":"berlin","id":"sales","waiting":7}` or words
 * `queue id=sales waiting=7 name="Sales north"`; `queue=sales` names kind and id in one.  JSON null
 * takes a key away, and so does `key=`, but a text is empty then.  Pure: `now` is passed in.  Not
 * thread-safe. */
#ifndef FEED_COMMANDS_MERGE_H
#define FEED_COMMANDS_MERGE_H

#include "acdfeed/fault.h"
#include "acdfeed/shape.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct merge;

/* What a line may be about, beside the kinds of the contract. */
enum merge_what {
    MERGE_SITE = ACD_KIND_SITE,
    MERGE_QUEUE = ACD_KIND_QUEUE,
    MERGE_AGENT = ACD_KIND_AGENT,
    MERGE_EVENT = ACD_KIND_EVENT,
    MERGE_REPLY = ACD_KINDS, /* what became of a command: struct acd_reply */
    MERGE_LINK,              /* what `acdfeed tap` says of a link; nothing to publish */
    MERGE_BLANK,             /* an empty line or one that begins with # */
};

struct merge_item {
    enum merge_what what;
    const char *site;    /* NULL for REPLY, LINK and BLANK */
    const void *entity;  /* of the kind's shape; NULL for LINK and BLANK */
    bool new_site;       /* no line named this site before */
    const char *unknown; /* a key the contract does not know, or NULL */
};

/* `site`: of the lines that name none; NULL: the first site that a line names. */
struct merge *merge_new(const char *site);
void merge_free(struct merge *merge);

/* False: the line is wrong, `why` names the key, what was found and what is expected.  What `item`
 * points to is borrowed until the next call. */
bool merge_line(struct merge *merge, const char *line, size_t bytes, int64_t now_ms,
                struct merge_item *item, struct acd_fault *why) ACD_MUST_CHECK;
bool merge_words(struct merge *merge, const char *const *words, size_t n, int64_t now_ms,
                 struct merge_item *item, struct acd_fault *why) ACD_MUST_CHECK;

#endif
