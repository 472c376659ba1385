/* Commands that were handed over and not yet answered for good.  It keeps them, no more. */
#include "feed/link/publisher_parts.h"

#include <stdlib.h>
#include <string.h>

static bool same_peer(const struct pending *pending, const struct link_part *peer)
{
    return pending->peer_bytes == peer->bytes &&
           memcmp(pending->peer, peer->data, peer->bytes) == 0;
}

bool publisher_pending_room(const struct acd_publisher *publisher,
                            const struct acd_request *request, const struct link_part *peer,
                            struct acd_fault *why)
{
    int of_asker = 0;
    for (const struct pending *each = publisher->pending; each; each = each->hh.next)
        of_asker +=
            each->keyed ? strcmp(each->request->by, request->by) == 0 : same_peer(each, peer);
    if (of_asker >= PUBLISHER_PENDING_EACH)
        return acd_fault_say(why, "%d requests of yours are under way; wait for one to end",
                             of_asker);
    return HASH_COUNT(publisher->pending) < PUBLISHER_PENDING ||
           acd_fault_say(why, "%d requests are under way here; wait a little", PUBLISHER_PENDING);
}

struct pending *publisher_pending_add(struct acd_publisher *publisher,
                                      const struct acd_request *request,
                                      const struct link_part *peer, int64_t now_ms)
{
    size_t bytes = strlen(request->id);
    struct pending *pending = acd_calloc(1, sizeof *pending + bytes + 1);
    memcpy(pending->id, request->id, bytes);
    pending->request = acd_shape_keep(&acd_request_shape, request, NULL);
    pending->asked_ms = now_ms;
    pending->keyed = publisher->guard != NULL;
    pending->peer_bytes = peer->bytes < sizeof pending->peer ? peer->bytes : sizeof pending->peer;
    memcpy(pending->peer, peer->data, pending->peer_bytes);
    HASH_ADD(hh, publisher->pending, id[0], bytes, pending);
    return pending;
}

struct pending *publisher_pending_find(const struct acd_publisher *publisher, const char *id)
{
    struct pending *found = NULL;
    HASH_FIND(hh, publisher->pending, id, strlen(id), found);
    return found;
}

void publisher_pending_drop(struct acd_publisher *publisher, struct pending *pending)
{
    HASH_DEL(publisher->pending, pending);
    free(pending->request);
    free(pending);
}

void publisher_forget_pending(struct acd_publisher *publisher)
{
    while (publisher->pending)
        publisher_pending_drop(publisher, publisher->pending);
}

void publisher_expire_pending(struct acd_publisher *publisher, int64_t now_ms)
{
    while (publisher->pending && now_ms - publisher->pending->asked_ms > PUBLISHER_KEEP_MS)
        publisher_pending_drop(publisher, publisher->pending);
}
