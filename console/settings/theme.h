/* A theme: what each role looks like at each depth of colour.  Read from a file of one line a role:
 *     tier3 = white on #c1121f, bold | white on red, bold | reverse bold
 * that is, 256 colours (or #rrggbb, taken to the nearest), 16 or 8 colours, monochrome; a part left
 * out or empty is derived from the one before.  Colours: default, black red green yellow blue magenta
 * cyan white, bright-*, 0..255, #rrggbb.  Attributes: bold dim underline reverse italic blink.
 * Comments are lines that begin with #.  Pure but for theme_load() and theme_list(). */
#ifndef CONSOLE_SETTINGS_THEME_H
#define CONSOLE_SETTINGS_THEME_H

#include "acdfeed/fault.h"

#include <stdbool.h>
#include <stddef.h>

enum { THEME_DEPTHS = 3, THEME_ROLES_MOST = 64, THEME_NAME_BYTES = 64 };
enum theme_depth { THEME_256, THEME_16, THEME_MONO };
enum theme_attribute {
    THEME_BOLD = 1, THEME_DIM = 2, THEME_UNDERLINE = 4, THEME_REVERSE = 8, THEME_ITALIC = 16, THEME_BLINK = 32
};
struct look {
    short ink, paper;  /* -1: the terminal's own; 0..255 (0..15 at THEME_16) */
    unsigned char attributes;
};
struct theme {
    char name[THEME_NAME_BYTES];
    char about[128];   /* its first comment line, for the list of themes */
    struct look looks[THEME_DEPTHS][THEME_ROLES_MOST]; /* by enum role */
};

/* By name (searched in $XDG_CONFIG_HOME/acdwall/themes, ACD_SHARE/themes, then the source's themes/
 * beside the program) or by path.  False: file, line and what was expected. */
bool theme_load(struct theme *theme, const char *name_or_path, struct acd_fault *why) ACD_MUST_CHECK;
/* The same from text.  When false, `theme` is as it was. */
bool theme_read(struct theme *theme, const char *file, const char *text, struct acd_fault *why)
    ACD_MUST_CHECK;
/* The built-in one (dark), which needs no file. */
void theme_default(struct theme *theme);
/* What a cell of `role` on `ground` (enum role) looks like: the role's ink and attributes, its paper
 * or, when that is the terminal's own, the ground's; a ground that is REVERSE turns the cell over. */
struct look theme_look(const struct theme *theme, enum theme_depth depth, int role, int ground);
/* The nearest colour of the 256, or of the 16, to 0xrrggbb; and what a terminal shows of one. */
short theme_nearest(enum theme_depth depth, unsigned rgb);
unsigned theme_rgb(short colour);
/* Names of all themes found, sorted; returns how many. */
int theme_list(char names[][THEME_NAME_BYTES], int most);

#endif
