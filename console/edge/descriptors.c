/* Looks at the limit on open files before anything is opened.  Knows how many a console needs,
 * never what for. */
#include "console/edge/descriptors.h"

#include "console/words.h"

#include <sys/resource.h>

/* Measured: 21 with one feed, 6 for each more; and hooks, a journal, a tape. */
enum { OPEN_OF_ALL = 32, OPEN_OF_EACH = 8 };

bool descriptors_suffice(int n_feeds, struct acd_fault *why)
{
    struct rlimit limit;
    rlim_t needed = OPEN_OF_ALL + OPEN_OF_EACH * (rlim_t)n_feeds;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= needed)
        return true;
    rlim_t allowed = limit.rlim_cur;
    limit.rlim_cur = needed;
    if (limit.rlim_max >= needed && setrlimit(RLIMIT_NOFILE, &limit) == 0)
        return true;
    return acd_fault_say(
        why,
        _("only %llu files may be open at once, and %llu are needed: raise the limit (ulimit -n)"),
        (unsigned long long)allowed, (unsigned long long)needed);
}
