/* Which action a key means in which view.  One list of bindings; an action keeps its keys in the
 * order they were given.  Knows no terminal: keys come as values. */
#include "console/ask/keymap.h"

#include "acdfeed/memory.h"
#include "console/words.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEYS_OF_AN_ACTION = 8, KEY_NAME_BYTES = 32, KEYS_BYTES = 256 };

struct keymap {
    struct key keys[ACTIONS][KEYS_OF_AN_ACTION];
    int n[ACTIONS];
};

static bool has_key(const struct keymap *keymap, int action, struct key key)
{
    for (int i = 0; i < keymap->n[action]; i++)
        if (key_same(keymap->keys[action][i], key))
            return true;
    return false;
}

/* Another action that has this key where `action` works. */
static enum action holder(const struct keymap *keymap, int action, struct key key)
{
    for (int i = 0; i < ACTIONS; i++)
        if (i != action && (action_kinds[i].contexts & action_kinds[action].contexts) &&
            has_key(keymap, i, key))
            return (enum action)i;
    return ACTION_NONE;
}

static bool read_keys(const char *action, const char *keys, struct key *out, int *n,
                      struct acd_fault *why)
{
    char copy[KEYS_BYTES], *rest = NULL;
    if ((size_t)snprintf(copy, sizeof copy, "%s", keys) >= sizeof copy)
        return acd_fault_say(why, _("%s: more than %d bytes of keys"), action, KEYS_BYTES - 1);
    *n = 0;
    for (char *word = strtok_r(copy, " \t", &rest); word != NULL;
         word = strtok_r(NULL, " \t", &rest)) {
        if (*n == KEYS_OF_AN_ACTION)
            return acd_fault_say(why, _("%s: more than %d keys"), action, KEYS_OF_AN_ACTION);
        if (!key_read(word, &out[*n]))
            return acd_fault_say(why, _("%s: no key is called '%s'; expected a character, Ctrl-A, "
                                      "F1 .. F12, Enter, Space, PageDown and so on"),
                                 action, word);
        *n += 1;
    }
    return true;
}

bool keymap_bind(struct keymap *keymap, const char *name, const char *keys, struct acd_fault *why)
{
    enum action action = action_find(name, strlen(name));
    if (action == ACTION_NONE)
        return acd_fault_say(why, _("no action is called '%s'; `:help` lists them"), name);
    struct key wanted[KEYS_OF_AN_ACTION];
    int n = 0;
    if (!read_keys(name, keys, wanted, &n, why))
        return false;
    for (int i = 0; i < n; i++) {
        enum action other = holder(keymap, action, wanted[i]);
        char word[KEY_NAME_BYTES];
        if (other != ACTION_NONE)
            return acd_fault_say(why, _("%s: the key %s belongs to '%s'; give that another one first"),
                                 name, key_spell(wanted[i], word, sizeof word),
                                 action_kinds[other].command);
    }
    memcpy(keymap->keys[action], wanted, sizeof wanted[0] * (size_t)n);
    keymap->n[action] = n;
    return true;
}

struct keymap *keymap_new(void)
{
    struct keymap *keymap = acd_calloc(1, sizeof *keymap);
    for (int i = 0; i < ACTIONS; i++) {
        struct acd_fault why;
        bool fine = keymap_bind(keymap, action_kinds[i].command, action_kinds[i].keys, &why);
        assert(fine && "two actions of the table share a key");
        (void)fine;
    }
    return keymap;
}

void keymap_free(struct keymap *keymap)
{
    free(keymap);
}

enum action keymap_find(const struct keymap *keymap, struct key key, enum view view)
{
    for (int i = 0; i < ACTIONS; i++)
        if ((action_kinds[i].contexts >> view & 1) && has_key(keymap, i, key))
            return (enum action)i;
    return ACTION_NONE;
}

const char *keymap_first(const struct keymap *keymap, enum action action, char *out, size_t bytes)
{
    if (keymap->n[action] == 0)
        out[0] = '\0';
    else
        key_spell(keymap->keys[action][0], out, bytes);
    return out;
}

const char *keymap_all(const struct keymap *keymap, enum action action, char *out, size_t bytes)
{
    size_t used = 0;
    out[0] = '\0';
    for (int i = 0; i < keymap->n[action] && used < bytes; i++) {
        char word[KEY_NAME_BYTES];
        used += (size_t)snprintf(out + used, bytes - used, "%s%s", i ? " " : "",
                                 key_spell(keymap->keys[action][i], word, sizeof word));
    }
    return out;
}
