/* Snapshot pages: the present state of one kind at one site, in id order, as of now. */
#include "feed/link/publisher_parts.h"

#include <string.h>

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
        if (item->gone)
            continue;
        publisher_pack_item(publisher, catalogue->shape, item, now_ms);
        if (page->n == ACD_MAX_PAGE_ITEMS ||
            page->items.size + publisher->packed.size + PUBLISHER_HEAD_BYTES > ACD_MAX_SEND_BYTES)
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
    const char *after = ACD_KNOWN(&request->args, ACD_ARGS_AFTER) ? request->args.after : "";
    reply->next = gather_page(publisher, &site->stream[kind].catalogue, after, now_ms);
    if (reply->next)
        ACD_KNOW(reply, ACD_REPLY_NEXT);
    take_page(publisher, reply);
    static const uint64_t told = ACD_BIT(ACD_REPLY_ITEMS) | ACD_BIT(ACD_REPLY_INST);
    reply->known |= told;
    reply->inst = publisher->inst;
    reply->status = ACD_STATUS_DONE;
}
