/* Samples of a queue after a measure.  A ring; the oldest gives way. */
#include "console/model/effects.h"

#include "acdfeed/memory.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const int64_t effect_after_ms[EFFECT_SAMPLES] = {0, 60000, 5 * 60000, 15 * 60000};

struct effects {
    struct effect list[EFFECTS_KEPT]; /* the oldest first */
    int n;
    struct {
        effects_listener *tell;
        void *context;
    } listeners[EFFECTS_LISTENERS];
    int n_listeners;
};

struct effects *effects_new(void)
{
    return acd_calloc(1, sizeof(struct effects));
}

void effects_free(struct effects *effects)
{
    free(effects);
}

void effects_listen(struct effects *effects, effects_listener *listener, void *context)
{
    assert(effects->n_listeners < EFFECTS_LISTENERS);
    effects->listeners[effects->n_listeners].tell = listener;
    effects->listeners[effects->n_listeners++].context = context;
}

static void take(struct effects *effects, struct effect *effect, const struct board *board,
                 int64_t now_ms, int64_t wall_ms)
{
    const struct board_queue *queue = board_queue(board, effect->site, effect->queue);
    struct effect_sample *sample = &effect->at[effect->taken];
    struct figures figures = {.live = false};

    if (queue)
        figures_of_queue(&figures, queue, SPAN_WINDOW, now_ms, wall_ms);
    *sample = (struct effect_sample){figures.kpi[KPI_WAITING], figures.kpi[KPI_LONGEST],
                                     figures.kpi[KPI_SERVICE_LEVEL]};
    effect->taken++;
    for (int i = 0; i < effects->n_listeners; i++)
        effects->listeners[i].tell(effects->listeners[i].context, effect, (enum effect_at)(effect->taken - 1),
                                   now_ms);
}

void effects_asked(struct effects *effects, const struct board *board, const struct acd_request *request,
                   int op, const char *words, const struct outlook *expected, int64_t now_ms,
                   int64_t wall_ms)
{
    struct effect *effect;

    if (!ACD_KNOWN(request, ACD_REQUEST_QUEUE))
        return;
    if (effects->n == EFFECTS_KEPT)
        memmove(&effects->list[0], &effects->list[1], (size_t)--effects->n * sizeof(effects->list[0]));
    effect = &effects->list[effects->n++];
    *effect = (struct effect){.op = op, .asked_ms = now_ms, .expected = expected != NULL};
    snprintf(effect->request, sizeof(effect->request), "%s", request->id);
    snprintf(effect->site, sizeof(effect->site), "%s", request->site);
    snprintf(effect->queue, sizeof(effect->queue), "%s", request->queue);
    snprintf(effect->words, sizeof(effect->words), "%s", words);
    if (expected)
        effect->outlook = *expected;
    take(effects, effect, board, now_ms, wall_ms);
}

void effects_answered(struct effects *effects, const struct request_entry *entry)
{
    if (entry->state != REQUEST_REFUSED)
        return;
    for (int i = 0; i < effects->n; i++)
        if (strcmp(effects->list[i].request, entry->id) == 0) {
            memmove(&effects->list[i], &effects->list[i + 1],
                    (size_t)(effects->n - i - 1) * sizeof(effects->list[0]));
            effects->n--;
            return;
        }
}

bool effects_pass(struct effects *effects, const struct board *board, int64_t now_ms, int64_t wall_ms)
{
    bool changed = false;

    for (int i = 0; i < effects->n; i++) {
        struct effect *effect = &effects->list[i];

        while (effect->taken < EFFECT_SAMPLES &&
               now_ms - effect->asked_ms >= effect_after_ms[effect->taken]) {
            take(effects, effect, board, now_ms, wall_ms);
            changed = true;
        }
    }
    return changed;
}

const struct effect *effects_at(const struct effects *effects, int i)
{
    return effects && i >= 0 && i < effects->n ? &effects->list[effects->n - 1 - i] : NULL;
}

const struct effect *effects_of(const struct effects *effects, const char *site, const char *queue)
{
    const struct effect *effect;

    for (int i = 0; (effect = effects_at(effects, i)); i++)
        if (strcmp(effect->site, site) == 0 && strcmp(effect->queue, queue) == 0)
            return effect;
    return NULL;
}

const struct effect *effects_find(const struct effects *effects, const char *request)
{
    const struct effect *effect;

    for (int i = 0; (effect = effects_at(effects, i)); i++)
        if (strcmp(effect->request, request) == 0)
            return effect;
    return NULL;
}
