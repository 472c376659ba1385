/* One step over UTF-8, total on bad bytes.  Pure. */
#ifndef FEED_WIRE_UTF8_H
#define FEED_WIRE_UTF8_H

#include <stddef.h>

/* The bytes of the character at `text`, 1..4, its code point in *code; 0 when there is no whole
 * valid one within `bytes`. */
size_t utf8_step(const char *text, size_t bytes, unsigned *code);

#endif
