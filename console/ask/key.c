/* Names of keys, as people write and read them.  Must never know a terminal's codes. */
#include "console/ask/key.h"
#include "console/cells/character.h"
#include "console/words.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define KEY_WORD(name, word) [KEY_CODE_##name] = word,
static const char *const words[KEY_CODES] = {KEY_LIST(KEY_WORD)};

bool key_same(struct key a, struct key b)
{
    return a.code == b.code && (a.code != KEY_CODE_NONE || a.character == b.character);
}

/* "Ctrl-L".  Some of them are what a key of its own sends. */
static bool read_control(const char *name, struct key *key)
{
    if (strlen(name) != 6 || strncasecmp(name, "Ctrl-", 5) != 0)
        return false;
    unsigned char letter = (unsigned char)name[5];

    if (letter >= 'a' && letter <= 'z')
        letter = (unsigned char)(letter - 'a' + 'A');
    if (letter < 'A' || letter > '_')
        return false;
    switch (letter) {
    case 'M': case 'J': key->code = KEY_CODE_ENTER; break;
    case 'I': key->code = KEY_CODE_TAB; break;
    case 'H': key->code = KEY_CODE_BACKSPACE; break;
    case '[': key->code = KEY_CODE_ESCAPE; break;
    default: key->character = letter - 0x40u; break;
    }
    return true;
}

static bool read_character(const char *name, struct key *key)
{
    int bytes;
    uint32_t c = character_decode(name, &bytes);

    if (c == CHARACTER_NONE || c <= ' ' || (c >= 0x7f && c < 0xa0) || name[bytes] != '\0')
        return false;
    key->character = c;
    return true;
}

bool key_read(const char *name, struct key *key)
{
    *key = (struct key){.code = KEY_CODE_NONE};
    if (read_character(name, key) || read_control(name, key))
        return true;
    if (strcasecmp(name, "Space") == 0) {
        key->character = ' ';
        return true;
    }
    for (int i = KEY_CODE_NONE + 1; i < KEY_CODES; i++) {
        if (strcasecmp(words[i], name) == 0) {
            key->code = (enum key_code)i;
            return true;
        }
    }
    return false;
}

static void encode(uint32_t c, char *out)
{
    int more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const unsigned char lead[] = {0x00, 0xc0, 0xe0, 0xf0};

    *out++ = (char)(lead[more] | c >> (6 * more));
    while (more-- > 0)
        *out++ = (char)(0x80 | (c >> (6 * more) & 0x3f));
    *out = '\0';
}

const char *key_spell(struct key key, char *out, size_t bytes)
{
    char character[5];

    if (key.code != KEY_CODE_NONE) {
        assert(key.code < KEY_CODES);
        words_print(out, bytes, "%s", words[key.code]);
    } else if (key.character == ' ') {
        words_print(out, bytes, "Space");
    } else if (key.character < ' ') {
        words_print(out, bytes, "Ctrl-%c", (char)(key.character + 0x40));
    } else if (key.character > 0x10ffff || (key.character >= 0xd800 && key.character < 0xe000) ||
               (key.character >= 0x7f && key.character < 0xa0)) {
        words_print(out, bytes, "?");
    } else {
        encode(key.character, character);
        words_print(out, bytes, "%s", character);
    }
    return out;
}
