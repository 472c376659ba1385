/* Digits out of strokes.  A glyph is a set of segments in a box of pixels; a pixel is half a cell high
 * in UTF-8, where it is square, and a whole cell in ASCII.  Must never know what a figure means. */
#include "console/wall/digits.h"

#include <stdlib.h>
#include <string.h>

/* Segments by their usual letters, I and L the upper and lower half of the middle column. */
enum {
    A = 1, B = 2, C = 4, D = 8, E = 16, F = 32, G = 64, I = 128, L = 256,
    FLAG = 512, RISING = 1024, FALLING = 2048, DOT_HIGH = 4096, DOT_LOW = 8192, DOT_BASE = 16384,
    BLOT_HIGH = 32768, BLOT_LOW = 65536,
};

static const struct glyph_shape {
    const char *text;
    unsigned segments;
    bool narrow; /* as wide as a stroke */
} shapes[] = {
    {"0", A | B | C | D | E | F, false}, {"1", I | L | FLAG, false},
    {"2", A | B | G | E | D, false}, {"3", A | B | G | C | D, false},
    {"4", F | G | B | C, false}, {"5", A | F | G | C | D, false},
    {"6", A | F | G | E | C | D, false}, {"7", A | B | C, false},
    {"8", A | B | C | D | E | F | G, false}, {"9", A | B | C | D | F | G, false},
    {":", DOT_HIGH | DOT_LOW, true}, {".", DOT_BASE, true},
    {"%", RISING | BLOT_HIGH | BLOT_LOW, false}, {"-", G, false}, {"\xe2\x80\x93", G, false},
    {"?", A | B | G | DOT_BASE, false}, {"/", RISING, false},
    {"n", B | C | E | F | FALLING, false}, {"a", A | B | C | E | F | G, false},
    {"S", A | F | G | C | D, false}, {"T", A | I | L, false}, {"A", A | B | C | E | F | G, false},
    {"L", F | E | D, false}, {"h", C | E | F | G, false}, {"d", B | C | D | E | G, false}, {"E", A | D | E | F | G, false}, {" ", 0, true},
};

static const struct {
    double width, stroke; /* shares of the height, in square pixels */
} weights[DIGITS_WEIGHTS] = {
    [DIGITS_LIGHT] = {0.45, 0.10}, [DIGITS_REGULAR] = {0.55, 0.15}, [DIGITS_BOLD] = {0.62, 0.20},
};

/* The box of a glyph: sizes in pixels, strokes apart for both directions. */
struct box {
    int w, h, across, along; /* width of upright strokes, height of level ones */
    int round;               /* radius of the corners */
};

static int at_least(int value, int least)
{
    return value < least ? least : value;
}

/* Rows are few in ASCII: level strokes must leave the two counters between them open. */
static int level_stroke(int stroke, int rows)
{
    int most = at_least((rows - 2) / 5, 1), wanted = at_least((stroke + 1) / 2, 1);
    return wanted < most ? wanted : most;
}

static struct box box_of(struct digits_size size, bool narrow, bool ascii)
{
    int high = size.rows * 2, stroke = at_least((int)(high * weights[size.weight].stroke + 0.5), 1);
    struct box box = {
        .w = narrow ? stroke : at_least((int)(high * weights[size.weight].width + 0.5), 3),
        .h = ascii ? size.rows : high,
        .across = stroke,
        .along = ascii ? level_stroke(stroke, size.rows) : stroke,
        .round = ascii || narrow ? 0 : stroke,
    };
    return box;
}

static bool in(int x, int y, int left, int top, int w, int h)
{
    return x >= left && x < left + w && y >= top && y < top + h;
}

/* Level and upright segments. */
static bool on_segment(const struct box *box, unsigned s, int x, int y)
{
    int middle = (box->h - box->along) / 2, centre = (box->w - box->across) / 2;
    int right = box->w - box->across, upper = middle + box->along, lower = box->h - middle;
    return ((s & A) && in(x, y, 0, 0, box->w, box->along)) ||
           ((s & G) && in(x, y, 0, middle, box->w, box->along)) ||
           ((s & D) && in(x, y, 0, box->h - box->along, box->w, box->along)) ||
           ((s & F) && in(x, y, 0, 0, box->across, upper)) ||
           ((s & E) && in(x, y, 0, middle, box->across, lower)) ||
           ((s & B) && in(x, y, right, 0, box->across, upper)) ||
           ((s & C) && in(x, y, right, middle, box->across, lower)) ||
           ((s & I) && in(x, y, centre, 0, box->across, upper)) ||
           ((s & L) && in(x, y, centre, middle, box->across, lower)) ||
           ((s & FLAG) && in(x, y, at_least(centre - box->across, 0), box->along / 2, centre, box->along) &&
            x < centre);
}

/* A slope from corner to corner whose stroke is `across` wide. */
static bool on_slope(const struct box *box, int x, int y, bool rising)
{
    double along = box->h > 1 ? (double)y / (box->h - 1) : 0;
    double left = (box->w - box->across) * (rising ? 1 - along : along);
    return x >= (int)(left + 0.5) && x < (int)(left + 0.5) + box->across;
}

static bool on_dot(const struct box *box, unsigned s, int x, int y)
{
    int left = (box->w - box->across) / 2, third = (box->h - 2 * box->along) / 3;
    int high = box->along + at_least(box->h / 14, 0), wide = at_least(box->across * 3 / 2, 2);
    return ((s & DOT_HIGH) && in(x, y, left, third, box->across, box->along)) ||
           ((s & DOT_LOW) && in(x, y, left, box->h - third - box->along, box->across, box->along)) ||
           ((s & DOT_BASE) && in(x, y, left, box->h - box->along, box->across, box->along)) ||
           ((s & BLOT_HIGH) && in(x, y, 0, 0, wide, high)) ||
           ((s & BLOT_LOW) && in(x, y, box->w - wide, box->h - high, wide, high));
}

/* Outside the quarter circle that rounds a corner; dx and dy count from the corner inwards. */
static bool beyond_round(const struct box *box, int dx, int dy)
{
    int r = box->round;
    if (dx < 0 || dy < 0 || dx >= r || dy >= r)
        return false;
    double x = r - dx - 0.5, y = r - dy - 0.5;
    return x * x + y * y > (double)r * r;
}

/* Corners where exactly two strokes meet are round. */
static bool cut_corner(const struct box *box, unsigned s, int x, int y)
{
    int top = (box->h - box->along) / 2, bottom = top + box->along - 1;
    int rx = box->w - 1 - x, by = box->h - 1 - y;
    bool left_up = (s & F) && (s & G) && !(s & E), left_down = (s & E) && (s & G) && !(s & F);
    bool right_up = (s & B) && (s & G) && !(s & C), right_down = (s & C) && (s & G) && !(s & B);
    return ((s & A) && (s & F) && beyond_round(box, x, y)) ||
           ((s & A) && (s & B) && beyond_round(box, rx, y)) ||
           ((s & D) && (s & E) && beyond_round(box, x, by)) ||
           ((s & D) && (s & C) && beyond_round(box, rx, by)) ||
           (left_up && beyond_round(box, x, bottom - y)) ||
           (left_down && beyond_round(box, x, y - top)) ||
           (right_up && beyond_round(box, rx, bottom - y)) ||
           (right_down && beyond_round(box, rx, y - top));
}

static bool is_lit(const struct box *box, unsigned s, int x, int y)
{
    if (x < 0 || y < 0 || x >= box->w || y >= box->h)
        return false;
    bool slope = ((s & RISING) && on_slope(box, x, y, true)) || ((s & FALLING) && on_slope(box, x, y, false));
    return slope || on_dot(box, s, x, y) || (on_segment(box, s, x, y) && !cut_corner(box, s, x, y));
}

/* The shape that `*text` begins with; moves behind it. */
static const struct glyph_shape *next_shape(const char **text)
{
    static const struct glyph_shape blank = {" ", 0, true};
    for (size_t i = 0; i < ACD_COUNT_OF(shapes); i++) {
        size_t bytes = strlen(shapes[i].text);
        if (!strncmp(*text, shapes[i].text, bytes)) {
            *text += bytes;
            return &shapes[i];
        }
    }
    do
        ++*text;
    while ((**text & 0xc0) == 0x80);
    return &blank;
}

static int gap_of(struct digits_size size)
{
    int stroke = box_of(size, false, false).across;
    return at_least(stroke * 2 / 3, 1);
}

int digits_cols(struct digits_size size, const char *text)
{
    int cols = 0;
    while (*text) {
        const struct glyph_shape *shape = next_shape(&text);
        cols += box_of(size, shape->narrow, false).w + (*text ? gap_of(size) : 0);
    }
    return cols;
}

double digits_reach(struct digits_size size)
{
    static const double counts[DIGITS_WEIGHTS] = {0.75, 1.0, 1.05};
    return size.rows * counts[size.weight];
}

bool digits_fit(const char *text, int rows, int cols, struct digits_size *size)
{
    double best = 0;
    for (int r = DIGITS_LEAST_ROWS; r <= DIGITS_MOST_ROWS && r <= rows; r++) {
        for (int w = 0; w < DIGITS_WEIGHTS; w++) {
            struct digits_size tried = {r, (enum digits_weight)w};
            if (digits_reach(tried) <= best || digits_cols(tried, text) > cols)
                continue;
            best = digits_reach(tried);
            *size = tried;
        }
    }
    return best > 0;
}

static void draw_shape(struct area area, int row, int col, const struct box *box, enum role role,
                       unsigned segments)
{
    static const char *const halves[] = {NULL, "▀", "▄", "█"};
    bool ascii = area.grid->ascii;
    for (int x = 0; x < box->w; x++) {
        for (int y = 0; y < box->h; y += ascii ? 1 : 2) {
            int lit = is_lit(box, segments, x, y) | (!ascii && is_lit(box, segments, x, y + 1)) << 1;
            const char *block = ascii ? "#" : halves[lit];
            if (lit)
                area_text(area, row + (ascii ? y : y / 2), col + x, role, block);
        }
    }
}

void digits_draw(struct area area, int row, int col, struct digits_size size, enum role role,
                 const char *text)
{
    while (*text) {
        const struct glyph_shape *shape = next_shape(&text);
        struct box box = box_of(size, shape->narrow, area.grid->ascii);
        draw_shape(area, row, col, &box, role, shape->segments);
        col += box.w + gap_of(size);
    }
}
