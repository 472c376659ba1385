/* Which measures fit the selected queue now, each with its key: what to press. */
#include "console/model/advice.h"
#include "console/panes/draw.h"
#include "console/words.h"

static void draw_advice(const struct scene *scene, struct area area, int row,
                        const struct advice *advice)
{
    char key[16];
    draw_op_key(scene, advice->op, key, sizeof key);
    int col = 1 + area_text(area, row, 0, ROLE_KEY, key);
    col = col < 2 ? 2 : col;
    col += area_text(area, row, col, advice->in_force ? ROLE_MEASURE : ROLE_NORMAL, advice->words);
    if (advice->in_force)
        area_text(area, row, col, ROLE_MEASURE, _(", in force"));
    else if (*advice->fact)
        area_print(area, row, col, ROLE_FAINT, "  %s", advice->fact);
}

/* Why nothing stands here, in words. */
static const char *nothing(const struct scene *scene, const struct board_queue *queue)
{
    if (!board_queue_live(queue))
        return _("no measures while the data is not live");
    if (queue->verdict.tier <= TIER_CALM)
        return _("calm: nothing to do");
    if (queue->site->ops == 0)
        return _("its feed carries out no operations");
    (void)scene;
    return _("no measure fits now");
}

void pane_plan(const struct scene *scene, struct area area)
{
    struct advice advice[ADVICE_MOST];
    const struct board_queue *queue =
        board_queue(scene->board, scene->ui->queue.site, scene->ui->queue.id);
    struct area inside = area_part(area, 1, 2, area.rows - 2, area.cols - 4);
    area_box(area, ROLE_FRAME, _("What helps"), NULL);
    if (!queue)
        return;
    if (scene->ui->no_actions_why) {
        area_text(inside, 0, 0, ROLE_FAINT, scene->ui->no_actions_why);
        return;
    }
    int n = advice_for(scene->board, queue, scene->now_ms, scene->wall_ms, advice);
    if (n == 0)
        area_text(inside, 0, 0, ROLE_FAINT, nothing(scene, queue));
    for (int i = 0; i < n && i < inside.rows; i++)
        draw_advice(scene, inside, i, &advice[i]);
}
