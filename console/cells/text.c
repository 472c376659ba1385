/* Figures as text.  Must never know where they are drawn. */
#include "console/cells/text.h"
#include "console/cells/character.h"
#include "console/cells/grid.h"
#include "console/words.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

int text_cols(const char *text)
{
    struct character next;
    int cols = 0;

    while (character_next(&text, &next))
        cols += next.cols;
    return cols;
}

void text_safe(char *out, size_t bytes, const char *text)
{
    struct character next;
    size_t used = 0;

    while (character_next(&text, &next)) {
        size_t length = strlen(next.text);

        if (used + length >= bytes)
            break;
        memcpy(out + used, next.text, length);
        used += length;
    }
    if (bytes > 0)
        out[used] = '\0';
}

void text_fit(char *out, size_t bytes, int cols, const char *text, bool ascii)
{
    const char *mark = glyph_text(ascii, GLYPH_ELLIPSIS);
    struct character next;
    size_t used = 0, mark_bytes = strlen(mark);
    bool whole = text_cols(text) <= cols;
    int room = whole ? cols : cols - text_cols(mark);

    while (character_next(&text, &next) && next.cols <= room) {
        size_t length = strlen(next.text);

        if (used + length + mark_bytes >= bytes) {
            whole = false;
            break;
        }
        memcpy(out + used, next.text, length);
        used += length;
        room -= next.cols;
    }
    snprintf(out + used, bytes - used, "%s", whole ? "" : mark);
}

const char *text_duration(char *out, int64_t ms)
{
    int64_t s = ms < 0 ? 0 : ms / 1000;

    if (s < 3600)
        words_print(out, TEXT_FIGURE_BYTES, "%d:%02d", (int)(s / 60), (int)(s % 60));
    else
        words_print(out, TEXT_FIGURE_BYTES, "%" PRId64 ":%02d:%02d", s / 3600, (int)(s / 60 % 60),
                 (int)(s % 60));
    return out;
}

const char *text_duration_coarse(char *out, int64_t ms)
{
    int64_t minutes = ms < 0 ? 0 : ms / 60000;

    if (minutes < 60)
        return text_duration(out, ms);
    if (minutes < 24 * 60)
        words_print(out, TEXT_FIGURE_BYTES, _("%d h %02d"), (int)(minutes / 60), (int)(minutes % 60));
    else
        words_print(out, TEXT_FIGURE_BYTES, _("%lld d %d h"), (long long)(minutes / (24 * 60)),
                 (int)(minutes / 60 % 24));
    return out;
}

const char *text_age(char *out, int64_t ms)
{
    char number[WORDS_NUMBER_BYTES];

    if (ms < 0)
        ms = 0;
    if (ms < 10000)
        words_print(out, TEXT_FIGURE_BYTES, _("%s s"),
                    words_number(number, 1, (double)(ms / 100) / 10));
    else if (ms < 60000)
        words_print(out, TEXT_FIGURE_BYTES, _("%d s"), (int)(ms / 1000));
    else
        return text_duration(out, ms);
    return out;
}

/* Words for a figure without a value; NULL when it has one. */
static const char *no_value(char *out, struct acd_figure figure, bool ascii)
{
    if (figure.is == ACD_FIGURE_VALUE)
        return NULL;
    words_print(out, TEXT_FIGURE_BYTES, "%s",
             figure.is == ACD_FIGURE_UNDEFINED ? _("n/a") : glyph_text(ascii, GLYPH_DASH));
    return out;
}

const char *text_percent(char *out, struct acd_figure figure, int decimals, bool ascii)
{
    const char *words = no_value(out, figure, ascii);
    char number[WORDS_NUMBER_BYTES];

    if (words != NULL)
        return words;
    words_print(out, TEXT_FIGURE_BYTES, _("%s %%"),
                words_number(number, decimals > 0 ? 1 : 0, figure.value * 100));
    return out;
}

const char *text_figure_ms(char *out, struct acd_figure figure, bool ascii)
{
    const char *words = no_value(out, figure, ascii);

    return words != NULL ? words : text_duration(out, (int64_t)figure.value);
}

const char *text_count(char *out, int64_t count)
{
    char digits[TEXT_FIGURE_BYTES];
    int n = snprintf(digits, sizeof digits, "%" PRIu64, count < 0 ? 0 - (uint64_t)count : (uint64_t)count);
    size_t at = 0;

    if (count < 0)
        out[at++] = '-';
    for (int i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            at += words_print(out + at, TEXT_FIGURE_BYTES - at, "%s", C_("thousands", ","));
        out[at++] = digits[i];
    }
    out[at] = '\0';
    return out;
}
