/* Plays captures.  Knows the capture's files and the parser, nothing of what comes of it. */
#include "tests/support/capture.h"

#include "acdfeed/memory.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct capture {
    char *events, *status;
    size_t events_bytes, events_at, status_bytes, status_at;
    struct ami_parser parser, poll_parser;
    const struct ami_message *ahead; /* read, and later than what was asked for */
    int64_t ahead_t, t;
    size_t poll_end;
};

char *capture_file(const char *folder, const char *name, size_t *bytes)
{
    char path[512];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *text = acd_alloc((size_t)size + 1);
    *bytes = fread(text, 1, (size_t)size, file);
    text[*bytes] = '\0';
    fclose(file);
    return text;
}

struct capture *capture_open(const char *folder)
{
    size_t bytes;
    char *events = capture_file(folder, "events.raw", &bytes);
    if (!events)
        return NULL;
    struct capture *capture = acd_calloc(1, sizeof(*capture));
    capture->events = events;
    capture->events_bytes = bytes;
    capture->status = capture_file(folder, "status.raw", &capture->status_bytes);
    return capture;
}

void capture_close(struct capture *capture)
{
    if (!capture)
        return;
    free(capture->events);
    free(capture->status);
    free(capture);
}

int64_t capture_first_t(const struct capture *capture)
{
    const char *at = strstr(capture->events, "\nTimestamp: ");
    assert(at);
    return (int64_t)(strtod(at + 12, NULL) * 1000);
}

/* The next event with a time; NULL at the end. */
static const struct ami_message *next_event(struct capture *capture, size_t piece)
{
    while (capture->events_at < capture->events_bytes) {
        const struct ami_message *message;
        size_t left = capture->events_bytes - capture->events_at;
        capture->events_at += ami_take(&capture->parser, capture->events + capture->events_at,
                                       piece && piece < left ? piece : left, &message);
        if (message && ami_get(message, "Event") && ami_get(message, "Timestamp"))
            return message;
    }
    return NULL;
}

bool capture_play(struct capture *capture, struct pbx *pbx, int64_t t, size_t piece)
{
    for (;;) {
        if (!capture->ahead) {
            capture->ahead = next_event(capture, piece);
            if (!capture->ahead)
                return false;
            capture->ahead_t = ami_time(capture->ahead, 0);
        }
        if (capture->ahead_t > t)
            return true;
        pbx_advance(pbx, capture->ahead_t);
        pbx_event(pbx, capture->ahead, capture->ahead_t);
        capture->t = capture->ahead_t;
        capture->ahead = NULL;
    }
}

int64_t capture_t(const struct capture *capture)
{
    return capture->t;
}

bool capture_next_poll(struct capture *capture, int64_t *t)
{
    while (capture->status && capture->status_at < capture->status_bytes) {
        const char *head = strstr(capture->status + capture->status_at, "### ");
        if (!head)
            return false;
        const char *end = strstr(head + 4, "\n### ");
        const char *body = strchr(head, '\n') + 1;
        char action[64] = "";
        double at = 0;
        capture->poll_end = end ? (size_t)(end + 1 - capture->status) : capture->status_bytes;
        sscanf(head, "### %lf %63s", &at, action);
        capture->status_at = capture->poll_end;
        if (strcmp(action, "QueueStatus") != 0)
            continue;
        capture->status_at = (size_t)(body - capture->status);
        ami_init(&capture->poll_parser);
        *t = (int64_t)(at * 1000);
        return true;
    }
    return false;
}

const struct ami_message *capture_poll_message(struct capture *capture)
{
    const struct ami_message *message = NULL;
    while (!message && capture->status_at < capture->poll_end)
        capture->status_at +=
            ami_take(&capture->poll_parser, capture->status + capture->status_at,
                     capture->poll_end - capture->status_at, &message);
    return message;
}
