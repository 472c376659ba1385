/* Counts contacts by what is told of them, each once, and takes a count back when a later event
 * proves it wrong.  Knows no ACD by name. */
#include "feed/tallies/contacts.h"

#include "feed/tallies/book.h"

#include <string.h>

static void count(struct contacts *c, int queue, int64_t t, enum acd_tally_field field, int64_t n)
{
    spans_add(c->lines[queue].spans, t, field, n);
}

static int64_t since(int64_t t, int64_t then)
{
    return t > then ? t - then : 0; /* an event may bear an older time than the one before it */
}

/* --- what a contact comes to ------------------------------------------------------------------ */

static void count_abandon(struct contacts *c, const struct contact *contact, int64_t sign)
{
    count(c, contact->queue, contact->left_t, ACD_TALLY_ABANDONED, sign);
    count(c, contact->queue, contact->left_t, ACD_TALLY_ABANDON,
          sign * since(contact->left_t, contact->came_t));
    if (contact->within)
        count(c, contact->queue, contact->left_t, ACD_TALLY_ABANDONED_IN, sign);
    if (contact->brief)
        count(c, contact->queue, contact->left_t, ACD_TALLY_ABANDONED_SHORT, sign);
}

/* Gave up at left_t; kept among the leavers, since it may turn up again. */
static void abandon(struct contacts *c, struct contact *contact)
{
    const struct line *line = &c->lines[contact->queue];
    int64_t wait = since(contact->left_t, contact->came_t);

    contact->within = wait <= line->answer_ms;
    contact->brief = wait < line->short_ms;
    count_abandon(c, contact, 1);
    spans_peak(line->spans, contact->left_t, wait);
    book_move(c, contact, contact->queue, CONTACT_IS_ABANDONED);
}

/* It did not give up after all. */
static void take_abandon_back(struct contacts *c, struct contact *contact)
{
    count_abandon(c, contact, -1);
    contact->sure = false;
    book_move(c, contact, contact->queue, CONTACT_IS_LEAVING);
}

static void leave(struct contacts *c, struct contact *contact, int64_t t, bool sure)
{
    contact->left_t = t;
    contact->sure = sure;
    book_move(c, contact, contact->queue, CONTACT_IS_LEAVING);
}

static void count_overflow_out(struct contacts *c, const struct contact *contact, int64_t t)
{
    count(c, contact->queue, t, ACD_TALLY_OVERFLOW_OUT, 1);
    spans_peak(c->lines[contact->queue].spans, t, since(t, contact->came_t));
}

static void overflow(struct contacts *c, struct contact *contact, int to, int64_t t)
{
    count_overflow_out(c, contact, contact->state == CONTACT_IS_LEAVING ? contact->left_t : t);
    count(c, to, t, ACD_TALLY_OFFERED, 1);
    count(c, to, t, ACD_TALLY_OVERFLOW_IN, 1);
    book_move(c, contact, to, CONTACT_IS_WAITING);
}

static void end_talk(struct contacts *c, struct contact *contact, int64_t t)
{
    if (contact->held)
        contact->hold_ms += since(t, contact->held_t);
    count(c, contact->queue, t, ACD_TALLY_TALK,
          since(since(t, contact->answered_t), contact->hold_ms));
    count(c, contact->queue, t, ACD_TALLY_HOLD, contact->hold_ms);
    book_forget(c, contact);
}

/* Those who left and were not heard of again: abandoned is abandoned, the others went elsewhere. */
void book_settle(struct contacts *c, int64_t t)
{
    struct contact *first;

    while ((first = c->leavers) && first->left_t + c->options.rejoin_ms <= t) {
        if (first->state == CONTACT_IS_LEAVING)
            count_overflow_out(c, first, first->left_t);
        book_forget(c, first);
    }
}

/* --- what is told ----------------------------------------------------------------------------- */

/* A contact not heard of before, offered when it came. */
static struct contact *begin(struct contacts *c, const struct contact_told *told)
{
    int64_t came_t = told->wait_ms > 0 ? told->t - told->wait_ms : told->t;
    struct contact *contact = book_new(c, told->contact, told->queue, came_t);

    if (!contact)
        return NULL;
    count(c, told->queue, came_t, ACD_TALLY_OFFERED, 1);
    book_move(c, contact, told->queue, CONTACT_IS_WAITING);
    return contact;
}

static void describe(struct contact *contact, const struct contact_told *told)
{
    if (told->from) {
        memset(contact->from, 0, sizeof(contact->from));
        memcpy(contact->from, told->from, strnlen(told->from, sizeof(contact->from) - 1));
    }
    if (told->has_prio) {
        contact->prio = told->prio;
        contact->has_prio = true;
    }
}

/* Brings a known contact into the line of `queue`, whatever was thought of it. */
static void rejoin(struct contacts *c, struct contact *contact, int queue, int64_t t)
{
    if (contact->state == CONTACT_IS_ABANDONED)
        take_abandon_back(c, contact);
    if (contact->queue != queue)
        overflow(c, contact, queue, t);
    else if (contact->state != CONTACT_IS_WAITING)
        book_move(c, contact, queue, CONTACT_IS_WAITING);
}

static bool joined(struct contacts *c, struct contact *contact, const struct contact_told *told)
{
    if (contact && contact->state == CONTACT_IS_ACTIVE) { /* its end was not told */
        end_talk(c, contact, told->t);
        contact = NULL;
    }
    if (!contact)
        contact = begin(c, told);
    else
        rejoin(c, contact, told->queue, told->t);
    if (contact)
        describe(contact, told);
    return contact != NULL;
}

static bool answered(struct contacts *c, struct contact *contact, const struct contact_told *told)
{
    int queue = told->queue;
    int64_t wait;

    if (contact && contact->state == CONTACT_IS_ACTIVE)
        return false;
    if (!contact && (queue < 0 || told->wait_ms < 0 || !(contact = begin(c, told))))
        return false;
    rejoin(c, contact, queue >= 0 ? queue : contact->queue, told->t);
    queue = contact->queue;
    wait = since(told->t, contact->came_t);
    count(c, queue, told->t, ACD_TALLY_ANSWERED, 1);
    count(c, queue, told->t, ACD_TALLY_WAIT, wait);
    if (wait <= c->lines[queue].answer_ms)
        count(c, queue, told->t, ACD_TALLY_ANSWERED_IN, 1);
    spans_peak(c->lines[queue].spans, told->t, wait);
    contact->answered_t = told->t;
    book_move(c, contact, queue, CONTACT_IS_ACTIVE);
    return true;
}

static bool abandoned(struct contacts *c, struct contact *contact, const struct contact_told *told)
{
    if (!contact && (told->queue < 0 || told->wait_ms < 0 || !(contact = begin(c, told))))
        return false;
    if (contact->state == CONTACT_IS_WAITING)
        leave(c, contact, told->t, false);
    if (contact->state != CONTACT_IS_LEAVING)
        return false;
    abandon(c, contact);
    return true;
}

static bool left(struct contacts *c, struct contact *contact, const struct contact_told *told)
{
    bool sure = told->what == CONTACT_OVERFLOWED;

    if (!contact && (told->queue < 0 || told->wait_ms < 0 || !(contact = begin(c, told))))
        return false;
    switch (contact->state) {
    case CONTACT_IS_WAITING:
        leave(c, contact, told->t, sure);
        return true;
    case CONTACT_IS_LEAVING:
        contact->sure = contact->sure || sure;
        return true;
    case CONTACT_IS_ABANDONED:
        if (sure) {
            take_abandon_back(c, contact);
            contact->sure = true;
        }
        return true;
    case CONTACT_IS_ACTIVE: /* an answer takes one out of the line, too */
        return !sure;
    }
    return false;
}

static bool called_back(struct contacts *c, struct contact *contact, const struct contact_told *told)
{
    if (!contact || contact->state == CONTACT_IS_ACTIVE)
        return false;
    if (contact->state == CONTACT_IS_ABANDONED)
        take_abandon_back(c, contact);
    count(c, contact->queue, told->t, ACD_TALLY_CALLBACK, 1);
    spans_peak(c->lines[contact->queue].spans, told->t, since(told->t, contact->came_t));
    book_forget(c, contact);
    return true;
}

static bool blocked(struct contacts *c, struct contact *contact, const struct contact_told *told)
{
    (void)contact;
    count(c, told->queue, told->t, ACD_TALLY_BLOCKED, 1);
    return true;
}

static bool held(struct contacts *c, struct contact *contact, const struct contact_told *told)
{
    bool hold = told->what == CONTACT_HELD;

    (void)c;
    if (!contact || contact->state != CONTACT_IS_ACTIVE || contact->held == hold)
        return false;
    if (!hold)
        contact->hold_ms += since(told->t, contact->held_t);
    contact->held = hold;
    contact->held_t = told->t;
    return true;
}

static bool transferred(struct contacts *c, struct contact *contact, const struct contact_told *told)
{
    if (!contact || contact->state != CONTACT_IS_ACTIVE)
        return false;
    count(c, contact->queue, told->t, ACD_TALLY_TRANSFERRED, 1);
    end_talk(c, contact, told->t);
    return true;
}

static bool ended(struct contacts *c, struct contact *contact, const struct contact_told *told)
{
    if (!contact)
        return true; /* most calls of an ACD never see a queue */
    if (contact->state == CONTACT_IS_ACTIVE) {
        end_talk(c, contact, told->t);
        return true;
    }
    if (contact->state == CONTACT_IS_WAITING)
        leave(c, contact, told->t, false);
    if (contact->state == CONTACT_IS_LEAVING && contact->sure)
        count_overflow_out(c, contact, contact->left_t);
    else if (contact->state == CONTACT_IS_LEAVING)
        abandon(c, contact);
    book_forget(c, contact); /* a contact that hung up turns up no more */
    return true;
}

static const struct {
    bool (*tell)(struct contacts *c, struct contact *contact, const struct contact_told *told);
    bool needs_queue, needs_contact;
} events[CONTACT_EVENTS] = {
    [CONTACT_JOINED] = {joined, true, true},
    [CONTACT_ANSWERED] = {answered, false, true},
    [CONTACT_ABANDONED] = {abandoned, false, true},
    [CONTACT_LEFT] = {left, false, true},
    [CONTACT_OVERFLOWED] = {left, false, true},
    [CONTACT_CALLED_BACK] = {called_back, false, true},
    [CONTACT_BLOCKED] = {blocked, true, false},
    [CONTACT_HELD] = {held, false, true},
    [CONTACT_RESUMED] = {held, false, true},
    [CONTACT_TRANSFERRED] = {transferred, false, true},
    [CONTACT_ENDED] = {ended, false, true},
};

static bool makes_sense(const struct contacts *c, const struct contact_told *told)
{
    if ((int)told->what < 0 || told->what >= CONTACT_EVENTS || told->queue >= c->n_lines)
        return false;
    if (events[told->what].needs_queue && told->queue < 0)
        return false;
    return !events[told->what].needs_contact || (told->contact && *told->contact);
}

bool contacts_tell(struct contacts *c, const struct contact_told *told)
{
    struct contact *contact = NULL;

    book_settle(c, told->t);
    if (makes_sense(c, told)) {
        if (events[told->what].needs_contact)
            contact = book_find(c, told->contact);
        if (events[told->what].tell(c, contact, told))
            return true;
    }
    c->health.strange++;
    return false;
}

void contacts_add(struct contacts *c, int queue, int64_t t, enum acd_tally_field field,
                  int64_t amount)
{
    count(c, queue, t, field, amount);
}
