/* The commands a script carries out, from the console's request to the script's answer.  Knows no
 * operation by name. */
#include "feed/commands/requests.h"

#include "acdfeed/clock.h"
#include "acdfeed/json.h"
#include "acdfeed/shape.h"

#include <stdlib.h>
#include <string.h>

void requests_init(struct requests *requests, int fd, int64_t within_ms)
{
    *requests = (struct requests){.within_ms = within_ms};
    outbox_init(&requests->out, fd);
}

static struct acd_outcome refuse(const char *why)
{
    return (struct acd_outcome){ACD_STATUS_REFUSED, why};
}

struct acd_outcome requests_take(void *context, const struct acd_request *request)
{
    struct requests *requests = context;
    if (requests->closed != NULL)
        return refuse(requests->closed);
    if (requests->n == REQUESTS_MOST)
        return refuse("too many commands are under way");
    char *line = acd_json_line(&acd_request_shape, request, "request", NULL);
    bool handed = outbox_add(&requests->out, line);
    free(line);
    if (!handed)
        return refuse("the script does not read its commands");
    requests->under_way[requests->n++] = (struct requests_entry){
        .request = acd_shape_keep(&acd_request_shape, request, NULL),
        .until_ms = acd_monotonic_ms() + requests->within_ms,
    };
    outbox_flush(&requests->out);
    return (struct acd_outcome){ACD_STATUS_ACCEPTED, NULL};
}

static void finish(struct requests *requests, int at, enum acd_status status, const char *why)
{
    struct acd_request *request = requests->under_way[at].request;
    acd_publisher_finish(requests->publisher, request->id, status, why);
    free(request);
    requests->under_way[at] = requests->under_way[--requests->n];
}

bool requests_answer(struct requests *requests, const struct acd_reply *reply,
                     struct acd_fault *why)
{
    if (!ACD_KNOWN(reply, ACD_REPLY_ID) || !ACD_KNOWN(reply, ACD_REPLY_STATUS))
        return acd_fault_say(why, "a reply needs \"id\" and \"status\": done or failed");
    const char *words = ACD_KNOWN(reply, ACD_REPLY_WHY) ? reply->why : NULL;
    for (int i = 0; i < requests->n; i++) {
        if (strcmp(requests->under_way[i].request->id, reply->id) != 0)
            continue;
        if (reply->status == ACD_STATUS_DONE)
            finish(requests, i, ACD_STATUS_DONE, words);
        else if (reply->status != ACD_STATUS_ACCEPTED) /* that much has been said already */
            finish(requests, i, ACD_STATUS_FAILED,
                   words != NULL ? words : acd_names_word(&acd_status_names, reply->status));
        return true;
    }
    return acd_fault_say(why, "id: no command %s is under way", reply->id);
}

void requests_tick(struct requests *requests, int64_t now_ms)
{
    outbox_flush(&requests->out);
    for (int i = requests->n - 1; i >= 0; i--)
        if (now_ms >= requests->under_way[i].until_ms)
            finish(requests, i, ACD_STATUS_FAILED, "the script did not answer in time");
}

void requests_close(struct requests *requests, const char *why)
{
    requests->closed = why;
    while (requests->n > 0)
        finish(requests, requests->n - 1, ACD_STATUS_FAILED, why);
}

void requests_release(struct requests *requests)
{
    if (requests->publisher != NULL)
        requests_close(requests, "the feed ended");
    outbox_release(&requests->out);
}
