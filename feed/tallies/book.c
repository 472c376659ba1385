/* Keeps contacts and queues: found by id, in the list of their state.  Knows no counts. */
#include "feed/tallies/book.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

struct contacts *contacts_new(const struct contacts_options *options, int64_t t)
{
    struct contacts *c = acd_calloc(1, sizeof(*c));

    (void)t;
    assert(options->most > 0 && options->rejoin_ms >= 0);
    c->options = *options;
    return c;
}

void contacts_free(struct contacts *c)
{
    struct contact *contact, *next;

    if (!c)
        return;
    HASH_ITER (hh, c->by_id, contact, next) {
        HASH_DEL(c->by_id, contact);
        free(contact);
    }
    LL_FOREACH_SAFE (c->spare, contact, next)
        free(contact);
    for (int i = 0; i < c->n_lines; i++)
        spans_free(c->lines[i].spans);
    free(c->lines);
    free(c);
}

static const uint64_t always_supplied =
    ACD_BIT(ACD_TALLY_OFFERED) | ACD_BIT(ACD_TALLY_ANSWERED) | ACD_BIT(ACD_TALLY_ANSWERED_IN) |
    ACD_BIT(ACD_TALLY_ABANDONED) | ACD_BIT(ACD_TALLY_ABANDONED_IN) |
    ACD_BIT(ACD_TALLY_ABANDONED_SHORT) | ACD_BIT(ACD_TALLY_OVERFLOW_IN) |
    ACD_BIT(ACD_TALLY_OVERFLOW_OUT) | ACD_BIT(ACD_TALLY_WAIT) | ACD_BIT(ACD_TALLY_ABANDON) |
    ACD_BIT(ACD_TALLY_TALK) | ACD_BIT(ACD_TALLY_WAIT_MAX);

static struct line *new_line(struct contacts *c, const char *id, int64_t t)
{
    struct line *line;

    if (c->n_lines == c->room_lines) {
        c->room_lines = c->room_lines ? c->room_lines * 2 : 16;
        c->lines = acd_realloc(c->lines, (size_t)c->room_lines * sizeof(*c->lines));
    }
    line = &c->lines[c->n_lines++];
    memset(line, 0, sizeof(*line));
    snprintf(line->id, sizeof(line->id), "%s", id);
    line->spans = spans_new(&c->options.spans, t);
    spans_supply(line->spans, always_supplied | c->options.supplies);
    return line;
}

int contacts_queue(struct contacts *c, const char *id, int64_t answer_ms, int64_t short_ms, int64_t t)
{
    struct line *line = NULL;

    for (int i = 0; i < c->n_lines && !line; i++) /* asked for when settings are read, not by events */
        if (strcmp(c->lines[i].id, id) == 0)
            line = &c->lines[i];
    if (!line)
        line = new_line(c, id, t);
    line->answer_ms = answer_ms;
    line->short_ms = short_ms;
    return (int)(line - c->lines);
}

struct contact *book_find(struct contacts *c, const char *id)
{
    struct contact *contact;

    HASH_FIND(hh, c->by_id, id, strnlen(id, ACD_MAX_ID_BYTES), contact);
    return contact;
}

struct contact *book_new(struct contacts *c, const char *id, int queue, int64_t came_t)
{
    struct contact *contact = c->spare;

    if (c->health.contacts >= c->options.most)
        return NULL;
    if (contact)
        LL_DELETE(c->spare, contact);
    else
        contact = acd_alloc(sizeof(*contact));
    memset(contact, 0, sizeof(*contact));
    memcpy(contact->id, id, strnlen(id, ACD_MAX_ID_BYTES));
    contact->state = CONTACT_IS_ACTIVE; /* in no list */
    contact->queue = queue;
    contact->came_t = came_t;
    c->lines[queue].n_active++;
    c->health.contacts++;
    HASH_ADD(hh, c->by_id, id, strlen(contact->id), contact);
    return contact;
}

static void out_of_list(struct contacts *c, struct contact *contact)
{
    struct line *line = &c->lines[contact->queue];

    switch (contact->state) {
    case CONTACT_IS_WAITING:
        DL_DELETE(line->waiting, contact);
        line->n_waiting--;
        break;
    case CONTACT_IS_ACTIVE:
        line->n_active--;
        break;
    case CONTACT_IS_LEAVING:
    case CONTACT_IS_ABANDONED:
        DL_DELETE(c->leavers, contact);
        break;
    }
}

/* By time from the end: those who come last came last, but for the few who were moved. */
static int64_t time_in_list(const struct contact *contact)
{
    return contact->state == CONTACT_IS_WAITING ? contact->came_t : contact->left_t;
}

static void into_list(struct contact **list, struct contact *contact)
{
    struct contact *before = *list ? (*list)->prev : NULL; /* the last */

    while (before && time_in_list(before) > time_in_list(contact))
        before = before == *list ? NULL : before->prev;
    if (before)
        DL_APPEND_ELEM(*list, before, contact);
    else
        DL_PREPEND(*list, contact);
}

void book_move(struct contacts *c, struct contact *contact, int queue, enum contact_state state)
{
    out_of_list(c, contact);
    contact->queue = queue;
    contact->state = state;
    if (state == CONTACT_IS_ACTIVE) {
        c->lines[queue].n_active++;
    } else if (state == CONTACT_IS_WAITING) {
        into_list(&c->lines[queue].waiting, contact);
        c->lines[queue].n_waiting++;
    } else {
        into_list(&c->leavers, contact);
    }
}

void book_forget(struct contacts *c, struct contact *contact)
{
    out_of_list(c, contact);
    HASH_DEL(c->by_id, contact);
    LL_PREPEND(c->spare, contact);
    c->health.contacts--;
}
