/* Prints what each number of agents makes of a load: for spreadsheets rounded as published tables
 * are, for people with a decimal more and in words where there is no number, for programs all of it.
 * Knows no command line. */
#include "feed/commands/erlang_table.h"

#include "acdfeed/staffing.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* One column. */
struct column {
    const char *csv, *text, *json;
    size_t at; /* of its figure in struct acd_service */
    double scale;
    int decimals; /* of csv */
    bool patience; /* stands only where callers give up */
};
#define COLUMN(csv, text, json, member, scale, decimals, patience)                                 \
    {csv, text, json, offsetof(struct acd_service, member), scale, decimals, patience}
static const struct column columns[] = {
    COLUMN("p_wait_pct", "wait %", "wait_share", wait_share, 100, 0, false),
    COLUMN("asa_s", "ASA s", "asa_ms", asa_ms, 1e-3, 0, false),
    COLUMN("delay_of_delayed_s", "delay s", "delay_ms", delay_ms, 1e-3, 0, false),
    COLUMN("q1_mean_waiting", "Q1", "q1", q1, 1, 0, false),
    COLUMN("q2_mean_waiting_when_any", "Q2", "q2", q2, 1, 0, false),
    COLUMN("service_level_pct", "level %", "level", level, 100, 0, false),
    COLUMN("occupancy_pct", "occup. %", "occupancy", occupancy, 100, 0, false),
    COLUMN("trunk_load_erlang", "trunk erl", "trunk_load", trunk_load, 1, 1, false),
    COLUMN("abandon_pct", "abandon %", "abandon", abandon, 100, 0, true),
};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]), TEXT_COLS = 10 };

static struct acd_figure figure_of(const struct column *column, const struct acd_service *service)
{
    struct acd_figure figure;

    memcpy(&figure, (const char *)service + column->at, sizeof(figure));
    return figure;
}

static bool stands(const struct column *column, const struct erlang_table *t)
{
    return !column->patience || t->demand.patience_ms > 0;
}

static double rounded(double value, int decimals)
{
    double scale = pow(10, decimals);

    return floor(value * scale + 0.5) / scale;
}

static struct acd_figure trunks_for(const struct erlang_table *t, const struct acd_service *service)
{
    if (service->trunk_load.is != ACD_FIGURE_VALUE)
        return service->trunk_load;
    return acd_erlang_b_servers(service->trunk_load.value, t->blocking);
}

/* --- csv ------------------------------------------------------------------------------------- */

static void csv_figure(struct acd_figure figure, double scale, int decimals)
{
    if (figure.is == ACD_FIGURE_VALUE)
        printf(",%.*f", decimals, rounded(figure.value * scale, decimals));
    else
        fputs(",n/a", stdout);
}

static void csv_head(const struct erlang_table *t)
{
    fputs("agents", stdout);
    for (int i = 0; i < COLUMNS; i++)
        if (stands(&columns[i], t))
            printf(",%s", columns[i].csv);
    for (int i = 0; i < t->n_delays; i++)
        printf(",longer_than_%.15gs_pct", t->delays_ms[i] / 1000);
    puts(t->blocking >= 0 ? ",trunks" : "");
}

static void csv_row(const struct erlang_table *t, int64_t agents, const struct acd_service *service)
{
    printf("%lld", (long long)agents);
    for (int i = 0; i < COLUMNS; i++) {
        struct acd_figure figure = figure_of(&columns[i], service);

        /* The published table rounded its ASA from tenths: 0.453 s stands there as 1. */
        if (columns[i].at == offsetof(struct acd_service, asa_ms))
            figure.value = rounded(figure.value, -2);
        if (stands(&columns[i], t))
            csv_figure(figure, columns[i].scale, columns[i].decimals);
    }
    for (int i = 0; i < t->n_delays; i++)
        csv_figure(acd_erlang_wait_longer(&t->demand, agents, t->delays_ms[i]), 100, 0);
    if (t->blocking >= 0)
        csv_figure(trunks_for(t, service), 1, 0);
    putchar('\n');
}

/* --- text ------------------------------------------------------------------------------------ */

static void text_figure(struct acd_figure figure, double scale, int decimals)
{
    if (figure.is == ACD_FIGURE_VALUE)
        printf("%*.*f", TEXT_COLS, decimals, rounded(figure.value * scale, decimals));
    else
        printf("%*s", TEXT_COLS, "n/a");
}

static void text_head(const struct erlang_table *t)
{
    const struct acd_demand *d = &t->demand;

    printf("%.15g calls in %.15g min, talk %.15g s, after-call work %.15g s: %.2f erl\n", d->calls,
           d->interval_ms / 60000, d->talk_ms / 1000, d->acw_ms / 1000, acd_erlang_load(d).value);
    printf("level: answered within %.15g s; ", t->answer_ms / 1000);
    if (d->patience_ms > 0)
        printf("Erlang A, callers give up after %.15g s in the mean\n\n", d->patience_ms / 1000);
    else
        puts("Erlang C, no one gives up\n");
    printf("%6s", "agents");
    for (int i = 0; i < COLUMNS; i++)
        if (stands(&columns[i], t))
            printf("%*s", TEXT_COLS, columns[i].text);
    for (int i = 0; i < t->n_delays; i++) {
        char head[32];

        snprintf(head, sizeof(head), ">%.15gs %%", t->delays_ms[i] / 1000);
        printf("%*s", TEXT_COLS, head);
    }
    puts(t->blocking >= 0 ? "    trunks" : "");
}

/* A load that grows without end: said in words, and how fast by the fluid. */
static void text_no_steady_state(const struct erlang_table *t, int64_t agents)
{
    struct acd_figure more = acd_backlog_after(&t->demand, agents, 0, t->demand.interval_ms);

    printf("%6lld  no steady state: %.1f erl on %lld agents", (long long)agents,
           acd_erlang_load(&t->demand).value, (long long)agents);
    if (more.is == ACD_FIGURE_VALUE)
        printf("; the queue grows by %.0f in each interval", rounded(more.value, 0));
    puts(" (try --patience)");
}

static void text_row(const struct erlang_table *t, int64_t agents, const struct acd_service *service)
{
    if (service->wait_share.is == ACD_FIGURE_UNDEFINED) {
        text_no_steady_state(t, agents);
        return;
    }
    printf("%6lld", (long long)agents);
    for (int i = 0; i < COLUMNS; i++)
        if (stands(&columns[i], t))
            text_figure(figure_of(&columns[i], service), columns[i].scale, 1);
    for (int i = 0; i < t->n_delays; i++)
        text_figure(acd_erlang_wait_longer(&t->demand, agents, t->delays_ms[i]), 100, 1);
    if (t->blocking >= 0)
        text_figure(trunks_for(t, service), 1, 0);
    putchar('\n');
}

static void text_end(const struct erlang_table *t)
{
    struct acd_figure agents;

    if (t->level < 0)
        return;
    agents = acd_erlang_agents(&t->demand, t->answer_ms, t->level);
    if (agents.is == ACD_FIGURE_VALUE)
        printf("\n%.0f agents are the least that reach a level of %.15g %%\n", agents.value,
               t->level * 100);
    else
        printf("\nno number of agents that can be computed reaches a level of %.15g %%\n",
               t->level * 100);
}

/* --- json ------------------------------------------------------------------------------------ */

static void json_figure(const char *key, struct acd_figure figure)
{
    if (figure.is == ACD_FIGURE_VALUE)
        printf(",\"%s\":%.12g", key, figure.value);
    else
        printf(",\"%s\":null", key);
}

static void json_head(const struct erlang_table *t)
{
    const struct acd_demand *d = &t->demand;

    printf("{\"calls\":%.12g,\"interval_ms\":%.12g,\"talk_ms\":%.12g,\"acw_ms\":%.12g,"
           "\"answer_ms\":%.12g", d->calls, d->interval_ms, d->talk_ms, d->acw_ms, t->answer_ms);
    if (d->patience_ms > 0)
        printf(",\"patience_ms\":%.12g", d->patience_ms);
    json_figure("load", acd_erlang_load(d));
    if (t->level >= 0) {
        printf(",\"goal\":%.12g", t->level);
        json_figure("agents_for_goal", acd_erlang_agents(d, t->answer_ms, t->level));
    }
    fputs(",\"rows\":[", stdout);
}

static void json_row(const struct erlang_table *t, int64_t agents, const struct acd_service *service)
{
    printf("%s{\"agents\":%lld,\"steady\":%s", agents > t->first ? "," : "", (long long)agents,
           service->wait_share.is == ACD_FIGURE_VALUE ? "true" : "false");
    for (int i = 0; i < COLUMNS; i++)
        if (stands(&columns[i], t))
            json_figure(columns[i].json, figure_of(&columns[i], service));
    if (t->blocking >= 0)
        json_figure("trunks", trunks_for(t, service));
    if (t->n_delays > 0)
        fputs(",\"longer\":[", stdout);
    for (int i = 0; i < t->n_delays; i++) {
        printf("%s{\"ms\":%.12g", i > 0 ? "," : "", t->delays_ms[i]);
        json_figure("share", acd_erlang_wait_longer(&t->demand, agents, t->delays_ms[i]));
        putchar('}');
    }
    fputs(t->n_delays > 0 ? "]}" : "}", stdout);
}

static void json_end(const struct erlang_table *t)
{
    (void)t;
    puts("]}");
}

static void nothing(const struct erlang_table *t)
{
    (void)t;
}

static const struct {
    void (*head)(const struct erlang_table *t);
    void (*row)(const struct erlang_table *t, int64_t agents, const struct acd_service *service);
    void (*end)(const struct erlang_table *t);
} formats[] = {
    [FORMAT_TEXT] = {text_head, text_row, text_end},
    [FORMAT_CSV] = {csv_head, csv_row, nothing},
    [FORMAT_JSON] = {json_head, json_row, json_end},
};

void erlang_table_print(const struct erlang_table *t)
{
    formats[t->format].head(t);
    for (int64_t agents = t->first; agents <= t->last; agents++) {
        struct acd_service service = acd_erlang_service(&t->demand, agents, t->answer_ms);

        formats[t->format].row(t, agents, &service);
    }
    formats[t->format].end(t);
}
