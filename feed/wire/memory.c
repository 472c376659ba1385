/* Memory that is there or the program ends.  Must never know who asked for it or what is to be
 * restored at the end: that is the hook's. */
#include "acdfeed/memory.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef void exhausted_hook(void);
/* The one way out of the program, set by its main. */
static _Atomic(exhausted_hook *) on_exhausted;

void acd_memory_on_exhausted(void (*hook)(void))
{
    atomic_store(&on_exhausted, hook);
}

_Noreturn void acd_no_memory(void)
{
    exhausted_hook *hook = atomic_exchange(&on_exhausted, NULL);
    if (hook)
        hook();
    /* Bytes that are there already: nothing more can be had. */
    static const char words[] = "no memory is left: the program ends\n";
    ssize_t written = write(STDERR_FILENO, words, sizeof words - 1);
    (void)written;
    abort();
}

void *acd_alloc(size_t bytes)
{
    void *room = malloc(bytes ? bytes : 1);
    if (!room)
        acd_no_memory();
    return room;
}

void *acd_realloc(void *old, size_t bytes)
{
    void *room = realloc(old, bytes ? bytes : 1);
    if (!room)
        acd_no_memory();
    return room;
}

void *acd_calloc(size_t count, size_t bytes)
{
    void *room = count && bytes ? calloc(count, bytes) : calloc(1, 1);
    if (!room)
        acd_no_memory();
    return room;
}

char *acd_strdup(const char *text)
{
    assert(text);
    size_t bytes = strlen(text) + 1;
    return memcpy(acd_alloc(bytes), text, bytes);
}
