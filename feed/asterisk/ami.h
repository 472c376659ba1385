/* The Asterisk Manager Interface as text: bytes in, messages out; actions as text to be sent.
 * Pure: no sockets, no clock.  Not thread-safe.
 *
 * A message is lines `Key: Value`, ended by an empty line (Asterisk 16 to 22 alike).  Everything is
 * bounded: a longer line, a further field or a larger message is dropped and counted, the rest of
 * the message stands.  Bytes may come in any pieces. */
#ifndef FEED_ASTERISK_AMI_H
#define FEED_ASTERISK_AMI_H

#include "acdfeed/macros.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    AMI_LINE_BYTES = 2048,
    AMI_MESSAGE_BYTES = 65536,
    AMI_FIELDS = 512,
    AMI_ACTION_BYTES = 2048,
    AMI_ID_BYTES = 48, /* an ActionID with its NUL */
};

struct ami_message {
    int n;
    struct {
        const char *key, *value;
    } field[AMI_FIELDS];
};

struct ami_parser {
    char text[AMI_MESSAGE_BYTES];
    size_t used;              /* of text, by the finished lines */
    size_t line;              /* bytes of the line under way, behind them */
    bool too_long;            /* the line under way is dropped */
    bool greeted;             /* the banner has come */
    bool whole;               /* the last call gave out a message: its room is free now */
    char banner[64];          /* "Asterisk Call Manager/5.0.4" */
    struct ami_message message;
    uint64_t messages, dropped; /* dropped: lines and fields that did not fit */
};

void ami_init(struct ami_parser *parser); /* before each connection */

/* Takes bytes until a message is whole: returns how many it took; *message is it, valid until the
 * next call, or NULL when all bytes are taken and none is whole yet. */
size_t ami_take(struct ami_parser *parser, const char *bytes, size_t n,
                const struct ami_message **message);

/* The value of the first field of that name (case does not matter); NULL when absent. */
const char *ami_get(const struct ami_message *message, const char *key);
/* The same, "" when absent. */
const char *ami_text(const struct ami_message *message, const char *key);
/* A whole number; `otherwise` when absent or none. */
int64_t ami_number(const struct ami_message *message, const char *key, int64_t otherwise);
/* The Timestamp (epoch.microseconds) in ms; `otherwise` when the server sends none. */
int64_t ami_time(const struct ami_message *message, int64_t otherwise);
bool ami_is(const struct ami_message *message, const char *key, const char *value);

/* An action to be sent.  A value that holds a line break would be another header: it spoils the
 * whole action, and so does one that does not fit. */
struct ami_action {
    char text[AMI_ACTION_BYTES];
    size_t used;
    bool spoilt;
};
/* `id` NULL: the ActionID is added later. */
void ami_action(struct ami_action *action, const char *name, const char *id);
void ami_add(struct ami_action *action, const char *key, const char *format, ...) ACD_PRINTF(3, 4);
/* Ends it; false when it must not be sent. */
bool ami_end(struct ami_action *action) ACD_MUST_CHECK;

#endif
