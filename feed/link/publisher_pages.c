/* Snapshot pages: the present state of one kind at one site, in id order, as of now. */
#include "feed/link/publisher_parts.h"

#include <string.h>

enum {
    CONNECTION_BYTES = sizeof "connection " - 1,
    PEER_BYTES = 255, /* of a routing id at most */
    PEER_NAME_BYTES = CONNECTION_BYTES + 2 * PEER_BYTES + 1,
};

void publisher_pages_open(struct acd_publisher *publisher)
{
    publisher->pages.per_minute = publisher->options.pages_per_minute;
    publisher->all_pages.per_minute = PUBLISHER_PAGES_ALL * publisher->options.pages_per_minute;
}

void publisher_pages_close(struct acd_publisher *publisher)
{
    quota_release(&publisher->pages);
    quota_release(&publisher->all_pages);
}

/* The name of an asker: that of its key, else its connection's, which may be any bytes. */
static const char *asker(const struct admitted *who, const struct link_part *peer,
                         char out[PEER_NAME_BYTES])
{
    static const char digits[] = "0123456789abcdef";
    const unsigned char *bytes = peer->data;
    size_t n = peer->bytes < PEER_BYTES ? peer->bytes : PEER_BYTES;
    if (who)
        return who->name;
    memcpy(out, "connection ", CONNECTION_BYTES);
    for (size_t i = 0; i < n; i++) {
        out[CONNECTION_BYTES + 2 * i] = digits[bytes[i] >> 4];
        out[CONNECTION_BYTES + 2 * i + 1] = digits[bytes[i] & 15];
    }
    out[CONNECTION_BYTES + 2 * n] = '\0';
    return out;
}

enum quota_answer publisher_pages_take(struct acd_publisher *publisher, const struct admitted *who,
                                       const struct link_part *peer, int64_t now_ms,
                                       struct acd_fault *why)
{
    char room[PEER_NAME_BYTES];
    const char *name = asker(who, peer, room);
    long long most = (long long)publisher->pages.per_minute;
    enum quota_answer answer = quota_take(&publisher->pages, name, now_ms);
    if (answer == QUOTA_PASS && quota_take(&publisher->all_pages, "all", now_ms) == QUOTA_PASS)
        return QUOTA_PASS;
    if (answer == QUOTA_PASS) {
        guard_log_say(&publisher->log, now_ms, "all pages",
                      "more than %lld pages within a minute are asked for by all together: refused",
                      PUBLISHER_PAGES_ALL * most);
        acd_fault_say(why, "too many pages are asked for here within a minute; wait a little");
        return QUOTA_REFUSE;
    }
    guard_log_say(&publisher->log, now_ms, name,
                  "%s asks for more than %lld pages within a minute: refused", name, most);
    acd_fault_say(why, "more than %lld pages within a minute; wait a little", most);
    return answer;
}

static void refuse(struct acd_reply *reply, const char *why)
{
    reply->status = ACD_STATUS_REFUSED;
    reply->why = why;
    ACD_KNOW(reply, ACD_REPLY_WHY);
}

/* Packs the items of one page into publisher->outbox; the id of the last one when more follow. */
static const char *gather_page(struct acd_publisher *publisher, struct catalogue *catalogue,
                               const char *after, int64_t now_ms)
{
    struct outbox *page = &publisher->outbox;
    const char *last = NULL;
    for (size_t at = catalogue_after(catalogue, after); at < catalogue->n_sorted; at++) {
        const struct catalogue_item *item = catalogue->sorted[at];
        if (item->gone || item->doubted)
            continue;
        publisher_pack_item(publisher, catalogue->shape, item, now_ms);
        bool fits =
            page->items.size + publisher->packed.size + PUBLISHER_HEAD_BYTES <= ACD_MAX_SEND_BYTES;
        if (page->n == ACD_MAX_PAGE_ITEMS || (page->n > 0 && !fits))
            return last;
        publisher_append(&page->items, publisher->packed.data, publisher->packed.size);
        page->n++;
        last = item->id;
    }
    return NULL;
}

/* The reply's items stay in publisher->body until it is sent. */
static void take_page(struct acd_publisher *publisher, struct acd_reply *reply)
{
    struct outbox *page = &publisher->outbox;
    acd_buffer_clear(&publisher->body);
    acd_pack_array(&publisher->body, page->n);
    publisher_append(&publisher->body, page->items.data, page->items.size);
    reply->items = (struct acd_packed){
        .at = (const unsigned char *)publisher->body.data,
        .bytes = (uint32_t)publisher->body.size,
    };
    acd_buffer_clear(&page->items);
    page->n = 0;
}

void publisher_page(struct acd_publisher *publisher, const struct acd_request *request,
                    struct acd_reply *reply, int64_t now_ms)
{
    struct publisher_site *site = publisher_site_of(publisher, request->site);
    const char *word = request->args.kind;
    int kind = acd_names_find(&acd_kind_names, word, strlen(word));
    if (!site) {
        refuse(reply, "no such site here");
        return;
    }
    if (kind != ACD_KIND_QUEUE && kind != ACD_KIND_AGENT) {
        refuse(reply, "snapshots are of kind queue or agent");
        return;
    }
    enum acd_status status;
    const char *withheld =
        site->passed ? passed_withholds(site->passed, (enum acd_kind)kind, &status) : NULL;
    if (withheld) {
        refuse(reply, withheld);
        reply->status = status;
        return;
    }
    const char *after = ACD_KNOWN(&request->args, ACD_ARGS_AFTER) ? request->args.after : "";
    reply->next = gather_page(publisher, &site->stream[kind].catalogue, after, now_ms);
    if (reply->next)
        ACD_KNOW(reply, ACD_REPLY_NEXT);
    take_page(publisher, reply);
    static const uint64_t told = ACD_BIT(ACD_REPLY_ITEMS) | ACD_BIT(ACD_REPLY_INST);
    reply->known |= told;
    reply->inst = publisher_inst(publisher, site);
    reply->status = ACD_STATUS_DONE;
}
