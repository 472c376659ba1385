/* The table that `acdfeed erlang` prints, in its three formats. */
#ifndef FEED_COMMANDS_ERLANG_TABLE_H
#define FEED_COMMANDS_ERLANG_TABLE_H

#include "acdfeed/erlang.h"
#include "feed/commands/quantity.h"

enum { ERLANG_MOST_DELAYS = 24 };

struct erlang_table {
    struct acd_demand demand;
    double answer_ms;
    double level, blocking; /* negative: not asked for */
    double delays_ms[ERLANG_MOST_DELAYS];
    int n_delays;
    int64_t first, last; /* agents */
    enum quantity_format format;
};

/* To stdout. */
void erlang_table_print(const struct erlang_table *table);

#endif
