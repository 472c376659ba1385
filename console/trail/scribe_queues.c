/* What is new with queues: tiers, the time in each, measures that begin and end.
 *
 * The time in a tier is told before the line of its end, so that whoever reads the journal of a running
 * console knows since when a queue is where it is.
 *
 * Someone waits, nobody waits: at a busy queue that turns many times a minute.  So changes between calm
 * and tier 1 have no line of their own; the time in each is told all the same, by the spans. */
#include "console/trail/scribe_parts.h"

#include "acdfeed/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TOLD_EVERY_MS = 5 * 60000 };

static struct note note_of(const struct seen_queue *seen, enum note_kind what, int64_t wall_ms)
{
    struct note note = note_make(what, wall_ms);

    NOTE_SET(&note, SITE, site, seen->site);
    NOTE_SET(&note, QUEUE, queue, seen->id);
    return note;
}

/* --- time in tiers ------------------------------------------------------------------------------- */

static void count(struct seen_queue *seen, int64_t now_ms)
{
    if (now_ms > seen->counted_ms)
        seen->spent_ms[seen->tier + 1] += now_ms - seen->counted_ms;
    seen->counted_ms = now_ms;
}

static void tell_span(struct scribe *scribe, struct seen_queue *seen, int64_t now_ms, int64_t wall_ms)
{
    struct note note = note_of(seen, NOTE_SPAN, wall_ms);

    count(seen, now_ms);
    NOTE_SET(&note, UNKNOWN_MS, unknown_ms, seen->spent_ms[0]);
    NOTE_SET(&note, CALM_MS, calm_ms, seen->spent_ms[1]);
    NOTE_SET(&note, TIER1_MS, tier1_ms, seen->spent_ms[2]);
    NOTE_SET(&note, TIER2_MS, tier2_ms, seen->spent_ms[3]);
    NOTE_SET(&note, TIER3_MS, tier3_ms, seen->spent_ms[4]);
    memset(seen->spent_ms, 0, sizeof(seen->spent_ms));
    scribe_say(scribe, &note, false);
}

void scribe_tell_spans(struct scribe *scribe, int64_t now_ms, int64_t wall_ms)
{
    struct seen_queue *seen;

    for (int i = 0; (seen = index_at(&scribe->queues, i)); i++)
        tell_span(scribe, seen, now_ms, wall_ms);
}

static bool has_spent(const struct seen_queue *seen)
{
    int64_t sum_ms = 0;

    for (size_t i = 0; i < sizeof(seen->spent_ms) / sizeof(seen->spent_ms[0]); i++)
        sum_ms += seen->spent_ms[i];
    return sum_ms > 0;
}

static bool is_told(int was, int tier)
{
    return was < TIER_CALM || tier < TIER_CALM || was > TIER_QUEUE || tier > TIER_QUEUE;
}

static void look_tier(struct scribe *scribe, struct seen_queue *seen, const struct verdict *verdict,
                      int64_t now_ms, int64_t wall_ms)
{
    struct note note;

    count(seen, now_ms);
    if (verdict->tier == seen->tier)
        return;
    note = note_of(seen, NOTE_TIER, wall_ms);
    NOTE_SET(&note, TIER, tier, verdict->tier);
    NOTE_SET(&note, WAS, was, seen->tier);
    NOTE_SAY(&note, WHY, why, verdict->why);
    NOTE_SAY(&note, RULE, rule, verdict->n_rules > 0 ? verdict->rules[0] : NULL);
    if (is_told(seen->tier, verdict->tier)) {
        if (has_spent(seen))
            tell_span(scribe, seen, now_ms, wall_ms);
        scribe_say(scribe, &note, false);
    }
    seen->tier = verdict->tier;
}

/* --- measures ------------------------------------------------------------------------------------ */

static void tell_measure(struct scribe *scribe, const struct seen_queue *seen,
                         const struct seen_measure *measure, const char *state, int64_t wall_ms)
{
    struct note note = note_of(seen, NOTE_MEASURE, wall_ms);

    NOTE_SAY(&note, MEASURE, measure, measure->id);
    NOTE_SAY(&note, OP, op, measure->op);
    NOTE_SAY(&note, TO, to, measure->to);
    NOTE_SAY(&note, BY, by, measure->by);
    NOTE_SAY(&note, STATE, state, state);
    scribe_say(scribe, &note, true);
}

static struct seen_measure *measure_row(struct seen_queue *seen, const char *id)
{
    for (int i = 0; i < seen->n_measures; i++)
        if (strcmp(seen->measures[i].id, id) == 0)
            return &seen->measures[i];
    return NULL;
}

#define KEEP(out, text) snprintf(out, sizeof(out), "%s", (text) ? (text) : "")

static void begin_measure(struct scribe *scribe, struct seen_queue *seen,
                          const struct acd_measure *measure, bool is_first_look, int64_t wall_ms)
{
    struct seen_measure *row;

    seen->measures = acd_realloc(seen->measures, (size_t)(seen->n_measures + 1) * sizeof(*row));
    row = &seen->measures[seen->n_measures++];
    *row = (struct seen_measure){.still = true};
    KEEP(row->id, measure->id);
    KEEP(row->op, measure->op);
    KEEP(row->to, measure->to);
    KEEP(row->by, measure->by);
    tell_measure(scribe, seen, row, is_first_look ? "in force" : "began", wall_ms);
}

static void look_measures(struct scribe *scribe, struct seen_queue *seen, const struct acd_queue *told,
                          bool is_first_look, int64_t wall_ms)
{
    int kept = 0;

    if (!ACD_KNOWN(told, ACD_QUEUE_MEASURES))
        return;
    for (int i = 0; i < seen->n_measures; i++)
        seen->measures[i].still = false;
    for (uint32_t i = 0; i < told->n_measures; i++) {
        const struct acd_measure *measure = &told->measures[i];
        struct seen_measure *row = measure->id ? measure_row(seen, measure->id) : NULL;

        if (row)
            row->still = true;
        else if (measure->id)
            begin_measure(scribe, seen, measure, is_first_look, wall_ms);
    }
    for (int i = 0; i < seen->n_measures; i++) {
        if (seen->measures[i].still)
            seen->measures[kept++] = seen->measures[i];
        else
            tell_measure(scribe, seen, &seen->measures[i], "ended", wall_ms);
    }
    seen->n_measures = kept;
}

/* --- queues -------------------------------------------------------------------------------------- */

/* Both lists are in the order of first telling, so that it stands at the same place as a rule. */
static struct seen_queue *seen_before(const struct scribe *scribe, const struct board_queue *queue, int i)
{
    struct seen_queue *seen = index_at(&scribe->queues, i);

    if (seen && strcmp(seen->id, queue->told->id) == 0 && strcmp(seen->site, queue->site->id) == 0)
        return seen;
    return index_find(&scribe->queues, queue->site->id, queue->told->id);
}

static void look_queue(struct scribe *scribe, const struct board_queue *queue, int i, int64_t now_ms,
                       int64_t wall_ms)
{
    struct seen_queue *seen = seen_before(scribe, queue, i);
    bool is_first_look = !seen;

    if (!seen) {
        seen = acd_calloc(1, sizeof(*seen));
        KEEP(seen->site, queue->site->id);
        KEEP(seen->id, queue->told->id);
        seen->tier = TIER_UNKNOWN;
        seen->counted_ms = now_ms;
        index_add(&scribe->queues, seen->site, seen->id, seen);
    }
    seen->look = scribe->looks;
    look_tier(scribe, seen, &queue->verdict, now_ms, wall_ms);
    if (board_queue_live(queue))
        look_measures(scribe, seen, queue->told, is_first_look, wall_ms);
}

static void free_queue(struct seen_queue *seen)
{
    free(seen->measures);
    free(seen);
}

static void drop_gone(struct scribe *scribe, int64_t now_ms, int64_t wall_ms)
{
    struct seen_queue *seen;

    for (int i = 0; (seen = index_at(&scribe->queues, i)); i++) {
        if (seen->look == scribe->looks)
            continue;
        tell_span(scribe, seen, now_ms, wall_ms);
        for (int m = 0; m < seen->n_measures; m++)
            tell_measure(scribe, seen, &seen->measures[m], "ended", wall_ms);
        index_remove(&scribe->queues, seen->site, seen->id);
        free_queue(seen);
        i--; /* another stands in its place now */
    }
}

void scribe_look_queues(struct scribe *scribe, const struct board *board, int64_t now_ms,
                        int64_t wall_ms)
{
    const struct board_queue *queue;
    int64_t turn = wall_ms / TOLD_EVERY_MS;

    for (int i = 0; (queue = board_queue_at(board, i)); i++)
        look_queue(scribe, queue, i, now_ms, wall_ms);
    drop_gone(scribe, now_ms, wall_ms);
    if (scribe->turn >= 0 && turn != scribe->turn)
        scribe_tell_spans(scribe, now_ms, wall_ms);
    scribe->turn = turn;
}

void scribe_release_queues(struct scribe *scribe)
{
    struct seen_queue *seen;

    for (int i = 0; (seen = index_at(&scribe->queues, i)); i++)
        free_queue(seen);
    index_release(&scribe->queues);
}
