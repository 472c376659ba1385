/* The board as lines of text for people and screen readers: aligned, every state in words, no colour,
 * no box.  Text from the feed is made safe, since it may go to a terminal. */
#include "console/report/report.h"

#include "acdfeed/memory.h"
#include "console/cells/text.h"
#include "console/model/op_words.h"
#include "console/report/sheet.h"
#include "console/words.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* --- the parts ----------------------------------------------------------------------------------- */

static void print_sites(FILE *out, const struct board *board, int64_t now_ms)
{
    static const char *const heads[] = {N_("site"), N_("state"), N_("heard"), N_("queues"), N_("agents"), N_("lost"), N_("refused"), ""};
    struct sheet sheet = {.columns = ACD_COUNT_OF(heads)};

    sheet_heads(&sheet, heads, "llrrrrrl");
    for (int i = 0; i < board_sites(board); i++) {
        const struct board_site *site = board_site_at(board, i);
        int64_t age_ms = board_site_age_ms(site, now_ms);
        char age[TEXT_FIGURE_BYTES];

        sheet_row(&sheet);
        sheet_name(&sheet, 0, board_site_name(site));
        sheet_set(&sheet, 1, "%s", words_of(acd_names_word(&acd_link_names, (int)site->state.link)));
        sheet_set(&sheet, 2, "%s", age_ms < 0 ? _("never") : text_age(age, age_ms));
        sheet_set(&sheet, 3, "%d", site->n_queues);
        sheet_set(&sheet, 4, "%d", site->n_agents);
        sheet_set(&sheet, 5, "%llu", (unsigned long long)site->state.lost);
        sheet_set(&sheet, 6, "%llu", (unsigned long long)site->state.refused);
        sheet_set(&sheet, 7, "%s", site->why);
    }
    sheet_print(out, &sheet);
}

/* What no line of a site can say: that there are, or may be, sites without one. */
static void print_missing(FILE *out, const struct board *board)
{
    for (int i = 0; i < board_feeds(board); i++) {
        const struct board_feed *feed = board_feed_at(board, i);
        char line[2 * ACD_FAULT_TEXT_BYTES], safe[2 * ACD_FAULT_TEXT_BYTES];

        if (feed->heard && !feed->full)
            continue;
        if (feed->heard)
            snprintf(line, sizeof(line), "%s: %s", feed->endpoint, feed->why);
        else
            words_print(line, sizeof(line), _("no word yet from %s%s%s"), feed->endpoint, *feed->why ? ": " : "",
                        feed->why);
        text_safe(safe, sizeof(safe), line);
        fprintf(out, "%s\n", safe);
    }
}

static const char *count(char out[TEXT_FIGURE_BYTES], const struct acd_figure *figure)
{
    if (figure->is != ACD_FIGURE_VALUE)
        return "-";
    return text_count(out, figure->sample);
}

static void set_level(struct sheet *sheet, int column, const struct acd_figure *level)
{
    char share[TEXT_FIGURE_BYTES];

    text_percent(share, *level, 0, true);
    if (level->is == ACD_FIGURE_VALUE)
        sheet_set(sheet, column, _("%s of %lld"), share, (long long)level->sample);
    else
        sheet_set(sheet, column, "%s", share);
}

/* "80 % in 0:20 negative": which level is meant, over which time, by which formula. */
static void set_target(struct sheet *sheet, int column, const struct figures *figures)
{
    char level[TEXT_FIGURE_BYTES], time[TEXT_FIGURE_BYTES];

    if (figures->answer_ms.is != ACD_FIGURE_VALUE && figures->level.is != ACD_FIGURE_VALUE)
        return;
    sheet_set(sheet, column, _("%s in %s %s"), text_percent(level, figures->level, 0, true),
        text_figure_ms(time, figures->answer_ms, true),
        words_of(acd_names_word(&acd_formula_names, figures->formula)));
}

static void set_queue(struct sheet *sheet, const struct queue_row *row)
{
    const struct verdict *verdict = &row->queue->verdict;
    const struct figures *f = &row->figures;
    char a[TEXT_FIGURE_BYTES], b[TEXT_FIGURE_BYTES];

    sheet_row(sheet);
    sheet_set(sheet, 0, "%s", words_of(tier_word(verdict->tier)));
    sheet_name(sheet, 1, board_queue_name(row->queue));
    sheet_name(sheet, 2, board_site_name(row->queue->site));
    sheet_set(sheet, 3, "%s", count(a, &f->kpi[KPI_WAITING]));
    sheet_set(sheet, 4, "%s", text_figure_ms(a, f->kpi[KPI_LONGEST], true));
    set_level(sheet, 5, &f->kpi[KPI_SERVICE_LEVEL]);
    set_target(sheet, 6, f);
    sheet_set(sheet, 7, "%s", text_figure_ms(a, f->kpi[KPI_ASA], true));
    sheet_set(sheet, 8, "%s", text_percent(a, f->kpi[KPI_ABANDON_RATE], 1, true));
    sheet_set(sheet, 9, "%s", text_figure_ms(a, f->kpi[KPI_AHT], true));
    sheet_set(sheet, 10, "%s/%s", count(a, &f->kpi[KPI_ON_DUTY]), count(b, &f->planned));
    sheet_set(sheet, 11, "%s", count(a, &f->kpi[KPI_FREE]));
    if (verdict->tier >= TIER_QUEUE)
        sheet_set(sheet, 12, _("tier %d: %s"), verdict->tier, verdict->why);
    else
        sheet_set(sheet, 12, "%s", verdict->why);
}

static void print_queues(FILE *out, const struct roster *roster)
{
    static const char *const heads[] = {N_("tier"), N_("queue"), N_("site"), N_("wait"), N_("longest"), N_("level"), N_("target"),
                                        N_("ASA"), N_("aband"), N_("AHT"), N_("duty/plan"), N_("free"), N_("why")};
    struct sheet sheet = {.columns = ACD_COUNT_OF(heads)};
    int n;
    const struct queue_row *rows = roster_queues(roster, &n);

    sheet_heads(&sheet, heads, "lllrrrlrrrrrl");
    for (int i = 0; i < n; i++)
        set_queue(&sheet, &rows[i]);
    sheet_print(out, &sheet);
}

static void print_measures(FILE *out, const struct roster *roster, int64_t now_ms)
{
    int n;
    const struct queue_row *rows = roster_queues(roster, &n);

    for (int i = 0; i < n; i++) {
        const struct acd_queue *told = rows[i].queue->told;

        for (uint32_t m = 0; rows[i].figures.live && m < told->n_measures; m++) {
            const struct acd_measure *measure = &told->measures[m];
            char words[CELL_BYTES], safe[CELL_BYTES], left[TEXT_FIGURE_BYTES];

            words_print(words, sizeof(words), _("in force at %s: %s%s%s"), board_queue_name(rows[i].queue),
                     measure->op ? op_words(measure->op) : "?", measure->to ? _(" to ") : "",
                     measure->to ? measure->to : "");
            text_safe(safe, sizeof(safe), words);
            fputs(safe, out);
            if (ACD_KNOWN(measure, ACD_MEASURE_LEFT))
                fprintf(out, _(", %s left"),
                        text_duration(left, measure->left_ms - (now_ms - rows[i].queue->told_ms)));
            fputc('\n', out);
        }
    }
}

static void print_agents(FILE *out, const struct roster *roster)
{
    static const char *const heads[] = {N_("agent"), N_("team"), N_("site"), N_("state"), N_("for"), N_("reason"), N_("queue"), ""};
    struct sheet sheet = {.columns = ACD_COUNT_OF(heads)};
    int n;
    const struct agent_row *rows = roster_agents(roster, &n);

    sheet_heads(&sheet, heads, "llllrlll");
    for (int i = 0; i < n; i++) {
        const struct board_agent *agent = rows[i].agent;
        bool live = board_agent_live(agent);
        char time[TEXT_FIGURE_BYTES];

        sheet_row(&sheet);
        sheet_name(&sheet, 0, board_agent_name(agent));
        sheet_name(&sheet, 1, agent->told->team ? agent->told->team : "");
        sheet_name(&sheet, 2, board_site_name(agent->site));
        sheet_set(&sheet, 3, "%s", live && ACD_KNOWN(agent->told, ACD_AGENT_STATE)
                                 ? words_of(acd_names_word(&acd_agent_state_names, agent->told->state))
                                 : _("unknown"));
        sheet_set(&sheet, 4, "%s", rows[i].state_ms < 0 ? "-" : text_duration(time, rows[i].state_ms));
        sheet_name(&sheet, 5, live && agent->told->reason ? agent->told->reason : "");
        sheet_set(&sheet, 6, "%s", live && agent->told->queue ? agent->told->queue : "");
        sheet_set(&sheet, 7, "%s", rows[i].overdue ? _("too long") : "");
    }
    sheet_print(out, &sheet);
}

static void print_head(FILE *out, const struct roster_view *look, int64_t wall_ms)
{
    time_t seconds = (time_t)(wall_ms / 1000);
    char moment[64] = "";
    struct tm utc;

    if (gmtime_r(&seconds, &utc))
        strftime(moment, sizeof(moment), "%Y-%m-%d %H:%M:%S UTC", &utc);
    fprintf(out, _("%s, figures over the %s\n\n"), moment, words_of(acd_names_word(&span_names, (int)look->span)));
}

void report_text(FILE *out, const struct board *board, const struct roster_view *look, int64_t now_ms,
                 int64_t wall_ms)
{
    struct roster *roster = roster_new();
    struct roster_view plain = *look;

    plain.grouped = plain.totals_only = false;
    roster_fill(roster, board, &plain, now_ms, wall_ms, true);
    if (look->playback)
        fprintf(out, "PLAYBACK, not live: %s\n", look->playback);
    print_head(out, look, wall_ms);
    print_sites(out, board, now_ms);
    print_missing(out, board);
    fputc('\n', out);
    print_queues(out, roster);
    print_measures(out, roster, now_ms);
    if (board_agents(board) > 0) {
        fputc('\n', out);
        print_agents(out, roster);
    }
    roster_free(roster);
}
