/* Keeps the counts of one queue for a rolling window, the current interval and the business day:
 * a ring of sixty buckets for the window, running sums for all three.  Knows neither contacts nor
 * where events come from. */
#include "feed/tallies/spans.h"

#include "acdfeed/memory.h"
#include "acdfeed/zone.h"

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 60 };

/* The counts by enum acd_tally_field, laid out as the members of struct acd_tally. */
struct counts {
    int64_t of[ACD_TALLY_FIELDS];
};
_Static_assert(offsetof(struct acd_tally, wait_max_ms) - offsetof(struct acd_tally, span_ms) ==
                   ACD_TALLY_WAIT_MAX * sizeof(int64_t),
               "the members of a tally stand in the order of their enum");

struct stretch {
    int64_t start, end;
    struct counts counts;
};

struct spans {
    struct spans_options options;
    uint64_t supplied;
    int64_t since;  /* counting began */
    int64_t now;    /* the latest t */
    int64_t turn;   /* the earliest t at which a bucket, the interval or the day is over */
    int64_t bucket; /* the number of the present bucket: now / bucket_ms */
    int64_t bucket_ms;
    bool peak_left; /* the bucket with the window's longest wait has left */
    struct counts window;
    struct stretch interval, day;
    struct counts ring[BUCKETS];
};

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static struct counts *ring_at(struct spans *s, int64_t bucket)
{
    return &s->ring[(bucket % BUCKETS + BUCKETS) % BUCKETS];
}

static void forget(struct spans *s, struct counts *old)
{
    if (old->of[ACD_TALLY_WAIT_MAX] > 0 &&
        old->of[ACD_TALLY_WAIT_MAX] >= s->window.of[ACD_TALLY_WAIT_MAX])
        s->peak_left = true;
    for (int field = 0; field < ACD_TALLY_WAIT_MAX; field++)
        s->window.of[field] -= old->of[field];
    memset(old, 0, sizeof(*old));
}

static void turn_window(struct spans *s)
{
    int64_t bucket = floor_div(s->now, s->bucket_ms);
    int64_t steps = bucket - s->bucket < BUCKETS ? bucket - s->bucket : BUCKETS;

    for (int64_t i = 0; i < steps; i++)
        forget(s, ring_at(s, bucket - i));
    s->bucket = bucket;
}

/* Intervals follow the local clock, so that they begin at full quarters in Kathmandu too; a change
 * of the clocks ends one. */
static void turn_interval(struct spans *s)
{
    struct acd_zone_stretch zone = acd_zone_at(s->options.zone, s->now);
    int64_t length = s->options.interval_ms;
    int64_t local = floor_div(s->now + zone.offset_ms, length) * length;

    s->interval.start = local - zone.offset_ms;
    s->interval.end = s->interval.start + length;
    if (s->interval.start < zone.from)
        s->interval.start = zone.from;
    if (s->interval.end > zone.until)
        s->interval.end = zone.until;
    memset(&s->interval.counts, 0, sizeof(s->interval.counts));
}

static void turn_day(struct spans *s)
{
    struct acd_zone_day day = acd_zone_day(s->options.zone, s->now, s->options.day_start_ms);

    s->day = (struct stretch){.start = day.start, .end = day.end};
}

static void advance(struct spans *s, int64_t t)
{
    if (t > s->now)
        s->now = t;
    if (s->now < s->turn)
        return;
    turn_window(s);
    if (s->now >= s->interval.end)
        turn_interval(s);
    if (s->now >= s->day.end)
        turn_day(s);
    s->turn = (s->bucket + 1) * s->bucket_ms;
    if (s->turn > s->interval.end)
        s->turn = s->interval.end;
    if (s->turn > s->day.end)
        s->turn = s->day.end;
}

struct spans *spans_new(const struct spans_options *options, int64_t t)
{
    struct spans *s = acd_calloc(1, sizeof(*s));

    assert(options->window_ms >= 60000 && options->window_ms <= 86400000);
    assert(options->interval_ms >= 60000 && 3600000 % options->interval_ms == 0);
    assert(options->day_start_ms >= 0 && options->day_start_ms < 86400000);
    s->options = *options;
    s->bucket_ms = (options->window_ms + BUCKETS - 1) / BUCKETS;
    s->since = s->now = t;
    s->bucket = floor_div(t, s->bucket_ms);
    turn_interval(s);
    turn_day(s);
    s->turn = t;
    advance(s, t);
    return s;
}

void spans_free(struct spans *s)
{
    free(s);
}

/* The bucket that a moment still belongs to, or NULL. */
static struct counts *bucket_of(struct spans *s, int64_t t)
{
    int64_t bucket = s->bucket;

    if (t < bucket * s->bucket_ms)
        bucket = floor_div(t, s->bucket_ms);
    return bucket > s->bucket - BUCKETS ? ring_at(s, bucket) : NULL;
}

void spans_add(struct spans *s, int64_t t, enum acd_tally_field field, int64_t amount)
{
    struct counts *bucket;

    assert(field > ACD_TALLY_SPAN && field < ACD_TALLY_WAIT_MAX);
    advance(s, t);
    bucket = bucket_of(s, t);
    if (bucket) {
        bucket->of[field] += amount;
        s->window.of[field] += amount;
    }
    if (t >= s->interval.start)
        s->interval.counts.of[field] += amount;
    if (t >= s->day.start)
        s->day.counts.of[field] += amount;
}

static void raise_to(struct counts *counts, int64_t wait_ms)
{
    if (wait_ms > counts->of[ACD_TALLY_WAIT_MAX])
        counts->of[ACD_TALLY_WAIT_MAX] = wait_ms;
}

void spans_peak(struct spans *s, int64_t t, int64_t wait_ms)
{
    struct counts *bucket;

    advance(s, t);
    bucket = bucket_of(s, t);
    if (bucket) {
        raise_to(bucket, wait_ms);
        raise_to(&s->window, wait_ms);
    }
    if (t >= s->interval.start)
        raise_to(&s->interval.counts, wait_ms);
    if (t >= s->day.start)
        raise_to(&s->day.counts, wait_ms);
}

void spans_supply(struct spans *s, uint64_t fields)
{
    s->supplied |= fields & ((UINT64_C(1) << ACD_TALLY_FIELDS) - 1);
}

static void find_peak(struct spans *s)
{
    s->window.of[ACD_TALLY_WAIT_MAX] = 0;
    for (int i = 0; i < BUCKETS; i++)
        raise_to(&s->window, s->ring[i].of[ACD_TALLY_WAIT_MAX]);
    s->peak_left = false;
}

/* What was never supplied stays zero, as an unknown value must. */
static void fill(struct acd_tally *tally, const struct spans *s, const struct counts *counts,
                 int64_t span_ms)
{
    struct counts told = *counts;

    tally->known = s->supplied | ACD_BIT(ACD_TALLY_SPAN);
    told.of[ACD_TALLY_SPAN] = span_ms;
    for (int field = 0; field < ACD_TALLY_FIELDS; field++)
        if (!ACD_KNOWN(tally, field))
            told.of[field] = 0;
    memcpy((char *)tally + offsetof(struct acd_tally, span_ms), &told, sizeof(told));
}

static int64_t counted_ms(const struct spans *s, int64_t start)
{
    return s->now - (start > s->since ? start : s->since);
}

void spans_read(struct spans *s, int64_t t, struct acd_tally *window, struct acd_tally *interval,
                struct acd_tally *day)
{
    advance(s, t);
    if (s->peak_left)
        find_peak(s);
    fill(window, s, &s->window, counted_ms(s, s->now - s->options.window_ms));
    fill(interval, s, &s->interval.counts, counted_ms(s, s->interval.start));
    fill(day, s, &s->day.counts, counted_ms(s, s->day.start));
}

/* --- saving ---------------------------------------------------------------------------------- */

static bool holds_any(const struct counts *counts)
{
    for (int field = 0; field < ACD_TALLY_FIELDS; field++)
        if (counts->of[field] != 0)
            return true;
    return false;
}

bool spans_next_piece(const struct spans *s, int *at, struct spans_piece *piece)
{
    const struct counts *counts;

    if (*at >= BUCKETS + 2)
        return false;
    piece->since = s->since;
    if (*at < 2) {
        const struct stretch *stretch = *at == 0 ? &s->day : &s->interval;

        piece->part = *at == 0 ? SPANS_DAY : SPANS_INTERVAL;
        piece->start = stretch->start;
        counts = &stretch->counts;
    } else {
        int64_t bucket = s->bucket - (*at - 2);

        piece->part = SPANS_BUCKET;
        piece->start = bucket * s->bucket_ms;
        counts = &s->ring[(bucket % BUCKETS + BUCKETS) % BUCKETS];
    }
    ++*at;
    memcpy(piece->counts, counts->of, sizeof(piece->counts));
    return *at <= 2 || holds_any(counts) || spans_next_piece(s, at, piece);
}

static void add_counts(struct counts *to, const struct spans_piece *piece)
{
    for (int field = ACD_TALLY_SPAN + 1; field < ACD_TALLY_WAIT_MAX; field++)
        to->of[field] += piece->counts[field];
    raise_to(to, piece->counts[ACD_TALLY_WAIT_MAX]);
}

void spans_take_up(struct spans *s, const struct spans_piece *piece)
{
    struct counts *bucket;

    if (piece->part == SPANS_DAY && piece->start == s->day.start) {
        add_counts(&s->day.counts, piece);
    } else if (piece->part == SPANS_INTERVAL && piece->start == s->interval.start) {
        add_counts(&s->interval.counts, piece);
    } else if (piece->part == SPANS_BUCKET && piece->start <= s->now &&
               (bucket = bucket_of(s, piece->start))) {
        add_counts(bucket, piece);
        add_counts(&s->window, piece);
    } else {
        return;
    }
    if (piece->since < s->since)
        s->since = piece->since;
}
