/* Cells into runs.  Knows colours of themes, no markup but its escapes. */
#include "console/picture/run.h"

#include <stdio.h>

struct ink picture_ink(const struct theme *theme, const struct cell *cell)
{
    struct look look = theme_look(theme, THEME_256, cell->role, cell->ground);
    struct ink ink = {
        .ink = look.ink < 0 ? PICTURE_INK : theme_rgb(look.ink),
        .paper = look.paper < 0 ? PICTURE_PAPER : theme_rgb(look.paper),
        .attributes = look.attributes & (unsigned char)~THEME_REVERSE,
    };
    if (look.attributes & THEME_REVERSE)
        ink = (struct ink){ink.paper, ink.ink, ink.attributes};
    return ink;
}

unsigned picture_paper(const struct theme *theme)
{
    return picture_ink(theme, &(struct cell){.role = ROLE_NORMAL, .ground = ROLE_NORMAL}).paper;
}

bool ink_same(const struct ink *a, const struct ink *b)
{
    return a->ink == b->ink && a->paper == b->paper && a->attributes == b->attributes;
}

bool run_next(const struct grid *grid, const struct theme *theme, int row, int col, struct run *run)
{
    if (col >= grid->cols)
        return false;
    const struct cell *first = grid_at(grid, row, col);
    *run = (struct run){row, col, first->width == 2 ? 2 : 1, picture_ink(theme, first)};
    while (first->width == 1 && col + run->cols < grid->cols) {
        const struct cell *next = grid_at(grid, row, col + run->cols);
        struct ink look = picture_ink(theme, next);
        if (next->width != 1 || !ink_same(&look, &run->look))
            break;
        run->cols++;
    }
    return true;
}

void picture_escape(FILE *out, const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '<':
            fputs("&lt;", out);
            break;
        case '>':
            fputs("&gt;", out);
            break;
        case '&':
            fputs("&amp;", out);
            break;
        case '"':
            fputs("&quot;", out);
            break;
        default:
            fputc(*text, out);
        }
    }
}
