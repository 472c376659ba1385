/* The command line of acdwall: one table gives the options, their help and their checks. */
#include "console/edge/options.h"

#include "acdfeed/json.h"
#include "console/ask/action.h"
#include "console/cells/text.h"
#include "console/words.h"
#include "console/settings/settings.h"

#include <stdlib.h>
#include <string.h>

typedef bool set_function(struct options *options, const char *value, struct acd_fault *why);

static bool set_feed(struct options *options, const char *value, struct acd_fault *why)
{
    if (options->n_feeds == FEEDLINK_FEEDS)
        return acd_fault_say(why, _("more than %d feeds"), FEEDLINK_FEEDS);
    options->feeds[options->n_feeds++] = (struct feedlink_feed){.stats = value};
    return true;
}

static bool set_control(struct options *options, const char *value, struct acd_fault *why)
{
    if (options->n_feeds == 0)
        return acd_fault_say(why, _("--control belongs after the --feed whose commands it takes"));
    options->feeds[options->n_feeds - 1].control = value;
    return true;
}

/* Keys belong to the feed named before; given first they hold for every feed that names none. */
static bool set_key(struct options *options, const char *value, struct acd_fault *why)
{
    (void)why;
    if (options->n_feeds > 0)
        options->feeds[options->n_feeds - 1].key = value;
    else
        options->key = value;
    return true;
}

static bool set_server_key(struct options *options, const char *value, struct acd_fault *why)
{
    (void)why;
    if (options->n_feeds > 0)
        options->feeds[options->n_feeds - 1].server_key = value;
    else
        options->server_key = value;
    return true;
}

static bool set_standby(struct options *options, const char *value, struct acd_fault *why)
{
    (void)value;
    int n = options->n_feeds;
    if (n < 2)
        return acd_fault_say(why, _("--standby belongs after the --feed that stands by for the one before"));
    if (!options->feeds[n - 2].group)
        options->feeds[n - 2].group = options->feeds[n - 2].stats;
    options->feeds[n - 1].group = options->feeds[n - 2].group;
    return true;
}

static bool set_once(struct options *options, const char *value, struct acd_fault *why)
{
    static const char *const formats[] = {"text", "json", "csv", "svg", "html"};
    for (size_t i = 0; i < ACD_COUNT_OF(formats); i++)
        if (!strcmp(value, formats[i]))
            options->once = (enum once_format)(i + 1);
    return options->once != ONCE_NONE ||
           acd_fault_say(why, _("--once %s: not text, json, csv, svg or html"), value);
}

static bool set_wait(struct options *options, const char *value, struct acd_fault *why)
{
    if (acd_duration_read(value, &options->wait_ms) && options->wait_ms <= 86400000)
        return true;
    return acd_fault_say(why, _("--wait %s: not a duration up to a day, such as 5000, 2s or 1:30"), value);
}

static bool set_span(struct options *options, const char *value, struct acd_fault *why)
{
    options->span = acd_names_find(&span_names, value, strlen(value));
    return options->span >= 0 ||
           acd_fault_say(why, _("--span %s: not window, interval or day"), value);
}

static bool set_view(struct options *options, const char *value, struct acd_fault *why)
{
    options->view = value;
    return acd_names_find(&view_names, value, strlen(value)) >= 0 ||
           acd_fault_say(why, _("--view %s: not queues, agents, roster, journal or abandoned"), value);
}

static bool set_every(struct options *options, const char *value, struct acd_fault *why)
{
    if (acd_duration_read(value, &options->every_ms) && options->every_ms >= 1000 &&
        options->every_ms <= 86400000)
        return true;
    return acd_fault_say(why, _("--every %s: not a duration from 1s to a day"), value);
}

static bool set_size(struct options *options, const char *value, struct acd_fault *why)
{
    int used = 0;
    if (sscanf(value, "%4dx%4d%n", &options->cols, &options->rows, &used) == 2 && !value[used] &&
        options->cols >= 20 && options->cols <= 1000 && options->rows >= 5 && options->rows <= 500)
        return true;
    return acd_fault_say(why, _("--size %s: not COLSxROWS from 20x5 to 1000x500"), value);
}

static bool set_speed(struct options *options, const char *value, struct acd_fault *why)
{
    char *end;
    options->speed = strtod(value, &end);
    return (end != value && !*end && options->speed >= 0.5 && options->speed <= 64) ||
           acd_fault_say(why, _("--speed %s: not a number from 0.5 to 64"), value);
}

#define SETTER(name, statement)                                                                    \
    static bool set_##name(struct options *options, const char *value, struct acd_fault *why)      \
    {                                                                                              \
        (void)value, (void)why;                                                                    \
        statement;                                                                                 \
        return true;                                                                               \
    }
SETTER(demo, options->demo = true)
SETTER(read_only, options->read_only = true)
SETTER(ascii, options->ascii = true)
SETTER(ambiguous_wide, options->ambiguous_wide = true)
SETTER(plain, options->plain = true)
SETTER(theme, options->theme = value)
SETTER(by, options->by = value)
SETTER(check_rules, options->check_rules = value)
SETTER(journal, options->journal = value)

static bool set_format(struct options *options, const char *value, struct acd_fault *why)
{
    options->json = strcmp(value, "json") == 0;
    return options->json || strcmp(value, "text") == 0 ||
           acd_fault_say(why, "--format %s: not text or json", value);
}

SETTER(settings, options->settings = value)
SETTER(filter, options->filter = value)
SETTER(page, options->page = value)
SETTER(pages, options->pages = value)
SETTER(locked, options->locked = true)
SETTER(play, options->play = value)
SETTER(from, options->from = value)

static const struct option {
    const char *name, *value, *help;
    set_function *set;
    const char *standard; /* where it is left away; NULL none, or it stands in the words */
} table[] = {
    {"feed", N_("ENDPOINT"), N_("a feed to show; may stand several times"), set_feed, ACD_STATS_ENDPOINT},
    {"control", N_("ENDPOINT"), N_("where the feed named before takes commands; without --feed"), set_control,
     ACD_CONTROL_ENDPOINT},
    {"key", N_("FILE"), N_("our secret key (acdfeed keygen), for the feed named before; first: for all"),
     set_key, NULL},
    {"server-key", N_("FILE|KEY"), N_("the public key of that feed, or its file"), set_server_key, NULL},
    {"standby", NULL, N_("the feed named before stands by for the one before it: the same sites"),
     set_standby, NULL},
    {"read-only", NULL, N_("offer no action, whatever the feeds take"), set_read_only, NULL},
    {"demo", NULL, N_("a simulated contact centre instead of feeds"), set_demo, NULL},
    {"play", N_("FILE"), N_("a tape of acdfeed record instead of feeds"), set_play, NULL},
    {"from", N_("TIME"), N_("of the tape: 09:41, \"2026-11-21 09:41\", +5m, start, end"), set_from, NULL},
    {"at", N_("TIME"), N_("the same: the moment that --once shows (the end)"), set_from, NULL},
    {"speed", N_("N"), N_("how fast the tape runs, 0.5 to 64 (1)"), set_speed, NULL},
    {"once", N_("FORMAT"), N_("print the board once as text, json, csv, svg or html, and end"), set_once, NULL},
    {"wait", N_("DURATION"), N_("how long --once waits for every site to be complete (5s)"), set_wait, NULL},
    {"size", N_("COLSxROWS"), N_("of a picture, svg or html (120x32)"), set_size, NULL},
    {"span", N_("SPAN"), N_("figures over the window, interval or day (window)"), set_span, NULL},
    {"view", N_("VIEW"), N_("begin with queues, agents, roster, journal or abandoned"), set_view, NULL},
    {"filter", N_("WORDS"), N_("begin with this filter"), set_filter, NULL},
    {"theme", N_("NAME"), N_("a theme by name or path"), set_theme, NULL},
    {"ascii", NULL, N_("draw with ASCII alone"), set_ascii, NULL},
    {"ambiguous-wide", NULL, N_("for terminals that draw boxes and arrows two columns wide"), set_ambiguous_wide,
     NULL},
    {"plain", NULL, N_("lines instead of a screen, for screen readers and pipes: each change, and commands"), set_plain,
     NULL},
    {"by", N_("NAME"), N_("who acts here, as the journal names it (the login name)"), set_by, NULL},
    {"check-rules", N_("FILE"), N_("with --play: the alarms that the limits of FILE would have raised"), set_check_rules, NULL},
    {"format", N_("FORMAT"), N_("of --check-rules: text or json"), set_format, "text"},
    {"journal", N_("FILE"), N_("where the journal is kept, or none"), set_journal, "~/.local/state/acdwall/journal.jsonl"},
    {"settings", N_("FILE"), N_("another settings file than ~/.config/acdwall/acdwall.ini"), set_settings, NULL},
    {"page", N_("NAME"), N_("wall: this page alone"), set_page, NULL},
    {"pages", N_("FILE"), N_("wall: the [page NAME] sections of another file"), set_pages, NULL},
    {"every", N_("DURATION"), N_("wall: how long a page stands that does not say itself (15s)"), set_every, NULL},
    {"locked", NULL, N_("wall: no key ends it"), set_locked, NULL},
};

static void print_option(FILE *out, const char *left, const char *help, const char *standard)
{
    int cols = text_cols(left);
    fprintf(out, "  %s%*s%s", left, cols < 20 ? 20 - cols : 1, "", help);
    if (standard)
        fprintf(out, " (%s)", standard);
    fputc('\n', out);
}

static void print_help(FILE *out)
{
    fputs(_("acdwall - wallboard and supervisor console of call centres\n\n"
            "usage: acdwall [OPTION...]\n"
            "       acdwall wall [OPTION...]   pages of large figures for a TV, without persons\n\n"), out);
    fputs(_("The journal as a handover, and its check: acdwall report --help\n\n"), out);
    for (size_t i = 0; i < ACD_COUNT_OF(table); i++) {
        char left[64];
        words_print(left, sizeof left, "--%s%s%s", table[i].name, table[i].value ? " " : "",
                    table[i].value ? words_of(table[i].value) : "");
        print_option(out, left, words_of(table[i].help), table[i].standard);
    }
    print_option(out, "--help", _("these words"), NULL);
    print_option(out, "--print-settings", _("a settings file with every option explained, at its default"),
                 NULL);
    print_option(out, "--version", _("the version"), NULL);
    fputs(_("\nKeys are explained by ? inside.  Exit status: 0 fine (with --once: every site complete\n"
            "and live), 1 an error, 2 a wrong command line, 3 with --once: some site is stale,\n"
            "incomplete or silent.\n"), out);
}

static const struct option *find(const char *name, size_t bytes)
{
    for (size_t i = 0; i < ACD_COUNT_OF(table); i++)
        if (strlen(table[i].name) == bytes && !memcmp(table[i].name, name, bytes))
            return &table[i];
    return NULL;
}

/* One option at argv[*i], its value behind '=' or in the next word. */
static bool read_one(struct options *options, int argc, char **argv, int *i, struct acd_fault *why)
{
    const char *word = argv[*i];
    if (strncmp(word, "--", 2) != 0)
        return acd_fault_say(why, _("%s: not an option; acdwall --help lists them"), word);
    size_t bytes = strcspn(word + 2, "=");
    const struct option *option = find(word + 2, bytes);
    const char *value = word[2 + bytes] == '=' ? word + 3 + bytes : NULL;
    if (!option)
        return acd_fault_say(why, _("%s: no such option; acdwall --help lists them"), word);
    if (!option->value && value)
        return acd_fault_say(why, _("--%s takes no value"), option->name);
    if (option->value && !value && *i + 1 < argc)
        value = argv[++*i];
    if (option->value && !value)
        return acd_fault_say(why, _("--%s needs a value: %s"), option->name, words_of(option->value));
    return option->set(options, value, why);
}

enum options_result wall_options_read(struct options *options, int argc, char **argv, FILE *out,
                                      struct acd_fault *why)
{
    *options = (struct options){.wait_ms = 5000, .span = -1, .cols = 120, .rows = 32, .speed = 1};
    options->wall = argc > 1 && !strcmp(argv[1], "wall");
    for (int i = 1 + options->wall; i < argc; i++) {
        if (!strcmp(argv[i], "--help")) {
            print_help(out);
            return OPTIONS_HELPED;
        }
        if (!strcmp(argv[i], "--version")) {
            fprintf(out, "acdwall %s\n", ACD_RELEASE);
            return OPTIONS_HELPED;
        }
        if (!strcmp(argv[i], "--print-settings")) {
            settings_print_sample(out);
            return OPTIONS_HELPED;
        }
        if (!read_one(options, argc, argv, &i, why))
            return OPTIONS_WRONG;
    }
    if (options->demo && options->n_feeds) {
        acd_fault_say(why, _("--demo brings its own feed: leave --feed away"));
        return OPTIONS_WRONG;
    }
    if (!options->wall && (options->page || options->pages || options->every_ms || options->locked)) {
        acd_fault_say(why, _("--page, --pages, --every and --locked belong to acdwall wall"));
        return OPTIONS_WRONG;
    }
    if (options->play && (options->wall || options->demo || options->n_feeds)) {
        acd_fault_say(why, "%s", _("--play shows a tape alone: leave wall, --feed and --demo away"));
        return OPTIONS_WRONG;
    }
    if (options->plain && (options->play || options->wall || options->once)) {
        acd_fault_say(why, "%s", _("--plain follows feeds: leave --play, --once and wall away"));
        return OPTIONS_WRONG;
    }
    if (!options->play && options->from) {
        acd_fault_say(why, "%s", _("--from and --at are moments of a tape: --play FILE"));
        return OPTIONS_WRONG;
    }
    return OPTIONS_RUN;
}
