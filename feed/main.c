/* acdfeed: one program, a sub-command for each thing that is done with a feed.  Knows the table of
 * sub-commands and nothing of what they do. */
#include "acdfeed/streams.h"
#include "feed/commands/commands.h"

int main(int argc, char **argv)
{
    acd_streams_reserve();
    acd_descriptors_raise();
    return command_run(argc, argv);
}
