/* What a program was started with: the three standard streams, and how many files may be open. */
#ifndef ACDFEED_STREAMS_H
#define ACDFEED_STREAMS_H

/* Call before anything is opened: a stream that is closed becomes one that refuses to be read or
 * written (EBADF).  Left closed, the next thing opened takes its number, and what is meant for the
 * stream goes into a socket, a tape or a journal.  Never fails: without /dev/null all stays as it is. */
void acd_streams_reserve(void);

/* For programs that serve: as many open files as the system allows us to ask for, at most 65,536.  Each
 * listener costs one or two; beyond the limit nobody comes in, and no file can be read either. */
void acd_descriptors_raise(void);

#endif
