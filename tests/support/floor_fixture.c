/* The floor of the tests.  Every figure is written down here or follows from one that is; nothing
 * depends on the clock or on chance. */
#include "tests/support/floor_fixture.h"

#include "acdfeed/shape.h"
#include "tests/support/floor_people.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ALL_KNOWN UINT64_MAX

enum { HISTORY = TREND_POINTS, STEP_MS = TREND_POINT_MS, TOLD_AGO_MS = 400, STALE_AGO_MS = 37000 };
enum { WINDOW_MS = 30 * 60000, MOST_CALLS = 23 };
#define DAY_START_T (FIXTURE_WALL_MS - (((9 * 60 + 41) * 60 + 30) * INT64_C(1000)))

void fixture_site(struct board *board, const char *site, enum acd_link link, uint32_t epoch,
                  int64_t heard_ms)
{
    struct acd_site_state state = {
        .id = site,
        .link = link,
        .heard_ms = heard_ms,
        .stale_since_ms = link == ACD_LINK_STALE ? heard_ms : -1,
        .epoch = {epoch, epoch, epoch, epoch},
        .why = link == ACD_LINK_LIVE ? "" : acd_names_word(&acd_link_names, (int)link),
    };

    board_take_site(board, &state);
}

void fixture_tell(struct board *board, const char *site, enum acd_kind kind, uint32_t epoch,
                  int64_t at_ms, const void *entity)
{
    const struct acd_told told = {.site = site, .kind = kind, .epoch = epoch, .at_ms = at_ms};

    free(board_take_entity(board, &told, acd_shape_keep(acd_kind_shape(kind), entity, NULL)));
}

/* --- sites --------------------------------------------------------------------------------------- */

static const char *const all_ops[] = {
    "snapshot", "overflow", "overflow_end", "move_agents", "all_hands", "defer_work", "announce",
    "callback", "reroute", "managers", "outsource", "throttle", "open", "close", "priority",
    "redirect", "agent_state", "agent_queue", "claim", "notice",
};

static void tell_site(struct board *board, int feed, const char *id, const char *name, enum acd_link link,
                      int64_t heard_ms, int queues, int agents, const char *text)
{
    const struct acd_site heartbeat = {
        .known = ALL_KNOWN & ~(text ? 0 : ACD_BIT(ACD_SITE_TEXT)) &
                 ~(ACD_BIT(ACD_SITE_MARKS) | ACD_BIT(ACD_SITE_WHY)),
        .id = id,
        .name = name,
        .software = "fixture 1.0",
        .period_ms = 1000,
        .keyframe_ms = 10000,
        .ops = all_ops,
        .n_ops = ACD_COUNT_OF(all_ops),
        .queues = queues,
        .agents = agents,
        .tz = "Etc/UTC",
        .text = text,
    };
    const struct acd_site_state state = {
        .id = id,
        .feed = feed,
        .link = link,
        .heard_ms = heard_ms,
        .stale_since_ms = link == ACD_LINK_STALE ? heard_ms + 2500 : -1,
        .inst = 7,
        .lost = link == ACD_LINK_STALE ? 3 : 0,
        .epoch = {1, 1, 1, 1},
        .why = link == ACD_LINK_STALE ? "nothing heard: no heartbeat for more than 2.5 s" : "",
        .heartbeat = &heartbeat,
    };

    board_take_site(board, &state);
}

static void tell_sites(struct board *board, int64_t now_ms)
{
    tell_site(board, 0, "berlin", "Berlin", ACD_LINK_LIVE, now_ms - TOLD_AGO_MS, 6, 20,
              "Incident 4711: card payments down, say \"we know, call back at noon\"");
    tell_site(board, 1, "paris", "Paris", ACD_LINK_LIVE, now_ms - 600, 1, 6, NULL);
    tell_site(board, 2, "lisbon", "Lisboa", ACD_LINK_STALE, now_ms - STALE_AGO_MS, 1, 2, NULL);
}

/* --- queues -------------------------------------------------------------------------------------- */

struct queue_spec {
    const char *site, *id, *name, *group;
    enum acd_media media;
    uint64_t known;          /* of struct acd_queue */
    int64_t waiting, longest_ms, active;
    int64_t answer_ms;
    int64_t offered, answered, answered_in, abandoned, abandoned_short; /* of the window */
    int64_t asa_ms, talk_ms, hold_ms, acw_ms;                           /* for each answered */
    int64_t states[ACD_STATES];
    int64_t plan_offered, plan_agents; /* of every interval; 0: no plan */
    const char *history;     /* waiting in each of the last half minutes, 0-9 a-z */
    const char *choices[2];
};

/* Sales: 147 in half an hour x 4:50, and 23 waiting, are 27.4 erl on 18 agents. */
static const struct queue_spec specs[] = {
    {.site = "berlin", .id = "sales", .name = "Sales DE", .group = "inbound",
     .known = ALL_KNOWN, .waiting = 23, .longest_ms = 252000, .active = 15, .answer_ms = 20000,
     .offered = 147, .answered = 110, .answered_in = 60, .abandoned = 20, .abandoned_short = 4,
     .asa_ms = 91000, .talk_ms = 230000, .hold_ms = 25000, .acw_ms = 35000,
     .states = {[ACD_STATE_OFFLINE] = 3, [ACD_STATE_TALKING] = 14, [ACD_STATE_HOLD] = 1,
                [ACD_STATE_ACW] = 3, [ACD_STATE_PAUSED] = 4},
     .plan_offered = 120, .plan_agents = 24,
     .history = "111111111111222222222333333333444444445555666678888abdfhjlmn",
     .choices = {"back", "orders"}},
    {.site = "berlin", .id = "care", .name = "客户服务", .group = "inbound",
     .known = ALL_KNOWN, .waiting = 9, .longest_ms = 175000, .active = 6, .answer_ms = 20000,
     .offered = 50, .answered = 40, .answered_in = 29, .abandoned = 3,
     .asa_ms = 48000, .talk_ms = 310000, .hold_ms = 20000, .acw_ms = 40000,
     .states = {[ACD_STATE_TALKING] = 6, [ACD_STATE_ACW] = 1, [ACD_STATE_PAUSED] = 2},
     .plan_offered = 48, .plan_agents = 9,
     .history = "222222222222222333333333333344444444444455555556666666777899",
     .choices = {"support", "back"}},
    {.site = "berlin", .id = "support", .name = "Υποστήριξη", .group = "technical",
     .known = ALL_KNOWN & ~ACD_BIT(ACD_QUEUE_PLAN), .waiting = 4, .longest_ms = 72000,
     .active = 9, .answer_ms = 30000,
     .offered = 48, .answered = 47, .answered_in = 37, .abandoned = 1,
     .asa_ms = 19000, .talk_ms = 250000, .hold_ms = 22000, .acw_ms = 30000,
     .states = {[ACD_STATE_AVAILABLE] = 1, [ACD_STATE_RINGING] = 1, [ACD_STATE_TALKING] = 8,
                [ACD_STATE_OUTBOUND] = 1},
     .history = "323232322222112222333322112233444332222333322223334444333444",
     .choices = {"back"}},
    {.site = "berlin", .id = "billing", .name = "Billing", .group = "inbound",
     .known = ALL_KNOWN, .waiting = 1, .longest_ms = 8000, .active = 4, .answer_ms = 20000,
     .offered = 33, .answered = 33, .answered_in = 30,
     .asa_ms = 7000, .talk_ms = 180000, .hold_ms = 10000, .acw_ms = 20000,
     .states = {[ACD_STATE_AVAILABLE] = 2, [ACD_STATE_TALKING] = 4},
     .plan_offered = 36, .plan_agents = 6,
     .history = "000010000110000000100000000002000000010000000000100000000001",
     .choices = {"orders", "back"}},
    {.site = "berlin", .id = "orders", .name = "Orders", .group = "inbound",
     .known = ALL_KNOWN, .waiting = 0, .active = 5, .answer_ms = 20000,
     .offered = 51, .answered = 51, .answered_in = 49,
     .asa_ms = 4000, .talk_ms = 150000, .hold_ms = 8000, .acw_ms = 20000,
     .states = {[ACD_STATE_AVAILABLE] = 4, [ACD_STATE_TALKING] = 5},
     .plan_offered = 50, .plan_agents = 9,
     .history = "000000000000000000000000000000000000000000000000000000000000",
     .choices = {"back"}},
    {.site = "berlin", .id = "back", .name = "Back office", .group = "back office",
     .known = ALL_KNOWN, .waiting = 0, .active = 6, .answer_ms = 60000,
     .offered = 34, .answered = 34, .answered_in = 32,
     .asa_ms = 9000, .talk_ms = 200000, .hold_ms = 10000, .acw_ms = 40000,
     .states = {[ACD_STATE_AVAILABLE] = 6, [ACD_STATE_TALKING] = 4, [ACD_STATE_ACW] = 2,
                [ACD_STATE_PAUSED] = 1},
     .plan_offered = 30, .plan_agents = 12,
     .history = "000000000000000000001000000000000000000000010000000000000000",
     .choices = {"orders"}},
    {.site = "paris", .id = "mail", .name = "Courriels", .group = "written",
     .media = ACD_MEDIA_EMAIL,
     .known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_NAME) | ACD_BIT(ACD_QUEUE_GROUP) |
              ACD_BIT(ACD_QUEUE_MEDIA) | ACD_BIT(ACD_QUEUE_WAITING),
     .waiting = 12,
     .history = "88888888899999999999aaaaaaaaaaaaaaaabbbbbbbbbbbbbbcccccccccc"},
    {.site = "lisbon", .id = "porto", .name = "Porto", .group = "inbound",
     .known = ALL_KNOWN, .waiting = 2, .longest_ms = 15000, .active = 3, .answer_ms = 20000,
     .offered = 20, .answered = 19, .answered_in = 17,
     .asa_ms = 11000, .talk_ms = 170000, .hold_ms = 5000, .acw_ms = 15000,
     .states = {[ACD_STATE_TALKING] = 3, [ACD_STATE_PAUSED] = 1},
     .plan_offered = 22, .plan_agents = 5,
     .history = "222223333333222211112222222222111111111111122222222222222222"},
};

static int64_t in_history(const struct queue_spec *spec, int i)
{
    char c = spec->history[i];

    return c <= '9' ? c - '0' : c - 'a' + 10;
}

static struct acd_tally tally_of(const struct queue_spec *spec, int64_t span_ms, int64_t times)
{
    return (struct acd_tally){
        .known = ALL_KNOWN,
        .span_ms = span_ms,
        .offered = spec->offered * times,
        .answered = spec->answered * times,
        .answered_in = spec->answered_in * times,
        .abandoned = spec->abandoned * times,
        .abandoned_in = spec->abandoned_short * times,
        .abandoned_short = spec->abandoned_short * times,
        .overflow_out = spec->waiting > 20 ? 5 * times : 0,
        .transferred = spec->answered / 20 * times,
        .wait_ms = spec->answered * times * spec->asa_ms,
        .abandon_ms = spec->abandoned * times * 75000,
        .ring_ms = spec->answered * times * 3000,
        .talk_ms = spec->answered * times * spec->talk_ms,
        .hold_ms = spec->answered * times * spec->hold_ms,
        .acw_ms = spec->answered * times * spec->acw_ms,
        .wait_max_ms = spec->longest_ms + 60000,
    };
}

/* The oldest as long as the spec says, the others evenly less, down to 12 s. */
static uint32_t fill_calls(struct acd_call calls[MOST_CALLS], char ids[MOST_CALLS][16],
                           char from[MOST_CALLS][16], const struct queue_spec *spec, int64_t waiting)
{
    uint32_t n = (uint32_t)waiting;

    assert(waiting <= MOST_CALLS);
    for (uint32_t i = 0; i < n; i++) {
        int64_t least_ms = spec->longest_ms < 12000 ? 3000 : 12000;

        snprintf(ids[i], sizeof(ids[i]), "c%u", 4100 + i);
        snprintf(from[i], sizeof(from[i]), "+49 30 \u2026%02u", (17 * i + 4) % 100);
        calls[i] = (struct acd_call){.known = ALL_KNOWN, .id = ids[i], .from = from[i]};
        calls[i].wait_ms = spec->longest_ms - TOLD_AGO_MS;
        if (n > 1)
            calls[i].wait_ms -= (spec->longest_ms - least_ms) * i / (n - 1);
        calls[i].prio = i == 2 ? 5 : 0;
    }
    return n;
}

static void fill_plan(struct acd_plan *plan, const struct queue_spec *spec, int64_t offered[48],
                      int64_t agents[48], const int64_t *aht_ms)
{
    for (int i = 0; i < 48; i++) {
        bool open = i >= 14 && i < 40;

        offered[i] = open ? spec->plan_offered : 0;
        agents[i] = open ? spec->plan_agents : 0;
    }
    *plan = (struct acd_plan){.known = ALL_KNOWN, .start_t = DAY_START_T, .interval_ms = 30 * 60000,
                              .offered = offered, .n_offered = 48, .agents = agents,
                              .n_agents = 48, .aht_ms = aht_ms, .n_aht_ms = 1};
}

/* As it is now (i the last of the history), or was. */
static void tell_queue(struct board *board, const struct queue_spec *spec, int i, int64_t at_ms)
{
    const struct acd_measure overflow = {.known = ALL_KNOWN, .id = "m1", .op = "overflow",
                                         .to = "back", .by = "anna", .since_ms = 400000 - TOLD_AGO_MS,
                                         .left_ms = 500000 + TOLD_AGO_MS};
    bool is_now = i == HISTORY - 1, is_sales = strcmp(spec->id, "sales") == 0;
    struct acd_call calls[MOST_CALLS];
    char ids[MOST_CALLS][16], from[MOST_CALLS][16];
    int64_t offered[48], agents[48], aht_ms = spec->talk_ms + spec->hold_ms + spec->acw_ms;
    struct acd_queue queue = {
        .known = spec->known & ~ACD_BIT(ACD_QUEUE_GONE), .id = spec->id, .name = spec->name,
        .group = spec->group, .media = spec->media, .waiting = in_history(spec, i),
        .active = spec->active, .calls = calls, .open = true,
        .accepts_overflow = strcmp(spec->id, "back") == 0 || strcmp(spec->id, "orders") == 0,
        .choices = spec->choices, .n_choices = (spec->choices[0] != NULL) + (spec->choices[1] != NULL),
        .target = {.known = ALL_KNOWN, .answer_ms = spec->answer_ms, .level = 0.8,
                   .formula = ACD_FORMULA_NEGATIVE, .short_ms = 5000, .abandon = 0.05,
                   .asa_ms = 30000},
        .window = tally_of(spec, WINDOW_MS, 1), .interval = tally_of(spec, 11 * 60000, 1),
        .day = tally_of(spec, 9 * 3600000, 6),
        .measures = is_sales && is_now ? &overflow : NULL, .n_measures = is_sales && is_now,
        .agents = {.known = (1u << ACD_STATES) - 1},
    };

    memcpy(queue.agents.count, spec->states, sizeof(spec->states));
    queue.n_calls = fill_calls(calls, ids, from, spec, queue.waiting);
    if (queue.waiting == 0)
        queue.known &= ~ACD_BIT(ACD_QUEUE_OLDEST);
    else
        queue.oldest_ms = calls[0].wait_ms;
    if (is_sales && i < HISTORY - 10) /* the rush began four and a half minutes ago */
        queue.window.offered = 80;
    if (spec->plan_agents)
        fill_plan(&queue.plan, spec, offered, agents, &aht_ms);
    fixture_tell(board, spec->site, ACD_KIND_QUEUE, 1, at_ms, &queue);
}

/* Half an hour of half minutes, so that trends and the beginnings of tiers are what time made them. */
static void tell_history(struct board *board, const struct limits *limits, int64_t now_ms)
{
    for (int i = 0; i < HISTORY; i++) {
        int64_t ago_ms = (int64_t)(HISTORY - 1 - i) * STEP_MS, at_ms = now_ms - ago_ms;
        bool lisbon_is_stale = ago_ms < STALE_AGO_MS;

        tell_site(board, 0, "berlin", "Berlin", ACD_LINK_LIVE, at_ms, 6, 20, NULL);
        tell_site(board, 1, "paris", "Paris", ACD_LINK_LIVE, at_ms, 1, 6, NULL);
        tell_site(board, 2, "lisbon", "Lisboa", lisbon_is_stale ? ACD_LINK_STALE : ACD_LINK_LIVE,
                  lisbon_is_stale ? now_ms - STALE_AGO_MS : at_ms, 1, 2, NULL);
        for (size_t q = 0; q < ACD_COUNT_OF(specs); q++)
            if (!lisbon_is_stale || strcmp(specs[q].site, "lisbon") != 0)
                tell_queue(board, &specs[q], i, at_ms - TOLD_AGO_MS);
        board_judge(board, limits, at_ms, FIXTURE_WALL_MS - ago_ms, 0);
    }
}

struct board *fixture_floor(int64_t now_ms)
{
    struct board *board = board_new();
    struct limits *limits = limits_new();
    const struct acd_feed_state feeds[] = {
        {.feed = 0, .stats_endpoint = "ipc:///run/berlin.stats", .control_endpoint = "ipc:///run/berlin.control",
         .heard = true, .why = ""},
        {.feed = 1, .stats_endpoint = "ipc:///run/paris.stats", .control_endpoint = "",
         .heard = true, .why = ""},
    };

    assert(now_ms >= 3600000);
    for (int i = 0; i < 2; i++) { /* half minutes are too coarse for delays */
        bool fine = limits_set(limits, "", i ? "delay" : "off_delay", "0s", NULL);

        assert(fine);
        (void)fine;
    }
    for (size_t i = 0; i < ACD_COUNT_OF(feeds); i++)
        board_take_feed(board, &feeds[i]);
    tell_history(board, limits, now_ms);
    tell_sites(board, now_ms);
    floor_people(board, now_ms);
    floor_events(board, now_ms, FIXTURE_WALL_MS);
    board_judge(board, limits, now_ms, FIXTURE_WALL_MS, 0);
    limits_free(limits);
    return board;
}
