/* How long a test waits for what must come.  Under tools that slow a program down, ACD_TEST_SLOW=N
 * multiplies every such wait by N, 1 to 100. */
#ifndef TESTS_SUPPORT_PATIENCE_H
#define TESTS_SUPPORT_PATIENCE_H

#include <stdint.h>
#include <stdlib.h>

static inline int64_t patience_ms(int64_t ms)
{
    const char *slow = getenv("ACD_TEST_SLOW");
    long times = slow ? strtol(slow, NULL, 10) : 1;
    return ms * (times < 1 ? 1 : times > 100 ? 100 : times);
}

#endif
