/* Entities as lines of JSON, by the tables.  Must never know where a line goes; it is fit for a
 * terminal all the same. */
#include "acdfeed/memory.h"
#include "feed/wire/json_private.h"
#include "feed/wire/members.h"
#include "feed/wire/utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PRECISION_LEAST = 15, PRECISION_MOST = 17 };

struct writer {
    int precision; /* digits that every fraction so far needs to be read back the same */
};

json_t *json_sure(json_t *value)
{
    if (!value)
        acd_no_memory();
    return value;
}

static json_t *write_text(const char *text)
{
    /* What is no UTF-8 can't stand in JSON; it is left out, as unknown. */
    return acd_utf8_valid(text, strlen(text)) ? json_sure(json_string(text)) : NULL;
}

/* Past what JSON readers take for a whole number, it goes as text. */
static json_t *write_uint(uint64_t value)
{
    char digits[24];
    if (value <= INT64_MAX)
        return json_sure(json_integer((json_int_t)value));
    snprintf(digits, sizeof(digits), "%" PRIu64, value);
    return json_sure(json_string(digits));
}

static json_t *write_fraction(struct writer *writer, double value)
{
    char digits[40];
    int precision = PRECISION_LEAST;
    for (; precision < PRECISION_MOST; precision++) {
        snprintf(digits, sizeof(digits), "%.*g", precision, value);
        if (strtod(digits, NULL) == value)
            break;
    }
    if (precision > writer->precision)
        writer->precision = precision;
    return json_sure(json_real(value));
}

static json_t *write_map(struct writer *writer, const struct acd_shape *shape, const void *entity);

static json_t *write_list(struct writer *writer, const struct acd_field *field, const void *entity)
{
    const void *list = *member_list(entity, field);
    json_t *array = json_sure(json_array());
    for (uint32_t i = 0; i < *member_count(entity, field); i++) {
        json_t *element;
        if (field->type == ACD_TYPE_MAPS)
            element = write_map(writer, field->shape, (const char *)list + i * field->shape->bytes);
        else if (field->type == ACD_TYPE_IDS)
            element = write_text(((const char *const *)list)[i]);
        else
            element = json_sure(json_integer(((const int64_t *)list)[i]));
        if (element && json_array_append_new(array, element) != 0)
            acd_no_memory();
    }
    return array;
}

static json_t *write_marks(const struct acd_field *field, const void *entity)
{
    const struct acd_mark *marks = *member_list(entity, field);
    json_t *object = json_sure(json_object());
    for (uint32_t i = 0; i < *member_count(entity, field); i++) {
        const char *topic = marks[i].topic;
        if (acd_utf8_valid(topic, strlen(topic)) &&
            json_object_set_new(object, topic, write_uint(marks[i].n)) != 0)
            acd_no_memory();
    }
    return object;
}

/* NULL: the field has no form in JSON and is left out. */
static json_t *write_value(struct writer *writer, const struct acd_field *field, const void *entity)
{
    switch (field->type) {
    case ACD_TYPE_ID:
    case ACD_TYPE_TEXT:
        return write_text(*member_text(entity, field));
    case ACD_TYPE_COUNT:
    case ACD_TYPE_MS:
    case ACD_TYPE_INT:
    case ACD_TYPE_TIME:
        return json_sure(json_integer(*member_int(entity, field)));
    case ACD_TYPE_UINT:
        return write_uint(*member_uint(entity, field));
    case ACD_TYPE_FRACTION:
        return write_fraction(writer, *member_fraction(entity, field));
    case ACD_TYPE_BOOL:
        return json_boolean(*member_bool(entity, field));
    case ACD_TYPE_NAME:
        return write_text(acd_names_word(field->names, *member_name(entity, field)));
    case ACD_TYPE_MAP:
        return write_map(writer, field->shape, member_at(entity, field));
    case ACD_TYPE_MAPS:
    case ACD_TYPE_IDS:
    case ACD_TYPE_COUNTS:
        return write_list(writer, field, entity);
    case ACD_TYPE_MARKS:
        return write_marks(field, entity);
    case ACD_TYPE_PACKED:
        break;
    }
    return NULL;
}

static void set(json_t *object, const char *key, json_t *value)
{
    if (value && json_object_set_new(object, key, value) != 0)
        acd_no_memory();
}

static void write_fields(struct writer *writer, json_t *object, const struct acd_shape *shape,
                         const void *entity)
{
    uint64_t known = *member_known(entity) & shape_bits(shape);
    while (known) {
        const struct acd_field *field = &shape->fields[bit_take(&known)];
        set(object, field->key, write_value(writer, field, entity));
    }
}

static json_t *write_map(struct writer *writer, const struct acd_shape *shape, const void *entity)
{
    json_t *object = json_sure(json_object());
    write_fields(writer, object, shape, entity);
    return object;
}

/* Whether a terminal might act on a character, or a person be misled by it: delete and the second
 * set of controls, zero-width and direction marks, line separators. */
static bool hazardous(unsigned code)
{
    return (code >= 0x7f && code < 0xa0) || (code >= 0x200b && code <= 0x200f) ||
           (code >= 0x2028 && code <= 0x202e) || (code >= 0x2060 && code <= 0x206f) || code == 0xfeff;
}

/* jansson escapes what JSON demands; the rest that is hazardous becomes \uXXXX here. */
char *acd_json_escape(char *line)
{
    enum { ESCAPED_BYTES = 6 };
    size_t bytes = strlen(line), used = 0;
    char *safe = acd_alloc(bytes * ESCAPED_BYTES + 1);
    for (size_t at = 0, step; at < bytes; at += step) {
        unsigned code = 0;
        step = utf8_step(line + at, bytes - at, &code);
        if (step == 0) {
            step = 1;
            code = 0xfffd;
        }
        if (code == 0xfffd || !hazardous(code)) {
            memcpy(safe + used, line + at, step);
            used += step;
        } else {
            used += (size_t)snprintf(safe + used, ESCAPED_BYTES + 1, "\\u%04X", code);
        }
    }
    safe[used] = '\0';
    free(line);
    return acd_realloc(safe, used + 1);
}

char *acd_json_line(const struct acd_shape *shape, const void *entity, const char *kind,
                    const char *site)
{
    struct writer writer = {.precision = PRECISION_LEAST};
    json_t *object = json_sure(json_object());
    if (kind)
        set(object, "kind", write_text(kind));
    if (site)
        set(object, "site", write_text(site));
    write_fields(&writer, object, shape, entity);
    char *line = json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION((size_t)writer.precision));
    json_decref(object);
    if (!line)
        acd_no_memory();
    return acd_json_escape(line);
}
