/* Which measures of the plan fit the selected queue now, each with its key: what to press, and what
 * would probably come of it for both sides. */
#include "console/cells/text.h"
#include "console/model/advice.h"
#include "console/panes/draw.h"
#include "console/words.h"

#include <stdio.h>

enum { EFFECT_BYTES = 120 };

static int percent(double level)
{
    return (int)(level * 100 + 0.5);
}

/* "12>66 %", or the wait where the level hardly moves; with `both` the other side too: "(94>86)". */
static void say_effect(char out[EFFECT_BYTES], const struct outlook_effect *effect, bool both, bool ascii)
{
    const char *to = glyph_text(ascii, GLYPH_ARROW);
    char from[TEXT_FIGURE_BYTES], after[TEXT_FIGURE_BYTES];
    int used;
    if (effect->after.level > effect->before.level + 0.02)
        used = (int)words_print(out, EFFECT_BYTES, _("%d%s%d %%"), percent(effect->before.level), to,
                                percent(effect->after.level));
    else
        used = (int)words_print(out, EFFECT_BYTES, _("wait %s%s%s"),
                        text_duration(from, (int64_t)effect->before.wait_ms), to,
                        text_duration(after, (int64_t)effect->after.wait_ms));
    if (both && effect->has_other)
        words_print(out + used, EFFECT_BYTES - (size_t)used, " (%d%s%d)",
                 percent(effect->other_before.level), to, percent(effect->other_after.level));
}

static int draw_name(struct area area, int row, int col, const struct scene *scene,
                     const struct advice *advice)
{
    char key[16];
    enum role role = advice->refused ? ROLE_FAINT : advice->in_force ? ROLE_MEASURE : ROLE_NORMAL;
    draw_op_key(scene, advice->op, key, sizeof key);
    int cols = 1 + area_text(area, row, col, ROLE_KEY, key);
    col += cols < 2 ? 2 : cols;
    return col + area_text(area, row, col, role, advice->words);
}

static void draw_advice(const struct scene *scene, const struct board_queue *queue, struct area area,
                        int row, struct advice *advice)
{
    struct outlook_effect effect;
    char words[EFFECT_BYTES] = "";
    bool ascii = area.grid->ascii;
    const char *why;
    bool reckoned = !advice->refused && !advice->in_force &&
                    advice_reckon(scene->board, queue, advice, scene->now_ms, scene->wall_ms,
                                  &scene->ui->outlooks, &effect, &why);
    int col = draw_name(area, row, 0, scene, advice), room = area.cols - col - 2;
    if (reckoned)
        say_effect(words, &effect, true, ascii);
    if (reckoned && text_cols(words) > room)
        say_effect(words, &effect, false, ascii);
    const char *fact = advice->in_force ? _("in force") : advice->fact;
    if (words[0] && text_cols(words) <= room)
        area_text(area, row, area.cols - text_cols(words), ROLE_STRONG, words);
    else if (text_cols(fact) <= room || advice->refused)
        area_field(area, row, col + 2, room, advice->in_force ? ROLE_MEASURE : ROLE_FAINT, fact);
}

/* Why nothing stands here, in words. */
static const char *nothing(const struct board_queue *queue)
{
    if (!board_queue_live(queue))
        return _("no measures while the data is not live");
    if (queue->verdict.tier <= TIER_CALM)
        return _("calm: nothing to do");
    if (queue->site->ops == 0)
        return _("its feed carries out no operations");
    return _("no measure of the plan fits now");
}

void pane_plan(const struct scene *scene, struct area area)
{
    struct advice advice[ADVICE_MOST];
    const struct board_queue *queue =
        board_queue(scene->board, scene->ui->queue.site, scene->ui->queue.id);
    struct area inside = area_part(area, 1, 2, area.rows - 2, area.cols - 4);
    int n = 0;
    if (queue && !scene->ui->no_actions_why)
        n = advice_for(scene->board, queue, scene->ui->plan, scene->now_ms, scene->wall_ms, advice);
    area_box(area, ROLE_FRAME, n > 0 ? _("What helps: level of the next 15 min") : _("What helps"), NULL);
    if (queue && scene->ui->no_actions_why)
        area_text(inside, 0, 0, ROLE_FAINT, scene->ui->no_actions_why);
    else if (queue && n == 0)
        area_text(inside, 0, 0, ROLE_FAINT, nothing(queue));
    for (int i = 0; i < n && i < inside.rows; i++)
        draw_advice(scene, queue, inside, i, &advice[i]);
}
