/* The handover of a shift from the lines of a journal: what lies in it, what is open, what nobody saw
 * the end of; as a page, as JSON and as CSV. */
#include "acdfeed/shape.h"
#include "console/report/handover.h"
#include "console/trail/shift.h"
#include "tests/support/language.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MINUTE INT64_C(60000)
#define DAY_T INT64_C(1772496000000) /* 2026-03-03 00:00 UTC */

static int64_t at(const char *clock)
{
    int hours, minutes;
    assert_int_equal(sscanf(clock, "%d:%d", &hours, &minutes), 2);
    return DAY_T + (hours * 60 + minutes) * MINUTE;
}

/* A line of the journal, with ' for ". */
static void line(struct shift *shift, const char *clock, const char *words)
{
    static _Alignas(8) unsigned char bytes[NOTE_SCRATCH_BYTES];
    static int seq;
    struct acd_scratch scratch = {.at = bytes, .bytes = sizeof(bytes)};
    struct acd_fault why;
    struct note note;
    char text[1024];
    snprintf(text, sizeof(text), "{'seq':%d,'prev':'0','t':%lld,%s}", ++seq, (long long)at(clock), words);
    for (char *c = text; *c; c++)
        *c = *c == '\'' ? '"' : *c;
    if (!note_read(text, strlen(text), &scratch, &note, &why))
        fail_msg("%s: %s", text, why.text);
    shift_take(shift, &note);
}

#define SALES "'site':'berlin','queue':'sales',"
#define DESK "'site':'berlin','queue':'desk',"
static const struct {
    const char *clock, *words;
} night[] = {
    {"05:00", "'what':'start','by':'berta','login':'b','host':'h','where':'pts/0'"},
    {"05:10", "'what':'site','site':'berlin','state':'live'"},
    {"05:20", "'what':'alarm'," SALES "'rule':'longest','tier':2,'state':'raised','why':'longest 1:00'"},
    {"05:30", "'what':'measure'," SALES "'measure':'m1','op':'overflow','to':'back','by':'berta','state':'began'"},
    {"05:40", "'what':'alarm'," DESK "'rule':'capacity','tier':3,'state':'raised','why':'9 erl'"},
    {"05:45", "'what':'request'," SALES "'request':'r0','op':'overflow','by':'berta','state':'asked'"},
    {"05:46", "'what':'measure'," DESK "'measure':'m0','op':'open','state':'began'"},
    {"05:50", "'what':'alarm'," DESK "'rule':'capacity','tier':3,'state':'returned'"},
};
static const struct {
    const char *clock, *words;
} day[] = {
    {"06:10", "'what':'span'," SALES "'calm_ms':600000,'tier2_ms':600000"}, /* half of it before six */
    {"06:20", "'what':'span'," DESK "'tier3_ms':60000"},
    {"06:25", "'what':'span'," DESK "'unknown_ms':0"},
    {"06:30", "'what':'alarm'," SALES "'rule':'longest','tier':3,'state':'worse','why':'longest 4:12'"},
    {"06:31", "'what':'alarm'," SALES "'rule':'longest','tier':3,'state':'acknowledged','by':'anna'"},
    {"06:32", "'what':'alarm','state':'flood','why':'12 alarms'"},
    {"06:40", "'what':'tier'," SALES "'tier':3,'was':2,'why':'27.4 erl on 18'"},
    {"06:45", "'what':'event'," SALES "'type':'claim','by':'anna','text':'a-1'"},
    {"06:46", "'what':'event','site':'berlin','type':'notice','by':'anna','text':'fire drill'"},
    {"06:50", "'what':'request'," SALES "'request':'r1','op':'overflow','words':'6 calls','by':'anna','state':'asked'"},
    {"06:50", "'what':'request'," SALES "'request':'r1','state':'done'"},
    {"06:55", "'what':'request'," SALES "'request':'r2','op':'all_hands','state':'asked'"},
    {"06:56", "'what':'request'," SALES "'request':'r2','state':'no answer','why':'nothing was heard'"},
    {"07:00", "'what':'measure'," SALES "'measure':'m1','state':'ended'"},
    {"07:05", "'what':'measure'," DESK "'measure':'m1','op':'callback','state':'in force'"},
    {"07:06", "'what':'measure'," DESK "'measure':'m7','op':'throttle','by':'anna','state':'began'"},
    {"07:15", "'what':'loss','site':'berlin','n':5,'state':'lost'"},
    {"07:15", "'what':'loss','site':'berlin','n':2,'state':'refused'"},
    {"07:16", "'what':'restart','site':'berlin'"},
    {"07:20", "'what':'site','site':'berlin','state':'stale','why':'no heartbeat'"},
    {"07:21", "'what':'evaluation'," SALES "'op':'overflow','after_ms':900000,"
              "'before':{'waiting':23,'longest_ms':252000,'level':0.41},'expected':{'waiting':4,'level':0.6},"
              "'found':{'waiting':7}"},
    {"07:30", "'what':'site','site':'berlin','state':'live'"},
    {"07:31", "'what':'alarm','site':'berlin','agent':'a7','rule':'talk','tier':2,'state':'raised','why':'51:00'"},
    {"07:32", "'what':'alarm','site':'berlin','agent':'a7','rule':'talk','tier':2,'state':'shelved','by':'anna'"},
    {"07:33", "'what':'alarm'," DESK "'rule':'waiting','tier':2,'state':'raised','why':'5'"},
    {"07:34", "'what':'alarm'," DESK "'rule':'waiting','tier':2,'state':'shelved','by':'anna'"},
    {"07:35", "'what':'alarm'," DESK "'rule':'waiting','tier':2,'state':'broke-shelf'"},
    {"07:40", "'what':'alive'"},
    {"07:50", "'what':'something-new','n':1"},
};
static const struct {
    const char *clock, *words;
} late[] = {
    {"08:00", "'what':'start','by':'carl','login':'c','host':'h','where':'pts/1'"}, /* the first fell over */
    {"08:00", "'what':'repair','n':40"},
    {"08:00", "'what':'unwritten','n':3"},
    {"08:02", "'what':'alarm'," SALES "'rule':'longest','tier':2,'state':'raised','why':'longest 2:00'"},
    {"08:03", "'what':'alarm','site':'berlin','agent':'a7','rule':'talk','tier':2,'state':'raised','why':'81:00'"},
    {"08:04", "'what':'alarm','site':'berlin','agent':'a7','rule':'talk','tier':2,'state':'shelved','by':'carl'"},
    {"08:05", "'what':'measure'," DESK "'measure':'m1','op':'callback','state':'in force'"},
    {"09:00", "'what':'stop','why':'q'"},
    {"14:30", "'what':'alarm'," SALES "'rule':'longest','tier':2,'state':'returned'"}, /* of the next shift */
};

static struct shift *summed(void)
{
    struct shift *shift = shift_new(at("6:00"), at("14:00"));
    for (size_t i = 0; i < sizeof(night) / sizeof(*night); i++)
        line(shift, night[i].clock, night[i].words);
    for (size_t i = 0; i < sizeof(day) / sizeof(*day); i++)
        line(shift, day[i].clock, day[i].words);
    for (size_t i = 0; i < sizeof(late) / sizeof(*late); i++)
        line(shift, late[i].clock, late[i].words);
    shift_end(shift);
    return shift;
}

static void sums_hold_what_lies_in_the_shift(void **state)
{
    (void)state;
    struct shift *shift = summed();
    assert_int_equal(shift->watched_ms, 160 * MINUTE); /* 6:00 to 7:40 and 8:00 to 9:00 */
    assert_int_equal(shift->n_sessions, 2);
    assert_false(shift->sessions[0].stopped);
    assert_true(shift->sessions[1].stopped);
    assert_int_equal(shift->repairs, 1);
    assert_int_equal(shift->unwritten, 3);

    assert_int_equal(shift->n_queues, 2);
    const struct shift_queue *sales = &shift->queues[1], *desk = &shift->queues[0]; /* desk: in tier 3 */
    assert_string_equal(desk->id, "desk");
    assert_int_equal(desk->tier_ms[4], MINUTE);
    assert_int_equal(sales->tier_ms[1], 5 * MINUTE);
    assert_int_equal(sales->tier_ms[3], 5 * MINUTE);
    assert_int_equal(sales->alarms, 2);
    assert_int_equal(sales->measures, 1);
    assert_int_equal(sales->claims, 1);
    assert_int_equal(desk->measures, 3);
    assert_int_equal(sales->tier, 3);
    assert_int_equal(desk->tier, -1);

    assert_int_equal(shift->n_sites, 1);
    assert_int_equal(shift->sites[0].not_live_ms, 10 * MINUTE);
    assert_int_equal(shift->sites[0].lost, 5);
    assert_int_equal(shift->sites[0].refused, 2);
    assert_int_equal(shift->sites[0].restarts, 1);
    assert_string_equal(shift->sites[0].state, ""); /* the second console was told nothing of it */

    assert_int_equal(shift->n_requests, 2);
    assert_false(shift_request_open(&shift->requests[0]));
    assert_true(shift_request_open(&shift->requests[1]));
    assert_int_equal(shift->n_claims, 1);
    assert_int_equal(shift->n_effects, 1);
    shift_free(shift);
}

/* Of a console that still runs the last minutes are not told yet. */
/* A decision told to everyone is what became of a request, also after "no answer"; what nobody heard
 * of again has none once its console has ended. */
static void requests_become_what_their_feed_told_everyone(void **state)
{
    (void)state;
    struct shift *shift = shift_new(at("6:00"), at("14:00"));
    line(shift, "6:00", "'what':'start','by':'anna','login':'a','host':'h','where':'pts/0'");
    line(shift, "6:10", "'what':'request'," SALES "'request':'told','state':'asked'");
    line(shift, "6:11", "'what':'request'," SALES "'request':'told','state':'no answer'");
    line(shift, "6:11", "'what':'event','site':'paris','type':'action','request':'told','state':'failed'");
    line(shift, "6:12", "'what':'event'," SALES "'type':'action','request':'told','state':'done'");
    line(shift, "6:13", "'what':'request'," SALES "'request':'told','state':'no answer'");
    line(shift, "6:14", "'what':'request'," SALES "'request':'denied','state':'asked'");
    line(shift, "6:14", "'what':'event'," SALES "'type':'action','request':'denied','state':'denied','why':'no'");
    line(shift, "6:15", "'what':'request'," SALES "'request':'lost','state':'accepted'");
    line(shift, "6:20", "'what':'start','by':'anna','login':'a','host':'h','where':'pts/0'");
    line(shift, "6:21", "'what':'request'," SALES "'request':'asked','state':'asked'");
    shift_end(shift);
    static const struct {
        const char *id, *state, *why;
    } ends[] = {{"told", "done", ""},
                {"denied", "refused", "no"},
                {"lost", "no answer", "its console ended before it was answered"},
                {"asked", "asked", ""}};
    assert_int_equal(shift->n_requests, 4);
    for (int i = 0; i < 4; i++) {
        assert_string_equal(shift->requests[i].id, ends[i].id);
        assert_string_equal(shift->requests[i].state, ends[i].state);
        assert_string_equal(shift->requests[i].why, ends[i].why);
    }
    shift_free(shift);
}

static void a_tier_lasts_until_the_last_line(void **state)
{
    (void)state;
    struct shift *shift = shift_new(at("6:00"), at("14:00"));
    line(shift, "06:30", "'what':'start','by':'anna'");
    line(shift, "06:35", "'what':'span'," SALES "'tier2_ms':300000");
    line(shift, "06:36", "'what':'span'," SALES "'tier2_ms':60000");
    line(shift, "06:36", "'what':'tier'," SALES "'tier':3,'was':2,'why':'27.4 erl on 18'");
    line(shift, "06:36", "'what':'tier'," DESK "'tier':1,'was':2");
    line(shift, "06:40", "'what':'alive'");
    shift_end(shift);
    assert_int_equal(shift->n_queues, 2);
    assert_int_equal(shift->queues[0].tier_ms[3], 6 * MINUTE);
    assert_int_equal(shift->queues[0].tier_ms[4], 4 * MINUTE);
    for (int i = 0; i < SHIFT_TIERS; i++) /* calm or 1: nobody knows */
        assert_int_equal(shift->queues[1].tier_ms[i], 0);
    shift_free(shift);
}

static void what_nobody_saw_the_end_of_is_neither_open_nor_over(void **state)
{
    (void)state;
    struct shift *shift = summed();
    assert_int_equal(shift->n_alarms, 5); /* desk's capacity was over before six */
    const struct shift_alarm *first = &shift->alarms[0], *again = &shift->alarms[3];
    assert_string_equal(first->rule, "longest");
    assert_true(first->unseen_end);
    assert_int_equal(first->over_t, -1);
    assert_false(shift_alarm_open(first));
    assert_int_equal(first->worst, 3);
    assert_string_equal(first->why, "longest 4:12");
    assert_string_equal(first->by, "anna");
    assert_true(shift_alarm_open(again));
    assert_string_equal(again->by, "");
    assert_int_equal(shift->n_measures, 4);
    assert_int_equal(shift->measures[0].ended_t, at("7:00"));
    assert_string_equal(shift->measures[1].id, "m0"); /* was in force when the shift began */
    assert_string_equal(shift_measure_state(&shift->measures[1]), "unseen");
    assert_true(shift_measure_open(&shift->measures[2]));
    assert_int_equal(shift->measures[2].began_t, -1);
    assert_false(shift_measure_open(&shift->measures[3])); /* m7: not seen by the second console */
    shift_free(shift);
}

static char *written(handover_function *handover)
{
    struct shift *shift = summed();
    char *text = NULL;
    size_t bytes;
    FILE *out = open_memstream(&text, &bytes);
    shift->seq = 62;
    snprintf(shift->head, sizeof(shift->head), "abc");
    handover(out, shift, "/j/journal.jsonl", 3600);
    fclose(out);
    shift_free(shift);
    return text;
}

static void the_page_says_what_is_open_first(void **state)
{
    (void)state;
    static const char expected[] =
        "Handover, 2026-03-03 07:00 to 2026-03-03 15:00\n"
        "Kept by berta (b at h, pts/0) from 06:00 to 08:40, not ended yet or broken off\n"
        "Kept by carl (c at h, pts/1) from 09:00 to 10:00\n"
        "Nobody watched for 5:20:00 of it.\n"
        "3 lines could not be written.\n"
        "1 place was cut off by a crash; see acdwall report --verify.\n"
        "\n"
        "Open matters\n"
        "  - all_hands at berlin/sales, asked 07:55 by ?: no answer\n"
        "  - in force at berlin/desk since before: callback, by ?\n"
        "  - alarm of tier 2 at berlin/sales since 09:02: longest 2:00, seen by nobody\n"
        "  - alarm of tier 2 at berlin a7 since 09:03: 81:00, put aside by carl\n";
    char *text = written(handover_text);
    if (strncmp(text, expected, strlen(expected)) != 0)
        fail_msg("%s", text);
    static const char *const rows[] = {
        "berlin/sales       -    5:00       -  5:00        -       2         1       1  27.4 erl on 18\n",
        "06:30   08:00     berlin/sales  overflow > back  berta\n",
        "before  in force  berlin/desk   callback         ?\n",
        "08:06   unseen    berlin/desk   throttle         anna\n",
        "08:06    berlin/sales  overflow  15:00  23 waiting, longest 4:12, SL 41 %  4 waiting, SL 60 %  7 waiting\n",
        "06:20   unseen  berlin/sales     3  longest 4:12  anna 07:31\n",
        "09:02   active  berlin/sales     2  longest 2:00\n",
        "07:45    berlin/sales  anna\n",
        "berlin  -        10:00     5        2         1",
        "\nJournal /j/journal.jsonl, line 62, SHA-256 abc\n"};
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        if (!strstr(text, rows[i]))
            fail_msg("%s is not in\n%s", rows[i], strstr(text, "Measures\n") ? strstr(text, "Measures\n") : text);
    free(text);
}

/* What the contract calls things stays in the journal and in JSON. */
static void the_page_is_in_the_readers_language(void **state)
{
    static const char *const greek[] = {"όλοι στις κλήσεις", "καμία απάντηση", "έναρξη: πριν από τη βάρδια", "επανάκληση",
                                        "ενεργός"};
    static const char *const english[] = {"all_hands", "callback", "no answer", "before", "active"};

    (void)state;
    if (!language_speak("el")) {
        printf("skipped: this machine has no C.UTF-8 or no msgfmt\n");
        skip();
    }
    char *text = written(handover_text);
    language_english();
    for (size_t i = 0; i < sizeof(greek) / sizeof(*greek); i++)
        if (!strstr(text, greek[i]))
            fail_msg("%s is not in\n%s", greek[i], text);
    for (size_t i = 0; i < sizeof(english) / sizeof(*english); i++)
        if (strstr(text, english[i]))
            fail_msg("%s is in\n%s", english[i], text);
    free(text);
}

static void an_empty_shift_has_no_tables(void **state)
{
    (void)state;
    struct shift *shift = shift_new(at("6:00"), at("6:00"));
    char *text = NULL;
    size_t bytes;
    FILE *out = open_memstream(&text, &bytes);
    shift_end(shift);
    handover_text(out, shift, "j", 0);
    fclose(out);
    assert_string_equal(text, "Handover, 2026-03-03 06:00 to 2026-03-03 06:00\n\nOpen matters\n  none\n"
                              "\nJournal j, line 0, SHA-256 \n");
    free(text);
    shift_free(shift);
    shift_free(NULL);
}

static void csv_knows_no_end_that_was_not_seen(void **state)
{
    (void)state;
    char *text = written(handover_csv);
    static const char *const rows[] = {
        "\nmeasure,berlin,sales,,overflow,ended,back,berta,",
        "\nmeasure,berlin,desk,,callback,open,,,",
        "\nmeasure,berlin,desk,,throttle,unseen,,anna,",
        "\nalarm,berlin,sales,,longest,unseen,longest 4:12,anna,",
        "\nalarm,berlin,,a7,talk,open,81:00,carl,",
        "\nrequest,berlin,sales,,all_hands,no answer,nothing was heard,,",
        "\nclaim,berlin,sales,,a-1,,,anna,",
        "\nsite,berlin,,,,,,,"};
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        if (!strstr(text, rows[i]))
            fail_msg("%s is not in\n%s", rows[i], strstr(text, "Measures\n") ? strstr(text, "Measures\n") : text);
    /* Every row has as many fields as the head. */
    int commas = 0, n = 0;
    for (const char *c = text; *c && *c != '\n'; c++)
        commas += *c == ',';
    for (const char *c = strchr(text, '\n') + 1; *c; c++) {
        n += *c == ',';
        if (*c != '\n')
            continue;
        assert_int_equal(n, commas);
        n = 0;
    }
    free(text);
}

static void json_has_null_for_what_is_not_known(void **state)
{
    (void)state;
    char *text = written(handover_json);
    json_t *all = json_loads(text, 0, NULL);
    assert_non_null(all);
    assert_int_equal(json_integer_value(json_object_get(all, "watched_ms")), 160 * MINUTE);
    json_t *effect = json_array_get(json_object_get(all, "effects"), 0);
    json_t *found = json_object_get(effect, "found");
    assert_int_equal(json_integer_value(json_object_get(found, "waiting")), 7);
    assert_true(json_is_null(json_object_get(found, "level")));
    assert_true(json_is_null(json_object_get(found, "longest_ms")));
    json_t *measure = json_array_get(json_object_get(all, "measures"), 2);
    assert_true(json_is_null(json_object_get(measure, "began_t")));
    assert_true(json_is_true(json_object_get(measure, "open")));
    json_t *desk = json_array_get(json_object_get(all, "queues"), 0);
    assert_true(json_is_null(json_object_get(desk, "tier")));
    json_t *alarm = json_array_get(json_object_get(all, "alarms"), 0);
    assert_true(json_is_null(json_object_get(alarm, "over_t")));
    assert_true(json_is_false(json_object_get(alarm, "open")));
    assert_int_equal(json_integer_value(json_object_get(alarm, "acknowledged_t")), at("6:31"));
    json_decref(all);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_hold_what_lies_in_the_shift),
        cmocka_unit_test(requests_become_what_their_feed_told_everyone),
        cmocka_unit_test(a_tier_lasts_until_the_last_line),
        cmocka_unit_test(what_nobody_saw_the_end_of_is_neither_open_nor_over),
        cmocka_unit_test(the_page_says_what_is_open_first),
        cmocka_unit_test(the_page_is_in_the_readers_language),
        cmocka_unit_test(an_empty_shift_has_no_tables),
        cmocka_unit_test(csv_knows_no_end_that_was_not_seen),
        cmocka_unit_test(json_has_null_for_what_is_not_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
