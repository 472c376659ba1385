/* What the console in lines prints on stdout.  Lines of the first two are safe already; the others make
 * them so. */
#ifndef CONSOLE_EDGE_PLAIN_SAY_H
#define CONSOLE_EDGE_PLAIN_SAY_H

#include "console/ask/dialog.h"

/* As a changes_line: context NULL. */
void plain_say_line(void *context, const char *line);
void plain_say_news(void *context, const char *line); /* with the time of day */
void plain_say_safe(const char *words);
void plain_say_dialog(const struct dialog *dialog);
void plain_say_help(void);

#endif
