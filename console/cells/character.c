/* Makes any text safe, a character at a time.  This is the one gate between text of a feed and the
 * screen; it must never let through what moves a cursor, hides, or turns the direction. */
#include "console/cells/character.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

struct range {
    uint32_t first, last;
};

/* Unicode 15: general category Cc, Cf, Co, Zl, Zp and fillers that look like nothing. */
static const struct range replaced[] = {
    {0x0000, 0x001f},   {0x007f, 0x009f},   {0x00ad, 0x00ad},     {0x034f, 0x034f},
    {0x0600, 0x0605},   {0x061c, 0x061c},   {0x06dd, 0x06dd},     {0x070f, 0x070f},
    {0x115f, 0x1160},   {0x17b4, 0x17b5},   {0x180b, 0x180f},     {0x200b, 0x200f},
    {0x2028, 0x202e},   {0x2060, 0x206f},   {0x3164, 0x3164},     {0xd800, 0xdfff},
    {0xe000, 0xf8ff},   {0xfeff, 0xfeff},   {0xffa0, 0xffa0},     {0xfff0, 0xfffb},
    {0xfffe, 0xffff},   {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a},   {0xe0000, 0xe00ff},
    {0xf0000, 0xfffff}, {0x100000, 0x10ffff},
};
static const struct range left_out[] = {
    {0x20dd, 0x20e0}, {0x20e2, 0x20e4}, {0xfe00, 0xfe0f}, {0x1f3fb, 0x1f3ff}, {0xe0100, 0xe01ef},
};
/* What a sequence of emoji is joined of: symbols, dingbats, pictographs. */
static const struct range pictures[] = {
    {0x2190, 0x21ff}, {0x2300, 0x23ff}, {0x2600, 0x27bf}, {0x2b00, 0x2bff}, {0x1f000, 0x1faff},
};
enum { JOINER = 0x200d, BLACK_FLAG = 0x1f3f4, FIRST_TAG = 0xe0020, LAST_TAG = 0xe007f,
       FIRST_REGIONAL = 0x1f1e6, LAST_REGIONAL = 0x1f1ff };

static bool within(const struct range *ranges, size_t n, uint32_t c)
{
    for (size_t i = 0; i < n; i++)
        if (c >= ranges[i].first && c <= ranges[i].last)
            return true;
    return false;
}

uint32_t character_decode(const char *text, int *bytes)
{
    const unsigned char *at = (const unsigned char *)text;
    static const struct {
        unsigned char first, last, least, most; /* of the lead byte, and of the byte after it */
        unsigned char more;
    } leads[] = {
        {0xc2, 0xdf, 0x80, 0xbf, 1}, {0xe0, 0xe0, 0xa0, 0xbf, 2}, {0xe1, 0xec, 0x80, 0xbf, 2},
        {0xed, 0xed, 0x80, 0x9f, 2}, {0xee, 0xef, 0x80, 0xbf, 2}, {0xf0, 0xf0, 0x90, 0xbf, 3},
        {0xf1, 0xf3, 0x80, 0xbf, 3}, {0xf4, 0xf4, 0x80, 0x8f, 3},
    };

    *bytes = 1;
    if (at[0] < 0x80)
        return at[0];
    for (size_t i = 0; i < sizeof leads / sizeof leads[0]; i++) {
        if (at[0] < leads[i].first || at[0] > leads[i].last)
            continue;
        uint32_t c = at[0] & (0x3fu >> leads[i].more);

        for (; *bytes <= leads[i].more; (*bytes)++) {
            unsigned char next = at[*bytes];

            if (*bytes == 1 ? next < leads[i].least || next > leads[i].most : (next & 0xc0) != 0x80)
                return CHARACTER_NONE;
            c = c << 6 | (next & 0x3f);
        }
        return c;
    }
    return CHARACTER_NONE;
}

static int columns_of(uint32_t c)
{
    if (c == CHARACTER_NONE || within(replaced, sizeof replaced / sizeof replaced[0], c))
        return -1;
    if (c >= 0x20 && c < 0x7f)
        return 1;
    /* A locale without UTF-8 knows no widths; one mark each will stand for them there. */
    return MB_CUR_MAX > 1 ? wcwidth((wchar_t)c) : 1;
}

static void set_replaced(struct character *out)
{
    memcpy(out->text, "\xef\xbf\xbd", 4);
    out->cols = 1;
}

/* Puts the first mark that follows on the character, and steps over all of them. */
static const char *take_marks(const char *at, struct character *out)
{
    size_t length = strlen(out->text);
    bool marked = false;

    for (;;) {
        int bytes;
        uint32_t c = character_decode(at, &bytes);

        if (c != 0 && within(left_out, sizeof left_out / sizeof left_out[0], c)) {
            at += bytes;
            continue;
        }
        if (c < 0x300 || columns_of(c) != 0)
            return at;
        if (!marked && length + (size_t)bytes < sizeof out->text) {
            memcpy(out->text + length, at, (size_t)bytes);
            out->text[length + (size_t)bytes] = '\0';
            marked = true;
        }
        at += bytes;
    }
}

static bool is_picture(uint32_t c)
{
    return within(pictures, sizeof pictures / sizeof pictures[0], c);
}

/* A family, a profession, a flag of tags: terminals draw one picture or several, so the first stands
 * for all of them. */
static const char *take_sequence(const char *at, uint32_t base)
{
    int bytes, next_bytes;

    for (;;) {
        uint32_t c = character_decode(at, &bytes), next;

        if (within(left_out, sizeof left_out / sizeof left_out[0], c) ||
            (base == BLACK_FLAG && c >= FIRST_TAG && c <= LAST_TAG)) {
            at += bytes;
            continue;
        }
        if (c != JOINER)
            return at;
        next = character_decode(at + bytes, &next_bytes);
        if (!is_picture(next))
            return at;
        at += bytes + next_bytes;
    }
}

bool character_next(const char **text, struct character *out)
{
    const char *at = *text;

    if (*at == '\0')
        return false;
    if (*at >= 0x20 && *at < 0x7f && (signed char)at[1] >= 0) { /* most are; no mark can follow */
        out->text[0] = *at;
        out->text[1] = '\0';
        out->cols = 1;
        *text = at + 1;
        return true;
    }
    int bytes;
    uint32_t c = character_decode(at, &bytes);
    int cols = columns_of(c);

    if (c >= FIRST_REGIONAL && c <= LAST_REGIONAL) {
        /* Two of them are a flag or two letters, one column or two each: the letter is always one. */
        *out = (struct character){.text = {(char)('A' + (int)(c - FIRST_REGIONAL))}, .cols = 1};
    } else if (cols < 1 || cols > 2) {
        set_replaced(out);
    } else {
        memcpy(out->text, at, (size_t)bytes);
        out->text[bytes] = '\0';
        out->cols = cols;
    }
    at += bytes;
    if (is_picture(c))
        at = take_sequence(at, c);
    *text = take_marks(at, out);
    return true;
}
