/* Settings as they are when nothing is said, and the texts that Asterisk's become: ids, words for a
 * screen, masked numbers.  Reads no file. */
#include "feed/asterisk/pbx_settings.h"

#include "acdfeed/shape.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void pbx_settings_init(struct pbx_settings *settings)
{
    *settings = (struct pbx_settings){
        .window_ms = 300000,
        .interval_ms = 1800000,
        .digits = 3,
    };
    snprintf(settings->id, sizeof(settings->id), "asterisk");
    snprintf(settings->tz, sizeof(settings->tz), "UTC");
}

void pbx_queue_settings_init(struct pbx_queue_settings *queue, const char *asterisk)
{
    *queue = (struct pbx_queue_settings){.wrapup_ms = -1, .accepts_overflow = true};
    snprintf(queue->asterisk, sizeof(queue->asterisk), "%s", asterisk);
    pbx_make_id(queue->id, asterisk);
    pbx_make_text(queue->name, sizeof(queue->name), asterisk);
    queue->target = (struct acd_target){.answer_ms = 20000,
                                        .level = 0.8,
                                        .formula = ACD_FORMULA_NEGATIVE,
                                        .short_ms = 5000};
    queue->target.known = ACD_BIT(ACD_TARGET_ANSWER) | ACD_BIT(ACD_TARGET_LEVEL) |
                          ACD_BIT(ACD_TARGET_FORMULA) | ACD_BIT(ACD_TARGET_SHORT);
}

void pbx_settings_release(struct pbx_settings *settings)
{
    for (int i = 0; i < settings->n_queues; i++)
        free(settings->queues[i].plan_room);
    free(settings->queues);
    free(settings->agents);
    *settings = (struct pbx_settings){0};
}

void pbx_make_id(char out[PBX_ID_BYTES], const char *text)
{
    size_t n = 0;
    for (; text[n] && n < PBX_ID_BYTES - 1; n++)
        out[n] = acd_id_valid(text + n, 1) ? text[n] : '-';
    out[n] = '\0';
    if (n == 0)
        snprintf(out, PBX_ID_BYTES, "-");
}

static size_t character_bytes(const char *text)
{
    size_t most = strnlen(text, 4);
    for (size_t n = 1; n <= most; n++)
        if (acd_utf8_valid(text, n))
            return n;
    return 0;
}

void pbx_make_text(char *out, size_t bytes, const char *text)
{
    size_t used = 0;
    while (*text) {
        size_t n = character_bytes(text);
        bool control = n == 1 && ((unsigned char)*text < 0x20 || *text == 0x7f);
        bool c1 = n == 2 && (unsigned char)text[0] == 0xc2 && (unsigned char)text[1] < 0xa0;
        if (used + (n ? n : 1) >= bytes)
            break;
        if (n == 0 || control || c1)
            out[used++] = '?';
        else
            memcpy(out + used, text, n), used += n;
        text += n ? n : 1;
    }
    out[used] = '\0';
}

void pbx_mask(char out[PBX_ID_BYTES], const char *number, int digits)
{
    size_t n = strlen(number), shown = (size_t)(digits > 0 ? digits : 0);
    out[0] = '\0';
    if (n == 0 || strcmp(number, "<unknown>") == 0 || strcmp(number, "unknown") == 0)
        return;
    if (n > 24) /* no number is so long: show its end alone */
        number += n - 24, n = 24;
    size_t used = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)number[i];
        bool seen = i + shown >= n && c > 0x20 && c < 0x7f;
        out[used++] = seen ? (char)c : '*';
    }
    out[used] = '\0';
}
