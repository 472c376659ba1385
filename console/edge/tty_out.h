/* The way to the terminal that never blocks: curses writes into memory, from there what it wrote goes
 * to the terminal as far as that takes it.  Knows no curses. */
#ifndef CONSOLE_EDGE_TTY_OUT_H
#define CONSOLE_EDGE_TTY_OUT_H

#include "acdfeed/fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tty_out {
    int fd;            /* of the terminal, an open file of its own where that can be had */
    bool own_fd;       /* then it is O_NONBLOCK, which the shell's must not become */
    int memory;        /* what is written here is collected */
    unsigned char *bytes;
    size_t used, sent, room;
    bool lost;         /* the terminal hung up */
    uint64_t total_bytes, total_writes;
};

/* `terminal`: a descriptor of it, borrowed. */
bool tty_out_open(struct tty_out *out, int terminal, struct acd_fault *why) ACD_MUST_CHECK;
void tty_out_close(struct tty_out *out);
void tty_out_add(struct tty_out *out, const void *bytes, size_t n);
/* Appends what was written into memory, slimmed, between `before` and `after`; nothing when nothing was. */
void tty_out_collect(struct tty_out *out, const char *before, const char *after);
/* Writes as far as it goes, and waits for the terminal at most `waits` times 10 ms.  True: all went. */
bool tty_out_push(struct tty_out *out, int waits);

#endif
