/* Any bytes as a name: its safe form is UTF-8 without controls, bidi and what is invisible, is as
 * wide as told, stays as it is when made safe again, and fits where it is fitted.  The first byte
 * says how many columns. */
#include "console/cells/character.h"
#include "console/cells/grid.h"
#include "console/cells/text.h"
#include "tests/fuzz/input.h"

#include <locale.h>
#include <wchar.h>

static bool turns_or_hides(uint32_t c)
{
    return c == 0xad || c == 0x61c || (c >= 0x200b && c <= 0x200f) ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
           (c >= 0xe000 && c <= 0xf8ff) || (c >= 0xe0000 && c <= 0xe0fff);
}

/* The columns that a terminal gives it, by the C library alone. */
static int check_safe(const char *text)
{
    int cols = 0, bytes;
    check_words(text);
    for (uint32_t c; (c = character_decode(text, &bytes)) != 0; text += bytes) {
        int wide = c == 0xfffd ? 1 : wcwidth((wchar_t)c);
        HOLDS(c != CHARACTER_NONE && !turns_or_hides(c) && wide >= 0);
        cols += wide;
    }
    return cols;
}

static void check_area(const char *text, int cols)
{
    struct grid *grid = grid_new(cols > 0 ? cols : 1, 1, false);
    struct area area = area_whole(grid);
    int width = 0;
    area_field(area, 0, 0, grid->cols, ROLE_NORMAL, text);
    for (int col = 0; col < grid->cols; col++) {
        check_safe(grid_at(grid, 0, col)->text);
        width += grid_at(grid, 0, col)->width;
    }
    HOLDS(width == grid->cols);
    grid_free(grid);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    if (bytes < 1 || bytes > 4096)
        return 0;
    setlocale(LC_ALL, "C.UTF-8");
    int cols = data[0] % 80;
    char *text = input_text(data + 1, bytes - 1);
    size_t room = 10 * bytes + 16;
    char *safe = malloc(room), *again = malloc(room), fitted[512];
    text_safe(safe, room, text);
    HOLDS(check_safe(safe) == text_cols(text) && text_cols(safe) == text_cols(text));
    text_safe(again, room, safe);
    HOLDS(strcmp(again, safe) == 0);
    text_safe(again, 1 + (size_t)cols, text);
    HOLDS(strlen(again) <= (size_t)cols && check_safe(again) <= text_cols(text));
    for (int ascii = 0; cols > 0 && ascii < 2; ascii++) {
        text_fit(fitted, sizeof(fitted), cols, text, ascii);
        HOLDS(check_safe(fitted) <= cols);
    }
    check_area(text, cols);
    free(text);
    free(safe);
    free(again);
    return 0;
}
