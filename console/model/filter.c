/* The words of a filter against one row.  A word about something that this kind of row does not have
 * (the tier of an agent, the team of a queue) lets it pass. */
#include "console/model/filter.h"

#include "console/model/fold.h"

#include <string.h>

enum answer { NO, YES, NOT_ITS_BUSINESS };

/* What may be looked into, by its prefix. */
enum part { PART_SITE, PART_GROUP, PART_MEDIA, PART_TEAM, PART_STATE, PART_REASON, PART_QUEUE, PARTS };
static const char *const part_words[PARTS] = {
    [PART_SITE] = "site",   [PART_GROUP] = "group",   [PART_MEDIA] = "media", [PART_TEAM] = "team",
    [PART_STATE] = "state", [PART_REASON] = "reason", [PART_QUEUE] = "queue",
};

static bool word_is(const char *word, size_t bytes, const char *want)
{
    return strlen(want) == bytes && memcmp(word, want, bytes) == 0;
}

/* "tier3", "tier>=2", "unknown"; NOT_ITS_BUSINESS when the word is none of these. */
static enum answer ask_tier(const char *word, size_t bytes, int tier)
{
    bool equal = true, above = false, below = false;
    int asked;

    if (word_is(word, bytes, "unknown") || word_is(word, bytes, "tier?"))
        return tier == TIER_UNKNOWN ? YES : NO;
    if (bytes < 5 || memcmp(word, "tier", 4) != 0)
        return NOT_ITS_BUSINESS;
    word += 4;
    bytes -= 4;
    if (*word == '>' || *word == '<') {
        above = *word == '>';
        below = !above;
        equal = bytes > 1 && word[1] == '=';
        word += equal ? 2 : 1;
        bytes -= equal ? 2 : 1;
    } else if (*word == '=') {
        word++;
        bytes--;
    }
    if (bytes != 1 || *word < '0' || *word > '3')
        return NOT_ITS_BUSINESS;
    asked = *word - '0';
    if (tier == TIER_UNKNOWN)
        return NO;
    return (equal && tier == asked) || (above && tier > asked) || (below && tier < asked) ? YES : NO;
}

/* The part that a word like "group:inbound" names; moves the word past the colon.  -1: none. */
static int cut_part(const char **word, size_t *bytes)
{
    for (int i = 0; i < PARTS; i++) {
        size_t n = strlen(part_words[i]);

        if (*bytes > n && memcmp(*word, part_words[i], n) == 0 && (*word)[n] == ':') {
            *word += n + 1;
            *bytes -= n + 1;
            return i;
        }
    }
    return -1;
}

static enum answer in(const char *text, const char *word, size_t bytes)
{
    return fold_contains(text, word, bytes) ? YES : NO;
}

static enum answer in_site(const struct board_site *site, const char *word, size_t bytes)
{
    return fold_contains(site->id, word, bytes) || fold_contains(board_site_name(site), word, bytes)
               ? YES
               : NO;
}

static enum answer ask_queue_part(const struct board_queue *queue, int part, const char *word,
                                  size_t bytes)
{
    const struct acd_queue *told = queue->told;

    switch (part) {
    case PART_SITE:
        return in_site(queue->site, word, bytes);
    case PART_GROUP:
        return in(told->group, word, bytes);
    case PART_MEDIA:
        return ACD_KNOWN(told, ACD_QUEUE_MEDIA)
                   ? in(acd_names_word(&acd_media_names, told->media), word, bytes)
                   : NO;
    case PART_QUEUE:
        return in(told->name, word, bytes) == YES ? YES : in(told->id, word, bytes);
    default:
        return NOT_ITS_BUSINESS;
    }
}

static enum answer ask_queue(const void *row, const char *word, size_t bytes)
{
    const struct board_queue *queue = row;
    enum answer answer = ask_tier(word, bytes, queue->verdict.tier);
    int part = cut_part(&word, &bytes);

    if (answer != NOT_ITS_BUSINESS)
        return answer;
    if (part >= 0)
        return ask_queue_part(queue, part, word, bytes);
    for (int i = 0; i < PARTS; i++)
        if (ask_queue_part(queue, i, word, bytes) == YES)
            return YES;
    return NO;
}

static enum answer in_served(const struct acd_agent *told, const char *word, size_t bytes)
{
    if (fold_contains(told->queue, word, bytes))
        return YES;
    for (uint32_t i = 0; i < told->n_queues; i++)
        if (fold_contains(told->queues[i].id, word, bytes))
            return YES;
    return NO;
}

static enum answer ask_agent_part(const struct board_agent *agent, int part, const char *word,
                                  size_t bytes)
{
    const struct acd_agent *told = agent->told;

    switch (part) {
    case PART_SITE:
        return in_site(agent->site, word, bytes);
    case PART_TEAM:
        return in(told->team, word, bytes);
    case PART_STATE:
        if (!board_agent_live(agent) || !ACD_KNOWN(told, ACD_AGENT_STATE))
            return in("unknown", word, bytes);
        return in(acd_names_word(&acd_agent_state_names, told->state), word, bytes);
    case PART_REASON:
        return board_agent_live(agent) ? in(told->reason, word, bytes) : NO;
    case PART_QUEUE:
        return in_served(told, word, bytes);
    default:
        return NOT_ITS_BUSINESS;
    }
}

static enum answer ask_agent(const void *row, const char *word, size_t bytes)
{
    const struct board_agent *agent = row;
    int part;

    if (ask_tier(word, bytes, TIER_UNKNOWN) != NOT_ITS_BUSINESS)
        return NOT_ITS_BUSINESS;
    part = cut_part(&word, &bytes);
    if (part >= 0)
        return ask_agent_part(agent, part, word, bytes);
    if (in(agent->told->name, word, bytes) == YES || in(agent->told->id, word, bytes) == YES)
        return YES;
    for (int i = 0; i < PARTS; i++)
        if (ask_agent_part(agent, i, word, bytes) == YES)
            return YES;
    return NO;
}

static bool passes(const char *filter, const void *row,
                   enum answer (*ask)(const void *row, const char *word, size_t bytes))
{
    while (filter && *filter) {
        size_t bytes;
        enum answer answer;
        bool not;

        filter += strspn(filter, " \t");
        bytes = strcspn(filter, " \t");
        not = *filter == '!';
        if (bytes > (size_t)not) {
            answer = ask(row, filter + not, bytes - not);
            if (answer == (not ? YES : NO))
                return false;
        }
        filter += bytes;
    }
    return true;
}

bool filter_passes_queue(const char *filter, const struct board_queue *queue)
{
    return passes(filter, queue, ask_queue);
}

bool filter_passes_agent(const char *filter, const struct board_agent *agent)
{
    return passes(filter, agent, ask_agent);
}
