/* Says what was gathered of each site and what of it breaks the contract. */
#include "feed/commands/judge.h"
#include "feed/commands/judge_site.h"

#include "acdfeed/fault.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

/* Where the lines go, and how many of them are complaints. */
struct report {
    void (*say)(void *context, const char *line);
    void *context;
    const char *site;
    int wrong;
};

static void ACD_PRINTF(3, 4) tell(struct report *report, bool wrong, const char *format, ...)
{
    char words[ACD_FAULT_TEXT_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(words, sizeof(words), format, arguments);
    va_end(arguments);
    struct acd_fault line; /* drops what could steer a terminal */
    (void)acd_fault_say(&line, "%s: %s%s", report->site, wrong ? "wrong: " : "", words);
    report->say(report->context, line.text);
    report->wrong += wrong;
}

static void report_refusals(struct report *report, const struct judge_site *site)
{
    for (int i = 0; i < site->n_refusals; i++) {
        char words[ACD_FAULT_TEXT_BYTES / 2];
        acd_refusal_say(&site->refusals[i].refusal, words, sizeof(words));
        tell(report, true, "%" PRIu64 " refused: %s", site->refusals[i].times, words);
    }
}

static void report_sequence(struct report *report, const struct judge_site *site)
{
    if (site->lost > 0)
        tell(report, true, "%" PRIu64 " messages are missing between the numbers `n`", site->lost);
    if (site->backward > 0)
        tell(report, true, "%" PRIu64 " messages repeat or go back in `n`", site->backward);
    if (site->restarts > 0)
        tell(report, false, "restarted %" PRIu64 " times (`inst` changed)", site->restarts);
}

static void report_heartbeat(struct report *report, const struct judge_site *site, int64_t now_ms)
{
    if (site->heartbeats == 0) {
        tell(report, true, "no heartbeat (kind `site`) was heard");
        return;
    }
    if (site->period_ms < 0 || site->keyframe_ms < 0) {
        tell(report, true, "the heartbeat tells no %s",
             site->period_ms < 0 ? "period_ms" : "keyframe_ms");
        return;
    }
    int64_t silent_ms = now_ms - site->heartbeat_ms;
    int64_t gap_ms = silent_ms > site->longest_gap_ms ? silent_ms : site->longest_gap_ms;
    tell(report, gap_ms > 2 * site->period_ms + 500,
         "heartbeat every %" PRId64 " ms, longest gap %" PRId64 " ms", site->period_ms, gap_ms);
}

/* How many entities of a kind are told; those not told again in time are counted as late. */
static int64_t count(struct judge_site *site, enum acd_kind kind, int64_t now_ms, int64_t *late)
{
    int64_t n = 0;
    for (struct judge_entity *e = site->entities; e != NULL; e = e->hh.next) {
        n += e->kind == kind;
        *late += e->kind == kind && site->keyframe_ms >= 0 &&
                 now_ms - e->told_ms > site->keyframe_ms + JUDGE_GRACE_MS;
    }
    return n;
}

static void report_count(struct report *report, const char *what, int64_t told, int64_t promised,
                         bool ripe)
{
    if (promised < 0)
        tell(report, true, "the heartbeat does not say how many %s there are", what);
    else if (told == promised || ripe)
        tell(report, told != promised, "%" PRId64 " of %" PRId64 " %s told", told, promised, what);
    else
        tell(report, false,
             "%" PRId64 " of %" PRId64 " %s told; not judged before a round of "
             "keyframes is over",
             told, promised, what);
}

static void report_entities(struct report *report, struct judge_site *site, int64_t now_ms)
{
    int64_t late = (int64_t)site->late;
    int64_t queues = count(site, ACD_KIND_QUEUE, now_ms, &late);
    int64_t agents = count(site, ACD_KIND_AGENT, now_ms, &late);
    bool ripe = now_ms - site->first_ms >= site->keyframe_ms + 2 * site->period_ms;
    if (site->heartbeats == 0)
        return;
    report_count(report, "queues", queues, site->queues, ripe);
    report_count(report, "agents", agents, site->agents, ripe);
    if (late > 0)
        tell(report, true, "%" PRId64 " times an entity was not told again within %" PRId64 " ms",
             late, site->keyframe_ms);
    else if (site->keyframe_ms >= 0)
        tell(report, false, "keyframes within %" PRId64 " ms: %s", site->keyframe_ms,
             ripe ? "kept" : "not judged, the time was too short");
}

static void report_site(struct report *report, struct judge_site *site, int64_t now_ms)
{
    if (site->id[0] != '\0') {
        tell(report, false, "%" PRIu64 " messages, %" PRIu64 " items", site->messages, site->items);
        report_heartbeat(report, site, now_ms);
        report_entities(report, site, now_ms);
        report_sequence(report, site);
    }
    report_refusals(report, site);
}

int judge_report(struct judge *judge, int64_t now_ms, void (*say)(void *context, const char *line),
                 void *context, int *sites)
{
    struct report report = {.say = say, .context = context, .site = "messages of no site"};
    *sites = 0;
    if (judge->wrong_frames > 0)
        tell(&report, true, "%" PRIu64 " had not exactly two frames", judge->wrong_frames);
    if (judge->unknown_kinds > 0)
        tell(&report, false, "%" PRIu64 " of a kind that this version does not know",
             judge->unknown_kinds);
    for (struct judge_site *site = judge->sites; site != NULL; site = site->next) {
        report.site = site->id[0] != '\0' ? site->id : "messages of no site";
        *sites += site->id[0] != '\0';
        report_site(&report, site, now_ms);
    }
    return report.wrong;
}
