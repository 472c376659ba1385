/* TCP to a manager server, without ever blocking.  Knows nothing of what is said over it. */
#include "feed/commands/asterisk_link.h"

#include "acdfeed/memory.h"
#include "feed/commands/command.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PAUSE_LEAST_MS = 250, PAUSE_MOST_MS = 15000, READ_MOST = 256 << 10 };

struct asterisk_link {
    char host[128], port[16];
    struct addrinfo *addresses, *next;
    struct pbx_session *session;
    struct waker *waker;
    int fd;
    bool said; /* the present failure was told to people */
    int64_t retry_ms, pause_ms;
};

struct asterisk_link *asterisk_link_open(const char *host, const char *port,
                                         struct pbx_session *session, struct waker *waker,
                                         struct acd_fault *why)
{
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    struct addrinfo *addresses;
    int error = getaddrinfo(host, port, &hints, &addresses);
    if (error) {
        acd_fault_say(why, "host %s, port %s: %s", host, port, gai_strerror(error));
        return NULL;
    }
    struct asterisk_link *link = acd_calloc(1, sizeof(*link));
    snprintf(link->host, sizeof(link->host), "%s", host);
    snprintf(link->port, sizeof(link->port), "%s", port);
    link->addresses = link->next = addresses;
    link->session = session;
    link->waker = waker;
    link->fd = -1;
    link->pause_ms = PAUSE_LEAST_MS;
    return link;
}

static void hang_up(struct asterisk_link *link, int64_t now_ms, int64_t t, const char *why)
{
    if (link->fd >= 0) {
        waker_unwatch(link->waker, link->fd);
        close(link->fd);
        link->fd = -1;
    }
    pbx_session_closed(link->session, t, why);
    if (!link->said)
        command_complain("asterisk", "%s:%s: %s; trying again", link->host, link->port, why);
    link->said = true;
    link->retry_ms = now_ms + link->pause_ms;
    link->pause_ms = link->pause_ms * 2 < PAUSE_MOST_MS ? link->pause_ms * 2 : PAUSE_MOST_MS;
}

void asterisk_link_close(struct asterisk_link *link)
{
    if (!link)
        return;
    if (link->fd >= 0) {
        waker_unwatch(link->waker, link->fd);
        close(link->fd);
    }
    freeaddrinfo(link->addresses);
    free(link);
}

static void dial(struct asterisk_link *link, int64_t now_ms, int64_t t)
{
    const struct addrinfo *to = link->next;
    int on = 1;
    link->next = to->ai_next ? to->ai_next : link->addresses;
    link->fd = socket(to->ai_family, to->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC,
                      to->ai_protocol);
    if (link->fd < 0) {
        hang_up(link, now_ms, t, strerror(errno));
        return;
    }
    (void)setsockopt(link->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    (void)setsockopt(link->fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
    pbx_session_opened(link->session, t);
    waker_watch(link->waker, link->fd);
    if (connect(link->fd, to->ai_addr, to->ai_addrlen) != 0 && errno != EINPROGRESS)
        hang_up(link, now_ms, t, strerror(errno));
}

static void read_all(struct asterisk_link *link, int64_t now_ms, int64_t t)
{
    static const size_t piece = 65536;
    char *bytes = acd_alloc(piece);
    for (size_t total = 0; total < READ_MOST && link->fd >= 0;) {
        ssize_t n = recv(link->fd, bytes, piece, 0);
        if (n > 0) {
            pbx_session_read(link->session, bytes, (size_t)n, t);
            total += (size_t)n;
        } else if (n == 0) {
            hang_up(link, now_ms, t, "Asterisk ended the connection");
        } else if (errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOTCONN) {
            break;
        } else if (errno != EINTR) {
            hang_up(link, now_ms, t, strerror(errno));
        }
    }
    free(bytes);
}

static void write_all(struct asterisk_link *link, int64_t now_ms, int64_t t)
{
    size_t left;
    const char *text;
    while (link->fd >= 0 && (text = pbx_session_output(link->session, &left)) && left > 0) {
        ssize_t n = send(link->fd, text, left, MSG_NOSIGNAL);
        if (n > 0)
            pbx_session_sent(link->session, (size_t)n);
        else if (n < 0 && errno == EINTR)
            continue;
        else if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOTCONN))
            break;
        else
            hang_up(link, now_ms, t, strerror(errno));
    }
}

void asterisk_link_serve(struct asterisk_link *link, int64_t now_ms, int64_t t)
{
    const char *why;
    if (link->fd < 0 && now_ms >= link->retry_ms)
        dial(link, now_ms, t);
    if (link->fd < 0)
        return;
    read_all(link, now_ms, t);
    if (link->fd >= 0 && !pbx_session_advance(link->session, t, &why))
        hang_up(link, now_ms, t, why);
    write_all(link, now_ms, t);
    if (link->fd < 0 || !pbx_session_ready(link->session))
        return;
    if (link->said)
        command_complain("asterisk", "%s:%s: connected again", link->host, link->port);
    link->said = false;
    link->pause_ms = PAUSE_LEAST_MS;
}
