/* Entities out of JSON objects, by the tables, by the same rules as from the wire.  Must never know
 * what a field means. */
#include "acdfeed/limits.h"
#include "acdfeed/memory.h"
#include "feed/wire/json_private.h"
#include "feed/wire/members.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reader {
    struct acd_scratch *scratch;
    struct acd_fault *why;
    const char *unknown; /* the first key that no table has */
    char path[128];      /* where in the object: "calls[3].wait_ms" */
    size_t path_bytes;
};

const char *json_expected(const struct acd_field *field)
{
    switch (field->type) {
    case ACD_TYPE_ID:
        return "1 to 64 characters of A-Z a-z 0-9 . _ : @ + -";
    case ACD_TYPE_TEXT:
        return field->most < ACD_MAX_TEXT_BYTES ? "text of at most 64 bytes"
                                                : "text of at most 256 bytes";
    case ACD_TYPE_COUNT:
        return "a whole number, 0 or more";
    case ACD_TYPE_MS:
        return "whole milliseconds, 0 or more";
    case ACD_TYPE_INT:
        return "a whole number";
    case ACD_TYPE_TIME:
        return "whole milliseconds since 1970";
    case ACD_TYPE_UINT:
        return "a whole number, 0 to 18446744073709551615";
    case ACD_TYPE_FRACTION:
        return "a fraction from 0 to 1";
    case ACD_TYPE_BOOL:
        return "true or false";
    case ACD_TYPE_NAME:
        return "one of its words";
    case ACD_TYPE_MAP:
        return "an object";
    case ACD_TYPE_MAPS:
        return "an array of objects";
    case ACD_TYPE_IDS:
        return "an array of ids";
    case ACD_TYPE_COUNTS:
        return "an array of whole numbers, 0 or more";
    case ACD_TYPE_MARKS:
        return "an object of topics, each with a whole number";
    case ACD_TYPE_PACKED:
        break;
    }
    return "nothing";
}

/* Adds a step to the path; returns what path_leave() needs to take it off again. */
static size_t path_enter(struct reader *reader, const char *key, size_t index)
{
    size_t before = reader->path_bytes, room = sizeof(reader->path) - before;
    int n = key ? snprintf(reader->path + before, room, "%s%s", before ? "." : "", key)
                : snprintf(reader->path + before, room, "[%zu]", index);
    reader->path_bytes = before + ((size_t)n < room ? (size_t)n : room - 1);
    return before;
}

static void path_leave(struct reader *reader, size_t before)
{
    reader->path_bytes = before;
    reader->path[before] = '\0';
}

static bool wrong(struct reader *reader, const char *expected, const json_t *found)
{
    char *words = json_dumps(found, JSON_ENCODE_ANY | JSON_COMPACT);
    if (!words)
        acd_no_memory();
    acd_fault_say(reader->why, "%s: expected %s, found %.60s%s", reader->path, expected, words,
                  strlen(words) > 60 ? "..." : "");
    free(words);
    return false;
}

static bool full(struct reader *reader)
{
    return acd_fault_say(reader->why, "%s: too much for one entity", reader->path);
}

static bool read_text(struct reader *reader, const struct acd_field *field, const json_t *value,
                      const char **out)
{
    const char *text = json_string_value(value);
    size_t bytes = json_string_length(value), before = reader->scratch->used;
    bool id = field->type == ACD_TYPE_ID || field->type == ACD_TYPE_IDS;
    if (!text || (id ? !acd_id_valid(text, bytes) : bytes > field->most))
        return wrong(reader, json_expected(field), value);
    *out = acd_scratch_text(reader->scratch, text, bytes);
    if (!*out)
        return full(reader);
    /* Each NUL became three bytes. */
    return id || reader->scratch->used - before <= (size_t)field->most + 1 ||
           wrong(reader, json_expected(field), value);
}

static bool read_count(struct reader *reader, const struct acd_field *field, const json_t *value,
                       int64_t *out)
{
    *out = json_integer_value(value);
    return (json_is_integer(value) && *out >= 0 && *out <= ACD_MAX_NUMBER) || wrong(reader, json_expected(field), value);
}

/* A number, or its digits as text where it is past what JSON readers take. */
static bool read_uint(struct reader *reader, const char *expected, const json_t *value, uint64_t *out)
{
    const char *digits = json_string_value(value);
    if (json_is_integer(value) && json_integer_value(value) >= 0) {
        *out = (uint64_t)json_integer_value(value);
        return true;
    }
    if (!digits || !*digits || digits[strspn(digits, "0123456789")])
        return wrong(reader, expected, value);
    errno = 0;
    *out = strtoull(digits, NULL, 10);
    return errno == 0 || wrong(reader, expected, value);
}

static bool read_map(struct reader *reader, const struct acd_shape *shape, const json_t *object,
                     void *entity);

/* A word outside the set leaves -1: the field stays unknown. */
static bool read_name(struct reader *reader, const struct acd_field *field, const json_t *value,
                      int *out)
{
    if (!json_is_string(value))
        return wrong(reader, json_expected(field), value);
    *out = acd_names_find(field->names, json_string_value(value), json_string_length(value));
    return true;
}

static bool read_element(struct reader *reader, const struct acd_field *field, const json_t *value,
                         void *elements, size_t i)
{
    size_t before = path_enter(reader, NULL, i);
    bool taken;
    if (field->type == ACD_TYPE_IDS)
        taken = read_text(reader, field, value, (const char **)elements + i);
    else if (field->type == ACD_TYPE_COUNTS)
        taken = read_count(reader, field, value, (int64_t *)elements + i);
    else if (!json_is_object(value))
        taken = wrong(reader, "an object", value);
    else
        taken = read_map(reader, field->shape, value, (char *)elements + i * field->shape->bytes);
    path_leave(reader, before);
    return taken;
}

/* Room for `n` elements. */
static void *take_list(struct reader *reader, const struct acd_field *field, void *entity, size_t n)
{
    if (n > field->most) {
        acd_fault_say(reader->why, "%s: %zu elements; expected at most %u", reader->path, n,
                      (unsigned)field->most);
        return NULL;
    }
    size_t bytes = n * element_bytes(field);
    void *elements = acd_scratch_take(reader->scratch, bytes);
    if (!elements) {
        full(reader);
        return NULL;
    }
    memset(elements, 0, bytes);
    *member_list(entity, field) = elements;
    *member_count(entity, field) = (uint32_t)n;
    return elements;
}

static bool read_list(struct reader *reader, const struct acd_field *field, const json_t *value,
                      void *entity)
{
    bool bare = field->type == ACD_TYPE_COUNTS && json_is_integer(value);
    if (!bare && !json_is_array(value))
        return wrong(reader, json_expected(field), value);
    size_t n = bare ? 1 : json_array_size(value);
    void *elements = take_list(reader, field, entity, n);
    if (!elements)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (!read_element(reader, field, bare ? value : json_array_get(value, i), elements, i))
            return false;
    }
    return true;
}

static bool read_marks(struct reader *reader, const struct acd_field *field, const json_t *value,
                       void *entity)
{
    const char *topic;
    json_t *n;
    if (!json_is_object(value))
        return wrong(reader, json_expected(field), value);
    struct acd_mark *mark = take_list(reader, field, entity, json_object_size(value));
    if (!mark)
        return false;
    json_object_foreach((json_t *)(uintptr_t)value, topic, n) {
        size_t bytes = strlen(topic);
        if (bytes > ACD_MAX_TOPIC_BYTES)
            return wrong(reader, "topics of at most 256 bytes", value);
        mark->topic = acd_scratch_text(reader->scratch, topic, bytes);
        if (!mark->topic)
            return full(reader);
        if (!read_uint(reader, json_expected(field), n, &mark->n))
            return false;
        mark->known = ACD_BIT(ACD_MARK_TOPIC) | ACD_BIT(ACD_MARK_N);
        mark++;
    }
    return true;
}

static bool read_value(struct reader *reader, const struct acd_field *field, const json_t *value,
                       void *entity)
{
    switch (field->type) {
    case ACD_TYPE_ID:
    case ACD_TYPE_TEXT:
        return read_text(reader, field, value, member_text(entity, field));
    case ACD_TYPE_COUNT:
    case ACD_TYPE_MS:
        return read_count(reader, field, value, member_int(entity, field));
    case ACD_TYPE_INT:
    case ACD_TYPE_TIME:
        *member_int(entity, field) = json_integer_value(value);
        return json_is_integer(value) || wrong(reader, json_expected(field), value);
    case ACD_TYPE_UINT:
        return read_uint(reader, json_expected(field), value, member_uint(entity, field));
    case ACD_TYPE_FRACTION:
        *member_fraction(entity, field) = json_number_value(value);
        return (json_is_number(value) && json_number_value(value) >= 0 &&
                json_number_value(value) <= 1) ||
               wrong(reader, json_expected(field), value);
    case ACD_TYPE_BOOL:
        *member_bool(entity, field) = json_is_true(value);
        return json_is_boolean(value) || wrong(reader, json_expected(field), value);
    case ACD_TYPE_NAME:
        return read_name(reader, field, value, member_name(entity, field));
    case ACD_TYPE_MAP:
        return json_is_object(value)
                   ? read_map(reader, field->shape, value, member_at(entity, field))
                   : wrong(reader, json_expected(field), value);
    case ACD_TYPE_MAPS:
    case ACD_TYPE_IDS:
    case ACD_TYPE_COUNTS:
        return read_list(reader, field, value, entity);
    case ACD_TYPE_MARKS:
        return read_marks(reader, field, value, entity);
    case ACD_TYPE_PACKED:
        break;
    }
    return true;
}

static bool read_pair(struct reader *reader, const struct acd_shape *shape, const char *key,
                      const json_t *value, void *entity)
{
    const struct acd_field *field = acd_shape_field(shape, key, strlen(key));
    bool ours = reader->path_bytes == 0 && (strcmp(key, "kind") == 0 || strcmp(key, "site") == 0);
    if (!field || field->type == ACD_TYPE_PACKED) {
        if (!field && !ours && !reader->unknown)
            reader->unknown = key;
        return true;
    }
    if (json_is_null(value)) /* inside an array, where merging does not reach */
        return true;
    size_t before = path_enter(reader, key, 0);
    if (!read_value(reader, field, value, entity))
        return false;
    path_leave(reader, before);
    if (field->type == ACD_TYPE_NAME && *member_name(entity, field) < 0)
        *member_name(entity, field) = 0;
    else
        *member_known(entity) |= ACD_BIT(field - shape->fields);
    return true;
}

/* `entity` is all zero. */
static bool read_map(struct reader *reader, const struct acd_shape *shape, const json_t *object,
                     void *entity)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)object, key, value) {
        if (!read_pair(reader, shape, key, value, entity))
            return false;
    }
    if (shape->key_field < 0 || ACD_BIT(shape->key_field) & *member_known(entity))
        return true;
    const struct acd_field *field = &shape->fields[shape->key_field];
    return acd_fault_say(reader->why, "%s%sno \"%s\"; expected %s", reader->path,
                         reader->path_bytes ? ": " : "", field->key, json_expected(field));
}

void *acd_json_entity(const struct acd_json *json, const struct acd_shape *shape,
                      struct acd_scratch *scratch, const char **unknown, struct acd_fault *why)
{
    struct reader reader = {.scratch = scratch, .why = why};
    if (unknown)
        *unknown = NULL;
    void *entity = acd_scratch_take(scratch, shape->bytes);
    if (!entity) {
        full(&reader);
        return NULL;
    }
    memset(entity, 0, shape->bytes);
    if (!read_map(&reader, shape, json->root, entity))
        return NULL;
    if (unknown)
        *unknown = reader.unknown;
    return entity;
}
