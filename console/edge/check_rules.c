/* Hears a whole tape as fast as it goes and counts what the alarm engine says.  Acts on nothing. */
#include "console/edge/check_rules.h"

#include "acdfeed/memory.h"
#include "acdfeed/playback.h"
#include "console/edge/mailbox.h"
#include "console/edge/options.h"
#include "console/edge/zone.h"
#include "console/model/alarms.h"
#include "console/report/sheet.h"
#include "console/settings/settings.h"
#include "console/words.h"

#include <stdlib.h>
#include <string.h>

enum { STEP_MS = 1000, CHATTER = 3, CHATTER_MS = 60000 };

struct row { /* one rule of one subject */
    char site[ACD_MAX_ID_BYTES + 1], id[ACD_MAX_ID_BYTES + 1];
    const char *rule;
    int raised, worst, chattered, unacted;
    int64_t last_ms[CHATTER]; /* when it was raised lately, the newest first */
    bool active, acted;
};

struct check {
    struct row *rows;
    int n;
    uint64_t last_event;
};

static struct row *row_of(struct check *check, const struct alarm *alarm)
{
    for (int i = 0; i < check->n; i++)
        if (strcmp(check->rows[i].rule, alarm->rule) == 0 && strcmp(check->rows[i].id, alarm->id) == 0 &&
            strcmp(check->rows[i].site, alarm->site) == 0)
            return &check->rows[i];
    check->rows = acd_realloc(check->rows, (size_t)(check->n + 1) * sizeof(*check->rows));
    check->rows[check->n] = (struct row){.rule = alarm->rule};
    memcpy(check->rows[check->n].site, alarm->site, sizeof(alarm->site));
    memcpy(check->rows[check->n].id, alarm->id, sizeof(alarm->id));
    for (int i = 0; i < CHATTER; i++)
        check->rows[check->n].last_ms[i] = -CHATTER_MS;
    return &check->rows[check->n++];
}

static void end(struct row *row)
{
    row->unacted += row->active && !row->acted;
    row->active = false;
}

static void on_alarm(void *context, enum alarm_news news, const struct alarm *alarm, int64_t now_ms)
{
    struct check *check = context;
    struct row *row = alarm && alarm->worst >= TIER_LONG ? row_of(check, alarm) : NULL;

    if (!row) /* a flood, or a notice, which asks nobody for anything */
        return;
    if (alarm->worst > row->worst)
        row->worst = alarm->worst;
    if (news == ALARM_NEWS_RETURNED || news == ALARM_NEWS_OVER) {
        end(row);
        return;
    }
    if (row->active || alarm->tier == 0)
        return;
    row->active = true;
    row->acted = false;
    row->raised++;
    memmove(&row->last_ms[1], &row->last_ms[0], (CHATTER - 1) * sizeof(row->last_ms[0]));
    row->last_ms[0] = now_ms;
    row->chattered += now_ms - row->last_ms[CHATTER - 1] < CHATTER_MS;
}

/* Somebody claimed a queue or did something at it. */
static void look_events(struct check *check, const struct board *board)
{
    const struct board_event *event;
    uint64_t newest = check->last_event;

    for (int i = 0; (event = board_event_at(board, i)) && event->serial > check->last_event; i++) {
        const struct acd_event *told = event->told;
        bool is_act = told->type && (!strcmp(told->type, "claim") || !strcmp(told->type, "action"));

        newest = event->serial > newest ? event->serial : newest;
        for (int r = 0; is_act && told->queue && r < check->n; r++)
            if (!strcmp(check->rows[r].id, told->queue) && !strcmp(check->rows[r].site, event->site->id))
                check->rows[r].acted = true;
    }
    check->last_event = newest;
}

static void hear(struct check *check, struct acd_playback *playback, struct mailbox *mailbox,
                 struct board *board, const struct limits *limits)
{
    int64_t end_ms = acd_playback_about(playback).end_ms;

    for (int64_t at_ms = acd_playback_now_ms(playback); at_ms <= end_ms; at_ms += STEP_MS) {
        while (!acd_playback_advance(playback, at_ms, 0))
            continue;
        mailbox_take(mailbox, board, NULL);
        board_judge(board, limits, acd_playback_now_ms(playback), acd_playback_wall_ms(playback),
                    zone_offset_s(acd_playback_wall_ms(playback)));
        look_events(check, board);
    }
    for (int i = 0; i < check->n; i++)
        end(&check->rows[i]);
}

/* --- printing -------------------------------------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
    return ((const struct row *)b)->raised - ((const struct row *)a)->raised;
}

static void print_json(FILE *out, const struct check *check, double hours)
{
    fprintf(out, "{\"hours\":%.3f,\"rules\":[", hours);
    for (int i = 0; i < check->n; i++) { /* ids and rules have no character that JSON would escape */
        const struct row *row = &check->rows[i];

        fprintf(out, "%s{\"site\":\"%s\",\"id\":\"%s\",\"rule\":\"%s\",\"tier\":%d,\"raised\":%d,"
                     "\"per_hour\":%.2f,\"chattered\":%d,\"not_acted_on\":%d}", i ? "," : "", row->site, row->id,
                row->rule, row->worst, row->raised, row->raised / hours, row->chattered, row->unacted);
    }
    fputs("]}\n", out);
}

static void print_table(FILE *out, const struct check *check, double hours)
{
    static const char *const heads[] = {"where", "rule", "tier", "raised", "per hour", "chattered", "not acted on"};
    struct sheet sheet = {.columns = ACD_COUNT_OF(heads)};
    int raised = 0;

    sheet_heads(&sheet, heads, "llrrrrr");
    for (int i = 0; i < check->n; i++) {
        const struct row *row = &check->rows[i];
        char where[2 * ACD_MAX_ID_BYTES + 2];

        words_print(where, sizeof(where), "%s%s%s", row->site, *row->id ? "/" : "", row->id);
        sheet_row(&sheet);
        sheet_name(&sheet, 0, where);
        sheet_set(&sheet, 1, "%s", row->rule);
        sheet_set(&sheet, 2, "%d", row->worst);
        sheet_set(&sheet, 3, "%d", row->raised);
        sheet_set(&sheet, 4, "%.1f", row->raised / hours);
        sheet_set(&sheet, 5, "%d", row->chattered);
        sheet_set(&sheet, 6, "%d", row->unacted);
        raised += row->raised;
    }
    sheet_print(out, &sheet);
    fprintf(out, "%d alarms in %.2f hours, %.1f an hour\n", raised, hours, raised / hours);
}

int check_rules_run(const char *file, const char *tape, bool json, FILE *out, struct acd_fault *why)
{
    struct settings *settings = settings_open(file, why);
    struct check check = {.rows = NULL};
    struct mailbox *mailbox;
    struct board *board;
    struct acd_subscriber_handler handler;
    struct acd_playback *playback;

    if (!settings)
        return EXIT_USAGE;
    for (int i = 0; settings_error(settings, i); i++)
        fprintf(stderr, "acdwall: %s\n", settings_error(settings, i));
    mailbox = mailbox_new();
    board = board_new();
    handler = mailbox_handler(mailbox);
    playback = acd_playback_open(tape, &handler, why);
    if (playback) {
        struct acd_tape_about about = acd_playback_about(playback);
        double hours = (double)(about.end_ms - about.start_ms + 1) / 3600000;

        alarms_listen(board_alarms(board), on_alarm, &check);
        hear(&check, playback, mailbox, board, settings_limits(settings));
        alarms_listen(board_alarms(board), NULL, NULL);
        if (check.n > 1)
            qsort(check.rows, (size_t)check.n, sizeof(*check.rows), compare);
        (json ? print_json : print_table)(out, &check, hours);
        acd_playback_close(playback);
    }
    free(check.rows);
    board_free(board);
    mailbox_free(mailbox);
    settings_free(settings);
    return playback ? EXIT_WHOLE : EXIT_ERROR;
}
