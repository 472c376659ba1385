/* The decoder against msgpack-c: the same bytes as a tree, read by the field tables in the most
 * naive way.  Both take or refuse the same, and what is taken is the same in every field.  The
 * first byte chooses what the bytes are: one of the shapes, or the body of a message of one of the
 * kinds.
 *
 * msgpack-c believes what a container claims to hold and reads to a depth of 32, so both are looked
 * at before; bytes behind a value it leaves to its caller. */
#include "acdfeed/wire.h"
#include "tests/fuzz/input.h"

#include <msgpack.h>

enum { MANY = 1000 }; /* no container is as deep */

static unsigned char room[ACD_SCRATCH_BYTES] __attribute__((aligned(8)));

/* --- before msgpack-c ---------------------------------------------------------------------------
 */

static uint64_t big(const uint8_t *at, int bytes)
{
    uint64_t value = 0;
    while (bytes-- > 0)
        value = value << 8 | *at++;
    return value;
}

/* The bytes of the value at `at`, 0 where it is not whole or promises more values than bytes are
 * left; *depth becomes how many containers stand in each other. */
static size_t value_bytes(const uint8_t *at, size_t n, int level, int *depth)
{
    static const uint8_t sizes[32] = {1, 0, 1, 1, 2, 3, 5, 3,  4,  6, 5, 9, 2, 3, 5, 9,
                                      2, 3, 5, 9, 3, 4, 6, 10, 18, 2, 3, 5, 3, 5, 3, 5};
    if (n == 0 || level > MANY)
        return 0;
    uint8_t first = at[0];
    size_t head = first >= 0xc0 && first < 0xe0 ? sizes[first - 0xc0] : 1;
    if (head == 0 || head > n)
        return 0;
    uint64_t follow = 0, values = 0;
    if (first >= 0xa0 && first < 0xc0)
        follow = first & 0x1f;
    else if ((first >= 0xc4 && first <= 0xc6) || (first >= 0xd9 && first <= 0xdb))
        follow = big(at + 1, (int)head - 1);
    else if (first >= 0xc7 && first <= 0xc9)
        follow = big(at + 1, (int)head - 2);
    bool map = (first & 0xf0) == 0x80 || first == 0xde || first == 0xdf;
    bool array = (first & 0xf0) == 0x90 || first == 0xdc || first == 0xdd;
    if (map || array)
        values = (first < 0xa0 ? first & 0x0f : big(at + 1, (int)head - 1)) * (map ? 2 : 1);
    if (follow > n - head || values > n - head)
        return 0;
    if (map || array)
        *depth = *depth > level + 1 ? *depth : level + 1;
    size_t used = head + follow;
    for (; values > 0; values--) {
        size_t bytes = value_bytes(at + used, n - used, level + 1, depth);
        if (bytes == 0)
            return 0;
        used += bytes;
    }
    return used;
}

/* --- the naive reading --------------------------------------------------------------------------
 */

static const void *member(const void *entity, const struct acd_field *field)
{
    return (const char *)entity + field->offset;
}

static uint32_t count_of(const void *entity, const struct acd_field *field)
{
    uint32_t n;
    memcpy(&n, (const char *)entity + field->count_offset, sizeof(n));
    return n;
}

static bool is_integer(const msgpack_object *value)
{
    return value->type == MSGPACK_OBJECT_POSITIVE_INTEGER ||
           value->type == MSGPACK_OBJECT_NEGATIVE_INTEGER;
}

static bool fits_int64(const msgpack_object *value)
{
    return is_integer(value) &&
           (value->type == MSGPACK_OBJECT_NEGATIVE_INTEGER || value->via.u64 <= INT64_MAX);
}

static bool is_count(const msgpack_object *value)
{
    return value->type == MSGPACK_OBJECT_POSITIVE_INTEGER &&
           value->via.u64 <= (uint64_t)ACD_MAX_NUMBER;
}

static bool fraction_of(const msgpack_object *value, double *out)
{
    if (fits_int64(value))
        *out = (double)value->via.i64;
    else if (value->type == MSGPACK_OBJECT_FLOAT32 || value->type == MSGPACK_OBJECT_FLOAT64)
        *out = value->via.f64;
    else
        return false;
    return *out >= 0 && *out <= 1;
}

/* A text with each NUL as U+FFFD; false: not taken. */
static bool text_of(const msgpack_object *value, size_t most, char *out)
{
    size_t used = 0;
    if (value->type != MSGPACK_OBJECT_STR || value->via.str.size > most ||
        !acd_utf8_valid(value->via.str.ptr, value->via.str.size))
        return false;
    for (uint32_t i = 0; i < value->via.str.size; i++) {
        const char *c = value->via.str.ptr[i] ? &value->via.str.ptr[i] : "\xef\xbf\xbd";
        size_t n = value->via.str.ptr[i] ? 1 : 3;
        if (used + n > most)
            return false;
        memcpy(out + used, c, n);
        used += n;
    }
    out[used] = '\0';
    return true;
}

static bool id_of(const msgpack_object *value)
{
    return value->type == MSGPACK_OBJECT_STR &&
           acd_id_valid(value->via.str.ptr, value->via.str.size);
}

/* Whether the map is taken as that shape; with `entity` (which was taken) also that it says the
 * same. */
static bool reads(const struct acd_shape *shape, const msgpack_object *map, const void *entity);

static bool element_reads(const struct acd_field *field, const msgpack_object *value,
                          const void *elements, uint32_t i)
{
    const char *const *ids = elements;
    const int64_t *counts = elements;
    switch (field->type) {
    case ACD_TYPE_IDS:
        if (elements)
            HOLDS(strlen(ids[i]) == value->via.str.size &&
                  !memcmp(ids[i], value->via.str.ptr, value->via.str.size));
        return id_of(value);
    case ACD_TYPE_COUNTS:
        if (elements)
            HOLDS(counts[i] == value->via.i64);
        return is_count(value);
    default:
        return reads(field->shape, value,
                     elements ? (const char *)elements + i * field->shape->bytes : NULL);
    }
}

static bool list_reads(const struct acd_field *field, const msgpack_object *value,
                       const void *entity)
{
    const void *elements = NULL;
    bool bare = field->type == ACD_TYPE_COUNTS && value->type != MSGPACK_OBJECT_ARRAY;
    if (entity) {
        memcpy(&elements, member(entity, field), sizeof(elements));
        HOLDS(count_of(entity, field) == (bare ? 1 : value->via.array.size));
    }
    if (bare)
        return element_reads(field, value, elements, 0);
    if (value->type != MSGPACK_OBJECT_ARRAY || value->via.array.size > field->most)
        return false;
    for (uint32_t i = 0; i < value->via.array.size; i++)
        if (!element_reads(field, &value->via.array.ptr[i], elements, i))
            return false;
    return true;
}

static bool marks_read(const struct acd_field *field, const msgpack_object *value,
                       const void *entity)
{
    const struct acd_mark *marks = NULL;
    char topic[ACD_MAX_TOPIC_BYTES + 1];
    if (value->type != MSGPACK_OBJECT_MAP || value->via.map.size > field->most)
        return false;
    if (entity) {
        memcpy(&marks, member(entity, field), sizeof(marks));
        HOLDS(count_of(entity, field) == value->via.map.size);
    }
    for (uint32_t i = 0; i < value->via.map.size; i++) {
        const msgpack_object_kv *pair = &value->via.map.ptr[i];
        if (!text_of(&pair->key, ACD_MAX_TOPIC_BYTES, topic) ||
            pair->val.type != MSGPACK_OBJECT_POSITIVE_INTEGER)
            return false;
        if (marks)
            HOLDS(strcmp(marks[i].topic, topic) == 0 && marks[i].n == pair->val.via.u64);
    }
    return true;
}

/* An array left as it came: the same number of values. */
static bool packed_reads(const struct acd_field *field, const msgpack_object *value,
                         const void *entity)
{
    if (value->type != MSGPACK_OBJECT_ARRAY || value->via.array.size > field->most)
        return false;
    if (entity) {
        const struct acd_packed *packed = member(entity, field);
        msgpack_unpacked other;
        size_t used = 0;
        msgpack_unpacked_init(&other);
        HOLDS(msgpack_unpack_next(&other, (const char *)packed->at, packed->bytes, &used) ==
              MSGPACK_UNPACK_SUCCESS);
        HOLDS(used == packed->bytes && other.data.via.array.size == value->via.array.size);
        msgpack_unpacked_destroy(&other);
    }
    return true;
}

static bool value_reads(const struct acd_field *field, const msgpack_object *value,
                        const void *entity)
{
    const void *at = entity ? member(entity, field) : NULL;
    char text[ACD_MAX_TEXT_BYTES + ACD_MAX_TOPIC_BYTES];
    double fraction;
    switch (field->type) {
    case ACD_TYPE_COUNT:
    case ACD_TYPE_MS:
    case ACD_TYPE_INT:
    case ACD_TYPE_TIME:
        if (at)
            HOLDS(*(const int64_t *)at == value->via.i64);
        return field->type == ACD_TYPE_COUNT || field->type == ACD_TYPE_MS ? is_count(value)
                                                                           : fits_int64(value);
    case ACD_TYPE_UINT:
        if (at)
            HOLDS(*(const uint64_t *)at == value->via.u64);
        return value->type == MSGPACK_OBJECT_POSITIVE_INTEGER;
    case ACD_TYPE_FRACTION:
        if (!fraction_of(value, &fraction))
            return false;
        if (at)
            HOLDS(*(const double *)at == fraction);
        return true;
    case ACD_TYPE_BOOL:
        if (at)
            HOLDS(*(const bool *)at == value->via.boolean);
        return value->type == MSGPACK_OBJECT_BOOLEAN;
    case ACD_TYPE_ID:
    case ACD_TYPE_TEXT:
        if (field->type == ACD_TYPE_ID ? !id_of(value) : !text_of(value, field->most, text))
            return false;
        if (field->type == ACD_TYPE_ID)
            snprintf(text, sizeof(text), "%.*s", (int)value->via.str.size, value->via.str.ptr);
        if (at)
            HOLDS(strcmp(*(const char *const *)at, text) == 0);
        return true;
    case ACD_TYPE_NAME:
        if (value->type != MSGPACK_OBJECT_STR)
            return false;
        if (at)
            HOLDS(*(const int *)at ==
                  acd_names_find(field->names, value->via.str.ptr, value->via.str.size));
        return true;
    case ACD_TYPE_MAP:
        return reads(field->shape, value, at);
    case ACD_TYPE_MARKS:
        return marks_read(field, value, entity);
    case ACD_TYPE_PACKED:
        return packed_reads(field, value, entity);
    default:
        return list_reads(field, value, entity);
    }
}

/* A word outside its set leaves the field unknown. */
static bool stays_unknown(const struct acd_field *field, const msgpack_object *value)
{
    return field->type == ACD_TYPE_NAME && value->type == MSGPACK_OBJECT_STR &&
           acd_names_find(field->names, value->via.str.ptr, value->via.str.size) < 0;
}

static bool reads(const struct acd_shape *shape, const msgpack_object *map, const void *entity)
{
    uint64_t seen = 0, known = 0, told = 0;
    if (map->type != MSGPACK_OBJECT_MAP)
        return false;
    if (entity)
        memcpy(&told, entity, sizeof(told));
    for (uint32_t i = 0; i < map->via.map.size; i++) {
        const msgpack_object *key = &map->via.map.ptr[i].key, *value = &map->via.map.ptr[i].val;
        if (key->type != MSGPACK_OBJECT_STR)
            return false;
        const struct acd_field *field = acd_shape_field(shape, key->via.str.ptr, key->via.str.size);
        if (!field)
            continue;
        uint64_t bit = ACD_BIT(field - shape->fields);
        if (seen & bit)
            return false;
        seen |= bit;
        bool unknown = stays_unknown(field, value);
        if (!value_reads(field, value, unknown ? NULL : entity))
            return false;
        known |= unknown ? 0 : bit;
    }
    if (entity)
        HOLDS(known == told);
    return shape->key_field < 0 || (seen & ACD_BIT(shape->key_field));
}

/* --- both of them -------------------------------------------------------------------------------
 */

static bool tree_of(const uint8_t *body, size_t bytes, msgpack_unpacked *tree)
{
    size_t used = 0;
    msgpack_unpacked_init(tree);
    msgpack_unpack_return answer = msgpack_unpack_next(tree, (const char *)body, bytes, &used);
    HOLDS(answer == MSGPACK_UNPACK_SUCCESS && used == bytes);
    return true;
}

static void check_shape(const struct acd_shape *shape, const uint8_t *body, size_t bytes)
{
    struct acd_scratch scratch = {.at = room, .bytes = sizeof(room)};
    struct acd_refusal refusal;
    msgpack_unpacked tree;
    int depth = 0;
    const void *ours = acd_unpack(shape, body, bytes, &scratch, &refusal);
    HOLDS(ours || refusal.why);
    HOLDS(ours || refusal.why != ACD_REFUSAL_TOO_LARGE); /* the room holds anything */
    if (bytes == 0 || value_bytes(body, bytes, 0, &depth) != bytes || depth > ACD_MAX_DEPTH) {
        HOLDS(!ours);
        return;
    }
    tree_of(body, bytes, &tree);
    HOLDS(reads(shape, &tree.data, NULL) == (ours != NULL));
    if (ours)
        HOLDS(reads(shape, &tree.data, ours));
    msgpack_unpacked_destroy(&tree);
}

/* The head of a message, as the naive reader sees it; *items is its array. */
static bool head_reads(const msgpack_object *body, const char *site, const msgpack_object **items)
{
    static const char *const keys[] = {"v", "site", "inst", "n", "t", "items"};
    unsigned seen = 0;
    for (uint32_t i = 0; body->type == MSGPACK_OBJECT_MAP && i < body->via.map.size; i++) {
        const msgpack_object *key = &body->via.map.ptr[i].key, *value = &body->via.map.ptr[i].val;
        if (key->type != MSGPACK_OBJECT_STR)
            return false;
        for (unsigned k = 0; k < ACD_COUNT_OF(keys); k++) {
            if (key->via.str.size != strlen(keys[k]) ||
                memcmp(key->via.str.ptr, keys[k], strlen(keys[k])) != 0)
                continue;
            if (seen & 1u << k)
                return false;
            seen |= 1u << k;
            bool uint = value->type == MSGPACK_OBJECT_POSITIVE_INTEGER;
            bool fine[] = {
                uint && value->via.u64 == ACD_VERSION,
                value->type == MSGPACK_OBJECT_STR && value->via.str.size == strlen(site) &&
                    !memcmp(value->via.str.ptr, site, strlen(site)),
                uint,
                uint,
                fits_int64(value),
                value->type == MSGPACK_OBJECT_ARRAY && value->via.array.size <= ACD_MAX_ITEMS};
            if (!fine[k])
                return false;
            if (k == 5)
                *items = value;
        }
    }
    return seen == (1u << ACD_COUNT_OF(keys)) - 1;
}

static void check_items(struct acd_message *message, const msgpack_object *items)
{
    struct acd_scratch scratch = {.at = room, .bytes = sizeof(room)};
    struct acd_refusal refusal;
    void *entity;
    HOLDS(message->n_items == items->via.array.size);
    for (uint32_t i = 0; i < items->via.array.size; i++) {
        const struct acd_shape *shape = acd_kind_shape(message->kind);
        enum acd_next next = acd_message_next(message, &scratch, &entity, &refusal);
        HOLDS(next ==
              (reads(shape, &items->via.array.ptr[i], NULL) ? ACD_NEXT_ITEM : ACD_NEXT_REFUSED));
        if (next == ACD_NEXT_ITEM)
            HOLDS(reads(shape, &items->via.array.ptr[i], entity));
    }
    HOLDS(acd_message_next(message, &scratch, &entity, &refusal) == ACD_NEXT_END);
}

static void check_message(enum acd_kind kind, const uint8_t *body, size_t bytes)
{
    char topic[32];
    struct acd_message message;
    struct acd_refusal refusal;
    msgpack_unpacked tree;
    const msgpack_object *items = NULL;
    int depth = 0;
    int topic_bytes =
        snprintf(topic, sizeof(topic), "%s/s/", acd_names_word(&acd_kind_names, kind));
    bool ours = acd_message_open(&message, topic, (size_t)topic_bytes, body, bytes, &refusal);
    if (bytes == 0 || value_bytes(body, bytes, 0, &depth) != bytes || depth > ACD_MAX_DEPTH)
        return; /* the items before it are told all the same */
    tree_of(body, bytes, &tree);
    HOLDS(head_reads(&tree.data, "s", &items) == ours);
    if (ours)
        check_items(&message, items);
    msgpack_unpacked_destroy(&tree);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    static const struct acd_shape *const shapes[] = {
        &acd_queue_shape, &acd_agent_shape, &acd_site_shape,  &acd_event_shape, &acd_request_shape,
        &acd_reply_shape, &acd_args_shape,  &acd_tally_shape, &acd_plan_shape};
    if (bytes < 1 || bytes > ACD_MAX_BODY_BYTES)
        return 0;
    unsigned which = data[0] % (ACD_COUNT_OF(shapes) + ACD_KINDS);
    if (which < ACD_COUNT_OF(shapes))
        check_shape(shapes[which], data + 1, bytes - 1);
    else
        check_message((enum acd_kind)(which - ACD_COUNT_OF(shapes)), data + 1, bytes - 1);
    return 0;
}
