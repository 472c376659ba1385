/* Puts the words of a fault together, safe to show on any terminal.  Must never know where they are
 * shown. */
#include "acdfeed/fault.h"
#include "feed/wire/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Copies `text` into `out` of `bytes`: control characters and bytes that are no UTF-8 become '?',
 * cut at a character where it is too long. */
static void copy_safe(char *out, size_t bytes, const char *text)
{
    size_t left = strlen(text), used = 0;
    while (left > 0) {
        unsigned code = 0;
        size_t step = utf8_step(text, left, &code);
        bool bad = step == 0 || code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x2028 ||
                   code == 0x2029;
        size_t wide = bad ? 1 : step;
        if (used + wide >= bytes)
            break;
        memcpy(out + used, bad ? "?" : text, wide);
        used += wide;
        text += step ? step : 1;
        left -= step ? step : 1;
    }
    out[used] = '\0';
}

static void say(struct acd_fault *why, const char *before, const char *format, va_list values)
    ACD_PRINTF(3, 0);
static void say(struct acd_fault *why, const char *before, const char *format, va_list values)
{
    /* Twice the room, so that a cut falls where copy_safe() makes it. */
    char words[2 * ACD_FAULT_TEXT_BYTES];
    int n = snprintf(words, sizeof(words), "%s", before);
    size_t used = n < 0 ? 0 : (size_t)n < sizeof(words) ? (size_t)n : sizeof(words) - 1;
    vsnprintf(words + used, sizeof(words) - used, format, values);
    copy_safe(why->text, sizeof(why->text), words);
}

bool acd_fault_say(struct acd_fault *why, const char *format, ...)
{
    if (!why)
        return false;
    va_list values;
    va_start(values, format);
    say(why, "", format, values);
    va_end(values);
    return false;
}

bool acd_fault_say_at(struct acd_fault *why, const char *file, unsigned line, const char *format, ...)
{
    if (!why)
        return false;
    /* A long path gives way to the words. */
    char before[ACD_FAULT_TEXT_BYTES / 2];
    snprintf(before, sizeof(before), "%.*s:%u: ", ACD_FAULT_TEXT_BYTES / 2 - 16, file, line);
    va_list values;
    va_start(values, format);
    say(why, before, format, values);
    va_end(values);
    return false;
}
