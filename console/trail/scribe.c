/* What is new with sites, what the feeds told, what became of requests.  Abandoned contacts are no
 * matter of the journal, nor is anything else that names a caller. */
#include "console/trail/scribe_parts.h"

#include "acdfeed/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LOSS_TOLD_MS = 10000 }; /* a bad line loses for long: one note for each ten seconds */

struct scribe *scribe_new(scribe_out *out, void *context)
{
    struct scribe *scribe = acd_calloc(1, sizeof(*scribe));

    scribe->out = out;
    scribe->context = context;
    scribe->turn = -1;
    scribe->mishaps = mishaps_new();
    return scribe;
}

void scribe_free(struct scribe *scribe)
{
    struct seen_site *site;

    if (!scribe)
        return;
    for (int i = 0; (site = index_at(&scribe->sites, i)); i++)
        free(site);
    index_release(&scribe->sites);
    mishaps_free(scribe->mishaps);
    scribe_release_queues(scribe);
    free(scribe);
}

void scribe_say(struct scribe *scribe, const struct note *note, bool action)
{
    scribe->out(scribe->context, note, action);
}

/* --- sites --------------------------------------------------------------------------------------- */

static void tell_loss(struct scribe *scribe, const struct board_site *site, const char *state,
                      uint64_t *told, uint64_t now, int64_t wall_ms)
{
    struct note note = note_make(NOTE_LOSS, wall_ms);

    if (now <= *told)
        return;
    NOTE_SET(&note, SITE, site, site->id);
    NOTE_SAY(&note, STATE, state, state);
    NOTE_SET(&note, N, n, (int64_t)(now - *told));
    *told = now;
    scribe_say(scribe, &note, false);
}

static void look_site(struct scribe *scribe, const struct board_site *site, int64_t now_ms,
                      int64_t wall_ms)
{
    const struct acd_site_state *state = &site->state;
    struct seen_site *seen = index_find(&scribe->sites, site->id, "");

    if (!seen) {
        seen = acd_calloc(1, sizeof(*seen));
        *seen = (struct seen_site){.link = -1, .loss_told_ms = now_ms};
        index_add(&scribe->sites, site->id, "", seen);
    }
    if ((int)state->link != seen->link) {
        struct note note = note_make(NOTE_SITE, wall_ms);

        NOTE_SET(&note, SITE, site, site->id);
        NOTE_SAY(&note, STATE, state, acd_names_word(&acd_link_names, (int)state->link));
        NOTE_SAY(&note, WHY, why, site->why);
        seen->link = (int)state->link;
        scribe_say(scribe, &note, false);
    }
    if (now_ms - seen->loss_told_ms < LOSS_TOLD_MS)
        return;
    seen->loss_told_ms = now_ms;
    tell_loss(scribe, site, "lost", &seen->lost, state->lost, wall_ms);
    tell_loss(scribe, site, "refused", &seen->refused, state->refused, wall_ms);
}

static void look_mishaps(struct scribe *scribe, const struct board *board, int64_t now_ms,
                         int64_t wall_ms)
{
    static const enum note_kind kinds[] = {
        [MISHAP_RESTART] = NOTE_RESTART, [MISHAP_TAKEOVER] = NOTE_TAKEOVER, [MISHAP_CLOCK] = NOTE_CLOCK};
    struct mishap mishap;

    mishaps_clock(scribe->mishaps, now_ms, wall_ms);
    while (mishaps_next(scribe->mishaps, board, &mishap)) {
        struct note note = note_make(kinds[mishap.kind], wall_ms);

        if (mishap.site)
            NOTE_SET(&note, SITE, site, mishap.site->id);
        if (mishap.kind != MISHAP_RESTART)
            NOTE_SAY(&note, WHY, why, mishap.words);
        scribe_say(scribe, &note, false);
    }
}

/* --- events -------------------------------------------------------------------------------------- */

static const char *const kept_types[] = {"action", "claim", "notice"};

static bool is_kept(const struct acd_event *event)
{
    for (size_t i = 0; event->type && i < ACD_COUNT_OF(kept_types); i++)
        if (strcmp(event->type, kept_types[i]) == 0)
            return true;
    return false;
}

/* A contact's id is not kept, so neither are the words that may hold it: what was asked, and the reason
 * that a feed gives. */
static bool moves_a_caller(int op)
{
    const struct acd_op_rule *rule = op < 0 ? NULL : acd_op_rule((enum acd_op)op);

    return rule && rule->scope == ACD_SCOPE_CALL;
}

static void tell_event(struct scribe *scribe, const struct board_event *from, int64_t wall_ms)
{
    const struct acd_event *event = from->told;
    struct note note = note_make(NOTE_EVENT, wall_ms);
    int op = event->op ? acd_names_find(&acd_op_names, event->op, strlen(event->op)) : -1;

    NOTE_SET(&note, SITE, site, from->site->id);
    NOTE_SAY(&note, TYPE, type, event->type);
    NOTE_SAY(&note, QUEUE, queue, event->queue);
    NOTE_SAY(&note, AGENT, agent, event->agent);
    NOTE_SAY(&note, BY, by, event->by);
    NOTE_SAY(&note, OP, op, event->op);
    NOTE_SAY(&note, STATE, state, event->status);
    NOTE_SAY(&note, REQUEST, request, event->request);
    if (!moves_a_caller(op)) {
        NOTE_SAY(&note, WHY, why, event->why);
        NOTE_SAY(&note, TEXT, text, event->text);
    }
    scribe_say(scribe, &note, true);
}

static void look_events(struct scribe *scribe, const struct board *board, int64_t wall_ms)
{
    int n = 0;
    const struct board_event *event;

    while ((event = board_event_at(board, n)) && event->serial > scribe->last_event)
        n++;
    while (n-- > 0) { /* the oldest first */
        event = board_event_at(board, n);
        scribe->last_event = event->serial;
        if (is_kept(event->told))
            tell_event(scribe, event, wall_ms);
    }
}

/* --- requests ------------------------------------------------------------------------------------ */

void scribe_asks(struct scribe *scribe, const struct acd_request *request, const char *words,
                 int64_t wall_ms)
{
    struct note note = note_make(NOTE_REQUEST, wall_ms);
    int op = request->op ? acd_names_find(&acd_op_names, request->op, strlen(request->op)) : -1;

    NOTE_SAY(&note, SITE, site, request->site);
    NOTE_SAY(&note, QUEUE, queue, request->queue);
    NOTE_SAY(&note, AGENT, agent, request->agent);
    NOTE_SAY(&note, BY, by, request->by);
    NOTE_SAY(&note, OP, op, request->op);
    NOTE_SAY(&note, REQUEST, request, request->id);
    NOTE_SAY(&note, STATE, state, "asked");
    if (!moves_a_caller(op))
        NOTE_SAY(&note, WORDS, words, words);
    if (ACD_KNOWN(request, ACD_REQUEST_ARGS))
        NOTE_SET(&note, ARGS, args, request->args);
    scribe_say(scribe, &note, true);
}

static void tell_request(struct scribe *scribe, const struct request_entry *entry, int64_t wall_ms)
{
    static const char *const states[] = {[REQUEST_ACCEPTED] = "accepted", [REQUEST_DONE] = "done",
        [REQUEST_REFUSED] = "refused", [REQUEST_NO_ANSWER] = "no answer"};
    struct note note = note_make(NOTE_REQUEST, wall_ms);

    NOTE_SAY(&note, SITE, site, entry->site);
    NOTE_SAY(&note, QUEUE, queue, entry->queue);
    NOTE_SAY(&note, AGENT, agent, entry->agent);
    NOTE_SAY(&note, OP, op, entry->op >= 0 ? acd_names_word(&acd_op_names, entry->op) : NULL);
    NOTE_SAY(&note, REQUEST, request, entry->id);
    NOTE_SAY(&note, STATE, state, states[entry->state]);
    if (!moves_a_caller(entry->op)) {
        NOTE_SAY(&note, WHY, why, entry->why);
        NOTE_SAY(&note, WORDS, words, entry->words);
    }
    scribe_say(scribe, &note, true);
}

static struct seen_request *seen_request(struct scribe *scribe, const char *id)
{
    struct seen_request *seen;

    for (int i = 0; i < REQUESTS_KEPT; i++)
        if (strcmp(scribe->requests[i].id, id) == 0)
            return &scribe->requests[i];
    seen = &scribe->requests[scribe->next_request];
    scribe->next_request = (scribe->next_request + 1) % REQUESTS_KEPT;
    snprintf(seen->id, sizeof(seen->id), "%s", id);
    seen->state = REQUEST_ASKED; /* scribe_asks() told that */
    return seen;
}

static void look_requests(struct scribe *scribe, const struct requests *requests, int64_t wall_ms)
{
    for (int i = requests_count(requests) - 1; i >= 0; i--) {
        const struct request_entry *entry = requests_at(requests, i);
        struct seen_request *seen = seen_request(scribe, entry->id);

        if (seen->state == entry->state)
            continue;
        seen->state = entry->state;
        tell_request(scribe, entry, wall_ms);
    }
}

void scribe_look(struct scribe *scribe, const struct board *board, const struct requests *requests,
                 int64_t now_ms, int64_t wall_ms)
{
    const struct board_site *site;

    scribe->looks++;
    look_mishaps(scribe, board, now_ms, wall_ms);
    for (int i = 0; (site = board_site_at(board, i)); i++)
        look_site(scribe, site, now_ms, wall_ms);
    scribe_look_queues(scribe, board, now_ms, wall_ms);
    look_events(scribe, board, wall_ms);
    if (requests)
        look_requests(scribe, requests, wall_ms);
}

void scribe_alarm(struct scribe *scribe, enum alarm_news news, const struct alarm *alarm,
                  int64_t wall_ms)
{
    struct note note = note_make(NOTE_ALARM, wall_ms);

    if (alarm && alarm->worst < TIER_LONG && alarm->tier < TIER_LONG)
        return; /* a notice: nobody is asked for anything */
    NOTE_SAY(&note, STATE, state, acd_names_word(&alarm_news_names, (int)news));
    if (alarm) {
        NOTE_SAY(&note, SITE, site, alarm->site);
        if (alarm->subject == ALARM_OF_QUEUE)
            NOTE_SAY(&note, QUEUE, queue, alarm->id);
        if (alarm->subject == ALARM_OF_AGENT)
            NOTE_SAY(&note, AGENT, agent, alarm->id);
        NOTE_SAY(&note, RULE, rule, alarm->rule);
        NOTE_SET(&note, TIER, tier, alarm->tier);
        NOTE_SAY(&note, WHY, why, alarm->why);
        NOTE_SAY(&note, BY, by, alarm->by);
    }
    scribe_say(scribe, &note, alarm && alarm->by[0]);
}

static void read_figure(struct note_reading *out, int field, struct acd_figure figure, int64_t *count)
{
    if (figure.is != ACD_FIGURE_VALUE)
        return;
    *count = (int64_t)figure.value;
    ACD_KNOW(out, field);
}

static struct note_reading reading_of(const struct effect_sample *sample)
{
    struct note_reading reading = {.known = 0};

    read_figure(&reading, NOTE_READING_WAITING, sample->waiting, &reading.waiting);
    read_figure(&reading, NOTE_READING_LONGEST, sample->longest, &reading.longest_ms);
    if (sample->level.is == ACD_FIGURE_VALUE) {
        reading.level = sample->level.value;
        ACD_KNOW(&reading, NOTE_READING_LEVEL);
    }
    return reading;
}

void scribe_effect(struct scribe *scribe, const struct effect *effect, enum effect_at at,
                   int64_t wall_ms)
{
    struct note note = note_make(NOTE_EVALUATION, wall_ms);

    NOTE_SET(&note, SITE, site, effect->site);
    NOTE_SET(&note, QUEUE, queue, effect->queue);
    NOTE_SAY(&note, OP, op, acd_names_word(&acd_op_names, effect->op));
    NOTE_SAY(&note, REQUEST, request, effect->request);
    if (!moves_a_caller(effect->op))
        NOTE_SAY(&note, WORDS, words, effect->words);
    NOTE_SET(&note, AFTER, after_ms, effect_after_ms[at]);
    NOTE_SET(&note, BEFORE, before, reading_of(&effect->at[EFFECT_BEFORE]));
    NOTE_SET(&note, FOUND, found, reading_of(&effect->at[at]));
    if (effect->expected) {
        const struct outlook *outlook = &effect->outlook;
        struct note_reading expected = {
            .known = ACD_BIT(NOTE_READING_WAITING) | ACD_BIT(NOTE_READING_LEVEL),
            .waiting = (int64_t)(outlook->waiting + 0.5),
            .level = outlook->level < 0 ? 0 : outlook->level > 1 ? 1 : outlook->level};

        NOTE_SET(&note, EXPECTED, expected, expected);
    }
    scribe_say(scribe, &note, false);
}

void scribe_close(struct scribe *scribe, int64_t now_ms, int64_t wall_ms)
{
    scribe_tell_spans(scribe, now_ms, wall_ms);
}
