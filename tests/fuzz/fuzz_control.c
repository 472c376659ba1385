/* Any frames at the control socket of a feed: each request is answered at most once with a reply
 * that reads well and bears its id, a command is handed over only when its check passes and never
 * twice, and what is still under way stays within its bounds.  A frame is two bytes of length and
 * its bytes, before it one byte that says of whom; a length of 0xffff finishes the oldest command.
 */
#include "acdfeed/publisher.h"
#include "acdfeed/wire.h"
#include "tests/fuzz/fake_link.h"
#include "tests/fuzz/input.h"

enum { HANDED_MOST = 4096 };

static char handed[HANDED_MOST][ACD_MAX_ID_BYTES + 1];
static int n_handed, n_replies, finished;
static bool asking; /* a request is being taken: its id, "" none can be read */
static char asked[ACD_MAX_ID_BYTES + 1];
static unsigned char room[2][ACD_SCRATCH_BYTES] __attribute__((aligned(8)));

static void check_reply(const struct link_part *body)
{
    struct acd_scratch scratch = {.at = room[0], .bytes = ACD_SCRATCH_BYTES};
    struct acd_refusal refusal;
    struct acd_message walk;
    void *entity;
    const struct acd_reply *reply =
        acd_unpack(&acd_reply_shape, body->data, body->bytes, &scratch, &refusal);
    HOLDS(reply && ACD_KNOWN(reply, ACD_REPLY_ID) && ACD_KNOWN(reply, ACD_REPLY_STATUS));
    HOLDS(!asking || strcmp(reply->id, asked) == 0);
    n_replies++;
    if (!acd_reply_items(reply, ACD_KIND_QUEUE, &walk))
        return;
    HOLDS(walk.n_items <= ACD_MAX_PAGE_ITEMS);
    for (enum acd_next next;
         (next = acd_message_next(&walk, &scratch, &entity, &refusal)) != ACD_NEXT_END;)
        HOLDS(next == ACD_NEXT_ITEM || refusal.why == ACD_REFUSAL_MISSING_ID ||
              refusal.why != ACD_REFUSAL_BROKEN);
}

/* Everything that a feed sends, its own stats too, can be read by a console. */
static void check_sent(enum link_role role, const struct link_part *parts, int n)
{
    struct acd_scratch scratch = {.at = room[1], .bytes = ACD_SCRATCH_BYTES};
    struct acd_message message;
    struct acd_refusal refusal;
    void *entity;
    HOLDS(n == 2);
    if (role == LINK_ROUTER) {
        check_reply(&parts[1]);
        return;
    }
    HOLDS(acd_message_open(&message, parts[0].data, parts[0].bytes, parts[1].data, parts[1].bytes,
                           &refusal));
    for (enum acd_next next;
         (next = acd_message_next(&message, &scratch, &entity, &refusal)) != ACD_NEXT_END;)
        HOLDS(next == ACD_NEXT_ITEM);
}

static struct acd_outcome carry_out(void *context, const struct acd_request *request)
{
    struct acd_fault why;
    (void)context;
    HOLDS(acd_request_check(request, &why));
    for (int i = 0; i < n_handed; i++)
        HOLDS(strcmp(handed[i], request->id) != 0);
    if (n_handed < HANDED_MOST)
        snprintf(handed[n_handed++], sizeof(handed[0]), "%s", request->id);
    return (struct acd_outcome){.status = strlen(request->id) % 2 ? ACD_STATUS_ACCEPTED
                                                                  : ACD_STATUS_DONE};
}

static struct acd_publisher *open_feed(void)
{
    static const char *const ops[] = {"overflow", "close", "move_agents",
                                      "notice",   "claim", "agent_state"};
    struct acd_publisher_options options = {.control_endpoint = "ipc:///fake",
                                            .command = carry_out};
    struct acd_site site = {.known = ACD_BIT(ACD_SITE_ID) | ACD_BIT(ACD_SITE_OPS),
                            .id = "s",
                            .ops = ops,
                            .n_ops = ACD_COUNT_OF(ops)};
    struct acd_queue queue = {
        .known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_NAME), .id = "q", .name = "Q"};
    struct acd_agent agent = {.known = ACD_BIT(ACD_AGENT_ID), .id = "a"};
    struct acd_fault why;
    struct acd_publisher *feed = acd_publisher_open(&options, &why);
    HOLDS(feed && acd_publisher_site(feed, &site, &why) &&
          acd_publisher_queue(feed, "s", &queue, &why) &&
          acd_publisher_agent(feed, "s", &agent, &why));
    return feed;
}

/* The id that an answer must bear. */
static void note_asked(const uint8_t *body, size_t bytes)
{
    struct acd_scratch scratch = {.at = room[0], .bytes = ACD_SCRATCH_BYTES};
    struct acd_refusal refusal;
    const struct acd_request *request =
        acd_unpack(&acd_request_shape, body, bytes, &scratch, &refusal);
    bool told = request && ACD_KNOWN(request, ACD_REQUEST_ID);
    snprintf(asked, sizeof(asked), "%s", told ? request->id : "");
}

static void take_frame(struct acd_publisher *feed, uint8_t who, const uint8_t *body, size_t bytes)
{
    struct link_part parts[] = {{&who, 1}, {body, bytes}};
    int before = n_replies;
    note_asked(body, bytes);
    asking = true;
    fake_link_lay(LINK_ROUTER, parts, who == 0xff ? 1 : 2);
    acd_publisher_serve(feed, 0, -1);
    asking = false;
    HOLDS(n_replies - before <= 1 && (asked[0] || n_replies == before));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    struct input input = {data, data + bytes};
    if (bytes > 65536)
        return 0;
    n_handed = n_replies = finished = 0;
    fake_link_sent = check_sent;
    struct acd_publisher *feed = open_feed();
    while (input_left(&input)) {
        const uint8_t *body;
        uint8_t who = input_byte(&input), high = input_byte(&input);
        size_t length = (size_t)high << 8 | input_byte(&input);
        if (length == 0xffff && finished < n_handed)
            acd_publisher_finish(feed, handed[finished++], ACD_STATUS_FAILED, "it went wrong");
        else {
            length = input_take(&input, length, &body);
            take_frame(feed, who, body, length);
        }
    }
    acd_publisher_close(feed);
    return 0;
}
