/* The three standard streams of a program that somebody started without one. */
#ifndef ACDFEED_STREAMS_H
#define ACDFEED_STREAMS_H

/* Call before anything is opened: a stream that is closed becomes one that refuses to be read or
 * written (EBADF).  Left closed, the next thing opened takes its number, and what is meant for the
 * stream goes into a socket, a tape or a journal.  Never fails: without /dev/null all stays as it is. */
void acd_streams_reserve(void);

#endif
