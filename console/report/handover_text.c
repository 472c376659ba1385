/* The handover as a page: what is open first, then by queue, what was done and what it did, alarms,
 * claims, feeds.  What did not happen has no heading. */
#include "console/report/handover.h"

#include "console/cells/text.h"
#include "console/report/sheet.h"
#include "console/words.h"

#include <string.h>
#include <time.h>

enum { WHEN_BYTES = 24, PLACE_BYTES = 160 };

static const char *clock_time(char out[WHEN_BYTES], int64_t t, int offset_s)
{
    time_t moment = (time_t)(t / 1000) + offset_s;
    struct tm parts;

    if (t < 0)
        return C_("shift", "before");
    gmtime_r(&moment, &parts);
    strftime(out, WHEN_BYTES, "%H:%M", &parts);
    return out;
}

static const char *date_time(char out[WHEN_BYTES], int64_t t, int offset_s)
{
    time_t moment = (time_t)(t / 1000) + offset_s;
    struct tm parts;

    gmtime_r(&moment, &parts);
    strftime(out, WHEN_BYTES, "%Y-%m-%d %H:%M", &parts);
    return out;
}

/* "berlin/sales", "berlin/sales agent7", "berlin". */
static const char *place(char out[PLACE_BYTES], const char *site, const char *queue, const char *agent)
{
    words_print(out, PLACE_BYTES, "%s%s%s%s%s", site, *queue ? "/" : "", queue, *agent ? " " : "", agent);
    return out;
}

static void head(FILE *out, const char *words)
{
    fprintf(out, "\n%s\n", words);
}

/* --- open matters -------------------------------------------------------------------------------- */

static int open_alarms(FILE *out, const struct shift *shift, int offset_s)
{
    int n = 0;

    for (int i = 0; i < shift->n_alarms; i++) {
        const struct shift_alarm *alarm = &shift->alarms[i];
        char at[WHEN_BYTES], where[PLACE_BYTES], line[640], safe[640];

        if (!shift_alarm_open(alarm))
            continue;
        words_print(line, sizeof(line), _("alarm of tier %d at %s since %s: %s"), alarm->worst,
                    place(where, alarm->site, alarm->queue, alarm->agent),
                    clock_time(at, alarm->raised_t, offset_s), alarm->why);
        if (alarm->shelved)
            words_add(line, sizeof(line), _(", put aside by %s"), alarm->by);
        else
            words_add(line, sizeof(line), *alarm->by ? _(", in hand of %s") : _(", seen by nobody"), alarm->by);
        text_safe(safe, sizeof(safe), line);
        fprintf(out, "  - %s\n", safe);
        n++;
    }
    return n;
}

static int open_measures(FILE *out, const struct shift *shift, int offset_s)
{
    int n = 0;

    for (int i = 0; i < shift->n_measures; i++) {
        const struct shift_measure *measure = &shift->measures[i];
        char at[WHEN_BYTES], where[PLACE_BYTES], line[640], safe[640];

        if (!shift_measure_open(measure))
            continue;
        words_print(line, sizeof(line), _("in force at %s since %s: %s%s%s, by %s"),
                    place(where, measure->site, measure->queue, ""),
                    clock_time(at, measure->began_t, offset_s), words_of(measure->op), *measure->to ? " > " : "",
                    measure->to, *measure->by ? measure->by : "?");
        text_safe(safe, sizeof(safe), line);
        fprintf(out, "  - %s\n", safe);
        n++;
    }
    return n;
}

static int open_requests(FILE *out, const struct shift *shift, int offset_s)
{
    int n = 0;

    for (int i = 0; i < shift->n_requests; i++) {
        const struct shift_request *request = &shift->requests[i];
        char at[WHEN_BYTES], where[PLACE_BYTES], line[640], safe[640];

        if (!shift_request_open(request))
            continue;
        words_print(line, sizeof(line), _("%s at %s, asked %s by %s: %s"),
                    *request->words ? request->words : words_of(request->op),
                    place(where, request->site, request->queue, request->agent),
                    clock_time(at, request->t, offset_s), *request->by ? request->by : "?", words_of(request->state));
        text_safe(safe, sizeof(safe), line);
        fprintf(out, "  - %s\n", safe);
        n++;
    }
    return n;
}

static void print_open(FILE *out, const struct shift *shift, int offset_s)
{
    int n;

    head(out, _("Open matters"));
    n = open_requests(out, shift, offset_s) + open_measures(out, shift, offset_s) +
        open_alarms(out, shift, offset_s);
    if (n == 0)
        fprintf(out, "  %s\n", _("none"));
}

/* --- tables ---------------------------------------------------------------------------------------- */

static void print_queues(FILE *out, const struct shift *shift)
{
    static const char *const heads[] = {N_("queue"), N_("tier 3"), N_("tier 2"), N_("tier 1"), N_("calm"),
                                        N_("unknown"), N_("alarms"), N_("measures"), N_("claims"), N_("last")};
    static const int tiers[] = {4, 3, 2, 1, 0};
    struct sheet sheet = {.columns = ACD_COUNT_OF(heads)};

    if (shift->n_queues == 0)
        return;
    head(out, _("Queues, time in each tier"));
    sheet_heads(&sheet, heads, "lrrrrrrrrl");
    for (int i = 0; i < shift->n_queues; i++) {
        const struct shift_queue *queue = &shift->queues[i];
        char where[PLACE_BYTES], duration[TEXT_FIGURE_BYTES];

        sheet_row(&sheet);
        sheet_name(&sheet, 0, place(where, queue->site, queue->id, ""));
        for (int t = 0; t < SHIFT_TIERS; t++)
            sheet_set(&sheet, t + 1, "%s",
                      queue->tier_ms[tiers[t]] ? text_duration(duration, queue->tier_ms[tiers[t]]) : "-");
        sheet_set(&sheet, 6, "%d", queue->alarms);
        sheet_set(&sheet, 7, "%d", queue->measures);
        sheet_set(&sheet, 8, "%d", queue->claims);
        sheet_set(&sheet, 9, "%s", queue->tier >= 2 ? queue->why : "");
    }
    sheet_print(out, &sheet);
}

static void print_measures(FILE *out, const struct shift *shift, int offset_s)
{
    static const char *const heads[] = {N_("began"), N_("ended"), N_("queue"), N_("measure"), N_("by")};
    struct sheet sheet = {.columns = ACD_COUNT_OF(heads)};

    if (shift->n_measures == 0)
        return;
    head(out, _("Measures"));
    sheet_heads(&sheet, heads, "lllll");
    for (int i = 0; i < shift->n_measures; i++) {
        const struct shift_measure *measure = &shift->measures[i];
        char at[WHEN_BYTES], where[PLACE_BYTES];

        sheet_row(&sheet);
        sheet_set(&sheet, 0, "%s", clock_time(at, measure->began_t, offset_s));
        sheet_set(&sheet, 1, "%s", measure->ended_t >= 0 ? clock_time(at, measure->ended_t, offset_s)
                                   : measure->seen       ? _("in force")
                                                         : _("unseen"));
        sheet_name(&sheet, 2, place(where, measure->site, measure->queue, ""));
        sheet_set(&sheet, 3, "%s%s%s", words_of(measure->op), *measure->to ? " > " : "", measure->to);
        sheet_set(&sheet, 4, "%s", *measure->by ? measure->by : "?");
    }
    sheet_print(out, &sheet);
}

/* "7 waiting, longest 1:20, SL 61 %"; "-" where nothing is known. */
static const char *reading(char out[PLACE_BYTES], const struct note_reading *r)
{
    char figure[TEXT_FIGURE_BYTES], number[WORDS_NUMBER_BYTES];

    out[0] = '\0';
    if (ACD_KNOWN(r, NOTE_READING_WAITING))
        words_print(out, PLACE_BYTES, _("%s waiting"), text_count(figure, r->waiting));
    if (ACD_KNOWN(r, NOTE_READING_LONGEST))
        words_add(out, PLACE_BYTES, _(", longest %s"), text_duration(figure, r->longest_ms));
    if (ACD_KNOWN(r, NOTE_READING_LEVEL))
        words_add(out, PLACE_BYTES, _(", SL %s %%"), words_number(number, 0, r->level * 100));
    return r->known ? out : "-";
}

static void print_effects(FILE *out, const struct shift *shift, int offset_s)
{
    /* What was expected is the level of the quarter hour to come; what was found, that of the window then. */
    static const char *const heads[] = {N_("decided"), N_("queue"), N_("measure"), N_("after"),
                                        N_("before"), N_("expected in 15 min"), N_("found")};
    struct sheet sheet = {.columns = ACD_COUNT_OF(heads)};

    if (shift->n_effects == 0)
        return;
    head(out, _("What the measures did"));
    sheet_heads(&sheet, heads, "lllrlll");
    for (int i = 0; i < shift->n_effects; i++) {
        const struct shift_effect *effect = &shift->effects[i];
        char text[PLACE_BYTES], duration[TEXT_FIGURE_BYTES], at[WHEN_BYTES];

        sheet_row(&sheet);
        sheet_set(&sheet, 0, "%s", clock_time(at, effect->t - effect->after_ms, offset_s));
        sheet_name(&sheet, 1, place(text, effect->site, effect->queue, ""));
        sheet_set(&sheet, 2, "%s", effect->words);
        sheet_set(&sheet, 3, "%s", text_duration(duration, effect->after_ms));
        sheet_set(&sheet, 4, "%s", reading(text, &effect->before));
        sheet_set(&sheet, 5, "%s", reading(text, &effect->expected));
        sheet_set(&sheet, 6, "%s", reading(text, &effect->found));
    }
    sheet_print(out, &sheet);
}

static void print_alarms(FILE *out, const struct shift *shift, int offset_s)
{
    static const char *const heads[] = {N_("raised"), N_("over"), N_("where"), N_("tier"), N_("why"), N_("acknowledged")};
    struct sheet sheet = {.columns = ACD_COUNT_OF(heads)};

    if (shift->n_alarms == 0)
        return;
    head(out, _("Alarms"));
    sheet_heads(&sheet, heads, "lllrll");
    for (int i = 0; i < shift->n_alarms; i++) {
        const struct shift_alarm *alarm = &shift->alarms[i];
        char at[WHEN_BYTES], where[PLACE_BYTES];

        sheet_row(&sheet);
        sheet_set(&sheet, 0, "%s", clock_time(at, alarm->raised_t, offset_s));
        sheet_set(&sheet, 1, "%s", alarm->over_t >= 0    ? clock_time(at, alarm->over_t, offset_s)
                                   : alarm->unseen_end ? _("unseen")
                                                       : C_("alarm", "active"));
        sheet_name(&sheet, 2, place(where, alarm->site, alarm->queue, alarm->agent));
        sheet_set(&sheet, 3, "%d", alarm->worst);
        sheet_set(&sheet, 4, "%s", alarm->why);
        if (*alarm->by)
            sheet_set(&sheet, 5, "%s %s", alarm->by, clock_time(at, alarm->by_t, offset_s));
    }
    sheet_print(out, &sheet);
}

static void print_claims(FILE *out, const struct shift *shift, int offset_s)
{
    static const char *const heads[] = {N_("claimed"), N_("queue"), N_("by")};
    struct sheet sheet = {.columns = ACD_COUNT_OF(heads)};

    if (shift->n_claims == 0)
        return;
    head(out, _("Claims"));
    sheet_heads(&sheet, heads, "lll");
    for (int i = 0; i < shift->n_claims; i++) {
        char at[WHEN_BYTES], where[PLACE_BYTES];

        sheet_row(&sheet);
        sheet_set(&sheet, 0, "%s", clock_time(at, shift->claims[i].t, offset_s));
        sheet_name(&sheet, 1, place(where, shift->claims[i].site, shift->claims[i].queue, ""));
        sheet_set(&sheet, 2, "%s", shift->claims[i].by);
    }
    sheet_print(out, &sheet);
}

static void print_sites(FILE *out, const struct shift *shift)
{
    static const char *const heads[] = {N_("site"), N_("last"), N_("not live"), N_("lost"), N_("refused"), N_("restarts"), ""};
    struct sheet sheet = {.columns = ACD_COUNT_OF(heads)};

    if (shift->n_sites == 0)
        return;
    head(out, _("Feeds"));
    sheet_heads(&sheet, heads, "llrrrrl");
    for (int i = 0; i < shift->n_sites; i++) {
        const struct shift_site *site = &shift->sites[i];
        char duration[TEXT_FIGURE_BYTES];

        sheet_row(&sheet);
        sheet_name(&sheet, 0, site->id);
        sheet_set(&sheet, 1, "%s", *site->state ? words_of(site->state) : "-");
        sheet_set(&sheet, 2, "%s", site->not_live_ms ? text_duration(duration, site->not_live_ms) : "-");
        sheet_set(&sheet, 3, "%lld", (long long)site->lost);
        sheet_set(&sheet, 4, "%lld", (long long)site->refused);
        sheet_set(&sheet, 5, "%d", site->restarts);
        sheet_set(&sheet, 6, "%s", site->why);
    }
    sheet_print(out, &sheet);
}

/* --- the page -------------------------------------------------------------------------------------- */

static void print_sessions(FILE *out, const struct shift *shift, int offset_s)
{
    for (int i = 0; i < shift->n_sessions; i++) {
        const struct shift_session *session = &shift->sessions[i];
        char from[WHEN_BYTES], to[WHEN_BYTES], line[900], safe[900];

        words_print(line, sizeof(line), _("Kept by %s (%s at %s, %s) from %s to %s%s"), session->by,
                    session->login, session->host, session->where,
                    clock_time(from, session->from_t, offset_s),
                    clock_time(to, session->to_t, offset_s),
                    session->stopped ? "" : _(", not ended yet or broken off"));
        text_safe(safe, sizeof(safe), line);
        fprintf(out, "%s\n", safe);
    }
}

static void print_gaps(FILE *out, const struct shift *shift)
{
    char duration[TEXT_FIGURE_BYTES];
    int64_t gap_ms = shift->to_t - shift->from_t - shift->watched_ms;

    if (gap_ms >= 60000)
        fprintf(out, _("Nobody watched for %s of it.\n"), text_duration(duration, gap_ms));
    if (shift->unwritten > 0)
        fprintf(out,
                ngettext("%llu line could not be written.\n", "%llu lines could not be written.\n",
                         (unsigned long)shift->unwritten),
                (unsigned long long)shift->unwritten);
    if (shift->repairs > 0)
        fprintf(out,
                ngettext("%llu place was cut off by a crash; see acdwall report --verify.\n",
                         "%llu places were cut off by a crash; see acdwall report --verify.\n",
                         (unsigned long)shift->repairs),
                (unsigned long long)shift->repairs);
}

void handover_text(FILE *out, const struct shift *shift, const char *path, int utc_offset_s)
{
    char from[WHEN_BYTES], to[WHEN_BYTES];

    fprintf(out, _("Handover, %s to %s\n"), date_time(from, shift->from_t, utc_offset_s),
            date_time(to, shift->to_t, utc_offset_s));
    print_sessions(out, shift, utc_offset_s);
    print_gaps(out, shift);
    print_open(out, shift, utc_offset_s);
    print_queues(out, shift);
    print_measures(out, shift, utc_offset_s);
    print_effects(out, shift, utc_offset_s);
    print_alarms(out, shift, utc_offset_s);
    print_claims(out, shift, utc_offset_s);
    print_sites(out, shift);
    fprintf(out, _("\nJournal %s, line %llu, SHA-256 %s\n"), path, (unsigned long long)shift->seq, shift->head);
}
