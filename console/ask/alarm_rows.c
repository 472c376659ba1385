/* The list of alarms as rows: by place, and by what is selected. */
#include "console/ask/alarm_rows.h"

int alarms_fill(const struct board *board, const struct alarm *rows[ALARM_ROWS])
{
    int n = alarms_list(board_alarms(board), rows, ALARM_ROWS);
    return n < ALARM_ROWS ? n : ALARM_ROWS;
}

int alarms_rows(const struct ui_world *world)
{
    int n = alarms_list(board_alarms(world->board), NULL, 0);
    return n < ALARM_ROWS ? n : ALARM_ROWS;
}

static const struct alarm *row_at(const struct ui_world *world, int i)
{
    const struct alarm *rows[ALARM_ROWS];
    return i < alarms_fill(world->board, rows) ? rows[i] : NULL;
}

const struct alarm *alarms_by_serial(const struct ui_world *world, uint64_t serial)
{
    const struct alarm *rows[ALARM_ROWS];
    int n = alarms_fill(world->board, rows);
    for (int i = 0; i < n; i++)
        if (rows[i]->serial == serial)
            return rows[i];
    return NULL;
}

void alarms_select_row(struct ui *ui, const struct ui_world *world, int i)
{
    const struct alarm *alarm = row_at(world, i);
    if (alarm == NULL)
        return;
    ui->alarm = alarm->serial;
    if (alarm->subject == ALARM_OF_QUEUE)
        selection_set(&ui->queue, alarm->site, alarm->id);
    else if (alarm->subject == ALARM_OF_AGENT)
        selection_set(&ui->agent, alarm->site, alarm->id);
}

int alarms_selected_row(const struct ui *ui, const struct ui_world *world)
{
    const struct alarm *rows[ALARM_ROWS];
    int n = alarms_fill(world->board, rows);
    for (int i = 0; i < n; i++)
        if (rows[i]->serial == ui->alarm)
            return i;
    return -1;
}
