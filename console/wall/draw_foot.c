/* The bottom line: the time at the site, how old what is shown is, which page, and what the sites have
 * to say.  Clock and age never give way. */
#include "console/cells/text.h"
#include "console/panes/wrap.h"
#include "console/wall/parts.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>

enum { NAME_COLS = 24, TICKER_BYTES = 2048, TICKER_LINE_MS = 6000, NOTICE_MS = 15 * 60000 };

static void append(char *out, size_t bytes, const char *words)
{
    size_t used = strlen(out);
    if (*words && used + 8 < bytes)
        words_print(out + used, bytes - used, "%s%s", used ? "   \xc2\xb7   " : "", words);
}

void wall_ticker(const struct wall_scene *scene, char *out, size_t bytes)
{
    *out = '\0';
    for (int i = 0; i < board_sites(scene->board); i++) {
        const struct board_site *site = board_site_at(scene->board, i);
        if (board_site_live(site) && site->heartbeat && ACD_KNOWN(site->heartbeat, ACD_SITE_TEXT))
            append(out, bytes, site->heartbeat->text);
    }
    for (int i = 0; i < board_events(scene->board); i++) {
        const struct board_event *event = board_event_at(scene->board, i);
        if (scene->clock.now_ms - event->told_ms > NOTICE_MS)
            return;
        if (ACD_KNOWN(event->told, ACD_EVENT_TYPE) && !strcmp(event->told->type, "notice") &&
            ACD_KNOWN(event->told, ACD_EVENT_TEXT) && board_site_live(event->site))
            append(out, bytes, event->told->text);
    }
}

/* A text too long for the line is shown line after line, each for a while, broken between words. */
static void draw_ticker(const struct wall_scene *scene, struct area area)
{
    char text[TICKER_BYTES], safe[TICKER_BYTES];
    int starts[64], n = 0;
    wall_ticker(scene, text, sizeof text);
    text_safe(safe, sizeof safe, text);
    if (!*safe || area.cols < 12)
        return;
    for (int at = 0; safe[at] && n < (int)ACD_COUNT_OF(starts);) {
        starts[n++] = at;
        at += wrap_bytes(safe + at, area.cols);
        while (safe[at] == ' ')
            at++;
    }
    int line = (int)(scene->clock.now_ms / TICKER_LINE_MS % n);
    safe[starts[line] + wrap_bytes(safe + starts[line], area.cols)] = '\0';
    area_text(area, 0, 0, ROLE_NOTICE, safe + starts[line]);
}

/* What no site stands for: a feed that was never heard, and one that tells of more than there is room for.
 * "" where there is none. */
static void say_missing(const struct wall_scene *scene, char *out, size_t bytes, bool ascii)
{
    char name[160];
    *out = '\0';
    for (int i = 0; i < board_feeds(scene->board) && !*out; i++) {
        const struct board_feed *feed = board_feed_at(scene->board, i);
        const char *slash = strstr(feed->endpoint, "://");
        if (feed->heard && !feed->full)
            continue;
        text_fit(name, sizeof name, NAME_COLS, slash ? slash + 3 : feed->endpoint, ascii);
        words_print(out, bytes, feed->heard ? _("%s %s not all shown") : _("%s %s no word"), name,
                    glyph_text(ascii, GLYPH_STALE));
    }
}

/* "live 0.4 s", or which site is not: the oldest of all. */
static enum role say_age(const struct wall_scene *scene, char *out, size_t bytes, bool ascii)
{
    char age[TEXT_FIGURE_BYTES];
    int64_t oldest_ms = 0;
    const struct board_site *dead = NULL;
    int dead_sites = 0;
    for (int i = 0; i < board_sites(scene->board); i++) {
        const struct board_site *site = board_site_at(scene->board, i);
        int64_t age_ms = board_site_age_ms(site, scene->clock.now_ms);
        if (!board_site_live(site)) {
            dead = dead ? dead : site;
            dead_sites++;
        } else if (age_ms > oldest_ms)
            oldest_ms = age_ms;
    }
    if (board_sites(scene->board) == 0) {
        words_print(out, bytes, _("%s no data"), glyph_text(ascii, GLYPH_STALE));
        return ROLE_STALE;
    }
    if (!dead) {
        char live[80];
        say_missing(scene, out, bytes, ascii);
        enum role role = *out ? ROLE_STALE : ROLE_LIVE;
        words_print(live, sizeof live, _("%s live %s"), glyph_text(ascii, GLYPH_LIVE), text_age(age, oldest_ms));
        append(out, bytes, live);
        return role;
    }
    int64_t dead_ms = board_site_age_ms(dead, scene->clock.now_ms);
    int used = (int)words_print(out, bytes, _("%s STALE %s%s%s"), glyph_text(ascii, GLYPH_STALE), board_site_name(dead),
                        dead_ms >= 0 ? " " : "",
                        dead_ms >= 0 ? text_duration_coarse(age, dead_ms) : "");
    if (dead_sites > 1 && used > 0 && (size_t)used < bytes)
        words_print(out + used, bytes - (size_t)used, " +%d", dead_sites - 1);
    return ROLE_STALE;
}

void wall_draw_foot(const struct wall_scene *scene, struct area area)
{
    char clock[16], age[400], page[96];
    bool ascii = area.grid->ascii;
    int row = area.rows - 1;
    if (area.rows > 1)
        area_line_across(area, 0, ROLE_FRAME, false);
    wall_time(clock, sizeof clock, &scene->clock, scene->clock.now_ms, false);
    int col = 1 + area_text(area, row, 1, ROLE_STRONG, clock) + 2;
    enum role role = say_age(scene, age, sizeof age, ascii);
    int room = area.cols - col - 1, cols = text_cols(age);
    area_field(area, row, col, cols < room ? cols : room, role, age);
    col += (cols < room ? cols : room) + 3;
    *page = '\0';
    if (scene->pages > 1)
        words_print(page, sizeof page, _("page %d/%d"), scene->page + 1, scene->pages);
    if (scene->held)
        words_print(page + strlen(page), sizeof page - strlen(page), _("%sheld: alarm"), *page ? "  " : "");
    if (*page && col + text_cols(page) < area.cols)
        col += area_text(area, row, col, scene->held ? ROLE_STRONG : ROLE_FAINT, page) + 3;
    draw_ticker(scene, area_part(area, row, col, 1, area.cols - col - 1));
}
