/* Reads a command line.  A word is an action of the table, an operation, or one of the few below that
 * take a word of their own.  Does nothing to the floor: an operation opens its dialogue. */
#include "console/ask/command.h"

#include "acdfeed/shape.h"
#include "console/ask/act.h"
#include "console/ask/ask.h"
#include "console/ask/look.h"
#include "console/ask/worded.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>

static const char *skip_blanks(const char *text)
{
    return text + strspn(text, " ");
}

static bool do_action(struct ui *ui, const struct ui_world *world, enum action action,
                      const char *rest, struct acd_fault *why)
{
    const struct action_kind *kind = &action_kinds[action];
    if (kind->op >= 0)
        return ask_open(ui, world, (enum acd_op)kind->op, rest[0] ? rest : NULL, why);
    if (rest[0])
        return acd_fault_say(why, _("%s takes nothing behind it, and '%.40s' stands there"),
                             kind->command, rest);
    if (!(kind->contexts >> ui->view & 1))
        return acd_fault_say(why, _("%s does nothing in the view of %s"), kind->command,
                             words_of(acd_names_word(&view_names, (int)ui->view)));
    act(ui, world, action);
    return true;
}

bool command_do(struct ui *ui, const struct ui_world *world, const char *line, struct acd_fault *why)
{
    if (!acd_utf8_valid(line, strlen(line))) /* lines come from pipes too, and go on to feed and journal */
        return acd_fault_say(why, "%s", _("the line is not UTF-8: nothing was done"));
    line = skip_blanks(line);
    size_t n = strcspn(line, " ");
    const char *rest = skip_blanks(line + n);
    if (n == 0)
        return true;
    const struct worded *worded = worded_find(line, n);
    if (worded != NULL && (rest[0] || action_find(line, n) == ACTION_NONE))
        return worded->run(ui, world, rest, why);
    enum action action = action_find(line, n);
    if (action == ACTION_NONE)
        return acd_fault_say(why, _("no command is called '%.*s'; ? lists them, Tab completes"),
                             (int)(n < 40 ? n : 40), line);
    return do_action(ui, world, action, rest, why);
}
