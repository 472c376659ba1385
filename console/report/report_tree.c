/* The object of PROTOCOL.md section 6, key by key.  A figure that is unknown or undefined is null, as
 * is everything but the name of what is not live. */
#include "console/report/report_tree.h"

#include "acdfeed/memory.h"
#include "console/model/alarms.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* No memory is the one thing that jansson can fail at here, text being UTF-8 already. */
static void put(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value ? value : json_null()) != 0)
        acd_no_memory();
}

static json_t *text(const char *text)
{
    return text ? json_string(text) : json_null();
}

/* -1 is not known. */
static json_t *whole(int64_t n)
{
    return n < 0 ? json_null() : json_integer(n);
}

static json_t *figure(const struct acd_figure *figure, enum kpi_unit unit)
{
    if (figure->is != ACD_FIGURE_VALUE)
        return json_null();
    if (unit == KPI_UNIT_SHARE)
        return json_real(figure->value);
    return json_integer(figure->value < 0x1p62 ? (json_int_t)llround(figure->value) : INT64_MAX);
}

static json_t *site_object(const struct board_site *site, int64_t now_ms)
{
    json_t *object = json_object();

    put(object, "id", text(site->id));
    put(object, "name", text(board_site_name(site)));
    put(object, "state", text(acd_names_word(&acd_link_names, (int)site->state.link)));
    put(object, "age_ms", whole(board_site_age_ms(site, now_ms)));
    put(object, "queues", json_integer(site->n_queues));
    put(object, "agents", json_integer(site->n_agents));
    put(object, "lost", json_integer((json_int_t)site->state.lost));
    put(object, "refused", json_integer((json_int_t)site->state.refused));
    put(object, "repeated", json_integer((json_int_t)site->state.repeated));
    put(object, "clock_ahead_ms",
        site->state.heard_ms < 0 ? json_null() : json_integer((json_int_t)site->state.skew_ms));
    return object;
}

/* --- queues -------------------------------------------------------------------------------------- */

/* The KPIs under the names that they have in the contract, in its order. */
static const struct {
    const char *key;
    enum kpi kpi;
} before_formula[] = {{"waiting", KPI_WAITING},
                      {"longest_ms", KPI_LONGEST},
                      {"service_level", KPI_SERVICE_LEVEL},
                      {"service_level_live", KPI_SERVICE_LEVEL_LIVE}},
  after_sample[] = {{"asa_ms", KPI_ASA},
                    {"abandon_rate", KPI_ABANDON_RATE},
                    {"abandon_avg_ms", KPI_ABANDON_AVG},
                    {"aht_ms", KPI_AHT},
                    {"occupancy", KPI_OCCUPANCY},
                    {"offered", KPI_OFFERED},
                    {"answered", KPI_ANSWERED},
                    {"abandoned", KPI_ABANDONED},
                    {"staffed", KPI_STAFFED},
                    {"on_duty", KPI_ON_DUTY},
                    {"free", KPI_FREE}};

static json_t *rules_array(const struct verdict *verdict)
{
    json_t *rules = json_array();

    for (int i = 0; i < verdict->n_rules; i++)
        json_array_append_new(rules, json_string(verdict->rules[i]));
    return rules;
}

static json_t *states_object(const struct acd_agent_counts *agents)
{
    json_t *states;

    if (agents->known == 0)
        return json_null();
    states = json_object();
    for (int i = 0; i < ACD_STATES; i++)
        put(states, acd_names_word(&acd_agent_state_names, i),
            ACD_KNOWN(agents, i) ? json_integer(agents->count[i]) : json_null());
    return states;
}

static int64_t aged(int64_t ms, bool known, int64_t by_ms)
{
    int64_t sum;

    if (!known)
        return -1;
    if (__builtin_add_overflow(ms, by_ms, &sum))
        return INT64_MAX;
    return sum < 0 ? 0 : sum;
}

static json_t *measure_object(const struct acd_measure *measure, int64_t elapsed_ms)
{
    json_t *object = json_object();

    put(object, "id", text(measure->id));
    put(object, "op", text(measure->op));
    put(object, "to", text(measure->to));
    put(object, "by", text(measure->by));
    put(object, "since_ms",
        whole(aged(measure->since_ms, ACD_KNOWN(measure, ACD_MEASURE_SINCE), elapsed_ms)));
    put(object, "left_ms",
        whole(aged(measure->left_ms, ACD_KNOWN(measure, ACD_MEASURE_LEFT), -elapsed_ms)));
    return object;
}

static json_t *measures_array(const struct board_queue *queue, int64_t now_ms)
{
    const struct acd_queue *told = queue->told;
    int64_t elapsed_ms = now_ms > queue->told_ms ? now_ms - queue->told_ms : 0;
    json_t *measures;

    if (!board_queue_live(queue) || !ACD_KNOWN(told, ACD_QUEUE_MEASURES))
        return json_null();
    measures = json_array();
    for (uint32_t i = 0; i < told->n_measures; i++)
        json_array_append_new(measures, measure_object(&told->measures[i], elapsed_ms));
    return measures;
}

static json_t *queue_object(const struct queue_row *row, int64_t now_ms)
{
    const struct board_queue *queue = row->queue;
    const struct verdict *verdict = &queue->verdict;
    const struct figures *figures = &row->figures;
    const struct acd_figure *level = &figures->kpi[KPI_SERVICE_LEVEL];
    json_t *object = json_object();

    put(object, "site", text(queue->site->id));
    put(object, "id", text(queue->told->id));
    put(object, "name", text(board_queue_name(queue)));
    put(object, "media", ACD_KNOWN(queue->told, ACD_QUEUE_MEDIA)
                             ? text(acd_names_word(&acd_media_names, queue->told->media))
                             : json_null());
    put(object, "tier", whole(verdict->tier));
    put(object, "why", text(verdict->why));
    put(object, "rules", rules_array(verdict));
    for (size_t i = 0; i < ACD_COUNT_OF(before_formula); i++)
        put(object, before_formula[i].key,
            figure(&figures->kpi[before_formula[i].kpi], kpi_kinds[before_formula[i].kpi].unit));
    put(object, "formula", figures->formula < 0
                               ? json_null()
                               : text(acd_names_word(&acd_formula_names, figures->formula)));
    put(object, "answer_ms", figure(&figures->answer_ms, KPI_UNIT_MS));
    put(object, "sample", whole(level->is == ACD_FIGURE_VALUE ? level->sample : -1));
    for (size_t i = 0; i < ACD_COUNT_OF(after_sample); i++)
        put(object, after_sample[i].key,
            figure(&figures->kpi[after_sample[i].kpi], kpi_kinds[after_sample[i].kpi].unit));
    put(object, "agents", states_object(&figures->agents));
    put(object, "measures", measures_array(queue, now_ms));
    return object;
}

/* --- agents and alarms --------------------------------------------------------------------------- */

static json_t *agent_object(const struct agent_row *row)
{
    const struct acd_agent *told = row->agent->told;
    bool live = board_agent_live(row->agent);
    json_t *object = json_object();

    put(object, "site", text(row->agent->site->id));
    put(object, "id", text(told->id));
    put(object, "name", text(board_agent_name(row->agent)));
    put(object, "team", text(told->team));
    put(object, "state", live && ACD_KNOWN(told, ACD_AGENT_STATE)
                             ? text(acd_names_word(&acd_agent_state_names, told->state))
                             : json_null());
    put(object, "state_ms", whole(row->state_ms));
    put(object, "reason", live ? text(told->reason) : json_null());
    put(object, "queue", live ? text(told->queue) : json_null());
    return object;
}

/* "active", "acknowledged", "returned", "shelved"; a notice wants no answer and is active. */
static const char *alarm_state(const struct alarm *alarm)
{
    if (alarm_shelved(alarm))
        return "shelved";
    if (alarm->state == ALARM_ACKNOWLEDGED && !alarm->by[0])
        return acd_names_word(&alarm_state_names, ALARM_ACTIVE);
    return acd_names_word(&alarm_state_names, (int)alarm->state);
}

static json_t *alarm_object(const struct board *board, const struct alarm *alarm, int64_t now_ms)
{
    const struct board_queue *queue =
        alarm->subject == ALARM_OF_QUEUE ? board_queue(board, alarm->site, alarm->id) : NULL;
    json_t *object = json_object();

    put(object, "site", text(alarm->site));
    put(object, "queue", queue ? text(alarm->id) : json_null());
    put(object, "rule", text(alarm->rule));
    put(object, "tier", whole(alarm->unknown ? -1 : alarm->tier));
    put(object, "state", text(alarm_state(alarm)));
    put(object, "since_ms", whole(now_ms > alarm->raised_ms ? now_ms - alarm->raised_ms : 0));
    put(object, "claimed_by", queue ? text(board_claimed_by(board, queue)) : json_null());
    return object;
}

/* Of a queue that is shown, or of the site of one. */
static bool is_in(const struct queue_row *rows, int n, const struct alarm *alarm)
{
    if (alarm->subject == ALARM_OF_AGENT)
        return false;
    for (int i = 0; i < n; i++)
        if (strcmp(rows[i].queue->site->id, alarm->site) == 0 &&
            (alarm->subject == ALARM_OF_SITE || strcmp(rows[i].queue->told->id, alarm->id) == 0))
            return true;
    return false;
}

/* Worst first, of the queues that are shown and of sites; those of agents stand beside the agents. */
static json_t *alarms_array(const struct board *board, const struct queue_row *rows, int n_rows,
                            int64_t now_ms)
{
    int n = alarms_list(board_alarms(board), NULL, 0);
    const struct alarm **list = acd_calloc((size_t)n + 1, sizeof(*list));
    json_t *alarms = json_array();

    alarms_list(board_alarms(board), list, n);
    for (int i = 0; i < n; i++)
        if (is_in(rows, n_rows, list[i]))
            json_array_append_new(alarms, alarm_object(board, list[i], now_ms));
    free(list);
    return alarms;
}

json_t *report_tree(const struct board *board, const struct roster_view *look, int64_t now_ms,
                    int64_t wall_ms)
{
    struct roster *roster = roster_new();
    struct roster_view plain = *look;
    json_t *tree = json_object(), *sites = json_array(), *queues = json_array();
    json_t *agents = json_array(), *alarms;
    const struct queue_row *queue_rows;
    const struct agent_row *agent_rows;
    int n;

    plain.grouped = plain.totals_only = false;
    roster_fill(roster, board, &plain, now_ms, wall_ms, true);
    for (int i = 0; i < board_sites(board); i++)
        json_array_append_new(sites, site_object(board_site_at(board, i), now_ms));
    queue_rows = roster_queues(roster, &n);
    for (int i = 0; i < n; i++)
        json_array_append_new(queues, queue_object(&queue_rows[i], now_ms));
    alarms = alarms_array(board, queue_rows, n, now_ms);
    agent_rows = roster_agents(roster, &n);
    for (int i = 0; i < n; i++)
        json_array_append_new(agents, agent_object(&agent_rows[i]));
    put(tree, "t", json_integer(wall_ms));
    if (look->playback)
        put(tree, "playback", text(look->playback));
    put(tree, "sites", sites);
    put(tree, "queues", queues);
    put(tree, "agents", agents);
    put(tree, "alarms", alarms);
    roster_free(roster);
    return tree;
}
