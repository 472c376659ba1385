/* The alarms, worst first: what stands, since when, who has seen it, what is put aside until when.
 * Those of a flood stand behind the others, each rule together. */
#include "console/ask/alarm_rows.h"

#include "console/cells/table.h"
#include "console/cells/text.h"
#include "console/panes/draw.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>

enum { COLUMN_TIER, COLUMN_SINCE, COLUMN_LASTS, COLUMN_WHERE, COLUMN_WHY, COLUMN_STATE, COLUMN_SITE,
       COLUMNS };
static const struct column columns[COLUMNS] = {
    [COLUMN_TIER] = {"", 2, 2, 0, false},        [COLUMN_SINCE] = {N_("since"), 8, 8, 2, false},
    [COLUMN_LASTS] = {N_("lasts"), 7, 8, 1, true},   [COLUMN_WHERE] = {N_("where"), 12, 24, 0, false},
    [COLUMN_WHY] = {N_("what"), 20, 60, 0, false},   [COLUMN_STATE] = {N_("state"), 14, 30, 0, false},
    [COLUMN_SITE] = {N_("site"), 6, 12, 3, false},
};

static const char *where(const struct scene *scene, const struct alarm *alarm)
{
    const struct board_agent *agent = board_agent(scene->board, alarm->site, alarm->id);
    const struct board_site *site = board_site(scene->board, alarm->site);
    if (alarm->subject == ALARM_OF_QUEUE)
        return draw_queue_name(scene, alarm->site, alarm->id);
    if (alarm->subject == ALARM_OF_AGENT)
        return agent != NULL ? board_agent_name(agent) : alarm->id;
    return site != NULL ? board_site_name(site) : alarm->site;
}

/* "new", "seen by anna", "gone, not seen", "shelved 14:20", "anna has it". */
static enum role say_state(const struct scene *scene, const struct alarm *alarm, char *out, size_t bytes)
{
    const struct board_queue *queue = alarm->subject == ALARM_OF_QUEUE
                                          ? board_queue(scene->board, alarm->site, alarm->id)
                                          : NULL;
    const char *claimed = queue != NULL ? board_claimed_by(scene->board, queue) : NULL;
    char left[TEXT_FIGURE_BYTES];
    if (alarm_shelved(alarm)) {
        words_print(out, bytes, _("shelved, %s left%s%s"),
                 text_duration(left, alarm->shelved_until_ms - scene->now_ms), alarm->by[0] ? _(", ") : "",
                 alarm->by);
        return ROLE_FAINT;
    }
    if (claimed != NULL) {
        words_print(out, bytes, _("%s has it"), claimed);
        return ROLE_MEASURE;
    }
    if (alarm->state == ALARM_RETURNED) {
        words_print(out, bytes, "%s", _("gone, not seen"));
        return ROLE_FAINT;
    }
    if (alarm->state == ALARM_ACTIVE) {
        words_print(out, bytes, "%s", _("new"));
        return ROLE_STRONG;
    }
    words_print(out, bytes, alarm->by[0] ? _("seen by %s") : "%s",
                alarm->by[0] ? alarm->by : C_("alarm", "notice"));
    return ROLE_NORMAL;
}

static bool is_live(const struct scene *scene, const struct alarm *alarm)
{
    const struct board_site *site = board_site(scene->board, alarm->site);
    return site != NULL && board_site_live(site);
}

static void draw_alarm(const struct scene *scene, struct area area, int row,
                       const struct table_layout *layout, const struct alarm *alarm)
{
    char sign[16], text[DRAW_BYTES], why[ALARM_WHY_BYTES + 32];
    bool known = alarm->subject == ALARM_OF_SITE || is_live(scene, alarm);
    int tier = alarm->unknown || !known ? TIER_UNKNOWN : alarm->tier > 0 ? alarm->tier : TIER_CALM;
    bool faint = alarm_shelved(alarm) || alarm->tier == 0 || !known;
    enum role role = say_state(scene, alarm, text, sizeof text);
    table_cell(area, row, layout, columns, COLUMN_STATE, role, text);
    table_cell(area, row, layout, columns, COLUMN_TIER, draw_tier_role(tier),
               draw_tier_sign(sign, sizeof sign, tier, area.grid->ascii));
    table_cell(area, row, layout, columns, COLUMN_SINCE, ROLE_FAINT,
               draw_clock(text, sizeof text, scene, scene->now_ms - alarm->raised_ms));
    table_cell(area, row, layout, columns, COLUMN_LASTS, ROLE_NORMAL,
               text_duration(text, (alarm->tier > 0 ? scene->now_ms : alarm->changed_ms) -
                                       alarm->raised_ms));
    table_cell(area, row, layout, columns, COLUMN_WHERE, faint ? ROLE_FAINT : ROLE_STRONG,
               where(scene, alarm));
    words_print(why, sizeof why, "%s%s", known ? "" : _("not known now; was: "), alarm->why);
    table_cell(area, row, layout, columns, COLUMN_WHY, faint ? ROLE_FAINT : ROLE_NORMAL, why);
    table_cell(area, row, layout, columns, COLUMN_SITE, ROLE_FAINT, alarm->site);
}

static void say_title(const struct scene *scene, char *out, size_t bytes)
{
    struct alarms_count count;
    alarms_counts(board_alarms(scene->board), &count);
    int used = (int)words_print(out, bytes, _("Alarms: %d, %d new, %d shelved, %d notices"), count.standing,
                        count.waiting, count.shelved, count.notices);
    if (count.flooded)
        words_print(out + used, bytes - (size_t)used, _(", %d of a flood"), count.flooded);
}

void pane_alarms(const struct scene *scene, struct area area)
{
    const struct alarm *rows[ALARM_ROWS];
    struct ui_world world = {scene->board, scene->roster, scene->now_ms, scene->wall_ms};
    int n = alarms_fill(scene->board, rows);
    struct area table = area_part(area, 1, 2, area.rows - 2, area.cols - 4);
    struct area body = area_part(table, 1, 0, table.rows - 1, table.cols);
    struct ui_extent *extent = &scene->ui->extent[VIEW_ALARMS];
    char position[40], title[DRAW_BYTES];
    struct table_layout layout;
    int selected = alarms_selected_row(scene->ui, &world);
    int top = draw_scroll(extent, body, n, selected);
    draw_position(position, sizeof position, extent, n);
    say_title(scene, title, sizeof title);
    area_box(area, ROLE_FRAME, title, *position ? position : NULL);
    table_fit(&layout, columns, COLUMNS, table.cols);
    table_heading(table, 0, &layout, columns);
    for (int i = top; i < n && i - top < body.rows; i++) {
        draw_alarm(scene, body, i - top, &layout, rows[i]);
        if (i == selected)
            area_ground(body, i - top, 0, body.cols, ROLE_SELECTED);
    }
    if (n == 0)
        area_text(body, 0, 0, ROLE_FAINT, _("No alarm stands, none is shelved."));
}
