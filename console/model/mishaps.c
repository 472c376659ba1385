/* Remembers counts of each site and how our own clocks stood to each other. */
#include "console/model/mishaps.h"

#include "acdfeed/memory.h"
#include "console/model/hearing.h"
#include "console/model/index.h"
#include "console/words.h"

#include <stdlib.h>

struct seen {
    uint64_t restarts, takeovers, clock_jumps;
};

struct mishaps {
    struct index sites;
    bool clock_known;
    int64_t ahead_ms; /* our wall clock less the monotonic one */
    int64_t set_ms;   /* by how much our wall clock was set, not told yet; 0 it was not */
};

struct mishaps *mishaps_new(void)
{
    return acd_calloc(1, sizeof(struct mishaps));
}

void mishaps_free(struct mishaps *mishaps)
{
    if (!mishaps)
        return;
    for (int i = 0; i < mishaps->sites.n; i++)
        free(index_at(&mishaps->sites, i));
    index_release(&mishaps->sites);
    free(mishaps);
}

void mishaps_clock(struct mishaps *mishaps, int64_t now_ms, int64_t wall_ms)
{
    int64_t ahead_ms = wall_ms - now_ms, set_ms = ahead_ms - mishaps->ahead_ms;
    if (mishaps->clock_known && (set_ms >= MISHAP_CLOCK_MS || set_ms <= -MISHAP_CLOCK_MS))
        mishaps->set_ms += set_ms;
    mishaps->clock_known = true;
    mishaps->ahead_ms = ahead_ms;
}

static const char *say_ms(char out[WORD_BYTES], int64_t ms)
{
    return hearing_say_ms(out, (ms < 0 ? -(double)ms : (double)ms) + 500); /* the nearest second */
}

static bool own_clock(struct mishaps *mishaps, struct mishap *out)
{
    char by[WORD_BYTES];
    if (mishaps->set_ms == 0)
        return false;
    *out = (struct mishap){.kind = MISHAP_CLOCK};
    words_print(out->words, sizeof out->words,
                mishaps->set_ms > 0 ? _("this computer's clock was set ahead by %s")
                                    : _("this computer's clock was set back by %s"),
                say_ms(by, mishaps->set_ms));
    mishaps->set_ms = 0;
    return true;
}

/* Counts of another board, as a tape has after a leap, are begun with anew. */
static bool rose(uint64_t *seen, uint64_t now)
{
    bool is_news = now > *seen;
    *seen = now;
    return is_news;
}

static bool befell(struct seen *seen, const struct board_site *site, struct mishap *out)
{
    const struct acd_site_state *state = &site->state;
    const char *name = board_site_name(site);
    char by[WORD_BYTES];
    *out = (struct mishap){.site = site};
    if (rose(&seen->restarts, state->restarts)) {
        out->kind = MISHAP_RESTART;
        words_print(out->words, sizeof out->words, _("%s: the feed began anew"), name);
        return true;
    }
    if (rose(&seen->takeovers, state->takeovers)) {
        out->kind = MISHAP_TAKEOVER;
        words_print(out->words, sizeof out->words, _("%s: another feed of the site took over"),
                    name);
        return true;
    }
    if (!rose(&seen->clock_jumps, state->clock_jumps))
        return false;
    out->kind = MISHAP_CLOCK;
    words_print(out->words, sizeof out->words,
                state->clock_jump_ms > 0 ? _("%s: the feed's clock was set ahead by %s")
                                         : _("%s: the feed's clock was set back by %s"),
                name, say_ms(by, state->clock_jump_ms));
    return true;
}

bool mishaps_next(struct mishaps *mishaps, const struct board *board, struct mishap *out)
{
    if (own_clock(mishaps, out))
        return true;
    for (int i = 0; i < board_sites(board); i++) {
        const struct board_site *site = board_site_at(board, i);
        const struct acd_site_state *state = &site->state;
        struct seen *seen = index_find(&mishaps->sites, site->id, "");
        if (seen && befell(seen, site, out))
            return true;
        if (seen)
            continue;
        seen = acd_calloc(1, sizeof *seen);
        *seen = (struct seen){state->restarts, state->takeovers, state->clock_jumps};
        index_add(&mishaps->sites, site->id, "", seen);
    }
    return false;
}

void mishaps_apart(const struct board_site *site, char *out, size_t bytes)
{
    int64_t apart_ms = site->state.skew_ms;
    char by[WORD_BYTES];
    out[0] = '\0';
    if (site->state.heard_ms < 0 || (apart_ms < MISHAP_APART_MS && apart_ms > -MISHAP_APART_MS))
        return;
    words_print(out, bytes, apart_ms > 0 ? _("%s ahead") : _("%s behind"), say_ms(by, apart_ms));
}
