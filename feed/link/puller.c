/* One page after the other, so that a slow console loses nothing.  It knows ids and times; never a
 * socket nor what a page holds. */
#include "feed/link/puller.h"

#include <stdio.h>
#include <string.h>

void puller_want(struct puller *puller, enum acd_kind kind)
{
    puller->wanted |= 1u << kind;
    if (puller->pulling && puller->kind == kind)
        puller->pulling = puller->in_flight = false;
}

void puller_drop(struct puller *puller, enum acd_kind kind)
{
    puller_want(puller, kind);
    puller->wanted &= ~(1u << kind);
}

void puller_reset(struct puller *puller)
{
    *puller = (struct puller){0};
}

static void start(struct puller *puller, int64_t now_ms)
{
    int kind = 0;
    while (!(puller->wanted & 1u << kind))
        kind++;
    puller->wanted &= ~(1u << kind);
    puller->kind = (enum acd_kind)kind;
    puller->pulling = true;
    puller->in_flight = false;
    puller->after[0] = '\0';
    puller->started = true;
    puller->started_ms = now_ms;
}

static int64_t start_ms(const struct puller *puller)
{
    int64_t spaced = puller->started ? puller->started_ms + PULLER_SPACING_MS : 0;
    return spaced > puller->not_before_ms ? spaced : puller->not_before_ms;
}

bool puller_due(struct puller *puller, int64_t now_ms)
{
    if (puller->pulling && puller->in_flight && now_ms - puller->sent_ms >= PULLER_ANSWER_MS)
        puller->in_flight = false;
    if (puller->pulling)
        return !puller->in_flight && now_ms >= puller->not_before_ms;
    if (!puller->wanted || now_ms < start_ms(puller))
        return false;
    start(puller, now_ms);
    return true;
}

int64_t puller_due_ms(const struct puller *puller)
{
    if (puller->pulling)
        return puller->in_flight ? puller->sent_ms + PULLER_ANSWER_MS : puller->not_before_ms;
    return puller->wanted ? start_ms(puller) : INT64_MAX;
}

void puller_sent(struct puller *puller, const char *request, int64_t now_ms)
{
    snprintf(puller->request, sizeof puller->request, "%s", request);
    puller->in_flight = true;
    puller->sent_ms = now_ms;
}

void puller_unsent(struct puller *puller, int64_t now_ms)
{
    puller_fail(puller, now_ms, PULLER_ANSWER_MS / 4);
}

bool puller_awaits(const struct puller *puller, const char *request)
{
    return puller->pulling && puller->in_flight && strcmp(puller->request, request) == 0;
}

void puller_advance(struct puller *puller, const char *next)
{
    puller->in_flight = false;
    if (next) {
        snprintf(puller->after, sizeof puller->after, "%s", next);
        return;
    }
    puller->pulling = false;
    /* Another kind that waits need not keep the spacing meant for the same one again. */
    puller->started = puller->started && !puller->wanted;
}

void puller_fail(struct puller *puller, int64_t now_ms, int64_t wait_ms)
{
    puller->in_flight = false;
    puller->not_before_ms = now_ms + wait_ms;
}
