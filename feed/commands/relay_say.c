/* What a relay says of its feeds on stderr: a line when something changed, for those who look why a
 * board is stale.  It changes nothing. */
#include "feed/commands/command.h"
#include "feed/commands/relay_parts.h"

#include <stdio.h>
#include <string.h>

enum { SAY_INCOMPLETE_MS = 3000, SAY_AGAIN_MS = 60000, SAY_LINES = 12 };

/* Whether one more line may be said; the last one says that it is. */
static bool may_say(struct relay_voice *voice, const char *whom, int64_t now_ms)
{
    if (now_ms - voice->since_ms >= SAY_AGAIN_MS)
        *voice = (struct relay_voice){.since_ms = now_ms};
    voice->lines++;
    if (voice->lines == SAY_LINES)
        command_complain("relay", "%s changes all the time; no more is said of it for a while",
                         whom);
    return voice->lines < SAY_LINES;
}

static void say_live(const struct relay_site *site, const struct acd_site_state *state,
                     int64_t now_ms)
{
    long long unsound_s = site->unsound_ms >= 0 ? (long long)(now_ms - site->unsound_ms) / 1000 : 0;
    if (site->said == SAID_NOTHING)
        command_complain("relay", "site %s: live, %lu queues, %lu agents", site->id,
                         (unsigned long)state->present[ACD_KIND_QUEUE],
                         (unsigned long)state->present[ACD_KIND_AGENT]);
    else
        command_complain("relay", "site %s: live again after %lld:%02lld", site->id, unsound_s / 60,
                         unsound_s % 60);
}

/* What is to be said of a site; what was said before where it is too early to say more. */
static enum relay_said wants_said(const struct relay_site *site, const struct acd_site_state *state,
                                  int64_t now_ms)
{
    switch (state->link) {
    case ACD_LINK_LIVE:
        return SAID_LIVE;
    case ACD_LINK_STALE:
        return SAID_STALE;
    case ACD_LINK_INCOMPLETE:
        if (state->contradicted)
            return SAID_CONTRADICTED;
        if (now_ms - site->unsound_ms >= SAY_INCOMPLETE_MS && site->said != SAID_CONTRADICTED)
            return SAID_INCOMPLETE;
        return site->said;
    default:
        return site->said;
    }
}

void relay_say_site(const struct relay *relay, struct relay_site *site,
                    const struct acd_site_state *state, int64_t now_ms)
{
    (void)relay;
    if (state->link != ACD_LINK_LIVE && site->unsound_ms < 0)
        site->unsound_ms = now_ms;
    if (state->link == ACD_LINK_STALE && state->heard_ms < site->unsound_ms)
        site->unsound_ms = state->heard_ms;
    enum relay_said say = wants_said(site, state, now_ms);
    bool aloud = say != site->said && may_say(&site->voice, site->id, now_ms);
    if (aloud && say == SAID_LIVE)
        say_live(site, state, now_ms);
    else if (aloud)
        command_complain("relay", "site %s: %s: %s", site->id,
                         say == SAID_STALE ? "stale" : "incomplete", state->why);
    site->said = say;
    if (state->link == ACD_LINK_LIVE)
        site->unsound_ms = -1;
}

void relay_say_adopted(const struct relay *relay, struct relay_site *site,
                       const struct acd_site_state *state, int64_t now_ms)
{
    bool took_over = state->takeovers != site->takeovers;
    if (may_say(&site->voice, site->id, now_ms))
        command_complain("relay", "site %s: %s %s", site->id, relay->stats->value[state->feed],
                         took_over ? "took over" : "began anew");
}

void relay_say_feed(struct relay *relay, const struct acd_feed_state *state, int64_t now_ms)
{
    struct relay_feed *feed = &relay->feeds[state->feed];
    if (!state->why[0])
        return;
    if (feed->said && strcmp(feed->said, state->why) == 0 && now_ms - feed->said_ms < SAY_AGAIN_MS)
        return;
    feed->said = state->why;
    feed->said_ms = now_ms;
    if (may_say(&feed->voice, state->stats_endpoint, now_ms))
        command_complain("relay", "%s: %s", state->stats_endpoint, state->why);
}
