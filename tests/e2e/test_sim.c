/* `acdfeed sim`, the real program, heard by a real subscriber: it is whole, it carries out what it
 * is told and shows it, it ends when it should and says what is wrong. */
#include "tests/support/patience.h"
#include "tests/support/tool.h"

#include "acdfeed/clock.h"
#include "acdfeed/control.h"
#include "acdfeed/subscriber.h"
#include "feed/commands/command.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct place {
    char folder[TOOL_NAME_BYTES], stats[TOOL_NAME_BYTES], control[TOOL_NAME_BYTES];
};

static int make_place(void **state)
{
    struct place *place = calloc(1, sizeof(*place));
    assert_non_null(place);
    tool_folder(place->folder);
    tool_endpoint(place->stats, place->folder, "stats");
    tool_endpoint(place->control, place->folder, "control");
    *state = place;
    return 0;
}

static int remove_place(void **state)
{
    tool_remove_folder(((struct place *)*state)->folder);
    free(*state);
    return 0;
}

/* What the subscriber heard. */
struct heard {
    int live, queues, agents;
    bool overflow_in_force, action_done;
    int64_t overflowed;
    int status; /* of the last reply, -1 none */
    char why[256];
};

static void hear_entity(void *context, const struct acd_told *told, const void *entity)
{
    struct heard *heard = context;
    if (told->kind == ACD_KIND_QUEUE) {
        const struct acd_queue *queue = entity;
        bool sales = strcmp(queue->id, "sales-de") == 0;
        for (uint32_t i = 0; sales && i < queue->n_measures; i++)
            heard->overflow_in_force =
                heard->overflow_in_force || strcmp(queue->measures[i].op, "overflow") == 0;
        if (sales)
            heard->overflowed = queue->day.overflow_out;
    }
    if (told->kind == ACD_KIND_EVENT) {
        const struct acd_event *event = entity;
        heard->action_done =
            heard->action_done || (strcmp(event->type, "action") == 0 && event->request &&
                                   event->status && strcmp(event->status, "done") == 0);
    }
}

static void hear_site(void *context, const struct acd_site_state *state)
{
    struct heard *heard = context;
    if (state->link != ACD_LINK_LIVE || state->restarts > 0)
        return;
    heard->live |= strcmp(state->id, "berlin") == 0 ? 1 : strcmp(state->id, "paris") == 0 ? 2 : 4;
    heard->queues = (int)state->present[ACD_KIND_QUEUE];
    heard->agents = (int)state->present[ACD_KIND_AGENT];
}

static void hear_reply(void *context, const struct acd_reply *reply)
{
    struct heard *heard = context;
    heard->status = reply->status;
    snprintf(heard->why, sizeof(heard->why), "%s", reply->why ? reply->why : "");
}

static struct acd_subscriber *listen_to(const struct place *place, bool control,
                                        struct heard *heard)
{
    struct acd_fault why;
    struct acd_subscriber *subscriber = acd_subscriber_new(&(struct acd_subscriber_options){
        .handler = {
            .context = heard, .entity = hear_entity, .site = hear_site, .reply = hear_reply}});
    *heard = (struct heard){.status = -1};
    if (!acd_subscriber_add(subscriber, place->stats, control ? place->control : NULL, &why))
        fail_msg("%s", why.text);
    return subscriber;
}

#define SERVE_UNTIL(subscriber, condition)                                                         \
    do {                                                                                           \
        int64_t deadline_ = acd_monotonic_ms() + patience_ms(TOOL_DEADLINE_MS);                                 \
        while (!(condition) && acd_monotonic_ms() < deadline_)                                     \
            (void)acd_subscriber_serve(subscriber, 50, -1);                                        \
        assert_true(condition);                                                                    \
    } while (0)

static void ask(struct acd_subscriber *subscriber, struct heard *heard, const char *queue,
                const char *to)
{
    char id[ACD_REQUEST_ID_BYTES];
    struct acd_fault why;
    struct acd_request request = {.v = 1,
                                  .id = id,
                                  .op = "overflow",
                                  .site = "berlin",
                                  .queue = queue,
                                  .by = "anna",
                                  .args = {.to = to}};
    acd_request_id_draw(id);
    request.known = ACD_BIT(ACD_REQUEST_V) | ACD_BIT(ACD_REQUEST_ID) | ACD_BIT(ACD_REQUEST_OP) |
                    ACD_BIT(ACD_REQUEST_SITE) | ACD_BIT(ACD_REQUEST_QUEUE) |
                    ACD_BIT(ACD_REQUEST_BY) | ACD_BIT(ACD_REQUEST_ARGS);
    request.args.known = ACD_BIT(ACD_ARGS_TO);
    heard->status = -1;
    if (!acd_subscriber_send(subscriber, &request, &why))
        fail_msg("%s", why.text);
    SERVE_UNTIL(subscriber, heard->status >= 0);
}

static void start_sim(struct tool *tool, const struct place *place, const char *const *more)
{
    const char *arguments[24] = {"sim", "--stats", place->stats, "--control", place->control};
    int n = 5;
    while (*more)
        arguments[n++] = *more++;
    tool_start(tool, arguments);
    tool_await_complaint(tool, " agents\n");
}
#define START_SIM(tool, place, ...)                                                                \
    start_sim((tool), (place), (const char *const[]){__VA_ARGS__, NULL})

static void is_whole_and_obeys(void **state)
{
    struct place *place = *state;
    struct tool sim;
    struct heard heard;
    START_SIM(&sim, place, "--speed", "20", "--period", "200ms");
    struct acd_subscriber *subscriber = listen_to(place, true, &heard);
    SERVE_UNTIL(subscriber, heard.live == 7);
    ask(subscriber, &heard, "sales-de", "nowhere");
    assert_int_equal(heard.status, ACD_STATUS_REFUSED);
    assert_string_equal(heard.why, "there is no queue nowhere at berlin");
    assert_false(heard.overflow_in_force);
    ask(subscriber, &heard, "sales-de", "back-office");
    assert_int_equal(heard.status, ACD_STATUS_DONE);
    SERVE_UNTIL(subscriber, heard.overflow_in_force && heard.action_done);
    SERVE_UNTIL(subscriber, heard.overflowed > 3); /* contacts do go there */
    acd_subscriber_free(subscriber);
    assert_int_equal(tool_stop(&sim), COMMAND_DONE);
    assert_non_null(strstr(sim.complaint, "acdfeed sim: stats ipc://"));
    assert_non_null(strstr(sim.complaint, "3 sites, 14 queues, "));
    free(sim.complaint);
}

static void as_large_as_asked(void **state)
{
    struct place *place = *state;
    struct tool sim;
    struct heard heard;
    START_SIM(&sim, place, "--site", "wien", "--queues", "40", "--agents", "300", "--seed", "7");
    struct acd_subscriber *subscriber = listen_to(place, true, &heard);
    SERVE_UNTIL(subscriber, heard.live == 4);
    assert_int_equal(heard.queues, 40);
    assert_int_equal(heard.agents, 300);
    acd_subscriber_free(subscriber);
    assert_int_equal(tool_stop(&sim), COMMAND_DONE);
    assert_non_null(strstr(sim.complaint, "1 site, 40 queues, 300 agents"));
    free(sim.complaint);
}

/* Without a control socket it is read-only, and told whole all the same. */
static void read_only(void **state)
{
    struct place *place = *state;
    struct tool sim;
    struct heard heard;
    START_SIM(&sim, place, "--no-control", "--keyframe", "1s");
    struct acd_subscriber *subscriber = listen_to(place, false, &heard);
    SERVE_UNTIL(subscriber, heard.live == 7);
    acd_subscriber_free(subscriber);
    assert_int_equal(tool_stop(&sim), COMMAND_DONE);
    assert_non_null(strstr(sim.complaint, "control none"));
    free(sim.complaint);
}

static void ends_by_itself(void **state)
{
    struct place *place = *state;
    const char *root = getenv("ACD_SOURCE");
    char file[512];
    char *out, *err;
    snprintf(file, sizeof(file), "%s/tests/scenarios/burst.scenario", root ? root : ".");
    assert_int_equal(TOOL_RUN(NULL, &out, &err, "sim", "--stats", place->stats, "--control",
                              place->control, "--scenario", file, "--duration", "10m", "--speed",
                              "3600"),
                     COMMAND_DONE);
    assert_non_null(strstr(err, "3 sites"));
    assert_string_equal(out, "");
    free(out);
    free(err);
}

static const struct mistake {
    const char *arguments[8];
    int status;
    const char *said;
} mistakes[] = {
    {{"sim", "--speed", "0"}, COMMAND_USAGE, "--speed"},
    {{"sim", "--speed", "4000"}, COMMAND_USAGE, "--speed"},
    {{"sim", "--fast"}, COMMAND_USAGE, "--fast"},
    {{"sim", "--start", "25:00"}, COMMAND_USAGE, "--start 25:00: a time such as 10:00"},
    {{"sim", "--scenario", "/nowhere"}, COMMAND_USAGE, "neither a built-in scenario nor a file"},
    {{"sim", "--site", "a,a"}, COMMAND_USAGE, "a stands there twice"},
    {{"sim", "--site", "a b"}, COMMAND_USAGE, "ids of A-Z"},
    {{"sim", "--queues", "2"}, COMMAND_USAGE, "at least two for each"},
    {{"sim", "--stats", "nonsense"}, COMMAND_USAGE, "--stats"},
    {{"sim", "--stats", "ipc:///nowhere/at/all", "--no-control"},
     COMMAND_FAILED,
     "/nowhere/at/all"},
};

static void says_what_is_wrong(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
        char *out, *err;
        int status = tool_run(mistakes[i].arguments, NULL, &out, &err);
        if (status != mistakes[i].status || !strstr(err, mistakes[i].said))
            fail_msg("%s %s: exit %d, \"%s\"", mistakes[i].arguments[1],
                     mistakes[i].arguments[2] ? mistakes[i].arguments[2] : "", status, err);
        free(out);
        free(err);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(is_whole_and_obeys, make_place, remove_place),
        cmocka_unit_test_setup_teardown(as_large_as_asked, make_place, remove_place),
        cmocka_unit_test_setup_teardown(read_only, make_place, remove_place),
        cmocka_unit_test_setup_teardown(ends_by_itself, make_place, remove_place),
        cmocka_unit_test(says_what_is_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
