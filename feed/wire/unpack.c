/* Entities out of msgpack bytes, straight into their structs, by the tables.  Bounded by the bytes
 * given, the scratch and the limits of the contract.  Must never know what a field means. */
#include "feed/wire/unpack.h"
#include "feed/wire/members.h"

struct unpacker {
    struct cursor cursor;
    struct acd_scratch *scratch;
    struct acd_refusal *refusal;
};

static enum acd_refusal_why unpack_map(struct unpacker *unpacker, const struct acd_shape *shape,
                                       void *entity, int depth);

static inline enum acd_refusal_why unpack_count(struct cursor *cursor, int64_t *value)
{
    enum acd_refusal_why why = cursor_int(cursor, value);
    if (why)
        return why;
    return *value < 0 || *value > ACD_MAX_NUMBER ? ACD_REFUSAL_OUT_OF_RANGE : ACD_REFUSAL_NONE;
}

/* Copies a text that is plain ASCII without a NUL, as most are, in one go; NULL when it is not, or
 * does not fit. */
static inline const char *take_ascii(struct acd_scratch *scratch, const char *text, size_t bytes)
{
    if (scratch->bytes - scratch->used <= bytes)
        return NULL;
    char *to = (char *)scratch->at + scratch->used;
    unsigned char odd = 0;
    for (size_t i = 0; i < bytes; i++) {
        odd |= (unsigned char)(text[i] | (text[i] - 1)); /* a NUL wraps to 0xff */
        to[i] = text[i];
    }
    if (odd & 0x80)
        return NULL;
    to[bytes] = '\0';
    scratch->used += bytes + 1;
    return to;
}

static enum acd_refusal_why unpack_text(struct unpacker *unpacker, size_t most, const char **out)
{
    const char *text;
    size_t bytes;
    enum acd_refusal_why why = cursor_text(&unpacker->cursor, &text, &bytes);
    if (why)
        return why;
    if (bytes > most)
        return ACD_REFUSAL_TOO_LONG;
    *out = take_ascii(unpacker->scratch, text, bytes);
    if (*out)
        return ACD_REFUSAL_NONE;
    if (!acd_utf8_valid(text, bytes))
        return ACD_REFUSAL_BAD_UTF8;
    size_t before = unpacker->scratch->used;
    *out = acd_scratch_text(unpacker->scratch, text, bytes);
    if (!*out)
        return ACD_REFUSAL_TOO_LARGE;
    /* Each NUL became three bytes. */
    return unpacker->scratch->used - before > most + 1 ? ACD_REFUSAL_TOO_LONG : ACD_REFUSAL_NONE;
}

static enum acd_refusal_why unpack_id(struct unpacker *unpacker, const char **out)
{
    const char *text;
    size_t bytes;
    enum acd_refusal_why why = cursor_text(&unpacker->cursor, &text, &bytes);
    if (why)
        return why;
    if (!acd_id_valid(text, bytes))
        return ACD_REFUSAL_BAD_ID;
    *out = take_ascii(unpacker->scratch, text, bytes);
    return *out ? ACD_REFUSAL_NONE : ACD_REFUSAL_TOO_LARGE;
}

/* A word outside the set leaves -1: the field stays unknown. */
static enum acd_refusal_why unpack_name(struct unpacker *unpacker, const struct acd_names *names,
                                        int *value)
{
    const char *text;
    size_t bytes;
    enum acd_refusal_why why = cursor_text(&unpacker->cursor, &text, &bytes);
    if (why)
        return why;
    *value = acd_names_find(names, text, bytes);
    return ACD_REFUSAL_NONE;
}

/* Room for the elements of a list, and its count. */
static enum acd_refusal_why take_list(struct unpacker *unpacker, const struct acd_field *field,
                                      void *entity, uint32_t n, void **elements)
{
    if (n > field->most)
        return ACD_REFUSAL_TOO_LONG;
    size_t bytes = n * element_bytes(field);
    *elements = acd_scratch_take(unpacker->scratch, bytes);
    if (!*elements)
        return ACD_REFUSAL_TOO_LARGE;
    memset(*elements, 0, bytes);
    *member_list(entity, field) = *elements;
    *member_count(entity, field) = n;
    return ACD_REFUSAL_NONE;
}

static enum acd_refusal_why unpack_marks(struct unpacker *unpacker, const struct acd_field *field,
                                         void *entity, int depth)
{
    uint32_t n;
    void *elements = NULL;
    enum acd_refusal_why why = cursor_map(&unpacker->cursor, &n);
    if (!why && depth < 1)
        why = ACD_REFUSAL_TOO_DEEP;
    if (!why)
        why = take_list(unpacker, field, entity, n, &elements);
    for (uint32_t i = 0; !why && i < n; i++) {
        struct acd_mark *mark = (struct acd_mark *)elements + i;
        why = unpack_text(unpacker, ACD_MAX_TOPIC_BYTES, &mark->topic);
        if (why == ACD_REFUSAL_WRONG_TYPE)
            why = ACD_REFUSAL_BAD_KEY;
        if (!why)
            why = cursor_uint(&unpacker->cursor, &mark->n);
        mark->known = ACD_BIT(ACD_MARK_TOPIC) | ACD_BIT(ACD_MARK_N);
    }
    return why;
}

static enum acd_refusal_why unpack_element(struct unpacker *unpacker, const struct acd_field *field,
                                           void *elements, uint32_t i, int depth)
{
    if (field->type == ACD_TYPE_IDS)
        return unpack_id(unpacker, (const char **)elements + i);
    if (field->type == ACD_TYPE_COUNTS)
        return unpack_count(&unpacker->cursor, (int64_t *)elements + i);
    return unpack_map(unpacker, field->shape, (char *)elements + i * field->shape->bytes, depth);
}

static enum acd_refusal_why unpack_list(struct unpacker *unpacker, const struct acd_field *field,
                                        void *entity, int depth)
{
    uint32_t n;
    void *elements = NULL;
    enum acd_refusal_why why = cursor_array(&unpacker->cursor, &n);
    if (why == ACD_REFUSAL_WRONG_TYPE && field->type == ACD_TYPE_COUNTS) {
        n = 1; /* one bare number holds for all */
        why = ACD_REFUSAL_NONE;
    } else if (!why && depth < 1) {
        why = ACD_REFUSAL_TOO_DEEP;
    }
    if (!why)
        why = take_list(unpacker, field, entity, n, &elements);
    for (uint32_t i = 0; !why && i < n; i++)
        why = unpack_element(unpacker, field, elements, i, depth - 1);
    return why;
}

static enum acd_refusal_why unpack_packed(struct unpacker *unpacker, const struct acd_field *field,
                                          struct acd_packed *packed, int depth)
{
    struct cursor head = unpacker->cursor;
    uint32_t n;
    enum acd_refusal_why why = cursor_array(&head, &n);
    if (why)
        return why;
    packed->at = unpacker->cursor.at;
    why = cursor_skip(&unpacker->cursor, depth);
    packed->bytes = (uint32_t)(unpacker->cursor.at - packed->at);
    return why ? why : n > field->most ? ACD_REFUSAL_TOO_LONG : ACD_REFUSAL_NONE;
}

/* One value into its member.  `depth`: levels that it may open. */
static inline enum acd_refusal_why unpack_value(struct unpacker *unpacker,
                                                const struct acd_field *field, void *entity,
                                                int depth)
{
    struct cursor *cursor = &unpacker->cursor;
    switch (field->type) {
    case ACD_TYPE_COUNT:
    case ACD_TYPE_MS:
        return unpack_count(cursor, member_int(entity, field));
    case ACD_TYPE_INT:
    case ACD_TYPE_TIME:
        return cursor_int(cursor, member_int(entity, field));
    case ACD_TYPE_UINT:
        return cursor_uint(cursor, member_uint(entity, field));
    case ACD_TYPE_FRACTION:
        return cursor_fraction(cursor, member_fraction(entity, field));
    case ACD_TYPE_BOOL:
        return cursor_bool(cursor, member_bool(entity, field));
    case ACD_TYPE_ID:
        return unpack_id(unpacker, member_text(entity, field));
    case ACD_TYPE_TEXT:
        return unpack_text(unpacker, field->most, member_text(entity, field));
    case ACD_TYPE_NAME:
        return unpack_name(unpacker, field->names, member_name(entity, field));
    case ACD_TYPE_MAP:
        return unpack_map(unpacker, field->shape, member_at(entity, field), depth);
    case ACD_TYPE_MAPS:
    case ACD_TYPE_IDS:
    case ACD_TYPE_COUNTS:
        return unpack_list(unpacker, field, entity, depth);
    case ACD_TYPE_MARKS:
        return unpack_marks(unpacker, field, entity, depth);
    case ACD_TYPE_PACKED:
        return unpack_packed(unpacker, field, member_packed(entity, field), depth);
    }
    return ACD_REFUSAL_WRONG_TYPE;
}

/* The innermost place where it went wrong is told. */
static enum acd_refusal_why refuse(struct unpacker *unpacker, enum acd_refusal_why why,
                                   const struct acd_shape *shape, const char *key)
{
    if (!unpacker->refusal->why)
        *unpacker->refusal = (struct acd_refusal){.why = why, .shape = shape->name, .key = key};
    return why;
}

/* A key and the figure behind it, where both are as short as most are: their lengths need no check
 * then, since this many bytes are left. */
enum { SHORT_KEY_BYTES = 31, SHORT_PAIR_BYTES = 1 + SHORT_KEY_BYTES + 5 };

/* Reads a short unsigned figure at *at; false when it is another encoding, and *at stays. */
static inline bool take_figure(const unsigned char **at, int64_t *value)
{
    const unsigned char *from = *at;
    if (*from < 0x80) {
        *value = *from;
        *at = from + 1;
    } else if (*from == 0xcd) {
        *value = (int64_t)load_big(from + 1, 2);
        *at = from + 3;
    } else if (*from == 0xce) {
        *value = (int64_t)load_big(from + 1, 4);
        *at = from + 5;
    } else if (*from == 0xcc) {
        *value = from[1];
        *at = from + 2;
    } else {
        return false;
    }
    return true;
}

/* One value of any kind, of a field or (NULL) of an unknown key. */
static enum acd_refusal_why unpack_any(struct unpacker *unpacker, const struct acd_shape *shape,
                                       const struct acd_field *field, void *entity, int depth)
{
    if (!field) {
        enum acd_refusal_why why = cursor_skip(&unpacker->cursor, depth);
        return why ? refuse(unpacker, why, shape, NULL) : why;
    }
    enum acd_refusal_why why = unpack_value(unpacker, field, entity, depth);
    if (why)
        return refuse(unpacker, why, shape, field->key);
    if (field->type == ACD_TYPE_NAME && *member_name(entity, field) < 0)
        *member_name(entity, field) = 0;
    else
        *member_known(entity) |= ACD_BIT(field - shape->fields);
    return ACD_REFUSAL_NONE;
}

/* A key of any encoding, and the field it names. */
static enum acd_refusal_why unpack_key(struct unpacker *unpacker, const struct acd_shape *shape,
                                       const struct acd_field **next,
                                       const struct acd_field **field)
{
    const char *key;
    size_t bytes;
    enum acd_refusal_why why = cursor_text(&unpacker->cursor, &key, &bytes);
    if (why)
        return refuse(unpacker, why == ACD_REFUSAL_WRONG_TYPE ? ACD_REFUSAL_BAD_KEY : why, shape, NULL);
    *field = unpack_field(shape, next, key, bytes, bytes + cursor_left(&unpacker->cursor));
    return ACD_REFUSAL_NONE;
}

/* The pairs of a map; returns in *seen which keys were there.  The place and the bits are kept in
 * registers as long as short figures follow. */
static enum acd_refusal_why unpack_pairs(struct unpacker *unpacker, const struct acd_shape *shape,
                                         void *entity, int depth, uint32_t pairs, uint64_t *seen)
{
    const unsigned char *at = unpacker->cursor.at, *const end = unpacker->cursor.end;
    const struct acd_field *next = shape->fields, *field;
    uint64_t there = 0, figures = 0;
    for (; pairs > 0; pairs--) {
        bool roomy = end - at >= SHORT_PAIR_BYTES && (*at & 0xe0) == 0xa0;
        if (roomy) {
            size_t bytes = *at & 0x1f;
            field = unpack_field(shape, &next, (const char *)at + 1, bytes, SHORT_PAIR_BYTES - 1);
            at += 1 + bytes;
        } else {
            unpacker->cursor.at = at;
            const struct acd_field *after = next;
            enum acd_refusal_why why = unpack_key(unpacker, shape, &after, &field);
            if (why)
                return why;
            next = after;
            at = unpacker->cursor.at;
        }
        uint64_t bit = field ? ACD_BIT(field - shape->fields) : 0;
        if (there & bit)
            return refuse(unpacker, ACD_REFUSAL_DUPLICATE_KEY, shape, field->key);
        there |= bit;
        if (roomy && field && (field->type == ACD_TYPE_MS || field->type == ACD_TYPE_COUNT) &&
            take_figure(&at, member_int(entity, field))) {
            figures |= bit;
            continue;
        }
        unpacker->cursor.at = at;
        enum acd_refusal_why why = unpack_any(unpacker, shape, field, entity, depth);
        if (why)
            return why;
        at = unpacker->cursor.at;
    }
    unpacker->cursor.at = at;
    *member_known(entity) |= figures;
    *seen = there;
    return ACD_REFUSAL_NONE;
}

/* `entity` is all zero.  `depth`: levels that may be opened, this map included. */
static enum acd_refusal_why unpack_map(struct unpacker *unpacker, const struct acd_shape *shape,
                                       void *entity, int depth)
{
    uint32_t pairs;
    uint64_t seen = 0;
    enum acd_refusal_why why = cursor_map(&unpacker->cursor, &pairs);
    if (why)
        return refuse(unpacker, why == ACD_REFUSAL_WRONG_TYPE ? ACD_REFUSAL_NOT_A_MAP : why, shape,
                      NULL);
    if (depth < 1)
        return refuse(unpacker, ACD_REFUSAL_TOO_DEEP, shape, NULL);
    why = unpack_pairs(unpacker, shape, entity, depth - 1, pairs, &seen);
    if (!why && shape->key_field >= 0 && !(seen & ACD_BIT(shape->key_field)))
        why = refuse(unpacker, ACD_REFUSAL_MISSING_ID, shape, NULL);
    return why;
}

void *unpack_entity(const struct acd_shape *shape, struct cursor *cursor, struct acd_scratch *scratch,
                    int depth, struct acd_refusal *refusal)
{
    struct unpacker unpacker = {.cursor = *cursor, .scratch = scratch, .refusal = refusal};
    *refusal = (struct acd_refusal){0};
    void *entity = acd_scratch_take(scratch, shape->bytes);
    if (!entity) {
        refuse(&unpacker, ACD_REFUSAL_TOO_LARGE, shape, NULL);
        return NULL;
    }
    memset(entity, 0, shape->bytes);
    if (unpack_map(&unpacker, shape, entity, depth))
        return NULL;
    *cursor = unpacker.cursor;
    return entity;
}

void *acd_unpack(const struct acd_shape *shape, const void *bytes, size_t n,
                 struct acd_scratch *scratch, struct acd_refusal *refusal)
{
    struct cursor cursor = {.at = bytes, .end = (const unsigned char *)bytes + n};
    if (n > ACD_MAX_BODY_BYTES) {
        *refusal = (struct acd_refusal){.why = ACD_REFUSAL_TOO_LARGE, .shape = shape->name};
        return NULL;
    }
    void *entity = unpack_entity(shape, &cursor, scratch, ACD_MAX_DEPTH, refusal);
    if (entity && cursor_left(&cursor) != 0) {
        *refusal = (struct acd_refusal){.why = ACD_REFUSAL_BROKEN, .shape = shape->name};
        return NULL;
    }
    return entity;
}
