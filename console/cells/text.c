/* Figures as text.  Must never know where they are drawn. */
#include "console/cells/text.h"
#include "console/cells/character.h"
#include "console/cells/grid.h"

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

const char *text_duration(char *out, int64_t ms)
{
    int64_t s = ms < 0 ? 0 : ms / 1000;

    if (s < 3600)
        snprintf(out, TEXT_FIGURE_BYTES, "%d:%02d", (int)(s / 60), (int)(s % 60));
    else
        snprintf(out, TEXT_FIGURE_BYTES, "%" PRId64 ":%02d:%02d", s / 3600, (int)(s / 60 % 60),
                 (int)(s % 60));
    return out;
}

const char *text_duration_coarse(char *out, int64_t ms)
{
    int64_t minutes = ms < 0 ? 0 : ms / 60000;

    if (minutes < 60)
        return text_duration(out, ms);
    if (minutes < 24 * 60)
        snprintf(out, TEXT_FIGURE_BYTES, "%d h %02d", (int)(minutes / 60), (int)(minutes % 60));
    else
        snprintf(out, TEXT_FIGURE_BYTES, "%" PRId64 " d %d h", minutes / (24 * 60),
                 (int)(minutes / 60 % 24));
    return out;
}

const char *text_age(char *out, int64_t ms)
{
    if (ms < 0)
        ms = 0;
    if (ms < 10000)
        snprintf(out, TEXT_FIGURE_BYTES, "%d.%d s", (int)(ms / 1000), (int)(ms / 100 % 10));
    else if (ms < 60000)
        snprintf(out, TEXT_FIGURE_BYTES, "%d s", (int)(ms / 1000));
    else
        return text_duration(out, ms);
    return out;
}

/* Words for a figure without a value; NULL when it has one. */
static const char *no_value(char *out, struct acd_figure figure, bool ascii)
{
    if (figure.is == ACD_FIGURE_VALUE)
        return NULL;
    snprintf(out, TEXT_FIGURE_BYTES, "%s",
             figure.is == ACD_FIGURE_UNDEFINED ? "n/a" : glyph_text(ascii, GLYPH_DASH));
    return out;
}

const char *text_percent(char *out, struct acd_figure figure, int decimals, bool ascii)
{
    const char *words = no_value(out, figure, ascii);

    if (words != NULL)
        return words;
    snprintf(out, TEXT_FIGURE_BYTES, "%.*f %%", decimals > 0 ? 1 : 0, figure.value * 100);
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
            out[at++] = ',';
        out[at++] = digits[i];
    }
    out[at] = '\0';
    return out;
}
