/* Tries every arrangement and keeps the one that says most at a distance.  Must never know what is
 * shown. */
#include "console/wall/layout.h"

#include <math.h>

enum { MARGIN_COLS = 1, GAP_COLS = 2, TITLE_ROWS = 1, TITLE_LEAST_COLS = 44, STATES_ROWS = 2, TREND_LEAST = 3, TREND_MOST = 8,
       SIZES = (DIGITS_MOST_ROWS - DIGITS_LEAST_ROWS + 1) * DIGITS_WEIGHTS };

/* Every size of digits with the columns that each figure takes at it. */
struct sizes {
    struct digits_size size[SIZES];
    int cols[SIZES][PAGE_FIGURES];
};

static void measure(struct sizes *sizes, const struct layout_need *need)
{
    int n = 0;
    for (int rows = DIGITS_LEAST_ROWS; rows <= DIGITS_MOST_ROWS; rows++) {
        for (int weight = 0; weight < DIGITS_WEIGHTS; weight++, n++) {
            sizes->size[n] = (struct digits_size){rows, (enum digits_weight)weight};
            for (int i = 0; i < need->figures; i++)
                sizes->cols[n][i] = digits_cols(sizes->size[n], need->widest[i]);
        }
    }
}

/* The widths of the columns of figures at a size; returns their sum with the gaps. */
static int fit_columns(struct layout *layout, const struct layout_need *need, const int cols[PAGE_FIGURES])
{
    int sum = 0;
    for (int c = 0; c < layout->figure_columns; c++) {
        int widest = 0;
        for (int i = c; i < layout->figures; i += layout->figure_columns) {
            widest = cols[i] > widest ? cols[i] : widest;
            widest = need->words_cols[i] > widest ? need->words_cols[i] : widest;
        }
        layout->cols[c] = widest;
        sum += widest + (c ? GAP_COLS : 0);
    }
    return sum;
}

int layout_line_rows(const struct layout *layout)
{
    return layout->size.rows + 1 + layout->goals;
}

static int rows_beside_figures(const struct layout *layout)
{
    return TITLE_ROWS + layout->lead_rows + (layout->states ? STATES_ROWS : 0) + (layout->trend_rows ? TREND_LEAST + 1 : 0);
}

/* The best size for an arrangement; its worth, or 0 when none fits. */
static double try_sizes(struct layout *layout, const struct layout_need *need, const struct sizes *sizes)
{
    int beside = rows_beside_figures(layout), best_at = -1;
    double best = 0;
    for (int i = 0; i < SIZES; i++) {
        layout->size = sizes->size[i];
        int lines = layout->figure_lines * layout_line_rows(layout) + (layout->figure_lines - 1);
        double reach = digits_reach(layout->size);
        if (reach <= best || beside + lines > layout->tile_rows ||
            fit_columns(layout, need, sizes->cols[i]) > layout->tile_cols - 2 * MARGIN_COLS)
            continue;
        best = reach;
        best_at = i;
    }
    if (best_at < 0)
        return 0;
    layout->size = sizes->size[best_at];
    fit_columns(layout, need, sizes->cols[best_at]);
    return best;
}

/* That no figure is left out comes first, then that each is twice as large, then what explains them.
 * More than four figures are a wish, not a need. */
static double worth(const struct layout *layout, double reach)
{
    int needed = layout->figures < 4 ? layout->figures : 4;
    return 60 * log2(reach / 3) + needed * 80 + (layout->figures - needed) * 25 +
           (layout->goals ? 12 : 0) + (layout->lead_rows ? 12 : 0) + (layout->states ? 9 : 0) + (layout->trend_rows ? 9 : 0) -
           layout->figure_lines * 2;
}

/* Room to spare: a taller trend, then air; columns drift apart evenly. */
static void spread(struct layout *layout)
{
    int lines = layout->figure_lines * layout_line_rows(layout) + (layout->figure_lines - 1);
    int spare = layout->tile_rows - rows_beside_figures(layout) - lines;
    int at = MARGIN_COLS, sum = 0;
    if (layout->trend_rows) {
        int more = spare < TREND_MOST - TREND_LEAST ? spare : TREND_MOST - TREND_LEAST;
        layout->trend_rows = TREND_LEAST + (more > 0 ? more : 0);
        spare -= layout->trend_rows - TREND_LEAST;
    }
    if (spare > 1)
        layout->lead_rows += spare / 2;
    for (int c = 0; c < layout->figure_columns; c++)
        sum += layout->cols[c];
    int gap = layout->figure_columns > 1
                  ? (layout->tile_cols - 2 * MARGIN_COLS - sum) / (layout->figure_columns - 1) : 0;
    int most = 2 * layout->size.rows + GAP_COLS;
    for (int c = 0; c < layout->figure_columns; c++) {
        layout->col[c] = at;
        at += layout->cols[c] + (gap < most ? gap : most);
    }
}

static void try_extras(struct layout *tried, struct layout *best, double *best_worth,
                       const struct layout_need *need, const struct sizes *sizes)
{
    for (int extras = 0; extras < 16; extras++) {
        tried->goals = extras & 1;
        tried->lead_rows = (extras & 8) ? 1 : 0;
        tried->states = (extras & 2) && need->states;
        tried->trend_rows = (extras & 4) && need->trend ? TREND_LEAST : 0;
        double reach = try_sizes(tried, need, sizes);
        if (reach > 0 && worth(tried, reach) > *best_worth) {
            *best_worth = worth(tried, reach);
            *best = *tried;
        }
    }
}

bool layout_find(struct layout *layout, const struct layout_need *need, int rows, int cols)
{
    struct sizes sizes;
    double best = 0;
    measure(&sizes, need);
    for (int across = 1; across <= need->tiles; across++) {
        struct layout tried = {.tile_columns = across};
        tried.tile_lines = (need->tiles + across - 1) / across;
        if ((need->columns && across != need->columns) ||
            tried.tile_lines * across - need->tiles >= across)
            continue;
        tried.tile_cols = (cols - (across - 1) * LAYOUT_SEPARATOR_COLS) / across;
        if (across > 1 && tried.tile_cols < TITLE_LEAST_COLS)
            break;
        tried.tile_rows = (rows - (tried.tile_lines - 1)) / tried.tile_lines;
        for (int n = need->figures; n >= 1; n--) {
            tried.figures = n;
            for (int c = 1; c <= n; c++) {
                tried.figure_columns = c;
                tried.figure_lines = (n + c - 1) / c;
                try_extras(&tried, layout, &best, need, &sizes);
            }
        }
    }
    if (best > 0)
        spread(layout);
    return best > 0;
}
