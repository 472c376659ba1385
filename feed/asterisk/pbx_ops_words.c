/* How an operation ends in words, and what every board is told of it. */
#include "feed/asterisk/pbx_ops_inside.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum acd_status ops_refuse(struct asked *asked, enum acd_status status, const char *format, ...)
{
    char words[2 * PBX_TEXT_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(words, sizeof(words), format, arguments);
    va_end(arguments);
    pbx_make_text(asked->ops->why, sizeof(asked->ops->why), words);
    return status;
}

const char *ops_queue_name(const struct pbx_ops *ops, int queue)
{
    return ops->pbx->queues[queue].settings->name;
}

void ops_note(struct pbx_ops *ops, const char *type, const char *op, int queue, const char *by,
              const char *format, ...)
{
    char words[2 * PBX_TEXT_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(words, sizeof(words), format, arguments);
    va_end(arguments);
    if (ops->told_notes == ops->n_notes)
        ops->told_notes = ops->n_notes = 0;
    ops->notes = pbx_grow(ops->notes, ops->n_notes, &ops->room_notes, sizeof(*ops->notes));
    struct ops_note *note = &ops->notes[ops->n_notes++];
    memset(note, 0, sizeof(*note));
    pbx_copy(note->type, sizeof(note->type), type);
    pbx_copy(note->op, sizeof(note->op), op);
    if (queue != PBX_NONE)
        pbx_copy(note->queue, sizeof(note->queue), pbx_queue_id(ops->pbx, queue));
    pbx_make_text(note->by, sizeof(note->by), by ? by : "");
    pbx_make_text(note->text, sizeof(note->text), words);
}
