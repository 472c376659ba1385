/* The board as CSV (RFC 4180): one table for sites, queues, agents and alarms, told apart by their
 * first field, so that every line has the same fields; what a kind does not have is empty.
 *
 * Names come from the feed, and the feed may be anybody's: text that a spreadsheet would take for a
 * formula begins with an apostrophe, and control characters, which a terminal would obey, are made
 * visible. */
#include "console/report/report.h"

#include "console/report/csv.h"
#include "console/report/report_tree.h"

#include <string.h>

enum { LIST_BYTES = 4096 };

static const char *const columns[] = {
    "kind", "site", "id", "name", "state", "age_ms", "queues", "agents", "lost", "refused", "media",
    "tier", "why", "rules", "waiting", "longest_ms", "service_level", "service_level_live", "formula",
    "answer_ms", "sample", "asa_ms", "abandon_rate", "abandon_avg_ms", "aht_ms", "occupancy",
    "offered", "answered", "abandoned", "staffed", "on_duty", "free", "measures", "team", "state_ms",
    "reason", "queue", "rule", "since_ms", "claimed_by",
};

static void append(char *out, size_t bytes, const char *before, const char *text)
{
    size_t used = strlen(out);

    if (used < bytes)
        snprintf(out + used, bytes - used, "%s%s", before, text ? text : "");
}

/* Lists in one field: "queueing longest", "available=1 talking=4", "overflow>back". */
static void print_list(FILE *out, json_t *value)
{
    char text[LIST_BYTES] = "";
    const char *key;
    json_t *item;
    size_t i;

    json_array_foreach(value, i, item) {
        const char *to = json_string_value(json_object_get(item, "to"));

        append(text, sizeof(text), i ? " " : "",
               json_is_string(item) ? json_string_value(item)
                                    : json_string_value(json_object_get(item, "op")));
        if (to)
            append(text, sizeof(text), ">", to);
    }
    json_object_foreach(value, key, item) {
        char count[32];

        if (json_is_null(item))
            continue;
        snprintf(count, sizeof(count), "=%lld", (long long)json_integer_value(item));
        append(text, sizeof(text), *text ? " " : "", key);
        append(text, sizeof(text), count, "");
    }
    csv_text(out, text);
}

static void print_field(FILE *out, json_t *value)
{
    if (json_is_string(value))
        csv_text(out, json_string_value(value));
    else if (json_is_integer(value))
        fprintf(out, "%lld", (long long)json_integer_value(value));
    else if (json_is_real(value))
        fprintf(out, "%.6g", json_real_value(value));
    else if (json_is_array(value) || json_is_object(value))
        print_list(out, value);
}

static void print_rows(FILE *out, const char *kind, json_t *rows)
{
    json_t *row;
    size_t i;

    json_array_foreach(rows, i, row) {
        fputs(kind, out);
        for (size_t c = 1; c < ACD_COUNT_OF(columns); c++) {
            fputc(',', out);
            print_field(out, json_object_get(row, columns[c]));
        }
        fputs("\r\n", out);
    }
}

void report_csv(FILE *out, const struct board *board, const struct roster_view *look, int64_t now_ms,
                int64_t wall_ms)
{
    json_t *tree = report_tree(board, look, now_ms, wall_ms);

    for (size_t c = 0; c < ACD_COUNT_OF(columns); c++)
        fprintf(out, "%s%s", c ? "," : "", columns[c]);
    fputs("\r\n", out);
    if (look->playback) {
        fputs("PLAYBACK,,", out);
        csv_text(out, look->playback);
        for (size_t c = 3; c < ACD_COUNT_OF(columns); c++)
            fputc(',', out);
        fputs("\r\n", out);
    }
    print_rows(out, "site", json_object_get(tree, "sites"));
    print_rows(out, "queue", json_object_get(tree, "queues"));
    print_rows(out, "agent", json_object_get(tree, "agents"));
    print_rows(out, "alarm", json_object_get(tree, "alarms"));
    json_decref(tree);
}
