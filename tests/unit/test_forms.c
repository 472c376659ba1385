/* Every operation asked for by keys and by command line, as the request that goes out. */
#include "console/ask/forms.h"
#include "console/ask/ui_keys.h"
#include "console/model/alarms.h"
#include "tests/support/desk.h"
#include "tests/support/floor_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { SENT_BYTES = 512 };

static void expect_sent(struct desk *desk, const char *expected)
{
    char sent[SENT_BYTES];
    if (strcmp(desk_sent(desk, sent, sizeof sent), expected) != 0)
        fail_msg("sent '%s', expected '%s'; error '%s', message '%s'", sent, expected,
                 desk->ui.dialog.error, desk->ui.message);
}

static const struct form_case {
    const char *view;    /* keys that go there first */
    const char *queue, *agent;
    const char *command; /* NULL: by keys alone */
    const char *keys;
    const char *sent;    /* "": nothing may go out */
    const char *error;   /* a part of it */
} form_cases[] = {
    {"", "sales", "", NULL, "o Right Enter",
     "overflow site=berlin queue=sales to=back calls=6 for_ms=900000 by=anna", ""},
    {"", "sales", "", NULL, "o Tab Enter",
     "overflow site=berlin queue=sales to=back calls=6 for_ms=900000 by=anna", ""},
    {"", "sales", "", NULL, "o Enter", "", ""},
    {"", "sales", "", NULL, "o y", "", ""},
    {"", "sales", "", NULL, "o Right Escape", "", ""},
    {"", "sales", "", NULL, "o Tab Tab Tab a Tab Tab Right Enter",
     "overflow site=berlin queue=sales to=back for_ms=900000 by=anna", ""},
    {"", "sales", "", "overflow to=orders calls=3 for=5m", "Right Enter",
     "overflow site=berlin queue=sales to=orders calls=3 for_ms=300000 by=anna", ""},
    {"", "sales", "", "overflow calls=24", "Right Enter", "", "only 23 wait now"},
    {"", "orders", "", "overflow to=back calls=1", "Right Enter", "", "nobody waits now"},
    {"", "care", "", "overflow to=support", "Right Enter", "", "does not accept overflow"},
    {"", "sales", "", NULL, "e Right Enter",
     "overflow_end site=berlin queue=sales measure=m1 by=anna", ""},
    {"", "care", "", NULL, "e Right Enter", "", "nothing to choose from"},
    {"", "sales", "", NULL, "m Right Enter",
     "move_agents site=berlin queue=sales for_ms=1800000 count=1 from=back instead=false by=anna", ""},
    {"", "sales", "", "move_agents from=orders count=2 instead=true", "Right Enter",
     "move_agents site=berlin queue=sales for_ms=1800000 count=2 from=orders instead=true by=anna", ""},
    {"", "sales", "", "move from=orders count=5", "Right Enter", "", "only 4 free there now"},
    {"", "sales", "", NULL, "h Right Enter",
     "all_hands site=berlin queue=sales for_ms=900000 by=anna", ""},
    {"", "sales", "", NULL, "f Right Enter",
     "defer_work site=berlin queue=sales for_ms=1800000 by=anna", ""},
    {"", "sales", "", "announce message=incident", "Right Enter",
     "announce site=berlin queue=sales for_ms=1800000 message=incident by=anna", ""},
    {"", "sales", "", NULL, "a Right Enter", "", "nothing is filled in"},
    {"", "sales", "", NULL, "c Right Enter",
     "callback site=berlin queue=sales for_ms=3600000 on=true by=anna", ""},
    {"", "sales", "", "callback on=off", "Right Enter",
     "callback site=berlin queue=sales for_ms=3600000 on=false by=anna", ""},
    {"", "sales", "", "reroute rule=night", "Right Enter",
     "reroute site=berlin queue=sales for_ms=3600000 rule=night by=anna", ""},
    {"", "sales", "", NULL, "M Right Enter",
     "managers site=berlin queue=sales for_ms=1800000 on=true by=anna", ""},
    {"", "sales", "", "outsource to=partner share=0.3", "Right Enter",
     "outsource site=berlin queue=sales to=partner for_ms=3600000 share=0.3 by=anna", ""},
    {"", "sales", "", "throttle share=25%", "Right Enter",
     "throttle site=berlin queue=sales for_ms=900000 share=0.25 by=anna", ""},
    {"", "sales", "", NULL, "U Right Enter", "open site=berlin queue=sales by=anna", ""},
    {"", "sales", "", NULL, "X Right Enter", "", "nothing is filled in"},
    {"", "sales", "", NULL, "X Up s a l e x Tab Right Enter", "", "type sales"},
    {"", "sales", "", NULL, "X Up s a l e s Tab Right Enter", "close site=berlin queue=sales by=anna", ""},
    {"", "sales", "", "claim alert=longest", "Right Enter",
     "claim site=berlin queue=sales alert=longest by=anna", ""},
    {"", "sales", "", "notice Card payments are down", "Right Enter",
     "notice site=berlin text=Card payments are down by=anna", ""},
    {"Enter", "sales", "", "priority prio=9 call=c4101", "Right Enter",
     "priority site=berlin queue=sales call=c4101 prio=9 by=anna", ""},
    {"Enter", "sales", "", "redirect call=c4102 to=orders", "Right Enter",
     "redirect site=berlin queue=sales call=c4102 to=orders by=anna", ""},
    {"T", "", "igor.v", NULL, "p Right Enter",
     "agent_state site=berlin agent=igor.v state=paused reason=break by=anna", ""},
    {"T", "", "chloe.m", NULL, "p Right Enter",
     "agent_state site=berlin agent=chloe.m state=available by=anna", ""},
    {"", "sales", "", "agent_state agent=igor.v state=paused reason=lunch", "Right Enter",
     "agent_state site=berlin agent=igor.v state=paused reason=lunch by=anna", ""},
    {"T", "", "kofi.a", "agent_queue queue=sales prio=2 add=true", "Right Enter",
     "agent_queue site=berlin queue=sales agent=kofi.a prio=2 add=true by=anna", ""},
    {"T", "", "kofi.a", "agent_queue queue=back remove=true", "Right Enter",
     "agent_queue site=berlin queue=back agent=kofi.a remove=true by=anna", ""},
    {"T", "", "kofi.a", "serves queue=back add=true", "Right Enter", "", "serves it already"},
};

static void test_forms_send_what_they_say(void **state)
{
    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(form_cases); i++) {
        const struct form_case *c = &form_cases[i];
        struct desk *desk = desk_take();
        if (c->queue[0])
            desk_select_queue(desk, "berlin", c->queue);
        desk_press(desk, c->view);
        if (c->agent[0])
            desk_select_agent(desk, "berlin", c->agent);
        if (c->command != NULL)
            desk_command(desk, c->command);
        if (c->command != NULL && c->error[0] == '\0' && !dialog_on_cancel(&desk->ui.dialog))
            fail_msg("case %zu: '%s' did not open a dialogue on Cancel: %s", i, c->command,
                     desk->ui.message);
        char error[1024];
        desk_press(desk, c->keys);
        snprintf(error, sizeof error, "%s%s", desk->ui.dialog.error, desk->ui.message);
        expect_sent(desk, c->sent);
        if (c->error[0] && strstr(error, c->error) == NULL)
            fail_msg("case %zu: error '%s', expected '%s'", i, error, c->error);
        desk_leave(desk);
    }
}

static void test_every_operation_but_the_snapshot_has_a_form(void **state)
{
    (void)state;
    for (int op = 0; op < ACD_OPS; op++) {
        const struct form *form = form_of((enum acd_op)op);
        assert_int_equal(form == NULL, op == ACD_OP_SNAPSHOT);
        for (int i = 0; form != NULL && i < DIALOG_FIELDS && form->fields[i].label; i++) {
            int arg = form->fields[i].arg;
            assert_true(arg >= ACD_ARGS_FIELDS ||
                        (acd_op_rule((enum acd_op)op)->takes & ACD_BIT(arg)) != 0);
        }
    }
}

static void test_every_known_argument_is_asked_or_set(void **state)
{
    (void)state;
    for (int op = 0; op < ACD_OPS; op++) {
        const struct form *form = form_of((enum acd_op)op);
        uint64_t asked = ACD_BIT(ACD_ARGS_AGENTS) | ACD_BIT(ACD_ARGS_ADD) | ACD_BIT(ACD_ARGS_REMOVE);
        for (int i = 0; form != NULL && i < DIALOG_FIELDS && form->fields[i].label; i++)
            if (form->fields[i].arg < ACD_ARGS_FIELDS)
                asked |= ACD_BIT(form->fields[i].arg);
        if (form != NULL)
            assert_int_equal(acd_op_rule((enum acd_op)op)->requires & ~asked, 0);
    }
}

static void test_the_target_is_checked_when_the_deed_is_pressed(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    desk_select_queue(desk, "berlin", "sales");
    desk_press(desk, "o Right");
    assert_string_equal(desk->ui.dialog.error, "");
    struct board_queue *back = (struct board_queue *)board_queue(desk->board, "berlin", "back");
    back->verdict.tier = TIER_BEYOND; /* between the look and the key */
    desk_press(desk, "Enter");
    assert_int_equal(desk->ui.n_outbox, 0);
    assert_int_equal(desk->ui.mode, UI_DIALOG);
    assert_non_null(strstr(desk->ui.dialog.error, "tier 3"));
    desk_leave(desk);
}

static void test_the_first_possible_target_is_chosen(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    struct board_queue *back = (struct board_queue *)board_queue(desk->board, "berlin", "back");
    back->verdict.tier = TIER_BEYOND;
    desk_select_queue(desk, "berlin", "sales");
    desk_press(desk, "o");
    assert_string_equal(dialog_chosen(&desk->ui.dialog, ACD_ARGS_TO)->id, "orders");
    assert_non_null(strstr(desk->ui.dialog.fields[0].choices[0].refused, "tier 3"));
    assert_non_null(strstr(desk->ui.dialog.fields[0].choices[1].words, "2nd choice"));
    desk_leave(desk);
}

static void test_the_same_is_not_asked_twice(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    desk_select_queue(desk, "berlin", "sales");
    desk_press(desk, "o Right Enter");
    assert_int_equal(desk->ui.n_outbox, 1);
    desk->world.now_ms += 2000;
    desk_press(desk, "o Right Enter");
    assert_int_equal(desk->ui.n_outbox, 1);
    if (strstr(desk->ui.dialog.error, "already asked 2") == NULL)
        fail_msg("error '%s', message '%s'", desk->ui.dialog.error, desk->ui.message);
    desk_press(desk, "Escape");
    desk_command(desk, "overflow calls=7");
    desk_press(desk, "Right Enter");
    assert_int_equal(desk->ui.n_outbox, 2);
    desk->world.now_ms += REQUEST_ANSWER_MS + 1; /* given up: it may be asked again, with a new id */
    desk_settle(desk);
    assert_non_null(strstr(desk->ui.message, "it may or may not have been carried out"));
    desk_press(desk, "o Right Enter");
    assert_int_equal(desk->ui.n_outbox, 3);
    assert_string_not_equal(desk->ui.outbox[0]->id, desk->ui.outbox[2]->id);
    desk_leave(desk);
}

static void test_a_request_is_complete_and_remembered(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    struct acd_fault why;
    desk_select_queue(desk, "berlin", "sales");
    desk_press(desk, "o Right Enter");
    const struct acd_request *request = desk->ui.outbox[0];
    assert_true(acd_request_check(request, &why));
    assert_int_equal(request->v, ACD_VERSION);
    assert_int_equal(request->ttl_ms, REQUEST_ANSWER_MS);
    assert_int_equal(requests_count(desk->requests), 1);
    const struct request_entry *entry = requests_at(desk->requests, 0);
    assert_string_equal(entry->words, "overflow 6 calls to Back office for 15 min");
    assert_string_equal(entry->id, request->id);
    assert_int_equal(desk->ui.mode, UI_ROWS);
    desk_leave(desk);
}

static void test_marked_agents_get_one_request_each(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    desk_press(desk, "T");
    desk_select_agent(desk, "berlin", "anna.k");
    desk_press(desk, "Space Space Space p");
    assert_int_equal(desk->ui.dialog.agents->n, 3);
    assert_non_null(strstr(desk->ui.dialog.title, "3 agents"));
    assert_string_equal(desk->ui.dialog.deed, "Pause 3");
    desk_press(desk, "Right Enter");
    assert_int_equal(desk->ui.n_outbox, 3);
    assert_string_not_equal(desk->ui.outbox[0]->agent, desk->ui.outbox[1]->agent);
    assert_int_equal(desk->ui.n_marked, 0);
    desk_leave(desk);
}

static void test_logging_out_many_has_to_be_typed(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    desk_press(desk, "T");
    desk_select_agent(desk, "berlin", "anna.k");
    desk_press(desk, "Space Space p");
    desk_press(desk, "Tab Tab l"); /* the state: "log out" */
    assert_string_equal(dialog_chosen(&desk->ui.dialog, ACD_ARGS_STATE)->id, "offline");
    desk_press(desk, "Up Enter");
    assert_int_equal(desk->ui.n_outbox, 0);
    assert_non_null(strstr(desk->ui.dialog.error, "Type"));
    desk_press(desk, "Up Up");
    desk_type(desk, "logout 2");
    desk_press(desk, "Tab Tab Enter");
    assert_int_equal(desk->ui.n_outbox, 2);
    desk_leave(desk);
}

static void test_marked_agents_move_in_one_request(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    desk_press(desk, "T");
    desk_select_agent(desk, "berlin", "kofi.a");
    desk_press(desk, "Space");
    desk_press(desk, "Q");
    desk_select_queue(desk, "berlin", "sales");
    desk_press(desk, "m Right Enter");
    expect_sent(desk, "move_agents site=berlin queue=sales for_ms=1800000 agents=1:kofi.a "
                      "instead=false by=anna");
    desk_leave(desk);
}

static const struct consequence_case {
    const char *queue, *command, *words;
} consequence_cases[] = {
    {"sales", "overflow calls=6", "6 callers who waited 3:17 to 4:12 keep their place in Back office."},
    {"sales", "overflow calls=1", "The caller who waited 4:12 keeps the place in Back office."},
    {"sales", "overflow calls=a", "23 callers who waited 0:12 to 4:12 keep their place in Back office."},
    {"sales", "overflow", "In force already: overflow to Back office, by anna, left 8:20."},
    {"sales", "throttle share=0.1", "10 of 100 new callers hear busy and are lost; those who wait stay."},
    {"sales", "close", "23 who wait now stay and are answered."},
    {"sales", "agent_state agent=igor.v state=paused",
     "There is a call on the line: it takes effect when the call ends."},
    {"sales", "move from=orders count=2 instead=true", "Orders keeps 7 of 9 on duty."},
};

static void test_consequences_have_the_numbers_of_now(void **state)
{
    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(consequence_cases); i++) {
        const struct consequence_case *c = &consequence_cases[i];
        struct desk *desk = desk_take();
        bool found = false;
        desk_select_queue(desk, "berlin", c->queue);
        desk_command(desk, c->command);
        for (int line = 0; line < desk->ui.dialog.n_consequence; line++)
            found |= strcmp(desk->ui.dialog.consequence[line], c->words) == 0;
        if (!found)
            fail_msg("'%s': '%s' is not among '%s' '%s'; %s", c->command, c->words,
                     desk->ui.dialog.consequence[0], desk->ui.dialog.consequence[1],
                     desk->ui.message);
        desk_leave(desk);
    }
}

static const struct {
    const char *site, *queue, *why, *words;
} not_offered[] = {
    {"berlin", "sales", "opened with --read-only", "no actions: opened with --read-only"},
    {"lisbon", "porto", NULL, "not while Lisboa is stale"},
    {"berlin", "nowhere", NULL, "no queue 'nowhere' is known at berlin"},
    {"=", "inbound", NULL, "choose one queue first"},
};

static void test_what_cannot_be_asked_says_why(void **state)
{
    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(not_offered); i++) {
        struct desk *desk = desk_take();
        struct key o = {.character = 'o'};
        desk_select_queue(desk, not_offered[i].site, not_offered[i].queue);
        snprintf(desk->ui.queue.site, sizeof desk->ui.queue.site, "%s", not_offered[i].site);
        snprintf(desk->ui.queue.id, sizeof desk->ui.queue.id, "%s", not_offered[i].queue);
        desk->ui.no_actions_why = not_offered[i].why;
        ui_key(&desk->ui, &desk->world, o);
        assert_int_equal(desk->ui.mode, UI_ROWS);
        assert_string_equal(desk->ui.message, not_offered[i].words);
        desk_leave(desk);
    }
}

/* Whatever an operation acts on: nobody is sent to choose what can then not be asked. */
static void test_without_actions_nothing_has_to_be_chosen_first(void **state)
{
    (void)state;
    static const char *const commands[] = {"pause", "serves", "redirect", "overflow", "notice"};
    for (size_t i = 0; i < ACD_COUNT_OF(commands); i++) {
        struct desk *desk = desk_take();
        desk_select_queue(desk, "=", "inbound");
        desk->ui.no_actions_why = "this is a recording";
        desk_command(desk, commands[i]);
        if (strcmp(desk->ui.message, "no actions: this is a recording") != 0)
            fail_msg("'%s': \"%s\"", commands[i], desk->ui.message);
        desk_leave(desk);
    }
}

static void test_an_operation_the_feed_lacks_is_not_offered(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    struct acd_fault why;
    struct board_site *berlin = (struct board_site *)board_site(desk->board, "berlin");
    berlin->ops &= ~ACD_BIT(ACD_OP_OVERFLOW);
    assert_false(ui_can(&desk->ui, berlin, ACD_OP_OVERFLOW, &why));
    assert_string_equal(why.text, "Berlin's feed does not carry out overflow");
    assert_true(ui_can(&desk->ui, berlin, ACD_OP_CALLBACK, &why));
    desk_leave(desk);
}

/* Others at the queue: anna has a measure in force and has claimed it. */
static void test_others_at_the_queue_want_a_second_enter(void **state)
{
    (void)state;
    char sent[512];
    static const struct {
        const char *by, *queue, *keys;
        bool sent;
    } cases[] = {
        {"anna", "sales", "h Right Enter", true},   {"boris", "sales", "h Right Enter", false},
        {"boris", "sales", "h Right Enter Enter", true}, {"boris", "support", "h Right Enter", true},
        {"boris", "sales", "C Right Enter", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct desk *desk = desk_take();
        snprintf(desk->ui.by, sizeof desk->ui.by, "%s", cases[i].by);
        desk_select_queue(desk, "berlin", cases[i].queue);
        desk_press(desk, cases[i].keys);
        desk_sent(desk, sent, sizeof sent);
        if ((sent[0] != '\0') != cases[i].sent)
            fail_msg("case %zu: sent '%s'", i, sent);
        if (!cases[i].sent) {
            bool said = false;
            for (int l = 0; l < desk->ui.dialog.n_consequence; l++)
                said = said || strstr(desk->ui.dialog.consequence[l],
                                      "anna has overflow in force here. Enter once more");
            assert_true(said);
        }
        desk_leave(desk);
    }
}

/* Behind a relay an answer bears two names; whose request it was is told by its id. */
static void test_own_requests_behind_a_relay_are_nobody_elses(void **state)
{
    (void)state;
    char sent[512];
    const struct acd_request request = {.id = "own", .site = "berlin", .op = "all_hands"};
    const struct acd_event event = {
        .known = ACD_BIT(ACD_EVENT_ID) | ACD_BIT(ACD_EVENT_TYPE) | ACD_BIT(ACD_EVENT_BY) |
                 ACD_BIT(ACD_EVENT_OP) | ACD_BIT(ACD_EVENT_QUEUE) | ACD_BIT(ACD_EVENT_REQUEST),
        .id = "e1",
        .type = "action",
        .by = "boris via relay",
        .op = "all_hands",
        .queue = "support",
        .request = "own",
    };
    for (int own = 0; own < 2; own++) {
        struct desk *desk = desk_take();
        snprintf(desk->ui.by, sizeof desk->ui.by, "boris");
        if (own)
            requests_asked(desk->requests, &request, "", desk->world.now_ms);
        fixture_tell(desk->board, "berlin", ACD_KIND_EVENT, 1, desk->world.now_ms, &event);
        desk_select_queue(desk, "berlin", "support");
        desk_press(desk, "h Right Enter");
        desk_sent(desk, sent, sizeof sent);
        assert_int_equal(sent[0] != '\0', own);
        desk_leave(desk);
    }
}

/* It may be taken over, but not unknowingly. */
static void test_a_claim_says_who_has_it(void **state)
{
    (void)state;
    static const struct {
        const char *by, *queue;
        bool said;
    } cases[] = {{"boris", "sales", true}, {"anna", "sales", false}, {"boris", "support", false}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct desk *desk = desk_take();
        bool said = false;
        snprintf(desk->ui.by, sizeof desk->ui.by, "%s", cases[i].by);
        desk_select_queue(desk, "berlin", cases[i].queue);
        desk_press(desk, "C");
        for (int l = 0; l < desk->ui.dialog.n_consequence; l++)
            said = said || strcmp(desk->ui.dialog.consequence[l], "anna takes care of this queue.") == 0;
        if (said != cases[i].said)
            fail_msg("case %zu: said %d", i, said);
        desk_leave(desk);
    }
}

static void test_alarms_are_seen_and_shelved_by_keys(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    struct alarms *alarms = board_alarms(desk->board);
    struct alarms_count before, after;
    desk_select_queue(desk, "berlin", "care");
    alarms_counts(alarms, &before);
    desk_press(desk, "x");
    alarms_counts(alarms, &after);
    assert_int_equal(after.waiting, before.waiting - 2); /* expected and capacity */
    assert_int_equal(after.standing, before.standing);
    desk_press(desk, "s Escape");
    alarms_counts(alarms, &after);
    assert_int_equal(after.shelved, 0);
    desk_press(desk, "s Right Enter");
    alarms_counts(alarms, &after);
    assert_int_equal(after.shelved, 3);
    assert_int_equal(after.standing, before.standing - 2);
    desk_press(desk, "u");
    alarms_counts(alarms, &after);
    assert_int_equal(after.shelved, 0);
    desk_select_queue(desk, "berlin", "orders");
    desk_press(desk, "s"); /* nothing stands there */
    assert_int_equal(desk->ui.mode, UI_ROWS);
    desk_press(desk, "L g Enter");
    assert_int_equal(desk->ui.view, VIEW_QUEUE);
    desk_leave(desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms_send_what_they_say),
        cmocka_unit_test(test_every_operation_but_the_snapshot_has_a_form),
        cmocka_unit_test(test_every_known_argument_is_asked_or_set),
        cmocka_unit_test(test_the_target_is_checked_when_the_deed_is_pressed),
        cmocka_unit_test(test_the_first_possible_target_is_chosen),
        cmocka_unit_test(test_the_same_is_not_asked_twice),
        cmocka_unit_test(test_a_request_is_complete_and_remembered),
        cmocka_unit_test(test_marked_agents_get_one_request_each),
        cmocka_unit_test(test_logging_out_many_has_to_be_typed),
        cmocka_unit_test(test_marked_agents_move_in_one_request),
        cmocka_unit_test(test_consequences_have_the_numbers_of_now),
        cmocka_unit_test(test_what_cannot_be_asked_says_why),
        cmocka_unit_test(test_without_actions_nothing_has_to_be_chosen_first),
        cmocka_unit_test(test_an_operation_the_feed_lacks_is_not_offered),
        cmocka_unit_test(test_others_at_the_queue_want_a_second_enter),
        cmocka_unit_test(test_own_requests_behind_a_relay_are_nobody_elses),
        cmocka_unit_test(test_a_claim_says_who_has_it),
        cmocka_unit_test(test_alarms_are_seen_and_shelved_by_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
