/* Bytes between a console's TCP connections and a feed's ipc socket, passed on by a thread. */
#include "tests/support/cable.h"

#include "acdfeed/clock.h"
#include "tests/support/cases.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { STRANDS = 16, ROOM = 8192, TURN_MS = 5 };

struct strand { /* one connection */
    bool used;
    int fd[CABLE_WAYS]; /* where the bytes of this way go to: the console, the feed */
};

struct cable {
    char endpoint[64], path[108];
    struct sockaddr_in address;
    int holder;   /* keeps the port while nobody listens */
    int listener; /* -1: refused */
    pthread_t thread;
    pthread_mutex_t lock;
    bool over, held[CABLE_WAYS], refused, cut;
    int rate;
    int64_t allowed_ms; /* up to when the rate is used up */
    struct strand strands[STRANDS];
};

static int bound(struct sockaddr_in *address)
{
    int yes = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    socklen_t bytes = sizeof *address;
    assert_true(fd >= 0);
    assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes), 0);
    assert_int_equal(bind(fd, (struct sockaddr *)address, sizeof *address), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)address, &bytes), 0);
    return fd;
}

static void listen_again(struct cable *cable)
{
    cable->listener = bound(&cable->address);
    fcntl(cable->listener, F_SETFL, O_NONBLOCK);
    assert_int_equal(listen(cable->listener, STRANDS), 0);
}

static void drop(struct strand *strand)
{
    close(strand->fd[CABLE_TO_CONSOLE]);
    close(strand->fd[CABLE_TO_FEED]);
    strand->used = false;
}

static int to_feed(const struct cable *cable)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", cable->path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0)
        return fd;
    close(fd);
    return -1;
}

static void take_connection(struct cable *cable)
{
    int console = accept(cable->listener, NULL, NULL);
    int feed = console >= 0 ? to_feed(cable) : -1;
    for (int i = 0; i < STRANDS && feed >= 0; i++) {
        if (cable->strands[i].used)
            continue;
        cable->strands[i] =
            (struct strand){true, {[CABLE_TO_CONSOLE] = console, [CABLE_TO_FEED] = feed}};
        fcntl(console, F_SETFL, O_NONBLOCK);
        fcntl(feed, F_SETFL, O_NONBLOCK);
        return;
    }
    if (console >= 0)
        close(console);
}

static bool may_flow(const struct cable *cable, enum cable_way way, int64_t now_ms)
{
    return !cable->held[way] &&
           (way != CABLE_TO_CONSOLE || !cable->rate || now_ms >= cable->allowed_ms);
}

/* At most as much as the other side takes at once: the rest stays with the sender. */
static bool flow(struct cable *cable, struct strand *strand, enum cable_way way, int64_t now_ms)
{
    char bytes[ROOM];
    int from = strand->fd[way == CABLE_TO_CONSOLE ? CABLE_TO_FEED : CABLE_TO_CONSOLE];
    int to = strand->fd[way];
    bool slow = way == CABLE_TO_CONSOLE && cable->rate;
    size_t most = slow ? (size_t)cable->rate / 50 + 1 : sizeof bytes;
    ssize_t there = recv(from, bytes, most < sizeof bytes ? most : sizeof bytes, MSG_PEEK);
    if (there == 0 || (there < 0 && errno != EAGAIN))
        return false;
    ssize_t sent = there > 0 ? send(to, bytes, (size_t)there, MSG_NOSIGNAL) : 0;
    if (sent > 0 && recv(from, bytes, (size_t)sent, 0) != sent)
        return false;
    if (slow && sent > 0)
        cable->allowed_ms = now_ms + 1000 * sent / cable->rate;
    return sent >= 0 || errno == EAGAIN;
}

static short wanted(const struct cable *cable, enum cable_way way, int64_t now_ms)
{
    return may_flow(cable, way, now_ms) ? POLLIN : 0;
}

static void turn(struct cable *cable)
{
    struct pollfd items[2 * STRANDS + 1];
    int n = 0, of[2 * STRANDS + 1];
    int64_t now_ms = acd_monotonic_ms();
    for (int i = 0; i < STRANDS; i++) {
        if (!cable->strands[i].used)
            continue;
        for (int way = 0; way < CABLE_WAYS; way++) {
            int from =
                cable->strands[i].fd[way == CABLE_TO_CONSOLE ? CABLE_TO_FEED : CABLE_TO_CONSOLE];
            short events = wanted(cable, (enum cable_way)way, now_ms);
            of[n] = i * CABLE_WAYS + way;
            items[n++] = (struct pollfd){.fd = events ? from : -1, .events = events};
        }
    }
    items[n] = (struct pollfd){.fd = cable->listener, .events = POLLIN};
    pthread_mutex_unlock(&cable->lock);
    poll(items, (nfds_t)n + 1, TURN_MS);
    pthread_mutex_lock(&cable->lock);
    for (int i = 0; i < n; i++) {
        struct strand *strand = &cable->strands[of[i] / CABLE_WAYS];
        enum cable_way way = (enum cable_way)(of[i] % CABLE_WAYS);
        if (items[i].revents && strand->used && may_flow(cable, way, now_ms) &&
            !flow(cable, strand, way, now_ms))
            drop(strand);
    }
    if (items[n].revents)
        take_connection(cable);
}

static void obey(struct cable *cable)
{
    for (int i = 0; cable->cut && i < STRANDS; i++)
        if (cable->strands[i].used)
            drop(&cable->strands[i]);
    cable->cut = false;
    if (cable->refused && cable->listener >= 0) {
        close(cable->listener);
        cable->listener = -1;
    }
    if (!cable->refused && cable->listener < 0)
        listen_again(cable);
}

static void *run(void *argument)
{
    struct cable *cable = argument;
    pthread_mutex_lock(&cable->lock);
    while (!cable->over) {
        obey(cable);
        turn(cable);
    }
    pthread_mutex_unlock(&cable->lock);
    return NULL;
}

struct cable *cable_open(const char *feed)
{
    struct cable *cable = calloc(1, sizeof *cable);
    assert_non_null(cable);
    assert_memory_equal(feed, "ipc://", 6);
    snprintf(cable->path, sizeof cable->path, "%s", feed + 6);
    cable->address =
        (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    cable->holder = bound(&cable->address);
    listen_again(cable);
    snprintf(cable->endpoint, sizeof cable->endpoint, "tcp://127.0.0.1:%d",
             ntohs(cable->address.sin_port));
    pthread_mutex_init(&cable->lock, NULL);
    assert_int_equal(pthread_create(&cable->thread, NULL, run, cable), 0);
    return cable;
}

void cable_close(struct cable *cable)
{
    pthread_mutex_lock(&cable->lock);
    cable->over = true;
    pthread_mutex_unlock(&cable->lock);
    pthread_join(cable->thread, NULL);
    for (int i = 0; i < STRANDS; i++)
        if (cable->strands[i].used)
            drop(&cable->strands[i]);
    if (cable->listener >= 0)
        close(cable->listener);
    close(cable->holder);
    pthread_mutex_destroy(&cable->lock);
    free(cable);
}

const char *cable_endpoint(const struct cable *cable)
{
    return cable->endpoint;
}

void cable_hold(struct cable *cable, enum cable_way way, bool held)
{
    pthread_mutex_lock(&cable->lock);
    cable->held[way] = held;
    pthread_mutex_unlock(&cable->lock);
}

void cable_slow(struct cable *cable, int bytes_a_second)
{
    pthread_mutex_lock(&cable->lock);
    cable->rate = bytes_a_second;
    pthread_mutex_unlock(&cable->lock);
}

void cable_cut(struct cable *cable, bool refused)
{
    pthread_mutex_lock(&cable->lock);
    cable->cut = refused || cable->refused == refused;
    cable->refused = refused;
    pthread_mutex_unlock(&cable->lock);
}
