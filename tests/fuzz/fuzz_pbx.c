/* A whole conversation with a manager server that says anything: bytes in, figures out that always
 * hold together, and nothing said but actions that are whole.  Lines `@ MS` let time pass, `@
 * close` and
 * `@ open` break the connection and make it anew, `@ ask LINE` is a request of a console. */
#include "acdfeed/json.h"
#include "feed/asterisk/pbx_session.h"
#include "tests/fuzz/told.h"

#define T0 INT64_C(1795287600000)

struct world {
    struct pbx_settings settings;
    struct pbx *pbx;
    struct pbx_ops *ops;
    struct pbx_session *session;
    struct acd_scratch scratch;
    int64_t t;
    int asked;
    bool same_day; /* nothing told lies in another one: what was offered is counted where it ends */
};

static unsigned char room[ACD_SCRATCH_BYTES] __attribute__((aligned(8)));

static void check_queue(const struct acd_queue *queue, bool same_day)
{
    const struct acd_tally *day = &queue->day;
    check_counts(&acd_queue_shape, queue);
    if (ACD_KNOWN(queue, ACD_QUEUE_WAITING) && ACD_KNOWN(queue, ACD_QUEUE_CALLS))
        HOLDS(queue->n_calls == (queue->waiting < ACD_MAX_CALLS ? queue->waiting : ACD_MAX_CALLS));
    for (uint32_t i = 0; ACD_KNOWN(queue, ACD_QUEUE_CALLS) && i < queue->n_calls; i++) {
        check_counts(&acd_call_shape, &queue->calls[i]);
        if (ACD_KNOWN(queue, ACD_QUEUE_OLDEST))
            HOLDS(queue->calls[i].wait_ms <= queue->oldest_ms);
    }
    if (ACD_KNOWN(queue, ACD_QUEUE_DAY)) {
        HOLDS(day->answered_in <= day->answered && day->abandoned_in <= day->abandoned);
        HOLDS(!same_day || day->answered + day->abandoned + day->overflow_out <= day->offered);
    }
    for (uint32_t i = 0; ACD_KNOWN(queue, ACD_QUEUE_MEASURES) && i < queue->n_measures; i++)
        check_counts(&acd_measure_shape, &queue->measures[i]);
}

static void check_told(struct world *world)
{
    const struct acd_event *event;
    const char *request, *why;
    enum acd_status status;
    int i;
    while ((i = pbx_changed_queue(world->pbx)) >= 0) {
        struct acd_queue queue = *pbx_tell_queue(world->pbx, i, world->t);
        pbx_ops_tell(world->ops, i, world->t, &queue);
        check_queue(&queue, world->same_day);
    }
    while ((i = pbx_changed_agent(world->pbx)) >= 0) {
        const struct acd_agent *agent = pbx_tell_agent(world->pbx, i, world->t);
        check_counts(&acd_agent_shape, agent);
        HOLDS(agent->state >= 0 && agent->state < ACD_STATES);
    }
    check_counts(&acd_site_shape, pbx_tell_site(world->pbx, world->t));
    while ((event = pbx_take_event(world->pbx)) || (event = pbx_ops_take_event(world->ops)))
        check_counts(&acd_event_shape, event);
    while (pbx_ops_take_finished(world->ops, &request, &status, &why))
        HOLDS(request[0] && status < ACD_STATUSES);
}

/* What is sent: lines of printable text, each message ended. */
static void check_output(struct world *world)
{
    size_t n;
    const char *output = pbx_session_output(world->session, &n);
    for (size_t i = 0; i < n; i++)
        HOLDS(((unsigned char)output[i] >= 0x20 && output[i] != 0x7f) || output[i] == '\r' ||
              output[i] == '\n');
    HOLDS(n == 0 || (n >= 4 && memcmp(output + n - 4, "\r\n\r\n", 4) == 0));
    pbx_session_sent(world->session, n);
}

static void ask(struct world *world, const char *line)
{
    struct acd_fault why;
    struct acd_json *json = acd_json_new();
    char id[48];
    world->scratch.used = 0;
    snprintf(id, sizeof(id), "{\"id\":\"r%d\",\"site\":\"pbx\"}", world->asked++);
    bool fine = acd_json_merge_line(json, line, strlen(line), &why) &&
                acd_json_merge_line(json, id, strlen(id), &why);
    const struct acd_request *request =
        fine ? acd_json_entity(json, &acd_request_shape, &world->scratch, NULL, &why) : NULL;
    if (request && acd_request_check(request, &why)) {
        struct acd_outcome outcome = pbx_ops_command(world->ops, request, world->t);
        HOLDS(outcome.status < ACD_STATUSES);
        if (outcome.why)
            check_words(outcome.why);
    }
    acd_json_free(json);
}

static void steer(struct world *world, const char *line)
{
    if (strncmp(line, "ask ", 4) == 0) {
        ask(world, line + 4);
    } else if (strcmp(line, "close") == 0) {
        pbx_session_closed(world->session, world->t, "it went");
    } else if (strcmp(line, "open") == 0) {
        pbx_session_closed(world->session, world->t, "it went");
        pbx_session_opened(world->session, world->t);
    } else {
        int64_t ms = strtoll(line, NULL, 10);
        world->t += ms > 0 ? ms % 100000000 : 0;
    }
}

static void look_at_day(struct world *world, const char *line)
{
    enum { HOUR_S = 3600 };
    const int64_t now_s = T0 / 1000;
    int64_t at_s = now_s, wait_s = 0;
    if (strncmp(line, "Timestamp:", 10) == 0)
        at_s = strtoll(line + 10, NULL, 10);
    if (strncmp(line, "HoldTime:", 9) == 0 || strncmp(line, "Wait:", 5) == 0)
        wait_s = strtoll(line + 9 - 4 * (*line == 'W'), NULL, 10);
    if (at_s < now_s - HOUR_S || at_s > now_s + 4 * HOUR_S || wait_s > HOUR_S ||
        world->t > T0 + 4000 * HOUR_S)
        world->same_day = false;
}

static void step(struct world *world, const char *line)
{
    const char *why;
    look_at_day(world, line);
    if (strncmp(line, "@ ", 2) == 0) {
        steer(world, line + 2);
    } else {
        pbx_session_read(world->session, line, strlen(line), world->t);
        pbx_session_read(world->session, "\n", 1, world->t);
        if (line[0]) /* until the message is whole */
            return;
    }
    pbx_advance(world->pbx, world->t);
    pbx_ops_advance(world->ops, world->t);
    if (!pbx_session_advance(world->session, world->t, &why)) {
        check_words(why);
        pbx_session_closed(world->session, world->t, why);
    }
    check_output(world);
    check_told(world);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    struct world world = {
        .t = T0, .same_day = true, .scratch = {.at = room, .bytes = sizeof(room)}};
    struct input input = {data, data + bytes};
    if (bytes > 16384)
        return 0;
    pbx_settings_init(&world.settings);
    snprintf(world.settings.id, sizeof(world.settings.id), "pbx");
    world.settings.wrapup_ms = 5000;
    world.settings.hooks = true;
    world.pbx = pbx_new(&world.settings, T0);
    world.ops = pbx_ops_new(world.pbx);
    world.session = pbx_session_new(world.pbx, world.ops, "bridge", "secret");
    pbx_session_opened(world.session, T0);
    for (char *line; (line = input_line(&input)) != NULL; free(line))
        step(&world, line);
    pbx_touch_queues(world.pbx);
    check_told(&world);
    pbx_session_free(world.session);
    pbx_ops_free(world.ops);
    pbx_free(world.pbx);
    pbx_settings_release(&world.settings);
    return 0;
}
