/* Screens as golden texts.  A grid is written as a plane of characters, a plane of the letters of its
 * roles (console/cells/role.h), and below them the grounds of those rows that have any but NORMAL:
 *
 *     screen 12x2
 *     |Sales DE  23|
 *     |Billing    1|
 *     roles
 *     |.........333|
 *     |...........1|
 *     ground of row 0
 *     |CCCCCCCCCCCC|
 */
#ifndef TESTS_SUPPORT_SCREEN_H
#define TESTS_SUPPORT_SCREEN_H

#include "console/cells/grid.h"

#include <stdio.h>

void screen_text(const struct grid *grid, FILE *out);
void screen_roles(const struct grid *grid, FILE *out);
void screen_grounds(const struct grid *grid, FILE *out);
/* All of it as one text, to be freed by the caller. */
char *screen_written(const struct grid *grid);
/* Compares with tests/screens/NAME.screen of the sources (ACD_SOURCE, else the working folder), and
 * fails the running cmocka test with both, a caret under what differs.  BLESS=1 in the environment
 * writes the file instead. */
void screen_expect(const char *name, const struct grid *grid);
/* The plain text of one row without its trailing blanks; `out` holds `bytes`.  For tests that look
 * for a word. */
const char *screen_row(const struct grid *grid, int row, char *out, size_t bytes);
/* The row that holds `text`, or -1. */
int screen_find(const struct grid *grid, const char *text);

#endif
