/* A trend several rows high.  Must never know what is measured. */
#include "console/cells/chart.h"

#include <math.h>
#include <stdio.h>

enum { EIGHTHS = 8, BRAILLE_DOTS = 4, BRAILLE_FIRST = 0x2800 };

static bool is_gap(double value)
{
    return isnan(value) || value < 0;
}

/* How many of `steps` a value reaches; none but of nothing. */
static int reach(double value, double top, int steps)
{
    if (is_gap(value) || value == 0)
        return 0;
    int reached = value >= top ? steps : (int)lround(value / top * steps);
    return reached > 0 ? reached : 1;
}

static void gap(struct area area, int col)
{
    area_text(area, area.rows - 1, col, ROLE_UNKNOWN, glyph_text(area.grid->ascii, GLYPH_GAP));
}

static void blocks(struct area area, int col, double value, double top)
{
    static const char *const heights[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    bool ascii = area.grid->ascii;
    int steps = ascii ? 2 : EIGHTHS, reached = reach(value, top, area.rows * steps);
    for (int row = area.rows - 1; row >= 0 && reached > 0; row--, reached -= steps) {
        int here = reached < steps ? reached : steps;
        const char *sign = ascii ? (here == steps ? "#" : ":") : heights[here - 1];
        area_text(area, row, col, ROLE_TREND, sign);
    }
}

/* The dots of a column of braille from the bottom up, left and right. */
static int dots(int reached, bool right)
{
    static const int left_dots[] = {0x40, 0x04, 0x02, 0x01}, right_dots[] = {0x80, 0x20, 0x10, 0x08};
    int bits = 0;
    for (int i = 0; i < BRAILLE_DOTS && i < reached; i++)
        bits |= (right ? right_dots : left_dots)[i];
    return bits;
}

static void braille(struct area area, int col, double left, double right, double top)
{
    int a = reach(left, top, area.rows * BRAILLE_DOTS), b = reach(right, top, area.rows * BRAILLE_DOTS);
    for (int row = area.rows - 1; row >= 0 && (a > 0 || b > 0); row--) {
        unsigned sign = BRAILLE_FIRST + (unsigned)(dots(a, false) | dots(b, true));
        char text[4] = {(char)(0xe0 | sign >> 12), (char)(0x80 | (sign >> 6 & 0x3f)),
                        (char)(0x80 | (sign & 0x3f)), 0};
        area_text(area, row, col, ROLE_TREND, text);
        a -= BRAILLE_DOTS;
        b -= BRAILLE_DOTS;
    }
}

static double largest(const double *values, int n)
{
    double most = 1;
    for (int i = 0; i < n; i++)
        most = !is_gap(values[i]) && values[i] > most ? values[i] : most;
    return most;
}

/* The value that stands at place `at` of `places`. */
static double at_place(const double *values, int n, int at, int places)
{
    return values[(int)((int64_t)at * n / places)];
}

void chart_uprights(struct area area, const double *values, int n, double top)
{
    bool paired = !area.grid->ascii && area.cols < n;
    int places = paired ? 2 * area.cols : area.cols;
    if (n <= 0 || places <= 0)
        return;
    if (n > places) {
        values += n - places;
        n = places;
    }
    top = top > 0 ? top : largest(values, n);
    for (int col = 0; col < area.cols; col++) {
        double left = at_place(values, n, paired ? 2 * col : col, places);
        double right = paired ? at_place(values, n, 2 * col + 1, places) : left;
        if (is_gap(left) && is_gap(right))
            gap(area, col);
        else if (paired)
            braille(area, col, left, right, top);
        else
            blocks(area, col, left, top);
    }
}
