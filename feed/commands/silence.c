/* When each site was told of last.  Knows no publisher: who falls silent is its caller's to mute.
 */
#include "feed/commands/silence.h"

#include "acdfeed/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct silence_site *site_of(struct silence *silence, const char *id)
{
    for (size_t i = 0; i < silence->n; i++)
        if (strcmp(silence->sites[i].id, id) == 0)
            return &silence->sites[i];
    silence->sites = acd_realloc(silence->sites, (silence->n + 1) * sizeof *silence->sites);
    struct silence_site *site = &silence->sites[silence->n++];
    *site = (struct silence_site){.silent = false};
    snprintf(site->id, sizeof site->id, "%s", id);
    return site;
}

bool silence_told(struct silence *silence, const char *id, int64_t now_ms)
{
    if (silence->after_ms == 0)
        return false;
    struct silence_site *site = site_of(silence, id);
    bool was_silent = site->silent;
    site->told_ms = now_ms;
    site->silent = false;
    return was_silent;
}

const char *silence_next(struct silence *silence, int64_t now_ms)
{
    for (size_t i = 0; i < silence->n; i++) {
        struct silence_site *site = &silence->sites[i];
        if (site->silent || now_ms - site->told_ms < silence->after_ms)
            continue;
        site->silent = true;
        return site->id;
    }
    return NULL;
}

void silence_release(struct silence *silence)
{
    free(silence->sites);
    *silence = (struct silence){.n = 0};
}
