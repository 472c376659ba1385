/* Takes the Manager Interface apart into messages and puts actions together.  Knows no event by
 * name, and nothing of queues. */
#include "feed/asterisk/ami.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char greeting[] = "Asterisk Call Manager/";

void ami_init(struct ami_parser *parser)
{
    memset(parser, 0, offsetof(struct ami_parser, messages));
}

static void take_banner(struct ami_parser *parser, const char *line)
{
    parser->greeted = true;
    snprintf(parser->banner, sizeof(parser->banner), "%s", line);
}

/* Cuts a finished line into key and value where it stands. */
static void take_line(struct ami_parser *parser, char *line, size_t bytes)
{
    struct ami_message *message = &parser->message;
    char *colon = memchr(line, ':', bytes);
    if (!parser->greeted && strncmp(line, greeting, sizeof(greeting) - 1) == 0) {
        take_banner(parser, line);
        return;
    }
    if (!colon || colon == line || message->n == AMI_FIELDS) {
        parser->dropped++;
        return;
    }
    *colon = '\0';
    char *value = colon + 1;
    if (*value == ' ')
        value++;
    message->field[message->n].key = line;
    message->field[message->n].value = value;
    message->n++;
    parser->used += bytes + 1;
}

static void start_message(struct ami_parser *parser)
{
    parser->whole = false;
    parser->used = 0;
    parser->message.n = 0;
}

/* True when the line that has ended was the empty one behind a message. */
static bool end_line(struct ami_parser *parser)
{
    char *line = parser->text + parser->used;
    size_t bytes = parser->line;
    bool too_long = parser->too_long;
    parser->line = 0;
    parser->too_long = false;
    if (too_long) {
        parser->dropped++;
        return false;
    }
    if (bytes > 0 && line[bytes - 1] == '\r')
        bytes--;
    line[bytes] = '\0';
    if (bytes == 0)
        return parser->message.n > 0;
    take_line(parser, line, bytes);
    return false;
}

static void take_byte(struct ami_parser *parser, char byte)
{
    if (parser->line + 1 >= AMI_LINE_BYTES ||
        parser->used + parser->line + 2 >= sizeof(parser->text))
        parser->too_long = true;
    if (!parser->too_long)
        parser->text[parser->used + parser->line++] = byte == '\0' ? '?' : byte;
}

size_t ami_take(struct ami_parser *parser, const char *bytes, size_t n,
                const struct ami_message **message)
{
    *message = NULL;
    if (parser->whole)
        start_message(parser);
    for (size_t i = 0; i < n; i++) {
        if (bytes[i] != '\n') {
            take_byte(parser, bytes[i]);
            continue;
        }
        if (!end_line(parser))
            continue;
        parser->messages++;
        parser->whole = true;
        *message = &parser->message;
        return i + 1;
    }
    return n;
}

const char *ami_get(const struct ami_message *message, const char *key)
{
    for (int i = 0; i < message->n; i++)
        if (strcasecmp(message->field[i].key, key) == 0)
            return message->field[i].value;
    return NULL;
}

const char *ami_text(const struct ami_message *message, const char *key)
{
    const char *value = ami_get(message, key);
    return value ? value : "";
}

int64_t ami_number(const struct ami_message *message, const char *key, int64_t otherwise)
{
    const char *value = ami_text(message, key);
    char *end;
    errno = 0;
    long long number = strtoll(value, &end, 10);
    return end == value || *end != '\0' || errno ? otherwise : number;
}

int64_t ami_time(const struct ami_message *message, int64_t otherwise)
{
    const char *value = ami_text(message, "Timestamp");
    char *end;
    errno = 0;
    long long seconds = strtoll(value, &end, 10);
    bool whole = end != value && (*end == '.' || *end == '\0');
    if (!whole || errno || seconds <= 0 || seconds > INT64_C(100000000000))
        return otherwise;
    int64_t ms = 0, weight = 100;
    if (*end == '.')
        for (end++; *end >= '0' && *end <= '9' && weight > 0; end++, weight /= 10)
            ms += (*end - '0') * weight;
    return seconds * 1000 + ms;
}

bool ami_is(const struct ami_message *message, const char *key, const char *value)
{
    const char *found = ami_get(message, key);
    return found && strcasecmp(found, value) == 0;
}

/* --- actions ---------------------------------------------------------------------------------- */

static void append(struct ami_action *action, const char *text)
{
    size_t n = strlen(text);
    if (action->used + n + 1 > sizeof(action->text)) {
        action->spoilt = true;
        return;
    }
    memcpy(action->text + action->used, text, n + 1);
    action->used += n;
}

void ami_action(struct ami_action *action, const char *name, const char *id)
{
    action->used = 0;
    action->spoilt = false;
    ami_add(action, "Action", "%s", name);
    if (id)
        ami_add(action, "ActionID", "%s", id);
}

void ami_add(struct ami_action *action, const char *key, const char *format, ...)
{
    char value[1024];
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(value, sizeof(value), format, arguments);
    va_end(arguments);
    if (n < 0 || (size_t)n >= sizeof(value))
        action->spoilt = true;
    for (const char *at = value; *at; at++)
        if ((unsigned char)*at < 0x20 || *at == 0x7f)
            action->spoilt = true;
    append(action, key);
    append(action, ": ");
    append(action, value);
    append(action, "\r\n");
}

bool ami_end(struct ami_action *action)
{
    append(action, "\r\n");
    return !action->spoilt;
}
