/* Keys and their names ("o", "Enter", "Ctrl-L", "F1", "PageDown").  Pure. */
#ifndef CONSOLE_ASK_KEY_H
#define CONSOLE_ASK_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KEY_LIST(X)                                                                                \
    X(ENTER, "Enter") X(ESCAPE, "Escape") X(TAB, "Tab") X(BACKTAB, "Shift-Tab")                    \
    X(BACKSPACE, "Backspace") X(DELETE, "Delete") X(INSERT, "Insert") X(UP, "Up") X(DOWN, "Down")   \
    X(LEFT, "Left") X(RIGHT, "Right") X(HOME, "Home") X(END, "End") X(PAGE_UP, "PageUp")            \
    X(PAGE_DOWN, "PageDown") X(F1, "F1") X(F2, "F2") X(F3, "F3") X(F4, "F4") X(F5, "F5")            \
    X(F6, "F6") X(F7, "F7") X(F8, "F8") X(F9, "F9") X(F10, "F10") X(F11, "F11") X(F12, "F12")       \
    X(CLICK, "Click") X(WHEEL_UP, "WheelUp") X(WHEEL_DOWN, "WheelDown")
#define KEY_ENUM(name, word) KEY_CODE_##name,
enum key_code { KEY_CODE_NONE, KEY_LIST(KEY_ENUM) KEY_CODES };

/* Either a character (code NONE; Ctrl-A is character 1) or a code. */
struct key {
    enum key_code code;
    uint32_t character; /* Unicode */
    int row, col;       /* of a mouse event */
};

bool key_same(struct key a, struct key b);
bool key_read(const char *name, struct key *key); /* false: no such key */
const char *key_spell(struct key key, char *out, size_t bytes);

#endif
