/* Keeps the numbers of the standard streams from what is opened later, and asks for more numbers. */
#include "acdfeed/streams.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

void acd_streams_reserve(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) >= 0 || errno != EBADF)
            continue;
        /* The wrong way round, so that nobody takes it for an empty input or for a place where
         * something was written.  It is given the lowest number, which is this one. */
        int given = open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
        if (given > STDERR_FILENO)
            close(given);
    }
}

void acd_descriptors_raise(void)
{
    enum { ENOUGH = 65536 };
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= ENOUGH)
        return;
    limit.rlim_cur = limit.rlim_max < ENOUGH ? limit.rlim_max : ENOUGH;
    (void)setrlimit(RLIMIT_NOFILE, &limit); /* as it was, then */
}
