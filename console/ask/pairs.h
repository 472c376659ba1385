/* key=value as `acdfeed send` takes them, for the fields of a dialogue.  Inside the room.  Pure. */
#ifndef CONSOLE_ASK_PAIRS_H
#define CONSOLE_ASK_PAIRS_H

#include "console/ask/forms.h"

enum { PAIRS_MOST = 12 };
struct pair {
    char key[24];
    char value[DIALOG_TEXT_BYTES];
};
struct pairs {
    struct pair at[PAIRS_MOST];
    int n;
};
/* Blank-separated; a value with blanks stands in "quotes".  A line without any '=' is one value
 * without a key. */
bool pairs_read(const char *text, struct pairs *pairs, struct acd_fault *why) ACD_MUST_CHECK;
/* The value of a key, or NULL. */
const char *pairs_value(const struct pairs *pairs, const char *key);
/* Fills the fields, whose choices are offered already.  False: what the operation takes instead. */
bool pairs_fill(const struct asking *asking, const struct pairs *pairs, struct acd_fault *why)
    ACD_MUST_CHECK;
/* The i-th argument that the operation takes, as it is written before '='; NULL past the last. */
const char *pairs_key(enum acd_op op, int i, char *out, size_t bytes);

#endif
