/* A JSON object that grows by merges of lines.  Must never know what its keys mean. */
#include "acdfeed/limits.h"
#include "acdfeed/memory.h"
#include "feed/wire/json_private.h"

#include <stdlib.h>

struct acd_json *acd_json_new(void)
{
    struct acd_json *json = acd_alloc(sizeof(*json));
    json->root = json_sure(json_object());
    return json;
}

void acd_json_free(struct acd_json *json)
{
    if (!json)
        return;
    json_decref(json->root);
    free(json);
}

void json_merge(json_t *target, const json_t *patch)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)patch, key, value) {
        if (json_is_null(value)) {
            json_object_del(target, key);
            continue;
        }
        if (!json_is_object(value)) {
            if (json_object_set(target, key, value) != 0)
                acd_no_memory();
            continue;
        }
        json_t *inner = json_object_get(target, key);
        if (!json_is_object(inner)) {
            inner = json_sure(json_object());
            if (json_object_set_new(target, key, inner) != 0)
                acd_no_memory();
        }
        json_merge(inner, value);
    }
}

/* Whether a value opens at most `levels` maps and arrays inside one another. */
static bool within_depth(const json_t *value, int levels)
{
    const char *key;
    json_t *inner;
    size_t i;
    if (!json_is_object(value) && !json_is_array(value))
        return true;
    if (levels < 1)
        return false;
    json_object_foreach((json_t *)(uintptr_t)value, key, inner) {
        if (!within_depth(inner, levels - 1))
            return false;
    }
    json_array_foreach(value, i, inner) {
        if (!within_depth(inner, levels - 1))
            return false;
    }
    return true;
}

bool acd_json_merge_line(struct acd_json *json, const char *line, size_t bytes, struct acd_fault *why)
{
    json_error_t error;
    if (bytes > ACD_MAX_BODY_BYTES)
        return acd_fault_say(why, "a line of %zu bytes; expected at most %d", bytes,
                             ACD_MAX_BODY_BYTES);
    json_t *patch = json_loadb(line, bytes, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    if (!patch && json_error_code(&error) == json_error_out_of_memory)
        acd_no_memory();
    if (!patch)
        return acd_fault_say(why, "column %d: %s; expected one JSON object", error.column, error.text);
    bool fits = json_is_object(patch) && within_depth(patch, ACD_MAX_DEPTH);
    if (!json_is_object(patch))
        acd_fault_say(why, "expected a JSON object, {\"key\": value, ...}");
    else if (!fits)
        acd_fault_say(why, "nested deeper than %d", ACD_MAX_DEPTH);
    else
        json_merge(json->root, patch);
    json_decref(patch);
    return fits;
}

const char *acd_json_text(const struct acd_json *json, const char *key)
{
    return json_string_value(json_object_get(json->root, key));
}
