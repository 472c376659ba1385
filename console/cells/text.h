/* Figures as text of a known width, and the columns of text.  Pure. */
#ifndef CONSOLE_CELLS_TEXT_H
#define CONSOLE_CELLS_TEXT_H

#include "acdfeed/kpi.h"

#include <stdbool.h>
#include <stddef.h>

enum { TEXT_FIGURE_BYTES = 32 };

/* Columns that the safe form of a text takes. */
int text_cols(const char *text);
/* The safe form of a text, at most `bytes` with its NUL, cut at a character. */
void text_safe(char *out, size_t bytes, const char *text);
/* The safe form in at most `cols` columns; what is longer ends in an ellipsis (or "~"). */
void text_fit(char *out, size_t bytes, int cols, const char *text, bool ascii);

/* "0:42", "12:05", "1:02:09"; negative is 0:00.  `out` holds TEXT_FIGURE_BYTES. */
const char *text_duration(char *out, int64_t ms);
/* For slow media: "0:42", "12:05", "3 h 10", "2 d 4 h". */
const char *text_duration_coarse(char *out, int64_t ms);
const char *text_age(char *out, int64_t ms);           /* "0.4 s", "12 s", then as text_duration */
/* "41 %" or "0.4 %" with `decimals` 0 or 1; "n/a" undefined; "–" (or "-") unknown. */
const char *text_percent(char *out, struct acd_figure figure, int decimals, bool ascii);
const char *text_figure_ms(char *out, struct acd_figure figure, bool ascii);
const char *text_count(char *out, int64_t count);

#endif
