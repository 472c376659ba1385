/* Signals as a readable file descriptor. */
#include "console/edge/signals.h"
#include "console/words.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

static const struct {
    int number;
    enum signal_word word;
} words[] = {
    {SIGINT, SIGNAL_END},      {SIGTERM, SIGNAL_END},  {SIGHUP, SIGNAL_END},
    {SIGQUIT, SIGNAL_END},     {SIGWINCH, SIGNAL_RESIZE}, {SIGCONT, SIGNAL_RESUME},
    {SIGCHLD, SIGNAL_CHILD},
};

int signals_open(struct acd_fault *why)
{
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < ACD_COUNT_OF(words); i++)
        sigaddset(&set, words[i].number);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a limit on files is an error like a full disk */
    int fd = -1;
    if (sigprocmask(SIG_BLOCK, &set, NULL) == 0)
        fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    if (fd < 0)
        acd_fault_say(why, _("signals cannot be read: %s"), strerror(errno));
    return fd;
}

void signals_close(int fd)
{
    if (fd >= 0)
        close(fd);
}

enum signal_word signals_next(int fd)
{
    struct signalfd_siginfo info;
    if (read(fd, &info, sizeof info) != (ssize_t)sizeof info)
        return SIGNAL_NONE;
    for (size_t i = 0; i < ACD_COUNT_OF(words); i++)
        if (words[i].number == (int)info.ssi_signo)
            return words[i].word;
    return SIGNAL_NONE;
}

void signals_ignore_keyboard(void)
{
    static const int keyboard[] = {SIGINT, SIGQUIT};
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < ACD_COUNT_OF(keyboard); i++) {
        signal(keyboard[i], SIG_IGN);
        sigaddset(&set, keyboard[i]);
    }
    /* Linux keeps a blocked signal though it is ignored; unblocked it is dropped at once. */
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}
