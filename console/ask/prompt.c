/* Edits one line of UTF-8, a key at a time: moving, deleting, history, completion.  Knows nothing of
 * what the line means. */
#include "console/ask/prompt.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { CTRL_A = 1, CTRL_D = 4, CTRL_E = 5, CTRL_K = 11, CTRL_U = 21, CTRL_W = 23 };

static bool continues(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

static int step_left(const char *text, int at)
{
    if (at > 0)
        at--;
    while (at > 0 && continues(text[at]))
        at--;
    return at;
}

static int step_right(const char *text, int at)
{
    if (text[at] != '\0')
        at++;
    while (continues(text[at]))
        at++;
    return at;
}

size_t prompt_utf8(uint32_t character, char out[5])
{
    size_t n;
    if (character < 0x80) {
        out[0] = (char)character;
        n = 1;
    } else if (character < 0x800) {
        out[0] = (char)(0xc0 | character >> 6);
        n = 2;
    } else if (character < 0x10000) {
        out[0] = (char)(0xe0 | character >> 12);
        n = 3;
    } else {
        out[0] = (char)(0xf0 | character >> 18);
        n = 4;
    }
    for (size_t i = 1; i < n; i++)
        out[i] = (char)(0x80 | (character >> (6 * (n - 1 - i)) & 0x3f));
    out[n] = '\0';
    return n;
}

bool prompt_printable(struct key key)
{
    return key.code == KEY_CODE_NONE && key.character >= ' ' && key.character != 0x7f &&
           !(key.character >= 0x80 && key.character < 0xa0) && key.character <= 0x10ffff &&
           !(key.character >= 0xd800 && key.character < 0xe000);
}

static void cut(struct prompt *prompt, int from, int to)
{
    memmove(prompt->text + from, prompt->text + to, strlen(prompt->text + to) + 1);
    prompt->cursor = from;
}

static void insert(struct prompt *prompt, uint32_t character)
{
    char bytes[5];
    size_t n = prompt_utf8(character, bytes), length = strlen(prompt->text);
    if (length + n >= sizeof prompt->text)
        return;
    char *at = prompt->text + prompt->cursor;
    memmove(at + n, at, strlen(at) + 1);
    memcpy(at, bytes, n);
    prompt->cursor += (int)n;
}

static void set_text(struct prompt *prompt, const char *text)
{
    char *end = prompt->text + sizeof prompt->text - 1;
    char *written = memccpy(prompt->text, text, '\0', sizeof prompt->text);
    if (written == NULL) { /* cut at a character */
        while (end > prompt->text && continues(*end))
            end--;
        *end = '\0';
    }
    prompt->cursor = (int)strlen(prompt->text);
}

void prompt_begin(struct prompt *prompt, const char *text)
{
    set_text(prompt, text);
    prompt->at_history = 0;
    prompt->completion = -1;
    prompt->typed[0] = '\0';
}

void prompt_remember(struct prompt *prompt)
{
    const char *last = prompt->n_history > 0 ? prompt->history[prompt->n_history - 1] : "";
    if (prompt->text[0] == '\0' || strcmp(last, prompt->text) == 0)
        return;
    if (prompt->n_history == PROMPT_HISTORY) {
        memmove(prompt->history[0], prompt->history[1],
                sizeof prompt->history[0] * (PROMPT_HISTORY - 1));
        prompt->n_history--;
    }
    memcpy(prompt->history[prompt->n_history++], prompt->text, sizeof prompt->text);
}

/* `at_history` counts back from the line being typed, which is 0. */
static void walk_history(struct prompt *prompt, int step)
{
    int to = prompt->at_history + step;
    if (to < 0 || to > prompt->n_history)
        return;
    if (prompt->at_history == 0)
        memcpy(prompt->typed, prompt->text, sizeof prompt->typed);
    prompt->at_history = to;
    set_text(prompt, to == 0 ? prompt->typed : prompt->history[prompt->n_history - to]);
}

/* Each Tab brings the next one; past the last stands what was typed. */
static void walk_completions(struct prompt *prompt, int step, prompt_complete_function *complete,
                             const void *context)
{
    char line[PROMPT_BYTES];
    if (prompt->completion < 0) {
        memcpy(prompt->typed, prompt->text, sizeof prompt->typed);
        prompt->typed[prompt->cursor] = '\0';
    }
    int to = prompt->completion + step;
    if (to < -1)
        for (to = 0; complete(context, prompt->typed, to + 1, line, sizeof line);)
            to++;
    if (to >= 0 && complete(context, prompt->typed, to, line, sizeof line)) {
        prompt->completion = to;
        set_text(prompt, line);
    } else {
        prompt->completion = -1;
        set_text(prompt, prompt->typed);
    }
}

static void delete_word(struct prompt *prompt)
{
    int from = prompt->cursor;
    while (from > 0 && prompt->text[from - 1] == ' ')
        from--;
    while (from > 0 && prompt->text[from - 1] != ' ')
        from--;
    cut(prompt, from, prompt->cursor);
}

static void edit_with_control(struct prompt *prompt, uint32_t character)
{
    int end = (int)strlen(prompt->text);
    switch (character) {
    case CTRL_A:
        prompt->cursor = 0;
        break;
    case CTRL_E:
        prompt->cursor = end;
        break;
    case CTRL_D:
        cut(prompt, prompt->cursor, step_right(prompt->text, prompt->cursor));
        break;
    case CTRL_K:
        prompt->text[prompt->cursor] = '\0';
        break;
    case CTRL_U:
        cut(prompt, 0, prompt->cursor);
        break;
    case CTRL_W:
        delete_word(prompt);
        break;
    default:
        break;
    }
}

static void edit(struct prompt *prompt, struct key key)
{
    int at = prompt->cursor;
    switch (key.code) {
    case KEY_CODE_LEFT:
        prompt->cursor = step_left(prompt->text, at);
        break;
    case KEY_CODE_RIGHT:
        prompt->cursor = step_right(prompt->text, at);
        break;
    case KEY_CODE_HOME:
        prompt->cursor = 0;
        break;
    case KEY_CODE_END:
        prompt->cursor = (int)strlen(prompt->text);
        break;
    case KEY_CODE_BACKSPACE:
        cut(prompt, step_left(prompt->text, at), at);
        break;
    case KEY_CODE_DELETE:
        cut(prompt, at, step_right(prompt->text, at));
        break;
    case KEY_CODE_UP:
    case KEY_CODE_DOWN:
        walk_history(prompt, key.code == KEY_CODE_UP ? 1 : -1);
        break;
    case KEY_CODE_NONE:
        if (prompt_printable(key))
            insert(prompt, key.character);
        else
            edit_with_control(prompt, key.character);
        break;
    default:
        break;
    }
}

enum prompt_result prompt_key(struct prompt *prompt, struct key key,
                              prompt_complete_function *complete, const void *context)
{
    assert(prompt->cursor >= 0 && prompt->cursor <= (int)strlen(prompt->text));
    if (key.code == KEY_CODE_ENTER)
        return PROMPT_ENTERED;
    if (key.code == KEY_CODE_ESCAPE)
        return PROMPT_CANCELLED;
    if (key.code == KEY_CODE_BACKSPACE && prompt->text[0] == '\0')
        return PROMPT_CANCELLED;
    if (key.code == KEY_CODE_TAB || key.code == KEY_CODE_BACKTAB) {
        if (complete != NULL)
            walk_completions(prompt, key.code == KEY_CODE_TAB ? 1 : -1, complete, context);
        return PROMPT_EDITING;
    }
    edit(prompt, key);
    prompt->completion = -1;
    return PROMPT_EDITING;
}
