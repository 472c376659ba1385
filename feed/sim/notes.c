/* What the floor has to tell beside its state: events that happened once, and requests that have
 * come to their end.  Kept until taken; the strings live in the note. */
#include "feed/sim/inside.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A floor that no one listens to forgets the oldest half rather than grow for ever. */
enum { NOTES_MOST = 8192 };

void sim_copy_text(char *out, size_t bytes, const char *text)
{
    size_t n = strlen(text);
    if (n >= bytes) {
        n = bytes - 1;
        while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80)
            n--;
    }
    memcpy(out, text, n);
    out[n] = '\0';
}

struct sim_note *sim_note_new(struct floor *floor, const char *type)
{
    if (floor->n_notes == NOTES_MOST) {
        floor->n_notes = NOTES_MOST / 2;
        memmove(floor->notes, floor->notes + NOTES_MOST / 2,
                NOTES_MOST / 2 * sizeof(*floor->notes));
        floor->next_note =
            floor->next_note > NOTES_MOST / 2 ? floor->next_note - NOTES_MOST / 2 : 0;
    }
    floor->notes =
        sim_grow(floor->notes, floor->n_notes, &floor->room_notes, sizeof(*floor->notes));
    struct sim_note *note = &floor->notes[floor->n_notes++];
    *note = (struct sim_note){.event.t = floor->t};
    ACD_KNOW(&note->event, ACD_EVENT_T);
    snprintf(note->type, sizeof(note->type), "%s", type);
    return note;
}

void sim_note_queue(struct floor *floor, struct sim_note *note, int queue)
{
    if (queue != NONE)
        snprintf(note->queue, sizeof(note->queue), "%s", floor->queues[queue].make->id);
}

void sim_note_text(struct sim_note *note, const char *format, ...)
{
    char text[2 * SIM_TEXT_BYTES];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    sim_copy_text(note->text, sizeof(note->text), text);
}

static void lend(struct acd_event *event, enum acd_event_field field, const char **to,
                 const char *text)
{
    if (text[0] == '\0')
        return;
    *to = text;
    ACD_KNOW(event, field);
}

const struct acd_event *floor_take_event(struct floor *floor)
{
    if (floor->next_note == floor->n_notes) {
        floor->next_note = floor->n_notes = 0;
        return NULL;
    }
    struct sim_note *note = &floor->told_note;
    *note = floor->notes[floor->next_note++];
    struct acd_event *event = &note->event;
    lend(event, ACD_EVENT_TYPE, &event->type, note->type);
    lend(event, ACD_EVENT_BY, &event->by, note->by);
    lend(event, ACD_EVENT_OP, &event->op, note->op);
    lend(event, ACD_EVENT_QUEUE, &event->queue, note->queue);
    lend(event, ACD_EVENT_AGENT, &event->agent, note->agent);
    lend(event, ACD_EVENT_CALL, &event->call, note->call);
    lend(event, ACD_EVENT_STATUS, &event->status, note->status);
    lend(event, ACD_EVENT_TEXT, &event->text, note->text);
    lend(event, ACD_EVENT_FROM, &event->from, note->from);
    lend(event, ACD_EVENT_REQUEST, &event->request, note->request);
    return event;
}

void floor_drop_events(struct floor *floor)
{
    floor->next_note = floor->n_notes = 0;
}

void sim_finished(struct floor *floor, const char *request, enum acd_status status, const char *why)
{
    floor->ends = sim_grow(floor->ends, floor->n_ends, &floor->room_ends, sizeof(*floor->ends));
    struct sim_end *end = &floor->ends[floor->n_ends++];
    *end = (struct sim_end){.status = status};
    snprintf(end->request, sizeof(end->request), "%s", request);
    snprintf(end->why, sizeof(end->why), "%s", why ? why : "");
}

bool floor_take_finished(struct floor *floor, const char **request, enum acd_status *status,
                         const char **why)
{
    if (floor->next_end == floor->n_ends) {
        floor->next_end = floor->n_ends = 0;
        return false;
    }
    floor->told_end = floor->ends[floor->next_end++];
    *request = floor->told_end.request;
    *status = floor->told_end.status;
    *why = floor->told_end.why[0] ? floor->told_end.why : NULL;
    return true;
}

void sim_notice(struct floor *floor, const char *text, int64_t for_ms)
{
    sim_copy_text(floor->notice, sizeof(floor->notice), text);
    floor->notice_epoch++;
    floor->site_changed = true;
    if (for_ms > 0)
        sim_due(floor, for_ms, WHAT_NOTICE_END, NONE, floor->notice_epoch, 0);
}
