/* The table of sub-commands: the list that `acdfeed --help` prints, and which one runs.  Knows nothing of
 * what a sub-command does. */
#include "feed/commands/commands.h"

#include "feed/commands/command.h"

#include <stdio.h>
#include <string.h>

struct command {
    const char *name;
    const char *summary;               /* one line for the list of sub-commands */
    int (*run)(int argc, char **argv); /* argv[0] is the name of the sub-command */
};

static const struct command commands[] = {
    {"sim", "a simulated contact centre that carries out commands", command_sim},
    {"erlang", "what each number of agents makes of a load", command_erlang},
    {"forecast", "re-forecasts of a day, a week or a year", command_forecast},
    {"asterisk", "the feed of an Asterisk, live, that carries out commands", command_asterisk},
    {"publish", "a feed from lines of text", command_publish},
    {"set", "change one entity of a feed that `publish` keeps", command_set},
    {"tap", "a feed as lines of JSON", command_tap},
    {"queuelog", "recorded queue_logs of an Asterisk, as if live", command_queuelog},
    {"record", "a feed onto a tape", command_record},
    {"replay", "a tape as a feed", command_replay},
    {"relay", "feeds passed on to many, with the last values of each", command_relay},
    {"send", "one command to a feed, and what became of it", command_send},
    {"keygen", "keys for feeds, consoles and wallboards", command_keygen},
    {"check", "whether lines, or a live feed, are as the contract says", command_check},
    {NULL, NULL, NULL},
};

static const char exit_statuses[] = "Exit status:\n"
                                    "  0  done\n"
                                    "  1  something failed, stderr says what\n"
                                    "  2  an unknown option or a bad value\n"
                                    "  3  send: refused, denied, unsupported, failed or expired\n"
                                    "  4  no answer, or nothing heard in time\n";

static int print_help(void)
{
    puts("Usage: acdfeed COMMAND [OPTION]...\n\n"
         "Everything that is done with the statistics feed of a call centre.\n\n"
         "Commands:");
    for (const struct command *c = commands; c->name != NULL; c++)
        printf("  %-10s %s\n", c->name, c->summary);
    printf(
        "\n`acdfeed COMMAND --help` tells of one command; `acdfeed --version` of this program.\n\n"
        "%s",
        exit_statuses);
    return COMMAND_DONE;
}

int command_run(int argc, char **argv)
{
    if (argc < 2) {
        command_complain(NULL, "which command? `acdfeed --help` lists them");
        return COMMAND_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)
        return print_help();
    if (strcmp(argv[1], "--version") == 0) {
        printf("acdfeed %s\n", ACD_RELEASE);
        return COMMAND_DONE;
    }
    for (const struct command *c = commands; c->name != NULL; c++)
        if (strcmp(argv[1], c->name) == 0)
            return c->run(argc - 1, argv + 1);
    command_complain(NULL, "no command %s; `acdfeed --help` lists them", argv[1]);
    return COMMAND_USAGE;
}
