/* What a relay says of its feeds on stderr: a line when something changed, for those who look why a
 * board is stale.  It changes nothing. */
#include "feed/commands/command.h"
#include "feed/commands/relay_parts.h"

#include <stdio.h>
#include <string.h>

enum { SAY_INCOMPLETE_MS = 3000, SAY_AGAIN_MS = 60000 };

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
    if (say != site->said && say == SAID_LIVE)
        say_live(site, state, now_ms);
    else if (say != site->said)
        command_complain("relay", "site %s: %s: %s", site->id,
                         say == SAID_STALE ? "stale" : "incomplete", state->why);
    site->said = say;
    if (state->link == ACD_LINK_LIVE)
        site->unsound_ms = -1;
}

void relay_say_adopted(const struct relay *relay, const struct acd_site_state *state,
                       bool took_over)
{
    const char *feed = relay->stats->value[state->feed];
    if (took_over)
        command_complain("relay", "site %s: %s took over", state->id, feed);
    else
        command_complain("relay", "site %s: %s began anew", state->id, feed);
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
    command_complain("relay", "%s: %s", state->stats_endpoint, state->why);
}
