/* The Manager Interface in pieces of every size, over every bound, and actions that hold what they
 * must not. */
#include "feed/asterisk/ami.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char login[] = "Asterisk Call Manager/5.0.4\r\n"
                            "Response: Success\r\nActionID: a1\r\nMessage: Authentication accepted\r\n\r\n"
                            "Event: Hangup\r\nTimestamp: 1795287503.028149\r\nCause-txt: Normal: yes\r\n"
                            "AccountCode: \r\nEmpty:\r\n\r\n\r\n"
                            "Event: Second\r\nA: 1\r\na: 2\r\n\r\n";

/* Messages as "key=value key=value|..." */
static void say(struct ami_parser *parser, const char *bytes, size_t n, size_t piece, char *out,
                size_t room)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t at = 0; at < n;) {
        const struct ami_message *message;
        size_t left = n - at;
        at += ami_take(parser, bytes + at, piece < left ? piece : left, &message);
        if (!message)
            continue;
        for (int i = 0; i < message->n; i++)
            used += (size_t)snprintf(out + used, room - used, "%s=%s ", message->field[i].key,
                                     message->field[i].value);
        used += (size_t)snprintf(out + used, room - used, "|");
    }
}

static void messages_come_whole_from_pieces_of_any_size(void **state)
{
    (void)state;
    struct ami_parser *parser = calloc(1, sizeof(*parser));
    char out[2048];
    for (size_t piece = 1; piece <= sizeof(login); piece++) {
        ami_init(parser);
        say(parser, login, sizeof(login) - 1, piece, out, sizeof(out));
        assert_string_equal(parser->banner, "Asterisk Call Manager/5.0.4");
        assert_string_equal(out, "Response=Success ActionID=a1 Message=Authentication accepted |"
                                 "Event=Hangup Timestamp=1795287503.028149 Cause-txt=Normal: yes "
                                 "AccountCode= Empty= |"
                                 "Event=Second A=1 a=2 |");
    }
    assert_int_equal(parser->dropped, 0);
    free(parser);
}

static void plain_line_ends_and_lines_without_a_key_do_no_harm(void **state)
{
    (void)state;
    static const char bytes[] = "no colon here\n: no key\nEvent: X\n\nEvent: Y\n\n";
    struct ami_parser *parser = calloc(1, sizeof(*parser));
    char out[256];
    say(parser, bytes, sizeof(bytes) - 1, 1000, out, sizeof(out));
    assert_string_equal(out, "Event=X |Event=Y |");
    assert_int_equal(parser->dropped, 2);
    free(parser);
}

static void what_is_too_long_is_dropped_and_the_rest_stands(void **state)
{
    (void)state;
    struct ami_parser *parser = calloc(1, sizeof(*parser));
    const struct ami_message *message = NULL;
    size_t room = 300000, n = 0;
    char *bytes = malloc(room);
    n += (size_t)snprintf(bytes + n, room - n, "Event: Long\r\nLine: ");
    memset(bytes + n, 'x', 100000);
    n += 100000;
    n += (size_t)snprintf(bytes + n, room - n, "\r\nAfter: it\r\n");
    for (int i = 0; i < 3000; i++)
        n += (size_t)snprintf(bytes + n, room - n, "Field%d: 0123456789012345\r\n", i);
    n += (size_t)snprintf(bytes + n, room - n, "\r\n");
    size_t took = ami_take(parser, bytes, n, &message);
    assert_int_equal(took, n);
    assert_non_null(message);
    assert_int_equal(message->n, AMI_FIELDS);
    assert_string_equal(ami_text(message, "After"), "it");
    assert_null(ami_get(message, "Line"));
    assert_true(parser->dropped > 2000);
    assert_int_equal(ami_take(parser, "Event: Next\r\n\r\n", 15, &message), 15);
    assert_string_equal(ami_text(message, "Event"), "Next");
    assert_int_equal(message->n, 1);
    free(bytes);
    free(parser);
}

/* Any bytes at all: nothing but what is bounded comes out.  The sanitizers watch. */
static void noise_does_no_harm(void **state)
{
    (void)state;
    struct ami_parser *parser = calloc(1, sizeof(*parser));
    uint32_t seed = 20261;
    static const char alphabet[] = "Ev: \r\n\n\n:\0\xff";
    for (int i = 0; i < 400000; i++) {
        const struct ami_message *message;
        seed = seed * 1664525u + 1013904223u;
        char byte = alphabet[(seed >> 16) % (sizeof(alphabet) - 1)];
        assert_int_equal(ami_take(parser, &byte, 1, &message), 1);
        for (int k = 0; message && k < message->n; k++)
            assert_true(strlen(message->field[k].value) < AMI_LINE_BYTES);
    }
    assert_true(parser->messages > 100);
    free(parser);
}

static void values_are_read_as_what_they_are(void **state)
{
    (void)state;
    struct ami_message m = {.n = 5,
                            .field = {{"Timestamp", "1795287503.028149"},
                                      {"Position", "12"},
                                      {"Bad", "12x"},
                                      {"Huge", "99999999999999999999"},
                                      {"Queue", "Sales"}}};
    struct ami_message other = {.n = 1, .field = {{"Timestamp", "yesterday"}}};
    struct ami_message cut = {.n = 1, .field = {{"Timestamp", "1795287v01.000000"}}};
    struct ami_message whole = {.n = 1, .field = {{"Timestamp", "1795287503"}}};
    assert_int_equal(ami_time(&m, -1), INT64_C(1795287503028));
    assert_int_equal(ami_time(&other, -1), -1);
    assert_int_equal(ami_time(&cut, -1), -1);
    assert_int_equal(ami_time(&whole, -1), INT64_C(1795287503000));
    assert_int_equal(ami_number(&m, "position", -1), 12);
    assert_int_equal(ami_number(&m, "Bad", -1), -1);
    assert_int_equal(ami_number(&m, "Huge", -1), -1);
    assert_int_equal(ami_number(&m, "None", -7), -7);
    assert_true(ami_is(&m, "Queue", "sales"));
    assert_false(ami_is(&m, "None", ""));
}

static void no_value_of_an_action_becomes_a_header(void **state)
{
    (void)state;
    struct ami_action action;
    ami_action(&action, "QueuePause", "o1");
    ami_add(&action, "Reason", "%s", "Lunch");
    assert_true(ami_end(&action));
    assert_string_equal(action.text,
                        "Action: QueuePause\r\nActionID: o1\r\nReason: Lunch\r\n\r\n");
    ami_action(&action, "QueuePause", "o1");
    ami_add(&action, "Reason", "%s", "Lunch\r\nAction: Command");
    assert_false(ami_end(&action));
    char big[3000];
    memset(big, 'x', sizeof(big) - 1);
    big[sizeof(big) - 1] = '\0';
    ami_action(&action, "QueuePause", "o1");
    ami_add(&action, "Reason", "%s", big);
    assert_false(ami_end(&action));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_come_whole_from_pieces_of_any_size),
        cmocka_unit_test(plain_line_ends_and_lines_without_a_key_do_no_harm),
        cmocka_unit_test(what_is_too_long_is_dropped_and_the_rest_stands),
        cmocka_unit_test(noise_does_no_harm),
        cmocka_unit_test(values_are_read_as_what_they_are),
        cmocka_unit_test(no_value_of_an_action_becomes_a_header),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
