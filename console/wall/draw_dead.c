/* What is said where nothing is known: a large STALE, since when, and which source died. */
#include "console/cells/text.h"
#include "console/wall/parts.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>

static void ground(struct area area, enum role role)
{
    for (int row = 0; row < area.rows; row++)
        area_ground(area, row, 0, area.cols, role);
}

static void centre(struct area area, int row, enum role role, const char *words)
{
    int cols = text_cols(words);
    if (cols > area.cols - 2)
        area_field(area, row, 1, area.cols - 2, role, words);
    else
        area_text(area, row, (area.cols - cols) / 2, role, words);
}

/* The word as large as it goes with `lines` lines of text below; returns the row after it. */
static int draw_word(struct area area, const char *word, int lines, enum role role)
{
    struct digits_size size;
    if (!digits_fit(word, area.rows - lines - 1, area.cols - 4, &size)) {
        int row = (area.rows - lines - 1) / 2;
        centre(area, row > 0 ? row : 0, role, word);
        return row > 0 ? row + 1 : 1;
    }
    int row = (area.rows - size.rows - lines - 1) / 2;
    digits_draw(area, row, (area.cols - digits_cols(size, word)) / 2, size, role, word);
    return row + size.rows + 1;
}

void wall_draw_dead(const struct wall_scene *scene, const struct board_site *site, struct area area)
{
    char since[16], age[TEXT_FIGURE_BYTES], words[400];
    int64_t heard_ms = site->state.heard_ms, now_ms = scene->clock.now_ms;
    ground(area, ROLE_STALE);
    int row = draw_word(area, "STALE", 2, ROLE_STALE);
    if (heard_ms >= 0) {
        wall_time(since, sizeof since, &scene->clock, heard_ms, true);
        text_duration_coarse(age, now_ms - heard_ms);
        words_print(words, sizeof words, _("%s: last heard %s, %s ago"), board_site_name(site), since, age);
    } else {
        words_print(words, sizeof words, _("%s: never heard"), board_site_name(site));
    }
    centre(area, row, ROLE_STALE, words);
    if (*site->why && row + 1 < area.rows)
        centre(area, row + 1, ROLE_STALE, site->why);
}

void wall_draw_nothing(const struct wall_scene *scene, struct area area)
{
    char words[400];
    bool told = board_queues(scene->board) > 0; /* only not those that the page asks for */
    int feeds = told ? 0 : board_feeds(scene->board);
    words_print(words, sizeof words, "%s",
                told ? _("no feed tells of a queue of this page") : _("waiting for a feed"));
    ground(area, ROLE_STALE);
    int row = draw_word(area, "- -", 2, ROLE_STALE);
    for (int i = 0; i < feeds && row < area.rows; i++, row++) {
        const struct board_feed *feed = board_feed_at(scene->board, i);
        words_print(words, sizeof words, _("no word yet from %s%s%s"), feed->endpoint, *feed->why ? ": " : "",
                 feed->why);
        centre(area, row, ROLE_STALE, words);
    }
    if (feeds == 0)
        centre(area, row, ROLE_STALE, words);
}
