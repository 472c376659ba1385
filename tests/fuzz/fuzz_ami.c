/* Any bytes of a manager server, in any pieces: the same messages come of them whatever the pieces
 * are, within their bounds; and an action made of any words holds the headers that were put into
 * it, or is not sent.  The first byte is the size of the pieces. */
#include "feed/asterisk/ami.h"
#include "tests/fuzz/input.h"

static struct ami_parser whole, pieces;

static void check_message(const struct ami_message *message)
{
    HOLDS(message->n > 0 && message->n <= AMI_FIELDS);
    for (int i = 0; i < message->n; i++) {
        const char *key = message->field[i].key, *value = message->field[i].value;
        HOLDS(key[0] && !strchr(key, ':') && !strchr(key, '\n') && !strchr(value, '\n'));
        HOLDS(strlen(key) + strlen(value) < AMI_LINE_BYTES);
        HOLDS(ami_get(message, key));
    }
    (void)ami_number(message, "Position", -1);
    HOLDS(ami_time(message, 7) > 0);
}

static void check_same(const struct ami_message *a, const struct ami_message *b)
{
    HOLDS(a->n == b->n);
    for (int i = 0; i < a->n; i++)
        HOLDS(!strcmp(a->field[i].key, b->field[i].key) &&
              !strcmp(a->field[i].value, b->field[i].value));
}

/* The next message of those bytes that are not taken yet; NULL: none is whole. */
static const struct ami_message *next(struct ami_parser *parser, struct input *input, size_t piece)
{
    const struct ami_message *message = NULL;
    while (!message && input_left(input)) {
        size_t n = piece && piece < input_left(input) ? piece : input_left(input);
        size_t took = ami_take(parser, (const char *)input->at, n, &message);
        HOLDS(took > 0 && took <= n && (message || took == n));
        input->at += took;
    }
    return message;
}

static void check_action(const char *value)
{
    struct ami_action action;
    ami_action(&action, "QueueStatus", "full-1");
    ami_add(&action, "Queue", "%s", value);
    if (!ami_end(&action))
        return;
    const char *end = action.text + strlen(action.text);
    HOLDS(end - action.text < AMI_ACTION_BYTES && strcmp(end - 4, "\r\n\r\n") == 0);
    int lines = 0;
    for (const char *at = action.text; (at = strstr(at, "\r\n")) != NULL; at += 2)
        lines++;
    HOLDS(lines == 4); /* three headers and the empty line */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    if (bytes < 1 || bytes > 300000)
        return 0;
    struct input a = {data + 1, data + bytes}, b = a;
    const struct ami_message *message;
    ami_init(&whole);
    ami_init(&pieces);
    while ((message = next(&whole, &a, 0)) != NULL) {
        check_message(message);
        const struct ami_message *other = next(&pieces, &b, data[0]);
        HOLDS(other);
        check_same(message, other);
        check_action(message->field[0].value);
    }
    HOLDS(!next(&pieces, &b, data[0]));
    HOLDS(whole.messages == pieces.messages && whole.dropped == pieces.dropped);
    return 0;
}
