/* Gathers what may wake a sub-command.  Knows nothing of what is waited for. */
#include "feed/commands/waker.h"

#include "feed/commands/command.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

void waker_watch(struct waker *waker, int fd)
{
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    (void)epoll_ctl(waker->fd, EPOLL_CTL_ADD, fd, &event);
}

void waker_unwatch(struct waker *waker, int fd)
{
    (void)epoll_ctl(waker->fd, EPOLL_CTL_DEL, fd, NULL);
}

void waker_open(struct waker *waker)
{
    waker->signals = command_signals();
    waker->self = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    waker->fd = epoll_create1(EPOLL_CLOEXEC);
    if (waker->signals < 0 || waker->self < 0 || waker->fd < 0) {
        command_complain(NULL, "the system has no file descriptors left");
        exit(COMMAND_FAILED);
    }
    waker_watch(waker, waker->signals);
    waker_watch(waker, waker->self);
}

void waker_close(struct waker *waker)
{
    close(waker->fd);
    close(waker->self);
    close(waker->signals);
}

void waker_wake(struct waker *waker)
{
    const uint64_t once = 1;
    ssize_t written = write(waker->self, &once, sizeof(once));
    (void)written; /* it fails only where it is awake already */
}

bool waker_signalled(struct waker *waker)
{
    struct signalfd_siginfo signal;
    uint64_t times;
    ssize_t woken = read(waker->self, &times, sizeof(times));
    (void)woken; /* the wait it was to end is over */
    return read(waker->signals, &signal, sizeof(signal)) > 0;
}
