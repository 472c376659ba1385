/* Characters that some terminals draw in two columns although they count as one: box lines, arrows,
 * marks, accented Latin letters, Greek and Cyrillic ones.  Pure. */
#ifndef CONSOLE_CELLS_AMBIGUOUS_H
#define CONSOLE_CELLS_AMBIGUOUS_H

#include <stdbool.h>
#include <stdint.h>

bool ambiguous_is(const char *character);
/* The ASCII character that is nearest to it: the letter without its accent, else '?'. */
char ambiguous_plain(const char *character);

#endif
