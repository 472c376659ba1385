/* What every sub-command needs of the system: a line of complaint, and signals as something to read. */
#include "feed/commands/command.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/signalfd.h>

void command_complain(const char *name, const char *format, ...)
{
    char words[ACD_FAULT_TEXT_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(words, sizeof(words), format, arguments);
    va_end(arguments);
    struct acd_fault fault; /* drops what could steer a terminal */
    (void)acd_fault_say(&fault, "%s", words);
    fprintf(stderr, "acdfeed%s%s: %s\n", name != NULL ? " " : "", name != NULL ? name : "",
            fault.text);
}

int command_signals(void)
{
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR || sigprocmask(SIG_BLOCK, &ends, NULL) != 0)
        return -1;
    return signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK);
}
