/* Any lines `ACTION = KEYS` as bindings: taken or refused in words.  What is refused changes
 * nothing; each key means one action in each view; what is spelt is read again as the same key. */
#include "console/ask/keymap.h"
#include "tests/fuzz/input.h"

enum { KEYS_BYTES = 1024 };

static void spell_all(const struct keymap *keymap, char out[ACTIONS][KEYS_BYTES])
{
    for (int i = 0; i < ACTIONS; i++)
        keymap_all(keymap, (enum action)i, out[i], KEYS_BYTES);
}

/* Every key of an action is that action's, in a view that it belongs to. */
static void check_keys(const struct keymap *keymap, enum action action, const char *keys)
{
    char word[KEYS_BYTES], spelt[KEYS_BYTES];
    struct key key;
    for (keys += strspn(keys, " "); *keys; keys += strspn(keys, " ")) {
        size_t n = strcspn(keys, " ");
        memcpy(word, keys, n);
        word[n] = '\0';
        keys += n;
        HOLDS(key_read(word, &key));
        HOLDS(strcmp(key_spell(key, spelt, sizeof(spelt)), word) == 0);
        bool found = false;
        for (int view = 0; view < VIEWS; view++)
            found |= keymap_find(keymap, key, (enum view)view) == action;
        HOLDS(found);
    }
}

static void bind_line(struct keymap *keymap, char *line)
{
    static char before[ACTIONS][KEYS_BYTES], after[ACTIONS][KEYS_BYTES];
    struct acd_fault why;
    char *equals = strstr(line, " = ");
    const char *keys = equals ? equals + 3 : "";
    if (equals)
        *equals = '\0';
    spell_all(keymap, before);
    bool taken = keymap_bind(keymap, line, keys, &why);
    spell_all(keymap, after);
    if (!taken) {
        check_words(why.text);
        for (int i = 0; i < ACTIONS; i++)
            HOLDS(strcmp(before[i], after[i]) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    static char keys[ACTIONS][KEYS_BYTES];
    struct input input = {data, data + bytes};
    if (bytes > 4096)
        return 0;
    struct keymap *keymap = keymap_new();
    for (char *line; (line = input_line(&input)) != NULL; free(line))
        bind_line(keymap, line);
    memset(keys, 0, sizeof(keys));
    spell_all(keymap, keys);
    for (int i = 0; i < ACTIONS; i++)
        check_keys(keymap, (enum action)i, keys[i]);
    keymap_free(keymap);
    return 0;
}
