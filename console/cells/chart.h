/* Trends and bars out of cells.  Pure. */
#ifndef CONSOLE_CELLS_CHART_H
#define CONSOLE_CELLS_CHART_H

#include "console/cells/grid.h"

/* One column a value, the newest at the right; a value below 0 is a gap in the knowledge and drawn
 * as one.  `top` is the value that fills a cell; 0: the largest of them (at least 1). */
void chart_trend(struct area area, int row, int col, int cols, const double *values, int n, double top);
/* A bar of `value` out of `top` in `cols` columns; what exceeds `limit` (>= 0) in TREND_OVER. */
void chart_bar(struct area area, int row, int col, int cols, double value, double top, double limit);
/* Values as uprights that fill the area, the newest at the right, a value below 0 a gap: blocks where
 * a value has a column, braille where two must share one, '#' and ':' in ASCII.  `top` as above. */
void chart_uprights(struct area area, const double *values, int n, double top);

#endif
