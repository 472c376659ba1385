/* Any frames at the sockets of a relay: what it passes on can always be opened, counts forward
 * without ever going back, and what it says of it is fit for a terminal.  A frame is as in
 * fuzz_subscriber.c. */
#include "acdfeed/clock.h"
#include "acdfeed/wire.h"
#include "feed/commands/command.h"
#include "feed/commands/relay_parts.h"
#include "feed/link/subscriber_parts.h"
#include "tests/fuzz/fake_link.h"
#include "tests/fuzz/input.h"

#include <stdarg.h>

enum { STEP_MS = 40 };

static struct acd_subscriber *below; /* who listens to the relay */
static int64_t now_ms;

/* In place of the program's own, which says it on stderr. */
void command_complain(const char *name, const char *format, ...)
{
    struct acd_fault why;
    char words[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(words, sizeof(words), format, arguments);
    va_end(arguments);
    HOLDS(name);
    (void)acd_fault_say(&why, "%s", words);
    check_words(why.text);
}

static void on_site_below(void *context, const struct acd_site_state *state)
{
    (void)context;
    check_words(state->why);
    HOLDS(state->repeated == 0);
}

static void check_sent(enum link_role role, const struct link_part *parts, int n)
{
    struct acd_message message;
    struct acd_refusal refusal;
    if (role != LINK_XPUB)
        return;
    HOLDS(n == 2);
    HOLDS(acd_message_open(&message, parts[0].data, parts[0].bytes, parts[1].data, parts[1].bytes,
                           &refusal));
    acd_subscriber_hear(below, &(struct acd_heard){.topic = parts[0].data,
                                                   .topic_bytes = parts[0].bytes,
                                                   .body = parts[1].data,
                                                   .body_bytes = parts[1].bytes,
                                                   .now_ms = now_ms,
                                                   .wall_ms = 1772530890000});
}

static void hear(struct relay *relay, struct input *input)
{
    const uint8_t *topic, *body;
    uint8_t what = input_byte(input);
    now_ms += 1;
    if (what % 4 == 3) { /* time passes */
        now_ms += (int64_t)input_byte(input) * STEP_MS;
        acd_subscriber_tick(relay->subscriber, now_ms);
        acd_publisher_serve(relay->publisher, 0, -1);
        return;
    }
    size_t topic_bytes = input_byte(input), high = input_byte(input),
           length = high << 8 | input_byte(input);
    topic_bytes = input_take(input, topic_bytes, &topic);
    length = input_take(input, length, &body);
    const struct link_part parts[] = {{topic, topic_bytes}, {body, length}};
    if (what % 4 == 2) {
        fake_link_lay(LINK_DEALER, &parts[1], 1);
        subscriber_take_replies(relay->subscriber, 0, now_ms);
    } else {
        subscriber_take_message(relay->subscriber, what % 4, parts, 2, now_ms);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    static struct relay relay;
    static const struct option_list stats = {.value = {"ipc:///fake", "ipc:///other"}, .n = 2};
    struct acd_subscriber_options listener = {.handler = {.site = on_site_below}};
    struct acd_publisher_options passing = {.control_endpoint = "ipc:///fake-below"};
    struct input input = {data, data + bytes};
    struct acd_fault why;
    if (bytes > 32768)
        return 0;
    now_ms = acd_monotonic_ms();
    relay = (struct relay){.stats = &stats};
    relay.event =
        (struct acd_scratch){.at = acd_alloc(ACD_SCRATCH_BYTES), .bytes = ACD_SCRATCH_BYTES};
    fake_link_sent = check_sent;
    below = acd_subscriber_new(&listener);
    HOLDS(acd_subscriber_add_heard(below, "the relay") == 0);
    relay.publisher = acd_publisher_open(&passing, &why);
    relay.subscriber =
        acd_subscriber_new(&(struct acd_subscriber_options){.handler = relay_handler(&relay)});
    HOLDS(relay.publisher &&
          acd_subscriber_add(relay.subscriber, "ipc:///fake", "ipc:///fake-control", &why) &&
          acd_subscriber_add(relay.subscriber, "ipc:///other", NULL, &why));
    while (input_left(&input))
        hear(&relay, &input);
    acd_publisher_serve(relay.publisher, 0, -1);
    acd_subscriber_free(relay.subscriber);
    acd_publisher_close(relay.publisher);
    acd_subscriber_free(below);
    relay_forget_sites(&relay);
    relay_forget_requests(&relay);
    free(relay.event.at);
    return 0;
}
