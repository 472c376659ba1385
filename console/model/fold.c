/* Comparing text with case aside.  Case is what the locale's character type says; in a locale without
 * UTF-8 only ASCII folds. */
#include "console/model/fold.h"

#include <stdint.h>
#include <string.h>
#include <wctype.h>

/* The next character, folded; moves *at past it.  Reads no further than a NUL or `end`. */
static uint32_t next(const char **at, const char *end)
{
    const unsigned char *s = (const unsigned char *)*at;
    int more = *s >= 0xf0 ? 3 : *s >= 0xe0 ? 2 : *s >= 0xc0 ? 1 : 0;
    uint32_t c = *s;

    if (more)
        c &= 0x3fu >> more;
    for (int i = 1; i <= more; i++) {
        if ((end && *at + i >= end) || (s[i] & 0xc0) != 0x80) {
            *at += 1;
            return *s;
        }
        c = c << 6 | (s[i] & 0x3fu);
    }
    *at += more + 1;
    return (uint32_t)towlower((wint_t)c);
}

static bool begins(const char *text, const char *word, const char *end)
{
    while (word < end) {
        if (!*text || next(&text, NULL) != next(&word, end))
            return false;
    }
    return true;
}

bool fold_contains(const char *text, const char *word, size_t bytes)
{
    if (!text)
        return false;
    for (; *text; next(&text, NULL))
        if (begins(text, word, word + bytes))
            return true;
    return bytes == 0;
}

int fold_compare(const char *a, const char *b)
{
    while (*a && *b) {
        uint32_t x = next(&a, NULL), y = next(&b, NULL);

        if (x != y)
            return x < y ? -1 : 1;
    }
    return (*a != '\0') - (*b != '\0');
}
