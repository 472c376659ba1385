/* Writing a line of figures part by part. */
#include "console/panes/line.h"

#include "console/cells/text.h"
#include "console/words.h"

#include <stdarg.h>

bool line_say(struct line *line, enum role role, const char *format, ...)
{
    char text[600];
    va_list list;
    va_start(list, format);
    words_vprint(text, sizeof text, format, list);
    va_end(list);
    if (line->col + text_cols(text) > line->area.cols)
        return false;
    line->col += area_text(line->area, line->row, line->col, role, text);
    return true;
}

bool line_pair(struct line *line, const char *label, enum role role, const char *figure)
{
    if (line->col + text_cols(label) + text_cols(figure) > line->area.cols)
        return false;
    return line_say(line, ROLE_FAINT, "%s", label) && line_say(line, role, "%s", figure);
}
