/* The selected agent: state, day, schedule, what the agent serves. */
#include "console/cells/text.h"
#include "console/panes/draw.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>

static void draw_state(const struct scene *scene, const struct board_agent *agent, struct area area)
{
    const struct acd_agent *told = agent->told;
    char time[TEXT_FIGURE_BYTES];
    int col = area_text(area, 0, 0, ROLE_FAINT, _("state    "));
    col += area_text(area, 0, col, draw_state_role(told->state),
                     words_of(acd_names_word(&acd_agent_state_names, told->state)));
    if (ACD_KNOWN(told, ACD_AGENT_STATE_MS))
        col += area_print(area, 0, col, ROLE_NORMAL, _(" for %s"),
                          text_duration(time, told->state_ms + scene->now_ms - agent->told_ms));
    if (ACD_KNOWN(told, ACD_AGENT_REASON))
        col += area_print(area, 0, col, ROLE_NORMAL, _(", %s"), told->reason);
    if (ACD_KNOWN(told, ACD_AGENT_QUEUE))
        col += area_print(area, 0, col, ROLE_NORMAL, _(", with %s"),
                          draw_queue_name(scene, agent->site->id, told->queue));
    if (ACD_KNOWN(told, ACD_AGENT_PENDING))
        area_print(area, 0, col, ROLE_PENDING, _("   after the call: %s"), told->pending);
}

static void draw_serves(const struct scene *scene, const struct board_agent *agent, struct area area)
{
    int col = area_text(area, 1, 0, ROLE_FAINT, _("serves   "));
    if (!ACD_KNOWN(agent->told, ACD_AGENT_QUEUES))
        area_text(area, 1, col, ROLE_UNKNOWN, _("not told"));
    for (uint32_t i = 0; i < agent->told->n_queues; i++) {
        const struct acd_agent_queue *serves = &agent->told->queues[i];
        col += area_text(area, 1, col, ROLE_NORMAL, draw_queue_name(scene, agent->site->id, serves->id));
        if (ACD_KNOWN(serves, ACD_AGENT_QUEUE_PRIO))
            col += area_print(area, 1, col, ROLE_FAINT, " %lld", (long long)serves->prio);
        col += area_text(area, 1, col, ROLE_FAINT, "  ");
    }
}

struct bit {
    const char *label;
    bool known;
    const char *text;
};

/* The first that has no room ends the row: a figure that is cut reads as another one. */
static void draw_bits(struct area area, int row, const char *head, const struct bit *bits, int n)
{
    int col = area_text(area, row, 0, ROLE_FAINT, head);
    for (int i = 0; i < n; i++) {
        const char *text = bits[i].known ? bits[i].text : glyph_text(area.grid->ascii, GLYPH_DASH);
        if (col + text_cols(bits[i].label) + 1 + text_cols(text) > area.cols)
            return;
        col += area_print(area, row, col, ROLE_FAINT, "%s ", bits[i].label);
        col += area_print(area, row, col, bits[i].known ? ROLE_NORMAL : ROLE_UNKNOWN, "%s   ", text);
    }
}

static void draw_day(const struct board_agent *agent, struct area area)
{
    const struct acd_agent_day *day = &agent->told->day;
    char text[6][TEXT_FIGURE_BYTES];
    struct bit bits[] = {
        {_("handled"), ACD_KNOWN(day, ACD_AGENT_DAY_HANDLED), text_count(text[0], day->handled)},
        {_("talk"), ACD_KNOWN(day, ACD_AGENT_DAY_TALK), text_duration(text[1], day->talk_ms)},
        {_("acw"), ACD_KNOWN(day, ACD_AGENT_DAY_ACW), text_duration(text[2], day->acw_ms)},
        {_("idle"), ACD_KNOWN(day, ACD_AGENT_DAY_IDLE), text_duration(text[3], day->idle_ms)},
        {_("paused"), ACD_KNOWN(day, ACD_AGENT_DAY_PAUSED), text_duration(text[4], day->paused_ms)},
        {_("login"), ACD_KNOWN(day, ACD_AGENT_DAY_LOGIN), text_duration(text[5], day->login_ms)},
    };
    draw_bits(area, 2, _("today    "), bits, (int)ACD_COUNT_OF(bits));
}

static void draw_schedule(const struct scene *scene, const struct board_agent *agent, struct area area)
{
    const struct acd_sched *sched = &agent->told->sched;
    char left[TEXT_FIGURE_BYTES], adherence[TEXT_FIGURE_BYTES];
    int64_t left_ms = sched->left_ms - (scene->now_ms - agent->told_ms);
    struct acd_figure adherent = acd_kpi_adherence(sched);
    struct bit bits[] = {
        {_("now"), ACD_KNOWN(sched, ACD_SCHED_STATE), words_of(acd_names_word(&acd_schedule_names, sched->state))},
        {_("left"), ACD_KNOWN(sched, ACD_SCHED_LEFT), text_duration(left, left_ms > 0 ? left_ms : 0)},
        {_("adherence"), adherent.is != ACD_FIGURE_UNKNOWN,
         text_percent(adherence, adherent, 0, area.grid->ascii)},
    };
    draw_bits(area, 3, _("plan     "), bits, (int)ACD_COUNT_OF(bits));
}

void pane_agent(const struct scene *scene, struct area area)
{
    char title[DRAW_BYTES];
    const struct board_agent *agent =
        board_agent(scene->board, scene->ui->agent.site, scene->ui->agent.id);
    struct area inside = area_part(area, 1, 2, area.rows - 2, area.cols - 4);
    if (!agent) {
        area_box(area, ROLE_FRAME, _("No agent selected"), NULL);
        return;
    }
    words_print(title, sizeof title, "%.60s, %.40s", board_agent_name(agent), agent->site->id);
    area_box(area, ROLE_FRAME, title, ACD_KNOWN(agent->told, ACD_AGENT_TEAM) ? agent->told->team : NULL);
    if (!board_agent_live(agent) || !ACD_KNOWN(agent->told, ACD_AGENT_STATE)) {
        area_text(inside, 0, 0, ROLE_UNKNOWN, _("Nothing is known of this agent now."));
        return;
    }
    draw_state(scene, agent, inside);
    draw_serves(scene, agent, inside);
    draw_day(agent, inside);
    draw_schedule(scene, agent, inside);
}
