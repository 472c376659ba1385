/* Reports of the hand-made floor: every key of the contract, nothing of what is not live, CSV by its
 * rules and safe in a spreadsheet, text aligned and safe on a terminal. */
#include "acdfeed/macros.h"
#include "console/cells/text.h"
#include "console/report/changes.h"
#include "console/report/report.h"
#include "tests/support/floor_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <jansson.h>
#include <locale.h>

static char *written(report_function *report, const struct board *board, const char *filter)
{
    struct limits *limits = limits_new();
    const struct roster_view look = {.filter = filter, .grouped = true, .limits = limits};
    char *text = NULL;
    size_t bytes;
    FILE *out = open_memstream(&text, &bytes);

    report(out, board, &look, FIXTURE_NOW_MS, FIXTURE_WALL_MS);
    fclose(out);
    limits_free(limits);
    return text;
}

static json_t *read_json(const struct board *board, const char *filter)
{
    char *text = written(report_json, board, filter);
    json_error_t error;
    json_t *json = json_loads(text, 0, &error);

    if (!json)
        fail_msg("%s in %s", error.text, text);
    assert_null(strstr(text, "\xc2\x9b"));
    assert_null(strpbrk(text, "\x1b\x7f"));
    assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
    free(text);
    return json;
}

static json_t *by_id(json_t *array, const char *key, const char *id)
{
    json_t *item;
    size_t i;

    json_array_foreach(array, i, item)
        if (strcmp(json_string_value(json_object_get(item, key)), id) == 0)
            return item;
    fail_msg("no %s %s", key, id);
    return NULL;
}

/* The keys of each kind of row, as the contract lists them. */
static const struct {
    const char *array;
    const char *keys;
    size_t rows;
} parts[] = {
    {"sites", "id name state age_ms queues agents lost refused repeated clock_ahead_ms ", 3},
    {"queues", "site id name media tier why rules waiting longest_ms service_level service_level_live "
               "formula answer_ms sample asa_ms abandon_rate abandon_avg_ms aht_ms occupancy offered "
               "answered abandoned staffed on_duty free agents measures ", 8},
    {"agents", "site id name team state state_ms reason queue ", 28},
    {"alarms", "site queue rule tier state since_ms claimed_by ", 12},
};

static void test_json_has_the_keys_of_the_contract(void **state)
{
    (void)state;
    struct board *board = fixture_floor(FIXTURE_NOW_MS);
    json_t *json = read_json(board, "");

    assert_int_equal(json_object_size(json), 1 + ACD_COUNT_OF(parts));
    assert_int_equal(json_integer_value(json_object_get(json, "t")), FIXTURE_WALL_MS);
    for (size_t p = 0; p < ACD_COUNT_OF(parts); p++) {
        json_t *rows = json_object_get(json, parts[p].array), *row, *value;
        const char *key;
        size_t i;

        assert_int_equal(json_array_size(rows), parts[p].rows);
        json_array_foreach(rows, i, row) {
            char keys[512] = "";

            json_object_foreach(row, key, value) {
                strcat(keys, key);
                strcat(keys, " ");
            }
            assert_string_equal(keys, parts[p].keys);
        }
    }
    json_decref(json);
    board_free(board);
}

/* JSON with ' for ", which C reads more easily. */
static json_t *wanted(const char *text)
{
    char copy[1024], *c;
    json_t *json;

    snprintf(copy, sizeof(copy), "%s", text);
    while ((c = strchr(copy, '\'')))
        *c = '"';
    json = json_loads(copy, 0, NULL);
    assert_non_null(json);
    return json;
}

static void test_json_of_one_queue(void **state)
{
    (void)state;
    struct board *board = fixture_floor(FIXTURE_NOW_MS);
    json_t *json = read_json(board, "queue:sales");
    json_t *queue = wanted(
        "{'site':'berlin','id':'sales','name':'Sales DE','media':'voice','tier':3,"
        "'why':'27.4 erl on 18 agents','rules':['capacity'],'waiting':23,'longest_ms':252000,"
        "'service_level':0.408163,'service_level_live':0.35503,'formula':'negative',"
        "'answer_ms':20000,'sample':147,'asa_ms':91000,'abandon_rate':0.111888,"
        "'abandon_avg_ms':75000,'aht_ms':290000,'occupancy':1.0,'offered':147,'answered':110,"
        "'abandoned':20,'staffed':22,'on_duty':18,'free':0,"
        "'agents':{'offline':3,'available':0,'ringing':0,'talking':14,'hold':1,'acw':3,"
        "'outbound':0,'paused':4},"
        "'measures':[{'id':'m1','op':'overflow','to':'back','by':'anna','since_ms':400000,"
        "'left_ms':500000}]}");
    json_t *alarm = wanted("{'site':'berlin','queue':'sales','rule':'capacity','tier':3,"
                           "'state':'acknowledged','since_ms':270000,'claimed_by':'anna'}");

    assert_int_equal(json_array_size(json_object_get(json, "queues")), 1);
    assert_true(json_equal(queue, json_array_get(json_object_get(json, "queues"), 0)));
    assert_int_equal(json_array_size(json_object_get(json, "alarms")), 3);
    assert_true(json_equal(alarm, json_array_get(json_object_get(json, "alarms"), 0)));
    json_decref(queue);
    json_decref(alarm);
    json_decref(json);
    board_free(board);
}

static void test_nothing_is_said_of_what_is_not_live(void **state)
{
    (void)state;
    struct board *board = fixture_floor(FIXTURE_NOW_MS);
    json_t *json = read_json(board, NULL), *value;
    json_t *porto = by_id(json_object_get(json, "queues"), "id", "porto");
    json_t *yara = by_id(json_object_get(json, "agents"), "id", "yara.c");
    const char *key;

    json_object_foreach(porto, key, value)
        if (!strstr("site id name media why rules", key))
            assert_true(json_is_null(value));
    json_object_foreach(yara, key, value)
        if (!strstr("site id name team", key))
            assert_true(json_is_null(value));
    value = by_id(json_object_get(json, "sites"), "id", "lisbon");
    assert_string_equal(json_string_value(json_object_get(value, "state")), "stale");
    assert_int_equal(json_integer_value(json_object_get(value, "age_ms")), 37000);
    json_decref(json);
    board_free(board);
}

/* One field of CSV; moves *at past it and its comma.  The field is unquoted into `out`. */
static bool next_field(const char **at, char *out)
{
    bool quoted = **at == '"';

    *at += quoted;
    for (;;) {
        if (quoted && **at == '"' && (*at)[1] != '"')
            break;
        if (!quoted && (**at == ',' || **at == '\r'))
            break;
        assert_true(**at != '\0');
        *at += quoted && **at == '"';
        *out++ = *(*at)++;
    }
    *out = '\0';
    *at += quoted;
    if (**at == ',') {
        ++*at;
        return true;
    }
    assert_memory_equal(*at, "\r\n", 2);
    *at += 2;
    return false;
}

static struct board *hostile_floor(void)
{
    static const char *const names[] = {"=1+1", "+2", "-3", "@sum", "a,b", "say \"hi\"", "two\nlines",
                                        "\x1b[2Jred", "\xc2\x9b" "31mred\x7f", "plain"};
    struct board *board = fixture_floor(FIXTURE_NOW_MS);

    for (size_t i = 0; i < ACD_COUNT_OF(names); i++) {
        char id[16];
        struct acd_queue queue = {.known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_NAME), .id = id,
                                  .name = names[i]};

        snprintf(id, sizeof(id), "h%zu", i);
        fixture_tell(board, "paris", ACD_KIND_QUEUE, 1, FIXTURE_NOW_MS, &queue);
    }
    return board;
}

static void test_csv_is_a_table_and_runs_no_formula(void **state)
{
    (void)state;
    struct board *board = hostile_floor();
    char *text = written(report_csv, board, ""), field[4096];
    const char *at = text;
    int columns = 0, rows = 0, marked = 0;
    bool quotes = false;

    while (*at) {
        int n = 0;
        bool more = true;

        while (more) {
            more = next_field(&at, field);
            n++;
            assert_null(strchr("=+-@", field[0] ? field[0] : 'x'));
            marked += field[0] == '\'';
            quotes = quotes || strcmp(field, "say \"hi\"") == 0;
            assert_null(strpbrk(field, "\x1b\n\r\t"));
        }
        columns = columns ? columns : n;
        assert_int_equal(n, columns);
        rows++;
    }
    assert_int_equal(rows, 1 + 3 + 8 + 10 + 28 + 12);
    assert_int_equal(marked, 4);
    assert_true(quotes);
    free(text);
    board_free(board);
}

static void test_json_gives_names_back_and_no_command_to_a_terminal(void **state)
{
    (void)state;
    struct board *board = hostile_floor();
    json_t *json = read_json(board, "site:paris");

    assert_string_equal(json_string_value(json_object_get(
                            by_id(json_object_get(json, "queues"), "id", "h8"), "name")),
                        "\xc2\x9b" "31mred\x7f");
    json_decref(json);
    board_free(board);
}

static void test_text_is_aligned_and_safe(void **state)
{
    (void)state;
    struct board *board = hostile_floor();
    char *text = written(report_text, board, ""), *line = strstr(text, "\ntier");
    static const char *const has[] = {
        "2026-03-03 09:41:30 UTC, figures over the window",
        "beyond capacity       Sales DE",
        "41 % of 147  80 % in 0:20 negative  1:31  11.2 %  4:50      18/24     0  tier 3: 27.4 erl",
        "客户服务", "in force at Sales DE: overflow to back, 8:20 left", "stale", "too long",
    };
    int why_at = 0;

    for (size_t i = 0; i < ACD_COUNT_OF(has); i++)
        if (!strstr(text, has[i]))
            fail_msg("\"%s\" is not in\n%s", has[i], text);
    assert_null(strchr(text, '\x1b'));
    for (line++; *line != '\n' && strncmp(line, "in force", 8) != 0; line = strchr(line, '\n') + 1) {
        char head[512];
        const char *why = strstr(line, why_at ? "  tier " : "  why");

        if (!why || why > strchr(line, '\n'))
            continue;
        snprintf(head, sizeof(head), "%.*s", (int)(why - line), line);
        why_at = why_at ? why_at : text_cols(head);
        assert_int_equal(text_cols(head), why_at);
    }
    assert_true(why_at > 60);
    free(text);
    board_free(board);
}

static void test_the_status(void **state)
{
    (void)state;
    static const struct {
        int a, b, status; /* enum acd_link, -1: no such site */
    } cases[] = {
        {-1, -1, 3},
        {ACD_LINK_LIVE, -1, 0},
        {ACD_LINK_LIVE, ACD_LINK_LIVE, 0},
        {ACD_LINK_LIVE, ACD_LINK_STALE, 3},
        {ACD_LINK_INCOMPLETE, ACD_LINK_LIVE, 3},
        {ACD_LINK_SILENT, -1, 3},
    };

    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct board *board = board_new();
        char *text;

        if (cases[i].a >= 0)
            fixture_site(board, "a", (enum acd_link)cases[i].a, 1, 0);
        if (cases[i].b >= 0)
            fixture_site(board, "b", (enum acd_link)cases[i].b, 1, 0);
        assert_int_equal(report_status(board), cases[i].status);
        text = written(report_text, board, ""); /* an empty floor is a report, too */
        free(text);
        board_free(board);
    }
}

static void keep_line(void *context, const char *line)
{
    char *kept = context;
    size_t used = strlen(kept);

    snprintf(kept + used, 2048 - used, "%s\n", line);
}

/* The same for who listens to it. */
static void test_a_feed_without_a_word_is_in_the_summary(void **state)
{
    (void)state;
    struct board *board = board_new();
    struct roster *roster = roster_new();
    char lines[2048] = "";

    fixture_site(board, "a", ACD_LINK_LIVE, 1, 0);
    board_take_feed(board, &(struct acd_feed_state){.feed = 1, .stats_endpoint = "tcp://b:5570", .why = "refused"});
    roster_fill(roster, board, &(struct roster_view){.filter = ""}, 1000, 1000, true);
    changes_summary(board, roster, 1000, keep_line, lines);
    assert_non_null(strstr(lines, "\nno word yet from tcp://b:5570: refused\n"));
    roster_free(roster);
    board_free(board);
}

/* Whatever is live: sites that there was no room for are not on the board at all. */
static void test_a_feed_with_more_than_there_is_room_for_is_not_whole(void **state)
{
    (void)state;
    struct board *board = board_new();
    const struct acd_feed_state feed = {
        .feed = 0, .stats_endpoint = "tcp://acd:5570", .heard = true, .full = true, .why = "no room"};
    char *text;

    fixture_site(board, "a", ACD_LINK_LIVE, 1, 0);
    board_take_feed(board, &feed);
    assert_int_equal(report_status(board), 3);
    text = written(report_text, board, "");
    assert_non_null(strstr(text, "\ntcp://acd:5570: no room\n"));
    free(text);
    board_take_feed(board, &(struct acd_feed_state){.feed = 1, .stats_endpoint = "tcp://b:5570", .why = "refused"});
    text = written(report_text, board, "");
    assert_non_null(strstr(text, "\nno word yet from tcp://b:5570: refused\n"));
    free(text);
    board_free(board);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_has_the_keys_of_the_contract),
        cmocka_unit_test(test_json_of_one_queue),
        cmocka_unit_test(test_nothing_is_said_of_what_is_not_live),
        cmocka_unit_test(test_csv_is_a_table_and_runs_no_formula),
        cmocka_unit_test(test_json_gives_names_back_and_no_command_to_a_terminal),
        cmocka_unit_test(test_text_is_aligned_and_safe),
        cmocka_unit_test(test_the_status),
        cmocka_unit_test(test_a_feed_without_a_word_is_in_the_summary),
        cmocka_unit_test(test_a_feed_with_more_than_there_is_room_for_is_not_whole),
    };

    setlocale(LC_ALL, "");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
