/* Columns that fit the room by rank, never by the values in them. */
#include "console/cells/table.h"
#include "console/words.h"

#include <assert.h>

static int taken(const struct table_layout *layout)
{
    int cols = 0;

    for (int i = 0; i < layout->n; i++)
        if (layout->cols[i] > 0)
            cols += layout->cols[i] + (cols > 0);
    return cols;
}

/* The column to go first: of the highest rank the last one; -1 when only rank 0 is left. */
static int least_wanted(const struct table_layout *layout, const struct column *columns)
{
    int found = -1;

    for (int i = 0; i < layout->n; i++)
        if (layout->cols[i] > 0 && columns[i].rank > 0 &&
            (found < 0 || columns[i].rank >= columns[found].rank))
            found = i;
    return found;
}

/* The column to widen next: of the lowest rank that has not reached its best, the first. */
static int next_to_widen(const struct table_layout *layout, const struct column *columns)
{
    int found = -1;

    for (int i = 0; i < layout->n; i++)
        if (layout->cols[i] > 0 && layout->cols[i] < columns[i].best_cols &&
            (found < 0 || columns[i].rank < columns[found].rank))
            found = i;
    return found;
}

void table_fit(struct table_layout *layout, const struct column *columns, int n, int room_cols)
{
    assert(n >= 0 && n <= TABLE_COLUMNS);
    *layout = (struct table_layout){.n = n};
    for (int i = 0; i < n; i++)
        layout->cols[i] = columns[i].least_cols;

    int drop;

    while (taken(layout) > room_cols && (drop = least_wanted(layout, columns)) >= 0)
        layout->cols[drop] = 0;

    int spare = room_cols - taken(layout), widen;

    while (spare > 0 && (widen = next_to_widen(layout, columns)) >= 0) {
        int wish = columns[widen].best_cols - layout->cols[widen];

        layout->cols[widen] += wish < spare ? wish : spare;
        spare -= wish < spare ? wish : spare;
    }
    for (int i = 0, at = 0; i < n; i++) {
        layout->col[i] = at < room_cols ? at : room_cols;
        if (layout->cols[i] > room_cols - layout->col[i])
            layout->cols[i] = room_cols - layout->col[i];
        if (layout->cols[i] < 0)
            layout->cols[i] = 0;
        if (layout->cols[i] > 0)
            at += layout->cols[i] + 1;
    }
}

void table_cell(struct area area, int row, const struct table_layout *layout,
                const struct column *columns, int column, enum role role, const char *text)
{
    assert(column >= 0 && column < layout->n);
    (columns[column].right ? area_field_right : area_field)(area, row, layout->col[column],
                                                            layout->cols[column], role, text);
}

void table_heading(struct area area, int row, const struct table_layout *layout,
                   const struct column *columns)
{
    area_field(area, row, 0, area.cols, ROLE_HEADER, "");
    for (int i = 0; i < layout->n; i++)
        table_cell(area, row, layout, columns, i, ROLE_HEADER,
                   words_of(columns[i].heading));
}
