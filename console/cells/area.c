/* Drawing into a part of a grid and never outside it.  Every text passes character_next(), so that
 * nothing here can be made to draw what moves a cursor. */
#include "console/cells/ambiguous.h"
#include "console/cells/character.h"
#include "console/cells/grid.h"
#include "console/cells/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct area area_whole(struct grid *grid)
{
    return (struct area){.grid = grid, .rows = grid->rows, .cols = grid->cols};
}

static void clip(int *from, int *count, int most)
{
    if (*count < 0)
        *count = 0;
    if (*from < 0) {
        *count = *from + *count < 0 ? 0 : *from + *count;
        *from = 0;
    }
    if (*from > most)
        *from = most;
    if (*count > most - *from)
        *count = most - *from;
}

struct area area_part(struct area area, int row, int col, int rows, int cols)
{
    clip(&row, &rows, area.rows);
    clip(&col, &cols, area.cols);
    return (struct area){area.grid, area.row + row, area.col + col, rows, cols};
}

static struct cell *cell_at(struct grid *grid, int row, int col)
{
    if (row < 0 || row >= grid->rows || col < 0 || col >= grid->cols)
        return NULL;
    return &grid->cells[(size_t)row * (size_t)grid->cols + (size_t)col];
}

static void set_blank(struct cell *cell)
{
    memcpy(cell->text, " ", 2);
    cell->width = 1;
}

/* A wide character that loses one half becomes blank in the other. */
static void part_halves(struct grid *grid, int row, int col)
{
    struct cell *cell = cell_at(grid, row, col);

    if (cell->width == 0)
        set_blank(cell_at(grid, row, col - 1));
    else if (cell->width == 2)
        set_blank(cell_at(grid, row, col + 1));
}

/* Coordinates of the area.  What does not fit whole becomes blank where it is inside. */
static void put(struct area area, int row, int col, enum role role, const struct character *what)
{
    bool whole = col >= 0 && col + what->cols <= area.cols &&
                 area.col + col + what->cols <= area.grid->cols;

    if (row < 0 || row >= area.rows)
        return;
    for (int i = 0; i < what->cols; i++) {
        struct cell *cell = cell_at(area.grid, area.row + row, area.col + col + i);

        if (cell == NULL || col + i < 0 || col + i >= area.cols)
            continue;
        part_halves(area.grid, area.row + row, area.col + col + i);
        cell->role = (uint8_t)role;
        if (!whole) {
            set_blank(cell);
        } else if (i == 0) {
            memcpy(cell->text, what->text, sizeof cell->text);
            cell->width = (uint8_t)what->cols;
        } else {
            cell->text[0] = '\0';
            cell->width = 0;
        }
    }
}

/* The ASCII form of a symbol of the project's own, else a question mark. */
static char plain(const struct grid *grid, const char *text)
{
    for (int i = 0; i < GLYPHS; i++) {
        const char *ascii = glyph_text(true, (enum glyph)i);

        if (strcmp(text, glyph_text(false, (enum glyph)i)) == 0 && ascii[1] == '\0')
            return ascii[0];
    }
    return grid->letters ? ambiguous_plain(text) : '?';
}

/* In a grid of ASCII a character beyond it is as many plain ones as it has columns. */
static void draw(struct area area, int row, int col, enum role role, const struct character *what)
{
    struct character mark = {.text = "", .cols = 1};

    bool sure = area.grid->letters && !ambiguous_is(what->text);

    if (!area.grid->ascii || sure) {
        put(area, row, col, role, what);
        return;
    }
    mark.text[0] = (unsigned char)what->text[0] < 0x80 ? what->text[0] : plain(area.grid, what->text);
    for (int i = 0; i < what->cols; i++)
        put(area, row, col + i, role, &mark);
}

int area_text(struct area area, int row, int col, enum role role, const char *text)
{
    struct character next;
    int at = col;

    while (at < area.cols && character_next(&text, &next)) {
        draw(area, row, at, role, &next);
        at += next.cols;
    }
    return (at < area.cols || at == col ? at : area.cols) - col;
}

int area_print(struct area area, int row, int col, enum role role, const char *format, ...)
{
    char text[1024];
    va_list arguments;

    va_start(arguments, format);
    int bytes = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (bytes >= (int)sizeof text) {
        size_t end = sizeof text - 1;

        while (end > 0 && (text[end - 1] & 0xc0) == 0x80)
            end--;
        text[end > 0 ? end - 1 : 0] = '\0';
    }
    return area_text(area, row, col, role, text);
}

static void blanks(struct area area, int row, int from, int to, enum role role)
{
    static const struct character space = {.text = " ", .cols = 1};

    for (int i = from < 0 ? 0 : from; i < to && i < area.cols; i++)
        put(area, row, i, role, &space);
}

/* Draws what fits into `cols`, the last of it an ellipsis when it does not; returns where it ended. */
static int cut_text(struct area area, int row, int col, int cols, enum role role, const char *text)
{
    bool fits = text_cols(text) <= cols;
    int end = col + cols - (fits ? 0 : 1), at = col;
    struct character next;

    while (character_next(&text, &next) && at + next.cols <= end) {
        draw(area, row, at, role, &next);
        at += next.cols;
    }
    if (!fits)
        at += area_text(area, row, at, role, glyph_text(area.grid->ascii, GLYPH_ELLIPSIS));
    return at;
}

void area_field(struct area area, int row, int col, int cols, enum role role, const char *text)
{
    if (cols <= 0)
        return;
    int end = cut_text(area, row, col, cols, role, text);

    blanks(area, row, end, col + cols, role);
}

void area_field_right(struct area area, int row, int col, int cols, enum role role, const char *text)
{
    if (cols <= 0)
        return;
    int taken = text_cols(text), lead = taken < cols ? cols - taken : 0;

    blanks(area, row, col, col + lead, role);
    int end = cut_text(area, row, col + lead, cols - lead, role, text);

    blanks(area, row, end, col + cols, role);
}

void area_fill(struct area area, enum role role)
{
    for (int row = 0; row < area.rows; row++) {
        blanks(area, row, 0, area.cols, role);
        area_ground(area, row, 0, area.cols, role);
    }
}

void area_ground(struct area area, int row, int col, int cols, enum role ground)
{
    struct area line = area_part(area, row, col, 1, cols);

    for (int i = 0; i < line.cols && line.rows == 1; i++) {
        struct cell *cell = cell_at(area.grid, line.row, line.col + i);

        if (cell != NULL)
            cell->ground = (uint8_t)ground;
    }
}
