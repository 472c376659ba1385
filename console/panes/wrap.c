/* Where a line of words is broken.  Knows widths, no screen. */
#include "console/panes/wrap.h"

#include "console/cells/text.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>

enum { PART_BYTES = 256 };

int wrap_bytes(const char *text, int cols)
{
    char part[PART_BYTES];
    int fits = 0, blank = 0, length = (int)strlen(text);
    for (int i = 1; i <= length && i < PART_BYTES; i++) {
        if (((unsigned char)text[i] & 0xc0) == 0x80)
            continue;
        words_print(part, sizeof part, "%.*s", i, text);
        if (text_cols(part) > cols)
            return blank > 0 ? blank : fits > 0 ? fits : i;
        fits = i;
        if (text[i] == ' ' || text[i] == '\0')
            blank = i;
    }
    return fits > 0 ? fits : length;
}
