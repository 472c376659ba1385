/* `acdwall report`: reads a journal file for a page or for its truth.  Needs neither feed nor terminal. */
#include "console/edge/report_command.h"

#include "acdfeed/clock.h"
#include "acdfeed/macros.h"
#include "acdfeed/memory.h"
#include "console/edge/options.h"
#include "console/edge/trail.h"
#include "console/edge/trail_disk.h"
#include "console/report/handover.h"
#include "console/settings/settings.h"
#include "console/trail/chain.h"
#include "console/words.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SHIFT_MS = 8 * 3600000, MOMENT_BYTES = 40, PATH_BYTES = 4096 };

struct report {
    const char *from, *to, *journal, *format, *settings, *holds;
    bool shift, verify;
    char path[PATH_BYTES];
};

static const char help[] = N_(
    "acdwall report - the journal of a console as a handover, and its proof\n\n"
    "usage: acdwall report --shift [--from T] [--to T] [--journal FILE] [--format text|json|csv]\n"
    "       acdwall report --verify [FILE] [--holds HASH]\n\n"
    "  --shift             who kept it, what is open, by queue the time in each tier, measures and\n"
    "                      their effect, alarms and who acknowledged them, claims, feeds\n"
    "  --from T            its beginning: 06:00 (today, or yesterday where that is still to come) or\n"
    "                      2026-03-03T06:00, by the local clock (8 hours before its end)\n"
    "  --to T              its end (now)\n"
    "  --journal FILE      another file than the settings name\n"
    "  --format FORMAT     text, json or csv (text)\n"
    "  --verify            whether the file is as it was written: 0, or 1 and the first broken line\n"
    "  --holds HASH        with --verify: also that the line of this SHA-256, as a handover prints\n"
    "                      it, is still in it\n"
    "  --settings FILE     another settings file than ~/.config/acdwall/acdwall.ini\n\n"
    "Exit status: 0 fine, 1 broken or not readable, 2 a wrong command line.\n");

/* --- the command line ---------------------------------------------------------------------------- */

static bool read_value(int argc, char **argv, int *i, const char *name, const char **out,
                       struct acd_fault *why)
{
    size_t bytes = strlen(name);

    if (argv[*i][bytes] == '=')
        *out = argv[*i] + bytes + 1;
    else if (*i + 1 < argc)
        *out = argv[++*i];
    else
        return acd_fault_say(why, "%s needs a value", name);
    return true;
}

static bool is_named(const char *word, const char *name)
{
    size_t bytes = strlen(name);

    return strncmp(word, name, bytes) == 0 && (word[bytes] == '\0' || word[bytes] == '=');
}

static bool read_word(struct report *report, int argc, char **argv, int *i, struct acd_fault *why)
{
    const struct {
        const char *name;
        const char **value;
    } table[] = {{"--from", &report->from}, {"--to", &report->to}, {"--journal", &report->journal},
                 {"--format", &report->format}, {"--settings", &report->settings}, {"--holds", &report->holds}};

    for (size_t o = 0; o < ACD_COUNT_OF(table); o++)
        if (is_named(argv[*i], table[o].name))
            return read_value(argc, argv, i, table[o].name, table[o].value, why);
    if (strcmp(argv[*i], "--shift") == 0)
        return report->shift = true;
    if (strcmp(argv[*i], "--verify") == 0)
        return report->verify = true;
    if (argv[*i][0] != '-' && !report->journal) {
        report->journal = argv[*i];
        return true;
    }
    return acd_fault_say(why, "report: %s: not an option; acdwall report --help lists them", argv[*i]);
}

static bool read_words(struct report *report, int argc, char **argv, struct acd_fault *why)
{
    *report = (struct report){.format = "text"};
    for (int i = 1; i < argc; i++)
        if (!read_word(report, argc, argv, &i, why))
            return false;
    if (report->shift == report->verify)
        return acd_fault_say(why, "report: expected --shift or --verify");
    if (report->holds && strspn(report->holds, "0123456789abcdef") != NOTE_HASH_BYTES - 1)
        return acd_fault_say(why, "--holds %s: not a SHA-256 as a handover prints it", report->holds);
    return true;
}

/* Of the command line, else of the settings, else the usual one. */
static bool find_journal(struct report *report, struct acd_fault *why)
{
    struct settings *settings;
    const char *path = report->journal;
    bool fine = true;

    if (!path) {
        settings = settings_open(report->settings, why);
        if (!settings)
            return false;
        path = settings_journal(settings);
        snprintf(report->path, sizeof(report->path), "%s", path);
        settings_free(settings);
        if (strcmp(report->path, "none") == 0)
            return acd_fault_say(why, "the settings keep no journal: name one by --journal FILE");
        if (!report->path[0])
            fine = trail_usual_path(report->path, sizeof(report->path)) ||
                   acd_fault_say(why, "no HOME: name a journal by --journal FILE");
        return fine;
    }
    return (size_t)snprintf(report->path, sizeof(report->path), "%s", path) < sizeof(report->path) ||
           acd_fault_say(why, "the path of the journal is too long");
}

/* --- moments --------------------------------------------------------------------------------------- */

static bool read_moment(const char *word, int64_t now_ms, int64_t *out, struct acd_fault *why)
{
    time_t now = (time_t)(now_ms / 1000);
    struct tm parts;
    const char *end;
    time_t moment;

    localtime_r(&now, &parts);
    parts.tm_sec = 0;
    parts.tm_isdst = -1;
    end = strptime(word, "%H:%M", &parts);
    if (!end || *end)
        end = strptime(word, "%Y-%m-%dT%H:%M", &parts);
    if (!end || *end)
        return acd_fault_say(why, "%s: expected a time as 06:00 or 2026-03-03T06:00", word);
    moment = mktime(&parts);
    if (strlen(word) <= 5 && moment > now) { /* 22:00, asked at 06:00 */
        parts.tm_mday--;
        parts.tm_isdst = -1;
        moment = mktime(&parts);
    }
    *out = (int64_t)moment * 1000;
    return true;
}

static bool read_span(const struct report *report, int64_t *from_t, int64_t *to_t, struct acd_fault *why)
{
    int64_t now_ms = acd_wall_ms();

    *to_t = now_ms;
    if (report->to && !read_moment(report->to, now_ms, to_t, why))
        return false;
    *from_t = *to_t - SHIFT_MS;
    if (report->from && !read_moment(report->from, now_ms, from_t, why))
        return false;
    return *from_t < *to_t || acd_fault_say(why, "--from %s is not before --to %s", report->from,
                                            report->to ? report->to : "now");
}

/* --- the file -------------------------------------------------------------------------------------- */

enum { LINE_BYTES = 4 * NOTE_LINE_MOST };

struct walk {
    struct chain *chain;
    struct shift *shift;      /* or NULL */
    const char *holds;        /* or NULL */
    bool held;
    uint64_t head_seq;        /* of PATH.head; 0 none */
    char head_hash[NOTE_HASH_BYTES];
    bool head_found;
};

static void take_line(struct walk *walk, const char *line, size_t bytes, bool whole)
{
    struct note note;

    if (chain_take(walk->chain, line, bytes, whole, &note) != CHAIN_FINE)
        return;
    if (walk->shift)
        shift_take(walk->shift, &note);
    if (walk->holds && strcmp(walk->holds, chain_head(walk->chain)) == 0)
        walk->held = true;
    if (chain_seq(walk->chain) == walk->head_seq && strcmp(walk->head_hash, chain_head(walk->chain)) == 0)
        walk->head_found = true;
}

/* Whatever stands in the file, no more of it than a console looks at is held: the next line with its
 * newline, cut where it is longer than anything that a journal has.  0: the end. */
static size_t next_line(FILE *file, char line[LINE_BYTES])
{
    size_t n = 0;
    int byte = 0;

    while (n < LINE_BYTES && byte != '\n' && (byte = getc_unlocked(file)) != EOF)
        line[n++] = (char)byte;
    return n;
}

static bool walk_file(struct walk *walk, const char *path, struct acd_fault *why)
{
    FILE *file = fopen(path, "re");
    char *line;
    size_t got;
    bool fine = true;

    if (!file)
        return acd_fault_say(why, "journal %s: %s", path, strerror(errno));
    line = acd_alloc(LINE_BYTES);
    while (fine && (got = next_line(file, line)) > 0) {
        bool whole = line[got - 1] == '\n';

        if (!whole && got == LINE_BYTES)
            fine = acd_fault_say(why, "journal %s: line %" PRIu64 " is longer than a line of a journal can be", path,
                                 chain_lines(walk->chain) + 1);
        else
            take_line(walk, line, whole ? got - 1 : got, whole);
    }
    if (fine && ferror(file))
        fine = acd_fault_say(why, "journal %s: %s", path, strerror(errno));
    free(line);
    fclose(file);
    return fine;
}

static int verify(const struct report *report, struct acd_fault *why)
{
    struct walk walk = {.chain = chain_new(), .holds = report->holds};
    int status = EXIT_ERROR;
    bool has_head = trail_head_read(report->path, &walk.head_seq, walk.head_hash);

    if (!walk_file(&walk, report->path, why))
        goto done;
    if (!chain_end(walk.chain))
        acd_fault_say(why, "%s: line %" PRIu64 " %s", report->path, chain_broken_line(walk.chain),
                      chain_fault(walk.chain));
    else if (has_head && !walk.head_found)
        acd_fault_say(why, "%s: line %" PRIu64 " is missing or was changed: the file ends with number %" PRIu64
                      ", but %s.head knows of %" PRIu64, report->path, chain_lines(walk.chain) + (walk.head_seq >
                      chain_seq(walk.chain)), chain_seq(walk.chain), report->path, walk.head_seq);
    else if (report->holds && !walk.held)
        acd_fault_say(why, "%s: no line has the SHA-256 %s: it was written anew", report->path, report->holds);
    else
        status = EXIT_WHOLE;
    if (status == EXIT_WHOLE) {
        printf("%s: %" PRIu64 " lines, all as they were written; the last is number %" PRIu64 ", SHA-256 %s\n",
               report->path, chain_lines(walk.chain), chain_seq(walk.chain), chain_head(walk.chain));
        if (chain_repairs(walk.chain))
            printf("%" PRIu64 " places were cut off by a crash, marked since\n", chain_repairs(walk.chain));
        if (!has_head)
            printf("no %s.head: whether lines were cut off its end is not known\n", report->path);
    }
done:
    chain_free(walk.chain);
    return status;
}

static int print_shift(const struct report *report, struct acd_fault *why)
{
    static const struct {
        const char *name;
        handover_function *print;
    } formats[] = {{"text", handover_text}, {"json", handover_json}, {"csv", handover_csv}};
    handover_function *print = NULL;
    struct walk walk = {.chain = NULL};
    int64_t from_t, to_t;
    int status = EXIT_ERROR;

    for (size_t i = 0; i < ACD_COUNT_OF(formats); i++)
        if (strcmp(report->format, formats[i].name) == 0)
            print = formats[i].print;
    if (!print) {
        acd_fault_say(why, "--format %s: not text, json or csv", report->format);
        return EXIT_USAGE;
    }
    if (!read_span(report, &from_t, &to_t, why))
        return EXIT_USAGE;
    walk.chain = chain_new();
    walk.shift = shift_new(from_t, to_t);
    if (walk_file(&walk, report->path, why)) {
        time_t moment = (time_t)(to_t / 1000);
        struct tm parts;

        localtime_r(&moment, &parts);
        shift_end(walk.shift);
        walk.shift->seq = chain_seq(walk.chain);
        snprintf(walk.shift->head, sizeof(walk.shift->head), "%s", chain_head(walk.chain));
        print(stdout, walk.shift, report->path, (int)parts.tm_gmtoff);
        status = EXIT_WHOLE;
        if (!chain_end(walk.chain)) {
            acd_fault_say(why, "%s: line %" PRIu64 " %s; what comes behind it is not counted", report->path,
                          chain_broken_line(walk.chain), chain_fault(walk.chain));
            status = EXIT_ERROR;
        }
    }
    shift_free(walk.shift);
    chain_free(walk.chain);
    return status;
}

int report_command(int argc, char **argv, struct acd_fault *why)
{
    struct report report;
    int status;

    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0) {
            fputs(_(help), stdout);
            return EXIT_WHOLE;
        }
    if (!read_words(&report, argc, argv, why))
        return EXIT_USAGE;
    if (!find_journal(&report, why))
        return EXIT_ERROR;
    status = report.verify ? verify(&report, why) : print_shift(&report, why);
    if (fflush(stdout) != 0 && status == EXIT_WHOLE) {
        acd_fault_say(why, "standard output: %s", strerror(errno));
        return EXIT_ERROR;
    }
    return status;
}
