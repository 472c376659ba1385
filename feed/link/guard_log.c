/* Lines of the guard, few and clean.  It knows what was said and when, not what it means. */
#include "feed/link/guard_log.h"

#include <stdarg.h>
#include <stdio.h>

static uint64_t hash_of(const char *text)
{
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    return hash ? hash : 1;
}

static bool said_lately(struct guard_log *log, uint64_t hash, int64_t now_ms)
{
    for (int i = 0; i < GUARD_LOG_MATTERS; i++) {
        if (log->matters[i].hash == hash && now_ms - log->matters[i].said_ms < GUARD_LOG_AGAIN_MS)
            return true;
    }
    log->matters[log->next].hash = hash;
    log->matters[log->next].said_ms = now_ms;
    log->next = (log->next + 1) % GUARD_LOG_MATTERS;
    return false;
}

void guard_log_say(struct guard_log *log, int64_t now_ms, const char *matter, const char *format,
                   ...)
{
    if (!log->log)
        return;
    if (now_ms - log->minute_ms >= 60000) {
        log->minute_ms = now_ms;
        log->said = 0;
    }
    if (log->said >= GUARD_LOG_MINUTE || (*matter && said_lately(log, hash_of(matter), now_ms)))
        return;
    log->said++;
    char words[ACD_FAULT_TEXT_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    struct acd_fault clean;
    acd_fault_say(&clean, "%s", words);
    log->log(log->context, clean.text);
}
