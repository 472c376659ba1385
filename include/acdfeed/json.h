/* The same as text (PROTOCOL.md section 5): JSON and key=value, by the tables of shape.h.
 * Not thread-safe for one object; no globals.  jansson stays behind this header. */
#ifndef ACDFEED_JSON_H
#define ACDFEED_JSON_H

#include "acdfeed/fault.h"
#include "acdfeed/shape.h"

#include <stddef.h>

/* One JSON object, one line without its newline: `kind` and `site` first where they are not NULL,
 * then the known fields in the order of the table.  Free with free(). */
char *acd_json_line(const struct acd_shape *shape, const void *entity, const char *kind,
                    const char *site) ACD_MUST_CHECK;

/* Any text of JSON, given up by the caller: a new one in which everything that a terminal might act on
 * or a person be misled by is escaped.  Free with free(). */
char *acd_json_escape(char *json) ACD_MUST_CHECK;

/* A value as it is being put together: a JSON object that grows by merges. */
struct acd_json;
struct acd_json *acd_json_new(void);
void acd_json_free(struct acd_json *json);

/* Merges one line of JSON (an object) as RFC 7396 does: maps key by key, anything else replaced,
 * null takes a key away.  False: the line says nothing and nothing was changed; `why` says where
 * and what was expected. */
bool acd_json_merge_line(struct acd_json *json, const char *line, size_t bytes,
                         struct acd_fault *why) ACD_MUST_CHECK;
/* Merges `key=value`, dots reaching inside: `window.offered=12`, `choices=a,b`, `oldest=95s`.  The
 * type comes from the shape's table; a duration takes a unit (ms s m h, or 1:35) and may drop the
 * `_ms` of its key; a bare number is milliseconds. */
bool acd_json_merge_pair(struct acd_json *json, const struct acd_shape *shape, const char *pair,
                         struct acd_fault *why) ACD_MUST_CHECK;

/* A string member ("kind", "site", "id"), borrowed; NULL when absent or no string. */
const char *acd_json_text(const struct acd_json *json, const char *key);

/* The whole as an entity, in scratch.  NULL: `why` names the key and what was expected.  Keys that
 * the table lacks are passed over; the first is named in *unknown where that is not NULL. */
void *acd_json_entity(const struct acd_json *json, const struct acd_shape *shape,
                      struct acd_scratch *scratch, const char **unknown, struct acd_fault *why)
    ACD_MUST_CHECK;

/* A duration for a person: "1:35", "95s", "2m", "500ms", "1h", plain milliseconds.  False when none. */
bool acd_duration_read(const char *text, int64_t *ms) ACD_MUST_CHECK;

#endif
