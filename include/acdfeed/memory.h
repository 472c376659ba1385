/* No memory is one of the three kinds of failure: it ends the program, by one way, through a hook
 * that the program's main sets (a console restores its terminal in it).  Any thread. */
#ifndef ACDFEED_MEMORY_H
#define ACDFEED_MEMORY_H

#include <stddef.h>

/* Called once, before abort; must not allocate.  NULL for none. */
void acd_memory_on_exhausted(void (*hook)(void));
_Noreturn void acd_no_memory(void);

/* As malloc, realloc, calloc and strdup; they never return NULL. */
void *acd_alloc(size_t bytes);
void *acd_realloc(void *old, size_t bytes);
void *acd_calloc(size_t count, size_t bytes);
char *acd_strdup(const char *text);

#endif
