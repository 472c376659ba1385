/* Times and shares as people type them. */
#include "console/ask/typed.h"

#include "acdfeed/json.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Without the blanks, in lower case: "15 min" -> "15min". */
static bool squeeze(const char *text, char *out, size_t bytes)
{
    size_t n = 0;
    for (; *text; text++) {
        if (*text == ' ')
            continue;
        if (n + 1 >= bytes)
            return false;
        out[n++] = (char)tolower((unsigned char)*text);
    }
    out[n] = '\0';
    return n > 0;
}

bool typed_duration(const char *text, int64_t *ms)
{
    char plain[32];
    if (!squeeze(text, plain, sizeof plain - 1))
        return false;
    size_t n = strlen(plain);
    if (strspn(plain, "0123456789") == n)
        strcat(plain, "m");
    else if (n > 3 && strcmp(plain + n - 3, "min") == 0)
        plain[n - 2] = '\0';
    return acd_duration_read(plain, ms) && *ms > 0;
}

bool typed_share(const char *text, double *share)
{
    char plain[32], *end;
    if (!squeeze(text, plain, sizeof plain))
        return false;
    double percent = strtod(plain, &end);
    if (end == plain || (*end != '\0' && strcmp(end, "%") != 0) || !isfinite(percent))
        return false;
    *share = percent / 100;
    return percent > 0 && percent <= 100;
}
