/* A screen as SVG.  Text stands in runs whose length is given, so that no font can bend the columns;
 * blocks and lines are drawn as shapes, so that none leaves seams.  Coordinates are those of a cell of
 * 9 x 18. */
#include "console/picture/run.h"

#include <string.h>

enum { CELL_W = 9, CELL_H = 18, BASE = 13, FONT = 15, MARGIN = 9 };

/* Characters that are shapes: eighths of the cell from the bottom, the top or the left. */
static const struct {
    const char *text;
    int top, height, width; /* eighths */
} blocks[] = {
    {"█", 0, 8, 8}, {"▀", 0, 4, 8}, {"▄", 4, 4, 8}, {"▁", 7, 1, 8}, {"▂", 6, 2, 8}, {"▃", 5, 3, 8},
    {"▅", 3, 5, 8}, {"▆", 2, 6, 8}, {"▇", 1, 7, 8}, {"▏", 0, 8, 1}, {"▎", 0, 8, 2}, {"▍", 0, 8, 3},
    {"▌", 0, 8, 4}, {"▋", 0, 8, 5}, {"▊", 0, 8, 6}, {"▉", 0, 8, 7},
};
enum { UP = 1, DOWN = 2, LEFT = 4, RIGHT = 8 };
static const struct {
    const char *text;
    int arms;
} lines[] = {
    {"─", LEFT | RIGHT}, {"│", UP | DOWN}, {"┌", DOWN | RIGHT}, {"┐", DOWN | LEFT}, {"└", UP | RIGHT},
    {"┘", UP | LEFT}, {"├", UP | DOWN | RIGHT}, {"┤", UP | DOWN | LEFT}, {"┬", LEFT | RIGHT | DOWN},
    {"┴", LEFT | RIGHT | UP}, {"┼", UP | DOWN | LEFT | RIGHT},
};

static int block_of(const char *text)
{
    for (size_t i = 0; i < ACD_COUNT_OF(blocks); i++)
        if (!strcmp(text, blocks[i].text))
            return (int)i;
    return -1;
}

static int arms_of(const char *text)
{
    for (size_t i = 0; i < ACD_COUNT_OF(lines); i++)
        if (!strcmp(text, lines[i].text))
            return lines[i].arms;
    return 0;
}

static bool is_shape(const char *text)
{
    return block_of(text) >= 0 || arms_of(text) != 0;
}

static void rect(FILE *out, double x, double y, double w, double h, unsigned colour)
{
    fprintf(out, "<rect x=\"%g\" y=\"%g\" width=\"%g\" height=\"%g\" fill=\"#%06x\"/>\n", x, y, w, h, colour);
}

static void draw_block(FILE *out, int block, int x, int y, int n, unsigned colour)
{
    bool whole = blocks[block].width == 8;
    for (int i = 0; i < (whole ? 1 : n); i++)
        rect(out, x + i * CELL_W, y + CELL_H * blocks[block].top / 8.0,
             whole ? n * CELL_W : CELL_W * blocks[block].width / 8.0, CELL_H * blocks[block].height / 8.0, colour);
}

static void draw_lines(FILE *out, int arms, int x, int y, int n, unsigned colour)
{
    for (int i = 0; i < n; i++, x += CELL_W) {
        double left = arms & LEFT ? 0 : CELL_W / 2.0 - 0.5, right = arms & RIGHT ? CELL_W : CELL_W / 2.0 + 0.5;
        double top = arms & UP ? 0 : CELL_H / 2.0 - 0.5, bottom = arms & DOWN ? CELL_H : CELL_H / 2.0 + 0.5;
        if (arms == (LEFT | RIGHT)) {
            rect(out, x, y + CELL_H / 2.0 - 0.5, n * CELL_W, 1, colour);
            return;
        }
        if (arms & (LEFT | RIGHT))
            rect(out, x + left, y + CELL_H / 2.0 - 0.5, right - left, 1, colour);
        rect(out, x + CELL_W / 2.0 - 0.5, y + top, 1, bottom - top, colour);
    }
}

/* `cols` cells of ordinary text from `col` on. */
static void draw_text(FILE *out, const struct grid *grid, const struct ink *look, int row, int col, int cols)
{
    fprintf(out, "<text x=\"%d\" y=\"%d\" textLength=\"%d\" fill=\"#%06x\"%s%s%s%s>",
            MARGIN + col * CELL_W, MARGIN + row * CELL_H + BASE, cols * CELL_W, look->ink,
            look->attributes & THEME_BOLD ? " font-weight=\"bold\"" : "",
            look->attributes & THEME_DIM ? " opacity=\".75\"" : "",
            look->attributes & THEME_ITALIC ? " font-style=\"italic\"" : "",
            look->attributes & THEME_UNDERLINE ? " text-decoration=\"underline\"" : "");
    for (int i = 0; i < cols; i++)
        picture_escape(out, grid_at(grid, row, col + i)->text);
    fputs("</text>\n", out);
}

static bool is_blank(const struct grid *grid, const struct run *run, int i)
{
    return !strcmp(grid_at(grid, run->row, run->col + i)->text, " ");
}

/* Words and shapes of a run one after the other; two blanks end a text. */
static void draw_run(FILE *out, const struct grid *grid, const struct run *run, unsigned paper)
{
    int x = MARGIN + run->col * CELL_W, y = MARGIN + run->row * CELL_H;
    bool lined = run->look.attributes & THEME_UNDERLINE;
    if (run->look.paper != paper)
        rect(out, x, y, run->cols * CELL_W, CELL_H, run->look.paper);
    for (int i = 0, n; i < run->cols; i += n) {
        const char *text = grid_at(grid, run->row, run->col + i)->text;
        n = 1;
        if (is_blank(grid, run, i) && !lined)
            continue;
        bool shape = is_shape(text);
        while (i + n < run->cols) {
            const char *next = grid_at(grid, run->row, run->col + i + n)->text;
            bool ends = shape ? strcmp(next, text) != 0 : is_shape(next) ||
                        (!lined && is_blank(grid, run, i + n) &&
                         (i + n + 1 == run->cols || is_blank(grid, run, i + n + 1)));
            if (ends)
                break;
            n++;
        }
        if (block_of(text) >= 0)
            draw_block(out, block_of(text), x + i * CELL_W, y, n, run->look.ink);
        else if (shape)
            draw_lines(out, arms_of(text), x + i * CELL_W, y, n, run->look.ink);
        else
            draw_text(out, grid, &run->look, run->row, run->col + i,
                      grid_at(grid, run->row, run->col)->width == 2 ? 2 : n);
    }
}

void picture_svg(FILE *out, const struct grid *grid, const struct theme *theme, const char *title)
{
    int width = grid->cols * CELL_W + 2 * MARGIN, height = grid->rows * CELL_H + 2 * MARGIN;
    struct run run;
    fprintf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
                 "font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"%d\" "
                 "xml:space=\"preserve\" role=\"img\">\n<title>", width, height, width, height, FONT);
    picture_escape(out, title);
    fprintf(out, "</title>\n<rect width=\"%d\" height=\"%d\" rx=\"6\" fill=\"#%06x\"/>\n", width, height, picture_paper(theme));
    for (int row = 0; row < grid->rows; row++)
        for (int col = 0; run_next(grid, theme, row, col, &run); col += run.cols)
            draw_run(out, grid, &run, picture_paper(theme));
    fputs("</svg>\n", out);
}
