/* The last words to the terminal.  What a signal handler may call and look at is little: prepared
 * bytes, write, poll, tcsetattr; hence the one static state of the console.  Must never call curses. */
#include "console/edge/tty_rescue.h"
#include "acdfeed/macros.h"
#include "console/edge/tty.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SIGNALS = 65, STACK_BYTES = 32 * 1024, PATIENCE_MS = 100, TRIES = 20, WRITE_MS = 20 };

static struct {
    atomic_bool armed, over, writing; /* over: the last words are said; writing: a frame is on its way */
    int in, out;
    pid_t owner; /* a child that inherits us must not write to the terminal */
    struct termios saved;
    char bytes[TTY_RESCUE_BYTES];
    size_t n;
    struct sigaction before[SIGNALS], stop_before;
    bool at_exit;
    _Alignas(16) char stack[STACK_BYTES]; /* a stack that overflowed is no place for a handler */
} rescue;

static void write_last_words(void)
{
    size_t sent = 0;

    for (int tries = 0; sent < rescue.n && tries < TRIES; tries++) {
        struct pollfd terminal = {.fd = rescue.out, .events = POLLOUT};

        /* A slow line is given two seconds to take the end of what was shown; a dead one no more. */
        if (poll(&terminal, 1, PATIENCE_MS) <= 0)
            continue;
        ssize_t n = write(rescue.out, rescue.bytes + sent, rescue.n - sent);

        if (n < 0 && errno != EAGAIN && errno != EINTR)
            return;
        sent += n > 0 ? (size_t)n : 0;
    }
}

bool tty_rescue_write_begins(void)
{
    atomic_store(&rescue.writing, true);
    if (!atomic_load(&rescue.over))
        return true;
    atomic_store(&rescue.writing, false);
    return false;
}

void tty_rescue_write_ends(void)
{
    atomic_store(&rescue.writing, false);
}

/* The write that is under way in another thread ends by itself; the one that this signal interrupted
 * does not, and is not waited for any longer than that may take. */
static void let_write_end(void)
{
    for (int ms = 0; ms < WRITE_MS && atomic_load(&rescue.writing); ms++)
        poll(NULL, 0, 1);
}

void tty_rescue(void)
{
    int error = errno;

    if (rescue.owner == getpid() && atomic_exchange(&rescue.armed, false)) {
        atomic_store(&rescue.over, true);
        let_write_end();
        write_last_words();
        tcsetattr(rescue.in, TCSANOW, &rescue.saved);
    }
    errno = error;
}

/* Puts the terminal back, then lets happen what would have happened without us. */
static void on_fatal(int number)
{
    tty_rescue();
    sigaction(number, &rescue.before[number], NULL);
    raise(number);
}

/* Every signal that ends a program, the real-time ones too; all but those that never do, that stop it,
 * that nobody can take, and the C library's own.  INT, TERM, HUP and QUIT come here only where nobody
 * reads them from a descriptor. */
static bool ends_programs(int number)
{
    static const int others[] = {SIGKILL, SIGSTOP, SIGTSTP, SIGTTIN,  SIGTTOU, SIGCONT,
                                 SIGCHLD, SIGURG,  SIGPIPE, SIGWINCH, SIGXFSZ};

    for (size_t i = 0; i < ACD_COUNT_OF(others); i++)
        if (others[i] == number)
            return false;
    return number <= SIGSYS || number >= SIGRTMIN;
}

static void take_signals(void)
{
    struct sigaction action = {.sa_handler = on_fatal, .sa_flags = SA_ONSTACK | SA_NODEFER};
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    stack_t stack = {.ss_sp = rescue.stack, .ss_size = sizeof rescue.stack}, now;

    sigemptyset(&action.sa_mask);
    sigemptyset(&ignore.sa_mask);
    if (sigaltstack(NULL, &now) == 0 && (now.ss_flags & SS_DISABLE))
        sigaltstack(&stack, NULL);
    for (int number = 1; number < SIGNALS; number++)
        if (ends_programs(number))
            sigaction(number, &action, &rescue.before[number]);
    /* A stopped program would leave its screen to the shell; Ctrl-Z is off as well. */
    sigaction(SIGTSTP, &ignore, &rescue.stop_before);
}

void tty_rescue_arm(int in, int out, const struct termios *saved, const char *bytes, size_t n)
{
    assert(n <= sizeof rescue.bytes);
    rescue.in = in;
    rescue.out = out;
    rescue.owner = getpid();
    rescue.saved = *saved;
    memcpy(rescue.bytes, bytes, n);
    rescue.n = n;
    if (!rescue.at_exit)
        rescue.at_exit = atexit(tty_rescue) == 0;
    take_signals();
    atomic_store(&rescue.over, false);
    atomic_store(&rescue.armed, true);
}

void tty_rescue_disarm(void)
{
    atomic_store(&rescue.armed, false);
    for (int number = 1; number < SIGNALS; number++)
        if (ends_programs(number))
            sigaction(number, &rescue.before[number], NULL);
    sigaction(SIGTSTP, &rescue.stop_before, NULL);
}
