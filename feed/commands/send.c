/* `acdfeed send`: one command to a feed, once, and what became of it.  Never sends again: only the
 * supervisor may decide that. */
#include "acdfeed/clock.h"
#include "acdfeed/control.h"
#include "acdfeed/json.h"
#include "acdfeed/limits.h"
#include "acdfeed/memory.h"
#include "acdfeed/subscriber.h"
#include "feed/commands/command.h"
#include "feed/commands/keyed.h"
#include "feed/commands/waker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RETRY_MS = 50, IDLE_MS = 1000, OTHERS_MS = 200 };

struct send {
    struct waker waker;
    const char *stats, *control;
    struct keyed keyed;
    struct acd_fault trouble; /* of the feed; "": none */
    int64_t wait_ms;
    bool no_wait;
    struct acd_request request;
    char site[ACD_MAX_ID_BYTES + 1]; /* "": the only one that is heard */
    int sites_heard;
    int64_t alone_ms;        /* monotonic: when any other site would have been heard too */
    struct acd_reply *reply; /* the last one to the request, or NULL */
};

static bool is_final(const struct acd_reply *reply)
{
    return reply != NULL && reply->status != ACD_STATUS_ACCEPTED;
}

static void on_reply(void *context, const struct acd_reply *reply)
{
    struct send *send = context;
    if (strcmp(reply->id, send->request.id) != 0 || is_final(send->reply))
        return;
    send->reply = acd_shape_keep(&acd_reply_shape, reply, send->reply);
    waker_wake(&send->waker);
}

static void on_feed(void *context, const struct acd_feed_state *state)
{
    struct send *send = context;
    send->trouble.text[0] = '\0';
    if (*state->why)
        (void)acd_fault_say(&send->trouble, "%s: %s", state->stats_endpoint, state->why);
}

static void on_site(void *context, const struct acd_site_state *state)
{
    struct send *send = context;
    if (ACD_KNOWN(&send->request, ACD_REQUEST_SITE) || strcmp(send->site, state->id) == 0)
        return;
    send->sites_heard++;
    snprintf(send->site, sizeof(send->site), "%s", state->id);
    send->alone_ms = acd_monotonic_ms() + OTHERS_MS;
    if (state->heartbeat != NULL && ACD_KNOWN(state->heartbeat, ACD_SITE_PERIOD))
        send->alone_ms += state->heartbeat->period_ms;
    waker_wake(&send->waker);
}

/* Which key of a request a word sets: its own, or one of its arguments. */
static bool of_request(const char *word)
{
    static const char *const own[] = {"queue", "agent", "call", "site", "by", "ttl", "ttl_ms"};
    size_t bytes = strcspn(word, "=");
    for (size_t i = 0; i < ACD_COUNT_OF(own); i++)
        if (strlen(own[i]) == bytes && memcmp(own[i], word, bytes) == 0)
            return true;
    return false;
}

static bool add_word(struct acd_json *json, const char *word, struct acd_fault *why)
{
    if (strchr(word, '=') == NULL)
        return acd_fault_say(why, "expected key=value, found \"%.64s\"", word);
    if (of_request(word))
        return acd_json_merge_pair(json, &acd_request_shape, word, why);
    size_t bytes = strlen(word) + sizeof("args.");
    char *pair = acd_alloc(bytes);
    snprintf(pair, bytes, "args.%s", word);
    bool fine = acd_json_merge_pair(json, &acd_request_shape, pair, why);
    free(pair);
    return fine;
}

static struct acd_request *read_words(char **words, int n, struct acd_scratch *scratch,
                                      struct acd_fault *why)
{
    struct acd_json *json = acd_json_new();
    bool fine = true;
    for (int i = 0; i < n && fine; i++)
        fine = add_word(json, words[i], why);
    /* An entity needs its id; the real one takes its place. */
    fine = fine && acd_json_merge_line(json, "{\"id\":\"drawn\"}", 14, why);
    struct acd_request *request =
        fine ? acd_json_entity(json, &acd_request_shape, scratch, NULL, why) : NULL;
    acd_json_free(json);
    return request;
}

/* Puts the request together; it must be right before anybody hears of it. */
static bool prepare(struct send *send, const char *op, const char *id, const char *site,
                    const char *by, struct acd_fault *why)
{
    struct acd_request *request = &send->request;
    request->v = ACD_VERSION;
    request->id = id;
    request->op = op;
    request->known |= ACD_BIT(ACD_REQUEST_V) | ACD_BIT(ACD_REQUEST_ID) | ACD_BIT(ACD_REQUEST_OP);
    if (site != NULL) {
        request->site = site;
        ACD_KNOW(request, ACD_REQUEST_SITE);
    }
    if (by != NULL && !ACD_KNOWN(request, ACD_REQUEST_BY)) {
        request->by = by;
        ACD_KNOW(request, ACD_REQUEST_BY);
    }
    if (strcmp(op, "snapshot") == 0)
        return acd_fault_say(why, "snapshot: `acdfeed tap --control EP` shows the present state");
    struct acd_request checked = *request;
    if (!ACD_KNOWN(&checked, ACD_REQUEST_SITE)) {
        checked.site = "any";
        ACD_KNOW(&checked, ACD_REQUEST_SITE);
    }
    return acd_request_check(&checked, why);
}

/* The site of the request: as told, or the only one that beats.  False: not known yet. */
static bool settle_site(struct send *send)
{
    if (ACD_KNOWN(&send->request, ACD_REQUEST_SITE))
        return true;
    if (send->sites_heard != 1 || acd_monotonic_ms() < send->alone_ms)
        return false;
    send->request.site = send->site;
    ACD_KNOW(&send->request, ACD_REQUEST_SITE);
    return true;
}

/* Serves until there is an outcome, or the time is over.  True: the request has left. */
static bool exchange(struct send *send, struct acd_subscriber *subscriber, struct acd_fault *why)
{
    bool sent = false;
    int64_t until_ms = acd_monotonic_ms() + send->wait_ms, now_ms;
    while ((now_ms = acd_monotonic_ms()) < until_ms && !is_final(send->reply) &&
           !(send->no_wait && send->reply != NULL) && !waker_signalled(&send->waker)) {
        if (!sent && settle_site(send))
            sent = acd_subscriber_send(subscriber, &send->request, why);
        int64_t wait_ms = sent ? IDLE_MS : RETRY_MS;
        (void)acd_subscriber_serve(
            subscriber, until_ms - now_ms < wait_ms ? until_ms - now_ms : wait_ms, send->waker.fd);
    }
    return sent;
}

static int say_outcome(const struct send *send, bool sent, const struct acd_fault *why)
{
    if (send->reply != NULL) {
        char *line = acd_json_line(&acd_reply_shape, send->reply, "reply", send->request.site);
        puts(line);
        free(line);
    }
    if (is_final(send->reply))
        return send->reply->status == ACD_STATUS_DONE ? COMMAND_DONE : COMMAND_REFUSED;
    if (send->reply != NULL && send->no_wait)
        return COMMAND_DONE;
    if (send->reply != NULL)
        command_complain("send", "accepted, but no outcome within the time of --wait; the feed may "
                                 "still carry it out");
    else if (sent)
        command_complain("send", "sent, but no answer came; whether it was carried out is unknown");
    else if (send->sites_heard > 1)
        command_complain("send", "several sites are heard; name one by --site");
    else
        command_complain("send", "nothing was sent: %s (listened at %s; --stats names another)",
                         send->trouble.text[0] != '\0' ? send->trouble.text
                         : why->text[0] != '\0'        ? why->text
                                                       : "no site was heard",
                         send->stats);
    return COMMAND_SILENT;
}

static int run(struct send *send)
{
    struct acd_fault why = {{0}};
    waker_open(&send->waker);
    struct acd_subscriber *subscriber = acd_subscriber_new(&(struct acd_subscriber_options){
        .kinds = 1U << ACD_KIND_SITE,
        .handler = {.context = send, .site = on_site, .feed = on_feed, .reply = on_reply},
    });
    int status = COMMAND_FAILED;
    struct acd_feed_options feed = {
        .stats = send->stats,
        .control = send->control,
        .key_file = send->keyed.key,
        .server_key = send->keyed.server_key,
    };
    keyed_begin(feed.key_file);
    if (acd_subscriber_add_feed(subscriber, &feed, &why)) {
        bool sent = exchange(send, subscriber, &why);
        status = say_outcome(send, sent, &why);
    } else {
        command_complain("send", "%s", why.text);
    }
    acd_subscriber_free(subscriber);
    free(send->reply);
    waker_close(&send->waker);
    return status;
}

static const char about[] =
    "Sends one command to a feed, once, waits for what becomes of it and prints that as one\n"
    "JSON line.  OP is an operation of PROTOCOL.md section 3, the words are what it acts on\n"
    "(queue, agent, call) and its arguments; durations take a unit and may drop `_ms`.";

static void print_operations(void)
{
    puts("Operations:");
    for (int op = 0; op < ACD_OPS; op++) {
        if (op == ACD_OP_SNAPSHOT)
            continue;
        printf("  %-14s %s\n", acd_names_word(&acd_op_names, op),
               acd_op_rule((enum acd_op)op)->does);
    }
}

static const char closing[] =
    "Examples:\n"
    "  acdfeed send overflow queue=sales to=support for=15m\n"
    "  acdfeed send agent_state agent=anna state=paused reason=training\n\n"
    "Exit status: 0 done; 1 an endpoint that cannot be connected to; 2 a request that is not\n"
    "complete, nothing was sent; 3 refused, denied, unsupported, failed or expired; 4 no\n"
    "answer or no outcome in time.";

static int read_and_run(struct send *send, int argc, char **argv, const char *site, const char *by)
{
    struct acd_scratch scratch = {.at = acd_alloc(ACD_SCRATCH_BYTES), .bytes = ACD_SCRATCH_BYTES};
    char id[ACD_REQUEST_ID_BYTES];
    struct acd_fault why;
    int status = COMMAND_USAGE;
    acd_request_id_draw(id);
    const struct acd_request *request = read_words(argv + 2, argc - 2, &scratch, &why);
    if (request != NULL)
        send->request = *request;
    if (request != NULL && prepare(send, argv[1], id, site, by, &why))
        status = run(send);
    else
        command_complain("send", "%s", why.text);
    free(scratch.at);
    return status;
}

int command_send(int argc, char **argv)
{
    struct send send = {
        .stats = ACD_STATS_ENDPOINT, .control = ACD_CONTROL_ENDPOINT, .wait_ms = 5000};
    const char *site = NULL, *by = getenv("USER");
    bool operations = false;
    const struct option_rule rules[] = {
        {"control", OPTION_ENDPOINT, &send.control, "EP",
         "the control socket of the feed; " ACD_CONTROL_ENDPOINT " unless said", 0, 0},
        {"stats", OPTION_ENDPOINT, &send.stats, "EP",
         "its stats socket, where its site must be heard first; " ACD_STATS_ENDPOINT " unless said",
         0, 0},
        KEYED_ASKING_RULES(&send.keyed),
        {"site", OPTION_ID, &site, "ID",
         "the site; without it the only one that beats there, which takes a period to know", 0, 0},
        {"by", OPTION_TEXT, &by, "NAME", "who asks, for display; $USER unless said", 0, 0},
        {"wait", OPTION_DURATION, &send.wait_ms, "D", "for the outcome; 5s unless said", 1,
         86400000},
        {"no-wait", OPTION_FLAG, &send.no_wait, NULL, "`accepted` is enough", 0, 0},
        {"operations", OPTION_FLAG, &operations, NULL, "list the operations and end", 0, 0},
    };
    const struct option_usage usage = {.name = "send",
                                       .synopsis = "OP [KEY=VALUE]...",
                                       .about = about,
                                       .rules = rules,
                                       .n_rules = ACD_COUNT_OF(rules),
                                       .most_words = -1,
                                       .closing = closing};
    int status;
    if (!options_read(&usage, &argc, argv, &status))
        return status;
    if (operations) {
        print_operations();
        return COMMAND_DONE;
    }
    if (argc < 2) {
        command_complain("send", "which operation? `acdfeed send --operations` lists them");
        return COMMAND_USAGE;
    }
    return read_and_run(&send, argc, argv, site, by);
}
