/* Fields of CSV. */
#include "console/report/csv.h"

#include "console/cells/text.h"

#include <stdbool.h>
#include <string.h>

void csv_text(FILE *out, const char *raw)
{
    char safe[CSV_FIELD_BYTES];
    const char *text = safe;
    bool formula;

    text_safe(safe, sizeof(safe), raw);
    formula = *text && strchr("=+-@", *text);
    if (!formula && !strpbrk(text, "\",")) {
        fputs(text, out);
        return;
    }
    fputs(formula ? "\"'" : "\"", out);
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', out);
        fputc(*text, out);
    }
    fputc('"', out);
}
