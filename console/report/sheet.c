/* Lays out rows of cells.  Knows nothing of what they say. */
#include "console/report/sheet.h"

#include "acdfeed/memory.h"
#include "console/cells/text.h"
#include "console/words.h"

#include <stdarg.h>
#include <stdlib.h>

enum { NAME_COLS = 32 };

static char *cell(struct sheet *sheet, int column)
{
    int i = (sheet->rows - 1) * sheet->columns + column;

    return sheet->cells[i];
}

void sheet_row(struct sheet *sheet)
{
    if (sheet->rows == sheet->alloc) {
        sheet->alloc = sheet->alloc ? 2 * sheet->alloc : 32;
        sheet->cells = acd_realloc(sheet->cells, (size_t)sheet->alloc * (size_t)sheet->columns *
                                                     sizeof(*sheet->cells));
    }
    sheet->rows++;
    for (int i = 0; i < sheet->columns; i++)
        cell(sheet, i)[0] = '\0';
}

void sheet_set(struct sheet *sheet, int column, const char *format, ...)
{
    char text[CELL_BYTES];
    va_list list;

    va_start(list, format);
    words_vprint(text, sizeof(text), format, list);
    va_end(list);
    text_safe(cell(sheet, column), CELL_BYTES, text);
}

void sheet_name(struct sheet *sheet, int column, const char *name)
{
    text_fit(cell(sheet, column), CELL_BYTES, NAME_COLS, name, true);
}

static void print_blanks(FILE *out, int n)
{
    for (int i = 0; i < n; i++)
        fputc(' ', out);
}

static void print_row(FILE *out, const struct sheet *sheet, int row, const int *cols)
{
    int owed = 0; /* blanks at the end of a line stay unprinted */

    for (int c = 0; c < sheet->columns; c++) {
        const char *text = sheet->cells[row * sheet->columns + c];
        int spare = cols[c] - text_cols(text);

        if (*text) {
            print_blanks(out, owed + (sheet->right[c] ? spare : 0));
            fputs(text, out);
            owed = sheet->right[c] ? 0 : spare;
        } else {
            owed += cols[c];
        }
        owed += 2;
    }
    fputc('\n', out);
}

void sheet_print(FILE *out, struct sheet *sheet)
{
    int cols[SHEET_COLUMNS] = {0};

    for (int i = 0; i < sheet->rows * sheet->columns; i++) {
        int wide = text_cols(sheet->cells[i]), c = i % sheet->columns;

        if (wide > cols[c])
            cols[c] = wide;
    }
    for (int row = 0; row < sheet->rows; row++)
        print_row(out, sheet, row, cols);
    free(sheet->cells);
}

void sheet_heads(struct sheet *sheet, const char *const *heads, const char *right)
{
    sheet_row(sheet);
    for (int i = 0; i < sheet->columns; i++) {
        sheet_set(sheet, i, "%s", words_of(heads[i]));
        sheet->right[i] = right[i] == 'r';
    }
}
