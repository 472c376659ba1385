/* Which endpoints are bound and connected to, and which of them strangers can reach.  Pure. */
#include "feed/link/link_zmq.h"

#include <string.h>

static bool starts(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

const char *link_ipc_path(const char *endpoint)
{
    if (!starts(endpoint, "ipc://"))
        return NULL;
    const char *path = endpoint + strlen("ipc://");
    return *path == '*' || *path == '@' ? NULL : path;
}

static bool host_is(const char *host, size_t bytes, const char *name)
{
    return bytes == strlen(name) && memcmp(host, name, bytes) == 0;
}

/* By the words alone: a name that a resolver would have to look up is no loopback. */
static bool is_loopback(const char *host, size_t bytes)
{
    if (host_is(host, bytes, "localhost") || host_is(host, bytes, "lo") ||
        host_is(host, bytes, "[::1]") || host_is(host, bytes, "::1"))
        return true;
    return bytes >= 7 && starts(host, "127.") && strspn(host, "0123456789.") >= bytes;
}

bool link_endpoint_check(const char *endpoint, bool bind, bool insecure, struct acd_fault *why)
{
    if (strlen(endpoint) >= LINK_ENDPOINT_BYTES)
        return acd_fault_say(why, "an endpoint of more than %d characters",
                             LINK_ENDPOINT_BYTES - 1);
    bool named = starts(endpoint, "ipc://") && endpoint[6];
    if (named && endpoint[6] == '@' && bind && !insecure)
        return acd_fault_say(why,
                             "%s: every user of this machine could use it, since it is no file; "
                             "bind ipc://PATH, or say insecure",
                             endpoint);
    if (named)
        return true;
    const char *host = endpoint + strlen("tcp://");
    const char *colon = starts(endpoint, "tcp://") ? strrchr(host, ':') : NULL;
    if (!colon || colon == host || !colon[1])
        return acd_fault_say(why, "%s: no endpoint; expected tcp://HOST:PORT or ipc://PATH",
                             endpoint);
    if (bind && !insecure && !is_loopback(host, (size_t)(colon - host)))
        return acd_fault_say(why,
                             "%s: everyone on the network could use it; bind tcp://127.0.0.1:PORT "
                             "or ipc://PATH, or say insecure",
                             endpoint);
    return true;
}
