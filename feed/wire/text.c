/* What text the contract takes: UTF-8 as RFC 3629 defines it, and the characters of ids.
 * Must never know what a text is for. */
#include "acdfeed/limits.h"
#include "acdfeed/shape.h"
#include "feed/wire/utf8.h"

#include <string.h>

size_t utf8_step(const char *text, size_t bytes, unsigned *code)
{
    /* The least code point of each length: anything below is an overlong form. */
    static const unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *at = (const unsigned char *)text;
    if (bytes == 0)
        return 0;
    if (at[0] < 0x80) {
        *code = at[0];
        return 1;
    }
    size_t length = at[0] >= 0xf0 ? 4 : at[0] >= 0xe0 ? 3 : 2;
    if (at[0] < 0xc2 || at[0] > 0xf4 || bytes < length)
        return 0;
    unsigned value = at[0] & (0xffu >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return 0;
        value = value << 6 | (at[i] & 0x3fu);
    }
    if (value < least[length] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
        return 0;
    *code = value;
    return length;
}

bool acd_utf8_valid(const char *text, size_t bytes)
{
    size_t i = 0;
    while (i < bytes) {
        uint64_t word;
        if (bytes - i >= sizeof(word)) {
            memcpy(&word, text + i, sizeof(word));
            if (!(word & UINT64_C(0x8080808080808080))) {
                i += sizeof(word);
                continue;
            }
        }
        unsigned code;
        size_t step = utf8_step(text + i, bytes - i, &code);
        if (step == 0)
            return false;
        i += step;
    }
    return true;
}

/* Bit c % 64 of word c / 64 stands for ASCII character c: + - . 0-9 : and @ A-Z _ a-z. */
#define BIT_OF(c) (UINT64_C(1) << (c) % 64)
static const uint64_t id_characters[4] = {
    UINT64_C(0x3ff) << '0' | BIT_OF('+') | BIT_OF('-') | BIT_OF('.') | BIT_OF(':'),
    UINT64_C(0x7fffffe) | UINT64_C(0x7fffffe) << 32 | BIT_OF('@') | BIT_OF('_'),
};

bool acd_id_valid(const char *id, size_t bytes)
{
    if (bytes < 1 || bytes > ACD_MAX_ID_BYTES)
        return false;
    uint64_t good = 1;
    for (size_t i = 0; i < bytes; i++) {
        unsigned char c = (unsigned char)id[i];
        good &= id_characters[c / 64] >> c % 64;
    }
    return good;
}
