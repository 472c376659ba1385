/* `acdfeed queuelog`: recorded queue_logs as if live.  The edge alone: files, clocks, publisher;
 * what the lines mean is feed/queuelog. */
#include "acdfeed/clock.h"
#include "acdfeed/limits.h"
#include "acdfeed/publisher.h"
#include "feed/commands/asterisk_settings.h"
#include "feed/commands/command.h"
#include "feed/commands/logtail.h"
#include "feed/commands/options.h"
#include "feed/commands/waker.h"
#include "feed/queuelog/logfloor.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { SERVE_MS = 50, TOUCH_MS = 1000, NAMED_MOST = 20, TAKE_AT_ONCE = 20000 };

struct queuelog {
    const char *stats, *settings_file, *from, *tz, *site;
    double speed;
    bool follow;
    struct asterisk_settings settings;
    struct logtail tail;
    struct logfloor *floor;
    struct acd_publisher *publisher;
    struct waker waker;
    struct entry next;       /* read and not yet due */
    bool has_next, ended, complained;
    int64_t log_ms;          /* the log's clock */
    int64_t from_ms;         /* before this, lines are taken at once; -1: the first line's */
    int64_t began_ms;        /* monotonic, when the clock began to run at from_ms; -1 not yet */
    int64_t touched_ms;
    uint64_t lines, wrong, strange;
};

static void name_wrong(struct queuelog *log, const struct acd_fault *why)
{
    if (++log->wrong <= NAMED_MOST)
        command_complain("queuelog", "%s:%u: %s", log->tail.name, log->tail.number, why->text);
    if (log->wrong == NAMED_MOST)
        command_complain("queuelog", "further wrong lines are counted only");
}

/* The next entry in `next`; false: none there now. */
static bool look_ahead(struct queuelog *log, struct acd_fault *why)
{
    while (!log->has_next) {
        const char *text;
        size_t bytes;
        struct acd_fault wrong;
        enum logtail_answer answer = logtail_next(&log->tail, &text, &bytes, why);
        log->ended = answer == LOGTAIL_ENDED || answer == LOGTAIL_FAILED;
        if (answer != LOGTAIL_LINE)
            return false;
        if (bytes == 0)
            continue;
        log->lines++;
        if (entry_read(&log->next, text, bytes, &wrong))
            log->has_next = true;
        else
            name_wrong(log, &wrong);
    }
    return true;
}

static void told(struct queuelog *log, bool fine, const struct acd_fault *why)
{
    if (fine || log->complained)
        return;
    log->complained = true;
    command_complain("queuelog", "%s", why->text);
}

static void take(struct queuelog *log, bool live)
{
    struct acd_fault why;
    log->strange += !logfloor_take(log->floor, &log->next);
    log->log_ms = log->next.t > log->log_ms ? log->next.t : log->log_ms;
    log->has_next = false;
    const struct acd_event *event = logfloor_event(log->floor);
    if (event && live)
        told(log, acd_publisher_event(log->publisher, log->settings.site.id, event, &why), &why);
}

static int64_t clock_ms(struct queuelog *log)
{
    int64_t now_ms = acd_monotonic_ms();
    if (log->follow && log->from_ms < 0)
        return acd_wall_ms();
    if (log->began_ms < 0)
        log->began_ms = now_ms;
    int64_t at_ms = log->from_ms + (int64_t)((double)(now_ms - log->began_ms) * log->speed);
    return log->follow && at_ms > acd_wall_ms() ? acd_wall_ms() : at_ms;
}

static void tell_all(struct queuelog *log, bool touch)
{
    struct acd_fault why;
    const char *site = log->settings.site.id;
    for (int i = 0; touch && i < logfloor_queues(log->floor); i++)
        told(log, acd_publisher_queue(log->publisher, site,
                                      logfloor_queue(log->floor, i, log->log_ms), &why), &why);
    for (int i = 0; i < logfloor_agents(log->floor); i++)
        if (touch || logfloor_agent_changed(log->floor, i))
            told(log, acd_publisher_agent(log->publisher, site,
                                          logfloor_agent(log->floor, i, log->log_ms), &why), &why);
}

/* What is due by the log's clock.  False: more is due already. */
static bool take_due(struct queuelog *log, struct acd_fault *why)
{
    int64_t due_ms = clock_ms(log);
    int n = 0;
    while (n < TAKE_AT_ONCE && look_ahead(log, why) && log->next.t <= due_ms) {
        take(log, true);
        n++;
    }
    if (n == TAKE_AT_ONCE)
        return false;
    if (!log->ended && due_ms > log->log_ms)
        log->log_ms = due_ms;
    logfloor_pass(log->floor, log->log_ms);
    int64_t now_ms = acd_monotonic_ms();
    bool touch = n > 0 || now_ms - log->touched_ms >= TOUCH_MS;
    if (touch)
        log->touched_ms = now_ms;
    tell_all(log, touch);
    return true;
}

static bool tell_site(struct queuelog *log, struct acd_fault *why)
{
    const struct pbx_settings *settings = &log->settings.site;
    struct acd_site site = {.id = settings->id, .name = settings->name,
                            .software = "acdfeed queuelog", .tz = settings->tz,
                            .day_start_ms = settings->day_start_ms,
                            .text = "from a recorded queue_log"};
    site.known = ACD_BIT(ACD_SITE_ID) | ACD_BIT(ACD_SITE_SOFTWARE) | ACD_BIT(ACD_SITE_TZ) |
                 ACD_BIT(ACD_SITE_DAY_START);
    if (settings->name[0])
        ACD_KNOW(&site, ACD_SITE_NAME);
    if (!log->follow)
        ACD_KNOW(&site, ACD_SITE_TEXT);
    return acd_publisher_site(log->publisher, &site, why);
}

/* A time of the day, nothing behind it: as milliseconds. */
static bool read_clock(const char *text, int64_t *ms)
{
    int hour, minute, second = 0, used = 0;
    bool fine = (sscanf(text, "%2d:%2d:%2d%n", &hour, &minute, &second, &used) == 3 &&
                 !text[used]) ||
                (second = 0, sscanf(text, "%2d:%2d%n", &hour, &minute, &used) == 2 && !text[used]);
    if (!fine || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        return false;
    *ms = ((hour * 60 + minute) * 60 + second) * INT64_C(1000);
    return true;
}

/* A date, which the calendar has: as the milliseconds of its midnight, as if it were UTC. */
static bool read_date(const char *text, int64_t *ms, int *used)
{
    struct tm parts = {0};
    int year, month, day;
    *used = 0;
    if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, used) != 3 || !*used)
        return false;
    parts.tm_year = year - 1900;
    parts.tm_mon = month - 1;
    parts.tm_mday = day;
    *ms = (int64_t)timegm(&parts) * 1000;
    return parts.tm_mon == month - 1 && parts.tm_mday == day; /* timegm carries 31 April over */
}

/* "2026-11-21 09:41[:30]" or "09:41[:30]" of the first line's day, by the site's clock. */
static bool read_from(struct queuelog *log, int64_t first_ms, struct acd_fault *why)
{
    const char *text = log->from;
    const struct acd_zone *zone = log->settings.site.zone;
    int64_t local_ms = first_ms + acd_zone_at(zone, first_ms).offset_ms;
    int64_t day_ms = local_ms - local_ms % 86400000, clock_ms = 0;
    int used = 0;
    bool dated = strchr(text, '-');
    bool fine = !dated || (read_date(text, &day_ms, &used) &&
                           (text[used] == ' ' || text[used] == 'T'));
    if (!fine || !read_clock(text + used + dated, &clock_ms))
        return acd_fault_say(why, "--from %s: a time such as 09:41 or \"2026-11-21 09:41\"", text);
    local_ms = day_ms + clock_ms;
    log->from_ms = local_ms - acd_zone_at(zone, local_ms).offset_ms;
    return true;
}

static bool open_settings(struct queuelog *log, struct acd_fault *why)
{
    struct pbx_settings *site = &log->settings.site;
    if (log->settings_file &&
        !site_settings_read(&log->settings, log->settings_file, acd_wall_ms(), why))
        return false;
    if (!log->settings_file)
        pbx_settings_init(site);
    if (log->site)
        snprintf(site->id, sizeof site->id, "%s", log->site);
    if (!log->tz)
        return true;
    acd_zone_close(log->settings.zone);
    snprintf(site->tz, sizeof site->tz, "%s", log->tz);
    site->zone = log->settings.zone = acd_zone_open(log->tz, why);
    return site->zone != NULL;
}

/* The floor as of the beginning: what lies before it is taken at once. */
static bool begin(struct queuelog *log, struct acd_fault *why)
{
    if (!look_ahead(log, why) && !log->follow)
        return why->text[0] ? false : acd_fault_say(why, "%s: no line of a queue_log is in it",
                                                    log->tail.name);
    int64_t first_ms = log->has_next ? log->next.t : acd_wall_ms();
    log->floor = logfloor_new(&log->settings.site, first_ms);
    log->log_ms = first_ms;
    if (log->from && !read_from(log, first_ms, why))
        return false;
    if (!log->follow && log->from_ms < 0)
        log->from_ms = first_ms;
    int64_t until_ms = log->from_ms >= 0 ? log->from_ms : acd_wall_ms();
    while (look_ahead(log, why) && log->next.t < until_ms)
        take(log, false);
    log->log_ms = until_ms > log->log_ms && !log->ended ? until_ms : log->log_ms;
    log->publisher = acd_publisher_open(
        &(struct acd_publisher_options){.stats_endpoint = log->stats}, why);
    return log->publisher && tell_site(log, why);
}

static void close_all(struct queuelog *log)
{
    acd_publisher_close(log->publisher);
    logfloor_free(log->floor);
    logtail_close(&log->tail);
    asterisk_settings_release(&log->settings);
    waker_close(&log->waker);
}

static int run(struct queuelog *log, char **files, int n)
{
    struct acd_fault why = {""};
    waker_open(&log->waker);
    bool fine = open_settings(log, &why);
    if (fine)
        logtail_open(&log->tail, (const char *const *)files, n, log->follow);
    fine = fine && begin(log, &why);
    if (fine) {
        tell_all(log, true);
        (void)acd_publisher_serve(log->publisher, 0, -1);
        fprintf(stderr, "acdfeed queuelog: stats %s, %d queues, %d agents so far\n",
                acd_publisher_stats_endpoint(log->publisher), logfloor_queues(log->floor),
                logfloor_agents(log->floor));
    }
    while (fine && !waker_signalled(&log->waker)) {
        bool done = take_due(log, &why);
        (void)acd_publisher_serve(log->publisher, done ? SERVE_MS : 0, log->waker.fd);
        if (log->ended && !log->has_next)
            break;
    }
    if (fine)
        fprintf(stderr, "acdfeed queuelog: %llu lines, %llu wrong, %llu that make no sense\n",
                (unsigned long long)log->lines, (unsigned long long)log->wrong,
                (unsigned long long)log->strange);
    close_all(log);
    if (fine && !why.text[0])
        return COMMAND_DONE;
    command_complain("queuelog", "%s", why.text);
    return COMMAND_FAILED;
}

static const char about[] =
    "Reads queue_logs of an Asterisk as if they happened now: queues with their tallies,\n"
    "waiting contacts, agents.  Several files are read one after the other, the oldest\n"
    "first.  With --follow the last one is read on as it grows, also when it is rotated or\n"
    "cut short; all that it holds so far is taken at once, and then it is live.\n"
    "Queues are discovered; a settings file, the same as of `acdfeed asterisk`, tells their\n"
    "names, targets and wrap-up times.  Without one T is 20 s and a short abandon 5 s.";
static const char closing[] =
    "A wrong line is named with file and number, and the others go on.\n\n"
    "Exit status: 0 the end of the log, or a signal; 1 a file cannot be read, an endpoint\n"
    "cannot be bound; 2 usage.";

int command_queuelog(int argc, char **argv)
{
    struct queuelog log = {.stats = ACD_STATS_ENDPOINT, .speed = 1, .from_ms = -1, .began_ms = -1};
    const struct option_rule rules[] = {
        {"stats", OPTION_ENDPOINT, &log.stats, "EP", "where the feed is published", 0, 0},
        {"speed", OPTION_NUMBER, &log.speed, "N", "how many times faster time passes (1)", 0.1,
         100000},
        {"from", OPTION_TEXT, &log.from, "TIME",
         "where to begin: 09:41 or \"2026-11-21 09:41\"; what lies before is taken at once", 0, 0},
        {"follow", OPTION_FLAG, &log.follow, NULL, "read on as the last file grows", 0, 0},
        {"settings", OPTION_TEXT, &log.settings_file, "FILE", "names, targets, wrap-up", 0, 0},
        {"site", OPTION_ID, &log.site, "ID", "what the site is called (asterisk)", 0, 0},
        {"tz", OPTION_TEXT, &log.tz, "ZONE", "of the site's days, such as Europe/Berlin (UTC)", 0,
         0},
    };
    const struct option_usage usage = {.name = "queuelog",
                                       .synopsis = "FILE...",
                                       .about = about,
                                       .rules = rules,
                                       .n_rules = ACD_COUNT_OF(rules),
                                       .least_words = 1,
                                       .most_words = -1,
                                       .closing = closing};
    int status;
    if (!options_read(&usage, &argc, argv, &status))
        return status;
    return run(&log, argv + 1, argc - 1);
}
