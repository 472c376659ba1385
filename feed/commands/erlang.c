/* `acdfeed erlang`: what each number of agents makes of a load.  Reads the command line; the
 * arithmetic is the library's. */
#include "feed/commands/command.h"
#include "feed/commands/erlang_table.h"
#include "feed/commands/options.h"
#include "feed/commands/quantity.h"

#include <stdio.h>

enum { MOST_ROWS = 10000, DEFAULT_ROWS = 13 };

struct words { /* of the command line */
    const char *interval, *talk, *acw, *answer, *agents, *delays, *patience, *level, *blocking,
        *format;
};

/* Without --agents: from the first with a steady state on. */
static void choose_agents(struct erlang_table *t)
{
    double load = acd_erlang_load(&t->demand).value;

    t->first = load < ACD_ERLANG_MOST_AGENTS - DEFAULT_ROWS
                   ? (int64_t)load + 1 : ACD_ERLANG_MOST_AGENTS - DEFAULT_ROWS;
    t->last = t->first + DEFAULT_ROWS - 1;
}

static bool read_times(struct erlang_table *t, const struct words *w, struct acd_fault *why)
{
    if (!quantity_time(&t->demand.interval_ms, "interval", w->interval, why) ||
        !quantity_time(&t->demand.acw_ms, "acw", w->acw, why) ||
        !quantity_time(&t->answer_ms, "answer", w->answer, why))
        return false;
    if (t->demand.interval_ms <= 0)
        return acd_fault_say(why, "--interval %s: must be longer than nothing", w->interval);
    if (!w->talk)
        return acd_fault_say(why, "--talk is needed: the mean time with an agent, such as 180");
    if (!quantity_time(&t->demand.talk_ms, "talk", w->talk, why))
        return false;
    if (w->delays && !quantity_times(t->delays_ms, ERLANG_MOST_DELAYS, &t->n_delays, "delays", w->delays, why))
        return false;
    if (w->patience && !quantity_time(&t->demand.patience_ms, "patience", w->patience, why))
        return false;
    if (w->patience && t->demand.patience_ms <= 0)
        return acd_fault_say(why, "--patience %s: must be longer than nothing", w->patience);
    return true;
}

static bool read_words(struct erlang_table *t, const struct words *w, struct acd_fault *why)
{
    if (t->demand.calls < 0)
        return acd_fault_say(why, "--calls is needed: how many arrive in --interval");
    if (!read_times(t, w, why) || !quantity_format(&t->format, w->format, why))
        return false;
    if (w->level && !quantity_share(&t->level, "level", w->level, why))
        return false;
    if (t->level >= 1)
        return acd_fault_say(why, "--level %s: must be below 1, which no number of agents promises",
                             w->level);
    if (w->blocking && !quantity_share(&t->blocking, "blocking", w->blocking, why))
        return false;
    if (w->blocking && !(t->blocking > 0 && t->blocking < 1))
        return acd_fault_say(why, "--blocking %s: must be above 0 and below 1", w->blocking);
    if (acd_erlang_load(&t->demand).is != ACD_FIGURE_VALUE)
        return acd_fault_say(why, "--calls and times: too large to compute with");
    choose_agents(t);
    if (w->agents && !quantity_range(&t->first, &t->last, ACD_ERLANG_MOST_AGENTS, "agents",
                                     w->agents, why))
        return false;
    if (t->last - t->first >= MOST_ROWS)
        return acd_fault_say(why, "--agents %s: more than %d rows", w->agents, MOST_ROWS);
    return true;
}

static const char about[] =
    "Prints what each number of agents makes of a load: Erlang C, or with --patience\n"
    "Erlang A, where callers give up. A bare number is seconds where a time is meant.\n"
    "Where the load is that of all agents or more, Erlang C has no steady state: the\n"
    "row says so, and csv says n/a, json null.";
static const char closing[] =
    "Columns: share of calls that wait, average speed of answer, mean delay of the\n"
    "delayed, mean number waiting (Q1) and while all agents are busy (Q2), service\n"
    "level, occupancy, load of the trunks. csv is rounded as published tables are.\n\n"
    "Example: acdfeed erlang --calls 250 --interval 30m --talk 180 --acw 30 --answer 20\n"
    "         --agents 30..42 --delays 5,10,15 --level 80% --format csv";

static bool read_command_line(struct erlang_table *t, int *argc, char **argv, int *status)
{
    struct words w = {.interval = "30m", .acw = "0", .answer = "20", .format = "text"};
    const struct option_rule rules[] = {
        {"calls", OPTION_NUMBER, &t->demand.calls, "N", "calls that arrive in the interval", 0, 0},
        {"interval", OPTION_TEXT, &w.interval, "TIME", "over which they arrive (30m)", 0, 0},
        {"talk", OPTION_TEXT, &w.talk, "TIME", "mean time with an agent, hold included", 0, 0},
        {"acw", OPTION_TEXT, &w.acw, "TIME", "mean after-call work (0)", 0, 0},
        {"answer", OPTION_TEXT, &w.answer, "TIME", "target of the service level (20)", 0, 0},
        {"agents", OPTION_TEXT, &w.agents, "N..M", "rows; default: from the first with a steady state", 0, 0},
        {"delays", OPTION_TEXT, &w.delays, "TIME,...", "also the share of calls that wait longer than each", 0, 0},
        {"patience", OPTION_TEXT, &w.patience, "TIME", "mean time after which a caller gives up", 0, 0},
        {"level", OPTION_TEXT, &w.level, "SHARE", "also the least agents that reach it", 0, 0},
        {"blocking", OPTION_TEXT, &w.blocking, "SHARE", "also the trunks that block no more than it", 0, 0},
        {"format", OPTION_TEXT, &w.format, "text|csv|json", "how to print (text)", 0, 0},
    };
    const struct option_usage usage = {.name = "erlang", .synopsis = "", .about = about,
                                       .rules = rules, .n_rules = (int)ACD_COUNT_OF(rules),
                                       .closing = closing};
    struct acd_fault why;

    if (!options_read(&usage, argc, argv, status))
        return false;
    if (read_words(t, &w, &why))
        return true;
    command_complain("erlang", "%s", why.text);
    *status = COMMAND_USAGE;
    return false;
}

int command_erlang(int argc, char **argv)
{
    struct erlang_table t = {.demand.calls = -1, .level = -1, .blocking = -1};
    int status;

    if (!read_command_line(&t, &argc, argv, &status))
        return status;
    erlang_table_print(&t);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        command_complain("erlang", "cannot write to the standard output");
        return COMMAND_FAILED;
    }
    return COMMAND_DONE;
}
