/* Requests judged by the table of operations; at most once. */
#include "acdfeed/control.h"
#include "acdfeed/limits.h"
#include "acdfeed/shape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define QUEUE ACD_BIT(ACD_REQUEST_QUEUE)
#define AGENT ACD_BIT(ACD_REQUEST_AGENT)
#define CALL ACD_BIT(ACD_REQUEST_CALL)
#define ARG(name) ACD_BIT(ACD_ARGS_##name)

static const struct {
    const char *op;
    uint64_t names, args;
    const char *words; /* NULL: it passes */
} cases[] = {
    {"overflow", QUEUE, ARG(TO), NULL},
    {"overflow", QUEUE, ARG(TO) | ARG(CALLS) | ARG(FOR), NULL},
    {"overflow", QUEUE, 0, "overflow needs to"},
    {"overflow", 0, ARG(TO), "overflow: which queue? (queue is missing)"},
    {"overflow", QUEUE, ARG(TO) | ARG(SHARE), "overflow takes no share"},
    {"outsource", QUEUE, 0, "outsource needs to, share"},
    {"move_agents", QUEUE, ARG(COUNT), NULL},
    {"move_agents", QUEUE, ARG(FROM), "move_agents needs agents or count"},
    {"priority", CALL, ARG(PRIO), NULL},
    {"priority", QUEUE, ARG(PRIO), "priority: which contact? (call is missing)"},
    {"agent_state", AGENT, ARG(STATE), NULL},
    {"agent_state", QUEUE, ARG(STATE), "agent_state: which agent? (agent is missing)"},
    {"agent_queue", AGENT, ARG(ADD), "agent_queue: which queue? (queue is missing)"},
    {"agent_queue", AGENT | QUEUE, ARG(ADD), NULL},
    {"close", QUEUE, 0, NULL},
    {"notice", 0, ARG(TEXT), NULL},
    {"snapshot", 0, ARG(KIND), NULL},
    {"snapshot", 0, 0, "snapshot needs kind"},
    {"polish_floor", 0, ARG(SHARE), NULL}, /* the feed's own */
};

static struct acd_request request_of(size_t i)
{
    return (struct acd_request){
        .known = ACD_BIT(ACD_REQUEST_ID) | ACD_BIT(ACD_REQUEST_OP) | ACD_BIT(ACD_REQUEST_SITE) |
                 ACD_BIT(ACD_REQUEST_ARGS) | cases[i].names,
        .id = "r1",
        .op = cases[i].op,
        .site = "berlin",
        .queue = "sales",
        .agent = "ann",
        .call = "c1",
        .args = {.known = cases[i].args, .to = "support", .share = 0.5, .kind = "queue",
                 .for_ms = 1000, .text = "hello", .state = "paused"},
    };
}

static void requests_are_judged(void **state)
{
    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct acd_request request = request_of(i);
        struct acd_fault why = {""};
        bool passes = acd_request_check(&request, &why);
        if (passes != !cases[i].words || (cases[i].words && strcmp(why.text, cases[i].words) != 0))
            fail_msg("case %zu, %s: %s", i, cases[i].op, why.text);
    }
}

static const char *name_of(const void *context, const char *queue)
{
    (void)context;
    return strcmp(queue, "back") == 0 ? "Back office" : NULL;
}

static const struct {
    const char *op;
    uint64_t names;
    struct acd_args args;
    const char *words;
} spoken[] = {
    {"overflow", QUEUE, {.known = ARG(TO) | ARG(CALLS) | ARG(FOR), .to = "back", .calls = 3,
                         .for_ms = 900000}, "3 calls to Back office for 15 min"},
    {"overflow", QUEUE, {.known = ARG(TO), .to = "other"}, "all calls to other"},
    {"overflow", QUEUE, {.known = ARG(TO) | ARG(CALLS), .to = "back", .calls = 1},
     "1 call to Back office"},
    {"overflow_end", QUEUE, {.known = ARG(MEASURE), .measure = "m1"}, "m1"},
    {"move_agents", QUEUE, {.known = ARG(COUNT) | ARG(FROM) | ARG(FOR), .count = 2, .from = "back",
                            .for_ms = 90000}, "2 agents from Back office for 1:30 min"},
    {"move_agents", QUEUE, {.known = ARG(AGENTS) | ARG(INSTEAD), .n_agents = 1, .instead = true},
     "1 agent (serving nothing else)"},
    {"all_hands", QUEUE, {.known = ARG(FOR), .for_ms = 5000}, "for 5 s"},
    {"announce", QUEUE, {.known = ARG(MESSAGE), .message = "down"}, "\"down\""},
    {"callback", QUEUE, {.known = ARG(ON) | ARG(FOR), .on = true, .for_ms = 3600000},
     "on for 60 min"},
    {"managers", QUEUE, {.known = ARG(ON)}, "off"},
    {"reroute", QUEUE, {.known = ARG(RULE), .rule = "pool"}, "by rule pool"},
    {"outsource", QUEUE, {.known = ARG(TO) | ARG(SHARE), .to = "partner", .share = 0.2},
     "20 % to partner"},
    {"throttle", QUEUE, {.known = ARG(SHARE), .share = 0.125}, "12.5 %"},
    {"close", QUEUE, {0}, ""},
    {"priority", QUEUE | CALL, {.known = ARG(PRIO), .prio = 3}, "contact c1 priority 3"},
    {"redirect", QUEUE | CALL, {.known = ARG(TO), .to = "back"}, "contact c1 to Back office"},
    {"agent_state", AGENT, {.known = ARG(STATE) | ARG(REASON), .state = "paused",
                            .reason = "training"}, "paused (training)"},
    {"agent_queue", AGENT | QUEUE, {.known = ARG(ADD) | ARG(PRIO), .add = true, .prio = 2},
     "serve it too priority 2"},
    {"claim", QUEUE, {.known = ARG(ALERT), .alert = "queue"}, "queue"},
    {"notice", 0, {.known = ARG(TEXT), .text = "客户"}, "\"客户\""},
};

static void requests_are_told_in_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(spoken); i++) {
        struct acd_request request = request_of(0);
        request.op = spoken[i].op;
        request.known = spoken[i].names;
        request.args = spoken[i].args;
        char words[ACD_MAX_TEXT_BYTES + 1];
        acd_request_words(&request, name_of, NULL, words, sizeof words);
        assert_string_equal(words, spoken[i].words);
        for (size_t room = 1; room < sizeof words; room++) {
            acd_request_words(&request, name_of, NULL, words, room);
            assert_true(strlen(words) < room);
            assert_int_equal(strncmp(words, spoken[i].words, strlen(words)), 0);
            size_t end = strlen(words);
            assert_true(((unsigned char)spoken[i].words[end] & 0xc0) != 0x80);
        }
    }
}

static void heads_are_judged(void **state)
{
    (void)state;
    struct acd_fault why;
    struct acd_request request = request_of(0);
    request.id = "";
    assert_false(acd_request_check(&request, &why));
    request.id = "01234567890123456789012345678901234567890123456789012345678901234";
    assert_false(acd_request_check(&request, &why));
    request = request_of(0);
    request.known &= ~ACD_BIT(ACD_REQUEST_OP);
    assert_false(acd_request_check(&request, &why));
    request = request_of(0);
    request.known &= ~ACD_BIT(ACD_REQUEST_SITE);
    assert_false(acd_request_check(&request, &why));
    assert_string_equal(why.text, "overflow: which site? (site is missing)");
    request = request_of(0);
    request.queue = "no spaces";
    assert_false(acd_request_check(&request, &why));
}

static void every_operation_has_its_rule(void **state)
{
    (void)state;
    for (int op = 0; op < ACD_OPS; op++) {
        const struct acd_op_rule *rule = acd_op_rule((enum acd_op)op);
        assert_int_equal(rule->op, op);
        assert_non_null(rule->does);
        assert_int_equal(rule->requires & ~rule->takes, 0);
        assert_int_equal(rule->requires_any & ~rule->takes, 0);
        assert_int_equal(rule->commands, op != ACD_OP_SNAPSHOT);
        assert_int_equal(rule->lasts, (rule->takes & ARG(FOR)) != 0);
    }
    assert_null(acd_op_rule((enum acd_op)ACD_OPS));
    assert_null(acd_op_rule((enum acd_op)-1));
}

static void ids_differ(void **state)
{
    (void)state;
    char ids[64][ACD_REQUEST_ID_BYTES];
    for (int i = 0; i < 64; i++) {
        acd_request_id_draw(ids[i]);
        assert_int_equal(strlen(ids[i]), 32);
        assert_true(acd_id_valid(ids[i], 32));
        for (int j = 0; j < i; j++)
            assert_string_not_equal(ids[i], ids[j]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_are_judged),
        cmocka_unit_test(requests_are_told_in_words),
        cmocka_unit_test(heads_are_judged),
        cmocka_unit_test(every_operation_has_its_rule),
        cmocka_unit_test(ids_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
