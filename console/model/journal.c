/* Merges the floor's events with this console's own requests by time. */
#include "console/model/journal.h"

#include <string.h>

static bool is_abandon(const struct board_event *event)
{
    return ACD_KNOWN(event->told, ACD_EVENT_TYPE) && !strcmp(event->told->type, "abandon");
}

static bool is_action(const struct acd_event *event)
{
    return ACD_KNOWN(event, ACD_EVENT_TYPE) && !strcmp(event->type, "action");
}

/* Of all that was told of one request the newest decision stands; what a feed tells beside it, such
 * as the notice itself, stands only where no decision does. */
static bool told_better(const struct board *board, int i)
{
    const struct acd_event *event = board_event_at(board, i)->told;
    if (!ACD_KNOWN(event, ACD_EVENT_REQUEST))
        return false;
    int end = is_action(event) ? i : board_events(board);
    for (int j = 0; j < end; j++) {
        const struct acd_event *other = board_event_at(board, j)->told;
        if (j != i && is_action(other) && ACD_KNOWN(other, ACD_EVENT_REQUEST) &&
            !strcmp(other->request, event->request))
            return true;
    }
    return false;
}

/* Once its event is here, a request is told by the event. */
static bool told_by_event(const struct board *board, const struct request_entry *request)
{
    for (int i = 0; i < board_events(board); i++) {
        const struct acd_event *event = board_event_at(board, i)->told;
        if (ACD_KNOWN(event, ACD_EVENT_REQUEST) && !strcmp(event->request, request->id))
            return true;
    }
    return false;
}

int journal_fill(const struct board *board, const struct requests *requests,
                 struct journal_line *out, int most)
{
    int n = 0, event = 0, request = 0;
    int events = board_events(board), asked = requests ? requests_count(requests) : 0;
    while (n < most && (event < events || request < asked)) {
        const struct board_event *e = event < events ? board_event_at(board, event) : NULL;
        const struct request_entry *r = request < asked ? requests_at(requests, request) : NULL;
        if (e && (is_abandon(e) || told_better(board, event))) {
            event++;
        } else if (r && told_by_event(board, r)) {
            request++;
        } else if (e && (!r || e->told_ms >= r->changed_ms)) {
            out[n++] = (struct journal_line){.event = e, .at_ms = e->told_ms};
            event++;
        } else if (r) {
            out[n++] = (struct journal_line){.request = r, .at_ms = r->changed_ms};
            request++;
        }
    }
    return n;
}

int journal_abandoned(const struct board *board, const struct board_event **out, int most)
{
    int n = 0;
    for (int i = 0; i < board_events(board) && n < most; i++)
        if (is_abandon(board_event_at(board, i)))
            out[n++] = board_event_at(board, i);
    return n;
}
