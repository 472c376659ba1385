/* One line of news: what a site says on every board, or the last thing that was done on the floor. */
#include "console/panes/draw.h"
#include "console/panes/journal.h"

#include <stdio.h>

enum { NEWS_MS = 120000 };

static bool say_site_text(const struct scene *scene, struct area area)
{
    int col = 1;
    for (int i = 0; i < board_sites(scene->board); i++) {
        const struct board_site *site = board_site_at(scene->board, i);
        if (!board_site_live(site) || !site->heartbeat || !ACD_KNOWN(site->heartbeat, ACD_SITE_TEXT) ||
            !*site->heartbeat->text)
            continue;
        col += area_print(area, 0, col, ROLE_FAINT, "%s: ", board_site_name(site));
        col += area_text(area, 0, col, ROLE_NOTICE, site->heartbeat->text);
        col += area_text(area, 0, col, ROLE_FAINT, "   ");
    }
    return col > 1;
}

static void say_last(const struct scene *scene, struct area area)
{
    struct journal_line last;
    if (journal_fill(scene->board, scene->ui->requests, &last, 1) == 0 ||
        scene->now_ms - last.at_ms > NEWS_MS)
        return;
    struct journal_words words;
    char clock[16];
    journal_say(scene, &last, &words);
    draw_clock(clock, sizeof clock, scene, scene->now_ms - last.at_ms);
    int col = 1 + area_print(area, 0, 1, ROLE_FAINT, "%s  %s ", clock, words.by);
    col += area_text(area, 0, col, ROLE_NORMAL, words.what);
    if (*words.outcome)
        area_print(area, 0, col, words.role, "  %s", words.outcome);
}

void pane_ticker(const struct scene *scene, struct area area)
{
    if (!say_site_text(scene, area))
        say_last(scene, area);
}
