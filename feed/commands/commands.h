/* The table of the sub-commands: the topmost room of acdfeed. */
#ifndef FEED_COMMANDS_COMMANDS_H
#define FEED_COMMANDS_COMMANDS_H

/* Runs argv[1]; its exit status, of command.h. */
int command_run(int argc, char **argv);

#endif
