/* The reader's language, from the environment (LC_ALL, LC_MESSAGES, LANG, LANGUAGE). */
#ifndef CONSOLE_EDGE_LANGUAGE_H
#define CONSOLE_EDGE_LANGUAGE_H

/* Once, before anything is said and before threads.  Numbers stay C's: figures are formatted by us.
 * A locale that this machine does not have leaves UTF-8 as UTF-8, in English. */
void language_open(void);
/* Words for a machine: English. */
void language_leave(void);

#endif
