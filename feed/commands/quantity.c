/* Reads quantities from words of a command line.  Knows nothing of what they are for. */
#include "feed/commands/quantity.h"

#include "acdfeed/json.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A number without sign, exponent or blanks, up to `*end`. */
static bool take_number(const char *text, double *number, const char **end)
{
    size_t digits = strspn(text, "0123456789.");
    char *stop;

    if (digits == 0 || text[digits] == 'e' || text[digits] == 'E')
        return false;
    *number = strtod(text, &stop);
    *end = stop;
    return stop == text + digits && isfinite(*number);
}

bool quantity_time(double *ms, const char *option, const char *text, struct acd_fault *why)
{
    const char *end;
    int64_t read;

    if (take_number(text, ms, &end) && *end == '\0') {
        *ms *= 1000;
        return true;
    }
    if (!acd_duration_read(text, &read) || read < 0)
        return acd_fault_say(why, "--%s %s: not a time such as 180, 180s, 500ms, 30m or 1:30", option,
                             text);
    *ms = (double)read;
    return true;
}

bool quantity_times(double *ms, int most, int *n, const char *option, const char *text,
                    struct acd_fault *why)
{
    for (*n = 0;; text++) {
        size_t bytes = strcspn(text, ",");
        char word[32];

        if (*n == most)
            return acd_fault_say(why, "--%s: more than %d times", option, most);
        if (bytes >= sizeof(word))
            return acd_fault_say(why, "--%s %s: not a list of times such as 5,10,15", option, text);
        memcpy(word, text, bytes);
        word[bytes] = '\0';
        if (!quantity_time(&ms[(*n)++], option, word, why))
            return false;
        text += bytes;
        if (*text == '\0')
            return true;
    }
}

bool quantity_share(double *share, const char *option, const char *text, struct acd_fault *why)
{
    const char *end;

    if (take_number(text, share, &end)) {
        if (strcmp(end, "%") == 0)
            *share /= 100;
        if ((*end == '\0' || strcmp(end, "%") == 0) && *share <= 1)
            return true;
    }
    return acd_fault_say(why, "--%s %s: not a share of 0 to 1, such as 0.18 or 18%%", option, text);
}

static bool take_whole(const char **text, int64_t most, int64_t *number)
{
    char *end;

    if (strspn(*text, "0123456789") == 0)
        return false;
    errno = 0;
    *number = strtoll(*text, &end, 10);
    *text = end;
    return errno == 0 && *number >= 1 && *number <= most;
}

bool quantity_range(int64_t *first, int64_t *last, int64_t most, const char *option,
                    const char *text, struct acd_fault *why)
{
    const char *at = text;
    bool fine = take_whole(&at, most, first);

    *last = *first;
    if (fine && strncmp(at, "..", 2) == 0) {
        at += 2;
        fine = take_whole(&at, most, last);
    }
    if (fine && *at == '\0' && *first <= *last)
        return true;
    return acd_fault_say(why, "--%s %s: not a number such as 36, nor a range such as 30..42, of 1 "
                         "to %lld", option, text, (long long)most);
}

bool quantity_format(enum quantity_format *format, const char *text, struct acd_fault *why)
{
    static const char *const words[] = {
        [FORMAT_TEXT] = "text", [FORMAT_CSV] = "csv", [FORMAT_JSON] = "json"};

    for (int i = 0; i <= FORMAT_JSON; i++)
        if (strcmp(text, words[i]) == 0) {
            *format = (enum quantity_format)i;
            return true;
        }
    return acd_fault_say(why, "--format %s: not text, csv or json", text);
}
