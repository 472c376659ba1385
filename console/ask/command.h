/* The command line: every action by its name, every operation with its arguments, and completion,
 * all by the tables.  Inside the room.  Pure. */
#ifndef CONSOLE_ASK_COMMAND_H
#define CONSOLE_ASK_COMMAND_H

#include "console/ask/ui.h"

/* Does what the line says.  False: what was wrong and what was expected. */
bool command_do(struct ui *ui, const struct ui_world *world, const char *line,
                struct acd_fault *why) ACD_MUST_CHECK;

/* The context of command_complete(), a prompt_complete_function. */
struct command_context {
    const struct ui *ui;
    const struct ui_world *world;
};
bool command_complete(const void *context, const char *line, int i, char *out, size_t bytes);

#endif
