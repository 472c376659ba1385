/* Options before settings before what the system says.  Knows no screen. */
#include "console/edge/sitting.h"

#include "acdfeed/shape.h"
#include "console/ask/play.h"
#include "console/words.h"

#include <pwd.h>
#include <string.h>
#include <unistd.h>

const char *sitting_no_actions(const struct options *options)
{
    if (options->play)
        return _(PLAYING_NO_ACTIONS);
    if (options->read_only)
        return _("read-only: this console offers no actions");
    for (int i = 0; i < options->n_feeds; i++)
        if (options->feeds[i].control)
            return NULL;
    return _("no control endpoint: this console can only watch (--control)");
}

static const char *login_name(void)
{
    const struct passwd *user = getpwuid(getuid());
    return user && acd_id_valid(user->pw_name, strlen(user->pw_name)) ? user->pw_name : "console";
}

const char *sitting_by(const struct options *options, const struct settings *settings)
{
    const char *by = options->by ? options->by : settings_by(settings);
    return *by ? by : login_name();
}

struct grid *sitting_grid(const struct options *options, bool utf8)
{
    bool ascii = options->ascii || !utf8;
    struct grid *grid = grid_new(80, 24, ascii || options->ambiguous_wide);
    grid->letters = options->ambiguous_wide && !ascii;
    return grid;
}

const char *sitting_journal(const struct options *options, const struct settings *settings)
{
    const char *path = options->journal ? options->journal : settings_journal(settings);
    return *path == '\0' && options->demo ? "none" : path;
}
