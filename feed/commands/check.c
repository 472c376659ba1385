/* `acdfeed check`: are these lines, or is this feed, as the contract says?  Reads, waits and
 * prints; lines are judged by the same merger that publishes them, messages by judge.h. */
#include "acdfeed/clock.h"
#include "feed/commands/command.h"
#include "feed/commands/input.h"
#include "feed/commands/judge.h"
#include "feed/commands/keyed.h"
#include "feed/commands/merge.h"
#include "feed/commands/waker.h"
#include "feed/link/listen.h"

#include <poll.h>
#include <stdio.h>

enum { SILENT_MS = 5000, LONGEST_MS = 60000, TURN_MS = 100 };

struct tally {
    unsigned lines, wrong, warnings;
};

static void check_line(const char *name, struct merge *merge, const struct line *line,
                       struct tally *tally)
{
    struct merge_item item = {.unknown = NULL};
    struct acd_fault why;
    tally->lines++;
    bool fine = line->too_long ? acd_fault_say(&why, "longer than 1 MiB")
                               : merge_line(merge, line->text, line->bytes, 0, &item, &why);
    if (!fine) {
        tally->wrong++;
        command_complain("check", "%s:%u: %s", name, line->number, why.text);
    } else if (item.unknown != NULL) {
        tally->warnings++;
        command_complain("check", "%s:%u: warning: %s is no key of the contract and is passed over",
                         name, line->number, item.unknown);
    }
}

static bool check_input(struct input *input, struct merge *merge, struct tally *tally,
                        struct acd_fault *why)
{
    for (;;) {
        struct line line;
        enum input_answer answer = input_read(input, why);
        if (answer == INPUT_FAILED)
            return false;
        while (lines_next(&input->lines, &line))
            check_line(input->name, merge, &line, tally);
        if (answer == INPUT_ENDED)
            return true;
        struct pollfd more = {.fd = input->fd, .events = POLLIN};
        if (answer == INPUT_NONE)
            (void)poll(&more, 1, -1);
    }
}

static int check_lines(const char *path, const char *site)
{
    struct input input;
    struct tally tally = {0};
    struct acd_fault why;
    if (!input_open(&input, path, false, &why)) {
        command_complain("check", "%s", why.text);
        return COMMAND_FAILED;
    }
    struct merge *merge = merge_new(site);
    bool read = check_input(&input, merge, &tally, &why);
    if (!read)
        command_complain("check", "%s", why.text);
    printf("%u line%s, %u wrong, %u with unknown keys\n", tally.lines, tally.lines == 1 ? "" : "s",
           tally.wrong, tally.warnings);
    merge_free(merge);
    input_close(&input);
    return read && tally.wrong == 0 ? COMMAND_DONE : COMMAND_FAILED;
}

static void print_line(void *context, const char *line)
{
    (void)context;
    puts(line);
}

static int report(struct judge *judge, const char *endpoint)
{
    int sites;
    int wrong = judge_report(judge, acd_monotonic_ms(), print_line, NULL, &sites);
    if (sites == 0 && wrong == 0) {
        command_complain("check", "nothing was heard from %s", endpoint);
        return COMMAND_SILENT;
    }
    if (wrong > 0)
        printf("%d site%s, %d wrong\n", sites, sites == 1 ? "" : "s", wrong);
    else
        printf("%d site%s, nothing wrong\n", sites, sites == 1 ? "" : "s");
    return wrong > 0 ? COMMAND_FAILED : COMMAND_DONE;
}

/* Without a time of its own it ends when all is judged, or when nothing comes at all. */
static bool is_over(const struct judge *judge, int64_t start_ms, int64_t for_ms, bool heard)
{
    int64_t now_ms = acd_monotonic_ms(), past_ms = now_ms - start_ms;
    if (for_ms >= 0)
        return past_ms >= for_ms;
    return judge_ripe(judge, now_ms) || past_ms >= (heard ? LONGEST_MS : SILENT_MS);
}

static int check_feed(const char *endpoint, const struct keyed *keyed, int64_t for_ms)
{
    struct acd_fault why;
    struct waker waker;
    waker_open(&waker);
    keyed_begin(keyed->key);
    struct listen *listen = listen_open(endpoint, keyed->key, keyed->server_key, &why);
    if (listen == NULL) {
        command_complain("check", "%s", why.text);
        waker_close(&waker);
        return COMMAND_FAILED;
    }
    int64_t start_ms = acd_monotonic_ms();
    struct judge *judge = judge_new(start_ms);
    bool heard = false;
    while (!is_over(judge, start_ms, for_ms, heard)) {
        struct listen_message m;
        enum listen_answer answer = listen_next(listen, TURN_MS, waker.fd, &m);
        if (answer == LISTEN_WOKEN)
            break;
        if (answer == LISTEN_MESSAGE)
            judge_message(judge, m.frames, m.topic, m.topic_bytes, m.body, m.body_bytes,
                          acd_monotonic_ms());
        heard |= answer == LISTEN_MESSAGE;
    }
    int status = report(judge, endpoint);
    judge_free(judge);
    listen_close(listen);
    waker_close(&waker);
    return status;
}

static const char about[] =
    "Checks lines as `acdfeed publish` takes them, from a file or standard input: each wrong\n"
    "one is named on stderr with its number, the key, what was found and what is expected.\n\n"
    "With --stats it checks a live feed instead: messages and items refused and why, numbers\n"
    "that are missing, the heartbeat, whether everything is told again in time and is as many\n"
    "as the heartbeat says.";

static const char closing[] =
    "Exit status: 0 nothing is wrong; 1 something is, or a file cannot be read; 2 usage;\n"
    "4 nothing was heard.";

int command_check(int argc, char **argv)
{
    const char *stats = NULL, *site = NULL;
    int64_t for_ms = -1;
    struct keyed keyed = {NULL, NULL};
    const struct option_rule rules[] = {
        {"site", OPTION_ID, &site, "ID", "the site of lines that name none", 0, 0},
        {"stats", OPTION_ENDPOINT, &stats, "EP", "check the feed there", 0, 0},
        KEYED_ASKING_RULES(&keyed),
        {"for", OPTION_DURATION, &for_ms, "D",
         "listen so long; unless said, until every site had a round of keyframes", 0, 0},
    };
    const struct option_usage usage = {.name = "check",
                                       .synopsis = "[FILE|-]",
                                       .about = about,
                                       .rules = rules,
                                       .n_rules = ACD_COUNT_OF(rules),
                                       .most_words = 1,
                                       .closing = closing};
    int status;
    if (!options_read(&usage, &argc, argv, &status))
        return status;
    if (stats != NULL && argc > 1) {
        command_complain("check", "a file or --stats, not both");
        return COMMAND_USAGE;
    }
    return stats != NULL ? check_feed(stats, &keyed, for_ms)
                         : check_lines(argc > 1 ? argv[1] : NULL, site);
}
