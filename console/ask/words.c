/* snprintf for people's names: UTF-8 stays whole where it is cut.  Knows nothing of what is said. */
#include "console/ask/words.h"

#include <stdio.h>
#include <string.h>

/* Takes away a last character whose bytes did not all fit. */
static size_t whole_characters(char *out, size_t n)
{
    size_t lead = n;
    while (lead > 0 && ((unsigned char)out[lead - 1] & 0xc0) == 0x80)
        lead--;
    if (lead == 0)
        return n;
    unsigned char first = (unsigned char)out[lead - 1];
    size_t needs = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
    if (lead - 1 + needs > n)
        n = lead - 1;
    out[n] = '\0';
    return n;
}

size_t words_vprint(char *out, size_t bytes, const char *format, va_list arguments)
{
    int n = vsnprintf(out, bytes, format, arguments);
    if (n < 0) {
        out[0] = '\0';
        return 0;
    }
    return (size_t)n < bytes ? (size_t)n : whole_characters(out, bytes - 1);
}

size_t words_print(char *out, size_t bytes, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    size_t n = words_vprint(out, bytes, format, arguments);
    va_end(arguments);
    return n;
}

void words_add(char *out, size_t bytes, const char *format, ...)
{
    size_t used = strlen(out);
    va_list arguments;
    va_start(arguments, format);
    words_vprint(out + used, bytes - used, format, arguments);
    va_end(arguments);
}

const char *words_name(char out[WORDS_NAME_BYTES], const char *name)
{
    words_print(out, WORDS_NAME_BYTES, "%s", name);
    return out;
}
