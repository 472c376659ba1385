/* Takes out of what curses wrote what changes nothing.  Pure. */
#ifndef CONSOLE_EDGE_TTY_SLIM_H
#define CONSOLE_EDGE_TTY_SLIM_H

#include <stddef.h>

/* In place; returns the bytes that are left.  Joins attributes and colours set one after the other
 * (SGR), drops those that are reset at once, and drops the choice of the ASCII character set, since
 * no other is ever chosen here. */
size_t tty_slim(unsigned char *bytes, size_t n);

#endif
