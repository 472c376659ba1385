/* Any frames at the sockets of a console, over any time: of a site that is live every entity held
 * was told in the present epoch and none is in doubt, and the counts told are those of what is
 * held.  A frame is one byte of what it is, two of the topic's length, two of the body's. */
#include "acdfeed/memory.h"
#include "acdfeed/subscriber.h"
#include "feed/link/subscriber_parts.h"
#include "tests/fuzz/fake_link.h"
#include "tests/fuzz/input.h"

enum { STEP_MS = 40 };

/* What a console holds: the entities told and not gone, with the epoch they were told in. */
struct held {
    UT_hash_handle hh;
    uint32_t epoch;
    bool doubted;
    char key[2 * ACD_MAX_ID_BYTES + 8];
};
static struct held *table;
static char page_id[ACD_MAX_ID_BYTES + 1]; /* of the page that was asked for last */

static struct held *held_of(const char *site, enum acd_kind kind, const char *id, bool make)
{
    char key[sizeof(table->key)];
    struct held *held = NULL;
    snprintf(key, sizeof(key), "%d/%s/%s", (int)kind, site, id);
    HASH_FIND_STR(table, key, held);
    if (held || !make)
        return held;
    held = calloc(1, sizeof(*held));
    memcpy(held->key, key, sizeof(key));
    HASH_ADD_STR(table, key, held);
    return held;
}

static void on_entity(void *context, const struct acd_told *told, const void *entity)
{
    const struct acd_shape *shape = acd_kind_shape(told->kind);
    const char *id;
    (void)context;
    HOLDS(acd_id_valid(told->site, strlen(told->site)) && told->kind != ACD_KIND_SITE);
    if (told->kind == ACD_KIND_EVENT)
        return;
    memcpy(&id, (const char *)entity + shape->fields[shape->key_field].offset, sizeof(id));
    HOLDS(acd_id_valid(id, strlen(id)));
    struct held *held = held_of(told->site, told->kind, id, true);
    HOLDS(held->epoch <= told->epoch);
    held->epoch = told->epoch;
    held->doubted = false;
}

static void on_doubt(void *context, const char *site, enum acd_kind kind, const char *id)
{
    struct held *held = held_of(site, kind, id, false);
    (void)context;
    HOLDS(held && !held->doubted);
    held->doubted = true;
}

static void on_forget(void *context, const char *site, enum acd_kind kind, const char *id)
{
    struct held *held = held_of(site, kind, id, false);
    (void)context;
    HOLDS(held);
    HASH_DEL(table, held);
    free(held);
}

/* Of a live site nothing is held that is not of the present epoch. */
static void on_site(void *context, const struct acd_site_state *state)
{
    uint32_t present[ACD_KINDS] = {0};
    struct held *held, *next;
    char prefix[ACD_MAX_ID_BYTES + 8];
    (void)context;
    check_words(state->why);
    HOLDS((state->link == ACD_LINK_LIVE) == (state->why[0] == '\0'));
    for (int kind = ACD_KIND_QUEUE; kind <= ACD_KIND_AGENT; kind++) {
        int n = snprintf(prefix, sizeof(prefix), "%d/%s/", kind, state->id);
        HASH_ITER(hh, table, held, next)
        {
            if (strncmp(held->key, prefix, (size_t)n) != 0)
                continue;
            bool believed = held->epoch == state->epoch[kind] && !held->doubted;
            present[kind] += believed;
            HOLDS(state->link != ACD_LINK_LIVE || believed);
        }
        HOLDS(present[kind] == state->present[kind]);
    }
}

static void on_feed(void *context, const struct acd_feed_state *state)
{
    (void)context;
    check_words(state->why);
}

static void on_reply(void *context, const struct acd_reply *reply)
{
    (void)context;
    HOLDS(strlen(reply->id) <= ACD_MAX_ID_BYTES &&
          (!ACD_KNOWN(reply, ACD_REPLY_STATUS) || reply->status < ACD_STATUSES));
}

static unsigned char room[ACD_SCRATCH_BYTES] __attribute__((aligned(8)));

/* Requests for pages: their id is drawn, and the target must answer to it. */
static void note_page(enum link_role role, const struct link_part *parts, int n)
{
    struct acd_scratch scratch = {.at = room, .bytes = sizeof(room)};
    struct acd_refusal refusal;
    HOLDS(role == LINK_DEALER && n == 1);
    const struct acd_request *request =
        acd_unpack(&acd_request_shape, parts[0].data, parts[0].bytes, &scratch, &refusal);
    HOLDS(request && strcmp(request->op, "snapshot") == 0);
    snprintf(page_id, sizeof(page_id), "%s", request->id);
}

/* A reply as it came, its id made that of the page asked for where it is "page". */
static void hear_reply(struct acd_subscriber *subscriber, const uint8_t *body, size_t bytes,
                       int64_t now_ms)
{
    struct acd_scratch scratch = {.at = room, .bytes = sizeof(room)};
    struct acd_refusal refusal;
    struct acd_buffer buffer;
    acd_buffer_init(&buffer);
    struct acd_reply *reply = acd_unpack(&acd_reply_shape, body, bytes, &scratch, &refusal);
    struct link_part part = {body, bytes};
    if (reply && ACD_KNOWN(reply, ACD_REPLY_ID) && strcmp(reply->id, "page") == 0) {
        reply->id = page_id;
        acd_pack(&buffer, &acd_reply_shape, reply);
        part = (struct link_part){buffer.data, buffer.size};
    }
    fake_link_lay(LINK_DEALER, &part, 1);
    subscriber_take_replies(subscriber, 0, now_ms);
    acd_buffer_release(&buffer);
}

static void hear(struct acd_subscriber *subscriber, struct input *input, int64_t *now_ms)
{
    const uint8_t *topic, *body;
    uint8_t what = input_byte(input);
    if (what % 4 == 3) { /* time passes */
        *now_ms += (int64_t)input_byte(input) * STEP_MS;
        acd_subscriber_tick(subscriber, *now_ms);
        return;
    }
    size_t topic_bytes = input_byte(input), high = input_byte(input),
           length = high << 8 | input_byte(input);
    topic_bytes = input_take(input, topic_bytes, &topic);
    length = input_take(input, length, &body);
    *now_ms += 1;
    if (what % 4 == 2) {
        hear_reply(subscriber, body, length, *now_ms);
        return;
    }
    const struct link_part parts[] = {{topic, topic_bytes}, {body, length}};
    subscriber_take_message(subscriber, what % 4, parts, what == 0xf0 ? 1 : 2, *now_ms);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    struct acd_subscriber_options options = {.handler = {.entity = on_entity,
                                                         .doubt = on_doubt,
                                                         .forget = on_forget,
                                                         .site = on_site,
                                                         .feed = on_feed,
                                                         .reply = on_reply}};
    struct input input = {data, data + bytes};
    struct acd_fault why;
    struct held *held, *next;
    int64_t now_ms = 1000000;
    if (bytes > 32768)
        return 0;
    page_id[0] = '\0';
    fake_link_sent = note_page;
    struct acd_subscriber *subscriber = acd_subscriber_new(&options);
    HOLDS(acd_subscriber_add(subscriber, "ipc:///fake", "ipc:///fake-control", &why));
    HOLDS(acd_subscriber_add(subscriber, "ipc:///other", NULL, &why));
    while (input_left(&input))
        hear(subscriber, &input, &now_ms);
    acd_subscriber_tick(subscriber, now_ms + 1000);
    acd_subscriber_free(subscriber);
    HASH_ITER(hh, table, held, next)
    {
        HASH_DEL(table, held);
        free(held);
    }
    return 0;
}
