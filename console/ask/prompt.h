/* One edited line, fed a key at a time, with history and completion.  Pure. */
#ifndef CONSOLE_ASK_PROMPT_H
#define CONSOLE_ASK_PROMPT_H

#include "console/ask/key.h"

enum { PROMPT_BYTES = 256, PROMPT_HISTORY = 20 };
enum prompt_result { PROMPT_EDITING, PROMPT_ENTERED, PROMPT_CANCELLED };

/* Writes the i-th completion of `line` up to `cursor` (whole new line), false past the last. */
typedef bool prompt_complete_function(const void *context, const char *line, int i, char *out, size_t bytes);

struct prompt {
    char text[PROMPT_BYTES]; /* UTF-8 */
    int cursor;              /* byte offset, on a character boundary */
    char history[PROMPT_HISTORY][PROMPT_BYTES];
    int n_history, at_history;
    int completion;          /* which one stands there; -1 none */
    char typed[PROMPT_BYTES];/* what was typed before completing or walking the history */
};
void prompt_begin(struct prompt *prompt, const char *text);
enum prompt_result prompt_key(struct prompt *prompt, struct key key,
                              prompt_complete_function *complete, const void *context);
void prompt_remember(struct prompt *prompt); /* the text joins the history */

/* Whether a key writes a character, and that character as UTF-8; returns its bytes. */
bool prompt_printable(struct key key);
size_t prompt_utf8(uint32_t character, char out[5]);

#endif
