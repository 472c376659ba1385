/* What the files of json.h share.  jansson's types stand here and nowhere above. */
#ifndef FEED_WIRE_JSON_PRIVATE_H
#define FEED_WIRE_JSON_PRIVATE_H

#include "acdfeed/json.h"

#include <jansson.h>

struct acd_json {
    json_t *root; /* an object */
};

/* jansson returns NULL for no memory: that ends the program. */
json_t *json_sure(json_t *value);

/* Merges `patch` (an object) into `target` as RFC 7396 does. */
void json_merge(json_t *target, const json_t *patch);

/* What a field takes, in words: "a whole number, 0 or more". */
const char *json_expected(const struct acd_field *field);

#endif
