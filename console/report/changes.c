/* Remembers one number for each site, queue and alarm, and puts the difference into words.  Knows
 * nothing of the terminal or the keys. */
#include "console/report/changes.h"

#include "acdfeed/memory.h"
#include "console/cells/text.h"
#include "console/model/alarms.h"
#include "console/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uthash.h>

enum { KEY_BYTES = 2 * ACD_MAX_ID_BYTES + 64, LINE_BYTES = 800, WORST = 10, ALARMS = 512, NEVER = -1000 };

struct known {
    char key[KEY_BYTES]; /* "q berlin/sales" */
    int value;
    UT_hash_handle hh;
};
struct changes {
    struct known *known;
};
struct telling {
    changes_line *line;
    void *context;
};

struct changes *changes_new(void)
{
    return acd_calloc(1, sizeof(struct changes));
}

void changes_free(struct changes *changes)
{
    struct known *known, *next;

    if (!changes)
        return;
    HASH_ITER(hh, changes->known, known, next) {
        HASH_DEL(changes->known, known);
        free(known);
    }
    free(changes);
}

ACD_PRINTF(2, 3)
static void tell(const struct telling *telling, const char *format, ...)
{
    char words[LINE_BYTES], safe[LINE_BYTES];
    va_list list;

    va_start(list, format);
    words_vprint(words, sizeof(words), format, list);
    va_end(list);
    text_safe(safe, sizeof(safe), words);
    telling->line(telling->context, safe);
}

/* The value before, NEVER at first; from now on `value`. */
static int exchange(struct changes *changes, char kind, const char *site, const char *id, const char *rule,
                    int value)
{
    char key[KEY_BYTES];
    struct known *known;
    size_t n = words_print(key, sizeof(key), "%c %s/%s %s", kind, site, id, rule);

    HASH_FIND(hh, changes->known, key, n, known);
    if (known) {
        int before = known->value;

        known->value = value;
        return before;
    }
    known = acd_calloc(1, sizeof(*known));
    memcpy(known->key, key, n + 1);
    known->value = value;
    HASH_ADD_KEYPTR(hh, changes->known, known->key, n, known);
    return NEVER;
}

static void tell_site(struct changes *changes, const struct board_site *site, int64_t now_ms,
                      const struct telling *telling)
{
    int link = (int)site->state.link, before = exchange(changes, 's', site->id, "", "", link);
    int64_t age_ms = board_site_age_ms(site, now_ms);
    char age[TEXT_FIGURE_BYTES];

    if (before == link)
        return;
    if (link == ACD_LINK_STALE)
        tell(telling, _("%s: STALE, last heard %s ago"), board_site_name(site),
             age_ms < 0 ? "?" : text_age(age, age_ms));
    else if (link == ACD_LINK_LIVE)
        tell(telling, before == ACD_LINK_STALE ? _("%s: live again") : _("%s: live"), board_site_name(site));
    else
        tell(telling, _("%s: %s"), board_site_name(site),
             words_of(acd_names_word(&acd_link_names, link)));
}

/* A number for words; 0 none. */
static int number_of(const char *words)
{
    unsigned number = 0;

    for (; *words; words++)
        number = number * 31 + (unsigned char)*words;
    return (int)(number & 0x3fffffff);
}

/* Why nothing comes of it, once until it changes. */
static void tell_feed(struct changes *changes, const struct board *board, const struct board_feed *feed,
                      const struct telling *telling)
{
    int why = board_feed_is_missed(board, feed) ? number_of(feed->why) : 0;

    if (exchange(changes, 'f', feed->endpoint, "", "", why) != why && why != 0)
        tell(telling, "%s: %s", feed->endpoint, feed->why);
}

static void say_tier(char *out, size_t bytes, const struct board_queue *queue)
{
    const struct verdict *verdict = &queue->verdict;
    const char *word = words_of(tier_word(verdict->tier));

    if (verdict->tier > TIER_CALM)
        words_print(out, bytes, _("tier %d, %s"), verdict->tier, word);
    else
        words_print(out, bytes, "%s", word);
    if (verdict->why[0])
        words_add(out, bytes, _(": %s"), verdict->why);
}

/* A queue of a site that is not live has the site's line. */
static void tell_queue(struct changes *changes, const struct board_queue *queue, const struct telling *telling)
{
    int tier = queue->verdict.tier, before;
    char words[LINE_BYTES / 2];

    if (!board_queue_live(queue))
        return;
    before = exchange(changes, 'q', queue->site->id, queue->told->id, "", tier);
    if (before == tier || (before == NEVER && tier <= TIER_CALM))
        return;
    say_tier(words, sizeof(words), queue);
    tell(telling, _("%s, %s: %s"), board_queue_name(queue), board_site_name(queue->site), words);
}

static void tell_alarms(struct changes *changes, const struct board *board, const struct telling *telling)
{
    const struct alarm *list[ALARMS];
    int n = alarms_list(board_alarms(board), list, ALARMS);

    for (int i = 0; i < n && i < ALARMS; i++) {
        const struct alarm *alarm = list[i];
        const struct board_agent *agent;
        int before;

        if (alarm->subject != ALARM_OF_AGENT || alarm_shelved(alarm))
            continue;
        before = exchange(changes, 'a', alarm->site, alarm->id, alarm->rule, alarm->tier);
        agent = board_agent(board, alarm->site, alarm->id);
        if (alarm->tier > 0 && alarm->tier > before)
            tell(telling, _("alarm: %s, %s: %s"), agent ? board_agent_name(agent) : alarm->id, alarm->site,
                 alarm->why);
    }
}

void changes_tell(struct changes *changes, const struct board *board, int64_t now_ms, changes_line *line,
                  void *context)
{
    struct telling telling = {line, context};

    for (int i = 0; i < board_sites(board); i++)
        tell_site(changes, board_site_at(board, i), now_ms, &telling);
    for (int i = 0; i < board_feeds(board); i++)
        tell_feed(changes, board, board_feed_at(board, i), &telling);
    for (int i = 0; i < board_queues(board); i++)
        tell_queue(changes, board_queue_at(board, i), &telling);
    tell_alarms(changes, board, &telling);
}

static void tell_counts(const struct board *board, const struct telling *telling)
{
    int of[TIER_BEYOND + 1] = {0}, unknown = 0;
    struct alarms_count alarms;

    for (int i = 0; i < board_queues(board); i++) {
        const struct board_queue *queue = board_queue_at(board, i);

        if (!board_queue_live(queue) || queue->verdict.tier < TIER_CALM)
            unknown++;
        else
            of[queue->verdict.tier]++;
    }
    alarms_counts(board_alarms(board), &alarms);
    tell(telling, _("queues: tier 3: %d, tier 2: %d, tier 1: %d, calm: %d, unknown: %d; alarms: %d, %d new"),
         of[TIER_BEYOND], of[TIER_LONG], of[TIER_QUEUE], of[TIER_CALM], unknown, alarms.standing,
         alarms.waiting);
}

/* What no site stands for. */
static void tell_missing(const struct board *board, const struct telling *telling)
{
    for (int i = 0; i < board_feeds(board); i++) {
        const struct board_feed *feed = board_feed_at(board, i);

        if (!feed->heard)
            tell(telling, _("no word yet from %s%s%s"), feed->endpoint, *feed->why ? ": " : "", feed->why);
        else if (board_feed_is_missed(board, feed))
            tell(telling, "%s: %s", feed->endpoint, feed->why);
    }
}

void changes_summary(const struct board *board, const struct roster *roster, int64_t now_ms,
                     changes_line *line, void *context)
{
    struct telling telling = {line, context};
    char words[LINE_BYTES / 2], age[TEXT_FIGURE_BYTES];
    int n, told = 0;
    const struct queue_row *rows = roster_queues(roster, &n);

    for (int i = 0; i < board_sites(board); i++) {
        const struct board_site *site = board_site_at(board, i);
        int64_t age_ms = board_site_age_ms(site, now_ms);

        tell(&telling, _("%s: %s, %s"), board_site_name(site),
             words_of(acd_names_word(&acd_link_names, (int)site->state.link)),
             age_ms < 0 ? _("never") : text_age(age, age_ms));
    }
    tell_missing(board, &telling);
    if (board_sites(board) == 0)
        tell(&telling, "%s", _("Nothing has been heard yet. The board fills as soon as a feed speaks."));
    tell_counts(board, &telling);
    for (int i = 0; i < n && told < WORST; i++) {
        const struct board_queue *queue = rows[i].queue;

        if (!queue || !board_queue_live(queue) || queue->verdict.tier <= TIER_CALM)
            continue;
        say_tier(words, sizeof(words), queue);
        tell(&telling, _("%s (site=%s queue=%s): %s"), board_queue_name(queue), queue->site->id,
             queue->told->id, words);
        told++;
    }
}
