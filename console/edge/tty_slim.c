/* curses sends each attribute in a sequence of its own, which is a fifth of a frame. */
#include "console/edge/tty_slim.h"

#include <stdbool.h>
#include <string.h>

/* The length of "ESC [ digits and semicolons m" at the start of these bytes, or 0. */
static size_t sgr_length(const unsigned char *at, size_t n)
{
    size_t i = 2;

    if (n < 3 || at[0] != '\033' || at[1] != '[')
        return 0;
    while (i < n && ((at[i] >= '0' && at[i] <= '9') || at[i] == ';' || at[i] == ':'))
        i++;
    return i < n && at[i] == 'm' ? i + 1 : 0;
}

/* "ESC [ m", "ESC [ 0 m", "ESC [ 0 ; ...". */
static bool is_reset(const unsigned char *sgr)
{
    return sgr[2] == 'm' || sgr[2] == ';' || (sgr[2] == '0' && (sgr[3] == 'm' || sgr[3] == ';'));
}

/* Joins a sequence to the one that ends the bytes written so far; returns their new end. */
static size_t join(unsigned char *bytes, size_t begin, size_t end, const unsigned char *sgr, size_t length)
{
    if (is_reset(sgr)) {
        memmove(bytes + begin, sgr, length);
        return begin + length;
    }
    end--; /* its m */
    if (end == begin + 2)
        bytes[end++] = '0';
    bytes[end++] = ';';
    memmove(bytes + end, sgr + 2, length - 2);
    return end + length - 2;
}

size_t tty_slim(unsigned char *bytes, size_t n)
{
    size_t end = 0, last_begin = 0, last_end = 0; /* of the SGR written last */

    for (size_t at = 0; at < n;) {
        size_t length = sgr_length(bytes + at, n - at);

        if (n - at >= 3 && memcmp(bytes + at, "\033(B", 3) == 0) {
            at += 3;
        } else if (length == 0) {
            bytes[end++] = bytes[at++];
        } else if (last_end == end && end > 0) {
            end = last_end = join(bytes, last_begin, end, bytes + at, length);
            at += length;
        } else {
            memmove(bytes + end, bytes + at, length);
            last_begin = end;
            end = last_end = end + length;
            at += length;
        }
    }
    return end;
}
