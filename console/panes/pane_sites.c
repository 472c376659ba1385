/* The state line: every site and the age of its data, what is counted as wrong with it, the clock and
 * who sits here.  A site that is not live says so in words, whatever else must give way. */
#include "acdfeed/fault.h"
#include "console/cells/text.h"
#include "console/model/alarms.h"
#include "console/model/mishaps.h"
#include "console/panes/draw.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* How much is said of each site; less as the room is short. */
enum wording { WORDS_FULL, WORDS_SHORT, WORDS_SIGN };

enum { NAME_BYTES = 128 };

struct bit { /* one site's words */
    char text[160];
    enum role role;
    bool live;
};

/* A long name is cut: what stands behind it, whether the site lives, matters more. */
static const int name_cols[] = {[WORDS_FULL] = 24, [WORDS_SHORT] = 14, [WORDS_SIGN] = 8};

static const char *site_name(const struct board_site *site, enum wording wording, bool ascii,
                             char out[NAME_BYTES])
{
    const struct acd_site *beat = site->heartbeat;
    text_fit(out, NAME_BYTES, name_cols[wording],
             beat && ACD_KNOWN(beat, ACD_SITE_NAME) && *beat->name ? beat->name : site->id, ascii);
    return out;
}

/* The share of the entities that are here, for a site that is not whole yet. */
static void say_missing(char *out, size_t bytes, const struct board_site *site)
{
    const struct acd_site *beat = site->heartbeat;
    *out = 0;
    if (!beat || !ACD_KNOWN(beat, ACD_SITE_QUEUES) || !ACD_KNOWN(beat, ACD_SITE_AGENTS))
        return;
    int64_t all = beat->queues + beat->agents;
    int64_t here = site->state.present[ACD_KIND_QUEUE] + site->state.present[ACD_KIND_AGENT];
    if (all > 0 && here < all)
        words_print(out, bytes, _(" %d %%"), (int)(100 * here / all));
}

/* Of a site whose figures are live all the same: keys that would not arrive, clocks that differ. */
static void add_troubles(const struct scene *scene, const struct board_site *site,
                         enum wording wording, struct bit *bit)
{
    char apart[48];
    const struct board_feed *feed = NULL;
    for (int i = 0; i < board_feeds(scene->board) && !feed; i++)
        if (board_feed_at(scene->board, i)->feed == site->state.feed)
            feed = board_feed_at(scene->board, i);
    bool deaf = feed && *feed->control_why;
    mishaps_apart(site, apart, sizeof apart);
    if (!deaf && !*apart)
        return;
    bit->role = ROLE_TIER1;
    if (deaf)
        words_add(bit->text, sizeof bit->text, wording == WORDS_FULL ? _(", takes no commands") : _(" no commands"));
    if (*apart && wording == WORDS_SIGN)
        words_add(bit->text, sizeof bit->text, "%s", _(" clock"));
    else if (*apart)
        words_add(bit->text, sizeof bit->text, wording == WORDS_FULL ? _(", its clock %s") : _(" clock %s"), apart);
}

static void site_bit(const struct scene *scene, const struct board_site *site,
                     enum wording wording, bool ascii, struct bit *bit)
{
    char age[TEXT_FIGURE_BYTES] = "", missing[24], cut[NAME_BYTES];
    int64_t age_ms = board_site_age_ms(site, scene->now_ms);
    const char *name = site_name(site, wording, ascii, cut);
    bit->live = site->state.link == ACD_LINK_LIVE;
    switch (site->state.link) {
    case ACD_LINK_LIVE:
        bit->role = ROLE_LIVE;
        words_print(bit->text, sizeof bit->text, "%s %s%s%s", name, glyph_text(ascii, GLYPH_LIVE),
                 wording == WORDS_FULL ? _(" live ") : wording == WORDS_SHORT ? " " : "",
                 wording == WORDS_SIGN ? "" : text_age(age, age_ms));
        add_troubles(scene, site, wording, bit);
        break;
    case ACD_LINK_INCOMPLETE:
        bit->role = ROLE_TIER1;
        say_missing(missing, sizeof missing, site);
        words_print(bit->text, sizeof bit->text, _("%s %s incomplete%s"), name,
                    glyph_text(ascii, GLYPH_STALE), missing);
        if (wording == WORDS_FULL && !*missing && *site->why)
            words_add(bit->text, sizeof bit->text, _(": %s"), site->why);
        break;
    case ACD_LINK_STALE:
        bit->role = ROLE_STALE;
        text_duration(age, age_ms < 0 ? 0 : age_ms);
        words_print(bit->text, sizeof bit->text, _("%s %s STALE %s"), name,
                 glyph_text(ascii, GLYPH_STALE), age);
        break;
    default:
        bit->role = ROLE_STALE;
        words_print(bit->text, sizeof bit->text, _("%s %s silent"), name, glyph_text(ascii, GLYPH_STALE));
    }
}

/* "3 alarms, 1 new  1 shelved  flood"; "" when there is none. */
static enum role say_alarms(const struct scene *scene, int cols, char *out, size_t bytes)
{
    struct alarms_count count;
    size_t used = 0;
    out[0] = 0;
    alarms_counts(board_alarms(scene->board), &count);
    if (count.standing || count.waiting) {
        used += words_print(out, bytes, ngettext("%d alarm", "%d alarms", (unsigned long)count.standing),
                            count.standing);
        if (count.waiting && cols >= 100)
            used += words_print(out + used, bytes - used, _(", %d new"), count.waiting);
    }
    if (count.shelved && cols >= 100)
        used += words_print(out + used, bytes - used, _("%s%d shelved"), used ? "  " : "", count.shelved);
    if (count.flood && cols >= 80)
        words_print(out + used, bytes - used, _("  flood"));
    return count.waiting ? ROLE_TIER2 : ROLE_BAR;
}

/* The right side: alarms, what is wrong with messages, clock, who sits here. */
struct right {
    char alarms[80], wrong[128], clock[16];
    const char *by;
    enum role alarms_role;
};

static void say_wrong(const struct scene *scene, int cols, char *out, size_t bytes)
{
    uint64_t lost = 0, refused = 0, repeated = 0;
    out[0] = 0;
    for (int i = 0; i < board_sites(scene->board); i++) {
        lost += board_site_at(scene->board, i)->state.lost;
        refused += board_site_at(scene->board, i)->state.refused;
        repeated += board_site_at(scene->board, i)->state.repeated;
    }
    for (int i = 0; i < board_feeds(scene->board); i++)
        refused += board_feed_at(scene->board, i)->refused;
    if (lost && cols >= 100)
        words_add(out, bytes, _("%llu lost  "), (unsigned long long)lost);
    if (refused && cols >= 60)
        words_add(out, bytes, _("%llu refused  "), (unsigned long long)refused);
    if (repeated && cols >= 100)
        words_add(out, bytes, _("%llu out of turn  "), (unsigned long long)repeated);
}

/* All of it as one text; how wide it is. */
static int say_right(const struct right *right, char *out, size_t bytes)
{
    bool more = *right->wrong || *right->clock || *right->by;
    words_print(out, bytes, "%s%s%s%s%s%s ", right->alarms, *right->alarms && more ? "   " : "", right->wrong,
                right->clock, *right->by ? "  " : "", right->by);
    return text_cols(out);
}

/* Who sits here gives way first, alarms last. */
static int fit_right(struct right *right, int room, char *out, size_t bytes)
{
    char *const parts[] = {right->clock, right->wrong, right->alarms};
    int cols = say_right(right, out, bytes);
    for (int gone = -1; cols > room && gone < (int)ACD_COUNT_OF(parts); gone++) {
        if (gone < 0)
            right->by = "";
        else
            parts[gone][0] = 0;
        cols = say_right(right, out, bytes);
    }
    return cols;
}

/* Leaves `room` or less to itself; how much it took. */
static int draw_right(const struct scene *scene, struct area area, int room)
{
    struct right right = {.by = scene->ui->by};
    char words[260];
    say_wrong(scene, area.cols, right.wrong, sizeof right.wrong);
    draw_clock(right.clock, sizeof right.clock, scene, 0);
    right.alarms_role = say_alarms(scene, area.cols, right.alarms, sizeof right.alarms);
    int cols = fit_right(&right, room, words, sizeof words), col = area.cols - cols;
    area_text(area, 0, col, ROLE_BAR, words);
    if (*right.alarms)
        area_text(area, 0, col, right.alarms_role, right.alarms);
    if (*right.wrong)
        area_text(area, 0, col + text_cols(right.alarms) + (*right.alarms ? 3 : 0), ROLE_TIER1,
                  right.wrong);
    return cols;
}

/* What stands for what no site stands for: a feed that was never heard, and one that tells of more than
 * there is room for, which may be whole sites. */
static void feed_bit(const struct board_feed *feed, enum wording wording, bool ascii,
                     struct bit *bit)
{
    char cut[NAME_BYTES];
    const char *slash = strstr(feed->endpoint, "://");
    text_fit(cut, sizeof cut, name_cols[wording], slash ? slash + 3 : feed->endpoint, ascii);
    bit->role = ROLE_STALE;
    bit->live = false;
    words_print(bit->text, sizeof bit->text, feed->heard ? _("%s %s not all shown") : _("%s %s no word"), cut,
                glyph_text(ascii, GLYPH_STALE));
}

/* The i-th of the sites and, behind them, of the feeds; false for a feed that its sites stand for. */
static bool bit_at(const struct scene *scene, int i, enum wording wording, bool ascii,
                   struct bit *bit)
{
    int sites = board_sites(scene->board);
    if (i < sites) {
        site_bit(scene, board_site_at(scene->board, i), wording, ascii, bit);
        return true;
    }
    const struct board_feed *feed = board_feed_at(scene->board, i - sites);
    if (feed->heard && !feed->full)
        return false;
    feed_bit(feed, wording, ascii, bit);
    return true;
}

static int needed(const struct scene *scene, int n, enum wording wording, bool ascii)
{
    int cols = 1;
    struct bit bit;
    for (int i = 0; i < n; i++)
        if (bit_at(scene, i, wording, ascii, &bit))
            cols += text_cols(bit.text) + 3;
    return cols;
}

/* What the first site or feed that is not live needs to say so, with the count of the others. */
static int least_left(const struct scene *scene, bool ascii)
{
    struct bit bit;
    int n = board_sites(scene->board) + board_feeds(scene->board);
    for (int i = 0; i < n; i++)
        if (bit_at(scene, i, WORDS_SIGN, ascii, &bit) && !bit.live)
            return 1 + text_cols(bit.text) + (n > 1 ? 6 : 1);
    return 0;
}

/* What is not live first where there is no room for all. */
static void draw_sites(const struct scene *scene, struct area area)
{
    bool ascii = area.grid->ascii;
    enum wording wording = WORDS_FULL;
    int n = board_sites(scene->board) + board_feeds(scene->board);
    while (wording < WORDS_SIGN && needed(scene, n, wording, ascii) > area.cols)
        wording++;
    bool crowded = needed(scene, n, wording, ascii) > area.cols;
    int col = 1, left_out = 0;
    enum role role = ROLE_BAR; /* of the count of those left out: as bad as they are */
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < n; i++) {
            struct bit bit;
            if (!bit_at(scene, i, wording, ascii, &bit) || (crowded ? bit.live != pass : pass))
                continue;
            if (crowded && col + text_cols(bit.text) + (left_out ? 3 : 0) > area.cols) {
                left_out++;
                role = bit.live ? role : ROLE_STALE;
                continue;
            }
            col += area_text(area, 0, col, bit.role, bit.text);
            col += area_text(area, 0, col, ROLE_BAR, "   ");
        }
    }
    for (int i = 0; i < board_feeds(scene->board) && col < area.cols; i++) {
        const struct board_feed *feed = board_feed_at(scene->board, i);
        char words[ACD_FAULT_TEXT_BYTES + 128];
        if (!board_feed_is_missed(scene->board, feed))
            continue;
        snprintf(words, sizeof words, _("%s: %s   "), feed->endpoint, feed->why);
        col += area_text(area, 0, col, ROLE_STALE, words);
    }
    if (left_out)
        area_print(area, 0, col < area.cols - 2 ? col - 2 : area.cols - 2, role, "+%d", left_out);
}

static void draw_no_site(const struct scene *scene, struct area area)
{
    char words[320];
    words_print(words, sizeof words, "%s", _(" waiting for a feed"));
    if (board_feeds(scene->board) > 0) {
        const struct board_feed *feed = board_feed_at(scene->board, 0);
        words_print(words, sizeof words, _(" no word yet from %s%s%s"), feed->endpoint,
                 *feed->why ? ": " : "", feed->why);
    }
    area_text(area, 0, 0, ROLE_STALE, words);
}

/* A recording says so first of all, and nothing takes its place: a board of yesterday must not be
 * taken for one of now. */
static int draw_playing(const struct scene *scene, struct area area, int cols)
{
    const struct playing *playing = &scene->ui->playing;
    char full[80], brief[48], day[24] = "";
    if (!playing->on)
        return 0;
    const char *state = playing->searching ? _(" searching")
                        : playing->over    ? _(" end")
                        : playing->paused  ? _(" paused")
                                           : "";
    time_t seconds = (time_t)(scene->wall_ms / 1000 + scene->utc_offset_s);
    struct tm parts;
    if (gmtime_r(&seconds, &parts))
        strftime(day, sizeof day, " %Y-%m-%d %H:%M:%S", &parts);
    snprintf(full, sizeof full, " PLAYBACK%s x%g%s ", day, playing->speed, state);
    snprintf(brief, sizeof brief, " PLAYBACK x%g%s ", playing->speed, state);
    const char *words = text_cols(full) + 24 <= cols ? full : brief;
    area_text(area, 0, 0, ROLE_TIER2, words);
    return text_cols(words) < cols ? text_cols(words) : cols;
}

void pane_sites(const struct scene *scene, struct area area)
{
    area_fill(area, ROLE_BAR);
    int right = draw_right(scene, area, area.cols - least_left(scene, area.grid->ascii));
    int playing = draw_playing(scene, area, area.cols - right);
    /* A column apart: "+2" beside "6 alarms" would read as 26. */
    struct area left = area_part(area, 0, playing, 1, area.cols - right - playing - 1);
    if (board_sites(scene->board) == 0)
        draw_no_site(scene, left);
    else
        draw_sites(scene, left);
}
