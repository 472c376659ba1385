/* A simulated floor told to a board in the same process, five seconds at a time. */
#include "tests/support/bad_hour.h"

#include "acdfeed/memory.h"
#include "acdfeed/shape.h"
#include "console/ask/rows.h"
#include "console/ask/ui.h"
#include "console/ask/ui_keys.h"
#include "console/model/advice.h"
#include "console/settings/settings.h"
#include "feed/sim/floor.h"
#include "feed/sim/scenario.h"
#include "tests/support/floor_fixture.h"
#include "tests/support/sim_floor.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char scenario_text[] = "[scenario]\nname = bad-hour\nstart = 10:00\n"
                                    "[surge bad]\nat = 5m\nfor = 25m\nqueue = sales-de\nfactor = 1.9\n";
enum { STEP_MS = 5000, HOUR_MS = 3600000, SURGE_MS = 5 * 60000, ASK_MS = 30000, MOST_PREDICTIONS = 12 };

struct prediction {
    double level;
    struct outlook_range range; /* -1, -1: none */
    struct acd_tally from;
    int64_t at_ms;
};

struct hour {
    struct floor *floor;
    const char *site, *queue;
    struct board *board;
    struct settings *settings;
    struct roster *roster;
    struct keymap *keymap;
    struct requests *requests;
    struct ui ui;
    int64_t now_ms;     /* since the beginning; the board's clock is that and an hour */
    int64_t tried_ms[ACD_OPS];
    struct prediction predictions[MOST_PREDICTIONS];
    int n_predictions;
    struct bad_hour out;
};

static int64_t board_ms(const struct hour *hour)
{
    return hour->now_ms + HOUR_MS;
}

static struct ui_world world_of(const struct hour *hour)
{
    return (struct ui_world){hour->board, hour->roster, board_ms(hour), SIM_TEN + hour->now_ms};
}

static void tell(struct hour *hour)
{
    const struct acd_site *site = floor_tell_site(hour->floor);
    struct acd_site_state state = {.id = site->id, .link = ACD_LINK_LIVE, .heard_ms = board_ms(hour),
                                   .stale_since_ms = -1, .epoch = {1, 1, 1, 1}, .why = "",
                                   .heartbeat = site};
    struct acd_site heard = *site;
    int i;
    heard.ops = floor_ops(&heard.n_ops);
    ACD_KNOW(&heard, ACD_SITE_OPS);
    state.heartbeat = &heard;
    board_take_site(hour->board, &state);
    floor_touch_queues(hour->floor);
    while ((i = floor_changed_queue(hour->floor)) >= 0)
        fixture_tell(hour->board, heard.id, ACD_KIND_QUEUE, 1, board_ms(hour),
                     floor_tell_queue(hour->floor, i));
    while ((i = floor_changed_agent(hour->floor)) >= 0)
        fixture_tell(hour->board, heard.id, ACD_KIND_AGENT, 1, board_ms(hour),
                     floor_tell_agent(hour->floor, i));
    floor_drop_events(hour->floor);
    board_judge(hour->board, settings_limits(hour->settings), board_ms(hour), SIM_TEN + hour->now_ms, 0);
    roster_fill(hour->roster, hour->board, &hour->ui.look, board_ms(hour), SIM_TEN + hour->now_ms, true);
}

static const struct board_queue *watched(const struct hour *hour)
{
    const struct board_queue *queue = board_queue(hour->board, hour->site, hour->queue);
    assert(queue);
    return queue;
}

/* --- a person at the keys ------------------------------------------------------------------------ */

static void press(struct hour *hour, const char *name)
{
    struct ui_world world = world_of(hour);
    struct key key;
    bool known = key_read(name, &key);
    assert(known);
    (void)known;
    ui_key(&hour->ui, &world, key);
}

static void send(struct hour *hour)
{
    for (int i = 0; i < hour->ui.n_outbox; i++) {
        struct acd_outcome outcome =
            floor_command(hour->floor, SIM_TEN + hour->now_ms, hour->ui.outbox[i]);
        struct acd_reply reply = {.id = hour->ui.outbox[i]->id, .status = (int)outcome.status};
        ACD_KNOW(&reply, ACD_REPLY_ID);
        ACD_KNOW(&reply, ACD_REPLY_STATUS);
        requests_answered(hour->requests, &reply, board_ms(hour));
        hour->out.done += outcome.status == ACD_STATUS_DONE || outcome.status == ACD_STATUS_ACCEPTED;
        free(hour->ui.outbox[i]);
    }
    hour->ui.n_outbox = 0;
}

/* The first proposal that is not in force, by its key, confirmed; at most one at a time, and one that
 * did not help again after five minutes. */
static void follow(struct hour *hour)
{
    const struct board_queue *queue = watched(hour);
    struct advice list[ADVICE_MOST];
    int n = advice_for(hour->board, queue, hour->ui.plan, board_ms(hour), SIM_TEN + hour->now_ms, list);
    for (int i = 0; i < n; i++) {
        char keys[32];
        int op = (int)list[i].op;
        if (list[i].refused || list[i].in_force || op == ACD_OP_THROTTLE ||
            (hour->tried_ms[op] && hour->now_ms - hour->tried_ms[op] < 5 * 60000))
            continue;
        hour->tried_ms[op] = hour->now_ms;
        keymap_first(hour->keymap, action_of_op(op), keys, sizeof keys);
        press(hour, keys);
        press(hour, "Right");
        for (int times = 0; times < 3 && hour->ui.mode == UI_DIALOG; times++)
            press(hour, times < 2 ? "Enter" : "Escape");
        hour->out.asked++;
        send(hour);
        return;
    }
}

/* --- counting ------------------------------------------------------------------------------------ */

static double level_of(const struct acd_tally *to, const struct acd_tally *from)
{
    double offered = (double)(to->offered - from->offered) - (double)(to->overflow_out - from->overflow_out);
    return offered > 0 ? (double)(to->answered_in - from->answered_in) / offered : 1;
}

static void predict(struct hour *hour)
{
    struct outlook_side side;
    const char *why;
    struct prediction *prediction = &hour->predictions[hour->n_predictions];
    if (hour->n_predictions == MOST_PREDICTIONS ||
        !outlook_side(&side, hour->board, watched(hour), board_ms(hour), SIM_TEN + hour->now_ms, &why))
        return;
    *prediction = (struct prediction){outlook_of(&side).level, {-1, -1}, watched(hour)->told->day, hour->now_ms};
    if (!outlook_range(&prediction->range, &side))
        prediction->range.low = -1;
    hour->n_predictions++;
}

static void check_predictions(struct hour *hour)
{
    for (int i = 0; i < hour->n_predictions; i++) {
        const struct prediction *prediction = &hour->predictions[i];
        double came, error;
        if (hour->now_ms != prediction->at_ms + OUTLOOK_MS)
            continue;
        came = level_of(&watched(hour)->told->day, &prediction->from);
        error = prediction->level - came;
        hour->out.ranges += prediction->range.low >= 0;
        hour->out.inside += prediction->range.low >= 0 && came >= prediction->range.low - 1e-9 &&
                            came <= prediction->range.high + 1e-9;
        hour->out.predictions++;
        hour->out.error += error;
        hour->out.error_abs += fabs(error);
    }
}

static struct acd_tally sum_of_all(const struct hour *hour)
{
    struct acd_tally sum = {0};
    for (int i = 0; i < board_queues(hour->board); i++) {
        const struct acd_queue *told = board_queue_at(hour->board, i)->told;
        if (told->media != ACD_MEDIA_VOICE)
            continue;
        sum.offered += told->day.offered;
        sum.answered_in += told->day.answered_in;
        sum.overflow_out += told->day.overflow_out;
    }
    return sum;
}

static void begin(struct hour *hour, struct floor *floor, const char *site, const char *queue)
{
    *hour = (struct hour){.floor = floor, .site = site, .queue = queue, .board = board_new(),
                          .settings = settings_read("built in", ""), .roster = roster_new(),
                          .keymap = keymap_new(), .requests = requests_new()};
    ui_init(&hour->ui, hour->keymap);
    hour->ui.requests = hour->requests;
    hour->ui.plan = settings_plan(hour->settings);
    snprintf(hour->ui.by, sizeof hour->ui.by, "anna");
    hour->ui.following = false;
    selection_set(&hour->ui.queue, site, queue);
}

static void end(struct hour *hour)
{
    ui_release(&hour->ui);
    requests_free(hour->requests);
    keymap_free(hour->keymap);
    roster_free(hour->roster);
    settings_free(hour->settings);
    board_free(hour->board);
    floor_free(hour->floor);
}

struct bad_hour bad_hour_run(uint64_t seed, bool helped)
{
    struct sim_scenario scenario;
    struct acd_tally from = {0}, all = {0}, last_all;
    struct acd_fault why;
    struct hour *hour = acd_alloc(sizeof *hour); /* its ui does not move */
    struct bad_hour out;
    int64_t bad_ms = SURGE_MS;
    int steps = 0;
    if (!sim_scenario_read(scenario_text, "bad hour", &scenario, &why))
        fprintf(stderr, "%s\n", why.text), abort();
    begin(hour, sim_floor_warm(0, seed, &scenario), "berlin", "sales-de");
    for (; hour->now_ms <= HOUR_MS; hour->now_ms += STEP_MS) {
        floor_advance(hour->floor, SIM_TEN + hour->now_ms);
        tell(hour);
        if (hour->now_ms == SURGE_MS) {
            from = watched(hour)->told->day;
            all = sum_of_all(hour);
        }
        if (hour->now_ms < SURGE_MS)
            continue;
        hour->out.waiting += (double)watched(hour)->told->waiting;
        steps++;
        if (watched(hour)->verdict.tier >= TIER_LONG)
            bad_ms = hour->now_ms;
        if (helped && hour->now_ms % ASK_MS == 0 && watched(hour)->verdict.tier >= TIER_LONG)
            follow(hour);
        if (!helped && hour->now_ms % (5 * 60000) == 0)
            predict(hour);
        check_predictions(hour);
    }
    last_all = sum_of_all(hour);
    hour->out.level = level_of(&watched(hour)->told->day, &from);
    hour->out.level_all = level_of(&last_all, &all);
    hour->out.waiting /= steps;
    hour->out.back_min = (int)((bad_ms - SURGE_MS) / 60000);
    out = hour->out;
    end(hour);
    free(hour);
    return out;
}

/* 8.3 erl of calls on 10 agents, callers who wait five minutes on average. */
struct bad_hour even_hour_run(uint64_t seed)
{
    struct hour *hour = acd_alloc(sizeof *hour);
    struct bad_hour out;
    begin(hour, sim_floor_model(110, 270000, 10, seed, 300000), "model", "q");
    for (; hour->now_ms <= HOUR_MS; hour->now_ms += STEP_MS) {
        floor_advance(hour->floor, SIM_TEN + hour->now_ms);
        tell(hour);
        if (hour->now_ms >= HOUR_MS / 4 && hour->now_ms % (5 * 60000) == 0)
            predict(hour);
        check_predictions(hour);
    }
    out = hour->out;
    end(hour);
    free(hour);
    return out;
}
