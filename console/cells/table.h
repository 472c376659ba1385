/* Columns that fit: each has a least and a best width and a rank; when the room is short the highest
 * rank goes first, and the widths of the rest never depend on the values, so that nothing jumps. */
#ifndef CONSOLE_CELLS_TABLE_H
#define CONSOLE_CELLS_TABLE_H

#include "console/cells/grid.h"

struct column {
    const char *heading;
    int least_cols, best_cols;
    int rank;          /* 0 is never dropped */
    bool right;        /* figures stand at the right */
};
enum { TABLE_COLUMNS = 24 };
struct table_layout {
    int n;
    int col[TABLE_COLUMNS];   /* where column i begins */
    int cols[TABLE_COLUMNS];  /* its width; 0: dropped */
};
/* One blank between columns; spare room goes to the columns in the order of their rank, up to best. */
void table_fit(struct table_layout *layout, const struct column *columns, int n, int room_cols);
void table_heading(struct area area, int row, const struct table_layout *layout,
                   const struct column *columns);
/* The cell of one row. */
void table_cell(struct area area, int row, const struct table_layout *layout,
                const struct column *columns, int column, enum role role, const char *text);

#endif
