/* What every part of the picture of a server rests on: its queues by name, what has changed, room. */
#include "feed/asterisk/pbx_inside.h"

#include <stdio.h>
#include <string.h>

int64_t pbx_now(const struct pbx *pbx, int64_t t)
{
    return t + pbx->ahead_ms;
}

int pbx_add_queue(struct pbx *pbx, const struct pbx_queue_settings *settings,
                  struct pbx_queue_settings *made, int64_t t)
{
    pbx->queues = pbx_grow(pbx->queues, pbx->n_queues, &pbx->room_queues, sizeof(*pbx->queues));
    struct pbx_queue *queue = &pbx->queues[pbx->n_queues++];
    *queue = (struct pbx_queue){.settings = settings, .made = made, .hidden = settings->hidden,
                                .changed = true};
    queue->line = contacts_queue(pbx->contacts, settings->id, settings->target.answer_ms,
                                 settings->target.short_ms, t);
    return pbx->n_queues - 1;
}

int pbx_find_queue(const struct pbx *pbx, const char *asterisk)
{
    for (int i = 0; i < pbx->n_queues; i++)
        if (strcmp(pbx->queues[i].settings->asterisk, asterisk) == 0)
            return i;
    return PBX_NONE;
}

int pbx_find_queue_id(const struct pbx *pbx, const char *id)
{
    for (int i = 0; i < pbx->n_queues; i++)
        if (strcmp(pbx->queues[i].settings->id, id) == 0 && !pbx->queues[i].hidden)
            return i;
    return PBX_NONE;
}

int pbx_need_queue(struct pbx *pbx, const char *asterisk, int64_t t)
{
    int queue = *asterisk ? pbx_find_queue(pbx, asterisk) : PBX_NONE;
    if (queue != PBX_NONE || !*asterisk)
        return queue;
    struct pbx_queue_settings *made = acd_alloc(sizeof(*made));
    pbx_queue_settings_init(made, asterisk);
    return pbx_add_queue(pbx, made, made, t);
}

struct pbx_agent *pbx_find_agent_id(const struct pbx *pbx, const char *id)
{
    struct pbx_agent *agent;
    HASH_FIND_STR(pbx->by_id, id, agent);
    return agent;
}

const char *pbx_queue_id(const struct pbx *pbx, int queue)
{
    return pbx->queues[queue].settings->id;
}

void pbx_queue_changed(struct pbx *pbx, int queue)
{
    if (queue >= 0)
        pbx->queues[queue].changed = true;
}

void pbx_touch_queues(struct pbx *pbx)
{
    for (int i = 0; i < pbx->n_queues; i++)
        pbx->queues[i].changed = true;
}

void pbx_copy(char *out, size_t bytes, const char *text)
{
    snprintf(out, bytes, "%s", text);
}

void *pbx_grow(void *list, int n, int *room, size_t each)
{
    if (n < *room)
        return list;
    *room = *room ? *room * 2 : 16;
    return acd_realloc(list, (size_t)*room * each);
}
