/* Trends and bars out of block characters, or of ASCII.  Must never know what is measured. */
#include "console/cells/chart.h"

#include <math.h>

enum { LEVELS = 8 };
static const char *const height_utf8[LEVELS] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
static const char *const height_ascii[LEVELS] = {"_", "-", ":", "=", "+", "*", "#", "%"};
static const char *const eighth_utf8[LEVELS] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

static bool is_gap(double value)
{
    return isnan(value) || value < 0;
}

static double largest(const double *values, int n)
{
    double most = 1;

    for (int i = 0; i < n; i++)
        if (!is_gap(values[i]) && values[i] > most)
            most = values[i];
    return most;
}

void chart_trend(struct area area, int row, int col, int cols, const double *values, int n, double top)
{
    bool ascii = area.grid->ascii;
    const char *const *heights = ascii ? height_ascii : height_utf8;
    int shown = n < cols ? n : cols;

    if (shown <= 0)
        return;
    values += n - shown;
    if (!(top > 0))
        top = largest(values, shown);
    for (int i = 0; i < shown; i++) {
        int at = col + cols - shown + i;

        if (is_gap(values[i])) {
            area_text(area, row, at, ROLE_UNKNOWN, glyph_text(ascii, GLYPH_GAP));
            continue;
        }
        double part = values[i] / top;
        int level = part >= 1 ? LEVELS - 1 : (int)lround(part * (LEVELS - 1));

        area_text(area, row, at, ROLE_TREND, heights[level]);
    }
}

/* Eighths of `cols` columns; a value above nothing is never drawn as nothing. */
static int eighths_of(double value, double top, int cols)
{
    if (is_gap(value) || !(top > 0) || value == 0)
        return 0;
    if (value >= top)
        return cols * 8;
    int eighths = (int)lround(value / top * cols * 8);

    return eighths < 1 ? 1 : eighths;
}

void chart_bar(struct area area, int row, int col, int cols, double value, double top, double limit)
{
    bool ascii = area.grid->ascii;
    int eighths = eighths_of(value, top, cols);
    int beyond = limit >= 0 && value > limit ? eighths_of(limit, top, cols) / 8 : cols;

    for (int i = 0; i < cols; i++) {
        int here = eighths - i * 8;
        enum role role = i < beyond ? ROLE_TREND : ROLE_TREND_OVER;

        if (here >= 8 || (ascii && (here >= 4 || (i == 0 && here > 0))))
            area_text(area, row, col + i, role, glyph_text(ascii, GLYPH_BAR_FULL));
        else if (here > 0 && !ascii)
            area_text(area, row, col + i, role, eighth_utf8[here]);
        else
            area_text(area, row, col + i, ROLE_TREND, " ");
    }
}
