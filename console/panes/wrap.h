/* Breaking a line of words for a width.  Pure. */
#ifndef CONSOLE_PANES_WRAP_H
#define CONSOLE_PANES_WRAP_H

/* Bytes of `text` that fit into `cols` columns, cut at a blank where there is one; at least one
 * character of a text that is not empty.  The blanks after it belong to neither line. */
int wrap_bytes(const char *text, int cols);

#endif
