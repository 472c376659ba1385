/* What lies ahead of a queue, in its detail: what more or fewer agents would do. */
#include "console/cells/text.h"
#include "console/model/outlook.h"
#include "console/panes/line.h"
#include "console/words.h"

#include <stdio.h>

static int percent(double level)
{
    return (int)(level * 100 + 0.5);
}

static void say_agents(char *out, size_t bytes, int n)
{
    snprintf(out, bytes, n == 1 || n == -1 ? _("   %+d agent ") : _("   %+d agents "), n);
}

static struct outlook with_agents(const struct outlook_side *side, int n)
{
    struct outlook_side other = *side;
    other.agents = other.agents + n > 0 ? other.agents + n : 0;
    return outlook_of(&other);
}

/* As typed with + and -: level, wait, how many would wait at the end. */
static void say_asked(struct line *line, const struct outlook_side *side, int n)
{
    struct outlook outlook = with_agents(side, n);
    char label[64], text[TEXT_FIGURE_BYTES];
    say_agents(label, sizeof label, n);
    line_say(line, ROLE_STRONG, "%s%d %%", label, percent(outlook.level));
    line_say(line, ROLE_NORMAL, _(", wait %s"), text_duration(text, (int64_t)outlook.wait_ms));
    line_say(line, ROLE_NORMAL, _(", then %.0f waiting"), outlook.waiting);
}

int draw_what_if(struct line line, const struct scene *scene, const struct board_queue *queue)
{
    static const int steps[] = {1, 2, 4};
    struct outlook_side side;
    char label[64], figure[16];
    const char *why;
    if (line.row >= line.area.rows)
        return 0;
    line_say(&line, ROLE_FAINT, _("ahead    "));
    if (!outlook_side(&side, scene->board, queue, scene->now_ms, scene->wall_ms, &why)) {
        line_say(&line, ROLE_FAINT, _("not enough data: %s"), words_of(why));
        return 1;
    }
    line_say(&line, ROLE_NORMAL, "%d %%", percent(outlook_of(&side).level));
    line_say(&line, ROLE_FAINT, _(" in 15 min"));
    if (scene->ui->what_if != 0) {
        say_asked(&line, &side, scene->ui->what_if);
        return 1;
    }
    for (size_t i = 0; i < ACD_COUNT_OF(steps); i++) {
        snprintf(label, sizeof label, i ? "   %+d " : _("   %+d agent "), steps[i]);
        snprintf(figure, sizeof figure, "%d %%", percent(with_agents(&side, steps[i]).level));
        line_pair(&line, label, ROLE_NORMAL, figure);
    }
    return 1;
}
