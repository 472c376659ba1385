/* Simulated floors for tests; see sim_floor.h.  Looks inside the floor, to check it against itself.
 */
#include "tests/support/sim_floor.h"

#include "acdfeed/control.h"
#include "acdfeed/json.h"
#include "acdfeed/limits.h"
#include "acdfeed/wire.h"
#include "feed/sim/inside.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct floor *sim_floor_warm(int which, uint64_t seed, const struct sim_scenario *scenario)
{
    struct sim_site_make site;
    int queues, agents;
    sim_centre_usual(which, &queues, &agents);
    sim_centre_site(&site, which, NULL, queues, agents);
    site.scenario = scenario;
    site.show_t = SIM_TEN;
    struct floor *floor = floor_new(&site, seed, SIM_TEN - 10 * 60 * SIM_MINUTE);
    sim_site_release(&site);
    floor_advance(floor, SIM_TEN);
    floor_drop_events(floor);
    return floor;
}

struct floor *sim_floor_model(double calls_per_hour, int64_t talk_ms, int agents, uint64_t seed,
                              int64_t patience_ms)
{
    struct sim_queue_make queue = {.id = "q",
                                   .name = "Q",
                                   .group = "G",
                                   .media = ACD_MEDIA_VOICE,
                                   .answer_ms = 20000,
                                   .short_ms = 5000,
                                   .level = .8,
                                   .peak_per_hour = calls_per_hour,
                                   .talk_ms = talk_ms,
                                   .patience_ms = patience_ms,
                                   .accepts_overflow = true};
    struct sim_site_make site = {.id = "model",
                                 .name = "Model",
                                 .window_ms = 300000,
                                 .interval_ms = 1800000,
                                 .queues = &queue,
                                 .n_queues = 1,
                                 .n_agents = agents};
    site.agents = calloc((size_t)agents + 1, sizeof(*site.agents));
    assert_non_null(site.agents);
    for (int a = 0; a < agents; a++) {
        site.agents[a] = (struct sim_agent_make){.n_queues = 1, .prio = {1}, .steady = true};
        snprintf(site.agents[a].id, sizeof(site.agents[a].id), "a%d", a);
        snprintf(site.agents[a].name, sizeof(site.agents[a].name), "A%d", a);
    }
    struct floor *floor = floor_new(&site, seed, SIM_TEN - 10 * 60 * SIM_MINUTE);
    free(site.agents);
    return floor;
}

/* The same reading of words that `acdfeed send` does: the request's own keys, all others in args.
 */
static struct acd_request *read_request(const char *words, struct acd_scratch *scratch)
{
    static unsigned serial;
    char line[1024], pair[1100];
    struct acd_fault why = {""};
    struct acd_json *json = acd_json_new();
    snprintf(line, sizeof(line), "%s", words);
    char *rest, *word = strtok_r(line, " ", &rest);
    snprintf(pair, sizeof(pair), "op=%s", word);
    assert_true(acd_json_merge_pair(json, &acd_request_shape, pair, &why));
    snprintf(pair, sizeof(pair), "id=t%u", ++serial);
    assert_true(acd_json_merge_pair(json, &acd_request_shape, pair, &why));
    assert_true(acd_json_merge_pair(json, &acd_request_shape, "site=berlin", &why));
    while ((word = strtok_r(NULL, " ", &rest)) != NULL) {
        size_t bytes = strcspn(word, "=");
        bool own = acd_shape_field(&acd_request_shape, word, bytes) != NULL;
        snprintf(pair, sizeof(pair), "%s%s", own ? "" : "args.", word);
        if (!acd_json_merge_pair(json, &acd_request_shape, pair, &why))
            fail_msg("%s: %s", words, why.text);
    }
    struct acd_request *request = acd_json_entity(json, &acd_request_shape, scratch, NULL, &why);
    if (!request)
        fail_msg("%s: %s", words, why.text);
    acd_json_free(json);
    return request;
}

struct acd_outcome sim_floor_ask(struct floor *floor, int64_t t, const char *words)
{
    static unsigned char room[ACD_SCRATCH_BYTES];
    struct acd_scratch scratch = {.at = room, .bytes = sizeof(room)};
    struct acd_fault why;
    struct acd_request *request = read_request(words, &scratch);
    if (!acd_request_check(request, &why))
        fail_msg("%s: %s", words, why.text);
    return floor_command(floor, t, request);
}

const struct acd_queue *sim_floor_queue(struct floor *floor, const char *id)
{
    int q = sim_find_queue(floor, id);
    assert_true(q != NONE);
    return floor_tell_queue(floor, q);
}

const struct acd_agent *sim_floor_agent(struct floor *floor, const char *id)
{
    int a = sim_find_agent(floor, id);
    assert_true(a != NONE);
    return floor_tell_agent(floor, a);
}

static void check_line(const struct floor *floor, int q)
{
    const struct sim_queue *queue = &floor->queues[q];
    int64_t n = 0, preferred = 0, came_t = INT64_MIN;
    int older = NONE;
    for (int c = queue->head; c != NONE; older = c, c = floor->calls[c].younger) {
        const struct sim_call *call = &floor->calls[c];
        assert_int_equal(call->state, CALL_WAITING);
        assert_int_equal(call->queue, q);
        assert_int_equal(call->older, older);
        assert_true(call->came_t >= came_t);
        came_t = call->came_t;
        preferred += call->prio != 0;
        n++;
    }
    assert_int_equal(queue->tail, older);
    assert_int_equal(queue->waiting, n);
    assert_int_equal(queue->preferred, preferred);
}

static void check_staff(const struct floor *floor, int q)
{
    int64_t staff[ACD_STATES] = {0};
    int members = 0;
    for (int a = 0; a < floor->n_agents; a++) {
        struct sim_agent *agent = &floor->agents[a];
        const struct sim_skill *skill = sim_agent_skill(agent, q);
        if (!skill || skill->put_off_by)
            continue;
        staff[agent->state]++;
        members++;
    }
    assert_int_equal(floor->queues[q].n_members, members);
    assert_memory_equal(floor->queues[q].staff, staff, sizeof(staff));
}

static void check_balance(const struct floor *floor, int q)
{
    const struct sim_queue *queue = &floor->queues[q];
    int64_t ringing = 0, active = 0;
    for (int c = 0; c < floor->n_calls; c++) {
        ringing += floor->calls[c].queue == q && floor->calls[c].state == CALL_RINGING;
        active += floor->calls[c].queue == q && floor->calls[c].state == CALL_ACTIVE;
    }
    assert_int_equal(queue->ringing, ringing);
    assert_int_equal(queue->active, active);
    assert_int_equal(queue->life.offered, queue->life.answered + queue->life.abandoned +
                                              queue->life.overflow_out + queue->life.callback +
                                              queue->waiting + queue->ringing);
}

static void check_agents(const struct floor *floor)
{
    for (int a = 0; a < floor->n_agents; a++) {
        const struct sim_agent *agent = &floor->agents[a];
        bool with_call = agent->state == ACD_STATE_RINGING || agent->state == ACD_STATE_TALKING ||
                         agent->state == ACD_STATE_HOLD;
        assert_int_equal(agent->call != NONE, with_call);
        if (with_call)
            assert_int_equal(floor->calls[agent->call].agent, a);
        if (agent->asked_state != NONE || agent->asked_move)
            assert_true(sim_agent_busy(agent));
    }
}

/* Nobody waits for an agent who is free for just that. */
static void check_idle(const struct floor *floor, int q)
{
    if (floor->queues[q].waiting > 0 && sim_handed_out(floor, q))
        assert_int_equal(floor->queues[q].staff[ACD_STATE_AVAILABLE], 0);
}

void sim_floor_check(struct floor *floor)
{
    for (int q = 0; q < floor->n_queues; q++) {
        check_line(floor, q);
        check_staff(floor, q);
        check_balance(floor, q);
        check_idle(floor, q);
    }
    check_agents(floor);
}

static uint64_t mix(uint64_t hash, const char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001b3);
    return hash;
}

uint64_t sim_floor_hash(struct floor *floor, uint64_t hash)
{
    struct acd_buffer buffer;
    const struct acd_event *event;
    int i;
    acd_buffer_init(&buffer);
    while ((i = floor_changed_queue(floor)) >= 0)
        acd_pack(&buffer, &acd_queue_shape, floor_tell_queue(floor, i));
    while ((i = floor_changed_agent(floor)) >= 0)
        acd_pack(&buffer, &acd_agent_shape, floor_tell_agent(floor, i));
    while ((event = floor_take_event(floor)) != NULL)
        acd_pack(&buffer, &acd_event_shape, event);
    hash = mix(hash, buffer.data, buffer.size);
    acd_buffer_release(&buffer);
    return hash;
}
