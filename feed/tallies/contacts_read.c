/* What the contacts of a queue look like at a moment: who waits, how long, the tallies.  Counts
 * nothing. */
#include "feed/tallies/book.h"
#include "feed/tallies/contacts.h"

static int64_t waited(int64_t t, const struct contact *contact)
{
    return t > contact->came_t ? t - contact->came_t : 0;
}

uint32_t contacts_still_waiting(struct contacts *c, int queue, const char *const *ids, uint32_t n)
{
    struct contact *contact, *next;
    uint32_t lost = 0;

    for (uint32_t i = 0; i < n; i++)
        if ((contact = book_find(c, ids[i])))
            contact->marked = true;
    for (contact = c->lines[queue].waiting; contact; contact = next) {
        next = contact->next;
        if (!contact->marked) {
            book_forget(c, contact);
            lost++;
        }
    }
    for (uint32_t i = 0; i < n; i++)
        if ((contact = book_find(c, ids[i])))
            contact->marked = false;
    c->health.lost += lost;
    return lost;
}

static uint32_t fill_calls(const struct line *line, int64_t t, struct acd_call *calls)
{
    uint32_t n = 0;

    for (const struct contact *w = line->waiting; w && n < ACD_MAX_CALLS; w = w->next) {
        struct acd_call *call = &calls[n++];

        *call = (struct acd_call){.known = ACD_BIT(ACD_CALL_ID) | ACD_BIT(ACD_CALL_WAIT),
                                  .id = w->id, .wait_ms = waited(t, w)};
        if (w->has_prio) {
            call->prio = w->prio;
            ACD_KNOW(call, ACD_CALL_PRIO);
        }
        if (w->from[0]) {
            call->from = w->from;
            ACD_KNOW(call, ACD_CALL_FROM);
        }
    }
    return n;
}

void contacts_read(struct contacts *c, int queue, int64_t t, struct acd_queue *told,
                   struct acd_call *calls)
{
    struct line *line = &c->lines[queue];

    book_settle(c, t);
    told->waiting = line->n_waiting;
    told->active = line->n_active;
    told->calls = calls;
    told->n_calls = fill_calls(line, t, calls);
    told->oldest_ms = line->waiting ? waited(t, line->waiting) : 0;
    told->known |= ACD_BIT(ACD_QUEUE_WAITING) | ACD_BIT(ACD_QUEUE_ACTIVE) |
                   ACD_BIT(ACD_QUEUE_CALLS) | ACD_BIT(ACD_QUEUE_WINDOW) |
                   ACD_BIT(ACD_QUEUE_INTERVAL) | ACD_BIT(ACD_QUEUE_DAY);
    told->known &= ~ACD_BIT(ACD_QUEUE_OLDEST);
    if (line->waiting)
        ACD_KNOW(told, ACD_QUEUE_OLDEST);
    spans_read(line->spans, t, &told->window, &told->interval, &told->day);
}

struct contacts_health contacts_health(const struct contacts *c)
{
    return c->health;
}
