/* Sockets for a parent alone.  The parent holds the other end of our standard input, so that its end,
 * whatever brings it about, is seen here; a signal would have to be sent by somebody. */
#include "feed/commands/private_place.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BASE_BYTES_MOST = 40 }; /* the path of a socket has to fit into 108 */

bool private_place_init(struct private_place *place, struct acd_fault *why)
{
    const char *base = getenv("XDG_RUNTIME_DIR");
    if (!base || base[0] != '/' || strlen(base) > BASE_BYTES_MOST || access(base, W_OK) != 0)
        base = "/tmp";
    snprintf(place->folder, sizeof place->folder, "%s/acdwall-demo-XXXXXX", base);
    if (!mkdtemp(place->folder)) {
        bool said = acd_fault_say(why, "%s: no folder for the sockets can be made: %s",
                                  place->folder, strerror(errno));
        place->folder[0] = '\0';
        return said;
    }
    snprintf(place->stats, sizeof place->stats, "ipc://%s/stats", place->folder);
    snprintf(place->control, sizeof place->control, "ipc://%s/control", place->folder);
    return true;
}

void private_place_release(struct private_place *place)
{
    if (!place->folder[0])
        return;
    unlink(place->stats + strlen("ipc://"));
    unlink(place->control + strlen("ipc://"));
    rmdir(place->folder);
    place->folder[0] = '\0';
}

bool private_place_left_alone(void)
{
    char thrown_away[256];
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    if (poll(&input, 1, 0) <= 0)
        return false;
    ssize_t n = read(STDIN_FILENO, thrown_away, sizeof thrown_away);
    return n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
}
