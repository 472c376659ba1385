/* Figures to be read from ten metres: digits made of cells, 5 to 20 rows high, in three weights, drawn
 * by rule from seven-segment shapes.  Half blocks round the corners; in an ASCII grid they are '#'.
 * Known characters: 0-9 : . % - ? / n a h d, the letters of STALE, and the en dash; any other is a
 * blank.  Pure. */
#ifndef CONSOLE_WALL_DIGITS_H
#define CONSOLE_WALL_DIGITS_H

#include "console/cells/grid.h"

enum { DIGITS_LEAST_ROWS = 5, DIGITS_MOST_ROWS = 20 };
enum digits_weight { DIGITS_LIGHT, DIGITS_REGULAR, DIGITS_BOLD, DIGITS_WEIGHTS };

struct digits_size {
    int rows; /* DIGITS_LEAST_ROWS .. DIGITS_MOST_ROWS */
    enum digits_weight weight;
};

/* Columns that a text takes at that size; the same in UTF-8 and ASCII. */
int digits_cols(struct digits_size size, const char *text);
/* How well a size is read from afar: its rows, light ones counting less. */
double digits_reach(struct digits_size size);
/* The size of the furthest reach at which `text` fits into rows x cols; false when none does. */
bool digits_fit(const char *text, int rows, int cols, struct digits_size *size);
/* Draws from (row, col) on what is there; only lit cells are written. */
void digits_draw(struct area area, int row, int col, struct digits_size size, enum role role,
                 const char *text);

#endif
