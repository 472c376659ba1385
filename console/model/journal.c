/* Joins this console's requests with the floor's events by request id. */
#include "console/model/journal.h"

#include <string.h>

static bool told_by_event(const struct board *board, const struct request_entry *request)
{
    for (int i = 0; i < board_events(board); i++) {
        const struct acd_event *event = board_event_at(board, i)->told;
        if (ACD_KNOWN(event, ACD_EVENT_REQUEST) && !strcmp(event->request, request->id))
            return true;
    }
    return false;
}

int journal_untold(const struct board *board, const struct requests *requests,
                   const struct request_entry **out, int most)
{
    int n = 0, asked = requests ? requests_count(requests) : 0;
    for (int i = 0; i < asked && n < most; i++) {
        const struct request_entry *request = requests_at(requests, i);
        if (!told_by_event(board, request))
            out[n++] = request;
    }
    return n;
}
