/* Where the tiles of a page and the figures of a tile stand, and how large the digits are: the
 * arrangement that is read from furthest away.  All tiles are alike, so that figures stand in columns.
 * Pure arithmetic. */
#ifndef CONSOLE_WALL_LAYOUT_H
#define CONSOLE_WALL_LAYOUT_H

#include "console/wall/digits.h"
#include "console/model/pages.h"

enum { LAYOUT_SEPARATOR_COLS = 3, LAYOUT_TEXT_BYTES = 24 };

/* What is to be placed. */
struct layout_need {
    int tiles, figures;                              /* >= 1 */
    char widest[PAGE_FIGURES][LAYOUT_TEXT_BYTES];    /* the longest text of each figure, in digits */
    int words_cols[PAGE_FIGURES];                    /* its label */
    bool states, trend;                              /* whether there are such lines at all */
    int columns;                                     /* of tiles; 0: as many as is best */
};
struct layout {
    int tile_columns, tile_lines;   /* tiles beside and below each other */
    int tile_cols, tile_rows;       /* of one tile, without separators */
    int figures;                    /* the first so many are shown */
    int figure_columns, figure_lines;
    struct digits_size size;
    int col[PAGE_FIGURES];          /* where figure column i begins in a tile */
    int cols[PAGE_FIGURES];         /* and its width */
    bool goals;                     /* goals on a line of their own, else behind the label */
    bool states;                    /* the line of agents' states */
    int trend_rows;                 /* 0: none */
    int lead_rows;                  /* blank rows between title and figures */
};
/* False when no digits fit; then the page is a table of text. */
bool layout_find(struct layout *layout, const struct layout_need *need, int rows, int cols);
/* Rows of one line of figures: digits, label, goal. */
int layout_line_rows(const struct layout *layout);

#endif
