/* Words translated, and snprintf for people's names: UTF-8 stays whole where it is cut.  Knows nothing
 * of what is said. */
#include "console/words.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

static const char domain[] = "acdwall";

void words_open(const char *folder)
{
    bindtextdomain(domain, folder);
    bind_textdomain_codeset(domain, "UTF-8");
    textdomain(domain);
}

const char *words_of(const char *text)
{
    return text == NULL || text[0] == '\0' ? text : gettext(text);
}

const char *words_in_context(const char *key, const char *text)
{
    const char *found = gettext(key);

    return found == key ? text : found;
}

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

static size_t copy(char *out, size_t bytes, const char *text)
{
    size_t n = strlen(text), fits = n < bytes ? n : bytes - 1;
    memcpy(out, text, fits);
    out[fits] = '\0';
    return n < bytes ? n : whole_characters(out, fits);
}

size_t words_vprint(char *out, size_t bytes, const char *format, va_list arguments)
{
    if (bytes > 0 && strcmp(format, "%s") == 0) { /* by far the most frequent */
        const char *text = va_arg(arguments, const char *);
        return copy(out, bytes, text ? text : "(null)");
    }
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

const char *words_number(char out[WORDS_NUMBER_BYTES], int decimals, double value)
{
    char number[WORDS_NUMBER_BYTES / 2];

    if (decimals >= 0)
        words_print(number, sizeof number, "%.*f", decimals, value);
    else
        words_print(number, sizeof number, "%.*g", -decimals, value);
    size_t whole = strcspn(number, ".");

    if (number[whole] == '\0')
        words_print(out, WORDS_NUMBER_BYTES, "%s", number);
    else
        words_print(out, WORDS_NUMBER_BYTES, "%.*s%s%s", (int)whole, number,
                    C_("decimal mark", "."), number + whole + 1);
    return out;
}

void words_add(char *out, size_t bytes, const char *format, ...)
{
    size_t used = strlen(out);
    va_list arguments;
    va_start(arguments, format);
    words_vprint(out + used, bytes - used, format, arguments);
    va_end(arguments);
}

void words_capital(char *text)
{
    mbstate_t shift = {0};
    wchar_t first;
    char capital[MB_LEN_MAX];
    size_t n = mbrtowc(&first, text, strlen(text), &shift);

    if (n == 0 || n > MB_LEN_MAX)
        return;
    shift = (mbstate_t){0};
    if (wcrtomb(capital, (wchar_t)towupper((wint_t)first), &shift) == n)
        memcpy(text, capital, n);
}

const char *words_name(char out[WORDS_NAME_BYTES], const char *name)
{
    words_print(out, WORDS_NAME_BYTES, "%s", name);
    return out;
}
