/* A screen as a page of HTML. */
#include "console/picture/run.h"

static void span(FILE *out, const struct grid *grid, const struct run *run, unsigned paper)
{
    const struct ink *look = &run->look;
    fprintf(out, "<span style=\"color:#%06x", look->ink);
    if (look->paper != paper)
        fprintf(out, ";background:#%06x", look->paper);
    fputs(look->attributes & THEME_BOLD ? ";font-weight:bold" : "", out);
    fputs(look->attributes & THEME_DIM ? ";opacity:.75" : "", out);
    fputs(look->attributes & THEME_ITALIC ? ";font-style:italic" : "", out);
    fputs(look->attributes & THEME_UNDERLINE ? ";text-decoration:underline" : "", out);
    if (grid_at(grid, run->row, run->col)->width == 2)
        fputs(";display:inline-block;width:2ch", out);
    fputs("\">", out);
    for (int i = 0; i < run->cols; i++)
        picture_escape(out, grid_at(grid, run->row, run->col + i)->text);
    fputs("</span>", out);
}

void picture_html(FILE *out, const struct grid *grid, const struct theme *theme, const char *title)
{
    struct run run;
    fputs("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>", out);
    picture_escape(out, title);
    fprintf(out, "</title></head>\n<body style=\"background:#%06x\">\n"
                 "<pre style=\"font-family:monospace;line-height:1.2;color:#%06x\">\n",
            picture_paper(theme), PICTURE_INK);
    for (int row = 0; row < grid->rows; row++) {
        for (int col = 0; run_next(grid, theme, row, col, &run); col += run.cols)
            span(out, grid, &run, picture_paper(theme));
        fputc('\n', out);
    }
    fputs("</pre>\n</body></html>\n", out);
}
