/* Any keys into an edited line, with history and completions of any bytes: the line stays UTF-8
 * within its room, the cursor on a character, and what is entered comes back from the history as it
 * was.  The first byte chooses the text it begins with. */
#include "console/ask/prompt.h"
#include "tests/fuzz/input.h"

/* Completions that are long, cut anywhere, and end after three. */
static bool complete(const void *context, const char *line, int i, char *out, size_t bytes)
{
    static const char *const tails[] = {"", " \xe5\xae\xa2\xe6\x9c\x8d", "=\xce\xa5\xcf\x80"};
    (void)context;
    if (i < 0 || i >= (int)ACD_COUNT_OF(tails))
        return false;
    size_t used = (size_t)snprintf(out, bytes, "%s", line);
    if (used + strlen(tails[i]) < bytes)
        memcpy(out + used, tails[i], strlen(tails[i]) + 1);
    return true;
}

static void check_prompt(const struct prompt *prompt)
{
    size_t length = strnlen(prompt->text, PROMPT_BYTES);
    HOLDS(length < PROMPT_BYTES);
    check_words(prompt->text);
    HOLDS(prompt->cursor >= 0 && prompt->cursor <= (int)length);
    HOLDS(((unsigned char)prompt->text[prompt->cursor] & 0xc0) != 0x80);
    HOLDS(prompt->n_history >= 0 && prompt->n_history <= PROMPT_HISTORY);
    HOLDS(prompt->at_history >= 0 && prompt->at_history <= prompt->n_history);
}

static struct key next_key(struct input *input)
{
    uint8_t byte = input_byte(input);
    if (byte < 0xc0)
        return (struct key){.character = byte};
    if (byte < 0xe0)
        return (struct key){.code = (enum key_code)(byte % KEY_CODES)};
    uint32_t character = (uint32_t)(byte & 0x1f) << 16;
    character |= (uint32_t)input_byte(input) << 8;
    return (struct key){.character = character | input_byte(input)};
}

static void enter(struct prompt *prompt)
{
    char entered[PROMPT_BYTES];
    memcpy(entered, prompt->text, sizeof(entered));
    prompt_remember(prompt);
    prompt_begin(prompt, "");
    if (!entered[0])
        return;
    prompt_key(prompt, (struct key){.code = KEY_CODE_UP}, complete, NULL);
    HOLDS(strcmp(prompt->text, entered) == 0);
    prompt_key(prompt, (struct key){.code = KEY_CODE_DOWN}, complete, NULL);
    HOLDS(prompt->text[0] == '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    static const char *const texts[] = {"", "overflow to=back", "\xe5\xae\xa2\xe6\x9c\x8d"};
    static struct prompt prompt;
    struct input input = {data, data + bytes};
    if (bytes > 4096)
        return 0;
    memset(&prompt, 0, sizeof(prompt));
    prompt_begin(&prompt, texts[input_byte(&input) % ACD_COUNT_OF(texts)]);
    while (input_left(&input)) {
        switch (prompt_key(&prompt, next_key(&input), complete, NULL)) {
        case PROMPT_EDITING:
            break;
        case PROMPT_ENTERED:
            enter(&prompt);
            break;
        case PROMPT_CANCELLED:
            prompt_begin(&prompt, "");
            break;
        }
        check_prompt(&prompt);
    }
    return 0;
}
