/* Room given out front to back.  Must never know what is put there. */
#include "feed/wire/members.h"

#include <string.h>

void *acd_scratch_take(struct acd_scratch *scratch, size_t bytes)
{
    size_t gap = -(uintptr_t)(scratch->at + scratch->used) & 7;
    size_t left = scratch->bytes - scratch->used;
    if (left < gap || left - gap < bytes)
        return NULL;
    void *room = scratch->at + scratch->used + gap;
    scratch->used += gap + bytes;
    return room;
}

static const char *text_without_nul(struct acd_scratch *scratch, const char *text, size_t bytes,
                                    size_t nuls)
{
    size_t room = bytes + nuls * (sizeof(REPLACEMENT) - 2) + 1;
    if (scratch->bytes - scratch->used < room)
        return NULL;
    char *to = (char *)scratch->at + scratch->used;
    const char *copy = to;
    scratch->used += room;
    for (size_t i = 0; i < bytes; i++) {
        if (text[i] != '\0') {
            *to++ = text[i];
            continue;
        }
        memcpy(to, REPLACEMENT, sizeof(REPLACEMENT) - 1);
        to += sizeof(REPLACEMENT) - 1;
    }
    *to = '\0';
    return copy;
}

const char *acd_scratch_text(struct acd_scratch *scratch, const char *text, size_t bytes)
{
    size_t nuls = 0;
    const char *end = text + bytes;
    for (const char *at = text; (at = memchr(at, '\0', (size_t)(end - at))) != NULL; at++)
        nuls++;
    if (nuls)
        return text_without_nul(scratch, text, bytes, nuls);
    if (scratch->bytes - scratch->used <= bytes)
        return NULL;
    char *to = (char *)scratch->at + scratch->used;
    scratch->used += bytes + 1;
    memcpy(to, text, bytes);
    to[bytes] = '\0';
    return to;
}
