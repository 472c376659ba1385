/* What every sub-command of acdfeed shares: exit statuses, complaints, signals.  A new sub-command is one
 * line of the table in commands.c and one file; it reads its options, --help and --version by
 * options.h. */
#ifndef FEED_COMMANDS_COMMAND_H
#define FEED_COMMANDS_COMMAND_H

#include "acdfeed/fault.h"

/* Exit statuses, documented in --help. */
enum {
    COMMAND_DONE = 0,
    COMMAND_FAILED = 1,  /* the world's error: one line on stderr says which */
    COMMAND_USAGE = 2,   /* unknown option, bad value */
    COMMAND_REFUSED = 3, /* send: refused, denied, unsupported, failed or expired */
    COMMAND_SILENT = 4,  /* no answer, or nothing heard in time */
};

/* One line "acdfeed NAME: words" on stderr; "acdfeed: words" where name is NULL. */
void command_complain(const char *name, const char *format, ...) ACD_PRINTF(2, 3);

/* SIGINT and SIGTERM as a readable file descriptor, blocked for every thread started later; SIGPIPE
 * ignored.  Call before anything of libzmq.  -1 when the system refuses. */
int command_signals(void);

int command_sim(int argc, char **argv);
int command_publish(int argc, char **argv);
int command_set(int argc, char **argv);
int command_tap(int argc, char **argv);
int command_queuelog(int argc, char **argv);
int command_record(int argc, char **argv);
int command_replay(int argc, char **argv);
int command_relay(int argc, char **argv);
int command_send(int argc, char **argv);
int command_check(int argc, char **argv);
int command_keygen(int argc, char **argv);
int command_erlang(int argc, char **argv);
int command_forecast(int argc, char **argv);
int command_asterisk(int argc, char **argv);

#endif
