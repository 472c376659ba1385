/* `key=value` as people and scripts type it, by the tables.  Must never know what a field means. */
#include "acdfeed/limits.h"
#include "acdfeed/memory.h"
#include "feed/wire/json_private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Where a pair stands, for the words of a fault. */
struct pair {
    const char *key; /* whole, dots included */
    int key_bytes;
    const struct acd_shape *shape; /* of the last step of the key */
    const struct acd_field *field;
    struct acd_fault *why;
};

static json_t *wrong(const struct pair *pair, const char *expected, const char *found)
{
    acd_fault_say(pair->why, "%.*s: expected %s, found \"%.60s\"", pair->key_bytes, pair->key, expected,
                  found);
    return NULL;
}

static bool ends_in_ms(const struct acd_field *field)
{
    return field->key_bytes > 3 && memcmp(field->key + field->key_bytes - 3, "_ms", 3) == 0;
}

/* The field of one step; a duration may drop the `_ms` of its key. */
static const struct acd_field *find_field(const struct acd_shape *shape, const char *key, size_t bytes)
{
    const struct acd_field *field = acd_shape_field(shape, key, bytes);
    char longer[ACD_MAX_KEY_BYTES + 1];
    if (field || bytes + 3 > ACD_MAX_KEY_BYTES)
        return field;
    memcpy(longer, key, bytes);
    memcpy(longer + bytes, "_ms", 3);
    return acd_shape_field(shape, longer, bytes + 3);
}

static json_t *read_integer(const struct pair *pair, const char *text, bool negative_too)
{
    const char *digits = negative_too && *text == '-' ? text + 1 : text;
    errno = 0;
    long long value = strtoll(text, NULL, 10);
    if (!*digits || digits[strspn(digits, "0123456789")] || errno)
        return wrong(pair, json_expected(pair->field), text);
    return json_sure(json_integer(value));
}

static json_t *read_duration(const struct pair *pair, const char *text)
{
    int64_t ms;
    if (!acd_duration_read(text, &ms))
        return wrong(pair, "a duration (95s, 1:35, 2m, 1h, 500ms or milliseconds)", text);
    return json_sure(json_integer(ms));
}

/* "0.8", ".8", "80%": by hand, since strtod follows the decimal sign of the locale. */
static json_t *read_fraction(const struct pair *pair, const char *text)
{
    double value = 0, scale = 1;
    bool point = false, digit = false;
    const char *at = text;
    for (; *at && at - text < 18; at++) {
        if (*at == '.' && !point) {
            point = true;
            continue;
        }
        if (*at < '0' || *at > '9')
            break;
        digit = true;
        value = value * 10 + (*at - '0');
        scale *= point ? 10 : 1;
    }
    if (*at == '%') {
        scale *= 100;
        at++;
    }
    value /= scale;
    if (!digit || *at || value > 1)
        return wrong(pair, "a fraction (0.8 or 80%)", text);
    return json_sure(json_real(value));
}

static json_t *read_bool(const struct pair *pair, const char *text)
{
    static const char *const words[][2] = {
        {"false", "true"}, {"no", "yes"}, {"off", "on"}, {"0", "1"}};
    for (size_t i = 0; i < ACD_COUNT_OF(words); i++) {
        for (int value = 0; value < 2; value++) {
            if (strcmp(text, words[i][value]) == 0)
                return json_boolean(value);
        }
    }
    return wrong(pair, "true or false", text);
}

static json_t *read_name(const struct pair *pair, const char *text)
{
    const struct acd_names *names = pair->field->names;
    char words[160] = "";
    if (acd_names_find(names, text, strlen(text)) >= 0)
        return json_sure(json_string(text));
    for (int i = 0; i < names->n; i++) {
        if (i)
            strncat(words, ", ", sizeof(words) - strlen(words) - 1);
        strncat(words, names->names[i], sizeof(words) - strlen(words) - 1);
    }
    return wrong(pair, words, text);
}

static json_t *read_text(const struct pair *pair, const char *text)
{
    size_t bytes = strlen(text);
    bool id = pair->field->type != ACD_TYPE_TEXT;
    if (id ? !acd_id_valid(text, bytes) : bytes > pair->field->most || !acd_utf8_valid(text, bytes))
        return wrong(pair, json_expected(pair->field), text);
    return json_sure(json_string(text));
}

static json_t *read_element(const struct pair *pair, const char *text)
{
    if (pair->field->type == ACD_TYPE_IDS)
        return read_text(pair, text);
    return ends_in_ms(pair->field) ? read_duration(pair, text) : read_integer(pair, text, false);
}

/* "a,b,c". */
static json_t *read_list(const struct pair *pair, const char *text)
{
    json_t *array = json_sure(json_array());
    char *words = acd_strdup(text);
    for (char *word = words, *comma; word; word = comma ? comma + 1 : NULL) {
        comma = strchr(word, ',');
        if (comma)
            *comma = '\0';
        json_t *element = read_element(pair, word);
        if (!element) {
            json_decref(array);
            array = NULL;
            break;
        }
        if (json_array_append_new(array, element) != 0)
            acd_no_memory();
    }
    free(words);
    return array;
}

/* Maps and arrays may stand as JSON behind the `=`. */
static json_t *read_json(const struct pair *pair, const char *text)
{
    json_error_t error;
    json_t *value = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    return value ? value : wrong(pair, "JSON, or one key inside by KEY.INNER=value", text);
}

static json_t *read_value(const struct pair *pair, const char *text)
{
    if (!*text && pair->field->type != ACD_TYPE_TEXT)
        return json_null(); /* unknown from now on */
    if (*text == '[' || *text == '{')
        return pair->field->type == ACD_TYPE_TEXT ? read_text(pair, text) : read_json(pair, text);
    switch (pair->field->type) {
    case ACD_TYPE_ID:
    case ACD_TYPE_TEXT:
        return read_text(pair, text);
    case ACD_TYPE_MS:
        return read_duration(pair, text);
    case ACD_TYPE_COUNT:
    case ACD_TYPE_UINT:
        return read_integer(pair, text, false);
    case ACD_TYPE_INT:
    case ACD_TYPE_TIME:
        return read_integer(pair, text, true);
    case ACD_TYPE_FRACTION:
        return read_fraction(pair, text);
    case ACD_TYPE_BOOL:
        return read_bool(pair, text);
    case ACD_TYPE_NAME:
        return read_name(pair, text);
    case ACD_TYPE_IDS:
    case ACD_TYPE_COUNTS:
        return read_list(pair, text);
    default:
        return read_json(pair, text);
    }
}

/* The value of a key from `key` to `equals`, wrapped in an object for each step. */
static json_t *read_steps(struct pair *pair, const char *key, const char *equals)
{
    const char *dot = memchr(key, '.', (size_t)(equals - key));
    const char *end = dot ? dot : equals;
    pair->field = find_field(pair->shape, key, (size_t)(end - key));
    if (!pair->field || (dot && pair->field->type != ACD_TYPE_MAP)) {
        acd_fault_say(pair->why, "%.*s: a %s has no such key", pair->key_bytes, pair->key,
                      pair->shape->name);
        return NULL;
    }
    const char *name = pair->field->key;
    if (dot)
        pair->shape = pair->field->shape;
    json_t *value = dot ? read_steps(pair, dot + 1, equals) : read_value(pair, equals + 1);
    if (!value)
        return NULL;
    json_t *object = json_sure(json_object());
    if (json_object_set_new(object, name, value) != 0)
        acd_no_memory();
    return object;
}

bool acd_json_merge_pair(struct acd_json *json, const struct acd_shape *shape, const char *pair,
                         struct acd_fault *why)
{
    const char *equals = strchr(pair, '=');
    if (!equals || equals == pair)
        return acd_fault_say(why, "expected key=value, found \"%.60s\"", pair);
    struct pair where = {
        .key = pair, .key_bytes = (int)(equals - pair), .shape = shape, .why = why};
    json_t *patch = read_steps(&where, pair, equals);
    if (!patch)
        return false;
    json_merge(json->root, patch);
    json_decref(patch);
    return true;
}
