/* Rows of cells as text, its columns as wide as their widest cell: for reports that people and screen
 * readers read.  Whatever is put in is made safe for a terminal. */
#ifndef CONSOLE_REPORT_SHEET_H
#define CONSOLE_REPORT_SHEET_H

#include "acdfeed/macros.h"

#include <stdbool.h>
#include <stdio.h>

enum { CELL_BYTES = 320, SHEET_COLUMNS = 14 };

/* Rows of cells whose columns become as wide as the widest of them. */
struct sheet {
    int columns, rows, alloc;
    bool right[SHEET_COLUMNS];
    char (*cells)[CELL_BYTES];
};

/* A new row of empty cells, to be filled by sheet_set(). */
void sheet_row(struct sheet *sheet);
ACD_PRINTF(3, 4)
void sheet_set(struct sheet *sheet, int column, const char *format, ...);
/* A name from outside: so long that it would push all else off the screen, it is cut. */
void sheet_name(struct sheet *sheet, int column, const char *name);
/* The headings, translated; `right` has 'r' or 'l' for each column. */
void sheet_heads(struct sheet *sheet, const char *const *heads, const char *right);
/* Prints and frees the rows. */
void sheet_print(FILE *out, struct sheet *sheet);

#endif
