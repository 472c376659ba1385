/* One line of text as a change to an entity: which kind, site and entity it names, and its keys,
 * ready to be laid over any earlier state.  The two forms of a line are known here alone.  Pure. */
#ifndef FEED_COMMANDS_PATCH_H
#define FEED_COMMANDS_PATCH_H

#include "acdfeed/fault.h"
#include "acdfeed/json.h"
#include "acdfeed/limits.h"

#include <stdbool.h>
#include <stddef.h>

enum { PATCH_MOST_WORDS = 256 };

struct patch {
    char kind[ACD_MAX_ID_BYTES + 1]; /* as written; "" for a blank line or a comment */
    char site[ACD_MAX_ID_BYTES + 1]; /* "" when the line names none */
    char id[ACD_MAX_ID_BYTES + 1];   /* "" when the line names none */
    bool has_id;                     /* the line names an id, by whatever key or word */
    const char *line;                /* a JSON object, or NULL: words then */
    size_t bytes;
    const char *words[PATCH_MOST_WORDS]; /* key=value, without those that are read above */
    size_t n_words;
    char *text; /* what the words point into */
};

/* False: neither form, or kind or site are no words of the contract.  Borrows line and words. */
bool patch_read_line(struct patch *patch, const char *line, size_t bytes,
                     struct acd_fault *why) ACD_MUST_CHECK;
bool patch_read_words(struct patch *patch, const char *const *words, size_t n,
                      struct acd_fault *why) ACD_MUST_CHECK;
void patch_release(struct patch *patch);

/* Lays the keys over `json`, whose keys are those of `shape`.  Where it fails, json is spoiled. */
bool patch_apply(const struct patch *patch, const struct acd_shape *shape, struct acd_json *json,
                 struct acd_fault *why) ACD_MUST_CHECK;

#endif
