/* The handover as one JSON object (console/JOURNAL.md section 3).  null is unknown. */
#include "console/report/handover.h"

#include "acdfeed/json.h"
#include "acdfeed/memory.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static json_t *sure(json_t *value)
{
    if (!value)
        acd_no_memory();
    return value;
}

static void append(json_t *array, json_t *value)
{
    if (json_array_append_new(array, sure(value)) != 0)
        acd_no_memory();
}

static void add(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, sure(value)) != 0)
        acd_no_memory();
}

/* Texts that say nothing, moments that are not known. */
static json_t *text(const char *words)
{
    return *words ? json_string(words) : json_null();
}

static json_t *moment(int64_t t)
{
    return t >= 0 ? json_integer(t) : json_null();
}

static json_t *sessions(const struct shift *shift)
{
    json_t *list = sure(json_array());

    for (int i = 0; i < shift->n_sessions; i++) {
        const struct shift_session *s = &shift->sessions[i];

        append(list, json_pack("{so so so so so so sb}", "by", text(s->by), "login", text(s->login),
                               "host", text(s->host), "where", text(s->where), "from_t",
                               moment(s->from_t), "to_t", moment(s->to_t), "stopped", s->stopped));
    }
    return list;
}

static json_t *queues(const struct shift *shift)
{
    json_t *list = sure(json_array());

    for (int i = 0; i < shift->n_queues; i++) {
        const struct shift_queue *q = &shift->queues[i];

        append(list, json_pack("{ss ss sI sI sI sI sI si si si so so}", "site", q->site, "id", q->id,
                               "unknown_ms", (json_int_t)q->tier_ms[0], "calm_ms",
                               (json_int_t)q->tier_ms[1], "tier1_ms", (json_int_t)q->tier_ms[2],
                               "tier2_ms", (json_int_t)q->tier_ms[3], "tier3_ms",
                               (json_int_t)q->tier_ms[4], "alarms", q->alarms, "measures", q->measures,
                               "claims", q->claims, "tier", q->tier >= 0 ? json_integer(q->tier) : json_null(),
                               "why", text(q->why)));
    }
    return list;
}

static json_t *alarms(const struct shift *shift)
{
    json_t *list = sure(json_array());

    for (int i = 0; i < shift->n_alarms; i++) {
        const struct shift_alarm *a = &shift->alarms[i];

        append(list, json_pack("{ss so so ss si so so so so so sb sb}", "site", a->site, "queue",
                               text(a->queue), "agent", text(a->agent), "rule", a->rule, "tier", a->worst,
                               "why", text(a->why), "raised_t", moment(a->raised_t), "over_t",
                               moment(a->over_t), "acknowledged_by", text(a->by), "acknowledged_t",
                               moment(a->by_t), "shelved", a->shelved, "open", shift_alarm_open(a)));
    }
    return list;
}

static json_t *measures(const struct shift *shift)
{
    json_t *list = sure(json_array());

    for (int i = 0; i < shift->n_measures; i++) {
        const struct shift_measure *m = &shift->measures[i];

        append(list, json_pack("{ss ss ss so so so so so sb}", "site", m->site, "queue", m->queue, "id",
                               m->id, "op", text(m->op), "to", text(m->to), "by", text(m->by), "began_t",
                               moment(m->began_t), "ended_t", moment(m->ended_t), "open",
                               shift_measure_open(m)));
    }
    return list;
}

static json_t *reading(const struct note_reading *r)
{
    if (!r->known)
        return json_null();
    return json_pack("{so so so so}", "waiting",
                     ACD_KNOWN(r, NOTE_READING_WAITING) ? json_integer(r->waiting) : json_null(),
                     "longest_ms",
                     ACD_KNOWN(r, NOTE_READING_LONGEST) ? json_integer(r->longest_ms) : json_null(),
                     "level", ACD_KNOWN(r, NOTE_READING_LEVEL) ? json_real(r->level) : json_null(),
                     "on_duty",
                     ACD_KNOWN(r, NOTE_READING_ON_DUTY) ? json_integer(r->on_duty) : json_null());
}

static json_t *effects(const struct shift *shift)
{
    json_t *list = sure(json_array());

    for (int i = 0; i < shift->n_effects; i++) {
        const struct shift_effect *e = &shift->effects[i];

        append(list, json_pack("{ss ss so sI sI so so so}", "site", e->site, "queue", e->queue, "words",
                               text(e->words), "t", (json_int_t)e->t, "after_ms", (json_int_t)e->after_ms,
                               "before", reading(&e->before), "expected", reading(&e->expected), "found",
                               reading(&e->found)));
    }
    return list;
}

static json_t *requests(const struct shift *shift)
{
    json_t *list = sure(json_array());

    for (int i = 0; i < shift->n_requests; i++) {
        const struct shift_request *r = &shift->requests[i];

        append(list, json_pack("{ss ss so so so so so ss so sI sb}", "id", r->id, "site", r->site, "queue",
                               text(r->queue), "agent", text(r->agent), "op", text(r->op), "words",
                               text(r->words), "by", text(r->by), "state", r->state, "why", text(r->why),
                               "t", (json_int_t)r->t, "open", shift_request_open(r)));
    }
    return list;
}

static json_t *claims(const struct shift *shift)
{
    json_t *list = sure(json_array());

    for (int i = 0; i < shift->n_claims; i++) {
        const struct shift_claim *c = &shift->claims[i];

        append(list, json_pack("{ss so so so sI}", "site", c->site, "queue", text(c->queue), "by",
                               text(c->by), "text", text(c->text), "t", (json_int_t)c->t));
    }
    return list;
}

static json_t *sites(const struct shift *shift)
{
    json_t *list = sure(json_array());

    for (int i = 0; i < shift->n_sites; i++) {
        const struct shift_site *s = &shift->sites[i];

        append(list, json_pack("{ss so so sI sI sI si}", "id", s->id, "state", text(s->state), "why",
                               text(s->why), "not_live_ms", (json_int_t)s->not_live_ms, "lost",
                               (json_int_t)s->lost, "refused", (json_int_t)s->refused, "restarts",
                               s->restarts));
    }
    return list;
}

void handover_json(FILE *out, const struct shift *shift, const char *path, int utc_offset_s)
{
    static const struct {
        const char *key;
        json_t *(*make)(const struct shift *shift);
    } lists[] = {{"consoles", sessions}, {"queues", queues}, {"measures", measures}, {"effects", effects},
                 {"alarms", alarms}, {"requests", requests}, {"claims", claims}, {"sites", sites}};
    json_t *all = sure(json_pack("{sI sI sI sI sI ss sI ss}", "from_t", (json_int_t)shift->from_t, "to_t",
                                 (json_int_t)shift->to_t, "watched_ms", (json_int_t)shift->watched_ms,
                                 "unwritten", (json_int_t)shift->unwritten, "repairs",
                                 (json_int_t)shift->repairs, "journal", path, "seq",
                                 (json_int_t)shift->seq, "head", shift->head));

    (void)utc_offset_s;
    for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
        add(all, lists[i].key, lists[i].make(shift));
    char *words = json_dumps(all, JSON_COMPACT);
    if (!words)
        acd_no_memory();
    words = acd_json_escape(words);
    fprintf(out, "%s\n", words);
    free(words);
    json_decref(all);
}
