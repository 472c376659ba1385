/* What is chosen, by id, so that it stays chosen when rows move.  Plain data. */
#ifndef CONSOLE_ASK_SELECTION_H
#define CONSOLE_ASK_SELECTION_H

#include "acdfeed/limits.h"

/* `site` "": none.  The total of a group has site SELECTION_GROUP and the beginning of its name. */
#define SELECTION_GROUP "="
struct selection {
    char site[ACD_MAX_ID_BYTES + 1], id[ACD_MAX_ID_BYTES + 1];
};
enum { SELECTION_MOST = 256 };
struct selection_list {
    int n;
    struct selection at[SELECTION_MOST];
};

#endif
