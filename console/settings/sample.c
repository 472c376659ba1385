/* A settings file to begin with, made from the tables that read one. */
#include "console/settings/settings_parts.h"

#include "console/model/figures.h"

#include <string.h>

static const char *const example_of[] = {
    [KPI_UNIT_COUNT] = "1 5 15", [KPI_UNIT_MS] = "30s 60s 2m", [KPI_UNIT_SHARE] = "3% 5% 10%"};
static const char *const falling_example_of[] = {
    [KPI_UNIT_COUNT] = "8 6 4", [KPI_UNIT_MS] = "2m 60s 30s", [KPI_UNIT_SHARE] = "80% 70% 60%"};

/* Where the example of the unit would make no sense. */
static const char *const example_of_kpi[KPIS] = {[KPI_OCCUPANCY] = "85% 90% 95%"};

static void print_limits(FILE *out)
{
    fputs("\n"
          "# Limits of your own, beside the rules by meaning: for tiers 1 2 3, - for none, off to\n"
          "# take one away.  [limits] holds for all; nearer ones go before it: [limits media chat],\n"
          "# [limits group inbound], [limits queue sales] or [limits queue berlin/sales].\n"
          "[limits]\n", out);
    for (int i = 0; i < KPIS; i++) {
        const struct kpi_kind *kind = &kpi_kinds[i];
        bool above = kind->worse == KPI_WORSE_ABOVE;
        const char *example = (above ? example_of : falling_example_of)[kind->unit];

        fprintf(out, "#%s = %s %s\n", kind->key, above ? "above" : "below",
                example_of_kpi[i] ? example_of_kpi[i] : example);
    }
    fputs("# The rules by meaning.\n", out);
#define PRINT_RULE(name, key, about) fputs("# " about "\n" key " = on\n", out);
    LIMIT_RULE_LIST(PRINT_RULE)
#undef PRINT_RULE
    fputs("# the least sample of a percentage that is held against a limit\n"
          "sample = 20\n"
          "# in what time a backlog is to be worked off\n"
          "horizon = 30m\n"
          "# the highest share of their time that agents can be busy\n"
          "max_occupancy = 90%\n"
          "# how long an agent may stay in a state; one pause reason by its name: paused.lunch\n"
          "ringing = 30s\nhold = 3m\nacw = 2m\npaused = 15m\n"
          "#paused.lunch = 45m\n"
          "# how long somebody may be logged in without a logout\n"
          "login = 16h\n"
          "# How alarms behave.  Behind the values of a limit may stand its own: delay 10s off 20s\n"
          "# band 5s sample 30, and when it holds: at 22:00-06:00 days mon-fri.\n"
          "#longest = 30s 60s 2m delay 10s off 20s band 5s\n"
          "# so long a limit must be passed, and be kept again, before it counts\n"
          "delay = 2s\noff_delay = 5s\n"
          "# an alarm that somebody has seen is raised again if it stands so long; off: never\n"
          "again = 15m\n"
          "# more new alarms in a minute are a flood: counted, rung once\n"
          "flood = 10\n"
          "# the least tier that wants an answer; below it are notices\n"
          "alarm_from = 2\n"
          "# what contradicts itself: mark (said beside its alarms) or quiet (kept out of them)\n"
          "suspect = mark\n", out);
}

/* As it is built in, behind comment signs but for its heads: who changes a line takes the sign away. */
static void print_plan(FILE *out)
{
    fputs("\n"
          "# The response plan: what the console proposes, and what a dialogue begins with.  A section of\n"
          "# the same name changes a measure, `op = off` takes it away, another name adds one.\n"
          "#   op       the operation         tier     from which tier on        rule, queue, group, media\n"
          "#   to       choices, or an id     calls    a number, free, all       only for these\n"
          "#   count    agents to move        share    of new contacts           for      how long, or off\n"
          "#   message  of an announcement    by_rule  a routing rule            tell     who is told\n",
          out);
    for (const char *at = settings_plan_text; *at; at += strcspn(at, "\n") + 1)
        fprintf(out, "%s%.*s\n", *at == '[' ? "" : "#", (int)strcspn(at, "\n"), at);
}

void settings_print_sample(FILE *out)
{
    fputs("# Settings of acdwall.  Its usual place is ~/.config/acdwall/acdwall.ini.\n\n", out);
    options_print(out);
    fputs("\n"
          "# One section for each feed; without control the feed can be watched only.\n"
          "#[feed berlin]\n"
          "#stats = " ACD_STATS_ENDPOINT "\n"
          "#control = " ACD_CONTROL_ENDPOINT "\n"
          "# with keys: our own secret key (acdfeed keygen) and the feed's public one\n"
          "#key = ~/.config/acdwall/me.secret\n"
          "#server_key = ~/.config/acdwall/berlin.public\n"
          "# a second feed of the same sites, believed while the other is silent\n"
          "#[feed berlin2]\n"
          "#stats = tcp://127.0.0.1:5580\n"
          "#standby = berlin\n", out);
    print_limits(out);
    print_plan(out);
    hook_settings_print(out);
    fputs("\n"
          "# Pages of `acdwall wall`; without any: the worst queues, each group, the sites.\n"
          "#   kind     wall; agents (nothing of who waits); sites (a line for each, and the total)\n"
          "#   queues   worst, worst N, groups, each group, all; or ids, SITE/ID, group NAME with commas\n"
          "#   figures  up to six of the above and states of agents, with a goal where you like\n"
          "#   every    how long it stands; span: window, interval or day; title\n"
          "#[page inbound]\n"
          "#kind = wall\n"
          "#queues = group inbound\n"
          "#figures = waiting<=5 longest<=60s service_level on_duty\n"
          "#every = 15s\n"
          "\n"
          "# Keys of your own: the name of an action, as the help shows it, and its keys.\n"
          "[keys]\n"
          "#overflow = o\n", out);
}
