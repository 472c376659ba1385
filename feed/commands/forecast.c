/* `acdfeed forecast`: re-forecasts of a day, a week or a year as a chain of shares, each step
 * printed.  The arithmetic is the library's. */
#include "acdfeed/forecast.h"

#include "feed/commands/command.h"
#include "feed/commands/options.h"
#include "feed/commands/quantity.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_STEPS = 5 };

struct step {
    const char *what; /* "day" */
    struct acd_figure calls;
    char how[64];
};

struct chain {
    double so_far, total;                                  /* negative: not given */
    double share, month_share, day_share, interval_share; /* negative: not given */
    double weight;
    int64_t days;
    enum quantity_format format;
    struct step steps[MOST_STEPS];
    int n;
};

static struct step *add_step(struct chain *c, const char *what, struct acd_figure calls)
{
    struct step *step = &c->steps[c->n++];

    step->what = what;
    step->calls = calls;
    return step;
}

static void add_share(struct chain *c, const char *what, double share)
{
    struct acd_figure whole = c->steps[c->n - 1].calls;
    struct step *step;

    if (share < 0)
        return;
    step = add_step(c, what, acd_forecast_part(whole, share));
    snprintf(step->how, sizeof(step->how), "%.15g %% of it", share * 100);
}

static void add_day(struct chain *c)
{
    struct acd_figure month = c->steps[c->n - 1].calls;
    struct step *step;

    if (c->days == 0)
        return;
    step = add_step(c, "day", acd_forecast_day(month, (int)c->days, c->weight));
    snprintf(step->how, sizeof(step->how), "a day of %d, weighing %.15g", (int)c->days, c->weight);
}

/* What the first number stands for follows from what is drawn from it. */
static const char *name_of_whole(const struct chain *c)
{
    return c->month_share >= 0 ? "year" : c->day_share >= 0 ? "week" : c->days > 0 ? "month" : "day";
}

static void add_whole(struct chain *c)
{
    const struct acd_figure total = {.is = ACD_FIGURE_VALUE, .value = c->total};
    struct step *step;

    if (c->so_far < 0) {
        step = add_step(c, name_of_whole(c), total);
        snprintf(step->how, sizeof(step->how), "as given");
        return;
    }
    step = add_step(c, name_of_whole(c), acd_forecast_whole(c->so_far, c->share));
    snprintf(step->how, sizeof(step->how), "%.15g calls are %.15g %% of it", c->so_far,
             c->share * 100);
}

static void compute(struct chain *c)
{
    add_whole(c);
    add_share(c, "month", c->month_share);
    add_day(c);
    add_share(c, "day", c->day_share);
    add_share(c, "interval", c->interval_share);
}

/* --- printing -------------------------------------------------------------------------------- */

static void print_text(const struct step *step)
{
    if (step->calls.is == ACD_FIGURE_VALUE)
        printf("%-9s%12.0f calls  (%s)\n", step->what, floor(step->calls.value + 0.5), step->how);
    else
        printf("%-9s%12s        (%s)\n", step->what, "n/a", step->how);
}

static void print_csv(const struct step *step)
{
    if (step->calls.is == ACD_FIGURE_VALUE)
        printf("%s,%.0f,%.12g\n", step->what, floor(step->calls.value + 0.5), step->calls.value);
    else
        printf("%s,n/a,n/a\n", step->what);
}

static void print_json(const struct chain *c)
{
    for (int i = 0; i < c->n; i++) {
        printf("%s{\"what\":\"%s\",\"calls\":", i == 0 ? "{\"steps\":[" : ",", c->steps[i].what);
        if (c->steps[i].calls.is == ACD_FIGURE_VALUE)
            printf("%.12g}", c->steps[i].calls.value);
        else
            fputs("null}", stdout);
    }
    puts("]}");
}

static void print_chain(const struct chain *c)
{
    if (c->format == FORMAT_JSON)
        print_json(c);
    if (c->format == FORMAT_CSV)
        puts("what,calls,exact");
    for (int i = 0; i < c->n && c->format != FORMAT_JSON; i++) {
        if (c->format == FORMAT_CSV)
            print_csv(&c->steps[i]);
        else
            print_text(&c->steps[i]);
    }
}

/* --- the command line ------------------------------------------------------------------------ */

struct words {
    const char *share, *month_share, *day_share, *interval_share, *format;
};

static bool read_share(double *share, const char *option, const char *text, struct acd_fault *why)
{
    *share = -1;
    return !text || quantity_share(share, option, text, why);
}

static bool read_words(struct chain *c, const struct words *w, struct acd_fault *why)
{
    if (!read_share(&c->share, "share", w->share, why) ||
        !read_share(&c->month_share, "month-share", w->month_share, why) ||
        !read_share(&c->day_share, "day-share", w->day_share, why) ||
        !read_share(&c->interval_share, "interval-share", w->interval_share, why) ||
        !quantity_format(&c->format, w->format, why))
        return false;
    if ((c->so_far >= 0) == (c->total >= 0))
        return acd_fault_say(why, "either --so-far with --share, or --total, is needed");
    if ((c->so_far >= 0) != (c->share >= 0))
        return acd_fault_say(why, "--so-far and --share belong together: 402 calls are 18%% of a day");
    if (c->share == 0)
        return acd_fault_say(why, "--share %s: nothing can be drawn from a share of nothing", w->share);
    if (c->day_share >= 0 && (c->month_share >= 0 || c->days > 0))
        return acd_fault_say(why, "--day-share is of a week; in a month --days and --weight tell the day");
    if (c->weight != 1 && c->days == 0)
        return acd_fault_say(why, "--weight needs --days, the days of the month");
    if (c->month_share >= 0 && c->days == 0 && c->interval_share >= 0)
        return acd_fault_say(why, "--interval-share of a month needs --days, the days of the month");
    return true;
}

static const char about[] =
    "Re-forecasts calls by shares of former days: from what has come so far to the\n"
    "whole, and from a whole to its parts. Shares are typed as 0.18 or 18%.";
static const char closing[] =
    "Examples:\n"
    "  402 calls by 10:30, when 18 % of a day's have normally come; 15:30 to 16:00 has 6.6 %:\n"
    "    acdfeed forecast --so-far 402 --share 18% --interval-share 6.6%\n"
    "    day 2233, interval 147\n"
    "  3,050 on a Monday that is 23 % of its week; Friday has 17 %:\n"
    "    acdfeed forecast --so-far 3050 --share 23% --day-share 17%\n"
    "    week 13261, day 2254\n"
    "  806,400 a year, 7.1 % in a month of 31 days, Mondays weigh 1.469, 5.5 % come 10:00 to 10:30:\n"
    "    acdfeed forecast --total 806400 --month-share 7.1% --days 31 --weight 1.469 \\\n"
    "                     --interval-share 5.5%\n"
    "    year 806400, month 57254, day 2713, interval 149";

static bool read_command_line(struct chain *c, int *argc, char **argv, int *status)
{
    struct words w = {.format = "text"};
    const struct option_rule rules[] = {
        {"so-far", OPTION_NUMBER, &c->so_far, "N", "calls that have come", 0, 0},
        {"share", OPTION_TEXT, &w.share, "SHARE", "of the whole that has normally come by then", 0, 0},
        {"total", OPTION_NUMBER, &c->total, "N", "calls of the whole, where it is known", 0, 0},
        {"month-share", OPTION_TEXT, &w.month_share, "SHARE", "of a year that falls on the month", 0, 0},
        {"days", OPTION_INTEGER, &c->days, "N", "of the month", 28, 31},
        {"weight", OPTION_NUMBER, &c->weight, "N", "of the day against the month's mean day (1)", 0, 0},
        {"day-share", OPTION_TEXT, &w.day_share, "SHARE", "of a week that falls on the day", 0, 0},
        {"interval-share", OPTION_TEXT, &w.interval_share, "SHARE",
         "of a day that falls on the interval", 0, 0},
        {"format", OPTION_TEXT, &w.format, "text|csv|json", "how to print (text)", 0, 0},
    };
    const struct option_usage usage = {.name = "forecast", .synopsis = "", .about = about,
                                       .rules = rules, .n_rules = (int)ACD_COUNT_OF(rules),
                                       .closing = closing};
    struct acd_fault why;

    if (!options_read(&usage, argc, argv, status))
        return false;
    if (read_words(c, &w, &why))
        return true;
    command_complain("forecast", "%s", why.text);
    *status = COMMAND_USAGE;
    return false;
}

int command_forecast(int argc, char **argv)
{
    struct chain c = {.so_far = -1, .total = -1, .weight = 1};
    int status;

    if (!read_command_line(&c, &argc, argv, &status))
        return status;
    compute(&c);
    print_chain(&c);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        command_complain("forecast", "cannot write to the standard output");
        return COMMAND_FAILED;
    }
    return COMMAND_DONE;
}
