/* The screen before it is one: a rectangle of cells, and areas that draw into a part of it and never
 * outside.  Every text from a feed passes area_text(), which makes it safe: control, bidi and
 * zero-width characters become a visible mark, invalid UTF-8 too, at most one combining mark stays on
 * a character.  Widths are wcwidth()'s, as curses counts.  Knows roles, no colours, no terminal.
 * Pure; a grid belongs to one thread. */
#ifndef CONSOLE_CELLS_GRID_H
#define CONSOLE_CELLS_GRID_H

#include "acdfeed/macros.h"
#include "console/cells/role.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cell {
    char text[10];   /* UTF-8 of one character and at most one combining mark, NUL-terminated */
    uint8_t width;   /* 1 or 2 columns; 0: the right half of the cell before */
    uint8_t role;    /* enum role */
    uint8_t ground;  /* enum role whose background lies under it: NORMAL, SELECTED, DIALOG ... */
};

struct grid {
    int cols, rows;
    bool ascii;      /* symbols and boxes of ASCII; and all text too, but where `letters` is set */
    bool letters;    /* with `ascii`: text of one sure width is drawn as it is, what the terminal would
                        draw in two columns although it counts as one is made plain */
    size_t room;     /* cells that the memory holds */
    struct cell *cells;
};

struct grid *grid_new(int cols, int rows, bool ascii); /* all blanks of role NORMAL */
void grid_free(struct grid *grid);
void grid_clear(struct grid *grid);
/* Makes it cols x rows and blank; keeps the memory where it is enough. */
void grid_resize(struct grid *grid, int cols, int rows);
const struct cell *grid_at(const struct grid *grid, int row, int col);

/* A part of a grid; copies freely.  Rows and columns below are relative to it; what falls outside is
 * cut, a wide character at the edge becomes a blank. */
struct area {
    struct grid *grid;
    int row, col, rows, cols;
};
struct area area_whole(struct grid *grid);
struct area area_part(struct area area, int row, int col, int rows, int cols); /* clipped */

/* Draws `text` on the ground that is there; returns the columns it took, those past the edge not
 * counted. */
int area_text(struct area area, int row, int col, enum role role, const char *text);
int area_print(struct area area, int row, int col, enum role role, const char *format, ...)
    ACD_PRINTF(5, 6);
/* Exactly `cols` columns: cut with an ellipsis, filled with blanks. */
void area_field(struct area area, int row, int col, int cols, enum role role, const char *text);
void area_field_right(struct area area, int row, int col, int cols, enum role role, const char *text);
void area_fill(struct area area, enum role role); /* blanks; `role` is their ground too */
/* Lays the background of `ground` under what is drawn in these cells, text and role staying. */
void area_ground(struct area area, int row, int col, int cols, enum role ground);
/* A box around the edge, its title and a right-hand note set into the top line (NULL: none).  A
 * title on ROLE_FRAME is a TITLE and its note FAINT; on any other frame both are of the frame's role. */
void area_box(struct area area, enum role frame, const char *title, const char *note);
void area_line_across(struct area area, int row, enum role role, bool joined); /* ├──┤ when joined */

/* Symbols that have an ASCII form. */
#define GLYPH_LIST(X)                                                                              \
    X(LIVE, "●", "*") X(STALE, "◌", "o") X(TIER, "▲", "!") X(CALM, "✓", "+")                       \
    X(UNKNOWN, "?", "?") X(DASH, "–", "-") X(ELLIPSIS, "…", "~") X(ARROW, "→", ">")                \
    X(BAR_FULL, "█", "#") X(HORIZONTAL, "─", "-") X(VERTICAL, "│", "|") X(TOP_LEFT, "┌", "+")      \
    X(TOP_RIGHT, "┐", "+") X(BOTTOM_LEFT, "└", "+") X(BOTTOM_RIGHT, "┘", "+") X(TEE_LEFT, "├", "+")\
    X(TEE_RIGHT, "┤", "+") X(TEE_TOP, "┬", "+") X(TEE_BOTTOM, "┴", "+") X(ENTER, "↵", "Enter")     \
    X(UP, "↑", "^") X(DOWN, "↓", "v") X(GAP, "┊", ".") X(REPLACED, "\xef\xbf\xbd", "?") X(DOT, "·", ".")
#define GLYPH_ENUM(name, utf8, ascii) GLYPH_##name,
enum glyph { GLYPH_LIST(GLYPH_ENUM) GLYPHS };
const char *glyph_text(bool ascii, enum glyph glyph);

#endif
