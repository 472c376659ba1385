/* The handover as CSV: one table, its rows told apart by their first field; what a kind does not have is
 * empty, and so is what is not known. */
#include "console/report/handover.h"

#include "console/report/csv.h"

#include <inttypes.h>
#include <stdarg.h>

static const char columns[] =
    "kind,site,queue,agent,what,state,why,by,from_t,to_t,tier,unknown_ms,calm_ms,tier1_ms,tier2_ms,"
    "tier3_ms,alarms,measures,claims,after_ms,waiting_before,waiting_found,level_before,level_found,"
    "lost,refused,restarts";

static void print_moment(FILE *out, int64_t t)
{
    fputc(',', out);
    if (t >= 0)
        fprintf(out, "%" PRId64, t);
}

/* The fields that every row has, up to `tier`. */
static void begin(FILE *out, const char *kind, const char *const texts[7], int64_t from_t, int64_t to_t,
                  int tier)
{
    fputs(kind, out);
    for (int i = 0; i < 7; i++) {
        fputc(',', out);
        csv_text(out, texts[i]);
    }
    print_moment(out, from_t);
    print_moment(out, to_t);
    print_moment(out, tier);
}

/* Integers, and nothing for what is -1. */
static void end(FILE *out, int n, ...)
{
    va_list list;

    va_start(list, n);
    for (int i = 0; i < n; i++)
        print_moment(out, va_arg(list, int64_t));
    va_end(list);
    fputc('\n', out);
}

#define TEXTS(...) ((const char *const[7]){__VA_ARGS__})
#define NONE INT64_C(-1)

static void print_level(FILE *out, const struct note_reading *r)
{
    fputc(',', out);
    if (ACD_KNOWN(r, NOTE_READING_LEVEL))
        fprintf(out, "%.4g", r->level);
}

static void print_effect(FILE *out, const struct shift_effect *e)
{
    begin(out, "effect", TEXTS(e->site, e->queue, "", e->words, "", "", ""), e->t - e->after_ms, e->t, -1);
    fputs(",,,,,,,,", out); /* the tiers, alarms, measures, claims */
    print_moment(out, e->after_ms);
    print_moment(out, ACD_KNOWN(&e->before, NOTE_READING_WAITING) ? e->before.waiting : -1);
    print_moment(out, ACD_KNOWN(&e->found, NOTE_READING_WAITING) ? e->found.waiting : -1);
    print_level(out, &e->before);
    print_level(out, &e->found);
    fputs(",,,\n", out);
}

static void print_queue(FILE *out, const struct shift_queue *q)
{
    begin(out, "queue", TEXTS(q->site, q->id, "", "", "", q->why, ""), -1, -1, q->tier);
    end(out, 16, q->tier_ms[0], q->tier_ms[1], q->tier_ms[2], q->tier_ms[3], q->tier_ms[4],
        (int64_t)q->alarms, (int64_t)q->measures, (int64_t)q->claims, NONE, NONE, NONE, NONE, NONE, NONE,
        NONE, NONE);
}

static void print_site(FILE *out, const struct shift_site *s)
{
    begin(out, "site", TEXTS(s->id, "", "", "", s->state, s->why, ""), -1, -1, -1);
    end(out, 16, s->not_live_ms, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE,
        s->lost, s->refused, (int64_t)s->restarts);
}

static void empty_rest(FILE *out)
{
    end(out, 16, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE,
        NONE);
}

void handover_csv(FILE *out, const struct shift *shift, const char *path, int utc_offset_s)
{
    (void)path, (void)utc_offset_s;
    fprintf(out, "%s\n", columns);
    for (int i = 0; i < shift->n_sessions; i++) {
        const struct shift_session *s = &shift->sessions[i];
        begin(out, "console", TEXTS("", "", "", s->where, s->stopped ? "stopped" : "open", "", s->by),
              s->from_t, s->to_t, -1);
        empty_rest(out);
    }
    for (int i = 0; i < shift->n_queues; i++)
        print_queue(out, &shift->queues[i]);
    for (int i = 0; i < shift->n_measures; i++) {
        const struct shift_measure *m = &shift->measures[i];
        begin(out, "measure", TEXTS(m->site, m->queue, "", m->op, shift_measure_state(m), m->to, m->by), m->began_t, m->ended_t, -1);
        empty_rest(out);
    }
    for (int i = 0; i < shift->n_effects; i++)
        print_effect(out, &shift->effects[i]);
    for (int i = 0; i < shift->n_alarms; i++) {
        const struct shift_alarm *a = &shift->alarms[i];
        begin(out, "alarm", TEXTS(a->site, a->queue, a->agent, a->rule, shift_alarm_state(a), a->why, a->by), a->raised_t, a->over_t, a->worst);
        empty_rest(out);
    }
    for (int i = 0; i < shift->n_requests; i++) {
        const struct shift_request *r = &shift->requests[i];
        begin(out, "request", TEXTS(r->site, r->queue, r->agent, *r->words ? r->words : r->op, r->state,
                                    r->why, r->by), r->t, -1, -1);
        empty_rest(out);
    }
    for (int i = 0; i < shift->n_claims; i++) {
        const struct shift_claim *c = &shift->claims[i];
        begin(out, "claim", TEXTS(c->site, c->queue, "", c->text, "", "", c->by), c->t, -1, -1);
        empty_rest(out);
    }
    for (int i = 0; i < shift->n_sites; i++)
        print_site(out, &shift->sites[i]);
}
