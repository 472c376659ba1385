/* The built-in contact centre: three sites that know their trade, repeated as often as asked for.
 * Tables of means; no draws, no time. */
#include "feed/sim/centre.h"

#include "acdfeed/macros.h"
#include "acdfeed/memory.h"
#include "feed/sim/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MINUTE 60000
#define HOUR (60 * MINUTE)
#define PRESENT                                                                                    \
    0.68 /* share of the roster on duty in the busiest hour: shifts, breaks, meetings              \
          */

/* Shares of the busiest hour at 0:00, 1:00 .. 24:00. */
static const double calls_of_day[25] = {.00, .00, .00, .00, .00, .00, .01, .08, .26,
                                        .74, 1.0, .97, .85, .78, .90, .88, .80, .62,
                                        .40, .24, .06, .00, .00, .00, .00};
static const double mail_of_day[25] = {.10, .06, .05, .05, .05, .10, .20, .40, .80,
                                       1.0, .95, .90, .75, .75, .80, .80, .75, .60,
                                       .50, .45, .45, .40, .30, .20, .10};
static const double chat_of_day[25] = {.00, .00, .00, .00, .00, .00, .02, .15, .45,
                                       .70, .80, .85, .95, .95, .85, .85, .90, .95,
                                       1.0, .80, .20, .00, .00, .00, .00};

/* What a medium asks for, unless the queue says otherwise. */
static const struct media_usual {
    int64_t answer_ms, asa_ms, short_ms, patience_ms, ring_ms, hold_ms;
    double level, abandon, hold_chance, rona_chance, talk_variation, bursts;
    const double *curve;
} usual[ACD_MEDIAS] = {
    [ACD_MEDIA_VOICE] = {20000, 20000, 5000, 190000, 4500, 40000, .80, .05, .22, .015, .8, .15,
                         calls_of_day},
    [ACD_MEDIA_CHAT] = {60000, 45000, 10000, 420000, 6000, 0, .80, .08, 0, .01, .7, .1,
                        chat_of_day},
    [ACD_MEDIA_EMAIL] = {4 * HOUR, 2 * HOUR, 0, 0, 0, 0, .90, 0, 0, 0, .9, 0, mail_of_day},
    [ACD_MEDIA_CALLBACK] = {30 * MINUTE, 15 * MINUTE, 0, 0, 3000, 30000, .90, 0, .1, .005, .8, 0,
                            calls_of_day},
    [ACD_MEDIA_SMS] = {10 * MINUTE, 5 * MINUTE, 0, 0, 0, 0, .80, 0, 0, 0, .8, 0, chat_of_day},
    [ACD_MEDIA_SOCIAL] = {HOUR, HOUR / 2, 0, 0, 0, 0, .80, 0, 0, 0, .9, 0, chat_of_day},
};

enum { ROWS_MOST = 5 };
struct row {
    const char *id, *name, *group;
    enum acd_media media;
    int agents;  /* share of the roster whose first queue it is */
    double load; /* busy share of those on duty in the busiest hour */
    int talk_s, acw_s;
    bool accepts;
    int choices[3]; /* rows + 1; 0 ends */
    int also[3];    /* rows + 1 served after their own: by all, by every second, by every third */
};

/* clang-format off */
#define CALL ACD_MEDIA_VOICE
#define CHAT ACD_MEDIA_CHAT
#define MAIL ACD_MEDIA_EMAIL
#define BACK ACD_MEDIA_CALLBACK
static const struct pattern {
    const char *id, *name, *tz;
    int n_rows;
    struct row rows[ROWS_MOST];
} patterns[] = {
    {"berlin", "Berlin", "Europe/Berlin", 5, {
        {"sales-de", "Sales DE", "Sales", CALL, 16, .68, 225, 50, false, {3, 2}, {0}},
        {"billing", "Billing", "Service", CALL, 5, .42, 160, 35, true, {3, 1}, {5}},
        {"back-office", "Back office", "Service", CALL, 12, .34, 240, 60, true, {2}, {5, 2, 4}},
        {"mail-de", "E-Mail DE", "Written", MAIL, 4, 1.0, 330, 20, false, {0}, {0}},
        {"callback-de", "Rückruf DE", "Sales", BACK, 0, 2, 200, 40, false, {0}, {0}}}},
    {"paris", "Paris", "Europe/Paris", 5, {
        {"assistance-fr", "Assistance FR", "Support", CALL, 6, .48, 290, 45, true, {2}, {5}},
        {"orders", "Orders", "Sales", CALL, 6, .40, 150, 30, true, {1}, {1}},
        {"zh-service", "客户服务", "Service", CALL, 6, .46, 310, 60, true, {2, 1}, {0}},
        {"chat-fr", "Chat Chloé", "Written", CHAT, 4, .40, 380, 30, true, {0}, {0}},
        {"callback-fr", "Rappel FR", "Support", BACK, 0, 2, 220, 40, false, {0}, {0}}}},
    {"lisbon", "Lisbon", "Europe/Lisbon", 4, {
        {"support-el", "Support EL", "Support", CALL, 5, .44, 250, 50, true, {3}, {0}},
        {"vendas-pt", "Vendas PT", "Sales", CALL, 5, .42, 200, 45, true, {3}, {3}},
        {"suporte-pt", "Suporte PT", "Support", CALL, 5, .40, 260, 40, true, {2}, {2}},
        {"mail-pt", "Correio PT", "Written", MAIL, 3, .55, 300, 20, false, {0}, {0}}}},
};
/* clang-format on */

static const struct shift {
    double until; /* share of a queue's agents up to which this is the shift */
    int64_t from_ms, to_ms;
} shifts[] = {
    {.35, 7 * HOUR, 15 * HOUR + 30 * MINUTE},
    {.80, 8 * HOUR + 30 * MINUTE, 17 * HOUR},
    {1.1, 11 * HOUR + 30 * MINUTE, 20 * HOUR},
};

static const struct pattern *pattern_of(int which)
{
    return &patterns[which % (int)ACD_COUNT_OF(patterns)];
}

static int reserve_of(int agents)
{
    return agents < 5 ? 0 : agents / 16 > 1 ? agents / 16 : 1;
}

void sim_centre_usual(int which, int *queues, int *agents)
{
    const struct pattern *pattern = pattern_of(which);
    *queues = pattern->n_rows;
    int n = 0;
    for (int i = 0; i < pattern->n_rows; i++)
        n += pattern->rows[i].agents;
    *agents = n + n / 16;
}

/* The queue that stands for a row in the same round of the pattern, or -1 where there is none. */
static int sibling(const struct pattern *pattern, int queue, int row_plus_1, int n_queues)
{
    int other = queue - queue % pattern->n_rows + row_plus_1 - 1;
    return row_plus_1 > 0 && other < n_queues ? other : -1;
}

static void make_queue(struct sim_queue_make *make, const struct pattern *pattern, int queue,
                       int n_queues, int agents)
{
    const struct row *row = &pattern->rows[queue % pattern->n_rows];
    const struct media_usual *media = &usual[row->media];
    int round = queue / pattern->n_rows;
    *make = (struct sim_queue_make){
        .group = row->group,
        .media = row->media,
        .answer_ms = media->answer_ms,
        .short_ms = media->short_ms,
        .asa_ms = media->asa_ms,
        .level = media->level,
        .abandon = media->abandon,
        .formula = ACD_FORMULA_NEGATIVE,
        .curve = media->curve,
        .talk_ms = row->talk_s * 1000,
        .hold_ms = media->hold_ms,
        .acw_ms = row->acw_s * 1000,
        .talk_variation = media->talk_variation,
        .acw_variation = .9,
        .hold_chance = media->hold_chance,
        .patience_ms = media->patience_ms,
        .patience_variation = .9,
        .transfer_chance = row->media == ACD_MEDIA_VOICE ? .03 : 0,
        .ring_ms = media->ring_ms,
        .rona_chance = media->rona_chance,
        .burst_per_hour = media->bursts,
        .accepts_overflow = row->accepts,
    };
    snprintf(make->id, sizeof(make->id), round ? "%s-%d" : "%s", row->id, round + 1);
    snprintf(make->name, sizeof(make->name), round ? "%s %d" : "%s", row->name, round + 1);
    double aht_h = (double)(make->talk_ms + make->acw_ms) / HOUR +
                   make->hold_chance * (double)make->hold_ms / HOUR;
    make->peak_per_hour = row->agents ? row->load * agents * PRESENT / aht_h : row->load;
    for (size_t i = 0; i < ACD_COUNT_OF(row->choices); i++) {
        int choice = sibling(pattern, queue, row->choices[i], n_queues);
        if (choice >= 0)
            make->choices[make->n_choices++] = choice;
    }
}

static void make_shift(struct sim_agent_make *make, int nth, int of)
{
    double place = (nth + .5) / of;
    const struct shift *shift = shifts;
    while (place >= shift->until)
        shift++;
    int64_t stagger = nth * 25 % 60 * MINUTE;
    make->from_ms = shift->from_ms;
    make->to_ms = shift->to_ms;
    make->break_ms[0] = shift->from_ms + 90 * MINUTE + stagger;
    make->break_for_ms[0] = 15 * MINUTE;
    make->break_ms[1] = shift->from_ms + 210 * MINUTE + stagger;
    make->break_for_ms[1] = 30 * MINUTE;
    make->break_ms[2] = shift->from_ms + 390 * MINUTE + stagger;
    make->break_for_ms[2] = 15 * MINUTE;
}

static void add_queue(struct sim_agent_make *make, int queue, int prio)
{
    if (queue < 0 || make->n_queues == SIM_SKILLS)
        return;
    make->queues[make->n_queues] = queue;
    make->prio[make->n_queues++] = prio;
}

static void make_agent(struct sim_agent_make *make, const struct pattern *pattern, int queue,
                       int n_queues, int nth, int of)
{
    const struct row *row = &pattern->rows[queue % pattern->n_rows];
    snprintf(make->team, sizeof(make->team), "%s %c", row->group, 'A' + nth / 12 % 26);
    make_shift(make, nth, of);
    add_queue(make, queue, 1);
    for (int i = 0; i < 3; i++)
        if (nth % (i + 1) == 0)
            add_queue(make, sibling(pattern, queue, row->also[i], n_queues), 2 + i);
}

/* Managers serve every kind of call of the first round. */
static void make_manager(struct sim_agent_make *make, const struct pattern *pattern, int n_queues)
{
    snprintf(make->team, sizeof(make->team), "Managers");
    make->reserve = true;
    for (int i = 0; i < pattern->n_rows && i < n_queues; i++)
        if (pattern->rows[i].media == ACD_MEDIA_VOICE)
            add_queue(make, i, 1 + i);
}

/* `n` agents for the queues by their rows' shares, without a remainder. */
static void share_out(const struct pattern *pattern, int n_queues, int n, int *agents)
{
    int64_t total = 0, sum = 0, given = 0;
    for (int q = 0; q < n_queues; q++)
        total += pattern->rows[q % pattern->n_rows].agents;
    for (int q = 0; q < n_queues; q++) {
        sum += pattern->rows[q % pattern->n_rows].agents;
        int64_t upto = total > 0 ? (n * sum + total / 2) / total : 0;
        agents[q] = (int)(upto - given);
        given = upto;
    }
}

void sim_centre_site(struct sim_site_make *site, int which, const char *id, int queues, int agents)
{
    const struct pattern *pattern = pattern_of(which);
    bool own = id == NULL || strcmp(id, pattern->id) == 0;
    int reserve = reserve_of(agents), a = 0;
    *site = (struct sim_site_make){.window_ms = 5 * MINUTE, .interval_ms = 30 * MINUTE};
    snprintf(site->id, sizeof(site->id), "%s", own ? pattern->id : id);
    snprintf(site->name, sizeof(site->name), "%s", own ? pattern->name : id);
    snprintf(site->tz, sizeof(site->tz), "%s", pattern->tz);
    site->n_queues = queues;
    site->n_agents = agents;
    site->queues = acd_calloc((size_t)queues + 1, sizeof(*site->queues));
    site->agents = acd_calloc((size_t)agents + 1, sizeof(*site->agents));
    int *shares = acd_calloc((size_t)queues + 1, sizeof(*shares));
    share_out(pattern, queues, agents - reserve, shares);
    for (int q = 0; q < queues; q++) {
        make_queue(&site->queues[q], pattern, q, queues, shares[q]);
        for (int nth = 0; nth < shares[q] && a < agents; nth++, a++)
            make_agent(&site->agents[a], pattern, q, queues, nth, shares[q]);
    }
    for (; a < agents; a++)
        make_manager(&site->agents[a], pattern, queues);
    int chinese = 0, other = which % (int)ACD_COUNT_OF(patterns) * 53;
    for (a = 0; a < agents; a++) {
        struct sim_agent_make *make = &site->agents[a];
        bool zh = make->n_queues > 0 &&
                  strcmp(site->queues[make->queues[0]].name, "客户服务") == 0 && chinese < 9;
        sim_person(zh ? chinese++ : other++, zh, make->id, sizeof(make->id), make->name,
                   sizeof(make->name));
    }
    free(shares);
}

void sim_site_release(struct sim_site_make *site)
{
    free(site->queues);
    free(site->agents);
    site->queues = NULL;
    site->agents = NULL;
}
