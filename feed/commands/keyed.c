/* What the sub-commands with keys share.  Never sees a key. */
#include "feed/commands/keyed.h"

#include "acdfeed/keys.h"
#include "feed/commands/command.h"

void keyed_begin(const char *key_file)
{
    if (key_file)
        acd_keys_stay_inside();
}

void keyed_log(void *context, const char *line)
{
    (void)context;
    command_complain(NULL, "%s", line);
}
