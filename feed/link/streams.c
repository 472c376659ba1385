/* Keeps the numbers of the standard streams from what is opened later. */
#include "acdfeed/streams.h"

#include <errno.h>
#include <fcntl.h>
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
