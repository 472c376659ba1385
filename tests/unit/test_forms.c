/* Every operation asked for by keys and by command line, as the request that goes out. */
#include "console/ask/forms.h"
#include "tests/support/floor_fixture.h"
#include "tests/support/seat.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { SENT_BYTES = 512 };

static void expect_sent(struct seat *seat, const char *expected)
{
    char sent[SENT_BYTES];
    if (strcmp(seat_sent(seat, sent, sizeof sent), expected) != 0)
        fail_msg("sent '%s', expected '%s'; error '%s', message '%s'", sent, expected,
                 seat->ui.dialog.error, seat->ui.message);
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
    {"", "sales", "", NULL, "+ Right Enter", "open site=berlin queue=sales by=anna", ""},
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
        struct seat *seat = seat_take();
        if (c->queue[0])
            seat_select_queue(seat, "berlin", c->queue);
        seat_press(seat, c->view);
        if (c->agent[0])
            seat_select_agent(seat, "berlin", c->agent);
        if (c->command != NULL)
            seat_command(seat, c->command);
        if (c->command != NULL && c->error[0] == '\0' && !dialog_on_cancel(&seat->ui.dialog))
            fail_msg("case %zu: '%s' did not open a dialogue on Cancel: %s", i, c->command,
                     seat->ui.message);
        char error[512];
        seat_press(seat, c->keys);
        snprintf(error, sizeof error, "%s%s", seat->ui.dialog.error, seat->ui.message);
        expect_sent(seat, c->sent);
        if (c->error[0] && strstr(error, c->error) == NULL)
            fail_msg("case %zu: error '%s', expected '%s'", i, error, c->error);
        seat_leave(seat);
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
    struct seat *seat = seat_take();
    seat_select_queue(seat, "berlin", "sales");
    seat_press(seat, "o Right");
    assert_string_equal(seat->ui.dialog.error, "");
    struct board_queue *back = (struct board_queue *)board_queue(seat->board, "berlin", "back");
    back->verdict.tier = TIER_BEYOND; /* between the look and the key */
    seat_press(seat, "Enter");
    assert_int_equal(seat->ui.n_outbox, 0);
    assert_int_equal(seat->ui.mode, UI_DIALOG);
    assert_non_null(strstr(seat->ui.dialog.error, "tier 3"));
    seat_leave(seat);
}

static void test_the_first_possible_target_is_chosen(void **state)
{
    (void)state;
    struct seat *seat = seat_take();
    struct board_queue *back = (struct board_queue *)board_queue(seat->board, "berlin", "back");
    back->verdict.tier = TIER_BEYOND;
    seat_select_queue(seat, "berlin", "sales");
    seat_press(seat, "o");
    assert_string_equal(dialog_chosen(&seat->ui.dialog, ACD_ARGS_TO)->id, "orders");
    assert_non_null(strstr(seat->ui.dialog.fields[0].choices[0].refused, "tier 3"));
    assert_non_null(strstr(seat->ui.dialog.fields[0].choices[1].words, "2nd choice"));
    seat_leave(seat);
}

static void test_the_same_is_not_asked_twice(void **state)
{
    (void)state;
    struct seat *seat = seat_take();
    seat_select_queue(seat, "berlin", "sales");
    seat_press(seat, "o Right Enter");
    assert_int_equal(seat->ui.n_outbox, 1);
    seat->world.now_ms += 2000;
    seat_press(seat, "o Right Enter");
    assert_int_equal(seat->ui.n_outbox, 1);
    if (strstr(seat->ui.dialog.error, "already asked 2") == NULL)
        fail_msg("error '%s', message '%s'", seat->ui.dialog.error, seat->ui.message);
    seat_press(seat, "Escape");
    seat_command(seat, "overflow calls=7");
    seat_press(seat, "Right Enter");
    assert_int_equal(seat->ui.n_outbox, 2);
    seat->world.now_ms += REQUEST_ANSWER_MS + 1; /* given up: it may be asked again, with a new id */
    seat_settle(seat);
    assert_non_null(strstr(seat->ui.message, "it may or may not have been carried out"));
    seat_press(seat, "o Right Enter");
    assert_int_equal(seat->ui.n_outbox, 3);
    assert_string_not_equal(seat->ui.outbox[0]->id, seat->ui.outbox[2]->id);
    seat_leave(seat);
}

static void test_a_request_is_complete_and_remembered(void **state)
{
    (void)state;
    struct seat *seat = seat_take();
    struct acd_fault why;
    seat_select_queue(seat, "berlin", "sales");
    seat_press(seat, "o Right Enter");
    const struct acd_request *request = seat->ui.outbox[0];
    assert_true(acd_request_check(request, &why));
    assert_int_equal(request->v, ACD_VERSION);
    assert_int_equal(request->ttl_ms, REQUEST_ANSWER_MS);
    assert_int_equal(requests_count(seat->requests), 1);
    const struct request_entry *entry = requests_at(seat->requests, 0);
    assert_string_equal(entry->words, "overflow to Back office 6 calls for 15 min");
    assert_string_equal(entry->id, request->id);
    assert_int_equal(seat->ui.mode, UI_ROWS);
    seat_leave(seat);
}

static void test_marked_agents_get_one_request_each(void **state)
{
    (void)state;
    struct seat *seat = seat_take();
    seat_press(seat, "T");
    seat_select_agent(seat, "berlin", "anna.k");
    seat_press(seat, "Space Space Space p");
    assert_int_equal(seat->ui.dialog.agents->n, 3);
    assert_non_null(strstr(seat->ui.dialog.title, "3 agents"));
    assert_string_equal(seat->ui.dialog.deed, "Pause 3");
    seat_press(seat, "Right Enter");
    assert_int_equal(seat->ui.n_outbox, 3);
    assert_string_not_equal(seat->ui.outbox[0]->agent, seat->ui.outbox[1]->agent);
    assert_int_equal(seat->ui.n_marked, 0);
    seat_leave(seat);
}

static void test_logging_out_many_has_to_be_typed(void **state)
{
    (void)state;
    struct seat *seat = seat_take();
    seat_press(seat, "T");
    seat_select_agent(seat, "berlin", "anna.k");
    seat_press(seat, "Space Space p");
    seat_press(seat, "Tab Tab l"); /* the state: "log out" */
    assert_string_equal(dialog_chosen(&seat->ui.dialog, ACD_ARGS_STATE)->id, "offline");
    seat_press(seat, "Up Enter");
    assert_int_equal(seat->ui.n_outbox, 0);
    assert_non_null(strstr(seat->ui.dialog.error, "Type"));
    seat_press(seat, "Up Up");
    seat_type(seat, "logout 2");
    seat_press(seat, "Tab Tab Enter");
    assert_int_equal(seat->ui.n_outbox, 2);
    seat_leave(seat);
}

static void test_marked_agents_move_in_one_request(void **state)
{
    (void)state;
    struct seat *seat = seat_take();
    seat_press(seat, "T");
    seat_select_agent(seat, "berlin", "kofi.a");
    seat_press(seat, "Space");
    seat_press(seat, "Q");
    seat_select_queue(seat, "berlin", "sales");
    seat_press(seat, "m Right Enter");
    expect_sent(seat, "move_agents site=berlin queue=sales for_ms=1800000 agents=1:kofi.a "
                      "instead=false by=anna");
    seat_leave(seat);
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
        struct seat *seat = seat_take();
        bool found = false;
        seat_select_queue(seat, "berlin", c->queue);
        seat_command(seat, c->command);
        for (int line = 0; line < seat->ui.dialog.n_consequence; line++)
            found |= strcmp(seat->ui.dialog.consequence[line], c->words) == 0;
        if (!found)
            fail_msg("'%s': '%s' is not among '%s' '%s'; %s", c->command, c->words,
                     seat->ui.dialog.consequence[0], seat->ui.dialog.consequence[1],
                     seat->ui.message);
        seat_leave(seat);
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
        struct seat *seat = seat_take();
        struct key o = {.character = 'o'};
        seat_select_queue(seat, not_offered[i].site, not_offered[i].queue);
        snprintf(seat->ui.queue.site, sizeof seat->ui.queue.site, "%s", not_offered[i].site);
        snprintf(seat->ui.queue.id, sizeof seat->ui.queue.id, "%s", not_offered[i].queue);
        seat->ui.no_actions_why = not_offered[i].why;
        ui_key(&seat->ui, &seat->world, o);
        assert_int_equal(seat->ui.mode, UI_ROWS);
        assert_string_equal(seat->ui.message, not_offered[i].words);
        seat_leave(seat);
    }
}

static void test_an_operation_the_feed_lacks_is_not_offered(void **state)
{
    (void)state;
    struct seat *seat = seat_take();
    struct acd_fault why;
    struct board_site *berlin = (struct board_site *)board_site(seat->board, "berlin");
    berlin->ops &= ~ACD_BIT(ACD_OP_OVERFLOW);
    assert_false(ui_can(&seat->ui, berlin, ACD_OP_OVERFLOW, &why));
    assert_string_equal(why.text, "Berlin's feed does not carry out overflow");
    assert_true(ui_can(&seat->ui, berlin, ACD_OP_CALLBACK, &why));
    seat_leave(seat);
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
        cmocka_unit_test(test_an_operation_the_feed_lacks_is_not_offered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
