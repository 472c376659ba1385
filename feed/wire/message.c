/* Messages of the stats socket and pages of a snapshot, walked item by item.  Must never know what
 * becomes of an item. */
#include "feed/wire/unpack.h"

/* The head, as a table so that its keys are found as those of any shape. */
enum { HEAD_V, HEAD_SITE, HEAD_INST, HEAD_N, HEAD_T, HEAD_ITEMS, HEAD_FIELDS };
#define HEAD_KEY(bit, word) [bit] = {.key = word, .key_bytes = sizeof(word) - 1, .padded = word}
static const struct acd_field head_fields[HEAD_FIELDS] = {
    HEAD_KEY(HEAD_V, "v"), HEAD_KEY(HEAD_SITE, "site"), HEAD_KEY(HEAD_INST, "inst"),
    HEAD_KEY(HEAD_N, "n"), HEAD_KEY(HEAD_T, "t"),       HEAD_KEY(HEAD_ITEMS, "items"),
};
static const struct acd_shape head_shape = {
    .name = "message", .n_fields = HEAD_FIELDS, .fields = head_fields, .key_field = -1};

enum { ITEM_DEPTH = ACD_MAX_DEPTH - 2 }; /* inside the body's map and the array of items */

static bool refuse(struct acd_refusal *refusal, enum acd_refusal_why why, const char *key)
{
    *refusal = (struct acd_refusal){.why = why, .shape = head_shape.name, .key = key};
    return false;
}

static enum acd_refusal_why read_topic(struct acd_message *message, const char *topic, size_t bytes)
{
    const char *slash = bytes && bytes <= ACD_MAX_TOPIC_BYTES ? memchr(topic, '/', bytes) : NULL;
    if (!slash || slash == topic)
        return ACD_REFUSAL_BAD_TOPIC;
    const char *site = slash + 1;
    const char *second = memchr(site, '/', (size_t)(topic + bytes - site));
    if (!second || !acd_id_valid(site, (size_t)(second - site)))
        return ACD_REFUSAL_BAD_TOPIC;
    int kind = acd_names_find(&acd_kind_names, topic, (size_t)(slash - topic));
    if (kind < 0)
        return acd_utf8_valid(topic, bytes) ? ACD_REFUSAL_UNKNOWN_KIND : ACD_REFUSAL_BAD_TOPIC;
    if (second + 1 < topic + bytes && !acd_utf8_valid(second, (size_t)(topic + bytes - second)))
        return ACD_REFUSAL_BAD_TOPIC;
    message->kind = (enum acd_kind)kind;
    message->topic = topic;
    message->topic_bytes = bytes;
    message->site = site;
    message->site_bytes = (size_t)(second - site);
    return ACD_REFUSAL_NONE;
}

/* The array of items: its place is kept; it is walked over only when other keys follow. */
static enum acd_refusal_why read_items(struct acd_message *message, struct cursor *cursor, bool last)
{
    struct cursor whole = *cursor;
    enum acd_refusal_why why = cursor_array(cursor, &message->n_items);
    if (why)
        return why;
    if (message->n_items > ACD_MAX_ITEMS)
        return ACD_REFUSAL_TOO_LARGE;
    message->at = cursor->at;
    message->items_end = cursor->end;
    message->left = message->n_items;
    if (last)
        return ACD_REFUSAL_NONE;
    why = cursor_skip(&whole, ACD_MAX_DEPTH - 1);
    cursor->at = message->items_end = whole.at;
    return why;
}

static enum acd_refusal_why read_site(const struct acd_message *message, struct cursor *cursor)
{
    const char *site;
    size_t bytes;
    enum acd_refusal_why why = cursor_text(cursor, &site, &bytes);
    if (why)
        return why;
    bool same = bytes == message->site_bytes && memcmp(site, message->site, bytes) == 0;
    return same ? ACD_REFUSAL_NONE : ACD_REFUSAL_OTHER_SITE;
}

static enum acd_refusal_why read_head_value(struct acd_message *message, struct cursor *cursor,
                                            int key, bool last)
{
    int64_t version = 0;
    enum acd_refusal_why why;
    switch (key) {
    case HEAD_V:
        why = cursor_int(cursor, &version);
        return why ? why : version == ACD_VERSION ? ACD_REFUSAL_NONE : ACD_REFUSAL_BAD_VERSION;
    case HEAD_SITE:
        return read_site(message, cursor);
    case HEAD_INST:
        return cursor_uint(cursor, &message->inst);
    case HEAD_N:
        return cursor_uint(cursor, &message->n);
    case HEAD_T:
        return cursor_int(cursor, &message->t);
    default:
        return read_items(message, cursor, last);
    }
}

/* One pair of the head.  *seen: the keys that were there. */
static bool read_head_pair(struct acd_message *message, struct cursor *cursor,
                           const struct acd_field **next, unsigned *seen, bool last,
                           struct acd_refusal *refusal)
{
    const char *key;
    size_t bytes;
    enum acd_refusal_why why = cursor_text(cursor, &key, &bytes);
    if (why)
        return refuse(refusal, why == ACD_REFUSAL_WRONG_TYPE ? ACD_REFUSAL_BAD_KEY : why, NULL);
    const struct acd_field *field =
        unpack_field(&head_shape, next, key, bytes, bytes + cursor_left(cursor));
    if (!field) {
        why = cursor_skip(cursor, ACD_MAX_DEPTH - 1);
        return !why || refuse(refusal, why, NULL);
    }
    int line = (int)(field - head_fields);
    why = *seen & 1u << line ? ACD_REFUSAL_DUPLICATE_KEY
                             : read_head_value(message, cursor, line, last);
    *seen |= 1u << line;
    return !why || refuse(refusal, why, field->key);
}

static bool read_head(struct acd_message *message, struct cursor *cursor, struct acd_refusal *refusal)
{
    uint32_t pairs;
    enum acd_refusal_why why = cursor_map(cursor, &pairs);
    if (why)
        return refuse(refusal, why == ACD_REFUSAL_WRONG_TYPE ? ACD_REFUSAL_NOT_A_MAP : why, NULL);
    unsigned seen = 0;
    const struct acd_field *next = head_fields;
    for (uint32_t i = 0; i < pairs; i++) {
        if (!read_head_pair(message, cursor, &next, &seen, i + 1 == pairs, refusal))
            return false;
    }
    for (int line = 0; line < HEAD_FIELDS; line++) {
        if (!(seen & 1u << line))
            return refuse(refusal, ACD_REFUSAL_MISSING_KEY, head_fields[line].key);
    }
    return true;
}

bool acd_message_open(struct acd_message *message, const void *topic, size_t topic_bytes,
                      const void *body, size_t body_bytes, struct acd_refusal *refusal)
{
    *message = (struct acd_message){0};
    *refusal = (struct acd_refusal){0};
    enum acd_refusal_why why = read_topic(message, topic, topic_bytes);
    if (why)
        return refuse(refusal, why, NULL);
    if (body_bytes > ACD_MAX_BODY_BYTES)
        return refuse(refusal, ACD_REFUSAL_TOO_LARGE, NULL);
    struct cursor cursor = {.at = body, .end = (const unsigned char *)body + body_bytes};
    if (!read_head(message, &cursor, refusal))
        return false;
    message->end = cursor.end;
    /* With the items last, what follows them is found when they have been walked. */
    if (message->items_end != message->end && cursor_left(&cursor) != 0)
        return refuse(refusal, ACD_REFUSAL_BROKEN, NULL);
    return true;
}

/* Nothing more can be read: the walk is over. */
static enum acd_next end_broken(struct acd_message *message, enum acd_refusal_why why,
                                struct acd_refusal *refusal)
{
    message->left = 0;
    message->at = message->items_end;
    message->refused_id[0] = '\0';
    refuse(refusal, why, "items");
    return ACD_NEXT_REFUSED;
}

/* A refused item may still say of whom it is. */
static void find_id(struct acd_message *message, struct cursor item)
{
    uint32_t pairs;
    message->refused_id[0] = '\0';
    if (cursor_map(&item, &pairs))
        return;
    while (pairs-- > 0) {
        const char *key, *id;
        size_t key_bytes, bytes;
        if (cursor_text(&item, &key, &key_bytes))
            return;
        if (key_bytes == 2 && memcmp(key, "id", 2) == 0) {
            if (cursor_text(&item, &id, &bytes) || !acd_id_valid(id, bytes))
                return;
            memcpy(message->refused_id, id, bytes);
            message->refused_id[bytes] = '\0';
            return;
        }
        if (cursor_skip(&item, ITEM_DEPTH))
            return;
    }
}

enum acd_next acd_message_next(struct acd_message *message, struct acd_scratch *scratch,
                               void **entity, struct acd_refusal *refusal)
{
    *entity = NULL;
    *refusal = (struct acd_refusal){0};
    if (message->left == 0) {
        if (message->at == message->items_end)
            return ACD_NEXT_END;
        return end_broken(message, ACD_REFUSAL_BROKEN, refusal);
    }
    message->left--;
    struct cursor cursor = {.at = message->at, .end = message->items_end};
    scratch->used = 0;
    *entity = unpack_entity(acd_kind_shape(message->kind), &cursor, scratch, ITEM_DEPTH, refusal);
    if (!*entity) {
        /* Where the refused item ends is found by walking over it. */
        enum acd_refusal_why why = cursor_skip(&cursor, ITEM_DEPTH);
        if (why)
            return end_broken(message, why, refusal);
        find_id(message, (struct cursor){.at = message->at, .end = cursor.at});
    }
    message->at = cursor.at;
    return *entity ? ACD_NEXT_ITEM : ACD_NEXT_REFUSED;
}

bool acd_reply_items(const struct acd_reply *reply, enum acd_kind kind, struct acd_message *walk)
{
    *walk = (struct acd_message){.kind = kind};
    if (!ACD_KNOWN(reply, ACD_REPLY_ITEMS))
        return false;
    struct cursor cursor = {.at = reply->items.at, .end = reply->items.at + reply->items.bytes};
    if (cursor_array(&cursor, &walk->n_items))
        return false;
    walk->at = cursor.at;
    walk->end = walk->items_end = cursor.end;
    walk->left = walk->n_items;
    return true;
}
