/* A row of cells cut into stretches that look alike, for the pictures of this room alone. */
#ifndef CONSOLE_PICTURE_RUN_H
#define CONSOLE_PICTURE_RUN_H

#include "console/picture/picture.h"

/* Where a theme leaves a colour to the terminal. */
enum { PICTURE_INK = 0xd0d0d0, PICTURE_PAPER = 0x16181b };

struct ink {
    unsigned ink, paper;       /* 0xrrggbb, reverse carried out */
    unsigned char attributes;  /* enum theme_attribute without REVERSE */
};
struct run {
    int row, col, cols;
    struct ink look;
};
/* What a blank page is painted with. */
unsigned picture_paper(const struct theme *theme);
struct ink picture_ink(const struct theme *theme, const struct cell *cell);
bool ink_same(const struct ink *a, const struct ink *b);
/* The next run of a row from `col` on, false at its end.  A wide character is a run by itself. */
bool run_next(const struct grid *grid, const struct theme *theme, int row, int col, struct run *run);
/* One cell's text with the signs of markup spelled out. */
void picture_escape(FILE *out, const char *text);

#endif
