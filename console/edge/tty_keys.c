/* From curses' codes to ours, by table. */
#include "console/edge/tty_keys.h"
#include "acdfeed/macros.h"

#include <string.h>

static const struct {
    int curses;
    enum key_code code;
} codes[] = {
    {KEY_ENTER, KEY_CODE_ENTER},         {KEY_BTAB, KEY_CODE_BACKTAB},
    {KEY_BACKSPACE, KEY_CODE_BACKSPACE}, {KEY_DC, KEY_CODE_DELETE},
    {KEY_IC, KEY_CODE_INSERT},           {KEY_UP, KEY_CODE_UP},
    {KEY_DOWN, KEY_CODE_DOWN},           {KEY_LEFT, KEY_CODE_LEFT},
    {KEY_RIGHT, KEY_CODE_RIGHT},         {KEY_HOME, KEY_CODE_HOME},
    {KEY_FIND, KEY_CODE_HOME},           {KEY_A1, KEY_CODE_HOME},
    {KEY_END, KEY_CODE_END},             {KEY_SELECT, KEY_CODE_END},
    {KEY_C1, KEY_CODE_END},              {KEY_PPAGE, KEY_CODE_PAGE_UP},
    {KEY_A3, KEY_CODE_PAGE_UP},          {KEY_NPAGE, KEY_CODE_PAGE_DOWN},
    {KEY_C3, KEY_CODE_PAGE_DOWN},
};

WINDOW *tty_keys_new(const char *term)
{
    WINDOW *keys = newpad(1, 1); /* a pad is never refreshed by reading from it */

    if (keys == NULL)
        return NULL;
    keypad(keys, TRUE);
    nodelay(keys, TRUE);
    /* Only a mouse that comes with the keys: on Linux' console curses would load gpm's library. */
    if (strncmp(term, "linux", 5) != 0) {
        mouseinterval(0);
        mousemask(BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED, NULL);
    }
    return keys;
}

static bool read_mouse(struct key *key)
{
    MEVENT event;

    if (getmouse(&event) != OK)
        return false;
    if (event.bstate & BUTTON4_PRESSED)
        key->code = KEY_CODE_WHEEL_UP;
    else if (event.bstate & BUTTON5_PRESSED)
        key->code = KEY_CODE_WHEEL_DOWN;
    else if (event.bstate & BUTTON1_PRESSED)
        key->code = KEY_CODE_CLICK;
    else
        return false;
    key->row = event.y;
    key->col = event.x;
    return true;
}

static bool read_code(int curses, struct key *key)
{
    if (curses == KEY_MOUSE)
        return read_mouse(key);
    if (curses >= KEY_F(1) && curses <= KEY_F(12)) {
        key->code = (enum key_code)(KEY_CODE_F1 + (curses - KEY_F(1)));
        return true;
    }
    for (size_t i = 0; i < ACD_COUNT_OF(codes); i++) {
        if (codes[i].curses == curses) {
            key->code = codes[i].code;
            return true;
        }
    }
    return false;
}

static bool read_character(wint_t character, bool utf8, struct key *key)
{
    switch (character) {
    case '\r': case '\n': key->code = KEY_CODE_ENTER; return true;
    case '\t': key->code = KEY_CODE_TAB; return true;
    case '\b': case 0x7f: key->code = KEY_CODE_BACKSPACE; return true;
    case 0x1b: key->code = KEY_CODE_ESCAPE; return true;
    case 0: return false;
    default: break;
    }
    key->character = (uint32_t)character;
    return character < 0x80 || (utf8 && character >= 0xa0);
}

bool tty_keys_next(WINDOW *keys, bool utf8, struct key *key)
{
    wint_t read;
    int kind;

    while ((kind = wget_wch(keys, &read)) != ERR) {
        *key = (struct key){.code = KEY_CODE_NONE};
        if (kind == KEY_CODE_YES ? read_code((int)read, key) : read_character(read, utf8, key))
            return true;
    }
    return false;
}
