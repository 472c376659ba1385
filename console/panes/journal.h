/* A line of the journal in words, for the journal and the ticker.  Pure. */
#ifndef CONSOLE_PANES_JOURNAL_H
#define CONSOLE_PANES_JOURNAL_H

#include "console/model/journal.h"
#include "console/panes/pane.h"

struct journal_words {
    char what[240], outcome[240];
    const char *site, *by; /* borrowed from the board or the ui */
    enum role role;        /* of the outcome */
};
void journal_say(const struct scene *scene, const struct journal_line *line, struct journal_words *words);

#endif
