/* Text looked at with case aside, for filters and for names in order.  UTF-8 as it comes from the
 * feed, which is valid; of other bytes each stands for itself. */
#ifndef CONSOLE_MODEL_FOLD_H
#define CONSOLE_MODEL_FOLD_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the first `bytes` of `word` stand anywhere in `text`; NULL text has nothing in it. */
bool fold_contains(const char *text, const char *word, size_t bytes);
/* As strcmp. */
int fold_compare(const char *a, const char *b);

#endif
