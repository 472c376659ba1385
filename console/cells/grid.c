/* A rectangle of cells and its memory.  Must never know a terminal. */
#include "console/cells/grid.h"
#include "acdfeed/memory.h"

#include <assert.h>
#include <stdlib.h>

static const struct cell blank = {.text = " ", .width = 1, .role = ROLE_NORMAL, .ground = ROLE_NORMAL};

struct grid *grid_new(int cols, int rows, bool ascii)
{
    struct grid *grid = acd_calloc(1, sizeof *grid);

    grid->ascii = ascii;
    grid_resize(grid, cols, rows);
    return grid;
}

void grid_free(struct grid *grid)
{
    if (grid == NULL)
        return;
    free(grid->cells);
    free(grid);
}

void grid_clear(struct grid *grid)
{
    size_t n = (size_t)grid->cols * (size_t)grid->rows;

    for (size_t i = 0; i < n; i++)
        grid->cells[i] = blank;
}

void grid_resize(struct grid *grid, int cols, int rows)
{
    grid->cols = cols < 1 ? 1 : cols;
    grid->rows = rows < 1 ? 1 : rows;
    size_t n = (size_t)grid->cols * (size_t)grid->rows;

    if (n > grid->room) {
        grid->cells = acd_realloc(grid->cells, n * sizeof *grid->cells);
        grid->room = n;
    }
    grid_clear(grid);
}

const struct cell *grid_at(const struct grid *grid, int row, int col)
{
    assert(row >= 0 && row < grid->rows && col >= 0 && col < grid->cols);
    return &grid->cells[(size_t)row * (size_t)grid->cols + (size_t)col];
}
