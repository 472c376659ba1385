/* Symbols in their UTF-8 and their ASCII form, from the one table of grid.h. */
#include "console/cells/grid.h"

#include <assert.h>

#define GLYPH_UTF8(name, utf8, ascii) utf8,
#define GLYPH_ASCII(name, utf8, ascii) ascii,
static const char *const in_utf8[GLYPHS] = {GLYPH_LIST(GLYPH_UTF8)};
static const char *const in_ascii[GLYPHS] = {GLYPH_LIST(GLYPH_ASCII)};

const char *glyph_text(bool ascii, enum glyph glyph)
{
    assert((int)glyph >= 0 && glyph < GLYPHS);
    return ascii ? in_ascii[glyph] : in_utf8[glyph];
}
